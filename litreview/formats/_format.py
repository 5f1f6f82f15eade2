"""What a format is, and how the format and encoding of a file are recognised."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from litreview.errors import FileRefused
from litreview.model import Parsed, Record, SearchId
from litreview.registry import Registry

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TAIL = 4
"""The longest UTF-8 character: so many bytes may be cut at the end of a head."""
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

    Raises FileRefused where it looks like none of them.
    """
    suffix = PurePath(name).suffix.lower()
    scored = [
        (found.sniff(head) + (_NUDGE if suffix in found.suffixes else 0), found.name, found)
        for found in FORMATS.all()
    ]
    score, _, best = max(scored, key=lambda item: item[:2])
    if score < _CERTAIN:
        labels = ", ".join(found.label for _, _, found in scored)
        start = " ".join(head.split())[:60]
        raise FileRefused(
            f"this does not look like {labels}: it begins with {start!r}",
            remedy="export the records again as RIS, BibTeX or CSV with a header row",
        )
    return best


def decode(head: bytes) -> str:
    """The name of the encoding of a file, from its first bytes.

    A byte order mark decides; else UTF-8 where the bytes are valid (a character cut at the end
    does not count); else the best guess of charset-normalizer, or Windows-1252.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(head).best()
        return best.encoding if best is not None and len(head) > _TAIL else "cp1252"
    return "utf-8"
