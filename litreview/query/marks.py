"""What the marks of several notations have in common: fields in front, one field at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from litreview.query.findings import Found
from litreview.query.grammar import Apply, Limits, Make, Operator, Prefix, Told, Value
from litreview.query.tree import (
    And,
    Dates,
    Field,
    Group,
    Heading,
    Native,
    Node,
    Not,
    Or,
    Scope,
    Scoped,
    Span,
    Term,
    Wild,
    walk,
)
from litreview.query.writing import MarkField, Unwritable

YEAR_FIRST, YEAR_LAST = "1000", "3000"
"""How an open end of a range of years is written where the notation needs two years."""


def before(fields: Scope, *, names: bool = False) -> Prefix:
    """A field in front of what it applies to. names: words side by side are one name there."""
    return Prefix(lambda node, span: Scoped(fields, node, span), "phrase" if names else None)


def place(match: re.Match[str], source: str) -> Span:
    """Where a token stands."""
    return Span(match.start(), match.end(), source)


def foreign(name: str, remedy: str) -> Make:
    """A proximity that only another notation has, which this one would search for as a word."""

    def make(match: re.Match[str], source: str) -> tuple[Value, Found]:
        return Operator("near"), Found(
            "LR101", place(match, source), f"{match[0].strip()!r} means nothing in {name}", remedy
        )

    return make


OVID_FIELDS = r"\.(?:ti|ab|kf|kw|tw|mp|af)(?:\s*,\s*[a-z]{2})*\.(?=\W|\Z)"
COLON_FIELDS = r":(?:ti|ab|kw)(?:,[a-z]{2})*\b"


TAG_FIELDS = (
    r"\[(?:tiab|ti|ab|tw|ot|pt|la|dp|pdat|au|ad|ta|nm|sh|all|mh|mesh|majr"
    r"|(?:mesh|text|other|all) \w+"
    r"|title|abstract|title/abstract|author|language|publication \w+)(?::\s*~?\w+)?\]"
)
ELSEWHERE = rf"{OVID_FIELDS}|{COLON_FIELDS}|{TAG_FIELDS}"
"""Fields behind a term, as Ovid, Embase.com and PubMed write them."""


def foreign_field(name: str, remedy: str) -> Make:
    """A field as only another notation writes it, which this one would search for as words."""
    return lambda match, source: Found(
        "LR401", place(match, source), f"{match[0]!r} is no field of {name}", remedy
    )


def each(codes: Mapping[Scope, str], write: Callable[[str, str], str], default: Scope) -> MarkField:
    """A writer of fields that are written one at a time: several become an OR in brackets.

    codes: how a scope is written; write: code and text -> text; default: needs no code. Raises
    Unwritable for several fields over AND or NOT, which would then have to hold within one.
    """

    def mark(fields: Scope, text: str, node: Node) -> str:
        if fields == default:
            return text
        if fields in codes:
            return write(codes[fields], text)
        missing = [one for one in fields if (one,) not in codes]
        if missing or any(isinstance(one, And | Not) for one in walk(node)):
            raise Unwritable("these fields cannot be written together in this notation",
                             where=", ".join(fields))  # fmt: skip
        return f"({' OR '.join(write(codes[(one,)], text) for one in fields)})"

    return mark


def typed(codes: Mapping[str, str], code: str, native: str, signs: Mapping[Wild, str]) -> Apply:
    """What a field for types of publication does: each becomes the name that all notations share.

    codes: name -> what is written for it. What no name is known for stays as it is written, a
    `Native` of the notation `native`. signs: its wildcards; code: the field, as ``DT=``.
    """
    names = {written.casefold(): name for name, written in codes.items()}

    def one(term: Term) -> Node:
        text = " ".join("".join(p if isinstance(p, str) else signs[p] for p in term.pieces).split())
        if (name := names.get(text.casefold())) is not None:
            return Term((name,), True, "", term.span)
        text = f'"{text}"' if " " in text else text
        return Native(f"{code}({text})" if code.isalpha() else f"{code}{text}", native,
                      span=term.span)  # fmt: skip

    def read(node: Node) -> Node:
        if isinstance(node, Term):
            return one(node)
        if isinstance(node, Or | And):
            return type(node)(tuple(read(item) for item in node.items), node.span)
        if isinstance(node, Not):
            return Not(read(node.keep), read(node.drop), node.span)
        return Group(read(node.item), node.span) if isinstance(node, Group) else node

    return lambda node, span: Scoped((Field.TYPE,), read(node), span)


def coded(codes: Mapping[str, str], node: Node) -> str:
    """Types of publication as a notation writes them; raises Unwritable for one it has not."""
    items = node.items if isinstance(node, Or) else (node,)
    found = []
    for item in items:
        name = "".join(map(str, item.pieces)).casefold() if isinstance(item, Term) else ""
        if name not in codes:
            raise Unwritable("this notation has no such type of publication", where=name)
        text = codes[name]
        found.append(text if text.isalpha() else f'"{text}"')
    return found[0] if len(found) == 1 else f"({' OR '.join(found)})"


HeadingOf = Callable[[str, Span], Heading]
"""A name, perhaps with marks of its own, and its place -> the heading."""


def headings(make: HeadingOf, syntax: str) -> Apply:
    """What a mark for exact headings does: each term below it is the name of one.

    A name with wildcards, and anything but OR, AND, NOT and brackets, cannot be a heading.
    """

    def apply(node: Node, span: Span) -> Node | Found | Told:
        if any(_no_heading(one) for one in walk(node)):
            what = f"only whole headings can stand behind this mark of {syntax}"
            return Found("LR110", span, what, 'write each heading in "quotation marks"')
        return _as_headings(node, make, span)

    return apply


def _no_heading(node: Node) -> bool:
    if isinstance(node, Term):
        return any(isinstance(piece, Wild) for piece in node.pieces)
    return not isinstance(node, Or | And | Not | Group)


def _as_headings(node: Node, make: HeadingOf, span: Span) -> Node:
    if isinstance(node, Term):
        name = "".join(piece for piece in node.pieces if isinstance(piece, str))
        return make(" ".join(name.split()), span)
    if isinstance(node, Group):
        return Group(_as_headings(node.item, make, node.item.span), node.span)
    if isinstance(node, Not):
        keep, drop = node.keep, node.drop
        return Not(_as_headings(keep, make, keep.span), _as_headings(drop, make, drop.span),
                   node.span)  # fmt: skip
    if isinstance(node, Or | And):
        items = tuple(_as_headings(item, make, item.span) for item in node.items)
        return type(node)(items, node.span)
    return node


def verbatim(syntax: str) -> Make:
    """A token that means something in this notation only; it is kept as it is written."""
    return lambda match, source: Native(" ".join(match[0].split()), syntax, place(match, source))


ReadLimit = Callable[[str, str, Span], "tuple[Node, ...]"]
"""The key of a setting and its value, as printed, and their place -> what it asks for."""


def settings(name: str, keys: str, read: ReadLimit) -> Make:
    """What a provider prints behind a string: limits that were set beside it.

    keys: what each begins with. They hold for the whole string; `read` gives none for what is only
    where or how it was run.
    """
    parts = re.compile(keys, re.IGNORECASE)

    def make(match: re.Match[str], source: str) -> tuple[Value, Found]:
        text = match[0]
        span = place(match, source)
        starts = list(parts.finditer(text))
        ends = [one.start() for one in starts[1:]] + [len(text)]
        nodes = tuple(
            node
            for one, end in zip(starts, ends, strict=True)
            for node in read(one[0].strip(" \t-=:"), text[one.end() : end].strip(" \t,;.|"), span)
        )
        return Limits(nodes) if nodes else None, Found(
            "LR404", span, f"this is a setting of {name}, not a part of the string",
            "note it beside the string, and set it when the search is run",
        )  # fmt: skip

    return make


def languages(names: str, span: Span) -> Scoped:
    """``English, German``: one of them is the language of the work."""
    terms = tuple(Term((one,), True, "", span) for one in re.split(r"\s*(?:,|\bOR\b)\s*", names))
    return Scoped((Field.LANGUAGE,), terms[0] if len(terms) == 1 else Or(terms, span), span)


def years(dates: Dates, *, first: str = YEAR_FIRST, last: str = YEAR_LAST) -> tuple[str, str]:
    """The two years of a range; raises Unwritable where it is finer than years.

    first, last: what stands for an open end.
    """
    ends = (dates.first or first, dates.last or last)
    if any(len(end) != len(YEAR_FIRST) for end in ends if end) or dates.kind != "publication":
        raise Unwritable("this notation has only ranges of years of publication",
                         where=f"{dates.first}..{dates.last}")  # fmt: skip
    return ends
