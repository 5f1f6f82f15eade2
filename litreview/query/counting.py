"""Hits line by line: each term, block and part of a strategy, and what would be lost without it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from litreview.model import Record
from litreview.query.blocks import Library
from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.gold import GoldStudy
from litreview.query.matching import Leaf, Matcher, matcher
from litreview.query.tree import Field, Group, Near, Node, Or, Scoped, Term, children
from litreview.query.trial.ways import Part, ways

Kind = Literal["term", "block", "part", "strategy"]


class LiveCount(Protocol):
    """Asks a source for hits while somebody waits; `count` needs no source."""

    source: str

    def hits(self, string: str) -> int:
        """How many records the source has for `string`, in its own notation.

        Raises LitreviewError: it does not say.
        """
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """A line of a strategy as a tree by itself, to be asked of a source. As in `Line`."""

    kind: Kind
    name: str
    block: str
    tree: Node


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its numbers of records.

    hits: that it finds. alone: that no other term of its block finds. lost: that the strategy finds
    and would not find without it. gold: the gold studies among the lost. Of terms only.
    """

    kind: Kind
    name: str
    block: str
    hits: int
    alone: int = 0
    lost: int = 0
    gold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """The lines of a strategy: each block behind its terms, then the parts, last the whole.

    unknown: records that the whole may find, if their abstract were there.
    """

    strategy: str
    records: int
    lines: tuple[Line, ...]
    unknown: int


@dataclass(slots=True)
class _Term:
    """A line with a term: which leaves are its own, and what was counted."""

    block: str
    text: str
    tree: Node
    mask: int
    own: Matcher | None
    """Where it holds more than alternatives: a matcher of its own."""
    hits: int = 0
    alone: int = 0
    lost: int = 0
    gold: list[str] = field(default_factory=list)


def count(
    held: Library, name: str, records: Iterable[Record], gold: Sequence[GoldStudy] = ()
) -> Counts:
    """The numbers of the strategy `name`. Unknown counts as not found.

    Cost: one look at each record, and one for each term that it holds. Raises UnknownName,
    UsageError: the strategy has errors.
    """
    counter = _Counter(held, name)
    for record in records:
        counter.add(record)
    for study in gold:
        counter.add_gold(study)
    return counter.counts()


def questions(held: Library, name: str) -> tuple[Question, ...]:
    """The lines of the strategy `name`, in the order of `Counts`. Raises as `count` does."""
    counter = _Counter(held, name)
    asked: list[Question] = []
    for block, terms in counter.by_block.items():
        trees = tuple(one.tree for one in terms)
        asked.extend(Question("term", one.text, block, one.tree) for one in terms)
        if block != name:
            whole = Or(trees) if len(trees) > 1 else trees[0]
            asked.append(Question("block", block, block, whole))
    asked.extend(Question("part", _part_name(part), "", part.tree) for part in counter.parts)
    return (*asked, Question("strategy", name, "", held.usable(name)))


class _Counter:
    def __init__(self, held: Library, name: str) -> None:
        self.name = name
        tree, expression = held.usable(name), held.expression(name)
        self.parts = _several(ways(expression, held.whole) if expression is not None else ())
        trees = [tree, *(part.tree for part in self.parts)]
        self.ready = matcher(tree, empty=(Field.KEYWORDS,), parts=trees)
        self.terms = _terms(held, self.ready.leaves)
        self.by_block: dict[str, list[_Term]] = {}
        for term in self.terms:
            self.by_block.setdefault(term.block, []).append(term)
        self.by_leaf = {
            1 << at: term
            for term in self.terms
            for at in range(term.mask.bit_length())
            if term.mask >> at & 1
        }
        self.blocks = dict.fromkeys(self.by_block, 0)
        self.yes = [0] * len(trees)
        self.unknown = self.records = 0

    def add(self, record: Record) -> None:
        self.records += 1
        hits, verdicts = self.ready.look(record)
        for at, verdict in enumerate(verdicts):
            self.yes[at] += verdict == "yes"
            self.unknown += at == 0 and verdict == "unknown"
        if not hits:
            return
        by_block: dict[str, list[_Term]] = {}
        for term in self._present(hits):
            if term.own is None or term.own.verdict(record) == "yes":
                term.hits += 1
                by_block.setdefault(term.block, []).append(term)
        for block, found in by_block.items():
            self.blocks[block] += 1
            if len(found) == 1:
                found[0].alone += 1
        for term in self._deciding(hits):
            term.lost += 1

    def add_gold(self, study: GoldStudy) -> None:
        for term in self._deciding(self.ready.hits(study.record)):
            term.gold.append(study.label)

    def _deciding(self, hits: int) -> Iterable[_Term]:
        """The terms without which a record with `hits` would not be found, though it is now."""
        if not self.ready.holds(hits):
            return ()
        return [one for one in self._present(hits) if not self.ready.holds(hits & ~one.mask)]

    def _present(self, hits: int) -> list[_Term]:
        """The terms that have a leaf in `hits`, each once."""
        found: dict[int, _Term] = {}
        while hits:
            lowest = hits & -hits
            hits ^= lowest
            term = self.by_leaf.get(lowest)
            if term is not None:
                found[id(term)] = term
        return list(found.values())

    def counts(self) -> Counts:
        lines: list[Line] = []
        for block, terms in self.by_block.items():
            lines.extend(
                Line("term", one.text, block, one.hits, one.alone, one.lost, tuple(one.gold))
                for one in terms
            )
            if block != self.name:
                lines.append(Line("block", block, block, self.blocks[block]))
        for part, yes in zip(self.parts, self.yes[1:], strict=True):
            lines.append(Line("part", _part_name(part), "", yes))
        lines.append(Line("strategy", self.name, "", self.yes[0]))
        return Counts(self.name, self.records, tuple(lines), self.unknown)


def _part_name(part: Part) -> str:
    return f"NOT {part.text}" if part.excludes else part.text


def _several(found: tuple[tuple[Part, ...], ...]) -> list[Part]:
    """The parts of all ways that are no block by itself: a block has a line anyway."""
    parts = {part.text: part for way in found for part in way if " " in part.text}
    return list(parts.values()) if any(len(way) > 1 for way in found) else []


def _terms(held: Library, leaves: Sequence[Leaf]) -> list[_Term]:
    """A line for each term of the blocks that stand in the strategy, and of the strategy's own."""
    by_source: dict[str, list[tuple[int, Leaf]]] = {}
    for at, leaf in enumerate(leaves):
        if not leaf.inside:
            by_source.setdefault(leaf.node.span.source, []).append((at, leaf))
    found: list[_Term] = []
    for source, own in by_source.items():
        if source in held.blocks:
            found.extend(_of_block(held, source, own))
        else:
            for at, leaf in own:
                tree = Scoped(leaf.fields, leaf.node)
                found.append(_Term(source, OWN.write(leaf.node), tree, 1 << at, None))
    return found


def _of_block(held: Library, name: str, leaves: list[tuple[int, Leaf]]) -> Iterable[_Term]:
    """A line for each entry of a block. Leaves come by place, as the entries do."""
    block = held.blocks[name]
    starts = [entry.span.start for entry in block.entries]
    masks: dict[int, int] = {}
    fields = {}
    for at, leaf in leaves:
        row = block.entries[bisect_right(starts, leaf.node.span.start) - 1].row
        masks[row] = masks.get(row, 0) | 1 << at
        fields[row] = leaf.fields
    for entry in block.entries:
        if entry.row in masks and entry.tree is not None:
            scope = fields[entry.row]
            own = None
            if not _only_alternatives(entry.tree):
                own = matcher(entry.tree, default=scope, empty=(Field.KEYWORDS,))
            tree = Scoped(scope, entry.tree)
            yield _Term(name, entry.text, tree, masks[entry.row], own)


def _only_alternatives(node: Node) -> bool:
    """Whether finding one of its leaves is finding it."""
    if isinstance(node, Or | Group | Scoped):
        return all(_only_alternatives(child) for child in children(node))
    return isinstance(node, Term | Near)
