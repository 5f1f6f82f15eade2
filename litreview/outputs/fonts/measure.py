"""Read the widths of a TrueType font's characters, and write the tables beside the fonts.

``python -m litreview.outputs.fonts.measure`` after a change of font; a test compares the two.
Read are the tables ``cmap`` (format 4: code point -> glyph), ``hhea``, ``hmtx`` (glyph -> width)
and ``head`` (units).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from litreview.outputs.fonts import FACES, UNITS, font_file

_LAST = 0xFFFF
"""The code point that ends a format 4 map; it is no character."""


def measured(font: bytes) -> dict[int, int]:
    """Code point -> width in `UNITS`. Raises ValueError for a font of another build."""
    tables = _tables(font)
    (units,) = struct.unpack_from(">H", font, tables["head"] + 18)
    if units != UNITS:
        raise ValueError(f"the font has {units} units, expected {UNITS}")
    (count,) = struct.unpack_from(">H", font, tables["hhea"] + 34)
    advances = struct.unpack_from(">" + "Hh" * count, font, tables["hmtx"])[::2]
    glyphs = dict(_glyphs(font, _map(font, tables["cmap"])))
    return {code: advances[min(glyph, count - 1)] for code, glyph in glyphs.items() if glyph}


def _tables(font: bytes) -> dict[str, int]:
    """Name -> where the table begins."""
    (count,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4s4xI4x", font, 12 + 16 * at) for at in range(count))
    return {name.decode("ascii"): offset for name, offset in entries}


def _map(font: bytes, cmap: int) -> int:
    """Where the Windows Unicode map begins."""
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for at in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * at)
        (form,) = struct.unpack_from(">H", font, cmap + offset)
        if (platform, encoding, form) == (3, 1, 4):
            return int(cmap + offset)
    raise ValueError("the font has no Unicode map of format 4")


def _glyphs(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    """(code point, glyph) of a format 4 map: segments of code points that share a rule."""
    (double,) = struct.unpack_from(">H", font, start + 6)
    number = double // 2
    ends, firsts, deltas, ranges = (
        struct.unpack_from(f">{number}H", font, start + 14 + place)
        for place in (0, double + 2, 2 * double + 2, 3 * double + 2)
    )
    rows = start + 16 + 3 * double
    for at, (end, first, delta, row) in enumerate(zip(ends, firsts, deltas, ranges, strict=True)):
        for code in range(first, min(end, _LAST - 1) + 1):
            glyph = code
            if row:
                (glyph,) = struct.unpack_from(">H", font, rows + 2 * (at + code - first) + row)
            yield code, (glyph + delta) & 0xFFFF if glyph or not row else 0


def encode(found: Mapping[int, int]) -> str:
    """The table that `litreview.outputs.fonts.decode` reads."""
    lines = []
    for _, run in groupby(enumerate(sorted(found)), key=lambda pair: pair[1] - pair[0]):
        codes = [code for _, code in run]
        spans = [
            f"{width}*{times}" if (times := len(list(same))) > 1 else f"{width}"
            for width, same in groupby(found[code] for code in codes)
        ]
        lines.append(f"{codes[0]:04x} {' '.join(spans)}\n")
    return "".join(lines)


def main() -> None:
    """Write the tables of all faces."""
    for face in FACES:
        path = Path(font_file(face))
        path.with_suffix(".widths").write_text(encode(measured(path.read_bytes())), "ascii")


if __name__ == "__main__":
    main()
