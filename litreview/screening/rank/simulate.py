"""A labelled set played through a recipe: what would have been shown, record by record.

Pure: the clock and the seed come in. All records are ranked; where a review would have stopped is
the business of a stopping rule. When the last relevant record has been shown, no measure can change
any more: the rest follows in the order that stands then, and nothing more is learned (ASReview ends
there).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from litreview.screening.rank.metrics import Metrics, measure
from litreview.screening.rank.parts import Labels, Pool, Recipe, Rows
from litreview.screening.rank.ranker import Ranker


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long it took.

    features: reading the text; first_order: that and the first order; per_update: each later
    order, in the mean (0 without one); total: all.
    """

    features: float
    first_order: float
    per_update: float
    total: float


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """priors: rows that were known; order: all others as they were shown; updates: orders made."""

    priors: Rows
    order: Rows
    updates: int
    metrics: Metrics | None
    seconds: Seconds


def drawn_priors(labels: Labels, included: int, excluded: int, seed: int) -> Rows:
    """As many included and excluded rows, the draw that ASReview 3.0.8 makes with this prior seed.

    Raises ValueError where there are fewer.
    """
    return np.concatenate((_drawn(labels, 1, included, seed), _drawn(labels, 0, excluded, seed)))


def _drawn(labels: Labels, label: int, number: int, seed: int) -> Rows:
    rows = np.flatnonzero(labels == label)
    return np.random.RandomState(seed).choice(rows, number, replace=False)


def simulate(  # noqa: PLR0913 - what is read, by what, and what comes in from outside
    pool: Pool,
    labels: Labels,
    recipe: Recipe,
    *,
    seed: int,
    priors: Rows,
    criteria: str = "",
    clock: Callable[[], float] = lambda: 0.0,
) -> Simulated:
    """Show the pool to a reader who labels as `labels` say, starting from what `priors` tell."""
    began = clock()
    ranker = Ranker(pool, recipe, seed=seed, criteria=criteria)
    read = clock()
    known = np.empty(len(pool), np.int64)
    known[: len(priors)] = priors
    done, updates, first = len(priors), 0, read
    while done < len(pool):
        rows = known[:done]
        order = ranker.rank(rows, labels[rows]).order
        if labels[order].any():
            order = order[: recipe.pause(done)]
        known[done : done + len(order)] = order
        done, updates = done + len(order), updates + 1
        first = clock() if updates == 1 else first
    ended = clock()
    later = (ended - first) / (updates - 1) if updates > 1 else 0.0
    order = known[len(priors) :]
    return Simulated(
        priors,
        order,
        updates,
        measure(labels[order]),
        Seconds(read - began, first - began, later, ended - began),
    )
