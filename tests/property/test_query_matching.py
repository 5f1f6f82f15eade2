"""The evaluator against a naive one, over random trees and random records."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from naive import judged, split

from litreview.query.folding import words
from litreview.query.matching import Matcher, matcher, tally
from litreview.query.tree import (
    TOPIC,
    And,
    Everything,
    Field,
    Group,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Scoped,
    Term,
    Wild,
    scope,
    walk,
)

LETTERS = "abø"
FIELDS = (Field.TITLE, Field.ABSTRACT, Field.KEYWORDS)
LANGUAGES = ("", "da", "en")
wilds = st.sampled_from(
    [Wild(0, None), Wild(1, 1), Wild(0, 1), Wild(0, 2), Wild(1, None), Wild(2, 3)]
)
fixed = st.text(alphabet=LETTERS + "o e-", min_size=1, max_size=4)
terms = st.builds(
    Term,
    st.lists(st.one_of(fixed, fixed, wilds), min_size=1, max_size=4).map(tuple),
    language=st.sampled_from(LANGUAGES),
)
scopes = st.lists(st.sampled_from([*FIELDS, Field.ANY]), min_size=1, max_size=3).map(
    lambda chosen: scope(*chosen)
)


def scoped(node: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(node, st.builds(Scoped, scopes, node), st.builds(Group, node))


def items(node: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(node, min_size=2, max_size=3).map(tuple)


def nears(node: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Near, items(node), st.integers(0, 3), st.booleans())


placed = st.recursive(
    scoped(terms),
    lambda inner: scoped(st.one_of(nears(inner), st.builds(Or, items(inner)))),
    max_leaves=4,
)
trees = st.recursive(
    st.one_of(scoped(terms), nears(placed), st.builds(Everything), st.builds(Nothing)),
    lambda inner: scoped(
        st.one_of(
            st.builds(And, items(inner)), st.builds(Or, items(inner)), st.builds(Not, inner, inner)
        )
    ),
    max_leaves=6,
)
tokens = st.text(alphabet=LETTERS + "oeæÅ", min_size=1, max_size=4)
texts = st.lists(st.one_of(tokens, st.sampled_from([*"aboø", "oe"])), max_size=6).map(" ".join)
records = st.fixed_dictionaries(
    {},
    optional={
        Field.TITLE: texts.map(lambda one: (one,) if one else ()),
        Field.ABSTRACT: texts.map(lambda one: (one,) if one else ()),
        Field.KEYWORDS: st.lists(texts.filter(bool), max_size=3).map(tuple),
    },
)


@settings(max_examples=200)
@given(trees, st.lists(records, min_size=1, max_size=4))
def test_the_verdict_is_that_of_the_naive_evaluator(tree: Node, found: list[dict]) -> None:
    ready = matcher(tree)
    assert list(ready.verdicts(found)) == [judged(tree, record) for record in found]


@given(trees, records)
def test_leaves_that_match_are_those_that_match_alone(tree: Node, record: dict) -> None:
    ready = matcher(tree)
    hits = ready.hits(record)
    for at, leaf in enumerate(ready.leaves):
        alone = judged(leaf.node, record, leaf.fields) == "yes"
        assert bool(hits >> at & 1) == alone, leaf
    assert len({id(leaf.node) for leaf in ready.leaves}) <= sum(1 for _ in walk(tree))


def whole(record: dict) -> dict:
    """`record` with a text, perhaps an odd one, in each field, so that nothing is unknown."""
    return {field: record.get(field) or ("zz",) for field in FIELDS}


@given(trees, records)
def test_what_the_leaves_say_is_the_verdict_where_nothing_is_missing(
    tree: Node, record: dict
) -> None:
    ready = matcher(tree)
    full = whole(record)
    verdict = ready.verdict(full)
    if verdict != "unknown":  # a term without any letter is
        assert ready.holds(ready.hits(full)) == (verdict == "yes")


@given(trees, records, records)
def test_what_is_known_of_a_record_stays_when_more_of_it_is_known(
    tree: Node, record: dict, more: dict
) -> None:
    """Save for the search of every field: there only a title or an abstract counts as missing."""
    anywhere = any(isinstance(one, Scoped) and Field.ANY in one.fields for one in walk(tree))
    fields = (Field.TITLE, Field.ABSTRACT) if anywhere else FIELDS
    fuller = record | {field: record.get(field) or more.get(field, ()) for field in fields}
    ready = matcher(tree, default=TOPIC)
    before = ready.verdict(record)
    assert before == "unknown" or ready.verdict(fuller) == before


def naive_alone(ready: Matcher, found: list[dict], at: int) -> int:
    masks = [ready.hits(record) for record in found]
    return sum(ready.holds(m) and not ready.holds(m & ~(1 << at)) for m in masks if m >> at & 1)


@given(trees, st.lists(records, max_size=5))
def test_a_tally_counts_what_hits_and_holds_say(tree: Node, found: list[dict]) -> None:
    ready = matcher(tree)
    counted = tally(ready, found)
    assert counted.records == len(found)
    for at in range(len(ready.leaves)):
        assert counted.found[at] == sum(ready.hits(record) >> at & 1 for record in found)
        assert counted.alone[at] == naive_alone(ready, found, at)


@given(terms.filter(lambda term: term.language == "da"), records)
def test_looking_inside_compounds_only_adds(term: Term, record: dict) -> None:
    without, within = matcher(term), matcher(term, compounds=True)
    if without.verdict(record) == "yes":
        assert within.verdict(record) == "yes"
    other = replace(term, language="en")
    assert matcher(other, compounds=True).verdict(record) == matcher(other).verdict(record)


@given(st.text(max_size=40))
def test_words_are_those_of_the_naive_way(text: str) -> None:
    assert words(text) == split(text)


@given(st.text(alphabet="aB3_-'é\u0301\u00ad\u200b\u2019½ßÆ中が\u3099 ", max_size=20))
def test_words_with_marks_and_invisible_characters(text: str) -> None:
    assert words(text) == split(text)
    assert words(" ".join(words(text))) == words(text)
