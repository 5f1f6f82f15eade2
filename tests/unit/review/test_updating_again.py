"""A living review: an update made again, gone on with, stopped, killed, and leant on by another."""

from __future__ import annotations

from threading import Event

import pytest
from living import FIRST, Fresh, World, everything_happens

from litreview.review import Review
from litreview.review.asking import Refusal
from litreview.review.changes import Changed, changes_of
from litreview.review.checking import check
from litreview.review.harvesting import file
from litreview.review.updating import Updated, planned, walked
from litreview.sources.harvest import Told


def test_the_same_update_on_one_day_is_known(fresh: World) -> None:
    fresh.days.to(20)
    everything_happens(fresh, "2026-11-19")
    once = fresh.update()
    fresh.asked_since()
    again = fresh.update()
    assert fresh.asked_since() == [], "nothing was asked"
    assert again.harvest.status == "known"
    assert again.changes == once.changes


def test_an_update_that_stops_does_not_move_the_day_and_is_gone_on_with(fresh: World) -> None:
    fresh.days.to(20)
    for number in range(6, 12):
        fresh.index.put(number, indexed="2026-11-19")
    fresh.index.broken_from = 3
    found = fresh.update()
    assert found.harvest.search.complete is False
    assert "400" in found.harvest.outcome.reason
    assert len(found.changes.new) == 3
    assert found.changes.vanished is None
    assert found.harvest.search.id == f"{FIRST}-20261120"

    fresh.asked_since()
    fresh.index.broken_from = None
    fresh.days.to(22)
    on = fresh.update()
    assert fresh.asked_since() == ["2026-10-25"], "one page was left to be asked for"
    assert on.harvest.search.id == f"{FIRST}-20261120", "the one that was begun"
    assert on.harvest.search.complete is True
    assert on.changes.new[:3] == found.changes.new, "records keep their numbers"
    assert len(on.changes.new) == 6


def test_after_a_week_a_new_one_begins_from_the_last_complete_day(fresh: World) -> None:
    fresh.days.to(10)
    fresh.index.put(6, indexed="2026-11-09")
    fresh.index.broken_from = 0
    assert fresh.update().harvest.search.complete is False
    fresh.index.broken_from = None
    fresh.asked_since()
    fresh.days.to(18)
    found = fresh.update()
    assert set(fresh.asked_since()) == {"2026-10-25"}
    assert found.harvest.search.id == f"{FIRST}-20261118"
    assert found.changes.new == (f"{FIRST}-20261118:1",)


def test_a_complete_update_moves_the_day(fresh: World) -> None:
    fresh.days.to(15)
    fresh.update()
    fresh.asked_since()
    fresh.days.to(28)
    fresh.update()
    assert set(fresh.asked_since()) == {"2026-11-08"}


def test_an_update_of_a_harvest_that_was_cut_off_asks_for_the_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("litreview.sources.apis.eric.SOURCE", Fresh())
    world.index.broken_from = 3
    assert world.harvest().complete is False
    world.index.broken_from = None
    world.asked_since()
    world.days.to(20)
    found = world.update()
    assert set(world.asked_since()) == {""}
    assert found.changes.new == (f"{FIRST}-20261120:4", f"{FIRST}-20261120:5")
    assert found.changes.vanished == ()


def test_filed_twice_it_tells_each_change_once(old: World) -> None:
    old.days.to(20)
    everything_happens(old, "2026-11-19")
    (job,), _ = planned(old.review, (), old.environ)
    outcome = job.walk()
    folder = old.review.folder.records / job.id
    once, twice = (changes_of(folder, file(old.review, job, outcome).search) for _ in range(2))
    assert once is not None
    assert (len(once.new), len(once.changed), len(once.retracted)) == (2, 2, 2)
    assert twice == once


def test_one_that_was_taken_out_is_not_gone_on_with(fresh: World) -> None:
    fresh.days.to(20)
    fresh.index.broken_from = 0
    name = fresh.update().harvest.search.id
    fresh.review.withdraw_search(name, "of no use")
    fresh.index.broken_from = None
    fresh.days.to(21)
    assert fresh.update().harvest.search.id == f"{FIRST}-20261121"


def test_the_index_can_be_made_anew_from_the_folder(old: World) -> None:
    old.days.to(20)
    everything_happens(old, "2026-11-19")
    old.update()
    before = {record.id: record for record in old.review.index.records()}
    path = old.review.index.path
    old.review.close()
    path.unlink()
    with Review(old.review.folder, clock=old.days) as again:
        assert again.shelf.total == 7
        assert {record.id: record for record in again.index.records()} == before


@pytest.mark.parametrize("pages", range(3))
def test_killed_behind_any_page_it_comes_to_the_same(fresh: World, pages: int) -> None:
    """Nothing was filed when it was killed: there is a folder without a manifest."""
    fresh.days.to(20)
    for number in range(6, 14):
        fresh.index.put(number, indexed="2026-11-19")
    fresh.index.put(2, title="Another title", indexed="2026-11-19")
    (job,), _ = planned(fresh.review, (), fresh.environ)
    seen: list[str] = []

    def kill(told: Told) -> None:
        seen.extend(["page"] if told.state == "asking" else [])
        if len(seen) > pages:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        job.walk(kill)
    fresh.days.to(21)
    found = fresh.update()
    assert found.harvest.search.id == f"{FIRST}-20261120", "the one that was begun"
    assert [one.rpartition(":")[2] for one in found.changes.new] == [str(n) for n in range(2, 10)]
    assert found.changes.changed == (Changed(f"{FIRST}:2", ("title",)),)
    assert found.harvest.search.complete is True


def test_stopped_by_hand_no_further_round_begins(old: World) -> None:
    old.harvest("others")
    old.days.to(20)
    jobs, _ = planned(old.review, (), old.environ)
    stop = Event()

    def once(told: Told) -> None:
        stop.set()
        del told

    one, other = walked(old.review, jobs, once, stop)
    assert isinstance(one, Updated)
    assert one.harvest.complete is False
    assert isinstance(other, Refusal)
    assert "was not asked for" in other.error.what
    assert not (old.review.folder.records / other.search).exists()


def test_taking_out_what_an_update_leans_on_is_a_finding(old: World) -> None:
    old.index.put(6)
    old.days.to(10)
    middle = old.update().harvest.search.id
    old.days.to(11)
    last = old.update().harvest.search.id
    assert check(old.review) == [one for one in check(old.review) if one.code != "RC107"]
    old.review.withdraw_search(middle, "by mistake")
    (found,) = [one for one in check(old.review) if one.code == "RC107"]
    assert found.ids == (f"{middle}:6",)
    assert last in found.message
    assert old.update(full=True).changes.new == (f"{FIRST}-20261111-full:6",), "as it says"
    assert old.update(full=True).harvest.status == "known"
