"""The hypergeometric certificate (Callaghan & Mueller-Hansen 2020, 10.1186/s13643-020-01521-4).

For the last i reports read: as if they had been drawn at random, without replacement, from
themselves and the unread. If recall lay below the goal, that urn would hold at least K relevant
ones; p = P(X <= those found in it). The smallest p over all i is the answer, and 1 - p is shown as
the confidence.

Of the tails with equally many relevant ones the longest has the smallest p: K is the same in all
of them. So only tails that begin behind a relevant report are computed, and the first of all. And X
<= x is the same as: at least K - x of the unread are relevant, which is one number for all tails.
"""

from __future__ import annotations

import numpy as np

from litreview.screening.stop.parts import (
    Goal,
    Reading,
    Rule,
    Verdict,
    fewest_missed,
    level,
    plainly,
    share,
)
from litreview.screening.stop.urn import at_least


def smallest_p(relevant: np.ndarray, unread: int, recall: float) -> float:
    """The smallest p over the tails, at least one of them. Linear in labels, and in R * R / 20."""
    return _p(_tails(relevant), unread, recall)


def _tails(relevant: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The lengths of the tails to compute, and how many relevant reports are in each."""
    places = np.flatnonzero(relevant)
    begins = np.concatenate(([0], places + 1))
    lengths = len(relevant) - begins
    inside = len(places) - np.arange(len(begins))
    kept = lengths > 0
    return lengths[kept], inside[kept]


def _p(tails: tuple[np.ndarray, np.ndarray], unread: int, recall: float) -> float:
    lengths, inside = tails
    found = int(inside[0])
    missed = fewest_missed(found, recall)
    if missed > unread:
        return 0.0
    return float(at_least(missed, missed + inside, unread + lengths, unread).min())


def more_needed(relevant: np.ndarray, unread: int, goal: Goal) -> int:
    """So many further irrelevant reports in a row would meet the goal; 0: it is met."""
    lengths, inside = _tails(relevant)
    if len(inside) == 0 or inside[0] == 0:
        return unread
    if not inside[-1] == 0:  # the last one read is relevant: the next tail begins behind it
        lengths, inside = np.append(lengths, 0), np.append(inside, 0)
    low, high = 0, unread
    while low < high:
        n = (low + high) // 2
        held = lengths + n > 0
        p = _p((lengths[held] + n, inside[held]), unread - n, goal.recall)
        low, high = (low, n) if p < 1 - goal.confidence else (n + 1, high)
    return low


def judge(reading: Reading, goal: Goal) -> Verdict:
    """Whether p lies below 1 - confidence."""
    plain = plainly(reading)
    if plain is not None:
        return plain
    p = smallest_p(reading.relevant, reading.unread, goal.recall)
    met = p < 1 - goal.confidence
    more = 0 if met else more_needed(reading.relevant, reading.unread, goal)
    words = f"recall ≥ {share(goal.recall)} with confidence {level(1 - p)}"
    if not met:
        words += f"   ({goal.confidence:g} needs about {more:,} more)"
    return Verdict(met, words, {"p": p, "confidence": 1 - p, "more": more})


RULE = Rule(
    "certificate",
    "Where the order is no worse than a random one, one look at it is wrong at most as often as "
    "the confidence leaves.",
    "It takes the best of many tails, and is looked at many times: both make the true confidence "
    "lower than the one shown.",
    judge,
)
