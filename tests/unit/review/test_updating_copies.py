"""A living review: updates by two working copies of one review, that are merged."""

from __future__ import annotations

import shutil
from pathlib import Path

from living import FIRST, World

from litreview.review import Review
from litreview.review.checking import check
from litreview.review.updating import Updated, planned, walked
from litreview.store.folder import Folder
from litreview.store.merge import merge


def test_two_copies_that_update_on_one_day_merge(old: World, tmp_path: Path) -> None:
    root = tmp_path / "later"
    shutil.copytree(old.review.folder.root, root)
    there = Folder(root, draw=lambda: "bbbbbb")
    old.days.to(20)
    old.index.put(6)
    assert old.update().harvest.search.id == f"{FIRST}-20261120", "it knows of no other copy"
    old.index.put(7)
    with Review(there, clock=old.days, who="ben") as review:
        jobs, _ = planned(review, (), old.environ)
        (found,) = walked(review, jobs)
        assert isinstance(found, Updated)
        name = found.harvest.search.id
        assert name != f"{FIRST}-20261120"
        assert name.startswith(f"{FIRST}-20261120-")
    merge(old.review.folder, there)
    old.review.close()
    old.review = Review(old.review.folder, clock=old.days, who="ann")
    assert [f.code for f in check(old.review) if f.severity == "error"] == []
    assert {f"{FIRST}-20261120:6", f"{name}:6", f"{name}:7"} <= {
        record.id for record in old.review.index.records()
    }
    assert {one.id for one in old.review.shelf.searches} == {FIRST, f"{FIRST}-20261120", name}
    assert old.update().harvest.search.id == f"{FIRST}-20261120", "of this day, and known"
    old.days.to(23)
    digits = old.update().harvest.search.id.rpartition("-")[2]
    assert digits not in {name.rpartition("-")[2], "20261123"}
    old.review.close()


def test_one_that_another_copy_began_is_gone_on_with(fresh: World, tmp_path: Path) -> None:
    root = tmp_path / "later"
    fresh.days.to(20)
    for number in range(6, 12):
        fresh.index.put(number, indexed="2026-11-19")
    shutil.copytree(fresh.review.folder.root, root)
    there = Folder(root, draw=lambda: "bbbbbb")
    fresh.index.broken_from = 3
    with Review(there, clock=fresh.days, who="ben") as review:
        jobs, _ = planned(review, (), fresh.environ)
        (begun,) = walked(review, jobs)
        assert isinstance(begun, Updated)
        assert begun.harvest.search.complete is False
    merge(fresh.review.folder, there)
    fresh.index.broken_from = None
    fresh.days.to(22)
    on = fresh.update()
    assert on.harvest.search.id == begun.harvest.search.id
    assert on.harvest.search.complete is True
