"""What limits a search of Ovid: years, dates, languages, and what only Ovid has.

A range of years in a string is an OR of years: ``("2019" or "2020").yr.``. An open end is written
up to `LATEST`, and read so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from litreview.query.dialects._ovid_fields import DATES, MULTI
from litreview.query.findings import Found
from litreview.query.grammar import Postfix, Prefix, Value
from litreview.query.marks import years
from litreview.query.phrase import fixed_text
from litreview.query.shape import spread
from litreview.query.tree import (
    LIMIT,
    And,
    Dates,
    Field,
    Group,
    Native,
    Node,
    Or,
    Ref,
    Scoped,
    Span,
    Term,
    walk,
)

MOST_YEARS = 60
LATEST = "2040"


def native(node: Node, text: str, span: Span) -> Node | Found:
    """The part of the line as it stands: only Ovid has it."""
    if any(isinstance(part, Ref) for part in walk(node)):
        return Found("LR401", span, "a line that is called cannot be searched in this field",
                     "write the words of the line here")  # fmt: skip
    return Native(" ".join(text[span.start : span.end].split()), "ovid", span)


def frequent(match: re.Match[str], _source: str) -> Value:
    """``/freq=2``: found so often. Without it the same is found, and more."""

    def apply(node: Node, span: Span) -> Node | Found:
        made = native(node, match.string, span)
        if isinstance(made, Native):
            return replace(made, wider=spread(node, MULTI))
        return made

    return Postfix(apply)


def date_range(match: re.Match[str], source: str) -> Value:
    kind = DATES.get(match["code"].lower(), "publication")
    return Dates(_day(match["first"]), _day(match["last"]), kind,
                 Span(match.start(), match.end(), source))  # fmt: skip


def in_years(match: re.Match[str], _source: str) -> Value:
    return Postfix(lambda node, span: _years(node, span) or native(node, match.string, span))


def _years(node: Node, span: Span) -> Node | None:
    """``2010.yr.``, ``("2019" or "2020").yr.`` as years; None where it is more than years."""
    while isinstance(node, Group):
        node = node.item
    if isinstance(node, Or):
        parts = [_years(item, item.span) for item in node.items]
        items = tuple([part for part in parts if part is not None])
        return _run_of(items, span) if len(items) == len(parts) else None
    text = fixed_text(node).strip() if isinstance(node, Term) else ""
    if not isinstance(node, Term) or len(node.pieces) > 1 or not re.fullmatch(r"\d{4}", text):
        return None
    return Dates(text, text, "publication", span)


def _run_of(items: tuple[Node, ...], span: Span) -> Node:
    """Years that follow each other as one range."""
    numbers = [int(one.first) for one in items if isinstance(one, Dates) and one.first == one.last]
    first = numbers[0] if numbers else 0
    if len(numbers) == len(items) and numbers == list(range(first, first + len(items))):
        last = str(numbers[-1])
        return Dates(str(first), "" if last == LATEST else last, "publication", span)
    return Group(Or(items, span), span)


def limit(match: re.Match[str], source: str) -> Value:
    number = re.search(r"\d+", match[0])
    place = Span(match.start(), match.end(), source)
    ref = Ref(number[0] if number else "", "", place)
    return Prefix(lambda node, span: And((ref, _limited(node)), span))


def _limited(node: Node) -> Node:
    """What ``limit 3 to ...`` asks for: dates, a language, or something that only Ovid has."""
    while isinstance(node, Group):
        node = node.item
    if isinstance(node, Dates):
        return node
    if isinstance(node, And | Or):
        return type(node)(tuple(_limited(item) for item in node.items), node.span)
    if isinstance(node, Term):
        text = "".join(piece for piece in node.pieces if isinstance(piece, str))
        if text.lower().endswith(" language"):
            language = text[: -len(" language")]
            return Scoped((Field.LANGUAGE,), Term((language,), True, "", node.span), node.span)
        return Native(" ".join(text.split()), f"ovid{LIMIT}", node.span)
    return node


def dated(match: re.Match[str], source: str) -> Value:
    code, _, range_ = match[0].partition("=")
    first, _, last = range_.strip().strip('"“” ').partition("-")
    last = last.strip() if "-" in range_ else first.strip()
    open_end = last.lower() in ("current", "")
    return Dates(
        _day(first.strip()), "" if open_end else _day(last), DATES[code.strip().lower()],
        Span(match.start(), match.end(), source),
    )  # fmt: skip


def _day(digits: str) -> str:
    """20170620 -> 2017-06-20; a year stays one."""
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:8]) if part)


def write_dates(dates: Dates) -> str:
    """Year by year, an open end up to `LATEST`. Raises Unwritable for what is finer."""
    first, last = (int(year) for year in years(dates, last=LATEST))
    listed = [f'"{year}"' for year in range(first, last + 1)]
    return f"{listed[0]}.yr." if len(listed) == 1 else f"({' or '.join(listed)}).yr."
