"""Costs and benefits of the included studies, one row a perspective, as reported."""

from __future__ import annotations

from litreview.extraction.rows import row_order
from litreview.model import CostBenefit
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import sort_key
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._empty import nothing_extracted
from litreview.outputs.tables._extracted import Labels, filled
from litreview.outputs.tables._words import (
    entered,
    remarks,
    says_nothing,
    seen_in,
)

MORE, LESS = "▲", "▼"
_BASIS, _REPORTED, _CONCLUSION = "Basis of the amounts", "As reported", "Conclusion of the authors"

COLUMNS = (
    Column("study", "Study", width=18),
    Column("programme", "Programme", width=20),
    Column("analysis_type", "Type", width=10),
    Column("perspective", "Perspective", width=14),
    Column("currency", "Currency", width=10, group=_BASIS),
    Column("price_year", "Price year", width=9, group=_BASIS),
    Column("horizon", "Horizon", width=12, group=_BASIS),
    Column("discount_rate", "Discount rate", width=11, group=_BASIS),
    Column("cost", "Cost per participant", "right", width=13, group=_REPORTED),
    Column("benefits", "Benefits", "right", width=16, group=_REPORTED),
    Column("net_present_value", "Net present value", "right", width=12, group=_REPORTED),
    Column("ratio", "Ratio, as printed", width=13, group=_REPORTED),
    Column("uncertainty", "Uncertainty", width=15, group=_REPORTED),
    Column("direction", "Direction, as stated", width=14, group=_CONCLUSION),
    Column("balance", "Benefits exceed costs", width=14, group=_CONCLUSION),
    Column("seen_in", "Seen in", width=12),
    Column("source", "Source", width=15),
    Column("remarks", "Remarks", width=26),
    Column("row", "Row", width=9),
)
_TELLING = (
    "study",
    "programme",
    "perspective",
    "currency",
    "price_year",
    "cost",
    "benefits",
    "balance",
    "net_present_value",
    "ratio",
)
NOTES = (
    "Amounts stand in the currency and prices of the report; nothing is converted.",
    "Amounts in different rows cannot be compared or summed.",
    f"{MORE} the source says that benefits exceed costs, {LESS} that costs exceed benefits.",
    "No such mark: the source says neither in plain words.",
    "Rows of one programme in several perspectives count the same money more than once.",
)


def build(evidence: Evidence) -> Table:
    """One row an economic result of an included study."""
    empty = Table(
        name="cost-benefit",
        title="Costs and benefits, as reported",
        columns=COLUMNS,
        rows=(),
        notes=NOTES,
        empty=nothing_extracted(evidence, "economic result", "cost-benefit"),
        telling=_TELLING,
    )
    return filled(empty, evidence, evidence.costs, _order, _cells)


def _order(row: CostBenefit, labels: Labels) -> tuple[object, ...]:
    return (
        sort_key(labels[row.study]),
        row.study,
        sort_key(row.programme),
        sort_key(row.perspective),
        row_order(row.id),
        row.extractor,
    )


def _cells(row: CostBenefit, labels: Labels) -> tuple[str, ...]:
    texts = (
        row.programme,
        row.analysis_type,
        row.perspective,
        row.currency,
        row.price_year.text,
        row.horizon,
        row.discount_rate,
        row.cost.text,
        row.benefits.text,
        row.net_present_value.text,
        row.ratio,
        row.values.get("uncertainty", ""),
        row.direction,
    )
    return (
        labels[row.study],
        *map(entered, texts),
        balance(row),
        seen_in(row),
        entered(row.source_url),
        remarks(row),
        row.id,
    )


def balance(row: CostBenefit) -> str:
    """Whether benefits exceed costs, and for whom, where the source says it in plain words."""
    said = " ".join(row.direction.split()).lower()
    if said.startswith("benefits > costs"):
        return f"{MORE} {_for_whom(row)}"
    if said.startswith("costs > benefits"):
        return f"{LESS} {_for_whom(row)}"
    return ""


def _for_whom(row: CostBenefit) -> str:
    whom = row.perspective.strip()
    if says_nothing(whom) or whom.lower().startswith("not stated"):
        return "for whom is not stated"
    return f"for {whom}"


TABLE = TableKind("cost-benefit", "costs and benefits of the included studies, as reported", build)
