"""Words side by side as one term, and what of a tree has a place in a text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from litreview.query.tree import Block, Group, Near, Node, Or, Piece, Ref, Scoped, Span, Term


def phrase(words: list[Term], span: Span) -> Term:
    """`words` side by side as one term."""
    if len(words) == 1:
        return words[0]
    flat = [piece for word in words for piece in (" ", *word.pieces)][1:]
    parts: list[Piece] = []
    for fixed, run in groupby(flat, lambda piece: isinstance(piece, str)):
        found = list(run)
        parts.extend(["".join(found)] if fixed else found)  # type: ignore[arg-type]
    languages = {word.language for word in words}
    return Term(tuple(parts), False, languages.pop() if len(languages) == 1 else "", span)


_NUMBERS = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?", re.ASCII)
"""A line, or a range of them; what has more digits is a year."""


def line_numbers(pieces: tuple[Piece, ...]) -> tuple[str, str] | None:
    """The first and the last line that a word calls by number, the last empty where it is one."""
    text = pieces[0] if len(pieces) == 1 else ""
    found = _NUMBERS.fullmatch(text) if isinstance(text, str) else None
    return (found[1], found[2] or "") if found else None


def as_phrase(near: Near) -> Term | None:
    """`near` as one term, where it is no more than words in their order with none between."""
    words = [item for item in near.items if isinstance(item, Term)]
    if near.between or not near.ordered or len(words) < len(near.items):
        return None
    return replace(phrase(words, near.span), quoted=True)


def fixed_text(term: Term) -> str:
    """The letters of `term` that are fixed, wildcards left out."""
    return "".join(piece for piece in term.pieces if isinstance(piece, str))


def has_places(node: Node) -> bool:
    """Whether `node` can be found at places in a text; a line may, until it is put in."""
    if isinstance(node, Term | Ref | Block):
        return True
    if isinstance(node, Or | Near):
        return all(has_places(item) for item in node.items)
    if isinstance(node, Group | Scoped):
        return has_places(node.item)
    return False
