"""A phrase, with wildcards that a target does not read in one."""

from __future__ import annotations

import pytest
from query_trees import read, target

from litreview.query.capability import Nearness
from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.translate import translate

ORDERED = Nearness(operands="phrases", ordered=True, unordered=True)
FREE = Nearness(operands="phrases")


@pytest.mark.parametrize(
    ("abilities", "label", "expected"),
    [
        ({}, "exact", 'title:"job seek* help"'),
        ({"phrase_wild": "last"}, "wider", 'title:"job seek*" AND title:help'),
        ({"phrase_wild": "none"}, "wider", "title:job AND title:seek* AND title:help"),
        ({"phrase": False}, "wider", "title:job AND title:seek* AND title:help"),
        ({"phrase_wild": "last", "near": ORDERED}, "exact", 'title:("job seek*" ~>0 help)'),
        ({"phrase_wild": "last", "near": FREE}, "wider", 'title:("job seek*" ~0 help)'),
        ({"phrase_wild": "none", "near": FREE}, "wider",
         "title:job AND title:seek* AND title:help"),
        ({"phrase_wild": "none", "near": Nearness(nested=True)}, "wider",
         "title:((job ~0 seek*) ~0 help)"),
    ],
)  # fmt: skip
def test_a_phrase_stays_as_close_as_the_target_can_say(
    abilities: dict[str, object], label: str, expected: str
) -> None:
    made = translate(read('title:"job seek* help"'), target(**abilities))
    assert (made.label, made.tree and OWN.write(made.tree)) == (label, expected)


def test_under_not_a_phrase_loses_its_wildcards_and_excludes_less() -> None:
    made = translate(read('title:(a NOT "job seek*")'), target(phrase_wild="none"))
    assert (made.label, made.strings) == ("wider", ('title:a NOT title:"job seek"',))


def test_alternatives_of_a_word_become_alternatives_of_the_phrase() -> None:
    made = translate(read('title:"labo?r market"'), target(one=True))
    assert (made.label, made.strings) == ("exact", ('title:("labor market" OR "labo#r market")',))


def test_a_hyphen_stays_where_only_a_wildcard_changes() -> None:
    made = translate(read('title:"wait-list labo?r"'), target(one=True))
    assert made.strings == ('title:("wait-list labor" OR "wait-list labo#r")',)
