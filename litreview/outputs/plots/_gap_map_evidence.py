"""Extracted effects of a review as the studies in the cells of a gap map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from litreview.extraction.printed import is_missing
from litreview.outputs.evidence import Evidence
from litreview.outputs.plots import Ask
from litreview.outputs.plots._evidence_rows import NOT_TOLD, Told, told
from litreview.outputs.plots._gap_map_data import COLOURS, Entry, GapMap, ordered
from litreview.outputs.plots._rows import one_of
from litreview.outputs.tables._groups import GROUPS, rank

SIDES: Final[Mapping[str, str]] = {
    "components": "Component", "centrality": "Mentoring part", "population": "People",
    "mentor_type": "Type of mentor", "country": "Country",
}  # fmt: skip
"""What the rows of the map can be, by the name of the field or property, in words."""


def from_evidence(evidence: Evidence, ask: Ask) -> GapMap:
    """Each effect of an included study, or of all, stands for its study in a cell.

    Rows are the components of the programmes where these were entered, else how central mentoring
    is; colours are ratings where there are some, else designs. Raises UsageError.
    """
    everything = one_of(ask.chosen, "studies", ("included", "all"), "included") == "all"
    found = told(evidence, everything=everything)
    fields = {row.id: row.values for row in evidence.estimates}
    coded = any(not is_missing(fields[one.row].get("components", "")) for one in found.rows)
    side = one_of(ask.chosen, "rows", tuple(SIDES), "components" if coded else "centrality")
    first = {one.study: one for one in reversed(found.rows)}
    entries = tuple(
        dict.fromkeys(
            replace(_entry(one), row=line, title=first[one.study].title, href=first[one.study].href)
            for one in found.rows
            for line in _lines(one, side, fields[one.row])
        )
    )
    rated = any(entry.rating for entry in entries)
    said = {entry.row for entry in entries} - {NOT_TOLD}
    by_group = side == "population"
    lines = sorted(said, key=lambda name: rank(GROUPS, name)) if by_group else ordered(said)
    unknown = any(entry.row == NOT_TOLD for entry in entries)
    return GapMap(
        rows=(*lines, *((NOT_TOLD,) if unknown else ())),
        columns=found.domains,
        entries=entries,
        colour=one_of(ask.chosen, "colour", COLOURS, "rating" if rated else "design"),
        row_name=SIDES[side],
        notes=found.notes,
        look=ask.look,
    )


def _entry(one: Told) -> Entry:
    return Entry(
        study=one.study,
        row="",
        column=one.domain,
        title=one.title,
        country=one.country,
        design=_known(one.design),
        centrality=_known(one.centrality),
        population=one.group,
        rating=one.rating,
        year=None if one.year is None else int(one.year),
        included=one.included,
        href=one.href,
    )


def _lines(one: Told, side: str, fields: Mapping[str, str]) -> Iterator[str]:
    """The rows that an effect stands in: one for each component, else one."""
    held = {"centrality": one.centrality, "population": one.group, "country": one.country}
    text = held.get(side, fields.get(side, ""))
    for part in text.split(";") if side == "components" else [text]:
        yield NOT_TOLD if is_missing(part) else part.strip()


def _known(text: str) -> str:
    return "" if text == NOT_TOLD else text
