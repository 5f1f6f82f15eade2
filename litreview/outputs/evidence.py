"""All that an output may show, gathered once: every output is a pure function of this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from litreview.events import ScreeningStopped
from litreview.extraction.forms import Form
from litreview.extraction.money.figures import SHIPPED, Figures
from litreview.extraction.rows import Row
from litreview.model import (
    CostBenefit,
    Estimate,
    Finding,
    Plan,
    Report,
    ReportId,
    Search,
    StudyId,
)
from litreview.outputs.agreed import FieldAgreement, StageAgreement
from litreview.outputs.conduct import Conduct
from litreview.prisma import Flow
from litreview.screening.rescreened import Rescreened
from litreview.screening.state import Screening

if TYPE_CHECKING:
    from litreview.outputs.csl import Cited


@dataclass(frozen=True, slots=True)
class Evidence:
    """The review at one moment.

    reports: every report by id. members: study id -> its reports, for all linked studies,
    included or not. estimates, costs: every extracted row in force, included or not;
    `included` says which studies count. findings: what the checks found.
    as_of: the time of the last event, "" where there is none. updated: the flow with an arm for the
    previous version, where there was one; `flow` is over all versions. rescreened: what came of
    each change of the criteria. stop: where the reading of the first stage is stopped. rows: all
    extracted rows in force, of every form, with what holds for them (`estimates` and `costs` are
    the nouns made of some of them); forms: by name. unfinished: rows, and their studies, that are
    in nothing here, because several people extract each study and not all have finished. cited: the
    references of the included reports in a citation style, where one was asked for. aside_notes:
    what was noted of reports that are of ongoing studies or await classification. agreements: of
    first votes, at the stages where two people judged one report; fields: of what two extracted.
    figures: what amounts are converted with. conduct: how the review was done, where that was
    asked for.
    """

    plan: Plan
    searches: tuple[Search, ...]
    flow: Flow
    screening: Screening
    reports: Mapping[ReportId, Report]
    members: Mapping[StudyId, tuple[ReportId, ...]]
    estimates: tuple[Estimate, ...]
    costs: tuple[CostBenefit, ...]
    findings: tuple[Finding, ...] = ()
    as_of: str = ""
    updated: Flow | None = None
    rescreened: tuple[Rescreened, ...] = ()
    stop: ScreeningStopped | None = None
    rows: tuple[Row, ...] = ()
    forms: Mapping[str, Form] = field(default_factory=dict)
    unfinished: tuple[int, int] = (0, 0)
    cited: Cited | None = None
    figures: Figures = SHIPPED
    aside_notes: Mapping[ReportId, str] = field(default_factory=dict)
    agreements: tuple[StageAgreement, ...] = ()
    fields: tuple[FieldAgreement, ...] = ()
    conduct: Conduct = field(default_factory=Conduct)

    @property
    def drawn(self) -> Flow:
        """The flow that the diagram shows."""
        return self.updated or self.flow

    @property
    def included(self) -> frozenset[StudyId]:
        """The studies included in the review."""
        return frozenset(study.id for study in self.flow.studies)
