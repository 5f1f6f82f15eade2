"""Whole files or none, and the disk's refusals as sentences."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from litreview.errors import StorageError
from litreview.store import disk
from litreview.store.staging import Staging

Refuse = Callable[[str, int], None]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "quota is used up"),
        (errno.EACCES, "may not be written"),
        (errno.EPERM, "may not be written"),
        (errno.EROFS, "read-only"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_each_refusal_says_what_where_and_what_to_do(
    tmp_path: Path, number: int, words: str
) -> None:
    with pytest.raises(StorageError) as caught, disk.guarded(tmp_path):
        raise OSError(number, os.strerror(number))
    assert words in caught.value.what
    assert caught.value.where == str(tmp_path)
    assert caught.value.remedy


def test_the_place_is_the_file_that_the_system_names(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught, disk.guarded(tmp_path):
        (tmp_path / "missing" / "file").read_bytes()
    assert caught.value.where == str(tmp_path / "missing" / "file")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file"
    disk.write_atomically(path, b"old")
    disk.write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["file"]
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("step", ["os.fsync", "Path.replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, refuse: Refuse, step: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    refuse(f"litreview.store.disk.{step}", errno.ENOSPC)
    with pytest.raises(StorageError, match="disk is full"):
        disk.write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_cannot_be_flushed_is_no_error(tmp_path: Path, refuse: Refuse) -> None:
    """Some systems cannot flush a folder; the file in it is flushed already."""
    disk.sync_folder(tmp_path / "missing")
    refuse("litreview.store.disk.os.fsync", errno.EINVAL)
    disk.sync_folder(tmp_path)


def test_a_copy_tells_its_hash_and_size(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"x" * ((1 << 20) + 5))
    sha256, size = disk.copy_hashed(source, tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == source.read_bytes()
    assert size == (1 << 20) + 5
    assert sha256 == hashlib.sha256(source.read_bytes()).hexdigest() == disk.file_sha256(source)


def test_a_file_that_cannot_be_hashed_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        disk.file_sha256(tmp_path / "missing")
    assert caught.value.where == str(tmp_path / "missing")


def test_a_folder_appears_whole(tmp_path: Path) -> None:
    with disk.new_folder(tmp_path / "a" / "b") as folder:
        (folder / "file").write_bytes(b"1")
        assert not (tmp_path / "a" / "b").exists()
    assert (tmp_path / "a" / "b" / "file").read_bytes() == b"1"


def test_a_folder_whose_making_fails_does_not_appear(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop"), disk.new_folder(tmp_path / "b") as folder:  # noqa: PT012
        (folder / "file").write_bytes(b"1")
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_never_replaces_one_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine").write_bytes(b"1")
    with pytest.raises(StorageError), disk.new_folder(tmp_path / "b"):
        pass
    assert [p.name for p in tmp_path.rglob("*")] == ["b", "mine"]


def test_a_lock_keeps_a_second_writer_out_and_is_given_back(tmp_path: Path) -> None:
    path, locks = tmp_path / "log", tmp_path / "locks"
    seen: list[str] = []

    def second() -> None:
        try:
            with disk.locked(path, locks, patience=0.05):
                seen.append("in")
        except StorageError as error:
            seen.append(error.what)

    def tell() -> None:
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()

    with disk.locked(path, locks):
        tell()
    tell()
    assert seen == ["another litreview is writing to this log", "in"]


def test_staged_parts_appear_together(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with Staging() as staging:
        staging.file(tmp_path / "file", b"new")
        (staging.folder(tmp_path / "records" / "a") / "manifest").write_bytes(b"1")
        assert (tmp_path / "file").read_bytes() == b"old"
        assert not (tmp_path / "records" / "a").exists()
        staging.commit()
    assert (tmp_path / "file").read_bytes() == b"new"
    assert (tmp_path / "records" / "a" / "manifest").read_bytes() == b"1"
    assert not list(tmp_path.rglob(".tmp-*"))


@pytest.mark.parametrize("failing", ["file", "body"])
def test_staged_parts_vanish_when_something_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    (tmp_path / "file").write_bytes(b"old")

    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "refused in a test")

    with pytest.raises((StorageError, ValueError)), Staging() as staging:  # noqa: PT012
        staging.folder(tmp_path / "b")
        if failing == "file":
            monkeypatch.setattr("litreview.store.staging.os.fsync", fail)
        staging.file(tmp_path / "file", b"new")
        raise ValueError("something else")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_parts_move_in_the_order_in_which_they_were_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill between two moves must leave the later ones out: records come before the log."""
    real = Path.replace
    moved: list[str] = []

    def replace(self: Path, target: Path) -> Path:
        if len(moved) == 2:
            raise OSError(errno.EROFS, "refused in a test")
        moved.append(target.name)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(StorageError, match="read-only"), Staging() as staging:  # noqa: PT012
        for name in ("c", "a", "b"):
            staging.file(tmp_path / name, b"1")
        staging.commit()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "c"]
