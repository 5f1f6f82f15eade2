"""A flow as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litreview.prisma import Box, Flow, FlowFinding, Identity, rules


def as_data(flow: Flow, found: Sequence[FlowFinding], *, listed: bool = True) -> dict[str, Any]:
    """The counts and their parts, the rules between them, and what a check finds.

    listed: with the identifiers behind each part.
    """
    return {
        "counts": flow.counts(),
        "parts": {key: parts(box, listed=listed) for key, box in flow.boxes.items() if box.parts},
        "pending": flow.pending,
        "corrections": flow.corrections,
        "identities": [_identity(one) for one in rules(flow)],
        "findings": found,
    }


def parts(box: Box, *, listed: bool = True) -> list[dict[str, Any]]:
    """The parts of a box, each with its number and, where `listed`, who is behind it."""
    return [
        {"label": part.label, "n": part.n, **({"ids": part.ids} if listed else {})}
        for part in box.parts
    ]


def _identity(one: Identity) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity,
        "rule": one.rule,
        "boxes": one.boxes,
        "left": one.left,
        "relation": one.relation,
        "right": one.right,
        "holds": one.holds,
    }
