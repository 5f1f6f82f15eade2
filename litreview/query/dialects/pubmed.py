"""PubMed, as in ``"Mentoring"[Mesh] OR mentor*[tiab] OR "job coach"[tiab:~2]``.

Operators are worked through from left to right. A tag stands behind one term and holds for it
alone; several words with one tag are a phrase. ``*`` stands at the end, after four letters or more.
``"a b"[tiab:~3]``: at most three words between, in either order, plain words only.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from litreview.query.capability import Capability, Nearness
from litreview.query.dialect import Dialect
from litreview.query.findings import Found
from litreview.query.grammar import Grammar, Limits, Operator, Postfix, Told, Value
from litreview.query.marks import (
    COLON_FIELDS,
    OVID_FIELDS,
    foreign,
    foreign_field,
    languages,
    verbatim,
)
from litreview.query.phrase import fixed_text
from litreview.query.tree import (
    ANY_ENDING,
    ANYWHERE,
    LIMIT,
    TOPIC,
    Dates,
    Field,
    Group,
    Heading,
    Native,
    Near,
    Node,
    Ref,
    Scope,
    Scoped,
    Span,
    Term,
    Wild,
    children,
    scope,
)
from litreview.query.writing import Style, Unwritable

HELP = "https://pubmed.ncbi.nlm.nih.gov/help/"
_TEXT_WORDS = scope(Field.TITLE, Field.ABSTRACT, Field.KEYWORDS, Field.HEADING, Field.SUBHEADING,
                    Field.TYPE, Field.SUBSTANCE)  # fmt: skip
_TAGS: dict[str, Scope] = {
    "tiab": TOPIC, "ti": (Field.TITLE,), "ab": (Field.ABSTRACT,), "tw": _TEXT_WORDS,
    "ot": (Field.KEYWORDS,), "all": ANYWHERE, "sh": (Field.SUBHEADING,), "pt": (Field.TYPE,),
    "la": (Field.LANGUAGE,), "au": (Field.AUTHOR,), "ad": (Field.AFFILIATION,),
    "ta": (Field.VENUE,), "nm": (Field.SUBSTANCE,),
}  # fmt: skip
"""The tags that are written, and what each looks in."""
_NAMES = {
    "title/abstract": "tiab", "title": "ti", "abstract": "ab", "text word": "tw",
    "text words": "tw", "word": "tw", "other term": "ot", "all fields": "all", "all field": "all",
    "subheading": "sh", "mesh subheading": "sh", "publication type": "pt", "ptyp": "pt",
    "sh:noexp": "sh", "pt:noexp": "pt", "publication type:noexp": "pt",
    "language": "la", "lang": "la",
    "author": "au", "auth": "au", "full author name": "au", "fau": "au", "author - full": "au",
    "affiliation": "ad", "affl": "ad", "journal": "ta", "jour": "ta", "jo": "ta",
    "supplementary concept": "nm", "substance name": "nm", "substance": "nm", "subs": "nm",
}  # fmt: skip
_HEADINGS = {
    "mesh": (True, False), "mh": (True, False), "mesh terms": (True, False),
    "mesh term": (True, False), "majr": (True, True), "mesh major topic": (True, True),
}  # fmt: skip
"""Exploded, and as main topic; ``:noexp`` takes the first away."""
_DATES = {
    "dp": "publication", "pdat": "publication", "date - publication": "publication",
    "publication date": "publication", "edat": "entry", "date - entry": "entry",
    "entrez date": "entry", "entry date": "entry", "crdt": "created", "date - create": "created",
    "create date": "created", "dcom": "completed", "date - completion": "completed",
    "completion date": "completed", "mhda": "mesh", "date - mesh": "mesh", "mesh date": "mesh",
}  # fmt: skip
_KINDS = {"publication": "dp", "entry": "edat", "created": "crdt", "completed": "dcom",
          "mesh": "mhda"}  # fmt: skip
_NATIVE_TAGS = (
    "1au lastau lastauthor first-author last-author author-first author-last book cn cois ed eid "
    "epdat ppdat filter fir gr ip ir isbn issn is jid lid aid lr mi nlmid oto pa pg pl pmid uid ps "
    "pubn rn sb si stat subset tt vi volume issue page pagination pii pmc pmcid doi investigator "
    "ecno isan pubmodel date-modification pharmacological-action place-of-publication "
    "transliterated-title secondary-source-id grant-number ec/rn-number corporate-author"
)
_NATIVE = frozenset(_NATIVE_TAGS.split())
"""Tags that exist and have no counterpart elsewhere; a blank in them is written ``-`` here."""
_OLDEST = "1500"
"""A range from this year or before has no beginning; one to ``3000`` has no end."""
_NEAR_TAGS = ("ti", "tiab", "ad")
_SHORTEST = 4
_ELSEWHERE = re.compile(r"[?$#]")


def _tag(match: re.Match[str], source: str) -> Value:
    written = match[0][1:-1]
    name = re.sub(r"\s*:\s*", ":", " ".join(written.lower().split()))
    place = Span(match.start(), match.end(), source)
    name, _, window = name.partition(":~")
    tag = _NAMES.get(name, name)
    if window:
        return _proximity(tag, window, place)
    bare, _, noexp = name.partition(":")
    if bare in _HEADINGS and noexp in ("", "noexp"):
        explode, major = _HEADINGS[bare]
        return Postfix(lambda node, span: _heading(node, explode and not noexp, major, span))
    if tag in _TAGS:
        return Postfix(lambda node, span: _alone(node, place) or Scoped(_TAGS[tag], node, span))
    if name in _DATES:
        return Postfix(lambda node, span: _date(node, _DATES[name], match.string, span))
    if name.replace(" - ", "-").replace(" ", "-") in _NATIVE:
        return Postfix(lambda node, span: _native(node, match.string, span))
    return Found("LR401", place, f"PubMed has no field [{written}]",
                 "see the search field tags in the PubMed guide")  # fmt: skip


def _alone(node: Node, place: Span) -> Found | None:
    """A tag holds for one term; behind brackets PubMed does not take it for those inside."""
    while isinstance(node, Group):
        node = node.item
    if isinstance(node, Term):
        return None
    return Found("LR101", place, "in PubMed a field holds for one term, not for brackets",
                 "write the field behind each term inside")  # fmt: skip


def _heading(node: Node, explode: bool, major: bool, span: Span) -> Node | Found:
    wrong = _alone(node, span)
    if wrong is not None:
        return wrong
    term = _term(node)
    if any(isinstance(piece, Wild) for piece in term.pieces):
        return Scoped((Field.HEADING,), term, span)
    name, _, subs = fixed_text(term).partition("/")
    listed = tuple(part.strip() for part in subs.split(",") if part.strip())
    return Heading(" ".join(name.split()), explode, major, "mesh", listed, span)


def _term(node: Node) -> Term:
    """The term in brackets around it; `_alone` saw to it that there is one."""
    while not isinstance(node, Term):
        (node,) = children(node)
    return node


def _native(node: Node, text: str, span: Span) -> Node | Found:
    """The term and its tag as they stand: only PubMed has them."""
    wrong = _alone(node, span)
    return wrong or Native(" ".join(text[span.start : span.end].split()), "pubmed", span)


def _date(node: Node, kind: str, text: str, span: Span) -> Node | Found:
    """One day, month or year; ``"last 5 years"`` only PubMed has."""
    wrong = _alone(node, span)
    if wrong is not None:
        return wrong
    day = _day(fixed_text(_term(node)))
    return Dates(day, day, kind, span) if day else _native(node, text, span)


def _day(text: str) -> str:
    """2008/3/01 -> 2008-03-01; what is no date: nothing."""
    found = re.fullmatch(r"(\d{4})(?:[/-](\d{1,2}))?(?:[/-](\d{1,2}))?", text.strip(' "“”'))
    return "-".join(part.zfill(2) for part in found.groups() if part) if found else ""


def _range(match: re.Match[str], source: str) -> Value:
    kind = match["kind"] or match["kind_"]
    place = Span(match.start(), match.end(), source)
    name = " ".join(kind.lower().split())
    first, last = _day(match["first"]), _day(match["last"])
    if name not in _DATES:
        return Native(" ".join(match[0].split()), "pubmed", place)
    return Dates("" if first[:4] <= _OLDEST else first, "" if last[:4] >= "3000" else last,
                 _DATES[name], place)  # fmt: skip


_DAY = r'["“]?\d{4}(?:/\d{1,2}){0,2}["”]?'


def _filters(match: re.Match[str], source: str) -> tuple[Value, Found]:
    """``Filters: English, from 2010 - 2020``, as PubMed prints what was set beside the string."""
    place = Span(match.start(), match.end(), source)
    parts = [part.strip(" .") for part in match[0].partition(":")[2].split(",")]
    nodes = tuple(_filter(part, place) for part in parts if part)
    return Limits(nodes) if nodes else None, Found(
        "LR404", place, "these are filters of PubMed, not a part of the string",
        "report them (PRISMA-S, item 9), and set them when the search is run",
    )  # fmt: skip


def _filter(text: str, place: Span) -> Node:
    years = re.fullmatch(rf"from\s+({_DAY})\s*-\s*({_DAY})", text, re.IGNORECASE)
    if years:
        first, last = _day(years[1]), _day(years[2])
        return Dates("" if first[:4] <= _OLDEST else first, "" if last[:4] >= "3000" else last,
                     "publication", place)  # fmt: skip
    if text.casefold() in _LANGUAGES:
        return languages(text, place)
    return Native(text, f"pubmed{LIMIT}", place)


_LANGUAGES = frozenset(
    {"chinese", "danish", "dutch", "english", "french", "german", "italian", "japanese",
     "norwegian", "polish", "portuguese", "russian", "spanish", "swedish", "turkish"}
)  # fmt: skip
"""Filters of PubMed that are languages, the commonest of them."""


def _proximity(tag: str, window: str, place: Span) -> Value:
    if tag not in _NEAR_TAGS or not window.isdecimal():
        return Found("LR401", place, "PubMed has no proximity in this field",
                     'write "two words"[tiab:~3], [ti:~3] or [ad:~3]')  # fmt: skip
    return Postfix(lambda node, span: _near(node, tag, int(window), span))


def _near(node: Node, tag: str, between: int, span: Span) -> Node | Found | Told:
    wrong = _alone(node, span)
    if wrong is not None:
        return wrong
    term = _term(node)
    if any(isinstance(piece, Wild) for piece in term.pieces):
        return Found("LR308", term.span, "with a wildcard inside, PubMed passes the proximity over",
                     "write each form out, or combine the words by AND")  # fmt: skip
    words = re.findall(r"\w+", fixed_text(term))
    if len(words) < 2:  # noqa: PLR2004 - a proximity is between two
        return Found("LR110", term.span, "a proximity needs two words or more",
                     "write the other word, or take the distance away")  # fmt: skip
    terms = tuple(Term((word,), False, "", term.span) for word in words)
    return Scoped(_TAGS[tag], Near(terms, between, False, span), span)


def _judged(term: Term) -> Found | None:
    """Wildcards that PubMed does not have, or passes over."""
    before = 0
    for at, piece in enumerate(term.pieces):
        if isinstance(piece, str):
            if _ELSEWHERE.search(piece):
                return Found("LR308", term.span, "PubMed takes ? $ and # for blanks",
                             "write each spelling out, or end the word in *")  # fmt: skip
            before = len(re.findall(r"\w*\Z", piece)[0])
            continue
        if at < len(term.pieces) - 1:
            return Found("LR308", term.span, "in PubMed * can only stand at the end of a term",
                         "write each form out")  # fmt: skip
        if before < _SHORTEST:
            return Found("LR301", term.span, "PubMed wants four letters or more before *",
                         "write the words out")  # fmt: skip
    return None


def _operator(kind: str) -> Callable[[re.Match[str], str], Value | tuple[Value, Found]]:
    def make(match: re.Match[str], source: str) -> Value | tuple[Value, Found]:
        operator = Operator(kind)  # type: ignore[arg-type]
        if match[0] in ("&", "|") or match[0].isupper():
            return operator
        place = Span(match.start(), match.end(), source)
        return operator, Found("LR115", place, "an operator in small letters",
                               f"write {match[0].upper()}")  # fmt: skip

    return make


_SLASHED = r"(?<=[\w'\u2019\"”])/(?:(?:exp|de|mj|br|syn)\b(?:/mj\b)?|(?=[\s)]|\Z))"
"""The mark of a heading at Embase.com or Ovid."""
_GRAMMAR = Grammar(
    name="PubMed",
    tokens={
        "filters": r"\bFilters?(?:\s+applied)?:[^\n]*",
        "has": r"\bhasabstract\b(?:\s*\[(?:text|all\s+fields|all|filter)\])?",
        "range": rf"(?P<first>{_DAY})\s*(?:\[(?P<kind>[^\[\]]*)\])?\s*:\s*"
        rf"(?P<last>{_DAY})\s*\[(?P<kind_>[^\[\]]*)\]",
        "foreign": r"\badj\d+\b|\b(?:near|next|pre|w)/\d+\b",
        "field_": rf"{OVID_FIELDS}|{COLON_FIELDS}|{_SLASHED}",
        "tag": r"\[[^\[\]]*\]",
        "comma": r"(?<=\])\s*[,;]",
        "line": r"#\d+\b",
        "and_": r"and\b|&",
        "or_": r"or\b|\|",
        "not_": r"not\b",
    },
    make={
        "filters": _filters,
        "has": verbatim("pubmed"),
        "range": _range,
        "foreign": foreign("PubMed", 'write "two words"[tiab:~3], or AND'),
        "field_": foreign_field("PubMed", "write [tiab] or the like"),
        "tag": _tag,
        "comma": lambda _match, _source: None,
        "line": lambda match, source: Ref(match[0][1:], "", Span(*match.span(), source)),
        "and_": _operator("and"),
        "or_": _operator("or"),
        "not_": _operator("not"),
    },
    precedence={"near": 4, "and": 3, "not": 3, "or": 3},
    default=ANYWHERE,
    wild={"*": ANY_ENDING},
    word=rf'(?:(?!{OVID_FIELDS}|{COLON_FIELDS}|{_SLASHED})[^\s()"“”„\[\]&|])+',
    adjacent="marked",
    numbers="#",
    implied=True,
    judge=_judged,
)
_CODES = {fields: tag for tag, fields in _TAGS.items()}


def _mark(fields: Scope, text: str, node: Node) -> str:
    tag = _CODES.get(fields)
    if tag is None or (isinstance(node, Near) and tag not in _NEAR_TAGS):
        what = "a proximity" if isinstance(node, Near) else "a term"
        raise Unwritable(f"PubMed has no {what} in {', '.join(fields)}", where=text)
    return f"{text}[{tag}:~{node.between}]" if isinstance(node, Near) else f"{text}[{tag}]"


def _write_heading(heading: Heading) -> str:
    tag = ("majr" if heading.major else "mesh") + ("" if heading.explode else ":noexp")
    names = [f"{heading.name}/{sub}" for sub in heading.subheadings] or [heading.name]
    parts = [f'"{name}"[{tag}]' for name in names]
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def _write_dates(dates: Dates) -> str:
    first, last = (day.replace("-", "/") for day in (dates.first or "1000", dates.last or "3000"))
    return (
        f"{first}[{_KINDS[dates.kind]}]"
        if first == last
        else f"{first}:{last}[{_KINDS[dates.kind]}]"
    )


DIALECT = Dialect(
    name="pubmed",
    title="PubMed",
    grammar=_GRAMMAR,
    style=Style(
        unsafe=r'["“”„()\[\]{}*?#$&|~:]',
        window=lambda _near, words: f'"{words}"',
        mark=_mark,
        marks_at="term",
        heading=_write_heading,
        dates=_write_dates,
        native="pubmed",
    ),
    capability=Capability(
        kind="database",
        checked="2026-11-24",
        references=(
            HELP,
            "https://www.nlm.nih.gov/pubs/techbull/nd22/nd22_pubmed_proximity_search_available.html",
            "https://researchguides.uic.edu/searchstrategies/proximityoperators",
        ),
        scopes=_TAGS,
        ending_after=_SHORTEST,
        phrase_wild="last",
        near=Nearness(
            operands="words",
            wild=False,
            several=True,
            scopes=frozenset(_TAGS[tag] for tag in _NEAR_TAGS),
        ),
        vocabularies=frozenset({"", "mesh"}),
        explode=True,
        major=True,
        subheadings=True,
        dates=frozenset(_KINDS),
        days=True,
        stems="headings and other forms to terms without a field; a field keeps them off",
        remarks=(
            "A quoted phrase that is not in the phrase index is searched as words combined by AND.",
            "Look at the search details: they show how PubMed has read the string.",
        ),
        probe='mentor*[tiab] OR "job coach"[tiab:~2]',
    ),
)
