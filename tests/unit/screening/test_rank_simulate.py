"""A labelled set played through a ranking."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from rank_pools import pool

from litreview.screening.rank.metrics import measure
from litreview.screening.rank.recipes import DEFAULT, ELAS_U4
from litreview.screening.rank.simulate import drawn_priors, simulate

RECORDS, LABELS = pool(60)
NONE = np.empty(0, np.int64)


@pytest.mark.parametrize("of", [DEFAULT, ELAS_U4], ids=lambda one: one.name)
@pytest.mark.parametrize("known", [0, 1, 3])
def test_every_record_is_shown_once(of: object, known: int) -> None:
    priors = drawn_priors(LABELS, known, known, 4)
    played = simulate(RECORDS, LABELS, of, seed=4, priors=priors)  # type: ignore[arg-type]
    assert sorted((*played.priors, *played.order)) == list(range(60))
    assert LABELS[priors].tolist() == [1] * known + [0] * known
    assert played.metrics == measure(LABELS[played.order])


def test_a_seed_gives_one_order_and_a_better_one_than_chance() -> None:
    once, again = (
        simulate(RECORDS, LABELS, DEFAULT, seed=1, priors=drawn_priors(LABELS, 1, 1, 1))
        for _ in range(2)
    )
    assert once.order.tolist() == again.order.tolist()
    assert once.metrics is not None
    assert once.metrics.loss < 0.25
    cold = simulate(RECORDS, LABELS, DEFAULT, seed=1, priors=NONE, criteria="coach and mentor")
    assert cold.metrics is not None
    assert cold.metrics.loss < 0.25


def test_learning_ends_with_the_last_relevant_record() -> None:
    played = simulate(RECORDS, LABELS, DEFAULT, seed=1, priors=drawn_priors(LABELS, 1, 1, 1))
    last = int(np.flatnonzero(LABELS[played.order]).max())
    assert played.updates == last + 2  # one an order, and the one by which the rest follows


@pytest.mark.parametrize("most", [1, 2, 7])
def test_a_recipe_learns_as_often_as_it_says(most: int) -> None:
    of = replace(DEFAULT, pause=lambda _: most)
    played = simulate(RECORDS, LABELS, of, seed=1, priors=drawn_priors(LABELS, 1, 1, 1))
    last = int(np.flatnonzero(LABELS[played.order]).max())
    assert played.updates == last // most + 2


def test_time_is_what_the_clock_says() -> None:
    ticks = count()
    played = simulate(
        RECORDS, LABELS, DEFAULT, seed=1, priors=NONE, clock=lambda: float(next(ticks))
    )
    assert (played.seconds.features, played.seconds.first_order) == (1, 2)
    assert played.seconds.total == 3


def test_more_priors_than_records_are_refused() -> None:
    with pytest.raises(ValueError, match="larger"):
        drawn_priors(LABELS, 13, 0, 1)
