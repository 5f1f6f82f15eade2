"""Rows that fit give no finding, and each fault that is put into them is found by its own check.

The invented study below has every kind of value that a check reads. A check that nobody has a
fault for is a failure: it could be one that never fires.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from litreview.extraction.checks import RULES, check_all, reached
from litreview.extraction.forms import default_forms, parse_form
from litreview.extraction.rows import Row
from litreview.model import Finding

FORMS = {name: parse_form(text, name) for name, text in default_forms().items()}
SOURCE = "https://example.org/report"
STUDY = "INVENTED_A"

EFFECT = {
    "outcome": "Employed, quarter 4",
    "effect_unit": "percentage points",
    "effect_unit_code": "percentage points",
    "followup_months": "12",
    "source_url": SOURCE,
}
ROWS: dict[str, tuple[str, dict[str, str]]] = {
    "INVENTED_A": ("study", {"n_randomised": "1000"}),
    "R1": ("report", {"title": "An invented report", "year": "2014", "report_version": "article"}),
    "A1": ("arm", {"arm": "coaching", "role": "intervention", "n_randomised": "500"}),
    "A2": ("arm", {"arm": "usual service", "role": "comparator", "n_randomised": "500"}),
    "E1": (
        "estimate",
        EFFECT
        | {
            "report_id": "R1",
            "arm_id": "A1",
            "effect_value": "4.0",
            "treat_mean": "16.0",
            "control_mean": "12.0",
            "events_treated": "72",
            "events_control": "54",
            "n_treated": "450",
            "n_control": "450",
            "n_total": "1000",
            "n_analysed": "900",
            "se": "2.3",
            "ci_lower": "-0.5",
            "ci_upper": "8.5",
            "ci_level": "95",
            "t_value": "1.74",
            "p_value": "0.08",
            "p_relation": "=",
            "share_women": "48",
        },
    ),
    "E2": (
        "estimate",
        EFFECT
        | {
            "outcome": "Annual earnings, year 1",
            "effect_value": "20.0",
            "effect_unit": "% of control",
            "effect_unit_code": "per cent of control",
            "treat_mean": "1200.0",
            "control_mean": "1000.0",
            "p_or_significance_as_stated": "significant",
        },
    ),
    "E3": (
        "estimate",
        EFFECT
        | {
            "outcome": "Finished a course",
            "subgroup": "men",
            "effect_value": "1.50",
            "effect_unit": "odds ratio",
            "effect_unit_code": "odds ratio",
            "ci": "1.20 to 1.88",
        },
    ),
    "C1": (
        "cost-benefit",
        {
            "programme": "Invented coaching",
            "perspective": "society",
            "perspective_code": "society",
            "report_id": "R1",
            "currency": "DKK",
            "price_year": "2012",
            "time_horizon": "10 years",
            "observed_years": "4",
            "projected_years": "6",
            "discount_rate": "3%",
            "gross_cost": "1215",
            "comparator_cost": "215",
            "net_cost": "1001",
            "cost_per_participant": "1001",
            "benefits": "2502",
            "net_present_value": "1501",
            "bcr": "2.50",
            "roi": "1.50",
            "bcr_or_roi_or_mvpf": "BCR 2.50; ROI 150%",
            "cost_per_job": "25025",
            "additional_jobs": "4.0",
            "balance": "benefits exceed costs",
            "source_url": SOURCE,
        },
    ),
    "C2": (
        "cost-benefit",
        {
            "programme": "Invented coaching",
            "perspective": "participant",
            "currency": "DKK",
            "price_year": "2012",
            "time_horizon": "10 years",
            "net_present_value": "1301",
            "source_url": SOURCE,
        },
    ),
    "C3": (
        "cost-benefit",
        {
            "programme": "Invented coaching",
            "perspective": "government",
            "currency": "DKK",
            "price_year": "2012",
            "time_horizon": "10 years",
            "net_present_value": "200",
            "source_url": SOURCE,
        },
    ),
    "C4": (
        "cost-benefit",
        {
            "programme": "Another invented programme",
            "perspective": "government",
            "currency": "DKK",
            "cost_per_participant": "28290",
            "willingness_to_pay": "11576",
            "fiscal_externality": "1134",
            "mvpf": "0.43",
            "source_url": SOURCE,
        },
    ),
    "P1": ("cost-component", {"cba_id": "C1", "component": "earnings", "kind": "benefit",
                              "party": "participant", "amount": "2302"}),
    "P2": ("cost-component", {"cba_id": "C1", "component": "taxes", "kind": "benefit",
                              "party": "public budget", "amount": "200"}),
}  # fmt: skip


def made(id_: str, form: str, values: dict[str, str]) -> Row:
    key = FORMS[form].row_id
    whole = {key: id_, "study_id": STUDY, **values}
    return Row(form, id_, STUDY, whole, "ann", "2026-01-01", id_)


def study(
    changes: dict[str, dict[str, str]], further: tuple[tuple[str, str, dict[str, str]], ...] = ()
) -> list[Row]:
    """The invented study with some values changed and further rows."""
    rows = [
        made(id_, form, {**values, **changes.get(id_, {})}) for id_, (form, values) in ROWS.items()
    ]
    return [*rows, *(made(id_, form, values) for id_, form, values in further)]


def found(rows: list[Row]) -> tuple[Finding, ...]:
    return check_all(FORMS, rows, {STUDY})


def test_rows_that_fit_give_no_finding() -> None:
    assert [finding.message for finding in found(study({}))] == []


def test_every_rule_can_look_at_the_invented_study() -> None:
    assert {one.name for one in reached(FORMS, study({})) if not one.rows} <= {
        "remarks",
        "units",
        "shared-control",
    }


CHANGED: list[tuple[str, str, dict[str, str]]] = [
    ("EX101", "E1", {"outcome": ""}),
    ("EX102", "C1", {"balance": "rather good"}),
    ("EX103", "E1", {"n_total": "1,5"}),
    ("EX104", "E1", {"se": "0"}),
    ("EX104", "E1", {"n_total": "-1000"}),
    ("EX105", "R1", {"year": "20143"}),
    ("EX106", "E1", {"effect_value": "5.0"}),
    ("EX106", "E1", {"treat_mean": "16.4"}),
    ("EX107", "E1", {"n_total": "899"}),
    ("EX108", "C1", {"bcr": "2.60"}),
    ("EX108", "C1", {"roi": "1.60"}),
    ("EX109", "C1", {"net_present_value": "1511"}),
    ("EX110", "C2", {"net_present_value": "1351"}),
    ("EX110", "C1", {"perspective": "society: participants 2302, taxpayers 250"}),
    ("EX111", "E1", {"source_url": ""}),
    ("EX114", "E1", {"source_url": "page 3"}),
    ("EX116", "E1", {"p_value": "1.08"}),
    ("EX116", "E1", {"share_women": "148"}),
    ("EX116", "E1", {"sd_treated": "0"}),
    ("EX116", "E1", {"take_up_rate": "140"}),
    ("EX116", "E1", {"ci_level": "195"}),
    ("EX116", "E1", {"treat_mean": "116.0"}),
    ("EX116", "E3", {"effect_value": "-1.50"}),
    ("EX117", "E1", {"n_control": "0"}),
    ("EX118", "E1", {"ci_lower": "8.5", "ci_upper": "-0.5"}),
    ("EX118", "E1", {"ci_lower": "4.5"}),
    ("EX118", "E3", {"ci": "1.20 to 3.88"}),
    ("EX119", "E1", {"se": "1.1"}),
    ("EX119", "E1", {"t_value": "2.9"}),
    ("EX119", "E1", {"p_value": "0.001"}),
    ("EX119", "E1", {"t_value": "-1.74"}),
    ("EX120", "E1", {"effect_value": "0.04"}),
    ("EX120", "E1", {"treat_mean": "0.16", "control_mean": "0.12"}),
    ("EX120", "E1", {"treat_mean": "0.16"}),
    ("EX121", "E1", {"effect_unit_code": "currency"}),
    ("EX122", "E1", {"events_treated": "82"}),
    ("EX122", "E1", {"events_control": "454"}),
    ("EX123", "E2", {"effect_value": "25.0"}),
    ("EX125", "E1", {"n_analysed": "1001"}),
    ("EX125", "A1", {"n_randomised": "440"}),
    ("EX125", "A2", {"n_randomised": "600"}),
    ("EX126", "C4", {"currency": "KRONER"}),
    ("EX127", "C1", {"price_year": "2016"}),
    ("EX127", "C1", {"price_year": "1950"}),
    ("EX128", "C1", {"discount_rate": "30%"}),
    ("EX128", "C1", {"discount_rate": "0.03"}),
    ("EX129", "C1", {"projected_years": "8"}),
    ("EX130", "C4", {"mvpf": "0.53"}),
    ("EX131", "C1", {"cost_per_job": "35025"}),
    ("EX132", "C1", {"comparator_cost": "315"}),
    ("EX133", "P1", {"amount": "2402"}),
    ("EX134", "C1", {"roi": "2.50"}),
    ("EX134", "C1", {"bcr_or_roi_or_mvpf": "BCR 3.50"}),
    ("EX135", "C1", {"balance": "costs exceed benefits"}),
    ("EX136", "E1", {"arm_id": "A9"}),
    ("EX136", "E1", {"supersedes": "E1"}),
    ("EX137", "E1", {"supersedes": "E2"}),
    ("EX138", "E1", {"flags": "=HYPERLINK(A1)"}),
    ("EX138", "E1", {"flags": "@SUM(A1)"}),
    ("EX138", "E1", {"flags": "+cmd"}),
    ("EX138", "E1", {"effect_value": "+1+1"}),
    ("EX139", "E1", {"n_total": "1000 (press) / 990 (publisher)"}),
    ("EX139", "E1", {"p_or_significance_as_stated": "article: no effect; draft: positive"}),
    ("EX145", "C1", {"flags": "called social benefits here and net benefits there"}),
    ("EX146", "E1", {"flags": "conflict with the press"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "id_", "values"), CHANGED)
def test_a_changed_value_is_found_by_its_check(code: str, id_: str, values: dict[str, str]) -> None:
    given = [finding for finding in found(study({id_: values})) if finding.code == code]
    assert given, [finding.code for finding in found(study({id_: values}))]
    assert any(id_ in finding.ids for finding in given)
    assert all(finding.remedy and finding.where for finding in given)


def another(base: str, id_: str, **values: str) -> tuple[str, str, dict[str, str]]:
    form, held = ROWS[base]
    return (id_, form, {**held, **values})


ADDED = [
    ("EX140", another("E1", "E9", outcome="Employed, quarter 4", effect_value="7.0",
                      treat_mean="", events_treated="", se="", ci_lower="", ci_upper="",
                      t_value="", p_value="")),
    ("EX140", another("E2", "E9", outcome="Earnings", effect_value="31.0", treat_mean="")),
    ("EX141", another("E2", "E9", effect_value="150", effect_unit="DKK",
                      effect_unit_code="currency", treat_mean="")),
    ("EX142", another("E1", "E9", outcome="In education", n_total="990")),
    ("EX142", another("E1", "E9", outcome="In education", n_total="more than 1200")),
    ("EX143", another("E2", "E9", p_or_significance_as_stated="not significant")),
    ("EX143", another("E1", "E9", effect_value="negative (number not seen)", arm_id="A1")),
    ("EX143", another("E1", "E9", effect_value="no effect (number not seen)")),
    ("EX144", another("C4", "C9", mvpf="1.43", fiscal_externality="",
                      programme="Another invented programme (2016 version)")),
    ("EX144", another("C1", "C9", programme="Invented coaching (working paper)",
                      perspective="societal", perspective_code="", benefits="", roi="", bcr="",
                      net_cost="", cost_per_participant="", gross_cost="", cost_per_job="",
                      bcr_or_roi_or_mvpf="", net_present_value="up to 1900 per person")),
    ("EX144", another("C4", "C9", mvpf="1.43", fiscal_externality="", perspective="not stated")),
    ("EX147", another("C3", "C9", programme="Invented coaching", time_horizon="3 years",
                      net_present_value="-200", balance="costs exceed benefits")),
    ("EX124", another("E1", "E9", arm_id="A2", effect_value="5.0", treat_mean="17.0",
                      events_treated="", se="", ci_lower="", ci_upper="", t_value="", p_value="")),
    ("EX136", ("C9", "cost-component", {"cba_id": "C77", "component": "taxes", "kind": "cost",
                                         "party": "other", "amount": "-1"})),
    ("EX137", ("R2", "report", {"title": "A later one", "year": "2016", "supersedes": "R1"})),
]  # fmt: skip


@pytest.mark.parametrize(("code", "row"), ADDED)
def test_a_further_row_that_does_not_fit_is_found(
    code: str, row: tuple[str, str, dict[str, str]]
) -> None:
    given = [finding for finding in found(study({}, (row,))) if finding.code == code]
    assert given, [(finding.code, finding.message) for finding in found(study({}, (row,)))]


def test_every_check_has_a_fault_that_it_finds() -> None:
    codes = {code for rule in RULES.all() for code in rule.codes}
    tried = {code for code, *_ in CHANGED} | {code for code, *_ in ADDED}
    assert tried == codes


def test_no_code_belongs_to_two_rules() -> None:
    codes = [code for rule in RULES.all() for code in rule.codes]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("id_", "values"),
    [
        ("E1", {"effect_value": "5.0", "adjusted": "yes", "se": "", "ci_lower": "", "ci_upper": "",
                "t_value": "", "p_value": ""}),
        ("C1", {"bcr": "2.6", "roi": "", "bcr_or_roi_or_mvpf": "",
                "flags": "EX108: rounded twice"}),
    ],
)  # fmt: skip
def test_what_is_said_makes_a_warning_a_note(id_: str, values: dict[str, str]) -> None:
    severities = {finding.severity for finding in found(study({id_: values}))}
    assert severities == {"note"}


def test_an_explanation_counts_for_its_own_code_and_row_only() -> None:
    fault = {"bcr": "2.6", "roi": "", "bcr_or_roi_or_mvpf": ""}
    for flags, row in (
        ("EX109: another code", "C1"),
        ("EX108: another row", "C2"),
        ("EX108:", "C1"),
    ):
        changes = {"C1": dict(fault)}
        changes.setdefault(row, {})["flags"] = flags
        (finding,) = [f for f in found(study(changes)) if f.code == "EX108"]
        assert finding.severity == "warning", flags


def test_one_explanation_settles_rows_that_differ_but_not_gathered_values() -> None:
    between = ("E9", *another("E1", "E9", outcome="In education", n_total="990")[1:])
    rows = study({"E1": {"flags": "EX142: those who answered"}}, (between,))
    (persons,) = [f for f in found(rows) if f.code == "EX142"]
    assert persons.severity == "note"
    assert "those who answered" in persons.message
    two = {"E1": {"source_url": "", "flags": "EX111: a letter"}, "E2": {"source_url": ""}}
    (gathered,) = [f for f in found(study(two)) if f.code == "EX111"]
    assert gathered.severity == "warning"


def test_rows_of_two_people_are_not_held_against_each_other() -> None:
    rows = study({})
    other = [replace(row, extractor="bob", id=f"{row.id}b") for row in rows]
    changed = [
        replace(row, values={**row.values, "n_total": "950"}) if row.row == "E1" else row
        for row in other
    ]
    assert {finding.code for finding in found([*rows, *changed])} == set()


def test_a_successor_settles_which_figure_holds() -> None:
    fault = another("E2", "E9", effect_value="31.0", treat_mean="", supersedes="E2")
    severities = {f.code: f.severity for f in found(study({}, (fault,)))}
    assert severities == {"EX137": "note", "EX140": "note"}
