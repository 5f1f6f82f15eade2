"""A checklist filled from a review, and as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from litreview.outputs.checklists import Checklist, Row
from litreview.outputs.checklists.answering import Answer, Status
from litreview.outputs.checklists.searching import prisma_s
from litreview.outputs.checklists.topics import TOPICS
from litreview.outputs.evidence import Evidence
from litreview.outputs.table import Column, Table
from litreview.outputs.words import listed

COLUMNS = (
    Column("section", "Section", width=0),
    Column("item", "Item", width=5),
    Column("title", "What to report", width=18),
    Column("ask", "In our words", width=30),
    Column("status", "Status", width=10),
    Column("what", "From the review", width=40),
    Column("where", "Where", width=16),
    Column("missing", "To do", width=30),
)
TELLING = ("item", "title", "status", "missing")
_OPTIONAL = " (optional)"
_MEANING = (
    "Filled: the review says it. Gap: a command or a line of review.toml closes it. For a person: "
    "only people can say it; what the review has towards it stands beside it. The pages of your "
    "paper are yours to add."
)
_WRITE = Answer("for a person", missing="write it")


@dataclass(frozen=True, slots=True)
class Filled:
    """A row with its answer."""

    row: Row
    answer: Answer


def fill(chosen: Checklist, evidence: Evidence) -> tuple[Filled, ...]:
    """Each row with what the review says of it. Pure."""
    return tuple(Filled(*_named(row, _answer(row, evidence))) for row in chosen.rows)


def _answer(row: Row, evidence: Evidence) -> Answer:
    if row.topic == "prisma-s":
        return prisma_s(evidence, int(row.item))
    return TOPICS[row.topic](evidence) if row.topic else _WRITE


def _named(row: Row, answer: Answer) -> tuple[Row, Answer]:
    return replace(row, title=row.title or answer.title), answer


def counts(rows: tuple[Filled, ...]) -> dict[Status, int]:
    """How many rows have each status; those that none has are left out."""
    found = Counter(one.answer.status for one in rows)
    order: tuple[Status, ...] = ("filled", "gap", "for a person", "does not apply")
    return {status: found[status] for status in order if found[status]}


def summary(rows: tuple[Filled, ...]) -> str:
    """``42 rows: 20 filled, 5 gaps and 17 for a person``."""
    told = [
        f"{n} {'gaps' if status == 'gap' and n > 1 else status}"
        for status, n in counts(rows).items()
    ]
    return f"{len(rows)} rows: {listed(told)}"


def table(chosen: Checklist, evidence: Evidence, rows: tuple[Filled, ...] | None = None) -> Table:
    """The filled checklist, one row an item, under the headings of its sections.

    rows: only these of them.
    """
    every = fill(chosen, evidence)
    after = f"After {chosen.source} ({chosen.link}), in our own words: for a journal, take theirs."
    return Table(
        name=chosen.name,
        title=f"{chosen.label}: checklist of “{evidence.plan.title}”",
        columns=COLUMNS,
        rows=tuple(map(_cells, every if rows is None else rows)),
        notes=(f"{summary(every)}.", after, *([chosen.note] if chosen.note else []), _MEANING),
        empty="No row of this checklist has a gap that can be closed in the review.",
        telling=TELLING,
    )


def _cells(one: Filled) -> tuple[str, ...]:
    row, answer = one.row, one.answer
    title = row.title + _OPTIONAL * row.optional
    return (
        row.section, row.item, title, row.ask,
        answer.status, answer.what, answer.where, answer.missing,
    )  # fmt: skip
