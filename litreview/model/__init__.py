"""The nouns of a review, in PRISMA 2020 terms. Frozen, slotted, and free of behaviour.

A `Record` is what a source delivered, a `Report` is the document that one or more records
describe, a `Study` is the investigation that one or more reports describe.
"""

from __future__ import annotations

from litreview.model.extracted import CostBenefit, Estimate, Reported, reported
from litreview.model.identifiers import (
    Doi,
    Pmid,
    RecordId,
    ReportId,
    SearchId,
    StudyId,
    parse_doi,
    parse_pmid,
)
from litreview.model.judgements import (
    DECISIONS,
    Allocation,
    Criterion,
    Decision,
    ExtractionPlan,
    Finding,
    Masked,
    Phase,
    Plan,
    RankingPlan,
    Resolution,
    Settler,
    Severity,
    Since,
    Stage,
    StoppingPlan,
    Vote,
    Words,
)
from litreview.model.records import Failure, Parsed, Record, Remark, Report, Study
from litreview.model.searches import (
    DATABASE_KINDS,
    DIRECTION,
    OTHER_KINDS,
    SOURCE_KINDS,
    Browsed,
    Harvested,
    Search,
    SourceFile,
    SourceKind,
)

__all__ = [
    "DATABASE_KINDS",
    "DECISIONS",
    "DIRECTION",
    "OTHER_KINDS",
    "SOURCE_KINDS",
    "Allocation",
    "Browsed",
    "CostBenefit",
    "Criterion",
    "Decision",
    "Doi",
    "Estimate",
    "ExtractionPlan",
    "Failure",
    "Finding",
    "Harvested",
    "Masked",
    "Parsed",
    "Phase",
    "Plan",
    "Pmid",
    "RankingPlan",
    "Record",
    "RecordId",
    "Remark",
    "Report",
    "ReportId",
    "Reported",
    "Resolution",
    "Search",
    "SearchId",
    "Settler",
    "Severity",
    "Since",
    "SourceFile",
    "SourceKind",
    "Stage",
    "StoppingPlan",
    "Study",
    "StudyId",
    "Vote",
    "Words",
    "parse_doi",
    "parse_pmid",
    "reported",
]
