"""Each study of a gold set against a strategy: found or not, and which part lets it down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from litreview.model import Record
from litreview.query.blocks import Library
from litreview.query.gold import GoldStudy, keys_of
from litreview.query.matching import Verdict, matcher
from litreview.query.tree import Field
from litreview.query.trial.ways import Part, ways

Outcome = Literal["retrieved", "missed", "unknown", "no text"]
_STATED = (Field.KEYWORDS,)
"""A record without keywords has none: a database would find it all the same, or miss it."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A part that does not let a record through: surely ("no"), or for want of text ("unknown").

    excludes: it stands behind NOT and takes the record out. compound: the record has a term of the
    part, but inside a longer word, where no database looks.
    """

    part: str
    verdict: Verdict
    excludes: bool = False
    compound: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A study and its outcome. failing: the parts that it fails, on the way where it fails fewest.

    compound: it would be found if terms were also looked for inside longer words.
    """

    study: GoldStudy
    outcome: Outcome
    failing: tuple[Failing, ...] = ()
    compound: bool = False


class Trial:
    """A strategy made ready to judge. Raises UnknownName, UsageError: it has errors."""

    def __init__(self, held: Library, name: str) -> None:
        tree, expression = held.usable(name), held.expression(name)
        self.name = name
        self._ways = ways(expression, held.whole) if expression is not None else ()
        self._parts = [part for way in self._ways for part in way]
        trees = [tree, *(part.tree for part in self._parts)]
        self._plain = matcher(tree, empty=_STATED, parts=trees)
        self._compounds = matcher(tree, empty=_STATED, parts=trees, compounds=True)

    def verdict(self, record: Record) -> Verdict:
        """Whether the strategy finds `record`."""
        return self._plain.verdict(record)

    def judge(self, study: GoldStudy) -> Judged:
        """Whether it finds `study`, and if not, where it fails."""
        record = study.record
        if not (record.title or record.abstract):
            return Judged(study, "no text")
        verdict, *plain = self._plain.parts(record)
        if verdict == "yes":
            return Judged(study, "retrieved")
        whole, *inside = self._compounds.parts(record)
        outcome: Outcome = "missed" if verdict == "no" else "unknown"
        failing = self._nearest(plain, inside)
        return Judged(study, outcome, failing, compound=whole == "yes")

    def _nearest(self, plain: Sequence[Verdict], inside: Sequence[Verdict]) -> tuple[Failing, ...]:
        """What fails on the way with the fewest parts that surely fail, then that fail at all."""
        best: tuple[Failing, ...] | None = None
        at = 0
        for way in self._ways:
            end = at + len(way)
            found = _failing(way, plain[at:end], inside[at:end])
            at = end
            if best is None or _weight(found) < _weight(best):
                best = found
        return best or ()


def _failing(
    way: tuple[Part, ...], plain: Sequence[Verdict], inside: Sequence[Verdict]
) -> tuple[Failing, ...]:
    return tuple(
        Failing(part.text, _passes(verdict, part), part.excludes, within == "yes" != verdict)
        for part, verdict, within in zip(way, plain, inside, strict=True)
        if _passes(verdict, part) != "yes"
    )


def _passes(verdict: Verdict, part: Part) -> Verdict:
    if not part.excludes or verdict == "unknown":
        return verdict
    return "no" if verdict == "yes" else "yes"


def _weight(failing: tuple[Failing, ...]) -> tuple[int, int]:
    return sum(one.verdict == "no" for one in failing), len(failing)


@dataclass(frozen=True, slots=True)
class InSource:
    """The studies of a gold set as far as one source goes: what it does not hold is no miss."""

    source: str
    indexed: tuple[Judged, ...]
    not_indexed: tuple[Judged, ...]
    unidentified: tuple[Judged, ...] = ()
    """Without an identifier, so that nobody can say."""


def in_source(judged: Iterable[Judged], source: str, index: Collection[str]) -> InSource:
    """`judged` divided by `index`, the keys (`gold.key_of`) of what `source` holds."""
    indexed: list[Judged] = []
    not_indexed: list[Judged] = []
    unidentified: list[Judged] = []
    for one in judged:
        keys = keys_of(one.study.record)
        if not keys:
            unidentified.append(one)
        else:
            (indexed if any(key in index for key in keys) else not_indexed).append(one)
    return InSource(source, tuple(indexed), tuple(not_indexed), tuple(unidentified))
