"""Scales: from values to places on the paper, with ticks at round numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from litreview.errors import UsageError

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_PLAIN_FROM, _PLAIN_TO = 1e-4, 1e7
"""Numbers outside are written with a power of ten."""
THIN = "\u2009"
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` lie from `start` to `end` (units; end may be the smaller one).

    log: equal ratios are equally far apart; then low must be above 0.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        """The place of `value`, which may lie beyond the ends of the scale."""
        low, high, value = (self._inner(one) for one in (self.low, self.high, value))
        # halves, as the difference of two huge numbers may be no number
        share = (value / 2 - low / 2) / (high / 2 - low / 2)
        return self.start + share * (self.end - self.start)

    def held(self, value: float) -> float:
        """The place of `value`, or of the end of the scale beyond which it lies."""
        if self.log and value <= 0:
            return self.start
        return self.at(min(max(value, self.low), self.high))

    def beyond(self, value: float) -> int:
        """-1 where `value` is below the scale, 1 where it is above, else 0."""
        return (value > self.high) - (value < self.low)

    def _inner(self, value: float) -> float:
        return math.log(value) if self.log else value

    def ticks(self, most: int = 7) -> tuple[float, ...]:
        """Round values on the scale, at most `most` of them (two at least where they exist)."""
        if self.log:
            return _log_ticks(self.low, self.high, most)
        return linear_ticks(self.low, self.high, most)


def step_of(low: float, high: float, most: int) -> float:
    """The smallest round step (1, 2, 2.5 or 5 times a power of ten) with at most `most` ticks."""
    rough = (high / 2 - low / 2) / max(most - 1, 1) * 2
    if not math.isfinite(rough) or rough <= 0:
        raise UsageError(f"an axis cannot run from {low:g} to {high:g}")
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * (1 - 1e-9))


def linear_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Multiples of a round step from `low` to `high`."""
    step = step_of(low, high, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(at * step for at in range(first, last + 1))


def _log_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """1, 2, 5 of each power of ten, or powers alone; over less than that, as on a linear scale."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    within = (1 - 1e-9, 1 + 1e-9)
    for heads in ((1, 2, 5), (1, 3), (1,)):
        found = [head * 10.0**power for power in range(first, last + 1) for head in heads]
        found = [one for one in found if low * within[0] <= one <= high * within[1]]
        if 3 <= len(found) <= most:  # noqa: PLR2004 - fewer say little about a ratio
            return tuple(found)
    if last - first > most:
        every = math.ceil((last - first) / (most - 1))
        return tuple(10.0**p for p in range(first, last + 1, every) if low <= 10.0**p <= high)
    return linear_ticks(low, high, most)


def spread(values: Iterable[float], *, log: bool = False, margin: float = 0.04,
           around: float | None = None) -> tuple[float, float]:  # fmt: skip
    """A range for a scale over the finite `values` and `around`, with a margin at both ends.

    Values that a logarithmic scale cannot show are left out; without any, the range is around
    0 (or 1 on a logarithmic scale).
    """
    found = [value for value in values if math.isfinite(value) and (value > 0 or not log)]
    if around is not None:
        found.append(around)
    low, high = (min(found), max(found)) if found else ((1.0, 1.0) if log else (0.0, 0.0))
    if log:
        more = (high / low) ** margin if high / low > 1.001 else 2.0  # noqa: PLR2004
        return max(low / more, 1e-300), min(high * more, 1e300)
    low, high = max(low, -1e300), min(high, 1e300)
    more = (high - low) * margin or max(abs(high) * 0.5, 1e-12 if high else 1.0)
    return low - more, high + more


def decimals_for(ticks: Sequence[float]) -> int:
    """How many decimals tell these numbers apart and show them as they are (12 at most)."""
    for decimals in range(13):
        if all(abs(round(t, decimals) - t) <= 1e-9 * max(abs(t), 1e-300) for t in ticks):
            return decimals
    return 12


def tick_labels(ticks: Sequence[float], *, log: bool = False) -> tuple[str, ...]:
    """The ticks as text, alike in their decimals; on a logarithmic scale each with its own."""
    largest = max((abs(t) for t in ticks), default=0.0)
    smallest = min((abs(t) for t in ticks if t), default=0.0)
    if largest >= _PLAIN_TO or (0 < smallest < _PLAIN_FROM):
        return tuple(number(t, None) for t in ticks)
    if log:
        return tuple(number(t, decimals_for([t])) for t in ticks)
    decimals = decimals_for(ticks)
    return tuple(number(t, decimals) for t in ticks)


def number(value: float, decimals: int | None = None) -> str:
    """`value` as people read it: a real minus, thin thousands; decimals None: three digits.

    What is too large or too small for that has a power of ten.
    """
    if not math.isfinite(value):
        return "∞" if value > 0 else f"{MINUS}∞" if value < 0 else "not a number"
    if value and not _PLAIN_FROM <= abs(value) < _PLAIN_TO and not _short(value, decimals):
        head, _, power = f"{value:.2e}".partition("e")
        head = head.rstrip("0").rstrip(".") if "." in head else head
        text = f"{head}e{int(power)}"
    elif decimals is None:
        text = f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"  # noqa: PLR2004
        text = f"{float(text):.12f}".rstrip("0").rstrip(".") if "e" in text else text
        text = text if abs(value) < 1000 else _thousands(text)  # noqa: PLR2004
    else:
        text = _thousands(f"{value:.{decimals}f}")
    text = text.replace("-", MINUS)
    return text.removeprefix(MINUS) if not text.strip(f"{MINUS}0.") else text


def _short(value: float, decimals: int | None) -> bool:
    """Whether a small number is well shown as zero: the decimals are asked for."""
    return decimals is not None and abs(value) < _PLAIN_TO


def _thousands(text: str) -> str:
    whole, point, rest = text.lstrip("-").partition(".")
    sign = "-" if text.startswith("-") else ""
    return f"{sign}{int(whole):,}".replace(",", THIN) + point + rest
