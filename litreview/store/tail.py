"""The end of a log file: its last whole line, what is torn behind it, and writing behind both."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from litreview.errors import StorageError
from litreview.events import line_hash
from litreview.store.disk import UNCHANGED, guarded, sync_folder, write_atomically

_REACH = 1 << 12


def last_line(path: Path) -> tuple[bytes, int]:
    """The last whole line without its end, and the offset behind it. (b"", 0): there is none."""
    with guarded(path), path.open("rb") as file:
        return _last_line(file, os.fstat(file.fileno()).st_size)


def line_before(path: Path, offset: int) -> str:
    """The hash of the line that ends at `offset`; "" where no line ends there."""
    with guarded(path), path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < offset:
            return ""
        line, end = _last_line(file, offset)
    return line_hash(line) if end == offset else ""


def first_line(path: Path) -> bytes:
    """The first line without its end."""
    with guarded(path), path.open("rb") as file:
        return file.readline().removesuffix(b"\n")


def _last_line(file: BinaryIO, size: int) -> tuple[bytes, int]:
    reach = _REACH
    while True:
        start = max(0, size - reach)
        file.seek(start)
        block = file.read(size - start)
        end = block.rfind(b"\n")
        before = block.rfind(b"\n", 0, end) if end >= 0 else -1
        if end >= 0 and (before >= 0 or start == 0):
            return block[before + 1 : end], start + end + 1
        if start == 0:
            return b"", 0
        reach *= 4


def whole_lines(path: Path) -> bytes:
    """The bytes of a log without a torn last line; b"" where there is no file."""
    if not path.exists():
        return b""
    with guarded(path):
        content = path.read_bytes()
    return content[: content.rfind(b"\n") + 1]


def mend(path: Path) -> int:
    """Set a torn last line aside; the size of the log behind its last whole line."""
    if not path.exists():
        return 0
    end = last_line(path)[1]
    if end < path.stat().st_size:
        set_aside(path, end)
    return end


def set_aside(path: Path, end: int) -> Path:
    """Move the bytes behind `end` into ``<name>.torn-<offset>`` and cut the log there."""
    with guarded(path), path.open("rb") as file:
        file.seek(end)
        torn = file.read()
    target = path.with_name(f"{path.name}.torn-{end}")
    again = 1
    while target.exists() and target.read_bytes() != torn:
        again += 1
        target = path.with_name(f"{path.name}.torn-{end}-{again}")
    write_atomically(target, torn)
    with guarded(path):
        os.truncate(path, end)
    return target


def append_block(path: Path, end: int, block: bytes) -> None:
    """Write `block` behind `end`, the size of the file, and flush it to disk.

    When the disk refuses, the file is as it was before. Without a buffer: one that is flushed
    again when the file is closed would write the rest of what was just taken back.
    """
    with guarded(path, UNCHANGED), path.open("ab", buffering=0) as file:
        rest = memoryview(block)
        try:
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError:
            _take_back(path, end)
            raise
    if not end:
        sync_folder(path.parent)


def _take_back(path: Path, end: int) -> None:
    try:
        os.truncate(path, end)
    except OSError as error:
        raise StorageError(
            f"the disk refused ({error.strerror}), and what was written in part could not be "
            "taken back",
            where=str(path),
            remedy="see what stands there with `litreview log show`, and decide again what is "
            "missing",
        ) from error
