"""Values that nothing can have: a p value above 1, a share above 100 per cent, nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from litreview.extraction.checks.found import of_row
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.extraction.checks.units import kind_of
from litreview.extraction.printed import is_missing, printed
from litreview.extraction.values import gather
from litreview.model import Finding

_WHOLE: Final = 100
_ONE: Final = 1
_WEEK: Final = 168


def _between(low: int, high: int) -> Callable[[Decimal], bool]:
    return lambda number: low <= number <= high


def _above(number: Decimal) -> bool:
    return number > 0


def _not_below(number: Decimal) -> bool:
    return number >= 0


BOUNDS: Final[Mapping[str, tuple[Callable[[Decimal], bool], str]]] = {
    "p_value": (_between(0, _ONE), "a p value is from 0 to 1"),
    "ci_level": (
        lambda number: 0 < number < _WHOLE,
        "a level is in per cent, above 0 and below 100",
    ),
    "icc": (_between(-_ONE, _ONE), "a correlation is from -1 to 1"),
    "sd_treated": (_above, "a standard deviation is above 0"),
    "sd_control": (_above, "a standard deviation is above 0"),
    "cluster_size": (_above, "a cluster has somebody in it"),
    "share_women": (_between(0, _WHOLE), "a share is from 0 to 100 per cent"),
    "share_migrants": (_between(0, _WHOLE), "a share is from 0 to 100 per cent"),
    "take_up_rate": (_between(0, _WHOLE), "a share is from 0 to 100 per cent"),
    "unemployment_rate_at_start": (_between(0, _WHOLE), "a rate is from 0 to 100 per cent"),
    "probability_favourable": (_between(0, _WHOLE), "a probability is from 0 to 100 per cent"),
    "additional_jobs": (_between(-_WHOLE, _WHOLE), "of 100 persons at most 100 have a job more"),
    "hours_per_week": (_between(0, _WEEK), "a week has 168 hours"),
    "max_duration_months": (_not_below, "a duration is not below 0"),
    "observed_years": (_not_below, "a time is not below 0"),
    "projected_years": (_not_below, "a time is not below 0"),
}
"""Fields whose values have bounds: the test of a value, and the bound in words."""
NOBODY: Final = ("n_total", "n_treated", "n_control", "n_analysed")
_P: Final = re.compile(r"\bp\s*[=<>\u2264]\s*(-?\d+(?:\.\d+)?|-?\.\d+)", re.IGNORECASE)


def _find(table: Table) -> Iterator[Finding]:
    for name in table.forms:
        held = [case for case in table.cases if case.row.form == name]
        yield from _bounded(held, f"form {name}")
        yield from _nobody(held, f"form {name}")
    for case in table.of_noun("estimate"):
        for message in (*_shares(case), *_ratios(case), *_p(case)):
            yield of_row(("EX116", "error"), case, message, "compare with the source")


def _bounded(cases: list[Case], where: str) -> Iterator[Finding]:
    for name, (test, bound) in BOUNDS.items():
        field = cases[0].form.field(name) if cases else None
        if field is not None:
            hits = _hits(cases, name, test)
            says = (f"a value that cannot be, as {bound}", "compare with the source")
            yield from gather(("EX116", "error"), field, hits, says, where)


def _nobody(cases: list[Case], where: str) -> Iterator[Finding]:
    for name in NOBODY:
        field = cases[0].form.field(name) if cases else None
        if field is not None:
            hits = _hits(cases, name, lambda number: number != 0)
            says = (
                "a group of 0 persons has no effect",
                'leave the field empty where there was no such group, or write "not reported"',
            )
            yield from gather(("EX117", "error"), field, hits, says, where)


def _hits(cases: list[Case], name: str, test: Callable[[Decimal], bool]) -> list[tuple[str, str]]:
    """Rows whose own value is one plain number that fails `test`."""
    texts = ((case.row.row, case.row.values.get(name, "")) for case in cases)
    numbers = ((row, text, None if is_missing(text) else printed(text)) for row, text in texts)
    return [(row, text) for row, text, n in numbers if n is not None and not test(n.value)]


def _shares(case: Case) -> Iterator[str]:
    kind = kind_of(case)
    effect = case.number("effect_value")
    if kind == "points":
        for name in ("treat_mean", "control_mean"):
            share = case.number(name)
            if share is not None and not 0 <= share.value <= _WHOLE:
                yield f"{name} {share.value} is no share from 0 to 100 per cent"
        if effect is not None and abs(effect.value) > _WHOLE:
            yield f"the effect of {effect.value} percentage points is beyond 100"


def _ratios(case: Case) -> Iterator[str]:
    kind = kind_of(case)
    if kind not in ("hazard ratio", "odds ratio", "risk ratio"):
        return
    for name in ("effect_value", "ci_lower", "ci_upper"):
        number = case.number(name)
        if number is not None and number.value <= 0:
            yield f"{name} {number.value} is not above 0, which a ratio ({kind}) is"


def _p(case: Case) -> Iterator[str]:
    for match in _P.finditer(case.text("p_or_significance_as_stated")):
        if not 0 <= Decimal(match[1]) <= 1:
            yield f"p {match[1]} is not from 0 to 1"


RULE = Rule(
    codes={
        "EX116": "A value that cannot be: p, a share, a level, a ratio or a standard deviation "
        "outside its bounds.",
        "EX117": "A group of 0 persons.",
    },
    title="values outside what is possible",
    find=_find,
    every=True,
)
