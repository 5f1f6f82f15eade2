"""A sitting over conflicts: settle, skip, note, undo, on a table without a disk."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from litreview.errors import StorageError, UnknownName, UsageError
from litreview.model import Criterion, Record, RecordId, Report, ReportId, SearchId, Stage, Vote
from litreview.screening.ballots import Ballot
from litreview.screening.settling import Dispute, Settling

TITLES = Stage("titles", "Titles", "screening", votes=2)
CRITERIA = (
    Criterion("floats", "It floats", "include", ("titles",), 1),
    Criterion("sinks", "It sinks", "exclude", ("titles",), 1),
    Criterion("asleep", "It sleeps", "exclude", ("full",), 2),
)


@dataclass
class Table:
    said: list[str] = field(default_factory=list)
    full: bool = False

    def report(self, report: ReportId) -> Report:
        record = Record(RecordId(report), SearchId("s"), title=f"Report {report}")
        return Report(report, (RecordId(report),), record)

    def settle(self, ballot: Ballot) -> None:
        if self.full:
            raise StorageError("the disk is full", where="log", remedy="free some space")
        self.said.append(" ".join((ballot.report, ballot.decision, *ballot.reasons, ballot.note)))

    def unsettle(self, report: ReportId, stage: str) -> None:
        self.said.append(f"{report} {stage} withdrawn")


def sitting(n: int = 3) -> tuple[Settling, Table]:
    table = Table()
    votes = tuple(
        Vote(who, ReportId("s:1"), RecordId("s:1"), "titles", who, decision, (), "1", "")
        for who, decision in (("ann", "include"), ("bo", "exclude"))
    )
    disputes = [Dispute(ReportId(f"s:{i}"), votes) for i in range(1, n + 1)]
    return Settling(table, TITLES, "cleo", CRITERIA, disputes), table


def shown(session: Settling) -> str:
    return session.current.report if session.current else "the end"


def test_one_after_the_other_to_the_end() -> None:
    session, table = sitting()
    session.settle("include")
    session.annotate("wet")
    session.settle("exclude", ("sinks",))
    session.skip()
    assert shown(session) == "the end"
    assert table.said == ["s:1 include ", "s:2 exclude sinks wet"]
    assert session.left == 1
    assert session.sitting == {"include": 1, "exclude": 1}
    assert session.rewind()
    assert shown(session) == "s:3"
    session.settle("include")
    assert not session.rewind()
    assert [one.code for one in session.reasons] == ["sinks"]


def test_undo_takes_back_all_the_way_and_the_note_waits() -> None:
    session, table = sitting(2)
    session.annotate("first")
    session.settle("include")
    session.settle("exclude")
    assert session.undo()
    assert (shown(session), session.left) == ("s:2", 1)
    assert session.undo()
    assert (shown(session), session.left, session.note) == ("s:1", 2, "first")
    assert not session.undo()
    assert table.said[2:] == ["s:2 titles withdrawn", "s:1 titles withdrawn"]
    session.settle("exclude")
    assert table.said[-1] == "s:1 exclude first"


def test_settled_again_and_undone_the_first_settlement_of_the_sitting_stands() -> None:
    session, table = sitting(2)
    session.settle("include")
    assert session.back()
    assert session.standing is not None
    session.settle("exclude")
    assert shown(session) == "s:2"
    assert session.undo()
    assert table.said == ["s:1 include ", "s:1 exclude ", "s:1 include "]
    assert session.standing is not None
    assert session.standing.decision == "include"
    assert not session.back()


def test_what_cannot_be_written_stays_current() -> None:
    session, table = sitting()
    session.annotate("kept")
    table.full = True
    with pytest.raises(StorageError):
        session.settle("include")
    assert (shown(session), session.left, session.last, session.note) == ("s:1", 3, None, "kept")
    table.full = False
    session.settle("include")
    assert table.said == ["s:1 include kept"]


def test_bad_use_is_refused_and_changes_nothing() -> None:
    session, table = sitting(1)
    with pytest.raises(UnknownName, match="no reason 'asleep'"):
        session.settle("exclude", ("asleep",))
    with pytest.raises(UsageError, match="'maybe' settles nothing"):
        session.settle("maybe")
    with pytest.raises(UsageError, match="goes with an exclusion"):
        session.settle("include", ("sinks",))
    assert table.said == []
    session.settle("include")
    with pytest.raises(UsageError, match="no conflict left"):
        session.settle("include")
    session.skip()
    assert shown(session) == "the end"
    assert session.note == ""


def test_nothing_to_settle_is_the_end() -> None:
    session, _ = sitting(0)
    assert (shown(session), session.left, session.undo(), session.back()) == (
        "the end", 0, False, False,
    )  # fmt: skip
