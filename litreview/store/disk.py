"""Whole files or none: atomic writing, and the disk's errors as sentences."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from litreview.errors import StorageError

_CHUNK = 1 << 20
_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "free some space and run the command again"),
    errno.EDQUOT: ("your disk quota is used up", "free some space and run the command again"),
    errno.EACCES: (
        "this place may not be written to",
        "change the permissions of the folder, or copy the review to a folder of your own",
    ),
    errno.EPERM: (
        "this place may not be written to",
        "change the permissions of the folder, or copy the review to a folder of your own",
    ),
    errno.EROFS: (
        "this disk is read-only",
        "copy the review to a folder that can be written to",
    ),
    errno.ENOENT: (
        "this file is missing",
        "restore it from your version control or a colleague's copy",
    ),
}
UNCHANGED = "nothing was changed"
"""What a write says that failed before anything stood in its place."""


@contextmanager
def guarded(path: Path, so: str = "") -> Iterator[None]:
    """Turn the operating system's refusals at `path` into StorageError.

    so: what follows from a write to `path` that is refused: only the caller knows.
    """
    try:
        yield
    except OSError as error:
        what, remedy = _REMEDIES.get(
            error.errno or 0, (error.strerror or str(error), "see to it and run the command again")
        )
        raise StorageError(
            f"{what}; {so}" if so else what,
            where=str(path if so else error.filename or path),
            remedy=remedy,
        ) from error


def write_atomically(path: Path, content: bytes) -> None:
    """Put `content` at `path` so that a reader sees the old file or the new one, never a half."""
    write_stream(path, (content,))


def write_stream(path: Path, pieces: Iterable[bytes]) -> None:
    """The same of a content that need not fit into memory: one piece at a time."""
    with guarded(path, "this file was not written"):
        temporary = beside(path)
        try:
            write_new(temporary, pieces, like=path)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def beside(path: Path) -> Path:
    """A free name beside `path`, whose folder is made: for what will be moved to `path` whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".tmp-{secrets.token_hex(8)}")


def write_new(path: Path, pieces: Iterable[bytes], like: Path | None = None) -> None:
    """Write a file where none is, and flush it. Its rights are those of `like`, or of the umask."""
    with path.open("xb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())
    if like is not None and like.exists():
        path.chmod(stat.S_IMODE(like.stat().st_mode))


def sync_folder(path: Path) -> None:
    """Flush the names in a folder to disk, where the system can: a file outlives a power cut."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def flush_files(folder: Path) -> None:
    """Flush all files in `folder`, and their names, to disk: the log may name what stands there."""
    for path in folder.iterdir():
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    sync_folder(folder)


@contextmanager
def locked(path: Path, locks: Path, patience: float = 10.0) -> Iterator[None]:
    """Nobody else who asks for the lock of `path` writes to it meanwhile.

    locks: the folder for lock files; patience: seconds to wait for another program.
    """
    from filelock import FileLock, Timeout  # here: who only writes a file takes no lock

    lock = FileLock(locks / f"{path.name}.lock", timeout=patience)
    with guarded(locks, UNCHANGED):
        locks.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout as error:
            raise StorageError(
                "another litreview is writing here",
                where=str(path),
                remedy="wait until it has finished, or close it",
            ) from error
        except NotImplementedError as error:
            raise StorageError(
                "this disk cannot lock files, so two programs could write over each other",
                where=str(locks),
                remedy="keep the review on a local disk, and share it by git or `log merge`",
            ) from error
    try:
        yield
    finally:
        lock.release()


def copy_hashed(source: Path, target: Path) -> tuple[str, int]:
    """Copy a file and return its SHA-256 and size. Memory: one megabyte."""
    digest = hashlib.sha256()
    size = 0
    with guarded(source):
        read = source.open("rb")
    with guarded(target, UNCHANGED), read, target.open("xb") as write:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            write.write(chunk)
        write.flush()
        os.fsync(write.fileno())
    return digest.hexdigest(), size


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with guarded(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder that appears at `path` whole, when the block ends well, or not at all."""
    with guarded(path, UNCHANGED):
        temporary = beside(path)
        temporary.mkdir()
    try:
        yield temporary
        with guarded(path, UNCHANGED):
            flush_files(temporary)
            temporary.rename(path)
        sync_folder(path.parent)
    finally:
        if temporary.exists():
            shutil.rmtree(temporary, ignore_errors=True)
