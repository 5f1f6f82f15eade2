"""Ways to the common measures, what they say of themselves, and what cannot be mixed."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from litreview.errors import UnknownName, UsageError
from litreview.extraction.convert import (
    MEASURES,
    Arm,
    Clusters,
    Effect,
    Given,
    Interval,
    NotConvertible,
    PValue,
    convert,
    covariance_of,
    measure_named,
    shared_controls,
    to_estimand,
    together,
)
from litreview.extraction.convert.formulas import ALL
from litreview.extraction.convert.quantiles import hedges, hedges_approximate, p_of, two_sided

COUNTS = Given(treated=Arm(n=100, events=30), control=Arm(n=100, events=20))
MEANS = Given(treated=Arm(n=50, mean=10, sd=4), control=Arm(n=60, mean=8, sd=5), unit="days")


def made(given: Given, measure: str) -> Effect:
    found = convert(given, measure_named(measure))
    assert isinstance(found, Effect), found
    return found


def refused(given: Given, measure: str) -> str:
    found = convert(given, measure_named(measure))
    assert isinstance(found, NotConvertible), found
    return found.reason


def test_every_measure_is_found_by_name_and_says_what_it_needs() -> None:
    for measure in MEASURES.all():
        assert measure_named(measure.name.upper()) is measure
        assert measure.needs in refused(Given(), measure.name)
    with pytest.raises(UnknownName, match="no measure"):
        measure_named("BCR")


def test_the_effect_as_printed_keeps_its_adjustment() -> None:
    given = replace(
        COUNTS, kind="share difference", value=0.08, se=0.05, adjusted="yes", shared_control="C"
    )
    found = made(given, "RD")
    assert (found.yi, found.se) == (0.08, pytest.approx(0.05))
    assert found.shared_control == "C"
    raw = made(replace(given, se=None), "RD")
    assert raw.vi == pytest.approx(0.0037)
    assert any("adjusted" in note for note in raw.notes)


def test_a_difference_with_the_control_share_becomes_odds_by_the_delta_method() -> None:
    given = Given(kind="share difference", value=0.1, se=0.02, control=Arm(share=0.2))
    found = made(given, "logOR")
    assert found.yi == pytest.approx(math.log(0.3 / 0.7) - math.log(0.2 / 0.8))
    assert found.se == pytest.approx(0.02 / (0.3 * 0.7))
    assert "taken as known" in found.imputed[0]
    g = made(given, "SMD")
    assert g.yi == pytest.approx(found.yi * math.sqrt(3) / math.pi)
    assert g.se == pytest.approx(0.02 / 0.21 * math.sqrt(3) / math.pi)


def test_ratios_become_differences_with_the_control_share() -> None:
    control = Arm(share=0.2)
    rr = Given(kind="risk ratio", value=1.5, ci=Interval(1.2, 1.875), control=control)
    assert made(rr, "RD").yi == pytest.approx(0.1)
    assert made(rr, "RD").se == pytest.approx(0.3 * math.log(1.875 / 1.2) / (2 * 1.959963985))
    odds = Given(kind="odds ratio", value=(0.3 / 0.7) / (0.2 / 0.8), control=control)
    assert made(odds, "RD").yi == pytest.approx(0.1)
    assert made(odds, "logRR").yi == pytest.approx(math.log(1.5))
    hazard = Given(kind="hazard ratio", value=2.0, control=control)
    assert made(hazard, "RD").yi == pytest.approx(1 - 0.8**2 - 0.2)
    assert any("proportional" in one for one in made(hazard, "RD").imputed)
    assert "not known" in refused(replace(rr, control=Arm()), "RD")
    assert "not defined" in refused(replace(rr, value=6.0, ci=None), "RD")


def test_a_relative_change_is_a_log_ratio() -> None:
    given = Given(kind="relative change", value=0.24, se=0.062)
    assert made(given, "ROM").yi == pytest.approx(math.log(1.24))
    assert made(given, "ROM").se == pytest.approx(0.05)
    assert "leave nothing" in refused(replace(given, value=-1.0), "ROM")


def test_a_difference_over_the_mean_is_a_log_ratio() -> None:
    given = Given(kind="mean difference", value=50, se=20, control=Arm(mean=200), unit="EUR")
    assert made(given, "ROM").yi == pytest.approx(math.log(1.25))
    assert made(given, "ROM").se == pytest.approx(20 / 250)
    assert "not above zero" in refused(replace(given, value=-300), "ROM")
    assert "not known" in refused(replace(given, control=Arm()), "ROM")


def test_g_from_a_difference_with_its_standard_error_is_g_from_t() -> None:
    given = Given(kind="mean difference", value=-62, se=7, treated=Arm(n=3397), control=Arm(n=9027))
    by_t = Given(kind="t value", value=-62 / 7, treated=Arm(n=3397), control=Arm(n=9027))
    by_f = replace(
        by_t,
        kind="F value",
        value=(62 / 7) ** 2,
        treated=Arm(n=3397, mean=1.0),
        control=Arm(n=9027, mean=2.0),
    )
    assert made(given, "SMD").yi == pytest.approx(made(by_t, "SMD").yi)
    assert made(by_f, "SMD").yi == pytest.approx(made(by_t, "SMD").yi)
    assert made(given, "SMD").vi == pytest.approx(made(by_t, "SMD").vi)
    assert any("implies" in one for one in made(given, "SMD").imputed)
    clustered = replace(given, clusters=Clusters(allowed_for="yes"))
    assert "implies no standard deviation" in refused(clustered, "SMD")


def test_g_from_p_is_marked_where_p_is_a_bound() -> None:
    given = Given(
        kind="mean difference",
        value=5.0,
        p=PValue(0.01, "<"),
        treated=Arm(n=400),
        control=Arm(n=500),
    )
    found = made(given, "SMD")
    t = two_sided(0.01)
    assert found.yi == pytest.approx(hedges(898) * t * math.sqrt(1 / 400 + 1 / 500))
    assert found.vi_range is not None
    assert any("not the printed effect" in one for one in found.imputed)


def test_a_printed_difference_goes_over_the_standard_deviation() -> None:
    given = replace(MEANS, kind="mean difference", value=1.0)
    assert made(given, "SMD").yi == pytest.approx(made(MEANS, "SMD").yi / 2)


def test_g_and_log_odds_go_into_each_other() -> None:
    d = Given(kind="standardised difference", value=0.5, treated=Arm(n=40), control=Arm(n=40))
    assert made(d, "SMD").vi == pytest.approx(0.05 + 0.25 / 160)
    back = Given(kind="odds ratio", value=math.exp(made(d, "logOR").yi))
    assert made(back, "SMD").yi == pytest.approx(0.5)
    assert made(back, "OR2DN").yi == pytest.approx(0.5 * math.pi / math.sqrt(3) / 1.65)


def test_g_from_a_correlation() -> None:
    found = made(Given(kind="correlation", value=0.5, n_total=50), "SMD")
    assert found.yi == pytest.approx(1 / math.sqrt(0.75))
    assert found.vi == pytest.approx(4 * (0.75**2 / 49) / 0.75**3)
    assert "has no" in refused(Given(kind="correlation", value=1.0, n_total=50), "SMD")


def test_empty_cells_are_halved_and_said() -> None:
    given = replace(COUNTS, treated=Arm(n=100, events=0))
    assert any("0.5" in one for one in made(given, "logOR").imputed)
    assert not made(given, "PAS").imputed
    both = replace(given, control=Arm(n=100, events=0))
    assert any("says nothing" in note for note in made(both, "logRR").notes)
    full = replace(COUNTS, treated=Arm(n=100, share=1.0), control=Arm(n=100, share=1.0))
    assert any("says nothing" in note for note in made(full, "logOR").notes)


def test_shares_without_sizes_have_an_effect_and_no_variance() -> None:
    given = Given(treated=Arm(share=0.16), control=Arm(share=0.12))
    for measure, yi in (("RD", 0.04), ("logRR", math.log(4 / 3))):
        found = made(given, measure)
        assert found.yi == pytest.approx(yi)
        assert found.vi is None
        assert found.se is None
        assert any("no variance" in note for note in found.notes)


def test_effects_of_two_measures_or_units_do_not_mix() -> None:
    rd, odds, days = made(COUNTS, "RD"), made(COUNTS, "logOR"), made(MEANS, "MD")
    euros = replace(days, unit="EUR")
    for one, other in ((rd, odds), (days, euros), (rd, days)):
        for mix in (
            lambda a, b: a + b,
            lambda a, b: a - b,
            lambda a, b: a < b,
            lambda a, b: a <= b,
            lambda a, b: together([a, b]),
        ):
            with pytest.raises(UsageError, match="cannot be added or compared"):
                mix(one, other)
    assert rd - rd == 0
    assert rd + rd == pytest.approx(0.2)
    assert rd <= replace(rd, yi=0.2)
    assert together([rd, rd]) == "RD"
    with pytest.raises(UsageError, match="no effect"):
        together([])
    with pytest.raises(UsageError, match="offer"):
        together([replace(rd, estimand="ITT"), replace(rd, estimand="TOT")])


def test_the_offer_and_the_treatment_go_into_each_other_by_the_take_up() -> None:
    given = Given(kind="share difference", value=0.04, se=0.02, estimand="ITT")
    found = to_estimand(made(given, "RD"), "TOT", 0.5)
    assert isinstance(found, Effect)
    assert (found.yi, found.se) == (pytest.approx(0.08), pytest.approx(0.04))
    assert any("Bloom" in one for one in found.imputed)
    wider = to_estimand(made(given, "RD"), "TOT", 0.5, 0.1)
    assert isinstance(wider, Effect)
    assert wider.vi == pytest.approx(0.0016 + 0.04**2 * 0.01 / 0.5**4)
    assert to_estimand(found, "TOT", None) is found
    for effect, take_up, why in (
        (made(given, "RD"), None, "not known"),
        (made(given, "RD"), 1.4, "at most 1"),
        (made(replace(given, estimand=""), "RD"), 0.5, "does not say"),
        (replace(made(given, "RD"), measure="logOR"), 0.5, "differences only"),
    ):
        refusal = to_estimand(effect, "TOT", take_up)
        assert isinstance(refusal, NotConvertible)
        assert why in refusal.reason


def test_effects_that_share_a_control_group_are_found_with_their_covariance() -> None:
    one = replace(made(COUNTS, "RD"), shared_control="C1")
    other = replace(one, yi=0.02)
    alone = replace(one, shared_control="C2")
    (group,) = shared_controls([one, alone, other, NotConvertible("RD", "x")])
    assert (group.group, group.measure, group.places) == ("C1", "RD", (0, 2))
    control = Arm(n=100, events=20)
    assert covariance_of("RD", control) == pytest.approx(0.0016)
    assert covariance_of("logRR", control) == pytest.approx(1 / 20 - 1 / 100)
    assert covariance_of("logOR", control) == pytest.approx(1 / 20 + 1 / 80)
    assert covariance_of("PAS", control) == pytest.approx(1 / 400)
    assert covariance_of("MD", Arm(n=60, sd=5)) == pytest.approx(25 / 60)
    assert covariance_of("ROM", Arm(n=60, sd=5, mean=8)) == pytest.approx(25 / 60 / 64)
    assert covariance_of("SMD", Arm(n=60), (0.4, 0.5), 160) == pytest.approx(1 / 60 + 0.2 / 320)
    for measure, arm in (("RD", Arm()), ("logRR", Arm(n=9, events=0)), ("MD", Arm(n=9))):
        assert covariance_of(measure, arm) is None


def test_the_variance_of_two_effects_less_their_covariance_is_that_of_the_treated() -> None:
    control = Arm(n=100, events=20)
    for measure in ("RD", "logRR", "logOR", "PAS"):
        one = made(replace(COUNTS, control=control), measure).vi
        treated_only = made(
            Given(treated=COUNTS.treated, control=Arm(n=1e12, events=2e11)), measure
        ).vi
        shared = covariance_of(measure, control)
        assert one is not None
        assert treated_only is not None
        assert shared is not None
        assert one - shared == pytest.approx(treated_only, rel=1e-6)


def test_the_exact_correction_is_near_its_approximation() -> None:
    assert hedges(58) == pytest.approx(hedges_approximate(58), rel=1e-4)
    assert hedges(2) == pytest.approx(math.sqrt(1 / math.pi), rel=1e-12)  # gamma(1)/gamma(1/2)


def test_p_and_quantile_invert() -> None:
    for df in (None, 7, 58.5):
        assert p_of(two_sided(0.03, df), df) == pytest.approx(0.03)
    assert two_sided(1.0) == 0


def test_the_page_lists_every_formula_with_its_source() -> None:
    page = Path(__file__).parents[3] / "docs" / "effects.md"
    if not page.is_file():
        pytest.skip("not in a source checkout")
    text = " ".join(page.read_text("utf-8").split())
    for formula in ALL.values():
        assert (
            f"| {formula.name} | {formula.source} |".replace("|effect|", "\\|effect\\|").replace(
                "|t|", "\\|t\\|"
            )
            in text
        ), formula.name
    for measure in MEASURES.all():
        assert f"| `{measure.name}` |" in text
