"""Where a study stands that is not included, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from litreview.model import ReportId, StudyId
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import reports_of
from litreview.prisma import NO_REASON

NO_REPORT = "No report of it is in this review"
_BOXES = (
    ("new_reports", "Its report is included under another study"),
    ("dbr_pending", "Still to be assessed"),
    ("other_pending", "Still to be assessed"),
    ("pending_screening", "Still to be screened"),
    ("other_pending_screening", "Still to be screened"),
    ("awaiting_reports", "Awaiting classification"),
    ("ongoing_reports", "Of an ongoing study"),
    ("dbr_excluded", "Excluded on full text"),
    ("other_excluded", "Excluded on full text"),
    ("dbr_notretrieved_reports", "Full text not retrieved"),
    ("other_notretrieved_reports", "Full text not retrieved"),
    ("records_excluded", "Excluded on title or abstract"),
    ("other_screened_out", "Excluded on title or abstract"),
    ("records_left_unread", "Left unread when screening stopped"),
    ("other_left_unread", "Left unread when screening stopped"),
)
ORDER = (*dict.fromkeys(label for _, label in _BOXES), NO_REPORT)
"""What is undecided comes first: a study is not out while one of its reports is open."""


@dataclass(frozen=True, slots=True)
class Standing:
    """status: one of ORDER; reason: why, in the words of the criteria; may be empty."""

    status: str
    reason: str = ""


def standings(evidence: Evidence) -> Mapping[ReportId, Standing]:
    """The standing of every report that the flow does not count as included."""
    found: dict[ReportId, Standing] = {}
    for key, status in _BOXES:
        box = evidence.flow.boxes.get(key)
        if box is None:
            continue
        for id_ in box.ids:
            found.setdefault(ReportId(id_), Standing(status))
        for part in box.parts:
            if part.label == NO_REASON:
                continue
            for id_ in part.ids:
                if found[ReportId(id_)].status == status:
                    found[ReportId(id_)] = Standing(status, part.label)
    return found


def standing(
    evidence: Evidence, study: StudyId, by_report: Mapping[ReportId, Standing]
) -> Standing:
    """The standing of a study: the most open one of its reports, with every reason."""
    held = [by_report[r.id] for r in reports_of(evidence, study) if r.id in by_report]
    if not held:
        return Standing(NO_REPORT)
    held.sort(key=lambda one: ORDER.index(one.status))
    status = held[0].status
    reasons = [
        one.reason if one.status == status else _elsewhere(one)
        for one in held
        if one.reason or one.status != status
    ]
    return Standing(status, "; ".join(dict.fromkeys(reasons)))


def _elsewhere(one: Standing) -> str:
    words = f"another report: {one.status.lower()}"
    return f"{words} ({one.reason})" if one.reason else words
