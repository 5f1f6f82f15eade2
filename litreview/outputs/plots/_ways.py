"""Which way an effect goes: the words of files, and what several outcomes of a study come to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb
from typing import Final, Literal

Way = Literal["better", "none", "worse", "unclear"]
"""For the people that a programme is for: better, no difference or mixed, worse, not told."""
_WORDS: Final[dict[Way, frozenset[str]]] = {
    "better": frozenset({"better", "positive", "up", "+", "+1", "1", "favourable", "▲"}),
    "none": frozenset({"none", "no difference", "no change", "mixed", "conflicting", "0", "◄►",
                       "sideways", "null", "no effect", "unchanged"}),
    "worse": frozenset({"worse", "negative", "down", "-", "-1", "unfavourable", "▼"}),
    "unclear": frozenset({"unclear", "?", "not clear", "inconsistent reporting"}),
}  # fmt: skip
AGREE: Final = 0.7
"""The share of the outcomes in a domain that must go one way for the domain to go it (Boon and
Thomson 2021, Research Synthesis Methods 12: 29-33)."""


def way_of(text: str) -> Way | None:
    """The way that a word of a file names; None for another word."""
    plain = re.sub(r"\s+", " ", text.replace("\u2212", "-")).strip().casefold()
    return next((way for way, words in _WORDS.items() if plain in words), None)


@dataclass(frozen=True, slots=True)
class Together:
    """What several outcomes come to. outcomes: how many; why: in words, where they differ."""

    way: Way
    outcomes: int
    why: str = ""


def together(ways: Sequence[tuple[Way, int]]) -> Together:
    """Outcomes of one study in one domain, each with how many it stands for.

    At least 70 per cent of those that tell something go one way: that way; otherwise no clear way.
    Unclear where none tells anything. The same rule as in `synthesis.swim.directions`, which needs
    scipy (a test holds the two together).
    """
    counts: Counter[Way] = Counter()
    for way, outcomes in ways:
        counts[way] += outcomes
    total = sum(counts.values())
    said = ", ".join(f"{n} {one}" for one, n in sorted(counts.items())) if len(counts) > 1 else ""
    told = total - counts["unclear"]
    if not told:
        return Together("unclear", total, said)
    clear: tuple[Way, ...] = ("better", "worse")
    way = next((one for one in clear if counts[one] >= AGREE * told), "none")
    return Together(way, total, said)


@dataclass(frozen=True, slots=True)
class SignTest:
    """How many studies go each way, and the two-sided p of as uneven a split by chance.

    p: None where no study goes either way.
    """

    better: int
    worse: int
    other: int
    p: float | None


def sign_test(ways: Iterable[Way]) -> SignTest:
    """The exact sign test: the binomial distribution with a half; what goes no way takes no part.

    Conover 1999, Practical Nonparametric Statistics, section 3.4.
    """
    counts = Counter(ways)
    up, down = counts["better"], counts["worse"]
    n = up + down
    tail = sum(comb(n, k) for k in range(min(up, down) + 1))
    p = min(1.0, 2 * tail / 2**n) if n else None
    return SignTest(up, down, counts["none"] + counts["unclear"], p)


def p_words(p: float | None) -> str:
    """``p = 0.07``, ``p < 0.001`` or ``no p``."""
    if p is None:
        return "no p"
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"  # noqa: PLR2004 - three decimals
