"""Numbers that people put in place of counted ones: applied, and never out of sight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from litreview.prisma.boxes import Box, Correction, Flow, Part


def corrected(found: Flow, given: Iterable[Correction]) -> Flow:
    """The flow with the corrections put in; those of boxes that it does not have are left out.

    The lists stay as they are: what a correction changes is a number, not who is behind it.
    """
    boxes = dict(found.boxes)
    for one in given:
        if one.box in boxes:
            boxes[one.box] = _put(boxes[one.box], one)
    return replace(found, boxes=boxes)


def _put(box: Box, one: Correction) -> Box:
    if not one.part:
        held = replace(one, counted=len(box.ids))
        return replace(box, stated=one.n, corrections=(*box.corrections, held))
    counted = next((len(part.ids) for part in box.parts if part.label == one.part), None)
    held = replace(one, counted=counted)
    parts = tuple(replace(p, stated=one.n) if p.label == one.part else p for p in box.parts)
    if counted is None:
        parts = (*parts, Part(one.part, stated=one.n))
    return replace(box, parts=parts, corrections=(*box.corrections, held))
