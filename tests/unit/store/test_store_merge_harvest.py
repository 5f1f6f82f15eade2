"""A harvest that one working copy went on with comes to the other whole."""

from __future__ import annotations

import gzip
import shutil
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from copies import Copy, Fork, refused
from replaying import Answer, Asked, Server, as_json

from litreview.review import Review
from litreview.review.harvesting import Harvest, Wanted, file, prepare
from litreview.sources.http import Pace, Patience, Sender
from litreview.store.folder import Folder
from litreview.store.harvested import HarvestFolder
from litreview.store.merge import merge

PAGES = [[{"id": f"EJ{n}", "title": f"Boats {n}"} for n in range(at, at + 2)] for at in (1, 3)]


def pages(upto: int) -> Server:
    """Two entries a page, four in all; a page beyond `upto` is out of order."""

    def answer(asked: Asked) -> Answer:
        at = int(asked.get("start")) // 2
        if at >= upto:
            return Answer(b"", 503)
        return as_json({"response": {"numFound": 4, "docs": PAGES[at]}})

    return Server(answer)


def harvest(copy: Copy, upto: int) -> Harvest:
    with pages(upto) as server, Review(copy.folder, clock=copy.clock, who="ann") as review:
        wanted = Wanted(source="eric", query="boats")
        job = prepare(review, wanted, {"LITREVIEW_ERIC_BASE_URL": server.url})
        sender = Sender(job.source, job.access, pace=Pace(0.0), patience=Patience(tries=1))
        return file(review, job, job.walk(sender=sender))


@pytest.fixture
def copies(one: Copy) -> tuple[Copy, Copy]:
    """Two copies of a review whose harvest stopped after the first page."""
    assert harvest(one, 1).status == "incomplete"
    other = Copy(Folder(one.folder.root.with_name("later")), one.at)
    shutil.copytree(one.folder.root, other.folder.root)
    return one, other


def records(copy: Copy) -> list[str]:
    with Review(copy.folder, clock=copy.clock) as review:
        assert not [f for f in review.check() if f.severity == "error"]
        return [record.id.rpartition(":")[2] for record in review.index.records()]


@pytest.mark.parametrize("whose", [0, 1], ids=["ours", "theirs"])
def test_the_copy_that_went_on_gives_its_pages(copies: tuple[Copy, Copy], whose: int) -> None:
    assert harvest(copies[whose], 2).complete
    mine, theirs = copies
    said = merge(mine.folder, theirs.folder)
    assert any("went on in the other copy" in line for line in said) == (whose == 1)
    assert records(mine) == ["1", "2", "3", "4"]
    assert not merge(mine.folder, theirs.folder)


def numbers(copy: Copy) -> list[int]:
    """The numbers of the journals in the folder of the harvest, which must have no gap."""
    (place,) = copy.folder.records.iterdir()
    return sorted(int(path.stem.rpartition("-")[2]) for path in place.glob("requests-?.jsonl"))


def agrees_anew(copy: Copy) -> None:
    """The index in use and one built from nothing hold the same records, and no fault is found."""
    before = records(copy)
    for path in copy.folder.cache.glob("index*"):
        path.unlink()
    assert records(copy) == before


def test_a_mere_retry_in_both_copies_keeps_no_vote_apart(copies: tuple[Copy, Copy]) -> None:
    mine, theirs = copies
    mine.vote("titles:1", who="ann")
    theirs.vote("titles:2", who="ben")
    assert not harvest(mine, 1).complete
    theirs.at = mine.at + timedelta(hours=1)
    assert not harvest(theirs, 1).complete
    assert not harvest(theirs, 1).complete
    said = merge(mine.folder, theirs.folder)
    assert any("with the same pages" in line for line in said)
    assert mine.records() == ["titles:1", "titles:2"]
    assert numbers(mine) == [1, 2, 3]
    assert records(mine) == ["1", "2"]
    assert not merge(mine.folder, theirs.folder)
    agrees_anew(mine)
    assert harvest(mine, 2).complete
    assert records(mine) == ["1", "2", "3", "4"]
    assert records(theirs) == ["1", "2"]
    merge(theirs.folder, mine.folder)
    assert records(theirs) == ["1", "2", "3", "4"]


def test_the_retries_of_ours_are_kept_beside_where_theirs_hold(copies: tuple[Copy, Copy]) -> None:
    mine, theirs = copies
    for _ in range(2):
        assert not harvest(mine, 1).complete
    theirs.at = mine.at + timedelta(hours=1)
    assert not harvest(theirs, 1).complete
    before = {path.read_bytes() for path in mine.folder.records.glob("*/requests-[23].jsonl")}
    assert len(before) == 2
    merge(mine.folder, theirs.folder)
    assert numbers(mine) == [1, 2]
    beside = mine.folder.records.glob("*/requests-[23].????????.jsonl")
    assert {path.read_bytes() for path in beside} == before
    agrees_anew(mine)
    assert harvest(mine, 2).complete
    assert records(mine) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("whose", [0, 1], ids=["ours", "theirs"])
def test_pages_behind_a_later_retry_need_not_be_fetched_again(
    whose: int, copies: tuple[Copy, Copy]
) -> None:
    further, retried = copies[whose], copies[1 - whose]
    assert harvest(further, 2).complete
    retried.at = further.at + timedelta(hours=1)
    assert not harvest(retried, 1).complete
    mine, theirs = copies
    assert any("run the same search again" in line for line in merge(mine.folder, theirs.folder))
    assert records(mine) == ["1", "2"], "the log names the retry last"
    assert not merge(mine.folder, theirs.folder)
    agrees_anew(mine)
    mine.at = retried.at + timedelta(hours=1)
    with pages(0) as nobody, Review(mine.folder, clock=mine.clock, who="ann") as review:
        wanted = Wanted(source="eric", query="boats")
        job = prepare(review, wanted, {"LITREVIEW_ERIC_BASE_URL": nobody.url})
        assert file(review, job, job.walk()).complete
        assert nobody.asked == []
    assert records(mine) == ["1", "2", "3", "4"]
    merge(theirs.folder, mine.folder)
    assert records(theirs) == ["1", "2", "3", "4"]


@pytest.mark.parametrize(("ours", "others"), [(2, 2), (1, 2), (2, 1)])
def test_two_that_ran_the_same_each_by_itself_are_one_where_their_pages_are(
    ours: int, others: int, one: Copy, fork: Fork
) -> None:
    two = fork(one, "two", "bbbbbb")
    harvest(one, ours)
    two.at = one.at + timedelta(hours=1)
    harvest(two, others)
    merge(one.folder, two.folder)
    assert records(one) == ["1", "2", "3", "4"][: 2 * others]
    agrees_anew(one)
    one.at = two.at + timedelta(hours=1)
    assert harvest(one, 2).search.records == 4
    assert records(one) == ["1", "2", "3", "4"]


def killed_at(step: int, mine: Copy, theirs: Copy, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Merge, and be killed before the move or removal of that number; whether that came."""
    replace, unlink, done = Path.replace, Path.unlink, [0]

    def counted(path: Path) -> None:
        if mine.folder.records in path.parents or mine.folder.log in path.parents:
            done[0] += 1
            if done[0] == step:
                raise KeyboardInterrupt

    def moved(path: Path, target: Path) -> Path:
        counted(Path(target))
        return replace(path, target)

    def removed(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".jsonl":
            counted(path)
        unlink(path, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", moved)
        patched.setattr(Path, "unlink", removed)
        try:
            merge(mine.folder, theirs.folder)
        except KeyboardInterrupt:
            return True
    return False


@pytest.mark.parametrize("later", [0, 1], ids=["ours is last", "theirs is last"])
@pytest.mark.parametrize("upto", [(1, 2), (1, 1), (2, 1)])
def test_killed_between_any_two_steps_the_next_merge_comes_to_the_same(
    upto: tuple[int, int], later: int, copies: tuple[Copy, Copy], fork: Fork,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (mine, theirs), (ours, others) = copies, upto
    copies[later].at += timedelta(hours=1)
    for _ in range(2):
        harvest(mine, ours)
    harvest(theirs, others)
    again = fork(mine, "again", "cccccc")
    merge(again.folder, theirs.folder)
    wanted = again.files()
    steps = 0
    while True:
        steps += 1
        again = fork(mine, f"again{steps}", "cccccc")
        if not killed_at(steps, again, theirs, monkeypatch):
            break
        merge(again.folder, theirs.folder)
        assert again.files() == wanted
    assert steps > (4 if later else 1), "moves of journals, of the manifest and of the logs"


kept = HarvestFolder.keep


def keep_stored(self: HarvestFolder, body: bytes) -> tuple[str, str]:
    """As the folder does it, and packed in another way."""
    name, _ = kept(self, body)
    packed = gzip.compress(body, 0, mtime=0)
    (self.place / name).write_bytes(packed)
    return name, sha256(packed).hexdigest()


@pytest.mark.parametrize("later", [0, 1], ids=["ours is last", "theirs is last"])
def test_two_machines_may_pack_one_page_in_two_ways(
    later: int, one: Copy, fork: Fork, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = one, fork(one, "two", "bbbbbb")
    copies[later].at += timedelta(hours=1)
    harvest(one, 1)
    with monkeypatch.context() as patched:
        patched.setattr(HarvestFolder, "keep", keep_stored)
        harvest(copies[1], 2)
    merge(one.folder, copies[1].folder)
    assert records(one) == (["1", "2", "3", "4"] if later else ["1", "2"])
    agrees_anew(one)
    one.at = copies[1].at + timedelta(hours=1)
    harvest(one, 2)
    assert records(one) == ["1", "2", "3", "4"]
    again = fork(one, "again", "cccccc")
    assert not merge(one.folder, again.folder)


def test_two_with_different_pages_are_refused(one: Copy, fork: Fork) -> None:
    two = fork(one, "two", "bbbbbb")
    harvest(one, 1)
    PAGES[0][0]["title"] = "Boats, mended"
    try:
        harvest(two, 1)
    finally:
        PAGES[0][0]["title"] = "Boats 1"
    assert "got different pages" in refused(one, two).what


def begin(copy: Copy, upto: int) -> None:
    """Walk without filing, as a kill leaves it."""
    with pages(upto) as server, Review(copy.folder, clock=copy.clock, who="ann") as review:
        wanted = Wanted(source="eric", query="boats")
        job = prepare(review, wanted, {"LITREVIEW_ERIC_BASE_URL": server.url})
        job.walk(sender=Sender(job.source, job.access, patience=Patience(tries=1)))


def test_a_harvest_of_ours_without_a_manifest_is_told_with_what_to_do(
    one: Copy, fork: Fork
) -> None:
    two = fork(one, "two", "bbbbbb")
    begin(one, 1)
    harvest(two, 2)
    error = refused(one, two)
    assert "was cut off in this copy" in error.what
    assert "run the same search again" in error.remedy
    harvest(one, 2)
    merge(one.folder, two.folder)
    assert records(one) == ["1", "2", "3", "4"]


def test_a_sitting_of_ours_that_was_cut_off_is_not_written_over(copies: tuple[Copy, Copy]) -> None:
    mine, theirs = copies
    begin(mine, 2)
    theirs.at = mine.at + timedelta(hours=1)
    harvest(theirs, 2)
    assert "was cut off in this copy" in refused(mine, theirs).what
    mine.at = theirs.at + timedelta(hours=1)
    harvest(mine, 2)
    merge(mine.folder, theirs.folder)
    assert records(mine) == ["1", "2", "3", "4"]


def test_a_page_that_was_changed_there_is_refused(copies: tuple[Copy, Copy]) -> None:
    mine, theirs = copies
    search = harvest(theirs, 2).search.id
    page = Path(theirs.folder.records / search / "page-000002.gz")
    page.write_bytes(page.read_bytes()[:-1])
    assert search in refused(mine, theirs).what
    assert records(mine) == ["1", "2"]


def test_a_harvest_that_was_cut_off_is_told_by_check(one: Copy) -> None:
    with pages(1) as server, Review(one.folder, clock=one.clock) as review:
        wanted = Wanted(source="eric", query="boats")
        job = prepare(review, wanted, {"LITREVIEW_ERIC_BASE_URL": server.url})
        job.walk(sender=Sender(job.source, job.access, patience=Patience(tries=1)))
        told = {finding.code: finding for finding in review.check()}
    assert "was cut off" in told["RC108"].message
    assert "remove the folder" in told["RC108"].remedy
    assert "RC105" not in told
    assert "RC104" not in told
