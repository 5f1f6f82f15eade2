"""The blocks and strategies of a folder together: names put in, and what is wrong between them."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from litreview.errors import UnknownName, UsageError
from litreview.query.blocks.putting import put_in, put_together
from litreview.query.blocks.rows import lines
from litreview.query.blocks.written import ConceptBlock, Strategy, read_block, read_strategy
from litreview.query.dialects import DIALECTS
from litreview.query.findings import Found, in_order
from litreview.query.reading import Line, Parsed
from litreview.query.tree import TOPIC, Block, Node, Scope, Scoped, Span, walk

_NOTATIONS = "|".join(map(re.escape, (*DIALECTS.names(), *DIALECTS.aliases)))
_FILE = re.compile(
    rf"(?P<name>[a-z][a-z0-9-]*\.(?!(?:{_NOTATIONS})\.)[a-z]{{2,3}})(?P<strategy>\.strategy)?\.txt"
)
"""A notation is no language: ``core.wos.txt`` is a string of Web of Science."""
_NEAR = 3


class Place(NamedTuple):
    """Where something stands: the file, and row and column from 1."""

    file: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, column {self.column}"


@dataclass(frozen=True)
class Library:
    """All blocks and strategies by name. trees: of each, with all that it names put in.

    findings: all, those of the files too, in the order of names; the source of a span is the name.
    unread: files whose name is none of a block or strategy.
    """

    blocks: Mapping[str, ConceptBlock]
    strategies: Mapping[str, Strategy]
    trees: Mapping[str, Node | None]
    findings: tuple[Found, ...]
    unread: tuple[str, ...] = ()

    def strategy(self, name: str) -> Strategy:
        """The strategy called `name`. Raises UnknownName."""
        if name not in self.strategies:
            raise UnknownName(f"there is no strategy {name!r}", remedy=self._near(name))
        return self.strategies[name]

    def tree(self, name: str) -> Node | None:
        """The block or strategy `name`, put in whole and with its fields; None: it has an error."""
        if name not in self.trees:
            raise UnknownName(f"there is no block or strategy {name!r}", remedy=self._near(name))
        return self.trees[name]

    def usable(self, name: str) -> Node:
        """The tree of the strategy `name`. Raises UnknownName, UsageError: it has an error."""
        tree = self.tree(self.strategy(name).name)
        if tree is not None:
            return tree
        first = next(one for one in self.of(name) if one.severity == "error")
        raise UsageError(
            f"the strategy {name!r} has an error: {first.code} {first.message}",
            where=str(self.place(first.span)), remedy=first.remedy,
        )  # fmt: skip

    def expression(self, name: str) -> Node | None:
        """The strategy `name` with the strategies that it names put in, but not the blocks."""
        if self.tree(name) is None:
            return None
        known = {one: self.expression(one) for one in self._named(self.strategy(name).expression)}
        written = self.strategies[name].expression
        tree = None if written is None else put_in(written, known)
        fields = self.strategies[name].fields
        return Scoped(fields, tree, tree.span) if tree is not None and fields else tree

    def whole(self, node: Node) -> Node | None:
        """`node` with its blocks and strategies put in; None where one of them has an error."""
        return put_in(node, {one: self.trees.get(one) for one in _names(node)})

    def place(self, span: Span) -> Place:
        """Where `span` stands; the source of the span names the file."""
        file, starts = self._starts[span.source]
        row = bisect_right(starts, span.start)
        return Place(file, row, span.start - starts[row - 1] + 1)

    def of(self, name: str) -> tuple[Found, ...]:
        """The findings of the block or strategy `name`, and of all that it names."""
        wanted, waiting = {name}, [name]
        while waiting:
            for one in self.named(waiting.pop()) - wanted:
                wanted.add(one)
                waiting.append(one)
        return tuple(found for found in self.findings if found.span.source in wanted)

    def named(self, name: str) -> set[str]:
        """The blocks and strategies that `name` names itself."""
        written = (
            self.strategies[name].expression if name in self.strategies else self.blocks[name].tree
        )
        return set() if written is None else {one for one in _names(written) if one in self.trees}

    def parsed(self, name: str, *, whole: bool = False) -> Parsed:
        """The block or strategy `name` as what a parser gives, for the rules of lint.

        whole: with all blocks of a strategy put in; else they are leaves, and each is looked at
        where it stands. Places are those of its own file.
        """
        tree = self.tree(name)
        found = tuple(one for one in self.findings if one.span.source == name)
        if name in self.blocks:
            block = self.blocks[name]
            held = tuple(
                Line(str(at), at, entry.row, entry.span, entry.tree, entry.findings)
                for at, entry in enumerate(block.entries, 1)
            )
            return Parsed(block.text, "litreview", held, _scoped(tree), found)
        strategy = self.strategies[name]
        written = strategy.expression
        span = written.span if written is not None else Span(0, len(strategy.text), name)
        row = strategy.text.count("\n", 0, span.start) + 1
        line = Line("1", 1, row, span, written, found)
        shown = tree if whole else _scoped(written, strategy.fields)
        return Parsed(strategy.text, "litreview", (line,), shown, found)

    @cached_property
    def _starts(self) -> Mapping[str, tuple[str, list[int]]]:
        both: tuple[ConceptBlock | Strategy, ...] = (
            *self.blocks.values(),
            *self.strategies.values(),
        )
        return {one.name: (one.file, [at for _, at, _ in lines(one.text)] or [0]) for one in both}

    def _named(self, node: Node | None) -> list[str]:
        return [] if node is None else [one for one in _names(node) if one in self.strategies]

    def _near(self, name: str) -> str:
        near = difflib.get_close_matches(name, self.strategies or self.trees, n=_NEAR)
        known = near or sorted(self.strategies or self.trees)
        return f"use one of: {', '.join(known)}" if known else "write one first"


def library(files: Mapping[str, str]) -> Library:
    """The blocks and strategies in `files` (name of the file -> text). Cost: linear in the text.

    Never raises: what is wrong is among the findings, and what is unreadable has no tree.
    """
    blocks: dict[str, ConceptBlock] = {}
    strategies: dict[str, Strategy] = {}
    unread: list[str] = []
    found: list[Found] = []
    for file in sorted(files):
        match = _FILE.fullmatch(file.rpartition("/")[2])
        if match is None:
            unread.append(file)
            continue
        name = match["name"]
        held = blocks.get(name) or strategies.get(name)
        if held is not None:
            found.append(_same_name(name, held.file, file))
        elif match["strategy"]:
            strategies[name] = read_strategy(name, file, files[file])
        else:
            blocks[name] = read_block(name, file, files[file])
    return _together(blocks, strategies, unread, found)


def _together(
    blocks: dict[str, ConceptBlock],
    strategies: dict[str, Strategy],
    unread: list[str],
    found: list[Found],
) -> Library:
    doubled = {one.span.source for one in found}
    written = {name: _sound(one.tree, one) for name, one in blocks.items()}
    written |= {name: _sound(one.expression, one) for name, one in strategies.items()}
    written |= dict.fromkeys(doubled)
    trees = put_together(written, found)
    for name, strategy in strategies.items():
        trees[name] = _scoped(trees[name], strategy.fields)
    read = [one.expression for one in strategies.values()]
    trees_read = [one for one in (*read, *(block.tree for block in blocks.values())) if one]
    called = {name for tree in trees_read for name in _names(tree)}
    if strategies and None not in read:
        found.extend(_unused(one) for name, one in blocks.items() if name not in called)
    found.extend(one for block in blocks.values() for one in block.findings)
    found.extend(one for strategy in strategies.values() for one in strategy.findings)
    return Library(blocks, strategies, trees, _by_name(found), tuple(unread))


def _by_name(found: list[Found]) -> tuple[Found, ...]:
    return tuple(sorted(in_order(found), key=lambda one: one.span.source))


def _names(node: Node) -> Iterator[str]:
    return (one.name for one in walk(node) if isinstance(one, Block))


def _sound(tree: Node | None, held: ConceptBlock | Strategy) -> Node | None:
    """`tree`; None where the file has an error, be it in its header: it might mean another."""
    return None if any(one.severity == "error" for one in held.findings) else tree


def _scoped(tree: Node | None, fields: Scope = TOPIC) -> Node | None:
    return None if tree is None else Scoped(fields or TOPIC, tree, tree.span)


def _same_name(name: str, first: str, second: str) -> Found:
    what = f"{first} and {second} both go by the name {name}"
    return Found("LR212", Span(0, 0, name), what, "rename one of them")


def _unused(block: ConceptBlock) -> Found:
    place = block.entries[0].span if block.entries else Span(0, 0, block.name)
    what = f"no strategy uses the block {block.name}"
    return Found("LR203", place, what, "name it in a strategy, or take the file away")
