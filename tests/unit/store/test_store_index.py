"""The index: derived from log and records, and disposable at any moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from litreview.errors import StorageError
from litreview.events import VoteCast
from litreview.model import Failure, Record, RecordId, Remark, SearchId
from litreview.store import index as indexes
from litreview.store.folder import Folder
from litreview.store.index import Index
from litreview.store.lines import Position, read
from litreview.store.log import LogWriter

SEARCH = SearchId("s")
BROKEN = Failure(SEARCH, 2, 4, "an entry without content", "TY  - JOUR")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index.sqlite")
    yield made
    made.close()


def record(number: int, title: str = "T") -> Record:
    return Record(id=RecordId(f"s:{number}"), search=SEARCH, title=title, extra=(("N1", "ø"),))


def writer(folder: Path, who: str = "ann") -> LogWriter:
    return LogWriter(
        path=folder / f"{who}.aaaaaa.jsonl", log=f"{who}.aaaaaa", who=who, review="r", program="p",
        locks=folder / "locks", clock=lambda: datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def vote(record_: str) -> VoteCast:
    return VoteCast(stage="t", record=record_, decision="include", criteria="1")


def test_entries_are_kept_in_the_order_of_the_file(index: Index) -> None:
    entries = [record(1), BROKEN, Remark(9, "aside", "x"), *(record(n) for n in range(3, 5_000))]
    index.add_search(SEARCH, "hash", entries)
    assert index.holds("s", "hash")
    assert not index.holds("s", "another")
    assert list(index.records()) == [item for item in entries if isinstance(item, Record)]
    assert index.record_ids()["s"][:2] == ["s:1", "s:3"]
    assert index.failures("s") == (BROKEN,)


def test_a_search_is_replaced_whole(index: Index) -> None:
    index.add_search(SEARCH, "one", [record(1), record(2), BROKEN])
    index.add_search(SEARCH, "two", [record(1, "New")])
    assert [held.title for held in index.records()] == ["New"]
    assert index.failures("s") == ()


def test_nothing_is_kept_of_what_does_not_finish(index: Index) -> None:
    index.add_search(SEARCH, "one", [record(1)])
    with index.adding(SEARCH) as taking:
        taking.add(record(2))

    def fail() -> None:
        with index.adding(SEARCH) as taking:
            taking.add(record(3))
            taking.finish("three")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [held.id for held in index.records()] == ["s:1"]
    assert index.holds("s", "one")


def test_records_by_id_leave_out_what_is_unknown(index: Index) -> None:
    index.add_search(SEARCH, "one", [record(n) for n in range(1, 1_500)])
    wanted = [f"s:{n}" for n in range(1_499, 0, -1)]
    found = {held.id for held in index.records([*wanted, "s:9999", "x"])}
    assert found == set(wanted)


def test_catching_up_reads_only_what_is_new(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = writer(tmp_path)
    log.append(*(vote(f"s:{n}") for n in range(3_000)))
    index.catch_up([log.path])
    starts: list[int] = []

    def reading(path: Path, start: Position) -> Iterator[object]:
        starts.append(start.lines)
        return read(path, start)

    monkeypatch.setattr(indexes, "read", reading)
    index.catch_up([log.path])
    assert starts == []
    log.append(vote("s:1"))
    index.catch_up([log.path])
    assert starts == [3_001], "behind the opening line and 3,000 votes"
    assert len(list(index.events())) == 3_001
    assert len(index.fold().of("vote")) == 3_000


def test_one_event_in_two_files_is_one_event(index: Index, tmp_path: Path) -> None:
    log = writer(tmp_path)
    log.append(vote("s:1"))
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(log.path.read_bytes())
    index.catch_up([log.path, copy])
    assert len(list(index.events())) == 1


def test_an_index_is_found_again_and_a_broken_one_made_anew(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for content in (b"", b"not a database " * 100):
        first = indexes.of(folder)
        first.add_search(SEARCH, "one", [record(1)])
        first.close()
        again = indexes.of(folder)
        assert again.holds("s", "one")
        again.close()
        first.path.write_bytes(content)
        anew = indexes.of(folder)
        assert list(anew.records()) == []
        anew.close()


def test_an_index_of_another_schema_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index.sqlite"
    old = Index(path)
    old.add_search(SEARCH, "one", [record(1)])
    old.close()
    monkeypatch.setattr(indexes, "SCHEMA", indexes.SCHEMA + 1)
    new = Index(path)
    assert not new.holds("s", "one")
    new.close()


def test_a_refusal_of_the_database_is_a_sentence(index: Index) -> None:
    index.add_search(SEARCH, "one", [record(1)])
    with pytest.raises(StorageError, match="the log and the records are untouched") as refused:
        index.add_search(SEARCH, "two", [record(1), record(1)])
    assert refused.value.remedy
    assert index.holds("s", "one")


def test_a_load_that_goes_on_keeps_nobody_from_reading_and_voting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes, "_PATIENCE", 0.05)
    folder = Folder(tmp_path)
    log = writer(tmp_path)
    log.append(vote("s:1"))
    with closing(indexes.of(folder)) as loading, closing(indexes.of(folder)) as voting:
        loading.add_search(SEARCH, "one", [record(1, "Old"), BROKEN])
        with loading.adding(SEARCH) as taking:
            for number in range(1, 5_000):
                taking.add(record(number))
            assert [held.title for held in voting.records()] == ["Old"]
            assert voting.failures("s") == (BROKEN,)
            voting.catch_up([log.path])
            assert len(voting.fold().of("vote")) == 1
            with pytest.raises(StorageError, match="another litreview is writing here") as refused:
                voting.add_search(SearchId("t"), "two", [])
            assert "wait" in refused.value.remedy
            taking.finish("two")
        assert len(voting.record_ids()["s"]) == 4_999
        assert voting.failures("s") == ()


def test_what_a_load_that_was_killed_left_never_counts_and_is_swept(index: Index) -> None:
    index.add_search(SEARCH, "one", [record(1)])
    with index.adding(SEARCH) as taking:
        for number in range(2, 5_000):
            taking.add(record(number))
    assert index.record_ids() == {"s": ["s:1"]}
    index.add_search(SearchId("t"), "two", [])
    with index._reading() as link:
        assert link.exec_driver_sql("SELECT count(*) FROM records").scalar() == 1


def test_a_lock_of_the_database_asks_for_patience_and_for_no_deletion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes, "_PATIENCE", 0.05)
    folder = Folder(tmp_path)
    with closing(indexes.of(folder)) as one, closing(indexes.of(folder)) as other:
        with one._writing() as link:
            link.exec_driver_sql("DELETE FROM events")
            with pytest.raises(StorageError, match="locked") as refused:
                other.add_search(SEARCH, "one", [])
        assert "wait until it has finished" in refused.value.remedy
        assert "delete" not in refused.value.remedy


def test_a_lock_is_no_reason_to_make_the_index_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes, "_PATIENCE", 0.05)
    folder = Folder(tmp_path)
    with closing(indexes.of(folder)) as one:
        one.add_search(SEARCH, "one", [record(1)])
        one._engine.dispose()
        with closing(sqlite3.connect(one.path, isolation_level=None)) as link:
            link.execute("PRAGMA locking_mode = EXCLUSIVE")
            link.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StorageError, match="locked"):
                indexes.of(folder)
        assert one.holds("s", "one")


@pytest.mark.parametrize("name", ["what?", "no #1", "100%", "a%20b", "x?mode=ro", "file:x"])
def test_a_folder_of_any_name_holds_its_index(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    with closing(Index(place / "index.sqlite")) as index:
        index.add_search(SEARCH, "one", [record(1)])
    assert (place / "index.sqlite").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_sqlite_itself_refuses_is_told_as_well(tmp_path: Path) -> None:
    """Long rows are read without SQLAlchemy, whose errors they do not have then."""
    index = Index(tmp_path / "index.sqlite")
    with sqlite3.connect(tmp_path / "index.sqlite") as link:
        link.execute("DROP TABLE events")
    with pytest.raises(StorageError, match="the index cannot be used"):
        index.fold()
    index.close()
