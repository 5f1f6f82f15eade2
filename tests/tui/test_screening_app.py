"""The screening screen by key presses, on a desk without a disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from litreview.errors import StorageError
from litreview.model import Criterion, Doi, Record, RecordId, Report, ReportId, SearchId, Stage
from litreview.screening.ballots import Ballot
from litreview.screening.guide import Item
from litreview.screening.session import Session
from litreview.tui import bars
from litreview.tui.aids import Aids
from litreview.tui.keys import ACTIONS, DEFAULT
from litreview.tui.prompts import LinePrompt, ReadPage, ReasonPrompt
from litreview.tui.screening import ScreeningApp

TITLES = Stage("title-abstract", "Title and abstract", "screening")
FULL = Stage("title-abstract", "Full text", "eligibility", reason_required=True)
REASONS = (
    Criterion("population", "Wrong population", "exclude", ("title-abstract",), 1),
    Criterion("design", "Wrong design", "exclude", ("title-abstract",), 2),
)


@dataclass
class Desk:
    records: dict[str, Record] = field(default_factory=dict)
    cast_: list[Ballot] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    lost: tuple[str, ...] = ()
    full: bool = False
    labelled: dict[str, tuple[str, ...]] = field(default_factory=dict)
    found: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def report(self, report: ReportId) -> Report:
        plain = Record(RecordId(report), SearchId("s"), title=f"Report {report}", abstract="Text.")
        if report in self.lost:
            raise StorageError("this record cannot be read", where="index", remedy="rebuild it")
        record = self.records.get(report, plain)
        return Report(report, (RecordId(report),), record)

    def cast(self, ballot: Ballot) -> None:
        if self.full:
            raise StorageError(
                "the disk is full; nothing was changed",
                where="log/ann.x.jsonl",
                remedy="free some space and run the command again",
            )
        self.cast_.append(ballot)

    restore = cast

    def withdraw(self, report: ReportId, stage: str) -> None:
        self.withdrawn.append(f"{report} {stage}")

    def labels(self, report: ReportId) -> tuple[str, ...]:
        return self.labelled.get(report, ())

    def label(self, report: ReportId, labels: tuple[str, ...]) -> None:
        self.labelled[report] = labels

    def find(self, words: str) -> set[ReportId]:
        return {ReportId(one) for one in self.found.get(words, ())}


def app(  # noqa: PLR0913 - what a test may want otherwise
    desk: Desk,
    n: int = 3,
    *,
    stage: Stage = TITLES,
    criteria: Sequence[Criterion] = REASONS,
    title: str = "A review",
    aids: Aids | None = None,
) -> ScreeningApp:
    queue = [Item(ReportId(f"s:{i}"), "in order") for i in range(1, n + 1)]
    return ScreeningApp(Session(desk, stage, "ann", criteria, queue, {}, n), title, aids)


def many(n: int) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(f"code-{i}", f"Reason {i}", "exclude", ("title-abstract",), i)
        for i in range(1, n + 1)
    )


def shown(pilot: Pilot[None]) -> str:
    """What stands on the screen, as a reader sees it."""
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in lines)


def decided(desk: Desk) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(b.report, b.decision, b.reasons) for b in desk.cast_]


async def test_one_key_decides_and_the_next_report_is_there() -> None:
    desk = Desk()
    running = app(desk)
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "2")
        assert "Report s:3" in shown(pilot)
        assert "last: x excluded, 2 Wrong design  (u undo)" in shown(pilot)
        await pilot.press("m")
    assert decided(desk) == [
        ("s:1", "include", ()),
        ("s:2", "exclude", ("design",)),
        ("s:3", "maybe", ()),
    ]
    assert [b.shown for b in desk.cast_] == ["in order"] * 3
    assert running.session.current is None


async def test_e_and_a_digit_never_touch_the_next_report() -> None:
    desk = Desk()
    async with app(desk).run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "1", "e", "e", "e", "enter")
    assert decided(desk) == [
        ("s:1", "exclude", ("population",)),
        ("s:2", "exclude", ()),
        ("s:3", "exclude", ()),
    ]


async def test_where_a_reason_is_needed_e_waits_for_one_and_esc_leaves() -> None:
    desk = Desk()
    running = app(desk, stage=FULL)
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        assert "This stage needs one." in shown(pilot)
        await pilot.press("e", "enter", "i", "9")
        assert isinstance(running.screen, ReasonPrompt)
        assert not desk.cast_
        await pilot.press("escape")
        assert not isinstance(running.screen, ReasonPrompt)
        await pilot.press("e", "2")
    assert decided(desk) == [("s:1", "exclude", ("design",))]


async def test_without_reasons_in_the_plan_e_decides_at_once() -> None:
    desk = Desk()
    async with app(desk, criteria=()).run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "1")
        assert "there is no reason 1 at this stage" in shown(pilot)
    assert decided(desk) == [("s:1", "exclude", ())]


async def test_the_hundredth_reason_can_be_reached_by_arrows() -> None:
    desk = Desk()
    async with app(desk, criteria=many(100), stage=FULL).run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "up")
        assert "Reason 100" in shown(pilot)
        await pilot.press("enter")
    assert decided(desk) == [("s:1", "exclude", ("code-100",))]


async def test_reasons_after_the_ninth_have_letters_and_each_key_is_its_own() -> None:
    desk = Desk()
    running = app(desk, criteria=many(60))
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        assert isinstance(running.screen, ReasonPrompt)
        assert len(running.screen.by_key) == 9 + 2 * 22
        assert not running.screen.by_key.keys() & set("ejkq")
        assert len(running.screen.query_one(OptionList).options) == 61
        await pilot.press("a", "e", "d")
    assert decided(desk) == [("s:1", "exclude", ("code-10",)), ("s:2", "exclude", ("code-13",))]


async def test_undo_shows_the_report_again_as_often_as_wanted() -> None:
    desk = Desk()
    running = app(desk)
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "1", "u")
        assert "undone: x excluded, 1 Wrong population" in shown(pilot)
        await pilot.press("u", "u")
        assert "Report s:1" in shown(pilot)
        assert "nothing to undo in this sitting" in shown(pilot)
    assert desk.withdrawn == ["s:2 title-abstract", "s:1 title-abstract"]


async def test_back_shows_the_own_decision_and_deciding_replaces_it() -> None:
    desk = Desk()
    async with app(desk).run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "b")
        assert "your decision: x excluded, 1 Wrong population" in shown(pilot)
        await pilot.press("i")
        assert "Report s:2" in shown(pilot)
        assert "your decision" not in shown(pilot)
        await pilot.press("u")
        assert "the decision before it stands again" in shown(pilot)
        await pilot.press("b")
        assert "this is the first report" in shown(pilot)
    assert decided(desk)[-1] == ("s:1", "exclude", ("population",))


async def test_a_note_goes_with_the_next_decision_and_is_named_before_it_would_be_lost() -> None:
    desk = Desk()
    running = app(desk)
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"mine", "enter")
        assert not isinstance(running.screen, LinePrompt)
        assert "your note: mine" in shown(pilot)
        await pilot.press("n", *"x", "escape")
        assert "your note: mine" in shown(pilot)
        await pilot.press("i", "i", "n", "x", "enter", "q")
        assert running.is_running
        assert "would be lost" in shown(pilot)
        await pilot.press("q")
    assert running.return_code == 0
    assert [b.note for b in desk.cast_] == ["mine", ""]


async def test_a_full_disk_keeps_the_report_and_says_what_to_do() -> None:
    desk = Desk(full=True)
    running = app(desk)
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        text = shown(pilot)
        assert "Report s:1" in text
        assert "not saved: the disk is full; nothing was changed" in text
        assert "log/ann.x.jsonl" in text
        assert "to do: free some space, then decide again" in text
        assert "0 of 3 read" in text
        desk.full = False
        await pilot.press("i")
        assert "not saved" not in shown(pilot)
    assert decided(desk) == [("s:1", "include", ())]


async def test_a_report_that_cannot_be_read_says_so_and_can_be_skipped() -> None:
    desk = Desk(lost=("s:1",))
    async with app(desk).run_test(size=(80, 24)) as pilot:
        text = shown(pilot)
        for part in ("this report cannot be shown", "this record cannot be read", "rebuild it"):
            assert part in text
        await pilot.press("s")
        assert "Report s:2" in shown(pilot)


async def test_the_end_says_what_was_done_and_offers_what_was_skipped() -> None:
    desk = Desk()
    async with app(desk, 4).run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "s", "1", "m")
        text = shown(pilot)
        assert "You judged 3 reports in this sitting" in text
        for words in (("+", "included", "1"), ("x", "excluded", "1"), ("?", "maybe", "1")):
            assert any(line.split() == list(words) for line in text.split("\n"))
        assert "1 report of the queue skipped" in text
        assert "you have read 3 of 4 reports" in text
        assert "Next: litreview screen --stage title-abstract --reviewer ann" in text
        await pilot.press("s")
        assert "Report s:2" in shown(pilot)
        assert " i include" in shown(pilot)
        await pilot.press("i")
        assert "You judged 4 reports" in shown(pilot)
        assert "the skipped ones" not in shown(pilot)
        await pilot.press("s")
        assert "nothing was skipped" in shown(pilot)


async def test_an_empty_queue_says_so_and_no_key_does_anything() -> None:
    desk = Desk()
    async with app(desk, 0).run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "9", "e", "m", "n", "s", "b", "u", "space")
        assert "There is nothing for you to read at this stage" in shown(pilot)
        assert "no report has come as far" in shown(pilot)
        assert "Next: litreview status" in shown(pilot)
    assert not desk.cast_
    assert not desk.withdrawn


async def test_a_long_abstract_scrolls_and_the_next_report_starts_at_its_top() -> None:
    long = "\n".join(f"Line {n}." for n in range(100))
    desk = Desk({"s:1": Record(RecordId("s:1"), SearchId("s"), title="Long", abstract=long)})
    async with app(desk).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "space more" in shown(pilot)
        await pilot.press("j", "j", "j", "k")
        assert "Long" not in shown(pilot).replace("\n", " ")
        await pilot.press("space")
        assert "Line 20." in shown(pilot)
        await pilot.press("end")
        await pilot.pause()
        assert "Line 99." in shown(pilot)
        assert "space more" not in shown(pilot)
        await pilot.press("i")
        assert "Report s:2" in shown(pilot)


async def test_c_and_question_mark_open_pages_and_decide_nothing() -> None:
    desk = Desk()
    running = app(desk)
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        assert "Exclude because of" in shown(pilot)
        await pilot.press("i", "1", "escape", "question_mark")
        assert isinstance(running.screen, ReadPage)
        assert "undo the last decision" in shown(pilot)
        await pilot.press("m", "q")
        assert not isinstance(running.screen, ReadPage)
    assert not desk.cast_


SIZES = ((160, 50), (40, 12), (30, 8), (20, 5), (10, 3), (1, 1))


async def test_every_size_works_and_no_line_is_wider_than_it() -> None:
    desk = Desk()
    running = app(desk, 9, stage=FULL, criteria=many(14), title="As long as titles are " * 3)
    async with running.run_test(size=(80, 24)) as pilot:
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await pilot.press("c", "escape", "e", "escape", "i")
            assert len(desk.cast_) == SIZES.index(size) + 1
            for name in ("#head", "#foot"):
                for line in str(running.query_one(name, Static).content).split("\n"):
                    assert len(line) <= max(1, size[0] - 2)


async def test_bars_keys_and_criteria_follow_the_size_of_the_terminal() -> None:
    async with app(Desk()).run_test(size=(80, 24)) as pilot:
        assert "exclude      1 Wrong population   2 Wrong design" in shown(pilot)
        keys = " ".join(shown(pilot).split("\n")[-2:])
        for name in (*bars.FIRST, *bars.SECOND):
            assert f"{DEFAULT.key(name)} {ACTIONS[name].word}" in keys
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        assert "Exclude because of" in shown(pilot)
        assert "exclude      1" not in shown(pilot)
        rules = [line for line in shown(pilot).splitlines() if line.strip(" ─") == ""]
        assert max(len(rule.strip()) for rule in rules) == 118
        await pilot.resize_terminal(40, 14)
        await pilot.pause()
        assert all(len(line) <= 40 for line in shown(pilot).splitlines())
        assert "Report s:1" in shown(pilot)
        await pilot.resize_terminal(22, 5)
        await pilot.pause()
        assert shown(pilot).split("\n")[-1].split() == list("iemsubnl?q")


async def test_escape_sequences_and_reversed_text_are_shown_and_not_obeyed() -> None:
    record = Record(
        RecordId("s:1"),
        SearchId("s"),
        title="\x1b[31mred\x1b]0;owned\x07",
        abstract="a\u202eb\u2066c\x9bd\x07 [bold]not markup[/bold]",
        authors=("\u202dEvil, E.",),
        venue="\x1b[2J",
        doi=Doi("10.1000/\x1b[5m"),
        keywords=("\x08k",),
    )
    running = app(Desk({"s:1": record}), title="\x1b[1mtitle")
    async with running.run_test(size=(80, 24)) as pilot:
        text = shown(pilot)
        for character in "\x1b\x07\x08\x9b\u202d\u202e\u2066":
            assert character not in text
        assert "\N{REPLACEMENT CHARACTER}[31mred" in text
        assert "[bold]not markup[/bold]" in text


async def test_colour_carries_no_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    desk = Desk()
    async with app(desk).run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "b")
        styles = [
            segment.style
            for strip in pilot.app.screen._compositor.render_strips()
            for segment in pilot.app._filters[-1].apply(
                [*strip], pilot.app.screen.background_colors[0]
            )
            if segment.style
        ]
        assert all(style.color is None or style.color.is_default for style in styles)
        assert "your decision: + included" in shown(pilot)


async def test_a_key_that_means_nothing_says_so_and_no_other_does() -> None:
    desk, words = Desk(), "no such key: press ? for the keys"
    async with app(desk).run_test(size=(80, 24)) as pilot:
        for key in ("j", "space", "b", "9", "n", "slash", "y", "enter", "c", "z", "escape"):
            await pilot.press(key)
            assert words not in shown(pilot), key
        for key in ("z", "I", "0"):
            await pilot.press("k", key)
            assert words in shown(pilot), key
        await pilot.press("m")
        assert words not in shown(pilot)
    assert [report for report, _, _ in decided(desk)] == ["s:1"]
