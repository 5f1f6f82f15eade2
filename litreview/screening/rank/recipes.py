"""The recipes by name.

`elas_u4` is ASReview's default (3.0.8), repeated to the last rank; it needs scikit-learn's start-up
time and learns after every label. `default` is the same model, made and solved faster, which learns
anew when a fiftieth more has been labelled, beside the prior that other reviews taught.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from litreview.errors import UnknownName
from litreview.screening.rank.balance import Balanced
from litreview.screening.rank.exact_svc import LinearSvc
from litreview.screening.rank.exact_tfidf import exact_tfidf
from litreview.screening.rank.parts import Prior, Recipe
from litreview.screening.rank.query import highest
from litreview.screening.rank.squared_hinge import SquaredHinge
from litreview.screening.rank.tfidf import tfidf

COST, RATIO = 0.11, 9.8
"""ELAS u4's, which its authors tuned on the SYNERGY sets."""


def every_label(labels: int) -> int:
    """Learn after each label."""
    del labels
    return 1


def a_fiftieth(labels: int) -> int:
    """Learn when 2 % more are labelled: more often gains next to nothing (bench/README.md)."""
    return max(1, labels // 50)


ELAS_U4 = Recipe(
    name="elas_u4",
    features=exact_tfidf,
    classifier=LinearSvc(COST),
    balance=Balanced(RATIO),
    query=highest,
    pause=every_label,
    top_down=True,
)
DEFAULT = Recipe(
    name="default",
    features=tfidf,
    classifier=SquaredHinge(COST),
    balance=Balanced(RATIO),
    query=highest,
    pause=a_fiftieth,
    top_down=False,
)
RECIPES: dict[str, Recipe] = {one.name: one for one in (DEFAULT, ELAS_U4)}


def _learned_prior() -> Prior:
    from litreview.screening.rank.prior import load

    return load()


_LEARNED: dict[str, Callable[[], Prior]] = {DEFAULT.name: _learned_prior}
"""Recipe -> what loads its learned prior."""


def recipe(name: str, *, learned_prior: bool = True) -> Recipe:
    """The recipe of that name, without its prior where `learned_prior` is False.

    Raises UnknownName.
    """
    if name not in RECIPES:
        raise UnknownName(
            f"there is no recipe {name!r}", remedy=f"name one of: {', '.join(RECIPES)}"
        )
    load = _LEARNED.get(name) if learned_prior else None
    return replace(RECIPES[name], prior=load()) if load else RECIPES[name]
