"""The tree of a search string. Frozen nodes with the place they came from, free of behaviour.

One tree serves every database: a dialect parses its own notation into it and writes it back.
Equality ignores places. A node never holds text of a notation, except `Native`, which says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple


class Span(NamedTuple):
    """Characters ``start`` to ``end`` (exclusive, from 0) of the text called ``source``."""

    start: int
    end: int
    source: str = ""
    """Empty: the text that was parsed; else the name of a block or strategy."""


NOWHERE = Span(0, 0)


class Field(StrEnum):
    """What a term is looked for in."""

    TITLE = "title"
    ABSTRACT = "abstract"
    KEYWORDS = "keywords"
    """The authors' own keywords."""
    HEADING = "heading"
    """The words of subject headings that indexers gave."""
    SUBHEADING = "subheading"
    AUTHOR = "author"
    VENUE = "venue"
    """The journal, series or book."""
    AFFILIATION = "affiliation"
    TYPE = "type"
    """The type of publication."""
    LANGUAGE = "language"
    METHODOLOGY = "methodology"
    SUBSTANCE = "substance"
    FULLTEXT = "fulltext"
    ANY = "any"
    """Every field that the source has."""


Scope = tuple[Field, ...]
"""Fields that are searched as one, in the order of `Field`; ``scope()`` makes them."""

_RANK = {name: rank for rank, name in enumerate(Field)}


def scope(*fields: Field) -> Scope:
    """`fields` once each, in their order; ANY takes in all others."""
    if Field.ANY in fields:
        return (Field.ANY,)
    return tuple(sorted(set(fields), key=_RANK.__getitem__))


TITLE_ABSTRACT = scope(Field.TITLE, Field.ABSTRACT)
TOPIC = scope(Field.TITLE, Field.ABSTRACT, Field.KEYWORDS)
ANYWHERE = scope(Field.ANY)


class Wild(NamedTuple):
    """Letters or digits left open: from `least` to `most` of them; most None: any number."""

    least: int
    most: int | None


ANY_ENDING = Wild(0, None)
ONE = Wild(1, 1)
OPTIONAL = Wild(0, 1)

Piece = str | Wild


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase: fixed text and wildcards, in their order.

    Several words stand next to each other in this order. Blanks and punctuation part words, so
    ``wait-list*`` is a phrase of two. quoted: as written, which some databases read as *exact*.
    """

    pieces: tuple[Piece, ...]
    quoted: bool = field(default=False, compare=False)
    language: str = ""
    """ISO 639-1, where known: how letters fold."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A subject heading of a thesaurus. explode: with all narrower ones; major: as main topic."""

    name: str
    explode: bool = False
    major: bool = False
    vocabulary: str = ""
    """mesh, emtree, eric ...; empty: the thesaurus of whatever database is searched."""
    subheadings: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Dates:
    """A range of dates, both ends in it: ``2010``, ``2010-05`` or ``2010-05-31``; empty: open."""

    first: str
    last: str
    kind: str = "publication"
    """publication, entry, created, completed, mesh: which date of the record."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


LIMIT = "-limit"
"""Ends the syntax of a `Native` that no string holds: the database knows it as a setting."""


@dataclass(frozen=True, slots=True)
class Native:
    """A construct that is well-formed in one notation and means nothing in another.

    syntax: the notation, with `LIMIT` behind it where it is set beside a string of that notation.
    """

    text: str
    syntax: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    wider: Node | None = field(default=None, compare=False, repr=False)
    """What finds all of it, and more, in any notation; None: not known."""


@dataclass(frozen=True, slots=True)
class Block:
    """A concept block that is named, such as ``mentor.en``, not yet put in."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """A line or a range of lines that is called by number, not yet put in."""

    first: str
    last: str = ""
    """Empty: one line."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of `items` (two or more)."""

    items: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of `items` (two or more)."""

    items: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """`keep` without `drop`."""

    keep: Node
    drop: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Near:
    """All of `items` (two or more) in one field, with at most `between` other words between them.

    For two items: the words between the end of one and the start of the other. For more: all the
    other words from the first to the last item. ordered: in this order.
    """

    items: tuple[Node, ...]
    between: int
    ordered: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Scoped:
    """`item`, its terms looked for in `fields`, unless a scope inside says otherwise."""

    fields: Scope
    item: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Brackets as written. They mean nothing by themselves; lint looks at them."""

    item: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Everything:
    """Every record: what a part becomes that a target cannot express and may be widened away."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Nothing:
    """No record: what a part under NOT becomes that a target cannot express."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


Leaf = Term | Heading | Dates | Native | Block | Ref | Everything | Nothing
Node = Leaf | And | Or | Not | Near | Scoped | Group
MANY = (And, Or, Near)
"""The nodes that hold `items`."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below `node`, from left to right."""
    below = _BELOW.get(type(node))
    return below(node) if below else ()


_items = attrgetter("items")
_BELOW: dict[type, Callable[[Any], tuple[Node, ...]]] = {
    And: _items, Or: _items, Near: _items, Not: attrgetter("keep", "drop"),
    Scoped: lambda node: (node.item,), Group: lambda node: (node.item,),
}  # fmt: skip
"""By type, since every pass over a tree asks it of every node; leaves have none."""


def walk(node: Node) -> Iterator[Node]:
    """`node` and all below it, parents first, from left to right."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        below = _BELOW.get(type(current))
        if below:
            waiting.extend(reversed(below(current)))


def depth(node: Node) -> int:
    """Levels of `node`, itself included; a part that stands in several places is looked at once."""
    known: dict[int, int] = {}
    waiting = [(node, False)]
    while waiting:
        current, done = waiting.pop()
        if done:
            known[id(current)] = 1 + max((known[id(c)] for c in children(current)), default=0)
        elif id(current) not in known:
            waiting.append((current, True))
            waiting.extend((child, False) for child in children(current))
    return known[id(node)]
