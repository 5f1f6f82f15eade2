"""The folder of a harvest: what a kill, a full disk and a damaged file leave of it."""

from __future__ import annotations

import errno
import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from litreview.errors import ReviewError, StorageError
from litreview.store import harvested
from litreview.store.harvested import HarvestFolder, unpacked, whole_lines


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "records" / "invented"


def told(error: pytest.ExceptionInfo[ReviewError]) -> None:
    assert all((error.value.what, error.value.where, error.value.remedy))


def test_a_body_is_kept_and_read_again(place: Path) -> None:
    folder = HarvestFolder(place)
    name, sha256 = folder.keep(b"one")
    folder.note(b"{}", page=True)
    assert (name, folder.body(name, sha256)) == ("page-000001.gz", b"one")
    assert folder.keep(b"two")[0] == "page-000002.gz"
    folder.close()
    assert [path.name for path in folder.journals()] == ["requests-1.jsonl"]


def test_a_body_that_no_line_names_is_written_over(place: Path) -> None:
    folder = HarvestFolder(place)
    folder.keep(b"left behind")
    again = HarvestFolder(place)
    again.first_free([])
    name, sha256 = again.keep(b"one")
    assert name == "page-000001.gz"
    assert again.body(name, sha256) == b"one"


def test_a_body_that_a_line_names_is_never_written_over(place: Path) -> None:
    """Also where lines before it are gone."""
    folder = HarvestFolder(place)
    folder.first_free(["page-000007.gz", "page-000002.gz", "no page"])
    assert folder.keep(b"x")[0] == "page-000008.gz"


def test_each_sitting_has_a_journal_and_a_torn_line_is_left_out(place: Path) -> None:
    for number in (1, 2):
        folder = HarvestFolder(place)
        folder.note(b'{"sitting":%d}' % number)
        folder.close()
    first, second = HarvestFolder(place).journals()
    with first.open("ab") as file:
        file.write(b'{"torn":')
    assert list(whole_lines(first)) == [b'{"sitting":1}']
    assert list(whole_lines(second)) == [b'{"sitting":2}']


def test_a_journal_between_two_that_is_gone_is_told(place: Path) -> None:
    for _ in range(3):
        folder = HarvestFolder(place)
        folder.note(b"{}")
    (place / "requests-2.jsonl").unlink()
    with pytest.raises(ReviewError) as error:
        HarvestFolder(place).journals()
    told(error)
    assert "requests-2.jsonl" in error.value.where


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """os.fsync refuses from the call on whose number is put into the list."""
    real, calls, limit = os.fsync, [0], [10**9]

    def fsync(handle: Any) -> None:
        calls[0] += 1
        if calls[0] >= limit[0]:
            raise OSError(errno.ENOSPC, "no space")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    yield limit
    limit[0] = 10**9


def test_a_full_disk_leaves_the_journal_as_it_was(place: Path, full: list[int]) -> None:
    folder = HarvestFolder(place)
    folder.note(b'{"n":1}')
    full[0] = 0
    with pytest.raises(StorageError) as error:
        folder.note(b'{"n":2}')
    told(error)
    assert error.value.what == "the disk is full; nothing was changed"
    folder.close()
    full[0] = 10**9
    assert (place / "requests-1.jsonl").read_bytes() == b'{"n":1}\n'
    full[0] = 0
    with pytest.raises(StorageError):
        folder.keep(b"body")


def test_a_place_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("a file in the way")
    with pytest.raises(StorageError) as error:
        HarvestFolder(tmp_path / "records" / "x").keep(b"body")
    told(error)


def test_a_page_that_is_gone_changed_or_misnamed_is_told(place: Path) -> None:
    folder = HarvestFolder(place)
    name, sha256 = folder.keep(b"one")
    for wrong in ("../page-000001.gz", "page-1.gz", "manifest.json", ""):
        with pytest.raises(ReviewError) as error:
            folder.body(wrong, sha256)
        told(error)
    (place / name).write_bytes(gzip.compress(b"two"))
    with pytest.raises(ReviewError, match="was changed"):
        folder.body(name, sha256)
    (place / name).unlink()
    with pytest.raises(ReviewError, match="is gone") as error:
        folder.body(name, sha256)
    told(error)


@pytest.mark.parametrize("packed", [b"", b"no gzip", gzip.compress(b"x" * 999, mtime=0)[:-9]])
def test_a_page_that_cannot_be_unpacked_is_told(packed: bytes) -> None:
    with pytest.raises(ReviewError) as error:
        unpacked(Path("page-000001.gz"), packed)
    told(error)


def test_a_page_that_unpacks_to_too_much_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harvested, "_LARGEST", 1000)
    assert unpacked(Path("p"), gzip.compress(b"x" * 1000)) == b"x" * 1000
    with pytest.raises(ReviewError, match="more than 1,000 bytes"):
        unpacked(Path("p"), gzip.compress(b"x" * 1001))


def test_no_changed_byte_of_a_page_passes(place: Path) -> None:
    """The check sum at its end is looked at, and every cut; the head holds a few idle bits."""
    body = b"".join(b"invented record %d\n" % n for n in range(300))
    folder = HarvestFolder(place)
    packed = (place / folder.keep(body)[0]).read_bytes()
    assert gzip.decompress(packed) == body == unpacked(place, packed)
    for at in range(10, len(packed), 7):
        changed = bytes([packed[at] ^ 0x55])
        for wrong in (
            packed[:at],
            packed[:at] + changed + packed[at + 1 :],
            packed[:-1],
            packed + b"x",
        ):
            with pytest.raises(ReviewError):
                unpacked(place, wrong)
