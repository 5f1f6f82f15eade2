"""The index: SQLite through SQLAlchemy Core. Derived, disposable, rebuilt at any time.

It holds every event with its registers, and the parsed records. It catches up with the log
files by byte offset, so opening a review costs what is new, not what is there. The records of a
search come in by short transactions and count when the last has come in, so that a long load
keeps nobody from voting.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa

from litreview import collector
from litreview.errors import StorageError
from litreview.events import AnyEvent, Entry, Fold, LogOpened, encode, fold
from litreview.model import Failure, Parsed, Record, RecordId, SearchId
from litreview.store.disk import guarded, locked
from litreview.store.folder import Folder
from litreview.store.index_tables import (
    BATCH,
    EVENTS,
    FAILURES,
    HELD_FAILURES,
    HELD_RECORDS,
    LOGS,
    META,
    RECORDS,
    SEARCHES,
    Taking,
)
from litreview.store.log import Lost, Position, Torn, read
from litreview.store.tail import line_before

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection

SCHEMA = 5
_PATIENCE = 30.0
"""Seconds to wait for another program that writes to the index."""
_TOP = Position()
_LOCKS = "locks"

_event_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_record_decoder = msgspec.json.Decoder(Record)
_failure_decoder = msgspec.json.Decoder(Failure)


class Broken(StorageError):
    """The index is no database, or one that a power cut left damaged: it can be made anew."""


_REBUILD = "free disk space; if that is not it, delete the folder .litreview, which is rebuilt"
_BUSY = "another litreview is writing to it: wait until it has finished, or close it"
_COPY = "copy the review to a place where you may write, and run the command there"
_REMEDIES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _COPY,
    sqlite3.SQLITE_CANTOPEN: _COPY,
    sqlite3.SQLITE_PERM: _COPY,
}
_REFUSALS = {sqlite3.SQLITE_CORRUPT: Broken, sqlite3.SQLITE_NOTADB: Broken}


class Index:
    """The index file at `path`; made, or made anew after a change of schema, when opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = _engine(path)
        if not self._usable():
            with locked(path, path.parent / _LOCKS, _PATIENCE):
                if not self._usable():  # nobody else made it meanwhile
                    self._make()

    def _usable(self) -> bool:
        """Whether the file is there and an index of this version, whole."""
        if not self.path.exists():  # to look into it would make it
            return False
        try:
            with _refusals(self.path), self._engine.connect() as link:
                return int(link.execute(sa.text("PRAGMA user_version")).scalar_one()) == SCHEMA
        except Broken:
            return False

    def _make(self) -> None:
        """Make the index anew; only who holds the lock may."""
        self._engine.dispose()
        with guarded(self.path):
            for suffix in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        with self._writing() as link:
            link.execute(sa.text("PRAGMA journal_mode = WAL"))
            META.create_all(link)
            link.execute(sa.text(f"PRAGMA user_version = {SCHEMA}"))

    @contextmanager
    def _reading(self, yield_per: int | None = None) -> Iterator[sa.Connection]:
        with _refusals(self.path), self._engine.connect() as link:
            yield link.execution_options(yield_per=yield_per) if yield_per else link

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with _refusals(self.path), self._engine.begin() as link:
            yield link

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def catch_up(self, files: Iterable[Path]) -> tuple[Torn | Lost, ...]:
        """Read what is new in the log `files`. Raises LogDamaged.

        Returns torn last lines, and what was read before but stands in no file now. All are read
        again where one is gone, no longer holds what was read, or was touched but is no longer.
        """
        found: list[Torn | Lost] = []
        places = {path.name: path for path in files}
        held = self._positions()
        if not all(_continued(places.get(name), start) for name, (start, _) in held.items()):
            return self._read_again(places.values())
        for path in places.values():
            start, touched = held.get(path.name, (Position(), 0))
            now = path.stat()
            if (now.st_size, now.st_mtime_ns) != (start.offset, touched):
                with self._writing() as link:
                    found += _take_in(link, path, start if now.st_size > start.offset else _TOP)
        return tuple(found)

    def heads(self) -> Mapping[str, str]:
        """Log file -> how far it was read and the hash of its last line, which names all before."""
        return {name: f"{at.offset} {at.head}" for name, (at, _) in self._positions().items()}

    def read_to(self, name: str) -> Position:
        """How far the log file `name` was read."""
        return self._positions().get(name, (_TOP, 0))[0]

    def _positions(self) -> Mapping[str, tuple[Position, int]]:
        """File -> how far it was read, and when it had last been written to (ns)."""
        with self._reading() as link:
            rows = link.execute(sa.select(LOGS)).all()
        return {
            row.file: (
                Position(row.offset, row.lines, row.head, row.log, row.who, row.at),
                row.touched,
            )
            for row in rows
        }

    def _read_again(self, files: Iterable[Path]) -> tuple[Torn | Lost, ...]:
        """Take the events of `files` in place of those held: all of them, or nothing changes."""
        with self._writing() as link:
            whose = sa.select(EVENTS.c.hash, EVENTS.c.log)
            before = {row.hash: row.log for row in link.execute(whose)}
            link.execute(EVENTS.delete())
            link.execute(LOGS.delete())
            torn = [one for path in files for one in _take_in(link, path, _TOP)]
            now = set(link.execute(sa.select(EVENTS.c.hash)).scalars())
        gone = Counter(log for hash_, log in before.items() if hash_ not in now)
        return (*torn, *(Lost(log, n) for log, n in sorted(gone.items())))

    def fold(self) -> Fold:
        """The state after all events taken in. Linear in the events."""
        with collector.resting(), self._reading() as link:
            rows = _raw(link).execute("SELECT line, hash, log, who FROM events")
            return fold(Entry(_event_decoder.decode(line), *whose) for line, *whose in rows)

    def events(self) -> Iterator[Entry]:
        """All events in their total order."""
        query = sa.select(EVENTS).order_by(EVENTS.c.at, EVENTS.c.hash)
        with self._reading(BATCH) as link:
            for row in link.execute(query):
                yield Entry(_event_decoder.decode(row.line), row.hash, row.log, row.who)

    def holds(self, search: str, manifest: str) -> bool:
        """Whether the records of `search` with that manifest are in the index."""
        query = sa.select(SEARCHES.c.manifest).where(SEARCHES.c.id == search)
        with self._reading() as link:
            return link.execute(query).scalar_one_or_none() == manifest

    def add_search(self, search: SearchId, manifest: str, parsed: Iterable[Parsed]) -> None:
        """Take in the entries of one search, replacing what it had."""
        with self.adding(search) as taking:
            for item in parsed:
                taking.add(item)
            taking.finish(manifest)

    @contextmanager
    def adding(self, search: SearchId) -> Iterator[Taking]:
        """Take in the entries of one search while they are read.

        They count from the end of the block, all or none, if `Taking.finish` was called in it:
        until then what the search had does. One program at a time; others read and vote meanwhile.
        """
        with locked(self.path.with_name("records"), self.path.parent / _LOCKS, _PATIENCE):
            with self._writing() as link:
                _sweep(link)
                part = link.execute(sa.select(sa.func.max(SEARCHES.c.part))).scalar() or 0
            taking = Taking(self._writing, part + 1)
            yield taking
            if taking.manifest:
                row = {"id": search, "manifest": taking.manifest, "part": part + 1}
                with self._writing() as link:
                    link.execute(SEARCHES.insert().prefix_with("OR REPLACE"), row)
                    _sweep(link)

    def record_ids(self) -> dict[str, list[RecordId]]:
        """Search -> its record ids, in the order of the file."""
        query = (  # one statement: between two, another program may put a search's records anew
            "SELECT searches.id, records.id FROM records JOIN searches USING (part) "
            "ORDER BY records.n"
        )
        found: dict[str, list[RecordId]] = {}
        with self._reading() as link:
            for search, record in _raw(link).execute(query):
                found.setdefault(search, []).append(RecordId(record))
        return found

    def records(self, ids: Iterable[str] | None = None) -> Iterator[Record]:
        """All records in the order of their files, or those with `ids` in no order.

        Unknown ids are left out.
        """
        query = sa.select(RECORDS.c.body).select_from(HELD_RECORDS)
        with self._reading(BATCH) as link:
            if ids is None:
                for (body,) in link.execute(query.order_by(RECORDS.c.n)):
                    yield _record_decoder.decode(body)
                return
            wanted = list(dict.fromkeys(ids))
            for at in range(0, len(wanted), 500):
                part = query.where(RECORDS.c.id.in_(wanted[at : at + 500]))
                for (body,) in link.execute(part):
                    yield _record_decoder.decode(body)

    def failures(self, search: str) -> tuple[Failure, ...]:
        """The entries of a search that could not be read."""
        query = sa.select(FAILURES.c.body).select_from(HELD_FAILURES)
        with self._reading() as link:
            rows = link.execute(query.where(SEARCHES.c.id == search).order_by(FAILURES.c.n)).all()
        return tuple(_failure_decoder.decode(body) for (body,) in rows)


def of(folder: Folder) -> Index:
    """The index of the review in `folder`."""
    return Index(folder.cache / "index.sqlite")


def _raw(link: sa.Connection) -> sqlite3.Connection:
    """The connection itself: of a million short rows, SQLAlchemy's take twice their reading."""
    raw = link.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - for the types: the engine is SQLite's
    return raw


def _engine(path: Path) -> sa.Engine:
    url = sa.URL.create("sqlite", database=str(path))
    engine = sa.create_engine(url, connect_args={"timeout": _PATIENCE})

    @sa.event.listens_for(engine, "connect")
    def _(link: DBAPIConnection, _record: object) -> None:
        """In WAL mode this is safe against a crash, and spares a wait for each commit."""
        link.execute("PRAGMA synchronous = NORMAL")

    return engine


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Turn the refusals of SQLite into StorageError."""
    try:
        yield
    except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
        said = error.orig if isinstance(error, sa.exc.DatabaseError) else error
        code = getattr(said, "sqlite_errorcode", 0) & 0xFF
        raise _REFUSALS.get(code, StorageError)(
            f"the index cannot be used ({said}); the log and the records are untouched",
            where=str(path),
            remedy=remedy(said),
        ) from error


def remedy(error: object) -> str:
    """What to do about an error of SQLite: by its code; without one, as for a damaged index."""
    return _REMEDIES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, _REBUILD)


def _sweep(link: sa.Connection) -> None:
    """Let go of the rows of no search: only who takes records in may, alone at that time."""
    held = sa.select(SEARCHES.c.part)
    for table in (RECORDS, FAILURES):
        link.execute(table.delete().where(table.c.part.not_in(held)))


def _continued(path: Path | None, start: Position) -> bool:
    """Whether the log at `path` still holds the line that was read last."""
    return path is not None and (not start.offset or line_before(path, start.offset) == start.head)


def _take_in(link: sa.Connection, path: Path, start: Position) -> list[Torn]:
    """The events of a log after `start`. Returns its torn last line."""
    torn: list[Torn] = []
    batch: list[Entry] = []
    position = start
    touched = path.stat().st_mtime_ns
    for item in read(path, start):
        if isinstance(item, Torn):
            torn.append(item)
            break
        entry, position = item
        if not isinstance(entry.event, LogOpened):
            batch.append(entry)
        if len(batch) >= BATCH:
            _insert_events(link, batch)
            batch = []
    _insert_events(link, batch)
    values = {
        "file": path.name,
        "offset": position.offset,
        "lines": position.lines,
        "head": position.head,
        "log": position.log,
        "who": position.who,
        "at": position.at,
        "touched": touched,
    }
    link.execute(LOGS.delete().where(LOGS.c.file == path.name))
    link.execute(LOGS.insert().values(values))
    return torn


def _insert_events(link: sa.Connection, batch: list[Entry]) -> None:
    if not batch:
        return
    rows = [
        {
            "hash": entry.hash,
            "log": entry.log,
            "who": entry.who,
            "at": entry.event.at,
            "line": encode(entry.event),
        }
        for entry in batch
    ]
    link.execute(EVENTS.insert().prefix_with("OR IGNORE"), rows)
