"""A certificate that may be looked at after every report: a test martingale instead of a p-value.

Suppose that R reports are relevant in all. Before each report the chance that it is relevant is
then at least p = (R - found) / unread, if the order is no worse than a random one. Bets against
that, which pay (1 - c p) / (1 - p) on an irrelevant report and c on a relevant one (0 <= c < 1),
win nothing in the mean; so the capital exceeds 1 / (1 - confidence) at any time whatever with a
probability of at most 1 - confidence (Ville's inequality; cf. Waudby-Smith & Ramdas 2020,
arXiv 2006.04347, for draws without replacement). The capital is spread evenly over the factors
c and over ten moments to begin (after 0, 10, ... 90 % of the stage), which are fixed beforehand.
The capital grows with R: where the smallest R that would mean too low a recall is refuted, so are
all larger ones.
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

FACTORS = (0.0, 0.25, 0.5)
"""What is left of a bet after a relevant report."""
BEGINS = tuple(n / 10 for n in range(10))
"""After so much of the stage a share of the capital is put in."""


def capital(relevant: np.ndarray, unread: int, recall: float) -> float:
    """What the bets against too low a recall have come to; 1 at the start, inf: impossible."""
    read, found = len(relevant), int(relevant.sum())
    missed = fewest_missed(found, recall)
    if missed > unread:
        return np.inf
    total = read + unread
    before = np.concatenate(([0], np.cumsum(relevant)[:-1])) if read else np.zeros(0)
    p = (found + missed - before) / (total - np.arange(read))
    held = 0.0
    for factor in FACTORS:
        with np.errstate(divide="ignore"):
            lost = np.log(np.float64(factor))
            gains = np.where(relevant, lost, np.log1p(-factor * p) - np.log1p(-np.minimum(p, 1)))
        for share_read in BEGINS:
            begin = int(np.ceil(share_read * total))
            held += float(np.exp(min(gains[begin:].sum(), 700.0)))
    return held / (len(FACTORS) * len(BEGINS))


def judge(reading: Reading, goal: Goal) -> Verdict:
    """Whether the capital has passed 1 / (1 - confidence)."""
    plain = plainly(reading)
    if plain is not None:
        return plain
    held = capital(reading.relevant, reading.unread, goal.recall)
    sure = max(0.0, 1 - 1 / held) if held > 0 else 0.0
    words = f"recall ≥ {share(goal.recall)} with confidence {level(sure)}, however often one looks"
    return Verdict(held >= 1 / (1 - goal.confidence), words, {"confidence": sure})


RULE = Rule(
    "anytime",
    "Where the order is at no moment worse than a random one, it is wrong at most as often as the "
    "confidence leaves, however often one looks.",
    "It says nothing where relevant reports are put last, as those without an abstract may be.",
    judge,
)
