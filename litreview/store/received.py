"""What sources delivered: ``records/<search>/``, write-once, with a manifest."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import msgspec

from litreview.errors import FileRefused, ReviewError
from litreview.formats import FORMATS, decode, detect
from litreview.model import Parsed, Search, SearchId, SourceFile
from litreview.store.disk import copy_hashed, file_sha256, guarded, new_folder

MANIFEST = "manifest.json"
_HEAD = 1 << 16


def search_id(name: str, sha256: str, *, exact: bool = False) -> SearchId:
    """A readable id for a received file.

    Four digits of its hash keep two working copies that load different files of one name apart.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:48] or "records"
    return SearchId(slug if exact else f"{slug}-{sha256[:4]}")


def looks_like(path: Path) -> tuple[str, str]:
    """The format and encoding of the file at `path`. Raises FileRefused."""
    with guarded(path), path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise FileRefused(
            "this file is empty", where=str(path), remedy="export it again from the database"
        )
    encoding = decode(head)
    text = head.decode(encoding, errors="ignore")
    try:
        return detect(path.name, text).name, encoding
    except FileRefused as error:
        raise FileRefused(error.what, where=str(path), remedy=error.remedy) from error


def parse(path: Path, format_name: str, encoding: str, search: SearchId) -> Iterator[Parsed]:
    """The entries of a received file, streaming. Undecodable bytes become U+FFFD, visibly."""
    with guarded(path), path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
        yield from FORMATS.get(format_name).read(_lines(text), search)


def _lines(text: io.TextIOBase) -> Iterator[str]:
    """Lines whatever ends them: CR LF, LF or CR alone."""
    for chunk in text:
        if "\r" in chunk.rstrip("\r\n"):
            yield from re.split(r"(?<=\r)(?!\n)", chunk)
        else:
            yield chunk


def store(records: Path, source: Path, search: Search) -> str:
    """Copy `source` into ``records/<search>/`` with its manifest, whole or not at all.

    Returns the SHA-256 of the manifest.
    """
    with new_folder(records / search.id) as folder:
        held = search.files[0]
        sha256, _ = copy_hashed(source, folder / held.name)
        if sha256 != held.sha256:
            raise FileRefused(
                "this file changed while it was read",
                where=str(source),
                remedy="load it again when nothing else writes to it",
            )
        manifest = encode_manifest(search)
        with guarded(folder):
            (folder / MANIFEST).write_bytes(manifest)
    return hashlib.sha256(manifest).hexdigest()


def encode_manifest(search: Search) -> bytes:
    """The manifest as indented JSON: people read it in their version control."""
    return msgspec.json.format(msgspec.json.encode(asdict(search)), indent=2) + b"\n"


def load_manifest(records: Path, search: str) -> tuple[Search, str]:
    """The search behind ``records/<search>/`` and the hash of its manifest.

    Raises ReviewError where it is missing or cannot be read.
    """
    path = records / search / MANIFEST
    try:
        content = path.read_bytes()
        return msgspec.json.decode(content, type=Search), hashlib.sha256(content).hexdigest()
    except (OSError, msgspec.MsgspecError) as error:
        raise ReviewError(
            f"the manifest of search {search!r} cannot be read ({error})",
            where=str(path),
            remedy="restore the folder from your version control or a colleague's copy",
        ) from error


def source_file(path: Path) -> SourceFile:
    """The file at `path` with its hash, size, format and encoding. Raises FileRefused."""
    format_name, encoding = looks_like(path)
    return SourceFile(
        name=path.name,
        sha256=file_sha256(path),
        bytes=path.stat().st_size,
        format=format_name,
        encoding=encoding,
    )


def read_checked(path: Path, sha256: str) -> bytes:
    """The bytes of a file that the log names by its hash. Raises ReviewError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReviewError(
            f"a file that the log names is missing ({error.strerror})",
            where=str(path),
            remedy="restore it from your version control, or run `litreview dedup run` again",
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ReviewError(
            "a file that the log names was changed",
            where=str(path),
            remedy="restore it from your version control, or run `litreview dedup run` again",
        )
    return content
