"""The screening screen by key presses, on a desk without a disk."""

from __future__ import annotations

from dataclasses import dataclass, field

from litreview.model import Criterion, Record, RecordId, Report, ReportId, SearchId, Stage
from litreview.screening.session import Ballot, Item, Session
from litreview.tui.screening import ScreeningApp, report_page

STAGE = Stage("title-abstract", "Title and abstract", "screening")
CRITERIA = (
    Criterion("population", "Wrong population", "exclude", ("title-abstract",), 1),
    Criterion("design", "Wrong design", "exclude", ("title-abstract",), 2),
)


@dataclass
class Desk:
    cast_: list[Ballot] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    def report(self, report: ReportId) -> Report:
        record = Record(RecordId(report), SearchId("s"), title=f"Report {report}")
        return Report(report, (record.id,), record)

    def cast(self, ballot: Ballot) -> None:
        self.cast_.append(ballot)

    def withdraw(self, report: ReportId, stage: str) -> None:
        self.withdrawn.append(f"{report} {stage}")


def app(desk: Desk, n: int = 3) -> ScreeningApp:
    queue = [Item(ReportId(f"s:{i}"), "in order") for i in range(1, n + 1)]
    session = Session(desk, STAGE, "ann", CRITERIA, queue, {}, n)
    return ScreeningApp(session, "A review")


async def test_one_key_decides_and_the_next_report_is_there() -> None:
    desk = Desk()
    running = app(desk)
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "2", "m")
    assert [(b.report, b.decision, b.reasons) for b in desk.cast_] == [
        ("s:1", "include", ()),
        ("s:2", "exclude", ("design",)),
        ("s:3", "maybe", ()),
    ]
    assert running.session.current is None


async def test_undo_shows_the_report_again_as_often_as_wanted() -> None:
    desk = Desk()
    running = app(desk)
    async with running.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "e", "u", "u", "u")
        assert running.session.current is not None
        assert running.session.current.report == "s:1"
        assert running.message == "nothing to undo in this sitting"
    assert desk.withdrawn == ["s:2 title-abstract", "s:1 title-abstract"]


async def test_an_empty_queue_and_unknown_keys_do_nothing() -> None:
    desk = Desk()
    async with app(desk, 0).run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "9", "e", "u", "s", "b")
    assert not desk.cast_


def test_escape_sequences_in_a_record_are_not_obeyed() -> None:
    record = Record(RecordId("s:1"), SearchId("s"), title="\x1b[31mred", abstract="a\x07b")
    assert "\x1b" not in report_page(record).plain
    assert "\x07" not in report_page(record).plain
