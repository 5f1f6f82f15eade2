"""The four parts of a ranking, as small interfaces, and the recipe that names one of each.

A part is a callable, so a function or a frozen dataclass will do, and another one is one more file.
Rows are numbers of records in a pool, from 0; a label is 1 for included and 0 for excluded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from litreview.screening.rank.matrix import Matrix

Floats: TypeAlias = NDArray[np.float64]
Rows: TypeAlias = NDArray[np.int64]
"""Numbers of rows."""
Labels: TypeAlias = NDArray[np.int8]
"""1 included, 0 excluded; aligned with some rows."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The records that are ranked, in the order in which ties are settled. All tuples align.

    Missing text is the empty string, a missing year None.
    """

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    abstracts: tuple[str, ...]
    years: tuple[int | None, ...]

    def __post_init__(self) -> None:
        lengths = {len(self.ids), len(self.titles), len(self.abstracts), len(self.years)}
        if len(lengths) > 1:
            raise ValueError(f"the columns of a pool differ in length: {sorted(lengths)}")

    def __len__(self) -> int:
        return len(self.ids)


class Features(Protocol):
    """Text to numbers."""

    def __call__(self, pool: Pool, extra: tuple[str, ...] = ()) -> Matrix:
        """A row a record, then a row for each text of `extra`, in the same columns.

        The extra texts (the criteria) count in no document frequency; a word that no record has
        counts for nothing.
        """
        ...


class Learner(Protocol):
    """A classifier at work on one matrix; it may keep what it learned as its next start."""

    def __call__(self, rows: Rows, labels: Labels, weights: Floats) -> Floats:
        """Learn the labelled `rows`, both classes among them: a decision value for every row."""
        ...


class Classifier(Protocol):
    """How labels become decision values."""

    def __call__(self, matrix: Matrix, seed: int) -> Learner:
        """A learner on `matrix` that has learned nothing; `seed` feeds what it draws."""
        ...


class Balance(Protocol):
    """How much each label weighs."""

    def __call__(self, labels: Labels) -> Floats:
        """A weight for each label, of mean 1; both classes are there."""
        ...


class Query(Protocol):
    """Which of the unread comes first."""

    def __call__(self, scores: Floats, unread: Rows) -> Rows:
        """The `unread` rows (which ascend) in the order in which they are to be read."""
        ...


class Prior(Protocol):
    """What is known of a record before anything is labelled."""

    def scores(self, pool: Pool, matrix: Matrix) -> Floats:
        """A score for each record of the pool, of mean 0 and standard deviation 1.

        `matrix` has the pool's features, a row a record and no more.
        """
        ...


@dataclass(frozen=True, slots=True)
class Fading:
    """How much the prior counts beside the classifier: `weight * half / (half + included)`."""

    weight: float = 0.5
    half: float = 10.0

    def __call__(self, included: int) -> float:
        """The weight of the prior's score when `included` records have been included."""
        return self.weight * self.half / (self.half + included)


@dataclass(frozen=True, slots=True)
class Recipe:
    """One of each part, and how they are put together.

    prior: None for none. pause: labels -> how many more are learned before the order is made anew.
    top_down: as ASReview does, the pool's order until both classes are known and there is no
    criteria text; otherwise an order of which nothing is known is drawn from the seed.
    criteria_weight: what the criteria text weighs beside a record that was included.
    """

    name: str
    features: Features
    classifier: Classifier
    balance: Balance
    query: Query
    pause: Callable[[int], int]
    top_down: bool
    prior: Prior | None = None
    fading: Fading = Fading()
    criteria_weight: float = 0.3
