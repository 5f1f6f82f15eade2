"""Reading a log: each line with its check, its link to the line before, and its place.

A line is one JSON object that ends in ``"check":"<CRC-32 of what stands before>"``. The chain of
hashes shows a change of any line but the last; the check shows a slip of the hand there too.
Lines without a check are read as well.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from litreview.errors import LogDamaged, NewerVersion, UsageError
from litreview.events import FORMAT, AnyEvent, Entry, LogOpened, decode, encode, line_hash
from litreview.store.disk import guarded

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_LONGEST = 80
_COPY = re.compile(r"[a-z0-9]{1,40}")
_CHECK = re.compile(rb',"check":"([0-9a-f]{8})"\}')
_SEALED = len(b',"check":"00000000"}')
_TIME = re.compile(r"[1-8]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_RESTORE = "restore the file from your version control or a colleague's copy"


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log file has been read: bytes, lines, the hash of the last line, its owner.

    at: the time of the last line, "" where it is not known.
    """

    offset: int = 0
    lines: int = 0
    head: str = ""
    log: str = ""
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Torn:
    """A last line without its end: a write that was cut off. It is set aside, not used."""

    path: Path
    raw: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """Events that had been read from `log` and stand in no file any more: how many."""

    log: str
    events: int


def valid_reviewer(who: str) -> bool:
    """Whether `who` can be a reviewer's name: it becomes a part of the name of a file."""
    return len(who) <= _LONGEST and _NAME.fullmatch(who) is not None


def valid_name(who: str) -> str:
    """`who` if it can be a reviewer's name; raises UsageError."""
    if not valid_reviewer(who):
        raise UsageError(
            f"{who!r} cannot be a reviewer's name",
            remedy="use small letters, digits and hyphens, such as ann or ann-s",
        )
    return who


def valid_log(log: str, who: str) -> bool:
    """Whether `log` is ``<who>.<copy>``: it becomes the name of a file."""
    owner, dot, copy = log.partition(".")
    return bool(dot and owner == who and valid_reviewer(owner) and _COPY.fullmatch(copy))


def stamp(moment: datetime) -> str:
    """UTC with microseconds, as the log writes it: text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(event: AnyEvent, where: str) -> datetime:
    """The time of `event`. Raises LogDamaged where it is none."""
    try:
        if _TIME.fullmatch(event.at):
            return datetime.fromisoformat(event.at)
    except ValueError:
        pass
    raise LogDamaged(f"{event.at[:40]!r} is not a time", where=where, remedy=_RESTORE)


def seal(event: AnyEvent) -> bytes:
    """The line of `event`, without its end."""
    body = encode(event)
    return b'%s,"check":"%08x"}' % (body[:-1], zlib.crc32(body))


def unseal(line: bytes, where: str) -> AnyEvent:
    """The event of a line. Raises LogDamaged where the line is not as it was written."""
    found = _CHECK.fullmatch(line, max(0, len(line) - _SEALED))
    if found is None:
        return decode(line, where)
    body = line[: found.start()] + b"}"
    if zlib.crc32(body) != int(found[1], 16):
        raise LogDamaged(
            "this line was changed by hand",
            where=where,
            remedy=f"{_RESTORE}; correct a mistake by a new decision instead",
        )
    return decode(body, where)


def read(path: Path, start: Position = Position()) -> Iterator[tuple[Entry, Position] | Torn]:
    """The entries after `start`, each with the position behind it; a torn last line as `Torn`.

    Raises LogDamaged where the chain breaks, NewerVersion for what this version cannot read.
    """
    with guarded(path), path.open("rb") as file:
        file.seek(start.offset)
        yield from linked(path, file, start)


def linked(
    path: Path, lines: Iterable[bytes], start: Position = Position()
) -> Iterator[tuple[Entry, Position] | Torn]:
    """The same for `lines` that were read from `path` already, with their ends."""
    position = start
    for raw in lines:
        if not raw.endswith(b"\n"):
            yield Torn(path, raw)
            return
        entry, position = _link(path, raw, position)
        yield entry, position


def _link(path: Path, raw: bytes, before: Position) -> tuple[Entry, Position]:
    line = raw[:-1]
    where = f"{path}, line {before.lines + 1}"
    if line.endswith(b"\r"):
        raise LogDamaged(
            "the line ends of this log were changed, as git does on Windows",
            where=where,
            remedy="put `log/** -text` into .gitattributes, then check the file out again",
        )
    event = unseal(line, where)
    if event.prev != before.head:
        raise LogDamaged(
            "the chain of hashes is broken here: this line or the one before it was changed, "
            "moved or removed by hand",
            where=where,
            remedy=f"{_RESTORE}; correct a mistake by a new decision instead",
        )
    moment(event, where)
    if event.at <= before.at:
        raise LogDamaged("time runs backwards here", where=where, remedy=_RESTORE)
    log, who = before.log, before.who
    if isinstance(event, LogOpened):
        log, who = opening(event, before, where)
    elif not log:
        raise LogDamaged(
            "this log does not begin with its opening line", where=where, remedy=_RESTORE
        )
    digest = line_hash(line)
    position = Position(before.offset + len(raw), before.lines + 1, digest, log, who, event.at)
    return Entry(event=event, hash=digest, log=log, who=who), position


def opening(event: LogOpened, before: Position, where: str) -> tuple[str, str]:
    """Name and owner of the log that `event` opens. Raises NewerVersion or LogDamaged."""
    if event.format > FORMAT:
        raise NewerVersion(
            f"this log has format {event.format}; this litreview knows {FORMAT}",
            where=where,
            remedy="install the newest litreview",
        )
    if before.lines:
        raise LogDamaged(
            "a second opening line: two logs were put into one file",
            where=where,
            remedy=_RESTORE,
        )
    if not valid_log(event.log, event.who):
        raise LogDamaged(
            f"{event.log[:80]!r} cannot be the name of a log of {event.who[:40]!r}",
            where=where,
            remedy=_RESTORE,
        )
    return event.log, event.who
