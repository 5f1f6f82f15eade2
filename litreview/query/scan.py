"""Text -> tokens, by the expressions of a grammar. Cost: one pass over the characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from litreview.query.findings import Found
from litreview.query.grammar import Grammar, Limits, LineRefs, Make, Operator, Postfix, Prefix
from litreview.query.tree import Piece, Span

Kind = Literal["open", "close", "word", "quoted", "operator", "prefix", "postfix", "refs", "limits",
               "node"]  # fmt: skip
CURLY = frozenset("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
                  "\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
                  "\N{RIGHT SINGLE QUOTATION MARK}")  # fmt: skip
SHOWN = 40
"""Characters that a finding shows of something that goes on to the end."""
_BRACKETS: dict[str | None, Kind] = {"open_": "open", "close_": "close"}


class Token(NamedTuple):
    """A token, its place, and what it means; `value` of a word or a quotation is its pieces."""

    kind: Kind
    start: int
    end: int
    value: object = None


def pieces(text: str, grammar: Grammar) -> tuple[Piece, ...]:
    """`text` divided at the wildcards of the notation."""
    wildcards = grammar.wildcards
    if wildcards is None:
        return (text,)
    found: list[Piece] = []
    at = 0
    for match in wildcards.finditer(text):
        if match.start() > at:
            found.append(text[at : match.start()])
        mark = match[0]
        if mark in grammar.wild:
            found.append(grammar.wild[mark])
        elif grammar.wild_of is not None:
            found.append(grammar.wild_of(mark))
        at = match.end()
    if at < len(text):
        found.append(text[at:])
    return tuple(found)


def scan(text: str, grammar: Grammar, place: Span, found: list[Found]) -> list[Token]:
    """The tokens of `text` within `place`; what cannot be read is added to `found`."""
    tokens: list[Token] = []
    curly: list[Span] = []
    for match in grammar.master.finditer(text, place.start, place.end):
        kind = match.lastgroup
        if kind == "blank_":
            continue
        start, end = match.span()
        if kind == "word_":
            tokens.append(Token("word", start, end, pieces(match[0], grammar)))
        elif kind == "quoted_":
            tokens.extend(_quoted(match[0], Span(start, end, place.source), grammar, found, curly))
        elif kind in _BRACKETS:
            tokens.append(Token(_BRACKETS[kind], start, end))
        elif kind and kind in grammar.make:
            tokens.extend(_own(grammar.make[kind], match, place.source, found))
        else:
            found.append(_unreadable(kind, match, grammar, place.source))
            if kind == "unclosed_":  # a term all the same: what stands in front does not lack one
                tokens.append(Token("quoted", start, end, (match[0][1:],)))
    if curly:
        found.append(_curly(curly, text.count('"', place.start, place.end)))
    return tokens


def _quoted(
    text: str, place: Span, grammar: Grammar, found: list[Found], curly: list[Span]
) -> Iterator[Token]:
    if text[0] in CURLY or text[-1] in CURLY:
        curly.append(place)
    inner = text[1:-1].strip()
    if inner:
        yield Token("quoted", place.start, place.end, pieces(inner, grammar))
        return
    found.append(
        Found("LR107", place, "there is nothing between the quotation marks",
              "write the phrase, or take the marks away")
    )  # fmt: skip


def _own(make: Make, match: re.Match[str], source: str, found: list[Found]) -> Iterator[Token]:
    """The token of a kind that only this notation has; None means nothing, a finding no token."""
    made = make(match, source)
    if isinstance(made, tuple) and isinstance(made[-1], Found):
        found.append(made[-1])
        made = made[0]
    if isinstance(made, Found):
        found.append(made)
    elif made is not None:
        yield Token(_kind(made), match.start(), match.end(), made)


_KINDS: tuple[tuple[type, Kind], ...] = (
    (Operator, "operator"), (Prefix, "prefix"), (Postfix, "postfix"), (LineRefs, "refs"),
    (Limits, "limits"),
)  # fmt: skip


def _kind(value: object) -> Kind:
    return next((kind for kind_of, kind in _KINDS if isinstance(value, kind_of)), "node")


def _unreadable(kind: str | None, match: re.Match[str], grammar: Grammar, source: str) -> Found:
    start, end = match.span()
    if kind == "unclosed_":
        return Found(
            "LR105", Span(start, min(end, start + SHOWN), source),
            "this quotation mark is never closed", "close it behind the last word of the phrase",
        )  # fmt: skip
    return Found(
        "LR101", Span(start, end, source),
        f"{match[0]!r} means nothing in {grammar.name} at this place",
        "take it away, or put the term that it belongs to in quotation marks",
    )  # fmt: skip


def _curly(places: list[Span], straight: int) -> Found:
    remedy = 'write "straight" marks: some databases take curly ones for letters'
    phrases = "1 phrase" if len(places) == 1 else f"{len(places)} phrases"
    if straight:
        what = f"curly quotation marks at {phrases}, straight ones elsewhere"
        return Found("LR114", places[0], what, remedy)
    return Found("LR113", places[0], f"curly quotation marks ({phrases})", remedy)
