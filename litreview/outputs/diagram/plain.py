"""The diagram as text: boxes drawn with characters, for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from litreview.errors import UsageError
from litreview.outputs.diagram.content import STAGES, Content, Paragraph, Row
from litreview.outputs.diagram.look import PLAIN, Look
from litreview.outputs.diagram.notes import notes
from litreview.outputs.diagram.rows import rows
from litreview.outputs.diagram.text import Run, wrap
from litreview.outputs.diagram.words import progress, title
from litreview.prisma import Flow

NARROWEST = 40
_BETWEEN = 5
"""Columns between a box and the one beside it, where the arrow is."""
_BOX, _DASHED, _HEAVY = "┌─┐│└┘", "┌╌┐╎└┘", "┏━┓┃┗┛"


class _Cells:
    """Measures text in columns of a terminal."""

    def width(self, text: str) -> float:
        """How many columns `text` takes."""
        from rich.cells import cell_len

        return cell_len(text)


_CELLS = _Cells()


def plain(flow: Flow, look: Look = PLAIN, *, columns: int = 80) -> str:
    """The flow in lines of at most `columns` columns; the arms stand below each other.

    Raises UsageError for less than 40 columns.
    """
    if columns < NARROWEST:
        raise UsageError(f"boxes of text need {NARROWEST} columns at least, not {columns}")
    page, found = _Page(look, columns), rows(flow, look)
    version = "updated" if flow.updated else "new"
    name = partial(title, flow, language=look.language)
    for row in found:
        if row.previous:
            page.title(name("previous"))
            page.row(row.previous, (), last=True)
    page.arm(name(f"{version}_dbr"), [(row, row.dbr) for row in found[: _first_included(found)]])
    if flow.other_methods:
        page.leads_on()
        others = [(row, row.other) for row in found if any(row.other)]
        page.arm(name(f"{version}_other"), others)
        page.leads_on()
    end = [(row, row.dbr) for row in found[_first_included(found) :]]
    page.arm("", end, joined=not flow.other_methods)
    page.words(progress(flow, look.language))
    for note in notes(flow, look):
        page.words(" ".join(run.text for entry in note for p in entry.paragraphs for run in p.runs))
    return page.text()


def _first_included(found: Sequence[Row]) -> int:
    return next(at for at, row in enumerate(found) if STAGES[row.stage] == "included")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A box in characters: lines of the same width."""

    lines: tuple[str, ...]

    @property
    def middle(self) -> int:
        """The column that arrows leave from and lead to."""
        return len(self.lines[0]) // 2


class _Page:
    """Lines of text, one below the other."""

    def __init__(self, look: Look, columns: int) -> None:
        self._say, self._columns = look.language.say, columns
        self._box = (columns - _BETWEEN) // 2
        self._lines: list[str] = []

    def text(self) -> str:
        """What was written, without blanks at the ends of lines."""
        return "".join(f"{line.rstrip()}\n" for line in self._lines)

    def title(self, text: str) -> None:
        """A title over the whole width."""
        words = [Paragraph((Run(text),))]
        lines = list(_lines_of(words, self._columns))
        self._lines += _drawn(lines, self._columns, _HEAVY).lines

    def arm(
        self,
        title: str,
        found: Sequence[tuple[Row, tuple[Content, Content]]],
        *,
        joined: bool = False,
    ) -> None:
        """The rows of an arm. title: "" for none. joined: an arrow leads to it."""
        if title:
            self.title(title)
        stage = -1
        for at, (row, (here, beside)) in enumerate(found):
            if row.stage != stage:
                stage = row.stage
                self._stage(STAGES[stage], begins=not at and not joined)
            if at or joined:
                self._lines.append(_at(self._box // 2, "▼", self._box))
            self.row(here, beside, last=at == len(found) - 1)

    def _stage(self, key: str, *, begins: bool) -> None:
        """The name of a stage at the right, beside the arrow that runs through."""
        name = f" {self._say('stages', key)} "
        through = " " * self._columns if begins else _at(self._box // 2, "│", self._columns)
        width = int(_CELLS.width(name))
        head = through[: self._columns - width - 4]
        self._lines.append(f"{head}──{name}──")

    def row(self, here: Content, beside: Content, *, last: bool) -> None:
        """A box of the flow, the box beside it, and the way down to the next."""
        left = _boxed(here, self._box) if here else _Drawn((_at(self._box // 2, "│", self._box),))
        right = _boxed(beside, self._box).lines if beside else ()
        height = max(len(left.lines), len(right))
        below = _at(left.middle, " " if last else "│", self._box)
        for at in range(height):
            one = left.lines[at] if at < len(left.lines) else below
            two = right[at] if at < len(right) else ""
            arrow = "───▶ " if right and at == 1 else " " * _BETWEEN
            if at == 1 and not here:
                one = _at(left.middle, "├", left.middle + 1).ljust(self._box, "─")
            self._lines.append(f"{one}{arrow}{two}")

    def leads_on(self) -> None:
        """Down to what is included, which stands further below."""
        head = _at(self._box // 2, "▼", self._box // 2 + 1)
        self._lines += [f"{head} {self._say('stages', 'included')}", ""]

    def words(self, text: str) -> None:
        """Words without a box; nothing where there are none."""
        if text:
            lines = wrap((Run(text),), _CELLS, self._columns)
            self._lines += ["", *("".join(run.text for run in line) for line in lines)]


def _at(column: int, char: str, width: int) -> str:
    return f"{' ' * column}{char}".ljust(width)


def _boxed(content: Content, width: int) -> _Drawn:
    paragraphs = [paragraph for entry in content for paragraph in entry.paragraphs]
    waiting = any(paragraph.tone == "waiting" for paragraph in paragraphs)
    return _drawn(list(_lines_of(paragraphs, width)), width, _DASHED if waiting else _BOX)


def _lines_of(paragraphs: Iterable[Paragraph], width: int) -> Iterator[tuple[str, int]]:
    """(text, indent) of each line."""
    for paragraph in paragraphs:
        indent, hang = 2 * paragraph.level, 2 if paragraph.level else 0
        lines = wrap(paragraph.runs, _CELLS, width - 4 - indent, hang)
        for at, line in enumerate(lines):
            yield "".join(run.text for run in line), indent + (hang if at else 0)


def _drawn(lines: Sequence[tuple[str, int]], width: int, chars: str) -> _Drawn:
    left, across, right, side, low_left, low_right = tuple(chars)
    inner = []
    for text, indent in lines:
        blanks = width - 4 - indent - int(_CELLS.width(text))
        inner.append(f"{side} {' ' * indent}{text}{' ' * blanks} {side}")
    bar = across * (width - 2)
    return _Drawn((f"{left}{bar}{right}", *inner, f"{low_left}{bar}{low_right}"))
