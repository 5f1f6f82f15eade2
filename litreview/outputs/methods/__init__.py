"""The methods paragraph: only what was done, from the log, with the numbers of the flow."""

from __future__ import annotations

from collections.abc import Iterator

from litreview import __version__
from litreview.outputs.evidence import Evidence
from litreview.outputs.methods.appraising import appraised, certain
from litreview.outputs.methods.extracting import extracted
from litreview.outputs.methods.searching import deduplicated, searched
from litreview.outputs.methods.selecting import criteria, selected
from litreview.outputs.methods.synthesising import synthesised
from litreview.outputs.words import listed, moment


def sentences(evidence: Evidence) -> Iterator[str]:
    """What a methods section can say of this review, as plain text, one sentence or two each."""
    yield from searched(evidence)
    yield from deduplicated(evidence)
    yield from selected(evidence)
    yield from criteria(evidence)
    yield from extracted(evidence)
    yield from appraised(evidence)
    yield from synthesised(evidence)
    yield from certain(evidence)
    yield from _programs(evidence)


def _programs(evidence: Evidence) -> Iterator[str]:
    """Which program wrote the log, and which one counted."""
    until = f", from the review's log up to {moment(evidence.as_of)}" if evidence.as_of else ""
    now = f"litreview {__version__}"
    others = [name for name in evidence.conduct.programs if name != now]
    if others:
        yield f"The log was written by {listed(evidence.conduct.programs)}."
    yield f"Counts, figure and tables were computed by {now}{until}."
