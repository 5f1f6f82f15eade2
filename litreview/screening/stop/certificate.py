"""The hypergeometric certificate: recall of at least x, with confidence y.

Callaghan & Mueller-Hansen 2020, doi 10.1186/s13643-020-01521-4. Take the last i reports read as if
drawn at random from themselves and the unread. If recall were too low, that urn would hold at least
K relevant ones; p is the chance of having drawn as few as were drawn, or fewer. The smallest p over
all i counts, and 1 - p is shown as the confidence.

Two things make that quick. To have drawn few is to have left many: at least so many relevant ones
are unread, the same number for all i. And of the tails with equally many relevant ones the longest
has the smallest p, as it leaves the same number unread from a larger urn; so only tails that begin
right behind a relevant report, and the whole reading, are computed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from litreview.screening.stop.reading import Opinion, Reading
from litreview.screening.stop.rule import Rule
from litreview.screening.stop.saying import plainly, promised
from litreview.screening.stop.urn import Whole, fewest_unread, smallest

NAME = "certificate"


def smallest_p(labels: Sequence[bool], unread: int, recall: float) -> float:
    """The smallest p of too low a recall over all tails; 1 where nothing has been read."""
    lengths, inside = _tails(labels)
    return _p(lengths, inside, unread, recall)


def more_needed(reading: Reading) -> int:
    """So many further irrelevant reports in a row would meet the rule; 0: it is met.

    By bisection, as a further irrelevant report never raises p.
    """
    lengths, inside = _tails(reading.labels)
    lengths, inside = np.append(lengths, 0), np.append(inside, 0)
    low, high = 0, reading.unread
    while low < high:
        n = (low + high) // 2
        p = _p(lengths + n, inside, reading.unread - n, reading.recall)
        low, high = (low, n) if p < 1 - reading.confidence else (n + 1, high)
    return low


def _tails(labels: Sequence[bool]) -> tuple[Whole, Whole]:
    """Lengths of the tails that may have the smallest p, and the relevant reports in each."""
    places = np.flatnonzero(np.asarray(labels, np.bool_))
    begins = np.concatenate((np.zeros(1, np.int64), places + 1))
    return len(labels) - begins, len(places) - np.arange(len(begins))


def _p(lengths: Whole, inside: Whole, unread: int, recall: float) -> float:
    missed = fewest_unread(int(inside[0]), recall)
    if missed > unread:
        return 0.0
    return smallest(missed, missed + inside, unread + lengths, unread)


def judge(reading: Reading) -> Opinion:
    """Whether p lies below 1 - confidence."""
    plain = plainly(NAME, reading)
    if plain is not None:
        return plain
    p = smallest_p(reading.labels, reading.unread, reading.recall)
    return promised(NAME, reading, p, more_needed)


RULE = Rule(
    NAME,
    "If the order is nowhere worse than a random one, a single look is wrong about as rarely as "
    "the confidence says.",
    "It takes the best of many tails and is looked at again and again, both of which weaken it; "
    "`anytime` accounts for that.",
    judge,
)
