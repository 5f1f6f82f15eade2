"""Rows from CSV and from the log, and the nouns made of them."""

from __future__ import annotations

import io
import random

import pytest

from litreview.errors import FileRefused
from litreview.events import (
    Entry,
    RowExtracted,
    RowWithdrawn,
    Seen,
    ValueExtracted,
    ValuesExtracted,
    fold,
)
from litreview.extraction.forms import Field, Form
from litreview.extraction.importing import Entered, Imported, read_rows
from litreview.extraction.nouns import cost_benefits, estimates
from litreview.extraction.rows import Row, row_order, rows
from litreview.model import Reported

FORM = Form(
    name="estimate",
    label="Effect",
    noun="estimate",
    row_id="effect_id",
    fields=(
        Field("effect_id", "Row", "identity", "id", required=True),
        Field("study_id", "Study", "identity", "id", required=True),
        Field("outcome", "Outcome", "outcome", "text", required=True),
        Field("n_total", "Persons", "population", "integer"),
        Field("se", "Standard error", "effect", "number"),
    ),
)
NOWHERE = Seen()
NUMBERED = Form("notes", "Notes", "study", "", FORM.fields[1:3])


def read(text: str, form: Form = FORM) -> Imported:
    return read_rows(form, io.StringIO(text, newline=""), "rows.csv")


def test_rows_keep_what_was_entered_and_drop_only_blank_cells() -> None:
    found = read("effect_id,study_id,outcome,n_total,se\n E1 ,INVENTED_A, job ,not reported,\n")
    assert found.rows == (
        Entered(
            "estimate",
            "E1",
            "INVENTED_A",
            {
                "effect_id": " E1 ",
                "study_id": "INVENTED_A",
                "outcome": " job ",
                "n_total": "not reported",
            },
        ),
    )
    assert (found.failures, found.findings, found.n_in) == ((), (), 1)


def test_unknown_columns_are_kept_and_noted_once() -> None:
    found = read("effect_id,study_id,outcome,colour,\nE1,A,job,red,x\nE2,A,job,blue,y\n")
    assert [row.values["colour"] for row in found.rows] == ["red", "blue"]
    assert found.rows[0].values["column_5"] == "x"
    notes = [finding for finding in found.findings if finding.code == "EX113"]
    assert ["'colour'" in notes[0].message, "'column_5'" in notes[1].message] == [True, True]
    assert len(notes) == 2
    assert {note.severity for note in notes} == {"note"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("E1,A,again,,", "'E1' stood before"),
        ("E2,,job,,", "no study"),
        ("E2, ,job,,", "no study"),
        (",A,job,,", "no identifier"),
        ("E2,A,job", "3 cells under 5 columns"),
        ("E2,A,job,,,x", "6 cells under 5 columns"),
        ('"E2"x,A,job,,', "not valid CSV"),
    ],
)
def test_an_entry_that_cannot_be_a_row_is_a_failure(line: str, reason: str) -> None:
    found = read(f"effect_id,study_id,outcome,n_total,se\nE1,A,job,,\n{line}\nE9,A,job,,\n")
    assert [row.row for row in found.rows] == ["E1", "E9"]
    (failure,) = found.failures
    assert reason in failure.reason
    assert (failure.number, failure.line, failure.raw) == (2, 3, line)
    assert failure.search == "rows.csv"
    assert found.n_in == 3


def test_a_missing_required_value_is_a_finding_and_the_row_is_kept() -> None:
    found = read("effect_id,study_id,outcome\nE1,A,\nE2,A,not reported\nE3,A,job\n")
    assert len(found.rows) == 3
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.ids) == ("EX101", "warning", ("E1", "E2"))
    assert finding.where == "rows.csv, field outcome"


def test_a_required_column_that_is_absent_is_a_finding() -> None:
    (finding,) = read("effect_id,study_id\nE1,A\n").findings
    assert (finding.code, finding.ids) == ("EX101", ("E1",))


def test_text_in_a_number_field_is_kept_and_found() -> None:
    found = read("effect_id,study_id,outcome,n_total\nE1,A,job,about 50\nE2,A,job,\nE3,A,job,50\n")
    assert found.rows[0].values["n_total"] == "about 50"
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.ids) == ("EX103", "note", ("E1",))
    assert "'about 50'" in finding.message


def test_without_a_row_id_the_rows_of_a_study_are_numbered() -> None:
    found = read("study_id,outcome\nA,x\nB,y\nA,z\n", NUMBERED)
    assert [row.row for row in found.rows] == ["A-1", "B-1", "A-2"]


def test_numbers_of_a_study_do_not_collide_with_another_studys() -> None:
    found = read("study_id,outcome\nA-1,x\nA,y\n", NUMBERED)
    assert [row.row for row in found.rows] == ["A-1-1", "A-1"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("study_id,outcome\nA,x\n", "no column 'effect_id'"),
        ("effect_id,outcome\nE1,x\n", "no column 'study_id'"),
        ("effect_id,study_id,outcome,outcome\nE1,A,x,y\n", "'outcome' stands twice"),
        ('"effect_id,study_id\nE1,A\n', "never closed"),
    ],
)
def test_a_header_that_cannot_serve_refuses_the_file(text: str, says: str) -> None:
    with pytest.raises(FileRefused) as caught:
        read(text)
    assert says in caught.value.what
    assert "rows.csv" in caught.value.where


def test_a_header_alone_gives_nothing() -> None:
    assert read("effect_id,study_id,outcome\n") == Imported((), (), (), 0)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_file_in_another_encoding_is_refused_whole(encoding: str) -> None:
    content = "effect_id,study_id,outcome\nE1,A,b\xe5d\n".encode(encoding)
    lines = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    with pytest.raises(FileRefused) as caught:
        read_rows(FORM, lines, "rows.csv")
    assert (caught.value.where, "UTF-8" in caught.value.remedy) == ("rows.csv", True)


def test_what_is_wanted_is_said_in_one_line() -> None:
    with pytest.raises(FileRefused) as caught:
        read("PK\x03\x04\n")
    assert caught.value.remedy.endswith("at least: effect_id, study_id, outcome")


def test_a_semicolon_file_with_decimal_commas_keeps_them_and_says_so() -> None:
    found = read(
        "\ufeffeffect_id;study_id;outcome;n_total;se\nE1;A;job;1.234,5;0,3\nE2;A;job;12;1,25\n"
    )
    assert [row.values["se"] for row in found.rows] == ["0,3", "1,25"]
    warnings = {finding.message.split(":")[0]: finding for finding in found.findings}
    assert set(warnings) == {"n_total", "se"}
    assert warnings["se"].ids == ("E1", "E2")
    assert {finding.severity for finding in found.findings} == {"warning"}
    assert "write 3.5" in warnings["se"].remedy


def test_control_characters_do_not_reach_a_message() -> None:
    found = read("effect_id,study_id,outcome,n_total,\x1b[31m\nE1,A,job,\x1b[2Jlots,x\n")
    assert found.findings
    assert not any("\x1b" in finding.message for finding in found.findings)


def entry(
    event: RowExtracted | RowWithdrawn | ValueExtracted | ValuesExtracted,
    who: str = "ann",
    digest: str = "h",
) -> Entry:
    return Entry(event, digest, f"{who}.1", who)


def extracted(row: str, at: str, form: str = "estimate", **values: str) -> RowExtracted:
    return RowExtracted(form=form, row=row, study="A", values=values, at=at)


def test_rows_in_force_are_the_latest_of_each_extractor() -> None:
    state = fold(
        [
            entry(extracted("E10", "2026-01-01", outcome="old")),
            entry(extracted("E10", "2026-01-02", outcome="new"), digest="new"),
            entry(extracted("E2", "2026-01-01", outcome="x")),
            entry(extracted("E10", "2026-01-01", outcome="second"), who="bob"),
            entry(extracted("E3", "2026-01-01")),
            entry(RowWithdrawn(form="estimate", row="E3", at="2026-01-02")),
            entry(extracted("C1", "2026-01-01", form="cost-benefit")),
        ]
    )
    found = rows(state)
    assert [(row.form, row.row, row.extractor) for row in found] == [
        ("cost-benefit", "C1", "ann"),
        ("estimate", "E2", "ann"),
        ("estimate", "E10", "ann"),
        ("estimate", "E10", "bob"),
    ]
    assert found[2] == Row("estimate", "E10", "A", {"outcome": "new"}, "ann", "2026-01-02", "new")


def test_rows_do_not_depend_on_the_order_of_the_log() -> None:
    log = [
        entry(extracted(f"E{at}", f"2026-01-{at:02}"), who=who, digest=f"{who}{at}")
        for at in range(1, 13)
        for who in ("ann", "bob")
    ]
    shuffled = random.Random(7).sample(log, len(log))  # noqa: S311 - a shuffle, no secret
    assert rows(fold(log)) == rows(fold(shuffled))


def test_natural_order() -> None:
    texts = ["E10", "E2", "E02", "e1", "E2b", "", "10", "9", "²"]
    assert sorted(texts, key=row_order) == ["", "9", "10", "E02", "E2", "E2b", "E10", "e1", "²"]
    assert row_order("9" * 10_000) > row_order("8" * 10_000)


def row(form: str, **values: str) -> Row:
    return Row(form, "R1", "INVENTED_A", values, "ann", "2026-01-01", "h")


def test_an_estimate_takes_its_fields_as_reported() -> None:
    values = {
        "outcome": "In a job",
        "effect_value": "3.5",
        "effect_unit": "percentage points",
        "followup_months": "9-12",
        "subgroup": "women",
        "treat_mean": "69.7%",
        "control_mean": "not reported",
        "se": "0.9",
        "ci": "1.7 to 5.3",
        "p_or_significance_as_stated": "p<.01",
        "design": "RCT",
        "mentoring_centrality": "core",
        "source_url": "https://example.org/a",
        "source_level": "abstract",
        "flags": "derived",
        "colour": "red",
    }
    (found,) = estimates([row("cost-benefit"), row("estimate", **values)])
    assert (found.id, found.study, found.extractor) == ("R1", "INVENTED_A", "ann")
    assert found.value == Reported("3.5", 3.5)
    assert found.followup_months == Reported("9-12", None)
    assert found.treatment_mean == Reported("69.7%", 69.7)
    assert found.control_mean == Reported("not reported", None)
    assert found.standard_error == Reported("0.9", 0.9)
    assert (found.outcome, found.unit, found.subgroup) == ("In a job", "percentage points", "women")
    assert (found.confidence_interval, found.significance) == ("1.7 to 5.3", "p<.01")
    assert (found.design, found.centrality, found.flags) == ("RCT", "core", "derived")
    assert (found.source_url, found.source_level) == ("https://example.org/a", "abstract")
    assert found.values == values


def test_an_economic_result_takes_its_fields_as_reported() -> None:
    values = {
        "programme": "Invented programme",
        "perspective": "society",
        "currency": "DKK",
        "price_year": "2013",
        "cost_per_participant": "470",
        "benefits": "715 (lower payments)",
        "net_present_value": "-12",
        "bcr_or_roi_or_mvpf": "BCR 0.97",
        "analysis_type": "CBA",
        "time_horizon": "2 years",
        "discount_rate": "3%",
        "conclusion_direction": "costs > benefits",
        "source_url": "https://example.org/b",
        "source_level": "press",
        "flags": "upper bound",
    }
    (found,) = cost_benefits([row("estimate"), row("cost-benefit", **values)])
    assert (found.programme, found.perspective, found.currency) == (
        "Invented programme",
        "society",
        "DKK",
    )
    assert found.price_year == Reported("2013", 2013)
    assert found.cost == Reported("470", 470)
    assert found.benefits == Reported("715 (lower payments)", None)
    assert found.net_present_value == Reported("-12", -12)
    assert (found.ratio, found.analysis_type, found.horizon) == ("BCR 0.97", "CBA", "2 years")
    assert (found.discount_rate, found.direction) == ("3%", "costs > benefits")
    assert (found.source_level, found.flags, found.extractor) == ("press", "upper bound", "ann")
    assert found.values == values


def test_a_form_of_another_name_can_hold_estimates() -> None:
    own = row("my-effects", outcome="x")
    assert estimates([own]) == ()
    assert [found.outcome for found in estimates([own], forms=("my-effects",))] == ["x"]


def test_a_row_without_fields_is_an_estimate_without_values() -> None:
    (found,) = estimates([row("estimate")])
    assert (found.value, found.outcome, found.values) == (Reported(), "", {})


def value(name: str, text: str, at: str, seen: Seen = NOWHERE) -> ValueExtracted:
    return ValueExtracted(
        form="estimate", row="E1", study="A", field=name, value=text, seen=seen, at=at
    )


def test_single_values_change_a_row_that_stands() -> None:
    place = Seen(place="table 2", quote="4.0 points", how="full text")
    whole = entry(extracted("E1", "2026-01-01", outcome="job", se="1"), digest="h1")
    later = entry(value("se", "2", "2026-01-02", place), digest="h2")
    before = entry(value("outcome", "wage", "2025-12-31"), digest="h0")
    (row,) = rows(fold([later, before, whole]))
    assert row.values == {"outcome": "job", "se": "2"}
    assert row.seen == {"se": place}
    assert (row.when("se"), row.when("outcome")) == ("2026-01-02", "2026-01-01")
    assert row.id not in {"h0", "h1", "h2"}
    assert rows(fold([whole, before]))[0].id == "h1"


def test_several_values_in_one_line_stand_for_one_each() -> None:
    whole = entry(extracted("E1", "2026-01-01", outcome="job", se="1"), digest="h1")
    several = ValuesExtracted(
        form="estimate", row="E1", study="A", values={"se": "2", "outcome": "", "ci": "1 to 3"},
        seen={"se": Seen(how="derived")}, at="2026-01-02",
    )  # fmt: skip
    later = entry(value("se", "3", "2026-01-03"), digest="h3")
    (two,) = rows(fold([entry(several, digest="h2"), whole]))
    assert (two.values, two.seen) == ({"se": "2", "ci": "1 to 3"}, {"se": Seen(how="derived")})
    (three,) = rows(fold([later, whole, entry(several, digest="h2")]))
    assert (three.values, three.seen) == ({"se": "3", "ci": "1 to 3"}, {})
    assert (three.when("se"), three.when("ci")) == ("2026-01-03", "2026-01-02")
    assert len({two.id, three.id, "h1", "h2", "h3"}) == 5


def test_an_empty_value_takes_the_old_one_away_and_a_withdrawn_row_stays_gone() -> None:
    whole = entry(extracted("E1", "2026-01-01", se="1"), digest="h1")
    gone = entry(value("se", "", "2026-01-02"), digest="h2")
    assert rows(fold([whole, gone]))[0].values == {}
    withdrawn = entry(RowWithdrawn(form="estimate", row="E1", at="2026-01-03"), digest="h3")
    after = entry(value("se", "5", "2026-01-04"), digest="h4")
    assert rows(fold([whole, withdrawn, after])) == ()


def test_another_person_s_values_change_nothing() -> None:
    whole = entry(extracted("E1", "2026-01-01", se="1"), digest="h1")
    theirs = entry(value("se", "9", "2026-01-02"), who="bo", digest="h2")
    assert rows(fold([whole, theirs]))[0].values == {"se": "1"}


def test_columns_say_where_a_value_was_seen() -> None:
    lines = io.StringIO(
        "study_id,outcome,outcome@place,outcome@how,note@place\n"
        "A,job,table 2,full text,\n"
        "A,job,table 2,hearsay,\n"
        "A,job,,,p. 3\n"
    )
    found = read_rows(NUMBERED, lines, "rows.csv")
    assert found.rows[0].seen == {"outcome": Seen(place="table 2", how="full text")}
    assert found.rows[0].values == {"study_id": "A", "outcome": "job"}
    assert ["hearsay" in failure.reason for failure in found.failures] == [True, False]
    assert "no value" in found.failures[1].reason


def test_rows_without_an_identifier_may_be_numbered_and_keep_their_number() -> None:
    lines = io.StringIO("study_id,outcome,effect_id\nA,job,\nA,wage,own\nB,job,\nA,hours,\n")
    found = read_rows(FORM, lines, "rows.csv", numbered=True)
    assert [row.row for row in found.rows] == ["A-1", "own", "B-1", "A-3"]
    assert [row.values["effect_id"] for row in found.rows] == ["A-1", "own", "B-1", "A-3"]
    with pytest.raises(FileRefused) as caught:
        read("study_id,outcome\nA,job\n")
    assert "--number" in caught.value.remedy
    bare = io.StringIO("study_id,outcome\nA,job\n")
    assert [row.row for row in read_rows(FORM, bare, "f", numbered=True).rows] == ["A-1"]
