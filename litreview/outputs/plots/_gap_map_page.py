"""The gap map as one HTML file: filters, and the studies behind each bubble.

Everything that can be read is in the page itself; the script counts again when a filter is set,
from the same entries as JSON. Nothing is asked of a network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Final

from litreview.outputs.escape import html, http_url
from litreview.outputs.page.document import embedded, shell
from litreview.outputs.plots._evidence_rows import NOT_TOLD
from litreview.outputs.plots._gap_map_data import FILTERS, Entry, GapMap, categories, shown_as
from litreview.outputs.words import counted

STEPS: Final = 12
"""Sizes of a bubble, a class of the style sheet each."""
_NO_STUDY: Final = (
    '<span class="none"><span aria-hidden="true">\u2013</span>'
    '<span class="said">no study</span></span>'
)
_NONE: Final = "There are no interventions and outcomes to show."


def page(data: GapMap) -> str:
    """The page: the same bytes for the same data."""
    title = data.look.title or "Evidence and gap map"
    names = categories(data)
    studies = len({entry.study for entry in data.entries})
    body = (
        '<a class="skip" href="#map">To the map</a><main>'
        f"<h1>{html(title)}</h1>{_lead(data, studies)}{_filters(data)}"
        f'<p class="count"><output id="count" aria-live="polite">{counted(studies, "study")}'
        f"</output></p>{_legend(data, names)}{_map(data, names)}{_behind(data)}{_notes(data)}"
        "</main>"
    )
    return shell(title, body, _file("gap_map.css"), _file("gap_map.js"), _data(data, names))


def step(count: int, most: int) -> int:
    """The size of a bubble, 1 to STEPS: its area grows with the number of studies."""
    return max(1, round(STEPS * sqrt(count / most))) if most else 1


def _lead(data: GapMap, studies: int) -> str:
    out = len({entry.study for entry in data.entries if not entry.included})
    more = f", of which {out} are not included in the review" if out else ""
    return (
        f'<p class="lead">{counted(studies, "study")}{more}, by {html(data.row_name.lower())} and '
        f"{html(data.column_name.lower())}. A bubble leads to the studies behind it; a grey cell "
        "has none.</p>"
    )


def _filters(data: GapMap) -> str:
    """Hidden until the script shows them: without it they would do nothing."""
    selects = "".join(_select(data, name, label) for name, label in FILTERS)
    years = sorted({entry.year for entry in data.entries if entry.year is not None})
    span = ""
    if years:
        limits = f'min="{years[0]}" max="{years[-1]}" placeholder="'
        span = (
            f'<label>From year <input type="number" id="from" {limits}{years[0]}"></label>'
            f'<label>to year <input type="number" id="to" {limits}{years[-1]}"></label>'
        )
    mixed = len({entry.included for entry in data.entries}) > 1
    only = '<label><input type="checkbox" id="included"> Included studies only</label>'
    return (
        '<div id="filters" class="filters" role="group" aria-label="Filters" hidden>'
        f"{selects}{span}{only if mixed else ''}"
        '<button type="button" id="reset">Show all</button></div>'
    )


def _select(data: GapMap, name: str, label: str) -> str:
    values = _values(data, name)
    if not any(values):
        return ""
    options = "".join(
        f'<option value="{at}">{html(text or NOT_TOLD)}</option>' for at, text in enumerate(values)
    )
    return (
        f'<label>{html(label)} <select data-filter="{html(name)}"><option value="">all</option>'
        f"{options}</select></label>"
    )


def _values(data: GapMap, name: str) -> list[str]:
    """The values of a filter in the order of its options."""
    said = {str(getattr(entry, name)) for entry in data.entries}
    return [*sorted(text for text in said if text), *([""] if "" in said else [])]


def _legend(data: GapMap, names: Sequence[str]) -> str:
    label = dict(FILTERS)[data.colour]
    items = "".join(
        f'<li><span class="bubble s3 {_colour(at, names)}" aria-hidden="true"></span> '
        f"{html(name)}</li>"
        for at, name in enumerate(names)
    )
    return f'<div class="legend"><span>{html(label)}:</span><ul>{items}</ul></div>' if items else ""


def _colour(at: int, names: Sequence[str]) -> str:
    return "unknown" if names[at] == NOT_TOLD else f"c{at}"


Held = Mapping[tuple[str, str], Sequence[Entry]]


def _cells(data: GapMap) -> Held:
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in data.entries:
        found.setdefault((entry.row, entry.column), []).append(entry)
    return found


def _map(data: GapMap, names: Sequence[str]) -> str:
    if not data.rows or not data.columns:
        return f'<p class="empty" id="map">{_NONE}</p>'
    cells = _cells(data)
    most = max(
        (n for held in cells.values() for n in _counts(data, held, names).values()), default=1
    )
    heads = "".join(f'<th scope="col">{html(name)}</th>' for name in data.columns)
    rows = "".join(_row(data, at, cells, names, most) for at in range(len(data.rows)))
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="The map"><table id="map" '
        f'class="k{len(names)}" data-most="{most}"><caption>{html(data.row_name)} by '
        f"{html(data.column_name.lower())}: the number of studies</caption><thead><tr>"
        f'<th scope="col">{html(data.row_name)}</th>{heads}</tr></thead><tbody>{rows}</tbody>'
        "</table></div>"
    )


def _counts(data: GapMap, held: Sequence[Entry], names: Sequence[str]) -> dict[int, int]:
    """Place of a category -> how many studies."""
    studies: dict[int, set[str]] = {}
    for entry in held:
        studies.setdefault(shown_as(entry, data, names), set()).add(entry.study)
    return {at: len(found) for at, found in sorted(studies.items())}


def _row(data: GapMap, at: int, cells: Held, names: Sequence[str], most: int) -> str:
    row = data.rows[at]
    made = []
    for column, name in enumerate(data.columns):
        counts = _counts(data, cells.get((row, name), ()), names)
        bubbles = "".join(
            f'<a class="bubble p{place} s{step(n, most)} {_colour(place, names)}" '
            f'href="#cell-{at}-{column}" data-k="{place}"><b>{n}</b><span class="said"> '
            f"{'study' if n == 1 else 'studies'}, {html(names[place])}</span></a>"
            for place, n in counts.items()
        )
        gap = "" if counts else ' class="gap"'
        made.append(f'<td id="at-{at}-{column}"{gap}><div>{bubbles}{_NO_STUDY}</div></td>')
    return f'<tr><th scope="row">{html(row)}</th>{"".join(made)}</tr>'


def _behind(data: GapMap) -> str:
    """The studies of each cell that has some, in the order of the map."""
    cells, numbers = _cells(data), {entry: at for at, entry in enumerate(data.entries)}
    parts = "".join(
        f'<section class="cell" id="cell-{at}-{column}" tabindex="-1">'
        f'<h3>{html(row)}, {html(name)} <a class="back" href="#at-{at}-{column}">to the map</a>'
        f"</h3><ul>{''.join(_item(numbers[entry], entry) for entry in held)}</ul></section>"
        for at, row in enumerate(data.rows)
        for column, name in enumerate(data.columns)
        if (held := cells.get((row, name)))
    )
    return (
        f'<section id="behind"><h2>The studies behind each cell</h2>{parts}</section>'
        if parts
        else ""
    )


def _item(number: int, entry: Entry) -> str:
    address = http_url(entry.href)
    name = f'<a href="{html(address)}">{html(entry.study)}</a>' if address else html(entry.study)
    title = f" {html(entry.title)}" if entry.title else ""
    said = " · ".join(html(text) for text in _properties(entry))
    return f'<li data-e="{number}"><b>{name}</b>{title}<small>{said}</small></li>'


def _properties(entry: Entry) -> Iterator[str]:
    yield from (text for name, _ in FILTERS if (text := str(getattr(entry, name))))
    if entry.year is not None:
        yield f"{entry.year}"
    if not entry.included:
        yield "not included in the review"


def _notes(data: GapMap) -> str:
    items = "".join(f"<li>{html(note)}</li>" for note in data.notes)
    return f'<ul class="notes">{items}</ul>' if items else ""


def _data(data: GapMap, names: Sequence[str]) -> str:
    """Of each entry: study, row, column, category, year, whether included, and filter values."""
    places = {
        name: {text: at for at, text in enumerate(_values(data, name))} for name, _ in FILTERS
    }
    studies = {study: at for at, study in enumerate(dict.fromkeys(e.study for e in data.entries))}
    rows = {row: at for at, row in enumerate(data.rows)}
    columns = {column: at for at, column in enumerate(data.columns)}
    entries = [
        {
            "study": studies[entry.study], "cell": f"{rows[entry.row]}-{columns[entry.column]}",
            "k": shown_as(entry, data, names), "year": entry.year, "included": entry.included,
            **{name: places[name][str(getattr(entry, name))] for name, _ in FILTERS},
        }
        for entry in data.entries
    ]  # fmt: skip
    return embedded({"steps": STEPS, "studies": len(studies), "entries": entries})


@cache
def _file(name: str) -> str:
    return (files("litreview.outputs.plots") / name).read_text("utf-8").replace("\r\n", "\n")
