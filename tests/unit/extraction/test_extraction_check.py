"""The checks: each fires on a real fault and keeps quiet where rounding or words explain it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from litreview import extraction
from litreview.extraction.checks import check, check_all, unlinked
from litreview.extraction.forms import Form, default_forms, parse_form
from litreview.extraction.importing import read_rows
from litreview.extraction.rows import Row
from litreview.model import Finding

ROOT = Path(__file__).parents[3]
FORMS = {name: parse_form(text, name) for name, text in default_forms().items()}
ADJUSTED = [("E1", "INVENTED_A"), ("E2", "INVENTED_B"), ("E3", "INVENTED_A")]
SOURCE = "https://example.org/page"
COMPLETE = {
    "estimate": {
        "estimate_id": "E1",
        "study_id": "INVENTED_A",
        "outcome": "In a job",
        "effect_value": "3.5",
        "effect_unit": "percentage points",
        "source_url": SOURCE,
    },
    "cost-benefit": {
        "cba_id": "C1",
        "study_id": "INVENTED_A",
        "programme": "Invented programme",
        "perspective": "society",
        "currency": "DKK",
        "source_url": SOURCE,
    },
}


def row(form: str, id_: str = "R1", study: str = "INVENTED_A", **values: str) -> Row:
    return Row(form, id_, study, {**COMPLETE[form], **values}, "ann", "2026-01-01", id_)


def found(form: str, *rows: Row) -> tuple[Finding, ...]:
    return check(FORMS[form], rows)


def codes(form: str, **values: str) -> list[str]:
    return [finding.code for finding in found(form, row(form, **values))]


@pytest.mark.parametrize("form", ["estimate", "cost-benefit"])
def test_a_complete_row_gives_no_finding(form: str) -> None:
    assert found(form, row(form)) == ()


def test_rows_of_other_forms_are_passed_over() -> None:
    assert found("estimate", row("cost-benefit", effect_value="")) == ()


def test_required_values() -> None:
    blank = row("estimate", "R1", outcome="")
    said = row("estimate", "R2", outcome="Not reported")
    (warning,) = found("estimate", blank, said)
    assert (warning.code, warning.severity, warning.ids) == ("EX101", "warning", ("R1", "R2"))
    (note,) = found("estimate", said)
    assert (note.code, note.severity, note.ids) == ("EX101", "note", ("R2",))
    assert "'Not reported'" in note.message


def test_options() -> None:
    (finding,) = found("estimate", row("estimate", mentoring_centrality="central"))
    assert (finding.code, finding.severity) == ("EX102", "warning")
    assert "core, substantial" in finding.remedy
    assert codes("estimate", mentoring_centrality=" core ") == []
    assert codes("estimate", spillover_measured="maybe") == ["EX102"]
    assert codes("estimate", spillover_measured="not seen") == []


def test_findings_of_a_field_are_gathered() -> None:
    rows = [row("estimate", f"R{at}", n_total=f"about {at}") for at in range(1, 6)]
    (finding,) = found("estimate", *rows)
    assert finding.code == "EX103"
    assert finding.ids == ("R1", "R2", "R3", "R4", "R5")
    assert finding.message == (
        "n_total: not one plain whole number, kept as text, in R1 ('about 1') and 4 more"
    )
    assert finding.where == "form estimate, field n_total"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"n_total": "-5"}, "EX104"),
        ({"n_total": "12.5"}, "EX104"),
        ({"se": "0"}, "EX104"),
        ({"se": "-0.3"}, "EX104"),
        ({"year": "20233"}, "EX105"),
        ({"year": "203"}, "EX105"),
        ({"year": "2012.5"}, "EX105"),
    ],
)
def test_implausible_values(values: dict[str, str], code: str) -> None:
    assert codes("estimate", **values) == [code]


@pytest.mark.parametrize(
    "values",
    [
        {"n_total": "1"},
        {"se": "0.01"},
        {"year": "2012"},
        {"year": "not reported"},
        {"effect_value": "-5"},
    ],
)
def test_plausible_values(values: dict[str, str]) -> None:
    assert codes("estimate", **values) == []


@pytest.mark.parametrize(
    ("effect", "treated", "control", "unit", "expected"),
    [
        ("3.5", "69.7%", "66.2%", "percentage points", []),
        ("3.6", "69.7", "66.2", "Percentage points (derived)", []),
        ("4", "69.7", "66.2", "percentage points", []),
        ("3.9", "69.7", "66.2", "percentage points", ["EX106"]),
        ("-3.5", "69.7", "66.2", "percentage points", ["EX106"]),
        ("30", "69.7", "66.2", "USD", ["EX106"]),
        ("30", "about 70", "66.2", "percentage points", ["EX103"]),
        ("30", "not reported", "66.2", "percentage points", []),
    ],
)
def test_the_effect_is_the_difference_of_the_means(
    effect: str, treated: str, control: str, unit: str, expected: list[str]
) -> None:
    values = {
        "effect_value": effect,
        "treat_mean": treated,
        "control_mean": control,
        "effect_unit": unit,
    }
    assert codes("estimate", **values) == expected


@pytest.mark.parametrize(
    ("design", "severity"),
    [
        ("RCT; OLS with covariates", "note"),
        ("adjusted estimate", "note"),
        ("RCT in schools", "warning"),
        ("RCT", "warning"),
    ],
)
def test_an_adjusted_effect_may_differ(design: str, severity: str) -> None:
    values = {"effect_value": "7.7", "treat_mean": "60.5", "control_mean": "53.0"}
    (finding,) = found("estimate", row("estimate", design=design, **values))
    assert (finding.code, finding.severity) == ("EX106", severity)
    assert "60.5 - 53.0 = 7.5" in finding.message
    assert finding.where == "form estimate, INVENTED_A"


def test_adjusted_effects_are_one_note_a_study() -> None:
    off = {"effect_value": "5.0", "treat_mean": "10.0", "control_mean": "6.0", "flags": "OLS"}
    rows = [row("estimate", id_, study, **off) for id_, study in ADJUSTED]
    first, second = found("estimate", *rows)
    assert (first.ids, second.ids) == (("E1", "E3"), ("E2",))
    assert first.message.startswith("E1: effect 5.0, but 10.0 - 6.0 = 4.0 and 1 more")
    assert "more" not in second.message


def test_warnings_come_before_notes_over_all_forms() -> None:
    rows = [
        row("cost-benefit", "C1", perspective="not reported"),
        row("cost-benefit", "C2", source_url=""),
        row("estimate", "E1", mentoring_centrality="central"),
        row("estimate", "E2", study="STRANGER"),
    ]
    given = check_all(FORMS, rows, {"INVENTED_A"})
    assert [(finding.severity, finding.code) for finding in given] == [
        ("warning", "EX102"),
        ("warning", "EX111"),
        ("note", "EX101"),
        ("note", "EX112"),
    ]


def test_rows_under_a_form_that_is_gone_are_a_finding_and_stop_nothing() -> None:
    rows = [row("estimate", "E1", source_url=""), row("cost-benefit", "C1")]
    given = check_all({"estimate": FORMS["estimate"]}, rows, {"INVENTED_A"})
    assert [(finding.code, finding.ids) for finding in given] == [
        ("EX111", ("E1",)),
        ("EX115", ("C1",)),
    ]


@pytest.mark.parametrize(
    ("total", "treated", "control", "expected"),
    [
        ("100", "50", "50", []),
        ("100", "30", "30", []),
        ("100", "51", "50", ["EX107"]),
        ("about 100", "51", "50", ["EX103"]),
        ("100", "51", "", []),
    ],
)
def test_the_groups_fit_into_the_whole(
    total: str, treated: str, control: str, expected: list[str]
) -> None:
    assert codes("estimate", n_total=total, n_treated=treated, n_control=control) == expected


@pytest.mark.parametrize(
    ("benefits", "cost", "ratio", "expected"),
    [
        ("3294", "215", "BCR 15.31", []),
        ("-455", "2479", "BCR -0.18", []),
        ("3294", "215", "BCR 15.40", ["EX108"]),
        ("300", "100", "BCR 3.0; ROI 200%", []),
        ("300", "100", "BCR 3.0; ROI 300%", ["EX108", "EX134"]),
        ("29884", "14917", "social ROI 132%", ["EX108"]),
        ("300", "100", "5 per DKK 1", []),
        ("about 300", "100", "BCR 5", ["EX103"]),
        ("300", "0", "BCR 5", []),
        ("300", "", "BCR 5", []),
    ],
)
def test_ratios(benefits: str, cost: str, ratio: str, expected: list[str]) -> None:
    values = {"benefits": benefits, "cost_per_participant": cost, "bcr_or_roi_or_mvpf": ratio}
    assert codes("cost-benefit", **values) == expected


@pytest.mark.parametrize(
    ("benefits", "cost", "net", "expected"),
    [
        ("2345", "517", "1829", []),
        ("2345", "517", "1830", []),
        ("2345", "517", "1831", ["EX109"]),
        ("2300", "500", "1829", []),
        ("2300", "500", "1950", ["EX109"]),
        ("2345", "517", "about 9000", ["EX103"]),
    ],
)
def test_net_present_values(benefits: str, cost: str, net: str, expected: list[str]) -> None:
    values = {"benefits": benefits, "cost_per_participant": cost, "net_present_value": net}
    assert codes("cost-benefit", **values) == expected


def party(id_: str, perspective: str, net: str, **values: str) -> Row:
    return row("cost-benefit", id_, perspective=perspective, net_present_value=net, **values)


def test_society_is_the_sum_of_the_parties() -> None:
    rows = [party("C1", "Participants", "5505"), party("C2", "government", "265")]
    (finding,) = found("cost-benefit", *rows, party("C3", "society", "5820"))
    assert (finding.code, finding.ids) == ("EX110", ("C3", "C1", "C2"))
    assert finding.message == (
        "C3: society 5820, but the sum of participant, public budget is 5770"
    )
    assert found("cost-benefit", *rows, party("C3", "society", "5771")) == ()


@pytest.mark.parametrize(
    "rows",
    [
        [party("C1", "participant", "10"), party("C2", "society", "99")],
        [party("C1", "participant", "10"), party("C2", "government", "20")],
        [
            party("C1", "participant", "10"),
            party("C2", "government", "20"),
            party("C3", "society", "99", price_year="2015"),
        ],
        [
            party("C1", "participant", "10"),
            party("C2", "participants", "11"),
            party("C3", "government", "20"),
            party("C4", "society", "99"),
        ],
        [
            party("C1", "participant", "10"),
            party("C2", "government", "20"),
            party("C3", "society", "99"),
            party("C4", "societal", "98"),
        ],
        [
            party("C1", "participant", "10"),
            party("C2", "exchequer", "20"),
            party("C3", "public budget (PES)", "5"),
            party("C4", "society", "99"),
        ],
        [
            party("C1", "participant", "10"),
            party("C2", "customers, taxpayers", "20"),
            party("C3", "society", "99"),
        ],
        [
            party("C1", "participant", "10"),
            party("C2", "government", "20 or so"),
            party("C3", "society", "99"),
        ],
    ],
    ids=[
        "one party",
        "no society",
        "other prices",
        "party twice",
        "society twice",
        "part and whole",
        "unread",
        "words",
    ],
)
def test_no_sum_where_the_rows_do_not_make_one(rows: list[Row]) -> None:
    assert "EX110" not in [finding.code for finding in found("cost-benefit", *rows)]


def test_sources() -> None:
    assert codes("estimate", source_url="") == ["EX111"]
    assert codes("estimate", source_url="not seen") == ["EX111"]
    assert codes("estimate", source_url="Table 3") == ["EX114"]
    assert codes("estimate", source_url="https://example.org/a (page 3)") == ["EX114"]


def test_rows_of_studies_that_the_review_does_not_have() -> None:
    rows = [
        row("estimate", "E1"),
        row("cost-benefit", "C1", "US_*"),
        row("cost-benefit", "C2", "US_*"),
        row("cost-benefit", "C3", "\x1b[31m"),
    ]
    control, many = unlinked(rows, {"INVENTED_A"})
    assert (many.code, many.severity, many.ids) == ("EX112", "note", ("C1", "C2"))
    assert "'US_*', which 2 rows have named (C1 ...)" in many.message
    assert "which one row has named (C3)" in control.message
    assert "\x1b" not in control.message
    assert unlinked(rows[:1], {"INVENTED_A"}) == ()


def test_findings_come_by_code() -> None:
    both = found("estimate", row("estimate", source_url="", outcome="", n_total="-1"))
    assert [finding.code for finding in both] == ["EX101", "EX104", "EX111"]


def material(corpus: Path, form: Form, files: list[str]) -> list[Row]:
    """The rows of the shared material, numbered where they have no identifier of their own."""
    rows: list[Row] = []
    for file in files:
        with (corpus.parent / "review" / file).open(encoding="utf-8", newline="") as lines:
            got = read_rows(form, lines, file)
        assert not got.failures
        assert got.n_in == len(got.rows)
        rows += [Row(r.form, r.row, r.study, r.values, "ann", "t", r.row) for r in got.rows]
    return rows


@pytest.mark.corpus
def test_the_effects_of_the_material(corpus: Path) -> None:
    form = FORMS["estimate"]
    plain = Form(form.name, form.label, form.noun, "", form.fields)
    rows = material(corpus, plain, ["studies.csv", "studies_more.csv"])
    assert len(rows) == 322
    warnings = [finding for finding in check(form, rows) if finding.severity == "warning"]
    by_code = Counter(finding.code for finding in warnings)
    assert by_code.pop("EX101") == 1  # the files have no identifiers of rows
    assert by_code == {"EX102": 1, "EX106": 1, "EX118": 1, "EX139": 4, "EX140": 3, "EX142": 2}
    (difference,) = [finding for finding in warnings if finding.code == "EX106"]
    assert "DK_HIR" in difference.where


@pytest.mark.corpus
def test_the_documented_conflicts_of_the_economic_rows_are_found(corpus: Path) -> None:
    rows = material(corpus, FORMS["cost-benefit"], ["cba.csv", "cba_more.csv"])
    assert len(rows) == 74
    warnings = [f for f in check(FORMS["cost-benefit"], rows) if f.severity == "warning"]
    found = {(finding.code, finding.ids[0]) for finding in warnings}
    assert found >= {("EX108", "CBA09"), ("EX110", "CBA17"), ("EX134", "CBA11")}


def test_every_code_has_its_line_in_the_docs_and_no_other() -> None:
    docs = ROOT / "docs" / "extraction.md"
    if not docs.is_file():
        pytest.skip("not in a source checkout")
    table = re.findall(r"^\| (EX\d+) \|", docs.read_text(encoding="utf-8"), re.MULTILINE)
    sources = Path(extraction.__file__).parent.rglob("*.py")
    used = {code for path in sources for code in re.findall(r'"(EX\d+)"', path.read_text("utf-8"))}
    assert table == sorted(used)
