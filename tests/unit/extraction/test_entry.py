"""A sitting at a form, without a screen and without a disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from litreview.errors import StorageError, UsageError
from litreview.events import Seen
from litreview.extraction.entry import Entry
from litreview.extraction.forms import default_forms, parse_form
from litreview.extraction.importing import Entered

FORM = parse_form(default_forms()["estimate"], "estimate")


@dataclass
class Desk:
    """Keeps what was said; `full`: nothing can be written any more."""

    held: list[Entered] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    full: bool = False

    def rows(self) -> Sequence[Entered]:
        return self.held

    def inherited(self, row: str) -> Mapping[str, tuple[str, str]]:
        return {"caseload": ("20", f"intervention of {row}")}

    def _say(self, text: str) -> None:
        if self.full:
            raise StorageError("the disk is full", where="log", remedy="free some space")
        self.said.append(text)

    def begin(self, row: Entered) -> None:
        self._say(f"begin {row.row}")

    def enter(self, row: str, name: str, value: str, seen: Seen) -> None:
        self._say(f"{row} {name}={value}{f' @{seen.place}' if seen.place else ''}")

    def withdraw(self, row: str) -> None:
        self._say(f"withdraw {row}")


def entry(*rows: str) -> Entry:
    held = [Entered("estimate", one, "S", {"estimate_id": one, "study_id": "S"}) for one in rows]
    return Entry(FORM, "S", "ann", Desk(held))


def said(sitting: Entry) -> list[str]:
    assert isinstance(sitting.desk, Desk)
    return sitting.desk.said


def test_every_value_is_written_down_at_once_and_can_be_taken_back() -> None:
    sitting = entry("E1")
    assert sitting.find("standard error")
    sitting.enter("1.2", Seen(place="table 2"))
    sitting.enter("1.3")
    assert (sitting.value("se"), sitting.seen("se")) == ("1.3", Seen(place="table 2"))
    sitting.enter("")
    assert (sitting.value("se"), sitting.seen("se")) == ("", Seen())
    assert [bool(sitting.undo()) for _ in range(4)] == [True, True, True, False]
    assert sitting.value("se") == ""
    assert said(sitting) == [
        "E1 se=1.2 @table 2", "E1 se=1.3 @table 2", "E1 se=",
        "E1 se=1.3 @table 2", "E1 se=1.2 @table 2", "E1 se=",
    ]  # fmt: skip


def test_what_could_not_be_written_is_not_in_the_sitting() -> None:
    sitting = entry("E1")
    assert isinstance(sitting.desk, Desk)
    sitting.desk.full = True
    with pytest.raises(StorageError):
        sitting.enter("x")
    assert sitting.value(sitting.current.name) == ""
    assert sitting.undo() == ""


def test_options_are_chosen_by_number_and_several_are_gathered() -> None:
    sitting = entry("E1")
    assert sitting.find("mentoring_centrality")
    sitting.choose(2)
    assert sitting.value("mentoring_centrality") == "substantial"
    with pytest.raises(UsageError):
        sitting.choose(9)
    assert sitting.find("components")
    for number in (9, 1, 9):
        sitting.choose(number)
    assert sitting.value("components") == "counselling"


def test_a_row_is_begun_empty_or_like_another_and_undone() -> None:
    sitting = entry()
    with pytest.raises(UsageError, match="no row yet"):
        sitting.enter("x")
    sitting.begin(sitting.next_name())
    assert sitting.find("outcome as measured")
    sitting.enter("In employment")
    sitting.begin("later", like=sitting.row)
    assert [one.row for one in sitting.rows] == ["S-1", "later"]
    assert sitting.value("outcome") == "In employment"
    assert sitting.row is not None
    assert sitting.row.values["estimate_id"] == "later"
    with pytest.raises(UsageError, match="already"):
        sitting.begin("later")
    assert "taken out" in sitting.undo()
    assert [one.row for one in sitting.rows] == ["S-1"]


def test_where_a_value_was_seen_needs_a_value() -> None:
    sitting = entry("E1")
    with pytest.raises(UsageError, match="no value"):
        sitting.tell(Seen(place="p. 3"))


def test_trouble_is_told_by_the_checks_and_what_is_wanted_is_known() -> None:
    sitting = entry("E1")
    assert sitting.find("standard error")
    sitting.enter("-1")
    assert "implausible" in sitting.trouble(sitting.current)
    sitting.enter("3,5")
    assert "comma" in sitting.trouble(sitting.current)
    assert {one.name for one in sitting.waiting()} >= {"outcome", "source_url"}


def test_groups_rows_and_ends_are_no_walls() -> None:
    sitting = entry("E1", "E2")
    sitting.turn(-1)
    sitting.go_to_row(5)
    assert (sitting.place, sitting.row) == (0, sitting.rows[1])
    sitting.turn(1)
    assert sitting.current.group == "report"
    sitting.move(1000)
    assert sitting.place == len(sitting.fields) - 1
    assert not sitting.find("no such field at all")
