"""How a review was done, as far as the log says so beside what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from litreview.events import DuplicatesFound, Entry, RandomCheckAsked, RankingMade


@dataclass(frozen=True, slots=True)
class Ranked:
    """Votes that were cast on reports shown by an order of reading, at a stage, by one recipe.

    orders: those that these votes name, by time; votes: how many they are, of `of` in force there.
    """

    stage: str
    recipe: str
    orders: tuple[RankingMade, ...]
    votes: int
    of: int


@dataclass(frozen=True, slots=True)
class Conduct:
    """What methods, checklists and the list of decisions need beside the evidence.

    programs: those that wrote the log, as they name themselves. run: the search for duplicates in
    force, None where nobody looked. joined, kept_apart: pairs of records that people said are one
    document, or are not. ranked: the orders of reading that votes were cast by. primed: decisions
    of earlier reviews that an order may have learned from. check: the latest random check. tools:
    reviewer -> the automation tool that it is. strategies: the names of all; pressed: strategy ->
    points open in its PRESS form. decisions: the entries of the log, by time, that everybody may
    see; hidden: how many judgements are left out of them because a colleague has still to vote.
    """

    programs: tuple[str, ...] = ()
    run: DuplicatesFound | None = None
    joined: int = 0
    kept_apart: int = 0
    ranked: tuple[Ranked, ...] = ()
    primed: tuple[str, ...] = ()
    check: RandomCheckAsked | None = None
    tools: Mapping[str, str] = field(default_factory=dict)
    strategies: tuple[str, ...] = ()
    pressed: Mapping[str, int] = field(default_factory=dict)
    decisions: Iterable[Entry] = ()
    hidden: int = 0
