"""From votes to verdicts: the table of what stands, and votes that follow their records."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

import pytest

from litreview.events import AnyEvent, ConflictResolved, Entry, Fold, VoteCast, VoteWithdrawn, fold
from litreview.model import Criterion, Decision, Plan, RecordId, ReportId, Stage
from litreview.screening.state import UNREAD, Screening, Verdict, screening

TITLES = Stage("titles", "Titles", "screening", votes=2)
FULL = Stage("full", "Full text", "eligibility", votes=1, reason_required=True)
BOTH = ("titles", "full")
PLAN = Plan(
    title="An invented review",
    question="",
    stages=(TITLES, FULL),
    criteria=(
        Criterion("floats", "It floats", "include", BOTH, 1),
        Criterion("sinks", "It sinks", "exclude", BOTH, 1),
        Criterion("paper", "Of paper", "exclude", BOTH, 2),
        Criterion("asleep", "It sleeps", "exclude", BOTH, 3),
    ),
    criteria_version="1",
)


@dataclass(slots=True)
class Story:
    """What people did, one thing after the other; each takes a second."""

    state: Fold = field(default_factory=Fold)
    told: list[Entry] = field(default_factory=list)
    clusters: dict[RecordId, ReportId] = field(default_factory=dict)

    def add(self, event: AnyEvent, who: str) -> str:
        second = len(self.told) + 1
        stamped = type(event)(**{
            name: getattr(event, name) for name in event.__struct_fields__ if name != "at"
        }, at=f"2026-11-24T00:00:{second:02d}.000000Z")  # fmt: skip
        digest = hashlib.sha256(f"{second}".encode()).hexdigest()
        self.told.append(Entry(stamped, digest, f"{who}.aa", who))
        self.state.add(self.told[-1])
        return digest

    def retold(self) -> None:
        """The same events, heard of in the opposite order."""
        self.state = fold(reversed(self.told))

    def vote(
        self,
        who: str,
        decision: Decision,
        *reasons: str,
        record: str = "a:1",
        stage: str = "titles",
    ) -> str:
        cast = VoteCast(
            stage=stage, record=record, decision=decision, criteria="1", reasons=reasons
        )
        return self.add(cast, who)

    def withdraw(self, who: str, record: str = "a:1") -> None:
        self.add(VoteWithdrawn(stage="titles", record=record), who)

    def settle(
        self, decision: Decision, *votes: str, reasons: tuple[str, ...] = (), record: str = "a:1"
    ) -> str:
        event = ConflictResolved(
            stage="titles", record=record, decision=decision, criteria="1",
            settles=votes, reasons=reasons,
        )  # fmt: skip
        return self.add(event, "cy")

    def held(self, **clusters: str) -> Screening:
        known = {"a:1": "a:1", "a:2": "a:2"} | {
            name.replace("_", ":"): report for name, report in clusters.items()
        }
        return screening(
            self.state, {RecordId(r): ReportId(report) for r, report in known.items()}, PLAN
        )

    def verdict(self, report: str = "a:1", stage: str = "titles", **clusters: str) -> Verdict:
        return self.held(**clusters).of(stage, ReportId(report))


@pytest.fixture
def story() -> Story:
    return Story()


def test_a_report_that_nobody_read_is_unread(story: Story) -> None:
    assert story.verdict() is UNREAD
    assert not UNREAD.decided
    assert UNREAD.reason == ""


@pytest.mark.parametrize(
    ("cast", "status"),
    [
        (["include"], "waiting"),
        (["exclude"], "waiting"),
        (["maybe"], "waiting"),
        (["include", "include"], "include"),
        (["exclude", "exclude"], "exclude"),
        (["maybe", "maybe"], "maybe"),
        (["include", "exclude"], "conflict"),
        (["include", "maybe"], "conflict"),
        (["exclude", "maybe"], "conflict"),
        (["include", "include", "include"], "include"),
        (["include", "include", "exclude"], "conflict"),
    ],
)
def test_the_table_of_two_votes(story: Story, cast: list[Decision], status: str) -> None:
    for who, decision in zip(("ann", "bo", "di"), cast, strict=False):
        story.vote(who, decision)
    found = story.verdict()
    assert found.status == status
    assert found.decided == (status in {"include", "exclude"})
    assert [vote.reviewer for vote in found.votes] == ["ann", "bo", "di"][: len(cast)]


def test_votes_that_differ_wait_until_all_are_cast(story: Story) -> None:
    """Earlier they would tell the last reviewer that the others disagree."""
    three = replace(PLAN, stages=(replace(TITLES, votes=3),))
    for who, decision, status in (
        ("ann", "include", "waiting"), ("bo", "exclude", "waiting"), ("cy", "maybe", "conflict"),
    ):  # fmt: skip
        story.vote(who, decision)  # type: ignore[arg-type]
        held = screening(story.state, {RecordId("a:1"): ReportId("a:1")}, three)
        assert held.of("titles", ReportId("a:1")).status == status


def test_votes_of_others_are_open_when_nobody_has_still_to_vote(story: Story) -> None:
    def open_(votes: int = 2) -> bool:
        return story.verdict().open_to(replace(TITLES, votes=votes), "bo", "ann")

    assert not open_(), "a vote that was taken back stays hidden"
    assert open_(votes=1), "where one vote is enough it leads nobody"
    ann = story.vote("ann", "include")
    assert not open_()
    assert story.verdict().open_to(TITLES, "ann", "ann")
    story.settle("include", ann)
    assert open_()
    story.vote("bo", "exclude")
    assert open_()


@pytest.mark.parametrize("decision", ["include", "exclude", "maybe"])
def test_one_vote_is_enough_where_one_is_asked_for(story: Story, decision: Decision) -> None:
    story.vote("ann", decision, stage="full")
    assert story.verdict(stage="full").status == decision


def test_more_votes_than_asked_for_can_still_disagree(story: Story) -> None:
    story.vote("ann", "include", stage="full")
    story.vote("bo", "exclude", stage="full")
    assert story.verdict(stage="full").status == "conflict"


def test_stages_do_not_touch_one_another(story: Story) -> None:
    story.vote("ann", "exclude", stage="full")
    assert story.verdict() is UNREAD


def test_the_last_vote_of_a_reviewer_counts(story: Story) -> None:
    story.vote("ann", "include")
    story.vote("bo", "exclude")
    story.vote("ann", "exclude")
    assert story.verdict().status == "exclude"


def test_a_vote_taken_back_is_none(story: Story) -> None:
    story.vote("ann", "include")
    story.vote("bo", "include")
    story.withdraw("ann")
    found = story.verdict()
    assert found.status == "waiting"
    assert [vote.reviewer for vote in found.votes] == ["bo"]
    story.withdraw("bo")
    assert story.verdict() is UNREAD


def test_a_vote_keeps_all_that_was_said(story: Story) -> None:
    digest = story.vote("ann", "exclude", "paper")
    (vote,) = story.verdict().votes
    assert (vote.id, vote.report, vote.record, vote.stage) == (digest, "a:1", "a:1", "titles")
    assert (vote.decision, vote.reasons, vote.criteria) == ("exclude", ("paper",), "1")
    assert vote.at == "2026-11-24T00:00:01.000000Z"


# -- reasons -----------------------------------------------------------------------------------


def test_reasons_are_united_and_ranked(story: Story) -> None:
    story.vote("ann", "exclude", "asleep", "paper")
    story.vote("bo", "exclude", "sinks", "paper")
    found = story.verdict()
    assert found.reasons == ("sinks", "paper", "asleep")
    assert found.reason == "sinks"


def test_reasons_that_the_plan_no_longer_has_come_last_by_name(story: Story) -> None:
    story.vote("ann", "exclude", "zebra", "asleep", "boat")
    story.vote("bo", "exclude")
    assert story.verdict().reasons == ("asleep", "boat", "zebra")


@pytest.mark.parametrize("decision", ["include", "maybe"])
def test_only_an_exclusion_has_reasons(story: Story, decision: Decision) -> None:
    story.vote("ann", decision, "sinks")
    story.vote("bo", decision, "paper")
    assert story.verdict().reasons == ()


def test_an_unsettled_report_has_no_reasons(story: Story) -> None:
    story.vote("ann", "exclude", "sinks")
    assert story.verdict().reasons == ()
    story.vote("bo", "include")
    assert story.verdict().reasons == ()


# -- resolutions -------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", ["include", "exclude", "maybe"])
def test_a_resolution_decides_the_votes_that_it_names(story: Story, decision: Decision) -> None:
    ann, bo = story.vote("ann", "include"), story.vote("bo", "exclude", "paper")
    digest = story.settle(decision, bo, ann, reasons=("asleep", "sinks"))
    found = story.verdict()
    assert found.status == decision
    assert found.reasons == (("sinks", "asleep") if decision == "exclude" else ())
    assert found.resolution is not None
    assert (found.resolution.id, found.resolution.by) == (digest, "cy")


def test_a_resolution_of_one_vote_does_without_the_second(story: Story) -> None:
    story.settle("include", story.vote("ann", "maybe"))
    assert story.verdict().status == "include"


def test_a_resolution_lapses_when_a_vote_changes(story: Story) -> None:
    ann, bo = story.vote("ann", "include"), story.vote("bo", "exclude")
    story.settle("include", ann, bo)
    story.vote("bo", "exclude")
    found = story.verdict()
    assert found.status == "conflict"
    assert found.resolution is None


def test_a_resolution_lapses_when_a_vote_is_taken_back_or_added(story: Story) -> None:
    ann, bo = story.vote("ann", "include"), story.vote("bo", "exclude")
    story.settle("exclude", ann, bo)
    story.vote("di", "include")
    assert story.verdict().status == "conflict"
    story.withdraw("di")
    assert story.verdict().status == "exclude", "the votes are those again that were settled"
    story.withdraw("ann")
    assert story.verdict().status == "waiting"


def test_the_later_of_two_resolutions_of_the_same_votes_counts(story: Story) -> None:
    ann, bo = story.vote("ann", "include"), story.vote("bo", "exclude")
    story.settle("include", ann, bo)
    story.settle("exclude", bo, ann)
    assert story.verdict().status == "exclude"


def test_a_lapsed_resolution_does_not_hide_one_that_holds(story: Story) -> None:
    """Two copies settle what they each see; merged, the one that saw all votes stands."""
    ann, bo = story.vote("ann", "include"), story.vote("bo", "exclude")
    story.settle("include", ann, bo)
    story.settle("exclude", ann)
    found = story.verdict()
    assert found.status == "include"
    assert found.resolution is not None


def test_a_resolution_does_not_take_other_votes_of_the_stage_with_it(story: Story) -> None:
    story.settle("include", story.vote("ann", "exclude"))
    story.vote("ann", "exclude", record="a:2")
    assert story.verdict("a:2").status == "waiting"


# -- joins, splits, records that are no more ------------------------------------------------------


def test_votes_follow_their_records_into_one_report(story: Story) -> None:
    story.vote("ann", "include", record="a:1")
    story.vote("bo", "exclude", record="a:2")
    assert story.verdict("a:1", a_2="a:1").status == "conflict"


def test_votes_follow_their_records_out_again(story: Story) -> None:
    story.vote("ann", "include", record="a:1")
    story.vote("bo", "exclude", record="a:2")
    apart = story.held()
    for report, who in (("a:1", "ann"), ("a:2", "bo")):
        (vote,) = apart.of("titles", ReportId(report)).votes
        assert (vote.reviewer, vote.report) == (who, report)


@pytest.mark.parametrize("first", ["a:1", "a:2"])
def test_where_one_reviewer_judged_both_the_latest_counts(story: Story, first: str) -> None:
    second = {"a:1": "a:2", "a:2": "a:1"}[first]
    story.vote("ann", "include", record=first)
    story.vote("ann", "exclude", "sinks", record=second)
    for _ in range(2):
        (vote,) = story.verdict("a:1", a_2="a:1").votes
        assert (vote.record, vote.decision) == (second, "exclude")
        story.retold()


def test_where_both_records_were_settled_the_latest_word_counts(story: Story) -> None:
    ann = story.vote("ann", "include")
    story.settle("include", ann, record="a:1")
    story.settle("exclude", ann, record="a:2")
    assert story.verdict("a:1", a_2="a:1").status == "exclude"
    story.retold()
    assert story.verdict("a:1", a_2="a:1").status == "exclude"


def test_a_resolution_lapses_in_a_join_and_holds_after_the_split(story: Story) -> None:
    ann, bo = story.vote("ann", "include"), story.vote("bo", "exclude")
    story.settle("include", ann, bo)
    story.vote("di", "exclude", record="a:2")
    assert story.verdict("a:1", a_2="a:1").status == "conflict"
    assert story.verdict("a:1").status == "include"


def test_a_resolution_made_under_one_record_is_found_under_the_report(story: Story) -> None:
    story.settle("include", story.vote("ann", "maybe", record="a:1"))
    joined = story.verdict("b:1", a_1="b:1", b_1="b:1")
    assert joined.status == "include"
    assert joined.resolution is not None
    assert joined.resolution.report == "b:1"


def test_a_vote_on_a_record_that_is_no_more_counts_nowhere(story: Story) -> None:
    story.vote("ann", "include", record="gone:1")
    story.add(
        ConflictResolved(stage="titles", record="gone:1", decision="include", criteria="1",
                         settles=("0",)), "cy")  # fmt: skip
    assert story.held().verdicts == {"titles": {}, "full": {}}


def test_a_vote_at_a_stage_that_is_no_more_is_passed_over(story: Story) -> None:
    story.vote("ann", "include", stage="abolished")
    assert story.held().verdicts == {"titles": {}, "full": {}}


# -- who comes how far ----------------------------------------------------------------------------


def test_only_what_every_earlier_stage_included_is_eligible(story: Story) -> None:
    for report, decisions in {"a:1": "ii", "a:2": "ie", "a:3": "i", "a:4": "ee"}.items():
        for who, letter in zip(("ann", "bo"), decisions, strict=False):
            story.vote(who, "include" if letter == "i" else "exclude", record=report)
    reports = [ReportId(f"a:{n}") for n in (5, 4, 3, 2, 1)]
    held = story.held(**{f"a_{n}": f"a:{n}" for n in range(1, 6)})
    assert held.eligible(TITLES, reports) == tuple(reports)
    assert held.eligible(FULL, reports) == ("a:1",)
