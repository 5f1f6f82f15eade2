"""The parts of a strategy that a record must all pass, for saying which of them it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.tree import TOPIC, And, Group, Node, Not, Or, Scope, Scoped

Whole = Callable[[Node], Node | None]
"""Puts the blocks in a part in."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an AND: its text with blocks by name, and its tree. excludes: behind NOT."""

    text: str
    tree: Node
    excludes: bool = False


Way = tuple[Part, ...]
"""A record that passes all parts is found."""


def ways(expression: Node, whole: Whole) -> tuple[Way, ...]:
    """The ways to be found by `expression`, one for each alternative that has parts of its own.

    An OR whose alternatives are all single parts is a part itself, as is one below an AND.
    """
    return tuple(
        tuple(part for part in found if part is not None)
        for found in (
            tuple(_part(node, scope, excludes, whole) for node, scope, excludes in way)
            for way in _ways(expression, TOPIC)
        )
    )


_Loose = tuple[Node, Scope, bool]


def _ways(node: Node, scope: Scope) -> list[list[_Loose]]:
    node, scope = _inner(node, scope)
    if isinstance(node, Or):
        alternatives = [way for item in node.items for way in _ways(item, scope)]
        if any(len(way) > 1 for way in alternatives):
            return alternatives
        return [[(node, scope, False)]]
    return [_parts(node, scope)]


def _parts(node: Node, scope: Scope) -> list[_Loose]:
    node, scope = _inner(node, scope)
    if isinstance(node, And):
        return [part for item in node.items for part in _parts(item, scope)]
    if isinstance(node, Not):
        return [*_parts(node.keep, scope), (node.drop, scope, True)]
    return [(node, scope, False)]


def _inner(node: Node, scope: Scope) -> tuple[Node, Scope]:
    while isinstance(node, Group | Scoped):
        scope = node.fields if isinstance(node, Scoped) else scope
        node = node.item
    return node, scope


def _part(node: Node, scope: Scope, excludes: bool, whole: Whole) -> Part | None:
    tree = whole(node)
    if tree is None:
        return None
    return Part(OWN.write(node), Scoped(scope, tree, node.span), excludes)
