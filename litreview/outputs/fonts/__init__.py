"""The font of the figures: Liberation Sans, whose letters are as wide as those of Arial.

Two faces (SIL Open Font License, see OFL.txt), and beside each a table of the widths of its
characters, written by ``python -m litreview.outputs.fonts.measure``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

Face = Literal["Regular", "Bold"]
FACES: tuple[Face, ...] = ("Regular", "Bold")
FAMILY = "Liberation Sans"
STACK = f"{FAMILY}, Arial, Helvetica, sans-serif"
"""What a drawing names: where our font is not installed, one of the same widths is."""
UNITS = 2048
"""A width of so many units is as wide as the font is high (its size)."""


def font_file(face: Face) -> str:
    """The path of the TrueType file."""
    return str(files(__name__) / f"LiberationSans-{face}.ttf")


@cache
def widths(face: Face) -> Mapping[int, int]:
    """Code point -> width in `UNITS`, for every character that the face holds."""
    table = (files(__name__) / f"LiberationSans-{face}.widths").read_text("ascii")
    return decode(table)


def decode(table: str) -> dict[int, int]:
    """The widths in a table: a line a run of code points, ``<first in hex> <width>*<times>...``."""
    found: dict[int, int] = {}
    for line in table.splitlines():
        first, *spans = line.split()
        code = int(first, 16)
        for span in spans:
            width, _, times = span.partition("*")
            for code_point in range(code, code + int(times or 1)):
                found[code_point] = int(width)
            code += int(times or 1)
    return found
