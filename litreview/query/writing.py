"""Tree -> text, by the style of a notation. Every level is bracketed: no reader needs precedence.

It writes what the notation has and raises `Unwritable` for the rest; `lowering` sees to it that
nothing of the rest is left. Cost: linear in the tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from litreview.errors import UsageError
from litreview.query.tree import (
    ANY_ENDING,
    And,
    Block,
    Dates,
    Everything,
    Group,
    Heading,
    Native,
    Near,
    Node,
    Not,
    Or,
    Piece,
    Scope,
    Scoped,
    Term,
    Wild,
)


class Unwritable(UsageError):
    """A part of the tree that the notation does not have."""


MarkField = Callable[[Scope, str, Node], str]
"""The fields, the text of what they apply to (a group comes in brackets), and its node."""


@dataclass(frozen=True)
class Style:
    """How a notation is written.

    wild: its sign for each wildcard; limited: for up to n letters, such as ``*{n}``. quotes: around
    a phrase; quote_words: also around single words; bare_phrases: phrases need none. unsafe: what
    has a meaning of its own and becomes a blank in a term. reserved: words that must be quoted.
    near: the operator for (between, ordered). mark: puts fields to a text; at "term" it is called
    for each term, at "group" for the largest part without AND and NOT.
    """

    and_: str = " AND "
    or_: str = " OR "
    not_: str = " NOT "
    wild: Mapping[Wild, str] = field(default_factory=lambda: {ANY_ENDING: "*"})
    limited: str = ""
    quotes: tuple[str, str] = ('"', '"')
    quote_words: bool = False
    keep_quotes: bool = False
    """Whether single words stay in quotation marks, which keep other forms of them off."""
    bare_phrases: bool = False
    quote_numbers: bool = False
    """Whether a number by itself must be quoted, lest it call a line."""
    next_: str = ""
    """Joins the words of a phrase with wildcards, where quotation marks would switch them off."""
    unsafe: str = r'["“”„()\[\]{}*?]'
    reserved: frozenset[str] = frozenset({"and", "or", "not", "near"})
    near: Callable[[int, bool], str] | None = None
    window: Callable[[Near, str], str] | None = None
    """Writes a proximity of terms as one phrase with a distance; the text is the words."""
    mark: MarkField | None = None
    marks_at: str = "group"
    heading: Callable[[Heading], str] | None = None
    dates: Callable[[Dates], str] | None = None
    native: str = ""
    """The syntax whose `Native` parts it can repeat; "all": any, with the name of its syntax."""
    brackets: tuple[str, str] = ("(", ")")
    leading_not: bool = False
    """Whether NOT may stand first, and then means all but."""
    blocks: bool = False
    """Whether blocks are called by name."""


_WORD = re.compile(r"\w+")


def write(node: Node, style: Style) -> str:
    """`node` in the notation of `style`; raises Unwritable."""
    return _Writer(style).part(node)


def writer(style: Style) -> Callable[[Node], str]:
    """`write` for several parts of one tree, which must live as long: what they share is kept."""
    made = _Writer(style)

    def say(node: Node) -> str:
        made.fields = ()  # whatever a part that could not be written left behind
        return made.part(node)

    return say


class _Writer:
    def __init__(self, style: Style) -> None:
        self.style = style
        self.fields: Scope = ()
        self.unsafe = re.compile(style.unsafe)
        self.parted = re.compile(rf"[\w{re.escape(''.join(style.wild.values()))}]+")
        self.open, self.close = style.brackets
        self.known: dict[int, str] = {}
        """Texts without fields, by the part: one that is searched in several is written once."""

    def part(self, node: Node) -> str:
        """`node` as it stands alone: without brackets around it."""
        writer = _PARTS.get(type(node))
        return writer(self, node) if writer else self.leaf(node)

    def or_(self, node: Or) -> str:
        return self.style.or_.join([self.inner(item) for item in node.items])

    def and_(self, node: And) -> str:
        return self.style.and_.join([self.inner(item) for item in node.items])

    def not_(self, node: Not) -> str:
        drop = f"{self.style.not_}{self.inner(node.drop)}"
        if isinstance(node.keep, Everything) and self.style.leading_not:
            return drop.lstrip()
        return self.inner(node.keep) + drop

    def group(self, node: Group) -> str:
        return self.part(node.item)

    def word(self, node: Term) -> str:
        text = self.known.get(id(node))
        if text is None:
            text = self.known[id(node)] = self.term(node)
        return self.marked(text, node) if self.fields else text

    def inner(self, node: Node) -> str:
        """`node` below another one: in brackets unless it is one thing."""
        if type(node) is Term:
            return self.word(node)
        while isinstance(node, Group):
            node = node.item
        text = self.part(node)
        return f"{self.open}{text}{self.close}" if self.is_open(node) else text

    def is_open(self, node: Node) -> bool:
        """Whether the text of `node` falls apart beside an operator: it needs brackets."""
        style = self.style
        while isinstance(node, Group) or (isinstance(node, Scoped) and style.marks_at == "term"):
            node = node.item
        if isinstance(node, Near):
            return style.window is None
        return isinstance(node, Or | And | Not)

    def leaf(self, node: Node) -> str:
        style = self.style
        if isinstance(node, Heading) and style.heading is not None:
            return style.heading(node)
        if isinstance(node, Dates) and style.dates is not None:
            return style.dates(node)
        if isinstance(node, Block) and style.blocks:
            return node.name
        if isinstance(node, Native) and style.native in (node.syntax, "all"):
            return node.text if style.native == node.syntax else f"{node.syntax}{{{node.text}}}"
        raise Unwritable(
            f"a {type(node).__name__.lower()} cannot be written in this notation",
            where=str(getattr(node, "name", getattr(node, "text", ""))),
        )

    def scoped(self, node: Scoped) -> str:
        item = node.item
        while isinstance(item, Group):
            item = item.item
        if self.style.mark is None:
            return self.part(item)
        if self.style.marks_at == "term":
            before, self.fields = self.fields, node.fields
            text = self.part(item)
            self.fields = before
            return text
        text = self.known.get(id(item)) or self.known.setdefault(id(item), self.part(item))
        single = isinstance(item, Term | Near) and not self.is_open(item)
        return self.style.mark(
            node.fields, text if single else f"{self.open}{text}{self.close}", item
        )

    def marked(self, text: str, node: Node) -> str:
        if self.fields and self.style.mark is not None:
            return self.style.mark(self.fields, text, node)
        return text

    def near(self, node: Near) -> str:
        if self.style.window is not None:
            words = " ".join(self.bare(item) for item in node.items)
            return self.marked(self.style.window(node, words), node)
        if self.style.near is None:
            raise Unwritable("this notation has no proximity")
        operator = self.style.near(node.between, node.ordered)
        before, self.fields = self.fields, ()
        text = operator.join(self.inner(item) for item in node.items)
        self.fields = before
        return self.marked(f"{self.open}{text}{self.close}", node) if before else text

    def bare(self, node: Node) -> str:
        while isinstance(node, Group):
            node = node.item
        if not isinstance(node, Term):
            raise Unwritable("only single terms can stand in this proximity")
        return self.text(node.pieces)

    def term(self, node: Term) -> str:
        text = self.text(node.pieces)
        style = self.style
        if style.next_ and len(node.pieces) > 1 and len(words := self.parted.findall(text)) > 1:
            return f"{self.open}{style.next_.join(words)}{self.close}"
        kept = style.keep_quotes and node.quoted and len(node.pieces) == 1
        if kept or style.quote_words or self.needs_quotes(node.pieces, text):
            left, right = style.quotes if style.quotes[0] not in text else ('"', '"')
            return f"{left}{text}{right}"
        return text

    def needs_quotes(self, pieces: tuple[Piece, ...], text: str) -> bool:
        if text.isalnum() and text.lower() not in self.style.reserved:
            return self.style.quote_numbers and text.isdecimal()
        if len(pieces) == 2 and isinstance(pieces[1], Wild) and str(pieces[0]).isalnum():  # noqa: PLR2004 - letters and an ending
            return False
        if len(pieces) > 1:  # a wildcard is a part of its word, whatever its sign
            letters = [self.unsafe.sub(" ", p) if isinstance(p, str) else "x" for p in pieces]
            text = "".join(letters)
        words = _WORD.findall(text)
        if any(word.lower() in self.style.reserved for word in words):
            return True
        return not self.style.bare_phrases and (len(words) > 1 or " " in text)

    def text(self, pieces: tuple[Piece, ...]) -> str:
        """The words of a term with the notation's wildcards; its own signs in them are blanks."""
        if len(pieces) == 1 and isinstance(pieces[0], str) and pieces[0].isalnum():
            return pieces[0]
        if len(pieces) == 2 and isinstance(pieces[1], Wild) and str(pieces[0]).isalnum():  # noqa: PLR2004 - letters and an ending
            return f"{pieces[0]}{self.sign(pieces[1])}"
        parts = [
            self.sign(piece)
            if isinstance(piece, Wild)
            else piece
            if piece.isalnum()
            else self.unsafe.sub(" ", piece)
            for piece in pieces
        ]
        return " ".join("".join(parts).split())

    def sign(self, wild: Wild) -> str:
        sign = self.style.wild.get(wild)
        if sign is not None:
            return sign
        if self.style.limited and wild.least == 0 and wild.most is not None:
            return self.style.limited.format(n=wild.most)
        raise Unwritable(f"this notation has no sign for {wild.least} to {wild.most} letters")


_PARTS: Mapping[type, Callable[[_Writer, Any], str]] = {
    Term: _Writer.word, Or: _Writer.or_, And: _Writer.and_, Not: _Writer.not_,
    Near: _Writer.near, Scoped: _Writer.scoped, Group: _Writer.group,
}  # fmt: skip
