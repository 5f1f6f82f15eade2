"""A living review: what an update reports as new, changed, gone and retracted."""

from __future__ import annotations

from living import FIRST, World, everything_happens

from litreview.review.changes import Changed, changes_of
from litreview.screening.ballots import Ballot
from litreview.store.received import load_manifest


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
