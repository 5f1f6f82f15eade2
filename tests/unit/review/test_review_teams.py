"""Queues of a team: calibration first, shares, departures; settlements that are taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from litreview.errors import UnknownName, UsageError
from litreview.events import ReviewerJoined, ReviewerLeft, ScreeningStopped
from litreview.model import ReportId
from litreview.review import Review, allocating, disputes, open_review, readers, teams, voting
from litreview.screening.ballots import Ballot
from litreview.screening.calibration import CALIBRATION

BOATS = "north:1"


def rules(review: Review, *, anyone: bool = False, **changed: Any) -> Review:
    """Other rules for the first stage; anyone: no list of reviewers."""
    plan = review.plan
    first = replace(plan.stages[0], **changed)
    people = () if anyone else plan.reviewers
    plan = replace(plan, stages=(first, *plan.stages[1:]), reviewers=people)
    review.settings = replace(review.settings, plan=plan, reviewers=people)
    review._present = None
    return review


def cast(review: Review, who: str, decision: Any, *reports: str) -> None:
    for report in reports or (BOATS,):
        review.cast(Ballot(ReportId(report), "titles", decision), reviewer=who)


def queue(review: Review, who: str) -> dict[str, str]:
    items, _ = voting.queue(review.present, review.plan.stages[0], who)
    return {item.report: item.why for item in items}


def sample(review: Review) -> frozenset[ReportId]:
    return teams.calibration(review.present, review.plan.stages[0])


def test_nothing_but_the_sample_is_queued_until_it_is_read(review: Review) -> None:
    rules(review, calibration=2)
    first = list(sample(review))
    assert set(queue(review, "ann").values()) == {CALIBRATION}
    assert set(queue(review, "ann")) == set(first)
    cast(review, "ann", "include", *first)
    assert not set(first) & set(queue(review, "ann"))
    assert len(queue(review, "ann")) == 3
    assert set(queue(review, "bo")) == set(first), "whatever others have read"
    held = review.present.screening.of("titles", first[0])
    assert held.votes[0].calibration
    stage = review.plan.stages[0]
    whole, _ = voting.queue(review.present, stage, "bo", whole=True)
    assert len(whole) == 5


def test_a_vote_in_the_sample_says_so_also_when_it_is_cast_again_and_undone(review: Review) -> None:
    rules(review, calibration=1)
    session = review.screen("titles")
    session.vote("include")
    session.back()
    session.vote("exclude")
    session.undo()
    (report,) = sample(review)
    (vote,) = review.present.screening.of("titles", report).votes
    assert (vote.decision, vote.calibration) == ("include", True)
    other = next(r for r in review.shelf.members if r != report)
    cast(review, "ann", "include", other)
    assert not review.present.screening.of("titles", other).votes[0].calibration


def test_the_sample_stays_as_it_was_when_another_would_be_drawn(review: Review) -> None:
    rules(review, calibration=2)
    first = sample(review)
    cast(review, "ann", "include", *first)
    plan = replace(review.plan, ranking=replace(review.plan.ranking, seed=99))
    review.settings = replace(review.settings, plan=plan)
    review._present = None
    assert sample(review) == first


def test_what_is_left_unread_is_in_no_sample(review: Review) -> None:
    rules(review, calibration=3)
    first = next(iter(queue(review, "ann")))
    cast(review, "ann", "include", first)
    review.append(
        ScreeningStopped(stage="titles", rule="r", evidence={}, read=1, included=1, unread=4)
    )
    assert sample(review) == {first}
    assert queue(review, "ann") == {}
    assert queue(review, "bo") == {first: CALIBRATION}


def test_shared_reports_are_read_by_those_that_they_are_given_to(review: Review) -> None:
    rules(review, allocation="shared")
    given = [report for who in ("ann", "bo", "cy") for report in queue(review, who)]
    assert sorted(given) == sorted([*review.shelf.members, *review.shelf.members])
    rules(review, allocation="shared", anyone=True)
    cast(review, "ann", "include")
    assert len(queue(review, "zoe")) == 5, "nobody is listed: whoever screens takes part"


def test_what_was_left_at_maybe_by_those_who_left_goes_to_others(review: Review) -> None:
    """Else nobody would ever be asked about it again."""
    for who in ("ann", "bo"):
        cast(review, who, "maybe")
    assert BOATS not in queue(review, "cy")
    review.append(ReviewerLeft(reviewer="ann"))
    assert BOATS not in queue(review, "cy")
    assert queue(review, "bo")[BOATS] == "you left it at maybe"
    review.append(ReviewerLeft(reviewer="bo"))
    assert BOATS in queue(review, "cy")
    assert queue(review, "bo") == {}
    cast(review, "cy", "include")
    assert review.present.screening.of("titles", ReportId(BOATS)).status == "conflict"


def test_who_left_may_neither_vote_nor_undo_nor_settle(review: Review) -> None:
    cast(review, "ann", "include")
    cast(review, "bo", "exclude")
    review.append(ReviewerLeft(reviewer="ann"))
    for act in (
        lambda: cast(review, "ann", "exclude"),
        lambda: review.withdraw_vote(ReportId(BOATS), "titles", "ann"),
        lambda: review.screen("titles", reviewer="ann"),
        lambda: review.resolve(Ballot(ReportId(BOATS), "titles", "include")),
        lambda: disputes.sitting(review, review.plan.stages[0], {}),
    ):
        with pytest.raises(UsageError, match="ann left the review on 2026-11-24") as caught:
            act()
        assert "--join ann" in caught.value.remedy
    assert review.present.screening.of("titles", ReportId(BOATS)).status == "conflict"


def test_who_takes_part_at_one_stage_reads_nothing_at_another(review: Review) -> None:
    review.append(ReviewerJoined(reviewer="cy", stages=("full",)))
    assert queue(review, "cy") == {}
    with pytest.raises(UsageError, match="cy takes part at stage full, not at titles"):
        cast(review, "cy", "include")


def test_standing_says_how_many_people_lack(review: Review) -> None:
    def missing() -> int:
        return readers.wanted(review.present, review.plan.stages[0])

    cast(review, "bo", "include")
    assert missing() == 0
    review.append(ReviewerLeft(reviewer="bo"))
    assert missing() == 0
    review.append(ReviewerLeft(reviewer="cy"))
    assert missing() == 1
    assert readers.readers(review.present, review.plan.stages[0]) == (
        readers.Reader("ann", 0, 5),
        readers.Reader("bo", 1, 0, left=True),
    )
    (found,) = [one for one in review.standing().findings if one.code == "CR102"]
    assert "3 in `reviewers`, of whom 1 takes part" in found.message


def test_joining_and_leaving_say_what_cannot_be(review: Review) -> None:
    with pytest.raises(UnknownName, match="'zoe' is not a reviewer"):
        allocating.join(review, "zoe", None)
    with pytest.raises(UnknownName, match="'zoe' takes no part in this review") as caught:
        allocating.leave(review, "zoe", "")
    assert "ann, bo, cy" in caught.value.remedy
    assert allocating.join(review, "cy", "full") == ReviewerJoined(reviewer="cy", stages=("full",))
    cast(review, "bo", "include")
    assert allocating.join(review, "bo", None) is None, "they take part already"
    review.append(allocating.leave(review, "bo", "changed jobs"))
    with pytest.raises(UsageError, match="bo left the review on 2026-11-24 already"):
        allocating.leave(review, "bo", "")
    again = allocating.join(review, "bo", "full")
    assert again == ReviewerJoined(reviewer="bo", stages=("full",))
    review.append(again)
    assert allocating.join(review, "bo", "full") is None
    assert allocating.join(review, "bo", "titles") == ReviewerJoined(
        reviewer="bo", stages=("titles", "full")
    )
    assert allocating.join(review, "bo", None) == ReviewerJoined(reviewer="bo")


def test_a_settlement_is_taken_back_and_can_be_made_again(review: Review) -> None:
    cast(review, "ann", "include")
    cast(review, "bo", "exclude")
    stage = review.plan.stages[0]
    review.who = "cy"
    table = disputes.sitting(review, stage, voting.conflicts(review.present, stage))
    assert [dispute.report for dispute in table.disputes] == [BOATS]
    table.settle("include")
    assert review.present.screening.of("titles", ReportId(BOATS)).status == "include"
    assert table.undo()
    assert review.present.screening.of("titles", ReportId(BOATS)).status == "conflict"
    with pytest.raises(UsageError, match=f"nothing settles {BOATS}"):
        voting.unsettle(review, ReportId(BOATS), "titles")
    table.settle("exclude")
    assert review.present.screening.of("titles", ReportId(BOATS)).status == "exclude"


def test_what_was_settled_or_judged_otherwise_meanwhile_is_told_before_it_is_replaced(
    review: Review,
) -> None:
    cast(review, "ann", "include")
    cast(review, "bo", "exclude")
    stage = review.plan.stages[0]
    review.who = "cy"
    table = disputes.sitting(review, stage, voting.conflicts(review.present, stage))
    with open_review(review.folder.root, who="dee") as other:  # another process, or a merge
        rules(other).resolve(Ballot(ReportId(BOATS), "titles", "include"))
    with pytest.raises(UsageError, match=f"{BOATS} was settled meanwhile by dee: include"):
        table.settle("exclude")
    assert review.present.screening.of("titles", ReportId(BOATS)).status == "include"
    table.settle("exclude")  # the same key again
    assert review.present.screening.of("titles", ReportId(BOATS)).status == "exclude"
    with open_review(review.folder.root, who="bo") as other:
        cast(rules(other), "bo", "maybe")
    with pytest.raises(UsageError, match=r"judged otherwise meanwhile: .*bo maybe"):
        table.undo()
    assert table.settled


def test_a_settlement_is_taken_back_also_after_its_report_was_joined(review: Review) -> None:
    """Its register names the record, and the report has another name then."""
    for who, decision in (("ann", "include"), ("bo", "exclude")):
        cast(review, who, decision, "south:1")
    review.resolve(Ballot(ReportId("south:1"), "titles", "include"))
    joined = review.join(["north:1", "south:1"])
    assert review.present.screening.of("titles", joined).status == "include"
    review.append(voting.unsettle(review, joined, "titles"))
    assert review.present.screening.of("titles", joined).status == "conflict"


def test_what_is_to_be_read_does_not_tell_how_many_others_left_at_maybe(review: Review) -> None:
    stage = review.plan.stages[0]

    def open_for(asks: str) -> dict[str, int]:
        return {one.name: one.open for one in readers.readers(review.present, stage, asks)}

    before = open_for("bo")
    cast(review, "ann", "maybe")
    assert open_for("ann")["ann"] == before["ann"]
    assert open_for("bo")["ann"] == open_for("")["ann"] == before["ann"] - 1
    cast(review, "bo", "maybe")
    assert open_for("bo")["ann"] == before["ann"]
