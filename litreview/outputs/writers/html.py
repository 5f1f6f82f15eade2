"""HTML: `fragment` for the report, `write` for a page of its own that needs no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from litreview.formats import is_number
from litreview.outputs.escape import html, http_url
from litreview.outputs.page.document import document
from litreview.outputs.table import Column, Table
from litreview.outputs.words import counted
from litreview.outputs.writers import Writer
from litreview.outputs.writers._blocks import blocks, fitted, missing, printed, shared, spans
from litreview.outputs.writers._links import pieces

LINES = 4
"""Longer texts are folded to this many lines on the screen; print shows all."""

_LETTERS = 1.2
"""Letters of running text to a character of a column's width, which is that of a digit."""
_PAPER, _PAPER_LETTER, _PAPER_MARGINS = 785.0, 4.1, 5.5
"""In points: a page on its side, a letter in the style sheet's print size, the space in a cell."""
_NAME = 30
"""A first column wider than this holds sentences, not names."""
_STEPS = {"core": 3, "substantial": 2, "partial": 1, "weak": 1}


def write(table: Table) -> bytes:
    """The table as a page that opens from disk."""
    body = f'<main class="alone"><h1>{html(table.title)}</h1>{fragment(table)}</main>'
    return document(table.title, body).encode()


def fragment(table: Table) -> str:
    """The table and its notes as HTML to stand inside a page; escaped, without styles."""
    if not table.rows:
        return f'<p class="empty">{html(table.empty)}</p>'
    columns = fitted(table)
    name = html(table.name)
    parts = [
        f'<div class="table" id="table-{name}">',
        f'<div class="scroll" role="region" tabindex="0" aria-label="{html(table.title)}">',
        "<table><colgroup>",
        *_widths(table),
        "</colgroup>",
        *_head(columns),
        *_body(table, columns),
        "</table></div>",
        *_notes(table.notes),
        "</div>",
    ]
    return "".join(parts)


def _widths(table: Table) -> Iterator[str]:
    """A class for the width in characters on the screen, and one for the share of a page."""
    paper = shared(table, _PAPER, _PAPER_LETTER, _PAPER_MARGINS)
    for place, (column, width) in enumerate(zip(fitted(table), paper, strict=True)):
        share = max(1, round(2 * 100 * width / _PAPER))
        kind = " words" if not place and column.width > _NAME else ""
        yield f'<col class="w{column.width} p{share}{kind}">'


def _head(columns: tuple[Column, ...]) -> Iterator[str]:
    yield "<thead>"
    groups = spans(columns)
    if groups:
        yield "<tr>"
        for group in groups:
            across = f'colspan="{group.columns}"'
            if group.label:
                yield f'<th scope="colgroup" {across} class="group">{html(group.label)}</th>'
            else:
                yield f"<td {across}></td>"
        yield "</tr>"
    yield "<tr>"
    for column in columns:
        align = ' class="right"' if column.align == "right" else ""
        yield f'<th scope="col"{align}>{html(column.label)}</th>'
    yield "</tr></thead>"


def _body(table: Table, columns: Sequence[Column]) -> Iterator[str]:
    for block in blocks(table):
        yield "<tbody>"
        if block.heading:
            rows = counted(len(block.rows), "row")
            yield (
                f'<tr class="heading"><th scope="rowgroup" colspan="{len(columns)}">'
                f"<span>{html(block.heading)} <small>{rows}</small></span></th></tr>"
            )
        for row in block.rows:
            first, *rest = zip(row, columns, strict=True)
            kind = ' class="words"' if columns[0].width > _NAME else ""
            yield f'<tr><th scope="row"{kind}>{_content(*first)}</th>'
            yield from (_cell(text, column) for text, column in rest)
            yield "</tr>"
        yield "</tbody>"


def _cell(text: str, column: Column) -> str:
    kinds = " ".join(_kinds(text, column))
    attribute = f' class="{kinds}"' if kinds else ""
    return f"<td{attribute}>{_content(text, column)}</td>"


def _kinds(text: str, column: Column) -> Iterator[str]:
    """The classes of a cell. In a column of numbers, words of some length stand at the left."""
    if missing(text):
        yield "missing"
    if column.align == "right" and is_number(text):
        yield "number"
    elif column.align == "right" and (missing(text) or len(text) <= column.width):
        yield "right"


def _content(text: str, column: Column) -> str:
    if column.key == "centrality":
        return _steps(text) + html(text)
    parts = pieces(text, verbatim=column.verbatim)
    folds = printed(text, column) > LINES * column.width * _LETTERS
    if not folds or column.verbatim or http_url(text):
        return "".join(_piece(*part) for part in parts)
    return _long(parts)


def _long(parts: Sequence[tuple[str, str]]) -> str:
    """Folded. What folds is a button to a screen reader: no link stands in it, but behind it."""
    shown = "".join(_text(words) for words, _ in parts)
    links = " · ".join(_piece(*part) for part in parts if part[1])
    more = f'<span class="links">{links}</span>' if links else ""
    return f'<details class="long"><summary><span>{shown}</span></summary>{more}</details>'


def _text(text: str) -> str:
    return html(text).replace("\n", "<br>")


def _piece(words: str, address: str) -> str:
    if not address:
        return _text(words)
    return (
        f'<a href="{html(address)}" rel="noopener noreferrer" title="{html(address)}">'
        f"{html(words)}</a>"
    )


def _steps(text: str) -> str:
    """Three dots, filled by how central mentoring is; the word stands beside them."""
    words = text.lower().split()
    filled = _STEPS.get(words[0], 0) if words else 0
    if not filled:
        return ""
    return f'<span class="steps" aria-hidden="true">{"●" * filled}{"○" * (3 - filled)}</span> '


def _notes(notes: Sequence[str]) -> Iterator[str]:
    if notes:
        yield '<ul class="notes">'
        yield from (f"<li>{html(note)}</li>" for note in notes)
        yield "</ul>"


WRITER = Writer("html", ".html", "HTML", write)
