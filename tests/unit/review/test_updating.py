"""A living review: which searches an update asks again, and with which limits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from living import FIRST, Fresh, WithoutSearch, World

from litreview.errors import UnknownName, UsageError
from litreview.review.lineage import limits_of
from litreview.review.rounds import rounds
from litreview.review.updating import chosen, planned, prepare
from litreview.sources import SOURCES
from litreview.sources.source import Limits, Searchable


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
