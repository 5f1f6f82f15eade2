"""The drawing as PDF: text that can be selected, links that work, the fonts embedded.

Drawn directly with reportlab: what makes PDF of SVG loses the links.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final

from litreview.outputs.diagram.draw import FRAMES, Link, head_of
from litreview.outputs.diagram.layout import figure
from litreview.outputs.diagram.look import PLAIN, Look
from litreview.outputs.diagram.shapes import WIDTH, Arrow, Figure, Frame, Group, Kind, Rect, Words
from litreview.outputs.diagram.text import one_line
from litreview.outputs.diagram.words import description
from litreview.outputs.fonts import FACES, Face, font_file, widths
from litreview.outputs.theme import Role
from litreview.prisma import Flow

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_POINTS_A_MM = 72 / 25.4
_FONTS: Final[Mapping[Face, str]] = {face: f"LiberationSans-{face}" for face in FACES}


def pdf(flow: Flow, *, title: str, link: Link | None = None, look: Look = PLAIN) -> bytes:
    """The diagram on a page of its own size. The same flow gives the same bytes.

    link: as in `svg`. A character that our font lacks is an empty box.
    """
    from reportlab.pdfgen.canvas import Canvas

    placed = figure(flow, look)
    scale = look.width_mm * _POINTS_A_MM / WIDTH
    out = BytesIO()
    size = (WIDTH * scale, placed.height * scale)
    canvas = Canvas(out, pagesize=size, invariant=1, lang=look.language.code)
    canvas.setTitle(one_line(title))
    canvas.setSubject(one_line(description(flow, look.language)))
    canvas.setCreator("litreview")
    _add_fonts()
    canvas.scale(scale, scale)
    _Pen(canvas, placed, look, link).draw()
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def lacking(flow: Flow, look: Look = PLAIN) -> str:
    """The characters of the figure that our font lacks, once each."""
    held = widths("Regular").keys() & widths("Bold").keys()
    lines = (w.line for f in figure(flow, look).frames for g in f.groups for w in g.words)
    said = {char for line in lines for run in line for char in run.text}
    return "".join(sorted(char for char in said if ord(char) not in held))


def _add_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for face, name in _FONTS.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, font_file(face)))


class _Pen:
    """Draws a figure on a canvas, whose y grows upwards."""

    def __init__(self, canvas: Canvas, placed: Figure, look: Look, link: Link | None) -> None:
        self._canvas, self._placed, self._link = canvas, placed, link
        self._colours = look.theme.colours

    def draw(self) -> None:
        """The paper, the frames with their words, the arrows."""
        self._fill("paper")
        self._canvas.rect(0, 0, WIDTH, self._placed.height, stroke=0, fill=1)
        for frame in self._placed.frames:
            self._frame(frame)
        for arrow in self._placed.arrows:
            self._arrow(arrow)

    def _fill(self, role: Role) -> None:
        self._canvas.setFillColor(self._colours[role])

    def _frame(self, frame: Frame) -> None:
        if frame.kind in FRAMES:
            self._rectangle(frame.kind, frame.rect)
        self._canvas.saveState()
        if frame.turned:
            x, y = frame.rect.middle
            self._canvas.translate(x, self._up(y))
            self._canvas.rotate(90)
            self._canvas.translate(-x, -self._up(y))
        for group in frame.groups:
            self._group(frame, group)
        self._canvas.restoreState()
        if frame.href:
            self._lead(frame.href, frame.rect)

    def _rectangle(self, kind: Kind, rect: Rect) -> None:
        ground, line, corner = FRAMES[kind]
        broken = line == "waiting"
        self._canvas.saveState()
        self._fill(ground)
        self._canvas.setStrokeColor(self._colours[line])
        self._canvas.setLineWidth(1.1 if broken else 0.8)
        if broken:
            self._canvas.setDash(4, 2.4)
        self._canvas.roundRect(
            rect.x, self._up(rect.bottom), rect.width, rect.height, corner, stroke=1, fill=1
        )
        self._canvas.restoreState()

    def _group(self, frame: Frame, group: Group) -> None:
        for words in group.words:
            tone: Role = "waiting-ink" if words.tone == "waiting" else "ink"
            self._fill("soft" if frame.kind == "note" else tone)
            self._words(words)
        if self._link and group.key:
            self._lead(self._link(group.key), group.area)

    def _words(self, words: Words) -> None:
        text, style = "".join(run.text for run in words.line), words.style
        x = words.x - (style.width(text) / 2 if words.anchor == "middle" else 0)
        for run in words.line:
            self._canvas.setFont(_FONTS[style.face], style.size)
            self._canvas.drawString(x, self._up(words.y), run.text)
            width = style.width(run.text)
            if self._link and run.key:
                area = Rect(x, words.y - style.size, width, style.size * 1.2)
                self._lead(self._link(run.key), area)
            x += width

    def _lead(self, address: str, area: Rect) -> None:
        if address:
            sides = (area.x, self._up(area.bottom), area.right, self._up(area.y))
            self._canvas.linkURL(address, sides, relative=1, thickness=0)

    def _arrow(self, arrow: Arrow) -> None:
        line, head = head_of(arrow)
        self._fill("ink")
        self._canvas.setStrokeColor(self._colours["ink"])
        self._canvas.setLineWidth(0.9)
        self._path(line, closed=False)
        self._path(head, closed=True)

    def _path(self, points: Sequence[tuple[float, float]], *, closed: bool) -> None:
        path = self._canvas.beginPath()
        for at, (x, y) in enumerate(points):
            (path.lineTo if at else path.moveTo)(x, self._up(y))
        if closed:
            path.close()
        self._canvas.drawPath(path, stroke=0 if closed else 1, fill=1 if closed else 0)

    def _up(self, y: float) -> float:
        return self._placed.height - y
