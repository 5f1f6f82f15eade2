"""QBCB: a quantile bound from a random sample (Lewis, Yang & Frieder 2021, arXiv 2108.12746).

Of a random sample of the whole stage n reports are relevant. Stop when j of these n were read
because their turn came, not because of the sample: j is the smallest number with
P(Bin(n, recall) < j) >= confidence. Were the recall of the reading in order below the goal, so many
of them would be there already with a probability of at most 1 - confidence.
At 95 % and 95 % it needs n >= 59: with fewer not even all n are enough.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import binom

from litreview.screening.stop.parts import Goal, Reading, Rule, Verdict


def needed(n: int, goal: Goal) -> int | None:
    """How many of `n` sample positives must have come up; None: all would not be enough."""
    met = np.flatnonzero(binom.cdf(np.arange(n), n, goal.recall) >= goal.confidence)
    return int(met[0]) + 1 if len(met) else None


def fewest(goal: Goal) -> int:
    """The fewest sample positives with which the rule can be met at all: 1 - recall^n >= level."""
    return int(np.ceil(np.log1p(-goal.confidence) / np.log(goal.recall) - 1e-9))


def judge(reading: Reading, goal: Goal) -> Verdict:
    """Whether enough of the sample's relevant reports have come up by themselves."""
    if not reading.unread:
        return Verdict(True, "everything is read")
    if not reading.checked.any():
        return Verdict(False, "not yet: no random sample read")
    if reading.sample_unread:
        return Verdict(False, f"not yet: {reading.sample_unread:,} of the sample unread")
    positive = reading.sampled & reading.relevant
    n, again = int(positive.sum()), int((positive & ~reading.checked).sum())
    j = needed(n, goal)
    figures = {"positives": float(n), "found_again": float(again)}
    if j is None:
        words = f"not yet: {n:,} relevant in the sample, {fewest(goal):,} needed"
        return Verdict(False, words, figures)
    words = f"{again:,} of the sample's {n:,} relevant came up by themselves, {j:,} needed"
    return Verdict(again >= j, words, figures | {"needed": float(j)})


RULE = Rule(
    "qbcb",
    "One look at a random sample that is read whole is wrong at most as often as the confidence "
    "leaves, whatever the order.",
    "A sample that is made larger until it fits, or is looked at many times, keeps no level.",
    judge,
)
