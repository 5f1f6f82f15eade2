"""The append-only log: one file a person and working copy, each line chained to the one before.

``log/<who>.<copy>.jsonl``. Only the copy that drew the name appends to it, so copies merge by
union of files. Appending costs one read of the last line, one write and one flush to disk.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from litreview.errors import LogDamaged, NewerVersion, StorageError, UsageError
from litreview.events import FORMAT, AnyEvent, Entry, LogOpened, decode, encode, line_hash
from litreview.store.disk import guarded

Clock = Callable[[], datetime]
_TAIL = 1 << 16
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log file has been read: bytes, lines, the hash of the last line, its owner."""

    offset: int = 0
    lines: int = 0
    head: str = ""
    log: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Torn:
    """A last line without its end: a write that was cut off. It is set aside, not used."""

    path: Path
    raw: bytes


def valid_name(who: str) -> str:
    """`who` if it can be a reviewer's name; raises UsageError."""
    if not _NAME.fullmatch(who):
        raise UsageError(
            f"{who!r} cannot be a reviewer's name",
            remedy="use small letters, digits and hyphens, such as ann or ann-s",
        )
    return who


def stamp(moment: datetime) -> str:
    """UTC with microseconds, as the log writes it: text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read(path: Path, start: Position = Position()) -> Iterator[tuple[Entry, Position] | Torn]:
    """The entries after `start`, each with the position behind it; a torn last line as `Torn`.

    Raises LogDamaged where the chain breaks, NewerVersion for what this version cannot read.
    """
    position = start
    with guarded(path), path.open("rb") as file:
        file.seek(start.offset)
        for raw in file:
            if not raw.endswith(b"\n"):
                yield Torn(path, raw)
                return
            entry, position = _link(path, raw, position)
            yield entry, position


def _link(path: Path, raw: bytes, before: Position) -> tuple[Entry, Position]:
    line = raw[:-1]
    where = f"{path}, line {before.lines + 1}"
    event = decode(line, where)
    if event.prev != before.head:
        raise LogDamaged(
            "the chain of hashes is broken here: this line or the one before it was changed, "
            "moved or removed by hand",
            where=where,
            remedy="restore the file from your version control or a colleague's copy; "
            "correct a mistake by a new decision instead",
        )
    digest = line_hash(line)
    log, who = before.log, before.who
    if isinstance(event, LogOpened):
        if event.format > FORMAT:
            raise NewerVersion(
                f"this log was written by {event.program}, a newer litreview",
                where=where,
                remedy="install the newest litreview",
            )
        log, who = event.log, event.who
    elif not log:
        raise LogDamaged(
            "this log does not begin with its opening line",
            where=where,
            remedy="restore the file from your version control or a colleague's copy",
        )
    position = Position(before.offset + len(raw), before.lines + 1, digest, log, who)
    return Entry(event=event, hash=digest, log=log, who=who), position


@dataclass(frozen=True, slots=True)
class LogWriter:
    """The one place that appends. `locks` is a folder for lock files, outside the log."""

    path: Path
    log: str
    who: str
    review: str
    program: str
    locks: Path
    clock: Clock

    def append(self, *events: AnyEvent) -> tuple[Entry, ...]:
        """Append, flush to disk, and return the entries as they stand in the log.

        Either all of them stand there afterwards, or none. Raises StorageError.
        """
        with guarded(self.path):
            self.locks.mkdir(parents=True, exist_ok=True)
            self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.locks / f"{self.path.name}.lock", timeout=10):
                return self._append(events)
        except Timeout as error:
            raise StorageError(
                "another litreview is writing to this log",
                where=str(self.path),
                remedy="wait until it has finished, or close it",
            ) from error

    def _append(self, events: tuple[AnyEvent, ...]) -> tuple[Entry, ...]:
        end, head, last = _tail(self.path)
        if not head:
            opened = LogOpened(
                format=FORMAT,
                log=self.log,
                who=self.who,
                review=self.review,
                program=self.program,
            )
            events = (opened, *events)
        lines, entries = [], []
        now = self.clock().astimezone(UTC)
        for event in events:
            now = max(now, last + timedelta(microseconds=1)) if last else now
            last = now
            line = encode(msgspec.structs.replace(event, at=stamp(now), prev=head))
            head = line_hash(line)
            lines.append(line + b"\n")
            entries.append(
                Entry(decode(line, str(self.path)), hash=head, log=self.log, who=self.who)
            )
        _write(self.path, end, b"".join(lines))
        return tuple(entry for entry in entries if not isinstance(entry.event, LogOpened))


def _write(path: Path, end: int, block: bytes) -> None:
    """Write `block` at `end`; when the disk refuses, the file is as it was before."""
    with guarded(path), path.open("ab") as file:
        try:
            file.write(block)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            os.truncate(path, end)
            raise


def _tail(path: Path) -> tuple[int, str, datetime | None]:
    """Size, hash and time of the last whole line. A torn line is moved to a file beside."""
    if not path.exists():
        return 0, "", None
    with guarded(path):
        size = path.stat().st_size
        with path.open("rb") as file:
            line, end = _last_line(file.fileno(), size)
        if end < size:
            set_aside(path, end)
    if not line:
        return end, "", None
    event = decode(line, f"{path}, last line")
    return end, line_hash(line), datetime.fromisoformat(event.at)


def _last_line(descriptor: int, size: int) -> tuple[bytes, int]:
    """The last whole line without its end, and the offset behind it."""
    reach = _TAIL
    while True:
        start = max(0, size - reach)
        block = os.pread(descriptor, size - start, start)
        end = block.rfind(b"\n")
        before = block.rfind(b"\n", 0, end) if end >= 0 else -1
        if end >= 0 and (before >= 0 or start == 0):
            return block[before + 1 : end], start + end + 1
        if start == 0:
            return b"", 0
        reach *= 4


def set_aside(path: Path, end: int) -> Path:
    """Move the bytes behind `end` into ``<name>.torn-<offset>`` and cut the log there."""
    target = path.with_name(f"{path.name}.torn-{end}")
    with guarded(path):
        with path.open("rb") as file:
            file.seek(end)
            torn = file.read()
        target.write_bytes(torn)
        os.truncate(path, end)
    return target
