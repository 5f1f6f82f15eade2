"""The drawing as a Word file whose boxes are text boxes: every word in it can be edited.

Each frame is a shape of DrawingML at its place on the page, each arrow a connector; as in the
official templates. The text flows inside its box, it is not broken into our lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import count, pairwise
from typing import TYPE_CHECKING, Final

from litreview.outputs.diagram.content import Paragraph
from litreview.outputs.diagram.draw import FRAMES, Link
from litreview.outputs.diagram.frames import ABOVE
from litreview.outputs.diagram.grid import LEADING, grid_of
from litreview.outputs.diagram.layout import figure
from litreview.outputs.diagram.look import PLAIN, Look
from litreview.outputs.diagram.shapes import WIDTH, Arrow, Figure, Frame, Group, Rect
from litreview.outputs.diagram.text import Run, Style, one_line
from litreview.outputs.diagram.words import description
from litreview.outputs.escape import html as escape
from litreview.outputs.theme import Role
from litreview.outputs.writers._zip import EPOCH, timeless
from litreview.prisma import Flow

if TYPE_CHECKING:
    from docx.document import Document

_EMU_A_MM, _POINTS_A_MM = 36_000, 72 / 25.4
MARGIN_MM, _A4_MM = 15.0, (210.0, 297.0)
_TALLEST_MM = 558.0
"""Word has no higher page; a higher figure is made smaller."""
_OFFICE = "http://schemas.openxmlformats.org"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_NAMESPACES: Final = (
    f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main" '
    f'xmlns:wp="{_OFFICE}/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="{_OFFICE}/drawingml/2006/main" '
    f'xmlns:mc="{_OFFICE}/markup-compatibility/2006" xmlns:wps="{_SHAPE}"'
)


def docx(flow: Flow, *, title: str, link: Link | None = None, look: Look = PLAIN) -> bytes:
    """The diagram as a .docx file. The same flow gives the same bytes. link: as in `svg`."""
    from docx import Document
    from docx.oxml import parse_xml

    placed = figure(flow, look)
    width_mm = width_on_page(placed, look)
    document = Document()
    _properties(document, title, one_line(description(flow, look.language)))
    _paper(document, width_mm, placed.height * width_mm / WIDTH)
    pen = _Pen(look, link, width_mm, hang=grid_of(flow).step, pad=grid_of(flow).pad)
    shapes = "".join(pen.shapes(placed))
    body = document.element.body
    body.insert(0, parse_xml(f"<w:p {_NAMESPACES}>{shapes}</w:p>"))
    out = BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def width_on_page(placed: Figure, look: Look) -> float:
    """Millimetres: as wide as asked, or less where the page would be too high."""
    tall = placed.height * look.width_mm / WIDTH
    return look.width_mm * min(1.0, (_TALLEST_MM - 2 * MARGIN_MM) / tall)


def _properties(document: Document, title: str, described: str) -> None:
    given = document.core_properties
    given.author = given.last_modified_by = "litreview"
    given.title, given.comments, given.revision = one_line(title)[:255], described[:255], 1
    given.created = given.modified = EPOCH.replace(tzinfo=None)


def _paper(document: Document, width: float, height: float) -> None:
    """A4, or larger where the figure is."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width = Mm(max(_A4_MM[0], width + 2 * MARGIN_MM))
    section.page_height = Mm(min(_TALLEST_MM, max(_A4_MM[1], height + 2 * MARGIN_MM)))
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(MARGIN_MM)


class _Pen:
    """Writes shapes, each with a number of its own, in the sizes of the page."""

    def __init__(
        self, look: Look, link: Link | None, width_mm: float, *, hang: float, pad: float
    ) -> None:
        self._colours, self._link = look.theme.colours, link
        self._lang = look.language.code
        self._emu = width_mm * _EMU_A_MM / WIDTH
        self._points = width_mm * _POINTS_A_MM / WIDTH
        self._hang, self._pad, self._numbers = hang, pad, count(1)

    def shapes(self, placed: Figure) -> Iterator[str]:
        """Everything that is drawn, the paper first where it is not white."""
        if self._colours["paper"] != "#ffffff":
            yield self._shape(
                "paper", Rect(0, 0, WIDTH, placed.height), self._filled("paper") + _NO_LINE, ""
            )
        for frame in placed.frames:
            ground, text, geometry = self._ground(frame), self._text(frame), _corners(frame)
            yield self._shape(frame.kind, frame.rect, ground, text, geometry)
        for arrow in placed.arrows:
            yield from self._arrow(arrow)

    def _shape(self, name: str, rect: Rect, look: str, text: str, geometry: str = "") -> str:
        flip = f"{_FLIP_H if rect.width < 0 else ''}{_FLIP_V if rect.height < 0 else ''}"
        x, y = min(rect.x, rect.right), min(rect.y, rect.bottom)
        size = f'cx="{self._e(abs(rect.width))}" cy="{self._e(abs(rect.height))}"'
        number = next(self._numbers)
        shape = "<wps:cNvCnPr/>" if name == "arrow" else '<wps:cNvSpPr txBox="1"/>'
        return (
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" '
            f'distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}" behindDoc="0" '
            'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            f"{_position('H', self._e(x))}{_position('V', self._e(y))}<wp:extent {size}/>"
            '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
            f'<wp:docPr id="{number}" name="{name} {number}"/><wp:cNvGraphicFramePr/>'
            f'<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp>{shape}'
            f'<wps:spPr><a:xfrm{flip}><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            f"{geometry or _geometry('rect')}{look}</wps:spPr>"
            f"{text or '<wps:bodyPr/>'}</wps:wsp></a:graphicData></a:graphic></wp:anchor>"
            "</w:drawing></mc:Choice></mc:AlternateContent></w:r>"
        )

    def _ground(self, frame: Frame) -> str:
        if frame.kind not in FRAMES:
            return f"<a:noFill/>{_NO_LINE}"
        ground, line, _ = FRAMES[frame.kind]
        dash = '<a:prstDash val="dash"/>' if line == "waiting" else ""
        return (
            f'{self._filled(ground)}<a:ln w="{self._e(1.1 if dash else 0.8)}">'
            f"{self._filled(line)}{dash}</a:ln>"
        )

    def _filled(self, role: Role) -> str:
        return f'<a:solidFill><a:srgbClr val="{self._hex(role)}"/></a:solidFill>'

    def _hex(self, role: Role) -> str:
        return self._colours[role].removeprefix("#").upper()

    def _text(self, frame: Frame) -> str:
        """The words of a frame, in its middle, with the room at the sides that the layout keeps."""
        pads = {"note": 0.0, "stage": 0.0, "title": ABOVE, "other-title": ABOVE, "band": ABOVE}
        side = self._e(pads.get(frame.kind, self._pad))
        # a hair of room more than a line has here: other programs measure text otherwise
        spare = max(0, side - self._e(1.5))
        turned = ' vert="vert270"' if frame.turned else ""
        paragraphs = "".join(self._group(frame, group) for group in frame.groups)
        return (
            f"<wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx>"
            f'<wps:bodyPr{turned} wrap="square" lIns="{side}" tIns="0" rIns="{spare}" bIns="0" '
            'anchor="ctr" anchorCtr="0"><a:noAutofit/></wps:bodyPr>'
        )

    def _group(self, frame: Frame, group: Group) -> str:
        style = group.words[0].style
        middle = group.words[0].anchor == "middle"
        align = '<w:jc w:val="center"/>' if middle else ""
        return "".join(
            f"<w:p><w:pPr>{self._place(paragraph, style.size)}{align}</w:pPr>"
            f"{self._runs(paragraph, frame, group.key, style)}</w:p>"
            for paragraph in group.paragraphs
        )

    def _place(self, paragraph: Paragraph, size: float) -> str:
        """Between the lines, and from the left."""
        hang = self._twips(self._hang if paragraph.level else 0.0)
        left = self._twips(paragraph.level * self._hang) + hang
        leading = self._twips(size * LEADING)
        return (
            f'<w:spacing w:before="0" w:after="0" w:line="{leading}" w:lineRule="exact"/>'
            f'<w:ind w:left="{left}" w:hanging="{hang}"/>'
        )

    def _runs(self, paragraph: Paragraph, frame: Frame, key: str, style: Style) -> str:
        waiting = paragraph.tone == "waiting"
        size = int(2 * style.size * self._points + 0.01)  # half points; more would need more room
        tone: Role = "waiting-ink" if waiting else "soft" if frame.kind == "note" else "ink"
        face = (
            '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
            f"{'<w:b/><w:bCs/>' if waiting or style.face == 'Bold' else ''}"
            f'<w:color w:val="{self._hex(tone)}"/>'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
            f'<w:lang w:val="{self._lang}"/></w:rPr>'
        )
        return "".join(self._run(run, run.key or key, frame, face) for run in _spaced(paragraph))

    def _run(self, run: Run, key: str, frame: Frame, face: str) -> str:
        """A run; a link is a field, as Word's own Insert Link writes it."""
        text = f'<w:r>{face}<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'
        address = frame.href or (self._link(key) if self._link and key else "")
        if not address or set(address) & set('"\\\n'):
            return text
        return (
            f'<w:fldSimple w:instr=" HYPERLINK &quot;{escape(address)}&quot; ">{text}</w:fldSimple>'
        )

    def _arrow(self, arrow: Arrow) -> Iterator[str]:
        """A connector for each piece; the last has the head."""
        pieces = list(pairwise(arrow.points))
        for at, ((x0, y0), (x, y)) in enumerate(pieces):
            head = '<a:tailEnd type="triangle" w="med" len="med"/>' if at == len(pieces) - 1 else ""
            look = f'<a:ln w="{self._e(0.9)}">{self._filled("ink")}{head}</a:ln>'
            rect = Rect(x0, y0, x - x0, y - y0)
            yield self._shape("arrow", rect, look, "", _geometry("straightConnector1"))

    def _e(self, units: float) -> int:
        return round(units * self._emu)

    def _twips(self, units: float) -> int:
        return round(units * self._points * 20)


_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_FLIP_H, _FLIP_V = ' flipH="1"', ' flipV="1"'


def _geometry(name: str, guides: str = "") -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst>{guides}</a:avLst></a:prstGeom>'


def _corners(frame: Frame) -> str:
    """A rectangle, with round corners where the frame has such."""
    *_, corner = FRAMES.get(frame.kind, (0,))
    if not corner:
        return _geometry("rect")
    share = round(100_000 * corner / min(frame.rect.width, frame.rect.height))
    return _geometry("roundRect", f'<a:gd name="adj" fmla="val {share}"/>')


def _position(way: str, offset: int) -> str:
    return (
        f'<wp:position{way} relativeFrom="margin"><wp:posOffset>{offset}</wp:posOffset>'
        f"</wp:position{way}>"
    )


def _spaced(paragraph: Paragraph) -> Iterator[Run]:
    """The runs with the blanks between them."""
    for at, run in enumerate(paragraph.runs):
        yield Run(f"{' ' if at else ''}{one_line(run.text)}", run.key)
