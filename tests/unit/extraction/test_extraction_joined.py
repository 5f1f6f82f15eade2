"""A value that is entered once, at the level where it holds, is read from there."""

from __future__ import annotations

from litreview.extraction.forms import default_forms, parse_form
from litreview.extraction.joined import Rows
from litreview.extraction.rows import Row

FORMS = {name: parse_form(text, name) for name, text in default_forms().items()}


def row(form: str, name: str, study: str = "S", **values: str) -> Row:
    return Row(form, name, study, values, "ann", "2026-01-01", f"{form}-{name}")


STUDY = row("study", "S", country="Norway", clusters="12", study_id="S")
COACH = row("intervention", "I1", caseload="20", mentor_type="coach")
ARM = row("arm", "A1", intervention_id="I1", arm="treated", take_up_rate="80")


def test_the_nearest_row_that_has_a_value_gives_it() -> None:
    estimate = row("estimate", "E1", arm_id="A1", caseload="35", clusters="not reported")
    joined = Rows.of([STUDY, COACH, ARM, estimate], FORMS).join(estimate)
    assert joined.values["caseload"] == "35"
    assert joined.values["mentor_type"] == "coach"
    assert joined.values["country"] == "Norway"
    assert joined.values["clusters"] == "12"
    assert joined.origin["mentor_type"] == ("intervention", "I1")
    assert joined.origin["country"] == ("study", "S")
    assert "caseload" not in joined.origin
    assert "intervention_id" not in joined.values


def test_rows_of_another_study_and_links_to_nothing_give_nothing() -> None:
    estimate = row("estimate", "E1", "T", arm_id="A1", intervention_id="gone")
    joined = Rows.of([STUDY, COACH, ARM, estimate], FORMS).join(estimate)
    assert joined.values == estimate.values
    assert not joined.origin


def test_what_a_row_supersedes_says_nothing_about_it() -> None:
    old = row("estimate", "E1", outcome="in work")
    new = row("estimate", "E2", supersedes="E1")
    rows = Rows.of([old, new], FORMS)
    assert rows.referred(new) == ()
    assert rows.join(new).values == {"supersedes": "E1"}


def test_an_economic_result_takes_nothing_from_the_effect_that_it_names() -> None:
    effect = row("estimate", "E1", arm_id="A1", treat_mean="60", flags="raw")
    cost = row("cost-benefit", "C1", estimate_id="E1", net_cost="914")
    joined = Rows.of([STUDY, COACH, ARM, effect, cost], FORMS).join(cost)
    assert joined.values == {"estimate_id": "E1", "net_cost": "914", **_context(STUDY)}


def _context(study: Row) -> dict[str, str]:
    return {name: text for name, text in study.values.items() if name != "study_id"}


def test_a_circle_of_links_ends() -> None:
    text = """
name = "a"
label = "A"
noun = "other"
row_id = ""
[[fields]]
name = "study_id"
label = "Study"
group = "identity"
type = "id"
[[fields]]
name = "b"
label = "B"
group = "identity"
type = "row"
refers = "b"
"""
    other = text.replace('"a"', '"c"').replace('"b"', '"a"').replace('"c"', '"b"')
    forms = {"a": parse_form(text, "a"), "b": parse_form(other, "b")}
    one, two = row("a", "1", b="2"), row("b", "2", a="1", x="3")
    assert Rows.of([one, two], forms).referred(one) == (two,)
