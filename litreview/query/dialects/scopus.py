"""Scopus, as in ``TITLE-ABS-KEY(mentor* W/3 program*) AND PUBYEAR > 2009``.

A field is written in front of its brackets. ``W/n`` finds with at most n words between, in either
order, ``PRE/n`` in this order. Words side by side are joined with AND; ``"..."`` is a loose phrase
(plurals, no punctuation), ``{...}`` an exact one. ``*`` stands for any letters, ``?`` for one. NOT
is written AND NOT. Until early 2026 OR came before AND; now AND comes first, and is read so here.
"""

from __future__ import annotations

import re

from litreview.query.capability import Capability, Nearness
from litreview.query.dialect import Dialect
from litreview.query.findings import Found
from litreview.query.grammar import Grammar, Operator, Value
from litreview.query.marks import (
    ELSEWHERE,
    before,
    coded,
    each,
    foreign,
    foreign_field,
    place,
    verbatim,
    years,
)
from litreview.query.tree import (
    ANY_ENDING,
    ONE,
    TITLE_ABSTRACT,
    Dates,
    Field,
    Node,
    Or,
    Ref,
    Scope,
    Scoped,
    Term,
    scope,
)
from litreview.query.types import types_of
from litreview.query.writing import Style

_KEY = scope(Field.KEYWORDS, Field.HEADING)
"""The authors' keywords and the terms that indexers gave."""
_TOPIC = scope(*TITLE_ABSTRACT, *_KEY)
_FIELDS: dict[str, Scope] = {
    "TITLE-ABS-KEY": _TOPIC, "TITLE-ABS-KEY-AUTH": scope(*_TOPIC, Field.AUTHOR),
    "TITLE-ABS": TITLE_ABSTRACT, "TITLE": (Field.TITLE,), "ABS": (Field.ABSTRACT,), "KEY": _KEY,
    "AUTHKEY": (Field.KEYWORDS,), "INDEXTERMS": (Field.HEADING,), "ALL": (Field.ANY,),
    "SRCTITLE": (Field.VENUE,), "AUTH": (Field.AUTHOR,), "AUTHOR-NAME": (Field.AUTHOR,),
    "AFFIL": (Field.AFFILIATION,), "LANGUAGE": (Field.LANGUAGE,),
}  # fmt: skip
_CODES: dict[Scope, str] = {
    _TOPIC: "TITLE-ABS-KEY", scope(*_TOPIC, Field.AUTHOR): "TITLE-ABS-KEY-AUTH",
    TITLE_ABSTRACT: "TITLE-ABS", (Field.TITLE,): "TITLE", (Field.ABSTRACT,): "ABS", _KEY: "KEY",
    (Field.KEYWORDS,): "AUTHKEY", (Field.HEADING,): "INDEXTERMS", (Field.ANY,): "ALL",
    (Field.VENUE,): "SRCTITLE", (Field.AUTHOR,): "AUTH", (Field.AFFILIATION,): "AFFIL",
    (Field.LANGUAGE,): "LANGUAGE",
}  # fmt: skip
_CODES_OF_TYPES = types_of("scopus")
_TYPES = {code: name for name, code in _CODES_OF_TYPES.items()}
_NATIVE = (
    "LIMIT-TO|EXCLUDE|REF|REFTITLE|REFAUTH|REFSRCTITLE|DOI|EID|ISSN|ISBN|PMID|AU-ID|AF-ID|SUBJAREA"
    "|SRCTYPE|OPENACCESS|PUBSTAGE|FUND-ALL|FUND-SPONSOR|FUND-NO|FUND-ACR|CONF|CONFNAME|CASREGNUMBER"
    "|CHEMNAME|TRADENAME|ORCID|AUTHFIRST|AUTHLASTNAME|FIRSTAUTH|AFFILCOUNTRY|AFFILCITY|AFFILORG"
    "|VOLUME|ISSUE|PAGES|EXACTKEYWORD|EXACTSRCTITLE|PREFNAMEAUID|DOCTYPE|WEBSITE|EDITOR|INDEX|DBCOLL"
    "|SUBJMAIN|PUBDATETXT|LOAD-DATE"
)
"""Fields and limits without a counterpart elsewhere."""
_INSIDE = r"\((?:[^()\"]|\"[^\"]*\"|\((?:[^()\"]|\"[^\"]*\")*\))*\)"


def _field(match: re.Match[str], _source: str) -> Value:
    return before(_FIELDS[match[0].strip().upper()])


def _near(match: re.Match[str], _source: str) -> Value:
    name, _, number = match[0].partition("/")
    return Operator("near", int(number), ordered=name.upper() == "PRE")


def _years(match: re.Match[str], source: str) -> Value:
    sign, year = match["years_sign"].upper(), int(match["years_year"])
    first = {">": year + 1, "AFT": year + 1, "<": 0, "BEF": 0}.get(sign, year)
    last = {"<": year - 1, "BEF": year - 1, ">": 0, "AFT": 0}.get(sign, year)
    return Dates(str(first or ""), str(last or ""), "publication", place(match, source))


def _type(match: re.Match[str], source: str) -> Value:
    """``DOCTYPE(ar OR re)``, where all codes are known."""
    span = place(match, source)
    codes = re.findall(r"[a-z]{2}\b", match[0].partition("(")[2].lower())
    terms = tuple(Term((_TYPES[code],), True, "", span) for code in codes if code in _TYPES)
    return Scoped((Field.TYPE,), terms[0] if len(terms) == 1 else Or(terms, span), span)


def _limited(match: re.Match[str], source: str) -> Value:
    """``LIMIT-TO(LANGUAGE,"English")``, as a click on the results adds it."""
    field, value = match["limit_to"].upper(), match["limit_value"].strip()
    span = place(match, source)
    if field == "PUBYEAR" and value.isdecimal():
        return Dates(value, value, "publication", span)
    name = _TYPES.get(value.lower(), "") if field == "DOCTYPE" else value
    if field == "PUBYEAR" or not name:
        return verbatim("scopus")(match, source)  # type: ignore[return-value]
    kind = Field.TYPE if field == "DOCTYPE" else Field.LANGUAGE
    return Scoped((kind,), Term((name,), True, "", span), span)


def _exact(match: re.Match[str], source: str) -> tuple[Value, Found]:
    """``{heart-attack}``: no wildcards. The tree has no exact phrases, so it is told."""
    span = place(match, source)
    words = " ".join(match[0][1:-1].split())
    return Term((words,), True, "", span), Found(
        "LR409", span, "an exact phrase is read as a loose one, which also finds other forms",
        f'translated it becomes "{words}", wider by plurals and punctuation',
    )  # fmt: skip


def _bare_not(match: re.Match[str], source: str) -> tuple[Value, Found]:
    return Operator("not"), Found(
        "LR101", place(match, source), "Scopus has no NOT by itself", "write AND NOT"
    )


_CODE = "|".join(sorted(_FIELDS, key=len, reverse=True))
_KNOWN = "|".join(_TYPES)
_GRAMMAR = Grammar(
    name="Scopus",
    tokens={
        "line": r"#\d{1,4}\b",
        "years": r"PUBYEAR\s*(?P<years_sign>>|<|=|\b(?:AFT|BEF|IS)\b)\s*(?P<years_year>\d{4})\b",
        "type": rf"DOCTYPE\s*\(\s*\"?(?:{_KNOWN})\"?(?:\s+OR\s+\"?(?:{_KNOWN})\"?)*\s*\)",
        "limited": r"LIMIT-TO\s*\(\s*(?P<limit_to>LANGUAGE|DOCTYPE|PUBYEAR)\s*,"
        r"\s*\"?(?P<limit_value>[^\",()]+?)\"?\s*\)",
        "native": rf"(?:{_NATIVE})\s*{_INSIDE}"
        r"|(?:ORIG-)?LOAD-DATE\s*(?:>|<|=|\b(?:AFT|BEF|IS)\b)\s*\d+",
        "field": rf"(?:{_CODE})\s*(?=\()",
        "near": r"(?:W|PRE)/\d{1,3}\b",
        "field_": ELSEWHERE,
        "foreign": r"(?:ADJ|NEAR|NEXT)/?\d*\b(?=\s+[\w(\"])|N/\d+\b|[NW]\d\b(?=[ \t])",
        "not_": r"AND\s+NOT\b",
        "and_": r"AND\b",
        "or_": r"OR\b",
        "bare_not": r"NOT\b",
        "unknown": r"(?-i:[A-Z][A-Z-]{2,})\s*(?=\()",
        "exact": r"\{[^{}]+\}",
    },
    make={
        "line": lambda m, source: Ref(m[0][1:], "", place(m, source)),
        "years": _years,
        "type": _type,
        "limited": _limited,
        "native": verbatim("scopus"),
        "field": _field,
        "near": _near,
        "field_": foreign_field("Scopus", "write TITLE-ABS-KEY( or TITLE( in front"),
        "foreign": foreign("Scopus", "write W/n, or PRE/n where the order matters"),
        "not_": lambda _match, _source: Operator("not"),
        "and_": lambda _match, _source: Operator("and"),
        "or_": lambda _match, _source: Operator("or"),
        "bare_not": _bare_not,
        "unknown": lambda m, source: Found(
            "LR401", place(m, source), f"Scopus has no field {m[0].strip()}",
            f"use one of: {', '.join(_FIELDS)}",
        ),
        "exact": _exact,
    },
    precedence={"near": 5, "and": 3, "or": 2, "not": 1},
    default=(Field.ANY,),
    wild={"*": ANY_ENDING, "?": ONE},
    word=rf'(?:(?!{ELSEWHERE})[^\s()"“”„{{}}])+',
    adjacent="and",
    numbers="#",
    implied=True,
)  # fmt: skip

_EACH = each(_CODES, lambda code, text: f"{code}({_bare(text)})", ())


def _bare(text: str) -> str:
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


def _mark(fields: Scope, text: str, node: Node) -> str:
    if fields == (Field.TYPE,):
        return f"DOCTYPE({_bare(coded(_CODES_OF_TYPES, node))})"
    return _EACH(fields, text, node)


def _write_dates(dates: Dates) -> str:
    """PUBYEAR knows after and before a year only, so that a range is two conditions."""
    first, last = years(dates, first="", last="")
    if first == last:
        return f"PUBYEAR = {first}"
    parts = [f"PUBYEAR > {int(first) - 1}"] if first else []
    parts += [f"PUBYEAR < {int(last) + 1}"] if last else []
    return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"


DIALECT = Dialect(
    name="scopus",
    title="Scopus",
    grammar=_GRAMMAR,
    style=Style(
        not_=" AND NOT ",
        wild={ANY_ENDING: "*", ONE: "?"},
        unsafe=r'["“”„()\[\]{}*?#<>=]',
        reserved=frozenset({"and", "or", "not", "near", "adj", "next"}),
        near=lambda between, ordered: f" {'PRE' if ordered else 'W'}/{between} ",
        mark=_mark,
        dates=_write_dates,
        native="scopus",
    ),
    capability=Capability(
        kind="database",
        checked="2026-11-24",
        references=(
            "https://blog.scopus.com/boolean-searches-in-scopus-understanding-operator-precedence-best-practices",
            "http://help.scopus.com/robo/projects/schelp/h_bscssrchFASTprox.htm",
            "http://libguides.oulu.fi/databaseguides/scopus",
            "https://libguides.oulu.fi/c.php?g=713870&p=5164252",
            "https://kub.ku.dk/biblioteker/frederiksberg/vejledninger/scopus",
        ),
        scopes={code: fields for fields, code in _CODES.items()} | {"DOCTYPE": (Field.TYPE,)},
        types=frozenset(_CODES_OF_TYPES),
        inner=True,
        leading=True,
        one=True,
        phrase_wild="any",
        near=Nearness(operands="groups", ordered=True, most=255),
        stems="plurals, possessives and spellings of words, also quoted, but not in {...}",
        remarks=(
            "The precedence of AND and OR changed in early 2026: note the day of the search.",
            "Older help pages allow no OR beside W/n and PRE/n; later guides of libraries show it.",
            "DOCTYPE is written for the types that Scopus has a code for.",
            "KEY and INDEXTERMS search words of headings; no heading can be searched as a whole.",
        ),
        probe="TITLE-ABS-KEY(mentor* W/2 program*)",
    ),
)
