"""Included reports that are retracted are a finding, whether a load or an update said so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from invented import review_toml
from living import Days, Index, Old
from replaying import Server

from litreview.model import Finding
from litreview.review import Review
from litreview.review.checking import check
from litreview.review.harvesting import Wanted, file, prepare
from litreview.review.updating import planned, walked
from litreview.screening.ballots import Ballot
from litreview.store.folder import Folder, create


class World:
    """Three records, the first two of them included."""

    def __init__(self, root: Path, index: Index, server: Server) -> None:
        self.index, self.days = index, Days()
        create(root, review_toml(("ann", "bo")), {})
        self.review = Review(Folder(root, draw=lambda: "aaaaaa"), clock=self.days, who="ann")
        self.environ = {"LITREVIEW_ERIC_BASE_URL": server.url, "LITREVIEW_ERIC_RATE": "1000"}

    def harvest(self) -> None:
        wanted = Wanted(source="eric", query="mentor", name="first")
        job = prepare(self.review, wanted, self.environ)
        file(self.review, job, job.walk())
        for number in (1, 2):
            report = self.review.resolve_id(f"first:{number}")
            for who in ("ann", "bo"):
                self.review.cast(Ballot(report, "titles", "include"), reviewer=who)
            self.review.cast(Ballot(report, "full", "include"))

    def update(self, day: int) -> None:
        self.days.to(day)
        jobs, _ = planned(self.review, (), self.environ)
        assert len(list(walked(self.review, jobs))) == 1

    def told(self) -> list[Finding]:
        return [one for one in check(self.review) if one.code == "RT101"]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr("litreview.sources.apis.eric.SOURCE", Old())
    index = Index()
    for number in (1, 2, 3):
        index.put(number)
    with Server(index) as server:
        found = World(tmp_path / "review", index, server)
        with found.review:
            yield found


def test_one_that_was_retracted_when_it_came_is_named(world: World) -> None:
    world.index.put(1, retracted=True)
    world.index.put(3, retracted=True)
    world.harvest()
    (found,) = world.told()
    assert found.severity == "warning"
    assert found.ids == ("first:1",), "the third is not included"
    assert "first:1 (first:1)" in found.message
    assert found.remedy


def test_one_that_an_update_says_is_retracted_is_named_until_it_is_taken_back(
    world: World,
) -> None:
    world.harvest()
    assert world.told() == []
    world.index.put(2, retracted=True)
    world.update(10)
    assert [one.ids for one in world.told()] == [("first:2",)]
    world.update(11)
    assert [one.ids for one in world.told()] == [("first:2",)], "it still is"
    world.index.put(2, retracted=False)
    world.update(12)
    assert world.told() == []


def test_nothing_is_looked_up_where_nothing_is_included(world: World) -> None:
    world.index.put(1, retracted=True)
    wanted = Wanted(source="eric", query="mentor", name="first")
    job = prepare(world.review, wanted, world.environ)
    file(world.review, job, job.walk())
    assert world.told() == []
