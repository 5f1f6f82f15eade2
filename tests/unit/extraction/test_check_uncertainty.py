"""Interval, standard error, t and p of an estimate: consistent ones are silent, others told."""

from __future__ import annotations

import pytest

from litreview.extraction.checks import check
from litreview.extraction.forms import default_forms, parse_form
from litreview.extraction.rows import Row

FORM = parse_form(default_forms()["estimate"], "estimate")
SOUND = {
    "estimate_id": "E1", "study_id": "S", "outcome": "In employment", "effect_value": "4.0",
    "effect_unit": "percentage points", "se": "1.5", "ci_lower": "1.06", "ci_upper": "6.94",
    "p_value": "0.0077", "p_relation": "=", "t_value": "2.667",
    "source_url": "https://example.org",
}  # fmt: skip


def codes(**changed: str) -> set[tuple[str, str]]:
    row = Row("estimate", "E1", "S", SOUND | changed, "ann", "2026-01-01", "h")
    return {(one.code, one.severity) for one in check(FORM, [row])}


def test_parts_that_fit_are_silent() -> None:
    assert codes() == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"se": "4.5"}, "EX119"),
        ({"p_value": "0.4"}, "EX119"),
        ({"t_value": "-2.667"}, "EX119"),
        ({"effect_value": "9.0"}, "EX118"),
        ({"ci_lower": "6.94", "ci_upper": "1.06"}, "EX118"),
    ],
)
def test_each_part_that_does_not_fit_is_told(changed: dict[str, str], code: str) -> None:
    assert code in {found for found, severity in codes(**changed) if severity != "note"}
