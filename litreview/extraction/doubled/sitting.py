"""A sitting over rows on which extractors differ: what is asked, what was answered, undo.

Without a screen. A row is on disk as soon as everything that somebody must decide of it is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from litreview.errors import UsageError
from litreview.extraction.doubled.comparing import Difference
from litreview.extraction.doubled.settling import Held

Done = Literal["", "settled", "kept", "dropped"]
"""What this sitting did to a row: settled it field by field, kept the only version, dropped it."""


class Desk(Protocol):
    """Where a sitting puts what it decides; each raises UsageError where the rules forbid it."""

    def settle(self, name: str, values: Mapping[str, str]) -> None:
        """Append what holds of the row `name`: field -> text, "" for none."""

    def keep(self, name: str) -> None:
        """Append that the only version of the row `name` holds."""

    def drop(self, name: str) -> None:
        """Append that `name` is no row at all."""

    def take_back(self, name: str) -> None:
        """Append that what this sitting appended of the row `name` does not count."""


@dataclass(slots=True)
class Matter:
    """One row on which people differ, or that only one of them has.

    name: of its group; answers: field -> the text that is to hold, as far as it is said.
    """

    name: str
    held: Held
    answers: dict[str, str] = field(default_factory=dict)
    done: Done = ""

    @property
    def alone(self) -> bool:
        """Whether only one person has it."""
        return len(self.held.versions) == 1

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The fields in which the versions differ, in the order of the form."""
        return self.held.compared.differences

    @property
    def open(self) -> tuple[Difference, ...]:
        """The differences that somebody has still to decide; words may stay as they are."""
        wanted = (one for one in self.differences if one.kind != "worded")
        return tuple(one for one in wanted if one.field not in self.answers)


@dataclass(frozen=True, slots=True)
class _Step:
    """What a row was like before a step."""

    matter: Matter
    answers: Mapping[str, str]
    done: Done
    place: int


@dataclass(slots=True)
class Sitting:
    """The rows that `settler` looks at, one after the other."""

    settler: str
    matters: Sequence[Matter]
    desk: Desk
    at: int = 0
    """Which row, from 0; their number: the end."""
    place: int = 0
    """Which of its differences, from 0."""
    _steps: list[_Step] = field(default_factory=list, init=False)

    # -- what is seen ----------------------------------------------------------------------

    @property
    def current(self) -> Matter | None:
        """The row that is looked at; None at the end."""
        return self.matters[self.at] if self.at < len(self.matters) else None

    @property
    def asked(self) -> Difference | None:
        """The difference that is looked at; None where the row has none."""
        held = self.current.differences if self.current else ()
        return held[self.place] if self.place < len(held) else None

    @property
    def left(self) -> int:
        """Rows that are not decided yet."""
        return sum(not one.done for one in self.matters)

    # -- what is decided -------------------------------------------------------------------

    def take(self, version: int) -> None:
        """The value of this version holds, counted from 1. Raises UsageError, StorageError."""
        asked = self._asked()
        if not 1 <= version <= len(asked.texts):
            raise UsageError(f"there is no version {version}")
        self.answer(asked.texts[version - 1][1])

    def answer(self, text: str) -> None:
        """This text holds in the current field, "" for none. Raises UsageError, StorageError."""
        asked, matter = self._asked(), self._needed()
        self._try(matter, {**matter.answers, asked.field: text.strip()})
        if not matter.done:
            self._to_open()

    def take_all(self, version: int) -> None:
        """All that is still open is as this version has it. Raises UsageError, StorageError."""
        matter = self._needed()
        if not 1 <= version <= len(matter.held.versions):
            raise UsageError(f"there is no version {version}")
        chosen = {one.field: one.texts[version - 1][1].strip() for one in matter.open}
        self._try(matter, {**matter.answers, **chosen})

    def keep(self) -> None:
        """The only version of the row holds. Raises UsageError, StorageError."""
        matter = self._needed()
        if not matter.alone:
            raise UsageError(
                "several people have this row", remedy="say what holds, field by field"
            )
        self._undecided(matter)
        self.desk.keep(matter.name)
        self._note(matter, matter.answers, "kept")
        self.skip()

    def drop(self) -> None:
        """It is no row at all. Raises UsageError, StorageError."""
        matter = self._needed()
        self._undecided(matter)
        self.desk.drop(matter.name)
        self._note(matter, matter.answers, "dropped")
        self.skip()

    def undo(self) -> str:
        """Take the last step back, and say which row it was of; "" where there is nothing."""
        if not self._steps:
            return ""
        step = self._steps[-1]
        if step.matter.done and not step.done:
            self.desk.take_back(step.matter.name)
        self._steps.pop()
        step.matter.answers, step.matter.done = dict(step.answers), step.done
        self.at = next(at for at, one in enumerate(self.matters) if one is step.matter)
        self.place = step.place
        return step.matter.held.versions[0].row

    # -- where one is ----------------------------------------------------------------------

    def move(self, by: int) -> None:
        """Go `by` differences on, or back, as far as there are any."""
        held = self.current.differences if self.current else ()
        self.place = min(max(0, self.place + by), max(0, len(held) - 1))

    def go(self, by: int) -> None:
        """Go `by` rows on, or back; past the last is the end."""
        self.at = min(max(0, self.at + by), len(self.matters))
        self.place = 0
        self._to_open()

    def skip(self) -> None:
        """Go to the next row that is not decided; to the end where there is none behind this."""
        rest = range(self.at + 1, len(self.matters))
        self.go(next((n for n in rest if not self.matters[n].done), len(self.matters)) - self.at)

    def rewind(self) -> bool:
        """Go to the first row that is not decided; False: there is none."""
        found = next((n for n, one in enumerate(self.matters) if not one.done), None)
        if found is not None:
            self.go(found - self.at)
        return found is not None

    def _to_open(self) -> None:
        """Go to the next difference that is open, from here on, then from the first."""
        matter = self.current
        if matter is None or not matter.open:
            return
        waiting = {one.field for one in matter.open}
        places = [n for n, one in enumerate(matter.differences) if one.field in waiting]
        self.place = next((n for n in places if n >= self.place), places[0])

    def _needed(self) -> Matter:
        if self.current is None:
            raise UsageError("this is the end", remedy="go back a row")
        return self.current

    def _asked(self) -> Difference:
        asked = self.asked
        if self._needed().alone or asked is None:
            raise UsageError("only one person has this row", remedy="keep it, or say it is none")
        return asked

    def _undecided(self, matter: Matter) -> None:
        if matter.done:
            raise UsageError("this row is decided", remedy="undo that first")

    def _try(self, matter: Matter, answers: dict[str, str]) -> None:
        """Put `answers` down; the row is on disk where nothing is open then."""
        self._undecided(matter)
        if any(one.field not in answers for one in matter.open):
            self._note(matter, answers, "")
            return
        self.desk.settle(matter.name, answers)
        self._note(matter, answers, "settled")
        self.skip()

    def _note(self, matter: Matter, answers: Mapping[str, str], done: Done) -> None:
        self._steps.append(_Step(matter, matter.answers, matter.done, self.place))
        matter.answers, matter.done = dict(answers), done
