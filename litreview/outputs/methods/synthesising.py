"""Of the methods: what effects and amounts are compared in, and what was pooled."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.extraction.convert import measure_named
from litreview.model import EffectsPlan
from litreview.outputs.evidence import Evidence
from litreview.outputs.words import counted, listed

_INDEX = {"gdp-deflator": "the GDP deflator", "cpi": "the consumer price index"}
_RATE = {"ppp": "purchasing power parities", "exchange": "exchange rates"}
_ORDER = {
    "deflate-then-ppp": "first to the prices of that year, then to that currency",
    "ppp-then-deflate": "first to that currency, then to the prices of that year",
}


def synthesised(evidence: Evidence) -> Iterator[str]:
    """The measures and the money of comparison where there is something to compare."""
    included = evidence.included
    if any(row.study in included for row in evidence.estimates):
        yield measures(evidence.plan.effects)
    if any(row.study in included for row in evidence.costs):
        yield money(evidence)
    if "total_studies_ma" in evidence.flow.boxes:
        n = evidence.flow["total_studies_ma"].n
        yield f"{counted(n, 'study')} were declared to be in a meta-analysis."


def measures(plan: EffectsPlan) -> str:
    """What effects are put in, by outcome domain, and whose effect is meant."""
    told = [f"{domain} as {_measure(name)}" for domain, name in sorted(plan.measures.items())]
    others = f"; {listed(told)}" if told else ""
    whom = "of the offer (ITT)" if plan.estimand == "ITT" else "of the treatment (TOT)"
    return (
        f"Effects are compared as {_measure(plan.measure)}{others}; where there is a choice, "
        f"effects {whom}. An effect that cannot be converted is shown as printed, with the reason."
    )


def _measure(name: str) -> str:
    found = measure_named(name)
    return f"{found.label} ({found.name})"


def money(evidence: Evidence) -> str:
    """Whose money and prices amounts are put in, and by which steps."""
    plan = evidence.plan.money
    held = [(evidence.figures.country(name), name) for name in plan.countries]
    names = listed(one.name if one is not None else name for one, name in held)
    return (
        f"Amounts are compared in the money and prices of {names} in {plan.price_year}: "
        f"{_ORDER[plan.order]}, by {_INDEX[plan.index]} and {_RATE[plan.rate]}. An amount that "
        "cannot be converted is left as printed, with the reason."
    )
