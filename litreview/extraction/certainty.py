"""The certainty of evidence by GRADE: where it starts, what moves it, and what it comes to.

Balshem and others 2011, GRADE guidelines 3, J Clin Epidemiol 64:401 (doi
10.1016/j.jclinepi.2010.07.015) for the levels and what rates down; Guyatt and others 2011, GRADE
guidelines 9, 64:1311 (doi 10.1016/j.jclinepi.2011.06.004) for what rates up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

LEVELS: Final = ("very low", "low", "moderate", "high")
"""From the lowest."""
START: Final = "starting_certainty"
REASON: Final = "_reason"
"""What the field with the reason of a judgement ends in."""
_SERIOUS: Final = {"not serious": 0, "serious": -1, "very serious": -2, "extremely serious": -3}
_YES: Final = {"no": 0, "yes": 1}
DOWN: Final[Mapping[str, tuple[str, Mapping[str, int]]]] = {
    "risk_of_bias": ("risk of bias", _SERIOUS),
    "inconsistency": ("inconsistency", _SERIOUS),
    "indirectness": ("indirectness", _SERIOUS),
    "imprecision": ("imprecision", _SERIOUS),
    "publication_bias": ("publication bias", {"undetected": 0, "strongly suspected": -1}),
}
UP: Final[Mapping[str, tuple[str, Mapping[str, int]]]] = {
    "large_effect": ("large effect", {"no": 0, "large": 1, "very large": 2}),
    "dose_response": ("gradient of dose and response", _YES),
    "opposing_confounding": ("confounding that would have hidden the effect", _YES),
}
"""Field -> its name in words, and the levels that each judgement moves."""


@dataclass(frozen=True, slots=True)
class Step:
    """A judgement that moves the certainty. by: levels, below zero down; reason: "" where none."""

    name: str
    judgement: str
    by: int
    reason: str


@dataclass(frozen=True, slots=True)
class Certainty:
    """What the judgements come to.

    level: one of LEVELS, "" where something is not judged; open: what is not, in words. doubt: what
    speaks against a step up, "" where nothing does.
    """

    level: str
    start: str
    steps: tuple[Step, ...]
    open: tuple[str, ...]
    doubt: str = ""

    @property
    def circles(self) -> str:
        """Four circles, filled up to the level; "" where there is none."""
        filled = LEVELS.index(self.level) + 1 if self.level else 0
        return "●" * filled + "○" * (len(LEVELS) - filled) if filled else ""


def certainty(values: Mapping[str, str]) -> Certainty:
    """The certainty by the fields of the form `grade`.

    Each step counts in full and the sum stays between very low and high. What rates down must be
    judged, what rates up need not be. A word that is no option is not judged.
    """
    start = _said(values, START)
    steps, missing = [], [] if start in LEVELS else ["starting certainty"]
    for field, (name, moves) in {**DOWN, **UP}.items():
        given = _said(values, field)
        if given in moves:
            steps.append(
                Step(name, given, moves[given], values.get(f"{field}{REASON}", "").strip())
            )
        elif given or field in DOWN:
            missing.append(f"{name} ({given!r} is no judgement)" if given else name)
    moving = tuple(one for one in steps if one.by)
    level = ""
    if not missing:
        reached = LEVELS.index(start) + sum(one.by for one in moving)
        level = LEVELS[max(0, min(reached, len(LEVELS) - 1))]
    return Certainty(level, start, moving, tuple(missing), "; ".join(_doubts(start, moving)))


def _doubts(start: str, steps: tuple[Step, ...]) -> Iterator[str]:
    if not any(one.by > 0 for one in steps):
        return
    if any(one.by < 0 for one in steps):
        yield "rated up although it is rated down too"
    if start == LEVELS[-1]:
        yield "rated up although it starts high"


def _said(values: Mapping[str, str], field: str) -> str:
    return values.get(field, "").strip().casefold()
