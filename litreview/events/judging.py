"""Events about judgements: criteria, votes, settlements, labels, reviewers."""

from __future__ import annotations

from litreview.events.base import Event, Write
from litreview.model import Decision


class CriteriaAdopted(Event, frozen=True, tag="criteria-adopted", forbid_unknown_fields=True):
    """The criteria of one version as they stood when the first vote under them was cast."""

    version: str
    sha256: str
    criteria: tuple[dict[str, str], ...]

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The version's register."""
        return (("criteria", (self.version,)),)


class VoteCast(Event, frozen=True, tag="vote-cast", forbid_unknown_fields=True):
    """The owner of the log judged a report, seen as `record`, at a stage."""

    stage: str
    record: str
    decision: Decision
    criteria: str
    reasons: tuple[str, ...] = ()
    note: str = ""
    shown: str = ""
    """Why the report was shown: in order, ranked, maybe again, by name ..."""
    ranking: str = ""
    """The order that it was shown by (`RankingMade.ranking`); "": by none."""
    place: int = 0
    """Its place in that order, from 1."""
    calibration: bool = False
    """It was one of the reports that everybody reads first."""

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this reviewer, stage and record."""
        return (("vote", (self.stage, self.record, who)),)


class VoteWithdrawn(Event, frozen=True, tag="vote-withdrawn", forbid_unknown_fields=True):
    """The owner of the log takes a vote back (undo)."""

    stage: str
    record: str

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this reviewer, stage and record."""
        return (("vote", (self.stage, self.record, who)),)


class ConflictResolved(Event, frozen=True, tag="conflict-resolved", forbid_unknown_fields=True):
    """The settlement of the votes named in `settles` (hashes of their lines)."""

    stage: str
    record: str
    decision: Decision
    criteria: str
    settles: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    note: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of this stage, this record and these votes.

        A settlement of other votes stands beside it: one that has lapsed hides none that holds.
        """
        return (("resolution", (self.stage, self.record, *sorted(set(self.settles)))),)


class ResolutionWithdrawn(
    Event, frozen=True, tag="resolution-withdrawn", forbid_unknown_fields=True
):
    """The settlement of the votes named in `settles` is taken back (undo): they disagree again."""

    stage: str
    record: str
    settles: tuple[str, ...]

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of the settlement."""
        return (("resolution", (self.stage, self.record, *sorted(set(self.settles)))),)


class LabelsSet(Event, frozen=True, tag="labels-set", forbid_unknown_fields=True):
    """The owner of the log gives a report, seen as `record`, these labels and no others."""

    record: str
    labels: tuple[str, ...]

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this reviewer and record."""
        return (("labels", (self.record, who)),)


class ReviewerJoined(Event, frozen=True, tag="reviewer-joined", forbid_unknown_fields=True):
    """`reviewer` takes part from now on; stages: at these only, or at all (empty)."""

    reviewer: str
    stages: tuple[str, ...] = ()

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of that reviewer."""
        return (("reviewer", (self.reviewer,)),)


class ReviewerLeft(Event, frozen=True, tag="reviewer-left", forbid_unknown_fields=True):
    """`reviewer` takes no more part: nothing waits for them. Their votes stay."""

    reviewer: str
    note: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of that reviewer."""
        return (("reviewer", (self.reviewer,)),)
