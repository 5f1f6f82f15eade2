"""Which leaves match: for highlights, diagnosis by block, and counts."""

from __future__ import annotations

from litreview.query.dialects.litreview import DIALECT
from litreview.query.matching import Matcher, Tally, matcher, tally
from litreview.query.reading import parse
from litreview.query.tree import Field, Group, Near, Node, Scoped, Term, children

TEXT = "title:((mentor* OR coach OR tutor) AND (work ~2 (young OR youth)))"


def tree(text: str) -> Node:
    found = parse(text, DIALECT)
    assert found.tree is not None, found.findings
    return found.tree


def titled(text: str) -> dict[Field, str]:
    return {Field.TITLE: text}


def shown(ready: Matcher, text: str) -> list[str]:
    return [TEXT[leaf.node.span.start : leaf.node.span.end] for leaf in ready.found(titled(text))]


def test_leaves_carry_their_places_in_the_string() -> None:
    ready = matcher(tree(TEXT))
    assert shown(ready, "A mentor and tutor for youth") == ["mentor*", "tutor", "youth"]
    assert shown(ready, "work of the young") == ["work ~2 (young OR youth)", "work", "young"]
    assert [leaf.inside for leaf in ready.leaves] == [False] * 4 + [True] * 3
    assert {leaf.fields for leaf in ready.leaves} == {(Field.TITLE,)}


def test_what_holds_without_a_leaf() -> None:
    ready = matcher(tree(TEXT))
    hits = ready.hits(titled("mentor and coach at work with youth"))
    assert ready.holds(hits)
    assert ready.holds(hits & ~1)
    assert not ready.holds(hits & ~3)
    assert not ready.holds(0)


def test_parts_are_judged_along_with_the_whole() -> None:
    whole = tree(TEXT)
    node: Node = whole
    while isinstance(node, Scoped | Group):
        node = node.item
    blocks = [Scoped((Field.TITLE,), block) for block in children(node)]
    ready = matcher(whole, parts=blocks)
    assert ready.parts(titled("a mentor")) == ("yes", "no")
    assert ready.parts({}) == ("unknown", "unknown")
    for source in (titled("a mentor"), {}):
        assert ready.look(source) == (ready.hits(source), ready.parts(source))
    assert ready.verdict(titled("a mentor")) == "no"


def test_a_tally_of_each_term_and_of_what_it_alone_brings() -> None:
    ready = matcher(tree(TEXT))
    titles = ["mentor work youth", "mentor coach young work", "coach", "mentors", "tutor x y"]
    counted = tally(ready, map(titled, titles))
    assert counted == Tally(5, 2, (3, 2, 1, 2, 2, 1, 1), (1, 0, 0, 2, 0, 0, 0))
    assert tally(ready, []).records == 0


def test_one_term_at_two_places_is_two_leaves() -> None:
    term = Term(("a",))
    ready = matcher(Near((term, Scoped((Field.TITLE,), term)), 1))
    assert len(ready.leaves) == 3
    assert ready.hits({Field.TITLE: "a b a"}) == 0b111
