"""Every fit in the anchors of metafor 3.8.1, quantity by quantity."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from litreview.synthesis.design import Moderators
from litreview.synthesis.effects import Effects
from litreview.synthesis.fit import Fit, fit
from litreview.synthesis.influence import cumulative, leave_one_out
from litreview.synthesis.small_study import begg, egger, egger_mixed, rosenthal, trim_and_fill

pytestmark = pytest.mark.corpus

RELATIVE, ABSOLUTE = 1e-6, 1e-9
ELSEWHERE = {"method", "test", "k", "ddf", "Q_df", "pi_dist"}
"""Keys that say how, not how much; the degrees of freedom are compared as whole numbers."""
SETS = 7
QUANTITIES = 16


def anchors(corpus: Path) -> list[Path]:
    found = sorted((corpus.parent / "anchors" / "metafor").glob("dat.*.json"))
    assert len(found) == SETS
    return found


def effects_of(data: dict[str, Any]) -> Effects:
    rows = data["effect_sizes"]
    return Effects.of([row["yi"] for row in rows], [row["vi"] for row in rows])


def ours(one: Fit) -> dict[str, float | None]:
    spread, low_high = one.heterogeneity, one.prediction
    return {
        "estimate": one.pooled.estimate, "se": one.pooled.se, "stat": one.pooled.statistic,
        "pval": one.pooled.p, "ci_lb": one.pooled.ci[0], "ci_ub": one.pooled.ci[1],
        "tau2": one.tau2.value, "se_tau2": one.tau2.se, "I2": spread.i2, "H2": spread.h2,
        "Q": spread.q, "Q_p": spread.q_p, "logLik": one.log_likelihood, "AIC": one.aic,
        "pi_lb": low_high.interval[0] if low_high else None,
        "pi_ub": low_high.interval[1] if low_high else None,
    }  # fmt: skip


def compared(data: dict[str, Any]) -> Iterator[tuple[str, str, float | None, float | None]]:
    effects = effects_of(data)
    for name, theirs in data["fits"].items():
        method, test = name.split("_")
        wald = test == "z"
        one = fit(
            effects,
            tau2=method,
            ci="z" if wald else "knapp-hartung",
            predict="normal" if wald else "t(k-1)",
        )
        assert one.k == theirs["k"]
        assert one.heterogeneity.q_df == theirs["Q_df"]
        assert one.pooled.df == theirs["ddf"]
        found = ours(one)
        assert set(theirs) == set(found) | ELSEWHERE
        for key, value in found.items():
            yield name, key, value, theirs[key]


def test_every_quantity_of_every_fit_is_that_of_metafor(corpus: Path) -> None:
    for path in anchors(corpus):
        data = json.loads(path.read_text("utf-8"))
        count = 0
        for name, key, value, expected in compared(data):
            count += 1
            place = f"{path.name} {name} {key}"
            if expected is None or value is None:
                assert (value, expected) == (None, None), place
            else:
                assert value == pytest.approx(expected, rel=RELATIVE, abs=ABSOLUTE), place
        assert count == QUANTITIES * len(data["fits"])


def test_the_q_profile_is_that_of_metafor_as_far_as_it_looks(corpus: Path) -> None:
    """metafor seeks the ends with a tolerance of about 1e-4 of its own, ours solve the equation."""
    for path in anchors(corpus):
        data = json.loads(path.read_text("utf-8"))
        low, high = fit(effects_of(data)).heterogeneity.tau2_ci or (0.0, 0.0)
        theirs = data["ci_heterogeneity"]
        assert low == pytest.approx(theirs["tau2_lb"], rel=2e-3, abs=1e-4)
        assert high == pytest.approx(theirs["tau2_ub"], rel=2e-3, abs=1e-4)


def test_prediction_intervals_by_higgins_thompson_and_spiegelhalter(corpus: Path) -> None:
    folder = corpus.parent / "anchors" / "metafor"
    extras = json.loads((folder / "extras.json").read_text("utf-8"))
    effects = effects_of(json.loads((folder / "dat.bcg.json").read_text("utf-8")))
    for method in ("REML", "DL"):
        found = fit(effects, tau2=method).prediction
        theirs = extras[f"bcg_PI_HTS_{method}"]
        assert found is not None
        assert found.variant == "t(k-2)"
        assert found.interval == pytest.approx((theirs["pi_lb"], theirs["pi_ub"]), rel=RELATIVE)


REGRESSIONS = {
    "bcg_metareg_ablat_REML": (("ablat",), "REML", "z"),
    "bcg_metareg_ablat_DL": (("ablat",), "DL", "z"),
    "bcg_metareg_ablat_year_REML_knha": (("ablat", "year"), "REML", "knapp-hartung"),
    "bcg_subgroup_alloc_REML": (("alloc",), "REML", "z"),
}


def bcg(corpus: Path) -> tuple[Effects, list[dict[str, str]], dict[str, Any]]:
    folder = corpus.parent / "anchors" / "metafor"
    data = json.loads((folder / "dat.bcg.json").read_text("utf-8"))
    with (folder / "dat.bcg.input.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    return effects_of(data), rows, json.loads((folder / "extras.json").read_text("utf-8"))


def columns(rows: list[dict[str, str]], names: tuple[str, ...]) -> Moderators:
    if names == ("alloc",):
        levels = ("random", "systematic")
        values = [[float(row["alloc"] == level) for level in levels] for row in rows]
        return Moderators(np.array(values), levels)
    return Moderators(np.array([[float(row[name]) for name in names] for row in rows]), names)


@pytest.mark.parametrize("name", REGRESSIONS)
def test_a_meta_regression_is_that_of_metafor(corpus: Path, name: str) -> None:
    names, method, test = REGRESSIONS[name]
    effects, rows, extras = bcg(corpus)
    theirs = extras[name]
    one = fit(
        effects,
        tau2=method,
        ci="z" if test == "z" else "knapp-hartung",
        moderators=columns(rows, names),
    )
    assert one.moderators is not None
    got = {
        "coef": [c.estimate for c in one.coefficients],
        "se": [c.se for c in one.coefficients],
        "p": [c.p for c in one.coefficients],
        "tau2": one.tau2.value, "I2": one.heterogeneity.i2, "R2": one.r2,
        "QM": one.moderators.statistic, "QMp": one.moderators.p,
        "QE": one.heterogeneity.q, "QEp": one.heterogeneity.q_p,
    }  # fmt: skip
    assert set(theirs) == {*got, "names", "QMdf"}
    assert list(one.moderators.df) == theirs["QMdf"]
    for key, value in got.items():
        assert value == pytest.approx(theirs[key], rel=RELATIVE, abs=ABSOLUTE), key


def test_subgroups_by_themselves_are_those_of_metafor(corpus: Path) -> None:
    effects, rows, extras = bcg(corpus)
    for group, theirs in extras["bcg_subgroup_separate_REML"].items():
        places = [at for at, row in enumerate(rows) if row["alloc"] == group]
        found = ours(fit(effects.take(places), predict="normal"))
        for key, value in found.items():
            assert value == pytest.approx(theirs[key], rel=RELATIVE, abs=ABSOLUTE), (group, key)


LOOSE = 3e-4
"""metafor refits after trim and fill at its default tolerance, which shows with REML."""


def test_small_study_tests_are_those_of_metafor(corpus: Path) -> None:
    for path in anchors(corpus):
        data = json.loads(path.read_text("utf-8"))
        effects, theirs = effects_of(data), data["egger_begg"]
        lm, mixed, rank = egger(effects), egger_mixed(effects), begg(effects)
        pairs = [
            ((lm.statistic, lm.p, lm.limit, lm.slope, lm.se),
             [theirs["lm"][key] for key in ("t", "p", "limit_est", "bias_coef", "bias_se")]),
            ((mixed.statistic, mixed.p, mixed.limit),
             [theirs["rma_REML"][key] for key in ("z", "p", "limit_est")]),
            (rank, [theirs["begg"]["tau"], theirs["begg"]["p"]]),
        ]  # fmt: skip
        for ours_, expected in pairs:
            assert ours_ == pytest.approx(expected, rel=RELATIVE, abs=ABSOLUTE), path.name
        assert lm.df == theirs["lm"]["df"]
        assert rosenthal(effects) == data["failsafe"]["fsn"]


def test_trim_and_fill_is_that_of_metafor(corpus: Path) -> None:
    for path in anchors(corpus):
        data = json.loads(path.read_text("utf-8"))
        for name, theirs in data["trimfill"].items():
            method, counting = name.split("_")
            one = trim_and_fill(
                effects_of(data), tau2=method, counting="R0" if counting == "R0" else "L0"
            )
            place = f"{path.name} {name}"
            assert (one.side, one.missing) == (theirs["side"], theirs["k0"]), place
            assert one.se == pytest.approx(theirs["se_k0"], rel=RELATIVE), place
            found = ours(one.fit)
            for key in ("estimate", "se", "ci_lb", "ci_ub", "tau2", "I2"):
                relative = LOOSE if method == "REML" else RELATIVE
                expected = pytest.approx(theirs[key], rel=relative, abs=ABSOLUTE)
                assert found[key] == expected, (place, key)


def test_leaving_one_out_is_that_of_metafor(corpus: Path) -> None:
    for path in anchors(corpus):
        data = json.loads(path.read_text("utf-8"))
        for method, rows in data["leave1out"].items():
            fits = leave_one_out(effects_of(data), tau2=method)
            for (_, one), theirs in zip(fits, rows, strict=True):
                found = ours(one)
                for key in ("estimate", "se", "ci_lb", "ci_ub", "Q", "tau2", "I2"):
                    expected = pytest.approx(theirs[key], rel=RELATIVE, abs=ABSOLUTE)
                    assert found[key] == expected, (path.name, method, key)


def test_the_cumulative_synthesis_is_that_of_metafor(corpus: Path) -> None:
    effects, rows, extras = bcg(corpus)
    order = sorted(range(effects.k), key=lambda at: int(rows[at]["year"]))
    for (_, one), theirs in zip(
        cumulative(effects, order), extras["bcg_cumulative_by_year_REML"], strict=True
    ):
        found = ours(one)
        for key, value in theirs.items():
            assert found[key] == pytest.approx(value, rel=RELATIVE, abs=1e-7), key
