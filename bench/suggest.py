"""Are the terms of some included records those of others? A permutation test on screened sets.

What is below was fixed before its result was seen. Sets: all with at least `LEAST` included records
that have an abstract; none is left out for its result. Each set, drawn down to `MOST_INCLUDED` and
`MOST_REST` records by a seed, is cut in two. The first half gives the `TOP` terms; nothing of the
second half is seen. Statistic: the share of included records of the second half that hold any of
these terms, less the share among the others there; its mean over the sets is what is tested. Null:
the same with the labels of the first half shuffled, `SHUFFLES` times. The aim is `ALPHA`.

    python -m bench.suggest [CORPUS]
"""

from __future__ import annotations

import csv
import os
import random
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from litreview.model import Record, RecordId, SearchId
from litreview.query.discovery import Asked, suggest
from litreview.query.discovery.ngrams import Gram, grams
from litreview.query.tree import Or, Piece, Term

TOP = 20
LEAST = 40
MOST_INCLUDED, MOST_REST = 40, 40
SHUFFLES = 99
ALPHA = 0.01
"""Of the mean over all sets; no set is tested by itself."""


class Half(NamedTuple):
    """Records, and which of them were included."""

    records: list[Record]
    labels: list[bool]

    def labelled(self, wanted: bool) -> list[Record]:
        """Those that were included, or those that were not."""
        return [
            one for one, label in zip(self.records, self.labels, strict=True) if label is wanted
        ]


def screened(path: Path) -> Half:
    """The records with an abstract."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["abstract"].strip()]
    records = [
        Record(
            RecordId(f"{path.stem}:{at}"), SearchId(path.stem), title=row["title"],
            abstract=row["abstract"], language="en",
        )
        for at, row in enumerate(rows, 1)
    ]  # fmt: skip
    return Half(records, [row["included"] == "1" for row in rows])


def halves(whole: Half, lot: random.Random) -> tuple[Half, Half]:
    """Both with the same share of included records."""
    parts = [
        lot.sample(some, min(most, len(some)))
        for some, most in (
            (whole.labelled(True), MOST_INCLUDED),
            (whole.labelled(False), MOST_REST),
        )
    ]
    first, second = (
        [
            (one, label)
            for part, label in zip(parts, (True, False), strict=True)
            for one in part[at::2]
        ]
        for at in (0, 1)
    )
    return tuple(Half([r for r, _ in h], [y for _, y in h]) for h in (first, second))  # type: ignore[return-value]


HELD: dict[str, frozenset[Gram]] = {}
"""By the id of a record: worked out once, since the same records are looked at a hundred times."""


def own_grams(record: Record, tongue: str = "en") -> frozenset[Gram]:
    if record.id not in HELD:
        HELD[record.id] = grams(record, tongue)
    return HELD[record.id]


def terms(half: Half) -> list[Term]:
    """The best terms of the included records of `half` beside the others."""
    found = suggest(half.labelled(True), half.labelled(False), Asked("en", least_z=0.0))
    nodes = [one.node for each in found for one in each.suggestions[:TOP]]
    every = [t for node in nodes for t in (node.items if isinstance(node, Or) else (node,))]
    return [one for one in every if isinstance(one, Term)]


def difference(best: list[Term], half: Half) -> float:
    shares = []
    for wanted in (True, False):
        records = half.labelled(wanted)
        held = sum(any(_has(one.id, term.pieces) for term in best) for one in records)
        shares.append(held / len(records))
    return shares[0] - shares[1]


@cache
def _has(record: RecordId, pieces: tuple[Piece, ...]) -> bool:
    own = HELD[record]
    words = tuple(str(pieces[0]).split())
    if len(pieces) == 1:
        return words in own
    return any(g[:-1] == words[:-1] and len(g) == len(words) and g[-1].startswith(words[-1])
               for g in own)  # fmt: skip


def of_set(path: Path) -> tuple[float, list[float]]:
    """The difference of a set, and those of its shuffled labels."""
    lot = random.Random(path.stem)
    first, second = halves(screened(path), lot)
    for record in (*first.records, *second.records):
        own_grams(record)
    found = difference(terms(first), second)
    chance = []
    for _ in range(SHUFFLES):
        labels = lot.sample(first.labels, len(first.labels))
        chance.append(difference(terms(Half(first.records, labels)), second))
    return found, chance


def p_value(found: float, chance: list[float]) -> float:
    return (1 + sum(one >= found for one in chance)) / (1 + len(chance))


def sets(folder: Path) -> list[Path]:
    every = sorted(folder.glob("*.csv"))
    return [path for path in every if sum(screened(path).labels) >= LEAST]


def main(corpus: Path) -> int:
    import_module(suggest.__module__).grams = own_grams  # type: ignore[attr-defined]
    found = {path.stem: of_set(path) for path in sets(corpus / "screening")}
    if not found:
        print(f"no screened sets in {corpus}")
        return 2
    for name, (one, chance) in found.items():
        by_lot = sum(chance) / len(chance)
        print(f"{name:36}{one:+.2f}  by lot {by_lot:+.2f}  p {p_value(one, chance):.3f}")
    pooled = sum(one for one, _ in found.values()) / len(found)
    lots = [sum(each) / len(found) for each in zip(*(c for _, c in found.values()), strict=True)]
    p = p_value(pooled, lots)
    print(f"{len(found)} sets pooled: {pooled:+.3f}, p {p:.3f} (aim: {ALPHA})")
    return int(p > ALPHA)


if __name__ == "__main__":
    place = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("LITREVIEW_CORPUS", "")
    sys.exit(main(Path(place or Path(__file__).parents[2] / "shared" / "corpus")))
