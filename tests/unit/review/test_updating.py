"""A living review: what an update reports, over a local server whose records change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import review_toml
from living import Days, Fresh, Index, Old, WithoutSearch
from replaying import Server

from litreview.errors import UnknownName, UsageError
from litreview.model import Harvested, Search, SearchId
from litreview.review import Review
from litreview.review.asking import Refusal
from litreview.review.changes import Changed, changes_of
from litreview.review.checking import check
from litreview.review.harvesting import Wanted, file
from litreview.review.harvesting import prepare as first_prepare
from litreview.review.lineage import Lineage, limits_of, lineages
from litreview.review.rounds import rounds
from litreview.review.updating import Updated, chosen, named, planned, prepare, walked
from litreview.screening.session import Ballot
from litreview.sources import SOURCES
from litreview.sources.harvest import Told
from litreview.sources.source import Limits, Searchable
from litreview.store.folder import Folder, create
from litreview.store.merge import merge
from litreview.store.received import load_manifest, search_id

FIRST = "mentors"


class World:
    """A review, a source that changes, and the days that go by."""

    def __init__(self, root: Path, index: Index, server: Server) -> None:
        self.index, self.server, self.days = index, server, Days()
        create(root, review_toml(), {})
        self.review = Review(Folder(root, draw=lambda: "aaaaaa"), clock=self.days, who="ann")
        self.environ: Mapping[str, str] = {"LITREVIEW_ERIC_BASE_URL": server.url,
                                           "LITREVIEW_ERIC_RATE": "1000"}  # fmt: skip

    def harvest(self, name: str = FIRST, query: str = "mentor", **wanted: Any) -> Search:
        asked = Wanted(source="eric", query=query, name=name, **wanted)
        job = first_prepare(self.review, asked, self.environ)
        return file(self.review, job, job.walk()).search

    def update(self, *names: str, full: bool = False) -> Updated:
        jobs, refused = planned(self.review, names, self.environ, full=full)
        assert not refused
        (found,) = walked(self.review, jobs)
        assert isinstance(found, Updated)
        return found

    def asked_since(self) -> list[str]:
        """What the requests since the last call asked for: their since, or ""."""
        found = [asked.get("since") for asked in self.server.asked]
        self.server.asked.clear()
        return found


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Five records, harvested on the first of November by a source that knows what is new."""
    index = Index()
    for number in range(1, 6):
        index.put(number)
    with Server(index) as server:
        found = World(tmp_path / "review", index, server)
        with found.review:
            yield found


@pytest.fixture
def fresh(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("litreview.sources.apis.eric.SOURCE", Fresh())
    assert world.harvest().complete is True
    world.asked_since()
    return world


@pytest.fixture
def old(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("litreview.sources.apis.eric.SOURCE", Old())
    assert world.harvest().complete is True
    return world


def everything_happens(world: World, day: str) -> None:
    """One is new, one has another title, one was retracted, one is gone, one is new and bad."""
    world.index.put(6, indexed=day)
    world.index.put(2, title="Another title", description="Other words.", indexed=day)
    world.index.put(3, retracted=True, indexed=day)
    world.index.put(7, retracted=True, indexed=day)
    del world.index.docs[4]


# -- what is reported ----------------------------------------------------------------------


def test_all_is_asked_again_and_compared_where_a_source_knows_no_since(old: World) -> None:
    old.days.to(20)
    everything_happens(old, "2026-11-19")
    found = old.update()
    changes = found.changes
    assert changes.since == ""
    assert changes.new == (f"{FIRST}-20261120:5", f"{FIRST}-20261120:6")
    assert changes.changed == (
        Changed(f"{FIRST}:2", ("title", "abstract")), Changed(f"{FIRST}:3", ("retracted",))
    )  # fmt: skip
    assert changes.vanished == (f"{FIRST}:4",)
    assert changes.retracted == (f"{FIRST}-20261120:6", f"{FIRST}:3")
    assert found.harvest.search.complete is True


def test_an_update_is_a_search_of_its_own_with_what_is_new_only(old: World) -> None:
    old.days.to(20)
    everything_happens(old, "2026-11-19")
    search = old.update().harvest.search
    proof = search.harvest
    assert proof is not None
    assert (search.id, proof.updates, search.searched_on) == (
        f"{FIRST}-20261120", FIRST, "2026-11-20"
    )  # fmt: skip
    assert (search.received, search.records, proof.set_aside, search.expected) == (6, 2, 4, 6)
    shelf = old.review.shelf
    assert [len(shelf.records[name]) for name in (FIRST, search.id)] == [5, 2]
    assert old.review.flow()["database_results"].n == 7


def test_only_what_is_new_is_asked_for_where_the_source_can(fresh: World) -> None:
    fresh.days.to(20)
    everything_happens(fresh, "2026-11-19")
    found = fresh.update()
    assert set(fresh.asked_since()) == {"2026-10-25"}, "a week behind the first of November"
    assert found.changes.since == "2026-10-25"
    assert found.changes.vanished is None, "not looked for"
    assert [one.record for one in found.changes.changed] == [f"{FIRST}:2", f"{FIRST}:3"]
    assert len(found.changes.new) == 2
    assert found.harvest.search.received == 4


def test_full_asks_for_the_whole_under_another_name(fresh: World) -> None:
    fresh.days.to(20)
    fresh.update()
    fresh.asked_since()
    del fresh.index.docs[4]
    found = fresh.update(full=True)
    assert set(fresh.asked_since()) == {""}
    assert found.harvest.search.id == f"{FIRST}-20261120-full"
    assert found.changes.vanished == (f"{FIRST}:4",)


def test_the_report_lies_in_the_folder_and_the_manifest_names_it(old: World) -> None:
    old.days.to(20)
    everything_happens(old, "2026-11-19")
    found = old.update()
    folder = old.review.folder.records / found.harvest.search.id
    held, _ = load_manifest(old.review.folder.records, found.harvest.search.id)
    assert changes_of(folder, held) == found.changes
    assert any(one.name.startswith("changes-1-") for one in held.files)
    assert changes_of(old.review.folder.records / FIRST, old.review.shelf.searches[0]) is None


def test_a_change_is_reported_once(old: World) -> None:
    old.days.to(10)
    old.index.put(2, title="Another title")
    assert old.update().changes.changed == (Changed(f"{FIRST}:2", ("title",)),)
    old.days.to(11)
    assert old.update().changes.changed == (), "the same as it was last delivered"
    old.days.to(12)
    old.index.put(2, title="An invented study, number 2")
    assert old.update().changes.changed == (Changed(f"{FIRST}:2", ("title",)),)


def test_what_was_new_once_is_known_in_the_next_update(old: World) -> None:
    old.days.to(10)
    old.index.put(6)
    assert old.update().changes.new == (f"{FIRST}-20261110:6",)
    old.days.to(11)
    old.index.put(6, publicationdateyear=2021)
    changes = old.update().changes
    assert changes.new == ()
    assert changes.changed == (Changed(f"{FIRST}-20261110:6", ("year",)),)


def test_a_retraction_that_is_taken_back_is_a_change(old: World) -> None:
    old.index.put(3, retracted=True)
    old.days.to(10)
    assert old.update().changes.retracted == (f"{FIRST}:3",)
    old.index.put(3, retracted=False)
    old.days.to(11)
    changes = old.update().changes
    assert changes.retracted == ()
    assert changes.changed == (Changed(f"{FIRST}:3", ("no longer retracted",)),)


def test_retracted_records_that_were_judged_are_named(old: World) -> None:
    old.review.cast(Ballot(old.review.resolve_id(f"{FIRST}:3"), "titles", "include"))
    for number in (3, 4):
        old.index.put(number, retracted=True)
    old.days.to(10)
    found = old.update()
    assert len(found.changes.retracted) == 2
    assert [(one.record, one.stands) for one in found.judged] == [(f"{FIRST}:3", "screened")]


def test_what_the_source_says_it_deleted_is_told_without_asking_for_all(fresh: World) -> None:
    fresh.index.put(4, deleted=True, indexed="2026-11-19")
    fresh.index.put(9, deleted=True, indexed="2026-11-19")
    fresh.days.to(20)
    changes = fresh.update().changes
    assert changes.deleted == (f"{FIRST}:4",), "the other was never here"
    assert (changes.new, changes.changed, changes.vanished) == ((), (), None)
    assert fresh.review.shelf.total == 5, "its record stays"


def test_blanks_are_no_change(old: World) -> None:
    old.index.put(2, description="Nothing  in it is true,\n2 times. ")
    old.days.to(10)
    assert old.update().changes.changed == ()


# -- again, on, and not complete -----------------------------------------------------------


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


# -- which searches ------------------------------------------------------------------------


def test_searches_from_files_cannot_be_asked_again(old: World, tmp_path: Path) -> None:
    path = tmp_path / "other.ris"
    path.write_text("TY  - JOUR\nTI  - By hand\nER  - \n", "utf-8")
    old.review.load(path)
    what, left = chosen(old.review, ())
    assert [one.first.id for one in what] == [FIRST]
    assert len(left) == 1
    with pytest.raises(UsageError, match="was not harvested"):
        chosen(old.review, left)
    with pytest.raises(UnknownName, match="no search 'nonsense'"):
        chosen(old.review, ["nonsense"])


def test_the_name_of_an_update_means_the_search_that_it_updates(old: World) -> None:
    old.days.to(20)
    name = old.update().harvest.search.id
    (what,), _ = chosen(old.review, [name, FIRST])
    assert [one.id for one in what.members] == [FIRST, name]
    old.review.withdraw_search(FIRST, "the wrong string")
    with pytest.raises(UsageError, match="counts no more"):
        chosen(old.review, [name])


def test_what_cannot_be_asked_is_a_value_and_stops_no_other(old: World) -> None:
    old.harvest("others", native=True)
    old.days.to(20)
    jobs, refused = planned(old.review, (), {**old.environ, "LITREVIEW_ERIC_RATE": "fast"})
    assert jobs == []
    assert [(one.source, one.search) for one in refused] == [("eric", FIRST), ("eric", "others")]
    jobs, _ = planned(old.review, (), old.environ)
    assert [len(some) for some in rounds(jobs)] == [1, 1], "one source is asked for one at a time"


def test_limits_and_options_are_those_of_the_first_search(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("litreview.sources.apis.eric.SOURCE", Fresh())
    limits = Limits(first="2015-01-01", last="2024-12-31", options=(("set", "a"), ("set", "b")))
    search = world.harvest(limits=limits, most=4)
    assert limits_of(search) == (limits, 4)
    world.days.to(20)
    (what,), _ = chosen(world.review, ())
    job = prepare(world.review, what, world.environ)
    assert job.plan.limits == replace(limits, since="2026-10-25")
    assert (job.plan.most, job.plan.strings) == (4, search.harvest and search.harvest.strings)


def test_records_that_did_not_match_are_judged_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sifted is sifted in each update: one that matches now is new, and no sooner."""
    monkeypatch.setattr("litreview.sources.apis.eric.SOURCE", WithoutSearch())
    search = world.harvest(query='"number 2"')
    assert search.harvest is not None
    assert search.harvest.sifted
    assert (search.records, search.harvest.set_aside) == (1, 4)
    world.days.to(10)
    assert world.update().changes.new == ()
    world.index.put(5, title="Another of number 2")
    world.index.put(6, title="Of number 6")
    world.days.to(20)
    found = world.update()
    assert found.changes.new == (f"{FIRST}-20261120:5",)
    assert found.changes.vanished == ()
    assert found.harvest.search.records == 1


# -- the sources ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [one for one in SOURCES.all() if isinstance(one, Searchable) and one.about.since],
    ids=lambda one: one.about.name,
)
def test_a_source_that_knows_since_asks_for_it(source: Searchable) -> None:
    """Else an update would take the whole for what is new, or miss what is."""
    whole = source.ask("mentoring", Limits())
    one = source.ask("mentoring", Limits(since="2026-10-25"))
    other = source.ask("mentoring", Limits(since="2026-11-01"))
    assert len({whole, one, other}) == 3


# -- rules without a server ----------------------------------------------------------------


def member(
    name: str, day: int, *, since: str = "", complete: bool = True, enough: bool = False
) -> Search:
    limits = (("since", since),) if since else ()
    proof = Harvested("eric", ("x",), limits=limits, started=f"2026-11-{day:02}T00:00:00Z",
                      updates="" if name == FIRST else FIRST, enough=enough)  # fmt: skip
    return Search(SearchId(name), "ERIC", "database", 1, 1, 0, (), complete=complete, harvest=proof)


def test_a_gap_is_not_covered() -> None:
    first = member(FIRST, 1)
    late = member("late", 20, since="2026-11-13")
    assert str(Lineage((first, late)).covered()) == "2026-11-01", "from 1 to 13 nobody looked"
    bridge = member("bridge", 14, since="2026-10-25")
    assert str(Lineage((first, bridge, late)).covered()) == "2026-11-20"
    assert Lineage((member(FIRST, 1, complete=False),)).covered() is None
    plenty = member(FIRST, 1, complete=False, enough=True)
    assert str(Lineage((plenty,)).covered()) == "2026-11-01"


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 28), st.booleans()), max_size=6))
def test_covered_is_never_beyond_what_complete_runs_reach(
    runs: list[tuple[int, int, bool]],
) -> None:
    members = [member(FIRST, 1, complete=False)] + [
        member(f"u{at}", day, since=f"2026-11-{back:02}" if back else "", complete=complete)
        for at, (day, back, complete) in enumerate(sorted(runs))
    ]
    reached = Lineage(tuple(members)).covered()
    whole = [day for day, back, complete in runs if complete and not back]
    assert (reached is None) == (not whole)
    if reached is not None:
        for day in range(min(whole) + 1, reached.day):
            assert any(complete and (back or 0) <= day <= ran for ran, back, complete in runs), (
                "each day before it was looked at by some complete run"
            )


@given(st.text("abcdefghij-", min_size=1, max_size=48), st.booleans())
def test_names_of_updates_fit_and_differ(first: str, full: bool) -> None:
    one = named(first, date(2026, 11, 20), full=full)
    assert len(one) <= 48
    assert one != named(first, date(2026, 11, 21), full=full)
    other = named(first, date(2026, 11, 20), "12ab", full=full)
    assert other not in {one, named(first, date(2026, 11, 20), "12ac", full=full)}
    assert len(other) <= 48
    plain = search_id(first, "", exact=True)
    name = named(plain, date(2026, 11, 20), full=full)
    assert search_id(name, "", exact=True) == name, "it is taken as it stands"


def test_lineages_leave_out_updates_of_what_is_gone() -> None:
    assert list(lineages([member("u", 2)])) == []
    assert [len(one.members) for one in lineages([member("u", 2), member(FIRST, 1)]).values()] == [
        2
    ]
