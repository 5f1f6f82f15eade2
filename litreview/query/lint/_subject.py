"""What rules look at: every term with its line, its fields and the OR that it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import NamedTuple

from litreview.query.dialect import Dialect
from litreview.query.findings import Found
from litreview.query.lint._dictionary import Dictionary
from litreview.query.reading import Line, Parsed
from litreview.query.scan import Token, scan
from litreview.query.shape import text_of
from litreview.query.tree import (
    And,
    Field,
    Group,
    Near,
    Node,
    Not,
    Or,
    Ref,
    Scope,
    Scoped,
    Span,
    Term,
    children,
)

READ_AS_TEXT = frozenset(
    {Field.TITLE, Field.ABSTRACT, Field.KEYWORDS, Field.FULLTEXT, Field.ANY}
)  # fmt: skip
"""Fields of running text; in the others a term is a name from a list."""
ALONE = -1
_NO_STRING = frozenset({"LR109", "LR112", "LR120"})
_WORD = re.compile(r"(?:\w|[*?#]|\{\d+\})+")
FOREIGN = 0.04
"""Danish, German, French, Spanish strings have such letters in a tenth of their words and more."""
MOST_LINES_CALLED = 10_000
LONGEST_WORD = 100
"""Letters of a word that are compared with the beginnings of others: each costs its length."""
_LOOKED_INTO = 10_000
"""Characters of a term in which the place of a word is looked for."""


class Use(NamedTuple):
    """A term where it stands.

    fields: where it is looked for; marked: whether the string says so. home: the OR that it is an
    alternative of, through brackets, fields and lines; `ALONE`: of none. read: whether the line
    has a tree; else only the words are known. text: in the own notation, in small letters, without
    punctuation; words: of `text`.
    """

    term: Term
    line: Line
    fields: Scope
    marked: bool
    home: int
    read: bool
    text: str
    words: tuple[str, ...]

    @property
    def span(self) -> Span:
        """Its place."""
        return self.term.span

    @property
    def is_text(self) -> bool:
        """Whether it is looked for in running text."""
        return not READ_AS_TEXT.isdisjoint(self.fields)


@dataclass(frozen=True)
class Subject:
    """A string as rules see it. hits: by label of the line; words: a dictionary, if any."""

    parsed: Parsed
    dialect: Dialect
    uses: tuple[Use, ...]
    hits: Mapping[str, int]
    words: Dictionary | None = None

    @cached_property
    def trees(self) -> tuple[tuple[Line, Node], ...]:
        """The lines that could be read."""
        return tuple((line, line.tree) for line in self.parsed.lines if line.tree is not None)

    @cached_property
    def english(self) -> bool:
        """Whether the words could be English: hardly one has a letter that English lacks."""
        words = [word for use in self.uses for word in use.words]
        return sum(not word.isascii() for word in words) <= FOREIGN * len(words)

    @cached_property
    def by_number(self) -> Mapping[int, Line]:
        """The lines by their number."""
        return {line.number: line for line in self.parsed.lines}

    def within(self, use: Use, stem: str) -> Span:
        """The place of the word of `use` that begins with `stem`; of all of it, where unsure."""
        return self.beginning(use.span, stem)

    def beginning(self, span: Span, stem: str) -> Span:
        """The place within `span` of the word that begins with `stem`."""
        return self.find(span, rf"(?<!\w){re.escape(stem)}[^\s()\"“”„\[\]/]*")

    def find(self, span: Span, pattern: str) -> Span:
        """The place within `span` that `pattern` matches; `span` itself where nothing does."""
        if not self.holds(span):
            return span
        end = min(span.end, span.start + _LOOKED_INTO)
        match = re.compile(pattern, re.IGNORECASE).search(self.parsed.text, span.start, end)
        return span._replace(start=match.start(), end=match.end()) if match else span

    def holds(self, span: Span) -> bool:
        """Whether `span` is of the text itself, not of a block that it names."""
        return bool(self.parsed.lines) and span.source == self.parsed.lines[0].span.source

    def hits_of(self, line: Line) -> int | None:
        """The hits of `line`, where they are known."""
        label = line.label
        return self.hits.get(label, self.hits.get(label.lstrip("Ss#"), None))


@dataclass(frozen=True)
class Rule:
    """codes: what it can find; check: finds it."""

    codes: tuple[str, ...]
    check: Callable[[Subject], Iterable[Found]]


def inside(node: Node) -> Node:
    """`node` without the brackets around it."""
    while isinstance(node, Group):
        node = node.item
    return node


def called(ref: Ref) -> range:
    """The numbers of the lines that `ref` calls."""
    first = int(ref.first)
    return range(first, min(int(ref.last or first), first + MOST_LINES_CALLED) + 1)


def gathered(
    parsed: Parsed, dialect: Dialect, hits: Mapping[str, int], words: Dictionary | None
) -> Subject:
    """`parsed` with its terms. From the last line to the first, since later ones call earlier."""
    gathering = _Gathering(parsed, dialect)
    by_line = [gathering.line(line) for line in reversed(parsed.lines)]
    uses = tuple(use for found in reversed(by_line) for use in found)
    return Subject(parsed, dialect, uses, hits, words)


class _Gathering:
    def __init__(self, parsed: Parsed, dialect: Dialect) -> None:
        self.parsed = parsed
        self.grammar = dialect.reads
        self.homes = count()
        self.calls: dict[int, list[int]] = {}
        """By number of a line: the OR of each place that calls it."""
        self.one_or = ALONE if parsed.listed or len(parsed.lines) == 1 else next(self.homes)
        """The lines of a block are alternatives of one OR, which is not written."""

    def line(self, line: Line) -> list[Use]:
        if line.tree is None:
            return self.unread(line)
        homes = self.calls.get(line.number, [])
        home = homes[0] if len(homes) == 1 else self.one_or
        found: list[Use] = []
        waiting: list[tuple[Node, Scope, bool, int]] = [
            (line.tree, self.grammar.default, False, home)
        ]
        while waiting:
            node, fields, marked, home = waiting.pop()
            if isinstance(node, Term):
                found.append(_use(node, line, fields, marked=marked, home=home))
            elif isinstance(node, Ref):
                self.call(node, home)
            elif isinstance(node, Scoped):
                waiting.append((node.item, node.fields, True, home))
            else:
                home = self.home_below(node, home)
                waiting.extend((child, fields, marked, home) for child in reversed(children(node)))
        return found

    def home_below(self, node: Node, home: int) -> int:
        if isinstance(node, Or):
            return next(self.homes) if home == ALONE else home
        return ALONE if isinstance(node, And | Not | Near) else home

    def call(self, ref: Ref, home: int) -> None:
        for number in called(ref):
            self.calls.setdefault(number, []).append(home)

    def unread(self, line: Line) -> list[Use]:
        """The words of a line whose notation is wrong, run by run."""
        if any(one.code in _NO_STRING for one in line.findings):
            return []
        found: list[Use] = []
        run: list[Token] = []
        for token in [*scan(self.parsed.text, self.grammar, line.span, []), None]:
            if token is not None and token.kind in ("word", "quoted"):
                run.append(token)
                continue
            if run:
                term = _joined(run, line.span.source)
                found.append(
                    _use(term, line, self.grammar.default, marked=False, home=ALONE, read=False)
                )
            run = []
        return found


def _joined(run: list[Token], source: str) -> Term:
    parts: list[object] = []
    for token in run:
        parts.extend((*(token.value if isinstance(token.value, tuple) else ()), " "))
    span = Span(run[0].start, run[-1].end, source)
    return Term(tuple(parts[:-1]), run[0].kind == "quoted", "", span)  # type: ignore[arg-type]


def _use(  # noqa: PLR0913 - a row of values
    term: Term, line: Line, fields: Scope, *, marked: bool, home: int, read: bool = True
) -> Use:
    words = tuple(_WORD.findall(text_of(term.pieces).casefold()))
    return Use(term, line, fields, marked, home, read, " ".join(words), words)
