"""What is wrong with a flow: rules that do not hold, and what is not settled yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from litreview.model import Finding
from litreview.prisma.boxes import Flow
from litreview.prisma.mending import mend
from litreview.prisma.rules import Identity, has_number, rules


@dataclass(frozen=True, slots=True)
class FlowFinding(Finding):
    """A finding about boxes.

    boxes: their keys. expected: what the other boxes come to; found: what the box says. row,
    column: where in a file, from 1 and by name; 0 and "" where no file is meant.
    """

    boxes: tuple[str, ...] = ()
    expected: int | None = None
    found: int | None = None
    row: int = 0
    column: str = ""


def identities(found: Flow) -> tuple[FlowFinding, ...]:
    """What a check of the flow finds; of a computed flow only what is pending or not complete."""
    held = rules(found)
    return (
        *(_broken(found, held, one) for one in held if one.holds is False),
        *_unsaid(found, held),
        *unfinished(found),
        *_pending(found),
        *_corrected(found),
    )


def _broken(found: Flow, held: tuple[Identity, ...], one: Identity) -> FlowFinding:
    """The rule that does not hold, with both sides, and which one number would mend it."""
    if one.relation == "<=":
        message = f"{one.rule}: {one.left:,} is more than {one.right:,}"
    elif one.rule.endswith("make the box"):
        message = f"{one.rule.removesuffix(' the box')} {one.left:,}, the box {one.right:,}"
    else:
        message = f"{one.rule}: {one.left:,} is not {one.right:,}"
    return FlowFinding(
        one.code, one.severity, message, remedy=mend(found, held, one), ids=_odd(found, one),
        boxes=one.boxes, expected=one.left, found=one.right,
    )  # fmt: skip


def _odd(found: Flow, one: Identity) -> tuple[str, ...]:
    """The identifiers that stand on one side of an equation of lists only."""
    boxes = [found[key] for key in one.boxes]
    if one.relation != "=" or found.from_file or any(b.key == "duplicates" for b in boxes):
        return ()  # duplicates are records, and what is screened bears the ids of reports
    total: Counter[str] = Counter()
    for box in boxes:
        for id_ in box.ids:
            total[id_] += one.weights[box.key]
    if len(boxes) == 1:  # a box and its parts
        total.update(id_ for part in boxes[0].parts for id_ in part.ids)
    return tuple(id_ for id_, n in total.items() if n)


def _unsaid(found: Flow, held: tuple[Identity, ...]) -> Iterator[FlowFinding]:
    """The boxes without a number for whose sake a rule could not be checked."""
    open_ = [one for one in held if one.holds is None]
    keys = dict.fromkeys(key for one in open_ for key in one.boxes if not has_number(found, key))
    for key in (key for key in keys if key not in _NOT_IN_FILES):
        codes = sorted({one.code for one in open_ if key in one.boxes})
        yield FlowFinding(
            "PR11", "warning", f"{found[key].label}: no number, so {' and '.join(codes)} "
            "cannot be checked", remedy="fill it in", boxes=(key,),
        )  # fmt: skip


_NOT_IN_FILES = frozenset(
    {"other_duplicates", "other_screened", "other_screened_out", "other_left_unread"}
)


def _pending(found: Flow) -> Iterator[FlowFinding]:
    for box in found.waiting:
        if box.n:
            message = f"{box.label}: {box.n:,}"
            remedy = "decide on them (`litreview status` names the command)"
            yield FlowFinding(
                "PR12", "note", message, remedy=remedy, ids=box.ids, boxes=(box.key,), found=box.n
            )


def _corrected(found: Flow) -> Iterator[FlowFinding]:
    for one in found.corrections:
        yield FlowFinding(
            "PR14", "note", f"corrected by hand: {one.sentence}",
            remedy="where it holds no more: litreview prisma correct --undo",
            boxes=(one.box,), expected=one.counted, found=one.n,
        )  # fmt: skip


def unfinished(found: Flow) -> Iterator[FlowFinding]:
    """The searches that are known not to hold all that their source states."""
    for sentence in found.unfinished:
        if sentence in found.plenty:
            yield FlowFinding(
                "PR13", "note", f"a search brought as many as were wanted, not all: {sentence}",
                remedy="say in the report that the rest was not wanted, and why",
            )  # fmt: skip
            continue
        yield FlowFinding(
            "PR13", "warning", f"a search is not complete: {sentence}",
            remedy="run it again: it goes on where it was (litreview search run ...), or say in "
            "the report that it is incomplete",
        )  # fmt: skip
