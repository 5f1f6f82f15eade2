"""QBCB: a bound from the relevant reports of a random sample (Lewis, Yang & Frieder 2021).

Certifying One-Phase Technology-Assisted Reviews, arXiv 2108.12746. A random sample of the whole
stage is judged first, by people whose judgement the ranking does not learn from; n of it are
relevant. Reading then goes by the ranking, and stops when j of these n have come up by themselves:
the smallest j with P(Bin(n, recall) < j) >= confidence. Were recall below the goal, so many would
have come up with a chance of at most 1 - confidence, at one look. 95 % with 95 % takes n >= 59.

A random check in a review is not such a sample: what it shows is read, learned from and never shown
again, so nothing can come up by itself. Of a reading with checks alone the rule therefore says
nothing (met is None) until everything is read; `check` draws what can be drawn from it. `needed`
and `judged` serve where the sample was judged elsewhere (simulations; a gold set).
"""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import binom

from litreview.screening.stop.reading import Opinion, Reading
from litreview.screening.stop.rule import Rule
from litreview.screening.stop.saying import plainly

NAME = "qbcb"


def needed(n: int, recall: float, confidence: float) -> int | None:
    """How many of `n` relevant reports of the sample must come up; None: all are not enough."""
    met = np.flatnonzero(binom.cdf(np.arange(n), n, recall) >= confidence - 1e-12)
    return int(met[0]) + 1 if len(met) else None


def fewest(recall: float, confidence: float) -> int:
    """The fewest relevant reports of the sample with which it can be met: 1 - recall^n >= y."""
    return math.ceil(math.log1p(-confidence) / math.log(recall) - 1e-9)


def judged(again: int, n: int, recall: float, confidence: float) -> Opinion:
    """What the rule says where `again` of the `n` relevant reports of the sample have come up."""
    j = needed(n, recall, confidence)
    figures = {"relevant_in_sample": float(n), "came_up": float(again)}
    if j is None:
        least = fewest(recall, confidence)
        words = f"not yet: {n:,} relevant in the sample, at least {least:,} needed"
        return Opinion(NAME, None, words, figures)
    words = f"{again:,} of {n:,} relevant of the sample came up, {j:,} needed"
    return Opinion(NAME, again >= j, words, figures | {"needed": float(j)})


def judge(reading: Reading) -> Opinion:
    """None, until everything is read: see the head of this file."""
    plain = plainly(NAME, reading)
    if plain is not None:
        return plain
    n = sum(label and check for label, check in zip(reading.labels, reading.checks, strict=False))
    words = "not in a review: a report that was checked never comes up again"
    return Opinion(NAME, None, words, {"relevant_in_sample": float(n)})


RULE = Rule(
    NAME,
    "One look at a random sample of the whole stage, kept from the ranking, is wrong no more often "
    "than the confidence says, whatever the order.",
    "A random check is no such sample, so it is never met here; a simulation can use it.",
    judge,
)
