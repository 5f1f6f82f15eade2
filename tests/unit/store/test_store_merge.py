"""Merging copies: the union, or a refusal in one sentence with nothing changed."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from copies import START, Copy, Fork, refused

from litreview.errors import LogDamaged, NewerVersion, StorageError, UsageError
from litreview.events import LogOpened, VoteCast, encode, fold
from litreview.store.folder import Folder
from litreview.store.merge import merge


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
