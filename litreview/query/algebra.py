"""AND, OR and NOT of parts of which some find every record or none; what a part holds."""

from __future__ import annotations

from collections.abc import Sequence

from litreview.query.tree import (
    And,
    Everything,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Span,
    Term,
    children,
    walk,
)


def all_of(items: list[Node], span: Span) -> Node:
    """The AND of `items`. ``a AND (NOT b)`` is ``a NOT b``."""
    kept: list[Node] = []
    dropped: list[Node] = []
    for item in items:
        if isinstance(item, Nothing):
            return Nothing(span)
        if isinstance(item, Not) and isinstance(item.keep, Everything):
            dropped.append(item.drop)
        elif not isinstance(item, Everything):
            kept.append(item)
    whole = _one(And, kept, span) if kept else Everything(span)
    return without(whole, _one(Or, dropped, span), span) if dropped else whole


def any_of(items: list[Node], span: Span) -> Node:
    """The OR of `items`."""
    kept = [item for item in items if not isinstance(item, Nothing)]
    if not kept:
        return Nothing(span)
    if any(isinstance(item, Everything) for item in kept):
        return Everything(span)
    return _one(Or, kept, span)


def without(keep: Node, drop: Node, span: Span) -> Node:
    """`keep` NOT `drop`."""
    if isinstance(drop, Nothing):
        return keep
    if isinstance(keep, Nothing) or isinstance(drop, Everything):
        return Nothing(span)
    return Not(keep, drop, span)


def _one(kind: type[And | Or], items: Sequence[Node], span: Span) -> Node:
    """`items` joined, those of the same operator taken in."""
    if len(items) == 1:
        return items[0]
    return kind(
        tuple(
            part
            for item in items
            for part in (
                item.items if isinstance(item, And | Or) and type(item) is kind else (item,)
            )
        ),
        span,
    )


def kept(node: Or | And, items: list[Node]) -> Node | None:
    """`node` where its items are the same objects as before."""
    if len(items) == len(node.items) and all(map(_same, items, node.items)):
        return node
    return None


def _same(one: Node, other: Node) -> bool:
    return one is other


def has_near(node: Node) -> bool:
    """Whether a proximity is in `node`."""
    return any(isinstance(one, Near) for one in walk(node))


def has_and(node: Node) -> bool:
    """Whether `node` is an AND, or an OR with one among its alternatives."""
    kind = type(node)
    if kind is Or:
        return any(type(one) is not Term and has_and(one) for one in children(node))
    return kind is And
