"""The items of PRISMA-S: filled, a gap that a command closes, or for a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from litreview.model import Harvested, Search, SearchId
from litreview.outputs.prisma_s import Item, Known, items

FULL = Search(
    SearchId("one"), "MEDLINE (Ovid)", "database", 10, 10, 0, (), query="1. mentor*.ti.",
    searched_on="2026-11-02", complete=True, expected=10,
)  # fmt: skip


def item(number: int, *searches: Search, **more: object) -> Item:
    found = items(Known(searches, **more))  # type: ignore[arg-type]
    assert [one.number for one in found] == list(range(1, 17))
    return found[number - 1]


def test_a_search_that_says_all_leaves_no_gap() -> None:
    found = items(Known((FULL,)))
    assert not [one for one in found if one.status == "gap"]
    assert {one.number for one in found if one.status == "filled"} == {1, 8, 13, 15, 16}
    assert all(one.what for one in found if one.status == "filled")
    assert all(one.missing for one in found if one.status != "filled")


@pytest.mark.parametrize(
    ("number", "change", "said"),
    [
        (1, {"source": "MEDLINE"}, "--source"),
        (8, {"query": ""}, "--query"),
        (13, {"searched_on": ""}, "--date"),
        (15, {"complete": False, "expected": 40}, "not all"),
    ],
)
def test_what_a_search_does_not_say_is_a_gap(
    number: int, change: dict[str, object], said: str
) -> None:
    one = item(number, FULL, replace(FULL, id=SearchId("two"), **change))  # type: ignore[arg-type]
    assert one.status == "gap"
    assert said in one.missing
    assert "two" in one.missing or "MEDLINE" in one.missing
    assert "one" not in one.missing.replace("none", "").split(":")[0]


def test_as_many_as_were_wanted_is_no_gap() -> None:
    proof = Harvested("eric", ("boats",), enough=True)
    short = replace(FULL, id=SearchId("two"), complete=False, expected=40, harvest=proof)
    one = item(15, FULL, short)
    assert (one.status, one.missing) == ("filled", "")
    assert "two: 10 records of 40, as many as were wanted" in one.what


@pytest.mark.parametrize(
    ("number", "kind"),
    [(3, "register"), (4, "website"), (4, "organisation"), (5, "citation")],
)
def test_other_sources_are_for_a_person_until_they_are_loaded(number: int, kind: str) -> None:
    assert item(number, FULL).status == "for a person"
    assert f"--kind {kind}" in item(number, FULL).missing
    loaded = replace(FULL, kind=kind, query="", note="")  # type: ignore[arg-type]
    assert item(number, loaded).status == "gap"
    said = replace(loaded, note="every page read")
    assert item(number, said).status == "filled"


def test_how_a_website_was_read_stands_for_a_string_but_a_database_has_one() -> None:
    noted = replace(FULL, query="", note="every page read")
    assert item(8, replace(noted, kind="website")).status == "filled"
    assert item(8, noted).status == "gap"


def test_silence_is_never_taken_for_none() -> None:
    for number in (2, 6, 7, 9, 10, 11, 12):
        assert item(number, FULL).status == "for a person"


def test_limits_inside_a_string_are_named() -> None:
    query = "1. mentor*.ti.\n2. limit 1 to (english language and yr=2010-2020)"
    one = item(9, replace(FULL, query=query))
    assert one.status == "for a person"
    assert "dates 2010 to 2020" in one.what
    assert "language" in one.what
    assert item(9, FULL).what == ""
    assert item(9, replace(FULL, source="MEDLINE", query=query)).what == ""


def test_databases_of_one_platform_stand_together() -> None:
    other = replace(FULL, id=SearchId("two"), source="PsycInfo (Ovid)")
    assert item(2, FULL, other).what == "Ovid: MEDLINE (Ovid), PsycInfo (Ovid)"


def test_a_search_that_was_run_again_is_an_update() -> None:
    again = replace(FULL, id=SearchId("two"), searched_on="2027-01-04")
    one = item(12, FULL, again)
    assert (one.status, one.what) == (
        "filled", "searched again: MEDLINE (Ovid): 2026-11-02, 2027-01-04",
    )  # fmt: skip


def test_a_peer_review_counts_when_nothing_is_open() -> None:
    assert item(14, FULL, reviewed={"core.en": 0}).status == "filled"
    one = item(14, FULL, reviewed={"core.en": 0, "core.da": 3})
    assert one.status == "gap"
    assert one.missing.startswith("core.da (3 open)")


def test_duplicates() -> None:
    two = (FULL, replace(FULL, id=SearchId("two")))
    assert item(16, *two, duplicates=4).what == "by litreview; 4 records removed"
    assert item(16, *two, looked=True).status == "filled"
    assert "nobody has looked" in item(16, *two, looked=False).missing
    assert item(16, *two).missing == "none is removed: litreview dedup run"


def test_the_form_that_is_named_is_that_of_a_strategy_of_the_review() -> None:
    none = item(14, FULL)
    assert (none.status, none.missing) == (
        "for a person", "say who reviewed the strings, or that nobody did",
    )  # fmt: skip
    both = item(14, FULL, strategies=("core.da", "core.en"))
    assert "litreview search press core.da (and of 1 other)" in both.missing
    assert item(14, FULL, reviewed={"b.en": 0, "c.en": 2}).missing.endswith("press c.en")


def test_a_harvest_says_its_platform_its_limits_and_what_it_brings_up_to_date() -> None:
    proof = Harvested("eric", ("mentor",), limits=(("first", "2010-01-01"), ("most", "500")))
    first = replace(FULL, id=SearchId("eric-core"), source="ERIC", harvest=proof)
    later = replace(
        first, id=SearchId("eric-core-20261201"), harvest=replace(proof, updates="eric-core")
    )
    assert (item(1, first).status, item(1, first).what) == ("filled", "ERIC (by its API)")
    assert "first 2010-01-01, most 500" in item(9, first).what
    assert item(12, first).status == "for a person"
    assert "eric-core-20261201 brings eric-core up to date" in item(12, first, later).what
