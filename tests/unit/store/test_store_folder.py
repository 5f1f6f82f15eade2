"""The review folder: found from below, laid out once, with a name for each working copy."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from litreview.errors import NotAReview, StorageError, UsageError
from litreview.events import VoteCast
from litreview.store import folder as folders
from litreview.store.folder import Folder
from litreview.store.settings import template

TEXT = template(review="r1", title="An invented review", question="")


def now() -> datetime:
    return datetime(2026, 11, 24, tzinfo=UTC)


def drawn(*names: str) -> Callable[[], str]:
    left: Iterator[str] = iter(names)
    return lambda: next(left)


def append(folder: Folder, who: str = "ann") -> str:
    """One vote; the name of the log that it went to."""
    writer = folder.writer(who, "r1", now)
    writer.append(VoteCast(stage="t", record="a:1", decision="include", criteria="1"))
    return writer.log


def test_a_review_is_found_from_any_folder_in_it(tmp_path: Path) -> None:
    folders.create(tmp_path / "review", TEXT, {})
    deep = tmp_path / "review" / "records" / "a" / "b"
    deep.mkdir(parents=True)
    assert folders.find(deep).root == (tmp_path / "review").resolve()


def test_no_review_is_said_with_the_place_and_the_next_command(tmp_path: Path) -> None:
    with pytest.raises(NotAReview) as caught:
        folders.find(tmp_path)
    assert caught.value.where == str(tmp_path)
    assert "litreview init" in caught.value.remedy


def test_a_folder_that_cannot_be_looked_into_is_named(
    tmp_path: Path, refuse: Callable[[str, int], None]
) -> None:
    refuse("litreview.store.folder.Path.is_file", errno.EACCES)
    with pytest.raises(StorageError, match="may not be"):
        folders.find(tmp_path)


def test_a_new_review_is_laid_out_and_the_log_kept_byte_for_byte(tmp_path: Path) -> None:
    folder = folders.create(tmp_path, TEXT, {"effects": "format = 1\n"})
    assert folder.settings.read_text() == TEXT
    assert (folder.forms / "effects.toml").read_text() == "format = 1\n"
    assert folder.records.is_dir()
    assert folder.log.is_dir()
    assert "log/** -text" in (tmp_path / ".gitattributes").read_text().splitlines()
    assert ".litreview/" in (tmp_path / ".gitignore").read_text().splitlines()


def test_laying_out_keeps_what_is_there(tmp_path: Path) -> None:
    for name in (".gitignore", ".gitattributes"):
        (tmp_path / name).write_text("mine\n")
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "effects.toml").write_text("mine\n")
    folders.create(tmp_path, TEXT, {"effects": "theirs\n"})
    for name in (".gitignore", ".gitattributes", "forms/effects.toml"):
        assert (tmp_path / name).read_text() == "mine\n"


def test_a_second_review_in_one_folder_is_refused(tmp_path: Path) -> None:
    folders.create(tmp_path, TEXT, {})
    with pytest.raises(UsageError, match="already"):
        folders.create(tmp_path, "other", {})
    assert (tmp_path / "review.toml").read_text() == TEXT


def test_a_place_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError):
        folders.create(tmp_path / "file", TEXT, {})


def test_a_working_copy_keeps_the_name_that_it_drew(tmp_path: Path) -> None:
    folder = Folder(tmp_path, draw=drawn("aaaaaa"))
    assert append(folder) == append(folder) == "ann.aaaaaa"
    assert append(folder, "bo") == "bo.aaaaaa"


def test_a_copied_folder_draws_a_new_name(tmp_path: Path) -> None:
    import shutil

    append(Folder(tmp_path / "one", draw=drawn("aaaaaa")))
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    assert append(Folder(tmp_path / "two", draw=drawn("bbbbbb"))) == "ann.bbbbbb"
    assert append(Folder(tmp_path / "one", draw=drawn("cccccc"))) == "ann.aaaaaa"


def test_two_machines_in_one_shared_folder_keep_a_name_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(tmp_path, draw=drawn("aaaaaa", "bbbbbb", "cccccc"))
    found = []
    for machine in ("north", "south", "north", "south"):
        monkeypatch.setattr("litreview.store.folder.platform.node", lambda name=machine: name)
        found.append(append(folder))
    assert found == ["ann.aaaaaa", "ann.bbbbbb", "ann.aaaaaa", "ann.bbbbbb"]


def test_a_name_that_a_log_bears_is_not_drawn_again(tmp_path: Path) -> None:
    """The cache is disposable: without it the old name could stand in somebody's copy."""
    folder = Folder(tmp_path, draw=drawn("aaaaaa", "aaaaaa", "aaaaaa", "bbbbbb"))
    append(folder)
    (folder.cache / "copy.json").unlink()
    assert append(folder) == "ann.bbbbbb"


def test_a_draw_that_never_gives_a_free_name_ends(tmp_path: Path) -> None:
    folder = Folder(tmp_path, draw=lambda: "aaaaaa")
    append(folder)
    (folder.cache / "copy.json").unlink()
    with pytest.raises(StorageError, match="no free name"):
        append(folder)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"a":1}', b"\xff", b'{"PLACE":"../../../outside"}']
)
def test_a_damaged_or_hostile_name_is_drawn_anew(tmp_path: Path, content: bytes) -> None:
    folder = Folder(tmp_path, draw=drawn("aaaaaa", "bbbbbb"))
    append(folder)
    path = folder.cache / "copy.json"
    (place,) = json.loads(path.read_bytes())
    path.write_bytes(content.replace(b"PLACE", place.encode()))
    assert append(folder) == "ann.bbbbbb"
    assert {p.parent for p in tmp_path.rglob("*.jsonl")} == {tmp_path / "log"}


def test_a_name_that_cannot_be_read_is_no_missing_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawing anew because of a passing refusal would begin a log a day."""
    folder = Folder(tmp_path, draw=drawn("aaaaaa", "bbbbbb"))
    append(folder)

    def fail(_path: Path) -> bytes:
        raise OSError(errno.EACCES, "refused in a test")

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(StorageError):
        append(folder)


def test_every_place_of_a_review_is_inside_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for place in ("settings", "records", "log", "forms", "cache", "locks"):
        assert tmp_path in getattr(folder, place).parents
