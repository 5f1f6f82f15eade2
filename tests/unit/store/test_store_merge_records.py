"""What is received comes with the log that admits it, or the merge is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from copies import Copy, refused

import litreview.store.merge as merging
from litreview.events import SearchLoaded
from litreview.review import Review
from litreview.store.folder import Folder
from litreview.store.merge import merge


def test_records_come_with_the_log_that_admits_them(one: Copy, two: Copy) -> None:
    search = two.load("rain.ris", "Boats in rain", "Boats in sun")
    (two.folder.records / search / "notes.txt").write_text("not named by the manifest")
    assert merge(one.folder, two.folder)[0] == f"records of {search} added"
    place = one.folder.records / search
    assert sorted(p.name for p in place.iterdir()) == ["manifest.json", "rain.ris"]
    with Review(one.folder, clock=one.clock) as review:
        assert len(review.shelf.members) == 2


def test_a_folder_that_no_log_admits_is_not_taken(one: Copy, two: Copy) -> None:
    (two.folder.records / "stray").mkdir(parents=True)
    (two.folder.records / "stray" / "manifest.json").write_text("{}")
    merge(one.folder, two.folder)
    assert not (one.folder.records / "stray").exists()


def test_what_is_written_there_while_it_is_merged_is_for_the_next_merge(
    one: Copy, two: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log and what was checked of it are the same bytes, whoever goes on writing."""
    two.vote("x:1")
    real = merging.admit

    def admit(*arguments: Any) -> list[str]:
        two.vote("x:2")
        two.vote("x:3", who="bo")
        return real(*arguments)

    monkeypatch.setattr(merging, "admit", admit)
    merge(one.folder, two.folder)
    assert [r for r in one.records() if r[0] == "x"] == ["x:1"]
    monkeypatch.undo()
    merge(one.folder, two.folder)
    assert [r for r in one.records() if r[0] == "x"] == ["x:1", "x:2", "x:3"]


@pytest.mark.parametrize("last", ["Second Base", "Third Base", "Fourth Base", "Fifth Base"])
@pytest.mark.parametrize("whose", [0, 1], ids=["here", "there"])
def test_one_file_loaded_in_both_copies_is_one_search(
    one: Copy, two: Copy, last: str, whose: int
) -> None:
    """What was said of its source last counts, in whichever copy it was said."""
    earlier, later = (two, one) if whose == 0 else (one, two)
    later.at = earlier.at + timedelta(minutes=1)
    first = earlier.load("rain.ris", "Boats in rain", source="First Base")
    assert later.load("rain.ris", "Boats in rain", source=last) == first
    third = Copy(Folder(one.folder.root.with_name("three")))
    shutil.copytree(one.folder.root, third.folder.root)
    merge(one.folder, two.folder)
    merge(two.folder, third.folder)
    for copy in (one, two):
        with Review(copy.folder, clock=copy.clock) as review:
            (search,) = review.shelf.searches
            assert search.source == last
            assert not [f for f in review.check() if f.severity == "error"]


def test_two_files_under_one_name_are_refused(one: Copy, two: Copy) -> None:
    one.load("rain.ris", "Boats in rain", search="boats")
    two.load("sun.ris", "Boats in sun", search="boats")
    for mine, theirs in ((one, two), (two, one)):
        assert "with different files" in refused(mine, theirs).what


@pytest.mark.parametrize("harm", ["file changed", "file missing", "manifest changed",
                                  "folder missing", "file is a link"])  # fmt: skip
def test_records_that_are_not_what_was_loaded_are_refused(
    one: Copy, two: Copy, tmp_path: Path, harm: str
) -> None:
    search = two.load("rain.ris", "Boats in rain")
    place = two.folder.records / search
    file, manifest = place / "rain.ris", place / "manifest.json"
    (tmp_path / "same").write_bytes(file.read_bytes())
    match harm:
        case "file changed":
            file.write_text(file.read_text().replace("rain", "snow"))
        case "file missing":
            file.unlink()
        case "file is a link":
            file.unlink()
            file.symlink_to(tmp_path / "same")
        case "manifest changed":
            manifest.write_text(manifest.read_text().replace("rain.ris", "snow.ris"))
        case "folder missing":
            shutil.rmtree(place)
    assert search in refused(one, two).what


def test_a_manifest_that_names_a_file_elsewhere_is_refused(
    one: Copy, two: Copy, tmp_path: Path
) -> None:
    search = two.load("rain.ris", "Boats in rain")
    secret = tmp_path / "secret"
    secret.write_text("elsewhere")
    path = two.folder.records / search / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["files"][0] |= {
        "name": "../../../secret",
        "sha256": hashlib.sha256(secret.read_bytes()).hexdigest(),
    }
    path.write_text(json.dumps(manifest))
    two.folder.writer("eve", "r1", two.clock).append(
        SearchLoaded(
            search=search, manifest=hashlib.sha256(path.read_bytes()).hexdigest(),
            records=1, failures=0,
        )
    )  # fmt: skip
    assert "a file outside its folder" in refused(one, two).what


def test_records_of_a_search_that_was_withdrawn_may_be_missing(one: Copy, two: Copy) -> None:
    search = two.load("rain.ris", "Boats in rain")
    with Review(two.folder, clock=two.clock, who="ann") as review:
        review.withdraw_search(search, "by mistake")
    shutil.rmtree(two.folder.records / search)
    merge(one.folder, two.folder)
    with Review(one.folder, clock=one.clock) as review:
        assert review.shelf.searches == ()


def test_the_pairs_of_a_run_come_with_it(one: Copy, two: Copy) -> None:
    two.load("rain.ris", "Boats of paper in the rain", "Boats of paper in the rain")
    with Review(two.folder, clock=two.clock, who="ann") as review:
        review.dedup()
        clusters = review.shelf.clusters
    merge(one.folder, two.folder)
    with Review(one.folder, clock=one.clock) as review:
        assert review.shelf.clusters == clusters


def test_pairs_that_are_not_those_of_the_run_are_refused(one: Copy, two: Copy) -> None:
    two.load("rain.ris", "Boats of paper in the rain")
    with Review(two.folder, clock=two.clock, who="ann") as review:
        review.dedup()
    (path,) = two.folder.log.glob("duplicates-*.csv")
    path.write_text("a,b\n")
    assert refused(one, two).where == str(path)
