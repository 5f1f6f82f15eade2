"""Tools for risk of bias as data: what a rule proposes, and which judgement an estimate has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import SettingsError
from litreview.extraction.appraisal.appraisals import appraisals, findings, rated
from litreview.extraction.appraisal.rules import RULES
from litreview.extraction.appraisal.tool import OVERALL, Tool
from litreview.extraction.forms import Form, default_forms, parse_form
from litreview.extraction.joined import Rows
from litreview.extraction.rows import Row

FORMS = {name: parse_form(text, name) for name, text in default_forms().items()}
TOOLS = {name: form for name, form in FORMS.items() if form.tool is not None}
ROB = TOOLS["rob-2"]


def tool_of(form: Form) -> Tool:
    assert form.tool is not None
    return form.tool


def row(form: str, name: str, **values: str) -> Row:
    return Row(form, name, "S", values, "ann", "2026-01-01", name)


def rob(name: str = "A1", **values: str) -> Row:
    return row("rob-2", name, **{f"d{at}": "low" for at in range(1, 6)} | values)


@pytest.mark.parametrize("name", TOOLS)
def test_a_shipped_tool_names_its_source_its_rule_and_a_sign_for_every_judgement(name: str) -> None:
    tool = tool_of(TOOLS[name])
    assert tool.reference
    assert tool.link.startswith("https://") or name == "generic-bias"
    assert len({one.symbol for one in tool.judgements}) == len(tool.judgements)
    assert not tool.rule or tool.rule in RULES.names()
    fields = {field.name for field in TOOLS[name].fields}
    assert {OVERALL, *(domain.name for domain in tool.domains)} <= fields


@pytest.mark.parametrize(
    ("given_", "overall"),
    [
        ({}, "low"),
        ({"d2": "some concerns"}, "some concerns"),
        ({"d2": "some concerns", "d3": "some concerns"}, "some concerns"),
        ({"d1": "high", "d2": "some concerns"}, "high"),
        ({"d1": "not reported"}, ""),
    ],
)
def test_rob_2_proposes(given_: dict[str, str], overall: str) -> None:
    (found,) = appraisals([rob(**given_)], FORMS)
    assert found.proposed.judgement == overall
    assert found.holds == overall


def test_several_concerns_are_left_to_a_reviewer() -> None:
    (found,) = appraisals([rob(d1="some concerns", d2="some concerns")], FORMS)
    assert "a reviewer decides" in found.proposed.why
    (waiting,) = appraisals([rob(d4="")], FORMS)
    assert waiting.proposed.why == "not judged yet: Measurement of the outcome"


@pytest.mark.parametrize(
    ("judged", "overall"),
    [
        ({"d1": "moderate"}, "moderate"),
        ({"d1": "serious", "d5": "no information"}, "serious"),
        ({"d1": "moderate", "d5": "no information"}, "no information"),
        ({"d3": "critical"}, "critical"),
    ],
)
def test_robins_i_proposes(judged: dict[str, str], overall: str) -> None:
    values = {f"d{at}": "low" for at in range(1, 8)} | judged
    (found,) = appraisals([row("robins-i", "A", **values)], FORMS)
    assert found.proposed.judgement == overall


def test_robins_i_v2_has_six_domains_and_the_worst_decides() -> None:
    values = {"d1": "low except for concerns about uncontrolled confounding"}
    values |= {f"d{at}": "low" for at in range(2, 7)}
    (found,) = appraisals([row("robins-i-v2", "A", **values)], FORMS)
    assert found.proposed.judgement == values["d1"]
    worse = values | {"d2": "moderate", "d4": "moderate"}
    (found,) = appraisals([row("robins-i-v2", "A", **worse)], FORMS)
    assert found.proposed.judgement == "moderate"
    assert "may add up to serious" in found.proposed.why


RULED = sorted(name for name, form in TOOLS.items() if tool_of(form).rule)


@given(st.sampled_from(RULED).flatmap(lambda name: st.tuples(st.just(name), st.randoms())))
def test_no_rule_comes_to_better_than_the_worst_domain(drawn: tuple[str, object]) -> None:
    name, random = drawn
    tool = tool_of(TOOLS[name])
    words = [one.name for one in tool.judgements]
    judged = {one.name: random.choice(words) for one in tool.domains}  # type: ignore[attr-defined]
    proposed = RULES.get(tool.rule).propose(tool, judged).judgement
    assert proposed in words
    rank = tool.rank(proposed)
    worst = max(
        (found for one in judged.values() if (found := tool.rank(one)) is not None), default=0
    )
    assert rank is None or rank >= worst


def test_an_estimate_has_its_own_judgement_before_that_of_its_study() -> None:
    study = rob("A1", d1="high")
    own = rob("A2", estimate_id="E1")
    found = appraisals([study, own], FORMS)
    assert [one.holds for one in rated(found, "S", "E1")] == ["low"]
    assert [one.holds for one in rated(found, "S", "E2")] == ["high"]
    assert rated(found, "T", "E1") == ()
    assert rated(found, "S", "E1", "clear") == ()


def test_an_appraisal_takes_no_values_from_what_it_judges() -> None:
    estimate = row("estimate", "E1", design="RCT", overall="high")
    rating = row("clear", "A1", estimate_id="E1", controls="high")
    joined = Rows.of([estimate, rating], FORMS).join(rating)
    assert joined.values == rating.values


def test_a_judgement_against_the_rule_needs_a_reason_and_open_domains_are_told() -> None:
    against = rob(d1="high", overall="low")
    excused = rob(d1="high", overall="low", overall_support="the deviation is known to be small")
    open_ = row("rob-2", "A2", d1="low", overall="low")
    codes = [
        [one.code for one in findings(appraisals([r], FORMS))] for r in (against, excused, open_)
    ]
    assert codes == [["EX180"], [], ["EX181"]]


def test_a_tool_of_one_s_own_is_a_file_and_a_fault_in_it_is_told() -> None:
    text = """
name = "own"
label = "Our own"
noun = "appraisal"
row_id = ""
[appraisal]
level = "study"
reference = "ours"
[[appraisal.judgements]]
name = "good"
symbol = "+"
[[appraisal.judgements]]
name = "bad"
symbol = "-"
[[appraisal.domains]]
name = "lot"
label = "By lot"
[[fields]]
name = "study_id"
label = "Study"
group = "identity"
type = "id"
"""
    form = parse_form(text, "own.toml")
    assert [field.name for field in form.fields][1:3] == ["lot", "lot_support"]
    for broken in (
        text.replace('symbol = "-"', 'symbol = "+"'),
        text.replace('symbol = "-"', 'symbol = "--"'),
        text.replace('noun = "appraisal"', 'noun = "study"'),
        text.replace('level = "study"', 'level = "person"'),
        text.replace('name = "lot"', 'name = "overall"'),
    ):
        with pytest.raises(SettingsError) as caught:
            parse_form(broken, "own.toml")
        assert caught.value.remedy
