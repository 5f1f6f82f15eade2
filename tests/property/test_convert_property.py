"""Conversions invert, units do not mix, and no text breaks the reading."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from litreview.errors import UsageError
from litreview.extraction.convert import (
    MEASURES,
    Arm,
    Effect,
    Formula,
    Given,
    Interval,
    NotConvertible,
    PValue,
    conflicts,
    convert,
    measure_named,
    read,
    to_estimand,
    to_measure,
)
from litreview.extraction.convert import bridges as b
from litreview.extraction.convert.formulas import AS_PRINTED
from litreview.extraction.convert.quantiles import p_of, two_sided

shares = st.floats(0.01, 0.99)
logs = st.floats(-4, 4)
errors = st.floats(1e-3, 5)
cells = st.text(max_size=25) | st.sampled_from(
    [
        "4",
        "0.16",
        "16%",
        "-3",
        "7-10",
        "1.2 to 3.4",
        "p<.05",
        "** (**<.05 *<.1)",
        "0",
        "1e9",
        "yes",
        "9" * 200,
        "0.000",
        "9" * 200,
        "0.000",
        "1",
        "100%",
    ]
)
FIELDS = [
    *("effect_value", "effect_scale", "treat_mean", "control_mean", "n_treated", "n_control"),
    *("n_total", "se", "ci", "ci_lower", "ci_upper", "p_value", "p_or_significance_as_stated"),
    *("stars", "t_value", "icc", "cluster_size", "sd_treated", "sd_control", "events_treated"),
    *("events_control", "take_up_rate"),
]
NUMBERS = [
    *("0", "1", "2", "0.5", "-0.5", "100", "50", "0.0001", "-3", "16%", "99999999999999"),
    *("0.00000000001", "1000", "0.999999", "-0.999999999999999"),
]
UNITS = ["percentage points", "odds ratio", "risk ratio", "days", "%", "USD", "% of control"]


def made(printed: Given, measure: str) -> Effect:
    found = convert(printed, measure_named(measure))
    assert isinstance(found, Effect), found
    return found


@given(logs)
def test_log_odds_and_d_invert(y: float) -> None:
    assert b.log_odds_from_d(b.d_from_log_odds(y)) == pytest.approx(y, abs=1e-12)
    assert b.d_from_log_odds(b.log_odds_from_d(y)) == pytest.approx(y, abs=1e-12)


@given(shares, logs)
def test_shares_and_odds_invert(p: float, y: float) -> None:
    assert b.expit(b.logit(p)) == pytest.approx(p)
    assert b.logit(b.treated_share(p, y)) - b.logit(p) == pytest.approx(y, abs=1e-9)
    rr = b.risk_ratio_from_odds_ratio(math.exp(y), p)
    assert b.odds_ratio_from_risk_ratio(rr, p) == pytest.approx(math.exp(y))
    assert p * rr == pytest.approx(b.treated_share(p, y))


@given(shares, st.floats(0.05, 8))
def test_hazard_ratios_and_shares_invert(p: float, hr: float) -> None:
    treated = b.share_under_hazard(p, hr)
    assume(treated < 1 - 1e-9)
    assert b.hazard_between(p, treated) == pytest.approx(hr, rel=1e-6)


@given(st.floats(-0.95, 20), st.floats(-0.99, 0.99))
def test_changes_and_correlations_invert(change: float, r: float) -> None:
    assert b.relative_change(b.log_ratio(change)) == pytest.approx(change, abs=1e-12)
    assert b.r_from_d(b.d_from_r(r)) == pytest.approx(r, abs=1e-12)


@settings(max_examples=60)
@given(shares, shares, errors)
def test_a_difference_and_a_ratio_by_the_control_share_come_back(
    p0: float, p1: float, se: float
) -> None:
    control = Arm(share=p0)
    there = made(Given(kind="share difference", value=p1 - p0, se=se, control=control), "logOR")
    assert there.se is not None
    back = Given(
        kind="odds ratio", value=math.exp(there.yi), se=there.se, se_logged=True, control=control
    )
    found = made(back, "RD")
    assert found.yi == pytest.approx(p1 - p0, abs=1e-9)
    assert found.se == pytest.approx(se)
    rr = made(Given(kind="share difference", value=p1 - p0, se=se, control=control), "logRR")
    assert rr.se is not None
    by_rr = Given(
        kind="risk ratio", value=math.exp(rr.yi), se=rr.se, se_logged=True, control=control
    )
    assert made(by_rr, "RD").yi == pytest.approx(p1 - p0, abs=1e-9)
    assert made(by_rr, "RD").se == pytest.approx(se)


@given(st.floats(-50, 50), errors, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_an_interval_and_a_standard_error_invert(y: float, se: float, level: float) -> None:
    off = two_sided(1 - level) * se
    plain = Given(kind="mean difference", value=y, ci=Interval(y - off, y + off, level))
    assert made(plain, "MD").se == pytest.approx(se)
    assume(abs(y) < 20)
    ratio = Given(
        kind="hazard ratio",
        value=math.exp(y),
        ci=Interval(math.exp(y - off), math.exp(y + off), level),
    )
    assert made(ratio, "logHR").se == pytest.approx(se, rel=1e-6)
    assert not conflicts(plain)


@given(st.floats(0.01, 50), st.floats(0.05, 6))
def test_p_t_and_standard_error_invert_and_agree(y: float, z: float) -> None:
    se = y / z
    printed = Given(kind="mean difference", value=y, p=PValue(p_of(z)))
    assert made(printed, "MD").se == pytest.approx(se, rel=1e-6)
    assert made(replace(printed, p=None, t=z), "MD").se == pytest.approx(se)
    assert not conflicts(replace(printed, t=z, se=se))
    assert conflicts(replace(printed, se=se * 1.5))


@given(st.floats(-1, 1), errors, st.floats(0.05, 1))
def test_offer_and_treatment_invert(y: float, se: float, take_up: float) -> None:
    itt = Effect("RD", y, se**2, AS_PRINTED, estimand="ITT")
    tot = to_estimand(itt, "TOT", take_up)
    assert isinstance(tot, Effect)
    back = to_estimand(tot, "ITT", take_up)
    assert isinstance(back, Effect)
    assert back.yi == pytest.approx(y, abs=1e-12)
    assert back.se == pytest.approx(se)


@given(st.sampled_from([m.name for m in MEASURES.all()]), st.data())
def test_no_two_measures_mix(one: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from([m.name for m in MEASURES.all() if m.name != one]))
    first, second = (Effect(name, 0.1, 0.01, Formula("x", "y")) for name in (one, other))
    with pytest.raises(UsageError):
        first - second
    with pytest.raises(UsageError):
        assert first < second


@settings(max_examples=60)
@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
def test_swapping_the_groups_turns_the_sign_only(a: int, n1: int, c: int, n2: int) -> None:
    assume(a <= n1 and c <= n2)
    one, two = Arm(n=n1, events=a), Arm(n=n2, events=c)
    for name in ("RD", "logRR", "logOR", "PAS", "OR2DN", "OR2DL", "PBIT", "SMD"):
        there = made(Given(treated=one, control=two), name)
        back = made(Given(treated=two, control=one), name)
        assert there.yi == pytest.approx(-back.yi, abs=1e-12)
        assert there.vi == pytest.approx(back.vi)
        assert there.vi is not None
        assert there.vi > 0 or not {0, n1} - {a}


@settings(max_examples=60)
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, cells | st.sampled_from(NUMBERS))),
    st.sampled_from(UNITS) | cells,
)
def test_any_row_gives_effects_with_sound_variances_or_a_reason(
    row: dict[str, str], unit: str
) -> None:
    row = {**row, "effect_unit": unit}
    for printed in read(row).givens:
        conflicts(printed)
    for measure in ("RD", "SMD", "logOR", "ROM", "MD"):
        found = to_measure(row, measure, icc=0.05)
        if isinstance(found, NotConvertible):
            assert found.reason
            continue
        assert math.isfinite(found.yi)
        assert found.vi is None or (found.vi >= 0 and math.isfinite(found.vi))
        assert found.formula.name
        assert found.formula.source
