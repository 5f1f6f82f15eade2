"""A random check: some of the unread are read at random, whatever the order says.

The reports of a check are a draw without replacement from all that were unread as it began. So the
exact one-sided bound (hypergeometric; Clopper & Pearson 1934 for large urns) says how many of those
were relevant at most, and with what had been found before, how many there are in all. What is found
later counts, and cannot weaken the bound, which was made once. Nothing is assumed of the order.

Checks with at most `INTERRUPTED` other reports between two of them are one draw: a colleague ends
what was on the screen. These others are known by then and taken out of the urn, which is exact
where they were not better than chance, and too careful where they were. Several draws are judged
each at 1 - (1 - confidence) / their number (Bonferroni), and the smallest bound counts. That holds
for a number of checks that was fixed beforehand; who goes on checking until one suits is wrong more
often, with B checks up to (1 + 1/2 + ... + 1/B) times as often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from litreview.screening.stop.reading import Opinion, Reading
from litreview.screening.stop.rule import Rule
from litreview.screening.stop.saying import percent, plainly
from litreview.screening.stop.urn import fewest_unread, most_marked

NAME = "random-check"


INTERRUPTED = 10
"""So many reports in a row that are not of the check do not end it."""


@dataclass(frozen=True, slots=True)
class Draw:
    """One random check.

    urn: the reports that it was drawn from. found: relevant reports known besides, read before or
    between. read, relevant: of the check.
    """

    urn: int
    found: int
    read: int
    relevant: int


@dataclass(frozen=True, slots=True)
class Bound:
    """How many relevant reports are unread now, by the checks.

    point: expected; most: at most, with the confidence of the reading. read, relevant: of all
    checks together.
    """

    point: float
    most: int
    read: int
    relevant: int


def draws(reading: Reading) -> tuple[Draw, ...]:
    """The checks of a reading, in order."""
    pairs = zip(reading.labels, reading.checks, strict=len(reading.checks) > 0)
    places = [place for place, (_, checked) in enumerate(pairs) if checked]
    ends = [n for n in range(1, len(places)) if places[n] - places[n - 1] - 1 > INTERRUPTED]
    return tuple(
        _draw(reading, places[begin:end])
        for begin, end in pairwise([0, *ends, len(places)])
        if begin < end
    )


def _draw(reading: Reading, places: Sequence[int]) -> Draw:
    """The draw of the checks at `places`."""
    first, behind = places[0], places[-1] + 1
    between = behind - first - len(places)
    relevant = sum(reading.labels[place] for place in places)
    found = sum(reading.labels[:behind]) - relevant
    return Draw(reading.total - first - between, found, len(places), relevant)


def bound(reading: Reading) -> Bound | None:
    """What the checks say of the unread; None without a check."""
    made = draws(reading)
    if not made:
        return None
    sure = 1 - (1 - reading.confidence) / len(made)
    now, unread = reading.relevant, reading.unread
    mosts = [one.found + most_marked(one.relevant, one.read, one.urn, sure) - now for one in made]
    last = made[-1]
    expected = last.found + last.urn * last.relevant / last.read - now
    most = min(unread, max(0, min(mosts)))
    point = min(max(0.0, expected), float(most))
    return Bound(point, most, sum(d.read for d in made), sum(d.relevant for d in made))


def judge(reading: Reading) -> Opinion:
    """Whether the bound leaves recall at the goal, at least."""
    plain, found = plainly(NAME, reading), bound(reading)
    if plain is not None and (found is None or not reading.unread):
        return plain
    if found is None:
        return Opinion(NAME, None, "not yet: none of the unread were read at random")
    share = percent(found.most / reading.unread)
    words = f"{found.read:,} read at random, {found.relevant:,} relevant: "
    words += f"at most {share} of the unread ({percent(reading.confidence)})"
    figures = {"read": float(found.read), "relevant": float(found.relevant),
               "unread_relevant": found.point, "at_most": float(found.most)}  # fmt: skip
    met = found.most < fewest_unread(reading.relevant, reading.recall)
    return Opinion(NAME, met, words, figures)


RULE = Rule(
    NAME,
    "With the confidence given, no more relevant reports are unread than it says, whatever the "
    "order and the ranking.",
    "Checks made until one suits weaken it; and to promise a high recall where little is relevant "
    "takes a large check.",
    judge,
)
