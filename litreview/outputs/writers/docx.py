"""Word: a caption, the table, its notes; landscape where the table is wide.

The header repeats on every page and no row is torn in two. Same table, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from litreview.outputs.escape import clean, html
from litreview.outputs.table import Column, Table
from litreview.outputs.writers import Writer
from litreview.outputs.writers._blocks import (
    WIDE,
    Block,
    Span,
    blocks,
    fitted,
    missing,
    shared,
    spans,
)
from litreview.outputs.writers._links import pieces
from litreview.outputs.writers._zip import EPOCH, timeless

if TYPE_CHECKING:
    from docx.document import Document

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TWIPS_A_MM = 1440 / 25.4
_MARGIN_MM = 15
_LONG_MM, _SHORT_MM = 297, 210
_CELL_MARGIN = 60
"""Twips at each side of a cell's text."""
_LETTER = 0.66
"""The width of a letter by its height, that of capitals and digits in bold."""
_LINE, _SHADE, _BAND, _LINK, _GREY = "999999", "E8ECF1", "F4F6F8", "0B57A4", "646C75"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Paper for a table: size in millimetres, the width of each column in twips, half-points."""

    width: int
    height: int
    columns: tuple[int, ...]
    size: int


def write(table: Table) -> bytes:
    """The table as a .docx file; without rows the sentence that says why."""
    from docx import Document

    sheet = _sheet(table)
    document = Document()
    _properties(document, table)
    _paper(document, sheet)
    document.add_paragraph(clean(table.title), style="Caption")
    if table.rows:
        _add(document, _xml(table, sheet))
        for note in table.notes:
            _note(document, note)
    else:
        document.add_paragraph(clean(table.empty))
    out = BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _sheet(table: Table) -> _Sheet:
    asked = sum(column.width for column in fitted(table))
    width, height = (_LONG_MM, _SHORT_MM) if asked > WIDE else (_SHORT_MM, _LONG_MM)
    sizes = ((2 * WIDE, 12), (1.5 * WIDE, 14), (WIDE, 16))
    size = next((size for least, size in sizes if asked > least), 18)
    room = (width - 2 * _MARGIN_MM) * _TWIPS_A_MM
    columns = tuple(map(int, shared(table, room, size * 10 * _LETTER, 2 * _CELL_MARGIN)))
    return _Sheet(width, height, columns, size)


def _properties(document: Document, table: Table) -> None:
    given = document.core_properties
    given.author = given.last_modified_by = "litreview"
    given.title, given.comments, given.revision = clean(table.title), "", 1
    given.created = given.modified = EPOCH.replace(tzinfo=None)


def _paper(document: Document, sheet: _Sheet) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    wide = sheet.width > sheet.height
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(9)
    document.styles["Caption"].font.size = Pt(10)
    document.styles["Caption"].font.color.rgb = RGBColor(0, 0, 0)


def _note(document: Document, note: str) -> None:
    from docx.shared import Pt

    paragraph = document.add_paragraph(clean(note))
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.runs[0].font.size = Pt(8)


def _add(document: Document, xml: str) -> None:
    from docx.oxml import parse_xml

    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def _xml(table: Table, sheet: _Sheet) -> str:
    """The table in WordprocessingML. Built as text: python-docx's cells take quadratic time."""
    columns = fitted(table)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
        for edge in ("top", "bottom", "insideH")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in sheet.columns)
    rows = [*_head(columns, sheet), *_body(blocks(table), columns, sheet)]
    return (
        f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr><w:tblW w:w="{sum(sheet.columns)}" '
        f'w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{_CELL_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{_CELL_MARGIN}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _head(columns: Sequence[Column], sheet: _Sheet) -> Iterator[str]:
    groups = spans(tuple(columns))
    if groups:
        yield _row(_group_cells(groups, sheet), header=True)
    cells = [
        _cell(column.label, width, sheet.size, align=column.align, bold=True, fill=_SHADE)
        for column, width in zip(columns, sheet.columns, strict=True)
    ]
    yield _row(cells, header=True)


def _group_cells(groups: Sequence[Span], sheet: _Sheet) -> Iterator[str]:
    at = 0
    for group in groups:
        width = sum(sheet.columns[at : at + group.columns])
        yield _cell(
            group.label,
            width,
            sheet.size,
            bold=True,
            fill=_SHADE,
            span=group.columns,
            align="center",
        )
        at += group.columns


def _body(found: Iterator[Block], columns: Sequence[Column], sheet: _Sheet) -> Iterator[str]:
    for block in found:
        if block.heading:
            width = sum(sheet.columns)
            band = _cell(
                block.heading,
                width,
                sheet.size,
                bold=True,
                fill=_BAND,
                span=len(columns),
                keep=True,
            )
            yield _row([band])
        for row in block.rows:
            yield _row(
                _cell(text, width, sheet.size, align=column.align, verbatim=column.verbatim)
                for text, column, width in zip(row, columns, sheet.columns, strict=True)
            )


def _row(cells: Iterator[str] | Sequence[str], *, header: bool = False) -> str:
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(  # noqa: PLR0913 - a cell has as many sides as it has
    text: str,
    width: int,
    size: int,
    *,
    align: str = "left",
    bold: bool = False,
    fill: str = "",
    span: int = 1,
    keep: bool = False,
    verbatim: bool = False,
) -> str:
    """One cell. width in twips, size in half-points; keep: stays with the row below it.

    What is bold is a heading, which has no links.
    """
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    colour = _GREY if missing(text) and not bold else ""
    runs = "".join(
        _run(words, address, _face(size, _LINK if address else colour, bold=bold))
        for words, address in pieces(clean(text), verbatim=bold or verbatim)
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{shade}</w:tcPr>'
        f'<w:p><w:pPr>{"<w:keepNext/>" if keep else ""}<w:spacing w:before="20" w:after="20"/>'
        f'<w:jc w:val="{align}"/></w:pPr>'
        f"{runs}</w:p></w:tc>"
    )


def _face(size: int, colour: str, *, bold: bool) -> str:
    """The properties of a run, in the order that the format prescribes."""
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    return f'{"<w:b/>" if bold else ""}{shade}<w:sz w:val="{size}"/>'


def _run(words: str, address: str, face: str) -> str:
    """A run of text; an address as a link of its short form.

    The link is a field, as Word's own Insert Link writes it: that needs no list of links beside
    the text. A quotation mark or a backslash, which would end it, cannot be in `address`.
    """
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{line}</w:t>' for line in html(words).split("\n")
    )
    if not address:
        return f"<w:r><w:rPr>{face}</w:rPr>{lines}</w:r>"
    return (
        f'<w:fldSimple w:instr=" HYPERLINK &quot;{html(address)}&quot; ">'
        f"<w:r><w:rPr>{face}</w:rPr>{lines}</w:r></w:fldSimple>"
    )


WRITER = Writer("docx", ".docx", "Word", write)
