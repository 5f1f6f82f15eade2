"""The effects that go into a synthesis: estimate and sampling variance of each, checked.

What cannot go in is not repaired: `from_rows` hands it back with its line and the reason.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from litreview.errors import UsageError

Floats: TypeAlias = NDArray[np.float64]
"""An array of float64."""

LARGEST: Final = 1e100
"""Larger estimates and variances, and variances below its inverse, are beyond the arithmetic."""

_NUMBER: Final = re.compile(r"[-+\u2212]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,4})?", re.ASCII)
_COMMA: Final = re.compile(r"[-+\u2212]?[\d.]*\d(?:,\d+)+%?", re.ASCII)
_MISSING: Final = frozenset(
    {"", "-", "\u2013", "\u2014", "na", "n/a", "nan", "none", "null", "not reported", "not seen"}
    | {"not stated", "not noted", "."}
)
_LONGEST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """k effects: estimates `yi` and sampling variances `vi` of shape (k,), read-only.

    labels: one text each; clusters: the study (or district, author ...) that each belongs to, or
    () where all are independent. k may be 0; what pools refuses that. Raises UsageError where the
    lengths differ, a number is not finite, or a variance is not above zero.
    """

    yi: Floats
    vi: Floats
    labels: tuple[str, ...]
    clusters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("yi", "vi"):
            array = np.array(getattr(self, name), dtype=np.float64)
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        _checked(self)

    @classmethod
    def of(
        cls,
        yi: ArrayLike,
        vi: ArrayLike,
        labels: Sequence[str] = (),
        clusters: Sequence[str] = (),
    ) -> Effects:
        """Effects from sequences; without `labels` they are called 1, 2, 3 ..."""
        estimates = np.atleast_1d(np.asarray(yi, dtype=np.float64))
        variances = np.atleast_1d(np.asarray(vi, dtype=np.float64))
        named = tuple(labels) or tuple(str(n) for n in range(1, estimates.size + 1))
        return cls(estimates, variances, named, tuple(clusters))

    @property
    def k(self) -> int:
        """How many effects."""
        return int(self.yi.size)

    @property
    def sei(self) -> Floats:
        """Standard errors, shape (k,)."""
        return np.sqrt(self.vi)

    def take(self, places: Sequence[int] | NDArray[np.intp]) -> Effects:
        """The effects at `places` (from 0), in that order."""
        return Effects(
            self.yi[list(places)],
            self.vi[list(places)],
            tuple(self.labels[i] for i in places),
            tuple(self.clusters[i] for i in places) if self.clusters else (),
        )

    def without(self, place: int) -> Effects:
        """All effects but the one at `place`."""
        return self.take([i for i in range(self.k) if i != place])


@dataclass(frozen=True, slots=True)
class Row:
    """One effect as entered. Cells are text as it stands, or numbers; None where there is none.

    line: where it stands in its file, from 1; vi or sei may be missing, not both. cluster: None
    where clusters are not asked for.
    """

    line: int
    label: str
    yi: str | float | None
    vi: str | float | None = None
    sei: str | float | None = None
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that takes no part. code: a short stable word for the reason, which is a sentence."""

    line: int
    label: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds: a number, or (None) why it is none."""

    value: Decimal | None
    code: str = ""
    reason: str = ""


def from_rows(rows: Iterable[Row]) -> tuple[Effects, tuple[LeftOut, ...]]:
    """The usable rows as Effects, and the others with their reasons, each in their order.

    Both together are all rows. Nothing is converted: a percentage stays the number that it is.
    Where both vi and sei are given and agree within the rounding of their digits, the one with
    more digits is used.
    """
    kept: list[tuple[float, float, str, str]] = []
    left: list[LeftOut] = []
    clustered = False
    for row in rows:
        clustered = clustered or row.cluster is not None
        found = _usable(row)
        if isinstance(found, LeftOut):
            left.append(found)
        else:
            kept.append((*found, row.label, row.cluster or ""))
    effects = Effects.of(
        [one[0] for one in kept],
        [one[1] for one in kept],
        [one[2] for one in kept],
        [one[3] for one in kept] if clustered else (),
    )
    return effects, tuple(left)


def read_cell(cell: str | float | None, name: str) -> Cell:
    """The number in a cell called `name`, or the reason why there is none."""
    if isinstance(cell, str):
        return _read_text(cell.strip(), name)
    if cell is None:
        return Cell(None, "missing", f"{name} is missing")
    if not math.isfinite(cell):
        return Cell(None, "not-finite", f"{name} is not a finite number")
    return Cell(Decimal(repr(float(cell))))


def _read_text(text: str, name: str) -> Cell:
    if text.casefold() in _MISSING:
        return Cell(None, "missing", f"{name} is missing")
    if _NUMBER.fullmatch(text):
        return Cell(Decimal(text.replace("\u2212", "-")))
    shown = ascii(text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "...")
    if _COMMA.fullmatch(text):
        return Cell(None, "comma", f"{name} is written with a comma, {shown}: write 3.5 or 3500")
    return Cell(None, "not-a-number", f"{name} is not a number: {shown}")


def _usable(row: Row) -> tuple[float, float] | LeftOut:
    """Estimate and variance of a row, or why it is left out."""
    estimate, vi, sei = (
        read_cell(row.yi, "yi"),
        read_cell(row.vi, "vi"),
        read_cell(row.sei, "sei"),
    )
    fault = next(_faults(estimate, vi, sei), None)
    if fault is None and row.cluster is not None and not row.cluster.strip():
        fault = ("no-cluster", "the row says no cluster")
    if fault is not None:
        return LeftOut(row.line, row.label, *fault)
    pair = float(estimate.value or 0), _variance(vi.value, sei.value)
    if abs(pair[0]) > LARGEST or not 1 / LARGEST <= pair[1] <= LARGEST:
        why = "the numbers are too large or too small to compute with"
        return LeftOut(row.line, row.label, "out-of-range", why)
    return pair


def _faults(estimate: Cell, vi: Cell, sei: Cell) -> Iterator[tuple[str, str]]:
    """What is wrong with the cells of a row, the gravest first: (code, reason)."""
    if estimate.value is None:
        yield estimate.code, estimate.reason
    spread = {"vi": vi, "sei": sei}
    for cell in spread.values():
        if cell.value is None and cell.code != "missing":
            yield cell.code, cell.reason
    if vi.value is None and sei.value is None:
        yield "missing", "there is neither a variance nor a standard error"
    for name, cell in spread.items():
        if cell.value is not None and cell.value <= 0:
            yield "not-positive", f"{name} is {cell.value}, which is not above zero"
    if vi.value is not None and sei.value is not None and not _agree(vi.value, sei.value):
        yield (
            "contradiction",
            f"vi is {vi.value} and sei is {sei.value}, whose square is another number",
        )


def _variance(vi: Decimal | None, sei: Decimal | None) -> float:
    """The variance by whichever of the two has more digits; there is at least one."""
    if sei is None or (vi is not None and _digits(vi) >= _digits(sei)):
        return float(vi) if vi is not None else math.nan
    error = float(sei)
    return error * error


def _agree(vi: Decimal, sei: Decimal) -> bool:
    """Whether both can be roundings of one variance (with room for binary arithmetic)."""
    low, high = (float(sei + sign * _half(sei)) for sign in (-1, 1))
    slack = 1 + 1e-9
    least, most = max(low, 0.0) * max(low, 0.0) / slack, high * high * slack
    return float(vi - _half(vi)) <= most and float(vi + _half(vi)) >= least


def _half(number: Decimal) -> Decimal:
    """Half a unit of the last digit."""
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1) if isinstance(exponent, int) else Decimal(0)


def _digits(number: Decimal) -> int:
    return len(number.as_tuple().digits)


def _checked(effects: Effects) -> None:
    """Raise UsageError where arrays do not belong together or hold what is no effect."""
    k = effects.yi.size
    if effects.yi.shape != (k,) or effects.vi.shape != (k,):
        raise UsageError(
            f"{k} estimates and {effects.vi.size} variances do not make effects",
            remedy="give one estimate and one variance for each effect",
        )
    if len(effects.labels) != k or len(effects.clusters) not in {0, k}:
        raise UsageError(
            f"{k} effects need {k} labels, and as many clusters or none",
            remedy="give a label for each effect",
        )
    sound = np.isfinite(effects.yi) & np.isfinite(effects.vi) & (effects.vi > 0)
    if not sound.all():
        place = int(np.flatnonzero(~sound)[0])
        raise UsageError(
            f"the effect {effects.labels[place]!r} has no finite estimate, or a variance that is "
            "not above zero",
            remedy="leave it out, with the reason: see `from_rows`",
        )
