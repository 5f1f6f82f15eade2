"""Characteristics of included studies in Cochrane's form: one block a study.

Cochrane Handbook, version 6, chapter III: methods, participants, interventions, outcomes, notes; no
results, and risk of bias in a table of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from litreview.model import CostBenefit, Estimate, Study
from litreview.outputs.evidence import Evidence
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._characters import Extracted, extracted_of, named_studies, reports
from litreview.outputs.tables._empty import nothing_included
from litreview.outputs.tables._words import NOT_EXTRACTED, distinct, outcome_times, says_nothing

COLUMNS = (
    Column("study", "Study", width=0),
    Column("item", "Item", width=14),
    Column("entry", "From the reports", width=80),
)
NOTES = (
    "After each study its id: the name that it was linked under, or else its report.",
    "Different entries for one study are joined by semicolons. Results stand in other tables.",
)
_ITEMS: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    (
        "Methods",
        (
            ("Design", "design"),
            ("Method", "evaluation_method"),
            ("Unit of assignment", "assignment_unit"),
            ("Clusters", "clusters"),
            ("Country", "country"),
            ("Region", "region"),
            ("Programme, first year", "intervention_start"),
            ("Programme, last year", "intervention_end"),
            ("Evaluation, first year", "evaluation_start"),
            ("Evaluation, last year", "evaluation_end"),
            ("Data", "outcome_data_source"),
        ),
    ),
    (
        "Participants",
        (
            ("Population", "population"),
            ("Labour-market status", "labour_status"),
            ("Age", "age_range"),
            ("Women, per cent", "share_women"),
            ("Migrants, per cent", "share_migrants"),
            ("Health", "health"),
            ("Benefit", "benefit_type"),
            ("Unemployed for", "unemployment_duration"),
            ("n", "n_total"),
            ("n, treated", "n_treated"),
            ("n, comparison", "n_control"),
        ),
    ),
    (
        "Interventions",
        (
            ("Intervention", "intervention"),
            ("Mentoring part", "mentoring_component"),
            ("Centrality of mentoring", "mentoring_centrality"),
            ("Mentor", "mentor_type"),
            ("Persons per mentor", "caseload"),
            ("Contacts", "contact_frequency"),
            ("Longest, months", "max_duration_months"),
            ("Comparator", "comparator"),
        ),
    ),
)
_NOTES = (("Registration", "registration"), ("Paid by", "funding_source"))


def build(evidence: Evidence) -> Table:
    """Five rows an included study, under its label."""
    held = extracted_of(evidence)
    return Table(
        name="characteristics-cochrane",
        title="Characteristics of included studies (Cochrane form)",
        columns=COLUMNS,
        rows=tuple(
            (f"{label} ({study.id})", *cells)
            for study, label in named_studies(evidence)
            for cells in _block(evidence, study, held[study.id])
        ),
        notes=NOTES,
        empty=nothing_included(evidence),
    )


def _block(evidence: Evidence, study: Study, rows: Extracted) -> Iterator[tuple[str, str]]:
    every: list[Estimate | CostBenefit] = [*rows.estimates, *rows.costs]
    for item, fields in _ITEMS:
        yield item, _entry(every, fields)
    outcomes = outcome_times((row.outcome, row.followup_months) for row in rows.estimates)
    yield "Outcomes", outcomes or NOT_EXTRACTED
    said = _lines(every, _NOTES)
    remarks = distinct(row.flags for row in every)
    more = () if says_nothing(remarks) else (f"Remarks: {remarks}.",)
    yield "Notes", "\n".join((f"Reports: {reports(evidence, study)}.", *said, *more))


def _entry(rows: Iterable[Estimate | CostBenefit], fields: Sequence[tuple[str, str]]) -> str:
    """A line a field that says something; of one that all leave out nothing is said."""
    return "\n".join(_lines(rows, fields)) or NOT_EXTRACTED


def _lines(
    rows: Iterable[Estimate | CostBenefit], fields: Sequence[tuple[str, str]]
) -> Iterator[str]:
    held = list(rows)
    for label, name in fields:
        texts = (_value(row, name) for row in held)
        text = distinct(text for text in texts if text)
        if text != NOT_EXTRACTED:
            yield f"{label}: {text.rstrip('.')}."


def _value(row: Estimate | CostBenefit, name: str) -> str:
    if name == "design" and isinstance(row, Estimate):
        return row.design
    return row.values.get(name, "").strip()


TABLE = TableKind(
    "characteristics-cochrane", "the included studies, one block each, as Cochrane has it", build
)
