"""What people decide beforehand, and what they decide of reports; what checks find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from litreview.model.identifiers import RecordId, ReportId

Decision = Literal["include", "exclude", "maybe"]
Phase = Literal["screening", "eligibility"]
Severity = Literal["error", "warning", "note"]

DECISIONS: tuple[Decision, ...] = ("include", "exclude", "maybe")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A coded reason to include or exclude. Its rank is its place in review.toml, from 1."""

    code: str
    label: str
    effect: Literal["include", "exclude"]
    stages: tuple[str, ...]
    rank: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the selection.

    phase: "screening" of titles and abstracts, or "eligibility" of full texts.
    votes: how many reviewers must judge each report.
    reason_required: whether an exclusion must name a criterion.
    """

    name: str
    label: str
    phase: Phase
    votes: int = 1
    reason_required: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What the reviewers decided beforehand: question, stages in order, criteria by rank."""

    title: str
    question: str
    stages: tuple[Stage, ...]
    criteria: tuple[Criterion, ...]
    criteria_version: str


@dataclass(frozen=True, slots=True)
class Vote:
    """One reviewer's judgement of one report at one stage, made under one criteria version."""

    id: str
    """The hash of its log line."""
    report: ReportId
    record: RecordId
    """The record that the reviewer saw: after a split the vote stays with it."""
    stage: str
    reviewer: str
    decision: Decision
    reasons: tuple[str, ...]
    criteria: str
    at: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The settlement of named votes. It lapses when one of them changes."""

    id: str
    report: ReportId
    stage: str
    by: str
    decision: Decision
    reasons: tuple[str, ...]
    settles: tuple[str, ...]
    at: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found: a stable code, one sentence, the place and the remedy."""

    code: str
    severity: Severity
    message: str
    where: str = ""
    remedy: str = ""
    ids: tuple[str, ...] = ()
