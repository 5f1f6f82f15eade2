"""Marks on a text: words for and against a report, and what was looked for."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from litreview.screening.words import Kind, Matcher, occurrences

STYLES: dict[Kind, str] = {"include": "underline green", "exclude": "reverse red", "plain": ""}
"""Each is told from the other, and from plain text, without its colour."""
FOUND, HERE = "bold underline yellow", "bold reverse yellow"

_NEAR = 300
"""Places before and after: more than a screen holds, and few enough to be drawn at once."""


def mark(text: Text, matcher: Matcher, start: int = 0) -> None:
    """Style the words of `text` from `start` on that `matcher` knows."""
    for one in matcher.marks(text.plain[start:]):
        text.stylize(STYLES[one.word.kind], start + one.start, start + one.end)


def found(text: Text, sought: str, nth: int) -> None:
    """Style what reads as `sought` near the `nth` place (from 0), and that one otherwise."""
    places = occurrences(text.plain, sought)
    for at in range(max(0, nth - _NEAR), min(len(places), nth + _NEAR)):
        text.stylize(HERE if at == nth else FOUND, *places[at])


def line_of(text: Text, sought: str, nth: int, width: int) -> int:
    """The line, from 0, on which the `nth` place stands when `text` is wrapped at `width`."""
    places: Sequence[tuple[int, int]] = occurrences(text.plain, sought)
    if not places:
        return 0
    before = text[: places[nth % len(places)][0] + 1]
    return len(before.wrap(Console(width=width), width)) - 1
