"""What people say about the flow beside votes: tools, what was pooled, numbers put right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from litreview.errors import UsageError
from litreview.events import (
    CorrectionWithdrawn,
    CountCorrected,
    Fold,
    ReportSetAside,
    StudyPooled,
    ToolDeclared,
)
from litreview.model import ReportId, StudyId
from litreview.prisma import Aside, Correction

if TYPE_CHECKING:
    from litreview.review import Review


def tools(state: Fold) -> Mapping[str, str]:
    """Reviewer -> the automation tool that it is."""
    events = (entry.event for entry in state.of("tool").values())
    declared = (event for event in events if isinstance(event, ToolDeclared))
    return {event.reviewer: event.tool for event in declared if event.tool}


def pooled(state: Fold) -> frozenset[StudyId]:
    """The studies that somebody said are in a meta-analysis."""
    events = (entry.event for entry in state.of("pooled").values())
    return frozenset(
        StudyId(event.study) for event in events if isinstance(event, StudyPooled) and event.pooled
    )


def corrections(state: Fold) -> Iterator[Correction]:
    """The numbers in force that people put in place of counted ones, by box and part."""
    for _, entry in sorted(state.of("correction").items()):
        event = entry.event
        if isinstance(event, CountCorrected):
            yield Correction(
                event.box, event.part, event.n, None, event.because, entry.who, event.at
            )


def correct(review: Review, box: str, n: int, because: str, part: str = "") -> None:
    """Put `n` in place of what is counted. Raises UnknownName: no such box; UsageError: no reason.

    A part that the box does not have is added to it: the corrected parts and the box must agree.
    """
    held = review.present.drawn[box]
    if not because.strip():
        raise UsageError("a number is corrected for a reason", remedy='give it: --because "..."')
    if n < 0:
        raise UsageError("a count is 0 or more", remedy="give a whole number, such as 12")
    if held.unit == "studies" and part:
        raise UsageError(f"{box} has no parts", remedy="leave --part out")
    review.append(CountCorrected(box=box, n=n, because=because, part=part))


def take_back(review: Review, box: str, part: str = "") -> None:
    """Take a correction back. Raises UsageError where there is none."""
    held = review.state.of("correction").get((box, part))
    if held is None or not isinstance(held.event, CountCorrected):
        raise UsageError(
            f"{part or box} is not corrected", remedy="litreview prisma correct lists what is"
        )
    review.append(CorrectionWithdrawn(box=box, part=part))


def set_aside(
    review: Review, ids: Sequence[str], status: Aside | None, note: str = ""
) -> list[ReportId]:
    """Say that reports are of ongoing studies, or await classification; None: no longer."""
    reports = [review.resolve_id(text) for text in ids]
    review.append(
        *(ReportSetAside(record=one, status=status or "open", note=note) for one in reports)
    )
    return reports


def pool(review: Review, studies: Sequence[str], *, pooled: bool = True, note: str = "") -> None:
    """Say that included studies are in a meta-analysis. Raises UsageError: one is not included."""
    included = {str(study.id) for study in review.flow().studies}
    strange = [study for study in studies if study not in included]
    if strange and pooled:
        raise UsageError(
            f"not an included study: {', '.join(strange)}",
            remedy="litreview prisma --explain new_studies lists them",
        )
    review.append(*(StudyPooled(study=one, pooled=pooled, note=note) for one in studies))


def declare_tool(review: Review, reviewer: str, tool: str) -> None:
    """Say that what `reviewer` judged an automation tool judged; "": a person after all."""
    review.append(ToolDeclared(reviewer=reviewer, tool=tool))
