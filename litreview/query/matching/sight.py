"""One record while it is judged: which patterns its words fit, and, once asked for, at what places.

The fields of a search fall into classes that are always searched together; the words of a class
are looked at in one go. Places are worked out only where all words of a phrase are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from litreview.query.folding import words
from litreview.query.matching.places import Marks
from litreview.query.matching.texts import Reading, Where
from litreview.query.matching.vocabulary import Vocabulary
from litreview.query.tree import Field


@dataclass(slots=True)
class Plan:
    """What a search looks at. wheres: its scopes, by number; classes: the fields in each class."""

    wheres: list[Where] = field(default_factory=list)
    classes: tuple[tuple[Field, ...], ...] = ()
    within: tuple[tuple[int, ...], ...] = ()
    """The classes of each scope."""
    fields: frozenset[Field] = frozenset()
    deciding: frozenset[Field] = frozenset()

    def number(self, where: Where) -> int:
        """The number of `where`, which is taken in where it is new."""
        if where not in self.wheres:
            self.wheres.append(where)
        return self.wheres.index(where)

    def finish(self) -> None:
        """Part the fields into classes. To be called when all scopes are taken in."""
        known: dict[tuple[int, ...], list[Field]] = {}
        for one in Field:
            holders = tuple(n for n, where in enumerate(self.wheres) if one in where.fields)
            if holders:
                known.setdefault(holders, []).append(one)
        self.classes = tuple(tuple(found) for found in known.values())
        self.within = tuple(
            tuple(at for at, holders in enumerate(known) if number in holders)
            for number in range(len(self.wheres))
        )
        self.fields = frozenset(one for found in self.classes for one in found)
        self.deciding = frozenset().union(*(where.deciding for where in self.wheres))


class Sight:
    """A record under a plan. reading: its texts; complete: whether no field that decides lacks."""

    __slots__ = ("_marks", "_masks", "_plan", "_scopes", "_vocabulary", "complete", "reading")

    def __init__(self, reading: Reading, plan: Plan, vocabulary: Vocabulary) -> None:
        self.reading = reading
        self.complete = plan.deciding.isdisjoint(reading.missing)
        self._plan = plan
        self._vocabulary = vocabulary
        self._marks: dict[Field, list[Marks]] = {}
        self._scopes: list[int | None] = [None] * len(plan.wheres)
        self._masks = [self._mask(fields) for fields in plan.classes]

    def _mask(self, fields: Sequence[Field]) -> int:
        texts = self.reading.texts
        together = "\n".join([text for one in fields for text in texts[one]])
        return self._vocabulary.bits(words(together))

    def bits(self, scope: int) -> int:
        """The bits of all patterns that words in `scope`, by number, fit."""
        known = self._scopes[scope]
        if known is None:
            known = 0
            for at in self._plan.within[scope]:
                known |= self._masks[at]
            self._scopes[scope] = known
        return known

    def lacks(self, where: Where) -> bool:
        """Whether a field of `where` is missing, so that what is not found may be there."""
        return not where.deciding.isdisjoint(self.reading.missing)

    def marks(self, one: Field) -> list[Marks]:
        """The places of hitting words in each value of a field."""
        known = self._marks.get(one)
        if known is None:
            hitting = self._vocabulary.hitting
            known = self._marks[one] = [
                {at: hitting[word] for at, word in enumerate(words(text)) if word in hitting}
                for text in self.reading.texts[one]
            ]
        return known
