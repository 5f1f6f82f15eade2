"""Single values against their field: missing, not among the options, no number, implausible."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.extraction.checks.rule import Rule, Table
from litreview.extraction.values import (
    implausible,
    not_addresses,
    not_options,
    not_plain,
    required_missing,
    source_missing,
)
from litreview.model import Finding

_TESTS = (required_missing, not_options, not_plain, implausible, source_missing, not_addresses)


def _find(table: Table) -> Iterator[Finding]:
    for name, form in table.forms.items():
        pairs = [(c.row.row, c.row.values) for c in table.cases if c.row.form == name]
        for test in _TESTS:
            yield from test(form, pairs, f"form {name}")


RULE = Rule(
    codes={
        "EX101": "A required field has no value.",
        "EX102": "A value is not among the options of its field.",
        "EX103": "Text where the form wants one plain number, whole number or year.",
        "EX104": "A count below zero or not whole, a standard error not above zero.",
        "EX105": "A year before 1900, after 2100 or not whole.",
        "EX111": "No source is given.",
        "EX114": "A field for a web address holds something else.",
    },
    title="every value against its field",
    find=_find,
    every=True,
)
