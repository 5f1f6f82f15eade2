"""Names -> what they stand for, each once and shared; cycles and growth are told, not followed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace

from litreview.query.findings import Found
from litreview.query.pratt import DEEPEST_WHOLE, TOO_DEEP
from litreview.query.resolve import LARGEST
from litreview.query.tree import (
    MANY,
    And,
    Block,
    Dates,
    Everything,
    Group,
    Heading,
    Native,
    Near,
    Node,
    Not,
    Nothing,
    Scoped,
    depth,
    walk,
)

Trees = dict[str, Node | None]
_PLACELESS = (And, Not, Heading, Dates, Native, Everything, Nothing)


def put_together(written: Mapping[str, Node | None], found: list[Found]) -> Trees:
    """Each tree of `written` with all names in it put in; None where one of them has no tree.

    What is wrong is added to `found`: LR110, LR108, LR206, LR207, LR210. Cost: linear in the
    trees as written, and quadratic in names that call each other in circles.
    """
    calls = {name: _calls(tree) for name, tree in written.items()}
    for name, leaves in calls.items():
        found.extend(_missing(leaf, name, written) for leaf in leaves if leaf.name not in written)
    trees: Trees = {}
    sizes: dict[str, int] = {}
    levels: dict[str, int] = {}
    for name in _order(calls):
        tree = written[name]
        leaves = calls[name]
        trees[name] = None
        if tree is None or any(leaf.name not in written for leaf in leaves):
            continue
        sizes[name] = sum(1 for _ in walk(tree)) + sum(sizes.get(one.name, 0) for one in leaves)
        deepest = max((levels.get(one.name, 0) + 1 for one in leaves), default=0)
        levels[name] = depth(tree) + deepest
        told = _beyond(tree, sizes[name], levels[name])
        found.extend(told)
        if not told:
            whole = put_in(tree, trees)
            found.extend(wrong := _near_nothing(tree, trees))
            trees[name] = None if wrong else whole
    for name in written:
        if name not in trees:
            trees[name] = None
            found.extend(_round(name, calls))
    return trees


def put_in(node: Node, known: Mapping[str, Node | None]) -> Node | None:
    """`node` with the blocks that are `known` put in, others left; None where one has no tree."""
    if isinstance(node, Block):
        return known.get(node.name, node)
    if isinstance(node, MANY):
        items = [put_in(item, known) for item in node.items]
        held = tuple([item for item in items if item is not None])
        return None if len(held) < len(items) else replace(node, items=held)
    if isinstance(node, Not):
        keep, drop = put_in(node.keep, known), put_in(node.drop, known)
        return None if keep is None or drop is None else Not(keep, drop, node.span)
    if isinstance(node, Scoped | Group):
        inner = put_in(node.item, known)
        return None if inner is None else replace(node, item=inner)
    return node


def _calls(tree: Node | None) -> list[Block]:
    return [] if tree is None else [node for node in walk(tree) if isinstance(node, Block)]


def _order(calls: Mapping[str, list[Block]]) -> list[str]:
    """Names, each behind those that it calls; what calls itself, or calls what does, is left out.

    A name that does not exist holds nobody up: it is told at its place.
    """
    wanted = {name: {leaf.name for leaf in leaves} for name, leaves in calls.items()}
    callers: dict[str, list[str]] = {}
    for name, called in wanted.items():
        for one in called:
            callers.setdefault(one, []).append(name)
    waits = {name: sum(one in calls for one in called) for name, called in wanted.items()}
    ready = [name for name, number in waits.items() if not number]
    for name in ready:
        for caller in callers.get(name, ()):
            waits[caller] -= 1
            if not waits[caller]:
                ready.append(caller)
    return ready


def _round(name: str, calls: Mapping[str, list[Block]]) -> list[Found]:
    """Where `name` calls itself, by itself or through others; nothing where it does not."""
    return [
        Found("LR207", leaf.span, _circle(name, leaf.name), "take the name away here, or there")
        for leaf in calls[name]
        if leaf.name == name or name in _reached(leaf.name, calls)
    ]


def _circle(name: str, through: str) -> str:
    if name == through:
        return f"{name} refers to itself"
    return f"{name} refers to itself, through {through}"


def _reached(name: str, calls: Mapping[str, list[Block]]) -> set[str]:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for leaf in calls.get(waiting.pop(), ()):
            if leaf.name not in seen:
                seen.add(leaf.name)
                waiting.append(leaf.name)
    return seen


def _missing(leaf: Block, name: str, written: Mapping[str, Node | None]) -> Found:
    near = difflib.get_close_matches(leaf.name, [one for one in written if one != name], n=3)
    remedy = f"write {' or '.join(near)}" if near else f"write the file {leaf.name}.txt"
    return Found("LR206", leaf.span, f"there is no block or strategy {leaf.name}", remedy)


def _beyond(tree: Node, size: int, levels: int) -> list[Found]:
    if size > LARGEST:
        what = f"with all blocks put in, this has more than {LARGEST:,} parts"
        return [Found("LR210", tree.span, what, "name each block once")]
    return [Found("LR108", tree.span, *TOO_DEEP)] if levels > DEEPEST_WHOLE else []


def _near_nothing(tree: Node, trees: Mapping[str, Node | None]) -> list[Found]:
    """Blocks beside a proximity that hold what has no place in a text."""
    found = []
    for near in walk(tree):
        if not isinstance(near, Near):
            continue
        for leaf in _calls(near):
            whole = trees.get(leaf.name)
            if whole is not None and any(isinstance(one, _PLACELESS) for one in walk(whole)):
                found.append(
                    Found("LR110", leaf.span, f"{leaf.name} holds more than words and phrases, "
                          "which cannot stand near each other", "use AND, or a block of words")
                )  # fmt: skip
    return found
