"""A string that is too long becomes several, or is said to be too long."""

from __future__ import annotations

from query_trees import finds, read, target

from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.reading import parse
from litreview.query.translate import translate
from litreview.query.tree import Field

WORDS = [f"w{number}" for number in range(60)]
TREE = read(f"title:(({' OR '.join(WORDS)}) AND (x OR y)) NOT abstract:z")


def test_a_long_string_is_divided_into_strings_that_together_find_the_same() -> None:
    made = translate(TREE, target(longest=120))
    assert (made.label, made.refused) == ("exact", False)
    assert len(made.strings) > 1
    assert all(len(text) <= 120 for text in made.strings)
    parts = [parse(text, OWN).tree for text in made.strings]
    for word in (*WORDS, "other"):
        for title, abstract in ((f"{word} x", "a"), (f"{word} y", "z"), (word, "x")):
            text = {Field.TITLE: [title], Field.ABSTRACT: [abstract]}
            found = any(finds(part, text) for part in parts if part is not None)
            assert found == finds(TREE, text)


def test_no_more_terms_than_the_target_takes() -> None:
    made = translate(TREE, target(most_terms=20))
    assert len(made.strings) == 4
    assert f"{len(made.strings)} strings, which together find the same" in made.steps[-1].reason


def test_what_cannot_be_divided_is_impossible() -> None:
    made = translate(read("title:(a AND b AND c)"), target(longest=10))
    assert (made.label, made.strings, made.refused) == ("impossible", (), True)
    assert "at most 10 characters" in made.steps[-1].reason


def test_more_strings_than_anybody_runs_are_impossible() -> None:
    many = " OR ".join(f"word{number}" for number in range(3000))
    assert translate(read(f"title:({many})"), target(longest=60)).label == "impossible"
