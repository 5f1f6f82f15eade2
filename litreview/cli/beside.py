"""Two records side by side: the same field on the same line, differences marked."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from litreview.cli import say

if TYPE_CHECKING:
    from litreview.model import Record

_FIELDS = ("id", "title", "authors", "year", "venue", "volume", "issue", "pages", "doi", "pmid",
           "database", "abstract")  # fmt: skip
_LABEL = 9
_MOST = 64
"""Columns of one side: longer lines are hard to compare."""
_ABSTRACT_LINES = 4


def pair_lines(a: Record, b: Record, columns: int) -> Iterator[str]:
    """The lines of both records in `columns`; a field that neither has is left out."""
    side = max(16, min(_MOST, (columns - _LABEL - 6) // 2))
    for name in _FIELDS:
        one, other = _value(a, name), _value(b, name)
        if not one and not other:
            continue
        mark = "*" if name != "id" and _told(one) != _told(other) else " "
        lines = zip_longest(_wrapped(one, side, name), _wrapped(other, side, name), fillvalue="")
        for at, (left, right) in enumerate(lines):
            label = f"{mark} {name}" if not at else ""
            yield f"{label:{_LABEL + 2}} {left:{side}} | {right}".rstrip()


def _value(record: Record, name: str) -> str:
    value = getattr(record, name)
    text = "; ".join(value) if isinstance(value, tuple) else str(value or "")
    return say.one_line(text)


def _told(text: str) -> str:
    """What a reader would call the same: case and signs aside."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _wrapped(text: str, columns: int, name: str) -> list[str]:
    lines = textwrap.wrap(text, columns) or ["-"]
    if name == "abstract" and len(lines) > _ABSTRACT_LINES:
        return [*lines[:_ABSTRACT_LINES], "..."]
    return lines
