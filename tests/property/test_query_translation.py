"""Meaning is kept: what a tree finds, its translation finds; nothing else where it is exact."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from query_trees import DAYS, Text, finds, odd_trees, records, trees

from litreview.query.dialects import DIALECTS
from litreview.query.lowering.walk import lowered
from litreview.query.matching import matcher
from litreview.query.reading import parse
from litreview.query.shape import plain, spread
from litreview.query.translate import Translation, translate
from litreview.query.tree import TOPIC, Everything, Field, Node, Nothing

NAMES = DIALECTS.names()
READ = tuple(name for name in NAMES if DIALECTS.get(name).grammar is not None)
SEVERAL = st.lists(st.tuples(records(), DAYS), min_size=4, max_size=4)


@given(trees(), SEVERAL)
def test_shapes_keep_the_meaning(tree: Node, found: list[tuple[Text, str]]) -> None:
    for text, day in found:
        wanted = finds(tree, text, day)
        assert finds(plain(tree), text, day) == wanted
        assert finds(spread(tree, TOPIC), text, day) == wanted


@pytest.mark.parametrize("name", NAMES)
@given(tree=trees(), found=SEVERAL)
@settings(max_examples=60)
def test_what_a_translation_says_finds_all_that_the_tree_does(
    name: str, tree: Node, found: list[tuple[Text, str]]
) -> None:
    made = translate(tree, DIALECTS.get(name), source=name)
    assert made.label != "narrower" or made.refused
    if made.tree is not None:
        compare(tree, [made.tree], made, found)


@pytest.mark.parametrize("name", NAMES)
@given(tree=trees(), found=SEVERAL)
@settings(max_examples=40)
def test_where_loss_is_allowed_the_label_still_tells_the_truth(
    name: str, tree: Node, found: list[tuple[Text, str]]
) -> None:
    made = translate(tree, DIALECTS.get(name), allow_loss=True)
    assert made.refused == (made.label == "impossible")
    if made.tree is not None and made.label != "narrower":
        compare(tree, [made.tree], made, found)


@given(tree=odd_trees(), words=st.booleans())
@settings(max_examples=150)
def test_whatever_is_left_of_a_tree_can_be_written(tree: Node, words: bool) -> None:
    """Else the capability record says more than the style of the notation can write."""
    whole = spread(tree, TOPIC)
    for dialect in DIALECTS.all():
        made, _ = lowered(whole, dialect, words=words)
        if not isinstance(made, Everything | Nothing):
            assert dialect.write(made), dialect.name


@pytest.mark.parametrize("name", READ)
@given(tree=trees(), found=SEVERAL)
@settings(max_examples=60)
def test_what_is_written_is_read_as_that(
    name: str, tree: Node, found: list[tuple[Text, str]]
) -> None:
    dialect = DIALECTS.get(name)
    made = translate(tree, dialect, source=name)
    parsed = [parse(text, dialect) for text in made.strings]
    if parsed:
        assert all(one.ok for one in parsed), (made.strings, [one.findings for one in parsed])
        compare(tree, [one.tree for one in parsed if one.tree is not None], made, found)


@given(trees(facts=False), SEVERAL)
def test_the_evaluator_agrees_with_the_one_that_is_easy_to_check(
    tree: Node, found: list[tuple[Text, str]]
) -> None:
    judge = matcher(tree, default=TOPIC, empty=tuple(Field))
    for text, day in found:
        assert judge.verdict(text) == ("yes" if finds(tree, text, day) else "no"), (tree, text)


def compare(tree: Node, read: list[Node], made: Translation, found: list[tuple[Text, str]]) -> None:
    for text, day in found:
        wanted = finds(tree, text, day)
        got = any(finds(one, text, day) for one in read)
        assert got or not wanted, (made.strings, text)
        assert got == wanted or made.label != "exact", (made.strings, text)
