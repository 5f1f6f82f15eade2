"""The conflict screen by key presses, on a table without a disk."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from textual.pilot import Pilot

from litreview.errors import StorageError, UsageError
from litreview.model import (
    Criterion,
    Decision,
    Record,
    RecordId,
    Report,
    ReportId,
    Resolution,
    SearchId,
    Stage,
    Vote,
)
from litreview.screening.ballots import Ballot
from litreview.screening.settling import Dispute, Settling
from litreview.tui.conflicts import ConflictsApp
from litreview.tui.keys import preset

TITLES = Stage("titles", "Titles", "screening", votes=2)
FULL = Stage("titles", "Full texts", "eligibility", votes=2, reason_required=True)
CRITERIA = (
    Criterion("question", "Answers the question", "include", ("titles",), 1),
    Criterion("population", "Wrong population", "exclude", ("titles",), 1),
    Criterion("design", "Wrong design", "exclude", ("titles",), 2),
)
HOSTILE = "\x1b[2J\x1b]0;owned\x07 \u202egnp.exe \u2028 \u200f \U0001f600"


@dataclass
class Table:
    said: list[str] = field(default_factory=list)
    title: str = "A report"
    lost: bool = False
    full: bool = False
    strict: bool = False

    def report(self, report: ReportId) -> Report:
        if self.lost:
            raise StorageError("this record cannot be read", where="index", remedy="rebuild it")
        record = Record(
            RecordId(report), SearchId("s"), title=f"{self.title} {report}", abstract="Text. " * 300
        )
        return Report(report, (RecordId(report),), record)

    def settle(self, ballot: Ballot) -> None:
        if self.full:
            raise StorageError("the disk is full", where="log/cleo.jsonl", remedy="free some space")
        if self.strict and not ballot.note:
            raise UsageError("it needs a note", where="stage 'titles'", remedy="say why")
        self.said.append(" ".join((ballot.report, ballot.decision, *ballot.reasons, ballot.note)))

    def unsettle(self, report: ReportId, stage: str) -> None:
        self.said.append(f"{report} {stage} withdrawn")


def vote(who: str, decision: Decision, *reasons: str, note: str = "", criteria: str = "1") -> Vote:
    return Vote(
        who, ReportId("s:1"), RecordId("s:1"), "titles", who, decision, reasons, criteria, "",
        note=note,
    )  # fmt: skip


TWO = (
    vote("ann", "include", note="local after all"),
    vote("bo", "exclude", "population", "design"),
)


def app(
    table: Table, n: int = 3, votes: tuple[Vote, ...] = TWO, stage: Stage = TITLES, **more: object
) -> ConflictsApp:
    disputes = [Dispute(ReportId(f"s:{i}"), votes, **more) for i in range(1, n + 1)]  # type: ignore[arg-type]
    return ConflictsApp(Settling(table, stage, "cleo", CRITERIA, disputes), "A review")


def shown(pilot: Pilot[None]) -> str:
    """What stands on the screen, as a reader sees it."""
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in lines)


async def test_both_votes_stand_side_by_side_and_differences_are_marked() -> None:
    async with app(Table()).run_test(size=(80, 24)) as pilot:
        text = shown(pilot)
    lines = [line.strip() for line in text.split("\n")]
    assert "A review · conflicts · titles · cleo" in text
    assert "0 of 3 settled" in text
    assert "A report s:1" in text
    (names,) = [line for line in lines if line.startswith("ann ")]
    assert names.split() == ["ann", "bo"]
    (decision,) = [line for line in lines if line.startswith("* decision")]
    assert decision.split("  ")[1:2] == ["+ included"]
    assert decision.endswith("x excluded")
    assert any(line.startswith("* reason") and "1 Wrong population, 2" in line for line in lines)
    assert any(line.startswith("* note") and "local after all" in line for line in lines)
    assert "i include  e exclude  s skip  u undo  n note  ? keys  q quit" in text


async def test_what_is_the_same_is_not_marked_and_what_nobody_said_is_left_out() -> None:
    votes = (vote("ann", "exclude", "design"), vote("bo", "maybe"))
    async with app(Table(), votes=votes).run_test(size=(80, 24)) as pilot:
        text = shown(pilot)
        assert "note  " not in text.replace("n note  ", "")
        assert "criteria" not in text
    older = (vote("ann", "include", criteria="1"), vote("bo", "maybe", criteria="2"))
    async with app(Table(), votes=older).run_test(size=(80, 24)) as pilot:
        assert "* criteria" in shown(pilot)


async def test_one_key_settles_and_the_next_conflict_is_there() -> None:
    table = Table()
    async with app(table).run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "2")
        assert "A report s:3" in shown(pilot)
        assert "last: x excluded, 2 Wrong design (u undo)" in shown(pilot)
        await pilot.press("e", "1")
        assert "The end of the conflicts. You settled 3:" in shown(pilot)
    assert table.said == ["s:1 include ", "s:2 exclude design ", "s:3 exclude population "]


async def test_e_asks_for_the_reason_while_the_votes_stay_in_sight() -> None:
    table = Table()
    async with app(table).run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        assert "Exclude for which reason?" in shown(pilot)
        assert "* decision" in shown(pilot)
        await pilot.press("escape")
        assert table.said == []
        await pilot.press("e", "e")
    assert table.said == ["s:1 exclude "]


async def test_where_a_reason_is_needed_e_alone_is_not_enough() -> None:
    table = Table()
    async with app(table, stage=FULL).run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "e")
        assert "Exclude for which reason?" in shown(pilot)
        await pilot.press("down", "enter")
    assert table.said == ["s:1 exclude population "]


async def test_undo_note_skip_and_back() -> None:
    table = Table()
    async with app(table).run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        assert "nothing to undo in this sitting" in shown(pilot)
        await pilot.press("n", *"wet", "enter")
        assert "your note: wet" in shown(pilot)
        await pilot.press("i", "u")
        assert "undone: the votes disagree again" in shown(pilot)
        assert "A report s:1" in shown(pilot)
        await pilot.press("s", "s", "s")
        assert "3 skipped" in shown(pilot)
        await pilot.press("s")
        assert "A report s:1" in shown(pilot)
        await pilot.press("b")
        assert "this is the first conflict" in shown(pilot)
        await pilot.press("i")
    assert table.said == ["s:1 include wet", "s:1 titles withdrawn", "s:1 include wet"]


async def test_a_refusal_says_what_where_and_what_to_do() -> None:
    table = Table(strict=True)
    running = app(table, note=True)
    async with running.run_test(size=(80, 24)) as pilot:
        assert "by consensus: n writes the note that it needs" in shown(pilot)
        await pilot.press("i")
        for part in ("not saved: it needs a note", "where: stage 'titles'", "to do: say why"):
            assert part in shown(pilot)
        assert running.session.left == 3
        await pilot.press("n", "x", "enter", "i")
        assert "A report s:2" in shown(pilot)
        table.full = True
        await pilot.press("n", "x", "enter", "i")
        assert "not saved: the disk is full" in shown(pilot)
    assert table.said == ["s:1 include x"]


async def test_a_note_without_a_settlement_is_named_before_one_quits() -> None:
    running = app(Table())
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "x", "enter", "q")
        assert "a note has no settlement yet" in shown(pilot)
        assert running.is_running
        await pilot.press("q")
    assert not running.is_running


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 10)])
async def test_votes_and_keys_fit_and_a_report_stays_in_sight(size: tuple[int, int]) -> None:
    async with app(Table()).run_test(size=size) as pilot:
        text = shown(pilot)
        assert all(len(line) <= size[0] for line in text.split("\n"))
        for part in ("A report s:1", "* decision", "+ included", "x excluded", "q quit"):
            assert part in text


async def test_a_terminal_that_shrinks_while_one_settles_loses_nothing() -> None:
    table = Table()
    async with app(table).run_test(size=(80, 24)) as pilot:
        for size in ((40, 10), (20, 5), (8, 3), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.press("i" if size == (20, 5) else "home")
        assert "A report s:2" in shown(pilot)
    assert table.said == ["s:1 include "]


async def test_more_votes_than_columns_stand_one_a_line_and_all_of_them_in_full() -> None:
    many = tuple(vote(f"person-{i}", "include", note=f"note {i}") for i in range(12))
    async with app(Table(), votes=(*many, TWO[1])).run_test(size=(80, 24)) as pilot:
        assert "person-0  + included" in shown(pilot)
        assert "more lines, in full below the report" in shown(pilot)
        await pilot.press("end")
        assert '"note 11"' in shown(pilot)


async def test_hostile_text_is_shown_and_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    votes = (vote("ann", "include", HOSTILE, note=HOSTILE), TWO[1])
    async with app(Table(title=HOSTILE), votes=votes).run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "x", "enter")
        text = shown(pilot)
    assert not set(text) & {"\x1b", "\x07", "\u202e", "\u2028"}
    assert "owned" in text


async def test_a_report_that_cannot_be_read_says_so_and_can_be_skipped() -> None:
    async with app(Table(lost=True)).run_test(size=(80, 24)) as pilot:
        assert "this report cannot be shown" in shown(pilot)
        await pilot.press("s")
        assert "0 of 3 settled" in shown(pilot)


async def test_nothing_to_settle_is_a_page_and_no_key_settles() -> None:
    table = Table()
    async with app(table, n=0).run_test(size=(80, 24)) as pilot:
        assert "There is no conflict for you to settle at this stage." in shown(pilot)
        await pilot.press("i", "e", "1", "u", "s", "n", "b")
    assert table.said == []


async def test_a_settlement_that_is_looked_at_again_is_told() -> None:
    before = Resolution(
        "r", ReportId("s:1"), "titles", "dee", "exclude", ("design",), (), "", criteria="1"
    )
    async with app(Table(), before=before).run_test(size=(160, 60)) as pilot:
        assert "settled as exclude (2 Wrong design) by dee" in shown(pilot)


async def test_keys_of_ones_own_hold_here_too() -> None:
    """`i` means irrelevant to who comes from ASReview: it must not include here."""
    table = Table()
    session = Settling(table, TITLES, "cleo", CRITERIA, [Dispute(ReportId("s:1"), TWO)])
    async with ConflictsApp(session, "A review", preset("asreview")).run_test() as pilot:
        await pilot.press("i")
        assert "Exclude for which reason?" in shown(pilot)
        await pilot.press("escape", "?")
        assert "r      settle it: included" in shown(pilot)
        await pilot.press("escape", "c")
        assert "Answers the question" in shown(pilot)
        await pilot.press("escape", "x")
        assert "no such key: press ? for the keys" in shown(pilot)
        await pilot.press("r")
    assert table.said == ["s:1 include "]


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (20, 5)])
async def test_what_was_refused_is_seen_at_any_size(size: tuple[int, int]) -> None:
    async with app(Table(strict=True)).run_test(size=size) as pilot:
        await pilot.press("i")
        await pilot.pause()
        assert "not saved: it nee" in shown(pilot)


async def test_what_was_settled_last_is_said_before_the_note_that_is_needed() -> None:
    async with app(Table(), note=True).run_test(size=(40, 10)) as pilot:
        await pilot.press("i")
        await pilot.pause()
        assert "last: + included (u undo)" in shown(pilot)
