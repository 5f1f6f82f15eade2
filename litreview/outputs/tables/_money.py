"""What tables and plots that compare money have in common."""

from __future__ import annotations

from litreview.extraction.money.convert import Basis
from litreview.extraction.money.reading import Comparable
from litreview.extraction.money.series import country
from litreview.model import MoneyPlan


def bases_of(plan: MoneyPlan) -> tuple[Basis, ...]:
    """What amounts are converted to: the countries of the plan for which there are figures."""
    found = (country(name) for name in plan.countries)
    return tuple(
        Basis(one.iso3, plan.price_year, plan.index, plan.order, plan.rate)
        for one in found
        if one is not None
    )


def amount(one: Comparable, name: str) -> str:
    """A converted amount, to the whole unit, with thousands apart; "" where there is none."""
    found = one.amounts.get(name)
    if found is None:
        return ""
    return f"{one.bounds.get(name, '')} {found.value:,.0f}".strip()
