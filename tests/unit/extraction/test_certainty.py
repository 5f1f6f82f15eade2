"""GRADE as arithmetic: what is judged moves the certainty, what is not keeps it open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.extraction.certainty import DOWN, LEVELS, START, UP, certainty
from litreview.extraction.forms import shipped_form

SOUND = {
    **dict.fromkeys(
        ("risk_of_bias", "inconsistency", "indirectness", "imprecision"), "not serious"
    ),
    "publication_bias": "undetected",
    START: "high",
}
MOVES = {**DOWN, **UP}
judgements = st.fixed_dictionaries(
    {START: st.sampled_from(["high", "low"])}
    | {name: st.sampled_from([*moves]) for name, (_, moves) in MOVES.items()}
)


def test_the_form_offers_the_judgements_that_count() -> None:
    form = shipped_form("grade")
    for name, (_, moves) in MOVES.items():
        field = form.field(name)
        assert field is not None
        assert set(field.options) <= set(moves)
        assert form.field(f"{name}_reason") is not None


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({}, "high"),
        ({"risk_of_bias": "Serious "}, "moderate"),
        ({"risk_of_bias": "serious", "imprecision": "very serious"}, "very low"),
        ({"risk_of_bias": "extremely serious", "imprecision": "very serious"}, "very low"),
        ({START: "low"}, "low"),
        ({START: "low", "large_effect": "very large", "dose_response": "yes"}, "high"),
        ({START: "low", "publication_bias": "strongly suspected"}, "very low"),
    ],
)
def test_the_level(values: dict[str, str], level: str) -> None:
    found = certainty(SOUND | values)
    assert found.level == level
    assert found.circles.count("●") == LEVELS.index(level) + 1
    assert len(found.circles) == 4


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"imprecision": ""}, "imprecision"),
        ({START: ""}, "starting certainty"),
        ({"indirectness": "odd"}, "indirectness ('odd' is no judgement)"),
        ({"large_effect": "huge"}, "large effect ('huge' is no judgement)"),
    ],
)
def test_what_is_not_judged_keeps_it_open(values: dict[str, str], missing: str) -> None:
    found = certainty(SOUND | values)
    assert (found.level, found.circles, found.open) == ("", "", (missing,))


def test_a_step_up_beside_a_step_down_is_doubted() -> None:
    values = {START: "low", "risk_of_bias": "serious", "large_effect": "large"}
    assert certainty(SOUND | values).doubt == "rated up although it is rated down too"
    assert certainty(SOUND | {"large_effect": "large"}).doubt == "rated up although it starts high"
    assert not certainty(SOUND | {START: "low", "large_effect": "large"}).doubt


@given(judgements, st.sampled_from(list(DOWN)))
def test_a_worse_judgement_never_raises_it(values: dict[str, str], name: str) -> None:
    moves = DOWN[name][1]
    better, worse = sorted(
        [values[name], min(moves, key=lambda one: moves[one])], key=moves.__getitem__
    )[::-1]
    one, other = (certainty(values | {name: text}) for text in (better, worse))
    assert LEVELS.index(other.level) <= LEVELS.index(one.level)
    assert all(step.by for step in (*one.steps, *other.steps))
