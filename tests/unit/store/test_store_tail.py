"""The end of a log file: found whatever its length, mended, and written behind."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import StorageError
from litreview.store import tail


@given(st.lists(st.integers(0, 9_000), max_size=5), st.integers(0, 5_000))
def test_the_last_whole_line_is_found_at_any_length(
    tmp_path_factory: pytest.TempPathFactory, lengths: list[int], torn: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "lengths.jsonl"
    lines = [bytes([97 + at]) * length for at, length in enumerate(lengths)]
    whole = b"".join(line + b"\n" for line in lines)
    path.write_bytes(whole + b"t" * torn)
    assert tail.last_line(path) == ((lines[-1], len(whole)) if lines else (b"", 0))
    assert tail.whole_lines(path) == whole
    assert tail.first_line(path) == (lines[0] if lines else b"t" * torn)


def test_mending_moves_what_is_torn_aside_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "ann.aa.jsonl"
    path.write_bytes(b"one\ntwo\nthr")
    assert tail.mend(path) == 8
    assert path.read_bytes() == b"one\ntwo\n"
    assert (tmp_path / "ann.aa.jsonl.torn-8").read_bytes() == b"thr"


def test_mending_a_whole_or_a_missing_file_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ann.aa.jsonl"
    assert tail.mend(path) == 0
    path.write_bytes(b"one\n")
    assert tail.mend(path) == 4
    assert [p.name for p in tmp_path.iterdir()] == ["ann.aa.jsonl"]


def test_two_cuts_at_one_place_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "ann.aa.jsonl"
    for torn in (b"first", b"second", b"second"):
        path.write_bytes(b"one\n" + torn)
        tail.mend(path)
    kept = sorted(p.read_bytes() for p in tmp_path.glob("*.torn-4*"))
    assert kept == [b"first", b"second"]


def test_a_log_that_is_missing_has_no_lines(tmp_path: Path) -> None:
    assert tail.whole_lines(tmp_path / "none.jsonl") == b""


def test_a_log_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(StorageError):
        tail.whole_lines(tmp_path / "folder.jsonl")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_flush_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "ann.aa.jsonl"
    path.write_bytes(b"one\n")

    def fail(_descriptor: int) -> None:
        raise OSError(number, "refused in a test")

    monkeypatch.setattr(tail.os, "fsync", fail)
    with pytest.raises(StorageError, match="nothing was changed"):
        tail.append_block(path, 4, b"two\n" * 5_000)
    assert path.read_bytes() == b"one\n"


def test_what_cannot_be_taken_back_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ann.aa.jsonl"
    path.write_bytes(b"one\n")

    def fail(*_args: object) -> None:
        raise OSError(errno.EIO, "refused in a test")

    monkeypatch.setattr(tail.os, "fsync", fail)
    monkeypatch.setattr(tail.os, "truncate", fail)
    with pytest.raises(StorageError, match="could not be taken back") as caught:
        tail.append_block(path, 4, b"two\n")
    assert "nothing was changed" not in str(caught.value)


def test_a_block_is_written_whole_though_the_system_takes_it_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ann.aa.jsonl"
    real = Path.open

    class Sips:
        """A file that takes three bytes at a time."""

        def __init__(self, inner: object) -> None:
            self.inner = inner

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self.inner.close()  # type: ignore[attr-defined]

        def write(self, block: memoryview) -> int:
            return int(self.inner.write(block[:3]))  # type: ignore[attr-defined]

        def fileno(self) -> int:
            return int(self.inner.fileno())  # type: ignore[attr-defined]

    monkeypatch.setattr(Path, "open", lambda *a, **k: Sips(real(*a, **k)))
    tail.append_block(path, 0, b"one line\n")
    monkeypatch.undo()
    assert path.read_bytes() == b"one line\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_disk_that_is_really_full_is_named() -> None:
    """The device that refuses every write: no pretended error."""
    with pytest.raises(StorageError, match=r"disk is full|could not be taken back"):
        tail.append_block(Path("/dev/full"), 0, b"one\n")
