"""`tests.toml`: which strategy is tried on which gold set, what must come back, and hit counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from litreview.query.gold import identifier
from litreview.toml_table import Source, Table, loads

FORMAT = 1
OWN = "review"
"""The source that is the review's own records."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class GoldFiles:
    """A gold set: its name, its files below the folder, and a word on where it comes from."""

    name: str
    files: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """What a source is known to hold: lists of identifiers, and the records of searches."""

    source: str
    files: tuple[str, ...] = ()
    searches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Test:
    """A strategy and the gold sets that it is tried on.

    recall_at_least: of each set, from 0 to 1; None: no threshold. must_find: keys of studies that
    must be retrieved.
    """

    strategy: str
    gold: tuple[str, ...]
    recall_at_least: float | None = None
    must_find: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """The hits of a strategy in a source on a day. drift: the share of change that is no alarm."""

    strategy: str
    source: str
    hits: int
    date: str = ""
    drift: float = 0.0

    def drifted(self, now: int) -> bool:
        """Whether `now` is further from what was recorded than is allowed."""
        return abs(now - self.hits) > self.drift * self.hits


@dataclass(frozen=True, slots=True)
class Plan:
    """All that `tests.toml` says."""

    gold: tuple[GoldFiles, ...] = ()
    indexes: tuple[Index, ...] = ()
    tests: tuple[Test, ...] = ()
    hits: tuple[Recorded, ...] = ()


def plan(text: str, where: str) -> Plan:
    """The plan in `text`. Raises SettingsError with the line."""
    top = Table(loads(text, where), "", 1, Source(text, where))
    _known_format(top)
    for key in top.data:
        if key not in ("format", "gold", "index", "test", "hits"):
            top.only("format", "gold", "index", "test", "hits")
    gold = tuple(_gold(table) for table in top.tables("gold"))
    indexes = tuple(_index(table) for table in top.tables("index"))
    tests = tuple(_test(table, {one.name for one in gold}) for table in top.tables("test"))
    hits = tuple(_hits(table) for table in top.tables("hits"))
    return Plan(gold, indexes, tests, hits)


def _known_format(top: Table) -> None:
    found = top.data.get("format")
    if found != FORMAT:
        what = "format is missing" if found is None else f"format {found!r} is not known"
        top.fail(what, f"write format = {FORMAT}, or install the newest litreview", "format")


def _gold(table: Table) -> GoldFiles:
    table.only("name", "files", "note")
    files = table.texts("files", ())
    if not files:
        table.fail("this gold set has no file", 'write files = ["gold/included.csv"]')
    return GoldFiles(table.text("name"), files, table.text("note", ""))


def _index(table: Table) -> Index:
    table.only("source", "files", "searches")
    files, searches = table.texts("files", ()), table.texts("searches", ())
    if not (files or searches):
        table.fail("this index names neither files nor searches", 'write files = ["..."]')
    return Index(table.text("source"), files, searches)


def _test(table: Table, known: set[str]) -> Test:
    table.only("strategy", "gold", "recall_at_least", "must_find")
    gold = table.texts("gold", ())
    if not gold:
        table.fail("this test names no gold set", 'write gold = ["..."]')
    for name in gold:
        if name not in known:
            table.fail(f"there is no gold set {name!r}", _one_of(known), "gold")
    least = _number(table, "recall_at_least", 1.0)
    return Test(table.text("strategy"), gold, least, _keys(table))


def _one_of(known: set[str]) -> str:
    return f"use one of: {', '.join(sorted(known))}" if known else "add it under [[gold]]"


def _keys(table: Table) -> tuple[str, ...]:
    found = []
    for text in table.texts("must_find", ()):
        key = identifier(text)
        if not key:
            table.fail(f"{text!r} is no DOI and no PMID", "write 10. ..., or a PMID", "must_find")
        found.append(key)
    return tuple(found)


def _hits(table: Table) -> Recorded:
    table.only("strategy", "source", "date", "hits", "drift")
    date = table.text("date", "")
    if date and not _DAY.fullmatch(date):
        table.fail(f"{date!r} is no day", 'write it as date = "2026-11-24"', "date")
    hits = table.data.get("hits")
    if type(hits) is not int or hits < 0:
        table.fail("hits must be a whole number from 0", "write hits = 0, or more", "hits")
    drift = _number(table, "drift", None)
    return Recorded(table.text("strategy"), table.text("source"), hits, date, drift or 0.0)


def _number(table: Table, key: str, most: float | None) -> float | None:
    found = table.data.get(key)
    if found is None:
        return None
    if (
        isinstance(found, bool)
        or not isinstance(found, int | float)
        or not 0 <= found <= (most if most is not None else 1_000.0)
    ):
        table.fail(f"{key} must be a number from 0", f"write {key} = 0.9", key)
    return float(found)
