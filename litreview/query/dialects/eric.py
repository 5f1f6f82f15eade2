"""ERIC on its own site (eric.ed.gov), as in ``title:mentor* AND descriptor:"Job Training"``.

A field and a colon stand in front of one term or of brackets. ``description`` is the abstract,
``subject`` the words of descriptors, ``descriptor`` a whole one. Words side by side are joined with
AND. ``*`` stands for any ending of a word outside quotation marks. Nothing is known of proximity,
so there is none. ERIC on EBSCOhost or ProQuest is searched in their notation.
"""

from __future__ import annotations

import re

from litreview.query.capability import Capability
from litreview.query.dialect import Dialect
from litreview.query.findings import Found
from litreview.query.grammar import Grammar, Make, Operator, OperatorKind, Prefix, Value
from litreview.query.marks import (
    before,
    coded,
    each,
    foreign,
    headings,
    place,
    typed,
    verbatim,
    years,
)
from litreview.query.scan import pieces
from litreview.query.tree import (
    ANY_ENDING,
    ANYWHERE,
    Dates,
    Field,
    Heading,
    Node,
    Scope,
    Scoped,
    Span,
    Term,
    Wild,
)
from litreview.query.types import types_of
from litreview.query.writing import Style, Unwritable

_FIELDS: dict[str, Scope] = {
    "title": (Field.TITLE,), "description": (Field.ABSTRACT,), "abstract": (Field.ABSTRACT,),
    "subject": (Field.HEADING,), "author": (Field.AUTHOR,), "source": (Field.VENUE,),
    "publicationtype": (Field.TYPE,), "language": (Field.LANGUAGE,),
}  # fmt: skip
_CODES: dict[Scope, str] = {
    (Field.TITLE,): "title", (Field.ABSTRACT,): "description", (Field.HEADING,): "subject",
    (Field.AUTHOR,): "author", (Field.VENUE,): "source", (Field.TYPE,): "publicationtype",
    (Field.LANGUAGE,): "language",
}  # fmt: skip
_NATIVE = (
    "peerreviewed|educationlevel|audience|iesfunded|iescited|identifiersgeo|identifierslaw"
    "|identifierstest|institution|sponsor|publisher|issn|isbn|id|e_fulltextauth|whatworksclearinghouse"
)
_TYPES = types_of("eric")
_OF_TYPE = Prefix(typed(_TYPES, "publicationtype:", "eric", {ANY_ENDING: "*"}))
_NAMES = "|".join(_FIELDS)


def _field(match: re.Match[str], _source: str) -> Value:
    fields = _FIELDS[match[0].strip().rstrip(":").lower()]
    return _OF_TYPE if fields == (Field.TYPE,) else before(fields)


def _one(match: re.Match[str], source: str) -> Value:
    """``title:mentor*``: the field holds for this word alone."""
    name, _, word = match[0].partition(":")
    term = Term(pieces(word, _GRAMMAR), False, "", place(match, source))
    if name.lower() == "publicationtype":
        return _OF_TYPE.apply(term, place(match, source))  # type: ignore[return-value]
    return Scoped(_FIELDS[name.lower()], term, place(match, source))


def _descriptor(_match: re.Match[str], _source: str) -> Value:
    def make(name: str, span: Span) -> Heading:
        return Heading(name, vocabulary="eric", span=span)

    return Prefix(headings(make, "ERIC"))


def _one_descriptor(match: re.Match[str], source: str) -> Value:
    """``descriptor:Mentors``, where the name is one word."""
    name = match[0].partition(":")[2]
    span = place(match, source)
    if "*" in name or "?" in name:
        return Found("LR110", span, "only whole descriptors can be searched so",
                     "write the descriptor out, or subject: for its words")  # fmt: skip
    return Heading(name, vocabulary="eric", span=span)


def _dates(match: re.Match[str], source: str) -> Value:
    name, _, year = match[0].lower().partition(":")
    first = "" if name == "pubyearmax" else year
    last = "" if name == "pubyearmin" else year
    return Dates(first, last, "publication", place(match, source))


def _small(kind: OperatorKind) -> Make:
    def make(match: re.Match[str], source: str) -> tuple[Value, Found]:
        return Operator(kind), Found(
            "LR115", place(match, source), f"{match[0]!r} in small letters may be a word here",
            f"write {match[0].upper()}",
        )  # fmt: skip

    return make


def _slop(match: re.Match[str], source: str) -> tuple[Value, Found]:
    """``"job coach"~3``: Solr has it, and nobody has shown that ERIC lets it through."""
    span = place(match, source)
    return Term((match[0].partition("~")[0].strip('"'),), True, "", span), Found(
        "LR101", span, f"{match[0]!r} means nothing in ERIC", "write AND, or the phrases meant"
    )


def _judge(term: Term) -> Found | None:
    if term.quoted and any(isinstance(piece, Wild) for piece in term.pieces):
        return Found("LR308", term.span, "nothing is known of wildcards in quotation marks in ERIC",
                     "write the forms of the phrase, joined with OR")  # fmt: skip
    return None


_GRAMMAR = Grammar(
    name="ERIC",
    tokens={
        "slop": r"\"[^\"]*\"~\d+",
        "foreign": r"(?:NEAR|ADJ|PRE|NEXT)/?\d+\b|[NW]/\d+\b",
        "dates": r"\bpubyear(?:min|max)?:\d{4}\b",
        "native": rf"\b(?:{_NATIVE}):(?:\"[^\"]*\"|[^\s()]+)",
        "descriptor": r"\bdescriptor:(?=[(\"“”])",
        "field": rf"\b(?:{_NAMES}):\s*(?=[(\"“”])",
        "one": rf"\b(?:{_NAMES}):[^\s()\"“”„]+",
        "one_descriptor": r"\bdescriptor:[^\s()\"“”„]+",
        "unknown": r"\b[a-z]+:(?=[\w(\"])",
        "minus": r"(?:(?-i:AND)\s+)?(?<![^\s(])[-!](?=[\w(\"])",
        "sign": r"(?<![^\s(])\+(?=[\w(\"])|&&|\|\|",
        "not_": r"(?-i:(?:AND\s+)?NOT\b)",
        "and_": r"(?-i:AND\b)",
        "or_": r"(?-i:OR\b)",
        "small_and": r"and\b",
        "small_or": r"or\b",
        "small_not": r"not\b",
    },
    make={
        "slop": _slop,
        "foreign": foreign("ERIC", "write AND, or the phrases that are meant"),
        "dates": _dates,
        "native": verbatim("eric"),
        "descriptor": _descriptor,
        "one_descriptor": _one_descriptor,
        "minus": lambda _match, _source: Operator("not"),
        "sign": lambda m, source: Found(
            "LR101", place(m, source), f"what {m[0]} does here depends on what stands beside it",
            "write AND or OR",
        ),
        "field": _field,
        "one": _one,
        "unknown": lambda m, source: Found(
            "LR401", place(m, source), f"ERIC has no field {m[0].rstrip(':')!r}",
            f"use one of: {', '.join(_FIELDS)}, descriptor",
        ),
        "and_": lambda _match, _source: Operator("and"),
        "or_": lambda _match, _source: Operator("or"),
        "not_": lambda _match, _source: Operator("not"),
        "small_and": _small("and"),
        "small_or": _small("or"),
        "small_not": _small("not"),
    },
    precedence={"near": 4, "and": 3, "not": 3, "or": 2},
    default=ANYWHERE,
    wild={"*": ANY_ENDING},
    adjacent="and",
    implied=True,
    judge=_judge,
)  # fmt: skip


_EACH = each(_CODES, lambda code, text: f"{code}:{text}", ANYWHERE)


def _mark(fields: Scope, text: str, node: Node) -> str:
    if fields == (Field.TYPE,):
        return f"publicationtype:{coded(_TYPES, node)}"
    return _EACH(fields, text, node)


def _write_heading(heading: Heading) -> str:
    if heading.explode or heading.major or heading.subheadings:
        raise Unwritable("ERIC has no narrower, main or sub-headings", where=heading.name)
    return f'descriptor:"{heading.name}"'


def _write_dates(dates: Dates) -> str:
    first, last = years(dates, first="", last="")
    if first == last:
        return f"pubyear:{first}"
    parts = [f"pubyearmin:{first}"] if first else []
    parts += [f"pubyearmax:{last}"] if last else []
    return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"


DIALECT = Dialect(
    name="eric",
    title="ERIC",
    grammar=_GRAMMAR,
    style=Style(
        wild={ANY_ENDING: "*"},
        unsafe=r'["“”„()\[\]{}*?:~^/\\+!&|]|(?<!\w)-',
        reserved=frozenset({"and", "or", "not", "to"}),
        mark=_mark,
        heading=_write_heading,
        dates=_write_dates,
        native="eric",
    ),
    capability=Capability(
        kind="database",
        checked="2026-11-24",
        references=(
            "http://www.eric.ed.gov/ERICWebPortal/resources/html/help/help_popup_search_fields.html",
            "unverified: the help of eric.ed.gov could not be read; fields as in its records",
        ),
        scopes={"": ANYWHERE} | {code: fields for fields, code in _CODES.items()},
        types=frozenset(_TYPES),
        phrase_wild="none",
        vocabularies=frozenset({"", "eric"}),
        remarks=(
            "Proximity, and wildcards within a phrase or a word, are not known to work.",
            "Coverage differs from that of ERIC on EBSCOhost and ProQuest.",
        ),
        probe='title:mentor* AND description:"job training"',
    ),
)
