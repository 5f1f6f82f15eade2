"""From the facts to the boxes. Linear in records and votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from litreview.model import DATABASE_KINDS, ReportId, Search, Study, StudyId
from litreview.prisma.boxes import Box, Flow, Layer, Part
from litreview.prisma.facts import Aside, Facts
from litreview.prisma.labels import (
    BY_HANDS,
    IDENTIFIED,
    LABELS,
    POOLED,
    PREVIOUS,
    SET_ASIDE,
    TOTAL,
    WITHIN,
    Arm,
    Unit,
)
from litreview.prisma.outcomes import Outcomes, by_reason, outcomes

Ids: TypeAlias = Sequence[str]
Contents: TypeAlias = dict[str, tuple[Ids, tuple[Part, ...]]]
"""Box key -> (ids, parts)."""
Labels: TypeAlias = dict[str, tuple[str, Unit]]

_ARMS: tuple[Arm, ...] = ("dbr", "other")
_EXCLUDED: Mapping[Arm, str] = {"dbr": "records_excluded", "other": "other_screened_out"}


def flow(facts: Facts) -> Flow:
    """The counts."""
    reports, duplicates = _arms(facts)
    contents = _identified(facts)
    contents["duplicates"] = (duplicates["dbr"], ())
    contents["other_duplicates"] = (duplicates["other"], ())
    contents["excluded_automatic"] = contents["excluded_other"] = ((), ())
    before = _previous(facts, contents) if facts.previous else []
    labels: Labels = {**PREVIOUS, **LABELS, **TOTAL} if facts.previous else dict(LABELS)
    included: list[ReportId] = []
    aside: dict[ReportId, Aside] = {}
    layers: list[Layer] = []
    for arm in _ARMS:
        screened = outcomes(facts, "screening", reports[arm], {})
        assessed = outcomes(facts, "eligibility", _held(facts, screened), facts.aside)
        contents.update(_screened(facts, arm, screened))
        contents.update(_assessed(facts, arm, screened.included, assessed))
        included += assessed.included
        aside |= assessed.aside
        if facts.tools:
            labels |= BY_HANDS
            contents |= _hands(facts, _EXCLUDED[arm], screened)
            contents |= _hands(facts, f"{arm}_excluded", assessed)
        layers += _layers(facts, arm, screened, contents, labels)
        layers += _layers(facts, arm, assessed, contents, labels)
    studies = _included(facts, before, included, contents)
    if aside:
        labels |= SET_ASIDE
        contents |= _aside(facts, aside)
    if facts.pooled:
        labels |= POOLED
        contents |= _pooled(facts, studies)
    boxes = {
        key: Box(key, *labels[key], tuple(contents[key][0]), contents[key][1])
        for key in _in_order(labels, layers)
    }
    short = [search for search in facts.searches if search.complete is False]
    plenty = frozenset(_unfinished(search) for search in short if search.enough)
    return Flow(boxes, studies, tuple(map(_unfinished, short)), plenty, tuple(layers))


def _in_order(labels: Labels, layers: Sequence[Layer]) -> list[str]:
    """The keys as the diagram has them: what divides a box stands behind it."""
    behind = {key: list(shares) for key, shares in WITHIN.items()}
    behind["other_pending"] = list(SET_ASIDE)
    for layer in layers:
        which = "other_" if layer.seen.startswith("other_") else ""
        records = labels[layer.seen][1] == "records"
        screening = "records_excluded" if not which else "other_screened_out"
        behind[screening if records else f"{which or 'dbr_'}excluded"] += [
            layer.seen, layer.excluded,
        ]  # fmt: skip
    inside = {key for keys in behind.values() for key in keys}
    firsts = (key for key in labels if key not in inside)
    found = (one for key in firsts for one in (key, *behind.get(key, ())))
    return [key for key in found if key in labels]


def _held(facts: Facts, screened: Outcomes) -> list[ReportId]:
    """The reports whose full text is sought and not missing."""
    return [r for r in screened.included if facts.retrieval.get(r) != "not-retrieved"]


def _included(
    facts: Facts, before: Sequence[ReportId], included: Sequence[ReportId], contents: Contents
) -> tuple[Study, ...]:
    """All studies included; their boxes. A new report of an old study makes no new study."""
    studies = _studies(facts, [*before, *included])
    old = {study.id for study in _studies(facts, before)}
    contents["new_reports"] = (included, ())
    contents["new_studies"] = ([study.id for study in studies if study.id not in old], ())
    contents["previous_studies"] = ([study.id for study in studies if study.id in old], ())
    contents["total_studies"] = ([study.id for study in studies], ())
    contents["total_reports"] = ([*before, *included], ())
    return studies


def _hands(facts: Facts, key: str, found: Outcomes) -> Contents:
    """What people and what automation tools excluded, each by reason."""
    people, tools = WITHIN[key]
    excluded = found.excluded
    divided = {
        people: [report for report in excluded if report not in found.by_tool],
        tools: [report for report in excluded if report in found.by_tool],
    }
    return {one: (ids, by_reason(facts, excluded, ids)) for one, ids in divided.items()}


def _layers(
    facts: Facts, arm: Arm, found: Outcomes, contents: Contents, labels: Labels
) -> list[Layer]:
    """The boxes of each stage, where a phase has several."""
    if len(found.seen) < 2:  # noqa: PLR2004 - one stage is the phase itself
        return []
    which, layers = "" if arm == "dbr" else "other_", []
    for stage in facts.screening.plan.stages:
        if stage.name not in found.seen:
            continue
        unit: Unit = "records" if stage.phase == "screening" else "reports"
        name = stage.label or stage.name
        what = name if arm == "dbr" else f"{name}, other methods"
        seen, out = f"{which}seen_{stage.name}", f"{which}excluded_{stage.name}"
        labels[seen], labels[out] = (f"Settled at: {what}", unit), (f"Excluded at: {what}", unit)
        gone = found.excluded_at[stage.name]
        contents[seen] = (found.seen[stage.name], ())
        contents[out] = (gone, by_reason(facts, found.excluded, gone))
        layers.append(Layer(name, seen, out))
    return layers


def _aside(facts: Facts, aside: Mapping[ReportId, Aside]) -> Contents:
    """Reports, and the studies they are linked to, that are neither included nor excluded."""
    found: Contents = {}
    for status in ("awaiting", "ongoing"):
        reports = [report for report, held in aside.items() if held == status]
        found[f"{status}_reports"] = (reports, ())
        found[f"{status}_studies"] = ([study.id for study in _studies(facts, reports)], ())
    return found


def _pooled(facts: Facts, studies: Sequence[Study]) -> Contents:
    """The included studies that were pooled, and their included reports."""
    held = [study for study in studies if study.id in facts.pooled]
    return {
        "total_studies_ma": ([study.id for study in held], ()),
        "total_reports_ma": ([report for study in held for report in study.reports], ()),
    }


def _unfinished(search: Search) -> str:
    """What is said of a search that is known not to be complete."""
    of = f" of {search.expected:,}" if search.expected is not None else ""
    reason = f" ({search.note})" if search.note else ""
    repeated = search.harvest.repeated if search.harvest is not None else 0
    return (
        f"{search.source}, {search.id}: {search.received - repeated:,}{of} records received{reason}"
    )


def _previous(facts: Facts, contents: Contents) -> list[ReportId]:
    """The reports that the previous version included. What it set aside counts as pending here."""
    screened = outcomes(facts, "screening", dict.fromkeys(facts.known()), {})
    assessed = outcomes(facts, "eligibility", _held(facts, screened), {})
    contents["previous_reports"] = (assessed.included, ())
    contents["previous_pending"] = ([*screened.pending, *assessed.pending], ())
    return assessed.included


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
    seen = set(facts.known())
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


def _screened(facts: Facts, arm: Arm, found: Outcomes) -> Contents:
    screened, left, pending = (
        ("records_screened", "records_left_unread", "pending_screening")
        if arm == "dbr"
        else ("other_screened", "other_left_unread", "other_pending_screening")
    )
    return {
        screened: (found.decided, ()),
        _EXCLUDED[arm]: (list(found.excluded), by_reason(facts, found.excluded)),
        left: (found.left, ()),
        pending: (found.pending, ()),
    }


def _assessed(facts: Facts, arm: Arm, sought: Sequence[ReportId], found: Outcomes) -> Contents:
    missing = [r for r in sought if facts.retrieval.get(r) == "not-retrieved"]
    return {
        f"{arm}_sought_reports": (sought, ()),
        f"{arm}_notretrieved_reports": (missing, ()),
        f"{arm}_assessed": (found.decided, ()),
        f"{arm}_excluded": (list(found.excluded), by_reason(facts, found.excluded)),
        f"{arm}_pending": (found.pending, ()),
    }


def _studies(facts: Facts, included: Sequence[ReportId]) -> tuple[Study, ...]:
    groups: dict[StudyId, list[ReportId]] = {}
    for report in included:
        groups.setdefault(facts.studies.get(report, StudyId(report)), []).append(report)
    return tuple(Study(study, tuple(reports)) for study, reports in groups.items())
