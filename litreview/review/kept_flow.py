"""The numbers of the last flow, kept in ``.litreview``: a large review is drawn again at once.

What is kept is named by everything that it was counted from: how far each log was read, the
received files, review.toml and the program. So what is out of date is never found. It holds no
identifiers: whoever asks for these counts anew. What cannot be read or written is as good as not
there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from litreview import __version__
from litreview.errors import StorageError
from litreview.prisma import Box, Correction, Flow, Layer, Part, Unit
from litreview.store.disk import write_atomically

if TYPE_CHECKING:
    from litreview.review import Review

MANY = 20_000
"""Records from which on a flow is kept: fewer are counted in less than a second."""
_CODE = ("dedup", "events", "prisma", "review", "screening", "store")
"""The packages whose files a count depends on."""


class _KeptBox(msgspec.Struct, frozen=True, array_like=True):
    """A box in numbers. parts: label and number."""

    key: str
    label: str
    unit: Unit
    n: int
    parts: tuple[tuple[str, int], ...]
    corrections: tuple[Correction, ...]

    @classmethod
    def of(cls, box: Box) -> _KeptBox:
        parts = tuple((part.label, part.n) for part in box.parts)
        return cls(box.key, box.label, box.unit, box.n, parts, box.corrections)

    def box(self) -> Box:
        parts = tuple(Part(label, stated=n) for label, n in self.parts)
        return Box(self.key, self.label, self.unit, (), parts, self.n, corrections=self.corrections)


class _Kept(msgspec.Struct, frozen=True):
    """A flow in numbers."""

    boxes: tuple[_KeptBox, ...]
    unfinished: tuple[str, ...]
    plenty: tuple[str, ...]
    layers: tuple[Layer, ...]


def drawn(review: Review) -> Flow:
    """The flow as it is drawn: kept numbers where there are such, else counted, and kept."""
    return kept(review) or keep(review)


def keep(review: Review) -> Flow:
    """The flow as it is drawn, counted; its numbers are kept where the review is large.

    Not where somebody has written since the flow was counted: it is not that of the logs then.
    """
    flow = review.present.drawn
    name = _name(review)
    if review.shelf.total >= MANY and review.current:
        boxes = tuple(map(_KeptBox.of, flow.boxes.values()))
        held = _Kept(boxes, flow.unfinished, tuple(sorted(flow.plenty)), flow.layers)
        with suppress(StorageError):
            write_atomically(_path(review), name + b"\n" + msgspec.json.encode(held))
    return flow


def kept(review: Review) -> Flow | None:
    """The numbers of the flow as it is drawn; None where they must be counted."""
    try:
        name, _, content = _path(review).read_bytes().partition(b"\n")
    except OSError:
        return None
    if name != _name(review):
        return None
    try:
        held = msgspec.json.decode(content, type=_Kept)
    except msgspec.DecodeError:
        return None
    boxes = {one.key: one.box() for one in held.boxes}
    return Flow(boxes, (), held.unfinished, frozenset(held.plenty), held.layers)


def _path(review: Review) -> Path:
    return review.folder.cache / "flow.json"


def _name(review: Review) -> bytes:
    """What the flow follows from, as one hash. The index has caught up with the logs first."""
    review.catch_up()
    digest = hashlib.sha256(f"1 {__version__}".encode())
    for line in _sources(review):
        digest.update(f"\n{line}".encode(errors="surrogateescape"))
    return digest.hexdigest().encode()


def _sources(review: Review) -> Iterator[str]:
    yield from (f"{name} {head}" for name, head in sorted(review.index.heads().items()))
    root = Path(__file__).parents[1]
    for path in (
        review.folder.settings,
        *sorted(review.folder.log.glob("*.csv")),
        *sorted(review.folder.records.glob("*/*")),
        *(file for package in _CODE for file in sorted((root / package).rglob("*.py"))),
    ):
        with suppress(OSError):
            about = path.stat()
            yield f"{path} {about.st_size} {about.st_mtime_ns}"
