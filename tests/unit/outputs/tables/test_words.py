"""How cells are worded, where a study stands, how a table is cut into blocks."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.model import ReportId, StudyId, reported
from litreview.outputs.tables._status import NO_REPORT, ORDER, standing, standings
from litreview.outputs.tables._words import distinct, entered, outcome_times, says_nothing

MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "tables" / "made.py"))


@pytest.mark.parametrize(
    ("texts", "cell"),
    [
        ([], "not extracted"),
        (["", "  "], "not extracted"),
        (["not reported"], "not reported"),
        (["not reported", "120"], "120"),
        (["2593 (one source)", "2588", "2593 (one source)"], "2593 (one source); 2588"),
        (["n/a", "not reported"], "n/a"),
        ([" a ", "a"], "a"),
    ],
)
def test_different_texts_are_joined_once(texts: list[str], cell: str) -> None:
    assert distinct(texts) == cell


@given(st.lists(st.text(max_size=5)))
def test_joining_loses_no_text_that_says_something(texts: list[str]) -> None:
    cell = distinct(texts)
    assert cell
    assert all(text.strip() in cell for text in texts if not says_nothing(text))


@pytest.mark.parametrize("text", ["", " ", "not reported", "Not Reported", "n/a", "not extracted"])
def test_words_for_nothing_say_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["0", "no effect", "not significant", "not reported in table 3"])
def test_a_zero_or_a_finding_of_nothing_is_something(text: str) -> None:
    assert not says_nothing(text)
    assert entered(text) == text


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([("In work", "24"), ("In work", "12")], "In work (12, 24 months)"),
        ([("In work", "1")], "In work (1 month)"),
        ([("In work", "9-12"), ("In work", "36+")], "In work (9-12, 36+ months)"),
        ([("In work", "not reported")], "In work (follow-up not reported)"),
        ([("In work", "")], "In work (follow-up not extracted)"),
        ([("In work", "not reported"), ("In work", "6")], "In work (6 months)"),
        ([("Pay", "tax year 2005"), ("Pay", "12")], "Pay (12 months; tax year 2005)"),
        ([("B", "6"), ("A", "6")], "B (6 months); A (6 months)"),
        ([("", "6")], "not extracted (6 months)"),
        ([], ""),
    ],
)
def test_outcomes_have_their_follow_up(rows: list[tuple[str, str]], cell: str) -> None:
    assert outcome_times((outcome, reported(text)) for outcome, text in rows) == cell


def test_every_report_that_is_not_included_has_a_standing() -> None:
    evidence = MADE["evidence"]()
    found = standings(evidence)
    assert set(found) == set(evidence.reports)
    inside = {id_ for id_, one in found.items() if "included" in one.status}
    assert inside == set(evidence.flow["new_reports"].ids)
    assert {one.status for one in found.values()} < set(ORDER)


@pytest.mark.parametrize(
    ("study", "status", "reason"),
    [
        ("GAMMA", "Excluded on full text", "No mentor | no personal support"),
        ("DELTA", "Full text not retrieved", ""),
        ("ZETA", "Excluded on title or abstract", "Other population"),
        ("THETA", NO_REPORT, ""),
        ("base:5", "Excluded on full text", "Not an effect study"),
        ("cited:1", "Its report is included under another study", ""),
    ],
)
def test_a_study_stands_where_its_report_stands(study: str, status: str, reason: str) -> None:
    evidence = MADE["evidence"]()
    found = standing(evidence, StudyId(study), standings(evidence))
    assert (found.status, found.reason) == (status, reason)


def test_reasons_of_several_reports_are_all_given() -> None:
    fates = (("full-text", "A"), ("full-text", "A"), ("title", "A"), ("included", ""))
    evidence = MADE["evidence"](fates)
    found = standing(evidence, StudyId("A"), standings(evidence))
    assert found.status == "Excluded on full text"
    assert found.reason == (
        "Not an effect study; No mentor | no personal support; "
        "another report: excluded on title or abstract (Other population)"
    )
    assert standings(evidence)[ReportId("base:3")].reason == "Other population"
