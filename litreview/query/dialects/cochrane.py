"""Cochrane Library, as in ``[mh "Mentors"] OR (mentor* NEAR/3 program*):ti,ab,kw``.

``[mh "x"]`` explodes, ``[mh ^"x"]`` does not. A phrase in quotation marks has no wildcards: its
words are joined by NEXT. ``*`` stands for any letters, ``?`` for one or none. ``NEAR/n``: at most n
words between, in either order; NEAR alone is NEAR/6. NOT binds before AND, AND before OR.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from litreview.query.capability import Capability, Nearness
from litreview.query.dialect import Dialect
from litreview.query.findings import Found
from litreview.query.grammar import Grammar, Limits, LineRefs, Operator, Postfix, Value
from litreview.query.marks import OVID_FIELDS, foreign, foreign_field
from litreview.query.tree import (
    ANY_ENDING,
    ANYWHERE,
    LIMIT,
    OPTIONAL,
    Field,
    Heading,
    Native,
    Node,
    Ref,
    Scope,
    Scoped,
    Span,
    Term,
    scope,
    walk,
)
from litreview.query.writing import Style, Unwritable

HELP = "https://www.cochranelibrary.com/search-manager-help"
_FIELDS: dict[str, Scope] = {
    "ti": (Field.TITLE,), "ab": (Field.ABSTRACT,),
    "kw": scope(Field.KEYWORDS, Field.HEADING), "au": (Field.AUTHOR,), "so": (Field.VENUE,),
    "pt": (Field.TYPE,), "la": (Field.LANGUAGE,),
}  # fmt: skip
"""``kw`` holds MeSH and Emtree terms beside the keywords, and never explodes one."""
_NATIVE = frozenset({"an", "crg", "doi", "tb", "tp"})
_SHORTEST = 3
_NEAR_ALONE = 6


def _fields(match: re.Match[str], source: str) -> Value:
    codes = [code.strip().lower() for code in match[0][1:].split(",")]
    unknown = [code for code in codes if code not in _FIELDS and code not in _NATIVE]
    if unknown:
        place = Span(match.start(), match.end(), source)
        return Found("LR401", place, f"the Cochrane Library has no field {unknown[0]!r}",
                     f"use one of: {', '.join(_FIELDS)}")  # fmt: skip
    if any(code in _NATIVE for code in codes):
        return Postfix(lambda node, span: _native(node, match.string, span))
    fields = scope(*(one for code in codes for one in _FIELDS[code]))
    return Postfix(lambda node, span: Scoped(fields, node, span))


def _in_fields(match: re.Match[str], source: str) -> tuple[Value, Found]:
    """``("a b") in Title Abstract Keyword``, as the Library printed a field until 2018."""
    names = re.findall(r"title|abstract|keyword|author|source|all", match[0].lower())
    codes = [_PRINTED[name] for name in names if name != "all"]
    fields = scope(*(one for code in codes for one in _FIELDS[code])) if codes else ANYWHERE
    mark = Postfix(lambda node, span: Scoped(fields, node, span))
    place = Span(match.start(), match.end(), source)
    return mark, Found("LR405", place, "an old way to write a field",
                       f"write :{','.join(codes)}" if codes else "leave it out")  # fmt: skip


_PRINTED = {"title": "ti", "abstract": "ab", "keyword": "kw", "author": "au", "source": "so"}


def _native(node: Node, text: str, span: Span) -> Node | Found:
    """The part as it stands: only the Cochrane Library has it."""
    if any(isinstance(part, Ref) for part in walk(node)):
        return Found("LR401", span, "a line that is called cannot be searched in this field",
                     "write the words of the line here")  # fmt: skip
    return Native(" ".join(text[span.start : span.end].split()), "cochrane", span)


def _heading(match: re.Match[str], source: str) -> Value:
    place = Span(match.start(), match.end(), source)
    name = " ".join((match["name"] or match["bare"] or "").split())
    subs = tuple(sub.strip() for sub in (match["subs"] or "").split(",") if sub.strip())
    if not name:
        term = Term((subs[0] if subs else "",), True, "", place)
        return Scoped((Field.SUBHEADING,), term, place)
    if "*" in name:
        return Scoped(
            (Field.HEADING,), Term((name.rstrip("*"), ANY_ENDING), True, "", place), place
        )
    return Heading(name, not match["only"], bool(match["major"]), "mesh", subs, place)


def _descriptor(match: re.Match[str], source: str) -> Value | tuple[Value, Found]:
    """``MeSH descriptor: [x] explode all trees``, as the Library prints it."""
    place = Span(match.start(), match.end(), source)
    subs = tuple(re.findall(r"- ([A-Z]{2})\b", match["with"] or ""))
    name = " ".join((match["inside"] or match["open"] or "").split()).rstrip(",")
    if not name:
        return Found("LR107", place, "there is no heading between the brackets",
                     "write its name")  # fmt: skip
    node = Heading(name, match["how"].lower().startswith("explode"), False, "mesh", subs, place)
    if match["inside"]:
        return node
    return node, Found("LR405", place, "an old way to write a heading",
                       f"write {_write_heading(node)}")  # fmt: skip


def _lines(match: re.Match[str], source: str) -> Value:
    kind = "and" if match[0].lstrip("{( ")[:3].lower() == "and" else "or"
    refs = tuple(
        Ref(one[1], one[2] or "", Span(match.start() + one.start(), match.start() + one.end(),
                                       source))
        for one in re.finditer(r"#(\d+)(?:\s*-\s*#?(\d+))?", match[0])
    )  # fmt: skip
    return LineRefs(kind, refs)  # type: ignore[arg-type]


def _near(match: re.Match[str], _source: str) -> Value:
    number = re.search(r"\d+", match[0])
    if match[0][:4].lower() == "next":
        return Operator("near", int(number[0]) if number else 0, ordered=True)
    return Operator("near", int(number[0]) if number else _NEAR_ALONE)


def _limit(match: re.Match[str], source: str) -> Value:
    """A limit behind the line to which it belongs, as the Library prints it."""
    native = Native(" ".join(match[0].split()), f"cochrane{LIMIT}", Span(*match.span(), source))
    return Limits((native,))


def _judged(term: Term) -> Found | None:
    text = "".join(piece if isinstance(piece, str) else "*" for piece in term.pieces)
    for word in text.split():
        letters = len(re.findall(r"\w", word))
        if "*" not in word:
            continue
        if term.quoted and len(apart := re.findall(r"[\w*?]+", text)) > 1:
            return Found("LR308", term.span, "in quotation marks this Library has no wildcards",
                         f"write ({' NEXT '.join(apart)})")  # fmt: skip
        if letters < _SHORTEST:
            return Found("LR301", term.span, "this Library wants three letters or more beside *",
                         "write the words out")  # fmt: skip
    return None


def _operator(kind: str) -> Callable[[re.Match[str], str], Value]:
    return lambda _match, _source: Operator(kind)  # type: ignore[arg-type]


_JOIN = r"\b(?:or|not)\b|\band\b(?!\s+(?:[A-Z][a-z]*\s+)?(?:\d{1,2}\s+)?\d{4})"
"""An operator, but not the one in ``between Jan 2010 and Dec 2020``."""
_LINE = r"#\d+(?:\s*-\s*#?\d+)?"
_SLASHED = r"(?<=[\w'\u2019\"”])/(?:(?:exp|de|mj)\b(?:/mj\b)?|(?=[\s)]|\Z))"
"""The mark of a heading at Embase.com or Ovid."""
_GRAMMAR = Grammar(
    name="the Cochrane Library",
    tokens={
        "foreign": r"\badj\d+\b|\bw/\d+\b|\bpre/\d+\b",
        "field_": rf"{OVID_FIELDS}|{_SLASHED}",
        "descriptor": r"MeSH\s+descriptor:?\s*"
        r"(?:\[(?P<inside>[^\[\]]*)\]|(?P<open>[^\[\]()#\n]{1,150}?))\s*,?\s*"
        r"(?P<how>explode\s+all\s+trees|this\s+term\s+only|(?=[)\n]|\Z|\b(?:and|or|not)\b))"
        r"(?P<with>\s+and\s+with\s+qualifier(?:\(s\)|s)?:\s*\[[^\[\]]*\])?",
        "heading": r"\[\s*mh\s*(?P<only>\^)?\s*"
        r'(?:["“”](?P<name>[^"“”\[\]]*)["“”]|(?P<bare>[^"“”/\[\]]*?))\s*'
        r"(?P<major>\[\s*mj\s*\])?\s*(?:/\s*(?P<subs>[A-Za-z]{2}(?:\s*,\s*[A-Za-z]{2})*))?\s*\]",
        "lines": rf"[{{(]\s*(?:or|and)\s+{_LINE}(?:\s*,\s*{_LINE})*\s*[}})]",
        "line": r"#\d+\b",
        "fields": r":\s*[a-z]{2,12}(?:\s*,\s*[a-z]{2,12})*\b",
        "in_": r"\bin\s+(?:Record\s+Title|Title|Abstract|Keywords?|Author|Source|All\s+Text)\b"
        r"(?:\s*(?:,|\bor\b|\band\b)?\s*(?:Title|Abstract|Keywords?)\b)*"
        r"(?=\s*(?:[),\n]|\Z|\b(?:and|or|not|in|with|from)\b))",
        "varied": r"\(\s*Word variations have been searched\s*\)",
        "limit": r"with\s+(?:Cochrane\s+Library|Original|Publication|CENTRAL)\b"
        rf"(?:(?!{_JOIN})[^()\[\]#\n])*"
        r"|\bfrom\s+\d{4}\s+to\s+\d{4}(?:,?\s+in\s+[A-Z][\w ]*)?(?=\s*(?:\)|\Z))"
        r"|\bin\s+(?:Trials|Cochrane\s+Reviews)(?:\s*,\s*[A-Z][a-z ]+)*(?=\s*(?:\)|\Z))",
        "near": r"(?:near|next)(?:\s*/\s*\d+)?\b",
        "and_": r"and\b",
        "or_": r"or\b",
        "not_": r"not\b",
    },
    make={
        "foreign": foreign("the Cochrane Library", "write NEAR/n, or NEXT between neighbours"),
        "field_": foreign_field("the Cochrane Library", "write :ti,ab,kw or the like"),
        "descriptor": _descriptor,
        "heading": _heading,
        "lines": _lines,
        "line": lambda match, source: Ref(match[0][1:], "", Span(*match.span(), source)),
        "fields": _fields,
        "in_": _in_fields,
        "varied": lambda _match, _source: None,
        "limit": _limit,
        "near": _near,
        "and_": _operator("and"),
        "or_": _operator("or"),
        "not_": _operator("not"),
    },
    precedence={"near": 5, "not": 4, "and": 3, "or": 2},
    default=ANYWHERE,
    wild={"*": ANY_ENDING, "?": OPTIONAL},
    word=rf'(?:(?!:\s*[a-z]{{2,12}}\b|{_SLASHED}|{OVID_FIELDS})[^\s()"“”„\[\]{{}}])+',
    adjacent="and",
    numbers="#",
    implied=True,
    judge=_judged,
)
_WRITTEN: dict[Scope, str] = {
    **{fields: code for code, fields in _FIELDS.items()},
    scope(Field.TITLE, Field.ABSTRACT): "ti,ab",
    scope(Field.TITLE, Field.ABSTRACT, Field.KEYWORDS, Field.HEADING): "ti,ab,kw",
    scope(Field.TITLE, Field.KEYWORDS, Field.HEADING): "ti,kw",
    scope(Field.ABSTRACT, Field.KEYWORDS, Field.HEADING): "ab,kw",
}


def _mark(fields: Scope, text: str, node: Node) -> str:
    if fields == ANYWHERE:
        return text
    if fields in _WRITTEN:
        return f"{text}:{_WRITTEN[fields]}"
    if isinstance(node, Term) and fields == (Field.SUBHEADING,):
        return f"[mh /{text}]"
    if isinstance(node, Term) and fields == (Field.HEADING,):
        return f"[mh {text}]"
    raise Unwritable(f"the Cochrane Library has no mark for {', '.join(fields)}", where=text)


def _write_heading(heading: Heading) -> str:
    subs = f"/{','.join(heading.subheadings)}" if heading.subheadings else ""
    major = "[mj]" if heading.major else ""
    return f'[mh {"" if heading.explode else "^"}"{heading.name}"{major}{subs}]'


DIALECT = Dialect(
    name="cochrane",
    title="Cochrane Library",
    grammar=_GRAMMAR,
    style=Style(
        wild={ANY_ENDING: "*", OPTIONAL: "?"},
        next_=" NEXT ",
        unsafe=r'["“”„()\[\]{}*?#:]',
        reserved=frozenset({"and", "or", "not", "near", "next"}),
        near=lambda between, ordered: (
            f" NEAR/{between} " if not ordered else f" NEXT/{between} " if between else " NEXT "
        ),
        mark=_mark,
        heading=_write_heading,
        native="cochrane",
    ),
    capability=Capability(
        kind="database",
        checked="2026-11-24",
        references=(
            HELP,
            "https://apu.libguides.com/cochranelibrary/search",
            "unverified: headings, fields and wildcards as public code quotes them from that help",
            "https://researchguides.uic.edu/searchstrategies/proximityoperators",
        ),
        scopes={"": ANYWHERE, **{code: fields for fields, code in _WRITTEN.items()}},
        ending_after=_SHORTEST,
        inner=True,
        leading=True,
        optional=True,
        near=Nearness(nested=True),
        vocabularies=frozenset({"", "mesh"}),
        explode=True,
        major=True,
        subheadings=True,
        dates=frozenset(),
        stems="",
        remarks=(
            "Dates, languages and content types are set in the search limits, not in the string.",
            "A line that calls others cannot also hold words.",
        ),
        probe='[mh "Mentors"] OR (mentor* NEAR/3 program*):ti,ab,kw',
    ),
)
