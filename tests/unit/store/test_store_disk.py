"""Whole files or none, and the disk's refusals as sentences."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
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


def test_only_the_caller_knows_what_follows_from_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught, disk.guarded(tmp_path):
        raise OSError(errno.ENOSPC, "refused in a test")
    assert "nothing was changed" not in caught.value.what
    with (
        pytest.raises(StorageError, match="the disk is full; so it is"),
        disk.guarded(tmp_path, "so it is"),
    ):
        raise OSError(errno.ENOSPC, "refused in a test")


def test_the_place_is_the_file_that_the_system_names(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught, disk.guarded(tmp_path):
        (tmp_path / "missing" / "file").read_bytes()
    assert caught.value.what == "this file is missing"
    assert caught.value.remedy.startswith("restore it")
    assert caught.value.where == str(tmp_path / "missing" / "file")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file"
    disk.write_atomically(path, b"old")
    disk.write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o002, 0o664)])
def test_rights_are_those_of_the_umask_and_a_file_keeps_its_own(
    tmp_path: Path, umask: int, mode: int
) -> None:
    before = os.umask(umask)
    try:
        disk.write_atomically(tmp_path / "new", b"1")
        (tmp_path / "old").write_bytes(b"1")
        (tmp_path / "old").chmod(0o640)
        disk.write_atomically(tmp_path / "old", b"2")
        with disk.new_folder(tmp_path / "folder"), Staging() as staging:
            staging.file(tmp_path / "staged", b"1")
            staging.commit()
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"new": mode, "old": 0o640, "staged": mode, "folder": 0o777 & ~umask}


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """What was flushed to disk, by device and inode, in order."""
    seen: list[tuple[int, int]] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        held = os.fstat(descriptor)
        seen.append((held.st_dev, held.st_ino))
        real(descriptor)

    monkeypatch.setattr("litreview.store.disk.os.fsync", fsync)
    return seen


@pytest.mark.parametrize("way", ["new_folder", "staging"])
def test_a_folder_is_flushed_with_all_that_is_in_it(
    tmp_path: Path, flushed: list[tuple[int, int]], way: str
) -> None:
    """The log names its files: after a power cut they must not be empty."""
    target = tmp_path / "records"
    if way == "staging":
        with Staging() as staging:
            (staging.folder(target) / "manifest").write_bytes(b"1")
            staging.commit()
    else:
        with disk.new_folder(target) as folder:
            (folder / "manifest").write_bytes(b"1")
    wanted = [target / "manifest", target, tmp_path]
    assert flushed == [(path.stat().st_dev, path.stat().st_ino) for path in wanted]


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


def test_a_folder_that_cannot_be_flushed_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some systems cannot flush a folder; the file in it is flushed already."""
    disk.sync_folder(tmp_path / "missing")
    asked: list[int] = []

    def cannot(handle: int) -> None:
        asked.append(handle)
        raise OSError(errno.EINVAL, "refused in a test")

    monkeypatch.setattr("litreview.store.disk.os.fsync", cannot)
    disk.sync_folder(tmp_path)
    (handle,) = asked
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handle)


def test_pieces_are_written_as_they_come(tmp_path: Path) -> None:
    sizes = []

    def pieces() -> Iterator[bytes]:
        yield b"x" * (1 << 20)
        (temporary,) = tmp_path.iterdir()
        sizes.append(temporary.stat().st_size)
        yield b"y"

    disk.write_stream(tmp_path / "file", pieces())
    assert sizes == [1 << 20]
    assert (tmp_path / "file").stat().st_size == (1 << 20) + 1


def test_pieces_that_cannot_be_had_leave_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise ValueError("stop")

    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(ValueError, match="stop"):
        disk.write_stream(path, pieces())
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


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
    assert seen == ["another litreview is writing here", "in"]


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
            monkeypatch.setattr("litreview.store.disk.os.fsync", fail)
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
    with pytest.raises(StorageError) as caught, Staging() as staging:  # noqa: PT012
        for name in ("c", "a", "b"):
            staging.file(tmp_path / name, b"1")
        staging.commit()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "c"]
    assert "2 of 3 parts are in place" in caught.value.what
    assert "nothing was changed" not in caught.value.what
