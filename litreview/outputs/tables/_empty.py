"""Why a table has no rows, and the command that brings it nearer to having some."""

from __future__ import annotations

from typing import Literal

from litreview.model import Phase
from litreview.outputs.evidence import Evidence
from litreview.outputs.tables._words import standing_notes
from litreview.outputs.words import counted


def nothing_included(evidence: Evidence) -> str:
    """Why no study is included, with the next command."""
    return f"No study is included yet: {_step(evidence)}"


def nothing_extracted(
    evidence: Evidence, what: str, form: Literal["estimate", "cost-benefit"]
) -> str:
    """Why there is no `what` ("effect", "economic result") of an included study.

    form: the shipped form that takes such rows.
    """
    if not evidence.flow.studies:
        return nothing_included(evidence)
    n = evidence.flow["new_studies"].n
    rows = evidence.estimates if form == "estimate" else evidence.costs
    studies = "the included study" if n == 1 else f"the {n:,} included studies"
    elsewhere = (
        f" {len(rows):,} extracted for other studies: see the table extracted-elsewhere."
        if rows
        else ""
    )
    waits = "".join(f"{note} " for note in standing_notes(evidence))
    return (
        f"No {what} is extracted from {studies} yet.{elsewhere} {waits}"
        f"Next: litreview extract import {form} FILE.csv"
    )


def nothing_excluded(evidence: Evidence) -> str:
    """Why no full text is excluded."""
    flow = evidence.flow
    assessed = flow["dbr_assessed"].n + flow["other_assessed"].n
    if assessed:
        return f"No full text is excluded: all {assessed:,} assessed so far are included."
    return f"No full text is assessed yet: {_step(evidence)}"


def _step(evidence: Evidence) -> str:
    """The state of the selection in half a sentence, and the next command."""
    flow = evidence.flow
    if not evidence.searches:
        return "no search is loaded. Next: litreview load FILE"
    screening = flow["pending_screening"].n + flow["other_pending_screening"].n
    if screening:
        return (
            f"{_are(screening, 'record')} still to be screened. "
            f"Next: litreview screen{_stage(evidence, 'screening')}"
        )
    assessing = flow["dbr_pending"].n + flow["other_pending"].n
    if assessing:
        return (
            f"{_are(assessing, 'report')} still to be assessed. "
            f"Next: litreview screen{_stage(evidence, 'eligibility')}"
        )
    return "every report is excluded or could not be retrieved. Next: litreview prisma"


def _are(n: int, noun: str) -> str:
    return f"{counted(n, noun)} {'is' if n == 1 else 'are'}"


def _stage(evidence: Evidence, phase: Phase) -> str:
    """The option that names the first stage of `phase` with work left."""
    stages = [stage for stage in evidence.plan.stages if stage.phase == phase]
    if phase == "screening" and len(stages) == 1:
        return ""
    for stage in stages:
        waiting = evidence.screening.eligible(stage, evidence.reports)
        if any(not evidence.screening.of(stage.name, report).decided for report in waiting):
            return f" --stage {stage.name}"
    return ""
