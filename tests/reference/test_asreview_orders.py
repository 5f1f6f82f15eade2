"""`elas_u4` against ASReview 3.0.8: the same records known, shown in the same order, to the last.

The orders were noted down by `make_asreview.py`. No divergence.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from litreview.screening.rank.labelled import read
from litreview.screening.rank.metrics import measure
from litreview.screening.rank.recipes import recipe
from litreview.screening.rank.simulate import drawn_priors, simulate

pytestmark = pytest.mark.corpus
ORDERS = json.loads((Path(__file__).parent / "asreview" / "orders.json").read_text("utf-8"))
RUNS = [(name, seed) for name, runs in ORDERS.items() for seed in runs]


@pytest.mark.parametrize(("name", "seed"), RUNS)
def test_the_order_is_that_of_asreview(corpus: Path, name: str, seed: str) -> None:
    noted = ORDERS[name][seed]
    held = read((corpus / "screening" / f"{name}.csv").read_text("utf-8"), name)
    priors = drawn_priors(held.labels, 1, 1, int(seed))
    assert priors.tolist() == noted["priors"]
    played = simulate(held.pool, held.labels, recipe("elas_u4"), seed=int(seed), priors=priors)
    shown = played.order[: len(noted["order"])]
    assert shown.tolist() == noted["order"]
    assert not held.labels[played.order[len(shown) :]].any()
    assert played.metrics is not None
    assert played.metrics.loss == pytest.approx(noted["loss"], abs=1e-12)
    assert played.metrics.ndcg == pytest.approx(noted["ndcg"], abs=1e-12)


def test_the_default_without_a_prior_loses_nothing_to_speak_of(corpus: Path) -> None:
    """The same model, solved otherwise and learning less often: mean of Loss, one run a set."""
    losses = []
    for name, seed in dict(RUNS).items():
        held = read((corpus / "screening" / f"{name}.csv").read_text("utf-8"), name)
        priors = drawn_priors(held.labels, 1, 1, int(seed))
        of = recipe("default", learned_prior=False)
        played = simulate(held.pool, held.labels, of, seed=int(seed), priors=priors)
        assert played.metrics is not None
        assert played.metrics == measure(held.labels[played.order])
        losses.append(played.metrics.loss - ORDERS[name][seed]["loss"])
    assert abs(np.mean(losses)) < 0.001
