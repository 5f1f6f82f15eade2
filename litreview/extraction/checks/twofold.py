"""Cells in which somebody noted two values, each with where it comes from."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from litreview.extraction.printed import is_missing

_LABELLED: Final = re.compile(r"(?P<before>[^:()]{1,40}):\s+\S.*|\S.*\([^()]+\)\s*", re.DOTALL)
_PARENTHESES: Final = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=8192)
def said_twice(text: str) -> tuple[str, ...]:
    """The parts of a cell that gives one value by source or version, and another by another.

    `2593 (press) / 2588 (publisher)` and `working paper: 13; article: 9` are two; every part must
    have its label, before a colon or in brackets, and without their labels the parts must differ.
    """
    if is_missing(text):
        return ()
    parts = [part.strip() for part in _split(text)]
    if len(parts) < 2 or not all(_LABELLED.fullmatch(part) for part in parts):  # noqa: PLR2004
        return ()
    return tuple(parts) if len({_bare(part) for part in parts}) > 1 else ()


def _split(text: str) -> list[str]:
    """`text` at semicolons and spaced strokes that stand outside brackets."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        stroke = letter == "/" and text[at - 1 : at] == " " and text[at + 1 : at + 2] == " "
        if depth <= 0 and (letter == ";" or stroke):
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _bare(part: str) -> str:
    """What a part says without its label."""
    bare = _PARENTHESES.sub(" ", part)
    return " ".join(bare.rpartition(": ")[2].split()).casefold()
