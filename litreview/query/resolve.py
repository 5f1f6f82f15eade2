"""Lines that call each other -> one tree. A line is put in once and shared, never copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from litreview.query.findings import Found
from litreview.query.phrase import has_places
from litreview.query.pratt import DEEPEST_WHOLE, TOO_DEEP
from litreview.query.tree import (
    And,
    Group,
    Near,
    Node,
    Not,
    Or,
    Ref,
    Scoped,
    Span,
    children,
    depth,
    walk,
)

LARGEST = 500_000
"""Nodes of a strategy when every line is written out."""


@dataclass(slots=True)
class Resolved:
    """The whole, and what is wrong with the references, by the number of the line."""

    tree: Node | None
    by_line: dict[int, list[Found]] = field(default_factory=dict)

    @property
    def findings(self) -> list[Found]:
        """All findings."""
        return [one for found in self.by_line.values() for one in found]


def resolve(
    lines: Mapping[int, Node | None],
    places: Mapping[int, Span],
    mentioned: Iterable[int] = (),
) -> Resolved:
    """The tree of the last of `lines`; None where it, or a line that it calls, has none.

    mentioned: lines that one which cannot be read seems to call: they are not told to be unused.
    """
    result = Resolved(None)
    called: set[int] = set()
    whole: dict[int, Node | None] = {}
    sizes: dict[int, int] = {}
    levels: dict[int, int] = {}
    for number, tree in lines.items():
        if tree is None:
            whole[number] = None
            continue
        told = result.by_line.setdefault(number, [])
        calls = _calls(tree, number, lines, told)
        called.update(calls)
        sizes[number] = sum(1 for _ in walk(tree)) + sum(sizes.get(one, 0) for one in calls)
        if sizes[number] > LARGEST:
            told.append(_too_large(places[number]))
        elif calls and not told:
            told.extend(_placeless(tree, whole))
        whole[number] = None if told else _put_in(tree, whole)
        levels[number] = depth(tree) + max((levels.get(one, 0) + 1 for one in calls), default=0)
        if levels[number] > DEEPEST_WHOLE:
            told.append(Found("LR108", places[number], *TOO_DEEP))
            whole[number] = None
    _unused(lines, called.union(mentioned), places, result)
    last = max(lines)
    result.tree = whole[last]
    return result


def _calls(
    tree: Node, number: int, lines: Mapping[int, Node | None], told: list[Found]
) -> list[int]:
    """The lines that `tree` calls, one entry a call; wrong ones are told."""
    found: list[int] = []
    for node in walk(tree):
        if not isinstance(node, Ref):
            continue
        numbers = _numbers(node)
        found.extend(one for one in numbers if one in lines and one < number)
        later = next((one for one in numbers if one in lines and one >= number), None)
        if later is not None:
            told.append(Found("LR202", node.span, _later(later, number),
                              "call only lines that stand above"))  # fmt: skip
        missing = [one for one in numbers if one not in lines]
        if missing:
            told.append(Found("LR201", node.span, _missing(missing),
                              f"lines go from 1 to {max(lines)}"))  # fmt: skip
    return found


def _placeless(tree: Node, whole: Mapping[int, Node | None]) -> list[Found]:
    """Calls beside a proximity of lines that have no places in a text, such as an AND."""
    refs: list[Ref] = []
    waiting = [(tree, False)]
    while waiting:
        node, beside = waiting.pop()
        if beside and isinstance(node, Ref):
            refs.append(node)
        beside = beside or isinstance(node, Near)
        waiting.extend((child, beside) for child in children(node))
    return [
        Found("LR110", ref.span, f"line {number} is more than words, phrases and their"
              " alternatives, which alone can stand near each other",
              "call a line of such, or use AND")
        for ref in refs
        for number in _numbers(ref)
        if (line := whole[number]) is not None and not has_places(line)
    ]  # fmt: skip


def _missing(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"there is no line {numbers[0]}"
    return f"there are no lines {numbers[0]} to {numbers[-1]}"


def _later(called: int, number: int) -> str:
    if called == number:
        return f"line {number} calls itself"
    return f"line {number} calls line {called}, which comes later"


def _numbers(ref: Ref) -> range:
    first = int(ref.first)
    last = int(ref.last) if ref.last else first
    return range(first, min(last, first + 10_000) + 1)


def _too_large(place: Span) -> Found:
    return Found(
        "LR210",
        place,
        f"with all lines put in, this has more than {LARGEST:,} parts",
        "call each line once",
    )


def _put_in(node: Node, whole: Mapping[int, Node | None]) -> Node | None:
    """`node` with its references replaced; None where one of them has no tree."""
    if isinstance(node, Ref):
        found = [whole[number] for number in _numbers(node)]
        return _together(found, node.span)
    if isinstance(node, And | Or | Near):
        items = _items(node, whole)
        return None if items is None else replace(node, items=items)
    if isinstance(node, Not):
        keep, drop = _put_in(node.keep, whole), _put_in(node.drop, whole)
        return None if keep is None or drop is None else Not(keep, drop, node.span)
    if isinstance(node, Group | Scoped):
        inner = _put_in(node.item, whole)
        return None if inner is None else replace(node, item=inner)
    return node


def _items(node: And | Or | Near, whole: Mapping[int, Node | None]) -> tuple[Node, ...] | None:
    """The items put in; a range of lines (``1 and 3-5``) becomes so many items of its operator."""
    items: list[Node] = []
    for item in node.items:
        spread = isinstance(item, Ref) and item.last and not isinstance(node, Near)
        single = [Ref(str(n), "", item.span) for n in _numbers(item)] if spread else [item]  # type: ignore[arg-type]
        for one in single:
            part = _put_in(one, whole)
            if part is None:
                return None
            items.append(part)
    return tuple(items)


def _together(found: list[Node | None], place: Span) -> Node | None:
    present = tuple(one for one in found if one is not None)
    if len(present) < len(found):
        return None
    return Group(present[0] if len(present) == 1 else Or(present, place), place)


def _unused(
    lines: Mapping[int, Node | None], called: set[int], places: Mapping[int, Span], to: Resolved
) -> None:
    for number in lines:
        if number not in called and number != max(lines):
            to.by_line.setdefault(number, []).append(
                Found("LR203", places[number], f"line {number} is never used",
                      "use it in a later line, or take it away")
            )  # fmt: skip
