"""The flow of the review: which one is asked for, and what is done with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.cli.prisma._shown import explain, say_day, say_state, show, tell_link
from litreview.cli.versions import flow_of
from litreview.outputs.flow_data import as_data
from litreview.prisma import Flow, identities

if TYPE_CHECKING:
    from litreview.cli.drawing import Asked
    from litreview.outputs.diagram.look import Look
    from litreview.review import Review
    from litreview.review.present import Present


@dataclass(frozen=True, slots=True)
class Flowing:
    """Which flow, and which box of it is to be opened."""

    box: str = ""
    day: datetime | None = None
    previous: datetime | Path | None = None
    as_new: bool = False


def of_log(folder: Path, asked: Flowing, drawing: Asked, *, as_json: bool, as_link: bool) -> int:
    """Draw, list or show the flow; the exit status. 1 where an identity does not hold."""
    with opened(folder) as review:
        if asked != Flowing() or as_json or "html" in drawing.files:
            flow, status = _with_records(review, asked, drawing, as_json=as_json and not as_link)
        else:
            from litreview.review import kept_flow

            flow = kept_flow.drawn(review)
            status = _status(flow)
            drawing.write(flow, review.plan.title, lambda _look: "")
    if as_link:
        tell_link(flow, as_json=as_json)
    elif not (as_json or asked.box or drawing.files):
        show(flow)
    if not asked.box:
        say_state(flow)
    return status


def _with_records(
    review: Review, asked: Flowing, drawing: Asked, *, as_json: bool
) -> tuple[Flow, int]:
    """What needs those behind the numbers, or another flow than that of now."""
    present = review.present_on(asked.day.date()) if asked.day else review.present
    flow = flow_of(present, asked.previous, as_new=asked.as_new)
    status = _status(flow)
    if asked.box:
        explain(review, present, flow[asked.box], as_json=as_json)
    drawing.write(flow, review.plan.title, lambda look: _page(review, present, flow, look))
    if as_json and not asked.box:
        say.out({"as_of": present.as_of, **as_data(flow, identities(flow))})
    if asked.day and not asked.box:
        say_day(present, asked.day)
    if (asked.previous or asked.as_new) and present.drawn.corrections:
        say.note("Corrections by hand are about the figure without this option: left out here.")
    return flow, status


def _status(flow: Flow) -> int:
    return say.will_end(int(any(one.severity == "error" for one in identities(flow))))


def _page(review: Review, present: Present, flow: Flow, look: Look) -> str:
    """The figure as a page, with what is behind each number."""
    from litreview.outputs.page import figure

    return figure.page(replace(review.evidence(present), updated=flow), look=look)
