"""The picture: its size, its resolution, and ink where words stand."""

from __future__ import annotations

import re
import runpy
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from litreview.errors import UsageError
from litreview.outputs.diagram import png, svg
from litreview.outputs.diagram.layout import figure
from litreview.outputs.diagram.shapes import WIDTH, Frame, Words
from litreview.outputs.diagram.text import Style
from litreview.outputs.fonts import FACES, STACK, decode, font_file, widths
from litreview.outputs.fonts.measure import encode, measured

MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "diagram" / "made.py"))
SVG = svg(MADE["databases"](), title="A made-up review")


def chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(picture):
        (size,) = struct.unpack_from(">I", picture, at)
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        (check,) = struct.unpack_from(">I", picture, at + 8 + size)
        assert check == zlib.crc32(kind + body), kind
        yield kind, body
        at += 12 + size


def rows(picture: bytes) -> list[bytearray]:
    """The pixels as rows of bytes, four a pixel; the filters are those of the PNG standard."""
    held = list(chunks(picture))
    width, height, depth, colour = struct.unpack(">IIBB", held[0][1][:10])
    assert (depth, colour) == (8, 6)
    raw = zlib.decompress(b"".join(body for kind, body in held if kind == b"IDAT"))
    stride, found = 4 * width, []
    before = bytearray(stride)
    for y in range(height):
        at = y * (stride + 1)
        line = bytearray(raw[at + 1 : at + 1 + stride])
        _unfilter(raw[at], line, before)
        found.append(line)
        before = line
    return found


def _unfilter(kind: int, line: bytearray, above: bytearray) -> None:
    for at in range(len(line)):
        left, up = (line[at - 4] if at > 3 else 0), above[at]
        corner = above[at - 4] if at > 3 else 0
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda one: abs(guess - one))
        add = (0, left, up, (left + up) // 2, nearest)[kind]
        line[at] = (line[at] + add) & 255


@pytest.mark.parametrize("width", [64, 1063, 2126])
def test_size_and_resolution(width: int) -> None:
    picture = png(SVG, width_px=width)
    held = dict(chunks(picture))
    size = struct.unpack(">II", held[b"IHDR"][:8])
    height = figure(MADE["databases"]()).height
    assert size == (width, pytest.approx(width * height / WIDTH, rel=0.005, abs=1))
    across, down, unit = struct.unpack(">IIB", held[b"pHYs"])
    assert across == down == pytest.approx(width / 0.18, abs=1)
    assert unit == 1
    order = [kind for kind, _ in chunks(picture)]
    assert order.index(b"pHYs") < order.index(b"IDAT")


def test_the_default_is_300_dots_an_inch() -> None:
    across, _, _ = struct.unpack(">IIB", dict(chunks(png(SVG)))[b"pHYs"])
    assert across * 0.0254 == pytest.approx(300, abs=0.5)


def dark(pixels: list[bytearray], left: float, top: float, right: float, bottom: float) -> int:
    return sum(
        1
        for line in pixels[max(0, int(top)) : int(bottom) + 1]
        for x in range(int(left), int(right) + 1)
        if sum(line[4 * x : 4 * x + 3]) < 3 * 140
    )


def letters(frame: Frame, words: Words) -> tuple[float, float, float, float]:
    width = words.style.width("".join(run.text for run in words.line))
    left = words.x - (width / 2 if words.anchor == "middle" else 0)
    top, bottom = words.y - 0.7 * words.style.size, words.y
    if not frame.turned:
        return left, top, left + width, bottom
    x, y = frame.rect.middle
    return x + top - y, y - (left - x) - width, x + bottom - y, y - (left - x)


def test_there_is_ink_where_every_line_of_words_stands() -> None:
    """A renderer that does not find the font leaves the words out without saying so."""
    pixels = rows(png(SVG, width_px=int(WIDTH)))
    lines = 0
    for frame in figure(MADE["databases"]()).frames:
        for group in frame.groups:
            for words in group.words:
                lines += 1
                assert dark(pixels, *letters(frame, words)) > 5, words.line
    assert lines > 25
    blank = dark(pixels, 30, 1, 200, 3)
    assert blank < 200, "the drawing is not all dark either"


@pytest.mark.parametrize(
    "text",
    [
        "\u0938\u093e\u092e\u093e\u091c\u093f\u0915 \u0935\u093f\u091c\u094d\u091e\u093e\u0928",
        "\u0d38\u0d3e\u0d2e\u0d42\u0d39\u0d3f\u0d15 \u0d36\u0d3e\u0d38\u0d4d\u0d24\u0d4d\u0d30",
        "\u0938\u093e\u092e\u093e\u091c\u093f\u0915 <tspan>(n = 5)</tspan>",
    ],
    ids=["devanagari", "malayalam", "run"],
)
def test_text_that_our_font_lacks_stays_in_its_room(text: str) -> None:
    """Where the machine has a font for it, the renderer would make it a quarter wider."""
    room = Style(8.0).width(re.sub("<[^>]*>", "", text))
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 20" width="300" height="20">'
        f'<text x="10" y="14" font-family="{STACK}" font-size="8" textLength="{room}" '
        f'lengthAdjust="spacingAndGlyphs">{text}</text></svg>'
    )
    pixels = rows(png(drawing, width_px=300))
    assert dark(pixels, 10, 0, 10 + room, 19) > 5
    assert dark(pixels, 12 + room, 0, 299, 19) == 0


def test_a_font_that_would_vanish_is_refused() -> None:
    with pytest.raises(UsageError, match="Comic"):
        png(SVG.replace("Liberation Sans, Arial, Helvetica, sans-serif", "Comic"))


def test_what_is_no_drawing_or_no_size_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be made into a picture"):
        png("<svg")
    with pytest.raises(UsageError, match="0 pixels"):
        png(SVG, width_px=0)


@pytest.mark.parametrize("name", ["scripts", "hostile", "millions", "many-sources", "empty"])
def test_any_flow_becomes_a_picture(name: str) -> None:
    held = dict(chunks(png(svg(MADE["FLOWS"][name](), title=name), width_px=300)))
    assert struct.unpack(">I", held[b"IHDR"][:4]) == (300,)


@pytest.mark.parametrize("face", FACES)
def test_the_widths_are_those_of_the_font(face: str) -> None:
    font = Path(font_file(face)).read_bytes()  # type: ignore[arg-type]
    found = measured(font)
    assert dict(widths(face)) == found  # type: ignore[arg-type]
    assert decode(encode(found)) == found
    assert found[ord(" ")] == found[0xA0] == 569
    assert found[ord("i")] < found[ord("m")]


def test_a_font_of_another_build_is_refused() -> None:
    font = bytearray(Path(font_file("Regular")).read_bytes())
    head = next(
        offset
        for name, offset in (
            struct.unpack_from(">4s4xI", font, 12 + 16 * at) for at in range(font[5])
        )
        if name == b"head"
    )
    struct.pack_into(">H", font, head + 18, 1000)
    with pytest.raises(ValueError, match="1000 units"):
        measured(bytes(font))


def test_a_table_of_widths_names_runs_and_repetitions() -> None:
    assert decode("0041 3*2 5\n0061 7\n") == {0x41: 3, 0x42: 3, 0x43: 5, 0x61: 7}
    assert encode({0x41: 3, 0x42: 3, 0x43: 5, 0x61: 7}) == "0041 3*2 5\n0061 7\n"
