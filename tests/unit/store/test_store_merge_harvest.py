"""A harvest that one working copy went on with comes to the other whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from copies import Copy, refused
from replaying import Answer, Asked, Server, as_json

from litreview.review import Review
from litreview.review.harvesting import Harvest, Wanted, file, prepare
from litreview.sources.http import Pace, Patience, Sender
from litreview.store.folder import Folder
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


def test_two_that_went_on_each_by_itself_are_refused(copies: tuple[Copy, Copy]) -> None:
    mine, theirs = copies
    assert harvest(mine, 2).complete
    assert not harvest(theirs, 1).complete
    assert "each by itself" in refused(mine, theirs).what


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
    assert "was cut off" in told["RC105"].message
    assert "RC104" not in told
