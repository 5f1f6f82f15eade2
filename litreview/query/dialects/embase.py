"""Embase.com (Elsevier), as in ``'mentoring'/exp OR (mentor* NEAR/3 program*):ti,ab,kw``.

No operator takes precedence: brackets first, then from left to right. ``NEAR/n`` finds words at a
distance of n, so that n - 1 others may stand between; ``NEXT/n`` the same in this order. ``*``
stands for any letters, ``?`` for exactly one, ``$`` for one or none.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from litreview.query.capability import Capability, Nearness
from litreview.query.dialect import Dialect
from litreview.query.findings import Found
from litreview.query.grammar import Grammar, Operator, Postfix, Told, Value
from litreview.query.marks import OVID_FIELDS, foreign, foreign_field
from litreview.query.phrase import fixed_text
from litreview.query.tree import (
    ANY_ENDING,
    ANYWHERE,
    ONE,
    OPTIONAL,
    Dates,
    Field,
    Heading,
    Native,
    Node,
    Ref,
    Scope,
    Scoped,
    Span,
    Term,
    Wild,
    children,
    scope,
    walk,
)
from litreview.query.writing import Style, Unwritable

HELP = (
    "https://www.elsevier.support/embase/answer/"
    "can-i-use-boolean-operators-wildcards-and-proximity-operators-in-embase"
)
_FIELDS: dict[str, Field] = {
    "ti": Field.TITLE, "tt": Field.TITLE, "ab": Field.ABSTRACT, "oa": Field.ABSTRACT,
    "kw": Field.KEYWORDS, "de": Field.HEADING, "lnk": Field.SUBHEADING, "au": Field.AUTHOR,
    "jt": Field.VENUE, "ta": Field.VENUE, "ad": Field.AFFILIATION, "it": Field.TYPE,
    "pt": Field.TYPE, "dtype": Field.TYPE, "la": Field.LANGUAGE, "tn": Field.SUBSTANCE,
}  # fmt: skip
_NATIVE_CODES = (
    "ac af aid an bp ca cd cl cn ct cy dc dd df dm dn do dv ed em ff ib id ii ip is lc ls mn ms nc "
    "oc ok pd pg pii re rn sd sp ui vi"
)
_NATIVE = frozenset(_NATIVE_CODES.split())
"""Fields that exist and have no counterpart elsewhere."""
_SHORTEST = 3
_OLDEST, _LATEST = "1800", "3000"
"""A range from, or to, these years is open."""


def _fields(match: re.Match[str], source: str) -> Value:
    codes = [code.strip().lower() for code in match[0][1:].split(",")]
    place = Span(match.start(), match.end(), source)
    if codes == ["py"]:
        return Postfix(lambda node, span: _year(node, match.string, span))
    unknown = [code for code in codes if code not in _FIELDS and code not in _NATIVE]
    if unknown:
        return Found("LR401", place, f"Embase.com has no field {unknown[0]!r}",
                     "see its list of field codes")  # fmt: skip
    if any(code in _NATIVE for code in codes):
        return Postfix(lambda node, span: _native(node, match.string, span))
    fields = scope(*(_FIELDS[code] for code in codes))
    return Postfix(lambda node, span: Scoped(fields, node, span))


def _native(node: Node, text: str, span: Span) -> Node | Found:
    """The part as it stands: only Embase.com has it."""
    if any(isinstance(part, Ref) for part in walk(node)):
        return Found("LR401", span, "a line that is called cannot be searched in this field",
                     "write the words of the line here")  # fmt: skip
    return Native(" ".join(text[span.start : span.end].split()), "embase", span)


def _year(node: Node, text: str, span: Span) -> Node | Found:
    term = _inside(node)
    year = fixed_text(term) if isinstance(term, Term) else ""
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", year)
    if found is None:
        return _native(node, text, span)
    return Dates(found[1], found[2] or found[1], "publication", span)


def _inside(node: Node) -> Node:
    while len(children(node)) == 1:
        (node,) = children(node)
    return node


def _heading(match: re.Match[str], _source: str) -> Value:
    """The marks behind a heading; a field may stand behind a slash too."""
    marks = [mark.lower() for mark in match[0].split("/")[1:]]
    subs = tuple(sub for mark in marks if re.match(r"[a-z]{2}_", mark) for sub in mark.split(","))
    if {"br", "syn"} & set(marks):
        return Postfix(lambda node, span: _native(node, match.string, span))
    if len(marks) == 1 and marks[0] in _FIELDS and marks[0] != "de":
        return Postfix(lambda node, span: Scoped((_FIELDS[marks[0]],), node, span))
    if len(marks) == 1 and marks[0] in _NATIVE:
        return Postfix(lambda node, span: _native(node, match.string, span))
    explode, major = "exp" in marks, "mj" in marks
    return Postfix(lambda node, span: _headed(node, explode, major, subs, span))


def _headed(
    node: Node, explode: bool, major: bool, subs: tuple[str, ...], span: Span
) -> Node | Found | Told:
    term = _inside(node)
    if not isinstance(term, Term):
        return Found("LR101", span, "the mark of a heading stands behind one heading",
                     "write it behind each heading inside")  # fmt: skip
    if any(isinstance(piece, Wild) for piece in term.pieces):
        return Found("LR308", term.span, "a heading cannot be truncated",
                     "write each heading out, or search its words with :de")  # fmt: skip
    return Heading(" ".join(fixed_text(term).split()), explode, major, "emtree", subs, span)


def _limit(match: re.Match[str], source: str) -> Value:
    place = Span(match.start(), match.end(), source)
    inside, mark = match["inside"].strip(), match["mark"].lower()
    years = re.fullmatch(r"(\d{4})(\s*-\s*(\d{4})?)?", inside)
    if mark == "py" and years:
        first, last = years[1], (years[3] or "") if years[2] else years[1]
        return Dates("" if first <= _OLDEST else first, "" if last >= _LATEST else last,
                     "publication", place)  # fmt: skip
    if mark in ("py", "lim") and years:
        return Found("LR401", place, "years stand before /py", f"write [{inside}]/py")
    if mark == "lim" and inside.casefold() in _LANGUAGES:
        language = Term((inside.casefold(),), True, "", place)
        return Scoped((Field.LANGUAGE,), language, place)
    return Native(f"[{' '.join(inside.split())}]/{mark}", "embase", place)


_LANGUAGES = frozenset({
    "afrikaans", "albanian", "arabic", "bulgarian", "catalan", "chinese", "croatian", "czech",
    "danish", "dutch", "english", "estonian", "finnish", "french", "georgian", "german", "greek",
    "hebrew", "hungarian", "icelandic", "italian", "japanese", "korean", "latvian", "lithuanian",
    "macedonian", "norwegian", "persian", "polish", "portuguese", "romanian", "russian", "serbian",
    "slovak", "slovene", "slovenian", "spanish", "swedish", "thai", "turkish", "ukrainian",
})  # fmt: skip
"""Limits of Embase.com that are languages."""


def _near(match: re.Match[str], source: str) -> Value | tuple[Value, Found]:
    ordered = match[0][:4].lower() == "next"
    distance = int(match[0].partition("/")[2] or "0")
    if distance:
        return Operator("near", distance - 1, ordered)
    return Operator("near", 0, ordered), Found(
        "LR101", Span(match.start(), match.end(), source),
        f"{match[0]} says no distance: {match[0][:4]}/1 finds words side by side",
        f"write {match[0][:4].upper()}/1 or more",
    )  # fmt: skip


def _judged(term: Term) -> Found | None:
    before = 0
    for at, piece in enumerate(term.pieces):
        if isinstance(piece, str):
            letters = re.findall(r"\w*\Z", piece)[0]
            before = len(letters) + (before if letters == piece else 0)
        elif at == 0:
            return Found("LR308", term.span, "Embase.com has no wildcard at the front of a word",
                         "write the words out")  # fmt: skip
        elif piece == ANY_ENDING and before < _SHORTEST:
            return Found("LR301", term.span, "Embase.com wants three letters or more before *",
                         "write the words out")  # fmt: skip
        else:
            before += piece.least
    return None


def _operator(kind: str) -> Callable[[re.Match[str], str], Value]:
    return lambda _match, _source: Operator(kind)  # type: ignore[arg-type]


_QUOTED = (
    r"'[^'\u2018\u2019]*(?:'(?=\w)[^'\u2018\u2019]*)*'|[\u2018\u2019][^'\u2018\u2019]*['\u2019]"
    r'|["“”„][^"“”„]*["“”]'
)
"""An apostrophe with a letter behind it does not close: ``'parkinson's disease'``."""
_LINK = "[a-z]{2}_[a-z]{2}"
"""A subheading, such as ``dm_th``: what Emtree's are, which are not those of MeSH."""
_SLASHED = "|".join(("exp", "mj", "br", "syn", *_FIELDS, *sorted(_NATIVE)))
_UNKNOWN = r"(?<=[\w)*?$'\u2019\"”])/[a-z]{2,12}\b"
_MARKS = rf":[a-z]{{2,12}}(?:\s*,\s*[a-z]{{2,12}})*\b|/(?:{_SLASHED})\b|{_UNKNOWN}"
_GRAMMAR = Grammar(
    name="Embase.com",
    tokens={
        "foreign": r"\badj\d+\b|\bw/\d+\b|\bpre/\d+\b",
        "field_": OVID_FIELDS,
        "limit": r"\[(?P<inside>[^\[\]]*)\]\s*/\s*(?P<mark>lim|py|sd|[a-z]{2,5})\b",
        "line": r"#\d+\b",
        "heading": rf"/(?:{_SLASHED})\b"
        rf"(?:/(?:mj|exp|de|{_LINK}(?:,{_LINK})*)\b)*",
        "unknown": _UNKNOWN,
        "fields": r":\s*[a-z]{2,12}(?:\s*,\s*[a-z]{2,12})*\b",
        "near": r"(?:near|next)(?:\s*/\s*\d+\b|\b(?=\s*[^\s:/)]))",
        "and_": r"and\b",
        "or_": r"or\b",
        "not_": r"not\b",
    },
    make={
        "foreign": foreign("Embase.com", "write NEAR/n, or NEXT/n where the order matters"),
        "field_": foreign_field("Embase.com", "write :ti,ab,kw or the like"),
        "limit": _limit,
        "line": lambda match, source: Ref(match[0][1:], "", Span(*match.span(), source)),
        "heading": _heading,
        "unknown": foreign_field("Embase.com", "write :ti,ab,kw, /exp or the like"),
        "fields": _fields,
        "near": _near,
        "and_": _operator("and"),
        "or_": _operator("or"),
        "not_": _operator("not"),
    },
    precedence={"near": 4, "and": 3, "not": 3, "or": 3},
    default=ANYWHERE,
    wild={"*": ANY_ENDING, "?": ONE, "$": OPTIONAL},
    quoted=_QUOTED,
    unclosed=r"""(?:["“”„\u2018]|(?<!\w)')[^"“”„]*\Z""",
    word=rf"""(?:(?!{_MARKS}|{OVID_FIELDS})[^\s()"“”„'\u2018\u2019\[\]]|(?<=\w)['\u2019](?=\w))+""",
    adjacent="and",
    numbers="#",
    implied=True,
    judge=_judged,
)
_CODES: dict[Scope, str] = {
    (Field.TITLE,): "ti", (Field.ABSTRACT,): "ab", (Field.KEYWORDS,): "kw", (Field.HEADING,): "de",
    (Field.SUBHEADING,): "lnk", (Field.AUTHOR,): "au", (Field.VENUE,): "jt",
    (Field.AFFILIATION,): "ad", (Field.TYPE,): "it", (Field.LANGUAGE,): "la",
    (Field.SUBSTANCE,): "tn",
}  # fmt: skip


def _mark(fields: Scope, text: str, _node: Node) -> str:
    if fields == ANYWHERE:
        return text
    codes = [_CODES.get((one,), "") for one in fields]
    if not all(codes):
        raise Unwritable(f"Embase.com has no mark for {', '.join(fields)}", where=text)
    return f"{text}:{','.join(codes)}"


def _write_heading(heading: Heading) -> str:
    marks = ("/exp" if heading.explode else "" if heading.major else "/de") + (
        "/mj" if heading.major else ""
    )
    subs = f"/{','.join(heading.subheadings)}" if heading.subheadings else ""
    quote = '"' if "'" in heading.name else "'"
    return f"{quote}{heading.name}{quote}{marks}{subs}"


def _write_dates(dates: Dates) -> str:
    """A range that is open at one end is not documented: it is closed far out."""
    return f"[{dates.first or _OLDEST}-{dates.last or _LATEST}]/py"


DIALECT = Dialect(
    name="embase",
    title="Embase.com",
    grammar=_GRAMMAR,
    style=Style(
        wild={ANY_ENDING: "*", ONE: "?", OPTIONAL: "$"},
        quotes=("'", "'"),
        unsafe=r"""["“”„()\[\]{}*?$#:/]""",
        reserved=frozenset({"and", "or", "not", "near", "next"}),
        near=lambda between, ordered: f" {'NEXT' if ordered else 'NEAR'}/{between + 1} ",
        mark=_mark,
        heading=_write_heading,
        dates=_write_dates,
        native="embase",
    ),
    capability=Capability(
        kind="database",
        checked="2026-11-24",
        references=(
            HELP,
            "http://www.embase.com/info/helpfiles/search-hints/wildcards",
            "unverified: fields, limits, headings as public code quotes them from Elsevier's help",
        ),
        scopes={"": ANYWHERE, **{code: fields for fields, code in _CODES.items()}},
        joins_scopes=True,
        ending_after=_SHORTEST,
        inner=True,
        one=True,
        optional=True,
        near=Nearness(ordered=True, nested=True),
        vocabularies=frozenset({"", "emtree"}),
        explode=True,
        major=True,
        subheadings=True,
        subheading_form=_LINK,
        stems="",
        remarks=(
            "Brackets around every OR: no operator takes precedence.",
            "The search history shows the string without brackets that change nothing.",
        ),
        probe="'mentoring'/exp OR (mentor* NEAR/3 program*):ti,ab,kw",
    ),
)
