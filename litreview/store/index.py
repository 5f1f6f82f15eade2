"""The index: SQLite through SQLAlchemy Core. Derived, disposable, rebuilt at any time.

It holds every event with its registers, and the parsed records. It catches up with the log
files by byte offset, so opening a review costs what is new, not what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import msgspec
import sqlalchemy as sa

from litreview.events import AnyEvent, Entry, Fold, LogOpened, encode
from litreview.model import Failure, Parsed, Record, RecordId, SearchId
from litreview.store.disk import guarded
from litreview.store.log import Position, Torn, read

SCHEMA = 1
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
        self._engine = sa.create_engine(f"sqlite:///{path}")
        with self._engine.connect() as link:
            found = link.execute(sa.text("PRAGMA user_version")).scalar_one()
        if found != SCHEMA:
            self._engine.dispose()
            path.unlink(missing_ok=True)
            self._engine = sa.create_engine(f"sqlite:///{path}")
            with self._engine.begin() as link:
                link.execute(sa.text("PRAGMA journal_mode = WAL"))
                _meta.create_all(link)
                link.execute(sa.text(f"PRAGMA user_version = {SCHEMA}"))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def catch_up(self, files: Iterable[Path]) -> tuple[Torn, ...]:
        """Read what is new in the log `files`. Returns torn last lines; raises LogDamaged."""
        torn: list[Torn] = []
        held = self._positions()
        for path in files:
            start = held.get(path.name, Position())
            if path.stat().st_size == start.offset:
                continue
            torn += self._take_in(path, start)
        return tuple(torn)

    def _positions(self) -> Mapping[str, Position]:
        with self._engine.connect() as link:
            rows = link.execute(sa.select(_logs)).all()
        return {
            row.file: Position(row.offset, row.lines, row.head, row.log, row.who) for row in rows
        }

    def _take_in(self, path: Path, start: Position) -> list[Torn]:
        torn: list[Torn] = []
        batch: list[Entry] = []
        position = start
        with self._engine.begin() as link:
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
        with self._engine.connect().execution_options(yield_per=_BATCH) as link:
            for row in link.execute(query):
                yield Entry(_event_decoder.decode(row.line), row.hash, row.log, row.who)

    def holds(self, search: str, manifest: str) -> bool:
        """Whether the records of `search` with that manifest are in the index."""
        query = sa.select(_searches.c.manifest).where(_searches.c.id == search)
        with self._engine.connect() as link:
            return link.execute(query).scalar_one_or_none() == manifest

    def add_search(self, search: SearchId, manifest: str, parsed: Iterable[Parsed]) -> None:
        """Take in the entries of one search, in one transaction, replacing what it had."""
        with self._engine.begin() as link:
            for table in (_records, _failures):
                link.execute(table.delete().where(table.c.search == search))
            link.execute(_searches.delete().where(_searches.c.id == search))
            _insert_entries(link, search, parsed)
            link.execute(_searches.insert().values(id=search, manifest=manifest))

    def record_ids(self) -> dict[str, list[RecordId]]:
        """Search -> its record ids, in the order of the file."""
        query = sa.select(_records.c.search, _records.c.id).order_by(_records.c.n)
        found: dict[str, list[RecordId]] = {}
        with self._engine.connect() as link:
            for search, record in link.execute(query):
                found.setdefault(search, []).append(RecordId(record))
        return found

    def records(self, ids: Iterable[str] | None = None) -> Iterator[Record]:
        """The records with `ids` (all: None), in file order; unknown ids are left out."""
        query = sa.select(_records.c.body).order_by(_records.c.n)
        with self._engine.connect().execution_options(yield_per=_BATCH) as link:
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
        with self._engine.connect() as link:
            rows = link.execute(query.order_by(_failures.c.n)).all()
        return tuple(_failure_decoder.decode(body) for (body,) in rows)


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


def _insert_entries(link: sa.Connection, search: SearchId, parsed: Iterable[Parsed]) -> None:
    rows: list[dict[str, object]] = []
    for item in parsed:
        if isinstance(item, Record):
            rows.append({"id": item.id, "search": search, "body": _encode(item)})
        elif isinstance(item, Failure):
            link.execute(_failures.insert().values(search=search, body=_encode(asdict(item))))
        if len(rows) >= _BATCH:
            link.execute(_records.insert(), rows)
            rows = []
    if rows:
        link.execute(_records.insert(), rows)
