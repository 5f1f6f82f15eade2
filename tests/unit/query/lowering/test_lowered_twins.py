"""A letter that only two words fill is written out where the target has no sign for it."""

from __future__ import annotations

import pytest
from query_trees import read, target

from litreview.query.dialects import DIALECTS
from litreview.query.lowering.twins import twins
from litreview.query.lowering.words import words_of
from litreview.query.shape import text_of
from litreview.query.translate import translate
from litreview.query.tree import Term


def pair(text: str) -> list[str]:
    term = read(text)
    while not isinstance(term, Term):
        term = term.item  # type: ignore[union-attr]
    (word,) = words_of(term.pieces).words
    return [text_of(one) for one in twins(word)]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("labo?r", ["labor", "labour"]),
        ("behavio?r*", ["behavior*", "behaviour*"]),
        ("organi#ation*", ["organisation*", "organization*"]),
        ("organi?ation", ["organisation", "organization"]),
        ("randomi#ed", ["randomised", "randomized"]),
        ("wom#n", ["woman", "women"]),
    ],
)
def test_the_two_words_that_fit(written: str, words: list[str]) -> None:
    assert pair(written) == words


@pytest.mark.parametrize(
    "written", ["ment?r", "t#st", "labo?r?s", "wom#", "m#n", "b?t", "labo*r", "randomi#*"]
)
def test_where_other_words_may_fit_nothing_is_written_out(written: str) -> None:
    assert pair(written) == []


def test_a_phrase_keeps_its_words_together_where_the_sign_is_missing() -> None:
    done = translate(read('"labo?r market*"'), DIALECTS.get("pubmed"))
    assert done.label == "exact"
    assert done.strings == ('"labor market*"[tiab] OR "labour market*"[tiab]',)
    (step,) = done.steps
    assert step.reason.endswith("it is taken as labor OR labour, the only English words that fit")


def test_a_target_without_truncation_does_not_get_the_pair_of_a_stem() -> None:
    done = translate(read("behavio?r*"), target(ending=False, inner=False))
    assert done.label == "narrower"
    assert done.refused
