"""What was looked at again after each change of the criteria: for the page and the methods."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.outputs.escape import html
from litreview.outputs.evidence import Evidence
from litreview.outputs.page.sections import Section
from litreview.outputs.table import Column, Table
from litreview.outputs.words import moment
from litreview.outputs.writers.html import fragment
from litreview.screening.rescreened import Rescreened

_COLUMNS = (
    Column("version", "Version", width=9),
    Column("adopted", "First vote under it", width=16),
    Column("changed", "What changed", width=44),
    Column("affected", "Could turn", "right", width=9),
    Column("again", "Judged again", "right", width=9),
    Column("otherwise", "Otherwise than before", "right", width=11),
    Column("waiting", "Waiting", "right", width=9),
)
_TEXT = (
    "A judgement keeps the version of the criteria that it was made under. Of each version: the "
    "votes that its changes could turn, how many of them were cast again since, how many of those "
    "with another decision, and how many still wait. The others stand on reports of which they "
    "change nothing: settled, or out at a later stage, by judgements that stand."
)


def changes(evidence: Evidence) -> Iterator[Section]:
    """The section on the changes of the criteria; nothing where there was none."""
    held = evidence.rescreened
    if held:
        table = Table("rescreening", "Changes of the criteria", _COLUMNS, tuple(map(_row, held)))
        body = f"<p>{html(_TEXT)}</p>{fragment(table)}"
        yield Section("rescreening", table.title, body, f"{len(held):,}", wide=True)


def _row(one: Rescreened) -> tuple[str, ...]:
    counts = (one.affected, one.again, one.changed, one.waiting)
    when = moment(one.adopted) if one.adopted else "none yet"
    return (one.version, when, "; ".join(one.told) or "nothing", *(f"{n:,}" for n in counts))
