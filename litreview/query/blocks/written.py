"""One file -> a concept block or a strategy as written: header, terms, tree, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from litreview.query.blocks.headers import fields_of, read_header
from litreview.query.blocks.rows import Header, Mark, Row, rows, without_remarks
from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.findings import Found, in_order
from litreview.query.pratt import parse_range
from litreview.query.reading import LONGEST
from litreview.query.tree import (
    MANY,
    Group,
    Node,
    Not,
    Or,
    Scope,
    Scoped,
    Span,
    Term,
    walk,
)
from litreview.query.unseen import not_text

SEVERAL = frozenset({"mul", "und"})
"""ISO 639-2 for several languages, and for one that nobody named: its terms fold as any."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of a block: its text, where it comes from, and its tree; None: cannot be read.

    sources: the numbers or names behind ``[seen: ...]``. span: of the term alone.
    """

    text: str
    row: int
    span: Span
    tree: Node | None
    mark: Mark = ""
    sources: tuple[str, ...] = ()
    remark: str = ""
    findings: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class ConceptBlock:
    """A concept in a language: any of its terms. tree: None where one of them cannot be read.

    fields: where its terms are looked for; empty: where the strategy says.
    """

    name: str
    file: str
    text: str
    header: Header
    entries: tuple[Entry, ...]
    fields: Scope
    tree: Node | None
    findings: tuple[Found, ...]

    @property
    def concept(self) -> str:
        """``mentor`` of ``mentor.en``."""
        return self.name.rpartition(".")[0]

    @property
    def language(self) -> str:
        """``en`` of ``mentor.en``."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Strategy:
    """Blocks combined. expression: as written, with `Block` leaves; None: cannot be read.

    fields: where terms are looked for unless their block says otherwise; empty: `TOPIC`.
    """

    name: str
    file: str
    text: str
    header: Header
    fields: Scope
    expression: Node | None
    findings: tuple[Found, ...]

    @property
    def language(self) -> str:
        """``en`` of ``core.en``."""
        return self.name.rpartition(".")[2]

    @property
    def purpose(self) -> str:
        """What it is for, in the words of its header."""
        return self.header["purpose"].text if "purpose" in self.header else ""

    @property
    def databases(self) -> tuple[str, ...]:
        """The notations that it is meant for, as its header names them; empty: it names none."""
        said = self.header["databases"].text if "databases" in self.header else ""
        return tuple(name for name in re.split(r"[\s,]+", said.strip().lower()) if name)


def read_block(name: str, file: str, text: str) -> ConceptBlock:
    """The block in `text`. Cost: linear."""
    found: list[Found] = []
    if refused := _no_string(name, text):
        return ConceptBlock(name, file, text, {}, (), (), None, (refused,))
    head = read_header(name, text, "concept", found)
    fields = fields_of(head, found)
    entries = tuple(_entry(row, text, name) for row in rows(text, name))
    if not entries:
        found.append(Found("LR106", Span(0, 0, name), f"the block {name} has no term",
                           "write a term on a line of its own"))  # fmt: skip
    found.extend(_twice(entries))
    found.extend(one for entry in entries for one in entry.findings)
    tree = _any_of(entries)
    if tree is not None and fields:
        tree = Scoped(fields, tree, tree.span)
    return ConceptBlock(name, file, text, head, entries, fields, tree, in_order(found))


def read_strategy(name: str, file: str, text: str) -> Strategy:
    """The strategy in `text`: one expression, over as many rows as it needs. Cost: linear."""
    found: list[Found] = []
    if refused := _no_string(name, text):
        return Strategy(name, file, text, {}, (), None, (refused,))
    head = read_header(name, text, "strategy", found)
    fields = fields_of(head, found)
    clean = without_remarks(text)
    start = len(clean) - len(clean.lstrip())
    place = Span(start, max(len(clean.rstrip()), start), name)
    tree, told = parse_range(clean, OWN.reads, place)
    if tree is not None:
        told = [*told, *_letterless(tree)]
        tree = in_language(tree, name.rpartition(".")[2])
    return Strategy(name, file, text, head, fields, tree, in_order([*found, *told]))


def in_language(node: Node, language: str) -> Node:
    """`node` with each of its terms in `language`, so that its letters fold as there."""
    code = "" if language in SEVERAL else language
    return _each(node, lambda term: replace(term, language=code))


def _each(node: Node, change: Callable[[Term], Node]) -> Node:
    if isinstance(node, Term):
        return change(node)
    if isinstance(node, MANY):
        return replace(node, items=tuple([_each(item, change) for item in node.items]))
    if isinstance(node, Not):
        return replace(node, keep=_each(node.keep, change), drop=_each(node.drop, change))
    if isinstance(node, Scoped | Group):
        return replace(node, item=_each(node.item, change))
    return node


def _entry(row: Row, text: str, name: str) -> Entry:
    tree, found = parse_range(text, OWN.reads, row.span)
    if tree is not None:
        found = [*found, *_letterless(tree)]
        tree = in_language(tree, name.rpartition(".")[2])
    return Entry(
        text=text[row.span.start : row.span.end],
        row=row.row,
        span=row.span,
        tree=tree,
        mark=row.mark,
        sources=row.sources,
        remark=row.remark,
        findings=(*row.found, *found),
    )


def _letterless(tree: Node) -> list[Found]:
    """Terms that no database can look for: nothing in them is a letter or a digit."""
    return [
        Found("LR101", one.span, "this term has no letter and no digit",
              "write a word, or take it away")
        for one in walk(tree)
        if isinstance(one, Term) and not _spells(one)
    ]  # fmt: skip


def _spells(term: Term) -> bool:
    return any(isinstance(piece, str) and any(map(str.isalnum, piece)) for piece in term.pieces)


def _any_of(entries: tuple[Entry, ...]) -> Node | None:
    trees = [entry.tree for entry in entries if entry.tree is not None]
    if not trees or len(trees) < len(entries):
        return None
    if len(trees) == 1:
        return trees[0]
    first, last = entries[0].span, entries[-1].span
    return Or(tuple(trees), Span(first.start, last.end, first.source))


def _twice(entries: tuple[Entry, ...]) -> list[Found]:
    """Terms that stand in the block before; capitals make no other term."""
    first: dict[str, int] = {}
    found = []
    for entry in entries:
        if entry.tree is None:
            continue
        key = OWN.write(entry.tree).casefold()
        if key in first:
            found.append(Found("LR305", entry.span, f"this term stands in row {first[key]} already",
                               "take one of the two away"))  # fmt: skip
        first.setdefault(key, entry.row)
    return found


def _no_string(name: str, text: str) -> Found | None:
    odd = not_text(text)
    if odd is not None:
        return replace(odd, span=Span(0, 0, name))
    if len(text) <= LONGEST:
        return None
    what = f"{len(text):,} characters; at most {LONGEST:,} can be read"
    return Found("LR109", Span(0, 0, name), what, "divide it into blocks of their own")
