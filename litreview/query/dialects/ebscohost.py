"""EBSCOhost, as in ``(MH "Mentoring+") OR TI (mentor* N3 (program* OR scheme))``.

A field stands in front and holds for a whole proximity, not for what AND and OR join. ``Nn`` finds
with at most n words between, in either order, ``Wn`` in this order. Words side by side are a
phrase (Boolean/Phrase mode). ``*`` stands for any letters, ``?`` for one (only inside a word),
``#`` for one or none. AND binds before OR. A line is called by its number with S in front.
"""

from __future__ import annotations

import re

from litreview.query.capability import Capability, Nearness
from litreview.query.dialect import Dialect
from litreview.query.findings import Found
from litreview.query.grammar import Grammar, Operator, Prefix, Value
from litreview.query.marks import (
    ELSEWHERE,
    before,
    coded,
    each,
    foreign,
    foreign_field,
    headings,
    languages,
    place,
    settings,
    typed,
    verbatim,
    years,
)
from litreview.query.scan import pieces
from litreview.query.tree import (
    ANY_ENDING,
    LIMIT,
    ONE,
    OPTIONAL,
    Dates,
    Field,
    Heading,
    Native,
    Node,
    Ref,
    Scope,
    Span,
    Term,
    scope,
)
from litreview.query.types import types_of
from litreview.query.writing import Style

_DEFAULT = scope(
    Field.TITLE, Field.ABSTRACT, Field.KEYWORDS, Field.HEADING, Field.AUTHOR, Field.VENUE
)
_FIELDS = {
    "TI": Field.TITLE, "AB": Field.ABSTRACT, "KW": Field.KEYWORDS, "ID": Field.KEYWORDS,
    "SU": Field.HEADING, "MW": Field.HEADING, "AU": Field.AUTHOR, "SO": Field.VENUE,
    "JN": Field.VENUE, "AF": Field.AFFILIATION, "PT": Field.TYPE, "LA": Field.LANGUAGE,
    "TX": Field.ANY,
}  # fmt: skip
_CODES: dict[Scope, str] = {
    (Field.TITLE,): "TI", (Field.ABSTRACT,): "AB", (Field.KEYWORDS,): "KW",
    (Field.HEADING,): "SU", (Field.AUTHOR,): "AU", (Field.VENUE,): "SO",
    (Field.AFFILIATION,): "AF", (Field.TYPE,): "PT", (Field.LANGUAGE,): "LA",
    (Field.ANY,): "TX",
}  # fmt: skip
_ANY_CASE = "TI|SU|TX"
"""Codes that are no words in any language of these reviews."""
_CAPITALS = "|".join(code for code in _FIELDS if code not in _ANY_CASE)
_NATIVE = "AN|AG|IS|IB|PZ|RV|GE|ZT|MJ|PM|FT|UI|CC|ZW|PY|DT|YR"
"""Codes without a counterpart elsewhere; PY, DT and YR where what follows is no range."""
_MORE = "IN|SB|EM|MD|PO|HW|XB|ZY|ZG|ZL|LX|RN|RT|CT|PL|PS|GN|TM|TD|CO|OI|DO|NM|EL|LO|AD|AS|UD|CD"
"""More of them that some database has; words too, so that they are codes only first in a part."""
_FIRST = (
    r"(?:(?<=\bAND\s)|(?<=\bOR\s)|(?<=\bNOT\s)|(?<=\()|(?<=\(\s)|(?<=\s\s)|(?<=\d\s)"
    r"|(?<=\d[.):]\s)|(?<![^\n]))"
)
"""Where a part begins: behind an operator, a bracket, a label, or at the start of a row."""
_WORDS = "UK|US|EU|UN|HR|IT|TV|PC|AI|NHS|IQ|PE|VR|GP|ID|TO|OF|AT|BY|ON|AS|IS|BE|DO|NO|OR|WE"
"""Two capitals that are words; any other two in front of a part look like a field."""
_TYPES = types_of("ebscohost")
_SIGNS = {ANY_ENDING: "*", ONE: "?", OPTIONAL: "#"}
_OF_TYPE = Prefix(typed(_TYPES, "PT ", "ebscohost", _SIGNS))
_QUOTE = '["“”„]'
_NO_WORD = r"(?![-*?#/'\u2019])"
_ENDS = rf"(?=[ \t]*\(|[ \t]*{_QUOTE}|[ \t]+\S)"


def _hash(match: re.Match[str], source: str) -> tuple[Value, Found]:
    """``#1``, as other databases call a line; here it would be a wildcard and a digit."""
    number = match[0][1:]
    span = place(match, source)
    return Ref(number, "", span), Found(
        "LR205", span, f"in EBSCOhost {match[0]} is a wildcard and a number, not a line",
        f"write S{number} for line {number}",
    )  # fmt: skip


def _field(match: re.Match[str], _source: str) -> Value:
    field = _FIELDS[match[0].strip().upper()]
    return _OF_TYPE if field is Field.TYPE else before((field,))


def _exact(match: re.Match[str], _source: str) -> Value:
    """MH, MM: a heading of a thesaurus with + and /subheadings; DE, ZU: a descriptor as it is."""
    code = match[0].strip().upper()
    plain = code in ("DE", "ZU")

    def make(name: str, span: Span) -> Heading:
        return Heading(name, span=span) if plain else _named(name, span, major=code == "MM")

    return Prefix(headings(make, "EBSCOhost"))


def _named(name: str, span: Span, *, major: bool) -> Heading:
    head, _, subs = name.partition("/")
    explode = head.endswith("+")
    return Heading(head.rstrip("+ "), explode, major, "", tuple(subs.split("/")) if subs else (),
                   span)  # fmt: skip


def _near(match: re.Match[str], _source: str) -> Value:
    return Operator("near", int(match[0][1:]), ordered=match[0][0] in "wW")


def _dates(match: re.Match[str], source: str) -> Value:
    first, dash, last = match[0].split(maxsplit=1)[1].partition("-")
    first, last = _day(first.strip()), _day(last.strip())
    return Dates(first, last if dash else first, "publication", place(match, source))


def _day(digits: str) -> str:
    """20170620 -> 2017-06-20; a year stays one."""
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:8]) if part)


def _setting(key: str, value: str, span: Span) -> tuple[Node, ...]:
    """What is limited; how words are searched and where is no part of a string."""
    if not key.lower().startswith(("limiters", "narrow by")):
        return ()
    what = " ".join(key.split()[2:]).rstrip(":")
    items = [what and f"{what}: {value}"] if what else re.split(r"\s*;\s*", value)
    return tuple(_limit(item, span) for item in items if item)


def _limit(item: str, span: Span) -> Node:
    if found := _PUBLISHED.fullmatch(item):
        return Dates(_day(found[1] or ""), _day(found[2] or ""), "publication", span)
    if found := _LANGUAGE.fullmatch(item):
        return languages(found[1] or found[2], span)
    return Native(item, f"ebscohost{LIMIT}", span=span)


_PUBLISHED = re.compile(
    r"(?:Published Date|Publication Date|Date of Publication|Publication Year)(?: from)?\s*[:-]\s*"
    r"(\d{4,8})?\s*-\s*(\d{4,8})?",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"(\w+) Language|Languages?\s*[:-]+\s*([^:;]+)", re.IGNORECASE)
_SETTINGS = (
    r"(?:Limiters|Expanders|Search modes?|Narrow by(?:[ \t]+\w+:?)?|Interface"
    r"|Search Screen|Database)[ \t]+-[ \t]*"
)


def _inside(match: re.Match[str], source: str) -> Value | tuple[Value, Found]:
    """``"MH Program Evaluation"``: what was meant as a field is a word of the phrase."""
    words = match[0][1:-1].strip()
    code, _, rest = words.partition(" ")
    span = place(match, source)
    return Term(pieces(words, _GRAMMAR), True, "", span), Found(
        "LR405", span, f"{code} inside the quotation marks is a word, not a field",
        f'write {code} "{rest.strip()}"',
    )  # fmt: skip


def _stripped(match: re.Match[str], source: str) -> Value | tuple[Value, Found]:
    word = match[0].rstrip("?*#")
    span = place(match, source)
    return Term(pieces(word, _GRAMMAR), False, "", span), Found(
        "LR308", Span(span.end - 1, span.end, source),
        "EBSCOhost takes a question mark at the end of a word away", f"write {word}* or {word}#",
    )  # fmt: skip


_GRAMMAR = Grammar(
    name="EBSCOhost",
    tokens={
        "told": rf"{_SETTINGS}[^\n]*",
        "hash": r"#\d{1,4}\b",
        "line": rf"S\d{{1,4}}\b{_NO_WORD}",
        "exact": rf"(?:(?-i:MH|MM|DE|ZU)|(?:mh|mm)){_ENDS}",
        "dates": r"(?-i:PY|DT|YR)[ \t]+"
        r"(?:\d{4,8}[ \t]*(?:-[ \t]*(?:\d{4,8})?)?|-[ \t]*\d{4,8})(?!\w)",
        "native": rf"(?:(?-i:{_NATIVE})|{_FIRST}(?-i:{_MORE}))[ \t]+(?!(?:AND|OR|NOT)\b)"
        rf"(?:{_QUOTE}[^\"“”„]*[\"“”]|\([^()]*\)|[\w\-*?#]+)",
        "field": rf"(?:(?:{_ANY_CASE})|(?-i:{_CAPITALS})){_ENDS}"
        rf"|(?:AB|KW|AU|SO)(?=[ \t]*\(|[ \t]*{_QUOTE})"
        r"|(?:(?<=AND )|(?<=OR )|(?<=NOT )|(?<=\())AB(?=[ \t]+\S)",
        "unknown": rf"{_FIRST}(?-i:(?!(?:{_WORDS})\b)[A-Z]{{2}})"
        rf"(?=[ \t]*{_QUOTE}|[ \t]+(?!(?:AND|OR|NOT|[NW]\d+)\b)[\w(])",
        "near": rf"[NW]\d{{1,3}}\b{_NO_WORD}",
        "field_": ELSEWHERE,
        "foreign": r"(?:NEAR|NEXT|ADJ|PRE)/?\d+\b|[NW]/\d+\b",
        "and_": r"AND\b",
        "or_": r"OR\b",
        "not_": r"NOT\b",
        "inside": rf"{_QUOTE}\s*(?-i:MH|MM|DE|TI|AB|SU|TX|KW)[ \t]+[^\"“”„]+[\"“”]",
        "stripped": r'[^\s()"“”„?]+(?:\?+[^\s()"“”„?]+)*\?+[*#]*(?=[\s)]|\Z)',
    },
    make={
        "told": settings("EBSCOhost", _SETTINGS, _setting),
        "hash": _hash,
        "line": lambda m, source: Ref(m[0][1:], "", place(m, source)),
        "exact": _exact,
        "dates": _dates,
        "native": verbatim("ebscohost"),
        "field": _field,
        "unknown": lambda m, source: Found(
            "LR401",
            place(m, source),
            f"EBSCOhost has no field {m[0]}, as far as is known here",
            "use one of its codes, or put words in quotation marks",
        ),
        "near": _near,
        "field_": foreign_field("EBSCOhost", "write TI, AB or another code in front"),
        "foreign": foreign("EBSCOhost", "write Nn, or Wn where the order matters"),
        "and_": lambda _match, _source: Operator("and"),
        "or_": lambda _match, _source: Operator("or"),
        "not_": lambda _match, _source: Operator("not"),
        "inside": _inside,
        "stripped": _stripped,
    },
    precedence={"near": 4, "and": 3, "not": 3, "or": 2},
    default=_DEFAULT,
    wild={"*": ANY_ENDING, "#": OPTIONAL},
    wild_pattern=r"\?(?=\w)",
    wild_of=lambda _mark: ONE,
    word=rf'(?:(?!{ELSEWHERE})[^\s()"“”„])+',
    numbers="S",
    field_takes_near=True,
)


_EACH = each(_CODES, lambda code, text: f"{code} {text}", _DEFAULT)


def _mark(fields: Scope, text: str, node: Node) -> str:
    return f"PT {coded(_TYPES, node)}" if fields == (Field.TYPE,) else _EACH(fields, text, node)


def _write_heading(heading: Heading) -> str:
    subs = "".join(f"/{one}" for one in heading.subheadings)
    code = "MM" if heading.major else "MH"
    if not (heading.explode or heading.major or subs) and heading.vocabulary in _DESCRIPTORS:
        code = "DE"
    return f'({code} "{heading.name}{"+" if heading.explode else ""}{subs}")'


_DESCRIPTORS = frozenset({"apa", "eric", "econlit"})
"""Thesauri whose databases on EBSCOhost have DE, not MH."""


def _write_dates(dates: Dates) -> str:
    first, last = years(dates)
    return f"PY {first}-{last}"


_RESERVED = (
    {
        "and",
        "or",
        "not",
        "mh",
        "mm",
        "de",
        "zu",
        *_NATIVE.lower().split("|"),
        *_MORE.lower().split("|"),
    }
    | {code.lower() for code in _FIELDS}
    | {f"{letter}{number}" for letter in "nws" for number in range(1000)}
)

DIALECT = Dialect(
    name="ebscohost",
    title="EBSCOhost",
    grammar=_GRAMMAR,
    style=Style(
        wild=_SIGNS,
        unsafe=r'["“”„()\[\]{}*?#]',
        reserved=frozenset(_RESERVED),
        near=lambda between, ordered: f" {'W' if ordered else 'N'}{between} ",
        mark=_mark,
        heading=_write_heading,
        dates=_write_dates,
        native="ebscohost",
    ),
    capability=Capability(
        kind="database",
        checked="2026-11-24",
        references=(
            "https://help.ebsco.com/interfaces/EBSCO_Discovery_Service/EDS_User_Guide/Wildcard_Searches_in_EDS",
            "https://help.ebsco.com/interfaces/EBSCO_Guides/General_Product_FAQs/What_is_an_unqualified_search",
            "https://libguides.sdu.dk/EBSCO-english/proximity",
            "https://guides.library.unisa.edu.au/ScopingReviews/MedicalSubjectHeadings",
        ),
        scopes={"": _DEFAULT} | {code: fields for fields, code in _CODES.items()},
        types=frozenset(_TYPES),
        one=True,
        one_at_end=False,
        optional=True,
        phrase_wild="any",
        near=Nearness(operands="groups", ordered=True, most=98),
        vocabularies=frozenset({"", "cinahl", "mesh", "apa", "eric", "econlit"}),
        explode=True,
        major=True,
        stems="plurals of unquoted words without wildcards, where the database has them",
        remarks=(
            "Search in the mode Boolean/Phrase, with all expanders and equivalent subjects off.",
            "MH, MM and + are of CINAHL and MEDLINE; most other databases have DE instead.",
            "A # at the end of a word of one or two letters is taken away.",
        ),
        probe='TI (mentor* N2 program*) OR AB ("job coach*")',
    ),
)
