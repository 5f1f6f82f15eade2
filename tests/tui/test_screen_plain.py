"""The plain prompt: lines in, lines out, the same session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from test_screen_reading import Marks, record
from test_screening_app import FULL, REASONS, TITLES, Desk, decided

from litreview.model import ReportId
from litreview.screening.ballots import Judgement
from litreview.screening.guide import Item
from litreview.screening.session import Session
from litreview.screening.words import Word
from litreview.tui.aids import Aids
from litreview.tui.keys import preset
from litreview.tui.plain import Plain, sit

NO_AIDS = Aids()


def said(desk: Desk, *lines: str, aids: Aids = NO_AIDS, stage: object = TITLES, n: int = 3) -> str:
    """All that is printed over `lines`, the input ending with them."""
    queue = [Item(ReportId(f"s:{i}"), "in order") for i in range(1, n + 1)]
    session = Session(desk, stage, "ann", REASONS, queue, {}, n)  # type: ignore[arg-type]
    told: list[str] = []
    waiting = iter(lines)
    sit(Plain(session, aids, "A review"), lambda _: next(waiting, None), told.append)
    return "\n".join(told)


def test_keys_and_words_decide_and_nothing_else_does() -> None:
    desk = Desk()
    text = said(desk, "i", "", "EXCLUDE 2", "yes", "include it", "e none", "7", "maybe", n=5)
    assert decided(desk) == [
        ("s:1", "include", ()),
        ("s:2", "exclude", ("design",)),
        ("s:3", "maybe", ()),
    ]
    assert text.startswith("A review, Title and abstract, ann\n")
    assert "  1 Wrong population\n  2 Wrong design" in text
    assert "saved: excluded, 2 Wrong design" in text
    assert "'yes' is no command here: nothing was done" in text
    assert "there is no reason 'none' at this stage; nothing was decided" in text
    assert "3 of 5 read, 2 left in this queue. Why now: in order." in text


def test_a_digit_or_a_code_is_a_reason_and_a_stage_may_demand_one() -> None:
    desk = Desk()
    text = said(desk, "exclude", "exclude population", "2", stage=FULL)
    assert "not done: an exclusion at stage 'title-abstract' needs a reason" in text
    assert "to do: name one of: population, design" in text
    assert [reasons for _, _, reasons in decided(desk)] == [("population",), ("design",)]


def test_undo_skip_back_and_the_end() -> None:
    desk = Desk()
    text = said(desk, "undo", "i", "u", "skip", "back", "1", "s", "include", "s", "quit", "i")
    assert "nothing to undo in this sitting" in text
    assert "this is the first report of the queue" not in text
    assert "You judged 2 reports in this sitting" in text
    assert "your decision: x excluded" not in text
    assert [report for report, _, _ in decided(desk)] == ["s:1", "s:1", "s:3"]
    assert desk.withdrawn == ["s:1 title-abstract"]


def test_notes_labels_going_filter_find_and_words() -> None:
    desk = Desk({"s:1": record(1, abstract="A mentor at last.")}, found={"boats": ("s:3",)})
    aids = Aids(
        marks=Marks((Word("mentor", "include", "criteria"),)),
        places=lambda text: [ReportId(one) for one in ("s:2", "s:3") if text in {one, "all"}],
        labels=lambda: ("old",),
    )
    lines = ("note mine", "labels new, old", "find MENTOR", "find boats", "jump none",
             "words =boat", "jump all", "g s:2", "i", "i", "filter boats", "clear", "filter none",
             "find", "?")  # fmt: skip
    text = said(desk, *lines, aids=aids)
    for part in (
        "labels of this report: new, old; used before: old",
        "1 place\n  … ", "A mentor at last", "criteria: mentor", "2 reports of your queue",
        "  jump s:3   Report s:3", "Why now: you went to it.", "filter: boats. Why now",
        "'boats' is not in this report", "no reports of your queue are meant", "1 report holds it",
        "no report of the queue holds that", "write the words to find behind it",
        "  i   or   include: include",
    ):  # fmt: skip
        assert part in text
    assert [(ballot.report, ballot.note) for ballot in desk.cast_] == [("s:2", ""), ("s:1", "mine")]


def test_a_note_without_a_decision_is_named_before_it_is_lost() -> None:
    assert said(Desk(), "note x", "q").count("would be lost") == 1
    assert "would be lost" not in said(Desk(), "note x", "i", "q")


def test_what_another_screen_judged_is_told_and_a_masked_stage_opens_nothing() -> None:
    news: list[dict[ReportId, Judgement | None]] = [{ReportId("s:1"): Judgement("maybe")}, {}]
    desk, opened = Desk(), list[str]()
    aids = Aids(
        news=lambda: news.pop(0) if news else {},
        address=lambda _: "https://doi.org/10.5555/x",
        opener=lambda target: not opened.append(target),
    )
    text = said(desk, "i", "i", "doi", "pdf", aids=aids)
    assert "was just judged; decide again here:" in text
    assert "your decision: ? maybe" in text
    assert "opened https://doi.org/10.5555/x" in text
    assert "there is nothing to open" in text
    assert len(desk.cast_) == 1
    said(desk, "o", aids=aids, stage=replace(TITLES, masked=("authors",)))
    assert opened == ["https://doi.org/10.5555/x"]


@pytest.mark.parametrize("lines", [(), ("i",), ("note x",)])
def test_the_end_of_the_input_ends_the_sitting(lines: Sequence[str]) -> None:
    desk = Desk()
    said(desk, *lines)
    assert len(desk.cast_) == ("i" in lines)


def test_hostile_text_and_commands_are_harmless_and_presets_hold() -> None:
    desk = Desk({"s:1": record(1, title="\x1b[2Jx\u202e", abstract="\x07" * 9)}, lost=("s:2",))
    text = said(desk, "\x1b[31m", "labels \x1b]0;x\x07", "r", "i 2", aids=Aids(preset("asreview")))
    assert not set(text) & set("\x1b\x07\u202e")
    assert "this report cannot be shown: this record cannot be read" in text
    assert decided(desk) == [("s:1", "include", ()), ("s:2", "exclude", ("design",))]
    assert "nothing for you to read" in said(Desk(), "i", "u", "s", n=0)
