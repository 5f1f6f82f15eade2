"""Dependent effects, tables, influence, PET and PEESE, subgroups: as metafor and clubSandwich.

`make_synthesis.R` notes their figures down in `synthesis.json`; the data of the published sets are
read in place.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from litreview.extraction.convert import arms
from litreview.synthesis.choices import Ratio
from litreview.synthesis.coefficients import Coefficient
from litreview.synthesis.dependent import dependent
from litreview.synthesis.design import Moderators
from litreview.synthesis.effects import Effects
from litreview.synthesis.fit import fit
from litreview.synthesis.influence import influence, leave_one_out
from litreview.synthesis.pet_peese import pet_peese
from litreview.synthesis.sampling import assumed, shared_control
from litreview.synthesis.subgroups import between, places, together
from litreview.synthesis.tables import PooledTables, Tables, mantel_haenszel, peto

NOTED: dict[str, Any] = json.loads((Path(__file__).parent / "synthesis.json").read_text("utf-8"))


def near(expected: Any) -> Any:
    return pytest.approx(np.atleast_1d(np.array(expected, dtype=float)), rel=1e-6, abs=1e-9)


def data(corpus: Path, name: str, cluster: str = "") -> tuple[Effects, list[dict[str, str]]]:
    folder = corpus.parent / "anchors" / "metafor"
    with (folder / f"dat.{name}.input.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    found = json.loads((folder / f"dat.{name}.json").read_text("utf-8"))["effect_sizes"]
    clusters = [row[cluster] for row in rows] if cluster else []
    yi, vi = ([row[key] for row in found] for key in ("yi", "vi"))
    return Effects.of(yi, vi, clusters=clusters), rows


def schools(corpus: Path) -> tuple[Effects, dict[str, dict[str, Any]], Moderators]:
    """The effects, each model by its name in the notes, and two moderators."""
    some, rows = data(corpus, "konstantopoulos2011", "district")
    year, study, district = (
        np.array([float(row[key]) for row in rows]) for key in ("year", "study", "district")
    )
    late = Moderators((year >= 1990).astype(float)[:, None], ("late",))
    both = Moderators(np.column_stack([late.values, study % 2]), ("late", "half"))
    control = [f"control{1 + one % 2:.0f}" for one in study]
    shared = shared_control(some, control, 20 + (7 * study) % 31, 10 + (3 * district) % 17)
    correlated = {"sampling": assumed(some, 0.6)}
    models: dict[str, dict[str, Any]] = {
        "three_level": {},
        "three_level_ML": {"tau2": "ML"},
        "three_level_late": {"moderators": late},
        "three_level_rho": correlated,
        "correlated_rho": {"model": "correlated", **correlated},
        "correlated": {"model": "correlated"},
        "three_level_shared": {"sampling": shared},
        "independent_REML": {"model": "independent"},
        "independent_late_DL": {"model": "independent", "tau2": "DL", "moderators": late},
    }
    return some, models, both


@pytest.mark.corpus
def test_models_of_dependent_effects_are_those_of_metafor_and_clubsandwich(corpus: Path) -> None:
    some, models, _ = schools(corpus)
    assert set(models) == set(NOTED["dependent"])
    for name, how in models.items():
        theirs = NOTED["dependent"][name]
        plain = dependent(some, robust=None, **how)
        assert [c.estimate for c in plain.coefficients] == near(theirs["estimate"]), name
        assert [c.se for c in plain.coefficients] == near(theirs["naive"]), name
        assert plain.log_likelihood == near(theirs["logLik"]), name
        spread = [one for one in (plain.between, plain.within) if one]
        assert spread == pytest.approx(np.atleast_1d(theirs["sigma2"]), rel=1e-6), name
        assert plain.q == near(theirs.get("Q", plain.q)), name
        for kind in ("CR0", "CR1", "CR2"):
            one = dependent(some, robust=kind, **how).coefficients
            said = theirs[kind]
            assert [c.se for c in one] == near(said["se"]), (name, kind)
            assert [c.df for c in one] == near(said["df"]), (name, kind)
            assert [c.p for c in one] == near(said["p"]), (name, kind)


@pytest.mark.corpus
def test_the_joint_test_by_cr2_is_that_of_clubsandwich(corpus: Path) -> None:
    some, _, both = schools(corpus)
    found = dependent(some, sampling=assumed(some, 0.6), moderators=both).moderators
    assert found is not None
    theirs = NOTED["joint"]
    assert [found.statistic, *found.df, found.p] == near([theirs["F"], *theirs["df"], theirs["p"]])


def figures(one: PooledTables) -> list[float | None]:
    pooled = one.pooled
    return [pooled.estimate, pooled.se, pooled.statistic, pooled.p, *pooled.ci, one.q, one.q_p,
            one.i2]  # fmt: skip


def expected(theirs: dict[str, Any]) -> Any:
    keys = ("estimate", "se", "z", "p")
    return near([*(theirs[key] for key in keys), *theirs["ci"], theirs["Q"], theirs["Q_p"],
                 theirs["I2"]])  # fmt: skip


def singly(tables: Tables, measure: Ratio) -> Effects:
    """The effect of each table that tells something, with 0.5 added where a cell is empty."""
    formula = {"OR": arms.log_or, "RR": arms.log_rr, "RD": arms.rd}[measure]
    each = [arms.Table(*row) for row in zip(tables.a, tables.treated, tables.c, tables.compared,
                                            strict=True)]  # fmt: skip
    told = [formula(t.halved() if t.has_zero else t) for t in each if not t.says_nothing]
    return Effects.of([yi for yi, _ in told], [vi for _, vi in told])


@pytest.mark.parametrize("name", NOTED["tables"])
def test_tables_are_pooled_as_by_metafor(name: str) -> None:
    theirs = NOTED["tables"][name]
    tables = Tables.of(*(theirs["counts"][key] for key in ("ai", "bi", "ci", "di")))
    assert figures(peto(tables)) == expected(theirs["Peto"])
    measures: tuple[Ratio, ...] = ("OR", "RR", "RD")
    for measure in measures:
        one = mantel_haenszel(tables, measure, singly=singly(tables, measure))
        assert figures(one) == expected(theirs[measure]["MH"]), measure


@pytest.mark.corpus
@pytest.mark.parametrize("method", ["REML", "FE"])
def test_influence_is_that_of_metafor(corpus: Path, method: str) -> None:
    for name, noted in NOTED["influence"].items():
        some, _ = data(corpus, name)
        theirs = noted[method]
        found = influence(some, fit(some, tau2=method), leave_one_out(some, tau2=method))
        keys = {
            "rstudent": "rstudent", "dffits": "dffits", "cook.d": "cook", "cov.r": "cov_ratio",
            "tau2.del": "tau2", "QE.del": "q", "hat": "hat", "weight": "weight", "dfbs": "dfbetas",
        }  # fmt: skip
        assert {*theirs} == {*keys, "flagged"}
        for key, ours in keys.items():
            assert [getattr(one, ours) for one in found] == near(theirs[key]), (name, key)
        assert [one.influential for one in found] == theirs["flagged"], name


@pytest.mark.corpus
def test_pet_and_peese_are_the_weighted_regressions_of_r(corpus: Path) -> None:
    for name, theirs in NOTED["pet_peese"].items():
        found = pet_peese(data(corpus, name)[0])
        for line, noted in ((found.pet, theirs["pet"]), (found.peese, theirs["peese"])):
            both = (line.limit, line.slope)
            assert [c.estimate for c in both] == near(noted["coef"]), name
            assert [c.se for c in both] == near(noted["se"]), name
            assert [c.p for c in both] == near(noted["p"]), name
            assert list(line.limit.ci) == near(noted["ci"]), name


@pytest.mark.corpus
def test_subgroups_are_compared_as_by_metafor(corpus: Path) -> None:
    some, rows = data(corpus, "bcg")
    groups = [row["alloc"] for row in rows]
    theirs = NOTED["subgroups"]
    apart = [fit(some.take(held)).pooled for held in places(groups).values()]
    found = between(apart)
    assert found is not None
    assert [found.statistic, found.p] == near([theirs["separate"]["Q"], theirs["separate"]["p"]])
    common = together(some, groups)
    said = theirs["common"]
    assert [common.test.statistic, common.test.p] == near([said["Q"], said["p"]])
    by_name: list[Coefficient] = sorted(common.fit.coefficients, key=lambda one: one.name)
    assert [c.estimate for c in by_name] == near(said["estimate"])
    assert [c.se for c in by_name] == near(said["se"])
    assert common.fit.tau2.value == near(said["tau2"])


@pytest.mark.corpus
def test_knapp_and_hartung_at_least_as_wide_as_wald(corpus: Path) -> None:
    one = fit(data(corpus, "hine1989")[0], ci="knapp-hartung-at-least-wald").pooled
    theirs = NOTED["adhoc"]
    assert [one.se, *one.ci, one.df] == near([theirs["se"], *theirs["ci"], theirs["df"]])
