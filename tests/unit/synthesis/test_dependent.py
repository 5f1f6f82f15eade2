"""Effects that depend on each other: the three-level model and robust standard errors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.errors import UsageError
from litreview.synthesis.clustered import Blocks, Clusters
from litreview.synthesis.effects import Effects
from litreview.synthesis.fit import fit
from litreview.synthesis.multilevel import three_level
from litreview.synthesis.robust import robust

NAMES = ("a", "a", "b", "b", "b", "c", "d", "d")
SOME = Effects.of(
    [0.1, 0.2, 0.5, 0.6, 0.4, -0.1, 0.3, 0.2],
    [0.02, 0.03, 0.05, 0.04, 0.06, 0.02, 0.03, 0.05],
    clusters=NAMES,
)


@given(st.lists(st.floats(0.01, 2), min_size=8, max_size=8), st.floats(0, 3), st.floats(0, 3))
def test_the_closed_form_is_the_inverse(vi: list[float], between: float, within: float) -> None:
    clusters = Clusters.by(NAMES)
    blocks = Blocks(np.array(vi), clusters, between, within)
    same = np.equal.outer(clusters.of, clusters.of)
    whole = np.diag(np.array(vi) + within) + between * same
    x = np.arange(16.0).reshape(8, 2)
    assert blocks.solve(x) == pytest.approx(np.linalg.solve(whole, x), rel=1e-8, abs=1e-8)
    assert blocks.log_det == pytest.approx(np.linalg.slogdet(whole)[1], rel=1e-9, abs=1e-9)
    inverse = np.linalg.inv(whole)
    assert blocks.trace == pytest.approx(np.trace(inverse))
    assert blocks.ones.sum() == pytest.approx(float((inverse * same).sum()))


def test_one_effect_a_cluster_is_the_random_effects_model() -> None:
    alone = Effects.of(SOME.yi, SOME.vi, clusters=[str(at) for at in range(8)])
    nested, plain = three_level(alone), fit(alone)
    assert nested.between + nested.within == pytest.approx(plain.tau2.value, rel=1e-5)
    assert nested.estimates[0] == pytest.approx(plain.pooled.estimate, rel=1e-6)
    assert any("cannot be told apart" in note for note in nested.notes)


@settings(max_examples=15)
@given(st.lists(st.floats(-1, 1), min_size=8, max_size=8), st.sampled_from(["REML", "ML"]))
def test_no_other_variances_are_likelier(yi: list[float], method: str) -> None:
    some = Effects.of(yi, SOME.vi, clusters=NAMES)
    one = three_level(some, method="REML" if method == "REML" else "ML")
    for between in (0.0, 0.01, 0.1, 0.5):
        for within in (0.0, 0.01, 0.1, 0.5):
            other = _likelihood(some, between, within, method)
            assert other <= one.log_likelihood + 1e-7


def _likelihood(some: Effects, between: float, within: float, method: str) -> float:
    from litreview.synthesis.design import design
    from litreview.synthesis.multilevel import _State

    blocks = Blocks(some.vi, Clusters.by(NAMES), between, within)
    return _State(design(some), blocks).likelihood("REML" if method == "REML" else "ML")


def test_robust_errors_of_clusters_of_one_are_those_of_the_effects() -> None:
    alone = Effects.of(SOME.yi, SOME.vi, clusters=[str(at) for at in range(8)])
    plain, one = robust(alone, kind="CR0"), robust(alone, kind="CR1")
    assert one.ses[0] == pytest.approx(plain.ses[0] * np.sqrt(8 / 7))
    assert one.df == 7
    assert one.notes


def test_what_has_no_clusters_or_too_few_is_refused() -> None:
    bare = Effects.of([0.1, 0.2], [0.1, 0.1])
    single = Effects.of([0.1, 0.2], [0.1, 0.1], clusters=["a", "a"])
    for effects in (bare, single):
        with pytest.raises(UsageError):
            three_level(effects)
        with pytest.raises(UsageError):
            robust(effects)
