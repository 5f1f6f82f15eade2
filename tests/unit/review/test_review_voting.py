"""Votes and settlements: who may, on what, for which reasons, under which criteria."""

from __future__ import annotations

from typing import Any

import pytest

from litreview.errors import UnknownName, UsageError
from litreview.events import (
    ConflictResolved,
    CriteriaAdopted,
    Entry,
    VoteCast,
    VoteWithdrawn,
    fold,
)
from litreview.model import ReportId
from litreview.review import Review, voting
from litreview.review.desk import Desk
from litreview.screening.ballots import Ballot
from litreview.screening.criteria_versions import newer_versions
from litreview.screening.guide import Item
from litreview.screening.session import Session
from litreview.store import settings

BOATS = "north:1"


def ballot(decision: Any, *reasons: str, report: str = BOATS, stage: str = "titles") -> Ballot:
    return Ballot(report, stage, decision, reasons)  # type: ignore[arg-type]


def kinds(review: Review) -> list[type]:
    return [type(entry.event) for entry in review.index.events()]


def caught_up(review: Review) -> Review:
    review._state = review._shelf = review._present = None
    _ = review.state
    return review


# -- who ---------------------------------------------------------------------------------------


def test_only_a_reviewer_of_the_review_may_vote(review: Review) -> None:
    with pytest.raises(UnknownName, match="'eve' is not a reviewer") as caught:
        review.cast(ballot("include"), reviewer="eve")
    assert caught.value.where == str(review.folder.settings)
    assert "ann, bo, cy" in caught.value.remedy
    assert not list(review.folder.log.glob("eve.*"))


def test_where_no_reviewers_are_named_anyone_may(review: Review) -> None:
    from dataclasses import replace

    anyone = replace(review.settings, reviewers=())
    assert voting.reviewer(anyone, "eve", "") == "eve"
    with pytest.raises(UsageError, match="'Ann S' cannot be a reviewer's name"):
        voting.reviewer(anyone, "Ann S", "")


# -- under which criteria ------------------------------------------------------------------------


def test_the_first_vote_of_a_version_puts_its_criteria_into_the_log_once(review: Review) -> None:
    review.cast(ballot("include"))
    review.cast(ballot("include"), reviewer="bo")
    found = kinds(caught_up(review))
    assert found.count(CriteriaAdopted) == 1
    assert found.index(CriteriaAdopted) < found.index(VoteCast)
    held = review.state.of("criteria")["1",].event
    assert isinstance(held, CriteriaAdopted)
    assert held.criteria == settings.criteria_text(review.plan)
    assert held.sha256 == settings.criteria_hash(review.plan)


def changed(review: Review, old: str, new: str) -> Review:
    path = review.folder.settings
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    review.settings = settings.load(path)
    return review


def test_criteria_that_changed_under_one_version_stop_the_next_vote(review: Review) -> None:
    review.cast(ballot("include"))
    changed(review, 'code = "sinks"', 'code = "drowns"')
    with pytest.raises(UsageError, match="still call themselves version '1'") as caught:
        review.cast(ballot("include"), reviewer="bo")
    assert "raise [criteria] version" in caught.value.remedy


def test_a_raised_version_is_adopted_and_old_votes_keep_theirs(review: Review) -> None:
    review.cast(ballot("exclude", "sinks"))
    changed(changed(review, 'code = "sinks"', 'code = "drowns"'), 'version = "1"', 'version = "2"')
    caught_up(review).cast(ballot("exclude", "drowns"), reviewer="bo")
    votes = caught_up(review).present.screening.of("titles", BOATS).votes  # type: ignore[arg-type]
    assert [(vote.reviewer, vote.criteria) for vote in votes] == [("ann", "1"), ("bo", "2")]
    assert set(review.state.of("criteria")) == {("1",), ("2",)}


# -- for which reasons ---------------------------------------------------------------------------


def test_reasons_are_those_of_the_stage_by_rank(review: Review) -> None:
    titles, full = review.plan.stages
    assert [c.code for c in voting.reasons(review.plan, titles)] == ["sinks", "paper"]
    assert [c.code for c in voting.reasons(review.plan, full)] == ["sinks", "paper", "asleep"]


@pytest.mark.parametrize(
    ("decision", "reasons", "stage"),
    [
        ("exclude", ("nonsense",), "titles"),
        ("exclude", ("asleep",), "titles"),
        ("exclude", ("floats",), "titles"),
        ("exclude", (), "full"),
        ("include", ("sinks",), "full"),
    ],
    ids=["unknown", "of another stage", "an include criterion", "none though one is demanded",
         "a reason to include"],
)  # fmt: skip
def test_reasons_that_do_not_fit_leave_no_vote(
    review: Review, decision: str, reasons: tuple[str, ...], stage: str
) -> None:
    included(review)
    with pytest.raises(UsageError, match="reason"):
        review.cast(ballot("include", report="north:2"), ballot(decision, *reasons, stage=stage))
    assert kinds(caught_up(review)).count(VoteCast) == 2, "all or none"


def test_a_vote_carries_all_that_was_said(review: Review) -> None:
    said = Ballot(BOATS, "titles", "exclude", ("sinks",), "wet paper", "ranked", "0")  # type: ignore[arg-type]
    event = voting.vote(review.present, review.plan.stages[0], said)
    assert event == VoteCast(
        stage="titles", record=BOATS, decision="exclude", criteria="1", reasons=("sinks",),
        note="wet paper", shown="ranked",
    )  # fmt: skip


# -- on what -------------------------------------------------------------------------------------


def included(review: Review) -> None:
    for who in ("bo", "cy"):
        review.cast(ballot("include"), reviewer=who)


def test_a_vote_on_a_full_text_needs_an_inclusion_before_it(review: Review) -> None:
    full = ballot("include", stage="full")
    with pytest.raises(UsageError, match="has not come as far as stage 'full'") as caught:
        review.cast(full)
    assert "include it at the stage before" in caught.value.remedy
    included(review)
    review.cast(full)
    assert review.present.screening.of("full", BOATS).status == "include"  # type: ignore[arg-type]
    review.withdraw_vote(ReportId(BOATS), "full")
    review.note_retrieval([BOATS], "not-retrieved")
    with pytest.raises(UsageError, match="has not come as far"):
        review.cast(full)


def test_a_settled_inclusion_of_joined_records_counts_as_one(review: Review) -> None:
    """Votes on either record and their settlement are found for the report that both are."""
    review.join([BOATS, "south:1"])
    review.cast(ballot("include", report="south:1"))
    review.cast(ballot("exclude"), reviewer="bo")
    review.resolve(ballot("include"))
    alone = voting.alone(review.present, ReportId(BOATS), ["ann", "bo"])
    assert alone.eligible(review.plan.stages[1]) == (BOATS,)
    for stage in ("titles", "full"):
        assert alone.screening.of(stage, ReportId(BOATS)) == review.present.screening.of(
            stage, ReportId(BOATS)
        )
    review.cast(ballot("include", report="south:1", stage="full"))
    assert review.present.flow["new_reports"].ids == (BOATS,)


def test_one_report_is_not_decided_twice_at_once(review: Review) -> None:
    review.join([BOATS, "south:1"])
    with pytest.raises(UsageError, match="north:1 is decided twice"):
        review.cast(ballot("include"), ballot("exclude", report="south:1"))
    assert VoteCast not in kinds(caught_up(review))


def test_undo_in_a_later_sitting_brings_the_old_vote_back_as_it_was(review: Review) -> None:
    """Its version and its reason, though neither is in review.toml any more."""
    review.cast(ballot("exclude", "sinks"))
    (before,) = review.present.screening.of("titles", BOATS).votes  # type: ignore[arg-type]
    changed(changed(review, 'code = "sinks"', 'code = "drowns"'), 'version = "1"', 'version = "2"')
    caught_up(review)
    items = (Item(ReportId(BOATS), "again"),)
    own = {ReportId(BOATS): before}
    desk, stage = Desk(review, "ann", "titles"), review.plan.stages[0]
    session = Session(desk, stage, "ann", review.plan.criteria, items, own, 5)
    session.vote("exclude", reasons=("drowns",))
    session.undo()
    (vote,) = caught_up(review).present.screening.of("titles", BOATS).votes  # type: ignore[arg-type]
    assert (vote.decision, vote.reasons, vote.criteria) == ("exclude", ("sinks",), "1")


# -- taking back ---------------------------------------------------------------------------------


def test_a_vote_is_taken_back_on_every_record_of_its_report(review: Review) -> None:
    for report in ("north:1", "south:1"):
        review.cast(ballot("include", report=report))
    review.join(["north:1", "south:1"])
    present = review.present
    events = voting.withdrawals(present, BOATS, "titles", "ann")  # type: ignore[arg-type]
    assert events == tuple(VoteWithdrawn(stage="titles", record=r) for r in ("north:1", "south:1"))
    review.withdraw_vote(BOATS, "titles")  # type: ignore[arg-type]
    assert review.present.screening.of("titles", BOATS).status == "unread"  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["bo", "ann"])
def test_what_was_not_said_cannot_be_taken_back(review: Review, who: str) -> None:
    review.cast(ballot("include"))
    review.withdraw_vote(BOATS, "titles")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=f"{who} has no vote on north:1"):
        review.withdraw_vote(BOATS, "titles", who)  # type: ignore[arg-type]


# -- settling --------------------------------------------------------------------------------------


def test_a_settlement_names_the_votes_in_force(review: Review) -> None:
    review.cast(ballot("include"))
    review.cast(ballot("maybe"))
    review.cast(ballot("exclude", "sinks"), reviewer="bo")
    event = voting.settlement(review.present, review.plan.stages[0], ballot("exclude", "sinks"))
    votes = review.present.screening.of("titles", BOATS).votes  # type: ignore[arg-type]
    assert event.settles == tuple(sorted(vote.id for vote in votes))
    assert len(event.settles) == 2
    review.resolve(ballot("exclude", "sinks"))
    verdict = review.present.screening.of("titles", BOATS)  # type: ignore[arg-type]
    assert (verdict.status, verdict.reason) == ("exclude", "sinks")


def test_a_settlement_lapses_when_a_reviewer_thinks_again(review: Review) -> None:
    review.cast(ballot("include"))
    review.cast(ballot("exclude"), reviewer="bo")
    review.resolve(ballot("include"))
    review.cast(ballot("exclude"), reviewer="bo")
    verdict = review.present.screening.of("titles", BOATS)  # type: ignore[arg-type]
    assert (verdict.status, verdict.resolution) == ("conflict", None)


@pytest.mark.parametrize(
    ("votes", "decision", "words"),
    [
        (("include",), "include", "waits for another vote"),
        (("include", "include"), "exclude", "do not disagree"),
        (("maybe", "maybe"), "include", "do not disagree"),
        (("include", "exclude"), "maybe", "'maybe' settles nothing"),
    ],
)
def test_only_a_disagreement_is_settled_and_by_a_decision(
    review: Review, votes: tuple[str, ...], decision: str, words: str
) -> None:
    for who, vote in zip(("ann", "bo"), votes, strict=False):
        review.cast(ballot(vote), reviewer=who)
    with pytest.raises(UsageError, match=words) as caught:
        review.resolve(ballot(decision))
    assert caught.value.remedy
    assert ConflictResolved not in kinds(caught_up(review))


def test_a_settlement_can_be_replaced(review: Review) -> None:
    review.cast(ballot("include"))
    review.cast(ballot("exclude"), reviewer="bo")
    review.resolve(ballot("include"))
    review.resolve(ballot("exclude"))
    assert review.present.screening.of("titles", BOATS).status == "exclude"  # type: ignore[arg-type]


def test_where_nobody_voted_there_is_nothing_to_settle(review: Review) -> None:
    with pytest.raises(UsageError, match="nobody has voted on north:1") as caught:
        review.resolve(ballot("include"))
    assert "litreview screen" in caught.value.remedy
    assert ConflictResolved not in kinds(caught_up(review))


# -- what to show next -----------------------------------------------------------------------------


def shown(review: Review, who: str, stage: int = 0) -> list[str]:
    items, _ = voting.queue(review.present, review.plan.stages[stage], who)
    return [item.report for item in items]


def test_all_reports_come_in_the_order_of_the_files(review: Review) -> None:
    assert shown(review, "ann") == ["north:1", "north:2", "north:3", "south:1", "south:2"]


def test_nobody_elses_vote_decides_what_is_shown_until_there_are_enough(review: Review) -> None:
    review.cast(ballot("exclude"), reviewer="bo")
    assert shown(review, "ann")[0] == BOATS
    review.cast(ballot("include"), reviewer="cy")
    assert BOATS not in shown(review, "ann")


def test_a_settled_report_is_asked_about_no_more(review: Review) -> None:
    review.cast(ballot("maybe"), reviewer="bo")
    review.cast(ballot("include"), reviewer="cy")
    review.resolve(ballot("include"))
    for who in ("ann", "bo", "cy"):
        assert BOATS not in shown(review, who)


def test_what_was_left_at_maybe_comes_again_last(review: Review) -> None:
    review.cast(ballot("maybe"))
    items, own = voting.queue(review.present, review.plan.stages[0], "ann")
    assert [item.report for item in items][-1] == BOATS
    assert items[-1].why != items[0].why
    assert list(own) == [BOATS]


def test_only_what_came_so_far_is_shown_at_the_second_stage(review: Review) -> None:
    assert shown(review, "ann", stage=1) == []
    for who in ("ann", "bo"):
        review.cast(ballot("include"), reviewer=who)
    assert shown(review, "ann", stage=1) == [BOATS]
    review.note_retrieval([BOATS], "not-retrieved")
    assert shown(review, "ann", stage=1) == []


@pytest.mark.parametrize(
    ("used", "own", "newer"),
    [
        (("1", "2"), "1", ["2"]),
        (("2", "1"), "1", ["2"]),
        (("2", "1"), "2", []),
        (("9", "10"), "9", ["10"]),
        (("1",), "2", []),
        (("2",), "1", ["2"]),
        (("a", "b"), "a", ["b"]),
        (("b", "a"), "a", []),
        (("draft",), "1", []),
        (("9" * 9_000,), "1", ["9" * 9_000]),
    ],
)
def test_which_criteria_are_newer(used: tuple[str, ...], own: str, newer: list[str]) -> None:
    """By number where versions are numbers, else by the time of the first vote; used: in time."""
    events = [
        CriteriaAdopted(at=f"2026-11-24T00:00:{at:02}.000000Z", version=v, sha256="", criteria=())
        for at, v in enumerate(used)
    ]
    state = fold(Entry(e, hash=e.version, log="ann.a", who="ann") for e in events)
    assert newer_versions(state, own) == newer
