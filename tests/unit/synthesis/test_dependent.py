"""Effects that depend on each other: covariances, variances, and robust standard errors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.errors import UsageError
from litreview.synthesis.choices import SANDWICHES
from litreview.synthesis.clustered import Blocks
from litreview.synthesis.clusters import Clusters
from litreview.synthesis.dependent import dependent
from litreview.synthesis.design import Moderators, design
from litreview.synthesis.effects import Effects
from litreview.synthesis.fit import fit
from litreview.synthesis.robust import Robust
from litreview.synthesis.sampling import assumed, independent, shared_control
from litreview.synthesis.working import Working

NAMES = ("a", "a", "b", "b", "b", "c", "d", "d")
CLUSTERS = Clusters.by(NAMES)
SOME = Effects.of(
    [0.1, 0.2, 0.5, 0.6, 0.4, -0.1, 0.3, 0.2],
    [0.02, 0.03, 0.05, 0.04, 0.06, 0.02, 0.03, 0.05],
    clusters=NAMES,
)
ALONE = Effects.of(SOME.yi, SOME.vi, clusters=[str(at) for at in range(8)])


@given(
    st.lists(st.floats(0.01, 2), min_size=8, max_size=8),
    st.tuples(st.floats(0, 3), st.floats(0, 3)),
    st.floats(0, 0.95),
)
def test_the_closed_form_is_the_inverse(
    vi: list[float], spread: tuple[float, float], rho: float
) -> None:
    some = Effects.of(SOME.yi, vi, clusters=NAMES)
    between, within = spread
    blocks = Blocks(assumed(some, rho), CLUSTERS, between, within)
    same = np.equal.outer(CLUSTERS.of, CLUSTERS.of)
    correlation = np.where(same, rho, 0.0)
    np.fill_diagonal(correlation, 1.0)
    whole = correlation * np.outer(some.sei, some.sei) + within * np.eye(8) + between * same
    x = np.arange(16.0).reshape(8, 2)
    assert blocks.solve(x) == pytest.approx(np.linalg.solve(whole, x), rel=1e-7, abs=1e-7)
    assert blocks.log_det == pytest.approx(np.linalg.slogdet(whole)[1], rel=1e-9, abs=1e-9)
    inverse = np.linalg.inv(whole)
    assert blocks.trace == pytest.approx(np.trace(inverse))
    assert blocks.ones.sum() == pytest.approx(float((inverse * same).sum()))
    for places in CLUSTERS.places():
        assert blocks.dense(places) == pytest.approx(whole[np.ix_(places, places)])


def test_effects_share_their_comparison_group_by_the_sizes() -> None:
    control = ["x", "x", "x", "", "", "x", "y", "y"]
    treated, compared = np.full(8, 30.0), np.full(8, 10.0)
    shared = shared_control(SOME, control, treated, compared)
    blocks = Blocks(shared, CLUSTERS, 0.0, 0.0)
    first, second, third, last = (blocks.dense(places) for places in CLUSTERS.places())
    for block, pair in ((first, (0, 1)), (last, (6, 7))):
        assert block[0, 1] == pytest.approx(0.75 * np.sqrt(np.prod(SOME.vi[list(pair)])))
    # one of its comparison groups has a name, but no other effect; the others have none
    assert second == pytest.approx(np.diag(SOME.vi[2:5]))
    assert third == pytest.approx(np.diag(SOME.vi[[5]]))


def test_one_effect_a_cluster_is_the_random_effects_model() -> None:
    nested, plain = dependent(ALONE, robust=None), fit(ALONE)
    assert nested.between + nested.within == pytest.approx(plain.tau2.value, rel=1e-5)
    assert nested.pooled.estimate == pytest.approx(plain.pooled.estimate, rel=1e-6)
    assert any("cannot be told apart" in note for note in nested.notes)


@settings(max_examples=8)
@given(
    st.lists(st.floats(-1, 1), min_size=8, max_size=8),
    st.sampled_from(["REML", "ML"]),
    st.sampled_from([0.0, 0.7]),
)
def test_no_other_variances_are_likelier(yi: list[float], method: str, rho: float) -> None:
    some = Effects.of(yi, SOME.vi, clusters=NAMES)
    errors = assumed(some, rho)
    one = dependent(some, tau2=method, sampling=errors)
    for between in (0.0, 0.01, 0.1, 0.5):
        for within in (0.0, 0.01, 0.1, 0.5):
            other = Working(design(some), Blocks(errors, CLUSTERS, between, within))
            likelihood = other.likelihood("REML" if method == "REML" else "ML")
            assert likelihood <= one.log_likelihood + 1e-7


def test_cr2_is_unbiased_where_the_working_covariance_is_right() -> None:
    """The expectation of the sandwich under V is the model's own covariance."""
    columns = Moderators(np.arange(8.0)[:, None] ** 2, ("m",))
    working = Working(design(SOME, columns), Blocks(assumed(SOME, 0.5), CLUSTERS, 0.1, 0.02))
    sandwich = Robust(working, "CR2")
    products = sandwich._products(sandwich._influence)
    expected = np.einsum("isit->st", products)
    assert expected == pytest.approx(working.inverse, rel=1e-9)


def test_robust_errors_by_name_and_few_degrees_of_freedom_are_told() -> None:
    plain, one = dependent(ALONE, robust="CR0"), dependent(ALONE, robust="CR1")
    assert one.pooled.se == pytest.approx(plain.pooled.se * np.sqrt(8 / 7))
    assert one.pooled.df == 7
    assert any("CR1 may be too small" in note for note in one.notes)
    few = dependent(SOME)
    assert few.pooled.df is not None
    assert few.pooled.df < 4
    assert any("not reliable" in note for note in few.notes)
    assert any("the model's own" in note for note in dependent(SOME, robust=None).notes)


def test_what_has_no_clusters_or_too_few_is_refused() -> None:
    bare = Effects.of([0.1, 0.2], [0.1, 0.1])
    single = Effects.of([0.1, 0.2], [0.1, 0.1], clusters=["a", "a"])
    for effects in (bare, single):
        with pytest.raises(UsageError):
            dependent(effects)
    for moderators in (Moderators(np.eye(8)[:, :4], tuple("wxyz")),):
        with pytest.raises(UsageError, match="too few for 5 coefficients"):
            dependent(SOME, moderators=moderators)


def test_a_coefficient_that_one_cluster_alone_tells_has_no_robust_error() -> None:
    only = Moderators(np.array([[float(name == "b")] for name in NAMES]), ("only b",))
    for kind in SANDWICHES:
        with pytest.raises(UsageError, match="without the cluster 'b'"):
            dependent(SOME, moderators=only, robust=kind)
    assert dependent(SOME, moderators=only, robust=None).moderators is not None
    with pytest.raises(UsageError, match="confidence level"):
        dependent(SOME, level=2)


def test_models_and_errors_that_do_not_go_together_are_refused() -> None:
    for rho in (-0.1, 1.0):
        with pytest.raises(UsageError, match="cannot be assumed"):
            assumed(SOME, rho)
    with pytest.raises(UsageError, match="no correlated sampling errors"):
        dependent(SOME, model="independent", sampling=assumed(SOME, 0.5))
    with pytest.raises(UsageError, match="no estimator DL"):
        dependent(SOME, tau2="DL")
    assert not independent(SOME).correlated
