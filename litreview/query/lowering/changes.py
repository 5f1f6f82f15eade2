"""What a rewriting does to what a part finds, in words that need no knowledge of the program."""

from __future__ import annotations

from typing import Literal, NamedTuple

from litreview.query.tree import Node

Effect = Literal["same", "larger", "smaller", "gone"]
"""Of the part: it finds the same, more, or less; or nothing of it could be said."""


class Change(NamedTuple):
    """effect: on the part. why: what the target lacks, to be read behind its name ("has no NOT").

    so: what is done instead.
    """

    effect: Effect
    why: str
    so: str = ""


class Lowered(NamedTuple):
    """A part as the target can say it; None: it cannot."""

    node: Node | None
    changes: tuple[Change, ...] = ()


def worst(changes: tuple[Change, ...]) -> Effect:
    """The effect of several changes to one part; both more and less counts as less."""
    effects = {change.effect for change in changes}
    for effect in _FROM_WORST:
        if effect in effects:
            return effect
    return "same"


_FROM_WORST: tuple[Effect, ...] = ("gone", "smaller", "larger")
