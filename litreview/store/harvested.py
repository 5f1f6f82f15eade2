"""The folder of a harvest: pages as received, compressed, and the journals of its sittings.

    records/<search>/page-000001.gz ...     the bodies, in the order of their coming
    records/<search>/requests-1.jsonl ...   what was asked and what came, a file a sitting
    records/<search>/manifest.json          when the harvest ended or stopped

Until there is a manifest the harvest is under way, or was cut off: it goes on where the journal
leaves it. Files are only ever added. What a journal does not name is no page: the body was written,
the line was not.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from isal import igzip, isal_zlib

from litreview.errors import ReviewError
from litreview.model import SourceFile
from litreview.store.disk import file_sha256, guarded, sync_folder
from litreview.store.tail import append_block

JOURNAL, STEP = "requests", "step"
"""The formats of a journal, and of an answer that brought no entries, in a manifest."""
_JOURNAL = re.compile(r"requests-([1-9]\d{0,5})\.jsonl")
_PAGE = re.compile(r"page-(\d{6,9})\.gz")
_KEPT = "this page was not kept"
_LEVEL = 2
"""Of igzip: a fifth of the time of gzip's level 3, for a few hundredths more."""
_GZIP = 31
"""Tells the library that head and check sum of gzip are around what it decompresses."""
_LARGEST = 80 << 20
"""Bytes of a page, decompressed; a sender takes less."""


class HarvestFolder:
    """The bodies and journals in `place`, which is made when the first is kept."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._journal: Path | None = None
        self._end = 0
        self._pages = 0

    def journals(self) -> list[Path]:
        """The journals of all sittings, in order. Raises ReviewError: one of them is gone."""
        found = self._numbered()
        for wanted, (number, path) in enumerate(found, start=1):
            if number != wanted:
                raise _damaged(path.with_name(f"requests-{wanted}.jsonl"), "is gone", "a journal")
        return [path for _, path in found]

    def first_free(self, named: Iterable[str]) -> None:
        """These files are named by journals: the next body gets the number behind them all."""
        matches = (match for name in named if (match := _PAGE.fullmatch(name)))
        self._pages = max((int(match[1]) for match in matches), default=0)

    def keep(self, body: bytes) -> tuple[str, str]:
        """Write a body as the next page, whole and on disk; its name and SHA-256."""
        name = f"page-{self._pages + 1:06d}.gz"
        packed = igzip.compress(body, _LEVEL, mtime=0)
        path = self.place / name
        with guarded(path, _KEPT):
            self.place.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:  # a leftover that no journal names is overwritten
                file.write(packed)
                file.flush()
                os.fsync(file.fileno())
            sync_folder(self.place)
        return name, hashlib.sha256(packed).hexdigest()

    def drop(self, name: str) -> None:
        """Take away a body that was no page."""
        with guarded(self.place / name):
            (self.place / name).unlink(missing_ok=True)

    def note(self, line: bytes, *, page: bool = False) -> None:
        """Append a line to this sitting's journal. page: it names the body that was kept last.

        When the disk refuses, the journal is as it was before.
        """
        with guarded(self.place, _KEPT):
            path = self._journal or self._new_journal()
            append_block(path, self._end, line + b"\n")
        self._end += len(line) + 1
        self._pages += page

    def body(self, name: str, sha256: str) -> bytes:
        """The body of a page. Raises ReviewError: it is gone, was changed or is too large."""
        path = self.place / name
        if not _PAGE.fullmatch(name):
            raise _damaged(path, "has a name that none has")
        try:
            packed = path.read_bytes()
        except OSError as error:
            raise _damaged(path, "is gone") from error
        if hashlib.sha256(packed).hexdigest() != sha256:
            raise _damaged(path, "was changed")
        return unpacked(path, packed)

    def close(self) -> None:
        """End the sitting: its journal gets no more lines."""
        self._journal = None

    def files(self, pages: Iterable[tuple[str, str, str]]) -> tuple[SourceFile, ...]:
        """Pages (name, SHA-256, format) and journals for the manifest, as they came."""
        found = [self._file(self.place / name, kind, sha, "gzip") for name, sha, kind in pages]
        return (*found, *(self._file(path, JOURNAL, "", "utf-8") for path in self.journals()))

    def _file(self, path: Path, format_name: str, sha256: str, encoding: str) -> SourceFile:
        with guarded(path):
            size = path.stat().st_size
        return SourceFile(path.name, sha256 or file_sha256(path), size, format_name, encoding)

    def _numbered(self) -> list[tuple[int, Path]]:
        with guarded(self.place):
            names = [p.name for p in self.place.iterdir()] if self.place.is_dir() else []
        numbered = ((number_of(name), self.place / name) for name in names)
        return sorted((number, path) for number, path in numbered if number)

    def _new_journal(self) -> Path:
        self.place.mkdir(parents=True, exist_ok=True)
        self._journal = self.place / f"requests-{len(self.journals()) + 1}.jsonl"
        self._journal.open("xb").close()
        self._end = 0
        sync_folder(self.place)
        return self._journal


def whole_lines(path: Path) -> Iterator[bytes]:
    """The whole lines of a journal; a last one that was cut off is left out."""
    with guarded(path), path.open("rb") as file:
        yield from (line.rstrip(b"\n") for line in file if line.endswith(b"\n"))


def number_of(name: str) -> int:
    """Of a journal, from 1; 0: the file is none that a harvest reads."""
    found = _JOURNAL.fullmatch(name)
    return int(found[1]) if found else 0


def is_harvest(place: Path) -> bool:
    """Whether a folder below records/ holds a harvest, under way or not."""
    return (place / "requests-1.jsonl").is_file()


def unpacked(path: Path, packed: bytes) -> bytes:
    """A page decompressed, within bounds. Raises ReviewError."""
    if not packed:
        raise _damaged(path, "is empty")
    reader = isal_zlib.decompressobj(wbits=_GZIP)
    try:
        body = reader.decompress(packed, _LARGEST + 1)
    except isal_zlib.IsalError as error:  # type: ignore[misc] # its stub calls it a value
        raise _damaged(path, "cannot be decompressed") from error
    if len(body) > _LARGEST:
        raise _damaged(path, f"holds more than {_LARGEST:,} bytes")
    if not reader.eof or reader.unused_data:
        raise _damaged(path, "cannot be decompressed")
    return body


def _damaged(path: Path, how: str, what: str = "a page") -> ReviewError:
    return ReviewError(
        f"{what} of a harvest {how}",
        where=str(path),
        remedy="restore the folder from your version control, or remove it and harvest again",
    )
