"""What plots read from the rows of a review, and what they refuse to read."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import UsageError
from litreview.extraction.forms import default_forms, shipped_form
from litreview.extraction.rows import Row
from litreview.model import CostBenefit, Estimate, MoneyPlan, StudyId, reported
from litreview.outputs.evidence import Evidence
from litreview.outputs.plots import PLOTS, Ask
from litreview.outputs.plots._canvas import Drawing, Look, texts
from litreview.outputs.plots._ce_plane_evidence import signs
from litreview.outputs.plots._effect_evidence import unit_words
from litreview.outputs.plots._evidence_rows import design_kind, significant, told, why
from litreview.outputs.plots._harvest_data import DESIGNS
from litreview.outputs.plots._svg import svg
from litreview.outputs.plots._ways import Way, sign_test, together, way_of
from litreview.synthesis.swim.directions import Direction, count, of_study

MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "tables" / "made.py"))
NAMES = PLOTS.names()
SIGNS: dict[Way, int | None] = {"better": 1, "worse": -1, "none": 0, "unclear": None}


def estimate(value: str = "4", unit: str = "percentage points", **given: Any) -> Estimate:
    return Estimate(
        id="E1",
        study=StudyId("ALPHA"),
        outcome=given.pop("outcome", "In employment"),
        value=reported(value),
        unit=unit,
        followup_months=reported("12"),
        standard_error=reported(given.pop("se", "")),
        significance=given.pop("said", ""),
        design=given.pop("design", ""),
        values=given,
    )


def made(name: str, evidence: Evidence, **chosen: str) -> Drawing:
    kind = PLOTS.get(name)
    assert kind.from_evidence is not None
    return kind.build(kind.from_evidence(evidence, Ask(Look(), chosen)))


def way(row: Estimate) -> str:
    evidence = replace(MADE["evidence"](), estimates=(row,))
    return "left out" if why(row) else told(evidence).rows[0].way


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (estimate("4"), "better"),
        (estimate("-4"), "worse"),
        (estimate("0"), "none"),
        (estimate("-4", outcome="Weeks on unemployment benefits"), "better"),
        (estimate("4", outcome="Exit from unemployment"), "left out"),
        (estimate("4", outcome="Exit from unemployment", direction_favourable="higher"), "better"),
        (estimate("4", direction_favourable="lower"), "worse"),
        (estimate("0.8", "hazard ratio"), "worse"),
        (estimate("1.2", effect_unit_code="odds ratio"), "better"),
        (estimate("80%", "hazard ratio, change"), "better"),
        (estimate("positive (number not seen)"), "better"),
        (estimate("approximately 0"), "none"),
        (estimate("7 to 10"), "left out"),
        (estimate("not reported", sign_and_significance="-1"), "worse"),
        (estimate("4", outcome="Well-being"), "left out"),
    ],
)
def test_which_way_an_effect_goes(row: Estimate, expected: str) -> None:
    assert way(row) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (estimate(sign_and_significance="0", said="p<.01"), False),
        (estimate(p_value="0.03", p_relation="="), True),
        (estimate(p_value="0.05", p_relation="<"), True),
        (estimate(p_value="0.10", p_relation="<"), None),
        (estimate(p_value="0.10", p_relation=">"), False),
        (estimate(said="p<.01"), True),
        (estimate(said="p<0.1"), None),
        (estimate(said="p = 0.2"), False),
        (estimate(said="n.s."), False),
        (estimate(said="not significant"), False),
        (estimate(said="significant (level not given)"), True),
        (estimate(said="***"), None),
        (estimate("4", se="2"), True),
        (estimate("4", se="2.1"), False),
        (estimate("4", se="-2"), None),
        (estimate("1.2", "odds ratio", se="0.01"), None),
    ],
)
def test_whether_an_effect_is_known_to_differ_from_none(row: Estimate, expected: object) -> None:
    assert significant(row) is expected


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Three RCTs (2008)", "RCT"),
        ("Randomised, two sites", "RCT"),
        ("Quasi-experimental", "Other comparison"),
        ("quasi-randomisation", "Other comparison"),
        ("Non-randomised comparison", "Other comparison"),
        ("Quasi-experiment: statistical matching", "Matching"),
        ("Matched difference-in-differences", "Difference in differences"),
        ("see the report", "not told"),
    ],
)
def test_designs_in_a_few_kinds(words: str, kind: str) -> None:
    assert design_kind(estimate(design=words)) == kind
    assert design_kind(estimate(design=words, evaluation_method="DiD")) == "DiD"


def test_every_option_of_the_form_is_one_of_the_kinds_whose_order_is_known() -> None:
    field = shipped_form("estimate").field("evaluation_method")
    assert field is not None
    kinds = [design_kind(estimate(evaluation_method=option)) for option in field.options]
    assert set(kinds) <= set(DESIGNS)
    assert (kinds[0], kinds[2], kinds[-1]) == ("RCT", "RCT", "No comparison")


@given(st.lists(st.sampled_from(list(SIGNS)), min_size=1, max_size=30))
def test_the_plot_and_the_count_of_directions_agree(ways: list[Way]) -> None:
    assert SIGNS[together([(one, 1) for one in ways]).way] == of_study([SIGNS[w] for w in ways])
    found = sign_test(ways)
    rows = [Direction(f"S{at}", "d", SIGNS[one]) for at, one in enumerate(ways)]
    (counted,) = count(rows)
    assert (found.better, found.worse) == (counted.better, counted.worse)
    assert found.p == (None if counted.p is None else pytest.approx(counted.p))


@pytest.mark.parametrize(
    ("word", "expected"), [("Positive", "better"), ("\u22121", "worse"), ("◄►", "none"), ("", None)]
)
def test_words_of_a_direction(word: str, expected: str | None) -> None:
    assert way_of(word) == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_review_is_drawn_with_whatever_its_texts_hold(name: str) -> None:
    for say in (str, lambda text: f'<b>{text}</b>\x1b[31m\u202e" onload="x'):
        drawing = made(name, MADE["evidence"](say=say))
        text = svg(drawing)
        assert "\x1b" not in text
        assert "<b>" not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_review_without_rows_gets_a_sentence(name: str) -> None:
    assert made(name, MADE["evidence"](rows=False)).empty


def test_only_included_studies_stand_in_a_plot() -> None:
    evidence = MADE["evidence"]()
    some, every = (made("gap-map", evidence, studies=which) for which in ("included", "all"))
    entries = every.data["entries"]
    assert {e["study"] for e in some.data["entries"]} < {e["study"] for e in entries}
    assert all(e["included"] for e in some.data["entries"])
    assert {e["included"] for e in entries} == {True, False}


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        (estimate("4", "percentage points (derived)"), "percentage points"),
        (estimate("4", "pp"), "percentage points"),
        (estimate("4", "Points", effect_unit_code="percentage points"), "percentage points"),
        (estimate("0.04", "probability"), "share"),
        (estimate("4", "%"), "per cent, of what is not said"),
        (estimate("4", "% of control mean"), "per cent of the comparison group"),
        (estimate("1.2", "Odds ratio (adjusted)"), "odds ratio"),
        (estimate("30", "days"), "days"),
        (estimate("2", "Smiles (a day)"), "smiles"),
    ],
)
def test_units_that_are_alike_have_one_name(row: Estimate, unit: str) -> None:
    assert unit_words(row) == unit


def test_a_review_s_effects_share_an_axis_only_in_one_unit() -> None:
    rows = (
        replace(estimate("4", "pp", se="1"), id="E1"),
        replace(estimate("3", "percentage points"), id="E2", followup_months=reported("")),
        replace(estimate("1.2", "odds ratio"), id="E3"),
        replace(estimate("positive", "pp"), id="E4"),
    )
    evidence = replace(MADE["evidence"](), estimates=rows)
    forest = made("forest", evidence, unit="percentage points")
    assert [(row["value"], row["group"]) for row in forest.data["rows"]] == [
        (4, "12 months"),
        (3, "follow-up not told"),
    ]
    assert any("1 in odds ratio" in note for note in forest.notes)
    assert any("E4" in note for note in forest.notes)
    ratios = made("forest", evidence, unit="Odds ratio").data
    assert (ratios["log"], len(ratios["rows"])) == (True, 1)
    funnel = made("funnel", evidence, unit="percentage points")
    assert funnel.data["missing"] == [forest.data["rows"][1]["label"]]
    with pytest.raises(UsageError, match="in one measure"):
        made("forest", evidence, pool="REML", unit="percentage points")


def printed(id_: str, study: str, value: str, unit: str, **more: str) -> Estimate:
    held = {"effect_value": value, "effect_unit": unit, "outcome_domain": "employment", **more}
    return replace(estimate(value, unit), id=id_, study=StudyId(study), values=held)


def test_a_review_s_forest_has_one_measure_and_pools_studies_not_effects() -> None:
    rows = (
        printed("E1", "ALPHA", "4", "percentage points", se="1"),
        printed("E2", "ALPHA", "0.03", "probability", se="0.01"),
        printed("E3", "BETA", "1.5", "odds ratio", control_mean="20%", ci="1.1 to 2.0"),
        printed("E4", "BETA", "2", "percentage points"),
        printed("E5", "BETA", "grew", "percentage points"),
    )
    forms = {"estimate": shipped_form("estimate")}
    evidence = replace(MADE["evidence"](rows=False), estimates=rows, forms=forms)
    forest = made("forest", evidence, pool="REML")
    drawn = {row["detail"] + str(round(row["value"], 1)): row for row in forest.data["rows"]}
    assert sorted(row["value"] for row in forest.data["rows"])[:3] == pytest.approx([2, 3, 4])
    assert sum(row["low"] is None for row in drawn.values()) == 1
    assert any("E5" in note for note in forest.notes)
    assert "3 effects of 2 studies" in svg(forest)
    ratios = made("forest", evidence, measure="logOR")
    assert ratios.data["log"]
    assert [row["value"] for row in ratios.data["rows"]] == pytest.approx([1.5])


def appraisal(row: str, about: str = "", extractor: str = "kim", **judgements: str) -> Row:
    values = {"appraisal_id": row, "study_id": "ALPHA", "estimate_id": about, **judgements}
    return Row("rob-2", row, "ALPHA", values, extractor, "2026-11-20T10:00:00Z", row)


def test_appraisals_are_rows_of_the_tool_that_made_them() -> None:
    forms = {name: shipped_form(name) for name in default_forms()}
    rows = (
        appraisal("R1", "E1", d1="low", d2="low", d3="low", d4="low", d5="some concerns"),
        appraisal("R2", "E2", overall="high", d1="high"),
        replace(appraisal("R3"), study="ZETA"),
    )
    evidence = replace(MADE["evidence"](), rows=rows, forms=forms)
    drawing = made("rob", evidence)
    found = {row["label"]: row for row in drawing.data["rows"]}
    assert len(found) == 2
    first, second = (next(r for k, r in found.items() if f"({e})" in k) for e in ("E1", "E2"))
    assert first["Overall"] == "some concerns"
    assert second["Overall"] == "high"
    assert "1 overall judgement given by the tool's rule, not by a person" in drawing.notes
    assert drawing.title == "Risk of bias: RoB 2, randomised trials"


def cost(**given: str) -> CostBenefit:
    nothing = reported("")
    return CostBenefit(
        id="C1",
        study=StudyId("ALPHA"),
        programme="Mentors at work",
        perspective="society",
        currency=given.pop("currency", "EUR"),
        price_year=reported(given.pop("price_year", "2019")),
        cost=reported(given.pop("cost", "1200")),
        benefits=nothing,
        net_present_value=nothing,
        ratio="",
        values={"country": "Germany", **given},
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (cost(estimate_id="E1"), "no cost net of the comparison"),
        (cost(net_cost="900"), "the row names no estimate of the effect"),
        (cost(net_cost="900 to 950", estimate_id="E1"), "the cost is not one number (900 to 950)"),
        (cost(net_cost="900", estimate_id="E1", price_year="not reported"), "price year"),
    ],
)
def test_what_the_plane_lacks_is_listed(row: CostBenefit, reason: str) -> None:
    drawing = made("ce-plane", _with(row))
    assert drawing.empty
    assert reason in " ".join(drawing.notes)
    assert reason in " ".join(text.text for text in texts(drawing.shapes))


def test_net_costs_stand_on_the_plane_in_the_money_of_the_plan() -> None:
    drawing = made("ce-plane", _with(cost(net_cost="900", estimate_id="E1")), wtp="300")
    assert (drawing.data["currency"], drawing.data["price_year"]) == ("EUR", "2023")
    (point,) = drawing.data["points"]
    assert point["effect"] == 4
    assert 900 < point["cost"] < 1200  # prices rose between 2019 and 2023
    assert any("EUR 900, " in note for note in drawing.notes)
    assert made("ce-plane", _with(cost(estimate_id="E1")), gross="yes").data["points"]


@pytest.mark.parametrize(
    ("row", "costs", "better"),
    [
        (cost(net_cost="900", estimate_id="E1"), 1, 1),
        (cost(net_cost="900", estimate_id="E1", cost_direction="lower"), -1, 1),
        (cost(effect_direction="the same", estimate_id="E1"), None, 0),
        (cost(cost_direction="higher", effect_direction="worse"), 1, -1),
        (cost(), None, None),
    ],
)
def test_a_coded_direction_goes_before_the_sign_of_an_amount(
    row: CostBenefit, costs: int | None, better: int | None
) -> None:
    (found,) = signs(_with(row))
    assert (found.costs, found.better) == (costs, better)


def _with(row: CostBenefit) -> Evidence:
    evidence = MADE["evidence"]()
    plan = replace(evidence.plan, money=MoneyPlan(("Germany",), 2023))
    return replace(evidence, plan=plan, estimates=(estimate(),), costs=(row,))
