"""Every box of the flow, and every rule between the boxes, on a review small enough to count.

Records ``a:1`` ... are invented; a mapping record -> report says which ones are duplicates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from litreview.errors import UnknownName
from litreview.model import (
    SOURCE_KINDS,
    Criterion,
    Decision,
    Harvested,
    Plan,
    RecordId,
    ReportId,
    Resolution,
    Search,
    SearchId,
    SourceKind,
    Stage,
    Study,
    StudyId,
    Vote,
)
from litreview.prisma import (
    NO_REASON,
    PENDING,
    Box,
    Correction,
    Facts,
    Flow,
    Part,
    Place,
    changes,
    corrected,
    flow,
    identities,
    moves,
    stated,
)
from litreview.screening.state import Screening, Status, Verdict

TITLES, TEXTS = "titles", "texts"
PLAN = Plan(
    title="A made-up review",
    question="",
    stages=(Stage(TITLES, "Titles", "screening"), Stage(TEXTS, "Texts", "eligibility")),
    criteria=(
        Criterion("pop", "Other population", "exclude", (TITLES, TEXTS), 1),
        Criterion("des", "Other design", "exclude", (TITLES, TEXTS), 2),
    ),
    criteria_version="1",
)
IN, OUT = Verdict("include"), Verdict("exclude", ("pop",))


def search(name: str, kind: SourceKind = "database", source: str = "") -> Search:
    return Search(SearchId(name), source or name.upper(), kind, 0, 0, 0, ())


def counted(
    searches: Mapping[Search, int],
    same: Mapping[str, str] | None = None,
    titles: Mapping[str, Verdict] | None = None,
    texts: Mapping[str, Verdict] | None = None,
    **given: Any,
) -> Flow:
    """The flow of searches with so many records each. same: record -> its report, if another."""
    records = {
        one.id: [RecordId(f"{one.id}:{at}") for at in range(1, n + 1)]
        for one, n in searches.items()
    }
    clusters = {
        id_: ReportId((same or {}).get(id_, id_)) for held in records.values() for id_ in held
    }
    plan = given.get("plan", PLAN)
    verdicts: dict[str, dict[ReportId, Verdict]] = {
        TITLES: {ReportId(r): v for r, v in (titles or {}).items()},
        TEXTS: {ReportId(r): v for r, v in (texts or {}).items()},
        **given.get("verdicts", {}),
    }
    return flow(
        Facts(
            searches=tuple(searches),
            records=records,
            clusters=clusters,
            screening=Screening(plan, verdicts),
            retrieval={ReportId(r): "not-retrieved" for r in given.get("missing", ())},
            studies={ReportId(r): StudyId(s) for r, s in given.get("studies", {}).items()},
            previous=frozenset(given.get("previous", ())),
            tools=frozenset(given.get("tools", ())),
            aside={ReportId(r): status for r, status in given.get("aside", {}).items()},
            pooled=frozenset(map(StudyId, given.get("pooled", ()))),
        )
    )


def ids(found: Flow, *keys: str) -> list[tuple[str, ...]]:
    return [found[key].ids for key in keys]


def parts(box: Box) -> dict[str, tuple[str, ...]]:
    return {part.label: part.ids for part in box.parts}


BASE, REGISTER, WEB = search("a"), search("r", "register"), search("w", "website")


@pytest.mark.parametrize(
    ("kind", "key"),
    list(
        zip(
            SOURCE_KINDS,
            (
                "database_results",
                "register_results",
                "website_results",
                "organisation_results",
                "citations_results",
            ),
            strict=True,
        )
    ),
)
def test_each_kind_of_source_has_its_box(kind: SourceKind, key: str) -> None:
    found = counted({search("x", kind): 2})
    assert found[key].ids == ("x:1", "x:2")
    assert found.identified == 2
    assert found.other_methods == (kind not in {"database", "register"})
    assert sum(box.n for box in found.boxes.values() if box.key.endswith("_results")) == 2


def test_two_searches_of_one_source_are_one_part() -> None:
    again = search("b", source="A")
    found = counted({BASE: 1, REGISTER: 1, again: 2})
    assert parts(found["database_results"]) == {"A": ("a:1", "b:1", "b:2")}
    assert parts(found["register_results"]) == {"R": ("r:1",)}


def test_duplicates_are_the_further_records_of_a_report() -> None:
    found = counted({BASE: 2, REGISTER: 2}, same={"a:2": "a:1", "r:1": "a:1"})
    assert found["duplicates"].ids == ("a:2", "r:1")
    assert found["pending_screening"].ids == ("a:1", "r:2")


def test_what_a_database_and_another_method_found_belongs_to_the_database() -> None:
    """Although the website was loaded first, and the report bears the id of its record."""
    found = counted({WEB: 2, BASE: 1}, same={"a:1": "w:1"})
    assert ids(found, "duplicates", "pending_screening") == [(), ("w:1",)]
    assert ids(found, "other_duplicates", "other_pending_screening") == [("w:1",), ("w:2",)]


def test_screening_settles_or_waits() -> None:
    waits: list[Status] = ["unread", "waiting", "maybe", "conflict"]
    verdicts = {f"a:{at}": Verdict(status) for at, status in enumerate(waits, 3)}
    found = counted({BASE: 7}, titles={"a:1": IN, "a:2": OUT, **verdicts})
    assert found["records_screened"].ids == ("a:1", "a:2")
    assert found["records_excluded"].ids == ("a:2",)
    assert found["dbr_sought_reports"].ids == ("a:1",)
    assert found["pending_screening"].ids == ("a:3", "a:4", "a:5", "a:6", "a:7")


def test_the_other_arm_is_screened_in_boxes_of_its_own() -> None:
    found = counted({BASE: 1, WEB: 3}, titles={"a:1": IN, "w:1": IN, "w:2": OUT})
    assert found["other_screened"].ids == ("w:1", "w:2")
    assert found["other_screened_out"].ids == ("w:2",)
    assert found["other_pending_screening"].ids == ("w:3",)
    assert found["other_sought_reports"].ids == ("w:1",)
    assert (found["records_screened"].n, found.screened) == (1, 3)


@pytest.mark.parametrize(("one", "arm"), [(BASE, "dbr"), (WEB, "other")])
def test_reports_are_sought_had_and_assessed(one: Search, arm: str) -> None:
    seen = [f"{one.id}:{at}" for at in range(1, 6)]
    found = counted(
        {one: 5},
        titles=dict.fromkeys(seen, IN),
        texts={seen[0]: IN, seen[1]: OUT, seen[2]: IN},
        missing=[seen[2]],
    )
    assert ids(
        found,
        f"{arm}_sought_reports",
        f"{arm}_notretrieved_reports",
        f"{arm}_assessed",
        f"{arm}_excluded",
        f"{arm}_pending",
    ) == [tuple(seen), (seen[2],), (seen[0], seen[1]), (seen[1],), (seen[3], seen[4])]
    assert found["new_reports"].ids == (seen[0],), "what was not retrieved is not included"
    assert found.assessed == 2


def test_a_text_judged_before_its_title_counts_only_when_the_title_is_in() -> None:
    found = counted({BASE: 2}, titles={"a:1": OUT}, texts={"a:1": IN, "a:2": IN})
    assert ids(found, "dbr_sought_reports", "dbr_assessed", "new_reports") == [(), (), ()]


def test_stages_of_one_phase_are_passed_in_turn() -> None:
    stages = (Stage("first", "", "screening"), Stage("second", "", "screening"), PLAN.stages[1])
    found = counted(
        {BASE: 4},
        plan=replace(PLAN, stages=stages),
        verdicts={
            "first": {"a:1": IN, "a:2": OUT, "a:3": IN, "a:4": IN},
            "second": {"a:1": IN, "a:2": IN, "a:3": Verdict("exclude", ("des",))},
        },
    )
    assert parts(found["records_excluded"]) == {
        "Other population": ("a:2",),
        "Other design": ("a:3",),
    }
    assert ids(found, "dbr_sought_reports", "pending_screening") == [("a:1",), ("a:4",)]


def test_without_a_stage_of_titles_everything_is_sought() -> None:
    found = counted({BASE: 2}, plan=replace(PLAN, stages=PLAN.stages[1:]))
    assert ids(found, "records_screened", "dbr_pending") == [("a:1", "a:2")] * 2


def test_reasons_stand_by_rank_then_those_no_longer_in_the_plan_then_none() -> None:
    reasons = ((), ("gone",), ("des", "pop"), ("pop",), ("des",))
    texts = {f"a:{at}": Verdict("exclude", codes) for at, codes in enumerate(reasons, 1)}
    found = counted({BASE: 5}, titles=dict.fromkeys(texts, IN), texts=texts)
    assert list(parts(found["dbr_excluded"]).items()) == [
        ("Other population", ("a:4",)),
        ("Other design", ("a:3", "a:5")),
        ("gone", ("a:2",)),
        (NO_REASON, ("a:1",)),
    ]


def test_studies_are_counted_and_a_report_without_a_link_is_its_own() -> None:
    every = [f"a:{at}" for at in range(1, 5)]
    found = counted(
        {BASE: 4},
        titles=dict.fromkeys(every, IN),
        texts={**dict.fromkeys(every[:3], IN), "a:4": OUT},
        studies={"a:1": "S", "a:3": "S", "a:4": "T"},
    )
    assert found.studies == (
        Study(StudyId("S"), (ReportId("a:1"), ReportId("a:3"))),
        Study(StudyId("a:2"), (ReportId("a:2"),)),
    )
    assert found["new_studies"].ids == ("S", "a:2")
    assert found["new_reports"].n == 3


def test_an_empty_review_has_every_box_at_nothing() -> None:
    found = counted({})
    assert set(found.counts().values()) == {0}
    assert (found.pending, found.other_methods, found.identified) == (0, False, 0)
    assert identities(found) == ()


def test_an_unknown_box_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        counted({})["screened"]
    assert "records_screened" in str(caught.value.remedy)


def whole() -> Flow:
    """Every box of a review has something in it, but what a program would remove."""
    titles = {"a:1": IN, "a:2": IN, "a:3": IN, "a:4": IN, "a:6": OUT}
    other = {f"w:{at}": IN for at in range(1, 5)}
    return counted(
        {BASE: 8, REGISTER: 1, WEB: 8, search("o", "organisation"): 1, search("c", "citation"): 1},
        same={"a:8": "a:1", "o:1": "w:1", "c:1": "a:1"},
        titles={**titles, **other, "w:6": OUT},
        texts={"a:1": IN, "a:2": OUT, "w:1": IN, "w:2": OUT},
        missing=["a:3", "w:3"],
        studies={"a:1": "S", "w:1": "S"},
    )


def changed(found: Flow, key: str, by: int) -> Flow:
    """The flow with `by` identifiers more (or fewer) in one box, its parts left as they are."""
    held = found[key]
    kept = held.ids[:by] if by < 0 else (*held.ids, *(f"new:{at}" for at in range(by)))
    return replace(found, boxes={**found.boxes, key: replace(held, ids=kept)})


def test_a_computed_flow_has_nothing_but_notes_of_what_is_pending() -> None:
    found = whole()
    assert {f.code for f in identities(found)} == {"PR12"}
    assert [f.ids for f in identities(found)] == [box.ids for box in found.waiting]
    assert [box.key for box in found.waiting] == list(PENDING[:4])
    assert found.pending == sum(len(f.ids) for f in identities(found)) > 0
    empty = {key for key, n in found.counts().items() if not n}
    assert empty == {
        "excluded_automatic", "excluded_other", "records_left_unread", "other_left_unread",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("database_results", {"PR1", "PR2"}),
        ("register_results", {"PR1", "PR2"}),
        ("duplicates", {"PR2"}),
        ("excluded_automatic", {"PR2"}),
        ("excluded_other", {"PR2"}),
        ("pending_screening", {"PR2"}),
        ("records_screened", {"PR2", "PR3"}),
        ("records_excluded", {"PR3", "PR5"}),
        ("records_left_unread", {"PR3"}),
        ("dbr_sought_reports", {"PR3", "PR4"}),
        ("dbr_notretrieved_reports", {"PR4"}),
        ("dbr_pending", {"PR4"}),
        ("dbr_assessed", {"PR4", "PR8"}),
        ("dbr_excluded", {"PR5", "PR8"}),
        ("website_results", {"PR1", "PR6"}),
        ("organisation_results", {"PR1", "PR6"}),
        ("citations_results", {"PR1", "PR6"}),
        ("other_duplicates", {"PR6"}),
        ("other_pending_screening", {"PR6"}),
        ("other_screened", {"PR6"}),
        ("other_screened_out", {"PR5", "PR6"}),
        ("other_left_unread", {"PR6"}),
        ("other_sought_reports", {"PR6", "PR7"}),
        ("other_notretrieved_reports", {"PR7"}),
        ("other_pending", {"PR7"}),
        ("other_assessed", {"PR7", "PR8"}),
        ("other_excluded", {"PR5", "PR8"}),
        ("new_reports", {"PR8"}),
    ],
)
def test_one_too_many_in_a_box_breaks_the_rules_that_it_stands_in(
    key: str, codes: set[str]
) -> None:
    errors = [f for f in identities(changed(whole(), key, 1)) if f.severity == "error"]
    assert {f.code for f in errors} == codes
    assert all(" is not " in f.message or "the parts make" in f.message for f in errors)


def test_studies_are_neither_more_than_their_reports_nor_none() -> None:
    for by in (2, -1):
        errors = [f for f in identities(changed(whole(), "new_studies", by)) if f.code == "PR9"]
        assert len(errors) == 1, by
    assert not [f for f in identities(changed(whole(), "new_studies", 1)) if f.code == "PR9"]


def test_a_finding_says_both_sides() -> None:
    found = identities(changed(whole(), "records_excluded", 1))
    (of_sum,) = [one for one in found if one.code == "PR3"]
    assert of_sum.message == "screened - excluded = sought: 3 is not 4"
    assert (of_sum.expected, of_sum.found) == (3, 4)
    assert of_sum.boxes == (
        "records_screened", "records_excluded", "records_left_unread", "dbr_sought_reports",
    )  # fmt: skip
    assert of_sum.ids == ("new:0",), "who stands on one side only"


def test_a_part_lost_is_found() -> None:
    found = whole()
    held = found["database_results"]
    lost = replace(held, parts=(Part("A", held.ids[1:]),))
    (error, *_) = identities(Flow({**found.boxes, held.key: lost}, found.studies))
    assert (error.code, error.message) == (
        "PR1",
        "Records identified from databases: the parts make 7, the box 8",
    )


def updated(**given: Any) -> Flow:
    """`a` is the previous version: a:1, a:2 included, a:3 open. `b` brings a:1 again, and two."""
    return counted(
        {BASE: 4, search("b"): 3},
        same={"b:1": "a:1"},
        titles={"a:1": IN, "a:2": IN, "a:4": OUT, "b:2": IN, "b:3": OUT},
        texts={"a:1": IN, "a:2": IN, "b:2": IN},
        previous=("a",),
        **given,
    )


def test_an_update_counts_its_own_records_and_keeps_what_was_included() -> None:
    found = updated()
    assert found.updated
    assert ids(found, "database_results", "duplicates") == [("b:1", "b:2", "b:3"), ("b:1",)]
    assert ids(found, "records_screened", "records_excluded") == [("b:2", "b:3"), ("b:3",)]
    assert ids(found, "previous_reports", "previous_studies") == [("a:1", "a:2")] * 2
    assert found["previous_pending"].ids == ("a:3",)
    assert ids(found, "new_reports", "new_studies") == [("b:2",)] * 2
    assert ids(found, "total_reports", "total_studies") == [("a:1", "a:2", "b:2")] * 2
    assert [study.id for study in found.studies] == ["a:1", "a:2", "b:2"]
    assert {f.code for f in identities(found)} == {"PR12"}


def test_a_new_report_of_an_old_study_is_no_new_study() -> None:
    found = updated(studies={"a:1": "trial", "b:2": "trial"})
    assert ids(found, "previous_studies", "new_studies") == [("trial", "a:2"), ()]
    assert ids(found, "new_reports", "total_studies") == [("b:2",), ("trial", "a:2")]
    assert {f.code for f in identities(found)} == {"PR12"}


def test_totals_that_do_not_add_up_are_told() -> None:
    found = updated()
    boxes = {**found.boxes, "total_reports": replace(found["total_reports"], ids=("a:1",))}
    assert "PR10" in {f.code for f in identities(replace(found, boxes=boxes))}


def test_a_search_that_is_not_complete_is_told_with_its_numbers() -> None:
    short = replace(BASE, complete=False, expected=812, received=400, note="it is out of order")
    found = counted({short: 2, WEB: 1})
    sentence = "A, a: 400 of 812 records received (it is out of order)"
    assert found.unfinished == (sentence,)
    told = [f for f in identities(found) if f.code == "PR13"]
    assert [(f.severity, sentence in f.message) for f in told] == [("warning", True)]
    assert "run it again" in told[0].remedy


def test_a_search_that_brought_as_many_as_were_wanted_is_not_to_be_run_again() -> None:
    proof = Harvested("a", ("boats",), enough=True)
    short = replace(BASE, complete=False, expected=812, received=400, harvest=proof)
    found = counted({short: 2, WEB: 1})
    assert len(found.unfinished) == 1, "it is not complete, and the figure says so"
    (told,) = [f for f in identities(found) if f.code == "PR13"]
    assert told.severity == "note"
    assert "as many as were wanted" in told.message
    assert "run" not in told.remedy


def vote(who: str, decision: Decision = "exclude") -> Vote:
    return Vote(who, ReportId("r"), RecordId("r"), TITLES, who, decision, ("pop",), "1", "")


def test_one_hand_of_a_person_makes_an_exclusion_theirs() -> None:
    out = partial(Verdict, "exclude", ("pop",))
    settled = Resolution("s", ReportId("a:3"), TITLES, "ann", "exclude", (), ("x",), "")
    by_tool = replace(settled, by="bot")
    titles = {
        "a:1": out((vote("bot"),)),
        "a:2": out((vote("ann"), vote("bot"))),
        "a:3": out((vote("bot"), vote("ann", "include")), settled),
        "a:4": out((vote("bot"), vote("ann", "include")), by_tool),
    }
    found = counted({BASE: 4}, titles=titles, tools={"bot"})
    assert ids(found, "records_excluded_human", "records_excluded_tool") == [
        ("a:2", "a:3"), ("a:1", "a:4"),
    ]  # fmt: skip
    assert parts(found["records_excluded_tool"]) == {"Other population": ("a:1", "a:4")}
    assert list(found.boxes).index("records_excluded_tool") == (
        list(found.boxes).index("records_excluded") + 2
    )
    assert "records_excluded_tool" not in counted({BASE: 4}, titles=titles).boxes


def test_what_is_set_aside_is_assessed_and_counted_apart_until_a_verdict_says_so() -> None:
    every = [f"a:{at}" for at in range(1, 6)]
    found = counted(
        {BASE: 6},
        titles=dict.fromkeys(every, IN),
        texts={"a:3": OUT, "a:5": Verdict("conflict")},
        missing=["a:4"],
        studies={"a:1": "S", "a:5": "S"},
        aside={"a:1": "ongoing", "a:5": "ongoing", "a:2": "awaiting", "a:3": "ongoing",
               "a:4": "awaiting", "a:6": "ongoing"},
    )  # fmt: skip
    assert ids(found, "ongoing_reports", "ongoing_studies") == [("a:1", "a:5"), ("S",)]
    assert ids(found, "awaiting_reports", "dbr_pending") == [("a:2",), ()]
    assert ids(found, "dbr_assessed", "dbr_excluded") == [("a:1", "a:2", "a:3", "a:5"), ("a:3",)]
    assert [f.code for f in identities(found)] == ["PR12"], "a:6 is still to be screened"


def test_each_of_several_stages_has_its_boxes_which_make_the_phase() -> None:
    stages = (Stage("first", "First", "screening"), Stage("then", "", "screening"), PLAN.stages[1])
    found = counted(
        {BASE: 4},
        plan=replace(PLAN, stages=stages),
        verdicts={
            "first": {"a:1": IN, "a:2": OUT, "a:3": IN},
            "then": {"a:1": IN, "a:3": Verdict("exclude", ("des",))},
        },
    )
    assert [(one.label, one.seen, one.excluded) for one in found.layers][:2] == [
        ("First", "seen_first", "excluded_first"), ("then", "seen_then", "excluded_then"),
    ]  # fmt: skip
    assert ids(found, "seen_first", "excluded_first") == [("a:1", "a:2", "a:3"), ("a:2",)]
    assert ids(found, "seen_then", "excluded_then") == [("a:1", "a:3"), ("a:3",)]
    assert "PR3" in {f.code for f in identities(changed(found, "excluded_then", 1))}


def test_only_included_studies_are_pooled_and_more_would_be_told() -> None:
    found = counted(
        {BASE: 3}, titles={"a:1": IN, "a:2": IN}, texts={"a:1": IN, "a:2": IN},
        studies={"a:1": "S"}, pooled={"S", "gone"},
    )  # fmt: skip
    assert ids(found, "total_studies_ma", "total_reports_ma") == [("S",), ("a:1",)]
    (error,) = [f for f in identities(changed(found, "total_studies_ma", 2)) if f.code == "PR11"]
    assert (error.expected, error.found) == (3, 2)


def test_a_correction_changes_the_number_keeps_the_list_and_is_told() -> None:
    by_hand = Correction("duplicates", "", 2, None, "counted again", "ann", "2026")
    of_part = Correction("database_results", "A", 6, None, "as the source says", "ann", "2026")
    new_part = replace(of_part, part="B", n=1)
    found = corrected(counted({BASE: 5}, same={"a:2": "a:1"}), [by_hand, of_part, new_part])
    assert (found["duplicates"].n, found["duplicates"].ids) == (2, ("a:2",))
    assert [(part.label, part.n) for part in found["database_results"].parts] == [
        ("A", 6), ("B", 1),
    ]  # fmt: skip
    assert [one.counted for one in found.corrections] == [5, None, 1]
    told = {f.code: f for f in identities(found)}
    rule = "databases - duplicates = screened + still to be screened"
    assert told["PR2"].message == f"{rule}: 3 is not 4"
    assert (told["PR1"].expected, told["PR1"].found) == (7, 5)
    assert told["PR14"].severity == "note"
    assert "counted again" in "".join(f.message for f in identities(found))


def test_two_flows_differ_in_numbers_and_in_who_stands_where() -> None:
    before = counted({BASE: 4}, titles={"a:1": IN, "a:2": OUT})
    after = counted(
        {BASE: 4, WEB: 1}, same={"a:4": "a:1"},
        titles={"a:1": IN, "a:2": Verdict("exclude", ("des",)), "a:3": OUT},
    )  # fmt: skip
    numbers = {(one.key, one.part): (one.before, one.after) for one in changes(before, after)}
    assert numbers["pending_screening", ""] == (2, 0)
    assert numbers["records_excluded", "Other design"] == (None, 1)
    assert numbers["website_results", ""] == (0, 1)
    assert {(one.before, one.after): one.ids for one in moves(before, after)} == {
        (Place("records_excluded", "Other population"), Place("records_excluded", "Other design")):
            ("a:2",),
        (Place("pending_screening"), Place("records_excluded", "Other population")): ("a:3",),
        (Place("pending_screening"), Place("duplicates")): ("a:4",),
        (Place(), Place("other_pending_screening")): ("w:1",),
    }  # fmt: skip
    stated_now = stated(after.counts())
    assert changes(after, stated_now) == ()
