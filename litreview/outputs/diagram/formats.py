"""The file formats that a flow is drawn in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from litreview.errors import UsageError
from litreview.outputs.diagram.draw import Link, svg
from litreview.outputs.diagram.look import PLAIN, Look
from litreview.outputs.diagram.mermaid import mermaid
from litreview.outputs.diagram.pdf import pdf
from litreview.outputs.diagram.plain import plain
from litreview.outputs.diagram.raster import png
from litreview.outputs.diagram.word import docx
from litreview.prisma import Flow

INCH_MM = 25.4
_MOST_PIXELS_WIDE = 7_700
"""A figure is up to a few times as high as wide."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A flow, and how it is drawn. link: as in `svg`. dpi: pixels of a PNG for each inch."""

    flow: Flow
    title: str
    look: Look = PLAIN
    link: Link | None = None
    dpi: int = 300

    def svg(self) -> str:
        """The drawing as SVG."""
        return svg(self.flow, title=self.title, link=self.link, look=self.look)


def write(drawing: Drawing, suffix: str) -> bytes:
    """The file in the format called `suffix`, a key of `FORMATS`. Same drawing, same bytes.

    Raises UsageError where a picture would have too many pixels.
    """
    return _WRITERS[suffix](drawing)


def _png(drawing: Drawing) -> bytes:
    look, text = drawing.look, drawing.svg()
    pixels = round(look.width_mm / INCH_MM * drawing.dpi)
    if pixels > _MOST_PIXELS_WIDE:
        raise UsageError(
            f"a picture of {pixels:,} pixels across is too large",
            remedy="ask for fewer millimetres or dots per inch",
        )
    paper = look.theme.colours["paper"]
    return png(text, width_px=pixels, millimetres=look.width_mm, background=paper)


def _pdf(d: Drawing) -> bytes:
    return pdf(d.flow, title=d.title, link=d.link, look=d.look)


def _docx(d: Drawing) -> bytes:
    return docx(d.flow, title=d.title, link=d.link, look=d.look)


def _mermaid(d: Drawing) -> bytes:
    return mermaid(d.flow, title=d.title, link=d.link, look=d.look).encode()


_WRITERS: Final[Mapping[str, Callable[[Drawing], bytes]]] = {
    "svg": lambda drawing: drawing.svg().encode(),
    "png": _png,
    "pdf": _pdf,
    "docx": _docx,
    "mmd": _mermaid,
    "txt": lambda drawing: plain(drawing.flow, drawing.look).encode(),
}
FORMATS: Final = tuple(_WRITERS)
