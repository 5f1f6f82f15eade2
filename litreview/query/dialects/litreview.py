"""The project's own notation, which blocks and strategies are written in (docs/search-strings.md).

``title,abstract:("job coach*" ~3 (program* OR scheme)) AND mesh+:"Employment"``. ``*`` any letters,
``*{2}`` at most two, ``?`` one or none, ``#`` exactly one. ``~3``: at most three words between, in
either order; ``~>3``: in this order. A name such as ``mentor.en`` puts a block in. Operators are in
capitals; several words need quotation marks.
"""

from __future__ import annotations

import re

from litreview.query.capability import Capability, Nearness
from litreview.query.dialect import Dialect
from litreview.query.findings import Found
from litreview.query.grammar import Grammar, Operator, Prefix, Value
from litreview.query.tree import (
    ANY_ENDING,
    ONE,
    OPTIONAL,
    TOPIC,
    Block,
    Dates,
    Field,
    Heading,
    Native,
    Node,
    Scope,
    Scoped,
    Span,
    Wild,
    scope,
)
from litreview.query.writing import Style

VOCABULARIES = ("heading", "mesh", "emtree", "apa", "eric", "econlit", "stw", "cinahl")
"""``heading`` is the thesaurus of whatever database is searched."""
_DATES = {"published": "publication", "entered": "entry", "created": "created",
          "completed": "completed", "indexed": "mesh"}  # fmt: skip
_KINDS = {kind: word for word, kind in _DATES.items()}
_FIELD_NAMES = ("topic", *(str(one) for one in Field if one is not Field.HEADING), "headings")
_NAME = "|".join(_FIELD_NAMES)
_VOCABULARY = "|".join(VOCABULARIES)


def _field(name: str) -> tuple[Field, ...]:
    if name == "topic":
        return TOPIC
    return (Field.HEADING if name == "headings" else Field(name),)


def _fields(match: re.Match[str], _source: str) -> Value:
    names = [name.strip().lower() for name in match[0].rstrip(": \t").split(",")]
    fields = scope(*(one for name in names for one in _field(name)))
    return Prefix(lambda node, span: Scoped(fields, node, span))


def _heading(match: re.Match[str], source: str) -> Value:
    mark, _, quoted = match[0].partition(":")
    name, _, subs = quoted.strip()[1:-1].partition("/")
    vocabulary = mark.rstrip("+! ").lower()
    return Heading(
        " ".join(name.split()), "+" in mark, "!" in mark,
        "" if vocabulary == "heading" else vocabulary,
        tuple(part.strip() for part in subs.split(",") if part.strip()),
        Span(match.start(), match.end(), source),
    )  # fmt: skip


def _dates(match: re.Match[str], source: str) -> Value:
    word, _, range_ = match[0].partition(":")
    first, dots, last = range_.strip().partition("..")
    last = last if dots else first
    return Dates(first, last, _DATES[word.strip().lower()],
                 Span(match.start(), match.end(), source))  # fmt: skip


def _native(match: re.Match[str], source: str) -> Value:
    syntax, _, text = match[0].partition("{")
    return Native(text[:-1], syntax, Span(match.start(), match.end(), source))


def _near(match: re.Match[str], _source: str) -> Value:
    ordered = match[0][1] == ">"
    return Operator("near", int(match[0].lstrip("~>")), ordered)


def _unknown(match: re.Match[str], source: str) -> Value:
    place = Span(match.start(), match.end(), source)
    return Found("LR401", place, f"there is no field {match[0].rstrip(':')!r}",
                 f"use one of: {', '.join(_FIELD_NAMES)}; or quote the term")  # fmt: skip


_GRAMMAR = Grammar(
    name="litreview",
    tokens={
        "native": r"[a-z-]+\{[^{}]*\}",
        "heading": rf'\b(?:{_VOCABULARY})[+!]*:\s*"[^"]*"',
        "dates": rf"\b(?:{'|'.join(_DATES)}):\s*(?:[\d-]+(?:\.\.[\d-]*)?|\.\.[\d-]+)",
        "fields": rf"\b(?:{_NAME})(?:\s*,\s*(?:{_NAME}))*\s*:",
        "unknown": r"\b[a-z]+:(?=\S)",
        "near": r"~>?\d+",
        "and_": r"(?-i:AND(?![\w*?#]))",
        "or_": r"(?-i:OR(?![\w*?#]))",
        "not_": r"(?-i:(?:AND\s+)?NOT(?![\w*?#]))",
        "block": r"(?-i:[a-z][a-z0-9-]*\.[a-z]{2,3}\b)(?![\w.])",
    },
    make={
        "native": _native,
        "heading": _heading,
        "dates": _dates,
        "fields": _fields,
        "unknown": _unknown,
        "near": _near,
        "and_": lambda _match, _source: Operator("and"),
        "or_": lambda _match, _source: Operator("or"),
        "not_": lambda _match, _source: Operator("not"),
        "block": lambda match, source: Block(match[0], Span(*match.span(), source)),
    },
    precedence={"near": 4, "and": 3, "not": 3, "or": 2},
    default=TOPIC,
    wild={"?": OPTIONAL, "#": ONE},
    wild_pattern=r"\*(?:\{\d+\})?",
    wild_of=lambda mark: Wild(0, int(mark[2:-1])) if mark[1:] else ANY_ENDING,
    word=r'[^\s()"“”„~]+',
    adjacent="refuse",
    window=True,
)


def _mark(fields: Scope, text: str, _node: Node) -> str:
    if fields == TOPIC:
        names = "topic"
    else:
        names = ",".join("headings" if one is Field.HEADING else str(one) for one in fields)
    return f"{names}:{text}"


def _write_heading(heading: Heading) -> str:
    marks = ("+" if heading.explode else "") + ("!" if heading.major else "")
    subs = f"/{','.join(heading.subheadings)}" if heading.subheadings else ""
    return f'{heading.vocabulary or "heading"}{marks}:"{heading.name}{subs}"'


def _write_dates(dates: Dates) -> str:
    return f"{_KINDS[dates.kind]}:{dates.first}..{dates.last}"


DIALECT = Dialect(
    name="litreview",
    title="litreview",
    grammar=_GRAMMAR,
    style=Style(
        wild={ANY_ENDING: "*", ONE: "#", OPTIONAL: "?"},
        limited="*{{{n}}}",
        unsafe=r'["“”„()\[\]{}*?#~:]|\.(?=[a-z]{2,3}\b)',
        reserved=frozenset({"and", "or", "not"}),
        near=lambda between, ordered: f" ~{'>' if ordered else ''}{between} ",
        mark=_mark,
        heading=_write_heading,
        dates=_write_dates,
        native="all",
        leading_not=True,
        blocks=True,
    ),
    capability=Capability(
        kind="database",
        checked="2026-11-24",
        references=("docs/search-strings.md",),
        scopes={str(one): (one,) for one in Field} | {"topic": TOPIC},
        joins_scopes=True,
        limited_ending=True,
        inner=True,
        leading=True,
        one=True,
        optional=True,
        near=Nearness(operands="groups", ordered=True, several=True, nested=True),
        vocabularies=frozenset({"", *VOCABULARIES[1:]}),
        names_thesauri=True,
        explode=True,
        major=True,
        subheadings=True,
        dates=frozenset(_KINDS),
        days=True,
        probe="title,abstract:(mentor* ~3 (program* OR scheme*))",
    ),
)
