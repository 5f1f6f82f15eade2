"""From the facts to the boxes. Linear in records and votes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from litreview.model import (
    DATABASE_KINDS,
    Phase,
    RecordId,
    ReportId,
    Search,
    Stage,
    Study,
    StudyId,
)
from litreview.prisma.boxes import (
    IDENTIFIED,
    LABELS,
    PREVIOUS,
    TOTAL,
    Arm,
    Box,
    Flow,
    Part,
)
from litreview.screening.state import Screening

NO_REASON = "no reason given"

Ids: TypeAlias = Sequence[str]
Contents: TypeAlias = dict[str, tuple[Ids, tuple[Part, ...]]]
"""Box key -> (ids, parts)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the flow is computed from.

    records: search -> its records, for every search in force, in natural order.
    clusters: record -> report. retrieval: report -> retrieved or not-retrieved.
    studies: report -> the study it is linked to; a report without one is its own study.
    previous: the searches of the previous version of an updated review; empty: it is a new one.
    """

    searches: Sequence[Search]
    records: Mapping[str, Sequence[RecordId]]
    clusters: Mapping[RecordId, ReportId]
    screening: Screening
    retrieval: Mapping[ReportId, str]
    studies: Mapping[ReportId, StudyId]
    previous: frozenset[str] = frozenset()

    @property
    def fresh(self) -> Sequence[Search]:
        """The searches whose records the boxes count: all, or those of the update."""
        return [search for search in self.searches if search.id not in self.previous]


def flow(facts: Facts) -> Flow:
    """The counts."""
    reports, duplicates = _arms(facts)
    contents = _identified(facts)
    contents["duplicates"] = (duplicates["dbr"], ())
    contents["other_duplicates"] = (duplicates["other"], ())
    contents["excluded_automatic"] = contents["excluded_other"] = ((), ())
    included: list[ReportId] = []
    for arm in ("dbr", "other"):
        screened = _outcomes(facts, "screening", reports[arm])
        contents.update(_screened(facts, arm, screened))
        held = [r for r in screened.included if facts.retrieval.get(r) != "not-retrieved"]
        assessed = _outcomes(facts, "eligibility", held)
        contents.update(_assessed(facts, arm, screened.included, assessed))
        included += assessed.included
    labels = dict(LABELS)
    before: list[ReportId] = []
    if facts.previous:
        labels = {**PREVIOUS, **LABELS, **TOTAL}
        earlier = _previous(facts, contents)
        before = earlier.included
    studies = _studies(facts, [*before, *included])
    old = {study.id for study in _studies(facts, before)}
    contents["new_reports"] = (included, ())
    contents["new_studies"] = ([study.id for study in studies if study.id not in old], ())
    contents["previous_studies"] = ([study.id for study in studies if study.id in old], ())
    contents["total_studies"] = ([study.id for study in studies], ())
    contents["total_reports"] = ([*before, *included], ())
    boxes = {
        key: Box(key, label, unit, tuple(contents[key][0]), contents[key][1])
        for key, (label, unit) in labels.items()
    }
    short = [search for search in facts.searches if search.complete is False]
    plenty = frozenset(_unfinished(search) for search in short if search.enough)
    return Flow(boxes, studies, tuple(map(_unfinished, short)), plenty)


def _unfinished(search: Search) -> str:
    """What is said of a search that is known not to be complete."""
    of = f" of {search.expected:,}" if search.expected is not None else ""
    reason = f" ({search.note})" if search.note else ""
    repeated = search.harvest.repeated if search.harvest is not None else 0
    return (
        f"{search.source}, {search.id}: {search.received - repeated:,}{of} records received{reason}"
    )


def _previous(facts: Facts, contents: Contents) -> _Outcomes:
    """What became of the reports that the previous version's searches found."""
    reports = list(dict.fromkeys(_known(facts)))
    screened = _outcomes(facts, "screening", reports)
    held = [r for r in screened.included if facts.retrieval.get(r) != "not-retrieved"]
    assessed = _outcomes(facts, "eligibility", held)
    contents["previous_reports"] = (assessed.included, ())
    contents["previous_pending"] = ([*screened.pending, *assessed.pending], ())
    return assessed


def _known(facts: Facts) -> Iterator[ReportId]:
    """The reports of the previous version's records, again for each record."""
    for search in facts.searches:
        if search.id in facts.previous:
            yield from (facts.clusters[record] for record in facts.records.get(search.id, ()))


def _identified(facts: Facts) -> Contents:
    """Per kind of source all record ids, with a part for each source."""
    by_source: dict[str, dict[str, list[str]]] = {key: {} for key in IDENTIFIED.values()}
    for search in facts.fresh:
        held = by_source[IDENTIFIED[search.kind]].setdefault(search.source, [])
        held.extend(facts.records.get(search.id, ()))
    return {
        key: (
            [id_ for ids in sources.values() for id_ in ids],
            tuple(Part(source, tuple(ids)) for source, ids in sources.items()),
        )
        for key, sources in by_source.items()
    }


def _arms(facts: Facts) -> tuple[dict[Arm, list[ReportId]], dict[Arm, list[str]]]:
    """The reports of each arm, and the records that stand for no report of their own.

    A report that the previous version knew is in no arm: its new records are duplicates.
    """
    reports: dict[Arm, list[ReportId]] = {"dbr": [], "other": []}
    duplicates: dict[Arm, list[str]] = {"dbr": [], "other": []}
    seen = set(_known(facts))
    for arm in ("dbr", "other"):
        for search in facts.fresh:
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


@dataclass(frozen=True, slots=True)
class _Outcomes:
    """What became of some reports in one phase; excluded: report -> primary reason.

    decided: those included, excluded and left unread.
    """

    included: list[ReportId]
    excluded: dict[ReportId, str]
    left: list[ReportId]
    pending: list[ReportId]
    decided: list[ReportId]


def _outcomes(facts: Facts, phase: Phase, reports: Sequence[ReportId]) -> _Outcomes:
    stages = [stage for stage in facts.screening.plan.stages if stage.phase == phase]
    found = _Outcomes([], {}, [], [], [])
    for report in reports:
        what, reason = _outcome(facts, report, stages)
        if what == "pending":
            found.pending.append(report)
            continue
        found.decided.append(report)
        if what == "exclude":
            found.excluded[report] = reason
        elif what == "left":
            found.left.append(report)
        else:
            found.included.append(report)
    return found


def _outcome(
    facts: Facts, report: ReportId, stages: Sequence[Stage]
) -> tuple[Literal["include", "exclude", "left", "pending"], str]:
    """What became of `report` over `stages` in their order, and the primary reason."""
    for stage in stages:
        verdict = facts.screening.of(stage.name, report)
        if verdict.status == "exclude":
            return "exclude", verdict.reason
        if verdict.status == "left":
            return "left", ""
        if verdict.status != "include":
            return "pending", ""
    return "include", ""


def _screened(facts: Facts, arm: Arm, found: _Outcomes) -> Contents:
    screened, excluded, left, pending = (
        ("records_screened", "records_excluded", "records_left_unread", "pending_screening")
        if arm == "dbr"
        else (
            "other_screened", "other_screened_out", "other_left_unread", "other_pending_screening",
        )
    )  # fmt: skip
    return {
        screened: (found.decided, ()),
        excluded: (list(found.excluded), _by_reason(facts, found.excluded)),
        left: (found.left, ()),
        pending: (found.pending, ()),
    }


def _assessed(facts: Facts, arm: Arm, sought: Sequence[ReportId], found: _Outcomes) -> Contents:
    missing = [r for r in sought if facts.retrieval.get(r) == "not-retrieved"]
    return {
        f"{arm}_sought_reports": (sought, ()),
        f"{arm}_notretrieved_reports": (missing, ()),
        f"{arm}_assessed": (found.decided, ()),
        f"{arm}_excluded": (list(found.excluded), _by_reason(facts, found.excluded)),
        f"{arm}_pending": (found.pending, ()),
    }


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
