"""How many relevant reports are still unread, with an upper bound.

From the random sample, where one was read: of the reports that were unread when the check began,
those of the sample are a random draw without replacement, so the bound on the relevant ones among
them is exact (hypergeometric, one-sided). What was found among them since is taken off.

Without a sample: as if the unread were like the last reports read. Where the order puts the
relevant ones first, that is too many rather than too few.
"""

from __future__ import annotations

import numpy as np

from litreview.screening.stop.parts import (
    Goal,
    Reading,
    Rule,
    Verdict,
    fewest_missed,
    plainly,
    share,
)
from litreview.screening.stop.urn import most_marked

FEWEST = 50
"""Reports of the end that are taken as alike the unread, at least (or all that are read)."""
SHARE = 0.1
"""... and this share of what is read."""


def judge(reading: Reading, goal: Goal) -> Verdict:
    """Whether even the upper bound leaves the recall at the goal."""
    if not reading.unread:
        return Verdict(True, "everything is read", {"unread_relevant": 0.0, "at_most": 0.0})
    if not reading.read:
        return Verdict(False, "not yet: nothing read")
    random = reading.checked.any() and not reading.sample_unread
    point, most, words = (_sample if random else _end)(reading, goal.confidence)
    most = min(most, reading.unread)
    met = bool(reading.found) and most < fewest_missed(reading.found, goal.recall)
    words += f": at most {share(round(most / reading.unread, 3))} of the unread, {most:,}"
    return Verdict(
        met,
        f"{words} ({share(goal.confidence)})",
        {"unread_relevant": min(point, reading.unread), "at_most": most, "sample": float(random)},
    )


def _sample(reading: Reading, confidence: float) -> tuple[float, int, str]:
    first = int(np.flatnonzero(reading.checked)[0])
    later = slice(first, None)
    urn = reading.read - first + reading.unread
    drawn = int(reading.sampled[later].sum())
    seen = int((reading.sampled & reading.relevant)[later].sum())
    since = int(reading.relevant[later].sum())
    most = most_marked(seen, drawn, urn, confidence)
    point = max(0.0, urn * seen / drawn - since)
    return point, max(0, most - since), f"{drawn:,} read at random, {seen:,} relevant"


def _end(reading: Reading, confidence: float) -> tuple[float, int, str]:
    drawn = min(reading.read, max(FEWEST, int(SHARE * reading.read)))
    seen = int(reading.relevant[-drawn:].sum())
    most = most_marked(seen, drawn, drawn + reading.unread, confidence) - seen
    point = reading.unread * seen / drawn
    return point, most, f"if the unread are like the last {drawn:,} ({seen:,} relevant)"


RULE = Rule(
    "estimate",
    "With a random sample: the bound on the relevant reports that are unread holds with the "
    "confidence, whatever the order.",
    "Without a sample it holds only as far as the unread are no richer than the last reports read; "
    "looking again and again weakens both.",
    judge,
)
