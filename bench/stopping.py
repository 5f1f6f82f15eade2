"""What stopping rules reach, and what they cost, on labelled sets.

    python -m bench.stopping [--seeds 1 2 3] [--corpus FOLDER] [--recipe elas_u4] [-o FILE.md]

Each set is played in the order of the recipe, from the records that ASReview draws as known (1
included, 1 excluded) and without a learned prior, which has seen these sets. Each rule is asked
every N/200 reports ("each report" where it says so) and obeyed at once; a rule that is never met
reads everything. QBCB: the sample is drawn at random, ten times a run, until it holds 59 relevant
reports, and is not learned from. Written as a table in Markdown; exit status 1 where the
certificate at 95/95 reached a recall of 95 % in fewer than 95 % of the runs.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.labelled import CORPUS, Labelled, labelled_sets
from litreview.screening.rank.recipes import recipe
from litreview.screening.rank.simulate import drawn_priors, simulate
from litreview.screening.stop.anytime import capital
from litreview.screening.stop.certificate import smallest_p
from litreview.screening.stop.parts import Goal, Reading, reading
from litreview.screening.stop.registry import RULES

AIM = 0.95
LOOKS = 200
DRAWS = 10
Met = Callable[[Reading], bool]


@dataclass(frozen=True)
class Stopped:
    """A run of a rule: recall reached, share read, and share read beyond the shortest way."""

    recall: float
    read: float
    excess: float


def _rule(name: str, recall: float = 0.95, confidence: float = 0.95) -> Met:
    return lambda read: RULES[name].judge(read, Goal(recall, confidence)).met


def _row(n: int = 0, share: float = 0.0, begin: float = 0.0) -> Met:
    def met(read: Reading) -> bool:
        asked = max(n, share * read.total)
        return read.found > 0 and read.since >= asked and read.read >= begin * read.total

    return met


def _p_value(read: Reading) -> bool:
    return not read.unread or smallest_p(read.relevant, read.unread, 0.95) < 1 - 0.95


def _capital(read: Reading) -> bool:
    return not read.unread or capital(read.relevant, read.unread, 0.95) >= 1 / (1 - 0.95)


OFTEN: dict[str, Met] = {
    "certificate 95/95": _rule("certificate"),
    "certificate 95/80": _rule("certificate", 0.95, 0.8),
    "certificate 90/95": _rule("certificate", 0.9),
    "anytime 95/95": _rule("anytime"),
    "anytime 90/95": _rule("anytime", 0.9),
    "estimate 95/95, without a sample": _rule("estimate"),
    "safe, without a sample": _rule("safe"),
    "consecutive (50 and 5 %)": _rule("consecutive"),
    "50 in a row": _row(50),
    "100 in a row": _row(100),
    "200 in a row": _row(200),
    "5 % of N in a row": _row(share=0.05),
    "10 % of N in a row": _row(share=0.10),
}
ALWAYS: dict[str, Met] = {
    "certificate 95/95, each report": _p_value,
    "anytime 95/95, each report": _capital,
}
QBCB = "qbcb 95/95, sample of 59 relevant"


def main() -> int:
    """Run, write, judge."""
    asked = argparse.ArgumentParser(prog="python -m bench.stopping")
    asked.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked.add_argument("--corpus", type=Path, default=CORPUS / "screening")
    asked.add_argument("--recipe", default="elas_u4")
    asked.add_argument("-o", "--output", type=Path)
    given = asked.parse_args()
    sets = labelled_sets(given.corpus)
    found: dict[str, list[Stopped]] = defaultdict(list)
    for one in sets:
        for seed in given.seeds:
            played(one, seed, given.recipe, found)
        print(one.name, file=sys.stderr)
    text = "\n".join(table(found, len(sets), len(given.seeds), given.recipe)) + "\n"
    if given.output:
        given.output.write_text(text, "utf-8")
    print(text, end="")
    reached = [share_reached(found[name]) for name in found if name.startswith("certificate 95/95")]
    return int(min(reached) < AIM)


def played(one: Labelled, seed: int, name: str, found: dict[str, list[Stopped]]) -> None:
    """One set, one start: every rule obeyed."""
    priors = drawn_priors(one.labels, 1, 1, seed)
    made = simulate(one.pool, one.labels, recipe(name, learned_prior=False), seed=seed,
                    priors=priors)  # fmt: skip
    order = np.concatenate((made.priors, made.order))
    labels = one.labels[order].astype(np.bool_)
    for rule, met in OFTEN.items():
        found[rule].append(_stopped(labels, _first(labels, met, max(1, len(labels) // LOOKS))))
    for rule, met in ALWAYS.items():
        found[rule].append(_stopped(labels, _first(labels, met, 1)))
    found[QBCB] += _sampled(labels, seed)


def _first(labels: np.ndarray, met: Met, step: int) -> int:
    """After how many reports the rule was met first."""
    for n in range(step, len(labels), step):
        if met(reading(labels[:n], len(labels) - n)):
            return n
    return len(labels)


def _stopped(labels: np.ndarray, n: int, more: np.ndarray | None = None) -> Stopped:
    """Reading the first `n`; more: places that were read besides."""
    read = np.arange(len(labels)) < n
    if more is not None:
        read[more] = True
    found, total = int(labels[read].sum()), int(labels.sum())
    shortest = int(np.flatnonzero(labels)[int(np.ceil(AIM * total - 1e-9)) - 1]) + 1
    return Stopped(found / total, float(read.mean()), float(read.mean()) - shortest / len(labels))


def _sampled(labels: np.ndarray, seed: int) -> Iterator[Stopped]:
    draw = np.random.default_rng(seed)
    for _ in range(DRAWS):
        shuffled = draw.permutation(len(labels))
        enough = np.flatnonzero(np.cumsum(labels[shuffled]) >= 59)
        sample = shuffled[: int(enough[0]) + 1] if len(enough) else shuffled
        yield _stopped(labels, _first_sampled(labels, sample), sample)


def _first_sampled(labels: np.ndarray, sample: np.ndarray) -> int:
    inside = np.zeros(len(labels), np.bool_)
    inside[sample] = True
    met, step = _rule("qbcb"), max(1, len(labels) // LOOKS)
    for n in range(step, len(labels), step):
        turn = np.arange(n)
        places = np.concatenate((turn, sample[sample >= n]))
        checked = np.arange(len(places)) >= n
        read = Reading(labels[places], len(labels) - len(places), inside[places], checked)
        if met(read):
            return n
    return len(labels)


def share_reached(runs: list[Stopped]) -> float:
    """The share of runs with a recall of at least 95 %."""
    return float(np.mean([run.recall >= AIM - 1e-9 for run in runs]))


def table(
    found: dict[str, list[Stopped]], sets: int, seeds: int, name: str
) -> Iterator[str]:
    """The table in Markdown."""
    yield "# Stopping rules, measured"
    yield ""
    yield f"{sets} labelled sets, {seeds} starts each, recipe {name} without a learned prior."
    yield "Written by `python -m bench.stopping -o bench/stopping.md`; that file says how."
    yield "Reached: share of the runs that found at least 95 % of the relevant reports. Excess: the"
    yield "share of the set that was read beyond the shortest reading that finds 95 %."
    yield ""
    yield "| rule | runs | reached | mean recall | lowest recall | share read | excess |"
    yield "|---|---|---|---|---|---|---|"
    for rule, runs in sorted(found.items(), key=lambda item: -share_reached(item[1])):
        recall = [run.recall for run in runs]
        read, excess = (np.mean([getattr(run, what) for run in runs]) for what in ("read", "excess"))
        yield (
            f"| {rule} | {len(runs)} | {share_reached(runs):.3f} | {np.mean(recall):.3f} | "
            f"{min(recall):.3f} | {read:.3f} | {excess:+.3f} |"
        )


if __name__ == "__main__":
    sys.exit(main())
