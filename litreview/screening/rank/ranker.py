"""The engine: labels in, an order of the unread out.

A `Ranker` holds the features of a pool and what was learned last. One call takes a snapshot of all
labels and gives the order; nothing is kept of earlier labels but the place from which the next
solution is sought, so labels may be taken back or changed. Calls must not overlap: a background
thread owns its ranker.

What is known decides how the order is made:

| labels | without criteria text | with criteria text |
|---|---|---|
| none | the prior; without one, the pool's order or a drawn one | likeness to the text, the prior |
| included only | likeness to what was included, the prior | likeness to both, the prior |
| excluded only | as with none | the classifier, the text as the one included record |
| both | the classifier, the prior | the classifier, the text as one more included, the prior |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from litreview.screening.rank.criteria import query
from litreview.screening.rank.matrix import Matrix
from litreview.screening.rank.parts import Floats, Labels, Pool, Recipe, Rows

Basis = Literal["classifier", "likeness", "prior", "nothing"]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """order: the unread rows, the next one first. scores: one a record of the pool, high is good.

    basis: what made it: "classifier" (both classes were known), "likeness" (to the criteria, to
    what was included), "prior" (that alone), "nothing" (the order is the pool's, or drawn).
    """

    order: Rows
    scores: Floats
    basis: Basis


class Ranker:
    """The features of one pool, and the state of one recipe on it.

    seed: what the recipe draws, it draws from this. criteria: text that a relevant record would
    resemble; blank for none. What it tells of a topic (`criteria.query`) is learned as a record
    that was included, and is never ranked.
    """

    def __init__(self, pool: Pool, recipe: Recipe, *, seed: int, criteria: str = "") -> None:
        self.recipe = recipe
        self._size = len(pool)
        told = query(criteria)
        extra = (told,) if told else ()
        self._matrix = recipe.features(pool, extra)
        self._extra = np.arange(self._size, len(self._matrix))
        self._learner = recipe.classifier(self._matrix, seed)
        self._prior = _prior(recipe, pool, self._matrix)
        drawn = np.random.RandomState(seed).permutation(self._size)
        self._start = -(np.arange(self._size) if recipe.top_down else drawn).astype(np.float64)

    def rank(self, rows: Rows, labels: Labels) -> Ranking:
        """The order of all records but the labelled `rows`, which stand as they were labelled."""
        scores, basis = self._scored(rows, labels)
        unread = np.ones(self._size, bool)
        unread[rows] = False
        return Ranking(self.recipe.query(scores, np.flatnonzero(unread)), scores, basis)

    def _scored(self, rows: Rows, labels: Labels) -> tuple[Floats, Basis]:
        included = int(labels.sum())
        positive = included + len(self._extra)
        if positive and included < len(labels):
            return self._beside_prior(self._learned(rows, labels), included), "classifier"
        if positive and (len(self._extra) or not self.recipe.top_down):
            like = self._matrix.likeness(np.concatenate((rows, self._extra)))
            return self._beside_prior(like[: self._size], included), "likeness"
        if self._prior is not None:
            return self._prior, "prior"
        return self._start, "nothing"

    def _learned(self, rows: Rows, labels: Labels) -> Floats:
        """The decision values of the pool's records."""
        rows = np.concatenate((rows, self._extra))
        labels = np.concatenate((labels, np.ones(len(self._extra), np.int8)))
        weights = self.recipe.balance(labels)
        weights[len(labels) - len(self._extra) :] *= self.recipe.criteria_weight
        return self._learner(rows, labels, weights)[: self._size]

    def _beside_prior(self, scores: Floats, included: int) -> Floats:
        if self._prior is None:
            return scores
        return _standard(scores) + self.recipe.fading(included) * self._prior


def _prior(recipe: Recipe, pool: Pool, matrix: Matrix) -> Floats | None:
    if recipe.prior is None or not len(pool):
        return None
    return recipe.prior.scores(pool, matrix.head(len(pool)))


def _standard(scores: Floats) -> Floats:
    """Of mean 0 and standard deviation 1; all 0 where all are equal."""
    spread = float(scores.std())
    return np.asarray((scores - scores.mean()) / (spread if spread > 0 else 1.0))
