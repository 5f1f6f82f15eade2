"""What a relative effect comes to for people with a certain risk.

Cochrane Handbook for Systematic Reviews of Interventions, version 6, chapter 15, section 15.4.4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from litreview.errors import UsageError


def _by_odds(ratio: float, risk: float) -> float:
    odds = ratio * risk / (1 - risk) if risk < 1 else float("inf")
    return odds / (1 + odds) if odds != float("inf") else 1.0


RISKS: Final[Mapping[str, Callable[[float, float], float]]] = {
    "logRR": lambda ratio, risk: min(1.0, ratio * risk),
    "logOR": _by_odds,
    "logHR": lambda ratio, risk: 1 - (1 - risk) ** ratio,
}
"""By the measure of an effect: the risk that a ratio and the risk without make up."""


def risk_with(measure: str, ratio: float, risk: float) -> float:
    """The risk (0 to 1) of people whose risk without is `risk`. measure: a key of RISKS.

    ratio: as it is, not its logarithm. A risk ratio that leads beyond 1 ends there. Raises
    UsageError where the ratio is below zero or the risk is no share.
    """
    if not ratio >= 0 or not 0 <= risk <= 1:
        raise UsageError(
            f"a ratio of {ratio:g} with a risk of {risk:g} makes no risk",
            remedy="the ratio is not below 0, the risk between 0 and 1",
        )
    return RISKS[measure](ratio, risk)
