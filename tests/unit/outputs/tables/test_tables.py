"""What each table says of the made-up review."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from litreview.extraction.forms import default_forms, parse_form, shipped_form
from litreview.extraction.rows import Row
from litreview.model import Reported, reported
from litreview.outputs.table import Table
from litreview.outputs.tables import TABLES
from litreview.outputs.tables._groups import DOMAINS, GROUPS, domain, people
from litreview.outputs.tables.cost_benefit import balance

NOT_YET = "No study is included yet:"
MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "tables" / "made.py"))


def build(name: str, *args: Any, **kwargs: Any) -> Table:
    return TABLES.get(name).build(MADE["evidence"](*args, **kwargs))


def column(table: Table, key: str) -> list[str]:
    at = [column.key for column in table.columns].index(key)
    return [row[at] for row in table.rows]


def test_characteristics_has_a_row_a_study_in_the_order_of_labels() -> None:
    table = build("characteristics")
    assert column(table, "study") == ["Moss 2010", "Moss 2013", "Reed 2010"]


def test_a_study_bears_the_name_that_it_was_linked_under_beside_its_label() -> None:
    """An extractor writes that name into each row; a study of one report has its id."""
    for name in ("characteristics", "included"):
        table = build(name)
        named = dict(zip(column(table, "study"), column(table, "id"), strict=True))
        assert named == {"Moss 2010": "ALPHA", "Moss 2013": "cited:1", "Reed 2010": "BETA"}


@pytest.mark.parametrize("fate", ["full-text", "not-retrieved", "title"])
def test_a_report_that_is_not_included_does_not_name_a_study_that_is(fate: str) -> None:
    """The first report, of 2010, is out; that of 2011 is by the institute, and in."""
    fates = ((fate, "FAMILY"), ("title", ""), ("title", ""), ("included", "FAMILY"))
    assert column(build("characteristics", fates), "study") == ["Institute of Made-up Labour 2011"]
    out = ((fate, "FAMILY"), ("title", ""), ("title", ""), ("title", "FAMILY"))
    table = build("extracted-elsewhere", out, studies=("FAMILY",))
    assert set(column(table, "study")) == {"Moss 2010"}


def test_characteristics_gathers_what_the_rows_say() -> None:
    first = dict(
        zip(
            [c.key for c in build("characteristics").columns],
            build("characteristics").rows[0],
            strict=True,
        )
    )
    assert first["n"] == "120", "a row that says not reported gives way to one that reports"
    assert first["population"] == "Young adults (unemployed)"
    assert first["mentoring"] == "1:1 mentor (core)"
    assert first["outcomes"] == "In work (12 months; about 30); Earnings (24 months)"
    assert first["reports"] == "2 reports: Moss 2010; Moss 2010"


def test_a_study_without_rows_says_that_nothing_was_extracted() -> None:
    cells = build("characteristics").rows[1][2:10]
    assert set(cells) == {"not extracted"}


def test_a_study_counts_its_reports_that_are_not_included() -> None:
    fates = (("included", "ALPHA"), ("title", "ALPHA"), ("to-screen", ""))
    assert column(build("characteristics", fates), "reports") == [
        "Moss 2010; and 1 linked but not included"
    ]


def test_a_study_with_economic_rows_only_has_its_programme() -> None:
    evidence = replace(MADE["evidence"](), estimates=())
    table = TABLES.get("characteristics").build(evidence)
    assert column(table, "intervention")[0] == "Mentors at work"
    assert column(table, "country")[0] == "Utopia"


def test_effects_keep_unemployed_people_and_people_in_work_apart() -> None:
    groups = column(build("effects"), "group")
    assert groups == sorted(
        groups,
        key=lambda text: (GROUPS.index(text.split(":")[0]), DOMAINS.index(text.split(": ")[1])),
    )
    assert {text.split(":")[0] for text in groups} == {"Unemployed people", "People in work"}


def test_effects_are_as_printed() -> None:
    table = build("effects")
    assert column(table, "effect") == ["4.50", "fell (number not seen)", "-120"] * 2
    assert column(table, "standard_error") == ["2.1", "not extracted", "not extracted"] * 2
    assert column(table, "confidence_interval")[:2] == ["0.3 to 8.7", "not reported"]


def test_effects_stand_by_follow_up_with_those_that_are_no_number_last() -> None:
    assert column(build("effects"), "followup_months")[:2] == ["12", "about 30"]


def test_a_row_on_which_two_people_differ_is_shown_twice_with_their_names() -> None:
    evidence = MADE["evidence"]()
    first, *others = evidence.estimates
    versions = (
        replace(first, unsettled=True),
        replace(first, extractor="lou", value=reported("4.6"), unsettled=True),
    )
    table = TABLES.get("effects").build(replace(evidence, estimates=(*versions, *others)))
    seen = [text for text in column(table, "seen_in") if "extracted by" in text]
    assert seen == ["abstract; extracted by kim", "abstract; extracted by lou"]
    assert any("extracted the same row" in note for note in table.notes)


def test_a_row_says_where_in_the_source_and_which_version_it_is_from() -> None:
    evidence = MADE["evidence"]()
    first = evidence.estimates[0]
    values = {
        **first.values,
        "page_or_table": "Table 3",
        "report_version": "article",
        "supersedes": "E0",
    }
    told = replace(first, values=values, flags="derived")
    table = TABLES.get("effects").build(replace(evidence, estimates=(told,)))
    assert column(table, "seen_in") == ["abstract; Table 3"]
    assert column(table, "remarks") == ["derived; from: article; supersedes row E0"]
    assert column(table, "row") == ["E1"]


@pytest.mark.parametrize(
    ("status", "group"),
    [
        ("unemployed", 0),
        ("unemployed youth", 0),
        ("unemployed/NEET", 0),
        ("long-term jobless", 0),
        ("unemployed + low-wage employed (WTC)", 1),
        ("unemployed/low-wage", 1),
        ("employed (job retention)", 2),
        ("in work", 2),
        ("youth in school", 3),
        ("outside labour market", 3),
        ("children", 3),
        ("not reported", 4),
        ("", 4),
    ],
)
def test_the_group_of_people_is_read_from_the_status(status: str, group: int) -> None:
    row = MADE["evidence"]().estimates[0]
    assert people(replace(row, values={"labour_status": status})) == GROUPS[group]


def test_the_coded_status_goes_before_the_words() -> None:
    row = MADE["evidence"]().estimates[0]
    words = {"labour_status": "unemployed + low-wage employed (WTC)"}
    assert people(replace(row, values=words | {"labour_status_code": "in work"})) == GROUPS[2]
    (coded,) = [f for f in shipped_form("estimate").fields if f.name == "labour_status_code"]
    for option in coded.options:
        assert people(replace(row, values={"labour_status_code": option})) != GROUPS[4]


def test_the_form_decides_on_the_domain_where_it_says_one() -> None:
    row = MADE["evidence"]().estimates[0]
    assert domain(replace(row, values={"outcome_domain": "job retention"})) == "job retention"
    assert domain(replace(row, values={"outcome_domain": "not reported"})) == "employment"
    assert domain(replace(row, values={"outcome_domain": "health"})) == "health"


def test_domains_are_the_options_of_the_form() -> None:
    form = parse_form(default_forms()["estimate"], "estimate")
    field = form.field("outcome_domain")
    assert field is not None
    assert field.options == DOMAINS


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("Ever employed in year 2 after random assignment", "employment"),
        ("Days in unsubsidised employment in 2 years", "employment"),
        ("Unemployment duration", "unemployment or benefits"),
        ("Income Support received, year 1", "unemployment or benefits"),
        ("Quarterly earnings, quarter 12", "earnings"),
        ("Yearly income above one basic amount", "earnings"),
        ("High school diploma", "education"),
        ("Recidivism", "other"),
    ],
)
def test_the_domain_is_read_from_the_outcome(outcome: str, found: str) -> None:
    row = MADE["evidence"]().estimates[0]
    assert domain(replace(row, outcome=outcome, values={})) == found


@pytest.mark.parametrize(
    ("direction", "perspective", "shown"),
    [
        ("benefits > costs", "society", "▲ for society"),
        ("Benefits  > costs (most cases)", "government", "▲ for government"),
        ("costs > benefits", "", "▼ for whom is not stated"),
        ("costs > benefits", 'not stated on page ("surplus")', "▼ for whom is not stated"),
        ("n/a", "society", ""),
        ("marginally benefits > costs (pessimistic case)", "society", ""),
        ("saves public costs (number not seen)", "public budget", ""),
    ],
)
def test_the_balance_is_marked_only_where_the_source_says_it(
    direction: str, perspective: str, shown: str
) -> None:
    row = MADE["evidence"]().costs[0]
    assert balance(replace(row, direction=direction, perspective=perspective)) == shown


def test_costs_are_as_reported() -> None:
    table = build("cost-benefit")
    assert column(table, "benefits") == ["not reported", "1500.50"] * 2
    assert column(table, "net_present_value") == ["-80", "300.50"] * 2
    assert column(table, "price_year") == ["not reported", "2019"] * 2


def test_a_cost_field_left_empty_is_not_said_to_be_unreported() -> None:
    evidence = MADE["evidence"]()
    costs = tuple(replace(row, benefits=Reported()) for row in evidence.costs)
    table = TABLES.get("cost-benefit").build(replace(evidence, costs=costs))
    assert set(column(table, "benefits")) == {"not extracted"}


def test_excluded_full_texts_stand_by_the_rank_of_their_reason() -> None:
    table = build("excluded")
    assert column(table, "reason") == ["No mentor | no personal support", "Not an effect study"]
    assert column(table, "further_reasons") == ["Not an effect study", ""]
    assert column(table, "note") == ["only a pilot"] * 2
    assert column(table, "stage") == ["Full texts"] * 2


def test_included_names_every_record_behind_a_reference() -> None:
    table = build("included")
    assert column(table, "records") == ["base:1; second:1", "base:2", "cited:1", "base:3"]
    assert column(table, "link")[:2] == [
        "https://doi.org/10.99999/made.1",
        "https://example.org/made/2",
    ]


def test_what_is_extracted_elsewhere_says_where_its_study_stands() -> None:
    table = build("extracted-elsewhere")
    standing = dict(
        zip(
            column(table, "study"),
            zip(column(table, "status"), column(table, "reason"), strict=True),
            strict=True,
        )
    )
    assert standing == {
        "Made-up title 7: does… 2012": ("Still to be assessed", ""),
        "Lake 2012": ("Still to be screened", ""),
        "Institute of Made-up Labour 2011": (
            "Excluded on full text",
            "No mentor | no personal support",
        ),
        "Stone 2011": ("Full text not retrieved", ""),
        "Moss 2012": ("Excluded on title or abstract", "Other population"),
        "THETA": ("No report of it is in this review", ""),
    }


def test_what_is_extracted_elsewhere_tells_effects_from_economics() -> None:
    table = build("extracted-elsewhere")
    kinds = column(table, "kind")
    assert (kinds.count("effect"), kinds.count("economics")) == (18, 12)
    results = set(column(table, "result"))
    assert "cost 1200; net present value -80; costs > benefits (first year)" in results
    assert "fell (number not seen)" in results


def test_a_study_out_of_the_review_is_named_as_it_was_extracted() -> None:
    table = build("extracted-elsewhere")
    named = dict(zip(column(table, "study"), column(table, "reference"), strict=True))
    assert named["Stone 2011"].startswith("Stone F. (2011). Made-up title 6")
    effects = [row for row in table.rows if row[1] == "THETA" and row[3] == "effect"]
    assert effects[0][2] == "Made, Up, 2009, A study only extracted"


def test_a_study_is_not_out_while_one_of_its_reports_is_open() -> None:
    fates = (("full-text", "GAMMA"), ("to-screen", "GAMMA"), ("title", ""))
    table = build("extracted-elsewhere", fates, studies=("GAMMA",))
    assert set(column(table, "status")) == {"Still to be screened"}
    assert set(column(table, "reason")) == {
        "another report: excluded on full text (Not an effect study)"
    }


def test_searches_say_what_is_not_known() -> None:
    table = build("searches")
    assert column(table, "complete") == ["yes: 10 received", "no: 1 of 40 received", "not known"]
    assert column(table, "date") == ["2026-11-02", "not known", "not known"]
    assert column(table, "failures") == ["1", "0", "0"]


@pytest.mark.parametrize(
    ("fates", "sentence"),
    [
        ((), "No study is included yet: no search is loaded. Next: litreview load FILE"),
        (
            (("to-screen", ""), ("to-screen", ""), ("title", "")),
            "No study is included yet: 2 records are still to be screened. Next: litreview screen",
        ),
        (
            (("to-assess", ""), ("title", "")),
            f"{NOT_YET} 1 report is still to be assessed. Next: litreview screen --stage full-text",
        ),
        (
            (("full-text", ""), ("title", "")),
            f"{NOT_YET} every report is excluded or could not be retrieved. Next: litreview prisma",
        ),
    ],
)
@pytest.mark.parametrize("name", ["characteristics", "included", "effects", "cost-benefit"])
def test_an_empty_table_says_why_and_what_comes_next(
    name: str, fates: tuple[tuple[str, str], ...], sentence: str
) -> None:
    table = build(name, fates)
    assert (table.rows, table.empty) == ((), sentence)


def test_included_studies_without_rows_lead_to_extraction() -> None:
    assert build("effects", rows=False).empty == (
        "No effect is extracted from the 3 included studies yet. "
        "Next: litreview extract import estimate FILE.csv"
    )
    assert build("cost-benefit", studies=("THETA",)).empty == (
        "No economic result is extracted from the 3 included studies yet. 2 extracted for other "
        "studies: see the table extracted-elsewhere. "
        "Next: litreview extract import cost-benefit FILE.csv"
    )


def test_nothing_excluded_says_how_far_the_assessment_is() -> None:
    assert build("excluded", (("included", ""), ("title", ""))).empty == (
        "No full text is excluded: all 1 assessed so far are included."
    )
    assert build("excluded", (("to-assess", ""), ("title", ""))).empty.startswith(
        "No full text is assessed yet: 1 report is still to be assessed."
    )


def test_nothing_extracted_elsewhere_says_which_of_two_reasons_it_has() -> None:
    assert "Next:" in build("extracted-elsewhere", rows=False).empty
    assert build("extracted-elsewhere", studies=("ALPHA",)).empty.startswith("Every extracted row")


def test_results_stand_at_the_rate_of_the_review_from_components_with_years() -> None:
    evidence = MADE["evidence"]()
    first = evidence.costs[0]
    given = {"cba_id": first.id, "kind": "benefit", "amount": "105", "year_of_amount": "1"}
    part = Row("cost-component", "p", first.study, given, first.extractor, "2026-01-01", "h")
    form = shipped_form("cost-component")
    money = replace(evidence.plan.money, discount_rate=0.05)
    table = TABLES.get("costs").build(
        replace(
            evidence,
            plan=replace(evidence.plan, money=money),
            rows=(part,),
            forms={"cost-component": form},
        )
    )
    said = column(table, "at_rate")
    assert said[0] == "net 100: benefits 100, costs 0 (years 1 to 1, factors 0.9524 to 0.9524)"
    why = "no: discounted at 3 per cent, and the amounts of its years are not given"
    assert set(said[1:]) == {why}
    plain = TABLES.get("costs").build(evidence)
    assert "at_rate" not in [one.key for one in plain.columns]
