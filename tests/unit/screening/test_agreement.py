"""Figures of agreement where there is little to compare, and how votes become categories."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.model import ReportId
from litreview.screening.agreement import Rows, Square, compare
from litreview.screening.agreement.figure import by_student
from litreview.screening.agreement.votes import Said

WHO = st.sampled_from(["ann", "bo", "cy", "di"])
WORD = st.sampled_from(["include", "exclude", "maybe"])
REPORTS = st.lists(st.dictionaries(WHO, WORD), max_size=12)


def said(decision: str, reason: str = "", criteria: str = "1") -> Said:
    return Said(decision, reason, criteria, f"{decision}-{reason}")  # type: ignore[arg-type]


def votes(**by: str) -> dict[ReportId, dict[str, Said]]:
    """One letter a report and reviewer: i, e, m, or . for none."""
    names = {"i": "include", "e": "exclude", "m": "maybe"}
    n = max(map(len, by.values()))
    return {
        ReportId(f"one:{k + 1}"): {
            who: said(names[letters[k]]) for who, letters in by.items() if letters[k] != "."
        }
        for k in range(n)
    }


def test_nothing_is_defined_over_no_reports() -> None:
    square, rows = Square.of([]), Rows.of([])
    figures = (
        square.raw(), square.cohen(), square.adjusted(2), square.on("include"),
        rows.raw(), rows.fleiss(), rows.alpha(), rows.adjusted(2), rows.on("include"),
    )  # fmt: skip
    for figure in figures:
        assert (figure.value, figure.low, figure.high, figure.n) == (None, None, None, 0)
        assert figure.why.startswith("not defined: no report was judged by ")


def test_one_reviewer_agrees_with_nobody() -> None:
    found = compare(votes(ann="iee"), "separate")
    assert found.reviewers == ("ann",)
    assert (found.pairs, found.overall.n, found.alone) == ((), 0, 3)
    assert found.overall.figures["fleiss_kappa"].why.endswith("no report was judged by two people")


def test_without_overlap_nothing_is_defined() -> None:
    found = compare(votes(ann="ie..", bo="..ie"), "separate")
    (pair,) = found.pairs
    assert pair.n == 0
    assert {figure.value for figure in pair.figures.values()} == {None}
    assert "judged by both" in pair.figures["cohen_kappa"].why


def test_one_category_leaves_chance_no_room() -> None:
    found = compare(votes(ann="eee", bo="eee"), "separate")
    (pair,) = found.pairs
    assert pair.figures["raw"].value == 1.0
    assert pair.figures["raw"].low == pytest.approx(0.4385, abs=1e-4), "three reports are few"
    assert pair.figures["cohen_kappa"].why == "not defined: both said exclude of every report"
    for name in ("fleiss_kappa", "krippendorff_alpha"):
        assert found.overall.figures[name].why == "not defined: all said exclude of every report"
    assert found.overall.figures["on_include"].why == "not defined: nobody said include"
    assert pair.figures["on_include"].why == "not defined: neither said include"
    assert found.overall.figures["pabak"].value == 1.0
    assert found.overall.figures["pabak"].low is None
    assert "no interval" in found.overall.figures["pabak"].why


def test_one_report_has_no_spread() -> None:
    found = compare(votes(ann="i", bo="e"), "separate")
    assert found.overall.figures["raw"].value == 0.0
    assert found.overall.figures["raw"].why == "no interval: it takes two reports or more"
    assert found.pairs[0].figures["cohen_kappa"].value == 0.0
    assert found.overall.disagree == ("one:1",)


def test_a_maybe_is_a_category_of_its_own_or_an_inclusion() -> None:
    given_ = votes(ann="imee", bo="iiee")
    own, went_on = compare(given_, "separate"), compare(given_, "include")
    assert own.categories == ("include", "exclude", "maybe")
    assert own.overall.disagree == ("one:2",)
    assert own.pairs[0].figures["pabak"].value == pytest.approx((0.75 - 1 / 3) / (2 / 3))
    assert went_on.categories == ("include", "exclude")
    assert went_on.overall.disagree == ()
    assert went_on.pairs[0].figures["cohen_kappa"].value == 1.0
    assert "on_maybe" not in went_on.overall.figures


def test_two_exclusions_agree_whatever_their_reasons() -> None:
    given_ = {
        ReportId("one:1"): {"ann": said("exclude", "population"), "bo": said("exclude", "outcome")},
        ReportId("one:2"): {"ann": said("exclude", "outcome"), "bo": said("exclude", "outcome")},
        ReportId("one:3"): {"ann": said("exclude"), "bo": said("exclude", "outcome")},
        ReportId("one:4"): {"ann": said("include"), "bo": said("exclude", "outcome")},
    }
    for found in (compare(given_, "separate").overall, compare(given_, "separate").pairs[0]):
        assert found.figures["raw"].value == 0.75
        assert found.disagree == ("one:4",)
        assert (found.reasons["raw"].value, found.reasons["raw"].n) == (0.5, 2)
        assert found.reasons_differ == ("one:1",)


def test_reasons_are_told_apart_from_there_being_none() -> None:
    found = compare(votes(ann="ee", bo="ee"), "separate")
    assert found.overall.reasons["raw"].why.startswith("not defined: no report was excluded by two")


def test_only_some_reviewers_are_compared() -> None:
    given_ = votes(ann="iei", bo="iee", cy="eee")
    found = compare(given_, "separate", ["ann", "bo"])
    assert found.reviewers == ("ann", "bo")
    assert len(found.pairs) == 1
    assert found.overall.figures["raw"].value == pytest.approx(2 / 3)
    assert len(compare(given_, "separate").pairs) == 3


def test_who_was_not_asked_for_leaves_no_report_alone() -> None:
    assert compare(votes(ann="ie.", bo="i..", cy="..e"), "separate", ["ann", "bo"]).alone == 1


def test_where_somebody_did_not_exclude_the_reasons_of_the_others_are_no_difference() -> None:
    both = {"ann": said("exclude", "sinks"), "bo": said("exclude", "paper")}
    given_ = {ReportId("one:1"): both, ReportId("one:2"): both | {"cy": said("include")}}
    overall = compare(given_, "separate").overall
    assert (overall.disagree, overall.reasons_differ) == (("one:2",), ("one:1",))


def test_ends_of_an_interval_stay_where_the_figure_can_lie() -> None:
    found = by_student(-0.9, 0.3, 5, "any")
    assert (found.low, found.high) == (-1.0, pytest.approx(-0.067, abs=1e-3))
    assert by_student(0.9, 0.3, 5, "any").high == 1.0


def test_votes_under_two_versions_of_the_criteria_are_counted() -> None:
    given_ = {ReportId("one:1"): {"ann": said("include"), "bo": said("include", criteria="2")}}
    assert compare(given_, "separate").versions == 1


@given(REPORTS)
def test_figures_stay_within_bounds_whatever_was_said(reports: list[dict[str, str]]) -> None:
    given_ = {
        ReportId(f"one:{k}"): {who: said(word) for who, word in by.items()}
        for k, by in enumerate(reports)
    }
    found = compare(given_, "separate")
    for one in (found.overall, *found.pairs):
        for name, figure in one.figures.items():
            if figure.value is None:
                assert figure.why.startswith("not defined: ")
                continue
            assert -1.0 - 1e-9 <= figure.value <= 1.0 + 1e-9
            if figure.low is None or figure.high is None:
                assert figure.why.startswith("no interval: ")
            else:
                assert figure.low - 1e-9 <= figure.value <= figure.high + 1e-9, name
                assert -1 <= figure.low <= figure.high <= 1, name
                assert figure.interval


@given(REPORTS, st.permutations(["ann", "bo", "cy", "di"]))
def test_who_is_called_what_changes_no_figure_over_all(
    reports: list[dict[str, str]], names: list[str]
) -> None:
    other = dict(zip(("ann", "bo", "cy", "di"), names, strict=True))
    one, two = Rows.of(reports), Rows.of({other[w]: c for w, c in by.items()} for by in reports)
    assert (one.fleiss(), one.alpha(), one.raw()) == (two.fleiss(), two.alpha(), two.raw())
