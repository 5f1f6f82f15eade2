"""Which effects of a review may be pooled, and what is said of those that may not."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from litreview.errors import UnknownName
from litreview.extraction.convert import Effect
from litreview.extraction.forms import shipped_form
from litreview.extraction.rows import Row
from litreview.model import EffectsPlan, Estimate, StudyId, reported
from litreview.outputs.evidence import Evidence
from litreview.outputs.pooled import pool_table
from litreview.outputs.pooling import Pool, in_common, pool

MADE = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "tables" / "made.py"))
PLAN = EffectsPlan()


def estimate(id_: str, study: str = "ALPHA", **values: str) -> Estimate:
    held = {
        "effect_value": "4", "effect_unit": "percentage points", "se": "1.5",
        "outcome_domain": "employment", "subgroup": "all", **values,
    }  # fmt: skip
    return Estimate(
        id_,
        StudyId(study),
        held.get("outcome", "In work"),
        reported(held["effect_value"]),
        held["effect_unit"],
        reported("12"),
        subgroup=held["subgroup"],
        values=held,
        extractor="kim",
    )


def evidence(*rows: Estimate, plan: EffectsPlan = PLAN) -> Evidence:
    made: Evidence = MADE["evidence"](rows=False)
    held = tuple(
        Row("estimate", row.id, str(row.study), dict(row.values), row.extractor, "2026", "h")
        for row in rows
    )
    return replace(
        made,
        estimates=rows,
        rows=held,
        forms={"estimate": shipped_form("estimate")},
        plan=replace(made.plan, effects=plan),
    )


def pooled(*rows: Estimate, plan: EffectsPlan = PLAN, turn: bool = False) -> Pool:
    return pool(in_common(evidence(*rows, plan=plan)), "employment", plan, turn=turn)


def ids(found: Pool) -> list[str]:
    return [one.common.row.id for one in found.effects]


def why(found: Pool, id_: str) -> str:
    return next(reason for one, reason in found.left_out if one.row.id == id_)


def test_each_domain_has_the_measure_of_the_plan() -> None:
    rows = (
        estimate("E1"),
        estimate("E2", outcome_domain="earnings", effect_value="5", effect_unit="EUR",
                 control_mean="100"),
    )  # fmt: skip
    found = [one.effect for one in in_common(evidence(*rows))]
    assert [effect.measure for effect in found] == ["RD", "ROM"]
    assert [effect.measure for effect in (o.effect for o in in_common(evidence(*rows), "SMD"))] == [
        "SMD", "SMD",
    ]  # fmt: skip
    assert isinstance(found[0], Effect)
    assert found[0].yi == pytest.approx(0.04)


def test_a_measure_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownName, match="XX"):
        in_common(evidence(estimate("E1"), plan=EffectsPlan(measures={"earnings": "XX"})))


LEFT: dict[str, tuple[Callable[[], Estimate], str]] = {
    "no variance": (lambda: estimate("E2", se=""), "nothing that is printed gives a variance"),
    "in words": (lambda: estimate("E2", effect_value="grew"), "not one number"),
    "part": (lambda: estimate("E2", subgroup="women"), "on some participants"),
    "treatment": (lambda: estimate("E2", estimand="TOT"), "another estimand"),
    "other way": (
        lambda: estimate("E2", "BETA", direction_favourable="lower"),
        "lower is better, and higher is for most",
    ),
    "unsettled": (lambda: replace(estimate("E2", "BETA"), unsettled=True), "nobody has settled"),
}


@pytest.mark.parametrize("case", LEFT)
def test_what_takes_no_part_has_its_reason(case: str) -> None:
    make, reason = LEFT[case]
    found = pooled(estimate("E1"), estimate("E3", "BETA"), make())
    assert ids(found) == ["E1", "E3"]
    assert reason in why(found, "E2")


def test_a_row_that_a_later_one_supersedes_takes_no_part() -> None:
    found = pooled(estimate("E1"), estimate("E2", supersedes="E1"))
    assert ids(found) == ["E2"]
    assert "supersedes" in why(found, "E1")


def test_a_study_with_subgroups_only_takes_part_with_them() -> None:
    found = pooled(estimate("E1", subgroup="women"), estimate("E2", subgroup="men"))
    assert ids(found) == ["E1", "E2"]


def test_an_effect_is_turned_only_where_asked_and_it_is_said() -> None:
    rows = (
        estimate("E1"),
        estimate("E3"),
        estimate("E2", "BETA", direction_favourable="lower"),
    )
    found = pooled(*rows, turn=True)
    by_id = {one.common.row.id: one.effect for one in found.effects}
    assert by_id["E2"].yi == -by_id["E1"].yi
    assert any("turned" in step for step in by_id["E2"].steps)
    assert "turned" in dict(zip(("E1", "E3", "E2"), pool_table(found).rows, strict=True))["E2"][-1]


def test_an_effect_of_the_treatment_goes_by_its_take_up() -> None:
    found = pooled(estimate("E1"), estimate("E2", "BETA", estimand="TOT", take_up_rate="50"))
    by_id = {one.common.row.id: one.effect for one in found.effects}
    assert by_id["E2"].yi == pytest.approx(0.02)


def test_the_table_names_those_left_out_by_reason() -> None:
    words = [estimate(f"E{n}", effect_value=f"word {n}") for n in range(2, 11)]
    table = pool_table(pooled(estimate("E1"), *words))
    assert len(table.rows) == 1
    (note,) = [note for note in table.notes if "left out" in note]
    assert note.startswith("9 effects left out")
    assert note.endswith("(E2, E3, E4, E5, E6, E7 …)")
