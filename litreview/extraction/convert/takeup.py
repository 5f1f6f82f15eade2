"""From the effect of an offer (ITT) to that of the treatment on those who took it (TOT), and back.

Bloom 1984: nobody takes part without an offer, and the offer alone has no effect. Both are
assumptions and marked. The scaling is of differences: ratios, and standardised differences by the
standard deviation of all, are not divided.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from litreview.extraction.convert.effect import Effect, NotConvertible
from litreview.extraction.convert.formulas import BLOOM

DIFFERENCES: Final = frozenset({"RD", "MD"})
Estimand = Literal["ITT", "TOT"]


def to_estimand(
    effect: Effect, wanted: Estimand, take_up: float | None, take_up_se: float | None = None
) -> Effect | NotConvertible:
    """`effect` for the other estimand; itself where it is the wanted one.

    take_up: share of those offered who took part, above 0 and at most 1. take_up_se: its standard
    error; the variance then follows by the delta method, with take-up and effect uncorrelated.
    Without it the take-up is taken as known.
    """
    if effect.estimand == wanted:
        return effect
    reason = _refused(effect, take_up)
    if reason or take_up is None:
        return NotConvertible(effect.measure, reason)
    by = 1 / take_up if wanted == "TOT" else take_up
    spread = 0.0
    if take_up_se is not None:
        spread = (effect.yi * take_up_se) ** 2
        spread /= take_up**4 if wanted == "TOT" else 1
    said = "with its variance" if take_up_se is not None else "as known: its variance is left out"
    verb = "divided" if wanted == "TOT" else "multiplied"
    low, high = effect.vi_range or (None, None)
    scaled = replace(
        effect,
        yi=effect.yi * by,
        vi=None if effect.vi is None else effect.vi * by**2 + spread,
        vi_range=effect.vi_range
        and (
            None if low is None else low * by**2 + spread,
            None if high is None else high * by**2 + spread,
        ),
        formula=replace(BLOOM, name=f"{BLOOM.name}, of: {effect.formula.name}"),
        inputs={**effect.inputs, "take-up": take_up},
        estimand=wanted,
    )
    return scaled.told(
        steps=(f"{verb} by the take-up of {take_up:g} ({effect.estimand} to {wanted})",),
        imputed=(
            "nobody took part without an offer, and the offer alone has no effect (Bloom)",
            f"take-up is taken {said}",
        ),
    )


def _refused(effect: Effect, take_up: float | None) -> str:
    if effect.estimand not in {"ITT", "TOT"}:
        return "the row does not say whether the effect is that of the offer or of the treatment"
    if effect.measure not in DIFFERENCES:
        return "take-up scales differences only (RD, MD)"
    if take_up is None:
        return "the take-up is not known"
    if not 0 < take_up <= 1:
        return f"a take-up of {take_up:g} is not above 0 and at most 1"
    return ""
