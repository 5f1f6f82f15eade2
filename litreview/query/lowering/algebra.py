"""AND, OR and NOT of parts of which some find every record or none."""

from __future__ import annotations

from collections.abc import Sequence

from litreview.query.tree import And, Everything, Node, Not, Nothing, Or, Span


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
