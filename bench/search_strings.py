"""Measure search strings: a strategy is parsed, linted, and translated to every notation.

usage: python -m bench.search_strings [TERMS ...]      (default: 1,000 and 20,000 terms)

The strategy is invented from a fixed seed, in the notation of Ovid, as people write them: three
concepts of words, phrases, truncation, optional letters, proximities and a heading. Losses are
allowed, so that every target also writes it. Times are processor time of one run after a warm-up
with another, small strategy.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from bench.load import vocabulary
from litreview.query.dialects import DIALECTS
from litreview.query.lint import lint
from litreview.query.reading import parse
from litreview.query.shape import spread
from litreview.query.translate import translate
from litreview.query.tree import TOPIC, Node

SEED = 20_262
AIMS = {1_000: 0.2, 20_000: 5.0}
CONCEPTS = 3
T = TypeVar("T")


def strategy(terms: int, seed: int = SEED) -> str:
    """An Ovid string of about `terms` terms: three concepts of equal size, joined with AND."""
    draw = random.Random(seed)
    words = [word for word in dict.fromkeys(vocabulary(draw, 4 * terms)) if len(word) > 5]  # noqa: PLR2004
    each = max(1, terms // CONCEPTS)
    concepts = []
    for _ in range(CONCEPTS):
        parts = [_term(draw, words) for _ in range(each)]
        concepts.append(
            f"(exp {draw.choice(words).capitalize()}/ or ({' or '.join(parts)}).ti,ab,kf.)"
        )
    return " and ".join(concepts)


def _term(draw: random.Random, words: list[str]) -> str:
    """One term, each kind about as often as in the strategies of care-leaver reviews."""
    first, second = draw.choice(words), draw.choice(words)
    kind = draw.random()
    if kind < 0.4:  # noqa: PLR2004
        return first
    if kind < 0.65:  # noqa: PLR2004
        return f"{first[:5]}*"
    if kind < 0.85:  # noqa: PLR2004
        return f'"{first} {second}"'
    if kind < 0.9:  # noqa: PLR2004
        return f"{first[:4]}?{first[4:]}"
    return f"({first[:5]}* adj{draw.randint(2, 5)} {second})"


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor time, and what came out."""
    started = time.process_time()
    made = work()
    return time.process_time() - started, made


def measure(terms: int, *, quiet: bool = False) -> float:
    """Seconds for all of it; the parts are printed."""
    text = strategy(terms)
    ovid = DIALECTS.get("ovid")
    rows: list[tuple[str, float, str]] = []
    seconds, parsed = timed(lambda: parse(text, ovid))
    if parsed.tree is None:
        raise SystemExit(f"the invented strategy cannot be read: {parsed.findings}")
    tree: Node = parsed.tree
    rows.append(("parse", seconds, ""))
    seconds, found = timed(lambda: lint(parsed, ovid))
    rows.append(("lint", seconds, f"{len(found)} findings"))
    seconds, _ = timed(lambda: spread(tree, TOPIC))
    for target in DIALECTS.all():
        seconds, made = timed(lambda target=target: translate(tree, target, allow_loss=True))  # type: ignore[misc]
        said = f"{made.label}, {len(made.steps)} steps, {len(made.strings)} strings"
        rows.append((f"to {target.name}", seconds, said))
    whole = sum(seconds for _, seconds, _ in rows)
    if not quiet:
        for what, seconds, more in rows:
            print(f"  {what:22}{1000 * seconds:9.1f} ms  {more}")
    return whole


def main(sizes: list[int]) -> int:
    measure(60, quiet=True)
    missed = 0
    for terms in sizes:
        print(f"{terms:,} terms")
        seconds = measure(terms)
        aim = AIMS.get(terms)
        print(f"{terms:,} terms, parse, lint and all targets: {seconds:.3f} s"
              + (f" (aim: {aim} s)" if aim else ""))  # fmt: skip
        missed += aim is not None and seconds > aim
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or list(AIMS)))
