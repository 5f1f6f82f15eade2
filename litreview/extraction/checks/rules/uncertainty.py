"""Confidence interval, standard error, t and p of one estimate against each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from litreview.extraction.checks.found import of_row
from litreview.extraction.checks.rule import Rule, Table
from litreview.extraction.convert.conflicts import conflicts
from litreview.extraction.convert.effect import Conflict
from litreview.extraction.convert.reading import read
from litreview.model import Finding, Severity

_INTERVAL: Final = ("interval", "estimate outside")
_BETWEEN: Final = ("se", "p", "sign")
_TWO: Final = 2
"""A conflict between two parts; a part that is impossible by itself has its own rule."""


def _find(table: Table) -> Iterator[Finding]:
    for case in table.of_noun("estimate"):
        reading = read(case.values)
        for given in reading.givens[:1]:
            for one in conflicts(given):
                kind = _kind(one)
                if kind is not None:
                    remedy = "compare both with the source, and say in the flags what it prints"
                    yield of_row(kind, case, one.message, remedy)


def _kind(one: Conflict) -> tuple[str, Severity] | None:
    if one.code in _INTERVAL:
        return "EX118", "warning"
    if one.code == "asymmetric":
        return "EX118", "note"
    if one.code in _BETWEEN and len(one.between) == _TWO:
        return "EX119", "warning"
    return None


RULE = Rule(
    codes={
        "EX118": "A confidence interval does not hold its estimate, has its ends in no order, or "
        "is not symmetric.",
        "EX119": "Standard error, confidence interval, t and p do not mean the same.",
    },
    title="standard error, interval, t and p against each other",
    find=_find,
    noun="estimate",
    needs=(("se", "ci"), ("se", "p_value"), ("ci", "effect_value"), ("se", "t_value")),
)
