"""Among the tokens of a line: how far words belong together, lines by number, limits at its end."""

from __future__ import annotations

from litreview.query.findings import Found
from litreview.query.grammar import Grammar, Limits, Operator
from litreview.query.phrase import line_numbers
from litreview.query.scan import Token
from litreview.query.tree import And, Group, Node, Ref, Span


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


def limited(tree: Node, tokens: list[Token], at: int) -> tuple[Node, int]:
    """`tree` with the limits that stand behind it, which hold for all of it, and what follows."""
    while at < len(tokens) and isinstance(limits := tokens[at].value, Limits):
        span = Span(tree.span.start, tokens[at].end, tree.span.source)
        tree = And((Group(tree, tree.span), *limits.nodes), span)
        at += 1
    return tree, at


def called_by_number(
    token: Token, grammar: Grammar, place: Span, *, marked: bool
) -> Ref | tuple[Ref, Found] | None:
    """The lines that a bare number calls, and what is wrong with that. marked: a field follows."""
    if token.kind != "word" or not grammar.numbers or (marked and not grammar.number_is_line):
        return None
    numbers = line_numbers(token.value)  # type: ignore[arg-type]
    if numbers is None:
        return None
    ref = Ref(*numbers, place)
    if grammar.number_is_line:
        return ref
    return ref, Found(
        "LR205", place, f"in {grammar.name} a bare number is a word to search for, not a line",
        f"write {grammar.numbers}{numbers[0]} for line {numbers[0]}",
    )  # fmt: skip
