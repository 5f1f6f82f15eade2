"""The rule of the Danish knowledge bank Jobeffekter.dk: how much is known, and which way it points.

A study weighs quality (1, 0.5 or 0.25) x method x geography x journal x combination; the sum is the
stock of knowledge. Below 1 there are few studies; a direction wins with at least 55 % of the stock,
else the evidence is conflicting. Only the sign of an effect counts. The weights of method,
geography and journal could not be verified and are 1 unless they are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from litreview.errors import UsageError

Verdict = Literal["positive", "negative", "none", "conflicting", "few studies"]
FEW: Final = 1.0
WINS: Final = 0.55
QUALITY: Final = (1.0, 0.5, 0.25)


@dataclass(frozen=True, slots=True)
class Weighted:
    """One study. sign: +1, 0 or -1; quality: one of QUALITY; the others are factors above 0."""

    study: str
    sign: int
    quality: float
    method: float = 1.0
    geography: float = 1.0
    journal: float = 1.0
    combination: float = 1.0

    @property
    def weight(self) -> float:
        """The product of its factors."""
        return self.quality * self.method * self.geography * self.journal * self.combination


@dataclass(frozen=True, slots=True)
class Knowledge:
    """stock: the sum of the weights; shares: of it, by sign; defaults: factors nobody gave."""

    verdict: Verdict
    stock: float
    shares: dict[int, float]
    defaults: tuple[str, ...]


def knowledge(studies: Iterable[Weighted]) -> Knowledge:
    """What the rule says of `studies`. Raises UsageError: a quality or factor that cannot be."""
    held = list(studies)
    for one in held:
        if one.quality not in QUALITY or one.weight <= 0 or one.sign not in (1, 0, -1):
            raise UsageError(
                f"the study {one.study!r} has a weight or sign that the rule does not know",
                remedy=f"quality is one of {', '.join(map(str, QUALITY))}, factors are above 0",
            )
    stock = sum(one.weight for one in held)
    by_sign = {sign: sum(o.weight for o in held if o.sign == sign) for sign in (1, 0, -1)}
    shares = {sign: weight / stock if stock else 0.0 for sign, weight in by_sign.items()}
    factors = ("method", "geography", "journal", "combination")
    defaults = tuple(name for name in factors if all(getattr(o, name) == 1.0 for o in held))
    return Knowledge(_verdict(stock, shares), stock, shares, defaults)


def _verdict(stock: float, shares: dict[int, float]) -> Verdict:
    if stock < FEW:
        return "few studies"
    words: dict[int, Verdict] = {1: "positive", -1: "negative", 0: "none"}
    return next((words[sign] for sign, share in shares.items() if share >= WINS), "conflicting")
