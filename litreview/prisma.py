"""The PRISMA 2020 flow: counts as a function of the facts, each with the identifiers behind it.

Box keys are those of the PRISMA2020 package's CSV, so that figures can be exchanged; the
``pending`` boxes and those beginning with ``other_`` that it lacks are ours. Units follow
PRISMA 2020: records are screened, reports are sought and assessed, studies are included.
A report that a database and another method both found belongs to the database arm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from litreview.errors import UnknownName
from litreview.model import (
    DATABASE_KINDS,
    Finding,
    RecordId,
    ReportId,
    Search,
    SourceKind,
    Stage,
    Study,
    StudyId,
)
from litreview.screening.state import Screening

Unit = Literal["records", "reports", "studies"]
Arm = Literal["dbr", "other"]
NO_REASON = "no reason given"

_IDENTIFIED: Mapping[SourceKind, str] = {
    "database": "database_results",
    "register": "register_results",
    "website": "website_results",
    "organisation": "organisation_results",
    "citation": "citations_results",
}
_LABELS: Mapping[str, tuple[str, Unit]] = {
    "database_results": ("Records identified from databases", "records"),
    "register_results": ("Records identified from registers", "records"),
    "website_results": ("Records identified from websites", "records"),
    "organisation_results": ("Records identified from organisations", "records"),
    "citations_results": ("Records identified from citation searching", "records"),
    "duplicates": ("Duplicate records removed", "records"),
    "excluded_automatic": ("Records marked as ineligible by automation tools", "records"),
    "excluded_other": ("Records removed for other reasons", "records"),
    "records_screened": ("Records screened", "records"),
    "records_excluded": ("Records excluded", "records"),
    "pending_screening": ("Records still to be screened", "records"),
    "dbr_sought_reports": ("Reports sought for retrieval", "reports"),
    "dbr_notretrieved_reports": ("Reports not retrieved", "reports"),
    "dbr_assessed": ("Reports assessed for eligibility", "reports"),
    "dbr_excluded": ("Reports excluded", "reports"),
    "dbr_pending": ("Reports still to be assessed", "reports"),
    "other_duplicates": ("Duplicates within and with the databases, other methods", "records"),
    "other_screened_out": ("Excluded on title or abstract, other methods", "records"),
    "other_pending_screening": ("Still to be screened, other methods", "records"),
    "other_sought_reports": ("Reports sought for retrieval, other methods", "reports"),
    "other_notretrieved_reports": ("Reports not retrieved, other methods", "reports"),
    "other_assessed": ("Reports assessed for eligibility, other methods", "reports"),
    "other_excluded": ("Reports excluded, other methods", "reports"),
    "other_pending": ("Reports still to be assessed, other methods", "reports"),
    "new_reports": ("Reports of included studies", "reports"),
    "new_studies": ("Studies included in review", "studies"),
}
PENDING = ("pending_screening", "dbr_pending", "other_pending_screening", "other_pending")


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a box: one database, or one reason."""

    label: str
    ids: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Box:
    """One number of the diagram, with the identifiers behind it."""

    key: str
    label: str
    unit: Unit
    ids: tuple[str, ...]
    parts: tuple[Part, ...] = ()

    @property
    def n(self) -> int:
        """How many."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Flow:
    """All boxes, by key, and the studies behind ``new_studies``."""

    boxes: Mapping[str, Box]
    studies: tuple[Study, ...]

    def __getitem__(self, key: str) -> Box:
        """The box called `key`; raises UnknownName."""
        if key not in self.boxes:
            raise UnknownName(
                f"the flow has no box {key!r}", remedy=f"use one of: {', '.join(self.boxes)}"
            )
        return self.boxes[key]

    @property
    def pending(self) -> int:
        """Records and reports that nobody has decided on yet."""
        return sum(self[key].n for key in PENDING)

    @property
    def other_methods(self) -> bool:
        """Whether the template with the arm for other methods is needed."""
        return any(self[key].n for kind, key in _IDENTIFIED.items() if kind not in DATABASE_KINDS)

    def counts(self) -> dict[str, int]:
        """Key -> number, for every box."""
        return {key: box.n for key, box in self.boxes.items()}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the flow is computed from.

    records: every record of the searches in force, in natural order.
    clusters: record -> report. retrieval: report -> retrieved or not-retrieved.
    studies: report -> the study it is linked to; a report without one is its own study.
    reasons: criterion code -> its label.
    """

    searches: Sequence[Search]
    records: Mapping[str, Sequence[RecordId]]
    """Search id -> its records."""
    clusters: Mapping[RecordId, ReportId]
    screening: Screening
    retrieval: Mapping[ReportId, str]
    studies: Mapping[ReportId, StudyId]


def flow(facts: Facts) -> Flow:
    """The counts. Linear in records and votes."""
    boxes: dict[str, tuple[Iterable[str], tuple[Part, ...]]] = {}
    boxes.update(_identified(facts))
    arms, duplicates = _arms(facts)
    boxes["duplicates"] = (duplicates["dbr"], ())
    boxes["other_duplicates"] = (duplicates["other"], ())
    boxes["excluded_automatic"] = ((), ())
    boxes["excluded_other"] = ((), ())
    included: list[ReportId] = []
    for arm in ("dbr", "other"):
        boxes.update(_screened(facts, arm, arms[arm]))
        assessed, chosen = _assessed(facts, arm, arms[arm])
        boxes.update(assessed)
        included += chosen
    studies = _studies(facts, included)
    boxes["new_reports"] = (included, ())
    boxes["new_studies"] = ((study.id for study in studies), ())
    return Flow(
        boxes={
            key: Box(key, label, unit, tuple(boxes[key][0]), boxes[key][1])
            for key, (label, unit) in _LABELS.items()
        },
        studies=studies,
    )


def _identified(facts: Facts) -> dict[str, tuple[list[str], tuple[Part, ...]]]:
    """Per kind of source all record ids, with a part for each source."""
    by_source: dict[str, dict[str, list[str]]] = {key: {} for key in _IDENTIFIED.values()}
    for search in facts.searches:
        held = by_source[_IDENTIFIED[search.kind]].setdefault(search.source, [])
        held.extend(facts.records.get(search.id, ()))
    return {
        key: (
            [id_ for ids in sources.values() for id_ in ids],
            tuple(Part(source, tuple(ids)) for source, ids in sources.items()),
        )
        for key, sources in by_source.items()
    }


def _arms(facts: Facts) -> tuple[dict[Arm, list[ReportId]], dict[Arm, list[str]]]:
    """The reports of each arm, and the records that stand for no report of their own."""
    reports: dict[Arm, list[ReportId]] = {"dbr": [], "other": []}
    duplicates: dict[Arm, list[str]] = {"dbr": [], "other": []}
    seen: set[ReportId] = set()
    for arm in ("dbr", "other"):
        for search in facts.searches:
            if (search.kind in DATABASE_KINDS) != (arm == "dbr"):
                continue
            for record in facts.records.get(search.id, ()):
                report = facts.clusters[record]
                if report in seen:
                    duplicates[arm].append(record)
                else:
                    seen.add(report)
                    reports[arm].append(report)
    return reports, duplicates


def _stages(facts: Facts, phase: str) -> list[Stage]:
    return [stage for stage in facts.screening.plan.stages if stage.phase == phase]


def _outcome(facts: Facts, report: ReportId, stages: Sequence[Stage]) -> tuple[str, str]:
    """("include" | "exclude" | "pending", primary reason) over `stages` in their order."""
    for stage in stages:
        verdict = facts.screening.of(stage.name, report)
        if verdict.status == "exclude":
            return "exclude", verdict.reason
        if verdict.status != "include":
            return "pending", ""
    return "include", ""


def _screened(
    facts: Facts, arm: Arm, reports: Sequence[ReportId]
) -> dict[str, tuple[list[str], tuple[Part, ...]]]:
    stages = _stages(facts, "screening")
    outcome = {report: _outcome(facts, report, stages) for report in reports}
    decided: list[str] = [report for report in reports if outcome[report][0] != "pending"]
    excluded = {report: reason for report, (what, reason) in outcome.items() if what == "exclude"}
    pending: list[str] = [report for report in reports if outcome[report][0] == "pending"]
    parts = _by_reason(facts, excluded)
    if arm == "other":
        return {
            "other_screened_out": (list(excluded), parts),
            "other_pending_screening": (pending, ()),
        }
    return {
        "records_screened": (decided, ()),
        "records_excluded": (list(excluded), parts),
        "pending_screening": (pending, ()),
    }


def _assessed(
    facts: Facts, arm: Arm, reports: Sequence[ReportId]
) -> tuple[dict[str, tuple[list[str], tuple[Part, ...]]], list[ReportId]]:
    first, second = _stages(facts, "screening"), _stages(facts, "eligibility")
    sought = [report for report in reports if _outcome(facts, report, first)[0] == "include"]
    missing = [report for report in sought if facts.retrieval.get(report) == "not-retrieved"]
    gone = set(missing)
    outcome = {report: _outcome(facts, report, second) for report in sought if report not in gone}
    excluded = {report: reason for report, (what, reason) in outcome.items() if what == "exclude"}
    included = [report for report, (what, _) in outcome.items() if what == "include"]
    pending: list[str] = [report for report, (what, _) in outcome.items() if what == "pending"]
    boxes: dict[str, tuple[list[str], tuple[Part, ...]]] = {
        f"{arm}_sought_reports": (list(sought), ()),
        f"{arm}_notretrieved_reports": (list(missing), ()),
        f"{arm}_assessed": ([r for r, (what, _) in outcome.items() if what != "pending"], ()),
        f"{arm}_excluded": (list(excluded), _by_reason(facts, excluded)),
        f"{arm}_pending": (pending, ()),
    }
    return boxes, included


def _by_reason(facts: Facts, excluded: Mapping[ReportId, str]) -> tuple[Part, ...]:
    """A part a reason, in the rank of the criteria; reports without a reason last."""
    groups: dict[str, list[str]] = defaultdict(list)
    for report, reason in excluded.items():
        groups[reason].append(report)
    criteria = facts.screening.plan.criteria
    ranks = {criterion.code: criterion.rank for criterion in criteria}
    labels = {criterion.code: criterion.label for criterion in criteria}
    ordered = sorted(groups, key=lambda code: (not code, ranks.get(code, len(ranks) + 1), code))
    return tuple(Part(labels.get(code, code) or NO_REASON, tuple(groups[code])) for code in ordered)


def _studies(facts: Facts, included: Sequence[ReportId]) -> tuple[Study, ...]:
    groups: dict[StudyId, list[ReportId]] = {}
    for report in included:
        groups.setdefault(facts.studies.get(report, StudyId(report)), []).append(report)
    return tuple(Study(study, tuple(reports)) for study, reports in groups.items())


def identities(found: Flow) -> tuple[Finding, ...]:
    """The arithmetic between the boxes that does not hold (none, for a computed flow)."""
    n = found.counts()
    equal = [
        (
            "PR2",
            n["database_results"]
            + n["register_results"]
            - n["duplicates"]
            - n["excluded_automatic"]
            - n["excluded_other"],
            n["records_screened"] + n["pending_screening"],
            "identified - removed = screened + still to be screened",
        ),
        (
            "PR3",
            n["records_screened"] - n["records_excluded"],
            n["dbr_sought_reports"],
            "screened - excluded = sought",
        ),
        (
            "PR4",
            n["dbr_sought_reports"] - n["dbr_notretrieved_reports"],
            n["dbr_assessed"] + n["dbr_pending"],
            "sought - not retrieved = assessed + still to be assessed",
        ),
        (
            "PR7",
            n["other_sought_reports"] - n["other_notretrieved_reports"],
            n["other_assessed"] + n["other_pending"],
            "other methods: sought - not retrieved = assessed + still to be assessed",
        ),
        (
            "PR8",
            n["dbr_assessed"] - n["dbr_excluded"] + n["other_assessed"] - n["other_excluded"],
            n["new_reports"],
            "assessed - excluded, both arms = reports of included studies",
        ),
    ]
    findings = [
        Finding(code, "error", f"{rule}: {left} is not {right}")
        for code, left, right, rule in equal
        if left != right
    ]
    return tuple(findings + _parts_agree(found) + _studies_agree(found) + _pending(found))


def _parts_agree(found: Flow) -> list[Finding]:
    return [
        Finding(
            "PR5" if "excluded" in key else "PR1",
            "error",
            f"{box.label}: the parts make {sum(part.n for part in box.parts)}, the box {box.n}",
        )
        for key, box in found.boxes.items()
        if box.parts and sum(part.n for part in box.parts) != box.n
    ]


def _studies_agree(found: Flow) -> list[Finding]:
    findings = []
    other = sum(found[key].n for kind, key in _IDENTIFIED.items() if kind not in DATABASE_KINDS)
    if other < found["other_sought_reports"].n:
        findings.append(
            Finding("PR6", "warning", "other methods: more reports sought than records identified")
        )
    if found["new_studies"].n > found["new_reports"].n:
        findings.append(Finding("PR9", "error", "more studies than reports of included studies"))
    return findings


def _pending(found: Flow) -> list[Finding]:
    return [
        Finding("PR12", "note", f"{found[key].label}: {found[key].n}", ids=found[key].ids)
        for key in PENDING
        if found[key].n
    ]
