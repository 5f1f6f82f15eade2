"""The log: what is appended stays, in order, under one owner, later than all that stood there."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from litreview.errors import LogDamaged, NewerVersion, StorageError, UsageError
from litreview.events import LogOpened, VoteCast, fold
from litreview.store.log import log_files, stamp, valid_name
from litreview.store.verify import verify


def test_what_is_appended_is_read_back_in_order(logs: Any) -> None:
    log = logs.writer()
    log.append(logs.vote("a:1"), logs.vote("a:2"))
    log.append(logs.vote("a:3"))
    assert logs.records(log.path) == ["a:1", "a:2", "a:3"]


def test_the_entries_returned_are_those_that_a_reader_finds(logs: Any) -> None:
    log = logs.writer()
    given = log.append(logs.vote("a:1"), logs.vote("a:2", note="fjord 船"))
    given += log.append(logs.vote("a:3"))
    assert list(given) == logs.entries(log.path)[1:]


def test_the_first_line_says_whose_log_it_is(logs: Any) -> None:
    log = logs.writer()
    log.append(logs.vote("a:1"))
    opened = logs.entries(log.path)[0].event
    assert isinstance(opened, LogOpened)
    assert (opened.log, opened.who, opened.review, opened.format) == ("ann.aaaaaa", "ann", "r1", 1)


def test_nothing_to_append_writes_nothing(logs: Any) -> None:
    log = logs.writer()
    assert log.append() == ()
    assert not log.path.exists()


def test_time_rises_strictly_even_when_the_clock_stands_still(logs: Any) -> None:
    log = logs.writer()
    for number in range(5):
        log.append(logs.vote(f"a:{number}"), logs.vote(f"b:{number}"))
    times = [entry.event.at for entry in logs.entries(log.path)]
    assert len(times) == 11
    assert times == sorted(set(times))
    assert times[0] == stamp(logs.clock.at)


def test_a_clock_that_is_set_back_does_not_turn_the_order_round(logs: Any) -> None:
    log = logs.writer()
    log.append(logs.vote("a:1", "include"))
    logs.clock.back(hours=2)
    log.append(logs.vote("a:1", "exclude"))
    (held,) = fold(logs.entries(log.path)).of("vote").values()
    assert isinstance(held.event, VoteCast)
    assert held.event.decision == "exclude"


def test_an_event_is_later_than_all_that_stood_in_the_folder(logs: Any) -> None:
    """Bo's clock is slow; what bo settles in sight of ann's events must still count after them."""
    (ann,) = logs.writer("ann").append(logs.vote("a:1"))
    logs.clock.back(hours=30)
    (bo,) = logs.writer("bo", "bbbbbb").append(logs.vote("a:1"))
    assert bo.order > ann.order


def test_a_torn_line_of_another_log_does_not_hinder(logs: Any) -> None:
    other = logs.writer("bo", "bbbbbb")
    (bo,) = other.append(logs.vote("a:1"))
    with other.path.open("ab") as file:
        file.write(b'{"kind":"vote-ca')
    (ann,) = logs.writer("ann").append(logs.vote("a:2"))
    assert ann.order > bo.order
    assert other.path.read_bytes().endswith(b"vote-ca"), "another's file is not touched"


def test_nothing_is_appended_to_a_log_whose_last_line_was_edited(logs: Any) -> None:
    log = logs.writer()
    log.append(logs.vote("a:1"), logs.vote("a:2"))
    log.path.write_text(log.path.read_text().replace('"a:2"', '"a:7"'))
    before = log.path.read_bytes()
    with pytest.raises(LogDamaged, match="changed by hand") as caught:
        log.append(logs.vote("a:3"))
    assert str(log.path) in caught.value.where
    assert log.path.read_bytes() == before


def test_a_vote_never_goes_into_the_log_of_somebody_else(logs: Any) -> None:
    bo = logs.writer("bo", "bbbbbb")
    bo.append(logs.vote("a:1"))
    ann = logs.writer("ann")
    ann.path.write_bytes(bo.path.read_bytes())
    with pytest.raises(LogDamaged, match=r"not the log ann\.aaaaaa"):
        ann.append(logs.vote("a:2"))
    assert ann.path.read_bytes() == bo.path.read_bytes()


def test_a_vote_never_goes_into_the_log_of_another_review(logs: Any) -> None:
    logs.writer(review="r1").append(logs.vote("a:1"))
    with pytest.raises(LogDamaged, match="of the review r2"):
        logs.writer(review="r2").append(logs.vote("a:2"))


def test_text_that_is_none_is_refused_before_anything_is_written(logs: Any) -> None:
    log = logs.writer()
    log.append(logs.vote("a:1"))
    before = log.path.read_bytes()
    with pytest.raises(UsageError, match="no text"):
        log.append(logs.vote("a:2"), logs.vote("a:3", note="half a letter: \udce4"))
    assert log.path.read_bytes() == before


def test_a_search_that_leads_out_of_the_folder_cannot_be_written(logs: Any) -> None:
    from litreview.events import SearchLoaded

    log = logs.writer()
    with pytest.raises(NewerVersion, match="regex"):
        log.append(SearchLoaded(search="../../elsewhere", manifest="0", records=1, failures=0))
    assert not log.path.exists()


def test_a_lock_that_another_program_holds_is_named(logs: Any) -> None:
    log = logs.writer()
    log.append(logs.vote("a:1"))
    before = log.path.read_bytes()
    with FileLock(log.locks / f"{log.path.name}.lock"):
        with pytest.raises(StorageError, match="another litreview is writing") as caught:
            log.append(logs.vote("a:2"))
        assert caught.value.where == str(log.path)
        assert caught.value.remedy
    assert log.path.read_bytes() == before
    log.append(logs.vote("a:2"))
    assert logs.records(log.path) == ["a:1", "a:2"]


def test_a_disk_that_cannot_lock_is_named(logs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(_lock: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(FileLock, "acquire", cannot)
    with pytest.raises(StorageError, match="cannot lock"):
        logs.writer().append(logs.vote("a:1"))


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_folder_for_locks_that_is_read_only_is_named(
    logs: Any, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def cannot(_lock: object) -> None:
        raise OSError(number, "refused in a test")

    monkeypatch.setattr(FileLock, "acquire", cannot)
    with pytest.raises(StorageError, match=r"nothing was changed"):
        logs.writer().append(logs.vote("a:1"))


def test_log_files_are_those_of_logs_by_name(tmp_path: Path) -> None:
    for name in ("bo.b.jsonl", "ann.a.jsonl", "ann.a.jsonl.torn-9", "._ann.a.jsonl", "pairs.csv"):
        (tmp_path / name).touch()
    assert [path.name for path in log_files(tmp_path)] == ["ann.a.jsonl", "bo.b.jsonl"]
    assert log_files(tmp_path / "missing") == ()


def test_a_log_folder_that_cannot_be_listed_is_no_empty_one(
    tmp_path: Path, refuse: Callable[[str, int], None]
) -> None:
    refuse("litreview.store.log.Path.iterdir", errno.EACCES)
    with pytest.raises(StorageError, match="may not be"):
        log_files(tmp_path)


@pytest.mark.parametrize(
    "name", ["Ann", "../ann", "", "ann smith", "-ann", "ann.b", "ann\n", "a" * 81]
)
def test_a_name_that_could_leave_the_folder_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be a reviewer's name"):
        valid_name(name)


@pytest.mark.parametrize("name", ["ann", "ann-s", "a1", "worked-example"])
def test_a_plain_name_is_taken(name: str) -> None:
    assert valid_name(name) == name


def test_times_are_written_in_utc_so_that_text_order_is_time_order() -> None:
    oslo = datetime.fromisoformat("2026-03-01T00:30:00+01:00")
    assert stamp(oslo) == "2026-02-28T23:30:00.000000Z"


def test_a_copy_under_another_name_counts_once(logs: Any) -> None:
    log = logs.writer()
    log.append(logs.vote("a:1"))
    copy = log.path.with_name("bo.bbbbbb.jsonl")
    copy.write_bytes(log.path.read_bytes())
    assert [finding.code for finding in verify([log.path, copy])] == ["LG103"]
    both = fold(logs.entries(log.path) + logs.entries(copy))
    (held,) = both.of("vote").values()
    assert held.who == "ann", "the owner stands in the file, not in its name"
