"""Two programs on one log at the same time: every event stands there, whole and in one chain."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from programs import starting

from litreview.errors import StorageError
from litreview.events import LogOpened, VoteCast
from litreview.store.folder import Folder
from litreview.store.log import LogWriter, Torn, read
from litreview.store.verify import verify

EACH = 50


def still() -> datetime:
    """A clock that stands still: only the log can keep the events apart."""
    return datetime(2026, 11, 24, tzinfo=UTC)


def writer(folder: Path, patience: float = 30) -> LogWriter:
    return LogWriter(
        path=folder / "log" / "ann.aa.jsonl", log="ann.aa", who="ann", review="r1",
        program="litreview test", locks=folder / "locks", clock=still, patience=patience,
    )  # fmt: skip


def vote(record: str) -> VoteCast:
    return VoteCast(stage="t", record=record, decision="include", criteria="1")


def append_many(folder: Path, name: str, start: object) -> None:
    """Append pairs of events, in another process."""
    log = writer(folder)
    start.wait()  # type: ignore[attr-defined]
    for number in range(EACH):
        log.append(vote(f"{name}:{number}"), vote(f"{name}:{number}b"))


def hold(folder: Path, ready: object, done: object) -> None:
    """Hold the lock of the log until told to let go, in another process."""
    from litreview.store.disk import locked

    with locked(writer(folder).path, folder / "locks"):
        ready.set()  # type: ignore[attr-defined]
        done.wait(30)  # type: ignore[attr-defined]


def test_two_processes_append_fifty_times_each_to_one_log(tmp_path: Path) -> None:
    context = starting()
    start = context.Barrier(2)
    workers = [
        context.Process(target=append_many, args=(tmp_path, name, start)) for name in ("x", "y")
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    path = writer(tmp_path).path
    items = list(read(path))
    assert not [item for item in items if isinstance(item, Torn)]
    events = [item[0].event for item in items if not isinstance(item, Torn)]
    assert isinstance(events[0], LogOpened)
    cast = [event.record for event in events if isinstance(event, VoteCast)]
    assert len(events) == len(cast) + 1 == 4 * EACH + 1
    for name in ("x", "y"):
        own = [record for record in cast if record.startswith(name)]
        assert own == [f"{name}:{n}{b}" for n in range(EACH) for b in ("", "b")]
    pairs = zip(cast[::2], cast[1::2], strict=True)
    assert all(second == f"{first}b" for first, second in pairs), "an append is one piece"
    assert verify([path], "r1") == ()


def test_a_lock_that_another_process_holds_is_told_and_harms_nothing(tmp_path: Path) -> None:
    log = writer(tmp_path, patience=0.05)
    log.append(vote("a:1"))
    before = log.path.read_bytes()
    context = starting()
    ready, done = context.Event(), context.Event()
    holder = context.Process(target=hold, args=(tmp_path, ready, done))
    holder.start()
    try:
        assert ready.wait(30)
        with pytest.raises(StorageError, match="another litreview is writing here"):
            log.append(vote("a:2"))
        assert log.path.read_bytes() == before
    finally:
        done.set()
        holder.join()
    log.append(vote("a:2"))
    assert verify([log.path]) == ()


def test_a_lock_of_a_process_that_was_killed_holds_nobody_up(tmp_path: Path) -> None:
    context = starting()
    ready, done = context.Event(), context.Event()
    holder = context.Process(target=hold, args=(tmp_path, ready, done))
    holder.start()
    assert ready.wait(30)
    holder.kill()
    holder.join()
    writer(tmp_path, patience=5).append(vote("a:1"))
    assert verify([writer(tmp_path).path]) == ()


def draw_name(folder: Path, start: object, found: object) -> None:
    """Write under whatever name this working copy has, in another process."""
    start.wait()  # type: ignore[attr-defined]
    log = Folder(folder).writer("ann", "r1", still)
    log.append(vote("a:1"))
    found.put(log.path.name)  # type: ignore[attr-defined]


def test_two_processes_that_draw_a_name_at_once_lose_no_event(tmp_path: Path) -> None:
    context = starting()
    start, found = context.Barrier(2), context.Queue()
    workers = [context.Process(target=draw_name, args=(tmp_path, start, found)) for _ in "ab"]
    for worker in workers:
        worker.start()
    names = {found.get(timeout=120) for _ in workers}
    for worker in workers:
        worker.join()
    files = Folder(tmp_path).log_files()
    assert {path.name for path in files} == names
    cast = [
        item[0].event
        for path in files
        for item in read(path)
        if not isinstance(item, Torn) and isinstance(item[0].event, VoteCast)
    ]
    assert len(cast) == 2
    assert verify(files, "r1") == ()
