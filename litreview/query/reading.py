"""A file in a database's notation -> its lines, one tree, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from litreview.query.dialect import Dialect
from litreview.query.findings import Found, in_order, once
from litreview.query.lines import RawLine, Written, blanked, calls_lines, split
from litreview.query.pratt import parse_range
from litreview.query.prints import hyphened
from litreview.query.resolve import resolve
from litreview.query.tree import Node, Scoped, Span
from litreview.query.unseen import not_text

LONGEST = 2_000_000
"""Characters. No database takes a tenth of it; what is longer is no search string."""
_PROSE = re.compile(
    r"^[ \t]*\d+[a-z][ \t]*$"
    r"|^[ \t]*\(?[a-z]+(?: [a-z]+)?[ \t]+(?P<word>contains)[ \t]+['\"]|\bwith type\(s\)",
    re.IGNORECASE | re.MULTILINE,
)
_DIGITS = re.compile(r"\d{100}")
"""A number of so many digits is none that a search string can hold."""
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,3})(?:\s*-\s*(\d{1,3}))?(?![\d.])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a strategy. tree: as written, with its references; None: cannot be read."""

    label: str
    number: int
    row: int
    span: Span
    tree: Node | None
    findings: tuple[Found, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong with it; a warning or a note is not wrong."""
        return not any(one.severity == "error" for one in self.findings)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file that was read. tree: of the last line, with all that it calls put in.

    findings: all, also those of the lines. A tree says in `Scoped` where terms without a field
    are looked for.
    """

    text: str
    syntax: str
    lines: tuple[Line, ...]
    tree: Node | None
    findings: tuple[Found, ...]
    listed: bool = False

    @property
    def ok(self) -> bool:
        """Whether the file has a tree and no error."""
        return self.tree is not None and not any(f.severity == "error" for f in self.findings)


def parse(text: str, dialect: Dialect) -> Parsed:
    """`text` as the lines of a strategy in the notation of `dialect`. Cost: linear in `text`."""
    grammar = dialect.reads
    refusal = _refusal(text)
    if refusal is not None:
        row = text.count("\n", 0, refusal.span.start) + 1
        line = Line("1", 1, row, Span(0, len(text)), None, (refusal,))
        return Parsed(text, dialect.name, (line,), None, (refusal,))
    clean, dashes = hyphened(blanked(text))
    written = split(clean)
    lines = []
    for raw in written.lines:
        place = Span(raw.start, raw.end)
        tree, found = parse_range(clean, grammar, place, listed=written.listed)
        found.extend(_around(raw, dashes))
        if (
            not written.listed
            and grammar.number_is_line
            and calls_lines(clean[raw.start : raw.end])
        ):
            tree, found = None, [*found, _no_lines(place)]
        lines.append(_line(raw, tree, found))
    resolved = resolve(
        {line.number: line.tree for line in lines}, _places(lines), _mentioned(clean, lines)
    )
    findings = [one for line in lines for one in line.findings] + list(resolved.findings)
    findings.extend(_above(written))
    tree = None if written.stray else resolved.tree
    if tree is not None:
        tree = Scoped(grammar.default, tree, tree.span)
    lines = _with(lines, resolved.by_line)
    return Parsed(text, dialect.name, tuple(lines), tree, in_order(findings), written.listed)


def _line(raw: RawLine, tree: Node | None, found: list[Found]) -> Line:
    return Line(raw.label, raw.number, raw.row, Span(raw.start, raw.end), tree, once(found))


def _around(raw: RawLine, dashes: tuple[Span, ...]) -> list[Found]:
    """What stands in or behind a line and is not of its notation."""
    found = [
        Found("LR118", dash, "a dash where a range has a hyphen: it is read as one",
              "write a hyphen: databases take a dash for a letter or a blank")
        for dash in dashes if raw.start <= dash.start < raw.end
    ]  # fmt: skip
    if raw.hits is not None:
        found.append(Found("LR304", raw.hits, "a number of hits behind the line", "take it away"))
    return found


def _no_lines(place: Span) -> Found:
    what = "these are numbers of lines, and there are no lines but this"
    return Found("LR201", place, what, "write the lines too, or quote numbers that are words")


def _above(written: Written) -> list[Found]:
    """What stands above line 1: a head is left out, anything else is not known to be a line."""
    found = [
        Found("LR101", row, "this stands above line 1 and has no number",
              "number it, or take it away")
        for row in written.stray
    ]  # fmt: skip
    if written.head:
        rows = "a row" if len(written.head) == 1 else f"{len(written.head)} rows"
        found.append(
            Found("LR214", Span(written.head[0].start, written.head[-1].end),
                  f"{rows} above line 1 left out, as a head that the database printed",
                  "number what is a line")
        )  # fmt: skip
    return found


def _places(lines: list[Line]) -> Mapping[int, Span]:
    return {line.number: line.span for line in lines}


def _mentioned(text: str, lines: list[Line]) -> set[int]:
    """The numbers in lines that cannot be read: which of them call lines is not known."""
    found: set[int] = set()
    for line in lines:
        if line.tree is None:
            for match in _NUMBERS.finditer(text, line.span.start, line.span.end):
                first = int(match[1])
                found.update(range(first, int(match[2] or first) + 1))
    return found


def _with(lines: list[Line], more: Mapping[int, list[Found]]) -> list[Line]:
    return [
        Line(line.label, line.number, line.row, line.span, line.tree,
             in_order([*line.findings, *more.get(line.number, ())]))
        for line in lines
    ]  # fmt: skip


def _refusal(text: str) -> Found | None:
    """Why `text` is no search string at all."""
    if len(text) > LONGEST:
        what = f"{len(text):,} characters; at most {LONGEST:,} can be read"
        return Found("LR109", Span(0, 0), what, "divide it into strategies of their own")
    digits = _DIGITS.search(text)
    if digits:
        what = "a number of a hundred digits or more"
        return Found("LR109", Span(*digits.span()), what, "take it away")
    unreadable = not_text(text)
    if unreadable:
        return unreadable
    prose = _PROSE.search(text)
    if prose:
        what = "this is prose or a web form, not a search string"
        remedy = "write the string that was run, one line a search"
        return Found("LR112", Span(*prose.span(prose.lastgroup or 0)), what, remedy)
    return None
