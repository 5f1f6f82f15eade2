"""Numbers of persons: groups against the whole, analysed against assigned, arms against study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from litreview.extraction.checks.found import of_row, of_rows
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.extraction.forms import Noun
from litreview.extraction.values import named
from litreview.model import Finding

_PERSONS = ("n_total", "n_treated", "n_control")
_REMEDY = "check which sample each number counts"


def _find(table: Table) -> Iterator[Finding]:
    studies = _assigned_in(table, "study")
    arms = _assigned_in(table, "arm")
    for case in table.cases:
        total, treated, control = (case.number(name) for name in _PERSONS)
        if total is None:
            pass
        elif treated is not None and control is not None:
            if treated.value + control.value > total.value:
                yield of_row(
                    ("EX107", "warning"),
                    case,
                    f"{treated.value} treated + {control.value} controls are more than the total "
                    f"of {total.value}",
                    _REMEDY,
                )
        else:
            yield from _part(case)
        yield from _analysed(case, studies)
        yield from _in_arm(case, arms)
    yield from _arms(studies, arms)


def _assigned_in(table: Table, noun: Noun) -> dict[tuple[str, str, str], Case]:
    """The studies or arms whose own row says how many persons were assigned."""
    cases = table.of_noun(noun)
    return {
        (case.row.extractor, case.row.study, case.row.row): case
        for case in cases
        if case.own("n_randomised") and case.number("n_randomised") is not None
    }


def _part(case: Case) -> Iterator[Finding]:
    """One group alone that is larger than the whole."""
    total = case.number("n_total")
    for name in ("n_treated", "n_control"):
        part = case.number(name)
        if total is not None and part is not None and part.value > total.value:
            yield of_row(
                ("EX107", "warning"),
                case,
                f"{name} {part.value} is more than the total of {total.value}",
                _REMEDY,
            )


def _analysed(case: Case, studies: dict[tuple[str, str, str], Case]) -> Iterator[Finding]:
    """Persons analysed against those in the study and those assigned in it."""
    analysed = case.number("n_analysed")
    if analysed is None or not case.own("n_analysed"):
        return
    study = studies.get((case.row.extractor, case.row.study, case.row.study))
    assigned = study.number("n_randomised") if study else None
    for whole, what in ((assigned, "assigned"), (case.number("n_total"), "in the study")):
        if whole is not None and analysed.value > whole.value:
            yield of_row(
                ("EX125", "warning"),
                case,
                f"{analysed.value} persons analysed are more than the {whole.value} {what}",
                _REMEDY,
            )
            return


def _in_arm(case: Case, arms: dict[tuple[str, str, str], Case]) -> Iterator[Finding]:
    """The treated of a row against the persons assigned to its arm."""
    arm = arms.get((case.row.extractor, case.row.study, case.text("arm_id")))
    treated = case.number("n_treated")
    if arm is None or treated is None or arm.text("role") == "comparator":
        return
    assigned = arm.number("n_randomised")
    if assigned is not None and treated.value > assigned.value:
        yield of_rows(
            ("EX125", "warning"),
            [case, arm],
            f"{treated.value} treated in {named(case.row.row)} are more than the "
            f"{assigned.value} assigned to the arm",
            _REMEDY,
        )


def _arms(
    studies: dict[tuple[str, str, str], Case], arms: dict[tuple[str, str, str], Case]
) -> Iterator[Finding]:
    """The arms of a study together against the persons assigned in it."""
    held: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for (who, study, _), arm in arms.items():
        held[who, study].append(arm)
    for (who, study, _), row in studies.items():
        whole = row.number("n_randomised")
        parts = held.get((who, study), [])
        total = sum(one.value for arm in parts if (one := arm.number("n_randomised")))
        if whole is not None and total > whole.value:
            yield of_rows(
                ("EX125", "warning"),
                [row, *parts],
                f"the arms have {total} persons together, but {whole.value} were assigned in "
                "the study",
                _REMEDY,
            )


RULE = Rule(
    codes={
        "EX107": "Treated and controls together are more than the total.",
        "EX125": "More persons are analysed than assigned, or in the arms than in the study.",
    },
    title="numbers of persons against each other",
    find=_find,
    needs=(
        ("n_total", "n_treated"),
        ("n_total", "n_control"),
        ("n_analysed", "n_total"),
        ("n_analysed", "n_randomised"),
        ("n_randomised",),
    ),
)
