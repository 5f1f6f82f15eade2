"""Random search trees and records, invented targets, and an evaluator easy to check by eye.

Imported by its bare name: pytest puts this folder on the path, because of the conftest.py in it.
The words are few, so that a random record has a fair chance to match a random tree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from hypothesis import strategies as st

from litreview.query.capability import Capability
from litreview.query.dialect import Dialect
from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.reading import parse
from litreview.query.tree import (
    ANY_ENDING,
    ANYWHERE,
    ONE,
    OPTIONAL,
    TITLE_ABSTRACT,
    TOPIC,
    And,
    Dates,
    Everything,
    Field,
    Group,
    Heading,
    Native,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Piece,
    Scope,
    Scoped,
    Term,
    Wild,
    scope,
)

WORDS = ("job", "jobs", "labor", "labour", "coach", "coaching", "work", "worker")
NARROWER = {"Work": ("Labour", "Job coaching"), "Labour": ("Strikes",)}
"""A small thesaurus: what stands below each heading."""

Text = Mapping[Field, Sequence[str]]
"""What a record says in each field: its values, such as one keyword each."""
Day = str
"""The day on which the work was published, ``2015-06-30``."""


# -- the evaluator -------------------------------------------------------------------------------


def finds(node: Node, text: Text, day: Day = "2015-06-30", fields: Scope = TOPIC) -> bool:
    """Whether the record matches, by the words of docs and tree.py and nothing else."""
    match node:
        case Scoped():
            found = finds(node.item, text, day, node.fields)
        case Group():
            found = finds(node.item, text, day, fields)
        case And():
            found = all(finds(item, text, day, fields) for item in node.items)
        case Or():
            found = any(finds(item, text, day, fields) for item in node.items)
        case Not():
            found = finds(node.keep, text, day, fields) and not finds(node.drop, text, day, fields)
        case Heading():
            found = any(_indexed(node, value) for value in text.get(Field.HEADING, ()))
        case Dates():
            from_first = node.first <= day[: len(node.first)]
            found = from_first and (not node.last or day[: len(node.last)] <= node.last)
        case Everything() | Nothing():
            found = isinstance(node, Everything)
        case _:
            values = [(one, value) for one, values in text.items() for value in values]
            found = any(_places(node, _words(value), fields, one) for one, value in values)
    return found


def _indexed(heading: Heading, value: str) -> bool:
    name = value.removeprefix("*").lower()
    if heading.major and not value.startswith("*"):
        return False
    wanted = [heading.name]
    if heading.explode:
        for one in wanted:
            wanted.extend(NARROWER.get(one, ()))
    return name in [one.lower() for one in wanted]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _places(node: Node, words: list[str], fields: Scope, one: Field) -> set[tuple[int, int]]:
    """Where `node` stands among the words of a value of the field `one`."""
    if isinstance(node, Scoped):
        return _places(node.item, words, node.fields, one)
    if isinstance(node, Group):
        return _places(node.item, words, fields, one)
    if isinstance(node, Or):
        return {place for item in node.items for place in _places(item, words, fields, one)}
    if isinstance(node, Near):
        found = set()
        for choice in product(*[_places(item, words, fields, one) for item in node.items]):
            laid = list(choice) if node.ordered else sorted(choice)
            gaps = [after[0] - before[1] for before, after in pairwise(laid)]
            if min(gaps) >= 0 and sum(gaps) <= node.between:
                found.add((laid[0][0], laid[-1][1]))
        return found
    assert isinstance(node, Term), node
    if one not in fields and Field.ANY not in fields:
        return set()
    patterns = _patterns(node.pieces)
    return {
        (at, at + len(patterns))
        for at in range(len(words) - len(patterns) + 1)
        if all(re.fullmatch(p, words[at + n]) for n, p in enumerate(patterns))
    }


def _patterns(pieces: Sequence[Piece]) -> list[str]:
    whole = "".join(
        re.sub(r"[\W_]+", " ", piece.lower()) if isinstance(piece, str)
        else f"[^\\W_]{{{piece.least},{'' if piece.most is None else piece.most}}}"
        for piece in pieces
    )  # fmt: skip
    return [one for one in re.split(r" (?![^{]*\})", whole.strip()) if one]


# -- random trees --------------------------------------------------------------------------------


@st.composite
def _word(draw: st.DrawFn) -> tuple[Piece, ...]:
    word = draw(st.sampled_from(WORDS))
    kind = draw(st.sampled_from(("", "", "", "*", "*", "?", "#", "{2}", "inner", "front", "both")))
    at = draw(st.integers(1, len(word) - 1))
    made: dict[str, tuple[Piece, ...]] = {
        "": (word,),
        "*": (word[: max(1, at)], ANY_ENDING),
        "?": (word[:at], OPTIONAL, word[at:]),
        "#": (word[:at], ONE, word[at + 1 :]),
        "{2}": (word[:at], Wild(0, 2)),
        "inner": (word[:at], ANY_ENDING, word[-1]),
        "front": (ANY_ENDING, word[at:]),
        "both": (word[:at], OPTIONAL, word[at:], ANY_ENDING),
    }
    return tuple(piece for piece in made[kind] if piece != "")


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """A word, or a phrase of two or three; with wildcards or without."""
    pieces: list[Piece] = []
    for number in range(draw(st.sampled_from((1, 1, 1, 2, 2, 3)))):
        if number:
            gap = draw(st.sampled_from((" ", " ", "-")))
            if isinstance(pieces[-1], str):
                pieces[-1] += gap
            else:
                pieces.append(gap)
        for piece in draw(_word()):
            if pieces and isinstance(piece, str) and isinstance(pieces[-1], str):
                pieces[-1] += piece
            else:
                pieces.append(piece)
    return Term(tuple(pieces), quoted=len(pieces) > 1)


SCOPES = st.sampled_from(
    [TOPIC, TITLE_ABSTRACT, scope(Field.TITLE), scope(Field.ABSTRACT), scope(Field.KEYWORDS),
     scope(*TOPIC, Field.HEADING), ANYWHERE]
)  # fmt: skip


def _two_or_three(items: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(items, min_size=2, max_size=3).map(tuple)


def proximities(depth: int = 1) -> st.SearchStrategy[Node]:
    """Terms, their alternatives, and proximities of them inside each other."""
    operands: st.SearchStrategy[Node] = st.one_of(terms(), terms(), _two_or_three(terms()).map(Or))
    if depth:
        operands = st.one_of(operands, operands, proximities(depth - 1))
    return st.builds(Near, _two_or_three(operands), st.integers(0, 3), st.booleans())


_NAMES = st.sampled_from(["Work", "Labour", "Strikes"])
HEADINGS = st.builds(Heading, _NAMES, st.booleans(), st.booleans())
ODD_HEADINGS = st.builds(
    Heading,
    st.sampled_from(["Work", "Education, Special", "Parkinson's Disease", "Time and Motion (old)"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "mesh", "emtree", "apa", "eric", "econlit", "stw", "cinahl"]),
    st.sampled_from([(), ("ed",), ("dm_th",), ("therapy", "mt")]),
)
"""Headings of all thesauri, with what makes them hard to write; not for judging records."""
_ENDS = st.sampled_from(["", "2014", "2015", "2016", "2015-06", "2015-06-30"])
DATES = st.builds(Dates, _ENDS, _ENDS).filter(lambda one: bool(one.first or one.last))
ODD_DATES = st.builds(
    Dates, _ENDS, _ENDS, st.sampled_from(["publication", "entry", "created", "completed", "mesh"])
).filter(lambda one: bool(one.first or one.last))
ODD_TERMS = st.sampled_from([
    Term(("and",)), Term(("or not",), quoted=True), Term(("3",)), Term(("adj3",)), Term(("...",)),
    Term(("job:work",)), Term(("o'brien",)), Term(('it"s',)), Term((ANY_ENDING,)),
    Term((ONE, "b")), Term(("a", Wild(2, 5), "b")), Term(("mentor", Wild(0, 30))),
    Term(("x" * 60, ANY_ENDING)),
    Term(("\u00e6 \u4e2d\u6587",)), Term(("labo", OPTIONAL, "r market", ANY_ENDING)),
])  # fmt: skip
"""Terms that are hard to write: words that are operators, signs, wildcards of every kind."""


def trees(*, facts: bool = True) -> st.SearchStrategy[Node]:
    """Trees of everything that a search string can say. facts: also headings and dates."""
    leaves: list[st.SearchStrategy[Node]] = [terms(), terms(), proximities()]
    if facts:
        leaves += [HEADINGS, DATES]
    return _trees(leaves, SCOPES)


def odd_trees() -> st.SearchStrategy[Node]:
    """Trees of what is hard to write, in all fields; not for judging records."""
    fields = st.lists(st.sampled_from(list(Field)), min_size=1, max_size=3).map(
        lambda found: scope(*found)
    )
    natives = st.builds(Native, st.just("5.rw."), st.sampled_from(["ovid", "pubmed"]))
    near = st.builds(Near, _two_or_three(st.one_of(terms(), ODD_TERMS)), st.integers(0, 200),
                     st.booleans())  # fmt: skip
    return _trees([terms(), ODD_TERMS, proximities(), near, ODD_HEADINGS, ODD_DATES, natives],
                  fields)  # fmt: skip


def _trees(
    leaves: list[st.SearchStrategy[Node]], scopes: st.SearchStrategy[Scope]
) -> st.SearchStrategy[Node]:
    return st.recursive(
        st.one_of(leaves),
        lambda inner: st.one_of(
            _two_or_three(inner).map(And),
            _two_or_three(inner).map(Or),
            st.builds(Not, inner, inner),
            st.builds(Scoped, scopes, inner),
            inner.map(Group),
        ),
        max_leaves=6,
    )


# -- random records ------------------------------------------------------------------------------

_PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)


@st.composite
def records(draw: st.DrawFn) -> dict[Field, list[str]]:
    """A record with a title, an abstract, and perhaps keywords and headings."""
    found = {Field.TITLE: [draw(_PHRASES)], Field.ABSTRACT: [draw(_PHRASES)]}
    found[Field.KEYWORDS] = draw(st.lists(_PHRASES, max_size=2))
    names = st.sampled_from(["Work", "*Work", "Labour", "*Labour", "Strikes", "Job coaching"])
    found[Field.HEADING] = draw(st.lists(names, max_size=2))
    return found


DAYS = st.sampled_from(["2013-12-31", "2014-01-01", "2015-06-30", "2015-07-01", "2016-12-31"])


# -- invented targets --------------------------------------------------------------------------


def target(**abilities: Any) -> Dialect:
    """A target of the given `Capability` that is written as the own notation is.

    It has truncation, phrases with wildcards, NOT, and every field; no other wildcard, no
    proximity, headings or dates, unless `abilities` says so.
    """
    can = {"scopes": OWN.capability.scopes, "joins_scopes": True, **abilities}
    return Dialect("invented", "Inventa", Capability("api", "2026-11-24", (), **can), OWN.style)


def read(text: str) -> Node:
    """The tree of `text` in the own notation."""
    parsed = parse(text, OWN)
    assert parsed.tree is not None, parsed.findings
    return parsed.tree
