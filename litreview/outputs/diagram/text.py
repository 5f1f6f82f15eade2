"""Text on lines: how wide it is in the font of the figures, and where it breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from litreview.outputs.escape import clean
from litreview.outputs.fonts import UNITS, Face, widths

TIE = "\u00a0"
"""A blank at which no line breaks; drawn as a blank."""
_FOREIGN = 7 * UNITS // 10
"""What we reserve for a letter of another font; the drawing makes it as wide as that."""
_BROAD = 9 * UNITS // 10
"""The same for Tamil, Telugu, Kannada and Malayalam, whose letters are broader."""
_BLANKS = re.compile(r"[ \t\n]+")
_AFTER = (("/", 3), ("-_.,;:\u2013\u2014", 2))
"""A word too long for a line breaks after one of these, if what stays is not too short: a third
of what would fit may end at a slash, a half at another mark."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that belong together; key: the box whose number they say, or ""."""

    text: str
    key: str = ""


Line = tuple[Run, ...]


class Measure(Protocol):
    """What knows how wide a text is, in the units of the room that it is given."""

    def width(self, text: str) -> float:
        """How wide `text` is."""


@dataclass(frozen=True, slots=True)
class Style:
    """A size (in units of the drawing) and a face."""

    size: float
    face: Face = "Regular"

    def width(self, text: str) -> float:
        """How wide `text` is, without kerning, which only makes it narrower."""
        table = widths(self.face)
        units = sum(table[ord(c)] if ord(c) in table else _foreign(c) for c in text)
        return units * self.size / UNITS

    def foreign(self, text: str) -> bool:
        """Whether `text` has a character that our font lacks: its width is then an estimate."""
        table = widths(self.face)
        return any(ord(char) not in table for char in text)


def _foreign(char: str) -> int:
    if _joins(char):
        return 0
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return UNITS
    return _BROAD if "\u0b80" <= char <= "\u0d7f" else _FOREIGN


def _joins(char: str) -> bool:
    """Whether the character is drawn on the one before it."""
    return unicodedata.category(char) in {"Mn", "Me"}


def one_line(text: str) -> str:
    """`text` without control characters; line ends and blanks in a row are one blank."""
    return _BLANKS.sub(" ", clean(text)).strip(f" {TIE}")


def wrap(runs: Sequence[Run], style: Measure, room: float, hang: float = 0.0) -> list[Line]:
    """`runs` on lines no wider than `room`; from the second on they are `hang` narrower.

    Blanks between words are one blank. A word wider than a line is broken inside.
    """
    lines: list[list[Run]] = [[]]
    used, blank = 0.0, style.width(" ")
    for word, key in _words(runs):
        left = room - (hang if len(lines) > 1 else 0.0)
        gap = blank if lines[-1] else 0.0
        if lines[-1] and used + gap + style.width(word) > left:
            lines.append([])
            used, gap, left = 0.0, 0.0, room - hang
        *pieces, last = _pieces(word, style, left, room - hang)
        for piece in pieces:
            lines[-1].append(Run(piece, key))
            lines.append([])
        if pieces:
            used, gap = 0.0, 0.0
        lines[-1].append(Run(last, key))
        used += gap + style.width(last)
    return [_joined(line) for line in lines if line]


def _words(runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    for run in runs:
        for word in one_line(run.text).split(" "):
            if word:
                yield word.replace(TIE, " "), run.key


def _pieces(word: str, style: Measure, left: float, room: float) -> Iterator[str]:
    """`word` in pieces: the first at most `left` wide, the others at most `room`."""
    while (cut := _cut(word, style, left)) < len(word):
        yield word[:cut]
        word, left = word[cut:], room
    yield word


def _cut(word: str, style: Measure, room: float) -> int:
    """How many characters of `word` fit, but one at least, and no mark without its letter."""
    used, fits = 0.0, 0
    for char in word:
        used += style.width(char)
        if used > room:
            break
        fits += 1
    if fits == len(word):
        return fits
    ends = (
        end
        for marks, share in _AFTER
        if (end := max(word.rfind(mark, 0, fits) for mark in marks) + 1) > fits // share
    )
    cut = next(ends, fits)
    while cut > 0 and _joins(word[cut]):
        cut -= 1
    return cut or 1


def _joined(words: Sequence[Run]) -> Line:
    """The words of a line, those of one key in one run, with the blanks between them."""
    runs: list[Run] = []
    for at, word in enumerate(words):
        blank = " " if at else ""
        if runs and runs[-1].key == word.key:
            runs[-1] = Run(f"{runs[-1].text}{blank}{word.text}", word.key)
        elif word.key:
            if blank:
                runs[-1] = Run(f"{runs[-1].text}{blank}", runs[-1].key)
            runs.append(word)
        else:
            runs.append(Run(f"{blank}{word.text}"))
    return tuple(runs)
