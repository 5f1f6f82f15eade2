"""The records, reports and studies behind every number of the flow diagram."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from litreview.model import RecordId, ReportId, StudyId
from litreview.outputs.escape import html, http_url
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import address, reference, study_labels
from litreview.outputs.table import Column, Table
from litreview.prisma import Box

MOST = 500
"""Of a longer list the page shows so many and says so; boxes.csv has all."""
ALL = "boxes.csv"

Describe = Callable[[str], tuple[str, str]]
"""The id of a record, report or study -> (a line about it, its address or "")."""

COLUMNS = (
    Column("box", "Box", width=20),
    Column("label", "Label", width=30),
    Column("unit", "Unit", width=8),
    Column("part", "Part", width=20),
    Column("id", "Id", width=14),
    Column("reference", "Reference", width=60),
)


def anchor(box: Box) -> str:
    """The id of the list on the page."""
    return f"box-{box.key}"


def describer(evidence: Evidence) -> Describe:
    """A function that says in one line what an id stands for. Each reference is made once."""
    owner = {id_: report.id for report in evidence.reports.values() for id_ in report.records}
    labels = study_labels(evidence)
    known: dict[ReportId, tuple[str, str]] = {}

    def report(id_: ReportId) -> tuple[str, str]:
        if id_ not in known:
            record = evidence.reports[id_].record
            known[id_] = (reference(record, link=False), http_url(address(record)))
        return known[id_]

    def describe(id_: str) -> tuple[str, str]:
        if StudyId(id_) in evidence.members:
            return labels.get(StudyId(id_), id_), ""
        if ReportId(id_) in evidence.reports:
            return report(ReportId(id_))
        held = owner.get(RecordId(id_))
        if held is None:
            return "", ""
        line, link = report(held)
        return f"{line} Taken together with {held}.", link

    return describe


def table(evidence: Evidence) -> Table:
    """Every id of every box, one row each, for the data file: the page shows the first of them."""
    describe = describer(evidence)
    return Table("boxes", "What every count consists of", COLUMNS, tuple(_rows(evidence, describe)))


def _rows(evidence: Evidence, describe: Describe) -> Iterator[tuple[str, ...]]:
    for box in evidence.drawn.boxes.values():
        part_of = {id_: part.label for part in box.parts for id_ in part.ids}
        for id_ in box.ids:
            part = part_of.get(id_, "")
            yield (box.key, box.label, box.unit, part, id_, describe(id_)[0])


def lists(evidence: Evidence, describe: Describe, whole: str) -> str:
    """A folded list for each box that is not empty. whole: where all of a long one stand (HTML)."""
    return "".join(_box(box, describe, whole) for box in evidence.drawn.boxes.values() if box.n)


def _box(box: Box, describe: Describe, whole: str) -> str:
    if len(box.parts) > 1 or (box.parts and box.parts[0].label):
        inner = "".join(
            f'<details class="box"><summary>{html(part.label)} <b>{part.n:,}</b></summary>'
            f"{_items(part.ids, describe, whole)}</details>"
            for part in box.parts
        )
    else:
        inner = _items(box.ids, describe, whole)
    return (
        f'<details class="box" id="{html(anchor(box))}"><summary>{html(box.label)} '
        f"<b>{box.n:,}</b></summary>{inner}</details>"
    )


def _items(ids: Sequence[str], describe: Describe, whole: str) -> str:
    items = "".join(_item(id_, *describe(id_)) for id_ in ids[:MOST])
    if len(ids) > MOST:
        items += f"<li>These are the first {MOST:,} of {len(ids):,}; {whole}.</li>"
    return f"<ul>{items}</ul>"


def _item(id_: str, line: str, link: str) -> str:
    more = f' <a href="{html(link)}" rel="noopener noreferrer">link</a>' if link else ""
    return f'<li><span class="id">{html(id_)}</span> {html(line)}{more}</li>'
