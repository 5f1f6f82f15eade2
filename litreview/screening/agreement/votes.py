"""From votes to what is compared: first votes and final ones, per stage, report and reviewer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from litreview.events import Entry, VoteCast
from litreview.model import Decision, RecordId, ReportId, Stage
from litreview.screening.state import Screening, Verdict

Taken = Literal["first", "final"]
"""Which votes are compared: those cast first, or those in force."""
_HIDDEN = frozenset({"unread", "waiting"})


@dataclass(frozen=True, slots=True)
class Said:
    """What one reviewer said of a report.

    reason: the code of the best rank; "": none was given. criteria: the version judged under.
    vote: the hash of its log line.
    """

    decision: Decision
    reason: str
    criteria: str
    vote: str


Given = Mapping[ReportId, Mapping[str, Said]]
"""Report -> reviewer -> what they said."""


def open_reports(held: Screening, stage: Stage) -> Mapping[ReportId, Verdict]:
    """The reports of `stage` that lack no vote: of any other, nobody may learn what was said.

    One of the calibration sample that somebody has still to read is left out as well.
    """
    return {
        report: verdict
        for report, verdict in held.verdicts.get(stage.name, {}).items()
        if verdict.status not in _HIDDEN and not verdict.awaited
    }


def final_votes(held: Screening, stage: Stage) -> Given:
    """The votes in force on the reports that lack none."""
    ranks = _ranks(held)
    return {
        report: {
            vote.reviewer: Said(
                vote.decision, _primary(vote.reasons, ranks), vote.criteria, vote.id
            )
            for vote in verdict.votes
        }
        for report, verdict in open_reports(held, stage).items()
    }


def first_votes(
    entries: Iterable[Entry],
    clusters: Mapping[RecordId, ReportId],
    held: Screening,
    stage: Stage,
) -> Given:
    """The vote that each reviewer cast first on each report that lacks none now.

    entries: the whole log, in its order. A vote that was changed or taken back later counts as it
    was cast: it was made alone. Linear in the entries.
    """
    ranks, wanted = _ranks(held), open_reports(held, stage)
    found: dict[ReportId, dict[str, Said]] = {}
    for entry in entries:
        event = entry.event
        if not isinstance(event, VoteCast) or event.stage != stage.name:
            continue
        report = clusters.get(RecordId(event.record))
        if report is None or report not in wanted or entry.who in found.setdefault(report, {}):
            continue
        primary = _primary(event.reasons, ranks)
        found[report][entry.who] = Said(event.decision, primary, event.criteria, entry.hash)
    return found


def changed(first: Given, final: Given) -> int:
    """How many of the `first` votes say another thing than those in force, or stand no more."""
    return sum(
        (final.get(report, {}).get(who) or Said("maybe", "", "", "")).vote != said.vote
        for report, by in first.items()
        for who, said in by.items()
    )


def _ranks(held: Screening) -> Mapping[str, int]:
    return {criterion.code: criterion.rank for criterion in held.plan.criteria}


def _primary(reasons: tuple[str, ...], ranks: Mapping[str, int]) -> str:
    """The reason that counts of several: the best rank; one no longer in the plan comes last."""
    return min(reasons, key=lambda code: (ranks.get(code, len(ranks) + 1), code), default="")
