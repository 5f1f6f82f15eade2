"""What the rules are told of a stage, who may stop it, and which reports a stop leaves unread."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from litreview.errors import UnknownName, UsageError
from litreview.events import (
    Entry,
    Fold,
    ReviewerLeft,
    ScreeningResumed,
    ScreeningStopped,
    SearchLoaded,
    fold,
)
from litreview.model import Decision, RecordId, ReportId
from litreview.review import Review, stopping
from litreview.review.loading import Origin
from litreview.review.random_check import CHECK, drawn
from litreview.screening.ballots import Ballot
from litreview.screening.left import covered

MORE = "TY  - JOUR\nTI  - {title}\nAU  - Example, Ada\nPY  - 2020\nER  - \n"


@pytest.fixture
def single(review: Review) -> Review:
    """The review of five reports (nothing is de-duplicated), one vote each at the first stage."""
    votes(review, 1)
    return review


def votes(review: Review, needed: int) -> None:
    first, *rest = review.plan.stages
    plan = replace(review.plan, stages=(replace(first, votes=needed), *rest))
    review.settings = replace(review.settings, plan=plan)
    review._present = None


def cast(
    review: Review, report: str, decision: Decision, who: str = "ann", shown: str = ""
) -> None:
    reasons = ("sinks",) if decision == "exclude" else ()
    ballot = Ballot(ReportId(report), "titles", decision, reasons, shown=shown)
    review.cast(ballot, reviewer=who)


def stop(review: Review, rule: str = "certificate", note: str = "time is up") -> None:
    now = review.stopping()
    review.append(stopping.declare(now, rule, note), who=stopping.signer(review, now))


def left(review: Review) -> set[str]:
    verdicts = review.present.screening.verdicts["titles"].items()
    return {report for report, verdict in verdicts if verdict.status == "left"}


def load(review: Review, tmp_path: Path, title: str) -> str:
    (tmp_path / "later.ris").write_text(MORE.format(title=title))
    review.load(tmp_path / "later.ris", Origin(name="later"))
    return "later:1"


# -- what the rules are told -------------------------------------------------------------------


def test_a_report_stands_where_it_was_read_first_and_counts_as_what_it_is_now(
    single: Review,
) -> None:
    cast(single, "north:1", "include")
    cast(single, "north:2", "exclude")
    cast(single, "north:3", "maybe")
    cast(single, "north:1", "exclude")
    held = single.stopping().reading
    assert held.labels == [False, False, True]
    assert (held.unread, held.total, held.relevant) == (2, 5, 1)


def test_a_vote_that_was_taken_back_is_no_reading(single: Review) -> None:
    cast(single, "north:1", "include")
    cast(single, "north:2", "exclude")
    single.withdraw_vote(ReportId("north:1"), "titles", "ann")
    assert single.stopping().reading.labels == [False]


def test_what_waits_and_what_is_in_conflict_is_relevant_on_the_safe_side(review: Review) -> None:
    cast(review, "north:1", "exclude", "ann")
    cast(review, "north:2", "include", "ann")
    cast(review, "north:3", "exclude", "ann")
    cast(review, "north:3", "include", "bo")
    cast(review, "south:1", "maybe", "bo")
    now = review.stopping()
    assert now.reading.labels == [False, True, True], "what bo said alone is not told to ann"
    assert (now.included, now.in_a_row, now.unread, now.hidden) == (0, 0, 1, 1)
    assert now.reading.unread == 2


def test_goals_come_from_the_plan(single: Review) -> None:
    plan = replace(single.plan, stopping=replace(single.plan.stopping, recall=0.8, confidence=0.9))
    single.settings = replace(single.settings, plan=plan)
    single._present = None
    held = single.stopping().reading
    assert (held.recall, held.confidence) == (0.8, 0.9)


def test_what_a_random_check_showed_is_told_also_after_another_vote(single: Review) -> None:
    cast(single, "north:1", "exclude")
    cast(single, "north:2", "exclude", shown=CHECK)
    cast(single, "north:2", "include", shown="by name")
    assert single.stopping().reading.checks == [False, True]


# -- what a stop leaves unread -----------------------------------------------------------------


def test_nobody_is_asked_for_what_is_left_and_nothing_waits(single: Review) -> None:
    cast(single, "north:1", "include")
    stop(single)
    assert left(single) == {"north:2", "north:3", "south:1", "south:2"}
    session = single.screen("titles", reviewer="bo")
    assert not session.queue
    assert (session.total, session.elsewhere) == (1, 1)
    assert single.present.open_reports(single.plan.stages[0]) == ()
    now = single.stopping()
    assert (now.left, now.reading.unread, now.by) == (4, 4, "ann")


def test_a_search_that_is_loaded_later_is_read_as_usual(single: Review, tmp_path: Path) -> None:
    stop(single)
    later = load(single, tmp_path, "Rafts of straw")
    assert [item.report for item in single.screen("titles", reviewer="bo").queue] == [later]
    assert later not in left(single)


def test_a_later_record_of_a_report_that_was_left_is_left_as_well(
    single: Review, tmp_path: Path
) -> None:
    stop(single)
    later = load(single, tmp_path, "A pond at night")
    joined = single.join(["north:3", later])
    assert joined in left(single)
    assert not single.screen("titles", reviewer="bo").queue


def test_a_vote_takes_a_report_out_and_taking_it_back_puts_it_in(single: Review) -> None:
    stop(single)
    cast(single, "north:2", "include", "bo")
    assert "north:2" not in left(single)
    assert single.flow()["records_left_unread"].n == 4
    single.withdraw_vote(ReportId("north:2"), "titles", "bo")
    assert "north:2" in left(single)


def test_what_waits_for_a_second_vote_is_not_left(review: Review) -> None:
    cast(review, "north:1", "include")
    stop(review)
    assert "north:1" not in left(review)
    assert [i.report for i in review.screen("titles", reviewer="bo").queue] == ["north:1"]


def test_reading_goes_on_where_it_is_resumed(single: Review) -> None:
    stop(single)
    single.append(stopping.resume(single.stopping(), "a new theme"))
    assert left(single) == set()
    assert len(single.screen("titles", reviewer="bo").queue) == 5


def test_of_copies_that_stopped_at_other_times_the_last_word_holds() -> None:
    def at(moment: int, event: type[ScreeningStopped | ScreeningResumed | SearchLoaded]) -> Entry:
        fields = {
            ScreeningStopped: {"stage": "titles", "rule": "r", "evidence": {}, "read": 0,
                               "included": 0, "unread": 0},
            ScreeningResumed: {"stage": "titles"},
            SearchLoaded: {"search": f"s{moment}", "manifest": "", "records": 1, "failures": 0},
        }[event]  # fmt: skip
        return Entry(event(at=f"{moment:02d}", **fields), f"{moment:02x}", "log", "ann")  # type: ignore[arg-type]

    def held(state: Fold) -> set[str]:
        return set(covered(state, clusters, plan))

    from litreview.model import Plan, Stage

    plan = Plan("", "", (Stage("titles", "", "screening"),), (), "1")
    clusters = {RecordId(f"s{n}:1"): ReportId(f"s{n}:1") for n in (0, 3, 6)}
    said = [at(0, SearchLoaded), at(1, ScreeningStopped), at(3, SearchLoaded),
            at(5, ScreeningStopped), at(6, SearchLoaded)]  # fmt: skip
    for order in permutations(said):
        assert held(fold(order)) == {"s0:1", "s3:1"}
        assert held(fold([at(2, ScreeningResumed), *order])) == {"s0:1", "s3:1"}
        assert held(fold([at(9, ScreeningResumed), *order])) == set()


# -- who may, and when -------------------------------------------------------------------------


def test_a_rule_that_is_not_met_asks_for_a_note(single: Review) -> None:
    cast(single, "north:1", "include")
    now = single.stopping()
    with pytest.raises(UsageError, match="certificate is not met") as refused:
        stopping.declare(now, "certificate", "  ")
    assert "--note" in refused.value.remedy
    event = stopping.declare(now, "certificate", "the money is spent")
    assert (event.read, event.included, event.unread) == (1, 1, 4)
    assert event.evidence["certificate.met"] == "no"
    assert event.evidence["goal.recall"] == 0.95
    assert {f"{one.rule}.said" for one in now.opinions} <= event.evidence.keys()


def test_nothing_unread_and_a_second_stop_are_refused(single: Review) -> None:
    stop(single)
    with pytest.raises(UsageError, match="was stopped by ann on 2026-11-24"):
        stop(single)
    with pytest.raises(UsageError, match="was stopped by ann"):
        stopping.ask_check(single, single.stopping(), 2)
    single.append(stopping.resume(single.stopping(), ""))
    with pytest.raises(UsageError, match="'titles' is not stopped"):
        stopping.resume(single.stopping(), "")
    for report in list(single.shelf.members):
        cast(single, report, "exclude")
    now = single.stopping()
    for refused in (lambda: stopping.declare(now, "certificate", "x"),
                    lambda: stopping.ask_check(single, now, 1)):  # fmt: skip
        with pytest.raises(UsageError, match="nothing is unread"):
            refused()


def test_other_stages_rules_and_people_are_refused(single: Review) -> None:
    with pytest.raises(UsageError, match="'full' cannot be stopped"):
        single.stopping("full")
    with pytest.raises(UnknownName, match="no stopping rule 'tea'"):
        stopping.declare(single.stopping(), "tea", "x")
    single.append(ReviewerLeft(reviewer="ann"))
    with pytest.raises(UsageError, match="ann left the review"):
        stopping.signer(single, single.stopping())
    plan = replace(single.plan, stages=single.plan.stages[1:])
    single.settings = replace(single.settings, plan=plan)
    single._present = None
    with pytest.raises(UsageError, match="full texts are all assessed"):
        single.stopping()


# -- the random check --------------------------------------------------------------------------


def ask(review: Review, reports: int) -> list[str]:
    """The reports of the check, as `bo` is shown them first."""
    now = review.stopping()
    review.append(stopping.ask_check(review, now, reports), who=stopping.signer(review, now))
    return [i.report for i in review.screen("titles", reviewer="bo").queue if i.why == CHECK]


def test_a_check_comes_first_for_everybody_and_its_votes_say_so(single: Review) -> None:
    cast(single, "north:1", "exclude")
    check = ask(single, 2)
    assert len(check) == 2
    session = single.screen("titles", reviewer="cy")
    assert [item.report for item in session.queue][:2] == check
    assert len(session.queue) == 4
    session.vote("include")
    session.vote("exclude")
    now = single.stopping()
    assert now.reading.checks == [False, True, True]
    assert now.check == stopping.Check(2, 2)
    assert not any(i.why == CHECK for i in single.screen("titles", reviewer="bo").queue)


def test_a_check_stays_the_same_while_it_is_read_by_name_too(single: Review) -> None:
    check = ask(single, 3)
    cast(single, check[1], "exclude", shown="by name")
    other = next(r for r in single.shelf.members if r not in check)
    cast(single, other, "exclude", shown="by name")
    assert list(drawn(single.present, single.plan.stages[0])) == check
    assert single.stopping().reading.checks == [True, False]


def test_a_report_of_a_later_search_is_not_in_the_check(single: Review, tmp_path: Path) -> None:
    check = ask(single, 9)
    assert len(check) == 5, "no more than are unread"
    later = load(single, tmp_path, "Rafts of straw")
    queue = single.screen("titles", reviewer="bo").queue
    assert [item.report for item in queue] == [*check, later]
    assert queue[-1].why != CHECK


def test_a_second_check_draws_from_what_is_unread_then(single: Review) -> None:
    first = ask(single, 2)
    for report in first:
        cast(single, report, "exclude", shown=CHECK)
    second = ask(single, 2)
    assert len(second) == 2
    assert not set(first) & set(second)


def test_both_who_read_a_report_are_shown_the_check(review: Review) -> None:
    check = ask(review, 2)
    cast(review, check[0], "exclude", "ann", shown=CHECK)
    queue = review.screen("titles", reviewer="bo").queue
    assert [item.report for item in queue if item.why == CHECK] == check


def test_a_stop_ends_the_check(single: Review) -> None:
    ask(single, 2)
    stop(single)
    assert not single.screen("titles", reviewer="bo").queue


# -- the end of a queue ------------------------------------------------------------------------


def test_the_end_of_a_queue_says_what_the_rules_say(single: Review) -> None:
    stage = single.plan.stages[0]
    cast(single, "north:1", "include")
    cast(single, "north:2", "exclude")
    said = stopping.words(single, stage)
    assert said[0] == "read 2 of 5 · 1 relevant · none in the last 1"
    assert said[1].startswith("certificate   recall ≥ 95 %")
    assert all(len(line) <= 78 for line in said)
    stop(single)
    assert stopping.words(single, stage) == [
        "reading was stopped by ann on 2026-11-24: 3 left unread"
    ]
    assert stopping.words(single, single.plan.stages[1]) == []
    for report in list(single.shelf.members):
        cast(single, report, "exclude")
    assert stopping.words(single, stage) == []


@pytest.mark.parametrize("decision", ["include", "exclude", "maybe"])
def test_nothing_tells_how_others_vote_before_their_time(
    review: Review, decision: Decision
) -> None:
    cast(review, "north:1", "include", "ann")
    cast(review, "north:2", decision, "bo")
    now = review.stopping()
    assert (now.reading.labels, now.reading.unread, now.unread, now.hidden) == ([True], 4, 3, 1)
    assert stopping.words(review, now.stage)[0] == "read 1 of 5 · 1 relevant"
    event = stopping.declare(now, "certificate", "x")
    assert (event.read, event.unread, event.evidence["reading.read"]) == (2, 3, 1.0)
