"""The drawing as PNG, with the font that comes with the program."""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib

from litreview.errors import UsageError
from litreview.outputs.diagram.shapes import MILLIMETRES
from litreview.outputs.fonts import FACES, FAMILY, font_file, widths

_FAMILIES = re.compile(r"""font-family\s*[=:]\s*["']?([^"';>]*)""")
_MARKUP = re.compile(r"<[^>]*>")
_FITTED = re.compile(r'(<text\b[^>]* textLength=")([0-9.]+)("[^>]*>(.*?)</text>)', re.DOTALL)
_STRETCH = 1.3
"""The renderer counts no letters that join the one before, and makes such text up to so much wider
than it was asked to (measured: Devanagari 1.16 to 1.28, Bengali 1.26, Malayalam 1.30)."""
_HEADER = 33
"""The signature of a PNG and its first chunk, after which the resolution may stand."""


def png(
    svg: str,
    *,
    width_px: int = 2126,
    millimetres: float = MILLIMETRES,
    background: str = "#ffffff",
) -> bytes:
    """The picture, `width_px` wide, its resolution set so that it prints `millimetres` wide.

    The renderer leaves out text whose font it does not find, so a drawing in another font is
    refused (UsageError). Characters that our font lacks are taken from the fonts of the
    machine, and are empty boxes where it has none.
    """
    import resvg_py

    if width_px < 1:
        raise UsageError(f"a picture cannot be {width_px} pixels wide")
    _check_fonts(svg)
    try:
        picture = resvg_py.svg_to_bytes(
            svg_string=_FITTED.sub(_narrowed, svg),
            width=width_px,
            dpi=96,
            background=background,
            skip_system_fonts=_covered(svg),
            font_files=[font_file(face) for face in FACES],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    except ValueError as error:
        raise UsageError(f"the drawing cannot be made into a picture ({error})") from error
    return _with_resolution(bytes(picture), width_px, millimetres)


def _check_fonts(svg: str) -> None:
    for families in _FAMILIES.findall(svg):
        if FAMILY not in families and "sans-serif" not in families:
            raise UsageError(
                f"the drawing asks for the font {families!r}, and its text would be missing",
                remedy=f"add {FAMILY} to its font-family",
            )


def _narrowed(found: re.Match[str]) -> str:
    """A text with a width asked for, which the renderer then does not exceed."""
    before, width, after, text = found.groups()
    joined = any(unicodedata.category(char).startswith("M") for char in text)
    return f"{before}{float(width) / _STRETCH:.2f}{after}" if joined else found.group()


def _covered(svg: str) -> bool:
    """Whether our font has every character of the text."""
    held = widths("Regular").keys() & widths("Bold").keys()
    return {ord(char) for char in _MARKUP.sub("", svg)} - {10, 13} <= held


def _with_resolution(picture: bytes, width_px: int, millimetres: float) -> bytes:
    """The PNG with a ``pHYs`` chunk: pixels per metre."""
    per_metre = round(width_px / (millimetres / 1000))
    body = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:_HEADER] + chunk + picture[_HEADER:]
