"""The standard error of a printed effect: every printed part that gives one, in one order.

Order: 1 printed standard error, 2 confidence interval, 3 t, 4 exact p, 5 a threshold of p, 6 stars
with their legend. Ratios are worked on the log scale. A threshold gives the largest standard error
that it allows, marked as imputed; "not significant" bounds it from below only and gives none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from litreview.extraction.convert import formulas
from litreview.extraction.convert.effect import Formula
from litreview.extraction.convert.given import Given, Interval, PValue
from litreview.extraction.convert.quantiles import two_sided

Origin = Literal[
    "standard error", "confidence interval", "t value", "p value", "threshold of p", "stars"
]
SLACK: Final = 0.05
"""A side of an interval may be off its middle by this share of its half-width: bootstrap, t."""
_LARGE: Final = 60
_PAIR: Final = 2
COARSE: Final = 1.5
"""A p value whose rounding allows standard errors that differ by more than this is coarse."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A standard error on the working scale (of the logarithm for ratios) and where it is from.

    se: None where the part only bounds it. low, high: what rounding or a threshold allows; high
    may be infinite. imputed: in words, "" where nothing is imputed.
    """

    origin: Origin
    formula: Formula
    se: float | None
    low: float
    high: float
    step: str
    imputed: str = ""

    @property
    def coarse(self) -> bool:
        """Whether rounding leaves the standard error open by more than a half."""
        return self.high > COARSE * self.low


def spreads(given: Given) -> tuple[Spread, ...]:
    """Every standard error that the printed parts give, in the order of precedence."""
    y = working_value(given)
    found = [
        _printed(given),
        _interval(given, y),
        _t(given, y),
        _p(given, y),
        _stars(given, y),
    ]
    return tuple(one for one in found if one is not None)


def working_value(given: Given) -> float | None:
    """The effect on the scale on which it is symmetric: the logarithm of a ratio, else itself."""
    if given.value is None or not given.is_ratio:
        return given.value
    return math.log(given.value) if given.value > 0 else None


def freedom(given: Given) -> float | None:
    """Degrees of freedom for a t quantile: as given, else n1 + n2 - 2 where a group is small.

    None means the normal quantile: ratios, and groups of 60 and more each (the Cochrane Handbook,
    6.5.2, calls fewer small), unless the degrees are given.
    """
    if given.df is not None and given.df > 0:
        return given.df
    n1, n2 = given.treated.n, given.control.n
    if given.is_ratio or n1 is None or n2 is None or min(n1, n2) >= _LARGE:
        return None
    return n1 + n2 - 2 if n1 + n2 > _PAIR else None


def _printed(given: Given) -> Spread | None:
    if given.se is None or given.se <= 0:
        return None
    scale, said, imputed = 1.0, "the printed standard error", ""
    if given.is_ratio and not given.se_logged:
        if given.value is None or given.value <= 0:
            return None
        scale = 1 / given.value
        said = "standard error of the ratio / ratio (delta method)"
        imputed = (
            "the printed standard error is taken to be that of the ratio, not of its logarithm"
        )
    half = given.off("se")
    return Spread(
        "standard error",
        formulas.SE_PRINTED,
        given.se * scale,
        max(given.se - half, 0.0) * scale,
        (given.se + half) * scale,
        f"{said}: {given.se * scale:.6g}",
        imputed,
    )


def usable(interval: Interval | None, given: Given) -> bool:
    """Whether an interval has two ends in order, holds the estimate and has a level."""
    if interval is None or not interval.low < interval.high or not 0 < interval.level < 1:
        return False
    if given.is_ratio and interval.low <= 0:
        return False
    value = given.value
    slack = given.off("value")
    return value is None or (
        interval.low - given.off("low") - slack
        <= value
        <= interval.high + given.off("high") + slack
    )


def symmetric(interval: Interval, given: Given, *, logged: bool) -> bool:
    """Whether the estimate is in the middle of `interval`, on the plain or the log scale.

    Rounding of the three numbers and `SLACK` of the half-width are allowed for.
    """
    value = given.value
    if value is None:
        return True
    low, high = interval.low, interval.high
    offs = (given.off("low"), given.off("high"), given.off("value"))
    if logged:
        if min(low, value) <= 0:
            return False
        offs = (offs[0] / low, offs[1] / high, offs[2] / value)
        low, high, value = math.log(low), math.log(high), math.log(value)
    allowed = (offs[0] + offs[1]) / 2 + offs[2] + SLACK * (high - low) / 2
    return abs((low + high) / 2 - value) <= allowed + 1e-12


def _interval(given: Given, y: float | None) -> Spread | None:
    interval = given.ci
    if interval is None or not usable(interval, given):
        return None
    q = two_sided(1 - interval.level, freedom(given))
    logged = given.is_ratio
    ends = (interval.low, interval.high)
    offs = (given.off("low"), given.off("high"))
    scale = "plain"
    if logged and symmetric(interval, given, logged=True):
        scale = "log"
    elif logged and symmetric(interval, given, logged=False) and given.value:
        ends = (ends[0] / given.value, ends[1] / given.value)
        offs = (offs[0] / given.value, offs[1] / given.value)
    elif logged:
        scale = "log"
    if scale == "log":
        offs = (offs[0] / ends[0], offs[1] / ends[1])
        ends = (math.log(ends[0]), math.log(ends[1]))
    width, off = ends[1] - ends[0], offs[0] + offs[1]
    told = f"{interval.level:.4g} interval, quantile {q:.4f}, {scale} scale"
    low, high = max(width - off, 0.0) / (2 * q), (width + off) / (2 * q)
    if symmetric(interval, given, logged=logged) or (logged and scale == "plain"):
        se, rule, imputed = width / (2 * q), formulas.SE_CI, ""
    else:
        middle = y if y is not None else sum(ends) / 2
        se = max(ends[1] - middle, middle - ends[0]) / q
        rule, high = formulas.SE_CI_WIDER, max(high, se)
        imputed = "the interval is asymmetric: its wider side gives the standard error"
    return Spread("confidence interval", rule, se, low, high, f"{told}: {se:.6g}", imputed)


def _t(given: Given, y: float | None) -> Spread | None:
    if y is None or not y or given.t is None or not given.t:
        return None
    se = abs(y / given.t)
    low, high = _around(given, abs(y), abs(given.t), given.off("t"))
    step = f"|effect| / |t| = {abs(y):.6g} / {abs(given.t):.6g} = {se:.6g}"
    return Spread("t value", formulas.SE_T, se, low, high, step)


def _p(given: Given, y: float | None) -> Spread | None:
    p = given.p
    if y is None or p is None or not 0 <= p.value <= 1:
        return None
    half = given.off("p")
    if p.relation == "=" and p.value - half <= 0 and half:
        p = PValue(p.value + half, "<")  # printed as 0.00: below half of the last digit
    if p.relation != "=":
        return _bounded(given, y, _levels(p), ("threshold of p", f"p {p.relation} {p.value:g}"))
    if not 0 < p.value < 1 or not y:
        return None
    df = freedom(given)
    q = two_sided(p.value, df)
    ends = (two_sided(min(p.value + half, 1), df), two_sided(max(p.value - half, 1e-300), df))
    off = given.off("value") / (given.value if given.is_ratio and given.value else 1)
    high = math.inf if ends[0] <= 0 else (abs(y) + off) / ends[0]
    low = max(abs(y) - off, 0.0) / ends[1]
    step = f"|effect| / quantile of p = {p.value:g}: {abs(y):.6g} / {q:.4f} = {abs(y) / q:.6g}"
    return Spread("p value", formulas.SE_P, abs(y) / q, low, high, step)


def _levels(p: PValue) -> tuple[float, float]:
    """The smallest and largest p that a threshold allows."""
    return (0.0, p.value) if p.relation == "<" else (p.value, 1.0)


def _stars(given: Given, y: float | None) -> Spread | None:
    stars = given.stars
    if y is None or stars is None or not stars.levels:
        return None
    if stars.count and stars.count not in stars.levels:
        return None
    above = [level for count, level in stars.levels.items() if count > stars.count]
    levels = (max(above, default=0.0), stars.levels.get(stars.count, 1.0))
    said = f"{stars.count} stars" if stars.count != 1 else "one star"
    legend = f"p from {levels[0]:g} to {levels[1]:g}"
    return _bounded(given, y, levels, ("stars", f"{said}, {legend} by the legend"))


def _bounded(
    given: Given, y: float, levels: tuple[float, float], what: tuple[Origin, str]
) -> Spread | None:
    """What a p between two levels allows; the largest standard error is the conservative one."""
    low_p, high_p = levels
    if not y or not 0 <= low_p <= high_p <= 1 or low_p >= 1:
        return None
    df = freedom(given)
    low = 0.0 if low_p <= 0 else abs(y) / two_sided(low_p, df)
    origin, said = what
    if high_p >= 1:
        return Spread(
            origin, formulas.SE_BOUND, None, low, math.inf, f"{said}: at least {low:.6g}, no more"
        )
    if high_p <= 0:
        return None
    high = abs(y) / two_sided(high_p, df)
    return Spread(
        origin,
        formulas.SE_BOUND,
        high,
        low,
        high,
        f"{said}: at most {high:.6g}",
        f"the standard error is the largest that {said} allows",
    )


def _around(given: Given, above: float, below: float, half: float) -> tuple[float, float]:
    """Bounds of above / below under the rounding of both."""
    off = given.off("value") / (given.value if given.is_ratio and given.value else 1)
    high = math.inf if below <= half else (above + off) / (below - half)
    return max(above - off, 0.0) / (below + half), high
