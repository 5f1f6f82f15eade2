"""The rows of the figure: a function of the flow and of what is to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from litreview.outputs.diagram.content import Content, Row
from litreview.outputs.diagram.look import PLAIN, Look
from litreview.outputs.diagram.saying import Sayer
from litreview.prisma import Arm, Flow, Layer, Unit


def rows(flow: Flow, look: Look = PLAIN) -> tuple[Row, ...]:
    """The rows from top to bottom. Without other methods that arm's frames are empty."""
    say = Sayer(flow, look)
    found = [
        Row(0, (say.databases(), say.removed())),
        *_screening(flow, look, say),
        Row(1, say.retrieval("dbr")),
        *_eligibility(flow, look, say),
        *_end(flow, say),
    ]
    if flow.other_methods:
        at = next(at for at, row in enumerate(found) if row.dbr == say.retrieval("dbr"))
        found[0] = replace(found[0], other=(say.others(), ()))
        found[at] = replace(found[at], other=say.retrieval("other"))
    if flow.updated:
        found[0] = replace(found[0], previous=say.previous())
    return tuple(found)


def _screening(flow: Flow, look: Look, say: Sayer) -> Iterator[Row]:
    """One row, or one for each stage. What other methods brought has no frame for it."""
    layers = _layers(flow, look, "dbr", "records")
    if not layers:
        yield Row(1, (say.screened(), say.excluded()))
    for at, layer in enumerate(layers):
        here, beside = say.layer(layer, "records")
        if at == len(layers) - 1:
            here += say.waiting("pending_screening", "to_screen")
            beside += say.left_unread()
        yield Row(1, (here, beside))


def _eligibility(flow: Flow, look: Look, say: Sayer) -> Iterator[Row]:
    """One row, or one for each stage."""
    layers = _layers(flow, look, "dbr", "reports")
    if not layers:
        other = say.eligibility("other") if flow.other_methods else ((), ())
        yield Row(1, say.eligibility("dbr"), other)
        return
    others = _layers(flow, look, "other", "reports") if flow.other_methods else ()
    for at, layer in enumerate(layers):
        cells = [say.layer(layer, "reports")]
        cells += [say.layer(others[at], "reports")] if at < len(others) else [((), ())]
        if at == len(layers) - 1:
            arms: tuple[Arm, ...] = ("dbr", "other")
            cells = [
                (here + say.waiting(f"{arm}_pending", "to_assess") if here else here, beside)
                for arm, (here, beside) in zip(arms, cells, strict=True)
            ]
        yield Row(1, cells[0], cells[1])


def _layers(flow: Flow, look: Look, arm: Arm, unit: Unit) -> Sequence[Layer]:
    """The stages of a phase in an arm, where they are to be shown."""
    if "stages" not in look.details:
        return ()
    return [
        layer
        for layer in flow.layers
        if flow[layer.seen].unit == unit and layer.seen.startswith("other_") == (arm == "other")
    ]


def _end(flow: Flow, say: Sayer) -> Iterator[Row]:
    """What was set aside, what is included, and what was pooled."""
    nothing: Content = ()
    if aside := say.aside():
        yield Row(2, (nothing, aside), name="aside")
    yield Row(2, (say.included(), nothing), name="included")
    if flow.updated:
        yield Row(2, (say.total(), nothing), name="total")
    if "total_studies_ma" in flow.boxes:
        yield Row(2, (say.pooled(), nothing))
