"""The effects of the included studies, one row an estimate: as reported, and in one measure."""

from __future__ import annotations

from litreview.extraction.convert import Effect, NotConvertible, measure_named
from litreview.extraction.rows import row_order
from litreview.model import Estimate
from litreview.outputs.evidence import Evidence
from litreview.outputs.pooling import Common, in_common
from litreview.outputs.references import sort_key
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._empty import nothing_extracted
from litreview.outputs.tables._extracted import Labels, filled
from litreview.outputs.tables._groups import DOMAINS, GROUPS, domain, people, rank
from litreview.outputs.tables._words import (
    entered,
    remarks,
    seen_in,
)
from litreview.outputs.words import figures

COMMON = "In one measure"
COLUMNS = (
    Column("group", "People and outcome", width=0),
    Column("study", "Study", width=18),
    Column("outcome", "Outcome", width=20),
    Column("followup_months", "Follow-up, months", "right", width=12),
    Column("subgroup", "Subgroup", width=14),
    Column("centrality", "Mentoring part", width=15),
    Column("effect", "Effect", "right", width=14, group="As printed"),
    Column("unit", "Unit", width=13, group="As printed"),
    Column("treated_mean", "Treated mean", "right", width=10, group="As printed"),
    Column("control_mean", "Control mean", "right", width=10, group="As printed"),
    Column("standard_error", "SE", "right", width=10, group="As printed"),
    Column("confidence_interval", "CI", width=10, group="As printed"),
    Column("significance", "Significance as stated", width=16, group="As printed"),
    Column("measure", "Measure", width=12, group=COMMON),
    Column("common", "Effect", "right", width=9, group=COMMON),
    Column("common_ci", "95% CI", width=12, group=COMMON),
    Column("how", "From, and what is assumed", width=24, group=COMMON),
    Column("design", "Design", width=18),
    Column("seen_in", "Seen in", width=12),
    Column("source", "Source", width=15),
    Column("remarks", "Remarks", width=24),
    Column("row", "Row", width=9),
)
_TELLING = ("study", "outcome", "followup_months", "subgroup", "effect", "unit", "significance")
NOTES = (
    "As printed: in the unit of the report. In one measure: that of `[effects]` in review.toml.",
    "Shares stand in percentage points there, ratios as ratios; no sign is turned.",
    "Rows of one study are about the same people: they are not independent estimates.",
    "Order: unemployed people, both, people in work, others; then outcome, study, follow-up.",
    "The headings are read from the entries, and change no value.",
)


def build(evidence: Evidence) -> Table:
    """One row an estimate of an included study."""
    empty = Table(
        name="effects",
        title="Effects, as reported and in one measure",
        columns=COLUMNS,
        rows=(),
        notes=NOTES,
        empty=nothing_extracted(evidence, "effect", "estimate"),
        telling=_TELLING,
    )
    common = {id(one.row): one for one in in_common(evidence)}

    def cells(row: Estimate, labels: Labels) -> tuple[str, ...]:
        return _cells(row, labels, common[id(row)])

    return filled(empty, evidence, evidence.estimates, _order, cells)


def _order(row: Estimate, labels: Labels) -> tuple[object, ...]:
    followup = row.followup_months.number
    return (
        GROUPS.index(people(row)),
        rank(DOMAINS, domain(row)),
        sort_key(labels[row.study]),
        row.study,
        row.subgroup != "all",
        sort_key(row.subgroup),
        (followup is None, followup or 0.0),
        row_order(row.id),
        row.extractor,
    )


def _cells(row: Estimate, labels: Labels, common: Common) -> tuple[str, ...]:
    reported = (
        row.value.text,
        row.unit,
        row.treatment_mean.text,
        row.control_mean.text,
        row.standard_error.text,
        row.confidence_interval,
        row.significance,
    )
    return (
        f"{people(row)}: {domain(row)}",
        labels[row.study],
        entered(row.outcome),
        entered(row.followup_months.text),
        entered(row.subgroup),
        entered(row.centrality),
        *map(entered, reported),
        *_in_one_measure(common.effect),
        entered(row.design),
        seen_in(row),
        entered(row.source_url),
        remarks(row),
        row.id,
    )


def _in_one_measure(effect: Effect | NotConvertible) -> tuple[str, str, str, str]:
    """The measure, the effect and its interval as readers know them, and the way there."""
    measure = measure_named(effect.measure)
    if isinstance(effect, NotConvertible):
        return measure.natural or measure.label, "", "", f"not convertible because {effect.reason}"
    told = [effect.formula.name, *(f"assumed: {one}" for one in effect.imputed)]
    ends = effect.interval() or ()
    return (
        effect.unit or measure.natural or measure.label,
        figures(measure.in_natural(effect.yi)),
        " to ".join(figures(measure.in_natural(end)) for end in ends) or "no variance",
        "; ".join(told),
    )


TABLE = TableKind(
    "effects", "every estimate of the included studies, as reported and in one measure", build
)
