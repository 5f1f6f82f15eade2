"""Which way an effect goes: the words of files, and what several outcomes of a study come to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from litreview.synthesis.swim.directions import of_study
from litreview.synthesis.swim.directions import sign_test as directions_test

Way = Literal["better", "none", "worse", "unclear"]
"""For the people that a programme is for: better, no difference or mixed, worse, not told."""
_WORDS: Final[dict[Way, frozenset[str]]] = {
    "better": frozenset({"better", "positive", "up", "+", "+1", "1", "favourable", "▲"}),
    "none": frozenset({"none", "no difference", "no change", "mixed", "conflicting", "0", "◄►",
                       "sideways", "null", "no effect", "unchanged"}),
    "worse": frozenset({"worse", "negative", "down", "-", "-1", "unfavourable", "▼"}),
    "unclear": frozenset({"unclear", "?", "not clear", "inconsistent reporting"}),
}  # fmt: skip
_SIGNS: Final[dict[Way, int | None]] = {"better": 1, "none": 0, "worse": -1, "unclear": None}


def way_of(text: str) -> Way | None:
    """The way that a word of a file names; None for another word."""
    plain = re.sub(r"\s+", " ", text.replace("\u2212", "-")).strip().casefold()
    return next((way for way, words in _WORDS.items() if plain in words), None)


def sign_of(way: Way) -> int | None:
    """+1 better, -1 worse, 0 neither, None where it is not told."""
    return _SIGNS[way]


@dataclass(frozen=True, slots=True)
class Together:
    """What several outcomes come to. outcomes: how many; why: in words, where they differ."""

    way: Way
    outcomes: int
    why: str = ""


def together(ways: Sequence[tuple[Way, int]]) -> Together:
    """Outcomes of one study in one domain, each with how many it stands for.

    The way that at least 70 per cent of those have that tell something (`swim.directions`).
    """
    counts: Counter[Way] = Counter()
    for way, outcomes in ways:
        counts[way] += outcomes
    total = sum(counts.values())
    said = ", ".join(f"{n} {one}" for one, n in sorted(counts.items())) if len(counts) > 1 else ""
    sign = of_study(_SIGNS[way] for way, n in counts.items() for _ in range(n))
    way = next(way for way, one in _SIGNS.items() if one == sign)
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
    """The exact sign test; what goes no way takes no part."""
    counts = Counter(ways)
    up, down = counts["better"], counts["worse"]
    p = directions_test(up, down)
    return SignTest(up, down, counts["none"] + counts["unclear"], p)


def p_words(p: float | None) -> str:
    """``p = 0.07``, ``p < 0.001`` or ``no p``."""
    if p is None:
        return "no p"
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"  # noqa: PLR2004 - three decimals
