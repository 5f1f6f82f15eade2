"""Whether shares were entered in per cent (16) or as shares (0.16): told, or told that it is open.

A share of 0.16 and one of 0.16 per cent look alike. The reading is taken where the row says it,
where a per cent sign stands, where a number above 1 rules shares out, or where the effect fits the
two groups in one reading only. Otherwise it is open, and nothing is converted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Scale = Literal["percent", "share"]
_FITS: Final = 0.06
"""By how much an effect in percentage points may miss the difference of the groups: rounding."""


@dataclass(frozen=True, slots=True)
class ScaleRead:
    """scale: "" where it cannot be told. why: in words. flag: what a reader should look at."""

    scale: Scale | Literal[""]
    why: str
    flag: str = ""

    @property
    def factor(self) -> float:
        """What turns a number into a share from 0 to 1; 1 where the scale is open."""
        return 0.01 if self.scale == "percent" else 1.0


def scale_of_shares(
    numbers: tuple[float, ...],
    *,
    signed: bool = False,
    stated: str = "",
    points: float | None = None,
) -> ScaleRead:
    """The scale of the two groups' shares.

    numbers: as entered. signed: a per cent sign stands with one of them. stated: "percent",
    "share" or "" as the row says. points: the effect where it is in percentage points for sure.
    """
    if signed:
        return ScaleRead("percent", "a per cent sign stands with it", _beyond("percent", numbers))
    if stated in {"percent", "share"}:
        scale: Scale = "percent" if stated == "percent" else "share"
        return ScaleRead(scale, "the row says so", _beyond(scale, numbers))
    if any(abs(number) > 1 for number in numbers):
        return ScaleRead("percent", "a number above 1 is no share", _beyond("percent", numbers))
    if len(numbers) > 1 and points:
        difference = numbers[0] - numbers[1]
        as_shares = abs(100 * difference - points) <= max(_FITS, abs(points) / 8)
        as_percent = abs(difference - points) <= max(_FITS / 100, abs(points) / 8)
        if as_shares and not as_percent:
            return ScaleRead("share", "the effect in percentage points fits shares only")
        if as_percent and not as_shares:
            return ScaleRead("percent", "the effect in percentage points fits per cent only")
    return ScaleRead("", "numbers up to 1 may be shares or per cent, and nothing tells which")


def scale_of_difference(
    value: float, unit_is_points: bool, groups: tuple[float, ...] = (), stated: str = ""
) -> ScaleRead:
    """The scale of a difference of shares.

    unit_is_points: its unit is written as percentage points, which is taken at its word, with a
    flag where the number is so small that it may be a share. groups: the two groups' shares from
    0 to 1, if known.
    """
    if len(groups) > 1 and _fits_share_only(value, groups):
        if stated == "percent" or (unit_is_points and not stated):
            return ScaleRead("", "the groups say that the effect is a share, not per cent")
        return ScaleRead("share", "it fits the two groups")
    if stated in {"percent", "share"}:
        scale: Scale = "percent" if stated == "percent" else "share"
        return ScaleRead(scale, "the row says so")
    if unit_is_points:
        small = 0 < abs(value) < 1 and not groups
        flag = f"{value:g} percentage points are taken as written, not as a share" if small else ""
        return ScaleRead("percent", "the unit is percentage points", flag)
    if abs(value) > 1:
        return ScaleRead("percent", "a number above 1 is no share")
    return ScaleRead("", "a number up to 1 may be a share or per cent, and nothing tells which")


def _fits_share_only(value: float, groups: tuple[float, ...]) -> bool:
    """Whether a difference fits the groups as a share, and not as percentage points."""
    difference = groups[0] - groups[1]
    percent = abs(value / 100 - difference) <= max(0.006, abs(difference) / 2)
    share = abs(value - difference) <= max(0.0006, abs(difference) / 2)
    return share and not percent


def _beyond(scale: Scale, numbers: tuple[float, ...]) -> str:
    most = 100 if scale == "percent" else 1
    bad = [f"{number:g}" for number in numbers if not 0 <= number <= most]
    return f"{', '.join(bad)} is no {scale} from 0 to {most}" if bad else ""
