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
        ("labo?r", {"optional": True}, ("untouched", "labo?r")),
        ("labo?r", {"one": True}, ("same", "labor OR labo#r")),
        ("labo?r", {"inner": True}, ("larger", "labo*r")),
        ("labo?r", {}, ("larger", "labo*")),
        ("labo?r", {"ending": False}, ("smaller", "labor")),
        ("work*{2}", {"limited_ending": True}, ("untouched", "work*{2}")),
        ("work*{2}", {"one": True}, ("same", "work OR work# OR work##")),
        ("work*{2}", {"optional": True}, ("same", "work??")),
        ("work*{2}", {}, ("larger", "work*")),
        ("work*{9}", {"one": True}, ("larger", "work*")),
        ("wom#n", {"one": True}, ("untouched", "wom#n")),
        ("wom#n", {}, ("larger", "wom*")),
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
        ("labo?r", {"one": True}, ("same", "labor OR labo#r")),
        ("labo?r", {}, ("smaller", "labor")),
        ("jo*", {"ending_after": 3}, ("smaller", "jo")),
        ("wom#n", {}, ("gone", "")),
        ("la*r", {}, ("smaller", "lar")),
    ],
)
def test_under_not_less_is_chosen(
    word: str, abilities: dict[str, object], expected: tuple[str, str]
) -> None:
    assert spelt(word, up=False, **abilities) == expected
