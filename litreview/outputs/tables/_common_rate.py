"""The column of results at the discount rate of the review, where it names one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litreview.extraction.money.common_rate import AtRate, NotAtRate, at_rate, parts_of, percent
from litreview.extraction.rows import Row
from litreview.model import CostBenefit
from litreview.outputs.evidence import Evidence
from litreview.outputs.table import Column


@dataclass(frozen=True, slots=True)
class CommonRate:
    """rate: of the review, None where it names none. parts: result -> its components."""

    rate: float | None
    parts: Mapping[tuple[str, str, str], Sequence[Row]]

    @classmethod
    def of(cls, evidence: Evidence) -> CommonRate:
        """As `[money]` of the review says."""
        rate = evidence.plan.money.discount_rate
        if rate is None:
            return cls(None, {})
        nouns = {name: form.noun for name, form in evidence.forms.items()}
        return cls(rate, parts_of(evidence.rows, nouns))

    @property
    def columns(self) -> tuple[Column, ...]:
        """One, or none."""
        if self.rate is None:
            return ()
        return (Column("at_rate", f"At {percent(self.rate)} a year", width=24),)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the column means."""
        if self.rate is None:
            return ()
        text = (
            f"At {percent(self.rate)} a year: present values at the beginning of the first year, "
            "in the money as reported, from components that name their year. A total that was "
            "discounted at another rate is not brought to this one."
        )
        return (text,)

    def cells(self, row: CostBenefit) -> tuple[str, ...]:
        """The cell of a result, or none where there is no column."""
        if self.rate is None:
            return ()
        key = (row.extractor, row.study, row.id)
        return (_said(at_rate(row, self.rate, self.parts.get(key, ()))),)


def _said(found: AtRate | NotAtRate) -> str:
    if isinstance(found, NotAtRate):
        return f"no: {found.reason}"
    if found.as_reported:
        return f"as reported: {found.as_reported}"
    factors = {one.year: one.factor for one in found.years}
    first, last = min(factors), max(factors)
    return (
        f"net {found.net:,.0f}: benefits {found.benefits:,.0f}, costs {found.costs:,.0f} "
        f"(years {first} to {last}, factors {factors[first]:.4g} to {factors[last]:.4g})"
    )
