"""What an effect direction plot shows, and how it is read from a CSV file or a review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from litreview.outputs.plots import Ask
from litreview.outputs.plots._canvas import Look
from litreview.outputs.plots._evidence_rows import directed
from litreview.outputs.plots._rows import Rows
from litreview.outputs.plots._ways import Way, together, way_of

if TYPE_CHECKING:
    from litreview.outputs.evidence import Evidence

FEW: Final = 50
MANY: Final = 300
"""People: fewer than the one make a small arrow, more than the other a large one."""

MOST: Final = 9_999
"""Outcomes that a row may stand for."""


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A row. people: how many take part, None where that is not known; href: its address, or ""."""

    label: str
    people: float | None = None
    design: str = ""
    rating: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A study in a domain. outcomes: how many it stands for; why: what they say, if they differ."""

    study: str
    domain: str
    way: Way
    outcomes: int = 1
    why: str = ""


@dataclass(frozen=True, slots=True)
class Directions:
    """All rows, all columns, and the cells that are filled: one a study and domain."""

    studies: tuple[StudyRow, ...]
    domains: tuple[str, ...]
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()
    look: Look = field(default_factory=Look)


Given = tuple[str, str, Way, int]
"""Study, domain, way, how many outcomes."""


def cells_of(given: Iterable[Given]) -> tuple[Cell, ...]:
    """One cell a study and domain; several outcomes of one study count once."""
    held: dict[tuple[str, str], list[tuple[Way, int]]] = defaultdict(list)
    for study, domain, way, outcomes in given:
        held[study, domain].append((way, outcomes))
    found = ((key, together(ways)) for key, ways in held.items())
    return tuple(Cell(*key, one.way, one.outcomes, one.why) for key, one in found)


def from_rows(rows: Rows, ask: Ask) -> Directions:
    """A row an outcome or a domain of a study; rows of one study and domain are put together."""
    studies: dict[str, StudyRow] = {}
    given: list[Given] = []
    notes = list(rows.notes)
    for row in rows.rows:
        label, domain = row.text("study"), row.text("outcome_domain")
        way, outcomes = way_of(row.text("direction")), row.number("outcomes")
        wrong = ""
        if not label or not domain:
            wrong = "it names no study" if not label else "it names no outcome domain"
        elif way is None:
            wrong = f"{row.text('direction')!r} is no direction: better, worse, none or unclear"
        elif outcomes is not None and not (1 <= outcomes <= MOST and outcomes == int(outcomes)):
            wrong = f"{outcomes:g} is no number of outcomes"
        if wrong or way is None:
            notes.append(f"line {row.line} is left out: {wrong}")
            continue
        studies.setdefault(label, StudyRow(label, _people(row.number("people")),
                                           row.text("design"), row.text("rating")))  # fmt: skip
        given.append((label, domain, way, int(outcomes or 1)))
    domains = tuple(dict.fromkeys(domain for _, domain, _, _ in given))
    return Directions(tuple(studies.values()), domains, cells_of(given), tuple(notes), ask.look)


def _people(number: float | None) -> float | None:
    return number if number is not None and number > 0 else None


def from_evidence(evidence: Evidence, ask: Ask) -> Directions:
    """Every estimate of an included study whose direction can be told; the others are noted."""
    found = directed(evidence, ask.chosen.get("group", ""))
    studies = {
        one.study: StudyRow(one.study, one.people, one.design, one.rating, one.href)
        for one in found.rows
    }
    cells = cells_of((one.study, one.domain, one.way, 1) for one in found.rows)
    return Directions(tuple(studies.values()), found.domains, cells, found.notes, ask.look)
