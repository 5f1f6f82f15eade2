"""Checks of extracted rows: stable codes, one sentence each, never false precision.

Only values that are one plain number enter a sum, and a sum fails only where the rounding of the
printed digits cannot explain it. A finding does not say who is wrong: often the source is.

A rule is one file in ``checks/rules`` that defines ``RULE``; another check is another file. A row
whose flags say ``EX140: why it is so`` has explained that finding, which is a note from then on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from litreview.extraction.appraisal.appraisals import appraisals
from litreview.extraction.appraisal.appraisals import findings as judged
from litreview.extraction.checks.rule import Rule, Table
from litreview.extraction.forms import WHOLE_REVIEW, Form
from litreview.extraction.rows import Row
from litreview.extraction.values import named, shown
from litreview.model import Finding, Severity
from litreview.registry import Registry

__all__ = ["RULES", "SEVERITIES", "Reach", "Rule", "check", "check_all", "reached", "unlinked"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
RULES: Final = Registry("litreview.extraction.checks.rules", "RULE", Rule, "check")
_EXPLAINED: Final = re.compile(r"\b(EX\d{3}):\s*([^;]+)")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one rule came: `rows` of `of` have the values that it needs.

    lacking: the sets of fields of which the others have no whole one.
    """

    name: str
    title: str
    codes: tuple[str, ...]
    rows: int
    of: int
    lacking: tuple[tuple[str, ...], ...]


def check_all(
    forms: Mapping[str, Form], rows: Iterable[Row], studies: Collection[str]
) -> tuple[Finding, ...]:
    """What stands out in `rows`, the worst first: within rows, between them and among studies.

    forms: by name; rows under any other form are one finding (EX115). studies: the ids of the
    review's studies. Linear in the rows, n log n within a study.
    """
    held = list(rows)
    found = list(_findings(Table.of(forms, held)))
    strangers: dict[str, list[Row]] = defaultdict(list)
    for row in held:
        if row.form not in forms:
            strangers[row.form].append(row)
    found += [_formless(name, gone) for name, gone in strangers.items()]
    found += unlinked(held, studies)
    found += judged(appraisals(held, forms))
    return _in_order(found)


def check(form: Form, rows: Iterable[Row]) -> tuple[Finding, ...]:
    """What stands out in the rows of `form`; rows of other forms are passed over."""
    return _in_order(_findings(Table.of({form.name: form}, rows)))


def reached(forms: Mapping[str, Form], rows: Iterable[Row]) -> tuple[Reach, ...]:
    """How many rows each rule could look at; rules for forms that have no rows are left out."""
    table = Table.of(forms, rows)
    found = []
    for name in RULES.names():
        rule = RULES.get(name)
        count, of = rule.reach(table)
        if of:
            found.append(Reach(name, rule.title, tuple(rule.codes), count, of, rule.needs))
    return tuple(found)


def _findings(table: Table) -> Iterable[Finding]:
    """The findings of every rule, those that rows explain as notes."""
    said = _explanations(table)
    for rule in RULES.all():
        for finding in rule.find(table):
            yield _explained(finding, said, every=rule.every)


def _in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each once, the worst first: two rules, or two rows alike, may find the same."""
    once = {(one.code, one.message, one.where, one.ids): one for one in found}
    return tuple(sorted(once.values(), key=_rank))


def _explanations(table: Table) -> Mapping[tuple[str, str], str]:
    """What the flags of rows say to explain a finding: by code and row."""
    return {
        (code, case.row.row): " ".join(why.split())
        for case in table.cases
        for code, why in _EXPLAINED.findall(case.own("flags"))
        if why.strip()
    }


def _explained(finding: Finding, said: Mapping[tuple[str, str], str], *, every: bool) -> Finding:
    whys = [said.get((finding.code, id_), "") for id_ in finding.ids]
    enough = all(whys) if every else any(whys)
    if not enough or finding.severity == "note":
        return finding
    why = next(one for one in whys if one)
    return replace(finding, severity="note", message=f"{finding.message}; explained: {shown(why)}")


def _rank(finding: Finding) -> tuple[int, str]:
    return (SEVERITIES.index(finding.severity), finding.code)


def _formless(name: str, rows: Sequence[Row]) -> Finding:
    """EX115: rows under a form that is gone."""
    return Finding(
        code="EX115",
        severity="warning",
        message=f"{_many(len(rows))} been entered under the form {shown(name)}, "
        "which does not exist: nothing was checked",
        where="extraction",
        remedy="put the form back into forms/",
        ids=tuple(row.row for row in rows),
    )


def unlinked(rows: Iterable[Row], studies: Collection[str]) -> tuple[Finding, ...]:
    """EX112: rows that name a study which no report of the review is linked to.

    studies: the ids of the review's studies. One finding a study, by its id.
    """
    strangers: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.study not in studies and row.study != WHOLE_REVIEW:
            strangers[row.study].append(row.row)
    return tuple(
        Finding(
            code="EX112",
            severity="note",
            message=f"no report of this review belongs to the study {shown(study)}, which "
            f"{_many(len(ids))} named ({named(ids[0])}{' ...' if len(ids) > 1 else ''})",
            where="extraction",
            remedy="link a report to the study, or correct the study of these rows",
            ids=tuple(ids),
        )
        for study, ids in sorted(strangers.items())
    )


def _many(count: int) -> str:
    return "one row has" if count == 1 else f"{count} rows have"
