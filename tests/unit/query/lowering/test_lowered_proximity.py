"""Words near each other, in targets that hold less beside a proximity, or have none."""

from __future__ import annotations

import pytest
from query_trees import read, target

from litreview.query.capability import Nearness
from litreview.query.translate import translate
from litreview.query.tree import And, Near, Nothing, Scoped, Term, scope, walk

WORDS = Nearness(operands="words")
ORDERED = Nearness(unordered=False, ordered=True)
LETTERS = [Term((letter,)) for letter in "abc"]


@pytest.mark.parametrize(
    ("given", "near", "label", "expected"),
    [
        ("a ~2 (b OR c)", Nearness(), "exact", "a ~2 (b OR c)"),
        ("a ~2 (b OR c)", WORDS, "exact", "(a ~2 b) OR (a ~2 c)"),
        ("(a OR b) ~2 (c OR d)", WORDS, "exact",
         "(a ~2 c) OR (a ~2 d) OR (b ~2 c) OR (b ~2 d)"),
        ("a ~>2 b", Nearness(), "wider", "a ~2 b"),
        ("a ~>0 b", Nearness(), "exact", '"a b"'),
        ("a ~2 b", ORDERED, "exact", "(a ~>2 b) OR (b ~>2 a)"),
        ("a ~0 b", None, "exact", '"a b" OR "b a"'),
        ("a ~>0 (b OR c)", None, "exact", '"a b" OR "a c"'),
        ("(a ~1 b) ~2 c", Nearness(nested=True), "exact", "(a ~1 b) ~2 c"),
    ],
)  # fmt: skip
def test_a_proximity_as_the_target_has_it(
    given: str, near: Nearness | None, label: str, expected: str
) -> None:
    made = translate(read(f"title:({given})"), target(near=near))
    whole = f"title:({expected})" if " " in expected.strip('"') else f"title:{expected}"
    assert (made.label, made.strings) == (label, (whole.replace('("a b")', '"a b"'),))


@pytest.mark.parametrize(
    ("given", "near", "expected"),
    [
        ("a ~2 b", None, "title:a AND title:b"),
        ("a ~2 (b OR c)", None, "title:a AND title:(b OR c)"),
        ("a ~9 b", Nearness(most=5), "title:a AND title:b"),
        ("a* ~2 b", Nearness(wild=False), "title:a* AND title:b"),
        ('"a b" ~2 c', WORDS, 'title:"a b" AND title:c'),
        ("(a ~1 b) ~2 c", Nearness(), "title:(a ~1 b) AND title:c"),
        ("(a OR b*) ~2 c", Nearness(wild=False), "title:(a ~2 c) OR (title:b* AND title:c)"),
        ("a ~2 b OR c", None, "title:c OR (title:a AND title:b)"),
    ],
)
def test_what_cannot_stand_near_becomes_and_in_the_same_fields(
    given: str, near: Nearness | None, expected: str
) -> None:
    made = translate(read(f"title:({given})"), target(near=near))
    assert (made.label, made.strings) == ("wider", (expected,))


def test_three_in_one_window_become_pairs_with_room_for_the_third() -> None:
    tree = Scoped(scope("title"), Near(tuple(LETTERS), 2))  # type: ignore[arg-type]
    made = translate(tree, target(near=Nearness()))
    assert made.label == "wider"
    assert made.strings == ("title:(a ~3 b) AND title:(a ~3 c) AND title:(b ~3 c)",)


@pytest.mark.parametrize(
    ("given", "near", "expected"),
    [
        ("a ~9 b", Nearness(most=5), "title:x NOT title:(a ~5 b)"),
        ("a ~2 b", None, 'title:x NOT title:("a b" OR "b a")'),
        ("a ~>2 b", Nearness(), 'title:x NOT title:"a b"'),
    ],
)
def test_under_not_a_proximity_excludes_less(
    given: str, near: Nearness | None, expected: str
) -> None:
    made = translate(read(f"title:(x NOT ({given}))"), target(near=near))
    assert (made.label, made.strings) == ("wider", (expected,))


def test_too_many_combinations_become_and() -> None:
    many = " OR ".join(f"w{number}" for number in range(30))
    made = translate(read(f"title:(({many}) ~2 ({many}))"), target(near=WORDS))
    assert made.label == "wider"
    assert "more than 400 combinations" in made.steps[0].reason


def test_a_proximity_works_only_in_the_fields_that_the_target_names() -> None:
    near = Nearness(scopes=frozenset({scope("title")}))  # type: ignore[arg-type]
    made = translate(read("title:(a ~2 b) OR abstract:(a ~2 b)"), target(near=near))
    assert made.label == "wider"
    assert made.strings == ("title:(a ~2 b) OR (abstract:a AND abstract:b)",)


def test_a_proximity_that_became_a_phrase_is_no_word_beside_another() -> None:
    tree = Near((Term(("x",)), Near(tuple(LETTERS), 0)), 2)
    made = translate(tree, target(near=WORDS))
    assert made.label == "wider"
    assert not any(isinstance(one, Near) for one in walk(made.tree or Nothing()))


def test_a_term_without_a_letter_is_left_out_and_said() -> None:
    made = translate(And((read("title:a"), Term(("...",)))), target())
    assert (made.label, made.strings) == ("wider", ("title:a",))
    assert "without a letter or digit" in made.steps[0].reason
    assert translate(Near((Term(("a",)), Term(("...",))), 2), target()).label == "impossible"
