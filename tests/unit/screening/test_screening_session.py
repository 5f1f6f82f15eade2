"""The session, on a desk without a disk: whatever a reviewer does, the two agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import StorageError, UnknownName, UsageError
from litreview.model import (
    Criterion,
    Decision,
    Record,
    RecordId,
    Report,
    ReportId,
    SearchId,
    Stage,
    Vote,
)
from litreview.screening.ballots import Ballot, Judgement, check_reasons
from litreview.screening.guide import Item
from litreview.screening.session import Session

TITLES = Stage("titles", "Titles", "screening")
FULL = Stage("full", "Full text", "eligibility", reason_required=True)
CRITERIA = (
    Criterion("young", "Young people", "include", ("titles", "full"), 1),
    Criterion("place", "Wrong place", "exclude", ("titles", "full"), 1),
    Criterion("design", "Wrong design", "exclude", ("full",), 2),
)


@dataclass
class Desk:
    """Holds the votes in force as a log would, and refuses what no reviewer can do."""

    in_force: dict[str, Judgement] = field(default_factory=dict)
    ballots: list[Ballot] = field(default_factory=list)
    full: bool = False

    def report(self, report: ReportId) -> Report:
        record = Record(RecordId(report), SearchId("s"))
        return Report(report, (record.id,), record)

    def cast(self, ballot: Ballot) -> None:
        assert not ballot.criteria, "a new vote is made under what is in force"
        self.restore(ballot)

    def restore(self, ballot: Ballot) -> None:
        self._write()
        self.ballots.append(ballot)
        self.in_force[ballot.report] = Judgement(
            ballot.decision, ballot.reasons, ballot.note, ballot.criteria
        )

    def withdraw(self, report: ReportId, stage: str) -> None:
        assert stage == "titles"
        self._write()
        del self.in_force[report]  # KeyError: a vote that is not there cannot be withdrawn

    def _write(self) -> None:
        if self.full:
            raise StorageError("the disk is full", remedy="free some space")


@dataclass
class Watch:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def session(
    desk: Desk, n: int = 5, *, stage: Stage = TITLES, earlier: dict[str, Vote] | None = None
) -> Session:
    queue = [Item(ReportId(f"r{i}"), "in order") for i in range(1, n + 1)]
    votes = {ReportId(k): v for k, v in (earlier or {}).items()}
    return Session(desk, stage, "ann", CRITERIA, queue, votes, n)


def maybe(report: str, note: str = "") -> Vote:
    return Vote(
        "h", ReportId(report), RecordId(report), "titles", "ann", "maybe", (), "1", "", note
    )


Action = Literal["include", "exclude", "because", "maybe", "skip", "back", "undo", "rewind", "note"]
ACTIONS: st.SearchStrategy[tuple[Action, bool]] = st.tuples(
    st.sampled_from(
        ["include", "exclude", "because", "maybe", "skip", "back", "undo", "rewind", "note"]
    ),
    st.booleans() | st.just(value=False),
)


def act(one: Session, action: Action, number: int) -> None:
    if action == "because":
        one.vote("exclude", reasons=("place",))
    elif action == "note":
        one.annotate(f"note {number}")
    elif action in {"include", "exclude", "maybe"}:
        one.vote(action)  # type: ignore[arg-type]
    else:
        getattr(one, action)()


@given(st.lists(ACTIONS, max_size=60), st.integers(0, 4), st.booleans())
def test_session_and_log_agree_and_undo_restores_exactly(
    actions: list[tuple[Action, bool]], n: int, some_earlier: bool
) -> None:
    desk = Desk()
    earlier = {"r1": maybe("r1", "unsure")} if some_earlier and n else {}
    if earlier:
        desk.in_force["r1"] = Judgement("maybe", (), "unsure", "1")
    one = session(desk, n, earlier=earlier)
    history: list[tuple[dict[str, Judgement], str]] = []
    for number, (action, full) in enumerate(actions):
        desk.full = full
        before, current, written = dict(desk.in_force), one.current, len(desk.ballots)
        try:
            act(one, action, number)
        except (StorageError, UsageError):
            assert one.current == current
            assert desk.in_force == before
        else:
            if action == "undo" and history:
                expected, report = history.pop()
                assert desk.in_force == expected
                assert one.current is not None
                assert one.current.report == report
            elif action in {"include", "exclude", "because", "maybe"}:
                assert current is not None
                assert len(desk.ballots) == written + 1
                assert desk.ballots[-1].report == current.report
                history.append((before, current.report))
            else:
                assert len(desk.ballots) == written
        assert dict(one.voted) == desk.in_force
        assert one.read == len(desk.in_force)
        assert one.sitting.total() == len({report for _, report in history})
        assert one.left == n - one.sitting.total()


def test_a_vote_moves_on_past_what_was_judged_already() -> None:
    desk = Desk()
    one = session(desk)
    one.vote("include")
    one.skip()
    one.vote("include")
    one.back()
    one.back()
    one.back()
    assert one.current is not None
    assert one.current.report == "r1"
    assert one.standing == Judgement("include")
    one.vote("exclude", reasons=("place",))
    assert one.current.report == "r2"  # skipped, so still to be judged
    one.vote("include")
    assert one.current.report == "r4"  # r3 is judged


def test_undoing_a_second_thought_brings_the_first_one_back() -> None:
    desk = Desk()
    one = session(desk)
    one.annotate("first")
    one.vote("include")
    one.back()
    one.vote("exclude", reasons=("place",), note="second")
    one.undo()
    assert desk.in_force == {"r1": Judgement("include", (), "first")}
    assert desk.ballots[-1].shown == "a later decision was undone"
    one.undo()
    assert desk.in_force == {}
    assert not one.undo()


def test_an_earlier_maybe_is_shown_with_its_note_and_superseded() -> None:
    desk = Desk(in_force={"r1": Judgement("maybe", (), "ask bo", "1")})
    one = session(desk, earlier={"r1": maybe("r1", "ask bo")})
    assert one.read == 1
    assert one.standing == Judgement("maybe", (), "ask bo", "1")
    one.vote("include")
    assert desk.in_force["r1"] == Judgement("include", (), "ask bo")
    assert one.read == 1


def test_a_note_goes_with_its_own_report_only() -> None:
    desk = Desk()
    one = session(desk)
    one.annotate("about the first")
    one.skip()
    one.vote("include")
    assert desk.ballots[-1].note == ""
    one.back()
    one.back()
    assert one.note == "about the first"
    one.vote("include")
    assert desk.ballots[-1].note == "about the first"
    assert not one.drafts
    one.undo()
    assert one.note == "about the first"  # nobody types a note twice


def test_a_note_can_be_taken_out_of_a_second_thought() -> None:
    desk = Desk()
    one = session(desk)
    one.vote("include", note="wrong")
    one.back()
    one.annotate("")
    one.vote("include")
    assert desk.in_force["r1"] == Judgement("include")


def test_a_full_disk_leaves_the_report_current_and_the_note_waiting() -> None:
    desk = Desk(full=True)
    one = session(desk)
    one.annotate("kept")
    with pytest.raises(StorageError):
        one.vote("include")
    assert one.current is not None
    assert one.current.report == "r1"
    assert one.note == "kept"
    assert one.last is None
    desk.full = False
    one.vote("include")
    desk.full = True
    with pytest.raises(StorageError):
        one.undo()
    assert one.last is not None


def test_rewind_finds_the_first_report_that_was_skipped() -> None:
    one = session(Desk(), 3)
    one.vote("include")
    one.skip()
    one.vote("include")
    assert one.current is None
    assert one.rewind()
    assert one.current == Item(ReportId("r2"), "in order")
    one.vote("maybe")
    assert one.current is None
    assert not one.rewind()


def test_only_the_criteria_of_the_stage_are_offered() -> None:
    assert [c.code for c in session(Desk()).reasons] == ["place"]
    assert [c.code for c in session(Desk(), stage=FULL).reasons] == ["place", "design"]
    assert [c.code for c in session(Desk()).wanted] == ["young"]


def test_time_left_needs_ten_decisions_and_forgives_a_break() -> None:
    watch = Watch()
    queue = [Item(ReportId(f"r{i}"), "") for i in range(30)]
    one = Session(Desk(), TITLES, "ann", CRITERIA, queue, {}, 30, watch)
    for n in range(10):
        assert one.seconds_left is None
        watch.now += 3600 if n == 4 else 6
        one.vote("include")
    assert one.seconds_left == 6 * 20
    one.undo()
    assert one.seconds_left is None


def test_reports_that_others_have_settled_are_counted_apart() -> None:
    queue = [Item(ReportId("r1"), ""), Item(ReportId("r2"), "")]
    one = Session(Desk(), TITLES, "ann", CRITERIA, queue, {ReportId("r9"): maybe("r9")}, 10)
    assert one.elsewhere == 7
    one.vote("include")
    assert (one.read, one.elsewhere) == (2, 7)


@pytest.mark.parametrize(
    ("stage", "decision", "reasons", "error", "word"),
    [
        (FULL, "exclude", (), UsageError, "needs a reason"),
        (FULL, "include", ("place",), UsageError, "goes with an exclusion"),
        (TITLES, "exclude", ("design",), UnknownName, "design"),
        (TITLES, "maybe", ("place",), UsageError, "goes with an exclusion"),
    ],
)
def test_reasons_that_do_not_fit_are_refused_with_a_remedy(
    stage: Stage,
    decision: Decision,
    reasons: tuple[str, ...],
    error: type[UsageError],
    word: str,
) -> None:
    desk = Desk()
    one = session(desk, stage=stage)
    with pytest.raises(error) as caught:
        one.vote(decision, reasons=reasons)
    assert word in caught.value.what
    assert caught.value.remedy
    assert not desk.ballots
    assert one.read == 0


def test_a_stage_without_reasons_says_so() -> None:
    with pytest.raises(UnknownName) as caught:
        check_reasons(TITLES, (), "exclude", ("place",))
    assert "none is defined" in caught.value.remedy


def test_voting_at_the_end_is_an_error_and_not_a_crash() -> None:
    with pytest.raises(UsageError):
        session(Desk(), 0).vote("include")


def test_what_was_judged_again_in_another_sitting_can_no_longer_be_undone_here() -> None:
    desk = Desk()
    one = session(desk)
    one.vote("include")
    one.vote("exclude")
    assert not one.hear({ReportId("r2"): Judgement("maybe")})
    assert one.voted[ReportId("r2")].decision == "maybe"
    assert one.undo()
    assert one.current is not None
    assert one.current.report == "r1", "the latest decision that is still this sitting's"
    assert not one.undo()
    assert one.voted == {ReportId("r2"): Judgement("maybe")}
