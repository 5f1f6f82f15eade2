"""Rows whose comparison group is the same people: noted, so that nobody counts them twice."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.extraction.checks.found import of_rows, rows
from litreview.extraction.checks.keys import arm_of, months_of, outcome_key, subgroup_of
from litreview.extraction.checks.rule import Case, Rule, Table, grouped
from litreview.extraction.printed import is_missing
from litreview.model import Finding

_NEEDS = (("control_group",), ("n_control", "control_mean"))


def _find(table: Table) -> Iterator[Finding]:
    estimates = list(table.of_noun("estimate"))
    seen: set[tuple[str, ...]] = set()
    for by in (_named, _alike):
        for (_, _, key), held in grouped(estimates, by).items():
            sides = {_side(case) for case in held}
            ids = tuple(case.row.row for case in held)
            if len(sides) < 2 or ids in seen:  # noqa: PLR2004 - one arm shares with nobody
                continue
            seen.add(ids)
            how = f"called {key[0]!r}" if by is _named else "as their mean and number are the same"
            yield of_rows(
                ("EX124", "note"),
                held,
                f"{rows(held)} share a comparison group, {how}: its people count once",
                "where they are pooled, split the comparison group or allow for the dependence",
            )


def _named(case: Case) -> tuple[str, ...] | None:
    """Rows that name one comparison group, for one outcome at one time."""
    group = case.text("control_group")
    return (group, *_moment(case)) if group else None


def _alike(case: Case) -> tuple[str, ...] | None:
    """Rows of one outcome and time with the same comparison mean and number of persons."""
    size, mean = case.number("n_control"), case.number("control_mean")
    if size is None or mean is None or is_missing(case.text("outcome")) or not size.value:
        return None
    return (f"{size.value.normalize():f}", f"{mean.value.normalize():f}", *_moment(case))


def _moment(case: Case) -> tuple[str, ...]:
    key = outcome_key(case.text("outcome"))
    return (
        " ".join(sorted(key.words)),
        key.period,
        months_of(case),
        case.text("measurement_window"),
    )


def _side(case: Case) -> tuple[str, str, str]:
    """Who is compared with the comparison group."""
    return (arm_of(case), subgroup_of(case), case.text("intervention_id"))


RULE = Rule(
    codes={"EX124": "Rows share a comparison group, whose people must count once."},
    title="comparison groups that rows share",
    find=_find,
    noun="estimate",
    needs=_NEEDS,
)
