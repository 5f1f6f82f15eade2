"""Rows that name other rows: links that lead nowhere, and rows that others supersede."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from litreview.extraction.checks.found import named_rows, of_row, of_rows
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.extraction.values import named
from litreview.model import Finding

Index = dict[tuple[str, str, str, str], Case]


def _find(table: Table) -> Iterator[Finding]:
    index: Index = {
        (case.row.extractor, case.row.form, case.row.study, case.row.row): case
        for case in table.cases
    }
    others = {(form, study, row) for _, form, study, row in index}
    for case in table.cases:
        yield from _broken(case, table, others)
    yield from _superseded(table, index)


def _broken(case: Case, table: Table, others: set[tuple[str, str, str]]) -> Iterator[Finding]:
    """Links of a row to rows that its study does not have, under a form that is there."""
    for field in case.form.fields:
        target = case.own(field.name) if field.type == "row" else ""
        if not target or field.refers not in table.forms:
            continue
        if target == case.row.row and field.refers == case.row.form:
            what = "itself"
        elif (field.refers, case.row.study, target) not in others:
            what = f"{named(target)}, which is no row of the form {field.refers} in this study"
        else:
            continue
        yield of_row(
            ("EX136", "warning"),
            case,
            f"{field.name} names {what}",
            "name a row of that form and study, or leave the field empty",
        )


def _superseded(table: Table, index: Index) -> Iterator[Finding]:
    """Rows in force that another row supersedes, or that were read from a superseded report."""
    pairs: dict[tuple[str, str, str], list[tuple[Case, Case]]] = defaultdict(list)
    reports: dict[tuple[str, str, str], Case] = {}
    for case in table.cases:
        row, older = case.row, case.own("supersedes")
        if not older:
            continue
        if case.noun == "report":
            reports[row.extractor, row.study, older] = case
        found = index.get((row.extractor, row.form, row.study, older))
        if found is not None and found is not case and case.noun != "report":
            pairs[row.extractor, row.form, row.study].append((found, case))
    for held in pairs.values():
        said = ", ".join(f"{named(old.row.row)} by {named(new.row.row)}" for old, new in held[:4])
        rest = f" and {len(held) - 4} more" if len(held) > 4 else ""  # noqa: PLR2004
        yield of_rows(
            ("EX137", "note"),
            [case for pair in held for case in pair],
            f"superseded, and still among the rows: {said}{rest}",
            "nothing: take the later rows where results are put together",
        )
    yield from _of_reports(table, reports)


def _of_reports(table: Table, reports: dict[tuple[str, str, str], Case]) -> Iterator[Finding]:
    """Rows read from a report that a later one supersedes, one finding a report."""
    held: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for case in table.cases:
        key = (case.row.extractor, case.row.study, case.own("report_id"))
        if key in reports and case.noun != "report":
            held[key].append(case)
    for key, cases in held.items():
        yield of_rows(
            ("EX137", "note"),
            cases,
            f"{named_rows(cases)} read from the report {named(key[2])}, which "
            f"{named(reports[key].row.row)} supersedes",
            "nothing: take the later rows where results are put together",
        )


RULE = Rule(
    codes={
        "EX136": "A row names another row that does not exist, or itself.",
        "EX137": "A superseded row stands beside its successor.",
    },
    title="links between rows",
    find=_find,
)
