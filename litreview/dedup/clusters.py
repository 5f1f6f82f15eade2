"""Pairs and people's decisions -> which report each record belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from litreview.dedup.order import natural
from litreview.model import RecordId, ReportId

Join: TypeAlias = tuple[RecordId, RecordId]
"""Two records that a person named, in any order."""


def cluster(
    ids: Iterable[RecordId],
    sure: Iterable[tuple[RecordId, RecordId, float]],
    same: Iterable[Join],
    different: Iterable[Join],
) -> dict[RecordId, ReportId]:
    """The report of every record: the id of the first record of its cluster in natural order.

    `same` pairs are united first, then `sure` pairs ``(a, b, score)`` from the highest score
    down. A union that would put a pair of `different` into one cluster is refused: so where
    people contradict each other, *different* wins over *same*, and what was said first in
    natural order wins among *same*. Pairs that name an unknown record, or one record twice, are
    ignored. The order of the arguments changes nothing; the result is in natural order.
    """
    ordered = sorted(dict.fromkeys(ids), key=natural)  # files mostly are in order: sorting is short
    sets = _Sets(ordered, different)
    for a, b in sorted((_oriented(a, b) for a, b in same), key=_by_ids):
        sets.unite(a, b)
    scored = ((-score, *_oriented(a, b)) for a, b, score in sure)
    for _, a, b in sorted(scored, key=lambda item: (item[0], _by_ids((item[1], item[2])))):
        sets.unite(a, b)
    found: dict[RecordId, ReportId] = {}
    first: dict[RecordId, ReportId] = {}
    for id_ in ordered:
        found[id_] = first.setdefault(sets.root(id_), ReportId(id_))
    return found


def _oriented(a: RecordId, b: RecordId) -> Join:
    return (a, b) if natural(a) <= natural(b) else (b, a)


def _by_ids(pair: Join) -> tuple[tuple[str, int, str], tuple[str, int, str]]:
    return natural(pair[0]), natural(pair[1])


class _Sets:
    """Disjoint sets that know which records must stay out of each."""

    def __init__(self, ids: Iterable[RecordId], different: Iterable[Join]) -> None:
        self._parent = {id_: id_ for id_ in ids}
        self._size = dict.fromkeys(self._parent, 1)
        self._foes: dict[RecordId, set[RecordId]] = {}
        for a, b in different:
            if a != b and a in self._parent and b in self._parent:
                self._foes.setdefault(a, set()).add(b)
                self._foes.setdefault(b, set()).add(a)

    def root(self, id_: RecordId) -> RecordId:
        while self._parent[id_] != id_:
            self._parent[id_] = self._parent[self._parent[id_]]
            id_ = self._parent[id_]
        return id_

    def unite(self, a: RecordId, b: RecordId) -> None:
        """Unite the sets of `a` and `b` unless a record of one must stay out of the other."""
        if a not in self._parent or b not in self._parent:
            return
        one, other = self.root(a), self.root(b)
        if one == other or self._hostile(one, other):
            return
        if (self._size[one], natural(other)) < (self._size[other], natural(one)):
            one, other = other, one
        self._parent[other] = one
        self._size[one] += self._size.pop(other)
        foes = self._foes.pop(other, set())
        mine = self._foes.get(one, set())
        small, large = sorted((foes, mine), key=len)
        large |= small
        if large:
            self._foes[one] = large

    def _hostile(self, one: RecordId, other: RecordId) -> bool:
        """A hostile pair stands in both sets of foes: the smaller one tells."""
        mine, theirs = self._foes.get(one, set()), self._foes.get(other, set())
        foes, root = (mine, other) if len(mine) <= len(theirs) else (theirs, one)
        return any(self.root(foe) == root for foe in foes)
