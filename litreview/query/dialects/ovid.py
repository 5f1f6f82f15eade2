"""Ovid (Wolters Kluwer), as in ``exp Mentoring/ or (mentor* adj3 program*).ti,ab,kf.``.

``adjN`` finds two words with at most N - 1 others between them, in either order; ``adj`` and words
side by side are a phrase. ``*`` and ``$`` stand for any letters, ``$n`` and ``*n`` for at most n,
``#`` for exactly one, ``?`` for one or none. AND binds before OR.
"""

from __future__ import annotations

import re

from litreview.query.capability import Capability, Nearness
from litreview.query.dialect import Dialect
from litreview.query.dialects._ovid_fields import FIELDS, MULTI, NATIVE
from litreview.query.dialects._ovid_limits import (
    LATEST,
    MOST_YEARS,
    date_range,
    dated,
    frequent,
    in_years,
    limit,
    native,
    write_dates,
)
from litreview.query.findings import Found
from litreview.query.grammar import Grammar, LineRefs, Operator, Postfix, Value
from litreview.query.marks import foreign, foreign_field
from litreview.query.phrase import fixed_text
from litreview.query.tree import (
    ANY_ENDING,
    ONE,
    OPTIONAL,
    And,
    Field,
    Group,
    Heading,
    Native,
    Node,
    Or,
    Ref,
    Scope,
    Scoped,
    Span,
    Term,
    Wild,
    scope,
)
from litreview.query.writing import Style


def _fields(codes: str) -> Scope | str:
    """The scope of ``ti,ab``, or the code that is not known."""
    found: list[Field] = []
    for code in re.split(r"\s*,\s*", codes.strip().lower()):
        known = FIELDS.get(code)
        if known is None:
            return code
        found.extend((known,) if isinstance(known, Field) else known)
    return scope(*found)


def _postfix(match: re.Match[str], source: str) -> Value | tuple[Value, Found]:
    codes = match[0].strip(".").strip()
    fields = _fields(codes)
    place = Span(match.start(), match.end(), source)
    if isinstance(fields, str):
        if fields in NATIVE:
            return Postfix(lambda node, span: native(node, match.string, span))
        return Found("LR401", place, f"Ovid has no field {fields!r}", "see Ovid's guide to fields")
    mark = Postfix(
        lambda node, span: (
            _exactly(node) or Scoped(fields, node, span)
            if codes.lower() == "sh"
            else Scoped(fields, node, span)
        )
    )
    if match[0].endswith("."):
        return mark
    told = Found("LR403", place, f"{match[0]} lacks its closing full stop", f"write {match[0]}.")
    return mark, told


def _exactly(node: Node) -> Node | None:
    """``x.sh.`` is the heading x, not words of one; None where it is more than plain terms."""
    while isinstance(node, Group):
        node = node.item
    if isinstance(node, Or):
        items = [_exactly(item) for item in node.items]
        found = tuple([item for item in items if item is not None])
        return Or(found, node.span) if len(found) == len(items) else None
    if not isinstance(node, Term) or any(isinstance(piece, Wild) for piece in node.pieces):
        return None
    return Heading(" ".join(fixed_text(node).split()), False, False, "", (), node.span)


def _heading(match: re.Match[str], source: str) -> Value | tuple[Value, Found]:
    found = _HEADING.fullmatch(match[0])
    if found is None:  # pragma: no cover - the token is the same expression
        return None
    subs = tuple(part.strip() for part in (found["subs"] or "").split(",") if part.strip())
    place = Span(match.start(), match.end(), source)
    name = " ".join((found["quoted"] or found["name"]).split())
    old = bool(found["old"])
    node = Heading(name, bool(found["exp"]) or old, bool(found["star"]), "", subs, place)
    if old:
        return node, Found("LR405", place, "the old form of an exploded heading",
                           f"write exp {name}/")  # fmt: skip
    return node


def _unslashed(match: re.Match[str], source: str) -> tuple[Value, Found]:
    place = Span(match.start(), match.end(), source)
    words = " ".join(match[0].split())
    return Term((words,), False, "", place), Found(
        "LR402",
        place,
        "exp without a slash behind the heading is a search for these words",
        f"write {words}/",
    )


def _join(match: re.Match[str], source: str) -> Value | tuple[Value, Found]:
    kind = "and" if match[0][:3].lower() == "and" else "or"
    refs = tuple(
        Ref(
            one[1],
            one[2] or "",
            Span(match.start() + one.start(), match.start() + one.end(), source),
        )
        for one in re.finditer(r"(\d+)(?:\s*-\s*(\d+))?", match[0])
    )
    made = LineRefs(kind, refs)  # type: ignore[arg-type]
    if "/" in match[0] or match.start() > match.pos:  # 1 or 3-5
        return made
    place = Span(match.start(), match.end(), source)
    called = match[0][len(kind) :].strip()
    return made, Found("LR405", place, "Ovid joins a range of lines with a slash",
                       f"write {kind}/{called}")  # fmt: skip


def _signed(match: re.Match[str], source: str) -> tuple[Value, Found]:
    """``#3``, as other databases call a line: Ovid would search for a letter and a 3."""
    place = Span(match.start(), match.end(), source)
    number = match[0][1:]
    what = "in Ovid # stands for a letter, and lines are called by the bare number"
    return Ref(number, "", place), Found("LR205", place, what, f"write {number} for line {number}")


def _near(match: re.Match[str], source: str) -> Value | tuple[Value, Found]:
    digits = match[0][3:]
    if not digits:
        return Operator("near", 0, ordered=True)
    if int(digits) == 0:
        return Operator("near", 0), Found(
            "LR101", Span(match.start(), match.end(), source),
            "adj0 means nothing: adj1 finds words side by side", "write adj1 or more")  # fmt: skip
    return Operator("near", int(digits) - 1)


def _part_of(match: re.Match[str], source: str) -> Value:
    """``from 4 keep 2-5``, ``4 use ppez``: a choice among what a line finds."""
    place = Span(match.start(), match.end(), source)
    text = match[0].lower().removeprefix("and ").strip()
    number, _, keep = text.removeprefix("from ").partition(" keep ")
    if keep:
        ref, native = Ref(number.strip(), "", place), Native(f"keep {keep}", "ovid", place)
        return Group(And((ref, native), place), place)
    native = Native(" ".join(text.split()), "ovid", place)
    if text.startswith("keep"):
        return native
    return Postfix(lambda node, span: And((node, native), span))


def _note(match: re.Match[str], source: str) -> Value:
    """``[mp=...]`` and remarks are passed over; but not what is PubMed's."""
    if not re.fullmatch(rf"\[(?:{_TAGS_ELSEWHERE})\b[^\]]*\]", match[0], re.IGNORECASE):
        return None
    place = Span(match.start(), match.end(), source)
    return Found("LR401", place, f"{match[0]} is a field of PubMed", "write .ti,ab. or the like")


def _hits(match: re.Match[str], source: str) -> tuple[Value, Found]:
    place = Span(match.start(), match.end(), source)
    return None, Found("LR304", place, "a number of hits behind the line", "take it away")


def _deduplicated(match: re.Match[str], source: str) -> tuple[Value, Found]:
    place = Span(match.start(), match.end(), source)
    number = re.findall(r"\d+", match[0])[-1]
    return Ref(number, "", place), Found("LR404", place, "duplicates are taken out here",
                                         "report it: other databases do not do so")  # fmt: skip


_NAME = (
    r"[A-Za-z0-9][\w\-'\u2019.,&+]*+"
    r"(?:[ ]++(?!(?:or|and|not|adj\d*)\b)[\w\-'\u2019.,&+()]++){0,14}?"
)
"""Words up to a slash. Nothing is tried twice: a word ends at a blank only."""
_AND_NAME = _NAME.replace("or|and|not", "or|not|exp")
"""Behind exp a heading may hold ``and``; elsewhere it needs quotation marks."""
_HEADING_TEXT = (
    r"(?P<exp>exp\s+)?(?P<star>\*)?"
    r'(?:["“](?P<quoted>[^"“”\n]{1,150})["”]'
    rf"|(?P<name>(?:(?<=exp\s)|(?<=exp\s\*)){_AND_NAME}|{_NAME}))\s?/"
    r"(?:(?P<old>\s*EXP\b)"
    r"|(?P<subs>\s*[a-z]{2}(?:\s*,\s*[a-z]{2})*(?=\s*(?:[)\[]|$|\n|or\b|and\b|not\b)))"
    r"(?:\s*\[[^\[\]\n]*\])?)?"
)
_HEADING = re.compile(_HEADING_TEXT, re.IGNORECASE)
_POSTFIX = r"\.(?:m_titl|[a-z]{2})(?:\s*,\s*(?:m_titl|[a-z]{2}))*(?:\.|(?=[\s)]|\Z))"

_CODE = r"[a-z]\w{1,11}"
_UNKNOWN = (
    rf"(?<=[\w)*$?\"”])\.(?=[a-z_,\s]*(?:,|[a-z_]{{3}}|[a-z]{{2}};)){_CODE}(?:\s*,\s*{_CODE})*[.;]"
    r"(?=[\s);]|\Z)|(?<=[\w)*$?\"”])\.(?:tiab|title|abstract|keywords?|mesh|all)(?=[\s)]|\Z)"
)
"""What looks like fields and is not written as Ovid writes them."""


def _unknown(match: re.Match[str], source: str) -> Found:
    place = Span(match.start(), match.end(), source)
    codes = [code.strip().lower() for code in match[0].strip(".;").split(",")]
    wrong = next((code for code in codes if code not in FIELDS and code not in NATIVE), "")
    if wrong:
        return Found("LR401", place, f"Ovid has no field {wrong!r}", "see Ovid's guide to fields")
    return Found("LR401", place, f"{match[0]!r} is no field of Ovid",
                 f"write .{','.join(codes)}.")  # fmt: skip


_DATABASES = (
    "ppezv?|ppfez|medall|medl|mesz|pmoz|prem|emez[dr]?|oemez[dv]?|emczd|emed|psyh|psyc|psyb|"
    "cctr|coch|cleed|clhta|dare|amed|hmic|cagh|eric|econ|imefd|jbi"
)
"""Databases of Ovid, as `use` names them in a search of several at once."""

_TAGS_ELSEWHERE = "tiab|ti|ab|tw|mesh|mh|majr|pt|la|sh|title|abstract|all fields|text word"

_GRAMMAR = Grammar(
    name="Ovid",
    tokens={
        "deduplicated": r"remove\s+duplicates\s+from\s+\d{1,3}\b",
        "keep": r"from\s+\d{1,3}\s+keep\s+\d[\d,\s-]*|keep\s+\d[\d,-]*(?=\s*(?:\)|\Z))",
        "use": rf"(?:and\s+)?use\s+(?:{_DATABASES})(?:\s*,\s*(?:{_DATABASES}))*\b",
        "freq": r"/?\s*freq\s*=\s*\d+",
        "range": r"(?P<first>\d{4,8})\s*:\s*(?P<last>\d{4,8})"
        r"\.\s*\(?(?P<code>sa_year|yr|dp|dt|ed|ez|da|up)\)?\s*\.",
        "years": r"\.\s*\(?\s*sa_year\s*\)?\s*\.|\.\s*\(?\s*yr\s*\)?\s*\.",
        "note": r"\[[^\[\]]*\]",
        "hits": r"(?<=[^\s(]\s)(?<!or\s)(?<!and\s)(?<!not\s)(?<!to\s)(?<!adj\s)"
        r"\(\s*\d[\d,]*\s*\)(?=\s*\Z)",
        "signed": r"#\d{1,3}(?![\w#?*$])",
        "limit": r"limit\s+\d+\s+to\b",
        "dated": r'(?:yr|dp|dt|ed|ep|ez|da|up)\s*=\s*(?:"[^"]*"|“[^”]*”|[\d\-]+)',
        "join": r"(?:or|and)\s*/\s*\d+(?:\s*-\s*\d+)?(?:\s*,\s*\d+(?:\s*-\s*\d+)?)*"
        r"|(?:or|and)\s+\d+\s*-\s*\d+\s*\Z",
        "foreign": r"\b(?:near|next|pre|w)/\d+\b",
        "slashed": r"(?<=['\u2019])/(?:exp|de|mj)\b(?:/mj\b)?",
        "near": r"adj\d*\b",
        "and_": r"and\b",
        "or_": r"or\b",
        "not_": r"not\b",
        "postfix": _POSTFIX,
        "unknown": _UNKNOWN,
        "heading": re.sub(r"\?P<(\w+)>", r"?P<heading_\1>", _HEADING_TEXT),
        "unslashed": r"exp\s+[A-Za-z][\w\-]*(?:[ ]+(?!(?:or|and|not)\b)[\w\-]+)*"
        r"(?=\s*(?:\)|\Z|\s(?:or|and|not)\b))",
    },
    make={
        "deduplicated": _deduplicated,
        "keep": _part_of,
        "use": _part_of,
        "freq": frequent,
        "range": date_range,
        "years": in_years,
        "note": _note,  # [mp=title, abstract], [Block 2: outcomes]
        "hits": _hits,
        "signed": _signed,
        "limit": limit,
        "dated": dated,
        "join": _join,
        "foreign": foreign("Ovid", "write adjN, one more than the words between"),
        "slashed": foreign_field("Ovid", "write exp and the heading, with a slash behind it"),
        "near": _near,
        "and_": lambda _match, _source: Operator("and"),
        "or_": lambda _match, _source: Operator("or"),
        "not_": lambda _match, _source: Operator("not"),
        "postfix": _postfix,
        "unknown": _unknown,
        "heading": _heading,
        "unslashed": _unslashed,
    },
    precedence={"near": 4, "and": 3, "not": 3, "or": 2},
    default=MULTI,
    wild={"#": ONE, "?": OPTIONAL},
    wild_pattern=r"[*$]\d*|(?<=\w):(?!\w)",
    wild_of=lambda mark: Wild(0, int(mark[1:])) if mark[1:] else ANY_ENDING,
    word=rf'(?:(?!{_POSTFIX}|{_UNKNOWN}|(?<=[\'\u2019])/(?:exp|de|mj)\b)[^\s()"“”„\[\]])+',
    numbers="bare",
    number_is_line=True,
    phrase_beside_near=True,
)


def _mark(fields: Scope, text: str, _node: Node) -> str:
    codes = _CODES.get(fields)
    if codes is None:
        codes = ",".join(_CODES[(one,)] for one in fields)
    return f"{text}.{codes}."


_CODES: dict[Scope, str] = {
    MULTI: "mp", (Field.ANY,): "af", (Field.TITLE,): "ti", (Field.ABSTRACT,): "ab",
    (Field.KEYWORDS,): "kf", (Field.HEADING,): "hw", (Field.SUBHEADING,): "fs",
    (Field.AUTHOR,): "au", (Field.VENUE,): "jn", (Field.AFFILIATION,): "in",
    (Field.TYPE,): "pt", (Field.LANGUAGE,): "la", (Field.METHODOLOGY,): "md",
    (Field.SUBSTANCE,): "nm", (Field.FULLTEXT,): "tx",
}  # fmt: skip


_PARTED = re.compile(r"\b(?:and|or|not|adj\d*|exp)\b|[^\w\s,.'&+-]", re.IGNORECASE)
"""What must not stand bare in the name of a heading."""


def _write_heading(heading: Heading) -> str:
    subs = ",".join(heading.subheadings)
    name = f'"{heading.name}"' if _PARTED.search(heading.name) else heading.name
    return f"{'exp ' if heading.explode else ''}{'*' if heading.major else ''}{name}/{subs}"


DIALECT = Dialect(
    name="ovid",
    title="Ovid",
    grammar=_GRAMMAR,
    style=Style(
        and_=" and ",
        or_=" or ",
        not_=" not ",
        wild={ANY_ENDING: "*", ONE: "#", OPTIONAL: "?"},
        limited="*{n}",
        bare_phrases=True,
        quote_numbers=True,
        unsafe=r'["“”„()\[\]{}*?#$/]|\.(?=[A-Za-z]{2}\b)',
        reserved=frozenset({"and", "or", "not", "adj", "exp", "limit", "to", "use"}),
        near=lambda between, ordered: " adj " if ordered else f" adj{between + 1} ",
        mark=_mark,
        heading=_write_heading,
        dates=write_dates,
        native="ovid",
    ),
    capability=Capability(
        kind="database",
        checked="2026-11-24",
        references=(
            "https://site.ovid.com/site/help/documentation/osp/en/Content/syntax.htm",
            "http://zatoka.icm.edu.pl/OVIDWEB/ovidweb.cgi?HC=syntax",
            "unverified: headings, lines, limits and .yr. as in strategies that were run",
        ),
        scopes={code: fields for fields, code in _CODES.items()},
        joins_scopes=True,
        ending=True,
        ending_after=1,
        limited_ending=True,
        inner=False,
        leading=False,
        one=True,
        optional=True,
        phrase_wild="any",
        near=Nearness(operands="groups", wild=True, ordered=False, most=98, nested=True),
        vocabularies=frozenset({"", "mesh", "emtree", "apa"}),
        explode=True,
        major=True,
        subheadings=True,
        most_years=MOST_YEARS,
        years_to=LATEST,
        remarks=("Run each line without automatic mapping to headings.",),
        probe="(mentor* adj2 program*).ti,ab.",
    ),
)
