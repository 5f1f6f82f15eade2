"""Web of Science, as in ``TS=(mentor* NEAR/3 (program* OR scheme$)) AND PY=(2010-2020)``.

A field is written with an equals sign. ``TS`` is title, abstract and keywords. ``NEAR/n`` finds
with at most n words between, in either order; without a number n is 15. Words side by side are
joined with AND. ``*`` stands for any letters, ``?`` for one, ``$`` for one or none. Of operators
without brackets NEAR comes first, then SAME, NOT, AND, OR. There are no subject headings.
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
    languages,
    place,
    settings,
    typed,
    verbatim,
    years,
)
from litreview.query.tree import (
    ANY_ENDING,
    LIMIT,
    ONE,
    OPTIONAL,
    TOPIC,
    Dates,
    Field,
    Native,
    Node,
    Or,
    Ref,
    Scope,
    Span,
    Term,
)
from litreview.query.types import types_of
from litreview.query.writing import Style

_FIELDS: dict[str, Scope] = {
    "TS": TOPIC, "TI": (Field.TITLE,), "AB": (Field.ABSTRACT,), "AK": (Field.KEYWORDS,),
    "AU": (Field.AUTHOR,), "SO": (Field.VENUE,), "OG": (Field.AFFILIATION,),
    "AD": (Field.AFFILIATION,), "DT": (Field.TYPE,), "LA": (Field.LANGUAGE,),
    "ALL": (Field.ANY,),
}  # fmt: skip
_CODES: dict[Scope, str] = {
    TOPIC: "TS", (Field.TITLE,): "TI", (Field.ABSTRACT,): "AB", (Field.KEYWORDS,): "AK",
    (Field.AUTHOR,): "AU", (Field.VENUE,): "SO", (Field.AFFILIATION,): "OG",
    (Field.TYPE,): "DT", (Field.LANGUAGE,): "LA", (Field.ANY,): "ALL",
}  # fmt: skip
_NATIVE = (
    "KP|SU|WC|UT|DO|IS|PMID|FO|FG|FT|FD|GP|ED|AI|CF|CU|CI|PS|SA|SG|ZP|IC|EDN|PUBL|OO|PY|LD|DOP"
)
"""Fields without a counterpart elsewhere; KP is Keywords Plus, which a machine gives."""
_OLD: dict[str, Scope] = {
    "TOPIC": TOPIC, "TITLE": (Field.TITLE,), "AUTHOR": (Field.AUTHOR,),
    "PUBLICATION NAME": (Field.VENUE,), "LANGUAGE": (Field.LANGUAGE,),
    "LANGUAGES": (Field.LANGUAGE,), "DOCUMENT TYPE": (Field.TYPE,),
    "DOCUMENT TYPES": (Field.TYPE,),
}  # fmt: skip
"""Names of fields with a colon, as histories of searches had them until 2021."""
_TYPES = types_of("wos")
_SIGNS = {ANY_ENDING: "*", ONE: "?", OPTIONAL: "$"}
_OF_TYPE = Prefix(typed(_TYPES, "DT=", "wos", _SIGNS), "phrase")
_NAMES = frozenset({(Field.AUTHOR,), (Field.VENUE,), (Field.AFFILIATION,)})
"""Fields in which words side by side are one name, not words joined with AND."""
_INSIDE = r"(?:\((?:[^()]|\([^()]*\))*\)|\"[^\"]*\"|[^\s()]+)"


def _field(match: re.Match[str], _source: str) -> Value:
    fields = _FIELDS[match[0].partition("=")[0].strip().upper()]
    return _OF_TYPE if fields == (Field.TYPE,) else before(fields, names=fields in _NAMES)


def _old(match: re.Match[str], source: str) -> tuple[Value, Found]:
    name = " ".join(match[0].rstrip(": \t\n").upper().split())
    code = _CODES[_OLD[name]]
    kind = _OLD[name]
    mark = _OF_TYPE if kind == (Field.TYPE,) else before(kind, names=kind in _NAMES)
    return mark, Found(
        "LR405", place(match, source), f"{name}: is an old form of {code}=", f"write {code}="
    )


def _near(match: re.Match[str], _source: str) -> Value:
    number = match[0].partition("/")[2]
    return Operator("near", int(number) if number else 15)


def _same(match: re.Match[str], source: str) -> tuple[Value, Found]:
    return _SAME, Found(
        "LR405", place(match, source), "SAME holds for addresses; elsewhere it is an AND",
        "write AND, or NEAR with a number",
    )  # fmt: skip


_SAME = Operator("and", 1)
"""An AND that binds tighter; the number only tells it from AND."""


def _dates(match: re.Match[str], source: str) -> Value:
    inner = match[0].partition("=")[2].strip(" \t()")
    if " OR " in " ".join(inner.upper().split()):
        span = place(match, source)
        years_ = re.findall(r"\d{4}", inner)
        return Or(tuple(Dates(one, one, "publication", span) for one in years_), span)
    first, mark, last = (part.strip() for part in _BETWEEN.sub("|", inner).partition("|"))
    return Dates(first, last if mark else first, "publication", place(match, source))


_BETWEEN = re.compile(r"(?<=\d)\s*[-/]\s*(?=\d{4})")
"""Between the two ends of a range: the day of an end has two digits, a year four."""


def _setting(key: str, value: str, span: Span) -> tuple[Node, ...]:
    """One setting of a history: years and what a search was refined by; indexes and databases."""
    key = key.lower()
    if key == "search language" or (key == "timespan" and value.lower().startswith("all years")):
        return ()
    if key == "timespan" and (found := _TIMESPAN.fullmatch(value)):
        return (Dates(found[1], found[2] or found[1], "publication", span),)
    if key == "refined by" and _REFINED.fullmatch(value):
        return tuple(_refined(name, inside, span) for name, inside in _REFINEMENT.findall(value))
    return (Native(f"{key} {value}", f"wos{LIMIT}", span=span),)


def _refined(name: str, inside: str, span: Span) -> Node:
    name, inside = name.strip(), inside.strip()
    if name.upper().startswith("LANGUAGE"):
        return languages(inside, span)
    if name.upper().startswith("DOCUMENT TYPE"):
        terms = tuple(Term((one,), True, "", span) for one in re.split(r"\s+OR\s+", inside))
        return _OF_TYPE.apply(Or(terms, span) if terms[1:] else terms[0], span)  # type: ignore[return-value]
    return Native(f"{name}: ({inside})", f"wos{LIMIT}", span=span)


_TIMESPAN = re.compile(r"(\d{4}(?:-\d\d-\d\d)?)(?:\s*(?:-|to|/)\s*(\d{4}(?:-\d\d-\d\d)?))?")
_REFINEMENT = re.compile(r"(?:AND\s+)?([A-Za-z][A-Za-z /&-]*):\s*\(([^()]*)\)")
_REFINED = re.compile(rf"(?:{_REFINEMENT.pattern}\s*)+")
_SETTINGS = r"\b(?:Indexes|Timespan|Refined by|Databases|Search language|Editions)\s*[=:]\s*"


class _Grammar(Grammar):
    def binding(self, operator: Operator) -> int:
        """SAME binds tighter than NOT, and looser than NEAR."""
        return 5 if operator == _SAME else super().binding(operator)


_DAY = r"\d{4}-\d\d-\d\d"
_GRAMMAR = _Grammar(
    name="Web of Science",
    tokens={
        "line": r"#\d{1,4}\b",
        "dates": r"PY\s*=\s*(?:\(\s*\d{4}(?:\s+OR\s+\d{4})+\s*\)"
        r"|\(\s*\d{4}(?:\s*-\s*\d{4})?\s*\)|\d{4}(?:-\d{4})?(?![\w*-]))"
        rf"|DOP\s*=\s*\(?\s*{_DAY}(?:\s*/\s*{_DAY})?\s*\)?",
        "native": rf"\b(?:{_NATIVE})\s*=\s*{_INSIDE}",
        "field": rf"\b(?:{'|'.join(_FIELDS)})\s*=",
        "old": rf"\b(?:{'|'.join(_OLD)})\s*:(?=\s*[(\"\w])",
        "told": rf"{_SETTINGS}(?:(?!\b(?:{'|'.join(_FIELDS)})\s*=)[^\n])*",
        "unknown": r"\b[A-Z]{2,3}\s*=(?=\s*[(\"\w])",
        "near": r"NEAR(?:/\d{1,3})?\b(?![-*])",
        "same": r"(?-i:SAME)\b",
        "field_": ELSEWHERE,
        "foreign": r"(?:ADJ|NEAR|PRE|NEXT)/?\d+\b|W/\d+\b|[NW]\d\b(?=[ \t])",
        "and_": r"AND\b",
        "or_": r"OR\b",
        "not_": r"NOT\b",
    },
    make={
        "line": lambda m, source: Ref(m[0][1:], "", place(m, source)),
        "dates": _dates,
        "native": verbatim("wos"),
        "field": _field,
        "old": _old,
        "told": settings("Web of Science", _SETTINGS, _setting),
        "unknown": lambda m, source: Found(
            "LR401", place(m, source), f"Web of Science has no field {m[0].strip(' =')}",
            f"use one of: {', '.join(_FIELDS)}",
        ),
        "near": _near,
        "same": _same,
        "field_": foreign_field("Web of Science", "write TS=, TI= or AB= in front"),
        "foreign": foreign("Web of Science", "write NEAR/n"),
        "and_": lambda _match, _source: Operator("and"),
        "or_": lambda _match, _source: Operator("or"),
        "not_": lambda _match, _source: Operator("not"),
    },
    precedence={"near": 6, "not": 4, "and": 3, "or": 2},
    default=(Field.ANY,),
    wild={"*": ANY_ENDING, "?": ONE, "$": OPTIONAL},
    word=rf'(?:(?!{ELSEWHERE})[^\s()"“”„])+',
    adjacent="and",
    numbers="#",
    implied=True,
    implied_beside_near=False,
)  # fmt: skip


_EACH = each(_CODES, lambda code, text: f"{code}={text}", ())


def _mark(fields: Scope, text: str, node: Node) -> str:
    return f"DT={coded(_TYPES, node)}" if fields == (Field.TYPE,) else _EACH(fields, text, node)


def _write_dates(dates: Dates) -> str:
    first, last = years(dates, first="1900")
    return f"PY={first}" if first == last else f"PY=({first}-{last})"


DIALECT = Dialect(
    name="wos",
    title="Web of Science",
    grammar=_GRAMMAR,
    style=Style(
        keep_quotes=True,
        wild=_SIGNS,
        unsafe=r'["“”„()\[\]{}*?$#=]',
        reserved=frozenset({"and", "or", "not", "near", "same"}),
        near=lambda between, _ordered: f" NEAR/{between} ",
        mark=_mark,
        dates=_write_dates,
        native="wos",
    ),
    capability=Capability(
        kind="database",
        checked="2026-11-24",
        references=(
            "https://webofscience.help.clarivate.com/Content/search-operators.html",
            "https://webofscience.help.clarivate.com/Content/search-rules.htm",
            "http://resources-uw2.prod-wos.com/data/WOKRS58B4/help/CABI/hs_wildcards.html",
            "https://images.webofknowledge.com/data/WOKRS529MR9/help/CCC/hs_search_operators.html",
        ),
        scopes={code: fields for fields, code in _CODES.items()},
        ending_after=3,
        types=frozenset(_TYPES),
        inner=True,
        leading=True,
        one=True,
        optional=True,
        phrase_wild="any",
        near=Nearness(operands="groups", nested=True),
        most_terms=16_000,
        stems="other forms of words without quotation marks; Exact Search keeps them off",
        remarks=(
            "Switch Exact Search on, or other forms of unquoted words are found as well.",
            "TS also searches Keywords Plus, which a machine takes from the titles of references.",
            "With ALL at most 49 operators are allowed in one string.",
            "Older help pages allow no $ inside quotation marks.",
        ),
        probe="TS=(mentor* NEAR/2 program*)",
    ),
)
