"""The amounts of an economic result on a common basis, or why they cannot be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from litreview.extraction.leading import Bound, bare_number, lead
from litreview.extraction.money.convert import (
    Amount,
    Basis,
    Converted,
    Factor,
    NotConvertible,
    convert,
)
from litreview.extraction.money.figures import SHIPPED, Figures
from litreview.extraction.printed import is_missing
from litreview.model import CostBenefit, Reported, reported

AMOUNTS: Final = ("cost", "benefits", "net_present_value")
"""The amounts of an economic result, by their names in `CostBenefit`."""
_CODED: Final = {"cost": ("gross_cost", "net_cost")}
"""Fields that give an amount as one number where the printed text holds more."""
_HEDGES: Final[dict[str, Bound]] = {
    "at most": "at most",
    "at least": "at least",
    "approximate": "about",
}
"""How the form's field `amounts_are` hedges."""
_CODE: Final = re.compile(r"[A-Z]{3}")
_SIGNS: Final[dict[Bound, str]] = {
    "": "", "at most": "\u2264", "at least": "\u2265", "about": "c.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparable:
    """An economic result on one basis.

    amounts: name -> converted, for those that are one number; bounds: the sign of those that the
    report hedges ("up to" is a bound); reasons: why others, or all, are not converted. basis: what
    they were converted to.
    """

    row: CostBenefit
    basis: Basis
    amounts: dict[str, Converted]
    reasons: tuple[str, ...]
    bounds: dict[str, str] = field(default_factory=dict)

    @property
    def factors(self) -> str:
        """The factors of the row, in words: they are the same for all its amounts."""
        first = next(iter(self.amounts.values()), None)
        if first is None:
            return ""
        return "; ".join(
            f"{one.name} {one.value:.4g} ({one.what}{_from(one)})" for one in first.factors
        )

    @property
    def assumed(self) -> tuple[str, ...]:
        """What nobody reported."""
        first = next(iter(self.amounts.values()), None)
        return first.assumed if first is not None else ()


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What may be assumed, and is told.

    proxy: the country of a euro amount that names none; publication_year: whether that stands in
    for a price year that is not reported.
    """

    proxy: str = ""
    publication_year: bool = False


def comparable(
    row: CostBenefit, basis: Basis, assume: Assumptions, figures: Figures = SHIPPED
) -> Comparable:
    """`row` on `basis`. Amounts that are a range, several numbers or words are not converted.

    Where the printed cost is none of one number, the coded gross or net cost stands for it.
    """
    currency = _currency(row)
    year, note = _price_year(row, assume)
    amounts: dict[str, Converted] = {}
    reasons: dict[str, None] = {}
    bounds: dict[str, str] = {}
    for name in AMOUNTS:
        held: Reported = getattr(row, name)
        if is_missing(held.text):
            continue
        number, bound = _one_number(row, name, held.text)
        if number is None:
            reasons[f"{name.replace('_', ' ')} is not one number"] = None
            continue
        if not currency:
            reasons[f"the currency {row.currency!r} is not one code"] = None
            continue
        amount = Amount(number, currency, year, row.values.get("country", ""))
        found = convert(amount, basis, proxy=assume.proxy, figures=figures)
        if isinstance(found, NotConvertible):
            reasons[found.reason] = None
        else:
            amounts[name] = _noted(found, note)
            if bound:
                bounds[name] = bound
    if not amounts and not reasons:
        reasons["no amount is reported"] = None
    return Comparable(row, basis, amounts, tuple(reasons), bounds)


def one_number(text: str) -> tuple[float | None, str]:
    """The number that `text` begins with, where it holds no other, and the sign of its hedge."""
    found = lead(text)
    if found is None or not found.alone:
        return None, ""
    return float(found.number.value), _SIGNS[found.bound]


def _one_number(row: CostBenefit, name: str, text: str) -> tuple[float | None, str]:
    """The number of an amount as printed, else as coded, and the sign of its hedge."""
    number, bound = one_number(text)
    if number is not None:
        return number, bound
    hedge = _HEDGES.get(row.values.get("amounts_are", "").strip(), "")
    coded = (one_number(row.values.get(field, ""))[0] for field in _CODED.get(name, ()))
    return next(((one, _SIGNS[hedge]) for one in coded if one is not None), (None, ""))


def _from(factor: Factor) -> str:
    """Tables of the review that a factor rests on; those that are shipped stand in the notes."""
    own = [f"{one.label}, {one.vintage}" for one in factor.sources if one.file]
    return f"; by {'; '.join(own)}" if own else ""


def _currency(row: CostBenefit) -> str:
    bare = row.currency.strip().upper()
    return bare if _CODE.fullmatch(bare) else ""


def _price_year(row: CostBenefit, assume: Assumptions) -> tuple[int | None, str]:
    """The price year and, where it was assumed, what to say of it.

    A year with a remark in brackets is that year. The year of publication stands for one that is
    missing, not for one that is printed and is no plain year.
    """
    printed = bare_number(row.price_year.text)
    stated = None if printed is None else printed.value
    if stated is not None and stated == int(stated):
        basis = row.values.get("price_year_basis", "").strip()
        told = {"assumed": "is assumed", "publication year": "is the year of publication"}
        words = told.get(basis, "")
        return int(stated), f"the price year {int(stated)} {words}" if words else ""
    published = reported(row.values.get("year", "")).number
    missing = is_missing(row.price_year.text)
    if assume.publication_year and missing and published is not None:
        year = int(published)
        return year, f"the year of publication, {year}, stands for the price year"
    return None, ""


def _noted(found: Converted, note: str) -> Converted:
    if not note:
        return found
    return Converted(
        found.reported, found.value, found.currency, found.year, found.factors,
        (*found.assumed, note),
    )  # fmt: skip
