"""The whole search: sure pairs, held pairs, questions, parameters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from litreview.dedup.pairs import Duplicates, Pair, find
from litreview.model import Record

Make = Callable[..., Record]


def named(pairs: tuple[Pair, ...]) -> list[tuple[str, str]]:
    return [(pair.a, pair.b) for pair in pairs]


def test_nothing() -> None:
    found = find([])
    assert (found.sure, found.unsure) == ((), ())
    assert found.parameters["records"] == 0


def test_a_pair_says_why(make: Make) -> None:
    found = find([make(10), make(9)])
    assert named(found.sure) == [("a:9", "a:10")]
    pair = found.sure[0]
    assert len(pair.agree) >= 2
    assert pair.differ == ()
    assert 0 < pair.score <= 1
    assert pair.reason.startswith("same title; same authors")


def test_near_misses_are_asked(make: Make) -> None:
    found = find([make(1), make(2, pages="7-15")])
    assert found.sure == ()
    assert named(found.unsure) == [("a:1", "a:2")]
    assert found.unsure[0].reason.endswith("but pages differ")


def test_one_question_for_two_clusters(make: Make) -> None:
    articles = [make(number, doi="10.1234/pond") for number in (1, 2, 3)]
    drafts = [make(number, doi="10.2139/ssrn.1", venue="SSRN") for number in (4, 5)]
    found = find([*articles, *drafts])
    assert len(found.sure) == 4
    assert len(found.unsure) == 1


def test_no_question_inside_a_cluster(make: Make, abstract: str) -> None:
    full = {"doi": "10.1234/pond", "abstract": abstract}
    found = find([make(1, pages="", **full), make(2, **full), make(3, pages="7-15", issue="")])
    inside = {pair.a for pair in found.sure} | {pair.b for pair in found.sure}
    assert not [pair for pair in found.unsure if {pair.a, pair.b} <= inside]


def test_a_bridge_is_held_back(make: Make) -> None:
    one = make(1, doi="10.1234/a")
    bridge = make(2, doi="10.1234/a", pages="", volume="", issue="")
    other = make(3, doi="10.1234/b", volume="9", pages="7-17", issue="")
    found = find([one, bridge, other])
    assert named(found.sure) == [("a:1", "a:2")]
    assert found.parameters["records"] == 3


def test_the_weaker_side_is_held_back(make: Make) -> None:
    one = make(1, pmid="1")
    bridge = make(2)
    other = make(3, pmid="2", issue="")
    found = find([one, bridge, other])
    assert named(found.sure) == [("a:1", "a:2")]
    assert named(found.unsure) == [("a:2", "a:3")]
    assert found.unsure[0].reason.endswith("but among their records their PubMed numbers differ")
    assert found.parameters["held back as contradictory"] == 1


def test_parameters_tell_the_rules(make: Make) -> None:
    told = find([make(number) for number in range(1, 30)], cap=5, window=2).parameters
    assert told["rules"] == "2"
    assert told["block cap"] == 5
    assert told["blocks above the cap, by title head"] == 1
    assert told["sure from points"] > told["unsure from points"]  # type: ignore[operator]


def test_parameters_cannot_be_changed(make: Make) -> None:
    found = find([make(1)])
    with pytest.raises(TypeError):
        found.parameters["rules"] = "3"  # type: ignore[index]


def test_an_id_borne_twice_is_refused(make: Make) -> None:
    with pytest.raises(ValueError, match="'a:1'"):
        find([make(1), make(1, year=2012)])


def test_copies_beyond_the_cap_still_form_one_cluster(make: Make) -> None:
    found: Duplicates = find([make(number) for number in range(1, 301)])
    joined = {pair.a for pair in found.sure} | {pair.b for pair in found.sure}
    assert len(joined) == 300
    assert len(found.sure) < 300 * 20
    assert found.unsure == ()


def test_editorials_of_many_years_stay_apart(make: Make) -> None:
    records = [
        make(number, title="Editorial", year=1900 + number, volume=str(number))
        for number in range(1, 101)
    ]
    assert find(records).sure == ()
