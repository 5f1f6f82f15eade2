"""Orders for one reader: what they have still to read, best first, each with the reason.

The engine behind a `screening.guide.Guide`: it holds the features of all reports of a stage and
makes an order from what is known at a moment. The same knowledge gives the same order, whatever
was asked before it, so that an order in the log can be made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from litreview.model import ReportId
from litreview.screening.guide import Item, Ordering
from litreview.screening.known import AGAIN, Known, Sought, Taught, digest, name_of, ordinal
from litreview.screening.rank.matrix import Matrix
from litreview.screening.rank.parts import (
    Classifier,
    Features,
    Floats,
    Labels,
    Learner,
    Pool,
    Prior,
    Rows,
)
from litreview.screening.rank.prior import LearnedPrior
from litreview.screening.rank.ranker import Basis, Ranker
from litreview.screening.rank.recipes import recipe

_WORD = re.compile(r"\w\w")
WORDLESS = "read first, not ranked: it has neither abstract nor title"


@dataclass(frozen=True, slots=True)
class Ordered:
    """ordering: what is shown. scores: of each ranked report, high is good; no fixed scale."""

    ordering: Ordering
    scores: Mapping[ReportId, float]


@dataclass(frozen=True, slots=True)
class Afresh:
    """A classifier that starts from nothing each time: what it says depends on no earlier order."""

    classifier: Classifier

    def __call__(self, matrix: Matrix, seed: int) -> Learner:
        """See `parts.Classifier`."""

        def learn(rows: Rows, labels: Labels, weights: Floats) -> Floats:
            return self.classifier(matrix, seed)(rows, labels, weights)

        return learn


class Orders:
    """The orders of the reports in `pool`, whose ids they are, in the order of the files.

    taught: rows that are learned from and never shown; sought: recipe, seed and criteria text.
    features: another way to the features of the recipe, such as one that keeps them.
    Raises UnknownName: there is no such recipe.

    fixed: what all orders of this engine follow from besides decisions, each in a few digits.
    """

    def __init__(
        self, pool: Pool, taught: Taught, sought: Sought, features: Features | None = None
    ) -> None:
        held = recipe(sought.recipe, learned_prior=sought.learned_prior)
        rows = range(len(pool), len(pool) + len(taught))
        whole = Pool(
            (*pool.ids, *(f"earlier:{row}" for row in rows)),
            (*pool.titles, *taught.titles),
            (*pool.abstracts, *taught.abstracts),
            (*pool.years, *taught.years),
        )
        made = replace(held, classifier=Afresh(held.classifier), features=features or held.features)
        self.sought = sought
        self._ranker = Ranker(whole, made, seed=sought.seed, criteria=sought.criteria)
        self._ids = pool.ids
        self._rows = {one: row for row, one in enumerate(pool.ids)}
        self._taught = np.array(rows, np.int64)
        self._taught_labels = np.array(taught.included, np.int8)
        self._wordless = frozenset(_wordless(pool))
        self.fixed: dict[str, float | str] = {
            "records": records_digest(pool),
            "text": digest([sought.criteria]),
            "learned_prior": int(sought.learned_prior),
            "prior": _weights(held.prior),
            "primed": taught.digest,
        }

    def __call__(self, known: Known) -> Ordered:
        """The order of what is unread, then of what was left at maybe."""
        by_row = sorted(known.labels.keys() & self._rows.keys(), key=self._rows.__getitem__)
        labels = {report: known.labels[report] for report in by_row}  # sums hang on their order
        rows = np.array([*(self._rows[report] for report in labels), *self._taught], np.int64)
        values = np.array([*labels.values(), *self._taught_labels], np.int8)
        found = self._ranker.rank(rows, values)
        unread = set(known.unread)
        inside = (ReportId(self._ids[row]) for row in found.order if row < len(self._ids))
        ranked = [one for one in inside if one in unread and one not in self._wordless]
        first = [one for one in known.unread if one in self._wordless or one not in self._rows]
        order = (*first, *ranked, *known.again)
        basis = self._basis(found.basis, len(labels))
        ordering = Ordering(
            ranking=name_of(order),
            items=_items(name_of(order), first, ranked, known.again, basis),
            recipe=self.sought.recipe,
            seed=self.sought.seed,
            learned=len(labels),
            parameters={**self.fixed, "labels": labels_digest(labels)},
        )
        return Ordered(ordering, {one: float(found.scores[self._rows[one]]) for one in ranked})

    def _basis(self, basis: Basis, decisions: int) -> str:
        """What made the order, in words that follow "ranked 4th"."""
        if basis == "nothing":
            return ", in an order that was drawn"
        if basis == "prior":
            return " by what other reviews include"
        if decisions:
            return f", learned from {decisions:,} decision{'' if decisions == 1 else 's'}"
        if len(self._taught):
            return f", learned from {len(self._taught):,} decisions of earlier reviews"
        return " by the criteria's words"


def _items(
    ranking: str,
    first: Sequence[ReportId],
    ranked: Sequence[ReportId],
    again: Sequence[ReportId],
    basis: str,
) -> list[Item]:
    """What is shown, in order; places count from 1 through all of it."""
    whys = [
        *((one, WORDLESS) for one in first),
        *((one, f"ranked {ordinal(at)}{basis}") for at, one in enumerate(ranked, 1)),
        *((one, AGAIN) for one in again),
    ]
    return [Item(report, why, ranking, place) for place, (report, why) in enumerate(whys, 1)]


def _wordless(pool: Pool) -> Iterable[str]:
    """The records of which nothing can be said: no abstract, and a title without a word."""
    for one, title, abstract in zip(pool.ids, pool.titles, pool.abstracts, strict=True):
        if not _WORD.search(title) and not _WORD.search(abstract):
            yield one


def _weights(prior: Prior | None) -> str:
    """What a learned prior weighs, in a few digits; "" of none, or of another kind."""
    if not isinstance(prior, LearnedPrior):
        return ""
    parts = (prior.in_text, prior.in_title, prior.of_numbers)
    return digest(part.tobytes().hex() for part in parts)


def records_digest(pool: Pool) -> str:
    """What the records of a pool say, in a few digits."""
    parts = zip(pool.ids, pool.titles, pool.abstracts, map(str, pool.years), strict=True)
    return digest("\t".join(part) for part in parts)


def labels_digest(labels: Mapping[ReportId, bool]) -> str:
    """What decisions say, in a few digits, in whatever order they were made."""
    return digest(f"{report}\t{int(one)}" for report, one in sorted(labels.items()))
