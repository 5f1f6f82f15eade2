"""Summary of findings: effects that are pooled or entered, never one for the other."""

from __future__ import annotations

import math
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from litreview.extraction.forms import shipped_form
from litreview.extraction.rows import Row
from litreview.outputs.evidence import Evidence
from litreview.outputs.table import Table
from litreview.outputs.tables import TABLES
from litreview.synthesis.effects import Effects
from litreview.synthesis.fit import fit

MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "tables" / "made.py"))
SOUND = {
    "outcome": "In work",
    "outcome_domain": "employment",
    "starting_certainty": "high",
    "publication_bias": "undetected",
    **dict.fromkeys(
        ("risk_of_bias", "inconsistency", "indirectness", "imprecision"), "not serious"
    ),
}


def judged(*values: dict[str, str], **changes: Any) -> Table:
    rows = tuple(
        Row("grade", f"G{at}", "review", SOUND | one, "kim", "", f"g{at}")
        for at, one in enumerate(values, start=1)
    )
    held: Evidence = replace(MADE["evidence"](), rows=rows, forms={"grade": shipped_form("grade")})
    return TABLES.get("summary-of-findings").build(replace(held, **changes))


def first(table: Table) -> dict[str, str]:
    return dict(zip((column.key for column in table.columns), table.rows[0], strict=True))


def in_odds(evidence: Evidence) -> Any:
    effects = replace(evidence.plan.effects, measure="logOR", measures={})
    return replace(evidence.plan, effects=effects)


def test_a_risk_difference_is_pooled_as_synth_fit_pools_it() -> None:
    found = first(judged({"baseline_risk": "26.5"}))
    pooled = fit(Effects.of([0.045, 0.045], [0.021**2, 0.021**2])).pooled
    low, high = (round(1000 * end) for end in pooled.ci)
    assert found["difference"] == f"45 more per 1,000 ({low} more to {high} more)"
    assert (found["without"], found["with"]) == ("265 per 1,000", "310 per 1,000")
    assert found["relative"] == ""
    assert found["basis"] == "pooled: 2 effects of 2 studies, random effects, REML"


def test_a_ratio_becomes_absolute_for_the_risk_that_is_entered() -> None:
    table = judged({"baseline_risk": "20"}, plan=in_odds(MADE["evidence"]()))
    found = first(table)
    ratio = float(found["relative"].split()[2])
    odds = ratio * 0.2 / 0.8
    with_ = round(1000 * odds / (1 + odds))
    assert found["relative"].startswith("odds ratio ")
    assert math.isclose(int(found["with"].split()[0]), with_, abs_tol=1)
    assert "source not told" in " ".join(table.notes)
    bare = first(judged({}, plan=in_odds(MADE["evidence"]())))
    assert (bare["without"], bare["with"], bare["difference"]) == ("", "", "")


def test_an_entered_effect_stands_only_where_nothing_is_pooled_and_says_so() -> None:
    given = {"relative_effect": "1.1 (0.9 to 1.3)", "effect_source": "a report", "studies": "3"}
    alone = first(judged(given | {"outcome_domain": "earnings"}))
    assert alone["relative"] == "1.1 (0.9 to 1.3)"
    assert alone["participants"] == "not known (3 studies)"
    assert alone["basis"].startswith("entered by kim from a report; no effect of earnings can be")
    beside = judged(given)
    assert first(beside)["relative"] == ""
    assert (
        "In work: the entered effect (1.1 (0.9 to 1.3)) gives way to the pooled one."
        in beside.notes
    )


@pytest.mark.parametrize("text", ["a third", "120", "-3"])
def test_a_risk_that_is_none_is_not_used(text: str) -> None:
    table = judged({"baseline_risk": text})
    assert first(table)["without"] == ""
    assert f"In work: the risk {text!r} is no number from 0 to 100, and not used." in table.notes


def test_participants_are_those_of_the_pooled_studies_as_far_as_known() -> None:
    evidence = MADE["evidence"]()

    def told(*known: str) -> Any:
        return tuple(
            replace(row, values=row.values | {"n_total": "120" if row.study in known else "n/a"})
            for row in evidence.estimates
        )

    def cell(*known: str, **given: str) -> str:
        return first(judged(given, estimates=told(*known)))["participants"]

    assert cell("ALPHA", "BETA") == "240 (2 studies)"
    assert cell("ALPHA") == "at least 120 (2 studies); not known of 1"
    assert cell("ALPHA", participants="300") == "300 as entered (2 studies)"
    assert cell() == "not known (2 studies)"


def test_seven_outcomes_at_most_the_critical_ones_first() -> None:
    bare = {"outcome_domain": ""}
    table = judged(
        *({"outcome": f"Outcome {at}", **bare} for at in range(7)),
        {"outcome": "Vital", "importance": "critical", **bare},
        {"outcome": "Alone", "comparison": "another", **bare},
    )
    assert [row[1] for row in table.rows] == [
        "Vital",
        *(f"Outcome {at}" for at in range(6)),
        "Alone",
    ]
    assert "At most 7 outcomes are shown; not: Outcome 6." in table.notes


def test_one_reason_has_one_letter_in_all_rows() -> None:
    serious = {"imprecision": "serious", "imprecision_reason": "few people"}
    table = judged(serious, serious | {"risk_of_bias": "very serious"})
    assert [row[7] for row in table.rows] == ["●●●○ moderate (a)", "●○○○ very low (a, b)"]
    assert "a. Rated down 1 for imprecision (serious): few people" in table.notes
    assert "b. Rated down 2 for risk of bias (very serious): no reason given" in table.notes


def test_two_people_who_differ_are_told_apart() -> None:
    held = MADE["evidence"]()
    rows = tuple(Row("grade", "G1", "review", SOUND, who, "", who) for who in ("kim", "lou"))
    table = TABLES.get("summary-of-findings").build(
        replace(held, rows=rows, forms={"grade": shipped_form("grade")})
    )
    assert [row[1] for row in table.rows] == ["In work (kim)", "In work (lou)"]
