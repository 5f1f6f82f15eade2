"""Costs and benefits of the included studies, as reported and in one money and price year."""

from __future__ import annotations

from dataclasses import replace

from litreview.extraction.money.reading import Comparable
from litreview.extraction.rows import row_order
from litreview.model import CostBenefit, MoneyPlan
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import sort_key, study_labels
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._common_rate import CommonRate
from litreview.outputs.tables._empty import nothing_extracted
from litreview.outputs.tables._money import Money, amount
from litreview.outputs.tables._perspective import place
from litreview.outputs.tables._perspective import told as told_perspective
from litreview.outputs.tables._words import entered, says_nothing, standing_notes

_REPORTED = "As reported"
_SHOWN = (("cost", "Cost"), ("benefits", "Benefits"), ("net_present_value", "Net present value"))
_TELLING = ("study", "programme", "perspective_code", "currency", "price_year", "cost")


def build(evidence: Evidence) -> Table:
    """One row an economic result of an included study; `[money]` says what it is converted to."""
    plan = evidence.plan.money
    money, rate = Money.of(evidence), CommonRate.of(evidence)
    table = Table(
        name="costs",
        title=f"Costs and benefits in prices of {plan.price_year}",
        columns=_columns(money, rate),
        rows=(),
        notes=(*_notes(plan, money), *rate.notes, *standing_notes(evidence)),
        empty=nothing_extracted(evidence, "economic result", "cost-benefit"),
        telling=(
            *_TELLING,
            *(f"cost_{basis.country.lower()}" for basis in money.bases),
            *(c.key for c in rate.columns),
            "why",
        ),
    )
    labels, included = study_labels(evidence), evidence.included
    rows = [row for row in evidence.costs if row.study in included]
    rows.sort(
        key=lambda row: (
            sort_key(labels[row.study]),
            row.study,
            sort_key(row.programme),
            place(row),
            row_order(row.id),
        )
    )
    return replace(
        table,
        rows=tuple(
            _cells(
                row,
                labels[row.study],
                [money.on(row, basis) for basis in money.bases],
                rate.cells(row),
            )
            for row in rows
        ),
    )


def _columns(money: Money, rate: CommonRate) -> tuple[Column, ...]:
    return (
        Column("study", "Study", width=18),
        Column("programme", "Programme", width=20),
        Column("perspective", "Perspective, as printed", width=14),
        Column("perspective_code", "Perspective", width=12),
        Column("currency", "Currency", width=9, group=_REPORTED),
        Column("price_year", "Price year", width=9, group=_REPORTED),
        *(Column(name, label, "right", 12, _REPORTED) for name, label in _SHOWN),
        Column("ratio", "Ratio", width=12, group=_REPORTED),
        *(
            Column(f"{name}_{basis.country.lower()}", label, "right", 12, money.heading(basis))
            for basis in money.bases
            for name, label in _SHOWN
        ),
        *rate.columns,
        Column("factors", "Factors", width=30),
        Column("why", "Not convertible because", width=24),
        Column("row", "Row", width=9),
    )


def _notes(plan: MoneyPlan, money: Money) -> tuple[str, ...]:
    first = "deflated in their own currency, then converted"
    order = first if plan.order == "deflate-then-ppp" else "converted, then deflated"
    by = "purchasing power parities" if plan.rate == "ppp" else "exchange rates"
    sources = " and ".join(
        f"{one.label} ({one.vintage})"
        for name in (plan.index, plan.rate)
        for one in money.figures.layers(name)
    )
    return (
        f"Amounts are {order} by {by}; prices by the {plan.index}. Figures: {sources}.",
        "The reported amount stays beside the converted one; ratios are never converted or pooled.",
        "A perspective that was not coded is read from what is printed, where that names one.",
        *(f"There are no figures for {name}, which review.toml names." for name in money.missing),
        *(() if money.bases else ("No country is named in [money] that there are figures for.",)),
    )


def _cells(
    row: CostBenefit, label: str, found: list[Comparable], at_rate: tuple[str, ...]
) -> tuple[str, ...]:
    reported = (row.currency, row.price_year.text)
    amounts = (row.cost.text, row.benefits.text, row.net_present_value.text, row.ratio)
    why = dict.fromkeys(reason for one in found for reason in one.reasons)
    told = dict.fromkeys(note for one in found for note in one.assumed)
    factors = [one.factors for one in found if one.factors]
    return (
        label,
        entered(row.programme),
        entered(row.perspective),
        told_perspective(row),
        *map(entered, reported),
        *("" if says_nothing(text) else text.strip() for text in amounts),
        *(amount(one, name) for one in found for name, _ in _SHOWN),
        *at_rate,
        "; ".join([*dict.fromkeys(factors), *(f"assumed: {note}" for note in told)]),
        "; ".join(why),
        row.id,
    )


TABLE = TableKind("costs", "costs and benefits in one currency and price year", build)
