"""Confidence interval, standard error, t, p and stars of one effect against each other.

The parts are read and compared by `extraction.convert`, which allows for the rounding of the
printed digits. Parts that cannot be by themselves (a p above 1) are the matter of other rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from litreview.extraction.checks.found import of_row
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.extraction.convert.conflicts import conflicts
from litreview.extraction.convert.effect import Conflict
from litreview.extraction.convert.reading import read
from litreview.model import Finding, Severity

_INTERVAL: Final[dict[str, Severity]] = {
    "interval": "error",
    "estimate outside": "error",
    "asymmetric": "warning",
}
_BETWEEN: Final = frozenset({"se", "p", "sign"})
_SPREADS: Final = ("se", "ci", "t_value", "p_value", "p_or_significance_as_stated", "stars")


def _find(table: Table) -> Iterator[Finding]:
    for case in table.of_noun("estimate"):
        if not any(case.text(name) for name in (*_SPREADS, "ci_lower", "ci_upper")):
            continue
        for given in read(case.values).givens:
            for conflict in conflicts(given):
                found = _told(case, conflict)
                if found is not None:
                    yield found


def _told(case: Case, conflict: Conflict) -> Finding | None:
    """The finding of a conflict; None for one of a single part, which has a rule of its own."""
    if conflict.code in _INTERVAL:
        return of_row(
            ("EX118", _INTERVAL[conflict.code]),
            case,
            conflict.message,
            "compare the effect, both ends and the unit with the source",
        )
    if conflict.code in _BETWEEN and len(conflict.between) > 1:
        return of_row(
            ("EX119", "warning"),
            case,
            conflict.message,
            "compare both with the source: which test, which level, clustered or not",
        )
    return None


RULE = Rule(
    codes={
        "EX118": "A confidence interval is reversed, does not hold its estimate or is not around "
        "it.",
        "EX119": "Standard error, interval, t, p or stars of one effect contradict each other.",
    },
    title="interval, standard error, t, p and stars against each other",
    find=_find,
    noun="estimate",
    needs=(
        ("effect_value", "ci"),
        ("effect_value", "ci_lower", "ci_upper"),
        *(("effect_value", *pair) for pair in combinations(_SPREADS, 2)),
    ),
)
