"""What tables and plots that compare money have in common."""

from __future__ import annotations

from dataclasses import dataclass

from litreview.extraction.money.convert import Basis
from litreview.extraction.money.figures import Figures
from litreview.extraction.money.reading import Assumptions, Comparable, comparable
from litreview.model import CostBenefit
from litreview.outputs.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Money:
    """How a review compares money.

    bases: what amounts are converted to, the countries of the plan for which there are figures;
    missing: those for which there are none.
    """

    bases: tuple[Basis, ...]
    missing: tuple[str, ...]
    assume: Assumptions
    figures: Figures

    @classmethod
    def of(cls, evidence: Evidence) -> Money:
        """As `[money]` of the review says, by the tables in force."""
        plan, figures = evidence.plan.money, evidence.figures
        found = {name: figures.country(name) for name in plan.countries}
        return cls(
            tuple(
                Basis(one.iso3, plan.price_year, plan.index, plan.order, plan.rate)
                for one in found.values()
                if one is not None
            ),
            tuple(name for name, one in found.items() if one is None),
            Assumptions(plan.proxy, plan.publication_year),
            figures,
        )

    def on(self, row: CostBenefit, basis: Basis) -> Comparable:
        """An economic result on one of the bases."""
        return comparable(row, basis, self.assume, self.figures)

    def heading(self, basis: Basis) -> str:
        """What a basis is in: `DKK, Denmark, 2023`."""
        one = self.figures.country(basis.country)
        where = basis.country
        return where if one is None else f"{one.money_in(basis.year)}, {one.name}, {basis.year}"


def amount(one: Comparable, name: str) -> str:
    """A converted amount, to the whole unit, with thousands apart; "" where there is none."""
    found = one.amounts.get(name)
    if found is None:
        return ""
    return f"{one.bounds.get(name, '')} {found.value:,.0f}".strip()
