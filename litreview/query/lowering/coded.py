"""Fields that hold names of a list: types of publication, and languages."""

from __future__ import annotations

from litreview.query.algebra import any_of
from litreview.query.lowering.changes import Change
from litreview.query.matching.texts import LANGUAGES
from litreview.query.tree import Field, Node, Or, Scoped, Term

_CODE = 3
"""Letters of a code of a language, at most."""
_NAMES = {
    code: next(name for name in names if len(name) > _CODE).capitalize()
    for names in LANGUAGES
    for code in names
    if len(code) <= _CODE
}


def type_name(node: Node) -> str:
    """The type of publication that `node` names, as `types.py` has it; empty: it is no name."""
    if not isinstance(node, Term) or len(node.pieces) != 1 or not isinstance(node.pieces[0], str):
        return ""
    return " ".join(node.pieces[0].casefold().split())


def known_types(
    node: Scoped, known: frozenset[str]
) -> tuple[Scoped | None, tuple[tuple[Scoped, Change], ...]]:
    """What is left of `node` where only `known` types are, None: nothing, and what is gone."""
    items = node.item.items if isinstance(node.item, Or) else (node.item,)
    kept = [item for item in items if type_name(item) in known]
    gone = tuple(
        (Scoped(node.fields, item, item.span),
         Change("gone", f"has no type of publication {type_name(item) or 'like this'}"))
        for item in items
        if type_name(item) not in known
    )  # fmt: skip
    if not gone:
        return node, ()
    if not kept:
        return None, gone
    return Scoped(node.fields, any_of(kept, node.span), node.span), gone


def with_names(node: Scoped) -> Scoped:
    """Languages by their English names: ``eng`` is found in few databases, ``English`` in all."""
    if node.fields != (Field.LANGUAGE,):
        return node
    items = node.item.items if isinstance(node.item, Or) else (node.item,)
    if not any(type_name(item) in _NAMES for item in items):
        return node
    named = tuple(
        Term((_NAMES[name],), True, "", item.span) if (name := type_name(item)) in _NAMES else item
        for item in items
    )
    return Scoped(node.fields, named[0] if len(named) == 1 else Or(named, node.span), node.span)
