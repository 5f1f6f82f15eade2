"""A judgement on its way to the log, what it must fulfil, and the way itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from litreview.errors import UnknownName, UsageError
from litreview.model import Criterion, Decision, Report, ReportId, Stage
from litreview.screening.guide import Ordering


@dataclass(frozen=True, slots=True)
class Ballot:
    """A judgement on its way to the log. shown: why the report was shown.

    criteria: the version that it was made under; "": that in force. ranking, place: the order that
    the report was shown by, and its place there. calibration: it is one of those that everybody
    reads first; whoever appends the vote sees to it.
    """

    report: ReportId
    stage: str
    decision: Decision
    reasons: tuple[str, ...] = ()
    note: str = ""
    shown: str = ""
    criteria: str = ""
    ranking: str = ""
    place: int = 0
    calibration: bool = False


class Desk(Protocol):
    """Where a session takes reports from and puts votes to."""

    def report(self, report: ReportId) -> Report:
        """The report with its fields."""

    def cast(self, ballot: Ballot) -> None:
        """Append a vote. Raises UsageError, UnknownName: the rules do not allow it."""

    def restore(self, ballot: Ballot) -> None:
        """Append a vote that stood before, as it stood: it was checked when it was made."""

    def withdraw(self, report: ReportId, stage: str) -> None:
        """Take the reviewer's vote on `report` back."""

    def ordered(self, ordering: Ordering) -> None:
        """Append that the sitting goes on in this order."""

    def labels(self, report: ReportId) -> tuple[str, ...]:
        """The labels that the reviewer gave the report."""

    def label(self, report: ReportId, labels: tuple[str, ...]) -> None:
        """Append these labels in the place of those before."""

    def find(self, words: str) -> AbstractSet[ReportId]:
        """The reports of the review whose title, abstract, authors, venue or keywords hold `words`.

        All words, in any order, in upper or lower case.
        """


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the reviewer holds of a report now. criteria: as in `Ballot`."""

    decision: Decision
    reasons: tuple[str, ...] = ()
    note: str = ""
    criteria: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A decision of this sitting. before: what stood until then; seconds: how long it took."""

    report: ReportId
    judgement: Judgement
    before: Judgement | None
    seconds: float


def tidy(labels: Iterable[str]) -> tuple[str, ...]:
    """Labels as they are kept: each once, on one line, none of them blank."""
    return tuple(dict.fromkeys(" ".join(one.split()) for one in labels if one.strip()))


def check_reasons(
    stage: Stage, known: Sequence[Criterion], decision: Decision, reasons: tuple[str, ...]
) -> None:
    """Raise UnknownName or UsageError where `reasons` do not fit the decision."""
    codes = [criterion.code for criterion in known]
    listed = ", ".join(codes) or "(none is defined in review.toml)"
    for reason in reasons:
        parts = [part.strip() for part in reason.split(",")]
        if len(parts) > 1 and set(parts) <= set(codes):
            raise UsageError(
                f"{reason!r} are {len(parts)} reasons in one",
                remedy=f"one reason at a time: {' '.join(f'--because {part}' for part in parts)}",
            )
        if reason not in codes:
            raise UnknownName(
                f"there is no reason {reason!r} at stage {stage.name!r}",
                remedy=f"use one of: {listed}",
            )
    if reasons and decision != "exclude":
        raise UsageError(
            f"a reason goes with an exclusion, not with {decision!r}",
            remedy="leave the reason out, or decide exclude",
        )
    if decision == "exclude" and stage.reason_required and not reasons:
        raise UsageError(
            f"an exclusion at stage {stage.name!r} needs a reason",
            remedy=f"name one of: {listed}",
        )
