"""What cannot be right in one printed estimate: parts that contradict, and impossible parts.

Rounding of the printed digits is allowed for, and 5 per cent more, as a report may have used t
where we know no degrees of freedom, or a bootstrap. A finding does not say which part is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from litreview.extraction.convert.effect import Conflict, ConflictCode
from litreview.extraction.convert.given import Arm, Given
from litreview.extraction.convert.uncertainty import (
    Spread,
    spreads,
    symmetric,
    usable,
    working_value,
)

TOLERANCE: Final = 0.05
"""Standard errors from two parts may differ by this share beyond their rounding."""
_BOUNDS: Final = frozenset({"threshold of p", "stars"})


def conflicts(given: Given) -> tuple[Conflict, ...]:
    """Every contradiction and every impossible part of `given`, impossible ones first."""
    return (*impossible(given), *_interval(given), *_signs(given), *_between(given))


def impossible(given: Given) -> tuple[Conflict, ...]:
    """Parts that no data can have: no conversion uses an estimate with one of them in its arms."""
    return (
        *_arm("treated", given.treated),
        *_arm("control", given.control),
        *_values(given),
    )


def _arm(name: str, arm: Arm) -> Iterator[Conflict]:
    if arm.n is not None and arm.n < 1:
        yield _one("arms", f"n of the {name} group", f"{arm.n:g} persons are no group")
    if arm.sd is not None and arm.sd < 0:
        yield _one("arms", f"sd of the {name} group", f"{arm.sd:g} is below zero")
    if arm.events is not None and (arm.events < 0 or (arm.n is not None and arm.events > arm.n)):
        size = "" if arm.n is None else f" of {arm.n:g}"
        yield _one("arms", f"events of the {name} group", f"{arm.events:g}{size} cannot be")
    if arm.share is not None and not 0 <= arm.share <= 1:
        yield _one("scale", f"share of the {name} group", f"{arm.share:g} is not from 0 to 1")


def _values(given: Given) -> Iterator[Conflict]:
    value = given.value
    if value is not None:
        if given.is_ratio and value <= 0:
            yield _one("scale", given.kind, f"{value:g} is not above zero")
        if given.kind == "share difference" and abs(value) > 1:
            yield _one("scale", given.kind, f"{100 * value:g} percentage points are more than 100")
        if given.kind == "relative change" and value <= -1:
            yield _one("scale", given.kind, f"{100 * value:g} per cent leave nothing")
        if given.kind == "correlation" and abs(value) > 1:
            yield _one("scale", given.kind, f"{value:g} is beyond 1")
        if given.kind == "F value" and value < 0:
            yield _one("scale", given.kind, f"{value:g} is below zero")
    if given.se is not None and given.se <= 0:
        yield _one("se", "standard error", f"{given.se:g} is not above zero")
    if given.p is not None and not 0 <= given.p.value <= 1:
        yield _one("p", "p value", f"{given.p.value:g} is not from 0 to 1")
    if given.take_up is not None and not 0 < given.take_up <= 1:
        yield _one("take-up", "take-up", f"{given.take_up:g} is not above 0 and at most 1")


def _interval(given: Given) -> Iterator[Conflict]:
    interval = given.ci
    if interval is None:
        return
    shown = f"{interval.low:g} to {interval.high:g}"
    if not interval.low < interval.high or not 0 < interval.level < 1:
        yield _one(
            "interval", "confidence interval", f"{shown} has its ends in no order, or no level"
        )
    elif given.is_ratio and interval.low <= 0:
        yield _one("interval", "confidence interval", f"{shown} of a ratio is not above zero")
    elif given.value is None:
        return
    elif not usable(interval, given):
        yield Conflict(
            "estimate outside",
            ("effect", "confidence interval"),
            f"the interval {shown} does not hold the estimate {given.value:g}",
        )
    elif not symmetric(interval, given, logged=given.is_ratio):
        other = symmetric(interval, given, logged=not given.is_ratio)
        where = "logarithm" if given.is_ratio else "estimate"
        more = ""
        if other:
            more = "; it is around the " + ("ratio" if given.is_ratio else "logarithm")
        yield Conflict(
            "asymmetric",
            ("effect", "confidence interval"),
            f"the interval {shown} is not symmetric around the {where} of {given.value:g}{more}",
        )


def _signs(given: Given) -> Iterator[Conflict]:
    y = working_value(given)
    if y and given.t and (y > 0) != (given.t > 0):
        yield Conflict(
            "sign", ("effect", "t value"), f"the effect {y:g} and t {given.t:g} differ in sign"
        )


def _between(given: Given) -> Iterator[Conflict]:
    found = spreads(given)
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            if not _meet(one, other):
                code: ConflictCode = "p" if other.origin in _BOUNDS | {"p value"} else "se"
                yield Conflict(
                    code,
                    (one.origin, other.origin),
                    f"the {one.origin} means a standard error {_range(one)}, "
                    f"the {other.origin} one {_range(other)}",
                )


def _meet(one: Spread, other: Spread) -> bool:
    slack = 1 + TOLERANCE
    return one.low <= other.high * slack and other.low <= one.high * slack


def _range(spread: Spread) -> str:
    if spread.high == float("inf"):
        return f"of at least {spread.low:.4g}"
    if spread.origin in _BOUNDS:
        return f"from {spread.low:.4g} to {spread.high:.4g}"
    return f"of {spread.se:.4g}"


def _one(code: ConflictCode, part: str, what: str) -> Conflict:
    return Conflict(code, (part,), f"{part}: {what}")
