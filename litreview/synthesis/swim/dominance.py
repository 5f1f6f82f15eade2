"""The hierarchical decision matrix of JBI for economic results: cost against effect.

Nixon, Khan and Kleijnen 2001, Summarising economic evaluations in systematic reviews, BMJ 322:1596;
Gomersall and others 2015, doi 10.1097/XEB.0000000000000049. Ratios are never averaged: each result
stands in one of nine cells, and a cell either settles the choice or does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Cost = Literal["higher", "the same", "lower"]
Effect = Literal["better", "the same", "worse"]
Says = Literal["strongly for", "weakly for", "unclear", "weakly against", "strongly against"]

SAYS: Final[dict[tuple[str, str], Says]] = {
    ("lower", "better"): "strongly for",
    ("lower", "the same"): "weakly for",
    ("the same", "better"): "weakly for",
    ("higher", "better"): "unclear",
    ("the same", "the same"): "unclear",
    ("lower", "worse"): "unclear",
    ("the same", "worse"): "weakly against",
    ("higher", "the same"): "weakly against",
    ("higher", "worse"): "strongly against",
}
"""What a cell says of the programme: dominant, dominated, or a matter of value."""

_COSTS: Final[dict[str, frozenset[str]]] = {
    "higher": frozenset({"higher", "more", "up", "increase", "increased", "dearer", "+", "+1"}),
    "the same": frozenset({"the same", "same", "equal", "no difference", "unchanged", "0"}),
    "lower": frozenset({"lower", "less", "down", "decrease", "decreased", "cheaper", "-", "-1"}),
}


def cost_of(text: str) -> str:
    """Which cost a word of a file names; "" for another word."""
    plain = " ".join(text.replace("\u2212", "-").split()).casefold()
    return next((cost for cost, words in _COSTS.items() if plain in words), "")


@dataclass(frozen=True, slots=True)
class Result:
    """One economic result: its row, and its cost and effect against the comparator; "" unknown."""

    row: str
    cost: str
    effect: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """cells: (cost, effect) -> the rows in it; unknown: rows whose cost or effect is not told."""

    cells: dict[tuple[str, str], tuple[str, ...]]
    unknown: tuple[str, ...]

    def says(self, what: Says) -> tuple[str, ...]:
        """The rows whose cell says so."""
        return tuple(row for cell, rows in self.cells.items() if SAYS[cell] == what for row in rows)


def matrix(results: Iterable[Result]) -> Matrix:
    """Every result in exactly one cell, or among the unknown."""
    cells: dict[tuple[str, str], list[str]] = {cell: [] for cell in SAYS}
    unknown: list[str] = []
    for one in results:
        cells.get((one.cost, one.effect), unknown).append(one.row)
    return Matrix({cell: tuple(rows) for cell, rows in cells.items()}, tuple(unknown))
