"""A sitting at a form: rows of one study, field by field, without a screen.

What is entered is on disk before the screen moves on. Only the extractor's own rows are here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from litreview.errors import UsageError
from litreview.events import Seen
from litreview.extraction.fields import Field
from litreview.extraction.forms import STUDY_FIELD, Form
from litreview.extraction.importing import Entered
from litreview.extraction.printed import is_missing
from litreview.extraction.values import (
    implausible,
    not_addresses,
    not_options,
    not_plain,
    required_missing,
)

NOWHERE: Final = Seen()


class Desk(Protocol):
    """Where a sitting takes rows from and puts values to."""

    def rows(self) -> Sequence[Entered]:
        """The extractor's own rows of this form and study, in order."""

    def inherited(self, row: str) -> Mapping[str, tuple[str, str]]:
        """Field -> (value, where from) for what holds of a row by the rows that it refers to."""

    def begin(self, row: Entered) -> None:
        """Append a new row. Raises StorageError."""

    def enter(self, row: str, name: str, value: str, seen: Seen) -> None:
        """Append one value of a row; "" takes it away. Raises StorageError."""

    def withdraw(self, row: str) -> None:
        """Append that a row was entered by mistake. Raises StorageError."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a step of the sitting did to a field, as it was before; field "": a row was begun."""

    row: str
    field: str
    value: str
    seen: Seen


@dataclass(slots=True)
class Entry:
    """The rows of `study` in `form`, and the field that is edited now."""

    form: Form
    study: str
    extractor: str
    desk: Desk
    at: int = 0
    """Which row, from 0."""
    place: int = 0
    """Which field of the form, from 0."""
    _rows: list[Entered] = field(init=False)
    _steps: list[Step] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self._rows = list(self.desk.rows())

    # -- what is seen ----------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[Entered]:
        """All rows of this sitting, in order."""
        return self._rows

    @property
    def row(self) -> Entered | None:
        """The row that is edited; None where there is none yet."""
        return self._rows[self.at] if self._rows else None

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that are to be filled: identifiers of row and study are given."""
        given = {STUDY_FIELD, self.form.row_id}
        return tuple(one for one in self.form.fields if one.name not in given)

    @property
    def current(self) -> Field:
        """The field that is edited now."""
        return self.fields[self.place]

    @property
    def group(self) -> tuple[Field, ...]:
        """The fields of the group of the current one."""
        return tuple(one for one in self.fields if one.group == self.current.group)

    def value(self, name: str) -> str:
        """What the row has in the field `name`, "" where nothing."""
        return self.row.values.get(name, "") if self.row is not None else ""

    def seen(self, name: str) -> Seen:
        """Where the value of `name` was seen, as far as it says more than the row."""
        return self.row.seen.get(name, NOWHERE) if self.row is not None else NOWHERE

    @property
    def filled(self) -> int:
        """How many fields of the row say something."""
        return sum(bool(self.value(one.name).strip()) for one in self.fields)

    def trouble(self, one: Field) -> str:
        """What a check would say of the value of a field; "" where nothing."""
        if self.row is None:
            return ""
        narrowed = Form(self.form.name, "", self.form.noun, "", (one,))
        pair = [(self.row.row, {one.name: self.value(one.name)})]
        tests = (required_missing, not_options, not_plain, implausible, not_addresses)
        for test in tests:
            for finding in test(narrowed, pair, ""):
                return finding.message.partition(": ")[2].partition(", in ")[0]
        return ""

    def waiting(self) -> tuple[Field, ...]:
        """The required fields that have no value."""
        return tuple(
            one for one in self.fields if one.required and not self.value(one.name).strip()
        )

    # -- what the extractor does -----------------------------------------------------------

    def enter(self, text: str, seen: Seen | None = None) -> None:
        """Give the current field the value `text`; "" takes it away. Raises StorageError.

        seen: where it was seen; None keeps what was said.
        """
        row, name = self._needed(), self.current.name
        before = Step(row.row, name, self.value(name), self.seen(name))
        kept = before.seen if seen is None else seen
        place = kept if text.strip() else NOWHERE
        self._write(row.row, name, text.strip(), place)
        self._steps.append(before)

    def choose(self, number: int) -> None:
        """Give the current field its option `number`, from 1; of several, add it or take it out."""
        options = self.current.options
        if not 1 <= number <= len(options):
            what = f"no option {number}" if options else "no options: Enter writes its value"
            raise UsageError(f"this field has {what}")
        option = options[number - 1]
        if self.current.type != "several":
            self.enter(option)
            return
        held = list(self.current.parts(self.value(self.current.name)))
        wanted = [one for one in held if one != option] if option in held else [*held, option]
        self.enter("; ".join(wanted))

    def tell(self, seen: Seen) -> None:
        """Say where the current value was seen. Raises UsageError: there is no value."""
        if is_missing(self.value(self.current.name)):
            raise UsageError("there is no value yet", remedy="enter it first")
        self.enter(self.value(self.current.name), seen)

    def begin(self, name: str, *, like: Entered | None = None) -> None:
        """Begin a row called `name`, with the values of `like` if given. Raises UsageError."""
        bare = name.strip()
        if not bare:
            raise UsageError("a row needs an identifier")
        if any(one.row == bare for one in self._rows):
            raise UsageError(f"there is a row {bare!r} already", remedy="choose another identifier")
        values = dict(like.values) if like is not None else {}
        values |= {STUDY_FIELD: self.study}
        if self.form.row_id:
            values[self.form.row_id] = bare
        row = Entered(self.form.name, bare, self.study, values)
        self.desk.begin(row)
        self._rows.append(row)
        self.at = len(self._rows) - 1
        self._steps.append(Step(bare, "", "", NOWHERE))

    def undo(self) -> str:
        """Take the last step back; what was undone, in words, "" where there is nothing."""
        if not self._steps:
            return ""
        step = self._steps[-1]
        if not step.field:
            self.desk.withdraw(step.row)
            self._rows = [one for one in self._rows if one.row != step.row]
            self.at = max(0, len(self._rows) - 1)
            self._steps.pop()
            return f"row {step.row} taken out again"
        self._write(step.row, step.field, step.value, step.seen)
        self._steps.pop()
        self._go(step.row, step.field)
        return f"{step.field} is as it was"

    # -- where one is ----------------------------------------------------------------------

    def move(self, by: int) -> None:
        """Go `by` fields on, or back, as far as there are fields."""
        self.place = min(max(0, self.place + by), len(self.fields) - 1)

    def turn(self, by: int) -> None:
        """Go to the first field of a group `by` groups on, or back."""
        groups = tuple(dict.fromkeys(one.group for one in self.fields))
        wanted = min(max(0, groups.index(self.current.group) + by), len(groups) - 1)
        self.place = next(at for at, one in enumerate(self.fields) if one.group == groups[wanted])

    def go_to_row(self, by: int) -> None:
        """Go `by` rows on, or back, as far as there are rows."""
        self.at = min(max(0, self.at + by), max(0, len(self._rows) - 1))

    def find(self, words: str) -> bool:
        """Go to the next field whose name or label holds `words`; False: there is none."""
        wanted, fields = words.casefold().strip(), self.fields
        if not wanted:
            return False
        for step in range(1, len(fields) + 1):
            place = (self.place + step) % len(fields)
            one = fields[place]
            if wanted in f"{one.name} {one.label}".casefold():
                self.place = place
                return True
        return False

    def next_name(self) -> str:
        """A name for a new row that nobody has taken: the study and a number."""
        taken = {one.row for one in self._rows}
        at = len(taken) + 1
        while f"{self.study}-{at}" in taken:
            at += 1
        return f"{self.study}-{at}"

    def _needed(self) -> Entered:
        if self.row is None:
            raise UsageError("there is no row yet", remedy="begin one first")
        return self.row

    def _write(self, row: str, name: str, text: str, seen: Seen) -> None:
        self.desk.enter(row, name, text, seen)
        at = next(place for place, one in enumerate(self._rows) if one.row == row)
        held = self._rows[at]
        values = {key: value for key, value in held.values.items() if key != name}
        places = {key: value for key, value in held.seen.items() if key != name}
        if text:
            values[name] = text
            if seen != NOWHERE:
                places[name] = seen
        self._rows[at] = Entered(held.form, held.row, held.study, values, places)

    def _go(self, row: str, name: str) -> None:
        self.at = next(at for at, one in enumerate(self._rows) if one.row == row)
        self.place = next(at for at, one in enumerate(self.fields) if one.name == name)
