"""A common measure that printed effects are converted to, and the choice among its ways."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from litreview.errors import UnknownName
from litreview.extraction.convert.building import Way
from litreview.extraction.convert.conflicts import impossible
from litreview.extraction.convert.effect import Effect, NotConvertible
from litreview.extraction.convert.given import Given
from litreview.registry import Registry


@dataclass(frozen=True, slots=True)
class Measure:
    """name: as in results ("RD"); label: in words; ways: in order of preference.

    needs: what a report must give, for those who could not convert. No effect is 0 in all of them.
    ratio: it is the logarithm of one. natural: the unit that readers know, "" where it is that of
    the report; factor: how many of that unit are one of the measure.
    """

    name: str
    label: str
    ways: tuple[Way, ...]
    needs: str
    ratio: bool = False
    natural: str = ""
    factor: float = 1.0

    def in_natural(self, value: float) -> float:
        """A value of the measure in what readers know: a ratio, percentage points."""
        return math.exp(value) if self.ratio else value * self.factor


MEASURES: Final[Registry[Measure]] = Registry(
    "litreview.extraction.convert.measures", "MEASURE", Measure, "measure"
)


def measure_named(name: str) -> Measure:
    """The measure with the name that results bear, in any case; raises UnknownName."""
    found = _by_name().get(name.strip().casefold())
    if found is None:
        names = ", ".join(measure.name for measure in _by_name().values())
        raise UnknownName(f"there is no measure called {name!r}", remedy=f"use one of: {names}")
    return found


@cache
def _by_name() -> Mapping[str, Measure]:
    """Once in a process: the registry looks for measures of outsiders each time, which is slow."""
    return {measure.name.casefold(): measure for measure in MEASURES.all()}


def convert(given: Given, measure: Measure) -> Effect | NotConvertible:
    """The effect in `measure` by the best way that is open.

    A way with a variance comes before one whose variance is a bound only, and that before one
    without; among equals the order of the ways decides. Impossible parts close all ways.
    """
    wrong = [one for one in impossible(given) if one.code in {"arms", "scale"}]
    if wrong:
        return NotConvertible(measure.name, "; ".join(one.message for one in wrong))
    found = [way(given) for way in measure.ways]
    effects = [one for one in found if isinstance(one, Effect)]
    if effects:
        return min(effects, key=_rank)
    reasons = dict.fromkeys(one.reason for one in found if isinstance(one, NotConvertible))
    return NotConvertible(measure.name, "; ".join(reasons) or _why(given, measure))


def _rank(effect: Effect) -> int:
    if effect.vi is None:
        return 2
    return 0 if effect.vi_range is None else 1


def _why(given: Given, measure: Measure) -> str:
    if not given.kind and given.value is not None:
        return "what kind of effect is printed is not known"
    article = "an" if given.kind[:1] in "aeiou" else "a"
    said = (
        f"{article} {given.kind}" if given.kind and given.value is not None else "what is printed"
    )
    return f"{said} does not give it: {measure.needs} is needed"
