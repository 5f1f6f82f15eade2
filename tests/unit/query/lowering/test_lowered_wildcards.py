"""A word with wildcards that a target lacks."""

from __future__ import annotations

import pytest
from query_trees import read, target

from litreview.query.lowering.wildcards import signs_of, spellings
from litreview.query.shape import plain, text_of
from litreview.query.tree import Scoped, Term


def spelt(word: str, *, up: bool = True, **abilities: object) -> tuple[str, str]:
    """What becomes of `word`: the effect, and the alternatives."""
    node = plain(read(word))
    assert isinstance(node, Scoped)
    assert isinstance(node.item, Term)
    found = spellings(node.item.pieces, signs_of(target(**abilities).capability), up)
    effect = found.change.effect if found.change else "untouched"
    return effect, " OR ".join(text_of(one) for one in found.words)


@pytest.mark.parametrize(
    ("word", "abilities", "expected"),
    [
        ("plio?r", {"optional": True}, ("untouched", "plio?r")),
        ("plio?r", {"one": True}, ("same", "plior OR plio#r")),
        ("plio?r", {"inner": True}, ("larger", "plio*r")),
        ("plio?r", {}, ("larger", "plio*")),
        ("plio?r", {"ending": False}, ("smaller", "plior")),
        ("work*{2}", {"limited_ending": True}, ("untouched", "work*{2}")),
        ("work*{2}", {"one": True}, ("same", "work OR work# OR work##")),
        ("work*{2}", {"optional": True}, ("same", "work??")),
        ("work*{2}", {}, ("larger", "work*")),
        ("work*{9}", {"one": True}, ("larger", "work*")),
        ("wor#n", {"one": True}, ("untouched", "wor#n")),
        ("wor#n", {}, ("larger", "wor*")),
        ("work#", {"one": True, "one_at_end": False}, ("larger", "work*")),
        ("jo*", {"ending_after": 3}, ("smaller", "jo")),
        ("job*", {"ending_after": 3}, ("untouched", "job*")),
        ("l?bo?r", {"ending_after": 3}, ("smaller", "lbor")),
        ("la*r", {}, ("larger", "la*")),
        ("*ship", {}, ("smaller", "ship")),
        ("*ship", {"leading": True}, ("untouched", "*ship")),
        ("#ship", {}, ("gone", "")),
        ("be?havio?r*", {"one": True}, (
            "same", "behavior* OR behavio#r* OR be#havior* OR be#havio#r*")),
    ],
)  # fmt: skip
def test_going_up_the_same_is_chosen_before_more_and_more_before_less(
    word: str, abilities: dict[str, object], expected: tuple[str, str]
) -> None:
    assert spelt(word, **abilities) == expected


@pytest.mark.parametrize(
    ("word", "abilities", "expected"),
    [
        ("plio?r", {"one": True}, ("same", "plior OR plio#r")),
        ("plio?r", {}, ("smaller", "plior")),
        ("jo*", {"ending_after": 3}, ("smaller", "jo")),
        ("wor#n", {}, ("gone", "")),
        ("la*r", {}, ("smaller", "lar")),
    ],
)
def test_under_not_less_is_chosen(
    word: str, abilities: dict[str, object], expected: tuple[str, str]
) -> None:
    assert spelt(word, up=False, **abilities) == expected
