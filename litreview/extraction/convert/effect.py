"""One effect in a common measure, with all that was done to get there; or why there is none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import Literal

from litreview.errors import UsageError


@dataclass(frozen=True, slots=True)
class Formula:
    """What was computed, in words, and the publication that it stands in."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect estimate in `measure`, treated less comparison group.

    yi: the estimate, on the scale of the measure (RD: shares from -1 to 1; MD: `unit`; the rest
    without unit). vi: its variance, None where nothing printed gives one. vi_range: the smallest
    and largest variance that a threshold of p or the rounding of a p value allows (None: not
    bounded on that side); there `vi` is named in `imputed`. formula: of yi. inputs: the numbers
    used, by name. steps: what was done, in order. imputed: what was imputed or assumed, in words.
    notes: what a reader must know. origin: what the variance comes from ("standard error",
    "confidence interval", "arms" ...). shared_control: the comparison group where rows share one.
    favourable: "higher" or "lower" where the row says so; the sign is never turned.
    """

    measure: str
    yi: float
    vi: float | None
    formula: Formula
    inputs: Mapping[str, float] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    imputed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    vi_range: tuple[float | None, float | None] | None = None
    origin: str = ""
    unit: str = ""
    estimand: str = ""
    shared_control: str = ""
    favourable: str = ""

    @property
    def se(self) -> float | None:
        """The standard error, None where the variance is not known."""
        return None if self.vi is None else math.sqrt(self.vi)

    def interval(self, level: float = 0.95) -> tuple[float, float] | None:
        """The ends of its normal confidence interval, None where the variance is not known."""
        if self.se is None:
            return None
        half = NormalDist().inv_cdf((1 + level) / 2) * self.se
        return self.yi - half, self.yi + half

    def __add__(self, other: Effect) -> float:
        return self.yi + _same(self, other).yi

    def __sub__(self, other: Effect) -> float:
        return self.yi - _same(self, other).yi

    def __lt__(self, other: Effect) -> bool:
        return self.yi < _same(self, other).yi

    def __le__(self, other: Effect) -> bool:
        return self.yi <= _same(self, other).yi

    def told(
        self,
        *,
        steps: Iterable[str] = (),
        imputed: Iterable[str] = (),
        notes: Iterable[str] = (),
    ) -> Effect:
        """The same effect with more said about it; nothing is said twice."""
        return replace(
            self,
            steps=_joined(self.steps, steps),
            imputed=_joined(self.imputed, imputed),
            notes=_joined(self.notes, notes),
        )


@dataclass(frozen=True, slots=True)
class NotConvertible:
    """No effect in `measure`, and why: a value like any other. reason begins in small letters."""

    measure: str
    reason: str

    def __str__(self) -> str:
        return f"not convertible to {self.measure} because {self.reason}"


ConflictCode = Literal[
    "se", "interval", "estimate outside", "asymmetric", "p", "sign", "arms", "scale", "take-up"
]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two printed parts of one estimate that cannot both be right, or one that cannot be.

    code: the kind; between: the parts; message: one sentence without a full stop.
    """

    code: ConflictCode
    between: tuple[str, ...]
    message: str


def together(effects: Iterable[Effect]) -> str:
    """The one measure of `effects`; raises UsageError where there are two, or two units or none."""
    found = list(effects)
    if not found:
        raise UsageError("there is no effect to combine", remedy="convert rows first")
    for other in found[1:]:
        _same(found[0], other)
    return found[0].measure


def _same(one: Effect, other: Effect) -> Effect:
    if (one.measure, one.unit) != (other.measure, other.unit):
        raise UsageError(
            f"an effect in {_shown(one)} and one in {_shown(other)} cannot be added or compared",
            remedy="convert both to one measure first",
        )
    if {one.estimand, other.estimand} == {"ITT", "TOT"}:
        raise UsageError(
            "an effect of the offer (ITT) and one of the treatment (TOT) cannot be added or "
            "compared",
            remedy="convert both to one estimand first, with the take-up",
        )
    return other


def _shown(effect: Effect) -> str:
    return f"{effect.measure} ({effect.unit})" if effect.unit else effect.measure


def _joined(first: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *more)))
