"""The same tree in other shapes: without brackets, with each part's own fields, as plain data.

Nothing here changes what a tree means. A part that stays as it is comes back as the same object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from litreview.query.algebra import all_of, any_of, without
from litreview.query.phrase import as_phrase
from litreview.query.tree import (
    ANY_ENDING,
    ONE,
    OPTIONAL,
    And,
    Block,
    Dates,
    Field,
    Group,
    Heading,
    Native,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Piece,
    Ref,
    Scope,
    Scoped,
    Span,
    Term,
    scope,
)

_SIGNS = {ANY_ENDING: "*", OPTIONAL: "?", ONE: "#"}


def plain(node: Node) -> Node:
    """`node` without `Group`, AND in AND and OR in OR as one, and no AND or OR of one item."""
    make = _PLAIN.get(type(node))
    return make(node) if make else node


def _plain_near(node: Near) -> Node:
    items = _each(node.items)
    if len(items) == 1:
        return items[0]
    made = node if items is node.items else Near(items, node.between, node.ordered, node.span)
    return as_phrase(made) or made


def _plain_not(node: Not) -> Node:
    keep, drop = plain(node.keep), plain(node.drop)
    same = keep is node.keep and drop is node.drop
    return node if same else without(keep, drop, node.span)


def _plain_scoped(node: Scoped) -> Node:
    item = plain(node.item)
    return node if item is node.item else Scoped(node.fields, item, node.span)


def _each(items: tuple[Node, ...]) -> tuple[Node, ...]:
    made = tuple([item if type(item) is Term else plain(item) for item in items])
    return items if all(map(_same, made, items)) else made


def _same(one: Node, other: Node) -> bool:
    return one is other


def _joined(node: Or | And) -> Node:
    kind = type(node)
    items = _each(node.items)
    if kind in set(map(type, items)):
        items = tuple(
            [part for item in items for part in (item.items if isinstance(item, kind) else (item,))]
        )
    if len(items) == 1:
        return items[0]
    return node if items is node.items else kind(items, node.span)


_PLAIN: Mapping[type, Callable[[Any], Node]] = {
    Or: _joined, And: _joined, Near: _plain_near, Not: _plain_not, Scoped: _plain_scoped,
    Group: lambda node: plain(node.item),
}  # fmt: skip


def spread(node: Node, default: Scope) -> Node:
    """`node`, plain, with a `Scoped` over each largest part that holds neither AND nor NOT.

    The innermost scope wins; `default` is that of terms that have none. Items of an OR stay
    together where they stand side by side and share their fields. What is not looked for in
    fields (headings, dates, ...) stands outside of every `Scoped`.
    """
    return _spread(plain(node), default)


def _spread(node: Node, fields: Scope) -> Node:
    if _is_text(node):
        return Scoped(fields, node, node.span)
    make = _SPREAD.get(type(node))
    return make(node, fields) if make else node


def _spread_scoped(node: Scoped, _fields: Scope) -> Node:
    return node if _is_text(node.item) else _spread(node.item, node.fields)


def _spread_and(node: And, fields: Scope) -> Node:
    items = [_spread(item, fields) for item in node.items]
    if all(map(_same, items, node.items)):
        return node
    return plain(all_of(items, node.span))


def _spread_not(node: Not, fields: Scope) -> Node:
    keep, drop = _spread(node.keep, fields), _spread(node.drop, fields)
    same = keep is node.keep and drop is node.drop
    return node if same else Not(keep, drop, node.span)


def _is_text(node: Node) -> bool:
    """Whether `node` is looked for in fields as one: words and their OR and NEAR, no `Scoped`."""
    kind = type(node)
    if kind is Term:
        return True
    if isinstance(node, Or | Near):
        return all(type(item) is Term or _is_text(item) for item in node.items)
    return False


def _spread_or(node: Or, fields: Scope) -> Node:
    """Items side by side with the same fields under one `Scoped`; the others by themselves."""
    loose = [item if _is_text(item) else _spread(item, fields) for item in node.items]
    items: list[Node] = []
    for found, run in groupby(loose, lambda one: _fields_of(one, fields)):
        parts = list(run)
        if found is None or (len(parts) == 1 and isinstance(parts[0], Scoped)):
            items.extend(parts)
            continue
        texts = [part.item if isinstance(part, Scoped) else part for part in parts]
        span = _around(parts)
        text = texts[0] if len(texts) == 1 else plain(Or(tuple(texts), span))
        items.append(Scoped(found, text, span))
    if len(items) == len(node.items) and all(map(_same, items, node.items)):
        return node
    return plain(any_of(items, node.span))


def _fields_of(node: Node, fields: Scope) -> Scope | None:
    if isinstance(node, Scoped):
        return node.fields
    return fields if _is_text(node) else None


def _around(parts: list[Node]) -> Span:
    first, last = parts[0].span, parts[-1].span
    return Span(first.start, last.end, first.source) if first.source == last.source else first


def _field_by_field(node: Near, fields: Scope) -> Node:
    """A proximity with scopes inside: it holds within one field, so it is asked of each.

    ``ti:a ~3 ti,ab:b`` is ``ti:(a ~3 b)``: beside each other they can only stand in the title.
    """
    by_text: dict[Node, list[Field]] = {}
    for one in _fields_within(node, fields):
        text = _only(node, fields, one)
        if text is not None:
            by_text.setdefault(plain(text), []).append(one)
    parts = [Scoped(scope(*found), text, node.span) for text, found in by_text.items()]
    if not parts:
        return Nothing(node.span)
    return parts[0] if len(parts) == 1 else Or(tuple(parts), node.span)


def _fields_within(node: Node, fields: Scope) -> Scope:
    """Every field that a term below `node` is looked for in, each by itself."""
    if isinstance(node, Scoped):
        return _fields_within(node.item, node.fields)
    if isinstance(node, Or | Near):
        return tuple(dict.fromkeys(f for item in node.items for f in _fields_within(item, fields)))
    return fields


def _only(node: Node, fields: Scope, one: Field) -> Node | None:
    """What is left of `node` in the field `one`; None: nothing can be found there."""
    if isinstance(node, Scoped):
        return _only(node.item, node.fields, one)
    if isinstance(node, Or):
        left = [part for item in node.items if (part := _only(item, fields, one)) is not None]
        if not left:
            return None
        return left[0] if len(left) == 1 else Or(tuple(left), node.span)
    if isinstance(node, Near):
        parts = [_only(item, fields, one) for item in node.items]
        whole = tuple([part for part in parts if part is not None])
        return (
            None if len(whole) < len(parts) else Near(whole, node.between, node.ordered, node.span)
        )
    return node if one in fields or Field.ANY in fields else None


_SPREAD: Mapping[type, Callable[[Any, Scope], Node]] = {
    Scoped: _spread_scoped, Or: _spread_or, And: _spread_and, Not: _spread_not,
    Near: _field_by_field,
}  # fmt: skip


def text_of(pieces: tuple[Piece, ...]) -> str:
    """The words of a term with the wildcards of the own notation, without quotation marks."""
    parts = [
        piece if isinstance(piece, str) else _SIGNS.get(piece) or f"*{{{piece.most}}}"
        for piece in pieces
    ]
    return " ".join("".join(parts).split())


def as_data(node: Node) -> dict[str, Any]:
    """`node` as what JSON can hold: ``kind``, its own values, ``items``, ``span`` [start, end]."""
    data: dict[str, Any] = {"kind": type(node).__name__.lower(), **_values(node)}
    data["span"] = [node.span.start, node.span.end]
    if node.span.source:
        data["source"] = node.span.source
    return data


def _values(node: Node) -> dict[str, Any]:
    reader = _VALUES.get(type(node))
    return reader(node) if reader else {}


def _of_near(node: Near) -> dict[str, Any]:
    return {"between": node.between, "ordered": node.ordered, **_of_items(node)}


def _of_items(node: And | Or | Near) -> dict[str, Any]:
    return {"items": [as_data(item) for item in node.items]}


def _of_term(node: Term) -> dict[str, Any]:
    language = {"language": node.language} if node.language else {}
    return {"text": text_of(node.pieces), "quoted": node.quoted, **language}


def _of_heading(node: Heading) -> dict[str, Any]:
    return {
        "name": node.name,
        "explode": node.explode,
        "major": node.major,
        "vocabulary": node.vocabulary,
        "subheadings": list(node.subheadings),
    }


def _of_dates(node: Dates) -> dict[str, Any]:
    return {"first": node.first, "last": node.last, "dates": node.kind}


_VALUES: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    And: _of_items, Or: _of_items, Near: _of_near, Term: _of_term, Heading: _of_heading,
    Dates: _of_dates,
    Not: lambda node: {"keep": as_data(node.keep), "drop": as_data(node.drop)},
    Scoped: lambda node: {"fields": [str(f) for f in node.fields], "item": as_data(node.item)},
    Group: lambda node: {"item": as_data(node.item)},
    Native: lambda node: {"text": node.text, "syntax": node.syntax},
    Block: lambda node: {"name": node.name},
    Ref: lambda node: {"first": node.first, "last": node.last},
}  # fmt: skip
