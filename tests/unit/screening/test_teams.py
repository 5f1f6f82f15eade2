"""Who takes part, and what a calibration sample and departures do to verdicts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

import pytest

from litreview.events import (
    AnyEvent,
    ConflictResolved,
    Entry,
    Fold,
    ReviewerJoined,
    ReviewerLeft,
    VoteCast,
    fold,
)
from litreview.model import Decision, Plan, RecordId, ReportId, Stage
from litreview.screening.state import Verdict, screening
from litreview.screening.teams import Team, teams, voted_since

TITLES = Stage("titles", "Titles", "screening", votes=2, calibration=2)
FULL = Stage("full", "Full text", "eligibility")
PLAN = Plan("An invented review", "", (TITLES, FULL), (), "1", reviewers=("ann", "bo", "cleo"))
ANYONE = replace(PLAN, reviewers=())


def at(second: int) -> str:
    return f"2026-11-24T00:00:{second:02d}.000000Z"


@dataclass(slots=True)
class Story:
    """What people did, one thing after the other; each takes a second."""

    plan: Plan = PLAN
    told: list[Entry] = field(default_factory=list)

    def add(self, event: AnyEvent, who: str = "ann") -> str:
        second = len(self.told) + 1
        fields = {name: getattr(event, name) for name in event.__struct_fields__}
        digest = hashlib.sha256(f"{second}".encode()).hexdigest()
        stamped = type(event)(**fields | {"at": at(second)})
        self.told.append(Entry(stamped, digest, f"{who}.aa", who))
        return digest

    def vote(self, who: str, decision: Decision = "include", *, calibration: bool = True) -> str:
        return self.add(
            VoteCast(
                stage="titles", record="a:1", decision=decision, criteria="1",
                calibration=calibration,
            ),
            who,
        )  # fmt: skip

    def settle(self, decision: Decision, *votes: str) -> str:
        event = ConflictResolved(
            stage="titles", record="a:1", decision=decision, criteria="1", settles=votes
        )
        return self.add(event, "ann")

    @property
    def state(self) -> Fold:
        return fold(reversed(self.told))

    @property
    def verdict(self) -> Verdict:
        held = screening(self.state, {RecordId("a:1"): ReportId("a:1")}, self.plan)
        return held.of("titles", ReportId("a:1"))

    @property
    def team(self) -> Team:
        return teams(self.state, self.plan, voted_since(self.state))["titles"]


@pytest.fixture
def story() -> Story:
    return Story()


# -- who takes part ------------------------------------------------------------------------------


def test_those_who_are_listed_take_part_from_the_start(story: Story) -> None:
    assert story.team == Team({"ann": "", "bo": "", "cleo": ""})


def test_where_nobody_is_listed_it_is_who_joined_and_who_votes() -> None:
    story = Story(ANYONE)
    assert story.team.active == ()
    story.vote("bo")
    story.add(ReviewerJoined(reviewer="dee"))
    assert story.team.since == {"bo": at(1), "dee": at(2)}
    story.vote("dee")
    assert story.team.since["dee"] == at(2), "the earlier of both"


def test_who_left_takes_no_part_until_they_join_again(story: Story) -> None:
    story.add(ReviewerLeft(reviewer="bo"))
    assert (story.team.active, story.team.absent) == (("ann", "cleo"), {"bo"})
    story.add(ReviewerJoined(reviewer="bo"))
    assert story.team.since["bo"] == at(2)
    assert not story.team.absent


def test_who_joined_one_stage_takes_no_part_in_another(story: Story) -> None:
    story.add(ReviewerJoined(reviewer="bo", stages=("full",)))
    assert story.team.active == ("ann", "cleo")
    assert story.team.absent == {"bo"}
    assert teams(story.state, PLAN, {})["full"].active == ("ann", "bo", "cleo")


def test_who_is_not_listed_takes_no_part_though_they_voted(story: Story) -> None:
    story.vote("zoe")
    story.add(ReviewerJoined(reviewer="zoe"))
    assert "zoe" not in story.team.since


# -- the calibration sample ------------------------------------------------------------------------


def test_a_report_of_the_sample_waits_for_everybody(story: Story) -> None:
    story.vote("ann")
    story.vote("bo", "exclude")
    found = story.verdict
    assert (found.status, found.awaited) == ("waiting", {"cleo"})
    assert not found.open_to(TITLES, "cleo", "ann")
    assert not found.open_to(TITLES, "bo", "ann"), "bo could change a vote while cleo has none"
    story.vote("cleo", "exclude")
    assert (story.verdict.status, story.verdict.awaited) == ("conflict", set())
    assert story.verdict.open_to(TITLES, "cleo", "ann")


def test_all_its_votes_count(story: Story) -> None:
    for who in ("ann", "bo", "cleo"):
        story.vote(who)
    assert (story.verdict.status, len(story.verdict.votes)) == ("include", 3)


def test_one_vote_that_says_so_is_enough_to_make_it_one(story: Story) -> None:
    """A colleague's copy may have drawn it, and this one not yet."""
    story.vote("ann")
    story.vote("bo", calibration=False)
    assert story.verdict.status == "waiting"


def test_any_other_report_waits_for_the_votes_it_needs(story: Story) -> None:
    story.vote("ann", calibration=False)
    story.vote("bo", calibration=False)
    assert (story.verdict.status, story.verdict.awaited) == ("include", set())


def test_where_calibration_is_asked_for_no_more_two_votes_are_enough(story: Story) -> None:
    story.vote("ann")
    story.vote("bo")
    story.plan = replace(PLAN, stages=(replace(TITLES, calibration=0), FULL))
    assert story.verdict.status == "include"


def test_it_waits_for_nobody_who_left(story: Story) -> None:
    story.vote("ann")
    story.vote("bo")
    story.add(ReviewerLeft(reviewer="cleo"))
    assert story.verdict.status == "include"


def test_who_joins_later_reads_it_blind_and_reopens_nothing(story: Story) -> None:
    story.plan = ANYONE
    story.vote("ann", "exclude")
    story.vote("bo", "exclude")
    story.add(ReviewerJoined(reviewer="dee"))
    found = story.verdict
    assert (found.status, found.awaited) == ("exclude", {"dee"})
    assert found.open_to(TITLES, "ann", "bo")
    assert not found.open_to(TITLES, "dee", "bo")
    assert found.as_told_to("dee").status == "waiting"
    assert found.as_told_to("ann") is found
    story.vote("dee")
    assert story.verdict.status == "conflict"


def test_who_joins_while_it_is_read_is_waited_for(story: Story) -> None:
    story.plan = ANYONE
    story.vote("ann")
    story.add(ReviewerJoined(reviewer="dee"))
    story.vote("bo")
    assert (story.verdict.status, story.verdict.awaited) == ("waiting", {"dee"})


def test_a_settlement_stands_when_a_later_vote_says_the_same_and_lapses_otherwise(
    story: Story,
) -> None:
    story.plan = ANYONE
    settled = story.settle("include", story.vote("ann"), story.vote("bo", "exclude"))
    story.add(ReviewerJoined(reviewer="dee"))
    story.vote("dee")
    assert story.verdict.resolution is not None
    assert (story.verdict.status, story.verdict.resolution.id) == ("include", settled)
    story.vote("dee", "maybe")
    assert (story.verdict.status, story.verdict.resolution) == ("conflict", None)


def test_outside_the_sample_a_further_vote_lets_a_settlement_lapse(story: Story) -> None:
    votes = story.vote("ann", calibration=False), story.vote("bo", "exclude", calibration=False)
    story.settle("include", *votes)
    assert story.verdict.status == "include"
    story.vote("cleo", calibration=False)
    assert story.verdict.status == "conflict"
