"""Which rows a later one supersedes, by itself or with the report that it was read from."""

from __future__ import annotations

from collections.abc import Sequence

from litreview.extraction.checks.rule import Case, Table

Key = tuple[str, str, str, str]


def superseded(table: Table) -> frozenset[Key]:
    """The rows that another row names as superseded, and those read from a superseded report."""
    named: set[Key] = set()
    reports: set[tuple[str, str, str]] = set()
    for case in table.cases:
        older = case.own("supersedes")
        if older and older != case.row.row:
            named.add((case.row.extractor, case.row.form, case.row.study, older))
            if case.noun == "report":
                reports.add((case.row.extractor, case.row.study, older))
    for case in table.cases:
        if (case.row.extractor, case.row.study, case.own("report_id")) in reports:
            named.add(key_of(case))
    return frozenset(named)


def key_of(case: Case) -> Key:
    """A row among all rows."""
    return (case.row.extractor, case.row.form, case.row.study, case.row.row)


def settled(cases: Sequence[Case], older: frozenset[Key]) -> bool:
    """Whether all but one of these rows are superseded, so that it is said which one counts."""
    return sum(key_of(case) not in older for case in cases) <= 1
