"""An economic result at the review's own discount rate, or why it cannot be brought to it.

A total that was discounted at another rate tells nothing of the years behind it, so it stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from litreview.extraction.leading import bare_number
from litreview.extraction.money.discounting import Discounted, discounted, rate_of
from litreview.extraction.printed import is_missing
from litreview.extraction.rows import Row
from litreview.model import CostBenefit

_SAME: Final = 1e-9
_COMPONENT: Final = "cost-component"


@dataclass(frozen=True, slots=True)
class AtRate:
    """A result at the rate. as_reported: it is there already, and why; else from its years.

    benefits, costs: present values at the beginning of the first year, in the money and prices of
    the row, costs below zero; years: each with its factor.
    """

    rate: float
    as_reported: str = ""
    benefits: float = 0.0
    costs: float = 0.0
    years: tuple[Discounted, ...] = ()

    @property
    def net(self) -> float:
        """Benefits less costs."""
        return self.benefits + self.costs


@dataclass(frozen=True, slots=True)
class NotAtRate:
    """A result that cannot be brought to the rate, and why."""

    reason: str


def parts_of(
    rows: Iterable[Row], nouns: Mapping[str, str]
) -> Mapping[tuple[str, str, str], Sequence[Row]]:
    """(extractor, study, economic result) -> its components. nouns: of the forms, by name."""
    held: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if nouns.get(row.form) == _COMPONENT:
            key = (row.extractor, row.study, row.values.get("cba_id", "").strip())
            held.setdefault(key, []).append(row)
    return held


def at_rate(row: CostBenefit, rate: float, parts: Sequence[Row] = ()) -> AtRate | NotAtRate:
    """`row` at `rate`. parts: its components, some of which may name the year of their amount."""
    dated = [one for one in parts if not is_missing(one.values.get("year_of_amount", ""))]
    if dated:
        return _of_years(row, rate, parts)
    said = rate_of(row.discount_rate)
    if said is not None and abs(said - rate) < _SAME:
        return AtRate(rate, f"discounted at {percent(rate)} by its source")
    if _one_year(row):
        return AtRate(rate, "of one year, so that nothing is discounted")
    if said is not None:
        return NotAtRate(
            f"discounted at {percent(said)}, and the amounts of its years are not given"
        )
    if is_missing(row.discount_rate):
        return NotAtRate("neither its discount rate nor the amounts of its years are reported")
    return NotAtRate(f"its discount rate {row.discount_rate.strip()[:40]!r} is not one rate")


def percent(rate: float) -> str:
    """``3 per cent``, ``3.5 per cent``."""
    return f"{100 * rate:.10g} per cent"


def _one_year(row: CostBenefit) -> bool:
    """Whether all of it is said to fall in one year."""
    observed, projected = (
        bare_number(row.values.get(name, "")) for name in ("observed_years", "projected_years")
    )
    if observed is None:
        return row.horizon.strip().casefold() in {"1 year", "one year", "12 months"}
    return observed.value <= 1 and (projected is None or not projected.value)


def _of_years(row: CostBenefit, rate: float, parts: Sequence[Row]) -> AtRate | NotAtRate:
    """From components that each name the year of their amount, all of the result's own party."""
    party = row.values.get("perspective_code", "").strip()
    sums: dict[bool, list[tuple[int, float]]] = {True: [], False: []}
    for one in parts:
        values = one.values
        if party not in {"", "society", values.get("party", "").strip()}:
            continue
        year, amount = (bare_number(values.get(n, "")) for n in ("year_of_amount", "amount"))
        if year is None or year.value < 1 or year.value != int(year.value):
            return NotAtRate(f"the component {one.row} names no year of its amount")
        if amount is None:
            return NotAtRate(f"the amount of the component {one.row} is no plain number")
        gain = values.get("kind", "").strip() == "benefit"
        sums[gain].append((int(year.value), float(amount.value)))
    found = {gain: discounted(held, rate, 1) for gain, held in sums.items()}
    if not (found[True] or found[False]):
        return NotAtRate(f"no component is of the perspective {party!r}")
    return AtRate(
        rate,
        benefits=sum(one.value for one in found[True]),
        costs=sum(one.value for one in found[False]),
        years=(*found[True], *found[False]),
    )
