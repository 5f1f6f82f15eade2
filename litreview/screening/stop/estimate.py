"""How many relevant reports are still unread: from a random check, else from the last ones read.

Without a check it is a model, and its assumption is told: the unread are as rich in relevant
reports as the end of the reading. The last tenth of what was read (50 reports at least) is taken as
a random draw from itself and the unread; the point is the unread times its rate, and the interval
goes from 0 to the exact one-sided bound. A ranking that works puts relevant reports first, so that
the unread are poorer and the estimate is too high rather than too low; after a change of criteria,
or where the ranking goes by one topic of several, it may be too low.
"""

from __future__ import annotations

from litreview.screening.stop.check import Bound, bound
from litreview.screening.stop.reading import Opinion, Reading
from litreview.screening.stop.rule import Rule
from litreview.screening.stop.saying import plainly
from litreview.screening.stop.urn import fewest_unread, most_marked

NAME = "estimate"
FEWEST = 50
"""Reports of the end that are taken as like the unread, at least (or all that are read)."""
SHARE = 10
"""... or one in so many of those read."""


def of_the_end(reading: Reading) -> Bound:
    """What the last reports read say of the unread, if these are like them."""
    end = min(len(reading.labels), max(FEWEST, len(reading.labels) // SHARE))
    seen = sum(reading.labels[len(reading.labels) - end :])
    most = most_marked(seen, end, end + reading.unread, reading.confidence) - seen
    return Bound(reading.unread * seen / end, most, end, seen) if end else Bound(0, most, 0, 0)


def judge(reading: Reading) -> Opinion:
    """Figures, and a judgement only where they come from a random check."""
    plain = plainly(NAME, reading)
    if plain is not None:
        return plain
    checked = bound(reading)
    found = checked or of_the_end(reading)
    words = f"about {found.point:,.0f} relevant unread, at most {found.most:,} "
    words += "(random check)" if checked else f"(if like the last {found.read:,} read)"
    met = found.most < fewest_unread(reading.relevant, reading.recall) if checked else None
    figures = {"unread_relevant": found.point, "at_most": float(found.most),
               "by_check": float(checked is not None)}  # fmt: skip
    return Opinion(NAME, met, words, figures)


def outlook(reading: Reading) -> str:
    """One short line for the screen; "" where nobody can say, or nothing is unread."""
    if not reading.unread or not reading.relevant:
        return ""
    checked = bound(reading)
    if checked is None and len(reading.labels) < FEWEST:
        return ""
    found = checked or of_the_end(reading)
    by = " (random check)" if checked else ""
    return f"about {found.point:,.0f} still to find, at most {found.most:,}{by}"


RULE = Rule(
    NAME,
    "How many relevant reports are unread; after a random check with the confidence given, "
    "whatever the order.",
    "Without a check it holds only as far as the unread are no richer than the last reports read, "
    "so it never says stop.",
    judge,
)
