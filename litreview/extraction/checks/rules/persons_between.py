"""The number of persons in one study, where its rows say different numbers."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.extraction.checks.found import by_value, of_rows
from litreview.extraction.checks.keys import arm_of, subgroup_of
from litreview.extraction.checks.rule import Case, Rule, Table, grouped
from litreview.extraction.checks.twofold import said_twice
from litreview.extraction.leading import Lead, bare_number, lead
from litreview.model import Finding


def _find(table: Table) -> Iterator[Finding]:
    for group in grouped(table.of_noun("estimate"), _key).values():
        exact: dict[str, list[Case]] = {}
        bounds: list[tuple[Case, Lead]] = []
        for case in group:
            found = _persons(case)
            if found is None:
                continue
            if found.bound:
                bounds.append((case, found))
            else:
                exact.setdefault(f"{found.number.value.normalize():f}", []).append(case)
        if len(exact) > 1:
            cases = [case for held in exact.values() for case in held]
            yield of_rows(
                ("EX142", "warning"),
                cases,
                f"persons in the study: {by_value(exact)}",
                "see which report or sample each counts: enter those analysed in n_analysed, or "
                "say it in the flags",
            )
        yield from _outside(exact, bounds)


def _key(case: Case) -> tuple[str, str, str] | None:
    return (case.row.form, subgroup_of(case), arm_of(case)) if case.own("n_total") else None


def _persons(case: Case) -> Lead | None:
    text = case.own("n_total")
    if said_twice(text):
        return None
    number = bare_number(text)
    return Lead(number) if number is not None else lead(text)


def _outside(exact: dict[str, list[Case]], bounds: list[tuple[Case, Lead]]) -> Iterator[Finding]:
    """`more than 16000` beside fewer persons, `at most` beside more."""
    cases = [case for held in exact.values() for case in held]
    for case, bound in bounds[:1]:
        wrong = [
            other
            for other in cases
            if (number := _persons(other)) is not None
            and (
                (bound.bound == "at least" and number.number.value < bound.number.value)
                or (bound.bound == "at most" and number.number.value > bound.number.value)
            )
        ]
        if wrong:
            said = {case.own("n_total"): [case]}
            for other in wrong:
                said.setdefault(other.own("n_total"), []).append(other)
            yield of_rows(
                ("EX142", "warning"),
                [case, *wrong],
                f"persons in the study: {by_value(said)}",
                "see which report or sample each counts",
            )


RULE = Rule(
    codes={"EX142": "Rows of one study give different numbers of persons in it."},
    title="the number of persons in one study",
    find=_find,
    noun="estimate",
    needs=(("n_total",),),
)
