"""Received files: recognised, read whatever their bytes, kept whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from litreview.errors import FileRefused, ReviewError, UsageError
from litreview.model import Parsed, Record, Remark, Search, SearchId
from litreview.store import received

ENTRY = "TY  - JOUR\nTI  - {}\nER  - \n"


def made(folder: Path, content: bytes, name: str = "made.ris") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def read(path: Path) -> list[Parsed]:
    format_name, encoding = received.looks_like(path)
    return list(received.parse(path, format_name, encoding, SearchId("s")))


def titles(path: Path) -> list[str]:
    return [item.title for item in read(path) if isinstance(item, Record)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_and_any_line_end(tmp_path: Path, encoding: str, end: str) -> None:
    text = "".join(ENTRY.format(title) for title in ("Crème", "Brûlée", "Café"))
    path = made(tmp_path, text.replace("\n", end).encode(encoding))
    assert titles(path) == ["Crème", "Brûlée", "Café"]
    assert not any(isinstance(item, Remark) for item in read(path))


def test_the_first_bytes_beyond_ascii_decide_wherever_they_stand(tmp_path: Path) -> None:
    plain = ENTRY.format("plain") * 50_000
    path = made(tmp_path, plain.encode() + ENTRY.format("Café").encode("cp1252"))
    assert received.looks_like(path) == ("ris", "cp1252")
    assert titles(path)[-1] == "Café"


def test_stray_bytes_late_in_a_utf8_file_are_read_and_named(tmp_path: Path) -> None:
    """Behind the part from which the encoding is told; a replacement nobody sees is a loss."""
    good = ENTRY.format("Ærlig") * 3_000
    path = made(tmp_path, good.encode() + ENTRY.format("Café").encode("cp1252"))
    found = read(path)
    assert received.looks_like(path) == ("ris", "utf-8")
    assert titles(path)[-1] == "Café"
    (remark,) = [item for item in found if isinstance(item, Remark)]
    assert (remark.line, remark.raw) == (9_002, "TI  - Café")
    assert "Windows-1252" in remark.reason


@pytest.mark.parametrize(
    ("encoding", "bad"),
    [
        ("utf-16-le", b"\x00\xd8"),
        ("utf-16-be", b"\xdc\xff"),
        ("utf_16", b"\x00\xd8"),
        ("utf-32-le", b"\x00\x00\x11\x00"),
        ("utf-7", b"+\x7f"),
        ("iso2022_jp", b"\x1b(Z"),
    ],
)
def test_what_is_no_character_is_named_where_it_becomes_one(
    tmp_path: Path, encoding: str, bad: bytes
) -> None:
    before, after = (part.encode(encoding) for part in ENTRY.format("Title |.").split("|"))
    path = made(tmp_path, before + bad + after.removeprefix(b"\xff\xfe"))
    found = list(received.parse(path, "ris", encoding, SearchId("s")))
    (record,) = [item for item in found if isinstance(item, Record)]
    assert record.title.startswith("Title \ufffd")
    (remark,) = [item for item in found if isinstance(item, Remark)]
    assert (remark.line, remark.raw) == (2, f"TI  - {record.title}")
    assert "U+FFFD" in remark.reason


def test_a_wide_file_that_is_cut_in_a_character_says_so(tmp_path: Path) -> None:
    path = made(tmp_path, ENTRY.format("Title").encode("utf-16")[:-1])
    found = list(received.parse(path, "ris", "utf-16", SearchId("s")))
    reasons = [item.reason for item in found if isinstance(item, Remark)]
    assert "bytes that are not utf-16 became U+FFFD" in reasons


def test_nul_characters_are_left_out_and_named(tmp_path: Path) -> None:
    path = made(tmp_path, ENTRY.format("A\0B").encode())
    assert titles(path) == ["AB"]
    assert any(isinstance(item, Remark) and "NUL" in item.reason for item in read(path))


def test_a_broken_utf16_file_raises_nothing(tmp_path: Path) -> None:
    path = made(tmp_path, ENTRY.format("Title").encode("utf-16") + b"\x00\xd8\x41")
    assert titles(path) == ["Title"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"%PDF-1.4\n\xe2\xe3", "a PDF"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive"),
        (b"\x1f\x8b\x08\x00", "a compressed file"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (bytes(range(256)) * 4, "a binary file"),
    ],
)
def test_what_holds_no_records_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    path = made(tmp_path, content)
    with pytest.raises(FileRefused, match=words) as refused:
        received.looks_like(path)
    assert refused.value.where == str(path)
    assert refused.value.remedy


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="a folder"):
        received.looks_like(tmp_path)


def test_a_file_without_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path, ENTRY.encode())

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileRefused, match=r"cannot be read \(permission denied\)"):
        received.looks_like(path)


def test_an_encoding_that_is_given_wins_and_must_exist(tmp_path: Path) -> None:
    path = made(tmp_path, ENTRY.format("Łódź").encode("cp1250"))
    assert received.looks_like(path, "cp1250") == ("ris", "cp1250")
    for name in ("nonsense", "undefined", "base64"):
        with pytest.raises(UsageError, match=f"no encoding called {name!r}"):
            received.looks_like(path, name)


def search(path: Path) -> Search:
    file = received.source_file(path)
    return Search(SearchId("s"), "A source", "database", 1, 1, 0, (file,))


def test_what_is_stored_is_loaded_again(tmp_path: Path) -> None:
    path = made(tmp_path, ENTRY.encode())
    sha256 = received.store(tmp_path / "records", path, search(path))
    assert received.load_manifest(tmp_path / "records", "s") == (search(path), sha256)
    assert (tmp_path / "records" / "s" / "made.ris").read_bytes() == ENTRY.encode()


@pytest.mark.parametrize(
    "name", ["manifest.json", "MANIFEST.JSON", "a\\b.ris", "é \u202e.ris", os.fsdecode(b"\xff.ris")]
)
def test_a_file_of_any_name_is_kept_beside_its_manifest(tmp_path: Path, name: str) -> None:
    """Once the manifest was written over a file that was called like it."""
    path = made(tmp_path, ENTRY.encode(), name)
    sha256 = received.store(tmp_path / "records", path, search(path))
    found, manifest = received.load_manifest(tmp_path / "records", "s")
    assert (found, manifest) == (search(path), sha256)
    place = tmp_path / "records" / "s"
    assert (place / found.files[0].name).read_bytes() == ENTRY.encode()
    assert len(list(place.iterdir())) == 2


@pytest.mark.parametrize("left", [[], ["made.ris"]])
def test_a_folder_that_a_load_left_without_a_manifest_is_taken_over(
    tmp_path: Path, left: list[str]
) -> None:
    path, place = made(tmp_path, ENTRY.encode()), tmp_path / "records" / "s"
    place.mkdir(parents=True)
    for name in left:
        (place / name).write_bytes(ENTRY.encode())
    sha256 = received.store(tmp_path / "records", place / left[0] if left else path, search(path))
    assert received.load_manifest(tmp_path / "records", "s") == (search(path), sha256)
    assert (place / "made.ris").read_bytes() == ENTRY.encode()
    assert len(list(place.iterdir())) == 2


@pytest.mark.parametrize("left", ["made.ris", "other.ris"])
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, left: str) -> None:
    path = made(tmp_path, ENTRY.encode())
    (tmp_path / "records" / "s").mkdir(parents=True)
    made(tmp_path / "records" / "s", b"half an ent", left)
    with pytest.raises(UsageError, match="already, with another file") as caught:
        received.store(tmp_path / "records", path, search(path))
    assert "or remove that folder" in caught.value.remedy
    assert [p.name for p in (tmp_path / "records" / "s").iterdir()] == [left]


def test_a_file_that_changes_meanwhile_leaves_nothing(tmp_path: Path) -> None:
    path = made(tmp_path, ENTRY.encode())
    before = search(path)
    path.write_bytes(ENTRY.encode() * 2)
    with pytest.raises(FileRefused, match="changed while it was read"):
        received.store(tmp_path / "records", path, before)
    assert list((tmp_path / "records").iterdir()) == []


def test_a_manifest_that_cannot_be_read_names_its_place(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="manifest of search 's'"):
        received.load_manifest(tmp_path, "s")
