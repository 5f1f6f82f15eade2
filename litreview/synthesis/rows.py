"""Effects as people enter them, row by row: usable, or left out with the cell and the reason.

What cannot go in is not repaired and not averaged away.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from litreview.synthesis.cells import Cell, read_cell
from litreview.synthesis.effects import LARGEST, Effects

Given = str | float | None
"""A cell: text as it stands, or a number; None where there is none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One effect as entered.

    line: where it stands in its file, from 1; vi or sei may be missing, not both. cluster: None
    where clusters are not asked for. ci: the lower and the upper end of its interval by the names
    of their columns, checked where both are given; sizes: persons by the name of the column, none
    of which may be zero.
    """

    line: int
    label: str
    yi: Given
    vi: Given = None
    sei: Given = None
    cluster: str | None = None
    ci: Mapping[str, Given] = field(default_factory=dict)
    sizes: Mapping[str, Given] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that takes no part.

    line: of its file, 0 where it is a row of a review, whose identifier is the label. code: a short
    stable word for the reason, which is a sentence; column: of the cell that is at fault, "" where
    it is the row as a whole.
    """

    line: int
    label: str
    code: str
    reason: str
    column: str = ""

    @property
    def where(self) -> str:
        """The address of the cell: ``line 7, vi``; of a row of a review ``row E33``."""
        if not self.line:
            return f"row {self.label}"
        return f"line {self.line}, {self.column}" if self.column else f"line {self.line}"


Fault = tuple[str, str, str]
"""The column at fault, the code and the reason."""


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


def _usable(row: Row) -> tuple[float, float] | LeftOut:
    """Estimate and variance of a row, or why it is left out."""
    estimate, vi, sei = (
        read_cell(row.yi, "yi"),
        read_cell(row.vi, "vi"),
        read_cell(row.sei, "sei"),
    )
    fault = next(_faults(estimate, vi, sei, row), None) or next(_beside(row, estimate), None)
    if fault is not None:
        column, code, reason = fault
        return LeftOut(row.line, row.label, code, reason, column)
    pair = float(estimate.value or 0), _variance(vi.value, sei.value)
    if abs(pair[0]) > LARGEST or not 1 / LARGEST <= pair[1] <= LARGEST:
        why = "the numbers are too large or too small to compute with"
        return LeftOut(row.line, row.label, "out-of-range", why)
    return pair


def _faults(estimate: Cell, vi: Cell, sei: Cell, row: Row) -> Iterator[Fault]:
    """What is wrong with the estimate and its variance, the gravest first."""
    if estimate.value is None:
        yield "yi", estimate.code, estimate.reason
    spread = {"vi": vi, "sei": sei}
    for name, cell in spread.items():
        if cell.value is None and cell.code != "missing":
            yield name, cell.code, cell.reason
    if vi.value is None and sei.value is None:
        column = "sei" if row.vi is None else "vi"
        yield column, "missing", "there is neither a variance nor a standard error"
    for name, cell in spread.items():
        if cell.value is not None and cell.value <= 0:
            yield name, "not-positive", f"{name} is {cell.value}, which is not above zero"
    if vi.value is not None and sei.value is not None and not _agree(vi.value, sei.value):
        why = f"vi is {vi.value} and sei is {sei.value}, whose square is another number"
        yield "vi", "contradiction", why


def _beside(row: Row, estimate: Cell) -> Iterator[Fault]:
    """What is wrong with what stands beside them: interval, persons, cluster."""
    ends = {name: read_cell(end, name) for name, end in row.ci.items()}
    for name, cell in ends.items():
        if cell.value is None and cell.code != "missing":
            yield name, cell.code, cell.reason
    known = [cell.value for cell in ends.values() if cell.value is not None]
    if len(known) > 1 and estimate.value is not None:
        low, high = known
        if not low <= estimate.value <= high:
            why = f"the interval {low} to {high} does not hold yi, {estimate.value}"
            yield next(iter(ends)), "contradiction", why
    for name, given in row.sizes.items():
        size = read_cell(given, name)
        if size.value is not None and size.value <= 0:
            yield name, "no-persons", f"{name} is {size.value}: there is nobody in the study"
    if row.cluster is not None and not row.cluster.strip():
        yield "", "no-cluster", "the row says no cluster"


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
