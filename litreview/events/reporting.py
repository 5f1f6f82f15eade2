"""Events about what the flow reports: tools among the reviewers, what waits, what was pooled."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from litreview.events.base import Event, Write

Number: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class ToolDeclared(Event, frozen=True, tag="tool-declared", forbid_unknown_fields=True):
    """`reviewer` is an automation tool: its name and version. "": a person after all."""

    reviewer: str
    tool: str

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of that reviewer."""
        return (("tool", (self.reviewer,)),)


class ReportSetAside(Event, frozen=True, tag="report-set-aside", forbid_unknown_fields=True):
    """The report that holds `record` is of an ongoing study, or awaits classification.

    It is neither included nor excluded then, as long as no verdict on its full text says so.
    `open` takes an earlier note back.
    """

    record: str
    status: Literal["ongoing", "awaiting", "open"]
    note: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The record's register."""
        return (("aside", (self.record,)),)


class StudyPooled(Event, frozen=True, tag="study-pooled", forbid_unknown_fields=True):
    """`study` is in a meta-analysis of the review; not `pooled`: takes that back."""

    study: str
    pooled: bool = True
    note: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of that study."""
        return (("pooled", (self.study,)),)


class CountCorrected(Event, frozen=True, tag="count-corrected", forbid_unknown_fields=True):
    """A person puts `n` in place of what the log gives for a box, or for a part of it."""

    box: str
    n: Number
    because: str
    part: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of this box and part."""
        return (("correction", (self.box, self.part)),)


class CorrectionWithdrawn(
    Event, frozen=True, tag="correction-withdrawn", forbid_unknown_fields=True
):
    """The correction of a box, or of a part of it, is taken back (undo)."""

    box: str
    part: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of this box and part."""
        return (("correction", (self.box, self.part)),)
