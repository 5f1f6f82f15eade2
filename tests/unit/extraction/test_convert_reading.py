"""Rows as entered: what is read of them, and what is told instead of guessed."""

from __future__ import annotations

import pytest

from litreview.extraction.convert import (
    Effect,
    Interval,
    NotConvertible,
    PValue,
    Reading,
    Stars,
    comparable,
    read,
    to_measure,
)
from litreview.extraction.convert.scale import scale_of_difference, scale_of_shares
from litreview.extraction.convert.texts import interval, number, significance
from litreview.extraction.convert.units import by_groups, unit_of
from litreview.extraction.forms import default_forms, parse_form

POINTS = {
    "effect_value": "4",
    "effect_unit": "percentage points",
    "treat_mean": "16%",
    "control_mean": "12%",
}
LEGEND = {1: 0.1, 2: 0.05, 3: 0.01}


def made(row: dict[str, str], measure: str = "RD") -> Effect:
    found = to_measure(row, measure)
    assert isinstance(found, Effect), found
    return found


def refused(row: dict[str, str], measure: str = "RD") -> str:
    found = to_measure(row, measure)
    assert isinstance(found, NotConvertible), found
    return found.reason


def test_points_become_a_risk_difference_and_more() -> None:
    row = {**POINTS, "n_treated": "100", "n_control": "200"}
    assert made(row).yi == pytest.approx(0.04)
    assert made(row).vi == pytest.approx(0.16 * 0.84 / 100 + 0.12 * 0.88 / 200)
    assert made(row).steps[0] == "4 percentage points / 100"
    assert made(row, "PAS").vi == pytest.approx(1 / 400 + 1 / 800)


def test_every_part_of_the_form_is_read_from_its_field() -> None:
    row = {
        **POINTS,
        "ci_lower": "1",
        "ci_upper": "7",
        "ci_level": "90",
        "p_value": "0.03",
        "p_relation": "<",
        "stars": "** (*** p<.01, ** p<.05, * p<.1)",
        "t_value": "2.1",
        "se": "1.9",
        "clusters": "12",
        "cluster_size": "30",
        "icc": "0.04",
        "se_clustered": "no",
        "estimand": "ITT",
        "take_up_rate": "60",
        "adjusted": "yes",
        "control_group": "C1",
        "direction_favourable": "higher",
        "n_total": "300",
        "n_treated": "100",
        "events_control": "24",
    }
    (given,) = read(row).givens
    assert given.ci == Interval(pytest.approx(0.01), pytest.approx(0.07), 0.9)
    assert given.p == PValue(0.03, "<")
    assert given.stars == Stars(2, LEGEND)
    assert (given.t, given.se) == (2.1, pytest.approx(0.019))
    assert given.clusters is not None
    assert (given.clusters.size, given.clusters.icc, given.clusters.allowed_for) == (30, 0.04, "no")
    assert (given.estimand, given.take_up, given.adjusted) == ("ITT", 0.6, "yes")
    assert (given.shared_control, given.favourable) == ("C1", "higher")
    assert given.control.n == 200  # total less treated, and said so
    assert any("total less the other" in step for step in given.steps)
    assert given.control.events == 24
    found = made(row)
    assert found.vi == pytest.approx(0.019**2 * (1 + 29 * 0.04))
    tot = to_measure(row, "RD", estimand="TOT")
    assert isinstance(tot, Effect)
    assert tot.yi == pytest.approx(0.04 / 0.6)


def test_the_fields_that_are_read_are_those_of_the_form() -> None:
    form = parse_form(default_forms()["estimate"], "estimate")
    names = {field.name for field in form.fields}
    asked: set[str] = set()

    class Watching(dict[str, str]):
        def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
            asked.add(key)
            return super().get(key, default)

    read(Watching(POINTS))
    assert asked <= names
    assert len(asked) > 25


def test_an_icc_is_assumed_only_when_asked_and_marked() -> None:
    row = {**POINTS, "se": "2", "cluster_size": "21", "se_clustered": "no"}
    assert made(row).se == pytest.approx(0.02)
    found = to_measure(row, "RD", icc=0.05)
    assert isinstance(found, Effect)
    assert found.vi == pytest.approx(0.0008)
    assert any("assumed" in one for one in found.imputed)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"effect_value": "7-10", "effect_unit": "percentage points"}, "not one number"),
        ({"effect_value": "positive (number not seen)", "effect_unit": ""}, "not one number"),
        ({"effect_value": "20", "effect_unit": "%"}, "may be percentage points"),
        ({"effect_value": "20", "effect_unit": "% of starters"}, "does not say"),
        ({"effect_value": "20", "effect_unit": "not reported"}, "no unit"),
        ({"effect_value": "2", "effect_unit": "hours; EUR"}, "more than one reading"),
        ({"effect_value": "18", "effect_unit": "% more likely (unclear if pp)"}, "more than one"),
        ({"effect_value": "not reported", "effect_unit": "percentage points"}, "no effect"),
        ({**POINTS, "n_control": "0", "n_treated": "4"}, "no group"),
        ({**POINTS, "treat_mean": "160%"}, "not from 0 to 1"),
        ({**POINTS, "sd_treated": "-2"}, "below zero"),
        ({"effect_value": "1.4", "effect_unit": "risk ratio"}, "not known"),
    ],
)
def test_what_cannot_be_converted_says_why(row: dict[str, str], why: str) -> None:
    assert why in refused(row)


def test_a_bare_per_cent_is_told_apart_by_the_groups() -> None:
    row = {**POINTS, "effect_unit": "%"}
    assert made(row).yi == pytest.approx(0.04)
    relative = {**row, "effect_value": "33"}
    assert made(relative, "ROM").formula.name == "log(1 + relative change)"
    assert by_groups(4, 16, 12) == "share difference"
    assert by_groups(33, 16, 12) == "relative change"
    assert by_groups(20, 16, 12) == ""
    assert by_groups(10, 110, 100) == ""  # both


def test_sixteen_and_a_sixth_of_one_are_told_apart_or_left_open() -> None:
    whole = made({**POINTS, "treat_mean": "16", "control_mean": "12"})
    shares = made({**POINTS, "treat_mean": "0.16", "control_mean": "0.12"}, "logRR")
    assert whole.yi == pytest.approx(0.04)
    assert shares.yi == pytest.approx(made({**POINTS}, "logRR").yi)
    contradiction = {**POINTS, "effect_value": "0.04"}
    assert "share, not per cent" in refused(contradiction)
    assert read(contradiction).conflicts[0].code == "scale"
    assert made({**contradiction, "effect_scale": "share"}).yi == pytest.approx(0.04)
    small = made({"effect_value": "0.16", "effect_unit": "percentage points"})
    assert small.yi == pytest.approx(0.0016)
    assert any("taken as written" in note for note in small.notes)


def test_the_scale_of_shares_is_taken_where_something_tells_it() -> None:
    assert scale_of_shares((16.0, 12.0)).scale == "percent"
    assert scale_of_shares((0.16, 0.12)).scale == ""
    assert scale_of_shares((0.16, 0.12), points=4.0).scale == "share"
    assert scale_of_shares((0.9, 0.4), points=0.5).scale == "percent"
    assert scale_of_shares((0.16, 0.12), stated="share").scale == "share"
    assert scale_of_shares((0.5,), signed=True).scale == "percent"
    assert scale_of_shares((16.0, 12.0), stated="share").flag
    assert scale_of_difference(0.04, unit_is_points=False).scale == ""
    assert scale_of_difference(4, unit_is_points=False).scale == "percent"
    assert scale_of_difference(0.04, unit_is_points=False, groups=(0.16, 0.12)).scale == "share"
    assert scale_of_difference(0.04, unit_is_points=False, stated="percent").scale == "percent"


@pytest.mark.parametrize(
    ("text", "low", "high", "level"),
    [
        ("-0.097 to 0.101 (derived, two printed figures)", -0.097, 0.101, 0.95),
        ("[1.2; 3.4]", 1.2, 3.4, 0.95),
        ("(1.2, 3.4)", 1.2, 3.4, 0.95),
        ("1.49-75.38", 1.49, 75.38, 0.95),
        ("90% CI: 0.5 to 0.9", 0.5, 0.9, 0.9),
        ("95% CI [\u22120.2, 0.4]", -0.2, 0.4, 0.95),
        ("0.73\u20131.90", 0.73, 1.90, 0.95),
        ("-3--1", -3, -1, 0.95),
    ],
)
def test_intervals_are_read(text: str, low: float, high: float, level: float) -> None:
    found = interval(text).interval
    assert found == Interval(low, high, level)


@pytest.mark.parametrize(
    "text", ["excludes 0", "1.2", "1.2 to", "about 1 to 2", "1 to 2 to 3", "1,2-3,4", "1 to 2; 3"]
)
def test_intervals_that_are_not_understood_as_a_whole_are_told(text: str) -> None:
    found = interval(text)
    assert found.interval is None
    assert found.note


def test_an_interval_of_another_effect_is_that_effect_beside_the_row() -> None:
    row = {
        **POINTS,
        "ci": "OR 10.39 (95% CI 2.79-38.68)",
    }
    first, beside = read(row).givens
    assert first.ci is None
    assert (beside.kind, beside.value) == ("odds ratio", 10.39)
    assert made(row, "logOR").origin == "confidence interval"
    assert made(row).yi == pytest.approx(0.04)


@pytest.mark.parametrize(
    ("text", "p"),
    [
        ("p=0.01", PValue(0.01)),
        ("p < 0.01", PValue(0.01, "<")),
        ("p<.01", PValue(0.01, "<")),
        ("P > .10", PValue(0.10, ">")),
        ("p = .043 (robust)", PValue(0.043)),
        ("0.29", PValue(0.29)),
        ("p=0.00", PValue(0.0)),
    ],
)
def test_p_values_are_read(text: str, p: PValue) -> None:
    assert significance(text).p == p


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("** (***<.01 **<.05 *<.1)", Stars(2, LEGEND)),
        ("no star (*** p<0.01, ** p<0.05, * p<0.1)", Stars(0, LEGEND)),
        ("*** p<0.01", Stars(3, {3: 0.01})),
    ],
)
def test_stars_are_read_with_their_legend(text: str, stars: Stars) -> None:
    assert significance(text).stars == stars


@pytest.mark.parametrize(
    "text",
    [
        "***",
        "* (*/**/*** as printed; levels not defined in the excerpt seen)",
        "no star in the table",
        "n.s.",
        "significant",
        "CI excludes 1",
        "p=0.04 (one-sided)",
        "* (*<.01 **<.05)",
        "** (*<.1)",
        "p<.05 or p<.01",
        "2.5",
    ],
)
def test_significance_without_a_level_gives_nothing_and_says_so(text: str) -> None:
    found = significance(text)
    assert found.p is None
    assert found.stars is None
    assert found.notes


def test_a_number_with_one_remark_is_read_and_the_remark_told() -> None:
    found = number("3365 (ERA group, Table 4)")
    assert found is not None
    assert found.value == 3365
    assert "Table 4" in found.remark
    for text in ("about 30%", "2593 (one) / 2588 (other)", "25 of 59", "1,234", "not seen", "1e9"):
        assert number(text) is None


def test_what_stands_in_a_field_and_is_no_number_is_told() -> None:
    notes = made({**POINTS, "n_treated": "about half", "p_value": "0.04", "p_relation": "~"}).notes
    assert any("about half" in note for note in notes)
    assert any("p_relation" in note for note in notes)
    assert len(set(notes)) == len(notes)


def test_a_take_up_of_up_to_one_is_open_and_not_used() -> None:
    reading = read({**POINTS, "take_up_rate": "0.6", "estimand": "ITT"})
    assert reading.givens[0].take_up is None
    assert reading.conflicts[0].between == ("take-up",)


def test_units_are_read_by_code_first_and_then_by_words() -> None:
    assert unit_of("odds ratio", "whatever").kind == "odds ratio"
    assert unit_of("currency", "GBP").native == "GBP"
    assert unit_of("other", "USD (2015), per participant").kind == "mean difference"
    assert unit_of("", "weeks (derived 25-17)").native == "weeks"
    assert unit_of("", "% of control earnings").kind == "relative change"
    assert unit_of("", "GBP/week").kind == "mean difference"


def test_the_measures_that_rows_can_take_are_ranked_with_reasons() -> None:
    rows = [
        {**POINTS, "se": "2"},
        {**POINTS},
        {"effect_value": "12", "effect_unit": "days", "se": "3"},
        {"effect_value": "12", "effect_unit": "EUR", "se": "3"},
        {"effect_value": "positive", "effect_unit": "days"},
    ]
    found = {(one.measure, one.unit): one for one in comparable(rows)}
    rd = found["RD", ""]
    assert (rd.rows, rd.with_variance, rd.without) == (2, 1, 1)
    assert sum(count for _, count in rd.reasons) == 3
    assert found["MD", "days"].with_variance == 1
    assert ("the effect is in another unit", 1) in found["MD", "days"].reasons
    for one in found.values():
        assert one.rows + sum(count for _, count in one.reasons) == len(rows)
    assert (next(iter(found)), rd.assumed) == (("RD", ""), 0)
    assert list(found).index(("RD", "")) < list(found).index(("PBIT", ""))  # fewer assumptions


def test_an_empty_row_is_refused_with_a_reason() -> None:
    assert read({}) == Reading((), "the row gives no unit of the effect")
