"""The parts of a flow: numbers, each with who is behind it, or with the word that states it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from litreview.errors import UnknownName
from litreview.model import DATABASE_KINDS, Study
from litreview.prisma.labels import IDENTIFIED, PENDING, Unit


@dataclass(frozen=True, slots=True)
class Correction:
    """A number that a person put in place of the one that the log gives.

    part: a label, where it is about a part of the box. n: what holds now; counted: what the log
    gives, None where the flow has no such part. at: UTC, as the log writes times.
    """

    box: str
    part: str
    n: int
    counted: int | None
    because: str
    by: str
    at: str

    @property
    def sentence(self) -> str:
        """What was put in place of what, by whom, and why."""
        what = f"{self.box}, {self.part}" if self.part else self.box
        counted = "nothing" if self.counted is None else f"{self.counted:,}"
        return f"{what}: {self.n:,} in place of {counted}, by {self.by}: {self.because}"


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a box: one database, or one reason. stated: its number where it is not listed."""

    label: str
    ids: tuple[str, ...] = ()
    stated: int | None = None

    @property
    def n(self) -> int:
        """How many."""
        return len(self.ids) if self.stated is None else self.stated


@dataclass(frozen=True, slots=True)
class Box:
    """One number of the diagram.

    ids: who is behind it. stated: the number where it is somebody's word, not the length of the
    list: read from a file, or a correction. known: whether there is a number at all; a file may
    leave one out, and `n` is 0 then. corrections: of the box and of its parts.
    """

    key: str
    label: str
    unit: Unit
    ids: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    stated: int | None = None
    known: bool = True
    corrections: tuple[Correction, ...] = ()

    @property
    def n(self) -> int:
        """How many."""
        return len(self.ids) if self.stated is None else self.stated


@dataclass(frozen=True, slots=True)
class Layer:
    """One stage of several in a phase: the keys of its boxes, and its label in the plan."""

    label: str
    seen: str
    excluded: str


@dataclass(frozen=True, slots=True)
class Flow:
    """All boxes, by key, and the studies that are included, earlier versions' among them.

    unfinished: the searches that are not complete, a sentence each; plenty: those of these
    sentences that are about searches which brought as many as were wanted. layers: the stages of
    a phase that has several, in order. wording: of a flow from a file its words for a box, by box
    key (or ``prevstud``, ``newstud``, ``othstud`` for a title) where they are not the usual ones.
    from_file: its numbers were read, not counted: nothing is behind them.
    """

    boxes: Mapping[str, Box]
    studies: tuple[Study, ...]
    unfinished: tuple[str, ...] = ()
    plenty: frozenset[str] = frozenset()
    layers: tuple[Layer, ...] = ()
    wording: Mapping[str, str] = field(default_factory=dict)
    from_file: bool = False

    def __getitem__(self, key: str) -> Box:
        """The box called `key`; raises UnknownName."""
        if key not in self.boxes:
            raise UnknownName(
                f"the flow has no box {key!r}", remedy=f"use one of: {', '.join(self.boxes)}"
            )
        return self.boxes[key]

    @property
    def identified(self) -> int:
        """Records from everywhere, as they came."""
        return sum(self[key].n for key in IDENTIFIED.values())

    @property
    def found_otherwise(self) -> int:
        """Records from other methods than databases and registers."""
        return sum(self[key].n for kind, key in IDENTIFIED.items() if kind not in DATABASE_KINDS)

    @property
    def screened(self) -> int:
        """Records screened on title and abstract, however they were found."""
        return self["records_screened"].n + self["other_screened"].n

    @property
    def assessed(self) -> int:
        """Reports assessed on their full text, however they were found."""
        return self["dbr_assessed"].n + self["other_assessed"].n

    @property
    def pending(self) -> int:
        """Records and reports that nobody has decided on yet."""
        return sum(box.n for box in self.waiting)

    @property
    def waiting(self) -> tuple[Box, ...]:
        """The boxes of what nobody has decided on yet."""
        return tuple(self[key] for key in PENDING if key in self.boxes)

    @property
    def updated(self) -> bool:
        """Whether this is the flow of an updated review, with an arm for its previous version."""
        return "previous_studies" in self.boxes

    @property
    def included(self) -> tuple[Box, Box]:
        """The boxes of all studies included, and of their reports, whatever version found them."""
        arm = "total" if self.updated else "new"
        return self[f"{arm}_studies"], self[f"{arm}_reports"]

    @property
    def other_methods(self) -> bool:
        """Whether the template with the arm for other methods is needed."""
        return any(self[key].n for key in ("other_sought_reports", "other_assessed")) or (
            self.found_otherwise > 0
        )

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What people put in place of what was counted, box by box."""
        return tuple(one for box in self.boxes.values() for one in box.corrections)

    def counts(self) -> dict[str, int]:
        """Key -> number, for every box that has one."""
        return {key: box.n for key, box in self.boxes.items() if box.known}
