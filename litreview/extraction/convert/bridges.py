"""From one measure to another, and back. Plain numbers in, plain numbers out.

Shares are from 0 to 1, excluded where an infinity would follow; a caller tests with `inside`.
Each pair inverts (property tests). Sources stand in `formulas`.
"""

from __future__ import annotations

import math
from typing import Final

LOGISTIC: Final = math.pi / math.sqrt(3)
"""Standard deviation of the logistic distribution."""
COX: Final = 1.65
"""Cox and Snell's divisor of a log odds ratio."""


def inside(share: float) -> bool:
    """Whether `share` is above 0 and below 1."""
    return 0 < share < 1


def logit(share: float) -> float:
    """Log odds of a share above 0 and below 1."""
    return math.log(share) - math.log1p(-share)


def expit(log_odds: float) -> float:
    """The share with these log odds."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1 + odds)


def d_from_log_odds(log_odds_ratio: float) -> float:
    """Standardised difference of two logistic distributions with this log odds ratio."""
    return log_odds_ratio / LOGISTIC


def log_odds_from_d(d: float) -> float:
    """Log odds ratio that goes with a standardised difference, logistic distributions assumed."""
    return d * LOGISTIC


def treated_share(control: float, log_odds_ratio: float) -> float:
    """The share of the treated, from that of the controls and the log odds ratio."""
    return expit(logit(control) + log_odds_ratio)


def risk_ratio_from_odds_ratio(odds_ratio: float, control: float) -> float:
    """Zhang and Yu 1998. odds_ratio: above 0; control: the comparison group's share."""
    return odds_ratio / (1 - control + control * odds_ratio)


def odds_ratio_from_risk_ratio(risk_ratio: float, control: float) -> float:
    """The inverse of Zhang and Yu. control times risk_ratio must be below 1."""
    return risk_ratio * (1 - control) / (1 - control * risk_ratio)


def share_under_hazard(control: float, hazard_ratio: float) -> float:
    """The share with the event among the treated under proportional hazards."""
    return -math.expm1(hazard_ratio * math.log1p(-control))


def hazard_between(control: float, treated: float) -> float:
    """The hazard ratio that makes `treated` of `control`: the inverse of `share_under_hazard`."""
    return math.log1p(-treated) / math.log1p(-control)


def log_ratio(change: float) -> float:
    """Log ratio of a relative change above -1 (0.24 is 24 per cent more)."""
    return math.log1p(change)


def relative_change(log_of_ratio: float) -> float:
    """The inverse of `log_ratio`."""
    return math.expm1(log_of_ratio)


def d_from_r(r: float) -> float:
    """Standardised difference of a point-biserial correlation, equal groups."""
    return 2 * r / math.sqrt(1 - r * r)


def r_from_d(d: float) -> float:
    """The inverse of `d_from_r`."""
    return d / math.sqrt(d * d + 4)
