"""What a gap map shows, and how it is read from a CSV file or a review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from litreview.extraction.printed import is_missing
from litreview.outputs.plots import Ask
from litreview.outputs.plots._canvas import Look
from litreview.outputs.plots._evidence_rows import CENTRALITIES, NOT_TOLD
from litreview.outputs.plots._harvest_data import DESIGNS, QUALITIES
from litreview.outputs.plots._rows import Rows, one_of

COLOURS: Final = ("rating", "design", "centrality")
MOST: Final = 5
"""Categories with a colour of their own; the rarer ones share one more."""
OTHER: Final = "other"
FILTERS: Final = (
    ("country", "Country"), ("design", "Design"), ("centrality", "Mentoring part"),
    ("population", "People"), ("rating", "Rating"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A study in a cell. Words that are not known are ""; year: of its report, None if unknown."""

    study: str
    row: str
    column: str
    title: str = ""
    country: str = ""
    design: str = ""
    centrality: str = ""
    population: str = ""
    rating: str = ""
    year: int | None = None
    included: bool = True
    href: str = ""


@dataclass(frozen=True, slots=True)
class GapMap:
    """rows, columns: all that are shown, also those without a study.

    colour: one of COLOURS, which property the bubbles are told apart by; row_name, column_name:
    what the two sides are.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]
    colour: str = COLOURS[0]
    row_name: str = "Intervention"
    column_name: str = "Outcome"
    notes: tuple[str, ...] = ()
    look: Look = field(default_factory=Look)


def category(entry: Entry, colour: str) -> str:
    """What tells the bubble of an entry from others."""
    return str(getattr(entry, colour)) or NOT_TOLD


def categories(data: GapMap) -> tuple[str, ...]:
    """The categories that have a colour, in order; the rarest are OTHER; NOT_TOLD stands last."""
    counts = Counter(category(entry, data.colour) for entry in data.entries)
    unknown = counts.pop(NOT_TOLD, 0)
    names = ordered(counts)
    if len(names) > MOST:
        common = {name for name, _ in sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:MOST]}
        names = (*(name for name in names if name in common), OTHER)
    return (*names, *((NOT_TOLD,) if unknown else ()))


def ordered(counts: Iterable[str]) -> tuple[str, ...]:
    """Words in order: the best first, where the words are of a known scale; else by name."""
    said = set(counts)
    for known in (*QUALITIES, CENTRALITIES, DESIGNS):
        plain = {word.casefold(): at for at, word in enumerate(known)}
        if said and {word.casefold() for word in said} <= plain.keys():
            return tuple(sorted(said, key=lambda word: -plain[word.casefold()]))
    return tuple(sorted(said))


def shown_as(entry: Entry, data: GapMap, names: Sequence[str]) -> int:
    """The place of an entry's category among `names`."""
    name = category(entry, data.colour)
    return names.index(name if name in names else OTHER)


def from_rows(rows: Rows, ask: Ask) -> GapMap:
    """A row a study in a cell. A row without a study, but with a side, keeps an empty line."""
    colour = one_of(ask.chosen, "colour", COLOURS, COLOURS[0])
    notes, entries = list(rows.notes), []
    lines: dict[str, None] = {}
    columns: dict[str, None] = {}
    for row in rows.rows:
        study, line, column = (row.text(n) for n in ("study", "intervention", "outcome_domain"))
        lines |= {line: None} if line else {}
        columns |= {column: None} if column else {}
        if not (study and line and column):
            if study:
                notes.append(f"line {row.line} is left out: it names no cell")
            continue
        words = {name: row.text(name) for name, _ in FILTERS}
        entries.append(
            Entry(
                study,
                line,
                column,
                row.text("title"),
                **{name: "" if is_missing(text) else text for name, text in words.items()},
                year=_year(row.number("year")),
                included=row.text("included").casefold() not in {"no", "0", "false"},
                href=row.text("url"),
            )
        )
    return GapMap(tuple(lines), tuple(columns), tuple(dict.fromkeys(entries)), colour,
                  notes=tuple(notes), look=ask.look)  # fmt: skip


def _year(number: float | None) -> int | None:
    return int(number) if number is not None and number == int(number) else None
