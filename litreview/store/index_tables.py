"""The tables of the index, and how the records of one search come into them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import msgspec
import sqlalchemy as sa

from litreview.model import Failure, Parsed, Record

BATCH = 2_000
"""Rows a statement, or events read at a time."""
Writing = Callable[[], AbstractContextManager[sa.Connection]]

META = sa.MetaData()
LOGS = sa.Table(
    "logs",
    META,
    sa.Column("file", sa.Text, primary_key=True),
    sa.Column("offset", sa.Integer, nullable=False),
    sa.Column("lines", sa.Integer, nullable=False),
    sa.Column("head", sa.Text, nullable=False),
    sa.Column("log", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("touched", sa.Integer, nullable=False),
)
EVENTS = sa.Table(
    "events",
    META,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("hash", sa.Text, unique=True, nullable=False),
    sa.Column("log", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False, index=True),
    sa.Column("line", sa.LargeBinary, nullable=False),
)
SEARCHES = sa.Table(
    "searches",
    META,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("manifest", sa.Text, nullable=False),
    sa.Column("part", sa.Integer, unique=True, nullable=False),
)
RECORDS = sa.Table(
    "records",
    META,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("part", sa.Integer, nullable=False, index=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("id", "part"),
)
FAILURES = sa.Table(
    "failures",
    META,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("part", sa.Integer, nullable=False, index=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
HELD_RECORDS = RECORDS.join(SEARCHES, RECORDS.c.part == SEARCHES.c.part)
HELD_FAILURES = FAILURES.join(SEARCHES, FAILURES.c.part == SEARCHES.c.part)
"""Rows of a part that no search has are those of a load that has not finished, or never will."""
_encode = msgspec.json.Encoder().encode


class Taking:
    """The entries of one search on their way into the index, a batch a transaction."""

    def __init__(self, writing: Writing, part: int) -> None:
        self.manifest = ""
        self._writing = writing
        self._part = part
        self._rows: dict[sa.Table, list[dict[str, object]]] = {RECORDS: [], FAILURES: []}

    def add(self, item: Parsed) -> None:
        """One entry. Remarks are not kept."""
        if isinstance(item, Record):
            self._put(RECORDS, {"id": item.id, "part": self._part, "body": _encode(item)})
        elif isinstance(item, Failure):
            self._put(FAILURES, {"part": self._part, "body": _encode(item)})

    def finish(self, manifest: str) -> None:
        """All entries are there; `manifest` is the hash by which `Index.holds` knows them."""
        self._flush()
        self.manifest = manifest

    def _put(self, table: sa.Table, row: dict[str, object]) -> None:
        self._rows[table].append(row)
        if len(self._rows[table]) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        with self._writing() as link:
            for table, rows in self._rows.items():
                if rows:
                    link.execute(table.insert(), rows)
                rows.clear()
