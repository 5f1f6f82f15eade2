"""A fetched series against the one in force: whether it can be the same, and what it changes."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from litreview.errors import FileRefused
from litreview.extraction.money.countries import Country
from litreview.extraction.money.series import GROWTH, Series, check

_LOST: Final = 0.05
"""Share of the figures in force that may be missing."""
_MOVED: Final = 0.25
"""Share of the figures in both that may differ by much."""
_MUCH: Final[Mapping[bool, float]] = {True: 1.0, False: 0.25}
"""What is much: percentage points of a growth; a share of a rate."""
_AT_ALL: Final[Mapping[bool, float]] = {True: 0.005, False: 0.0005}
"""Below that a figure is the same, rounded otherwise."""
_UNITS: Final = 1.5
"""A country whose rates are all of them so many times those in force is in other units."""
_NEAR: Final = 0.03


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new series would change.

    same, changed, new, gone: figures; largest: the change of the figure that differs most, in
    percentage points of a growth or per cent of a rate, and whose it is ("DNK 2023"). units: of
    the countries whose figures are in another currency now, "BGR in EUR".
    """

    name: str
    same: int
    changed: int
    new: int
    gone: int
    largest: float = 0.0
    of: str = ""
    units: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether a figure is not as it was."""
        return bool(self.changed or self.new or self.gone or self.units)


def compared(
    new: Series, present: Series, countries: Mapping[str, Country]
) -> tuple[Series, Changes] | str:
    """`new` with the currencies that its figures are in, and what it changes; or why it is refused.

    countries: by code, with the units that the figures of `present` are in.
    """
    try:
        check(new, "")
    except FileRefused as error:
        return error.what
    new, factors, odd = _units(new, present, countries)
    if odd:
        return odd
    moved: dict[tuple[str, int], float] = {}
    grows = new.name in GROWTH
    fresh = {(of, year) for of, held in new.values.items() for year in held}
    old = {(of, year) for of, held in present.values.items() for year in held}
    for of, year in fresh & old:
        now = new.values[of][year] * factors.get(of, 1.0)
        was = present.values[of][year]
        moved[of, year] = now - was if grows else now / was - 1
    gone = len(old - fresh)
    if gone > _LOST * len(old):
        return f"it lacks {gone:,} of the {len(old):,} figures in force"
    much = sum(abs(one) > _MUCH[grows] for one in moved.values())
    if much > _MOVED * len(moved):
        return f"{much:,} of {len(moved):,} figures differ from those in force by more than " + (
            "a percentage point" if grows else "a quarter"
        )
    changed = {key: one for key, one in moved.items() if abs(one) > _AT_ALL[grows]}
    top = max(changed, key=lambda key: (abs(changed[key]), key), default=None)
    return new, Changes(
        new.name, len(moved) - len(changed), len(changed), len(fresh - old), gone,
        (changed[top] if grows else 100 * changed[top]) if top else 0.0,
        f"{top[0]} {top[1]}" if top else "",
        tuple(f"{of} in {new.moneys[of]}" for of in factors),
    )  # fmt: skip


def _units(
    new: Series, present: Series, countries: Mapping[str, Country]
) -> tuple[Series, dict[str, float], str]:
    """`new` with its currencies, what brings its figures to the units in force, and what is odd.

    Parities of a country that has taken the euro turn into euros for all years at once.
    """
    if new.name != "ppp":
        return new, {}, ""
    moneys, factors = dict(present.moneys), dict[str, float]()
    for of, held in new.values.items():
        both = [held[y] / was for y, was in present.values.get(of, {}).items() if held.get(y)]
        one = countries.get(of)
        if not both or one is None:
            continue
        ratio = statistics.median(both)
        into = one.to_unit(one.currency) or 1.0
        if one.unit != one.currency and abs(ratio * into - 1) < _NEAR:
            moneys[of], factors[of] = one.currency, into
        elif not 1 / _UNITS < ratio < _UNITS:
            odd = f"the figures of {one.name} are {ratio:.4g} times those in force, for all years"
            return new, {}, f"{odd}: they are in another unit"
    return replace(new, moneys=moneys), factors, ""
