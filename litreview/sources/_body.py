"""The body of an answer: read piece by piece, decompressed here, within bounds of size and time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from litreview.sources.source import Fault

if TYPE_CHECKING:
    import requests

LARGEST = 64 << 20
"""Bytes of one answer, decompressed. No source sends a tenth of it for one page."""
LONGEST = 180.0
"""Seconds that one answer may take from the first byte to the last."""
_CHUNK = 1 << 16
_STEP = 1 << 20
"""Bytes that are decompressed at once, whatever a piece would grow to."""
_ANY_ZLIB = 47
_GZIP = b"\x1f\x8b"


class Refused(Exception):
    """An answer that is not taken."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


def whole(answer: requests.Response, clock: Callable[[], float]) -> bytes:
    """The body, decompressed. clock: seconds. Raises Refused, and what the library raises.

    Memory: twice `LARGEST`, whatever is sent and however it is packed.
    """
    told = answer.headers.get("content-length", "").strip()
    length = int(told[:18]) if told.isascii() and told.isdigit() else None
    if length is not None and length > LARGEST:
        raise Refused(_too_large(f"{length:,} bytes"))
    unpack = _unpacking(answer.headers.get("content-encoding", ""))
    parts: list[bytes] = []
    size = came = 0
    begun = clock()
    for piece in _pieces(answer.raw):
        came += len(piece)
        for part in unpack.parts(piece):
            size += len(part)
            if size > LARGEST:
                raise Refused(_too_large(f"more than {LARGEST:,} bytes, decompressed"))
            parts.append(part)
        if came > LARGEST:
            raise Refused(_too_large(f"more than {LARGEST:,} bytes"))
        if clock() - begun > LONGEST:
            raise Refused(Fault("transient", f"its answer took more than {LONGEST:.0f} s"))
    if (length is not None and came < length) or not unpack.ended(came):
        raise Refused(Fault("transient", "its answer was cut off"))
    return b"".join(parts)


def _pieces(raw: Any) -> Iterator[bytes]:  # noqa: ANN401 - of the library's library
    """What has come, as it comes: to wait for a full piece would be to wait for a slow server."""
    read = getattr(raw, "read1", None) or raw.read
    while piece := read(_CHUNK, decode_content=False):
        yield piece


class _Plain:
    """A body that is not compressed."""

    def parts(self, piece: bytes) -> Iterator[bytes]:
        """The same."""
        yield piece

    def ended(self, came: int) -> bool:
        """Nothing in it says where it ends."""
        del came
        return True


class _Zipped:
    """A body in gzip, in one or more members."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(_ANY_ZLIB)

    def parts(self, piece: bytes) -> Iterator[bytes]:
        """What a piece unpacks to, in steps. Raises Refused: it is damaged."""
        try:
            while piece:
                if self._inner.eof:
                    if not piece.startswith(_GZIP):
                        return
                    self._inner = zlib.decompressobj(_ANY_ZLIB)
                if part := self._inner.decompress(piece, _STEP):
                    yield part
                piece = self._inner.unconsumed_tail or self._inner.unused_data
        except zlib.error as error:
            raise Refused(Fault("malformed", "its answer cannot be decompressed")) from error

    def ended(self, came: int) -> bool:
        """Whether the last member is whole."""
        return self._inner.eof or not came


def _unpacking(encoding: str) -> _Plain | _Zipped:
    """How a body is unpacked. Raises Refused: in a way that was not asked for."""
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return _Plain()
    if name in {"gzip", "x-gzip", "deflate"}:
        return _Zipped()
    raise Refused(Fault("malformed", "its answer is packed in a way that was not asked for"))


def _too_large(how: str) -> Fault:
    return Fault(
        "permanent", f"its answer is too large to be a page ({how})",
        "see whether base_url is the source's address",
    )  # fmt: skip
