"""Two people extract a study without seeing each other's rows, and a third settles it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import litreview as lr
from litreview.cli.extract import _settling
from litreview.cli.told import Teller
from litreview.errors import UnknownName, UsageError
from litreview.outputs.tables._words import standing_notes
from litreview.review import Review, doubling, to_extract, workbooks
from litreview.review.doubling import Choice
from litreview.review.extracted import extracted

HEAD = "estimate_id,study_id,outcome,followup_months,effect_value,se,evaluation_method\n"
ANN = HEAD + "E1,S,In employment,12,4,1.2,RCT\nE2,S,Earnings,12,300,80,RCT\n"
BO = HEAD + "1,S,earnings,12,300,80,RCT\n2,S,Employment,12,4.0,2.1,matching\n3,S,School,6,1,,RCT\n"
AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "review"
    lr.create(folder, title="Invented").close()
    settings = folder / "review.toml"
    text = settings.read_text("utf-8") + "\n[extraction]\nextractors = 2\n"
    settings.write_text(text, "utf-8")
    for who, rows in (("ann", ANN), ("bo", BO)):
        with lr.open(folder, who=who) as review:
            review.extract(review.form("estimate"), io.StringIO(rows, newline=""), "rows.csv")
    return folder


@pytest.fixture
def cat(place: Path) -> Iterator[Review]:
    """A third person's view of the review, both others having finished."""
    for who in ("ann", "bo"):
        with lr.open(place, who=who) as review:
            to_extract.say_done(review, ["S"], undo=False)
    with lr.open(place, who="cat") as review:
        yield review


def test_nothing_of_others_is_shown_before_they_have_finished(place: Path) -> None:
    with lr.open(place, who="ann") as review:
        assert doubling.doubled(review).groups == {}
        assert review.evidence().fields == ()
        assert [one.study for one in doubling.doubled(review).hidden] == ["S"]
        told = [Teller(review, [entry]).words(entry) for entry in review.index.events()]
        assert not any("School" in words or "Employment" in words for words in told)
        to_extract.say_done(review, ["S"], undo=False)
        assert doubling.doubled(review).groups == {}
    with lr.open(place, who="bo") as review:
        to_extract.say_done(review, ["S"], undo=False)
        assert len(doubling.doubled(review).groups) == 3
        to_extract.say_done(review, ["S"], undo=True)
        assert doubling.doubled(review).groups == {}


def test_a_sheet_holds_nobody_else_s_rows_and_comes_back_unchanged(place: Path) -> None:
    with lr.open(place, who="ann") as review:
        content, rows = workbooks.write(review, (), (), AT)
        found = workbooks.read(review, content, "rows.xlsx")
        before = review.rows()
        taken = workbooks.take(review, found)
        assert rows == 2
        assert [row.row for row in found.forms["estimate"].rows] == ["E1", "E2"]
        assert (taken.entered, taken.absent, review.rows()) == (0, (), before)
    with lr.open(place, who="bo") as review:
        with pytest.raises(UsageError, match="made for 'ann'"):
            workbooks.check_owner(found, review.who, "rows.xlsx")
        assert workbooks.take(review, found, dry_run=True).absent == (
            *("estimate 1", "estimate 2", "estimate 3"),
        )


def test_what_differs_counts_for_nobody_until_it_is_settled(cat: Review) -> None:
    found = doubling.doubled(cat)
    (name,) = [key for key, one in found.groups.items() if one.standing == "open"]
    assert {one.field for one in doubling.agreement(found) if one.same < one.n} == {
        *("outcome", "se", "evaluation_method"),
    }
    assert len(extracted(cat.folder, cat.state).unsettled) == 2
    with pytest.raises(UsageError, match="evaluation_method"):
        doubling.settle(cat, name, Choice(values={"se": "1.2"}))
    choice = Choice(each={"se": "ann"}, values={"evaluation_method": "RCT"}, note="table 2")
    doubling.settle(cat, name, choice)
    rows = {row.extractor: row for row in extracted(cat.folder, cat.state).rows}
    assert rows["ann + bo"].values["se"] == "1.2"
    assert not extracted(cat.folder, cat.state).unsettled
    doubling.take_back(cat, name)
    assert len(extracted(cat.folder, cat.state).unsettled) == 2


def test_a_settlement_lapses_when_a_version_changes(cat: Review, place: Path) -> None:
    (name,) = [k for k, one in doubling.doubled(cat).groups.items() if one.standing == "open"]
    doubling.settle(cat, name[:5], Choice(take="bo"))
    with lr.open(place, who="bo") as review:
        text = BO.replace("2.1,matching", "1.2,matching")
        review.extract(review.form("estimate"), io.StringIO(text, newline=""), "rows.csv")
    with lr.open(place, who="cat") as review:
        assert [one.standing for one in doubling.doubled(review).groups.values()].count("open") == 1


def test_a_row_that_only_one_has_is_kept_or_dropped(cat: Review) -> None:
    found = doubling.doubled(cat)
    (name,) = [key for key, one in found.open().items() if one.standing == "alone"]
    doubling.drop(cat, name, note="another paper")
    assert "3" not in {row.row for row in extracted(cat.folder, cat.state).rows}
    with pytest.raises(UnknownName):
        doubling.drop(cat, "nothing")


def test_an_extractor_may_not_settle_where_a_third_person_does(cat: Review, place: Path) -> None:
    settings = place / "review.toml"
    settings.write_text(settings.read_text("utf-8") + 'settled_by = "third"\n', "utf-8")
    (name,) = [k for k, one in doubling.doubled(cat).groups.items() if one.standing == "open"]
    with lr.open(place, who="ann") as review, pytest.raises(UsageError, match="third"):
        doubling.settle(review, name, Choice(take="ann"))


def test_the_standing_tells_who_is_how_far_and_how_far_they_agree(cat: Review, place: Path) -> None:
    now = cat.standing()
    assert (now.extraction.same, now.extraction.of, now.extraction.differ) == (7, 10, 2)
    with lr.open(place, who="bo") as review:
        to_extract.say_done(review, ["S"], undo=True)
        hidden = review.standing().extraction
    assert (hidden.of, hidden.differ, hidden.hidden) == (0, 0, 1)


@pytest.mark.parametrize(
    ("typed", "left", "error"),
    [
        ("k\n1\n2\n", 0, {"se": "2.1", "evaluation_method": "RCT"}),
        ("d\nt\nmatching\nn\n", 0, {"evaluation_method": "matching"}),
        ("s\nq\n", 2, None),
        ("nonsense\nk\ns\n", 1, None),
    ],
)
def test_settling_one_difference_after_the_other(
    cat: Review, typed: str, left: int, error: dict[str, str] | None
) -> None:
    """Answers in the order in which they are asked: the row of one person, method, error."""
    with CliRunner().isolation(input=typed):
        _settling.sit(cat)
    assert len(doubling.doubled(cat).open()) == left
    if error is not None:
        (row,) = [
            r for r in extracted(cat.folder, cat.state).rows if r.values.get("effect_value") == "4"
        ]
        told = {
            name: row.values[name] for name in ("se", "evaluation_method") if name in row.values
        }
        assert told == error


def test_no_table_and_no_check_shows_rows_before_all_have_finished(
    place: Path, cat: Review
) -> None:
    whole = cat.evidence()
    assert (len(whole.estimates), whole.unfinished) == (4, (0, 0))
    with lr.open(place, who="bo") as review:
        to_extract.say_done(review, ["S"], undo=True)
        seen = {row.extractor for row in to_extract.visible(review)}
        held = review.evidence()
    assert (seen, held.estimates, held.rows, held.unfinished) == ({"bo"}, (), (), (5, 1))
    assert any("5 rows of 1 study not shown" in note for note in standing_notes(held))


def test_outputs_show_the_agreement_that_the_comparison_does(cat: Review) -> None:
    told = tuple(doubling.agreement(doubling.doubled(cat)))
    assert cat.evidence().fields == told
    assert {one.field: (one.same, one.n) for one in told}["evaluation_method"] == (1, 2)


def test_what_judges_all_studies_is_no_stranger_and_waits_for_both(place: Path) -> None:
    head = "grade_id,study_id,outcome,starting_certainty,imprecision\n"
    for who, judged in (("ann", "serious"), ("bo", "not serious")):
        with lr.open(place, who=who) as review:
            to_extract.known(review, "review")
            rows = io.StringIO(f"{head}G1,review,In work,high,{judged}\n", newline="")
            review.extract(review.form("grade"), rows, "grade.csv")
            assert not review.table("summary-of-findings").rows
            to_extract.say_done(review, ["review"], undo=False)
    with lr.open(place, who="cat") as review:
        found = review.table("summary-of-findings").to_frame()
        assert list(found["outcome"]) == ["In work (ann)", "In work (bo)"]
        assert not [
            one for one in review.check() if "review" in one.message and one.code == "EX112"
        ]
        (name,) = [key for key, one in doubling.doubled(review).groups.items()
                   if one.versions[0].form == "grade"]  # fmt: skip
        doubling.settle(review, name, Choice(take="bo"))
        assert list(review.table("summary-of-findings").to_frame()["outcome"]) == ["In work"]
