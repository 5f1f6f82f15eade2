"""docs/example.md says of the review what the review says: every count, and every conflict."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import litreview as lr
from litreview.events import DuplicatesJoined
from litreview.extraction.checks import check_all
from litreview.extraction.rows import Row
from litreview.model import Finding

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "example.md"
ROW_ID = r"(?:E\d{3}|CBA\d{2})"
DOCUMENTED = {"From the first reading:": 13, "From the second:": 17}

if not PAGE.is_file():
    pytest.skip("not in a source checkout", allow_module_level=True)


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lr.Review]:
    place = tmp_path_factory.mktemp("page")
    for part in ("records", "log", "forms"):
        shutil.copytree(ROOT / part, place / part)
    shutil.copy(ROOT / "review.toml", place)
    with lr.open(place) as opened:
        yield opened


@pytest.fixture(scope="module")
def rows(review: lr.Review) -> dict[str, Row]:
    return {row.row: row for row in review.rows()}


@pytest.fixture(scope="module")
def findings(review: lr.Review, rows: dict[str, Row]) -> tuple[Finding, ...]:
    forms = {name: review.form(name) for name in ("estimate", "cost-benefit")}
    return check_all(forms, rows.values(), set(review.present.studies.values()))


def text() -> str:
    return " ".join(PAGE.read_text("utf-8").split())


def lines_below(heading: str) -> list[list[str]]:
    """The cells of the table that follows `heading`, without its first two lines."""
    below = PAGE.read_text("utf-8").split(heading, 1)[1]
    table = below[below.index("\n|") :].lstrip("\n").split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]


def extracted(rows: dict[str, Row], form: str, studies: set[str]) -> int:
    return sum(row.form == form and row.study in studies for row in rows.values())


def test_every_count_of_the_overview_is_computed(review: lr.Review, rows: dict[str, Row]) -> None:
    flow, shelf = review.flow(), review.shelf
    n = flow.counts()
    left = {part.label.split(":")[0]: part.n for part in flow["other_excluded"].parts}
    included = {str(study.id) for study in flow.studies}
    every = {row.study for row in rows.values()}
    computed = [
        (f"records in {len(shelf.searches)} lists", shelf.total),
        ("duplicates among them", n["other_duplicates"]),
        ("reports", len(shelf.members)),
        ("left on what title and page tell", n["other_screened_out"]),
        ("gone on to the full text", n["other_sought_reports"]),
        ("judged there", n["other_assessed"]),
        ("left there", n["other_excluded"]),
        (
            "... as personal support is no substantial part",
            left["Personal support is no substantial part of the programme"],
        ),
        ("... as another population", left["Other population"]),
        (
            "... as a review of other studies",
            left["A review of other studies, which are to be sought themselves"],
        ),
        ("still open there", n["other_pending"]),
        ("reports of included studies", n["new_reports"]),
        ("studies included", n["new_studies"]),
        ("effect rows", extracted(rows, "estimate", every)),
        ("... of included studies", extracted(rows, "estimate", included)),
        ("economic rows", extracted(rows, "cost-benefit", every)),
        ("... of included studies", extracted(rows, "cost-benefit", included)),
    ]
    assert lines_below("## What stands where") == [[label, f"{at}"] for label, at in computed]


def test_the_lists_have_as_many_entries_as_the_page_says(review: lr.Review) -> None:
    given = {cells[0].strip("`"): cells[1:3] for cells in lines_below("**Records**")}
    assert given == {s.id: [str(s.records), s.kind] for s in review.shelf.searches}


def test_the_numbers_of_the_prose_are_computed(
    review: lr.Review, rows: dict[str, Row], findings: tuple[Finding, ...]
) -> None:
    full_text = review.plan.stages[1]
    verdicts = [
        review.present.screening.of(full_text.name, report).status
        for report in review.present.eligible(full_text)
    ]
    strangers = [finding for finding in findings if finding.code == "EX112"]
    several = [row for row in rows.values() if row.study == "US_ERA_*"]
    pairs = [type(entry.event) for entry in review.state.of("pair").values()]
    (adjusted,) = [f for f in findings if f.code == "EX106" and f.severity == "note"]
    moved = sorted(row.row for row in rows.values() if "report_key" in row.values)
    assert (verdicts.count("maybe"), len(several), pairs.count(DuplicatesJoined)) == (3, 3, 5)
    page = text()
    for sentence in (
        'Three works are "maybe"',
        "Five pairs were joined by hand",
        "three of these rows name several studies at once",
        f"wait at the second stage, {verdicts.count('unread')} of them",
        f"keeps the key as noted: {', '.join(moved)}.",
        f"{len(strangers)} keys of economic rows, on {sum(len(f.ids) for f in strangers)} rows,",
        f"({len(adjusted.ids)} rows, {adjusted.ids[0]} first)",
    ):
        assert sentence in page


def numbers(said: str) -> list[str]:
    """The numbers of a text, without signs and without commas between thousands."""
    return re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", said))


@pytest.mark.parametrize("heading", DOCUMENTED)
def test_every_conflict_stands_in_the_rows_that_it_names(
    rows: dict[str, Row], heading: str
) -> None:
    table = lines_below(heading)
    assert len(table) == DOCUMENTED[heading]
    for what, named in table:
        held = [rows[row] for row in named.split(", ")]
        said = numbers(" ".join(text for row in held for text in row.values.values()))
        assert [number for number in numbers(what) if number not in said] == [], what


def test_conflicts_of_one_row_are_flagged_in_it(rows: dict[str, Row]) -> None:
    """A conflict that no second row shows can only be known by the flag."""
    for heading in DOCUMENTED:
        for what, named in lines_below(heading):
            if "," not in named:
                assert rows[named].values.get("flags"), what


def test_every_row_that_is_named_exists(rows: dict[str, Row]) -> None:
    named = set(re.findall(ROW_ID, text()))
    assert len(named) > 40
    assert named <= rows.keys()


def test_the_rows_of_the_two_readings_are_those_named(rows: dict[str, Row]) -> None:
    effects = [row.row for row in rows.values() if row.form == "estimate"]
    costs = [row.row for row in rows.values() if row.form == "cost-benefit"]
    page = text()
    assert f"{len(effects)} effect rows ({effects[0]} to E093" in page
    assert f"to {effects[-1]} from the second) and {len(costs)} economic rows" in page
    assert f"({costs[0]} to {costs[-1]})" in page
    assert "43485" in rows["E004"].values["n_total"]
