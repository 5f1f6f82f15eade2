"""The parts of a search made ready for judging many records.

Each part answers twice: whether it holds for *sure*, and whether it is *possible*, given what the
record lacks. That is Kleene's three-valued logic in two bits: yes is (sure, possible), unknown
(not sure, possible), no neither; under NOT the two change places. A part is *open* where it may be
unknown though no field is missing. `on` asks the same of a set of leaves that were found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from litreview.query.matching import places
from litreview.query.matching.places import Marks, Place
from litreview.query.matching.sight import Sight
from litreview.query.matching.texts import Reading, Where


class Part(Protocol):
    """Anything that a record can be judged by. cost: cheap ones are asked first."""

    @property
    def cost(self) -> int: ...  # noqa: D102
    @property
    def open(self) -> bool: ...  # noqa: D102
    def sure(self, sight: Sight, /) -> bool: ...  # noqa: D102
    def possible(self, sight: Sight, /) -> bool: ...  # noqa: D102
    def on(self, leaves: int, /) -> bool: ...  # noqa: D102


@dataclass(slots=True)
class Words:
    """Single words, any of which will do, in one scope. bits: of their patterns."""

    scope: int
    where: Where
    bits: int
    leaves: int
    cost: int = 0
    open: bool = False

    def sure(self, sight: Sight) -> bool:
        """Whether one of them is there."""
        return bool(sight.bits(self.scope) & self.bits)

    def possible(self, sight: Sight) -> bool:
        """The same, or a field is missing."""
        return bool(sight.bits(self.scope) & self.bits) or sight.lacks(self.where)

    def on(self, leaves: int) -> bool:
        """Whether one of them is among `leaves`."""
        return bool(leaves & self.leaves)

    def joined(self, other: Words) -> Words:
        """The words of both, which have one scope."""
        bits, leaves = self.bits | other.bits, self.leaves | other.leaves
        return Words(self.scope, self.where, bits, leaves)


@dataclass(slots=True)
class Phrase:
    """Words side by side, in one value of one field of a scope. bits: one for each word."""

    scope: int
    where: Where
    bits: tuple[int, ...]
    needed: int
    leaves: int
    cost: int = 2
    open: bool = False

    def sure(self, sight: Sight) -> bool:
        """Whether they stand side by side somewhere."""
        if not self.likely(sight):
            return False
        return any(
            self.places(one, marks) for one in self.where.fields for marks in sight.marks(one)
        )

    def possible(self, sight: Sight) -> bool:
        """The same, or a field is missing."""
        return sight.lacks(self.where) or self.sure(sight)

    def on(self, leaves: int) -> bool:
        """Whether it is among `leaves`."""
        return bool(leaves & self.leaves)

    def likely(self, sight: Sight) -> bool:
        """Whether all its words are there, wherever."""
        return sight.bits(self.scope) & self.needed == self.needed

    def places(self, one: object, marks: Marks) -> list[Place]:
        """Where it stands in one value of the field `one`."""
        return places.phrase(self.bits, marks) if one in self.where.fields else []


@dataclass(slots=True)
class Phrases:
    """Phrases, any of which will do, in one scope."""

    scope: int
    where: Where
    items: tuple[Phrase, ...]
    leaves: int = field(init=False)
    cost: int = 2
    open: bool = False

    def __post_init__(self) -> None:
        self.leaves = 0
        for item in self.items:
            self.leaves |= item.leaves

    def sure(self, sight: Sight) -> bool:
        """Whether one of them stands somewhere."""
        bits = sight.bits(self.scope)
        for item in self.items:  # noqa: SIM110 - the first test is the one that is fast
            if bits & item.needed == item.needed and item.sure(sight):
                return True
        return False

    def possible(self, sight: Sight) -> bool:
        """The same, or a field is missing."""
        return sight.lacks(self.where) or self.sure(sight)

    def on(self, leaves: int) -> bool:
        """Whether one of them is among `leaves`."""
        return bool(leaves & self.leaves)


@dataclass(slots=True)
class Either:
    """Alternatives inside a proximity."""

    items: tuple[Placed, ...]
    where: Where

    def likely(self, sight: Sight) -> bool:
        """Whether the words of one of them are there."""
        return any(item.likely(sight) for item in self.items)

    def places(self, one: object, marks: Marks) -> list[Place]:
        """Where one of them stands in one value of the field `one`."""
        return sorted({place for item in self.items for place in item.places(one, marks)})


@dataclass(slots=True)
class Close:
    """Things near each other in one value of one field."""

    items: tuple[Placed, ...]
    where: Where
    between: int
    ordered: bool
    leaves: int
    cost: int = 3
    open: bool = False

    def sure(self, sight: Sight) -> bool:
        """Whether they stand near each other somewhere."""
        if not self.likely(sight):
            return False
        return any(
            places.are_near(found, self.between, ordered=self.ordered)
            for one in self.where.fields
            for marks in sight.marks(one)
            if (found := self._stands(one, marks))
        )

    def possible(self, sight: Sight) -> bool:
        """The same, or a field is missing in which all could stand."""
        return sight.lacks(self.where) or self.sure(sight)

    def on(self, leaves: int) -> bool:
        """Whether the whole proximity is among `leaves`."""
        return bool(leaves & self.leaves)

    def likely(self, sight: Sight) -> bool:
        """Whether the words of all are there, wherever."""
        return all(item.likely(sight) for item in self.items)

    def places(self, one: object, marks: Marks) -> list[Place]:
        """The stretches that hold all in one value of the field `one`."""
        return places.near(self._stands(one, marks), self.between, ordered=self.ordered)

    def _stands(self, one: object, marks: Marks) -> list[list[Place]]:
        """The places of each item; none at all where one of them has none."""
        found = []
        for item in self.items if marks else ():
            stands = item.places(one, marks)
            if not stands:
                return []
            found.append(stands)
        return found


Placed = Phrase | Either | Close
"""What has places in a text."""


@dataclass(slots=True)
class Fact:
    """A heading, a date, or something that is always, never or not known to be so."""

    judge: Callable[[Reading], bool | None]
    leaves: int
    always: bool = False
    cost: int = 1
    open: bool = True

    def sure(self, sight: Sight) -> bool:
        """Whether it holds."""
        return self.judge(sight.reading) is True

    def possible(self, sight: Sight) -> bool:
        """Whether it does not fail."""
        return self.judge(sight.reading) is not False

    def on(self, leaves: int) -> bool:
        """Whether it is among `leaves`, or always holds."""
        return self.always or bool(leaves & self.leaves)


@dataclass(slots=True)
class Some:
    """At least one of `items`, cheap ones first."""

    items: tuple[Part, ...]
    open: bool = field(init=False)
    cost: int = field(init=False)

    def __post_init__(self) -> None:
        self.items, self.cost, self.open = _prepared(self.items)

    def sure(self, sight: Sight) -> bool:
        """Whether one holds."""
        for item in self.items:  # noqa: SIM110 - any() would take a second frame a level
            if item.sure(sight):
                return True
        return False

    def possible(self, sight: Sight) -> bool:
        """Whether one may hold."""
        for item in self.items:  # noqa: SIM110
            if item.possible(sight):
                return True
        return False

    def on(self, leaves: int) -> bool:
        """Whether one holds by `leaves`."""
        for item in self.items:  # noqa: SIM110
            if item.on(leaves):
                return True
        return False


@dataclass(slots=True)
class Every:
    """All of `items`, cheap ones first."""

    items: tuple[Part, ...]
    open: bool = field(init=False)
    cost: int = field(init=False)

    def __post_init__(self) -> None:
        self.items, self.cost, self.open = _prepared(self.items)

    def sure(self, sight: Sight) -> bool:
        """Whether all hold."""
        for item in self.items:  # noqa: SIM110 - as in Some
            if not item.sure(sight):
                return False
        return True

    def possible(self, sight: Sight) -> bool:
        """Whether all may hold."""
        for item in self.items:  # noqa: SIM110
            if not item.possible(sight):
                return False
        return True

    def on(self, leaves: int) -> bool:
        """Whether all hold by `leaves`."""
        for item in self.items:  # noqa: SIM110
            if not item.on(leaves):
                return False
        return True


@dataclass(slots=True)
class Without:
    """`keep` and not `drop`."""

    keep: Part
    drop: Part
    open: bool = field(init=False)
    cost: int = field(init=False)

    def __post_init__(self) -> None:
        self.open = self.keep.open or self.drop.open
        self.cost = max(self.keep.cost, self.drop.cost) + 1

    def sure(self, sight: Sight) -> bool:
        """Whether `keep` holds and `drop` cannot."""
        return self.keep.sure(sight) and not self.drop.possible(sight)

    def possible(self, sight: Sight) -> bool:
        """Whether `keep` may hold and `drop` does not for sure."""
        return self.keep.possible(sight) and not self.drop.sure(sight)

    def on(self, leaves: int) -> bool:
        """Whether `keep` holds by `leaves` and `drop` does not."""
        return self.keep.on(leaves) and not self.drop.on(leaves)


def _prepared(items: Sequence[Part]) -> tuple[tuple[Part, ...], int, bool]:
    ordered = tuple(sorted(items, key=lambda item: item.cost))
    return ordered, ordered[-1].cost + 1 if ordered else 0, any(item.open for item in ordered)
