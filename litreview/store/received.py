"""What sources delivered: ``records/<search>/``, write-once, with a manifest."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import msgspec

from litreview.errors import FileRefused, LitreviewError, ReviewError, UsageError
from litreview.formats import FORMATS, decode, detect, refusal
from litreview.model import Parsed, Remark, Search, SearchId, SourceFile
from litreview.store.disk import (
    UNCHANGED,
    copy_hashed,
    file_sha256,
    guarded,
    new_folder,
    sync_folder,
    write_atomically,
)

MANIFEST = "manifest.json"
_WAITING = re.compile(r"manifest-[0-9a-f]{16}\.json")
_HEAD = 1 << 16
_CHUNK = 1 << 20
_ASCII = 127
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"\xfd7zXZ", b"Rar!")
_ESCAPED = re.compile("[\udc80-\udcff]")
_LOST = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""What decoding leaves of bytes that are no character and cannot be read as Windows-1252."""
_WESTERN = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(_ASCII + 1, 256)
}
"""An undecodable byte, as `surrogateescape` keeps it -> the character of Windows-1252."""


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that cannot be decoded until their line is mended, and where to go on.

    Where a character may be one byte, that byte as `surrogateescape` keeps it; else a mark.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start]
    if byte > _ASCII and not error.encoding.startswith(("utf-16", "utf-32")):
        return chr(0xDC00 + byte), error.start + 1
    return "\udfff", error.end


codecs.register_error("litreview.escaped", _escaped)


def search_id(name: str, sha256: str, *, exact: bool = False) -> SearchId:
    """A readable id for a received file.

    Four digits of its hash keep two working copies that load different files of one name apart.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:48] or "records"
    return SearchId(slug if exact else f"{slug}-{sha256[:4]}")


def looks_like(path: Path, encoding: str = "") -> tuple[str, str]:
    """The format and encoding of the file at `path` ("": to be found out). Raises FileRefused."""
    _readable(path)
    with guarded(path), path.open("rb") as file:
        head = file.read(_HEAD)
        found = encoding or _encoding(file, head)
    if not head.strip():
        raise FileRefused(
            "this file is empty", where=str(path), remedy="export it again from the database"
        )
    try:
        if head.startswith(_BINARY):
            raise refusal(head.decode("latin-1"))
        return detect(path.name, head.decode(found, errors="ignore")).name, found
    except (LookupError, UnicodeError) as error:
        raise UsageError(
            f"there is no encoding called {encoding!r}",
            remedy="use a name such as utf-8, windows-1252, utf-16 or gbk",
        ) from error
    except FileRefused as error:
        raise FileRefused(error.what, where=str(path), remedy=error.remedy) from error


def _readable(path: Path) -> None:
    """Raises FileRefused where `path` is no regular file or may not be read."""
    if path.is_dir():
        raise FileRefused(
            "this is a folder", where=str(path), remedy="name the files in it, or folder/*.ris"
        )
    if not path.is_file():  # to open a pipe would wait for somebody who writes to it
        raise FileRefused(
            "this is no file but a pipe or a device",
            where=str(path),
            remedy="write what it gives to a file, and load that",
        )
    try:
        path.open("rb").close()
    except OSError as error:
        raise FileRefused(
            f"this file cannot be read ({(error.strerror or str(error)).lower()})",
            where=str(path),
            remedy="check its permissions, or copy it to a folder of your own",
        ) from error


def _encoding(file: BinaryIO, head: bytes) -> str:
    """The encoding of `file`, whose first bytes are `head`.

    Where those are plain ASCII, the first bytes beyond it decide: they may come late.
    """
    found = decode(head)
    while found == "utf-8" and head.isascii() and (chunk := file.read(_CHUNK)):
        if not chunk.isascii():
            first = next(at for at, byte in enumerate(chunk) if byte > _ASCII)
            window = chunk[max(0, first - _HEAD) : first + _HEAD]
            return decode(window)
    return found


def parse(path: Path, format_name: str, encoding: str, search: SearchId) -> Iterator[Parsed]:
    """The entries of a received file, streaming.

    Bytes that are not of the encoding are read as Windows-1252, or become U+FFFD where they cannot
    be (UTF-16); a remark names each such line.
    """
    with guarded(path), path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding=encoding, errors="litreview.escaped", newline="")
        lines = _Lines(text)
        for item in FORMATS.get(format_name).read(lines, search):
            yield item
            if lines.remarks:
                yield from lines.remarks
                lines.remarks.clear()
        yield from lines.remarks


class _Lines:
    """Lines whatever ends them (CR LF, LF or CR alone), mended, with remarks on what was."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text
        self.remarks: list[Remark] = []

    def __iter__(self) -> Iterator[str]:
        for at, line in enumerate(self.text, start=1):
            if line.isascii() and "\0" not in line:
                yield line
            else:
                yield self._mended(at, line)

    def _mended(self, at: int, line: str) -> str:
        if "\0" in line:
            line = line.replace("\0", "")
            self._note(at, "NUL characters were left out", line)
        if _ESCAPED.search(line):
            line = line.translate(_WESTERN)
            name = self.text.encoding
            self._note(at, f"bytes that are not {name} were read as Windows-1252", line)
        if _LOST.search(line):
            line = _LOST.sub("\N{REPLACEMENT CHARACTER}", line)
            self._note(at, f"bytes that are not {self.text.encoding} became U+FFFD", line)
        return line

    def _note(self, at: int, reason: str, line: str) -> None:
        self.remarks.append(Remark(at, reason, line.strip()))


def store(records: Path, source: Path, search: Search) -> str:
    """Copy `source` into ``records/<search>/`` with its manifest, whole or not at all.

    Where the same file lies there already (it was taken out and comes back, or a load was cut off
    before it had a manifest), only the manifest is written anew. Returns its SHA-256.
    """
    place = records / search.id
    if place.exists() and not _left_empty(place):
        return _store_again(records, search)
    with new_folder(place) as folder:
        held = search.files[0]
        sha256, _ = copy_hashed(source, folder / held.name)
        if sha256 != held.sha256:
            raise FileRefused(
                "this file changed while it was read",
                where=str(source),
                remedy="load it again when nothing else writes to it",
            )
        manifest = encode_manifest(search)
        with guarded(folder, UNCHANGED):
            (folder / MANIFEST).write_bytes(manifest)
    return hashlib.sha256(manifest).hexdigest()


@contextmanager
def stored(records: Path, source: Path, search: Search) -> Iterator[str]:
    """`store`, until the end of the block: what is new is removed again where that fails."""
    place = records / search.id
    new = not place.exists()
    manifest = store(records, source, search)
    try:
        yield manifest
    except LitreviewError:
        if new:  # no log names it
            shutil.rmtree(place, ignore_errors=True)
        raise


@contextmanager
def renewed(records: Path, search: Search) -> Iterator[str]:
    """A new manifest for the search, in force when the block ends well; its SHA-256.

    The block appends the event that names it. A kill between the two leaves the new manifest beside
    the old one, and `settle` puts it in its place. One program at a time.
    """
    place = records / search.id
    manifest = encode_manifest(search)
    sha256 = hashlib.sha256(manifest).hexdigest()
    write_atomically(place / _waiting(sha256), manifest)
    yield sha256
    settle(records, search.id, sha256)
    with guarded(place):  # what a kill left before its event was appended
        for path in place.iterdir():
            if _WAITING.fullmatch(path.name):
                path.unlink(missing_ok=True)


def settle(records: Path, search: str, wanted: str) -> bool:
    """Put the manifest in its place that the log names and a kill left beside it, if any.

    Each waits under a name of its own: none is overwritten before the log has its say.
    """
    waiting = records / search / _waiting(wanted)
    with guarded(waiting):
        if not waiting.is_file() or file_sha256(waiting) != wanted:
            return False
        waiting.replace(waiting.with_name(MANIFEST))
    sync_folder(waiting.parent)
    return True


def _waiting(sha256: str) -> str:
    return f"manifest-{sha256[:16]}.json"


def _store_again(records: Path, search: Search) -> str:
    place = records / search.id
    if (place / MANIFEST).exists():
        held, _ = load_manifest(records, search.id)
        same = {file.sha256 for file in held.files} == {file.sha256 for file in search.files}
    else:
        same = _holds_only(place, search.files[0])
    if not same:
        raise UsageError(
            f"there is a search called {search.id!r} already, with another file",
            where=str(place),
            remedy="choose another --name, or remove that folder if `litreview check` says that no "
            "log knows it",
        )
    manifest = encode_manifest(search)
    write_atomically(place / MANIFEST, manifest)
    return hashlib.sha256(manifest).hexdigest()


def _left_empty(place: Path) -> bool:
    """Whether an empty folder was in the way of a new one; it is no more."""
    with guarded(place, UNCHANGED):
        if not place.is_dir() or any(place.iterdir()):
            return False
        place.rmdir()
    return True


def _holds_only(place: Path, file: SourceFile) -> bool:
    """Whether `file`, whole, is all that lies at `place`: a load was cut off there."""
    with guarded(place, UNCHANGED):
        names = [path.name for path in place.iterdir()] if place.is_dir() else []
    return names == [file.name] and file_sha256(place / file.name) == file.sha256


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
        found = msgspec.json.decode(content, type=Search)
    except FileNotFoundError as error:
        raise _bad_manifest(path, "is missing") from error
    except OSError as error:
        raise _bad_manifest(path, f"cannot be read ({(error.strerror or '').lower()})") from error
    except (msgspec.MsgspecError, RecursionError) as error:
        raise _bad_manifest(path, "is damaged: it is not what `load` wrote") from error
    if found.id != search:
        raise _bad_manifest(path, f"is that of a search called {found.id[:80]!r}")
    for file in found.files:
        if file.name != kept_name(file.name):
            raise _bad_manifest(path, f"names a file outside its folder: {file.name[:80]!r}")
    return found, hashlib.sha256(content).hexdigest()


def _bad_manifest(path: Path, what: str) -> ReviewError:
    return ReviewError(
        f"the manifest of search {path.parent.name!r} {what}",
        where=str(path),
        remedy="restore the folder from your version control or a colleague's copy",
    )


def as_text(name: str) -> str:
    """A path as JSON can hold it: bytes that are no UTF-8 are U+FFFD."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


def kept_name(name: str) -> str:
    """The name of a received file beside its manifest: its own, where it can stand there.

    A file called like the manifest, whatever the case, would be overwritten by it.
    """
    plain = re.sub(r"[/\\\0]", "_", as_text(name))
    taken = plain.casefold() == MANIFEST or plain in {"", ".", ".."}
    return f"received-{plain}" if taken else plain


def source_file(path: Path, encoding: str = "") -> SourceFile:
    """The file at `path` with its hash, size, format and encoding. Raises FileRefused."""
    format_name, encoding = looks_like(path, encoding)
    return SourceFile(
        name=kept_name(path.name),
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
