"""Single values of rows that stand: what differs is entered, in one line a row."""

from __future__ import annotations

import io

import pytest

from litreview.events import RowExtracted, Seen, ValuesExtracted
from litreview.extraction.importing import Imported
from litreview.extraction.rows import Row
from litreview.review import Review
from litreview.review.extracting import enter, load, read

WHOLE = (
    "estimate_id,study_id,outcome,effect_value,effect_unit,source_url,outcome@place\n"
    "E1,INVENTED_A,in work,4,percentage points,https://example.org/a,Table 2\n"
    "E2,INVENTED_A,in work,not reported,,https://example.org/a,\n"
)


def take(review: Review, text: str, *, into: str = "estimate") -> Imported:
    lines = io.StringIO(text, newline="")
    found = read(review, review.form(into), lines, "coded.csv", amend=True)
    enter(review, found.rows)
    return found


@pytest.fixture
def rows(review: Review) -> Review:
    load(review, review.form("estimate"), io.StringIO(WHOLE, newline=""), "rows.csv")
    return review


def row(review: Review, name: str) -> Row:
    return next(row for row in review.rows() if row.row == name)


def events(review: Review) -> list[RowExtracted | ValuesExtracted]:
    entries = (*review.state.of("row").values(), *review.state.of("value").values())
    found = {entry.hash: entry for entry in entries}.values()
    kinds = RowExtracted | ValuesExtracted
    return [e.event for e in sorted(found, key=lambda e: e.order) if isinstance(e.event, kinds)]


def test_only_the_columns_given_change(rows: Review) -> None:
    before = row(rows, "E1")
    done = take(rows, "estimate_id,study_id,effect_unit_code\nE1,INVENTED_A,percentage points\n")
    after = row(rows, "E1")
    assert dict(after.values) == {**before.values, "effect_unit_code": "percentage points"}
    assert after.seen == before.seen
    assert (done.n_in, len(done.rows), done.failures, done.findings) == (1, 1, (), ())
    assert isinstance(events(rows)[-1], ValuesExtracted)
    assert after.when("outcome") == before.at < after.when("effect_unit_code")


def test_an_empty_cell_leaves_what_stands(rows: Review) -> None:
    take(rows, "estimate_id,study_id,outcome,adjusted\nE1,INVENTED_A,,yes\nE2,INVENTED_A, ,\n")
    assert row(rows, "E1").values["outcome"] == "in work"
    assert row(rows, "E1").values["adjusted"] == "yes"
    assert "adjusted" not in row(rows, "E2").values


def test_the_same_file_again_enters_nothing(rows: Review) -> None:
    text = "estimate_id,study_id,adjusted,adjusted@how\n E1 , INVENTED_A ,no,derived\n"
    take(rows, text)
    written = len(events(rows))
    take(rows, text)
    assert len(events(rows)) == written


def test_where_a_value_was_seen_is_kept_with_it_and_goes_with_it(rows: Review) -> None:
    take(rows, "estimate_id,study_id,effect_value,effect_value@how\nE1,INVENTED_A,4,derived\n")
    assert row(rows, "E1").seen == {
        "outcome": Seen(place="Table 2"),
        "effect_value": Seen(how="derived"),
    }
    take(rows, "estimate_id,study_id,effect_value\nE1,INVENTED_A,5\n")
    assert row(rows, "E1").seen == {"outcome": Seen(place="Table 2")}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("E9,INVENTED_A,yes", "there is no row 'E9' of this extractor to amend"),
        ("E1,INVENTED_B,yes", "'E1' stands under study_id 'INVENTED_A', not 'INVENTED_B'"),
        (",INVENTED_A,yes", "no identifier"),
    ],
)
def test_a_row_that_does_not_stand_so_is_a_failure_with_its_line(
    rows: Review, line: str, reason: str
) -> None:
    before = rows.rows()
    done = take(rows, f"estimate_id,study_id,adjusted\n{line}\nE2,INVENTED_A,no\n")
    (failure,) = done.failures
    assert reason in failure.reason
    assert (failure.line, failure.raw, done.n_in, len(done.rows)) == (2, line, 2, 1)
    assert row(rows, "E1") == next(one for one in before if one.row == "E1")


def test_what_another_person_extracted_is_not_amended(rows: Review) -> None:
    with Review(rows.folder, clock=rows.clock, who="bo") as other:
        done = take(other, "estimate_id,study_id,adjusted\nE1,INVENTED_A,yes\n")
        assert [failure.reason for failure in done.failures] == [
            "there is no row 'E1' of this extractor to amend: import it first"
        ]
        assert {one.extractor for one in other.rows()} == {"ann"}


def test_a_required_field_that_stands_is_no_finding_and_one_that_does_not_is(rows: Review) -> None:
    done = take(rows, "estimate_id,study_id,adjusted\nE1,INVENTED_A,yes\nE2,INVENTED_A,yes\n")
    missing = {(f.code, f.ids) for f in done.findings}
    assert missing == {("EX101", ("E2",))}, "the unit and the value of E2, no more"


def test_text_in_a_number_that_the_file_does_not_give_is_not_found_again(rows: Review) -> None:
    done = take(rows, "estimate_id,study_id,se,n_total\nE1,INVENTED_A,about 3,50\n")
    assert [(f.code, f.ids) for f in done.findings] == [("EX103", ("E1",))]


def test_many_values_are_one_line_and_the_others_keep_their_time(rows: Review) -> None:
    names = ["country", "region", "design", "population", "intervention", "comparator"]
    before, lines = row(rows, "E1"), len(events(rows))
    head, cells = ",".join(names), ",".join("invented" for _ in names)
    take(
        rows,
        f"estimate_id,study_id,{head},country@how,effect_value\nE1,INVENTED_A,{cells},derived,4\n",
    )
    after = row(rows, "E1")
    assert dict(after.values) == {**before.values, **dict.fromkeys(names, "invented")}
    assert after.seen == {**before.seen, "country": Seen(how="derived")}
    assert len(events(rows)) == lines + 1
    assert after.when("effect_value") == before.at < after.when("country")
