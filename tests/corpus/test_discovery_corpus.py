"""Real screening sets: terms of one half of the included records are found in the other half.

The background is all that was screened, the other half among it: nobody who looks for terms knows
what else will be included.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path
from zlib import crc32

import pytest

from litreview.model import Record, RecordId, SearchId
from litreview.query.discovery import Asked, suggest
from litreview.query.discovery.ngrams import Gram, grams
from litreview.query.tree import Or, Term

pytestmark = pytest.mark.corpus
TOP = 20
SETS = ("Cohen_ACEInhibitors", "Filges_FRIENDS", "Nagtegaal_2019", "van_der_Valk_2021")
"""Sets with some twenty included records in each half, of health and of social matters."""


def screened(path: Path) -> list[tuple[Record, bool]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (
                Record(
                    RecordId(f"{path.stem}:{at}"), SearchId(path.stem), title=row["title"],
                    abstract=row["abstract"], language="en",
                ),
                row["included"] == "1",
            )
            for at, row in enumerate(csv.DictReader(file), 1)
        ]  # fmt: skip


def share(terms: list[Term], records: list[Record]) -> float:
    """The share of pairs of a term and a record where the record holds the term."""
    held = [grams(record, "en") for record in records]
    return sum(_has(own, term) for own in held for term in terms) / (len(terms) * len(held))


def _has(own: frozenset[Gram], term: Term) -> bool:
    words = tuple(str(term.pieces[0]).split())
    if len(term.pieces) == 1:
        return words in own
    return any(g[:-1] == words[:-1] and len(g) == len(words) and g[-1].startswith(words[-1])
               for g in own)  # fmt: skip


def lift(gold: list[Record], held_out: list[Record], rest: list[Record]) -> float:
    """How much oftener held-out records have the best terms than the others have."""
    (found,) = suggest(gold, [*held_out, *rest], Asked("en", least_z=0.0))
    nodes = [one.node for one in found.suggestions[:TOP]]
    terms = [t for node in nodes for t in (node.items if isinstance(node, Or) else (node,))]
    return share([t for t in terms if isinstance(t, Term)], held_out) / share(
        [t for t in terms if isinstance(t, Term)], rest
    )


@pytest.mark.parametrize("name", SETS)
def test_the_best_terms_are_those_of_the_included_records_that_were_held_out(
    corpus: Path, name: str
) -> None:
    records = screened(corpus / "screening" / f"{name}.csv")
    included = [record for record, yes in records if yes]
    gold = [record for record in included if crc32(record.id.encode()) % 2]
    held_out = [record for record in included if record not in gold]
    rest = [record for record, yes in records if not yes]
    assert min(len(gold), len(held_out)) > 10
    found = lift(gold, held_out, rest)
    assert found > 2

    lot = random.Random(name)  # noqa: S311 - a draw, no secret
    lot.shuffle(records)
    drawn = [record for record, _ in records]
    some, more = len(gold), len(included)
    chance = lift(drawn[:some], drawn[some:more], drawn[more:])
    assert found > chance + 0.5, "records drawn by lot have no terms of their own"
