"""What a format is, and how the format of a file is recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from litreview.errors import FileRefused
from litreview.formats import _foreign
from litreview.model import Parsed, Record, SearchId
from litreview.registry import Registry

_CERTAIN = 0.5
_NUDGE = 0.2


@dataclass(frozen=True, slots=True)
class Format:
    """A bibliographic format.

    suffixes: lower case, with the dot. sniff: the first characters of a text -> 0 to 1.
    read: lines -> records, failures and remarks, streaming; the n-th entry (record or failure)
    has the number n. write: records -> pieces of text, or None where it is read only.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    sniff: Callable[[str], float]
    read: Callable[[Iterable[str], SearchId], Iterator[Parsed]]
    write: Callable[[Iterable[Record]], Iterator[str]] | None = None


FORMATS = Registry("litreview.formats", "FORMAT", Format, "format")


def detect(name: str, head: str) -> Format:
    """The format of a file by its first characters, its suffix settling doubts.

    Raises FileRefused where it looks like none of them, saying what it looks like.
    """
    suffix = PurePath(name).suffix.lower()
    lines = head.replace("\r\n", "\n").replace("\r", "\n")
    scored = [
        (found.sniff(lines) + (_NUDGE if suffix in found.suffixes else 0), found.name, found)
        for found in FORMATS.all()
    ]
    score, _, best = max(scored, key=lambda item: item[:2])
    if score < _CERTAIN:
        raise refusal(lines)
    return best


def refusal(head: str) -> FileRefused:
    """The error that says what a file is, if it is none of our formats."""
    labels = ", ".join(found.label for found in FORMATS.all())
    known = _foreign.name(head)
    if known:
        what, remedy = known
        return FileRefused(f"this is {what}; only {labels} are read", remedy=remedy)
    start = " ".join(head.split())[:60]
    return FileRefused(
        f"this looks like none of {labels}: it begins with {start!r}",
        remedy="export the records again as RIS, BibTeX or CSV with a header row",
    )
