"""The certificate for those who look after every report: rows of irrelevant ones, error shared out.

Suppose T reports are relevant in all, j are found, and U are unread. If the order is nowhere worse
than a random one, the next l reports are all irrelevant with a chance of at most

    P(l) = C(U - k, l) / C(U, l),  k = T - j

Stop when the row since the j-th relevant report makes P(l) < a(m), where m is the fewest unread
relevant reports that mean too low a recall. That is wrong only where k >= m, and then with a chance
of at most a(m) ** (k / m), as each further unread relevant report lowers P by a larger factor. With
a(m) = exp(-m g) and g from

    exp(-m g) = (1 - y) (1 - exp(-g))

the chances of all the rows of one reading, at all its lengths, add up to at most 1 - y: k grows by
one with every row further back, and g is no smaller there, so they are a geometric series. So one
may look after each report, and stop at the first at which the rule is met, at no cost.

Own derivation, from draws without replacement alone; nothing is assumed of the number relevant.
"""

from __future__ import annotations

import math

from scipy.optimize import brentq
from scipy.special import gammaln

from litreview.screening.stop.consecutive import row
from litreview.screening.stop.reading import Opinion, Reading
from litreview.screening.stop.rule import Rule
from litreview.screening.stop.saying import plainly, promised
from litreview.screening.stop.urn import fewest_unread

NAME = "anytime"


def log_chance(k: int, length: int, unread: int) -> float:
    """The logarithm of P(l), -inf where that is impossible.

    No relevant report comes in `length` of `unread` reports, of which `k` are relevant.
    """
    left = unread - length
    if left < k:
        return -math.inf
    if not k or not length:
        return 0.0
    up = gammaln(left + 1.0) - gammaln(left - k + 1.0)
    return float(up - gammaln(unread + 1.0) + gammaln(unread - k + 1.0))


def allowed(m: int, confidence: float) -> float:
    """The logarithm of a(m): how unlikely a row must be."""
    spare = math.log(1 - confidence)

    def over(g: float) -> float:
        return m * g + math.log(-math.expm1(-g)) + spare

    high = (1 - spare) / m + math.log(2)
    return -m * float(brentq(over, 1e-12, high, xtol=1e-14))


def wrong(found: int, length: int, unread: int, recall: float) -> float:
    """1 - the highest confidence with which the row meets the rule.

    found, unread: as the row began. From a(m) = P(l), so g = -log P / m, solved for y.
    """
    m = fewest_unread(found, recall)
    g = -log_chance(m, length, unread) / m
    return math.exp(-m * g) / -math.expm1(-g) if g > 0 else 1.0


def more_needed(reading: Reading) -> int:
    """So many further irrelevant reports in a row would meet the rule; 0: it is met."""
    now = row(reading.labels)
    m = fewest_unread(reading.relevant, reading.recall)
    aim = allowed(m, reading.confidence)
    low, high = 0, reading.unread
    while low < high:
        n = (low + high) // 2
        met = log_chance(m, now + n, now + reading.unread) < aim
        low, high = (low, n) if met else (n + 1, high)
    return low


def judge(reading: Reading) -> Opinion:
    """Whether the row is unlikely enough."""
    plain = plainly(NAME, reading)
    if plain is not None:
        return plain
    now = row(reading.labels)
    p = min(1.0, wrong(reading.relevant, now, now + reading.unread, reading.recall))
    return promised(NAME, reading, p, more_needed)


RULE = Rule(
    NAME,
    "If the order is nowhere worse than a random one, stopping as soon as it is met is wrong no "
    "more often than the confidence says, however often one looks.",
    "It says nothing where relevant reports are put last, as those with an odd text may be.",
    judge,
)
