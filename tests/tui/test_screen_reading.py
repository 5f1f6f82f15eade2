"""Marks, find, filter, going, labels, words and opening, by key presses."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from rich.style import Style
from test_screening_app import FULL, TITLES, Desk, app, decided, shown
from textual.pilot import Pilot
from textual.widgets import Input

from litreview.errors import StorageError, UsageError
from litreview.model import Record, RecordId, ReportId, SearchId
from litreview.review.papers import Paper
from litreview.screening.ballots import Judgement
from litreview.screening.words import Matcher, Word, compiled
from litreview.tui.aids import Aids

LONG = "\n".join(f"Line {n}: a mentor, and the Café of number{n}." for n in range(60))


def record(n: int, **fields: object) -> Record:
    plain = Record(RecordId(f"s:{n}"), SearchId("s"), title=f"Report s:{n}", abstract="Text.")
    return replace(plain, **fields)  # type: ignore[arg-type]


@dataclass
class Marks:
    words: Sequence[Word]
    trouble: str = ""
    matcher: Matcher = field(init=False)

    def __post_init__(self) -> None:
        self.matcher = compiled(self.words)

    def put(self, text: str) -> str:
        if text == "+":
            raise UsageError("'+' holds no word to mark", remedy="write +mentor*")
        self.words = (Word(text[1:], "include", "yours"), *self.words)
        self.matcher = compiled(self.words)
        return f"{text[1:]}: marked as a word to include"


async def write(pilot: Pilot[None], key: str, text: str) -> None:
    """Open a line by its key, and answer it at once: typing it takes the pilot a while."""
    await pilot.press(key)
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")


def styled(pilot: Pilot[None], text: str) -> Style:
    for strip in pilot.app.screen._compositor.render_strips():
        for segment in strip:
            if text in segment.text and segment.style:
                return segment.style
    raise AssertionError(text)


@pytest.mark.parametrize("no_colour", [False, True])
async def test_words_are_marked_and_legible_without_colour(
    monkeypatch: pytest.MonkeyPatch, no_colour: bool
) -> None:
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    words = (Word("mentor*", "include", "yours"), Word("primary school", "exclude", "yours"))
    held = record(1, abstract="A [mentor] in a Primary-School.", keywords=("mentoring",))
    running = app(Desk({"s:1": held}), aids=Aids(marks=Marks(words)))
    async with running.run_test(size=(80, 24)) as pilot:
        for text in ("mentor", "mentoring"):
            assert styled(pilot, text).underline
        assert styled(pilot, "Primary-School").reverse
        assert not styled(pilot, "Report s:1").underline


async def test_find_goes_from_place_to_place_and_is_shown_until_it_is_cleared() -> None:
    running = app(Desk({"s:1": record(1, abstract=LONG)}), 2)
    async with running.run_test(size=(80, 24)) as pilot:
        await write(pilot, "/", "cafe")
        assert "'cafe': 1 of 60 · . next · , before" in shown(pilot)
        assert "── find: cafe" in shown(pilot)
        await pilot.press(",")
        await pilot.pause()
        assert "'cafe': 60 of 60" in shown(pilot)
        assert "Line 59" in shown(pilot)
        assert styled(pilot, "Café").bold
        await pilot.press(".", ".")
        assert "'cafe': 2 of 60" in shown(pilot)
        await pilot.press("i")
        assert "find: cafe" in shown(pilot)
        await pilot.press(".")
        assert "'cafe' is not in this report" in shown(pilot)
        await pilot.press("escape")
        assert "find: cafe" not in shown(pilot)
        await pilot.press(".")
        assert "nothing is sought: / finds words" in shown(pilot)


async def test_a_filter_shows_only_what_holds_the_words_and_says_so() -> None:
    desk = Desk(found={"boats": ("s:2", "s:4"), "none": ()})
    running = app(desk, 5)
    async with running.run_test(size=(80, 24)) as pilot:
        await write(pilot, "f", "boats")
        assert "filter: boats" in shown(pilot)
        assert "2 reports of the queue hold 'boats'" in shown(pilot)
        await write(pilot, "f", "none")
        assert "holds 'none'; those with 'boats' are shown" in " ".join(shown(pilot).split())
        assert "Report s:2" in shown(pilot)
        await pilot.press("i", "i")
        assert "No report that holds 'boats' is left: escape shows all again." in shown(pilot)
        await pilot.press("escape")
        assert "Report s:1" in shown(pilot)
        assert "filter:" not in shown(pilot)
        await write(pilot, "f", "none")
        assert "no report of the queue holds 'none'; all are shown" in shown(pilot)
        await pilot.press("f", "escape", "i")
    assert [report for report, _, _ in decided(desk)] == ["s:2", "s:4", "s:1"]


async def test_one_goes_to_a_report_and_chooses_among_several() -> None:
    several = [ReportId("s:4"), ReportId("s:5")]
    known = {"3": [ReportId("s:3")], "boat": several}
    desk = Desk({"s:4": record(4, title="Boat one", year=2019), "s:5": record(5, title="Boat two")})
    running = app(desk, 6, aids=Aids(places=lambda text: known.get(text, ())))
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "3", "enter")
        assert "Report s:3" in shown(pilot)
        assert "why now: you went to it" in shown(pilot)
        await write(pilot, "g", "boat")
        assert "2 reports. Which one?" in shown(pilot)
        assert "2019 · Boat one" in shown(pilot)
        await pilot.press("down", "enter")
        assert "Boat two" in shown(pilot)
        await pilot.press("g", "x", "enter")
        assert "no report of your queue is meant by 'x'" in shown(pilot)
        await pilot.press("g", "enter", "g", "escape", "i", "b")
        assert "your decision: + included" in shown(pilot)
    assert decided(desk) == [("s:5", "include", ())]


async def test_labels_are_kept_at_once_and_completed_from_those_before() -> None:
    desk = Desk()
    running = app(desk, aids=Aids(labels=lambda: ("to discuss", "thesis")))
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        line = running.screen.query_one(Input)
        line.value = "new, TO"
        line.cursor_position = len(line.value)
        await pilot.pause()
        await pilot.press("right", "enter")
        assert "labels: new, TO discuss" in shown(pilot)
        await pilot.press("l", "escape", "i", "b")
        await write(pilot, "l", "")
        assert "labels:" not in shown(pilot)
    assert desk.labelled == {"s:1": ()}
    assert len(desk.cast_) == 1


async def test_words_are_seen_added_and_refused_on_a_page_of_their_own() -> None:
    marks = Marks((Word("mentor*", "include", "review.toml"),), trouble="no strings")
    desk = Desk({"s:1": record(1, abstract="A raft and a boat.")})
    running = app(desk, aids=Aids(marks=marks))
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        assert "review.toml: mentor*" in shown(pilot)
        assert "The search strings give none: no strings" in shown(pilot)
        await pilot.press("+", "enter")
        assert "holds no word to mark" in shown(pilot)
        running.screen.query_one(Input).value = "+boat"
        await pilot.press("enter")
        assert "yours: boat" in shown(pilot)
        await pilot.press("escape")
        assert styled(pilot, "boat").underline
    assert not desk.cast_


async def test_what_is_opened_is_named_and_a_masked_stage_asks_twice() -> None:
    opened: list[str] = []

    def opener(target: str) -> bool:
        opened.append(target)
        return target.startswith("https")

    def paper(report: ReportId) -> Paper:
        return Paper("retrieved", path=Path("x.pdf")) if report == "s:1" else Paper()

    def address(report: ReportId) -> str:
        return "https://doi.org/10.5555/x" if report == "s:1" else ""

    aids = Aids(opener=opener, paper=paper, address=address)
    running = app(Desk(), aids=aids)
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        assert "opened https://doi.org/10.5555/x" in shown(pilot)
        await pilot.press("p")
        assert "nothing here can open it: x.pdf" in shown(pilot)
        await pilot.press("s", "o")
        assert "no DOI or address of this report is known" in shown(pilot)
        await pilot.press("p")
        assert "no full text of this report is kept here" in shown(pilot)
    assert opened == ["https://doi.org/10.5555/x", "x.pdf"]
    masked = replace(TITLES, masked=("authors", "year"))
    held = record(1, authors=(), year=None, venue="The Venue")
    async with app(Desk({"s:1": held}), stage=masked, aids=aids).run_test(size=(80, 24)) as pilot:
        assert "The Venue · authors, year masked" in shown(pilot)
        await pilot.press("o")
        assert "it shows what this stage masks (authors, year): o opens it anyway" in shown(pilot)
        assert len(opened) == 2
        await pilot.press("o")
    assert len(opened) == 3


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (Paper("retrieved", path=Path("x.pdf")), "full text: kept here: p opens it"),
        (Paper("retrieved", elsewhere=True), "full text: kept in another copy"),
        (Paper("not-retrieved", "asked twice"), "full text: could not be had · asked twice"),
        (Paper(), "full text: no file is kept"),
    ],
)
async def test_a_full_text_stage_shows_whether_the_text_can_be_had(
    paper: Paper, words: str
) -> None:
    running = app(Desk(), stage=FULL, aids=Aids(paper=lambda _: paper))
    async with running.run_test(size=(80, 24)) as pilot:
        assert words in shown(pilot)
        await pilot.press("e", "e")
        assert "This stage needs one." in shown(pilot)


async def test_what_was_judged_on_another_screen_is_shown_before_it_is_replaced() -> None:
    desk, news = Desk(), [{}, {ReportId("s:2"): Judgement("exclude", ("design",))}]
    running = app(desk, aids=Aids(news=lambda: news.pop(0) if news else {}))
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "i")
        said = " ".join(shown(pilot).split())
        assert "just judged: x excluded, 2 Wrong design; decide again here" in said
        assert "your decision: x excluded, 2 Wrong design" in shown(pilot)
        assert len(desk.cast_) == 1
        await pilot.press("i")
    assert decided(desk) == [("s:1", "include", ()), ("s:2", "include", ())]

    def torn() -> dict[ReportId, Judgement | None]:
        raise StorageError("the log cannot be read", where="log", remedy="look at it")

    async with app(desk, aids=Aids(news=torn)).run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        assert "not saved: the log cannot be read" in shown(pilot)
    assert len(desk.cast_) == 2


async def test_the_end_says_what_it_is_given_and_survives_an_error() -> None:
    said = ["none in the last 118: at most 3.5 % of the unread", "agreed on 91.0 %"]
    async with app(Desk(), 1, aids=Aids(closing=lambda: said)).run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        assert all(line in shown(pilot) for line in said)

    def broken() -> list[str]:
        raise StorageError("the index is gone")

    async with app(Desk(), 1, aids=Aids(closing=broken)).run_test(size=(20, 5)) as pilot:
        await pilot.press("i")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "the index is gone" in shown(pilot)


async def test_hostile_and_huge_text_is_shown_marked_searched_and_harmless() -> None:
    words = (Word("mentor*", "include", "yours"), Word("(a+)+$", "exclude", "yours"))
    huge = "mentoring aaaaaaaa\u202e\x1b]52;c;x\x07 " * 3_000
    title = "\u05e9\u05dc\u05d5\u05dd \U0001f468\u200d\U0001f469\u200d\U0001f467 "
    title += "\u0645\u0631\u0634\u062f"
    desk = Desk(
        {"s:1": record(1, title=title, abstract=huge), "s:2": record(2, abstract="a" * 99_999)}
    )
    running = app(desk, 3, aids=Aids(marks=Marks(words)))
    async with running.run_test(size=(80, 24)) as pilot:
        assert "\x1b" not in shown(pilot)
        assert "\u202e" not in shown(pilot)
        assert all(len(line) <= 80 for line in shown(pilot).splitlines())
        await pilot.press("i", "i")
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert "Report s:3" in shown(pilot)
    assert len(desk.cast_) == 2


async def test_a_very_long_abstract_is_drawn_in_parts_and_none_of_it_is_out_of_reach() -> None:
    long = "\n".join(f"Line {n}: a mentor." for n in range(1, 1_501))
    running = app(Desk({"s:1": record(1, abstract=long, keywords=("at the end",))}), 2)
    async with running.run_test(size=(80, 24)) as pilot:
        assert len(running._shown["report"].plain) < 6_000
        assert "characters more: they come as you go on" in running._shown["report"].plain
        for _ in range(13):  # past what was drawn at first
            await pilot.press("space")
        assert "Line 200: a mentor." in running._shown["report"].plain
        assert running.page.scroll_y > 100
        await pilot.press("end")
        await pilot.pause()
        assert "keywords: at the end" in shown(pilot)
        await pilot.press("i")
        await pilot.press("b")
        await write(pilot, "/", "line 1499")
        await pilot.pause()
        assert "Line 1499: a mentor." in shown(pilot)


async def test_where_there_are_many_reports_one_reads_on_while_they_are_looked_through() -> None:
    going = threading.Event()

    class Slow(Desk):
        def find(self, words: str) -> set[ReportId]:
            going.wait(60)
            return super().find(words)

    def places(_: str) -> list[ReportId]:
        going.wait(60)
        raise StorageError("the index is gone", remedy="make it again")

    desk = Slow(found={"boats": ("s:3",)})
    running = app(desk, 4, aids=Aids(places=places))
    running.session.total = 100_000
    async with running.run_test(size=(80, 24)) as pilot:
        await write(pilot, "f", "boats")
        assert "looking through 100,000 reports; you may read on" in shown(pilot)
        await pilot.press("i")
        assert "Report s:2" in shown(pilot)
        going.set()
        await running.workers.wait_for_complete()
        await pilot.pause()
        assert "1 report of the queue holds 'boats'" in shown(pilot)
        assert "Report s:3" in shown(pilot)
        going.clear()
        await write(pilot, "f", "boats")
        await pilot.press("e")
        going.set()
        await running.workers.wait_for_complete()
        await pilot.press("1")  # the prompt was about s:3, and still is
        assert "s:3" in running.session.last.report  # type: ignore[union-attr]
        await write(pilot, "g", "words")
        await running.workers.wait_for_complete()
        await pilot.pause()
        assert "the index is gone" in shown(pilot)
    assert decided(desk) == [("s:1", "include", ()), ("s:3", "exclude", ("population",))]
