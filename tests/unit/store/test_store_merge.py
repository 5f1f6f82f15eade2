"""Merging copies: the union, or a refusal in one sentence with nothing changed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import litreview.store.merge as merging
from litreview.errors import LitreviewError, LogDamaged, NewerVersion, StorageError, UsageError
from litreview.events import Entry, LogOpened, SearchLoaded, VoteCast, encode, fold
from litreview.model import Decision
from litreview.review import Review
from litreview.store.folder import Folder, create
from litreview.store.lines import Torn, read
from litreview.store.merge import merge
from litreview.store.settings import template
from litreview.store.verify import verify

RIS = "TY  - JOUR\nTI  - {}\nAU  - Example, A.\nPY  - 2016\nER  - \n"
START = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(slots=True)
class Copy:
    """A working copy whose clock gains a second with every look at it."""

    folder: Folder
    at: datetime = START

    def clock(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    @property
    def name(self) -> str:
        return self.folder.root.name

    def vote(self, record: str, who: str = "ann", decision: Decision = "include") -> Path:
        writer = self.folder.writer(who, "r1", self.clock)
        writer.append(VoteCast(stage="t", record=record, decision=decision, criteria="1"))
        return writer.path

    def load(self, name: str, *titles: str, source: str = "", search: str = "") -> str:
        """Load a file of that name; the id of the search."""
        from litreview.review.loading import Origin

        path = self.folder.root.with_name(f"{self.name}-files") / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(RIS.format(title) for title in titles))
        with Review(self.folder, clock=self.clock, who="ann") as review:
            loaded = review.load(path, Origin(name=search), source=source)
            assert loaded.search is not None, loaded.message
            return str(loaded.search.id)

    def entries(self) -> list[Entry]:
        return [
            item[0]
            for path in self.folder.log_files()
            for item in read(path)
            if not isinstance(item, Torn)
        ]

    def records(self) -> list[str]:
        """The records that votes are on, each event once."""
        held = {e.hash: e.event.record for e in self.entries() if isinstance(e.event, VoteCast)}
        return sorted(held.values())

    def logs(self) -> list[str]:
        return [path.name for path in self.folder.log_files()]

    def files(self) -> dict[str, bytes]:
        """Every file but the cache."""
        return {
            str(path.relative_to(self.folder.root)): path.read_bytes()
            for path in sorted(self.folder.root.rglob("*"))
            if path.is_file() and ".litreview" not in path.parts
        }

    def sound(self) -> bool:
        return not verify(self.folder.log_files(), "r1")


Fork = Callable[[Copy, str, str], Copy]


@pytest.fixture
def one(tmp_path: Path) -> Copy:
    text = template(review="r1", title="An invented review", question="")
    create(tmp_path / "one", text, {})
    return Copy(Folder(tmp_path / "one", draw=lambda: "aaaaaa"))


@pytest.fixture
def fork() -> Fork:
    """Copy a working copy, with all that is in it; the new one draws the name given."""

    def copied(copy: Copy, name: str, drawn: str) -> Copy:
        root = copy.folder.root.with_name(name)
        shutil.copytree(copy.folder.root, root)
        return Copy(Folder(root, draw=lambda: drawn), copy.at)

    return copied


@pytest.fixture
def two(one: Copy, fork: Fork) -> Copy:
    one.vote("a:1")
    return fork(one, "two", "bbbbbb")


def refused(mine: Copy, theirs: Copy) -> LitreviewError:
    """The refusal; nothing of either copy has changed, and nothing lies about."""
    before = mine.files(), theirs.files()
    with pytest.raises(LitreviewError) as caught:
        merge(mine.folder, theirs.folder)
    assert (mine.files(), theirs.files()) == before
    assert not list(mine.folder.root.rglob(".tmp-*"))
    assert caught.value.where
    return caught.value


def test_what_the_other_copy_decided_comes_in_once(one: Copy, two: Copy) -> None:
    two.vote("a:2")
    two.vote("a:3", who="bo")
    assert merge(one.folder, two.folder) == [
        "ann.bbbbbb.jsonl: 2 lines added",
        "bo.bbbbbb.jsonl: 2 lines added",
    ]
    assert one.records() == ["a:1", "a:2", "a:3"]
    assert one.sound()
    assert merge(one.folder, two.folder) == []


def test_one_person_on_two_machines_keeps_both_logs(one: Copy, two: Copy) -> None:
    one.vote("a:1", decision="exclude")
    two.vote("a:1", decision="maybe")
    merge(one.folder, two.folder)
    merge(two.folder, one.folder)
    assert one.logs() == two.logs() == ["ann.aaaaaa.jsonl", "ann.bbbbbb.jsonl"]
    assert fold(one.entries()).registers == fold(two.entries()).registers
    assert len([e for e in one.entries() if isinstance(e.event, VoteCast)]) == 3


def test_a_log_that_went_on_is_continued(one: Copy, two: Copy) -> None:
    two.vote("a:2")
    merge(one.folder, two.folder)
    two.vote("a:3")
    assert merge(one.folder, two.folder) == ["ann.bbbbbb.jsonl: 1 line added"]
    assert merge(two.folder, one.folder) == []
    assert one.records() == ["a:1", "a:2", "a:3"]


def test_an_older_copy_of_a_log_takes_nothing_away(one: Copy, two: Copy) -> None:
    one.vote("a:2")
    assert merge(one.folder, two.folder) == []
    assert one.records() == ["a:1", "a:2"]


# -- forks: two copies that went on with one log ----------------------------------------------


@pytest.fixture
def twin(one: Copy, two: Copy) -> Copy:
    """A copy that goes on with the very log of the first, as a restored backup does."""
    twin = Copy(two.folder, two.at + timedelta(minutes=1))
    (two.folder.cache / "copy.json").unlink(missing_ok=True)
    twin.folder = Folder(two.folder.root, draw=lambda: "aaaaaa")
    path = twin.folder.log / "ann.aaaaaa.jsonl"
    aside = path.with_suffix(".aside")
    path.rename(aside)  # a drawn name is never one that a log bears
    twin.vote("none")
    aside.replace(path)
    assert one.logs() == twin.logs()
    return twin


def test_a_fork_is_kept_beside_and_events_of_both_count_once(one: Copy, twin: Copy) -> None:
    one.vote("mine:1")
    twin.vote("theirs:1")
    (told,) = merge(one.folder, twin.folder)
    assert "continued in both copies" in told
    assert one.records() == ["a:1", "mine:1", "theirs:1"]
    assert one.sound()
    assert len(one.logs()) == 2
    assert merge(one.folder, twin.folder) == []


def test_a_fork_that_goes_on_is_continued_under_its_name(one: Copy, twin: Copy) -> None:
    one.vote("mine:1")
    twin.vote("theirs:1")
    merge(one.folder, twin.folder)
    before = one.logs()
    twin.vote("theirs:2")
    one.vote("mine:2")
    (told,) = merge(one.folder, twin.folder)
    assert told.endswith("1 line added")
    assert one.logs() == before
    assert one.records() == ["a:1", "mine:1", "mine:2", "theirs:1", "theirs:2"]


def test_forks_settle_when_both_copies_have_merged(one: Copy, twin: Copy) -> None:
    """No copy of a copy of a fork: merging to and fro ends."""
    one.vote("mine:1")
    twin.vote("theirs:1")
    merge(one.folder, twin.folder)
    merge(twin.folder, one.folder)
    assert merge(one.folder, twin.folder) == []
    assert merge(twin.folder, one.folder) == []
    assert one.records() == twin.records()
    assert len(one.logs()) == len(twin.logs()) == 2
    assert one.sound()
    assert twin.sound()


def test_three_copies_of_one_log_are_all_kept(one: Copy, twin: Copy, fork: Fork) -> None:
    third = fork(twin, "three", "cccccc")
    shutil.copy(twin.folder.cache / "copy.json", third.folder.cache / "copy.json")
    for copy, record in ((one, "x:1"), (twin, "y:1")):
        copy.vote(record)
    path = third.folder.log / "ann.aaaaaa.jsonl"
    writer = third.folder.writer("ann", "r1", lambda: START + timedelta(days=1))
    from dataclasses import replace

    replace(writer, path=path, log="ann.aaaaaa").append(
        VoteCast(stage="t", record="z:1", decision="maybe", criteria="1")
    )
    merge(one.folder, twin.folder)
    merge(one.folder, third.folder)
    assert one.records() == ["a:1", "x:1", "y:1", "z:1"]
    assert len(one.logs()) == 3
    assert one.sound()


def test_a_log_under_another_name_is_taken_under_its_own(one: Copy, two: Copy) -> None:
    path = two.vote("a:2")
    path.rename(path.with_name("copy of ann.jsonl"))
    merge(one.folder, two.folder)
    assert one.logs() == ["ann.aaaaaa.jsonl", "ann.bbbbbb.jsonl"]
    assert one.sound()


# -- what lies torn or damaged -----------------------------------------------------------------


def test_a_torn_line_of_theirs_stays_theirs(one: Copy, two: Copy) -> None:
    path = two.vote("a:2")
    with path.open("ab") as file:
        file.write(b'{"kind":"vote')
    done = merge(one.folder, two.folder)
    left = "1 line that was cut off was left behind: merge again when that copy has mended it"
    assert left in done
    assert one.records() == ["a:1", "a:2"]
    assert one.sound()
    two.vote("a:3")
    assert left not in merge(one.folder, two.folder)


def test_a_torn_line_that_this_copy_has_whole_is_not_missed(one: Copy, two: Copy) -> None:
    path = one.vote("a:2")
    merge(two.folder, one.folder)
    there = two.folder.log / path.name
    there.write_bytes(there.read_bytes()[:-9])
    assert merge(one.folder, two.folder) == []


def test_a_torn_line_of_mine_is_set_aside_when_the_log_grows(one: Copy, two: Copy) -> None:
    theirs = two.vote("a:2")
    merge(one.folder, two.folder)
    two.vote("a:3")
    with (one.folder.log / theirs.name).open("ab") as file:
        file.write(b'{"kind":"vote')
    merge(one.folder, two.folder)
    assert one.records() == ["a:1", "a:2", "a:3"]
    assert [p.read_bytes() for p in one.folder.log.glob("*.torn-*")] == [b'{"kind":"vote']


@pytest.mark.parametrize("whose", ["mine", "theirs"])
def test_a_damaged_log_is_refused_with_its_line(one: Copy, two: Copy, whose: str) -> None:
    two.vote("a:2")
    damaged = one if whose == "mine" else two
    path = damaged.folder.log / "ann.aaaaaa.jsonl"
    path.write_bytes(path.read_bytes().replace(b"include", b"exclude"))
    error = refused(one, two)
    assert isinstance(error, LogDamaged)
    assert error.where == f"{path}, line 2"


def test_a_log_of_a_newer_version_is_refused_as_such(one: Copy, two: Copy) -> None:
    line = encode(LogOpened(format=9, log="bo.bb", who="bo", review="r1", program="litreview 9",
                            at="2026-11-24T00:00:00.000000Z"))  # fmt: skip
    (two.folder.log / "bo.bb.jsonl").write_bytes(line + b"\n")
    assert isinstance(refused(one, two), NewerVersion)


def test_a_log_that_is_a_link_is_refused(one: Copy, two: Copy, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("elsewhere")
    (two.folder.log / "bo.bb.jsonl").symlink_to(tmp_path / "secret")
    assert isinstance(refused(one, two), StorageError)


# -- whose review it is ------------------------------------------------------------------------


def test_the_review_itself_is_no_other_copy(one: Copy) -> None:
    one.vote("a:1")
    assert "itself" in refused(one, one).what


def test_another_review_is_refused(one: Copy, two: Copy) -> None:
    path = two.folder.settings
    path.write_text(path.read_text().replace('"r1"', '"r2"'))
    error = refused(one, two)
    assert isinstance(error, UsageError)
    assert "another review (r2)" in error.what


def test_a_log_of_another_review_in_the_folder_is_refused(one: Copy, two: Copy) -> None:
    writer = two.folder.writer("bo", "r2", two.clock)
    writer.append(VoteCast(stage="t", record="a:1", decision="include", criteria="1"))
    error = refused(one, two)
    assert error.what == "this is a log of another review (r2)"
    assert error.where == str(writer.path)


def test_settings_that_differ_are_said_and_left_alone(one: Copy, two: Copy) -> None:
    before = one.folder.settings.read_text()
    two.folder.settings.write_text(before.replace("votes = 1", "votes = 2"))
    (told,) = merge(one.folder, two.folder)
    assert "review.toml differs" in told
    assert one.folder.settings.read_text() == before


def test_settings_of_theirs_that_cannot_be_read_are_refused(one: Copy, two: Copy) -> None:
    two.folder.settings.write_text("[review")
    assert refused(one, two).where.startswith(str(two.folder.settings))


# -- records ---------------------------------------------------------------------------------------


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
