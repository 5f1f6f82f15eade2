"""The index follows the log files when these go back, vanish or are edited."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from litreview.errors import LogDamaged
from litreview.store.index import Index
from litreview.store.lines import Lost


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index.sqlite")
    yield made
    made.close()


def held(index: Index, *paths: Path) -> list[str]:
    """The records voted on, once the index has caught up with the files."""
    index.catch_up(paths)
    return [entry.event.record for entry in index.events() if hasattr(entry.event, "decision")]


def test_a_log_that_was_restored_to_an_older_state(index: Index, logs: Any, tmp_path: Path) -> None:
    writer = logs.writer()
    writer.append(logs.vote("s:1"))
    older = shutil.copy(writer.path, tmp_path / "older")
    writer.append(logs.vote("s:2"))
    assert held(index, writer.path) == ["s:1", "s:2"]
    shutil.copy(older, writer.path)
    assert held(index, writer.path) == ["s:1"]


def test_a_log_that_was_restored_and_went_on_otherwise(
    index: Index, logs: Any, tmp_path: Path
) -> None:
    """The new line is as long as the one that was read: the size tells nothing."""
    writer = logs.writer()
    writer.append(logs.vote("s:1"))
    older = shutil.copy(writer.path, tmp_path / "older")
    writer.append(logs.vote("s:2"))
    assert held(index, writer.path) == ["s:1", "s:2"]
    size = writer.path.stat().st_size
    shutil.copy(older, writer.path)
    writer.append(logs.vote("s:3"))
    assert writer.path.stat().st_size == size
    assert held(index, writer.path) == ["s:1", "s:3"]
    writer.append(logs.vote("s:4"))
    assert held(index, writer.path) == ["s:1", "s:3", "s:4"]


def test_a_log_that_is_gone_counts_no_more(index: Index, logs: Any) -> None:
    ann, bo = logs.writer("ann"), logs.writer("bo")
    ann.append(logs.vote("s:1"))
    bo.append(logs.vote("s:2"))
    assert held(index, ann.path, bo.path) == ["s:1", "s:2"]
    ann.path.unlink()
    assert held(index, bo.path) == ["s:2"]


def test_a_line_that_was_edited_in_place_is_found_when_the_file_was_touched(
    index: Index, logs: Any
) -> None:
    writer = logs.writer()
    writer.append(logs.vote("s:1"), logs.vote("s:2"))
    assert held(index, writer.path) == ["s:1", "s:2"]
    content = writer.path.read_bytes()
    writer.path.write_bytes(content.replace(b'"s:1"', b'"s:9"'))
    os.utime(writer.path, ns=(1, 1))
    with pytest.raises(LogDamaged, match="changed by hand"):
        index.catch_up([writer.path])


def test_a_file_that_was_only_touched_is_read_once_more(
    index: Index, logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = logs.writer()
    writer.append(logs.vote("s:1"))
    assert held(index, writer.path) == ["s:1"]
    os.utime(writer.path, ns=(1, 1))
    assert held(index, writer.path) == ["s:1"]
    monkeypatch.setattr("litreview.store.index.read", None)
    assert held(index, writer.path) == ["s:1"], "nothing is read when nothing was touched"


def test_what_was_read_and_stands_nowhere_any_more_is_returned_once(
    index: Index, logs: Any
) -> None:
    ann, bo = logs.writer("ann"), logs.writer("bo")
    ann.append(*(logs.vote(f"s:{n}") for n in range(4)))
    bo.append(logs.vote("s:9"))
    files = (ann.path, bo.path)
    assert index.catch_up(files) == ()
    ann.path.write_bytes(b"".join(ann.path.read_bytes().splitlines(keepends=True)[:-1]))
    assert index.catch_up(files) == (Lost("ann.aaaaaa", 1),)
    assert index.catch_up(files) == ()
    ann.path.write_bytes(b"")
    bo.path.unlink()
    assert index.catch_up((ann.path,)) == (Lost("ann.aaaaaa", 3), Lost("bo.aaaaaa", 1))


def test_a_log_that_moved_to_another_file_is_not_lost(index: Index, logs: Any) -> None:
    ann = logs.writer("ann")
    ann.append(logs.vote("s:1"))
    index.catch_up([ann.path])
    moved = ann.path.rename(ann.path.with_name("ann.aaaaaa.fork-00000000.jsonl"))
    assert index.catch_up([moved]) == ()


def test_a_log_that_cannot_be_read_again_leaves_what_is_known(index: Index, logs: Any) -> None:
    """Otherwise a line that is cut off a damaged log, to mend it, would go unnoticed."""
    ann = logs.writer("ann")
    ann.append(logs.vote("s:1"), logs.vote("s:2"))
    index.catch_up([ann.path])
    whole = ann.path.read_bytes().splitlines(keepends=True)
    ann.path.write_bytes(whole[0] + whole[2])
    with pytest.raises(LogDamaged):
        index.catch_up([ann.path])
    ann.path.write_bytes(whole[0])
    assert index.catch_up([ann.path]) == (Lost("ann.aaaaaa", 2),)
