"""Shapes of a tree: what goes, what stays, and where the fields stand."""

from __future__ import annotations

import json

import pytest

from litreview.query.dialects import DIALECTS
from litreview.query.reading import parse
from litreview.query.shape import as_data, plain, spread
from litreview.query.tree import TOPIC, Group, Near, Node, Nothing, Or, Span, Term, walk

OWN = DIALECTS.get("litreview")


def read(text: str) -> Node:
    parsed = parse(text, OWN)
    assert parsed.tree is not None, parsed.findings
    return parsed.tree


def term(text: str) -> Term:
    return Term((text,))


def test_plain_takes_brackets_away_and_makes_nested_operators_one() -> None:
    flat = plain(read("(a OR (b OR c)) AND (d AND ((e)))"))
    assert OWN.write(flat) == "topic:((a OR b OR c) AND d AND e)"
    assert not any(isinstance(node, Group) for node in walk(flat))


def test_plain_keeps_places_and_a_proximity_inside_another() -> None:
    flat = plain(
        Group(Near((Group(Near((term("a"), term("b")), 1)), term("c")), 3, span=Span(2, 9)))
    )
    assert flat == Near((Near((term("a"), term("b")), 1), term("c")), 3)
    assert flat.span == (2, 9, "")


def test_what_is_plain_comes_back_as_the_same_object() -> None:
    tree = plain(read("(a OR (b ~2 c)) NOT (d AND (e))"))
    assert plain(tree) is tree
    split = spread(tree, TOPIC)
    assert spread(split, TOPIC) is split


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a OR b ~2 (c OR d)", "topic:(a OR (b ~2 (c OR d)))"),
        ("a AND (b OR c)", "topic:a AND topic:(b OR c)"),
        ("title:(a AND abstract:b)", "title:a AND abstract:b"),
        ("title:a OR b OR c", "title:a OR topic:(b OR c)"),
        ("title:(a OR b) NOT abstract:c", "title:(a OR b) NOT abstract:c"),
        ('title:(a OR mesh:"Work" OR b)', 'title:a OR mesh:"Work" OR title:b'),
        ("title:(a AND published:2010..2020)", "title:a AND published:2010..2020"),
        ("title:(a OR b OR (c AND d) OR e)", "title:(a OR b) OR (title:c AND title:d) OR title:e"),
        ("title:(pubmed{x} OR b)", "pubmed{x} OR title:b"),
    ],
)
def test_fields_stand_over_the_largest_parts_without_and_and_not(given: str, expected: str) -> None:
    assert spread_out(given) == expected


def spread_out(text: str) -> str:
    return OWN.write(spread(read(text), TOPIC))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("title:a ~3 title,abstract:b", "title:(a ~3 b)"),
        ("(title:a OR abstract:b) ~3 title,abstract:c", "title:(a ~3 c) OR abstract:(b ~3 c)"),
        ("(title:a OR any:b) ~3 any:c", "title:((a OR b) ~3 c) OR any:(b ~3 c)"),
    ],
)
def test_a_proximity_with_fields_inside_is_asked_of_each_field(given: str, expected: str) -> None:
    assert spread_out(given) == expected


def test_a_proximity_across_fields_finds_nothing() -> None:
    assert spread(read("title:a ~3 abstract:b"), TOPIC) == Nothing()


def test_data_of_a_tree_can_be_json_and_says_everything() -> None:
    tree = read('title:("wait list*{3}" ~2 b?c) NOT (mesh+:"Work" AND published:2010..)')
    data = json.loads(json.dumps(as_data(plain(tree).item)))  # type: ignore[union-attr]
    near = data["keep"]["item"]
    assert (near["kind"], near["between"], near["ordered"]) == ("near", 2, False)
    assert [item["text"] for item in near["items"]] == ["wait list*{3}", "b?c"]
    heading, dates = data["drop"]["items"]
    assert (heading["kind"], heading["name"], heading["explode"]) == ("heading", "Work", True)
    assert (dates["first"], dates["last"], dates["dates"]) == ("2010", "", "publication")
    start, end = near["items"][0]["span"]
    assert 'title:("wait list*{3}" ~2 b?c)'[start:end] == '"wait list*{3}"'


def test_an_or_of_one_is_its_item() -> None:
    assert plain(Or((term("a"),))) == term("a")
