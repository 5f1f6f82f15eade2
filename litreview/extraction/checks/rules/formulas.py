"""Cells that a spreadsheet would take for a formula."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from litreview.extraction.checks.found import quoted, rows
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.model import Finding

_FORMULA: Final = re.compile(r"\s*(?:=|@|[+\-](?!\s*[\d.,$\u20ac\u00a3%]|\s*$))")
"""A sign before anything but a number; a dash alone stands for "no value"."""
_EXPRESSION: Final = re.compile(
    r"\s*[+\-][\d.,]+\s*[*/^+]|\s*[+\-]\s*\d+\s*[A-Z]+\d", re.IGNORECASE
)


def _find(table: Table) -> Iterator[Finding]:
    hits: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in table.cases:
        for name, text in case.row.values.items():
            if text and _begins(text, name, case):
                hits[case.row.form, name].append(case)
    for (form, name), cases in hits.items():
        text = cases[0].row.values[name]
        yield Finding(
            "EX138",
            "warning",
            f"{quoted(name) if not name.isprintable() else name}: a value that begins like a "
            f"formula, in {rows(cases)} ({quoted(text)})",
            f"form {form}, field {name if name.isprintable() else quoted(name)}",
            "enter the value that the formula gives, or begin the text with a word",
            tuple(dict.fromkeys(case.row.row for case in cases)),
        )


def _begins(text: str, name: str, case: Case) -> bool:
    if name in case.numeric and _EXPRESSION.match(text):
        return True
    field_of_stars = name in ("stars", "p_or_significance_as_stated", "sign_and_significance")
    field = case.form.field(name)
    offered = field is not None and text.strip() in field.options
    return not field_of_stars and not offered and _FORMULA.match(text) is not None


RULE = Rule(
    codes={"EX138": "A value begins like a formula of a spreadsheet."},
    title="cells that begin like a formula",
    find=_find,
    every=True,
)
