"""Which rows of several extractors are about one thing.

Two people who extract a study without seeing each other's work give the same estimate other
identifiers, and other words. Rows are put together by the fields that a form names as telling
(`Form.same`), the likest pair first; what is like nothing stands alone, and is shown so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from litreview.extraction.forms import Form
from litreview.extraction.printed import is_missing, printed
from litreview.extraction.rows import Row, row_order

LEAST: Final = 0.6
"""The share of what both rows say that must be alike for them to be about one thing."""
SAME_ID: Final = 0.5
"""What the same identifier adds: people number from 1, so it alone says little."""


@dataclass(frozen=True, slots=True)
class Group:
    """Versions of one row, at most one an extractor, by extractor.

    likeness: of the least like two of them, from 0 to 1; 1 where there is one version.
    """

    form: str
    study: str
    versions: tuple[Row, ...]
    likeness: float = 1.0

    @property
    def extractors(self) -> tuple[str, ...]:
        """Who extracted it."""
        return tuple(row.extractor for row in self.versions)


def align(forms: Mapping[str, Form], rows: Iterable[Row]) -> tuple[Group, ...]:
    """Every row in exactly one group, by form, study and the order of the first version.

    Cost: for each study and form, the product of its extractors' rows.
    """
    held: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        held[row.form, row.study].append(row)
    return tuple(
        group
        for (form, _), several in sorted(held.items())
        for group in _groups(forms.get(form), several)
    )


def likeness(form: Form | None, one: Row, other: Row) -> float:
    """How alike two rows are in the fields that tell rows apart, from 0 to 1.

    Fields weigh less the later they stand in `Form.same`; one that either row leaves open says
    nothing. Rows of a form without such fields are alike where their identifiers are.
    """
    same_id = one.row.strip().casefold() == other.row.strip().casefold()
    found, most = 0.0, 0.0
    for at, name in enumerate(form.same if form is not None else (), 1):
        first, second = one.values.get(name, ""), other.values.get(name, "")
        if is_missing(first) or is_missing(second):
            continue
        most += 1 / at
        found += _alike(first, second) / at
    if not most:
        return 1.0 if same_id else 0.0
    share = found / most
    return share + (1 - share) * SAME_ID if same_id else share


def _groups(form: Form | None, rows: list[Row]) -> Iterator[Group]:
    """The likest pairs are put together first; nobody's two rows meet in one group."""
    rows = sorted(rows, key=lambda row: (row.extractor, row_order(row.row)))
    of = {at: {at} for at in range(len(rows))}
    for _, one, other in sorted(_pairs(form, rows)):
        together = of[one] | of[other]
        people = [rows[at].extractor for at in together]
        if len(set(people)) == len(people):
            for at in together:
                of[at] = together
    for at in range(len(rows)):
        if at == min(of[at]):
            yield _group(form, [rows[place] for place in sorted(of[at])])


def _pairs(form: Form | None, rows: list[Row]) -> Iterator[tuple[float, int, int]]:
    for (one, first), (other, second) in combinations(enumerate(rows), 2):
        if first.extractor != second.extractor:
            like = likeness(form, first, second)
            if like >= LEAST:
                yield -like, one, other


def _group(form: Form | None, versions: list[Row]) -> Group:
    pairs = (likeness(form, one, other) for one, other in combinations(versions, 2))
    first = versions[0]
    return Group(first.form, first.study, tuple(versions), min(pairs, default=1.0))


def _alike(first: str, second: str) -> float:
    from rapidfuzz.fuzz import token_sort_ratio  # here: only double extraction needs it

    one, other = printed(first), printed(second)
    if one is not None and other is not None:
        return float(one.agrees(other))
    like = token_sort_ratio(first.casefold(), second.casefold()) / 100
    return like if like >= LEAST else 0.0
