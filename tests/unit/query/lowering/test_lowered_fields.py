"""Which of a target's fields stand for those that are asked for."""

from __future__ import annotations

import pytest
from query_trees import target

from litreview.query.lowering.fields import choose
from litreview.query.tree import ANYWHERE, TITLE_ABSTRACT, TOPIC, Field, Scope, scope

TITLE, ABSTRACT = scope(Field.TITLE), scope(Field.ABSTRACT)
KEYWORDS, VENUE = scope(Field.KEYWORDS), scope(Field.VENUE)


def chosen(
    wanted: Scope, *native: Scope, up: bool = True, joins: bool = False
) -> tuple[str, tuple[Scope, ...]]:
    scopes = {str(at): one for at, one in enumerate(native)}
    found = choose(wanted, target(scopes=scopes, joins_scopes=joins).capability, up=up)
    return found.change.effect if found.change else "same", found.scopes


@pytest.mark.parametrize(
    ("wanted", "native", "expected"),
    [
        (TOPIC, (TOPIC, TITLE), ("same", (TOPIC,))),
        (TOPIC, (TITLE_ABSTRACT, KEYWORDS, TITLE), ("same", (TITLE_ABSTRACT, KEYWORDS))),
        (TITLE_ABSTRACT, (TOPIC, ANYWHERE), ("larger", (TOPIC,))),
        (TITLE_ABSTRACT, (TITLE, TOPIC), ("larger", (TOPIC,))),
        (TITLE_ABSTRACT, (TITLE, scope(Field.ABSTRACT, Field.KEYWORDS), ANYWHERE),
         ("larger", (TITLE, scope(Field.ABSTRACT, Field.KEYWORDS)))),
        (TOPIC, (TITLE_ABSTRACT, TITLE), ("smaller", (TITLE_ABSTRACT,))),
        (VENUE, (TITLE,), ("gone", ())),
        (VENUE, (TITLE, ANYWHERE), ("larger", (ANYWHERE,))),
        (ANYWHERE, (TOPIC,), ("smaller", (TOPIC,))),
    ],
)  # fmt: skip
def test_going_up_the_same_then_the_least_more_then_the_least_less(
    wanted: Scope, native: tuple[Scope, ...], expected: tuple[str, tuple[Scope, ...]]
) -> None:
    assert chosen(wanted, *native) == expected


def test_fields_that_one_mark_can_name_together_stay_together() -> None:
    assert chosen(TITLE_ABSTRACT, TITLE, ABSTRACT, joins=True) == ("same", (TITLE_ABSTRACT,))


def test_under_not_fewer_fields_are_searched() -> None:
    assert chosen(TOPIC, TITLE_ABSTRACT, ANYWHERE, up=False) == ("smaller", (TITLE_ABSTRACT,))
    assert chosen(TITLE, TOPIC, up=False) == ("gone", ())
