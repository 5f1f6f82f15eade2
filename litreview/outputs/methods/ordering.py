"""Of the methods: in which order reports were read, and which reviewers are no people."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.model import Stage
from litreview.outputs.evidence import Evidence
from litreview.outputs.words import counted, listed


def ordered(evidence: Evidence, stage: Stage) -> Iterator[str]:
    """Which votes were cast by a learned order of reading, and what it was learned from."""
    for one in evidence.conduct.ranked:
        if one.stage != stage.name:
            continue
        most = max((order.learned for order in one.orders), default=0)
        programs = listed(dict.fromkeys(order.program for order in one.orders))
        seeds = listed(dict.fromkeys(str(order.seed) for order in one.orders))
        yield (
            f"{stage.label}: {one.votes:,} of {counted(one.of, 'vote')} were cast on reports shown "
            f"in an order made by the recipe “{one.recipe}” of {programs} (seed {seeds}; "
            f"{counted(len(one.orders), 'order')}, learned from up to "
            f"{counted(most, 'decision')})."
        )
        if evidence.conduct.primed:
            names = listed(evidence.conduct.primed)
            yield f"An order may have learned from decisions of earlier reviews: {names}."
    check = evidence.conduct.check
    if check is not None and check.stage == stage.name:
        yield (
            f"{counted(check.reports, 'unread report')} were drawn at random (seed "
            f"{check.seed}), to be read as a check."
        )


def tools(evidence: Evidence) -> Iterator[str]:
    """The reviewers that are declared automation tools."""
    held = [f"{who} ({tool})" for who, tool in sorted(evidence.conduct.tools.items())]
    if held:
        what = "is an automation tool" if len(held) == 1 else "are automation tools"
        yield f"Among the reviewers, {listed(held)} {what}."
