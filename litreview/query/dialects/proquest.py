"""ProQuest, as in ``MAINSUBJECT.EXACT("Mentoring") OR ti(mentor* NEAR/3 program*)``.

A field is written in front of its brackets. ``NEAR/n`` (``N/n``) finds with at most n words
between, in either order, ``PRE/n`` (``P/n``) in this order; without a number n is 4. Words side by
side are joined with AND. ``*`` stands for any letters, ``[*n]`` for at most n, ``?`` for one. Of
operators without brackets PRE comes first, then NEAR, AND, OR, and NOT last.
"""

from __future__ import annotations

import re

from litreview.query.capability import Capability, Nearness
from litreview.query.dialect import Dialect
from litreview.query.findings import Found
from litreview.query.grammar import QUOTED, Grammar, Operator, Prefix, Value
from litreview.query.marks import (
    ELSEWHERE,
    YEAR_FIRST,
    YEAR_LAST,
    coded,
    each,
    foreign,
    foreign_field,
    headings,
    place,
    typed,
    verbatim,
)
from litreview.query.tree import (
    ANY_ENDING,
    ONE,
    Dates,
    Field,
    Heading,
    Node,
    Ref,
    Scope,
    Scoped,
    Span,
    Wild,
    scope,
)
from litreview.query.types import types_of
from litreview.query.writing import Style, Unwritable

_RECORD = scope(
    Field.TITLE, Field.ABSTRACT, Field.KEYWORDS, Field.HEADING, Field.AUTHOR, Field.VENUE
)
"""The fields of a record that hold words of the work, which is what NOFT is used for."""
_FIELDS: dict[str, Scope] = {
    "noft": _RECORD,
    "ti": (Field.TITLE,), "title": (Field.TITLE,),
    "ab": (Field.ABSTRACT,), "abstract": (Field.ABSTRACT,),
    "if": (Field.KEYWORDS,), "diskw": (Field.KEYWORDS,),
    "su": (Field.HEADING,), "subject": (Field.HEADING,), "mainsubject": (Field.HEADING,),
    "au": (Field.AUTHOR,), "author": (Field.AUTHOR,),
    "pub": (Field.VENUE,), "pubtitle": (Field.VENUE,), "af": (Field.AFFILIATION,),
    "dtype": (Field.TYPE,), "rtype": (Field.TYPE,), "at": (Field.TYPE,),
    "la": (Field.LANGUAGE,), "ft": (Field.FULLTEXT,), "all": (Field.ANY,),
    "tiab": (Field.TITLE, Field.ABSTRACT),
}  # fmt: skip
_CODES: dict[Scope, str] = {
    _RECORD: "noft", (Field.TITLE,): "ti", (Field.ABSTRACT,): "ab", (Field.KEYWORDS,): "if",
    (Field.HEADING,): "su", (Field.AUTHOR,): "au", (Field.VENUE,): "pub",
    (Field.AFFILIATION,): "af", (Field.TYPE,): "dtype", (Field.LANGUAGE,): "la",
    (Field.FULLTEXT,): "ft",
    (Field.TITLE, Field.ABSTRACT): "ti,ab",
}  # fmt: skip
_THESAURI = {"mesh": "mesh", "emb": "emtree"}
_NATIVE = (
    "pubid|an|isbn|issn|doi|cabs|cc|cl|stype|pstype|subt|me|loc|geo|advisor|cf|fdb|gc|vo|iss|pg"
    "|peer|pmid|ausbc|sc|tb|af_id|dep|dg|sch"
)
_TYPES = types_of("proquest")
_OF_TYPE = Prefix(typed(_TYPES, "dtype", "proquest", {ANY_ENDING: "*", ONE: "?"}))
_SPACED = "noft|ti|ab|su|au|pub|mainsubject|title|abstract|subject"
"""Codes that are taken for a field with a blank behind them too."""


def _field(match: re.Match[str], source: str) -> Value | tuple[Value, Found]:
    codes = match[0].strip().lower().split(",")
    fields = scope(*(one for code in codes for one in _FIELDS[code.strip()]))
    mark = Prefix(lambda node, span: Scoped(fields, node, span))
    return _blank(match, source, _OF_TYPE if fields == (Field.TYPE,) else mark)


def _blank(match: re.Match[str], source: str, mark: Prefix) -> Value | tuple[Value, Found]:
    """`mark`, and a warning where a blank stands behind it."""
    if not match[0][-1].isspace():
        return mark
    return mark, Found(
        "LR116", place(match, source), "a blank between a field and its bracket",
        f"write {match[0].strip()}( without a blank",
    )  # fmt: skip


def _whole(match: re.Match[str], _source: str) -> Value:
    """``la.exact("English")``: values of these fields are found whole anyway."""
    fields = _FIELDS[match[0].partition(".")[0].lower()]
    mark = Prefix(lambda node, span: Scoped(fields, node, span))
    return _OF_TYPE if fields == (Field.TYPE,) else mark


def _exact(match: re.Match[str], source: str) -> Value | tuple[Value, Found]:
    code, _, rest = match[0].strip().lower().partition(".")
    major = code.startswith("mj")
    vocabulary = _THESAURI.get(code.removeprefix("mj"), "")
    explode = "explode" in rest

    def make(name: str, span: Span) -> Heading:
        return Heading(name, explode, major, vocabulary, (), span)

    return _blank(match, source, Prefix(headings(make, "ProQuest")))


def _near(match: re.Match[str], _source: str) -> Value:
    name, _, number = match[0].upper().partition("/")
    return Operator("near", int(number) if number else 4, ordered=name in ("PRE", "P"))


def _dates(match: re.Match[str], source: str) -> Value:
    inner = match[0].partition("(")[2].rstrip(") \t")
    first, dash, last = (part.strip() for part in inner.partition("-"))
    return Dates(_day(first), _day(last if dash else first), "publication", place(match, source))


def _day(digits: str) -> str:
    """20170620 -> 2017-06-20; a year stays one, and an end that stands for none is open."""
    if digits in (YEAR_FIRST, YEAR_LAST):
        return ""
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:8]) if part)


class _Grammar(Grammar):
    def binding(self, operator: Operator) -> int:
        """PRE binds tighter than NEAR."""
        tighter = operator.kind == "near" and operator.ordered
        return super().binding(operator) + (1 if tighter else 0)


_CODE = "|".join(sorted(_FIELDS, key=len, reverse=True))
_GRAMMAR = _Grammar(
    name="ProQuest",
    tokens={
        "line": r"\[?S\d{1,4}\b\]?(?![-*?/'])",
        "exact": r"(?:mj)?(?:mainsubject|su|sub|mesh|emb)\.(?:exact|x)(?:\.explode)?\s*(?=\()",
        "dates": r"(?:yr|pd|py)\([ \t]*\d{4,8}[ \t]*(?:-[ \t]*\d{4,8}[ \t]*)?\)",
        "whole": r"(?:la|dtype|rtype|at)\.(?:exact|x)(?=\()",
        "native": rf"(?:{_NATIVE}|yr|pd)\([^()]*\)|[a-z]+\.(?:exact|x)\([^()]*\)",
        "field": rf"(?:{_CODE})(?:,[ \t]*(?:{_CODE})){{0,12}}(?=\()|(?:{_SPACED})[ \t]+(?=\()",
        "near": r"(?:NEAR|PRE|N|P)/\d{1,3}\b|(?-i:NEAR|PRE)\b(?=[ \t(])",
        "field_": ELSEWHERE,
        "foreign": r"(?:ADJ|NEXT|NEAR)/?\d+\b|W/\d+\b|[NW]\d\b(?=[ \t])",
        "and_": r"AND\b(?!\s+NOT\b)",
        "or_": r"OR\b",
        "not_": r"(?:AND\s+)?NOT\b",
        "unknown": r"[a-z]{2,8}(?:,[ \t]*[a-z]{2,8}){0,12}(?=\()",
    },
    make={
        "line": lambda m, source: Ref(m[0].strip("[]sS"), "", place(m, source)),
        "exact": _exact,
        "dates": _dates,
        "whole": _whole,
        "native": verbatim("proquest"),
        "field": _field,
        "near": _near,
        "field_": foreign_field("ProQuest", "write ti(, ab( or noft( in front"),
        "foreign": foreign("ProQuest", "write NEAR/n, or PRE/n where the order matters"),
        "and_": lambda _match, _source: Operator("and"),
        "or_": lambda _match, _source: Operator("or"),
        "not_": lambda _match, _source: Operator("not"),
        "unknown": lambda m, source: Found(
            "LR401", place(m, source), f"ProQuest has no field {m[0]!r}",
            f"use one of: {', '.join(_CODES.values())}; or write a blank before the bracket",
        ),
    },
    precedence={"near": 4, "and": 3, "or": 2, "not": 1},
    default=(Field.ANY,),
    wild={"?": ONE},
    wild_pattern=r"\[\*\d{1,2}\]|\*",
    wild_of=lambda mark: ANY_ENDING if mark == "*" else Wild(0, int(mark[2:-1])),
    quoted=QUOTED + r"|(?<!\w)'[^'()\"“”]+'(?!\w)",
    word=rf'(?:(?!{ELSEWHERE})[^\s()"“”„])+',
    adjacent="and",
    numbers="bare",
    number_is_line=True,
    implied=True,
)  # fmt: skip


def _write_field(code: str, text: str) -> str:
    return f"{code}{text}" if text.startswith("(") else f"{code}({text})"


_EACH = each(_CODES, _write_field, (Field.ANY,))


def _mark(fields: Scope, text: str, node: Node) -> str:
    if fields == (Field.TYPE,):
        return _write_field("dtype", coded(_TYPES, node))
    return _EACH(fields, text, node)


def _write_heading(heading: Heading) -> str:
    if heading.subheadings:
        raise Unwritable("ProQuest has no subheadings", where=heading.name)
    codes = {"mesh": "MESH", "emtree": "EMB"}
    code = codes.get(heading.vocabulary, "MAINSUBJECT")
    if heading.major:
        code = "MJ" + codes.get(heading.vocabulary, "SUB")
    return f'{code}.EXACT{".EXPLODE" if heading.explode else ""}("{heading.name}")'


def _write_dates(dates: Dates) -> str:
    """Years, or days without hyphens; an open end is a year before or after all works."""
    if dates.kind != "publication":
        raise Unwritable("ProQuest has ranges of dates of publication only", where=dates.kind)
    ends = [end.replace("-", "") for end in (dates.first or YEAR_FIRST, dates.last or YEAR_LAST)]
    code = "yr" if all(len(end) == len(YEAR_FIRST) for end in ends) else "pd"
    return f"{code}({ends[0]}-{ends[1]})"


DIALECT = Dialect(
    name="proquest",
    title="ProQuest",
    grammar=_GRAMMAR,
    style=Style(
        keep_quotes=True,
        wild={ANY_ENDING: "*", ONE: "?"},
        limited="[*{n}]",
        unsafe=r'["“”„()\[\]{}*?]|(?<!\w)\'|\'(?!\w)',
        reserved=frozenset({"and", "or", "not", "near", "pre"} | {f"s{n}" for n in range(1000)}),
        near=lambda between, ordered: f" {'PRE' if ordered else 'NEAR'}/{between} ",
        mark=_mark,
        heading=_write_heading,
        dates=_write_dates,
        native="proquest",
    ),
    capability=Capability(
        kind="database",
        checked="2026-11-24",
        references=(
            "https://proquest.libguides.com/proquestplatform/tips",
            "https://library.purdueglobal.edu/proquest_central_info/tips",
            "unverified: precedence, PRE/n and [*n] are from the facts of the project",
        ),
        scopes={"": (Field.ANY,)} | {code: fields for fields, code in _CODES.items()},
        types=frozenset(_TYPES),
        joins_scopes=True,
        ending_most=10,
        limited_ending=True,
        inner=True,
        one=True,
        phrase_wild="any",
        near=Nearness(operands="groups", ordered=True, most=None),
        vocabularies=frozenset({"", "mesh", "emtree", "eric", "apa"}),
        explode=True,
        major=True,
        stems="spelling variants and forms of unquoted words, unless switched off",
        remarks=(
            "Search without spelling variants and other forms of words.",
            "An asterisk stands for at most 10 letters (5 in one guide of the provider).",
            "A term without a field is looked for in the full text as well.",
        ),
        probe='ti(mentor* NEAR/2 program*) OR ab("job coach*")',
    ),
)
