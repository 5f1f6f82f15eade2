"""The log: what is appended stays, whatever happens to the end of the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from litreview.errors import LogDamaged, NewerVersion, StorageError, UsageError
from litreview.events import Entry, VoteCast, fold
from litreview.store.log import LogWriter, Torn, read, valid_name
from litreview.store.verify import verify

MOMENT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def writer(folder: Path, who: str = "ann", copy: str = "aaaaaa") -> LogWriter:
    return LogWriter(
        path=folder / "log" / f"{who}.{copy}.jsonl",
        log=f"{who}.{copy}",
        who=who,
        review="r1",
        program="litreview test",
        locks=folder / "locks",
        clock=lambda: MOMENT,
    )


def vote(record: str, decision: str = "include") -> VoteCast:
    return VoteCast(stage="title-abstract", record=record, decision=decision, criteria="1")  # type: ignore[arg-type]


def entries(path: Path) -> list[Entry]:
    return [item[0] for item in read(path) if not isinstance(item, Torn)]


def test_what_is_appended_is_read_back_in_order(tmp_path: Path) -> None:
    log = writer(tmp_path)
    log.append(vote("a:1"), vote("a:2"))
    log.append(vote("a:3"))
    held = [e.event.record for e in entries(log.path) if isinstance(e.event, VoteCast)]
    assert held == ["a:1", "a:2", "a:3"]


def test_time_rises_strictly_even_when_the_clock_stands_still(tmp_path: Path) -> None:
    log = writer(tmp_path)
    for number in range(5):
        log.append(vote(f"a:{number}"))
    times = [e.event.at for e in entries(log.path)]
    assert times == sorted(set(times))


def test_a_kill_at_any_byte_of_an_append_loses_no_earlier_event(tmp_path: Path) -> None:
    log = writer(tmp_path)
    log.append(vote("a:1"), vote("a:2"))
    before = log.path.read_bytes()
    log.append(vote("a:3"))
    whole = log.path.read_bytes()
    for cut in range(len(before), len(whole)):
        log.path.write_bytes(whole[:cut])
        items = list(read(log.path))
        kept = [i for i in items if not isinstance(i, Torn)]
        assert len(kept) == 3  # the opening line and two votes
        assert len(items) - len(kept) == (cut > len(before))
        log.append(vote("a:4"))  # the next decision goes on behind the last whole line
        assert {finding.code for finding in verify([log.path])} <= {"LG105"}
        assert len(entries(log.path)) == 4
        assert log.path.read_bytes().startswith(before)
        aside = list(log.path.parent.glob("*.torn-*"))
        assert [path.read_bytes() for path in aside] == (
            [whole[len(before) : cut]] if cut > len(before) else []
        )
        for path in aside:
            path.unlink()


def test_an_edited_line_is_found(tmp_path: Path) -> None:
    log = writer(tmp_path)
    log.append(vote("a:1"), vote("a:2"))
    log.path.write_text(log.path.read_text().replace('"a:1"', '"a:9"'))
    with pytest.raises(LogDamaged, match="changed by hand"):
        entries(log.path)
    assert [f.code for f in verify([log.path])] == ["LG101"]


@pytest.mark.parametrize("drop", [0, 1])
def test_a_removed_line_is_found(tmp_path: Path, drop: int) -> None:
    log = writer(tmp_path)
    log.append(vote("a:1"), vote("a:2"))
    lines = log.path.read_text().splitlines(keepends=True)
    del lines[drop]
    log.path.write_text("".join(lines))
    with pytest.raises(LogDamaged):
        entries(log.path)


def test_an_event_of_a_newer_version_is_named(tmp_path: Path) -> None:
    log = writer(tmp_path)
    log.append(vote("a:1"))
    with log.path.open("a") as file:
        file.write('{"kind":"from-the-future","at":"2026","prev":""}\n')
    with pytest.raises(NewerVersion, match="not known"):
        entries(log.path)


def test_a_copy_under_another_name_counts_once_and_is_reported(tmp_path: Path) -> None:
    log = writer(tmp_path)
    log.append(vote("a:1"))
    copy = log.path.with_name("bo.bbbbbb.jsonl")
    copy.write_bytes(log.path.read_bytes())
    assert [f.code for f in verify([log.path, copy])] == ["LG103"]
    both = fold(entries(log.path) + entries(copy))
    assert len(both.of("vote")) == 1


def test_a_full_disk_leaves_the_log_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = writer(tmp_path)
    log.append(vote("a:1"))
    before = log.path.read_bytes()

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("litreview.store.tail.os.fsync", refuse)
    with pytest.raises(StorageError, match="disk is full"):
        log.append(vote("a:2"))
    assert log.path.read_bytes() == before


@pytest.mark.parametrize("name", ["Ann", "../ann", "", "ann smith", "-ann"])
def test_a_name_that_could_leave_the_folder_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        valid_name(name)
