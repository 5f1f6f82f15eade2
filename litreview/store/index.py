"""The index: SQLite through SQLAlchemy Core. Derived, disposable, rebuilt at any time.

It holds every event with its registers, and the parsed records. It catches up with the log
files by byte offset, so opening a review costs what is new, not what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa

from litreview.errors import StorageError
from litreview.events import AnyEvent, Entry, Fold, LogOpened, encode
from litreview.model import Failure, Parsed, Record, RecordId, SearchId
from litreview.store.disk import guarded
from litreview.store.folder import Folder
from litreview.store.log import Position, Torn, read
from litreview.store.tail import line_before

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection

SCHEMA = 2
_PATIENCE = 30.0
"""Seconds to wait for another program that writes to the index."""
_BATCH = 2_000

_meta = sa.MetaData()
_logs = sa.Table(
    "logs",
    _meta,
    sa.Column("file", sa.Text, primary_key=True),
    sa.Column("offset", sa.Integer, nullable=False),
    sa.Column("lines", sa.Integer, nullable=False),
    sa.Column("head", sa.Text, nullable=False),
    sa.Column("log", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("touched", sa.Integer, nullable=False),
)
_events = sa.Table(
    "events",
    _meta,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("hash", sa.Text, unique=True, nullable=False),
    sa.Column("log", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False, index=True),
    sa.Column("line", sa.LargeBinary, nullable=False),
)
_searches = sa.Table(
    "searches",
    _meta,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("manifest", sa.Text, nullable=False),
)
_records = sa.Table(
    "records",
    _meta,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, unique=True, nullable=False),
    sa.Column("search", sa.Text, nullable=False, index=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
_failures = sa.Table(
    "failures",
    _meta,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("search", sa.Text, nullable=False, index=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
_encode = msgspec.json.Encoder().encode
_event_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_record_decoder = msgspec.json.Decoder(Record)
_failure_decoder = msgspec.json.Decoder(Failure)


class Index:
    """The index file at `path`; made, or made anew after a change of schema, when opened."""

    def __init__(self, path: Path) -> None:
        with guarded(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._engine = _engine(path)
        if self._schema() != SCHEMA:
            self._engine.dispose()
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._engine = _engine(path)
            with self._writing() as link:
                link.execute(sa.text("PRAGMA journal_mode = WAL"))
                _meta.create_all(link)
                link.execute(sa.text(f"PRAGMA user_version = {SCHEMA}"))

    def _schema(self) -> int:
        """The version of the tables; -1 where the file is no index, as after a power cut."""
        try:
            with self._engine.connect() as link:
                return int(link.execute(sa.text("PRAGMA user_version")).scalar_one())
        except sa.exc.DatabaseError:
            return -1

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

    def catch_up(self, files: Iterable[Path]) -> tuple[Torn, ...]:
        """Read what is new in the log `files`. Returns torn last lines; raises LogDamaged.

        Where a file that was read is gone, or no longer holds what was read (an older copy was
        restored), all are read again. One that was touched but is no longer is read again too.
        """
        torn: list[Torn] = []
        places = {path.name: path for path in files}
        held = self._positions()
        if not all(_continued(places.get(name), start) for name, (start, _) in held.items()):
            self._forget()
            held = {}
        for path in places.values():
            start, touched = held.get(path.name, (Position(), 0))
            now = path.stat()
            if (now.st_size, now.st_mtime_ns) != (start.offset, touched):
                torn += self._take_in(path, start if now.st_size > start.offset else Position())
        return tuple(torn)

    def _positions(self) -> Mapping[str, tuple[Position, int]]:
        """File -> how far it was read, and when it had last been written to (ns)."""
        with self._reading() as link:
            rows = link.execute(sa.select(_logs)).all()
        return {
            row.file: (
                Position(row.offset, row.lines, row.head, row.log, row.who, row.at),
                row.touched,
            )
            for row in rows
        }

    def _forget(self) -> None:
        """Let go of all events: the log files say what happened."""
        with self._writing() as link:
            link.execute(_events.delete())
            link.execute(_logs.delete())

    def _take_in(self, path: Path, start: Position) -> list[Torn]:
        torn: list[Torn] = []
        batch: list[Entry] = []
        position = start
        touched = path.stat().st_mtime_ns
        with self._writing() as link:
            for item in read(path, start):
                if isinstance(item, Torn):
                    torn.append(item)
                    break
                entry, position = item
                if not isinstance(entry.event, LogOpened):
                    batch.append(entry)
                if len(batch) >= _BATCH:
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
            link.execute(_logs.delete().where(_logs.c.file == path.name))
            link.execute(_logs.insert().values(values))
        return torn

    def fold(self) -> Fold:
        """The state after all events taken in. Linear in the events."""
        state = Fold()
        for entry in self.events():
            state.add(entry)
        return state

    def events(self) -> Iterator[Entry]:
        """All events in their total order."""
        query = sa.select(_events).order_by(_events.c.at, _events.c.hash)
        with self._reading(_BATCH) as link:
            for row in link.execute(query):
                yield Entry(_event_decoder.decode(row.line), row.hash, row.log, row.who)

    def holds(self, search: str, manifest: str) -> bool:
        """Whether the records of `search` with that manifest are in the index."""
        query = sa.select(_searches.c.manifest).where(_searches.c.id == search)
        with self._reading() as link:
            return link.execute(query).scalar_one_or_none() == manifest

    def add_search(self, search: SearchId, manifest: str, parsed: Iterable[Parsed]) -> None:
        """Take in the entries of one search, in one transaction, replacing what it had."""
        with self.adding(search) as taking:
            for item in parsed:
                taking.add(item)
            taking.finish(manifest)

    @contextmanager
    def adding(self, search: SearchId) -> Iterator[Taking]:
        """Take in the entries of one search while they are read.

        They are kept if `Taking.finish` was called when the block ends, all or none.
        """
        with self._reading() as link:
            for table in (_records, _failures):
                link.execute(table.delete().where(table.c.search == search))
            link.execute(_searches.delete().where(_searches.c.id == search))
            taking = Taking(link, search)
            yield taking
            if taking.finished:
                link.commit()

    def record_ids(self) -> dict[str, list[RecordId]]:
        """Search -> its record ids, in the order of the file."""
        query = sa.select(_records.c.search, _records.c.id).order_by(_records.c.n)
        found: dict[str, list[RecordId]] = {}
        with self._reading() as link:
            for search, record in link.execute(query):
                found.setdefault(search, []).append(RecordId(record))
        return found

    def records(self, ids: Iterable[str] | None = None) -> Iterator[Record]:
        """The records with `ids` (all: None), in file order; unknown ids are left out."""
        query = sa.select(_records.c.body).order_by(_records.c.n)
        with self._reading(_BATCH) as link:
            if ids is None:
                for (body,) in link.execute(query):
                    yield _record_decoder.decode(body)
                return
            wanted = list(dict.fromkeys(ids))
            for at in range(0, len(wanted), 500):
                part = query.where(_records.c.id.in_(wanted[at : at + 500]))
                for (body,) in link.execute(part):
                    yield _record_decoder.decode(body)

    def failures(self, search: str) -> tuple[Failure, ...]:
        """The entries of a search that could not be read."""
        query = sa.select(_failures.c.body).where(_failures.c.search == search)
        with self._reading() as link:
            rows = link.execute(query.order_by(_failures.c.n)).all()
        return tuple(_failure_decoder.decode(body) for (body,) in rows)


def of(folder: Folder) -> Index:
    """The index of the review in `folder`."""
    return Index(folder.cache / "index.sqlite")


def _engine(path: Path) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": _PATIENCE})

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
    except sa.exc.DatabaseError as error:
        raise StorageError(
            f"the index cannot be used ({error.orig}); the log and the records are untouched",
            where=str(path),
            remedy="close other litreview programs and free disk space; if that is not it, delete "
            "the folder .litreview, which is rebuilt",
        ) from error


def _continued(path: Path | None, start: Position) -> bool:
    """Whether the log at `path` still holds the line that was read last."""
    return path is not None and (not start.offset or line_before(path, start.offset) == start.head)


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
    link.execute(_events.insert().prefix_with("OR IGNORE"), rows)


class Taking:
    """The entries of one search on their way into the index, in batches."""

    def __init__(self, link: sa.Connection, search: SearchId) -> None:
        self.finished = False
        self._link = link
        self._search = search
        self._rows: list[dict[str, object]] = []

    def add(self, item: Parsed) -> None:
        """One entry. Remarks are not kept."""
        if isinstance(item, Record):
            self._rows.append({"id": item.id, "search": self._search, "body": _encode(item)})
            if len(self._rows) >= _BATCH:
                self._flush()
        elif isinstance(item, Failure):
            self._link.execute(_failures.insert(), {"search": self._search, "body": _encode(item)})

    def finish(self, manifest: str) -> None:
        """All entries are there; `manifest` is the hash by which `Index.holds` knows them."""
        self._flush()
        self._link.execute(_searches.insert(), {"id": self._search, "manifest": manifest})
        self.finished = True

    def _flush(self) -> None:
        if self._rows:
            self._link.execute(_records.insert(), self._rows)
        self._rows = []
