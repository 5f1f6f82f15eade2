"""Words side by side among the tokens: how far they belong together."""

from __future__ import annotations

from litreview.query.grammar import Grammar, Operator
from litreview.query.scan import Token


def run_end(tokens: list[Token], first: int, grammar: Grammar) -> int:
    """The index behind the words that belong together from `first` on.

    Where AND is implied between words, only the one next to a proximity belongs to it.
    """
    kinds = ("word",) if grammar.implied else ("word", "quoted")
    end = first + 1
    while tokens[first].kind in kinds and end < len(tokens) and tokens[end].kind in kinds:
        end += 1
    parted = grammar.implied and grammar.adjacent == "and" and grammar.implied_beside_near
    if end == first + 1 or not parted:
        return end
    if first and _is_near(tokens[first - 1]):
        return first + 1
    return end - 1 if end < len(tokens) and _is_near(tokens[end]) else end


def _is_near(token: Token) -> bool:
    return isinstance(token.value, Operator) and token.value.kind == "near"
