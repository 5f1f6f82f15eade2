"""The folder ``fulltext/``: PDF files, each named by its SHA-256, so that one is kept once."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from litreview.errors import FileRefused
from litreview.store.disk import copy_hashed, file_sha256, guarded, sync_folder
from litreview.store.folder import Folder

_KEPT = "this full text was not kept"
_NAME = re.compile(r"[0-9a-f]{64}\.pdf")
HEAD = 1024
"""Within so many bytes a PDF says that it is one; some servers put white space in front."""


def is_pdf(head: bytes) -> bool:
    """Whether a file that begins so is a PDF."""
    return b"%PDF-" in head[:HEAD]


@contextmanager
def incoming(folder: Folder) -> Iterator[Path]:
    """A place for a file on its way in; what is left there at the end is removed."""
    path = folder.fulltext / f".part-{secrets.token_hex(6)}"
    with guarded(path, _KEPT):
        folder.fulltext.mkdir(parents=True, exist_ok=True)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def keep(folder: Folder, path: Path) -> str:
    """Move a file that came in to its name, whole and on disk; the name."""
    with guarded(path, _KEPT), path.open("rb") as file:
        os.fsync(file.fileno())
    name = f"{file_sha256(path)}.pdf"
    with guarded(folder.fulltext / name, _KEPT):
        path.replace(folder.fulltext / name)
    sync_folder(folder.fulltext)
    return name


def take(folder: Folder, source: Path) -> str:
    """Copy a file of the user's in; its name here. Raises FileRefused: it is no PDF."""
    with guarded(source), source.open("rb") as file:
        head = file.read(HEAD)
    if not is_pdf(head):
        raise FileRefused(
            "this is no PDF", where=str(source), remedy="print the page to a PDF, and attach that"
        )
    with incoming(folder) as path:
        copy_hashed(source, path)
        return keep(folder, path)


def held(folder: Folder, name: str) -> Path | None:
    """Where the file `name` is; None: not in this copy of the review."""
    path = folder.fulltext / name
    return path if _NAME.fullmatch(name) and path.is_file() else None
