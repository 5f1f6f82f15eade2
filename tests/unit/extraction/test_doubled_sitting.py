"""A sitting over rows that differ: what is put down, when, and what undo takes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import StorageError, UsageError
from litreview.extraction.doubled import compare
from litreview.extraction.doubled.aligning import Group
from litreview.extraction.doubled.settling import Held
from litreview.extraction.doubled.sitting import Matter, Sitting
from litreview.extraction.forms import shipped_form
from litreview.extraction.rows import Row

FORM = shipped_form("estimate")
ANN = {"outcome": "In work", "effect_value": "4", "se": "1.2", "evaluation_method": "RCT"}
BO = {"outcome": "Employment", "effect_value": "4", "se": "2.1", "evaluation_method": "matching"}


@dataclass
class Desk:
    said: list[str] = field(default_factory=list)
    full: bool = False

    def _put(self, text: str) -> None:
        if self.full:
            raise StorageError("the disk is full")
        self.said.append(text)

    def settle(self, name: str, values: Mapping[str, str]) -> None:
        self._put(f"settle {name} {sorted(values.items())}")

    def keep(self, name: str) -> None:
        self._put(f"keep {name}")

    def drop(self, name: str) -> None:
        self._put(f"drop {name}")

    def take_back(self, name: str) -> None:
        self._put(f"back {name}")


def matter(name: str, *versions: dict[str, str]) -> Matter:
    rows = tuple(
        Row("estimate", f"{name}-{who}", "S", values, who, "2026", f"{name}{who}")
        for who, values in zip(("ann", "bo"), versions, strict=False)
    )
    compared = compare(FORM, Group("estimate", "S", rows))
    return Matter(name, Held(compared, "open" if len(rows) > 1 else "alone", None))


def sat() -> tuple[Sitting, Desk]:
    desk = Desk()
    sitting = Sitting("cat", [matter("one", ANN, BO), matter("two", ANN), matter("three", ANN, BO)],
                      desk)  # fmt: skip
    sitting.go(0)
    return sitting, desk


def test_a_row_is_on_disk_when_all_that_must_be_decided_is_said() -> None:
    sitting, desk = sat()
    assert sitting.asked is not None
    assert sitting.asked.kind != "worded", "words may stay as they are"
    sitting.take(1)
    assert desk.said == []
    sitting.answer("1.3")
    assert desk.said == ["settle one [('evaluation_method', 'RCT'), ('se', '1.3')]"]
    assert (sitting.at, sitting.left) == (1, 2)


def test_words_can_be_chosen_as_well() -> None:
    sitting, desk = sat()
    words = [one.kind for one in sitting.matters[0].differences].index("worded")
    sitting.move(words - sitting.place)
    sitting.take(2)
    sitting.take_all(1)
    assert "('outcome', 'Employment')" in desk.said[0]
    assert "('se', '1.2')" in desk.said[0]


def test_undo_takes_back_what_is_on_disk_then_answer_by_answer() -> None:
    sitting, desk = sat()
    sitting.take(1)
    sitting.take(1)
    assert (sitting.matters[0].done, sitting.undo()) == ("settled", "one-ann")
    assert desk.said[-1] == "back one"
    assert [one.field for one in sitting.matters[0].open] == ["se"]
    sitting.undo()
    assert (sitting.matters[0].answers, sitting.undo()) == ({}, "")


def test_a_row_of_one_person_is_kept_or_dropped_and_never_answered() -> None:
    sitting, desk = sat()
    sitting.go(1)
    with pytest.raises(UsageError):
        sitting.take(1)
    sitting.keep()
    sitting.undo()
    sitting.drop()
    assert desk.said == ["keep two", "back two", "drop two"]
    with pytest.raises(UsageError, match="several people"):
        sitting.keep()


def test_what_could_not_be_written_stays_open() -> None:
    sitting, desk = sat()
    sitting.take(1)
    desk.full = True
    with pytest.raises(StorageError):
        sitting.take(1)
    assert (sitting.at, sitting.left, sitting.matters[0].done) == (0, 3, "")
    desk.full = False
    sitting.take(2)
    assert desk.said == ["settle one [('evaluation_method', 'RCT'), ('se', '2.1')]"]


@given(st.lists(st.sampled_from(["1", "2", "A", "x", "k", "d", "s", "u", "-", "+", "v", "r"])))
def test_whatever_is_pressed_the_log_says_what_the_sitting_says(keys: list[str]) -> None:
    """A row is decided where its last word in the log is no "back"."""
    sitting, desk = sat()
    acts = {
        "1": lambda: sitting.take(1), "2": lambda: sitting.take(2),
        "A": lambda: sitting.take_all(2), "x": lambda: sitting.answer(""), "k": sitting.keep,
        "d": sitting.drop, "s": sitting.skip, "u": sitting.undo, "-": lambda: sitting.go(-1),
        "+": lambda: sitting.go(1), "v": lambda: sitting.move(1), "r": sitting.rewind,
    }  # fmt: skip
    for key in keys:
        try:
            acts[key]()
        except UsageError:
            continue
        last = {line.split()[1]: line.split()[0] for line in desk.said}
        decided = {name for name, word in last.items() if word != "back"}
        assert decided == {one.name for one in sitting.matters if one.done}
    while sitting.undo():
        pass
    assert all(not one.done and not one.answers for one in sitting.matters)
