"""The standard error of a printed effect: from every part, in one order, with contradictions."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from litreview.extraction.convert import (
    Arm,
    Clusters,
    Effect,
    Given,
    Interval,
    NotConvertible,
    PValue,
    Stars,
    conflicts,
    convert,
    measure_named,
)
from litreview.extraction.convert.clusters import design_effect, effective_n
from litreview.extraction.convert.uncertainty import spreads

RD = Given(kind="share difference", value=0.04)
LEGEND = {1: 0.1, 2: 0.05, 3: 0.01}


def made(given: Given, measure: str = "RD") -> Effect:
    found = convert(given, measure_named(measure))
    assert isinstance(found, Effect), found
    return found


def se(given: Given, measure: str = "RD") -> float:
    found = made(given, measure).se
    assert found is not None
    return found


def test_the_printed_standard_error_comes_first_then_interval_t_and_p() -> None:
    parts = {
        "se": 0.02,
        "ci": Interval(-0.02, 0.10),
        "t": 1.5,
        "p": PValue(0.2),
        "stars": Stars(1, LEGEND),
    }
    origins = []
    for name in parts:
        origins.append(made(replace(RD, **parts)).origin)
        parts = {key: value for key, value in parts.items() if key != name} | {name: None}
    assert origins == [
        "standard error",
        "confidence interval",
        "t value",
        "p value",
        "stars",
    ]


def test_an_interval_gives_its_standard_error_by_its_own_level() -> None:
    assert se(replace(RD, ci=Interval(0.04 - 0.0392, 0.04 + 0.0392))) == pytest.approx(
        0.0392 / 1.959963985, rel=1e-8
    )
    assert se(replace(RD, ci=Interval(0.01, 0.07, 0.9))) == pytest.approx(0.03 / 1.644853627)


def test_two_small_groups_take_the_quantile_of_t() -> None:
    small = Given(
        kind="mean difference",
        value=2.0,
        ci=Interval(0.0, 4.0),
        treated=Arm(n=10),
        control=Arm(n=12),
    )
    assert se(small, "MD") == pytest.approx(2 / 2.085963447, rel=1e-8)  # t, 20 degrees, 97.5 %
    large = replace(small, treated=Arm(n=100), control=Arm(n=120))
    assert se(large, "MD") == pytest.approx(2 / 1.959963985, rel=1e-8)


def test_the_interval_of_a_ratio_is_read_on_the_log_scale() -> None:
    given = Given(kind="odds ratio", value=2.0, ci=Interval(1.0, 4.0))
    found = made(given, "logOR")
    assert found.yi == pytest.approx(math.log(2))
    assert found.se == pytest.approx(math.log(4) / (2 * 1.959963985))
    assert not found.imputed


def test_an_interval_around_the_ratio_itself_goes_by_the_delta_method() -> None:
    given = Given(kind="odds ratio", value=2.0, ci=Interval(0.5, 3.5))
    assert se(given, "logOR") == pytest.approx(1.5 / 1.959963985 / 2)


def test_an_asymmetric_interval_gives_its_wider_side_and_a_conflict() -> None:
    given = Given(kind="risk ratio", value=2.81, ci=Interval(1.98, 7.37))
    found = made(given, "logRR")
    assert found.se == pytest.approx(math.log(7.37 / 2.81) / 1.959963985)
    assert found.imputed
    assert [one.code for one in conflicts(given)] == ["asymmetric"]


def test_an_interval_that_does_not_hold_the_estimate_gives_nothing() -> None:
    given = replace(RD, ci=Interval(0.05, 0.09))
    assert made(given).vi is None
    assert [one.code for one in conflicts(given)] == ["estimate outside"]


@pytest.mark.parametrize("ends", [(0.09, 0.01), (0.04, 0.04)])
def test_an_interval_with_its_ends_in_no_order_gives_nothing(ends: tuple[float, float]) -> None:
    given = replace(RD, ci=Interval(*ends))
    assert made(given).vi is None
    assert [one.code for one in conflicts(given)] == ["interval"]


def test_a_threshold_gives_the_largest_standard_error_that_it_allows() -> None:
    found = made(replace(RD, p=PValue(0.05, "<")))
    assert found.se == pytest.approx(0.04 / 1.959963985)
    assert found.vi_range == (0.0, pytest.approx(found.vi))
    assert "largest" in found.imputed[0]
    assert "0.05" in found.imputed[0]


def test_not_significant_bounds_from_below_only_and_gives_none() -> None:
    for given in (replace(RD, p=PValue(0.05, ">")), replace(RD, stars=Stars(0, LEGEND))):
        found = made(given)
        assert found.vi is None
        assert any("at least" in note for note in found.notes)


def test_stars_go_by_their_legend() -> None:
    found = made(replace(RD, stars=Stars(2, LEGEND)))
    assert found.se == pytest.approx(0.04 / 1.959963985)
    low, high = found.vi_range or (None, None)
    assert low == pytest.approx((0.04 / 2.575829304) ** 2)
    assert high == pytest.approx((0.04 / 1.959963985) ** 2)
    assert made(replace(RD, stars=Stars(2))).vi is None  # no legend


def test_a_p_printed_as_nothing_is_a_threshold() -> None:
    found = made(replace(RD, p=PValue(0.0), half={"p": 0.005}))
    assert found.origin == "threshold of p"
    assert found.se == pytest.approx(0.04 / 2.807033768)


def test_a_coarse_p_stands_behind_the_groups_and_is_marked_without_them() -> None:
    coarse = replace(RD, p=PValue(0.9), half={"p": 0.05, "value": 0.0005})
    alone = made(coarse)
    assert alone.origin == "p value"
    assert alone.vi_range is not None
    assert alone.imputed
    arms = replace(coarse, treated=Arm(n=100, share=0.2), control=Arm(n=100, share=0.16))
    assert made(arms).origin == "arms"
    assert made(arms).vi == pytest.approx(0.2 * 0.8 / 100 + 0.16 * 0.84 / 100)


def test_an_effect_of_nothing_has_no_standard_error_by_p() -> None:
    assert made(replace(RD, value=0.0, p=PValue(0.01))).vi is None


def test_se_interval_t_and_p_that_contradict_are_told_in_pairs() -> None:
    agreeing = Given(
        kind="share difference",
        value=0.04,
        se=0.02,
        ci=Interval(0.001, 0.079),
        t=2.0,
        p=PValue(0.046),
        half={"se": 0.0005, "p": 0.0005},
    )
    assert not conflicts(agreeing)
    found = conflicts(replace(agreeing, se=0.03))
    assert [one.between for one in found] == [
        ("standard error", "confidence interval"),
        ("standard error", "t value"),
        ("standard error", "p value"),
    ]
    found = conflicts(replace(agreeing, p=PValue(0.01, "<")))
    assert {one.between[1] for one in found} == {"threshold of p"}
    assert {one.code for one in found} == {"p"}


def test_stars_that_the_standard_error_does_not_bear_are_told() -> None:
    given = replace(RD, se=0.04, stars=Stars(3, LEGEND))
    assert [one.between for one in conflicts(given)] == [("standard error", "stars")]
    none = replace(RD, se=0.01, stars=Stars(0, LEGEND))
    assert [one.between for one in conflicts(none)] == [("standard error", "stars")]


def test_a_sign_of_t_against_the_effect_is_told() -> None:
    assert [one.code for one in conflicts(replace(RD, t=-2.0))] == ["sign"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (replace(RD, treated=Arm(n=0)), "arms"),
        (replace(RD, control=Arm(n=-3)), "arms"),
        (replace(RD, control=Arm(sd=-1.0)), "arms"),
        (replace(RD, control=Arm(n=10, events=11)), "arms"),
        (replace(RD, control=Arm(share=1.2)), "scale"),
        (replace(RD, value=4.0), "scale"),
        (replace(RD, kind="odds ratio", value=-1.0), "scale"),
    ],
)
def test_an_impossible_part_closes_every_way(given: Given, code: str) -> None:
    assert conflicts(given)[0].code == code
    assert isinstance(convert(given, measure_named("RD")), NotConvertible)


def test_a_standard_error_or_p_that_cannot_be_gives_no_variance() -> None:
    for given in (replace(RD, se=-0.1), replace(RD, se=0.0), replace(RD, p=PValue(1.4))):
        assert conflicts(given)
        assert made(given).vi is None


def test_a_design_effect_is_put_on_only_where_clusters_were_ignored() -> None:
    plain = replace(RD, se=0.02)
    for allowed, factor in (("no", 1.95), ("yes", 1.0), ("", 1.0)):
        clusters = Clusters(size=20, icc=0.05, allowed_for=allowed)  # type: ignore[arg-type]
        found = made(replace(plain, clusters=clusters))
        assert found.vi == pytest.approx(0.0004 * factor)
        assert (factor > 1) == any("design effect" in step for step in found.steps)
        assert (factor == 1) == any("clusters" in note for note in found.notes)
    assert design_effect(20, 0.05) == pytest.approx(1.95)
    assert effective_n(195, 20, 0.05) == pytest.approx(100)


def test_a_variance_from_groups_always_ignores_clusters_and_is_widened() -> None:
    given = Given(
        treated=Arm(n=100, events=30),
        control=Arm(n=100, events=20),
        clusters=Clusters(count=10, icc=0.02, allowed_for="yes", icc_assumed=True),
    )
    found = made(given)
    assert found.vi == pytest.approx(0.0037 * (1 + 19 * 0.02))
    assert "assumed" in found.imputed[0]
    unknown = made(replace(given, clusters=Clusters(count=10)))
    assert unknown.vi == pytest.approx(0.0037)
    assert any("ICC" in note for note in unknown.notes)


def test_the_standard_error_of_a_ratio_is_taken_as_its_own_and_marked() -> None:
    given = Given(kind="hazard ratio", value=2.0, se=0.4)
    assert made(given, "logHR").se == pytest.approx(0.2)
    assert made(given, "logHR").imputed
    assert made(replace(given, se_logged=True), "logHR").se == pytest.approx(0.4)


def test_every_spread_names_its_formula() -> None:
    found = spreads(replace(RD, se=0.02, ci=Interval(0.0, 0.08), t=2.0, p=PValue(0.05)))
    assert len({one.formula.name for one in found}) == 4
    assert all(one.formula.source and one.step for one in found)
