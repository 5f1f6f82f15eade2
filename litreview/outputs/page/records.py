"""The search over records: every report with what became of it, as data for the page's script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from litreview.model import RecordId, ReportId, StudyId
from litreview.outputs.escape import clean, http_url
from litreview.outputs.evidence import Evidence
from litreview.outputs.page.boxes import ALL
from litreview.outputs.page.sections import Section
from litreview.outputs.references import address
from litreview.prisma import NO_REASON, Box, Flow

MOST = 20_000
"""So many reports are in the page, those that came furthest first; boxes.csv has all."""
_FATES = (
    ("new_reports", "included"),
    ("awaiting_reports", "awaiting classification"),
    ("ongoing_reports", "of an ongoing study"),
    ("dbr_excluded", "full text excluded"),
    ("other_excluded", "full text excluded"),
    ("dbr_notretrieved_reports", "full text not retrieved"),
    ("other_notretrieved_reports", "full text not retrieved"),
    ("dbr_pending", "full text still to be assessed"),
    ("other_pending", "full text still to be assessed"),
    ("records_excluded", "excluded on title or abstract"),
    ("other_screened_out", "excluded on title or abstract"),
    ("records_left_unread", "left unread"),
    ("other_left_unread", "left unread"),
    ("pending_screening", "still to be screened"),
    ("other_pending_screening", "still to be screened"),
)
"""The box that says what became of a report, and the words; the furthest first."""
_AUTHORS = 3


def records(evidence: Evidence) -> Section:
    """The controls, which the script shows; without it, where all records are."""
    n, shown = len(evidence.reports), min(len(evidence.reports), MOST)
    part = f" The {shown:,} that came furthest are here." if shown < n else ""
    body = (
        f'<p class="without">All {n:,} reports stand in <a href="{ALL}">{ALL}</a>, box by box. '
        "With scripts allowed they can be searched here.</p>"
        '<div id="search" class="search" role="search" aria-label="Records" hidden>'
        f"<p>{n:,} reports, after duplicates were joined.{part}</p>"
        '<div class="fields"><label class="words">Words in title, authors, year or number'
        '<input type="search" id="words" autocomplete="off"></label>'
        '<label>Decision<select id="fate"><option value="">any</option></select></label>'
        '<label>Box of the diagram<select id="box"><option value="">any</option></select></label>'
        '<label>From year<input type="number" id="from" inputmode="numeric"></label>'
        '<label>To year<input type="number" id="to" inputmode="numeric"></label>'
        '<button type="button" id="reset">Show all</button></div>'
        '<p><output id="hits-count" aria-live="polite"></output></p>'
        '<ol id="hits" class="hits"></ol>'
        '<button type="button" id="more" hidden>Show more</button></div>'
    )
    return Section("records", "Search the records", body, f"{n:,}")


def data(evidence: Evidence) -> dict[str, Any]:
    """What the script searches. Linear in the ids of all boxes.

    fates: the decisions; boxes: (key, label, number); rows: (id, title, authors, year, address,
    place in fates, places in boxes), as many as `MOST`.
    """
    ends = dict(_ends(evidence.flow))
    fates = {fate: at for at, fate in enumerate(_fates(evidence.flow))}
    boxes = [box for box in evidence.drawn.boxes.values() if box.n]
    within = _within(evidence, boxes)
    places = {id_: fates[fate] for id_, fate in ends.items()}
    order = sorted(evidence.reports, key=lambda id_: places.get(id_, len(fates)))
    return {
        "fates": list(fates),
        "boxes": [(box.key, clean(box.label), box.n) for box in boxes],
        "rows": [_row(evidence, id_, places.get(id_, -1), within[id_]) for id_ in order[:MOST]],
    }


def _ends(flow: Flow) -> Iterator[tuple[ReportId, str]]:
    """What became of each report, the least far first: a later word takes the place of it."""
    for key, fate in reversed(_FATES):
        if key in flow.boxes:
            for part, ids in _parts(flow[key], fate):
                yield from ((ReportId(id_), part) for id_ in ids)


def _fates(flow: Flow) -> dict[str, None]:
    """The words for what became of reports, the furthest first, each once."""
    held = ((flow[key], fate) for key, fate in _FATES if key in flow.boxes)
    return {part: None for box, fate in held for part, ids in _parts(box, fate) if ids}


def _parts(box: Box, fate: str) -> Iterator[tuple[str, Sequence[str]]]:
    """The ids of a box, those of an exclusion by its reason where one was given."""
    yield fate, box.ids
    if "excluded" in fate:
        for part in box.parts:
            if part.label and part.label != NO_REASON:
                yield clean(f"{fate}: {part.label}"), part.ids


def _within(evidence: Evidence, boxes: list[Box]) -> Mapping[ReportId, list[int]]:
    """Report -> the places of the boxes that count it, one of its records, or its study."""
    owner = {id_: report.id for report in evidence.reports.values() for id_ in report.records}
    held: dict[ReportId, list[int]] = defaultdict(list)
    for place, box in enumerate(boxes):
        found: dict[ReportId, None] = {}
        for id_ in box.ids:
            if id_ in evidence.reports:
                found[ReportId(id_)] = None
            elif (report := owner.get(RecordId(id_))) is not None:
                found[report] = None
            else:
                found.update(dict.fromkeys(evidence.members.get(StudyId(id_), ())))
        for report in found:
            held[report].append(place)
    return held


def _row(evidence: Evidence, id_: ReportId, fate: int, boxes: list[int]) -> tuple[object, ...]:
    record = evidence.reports[id_].record
    names = "; ".join(record.authors[:_AUTHORS])
    more = " and others" if len(record.authors) > _AUTHORS else ""
    year = record.year or 0
    return (id_, clean(record.title), clean(names + more), year, http_url(address(record)), fate,
            boxes)  # fmt: skip
