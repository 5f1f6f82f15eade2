"""The records, reports and studies behind every number of the flow diagram."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from litreview.model import RecordId, ReportId, StudyId
from litreview.outputs.diagram.language import ENGLISH, Language
from litreview.outputs.diagram.notes import put_in
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


def opens(box: Box) -> bool:
    """Whether there is something behind the number: a list, or who put it in."""
    return bool(box.ids or box.corrections)


def describer(evidence: Evidence, language: Language = ENGLISH) -> Describe:
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
        return f"{line} {language.say('page', 'together', id=held)}", link

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


def lists(evidence: Evidence, describe: Describe, whole: str, language: Language = ENGLISH) -> str:
    """A folded list for each box that opens. whole: where all of a long one stand (HTML)."""
    lister = _Lister(describe, whole, language)
    return "".join(lister.box(box) for box in evidence.drawn.boxes.values() if opens(box))


class _Lister:
    """Writes the lists behind numbers, in a language."""

    def __init__(self, describe: Describe, whole: str, language: Language) -> None:
        self._describe, self._whole, self._language = describe, whole, language

    def box(self, box: Box) -> str:
        """A folded list; where the box has parts, one in it for each."""
        if len(box.parts) > 1 or (box.parts and box.parts[0].label):
            inner = "".join(
                f'<details class="box"><summary>{html(part.label)} '
                f"<b>{self._language.number(part.n)}</b></summary>{self._items(part.ids)}</details>"
                for part in box.parts
            )
        else:
            inner = self._items(box.ids)
        if box.corrections:
            inner = f"<p>{html(put_in(box.corrections, box, self._language))}</p>{inner}"
        return (
            f'<details class="box" id="{html(anchor(box))}">'
            f"<summary>{html(self._language.label(box))} "
            f"<b>{self._language.number(box.n)}</b></summary>{inner}</details>"
        )

    def _items(self, ids: Sequence[str]) -> str:
        items = "".join(self._item(id_, *self._describe(id_)) for id_ in ids[:MOST])
        if len(ids) > MOST:
            n, of = self._language.number(MOST), self._language.number(len(ids))
            said = self._language.say("page", "first", n=n, all=of, whole=self._whole)
            items += f"<li>{said}</li>"
        return f"<ul>{items}</ul>"

    def _item(self, id_: str, line: str, link: str) -> str:
        word = html(self._language.say("page", "link"))
        more = f' <a href="{html(link)}" rel="noopener noreferrer">{word}</a>' if link else ""
        return f'<li><span class="id">{html(id_)}</span> {html(line)}{more}</li>'
