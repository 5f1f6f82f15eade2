"""How often a ranking beside a sitting makes a new order: as often as its recipe learns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from litreview.model import ReportId
from litreview.review.guiding import Beside, _pause
from litreview.screening.guide import Item, Ordering
from litreview.screening.known import Known, Reading

NAMES = [ReportId(f"one:{n}") for n in range(1, 221)]
WAIT = 20


def made(_: Callable[[], bool]) -> Callable[[Known], Ordering]:
    return lambda known: Ordering("0", [Item(one, "ranked") for one in known.unread], "r", 1, 0)


@pytest.mark.parametrize(("recipe", "further"), [("elas_u4", 1), ("default", 4)])
def test_an_order_comes_as_often_as_the_recipe_learns(recipe: str, further: int) -> None:
    labels, unread = dict.fromkeys(NAMES[:200], False), NAMES[200:]
    reading = Reading(NAMES, labels, set(unread), set())
    guide = Beside(made, reading, [Item(one, "") for one in unread], pause=_pause(recipe))
    assert guide.wait(WAIT)
    guide.newer()
    for report in unread[: further - 1]:
        guide.learn(report, "exclude")
    assert not guide.wait(0.05)
    guide.learn(unread[further - 1], "exclude")
    assert guide.wait(WAIT)
    guide.close()
