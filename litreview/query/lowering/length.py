"""A string that is too long for a target -> several whose records together are those of the whole.

``(a OR b) AND c`` finds what ``a AND c`` and ``b AND c`` find: a large OR is halved, exactly.
"""

from __future__ import annotations

from collections.abc import Callable

from litreview.query.dialect import Dialect
from litreview.query.tree import And, Heading, Node, Not, Or, Scoped, Span, Term, walk

MOST_STRINGS = 200
"""Strings that one may become. No person runs more."""


def too_long(node: Node, text: str, to: Dialect) -> bool:
    """Whether the target refuses `text`, which says `node`."""
    can = to.capability
    if can.longest is not None and len(text) > can.longest:
        return True
    return can.most_terms is not None and _terms(node) > can.most_terms


def divided(node: Node, text: str, to: Dialect) -> tuple[str, ...]:
    """`node` as strings that the target takes; empty: that cannot be.

    Cost: that of the strings that come out; none are written where there would be too many.
    """
    times = _halvings(node, text, to)
    if times is None:
        return ()
    parts = [node]
    for _ in range(times):
        parts = [half for part in parts for half in halved(part) or (part,)]
    waiting = list(reversed(parts))
    done: list[str] = []
    while waiting:
        part = waiting.pop()
        written = to.write(part)
        if not too_long(part, written, to):
            done.append(written)
            continue
        halves = halved(part)
        if halves is None or len(waiting) + len(done) >= MOST_STRINGS:
            return ()
        waiting.extend(reversed(halves))
    return tuple(done)


def _halvings(node: Node, text: str, to: Dialect) -> int | None:
    """How often the largest OR must at least be halved, by numbers of terms; None: too often."""
    can = to.capability
    sizes = _sizes(node)
    whole = sum(sizes)
    allowed = whole * can.longest / len(text) if can.longest is not None else float(whole)
    allowed = min(allowed, can.most_terms) if can.most_terms is not None else allowed
    times = 0
    while sum(sizes) > allowed:
        largest = sizes.index(max(sizes))
        if sizes[largest] <= 1 or 2**times > MOST_STRINGS:
            return None
        sizes[largest] /= 2
        times += 1
    return times


def _sizes(node: Node) -> list[float]:
    """Terms of the parts that are joined with AND."""
    if isinstance(node, And):
        return [float(_terms(item)) for item in node.items]
    if isinstance(node, Not):
        return [*_sizes(node.keep), float(_terms(node.drop))]
    return [float(_terms(node))]


def halved(node: Node) -> tuple[Node, Node] | None:
    """Two trees whose union is `node`, its largest OR being halved; None: it has none."""
    if isinstance(node, Or):
        middle = len(node.items) // 2
        return _or(node, node.items[:middle]), _or(node, node.items[middle:])
    if isinstance(node, Scoped):
        fields, span = node.fields, node.span
        return _both(node.item, lambda half: Scoped(fields, half, span))
    if isinstance(node, Not):
        drop, span = node.drop, node.span
        return _both(node.keep, lambda half: Not(half, drop, span))
    return _halved_and(node) if isinstance(node, And) else None


def _halved_and(node: And) -> tuple[Node, Node] | None:
    """The item with the most terms that can be halved is."""
    for at in sorted(range(len(node.items)), key=lambda one: -_terms(node.items[one])):
        before, after, span = node.items[:at], node.items[at + 1 :], node.span
        found = _both(node.items[at], _within(before, after, span))
        if found is not None:
            return found
    return None


def _within(
    before: tuple[Node, ...], after: tuple[Node, ...], span: Span
) -> Callable[[Node], Node]:
    return lambda half: And((*before, half, *after), span)


def _both(node: Node, around: Callable[[Node], Node]) -> tuple[Node, Node] | None:
    found = halved(node)
    return None if found is None else (around(found[0]), around(found[1]))


def _or(node: Or, items: tuple[Node, ...]) -> Node:
    return items[0] if len(items) == 1 else Or(items, node.span)


def _terms(node: Node) -> int:
    return sum(1 for one in walk(node) if isinstance(one, Term | Heading))
