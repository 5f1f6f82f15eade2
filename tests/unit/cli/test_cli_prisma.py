"""`litreview prisma`: the table, the files, what is behind a number, and how it stood on a day."""

from __future__ import annotations

import csv
import io
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import litreview as lr
from litreview.outputs.diagram import read_counts
from litreview.prisma import PENDING

if TYPE_CHECKING:
    from conftest import Decide, Shell


KINDS = ("svg", "png", "pdf", "docx", "html", "mmd", "txt", "csv")


def test_the_table_names_each_box_and_leaves_out_an_arm_that_is_not_there(shell: Shell) -> None:
    out = shell.ok("prisma").out
    assert re.search(r"Records identified from databases\s+5\s+database_results", out)
    assert re.search(r"    Invented Base\s+3", out)
    assert "websites" not in out
    assert "other methods" not in out


def test_other_methods_are_shown_where_there_are_some(shell: Shell, exports: Path) -> None:
    extra = exports / "web.ris"
    extra.write_text("TY  - RPRT\nTI  - A report from a website\nER  -\n", "utf-8")
    shell.ok("load", str(extra), "--kind", "website", "--name", "web")
    out = shell.ok("prisma").out
    assert re.search(r"Records identified from websites\s+1\s+website_results", out)
    assert "other_pending_screening" in out


def test_the_files_are_written_and_agree(shell: Shell, decide: Decide, tmp_path: Path) -> None:
    decide("first:1=include")
    decide("first:3=exclude", because="design")
    names = {kind: tmp_path / "out" / f"flow.{kind}" for kind in KINDS}
    said = shell.ok("prisma", *(x for k, path in names.items() for x in (f"--{k}", str(path))))
    assert not said.out, "files were asked for, not the table"
    counts = shell.ok("prisma", "--json").json["counts"]
    assert read_counts(names["svg"].read_text("utf-8"))["records_screened"] == 2
    assert names["png"].read_bytes().startswith(b"\x89PNG")
    assert names["pdf"].read_bytes().startswith(b"%PDF")
    assert names["docx"].read_bytes().startswith(b"PK")
    assert names["mmd"].read_text("utf-8").startswith("flowchart TB")
    assert "Records screened" in names["txt"].read_text("utf-8")
    assert "An invented review" in names["html"].read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(names["csv"].read_text("utf-8"))))
    written = {row["data"]: row["n"] for row in rows}
    shared = ("records_screened", "records_excluded", "duplicates", "database_results")
    assert [int(written[key]) for key in shared] == [counts[key] for key in shared]


def test_a_picture_can_go_to_standard_output_alone(shell: Shell) -> None:
    assert shell.ok("prisma", "--svg", "-").out.startswith("<svg")
    both = shell("prisma", "--svg", "-", "--json")
    assert (both.status, both.out) == (2, "")
    assert "two things cannot both go to standard output" in both.err


def test_a_figure_with_pending_records_says_so(shell: Shell) -> None:
    assert "In progress: 4 records or reports are still to be decided on" in shell.ok("prisma").err


@pytest.mark.parametrize(
    ("box", "lines"),
    [
        ("database_results", 5),
        ("duplicates", 1),
        ("records_excluded", 2),
        ("pending_screening", 1),
        ("dbr_pending", 1),
    ],
)
def test_every_number_opens(shell: Shell, decide: Decide, box: str, lines: int) -> None:
    decide("first:1=include")
    decide("first:2=exclude", because="population")
    decide("first:3=exclude", because="design")
    said = shell.ok("prisma", "--explain", box)
    assert len(said.out.splitlines()) == lines
    for line in said.out.splitlines():
        assert re.match(r"(first|second):\d\s+.*20\d\d  \S", line), "id, author, year, title"


def test_the_reason_stands_with_what_it_excluded(shell: Shell, decide: Decide) -> None:
    decide("first:2=exclude", because="population")
    decide("first:3=exclude", because="design")
    out = shell.ok("prisma", "--explain", "records_excluded").out
    assert out.splitlines() == [
        "first:2  [Wrong population]  Madeup 2018  Coaching in the third sector",
        "first:3  [Wrong study design]  Fiction 2019  Wages without support",
    ]


def test_a_study_is_explained_by_its_report(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    decide("first:1=include", stage="full-text")
    shell.ok("link", "first:1", "--study", "trial-a")
    out = shell.ok("prisma", "--explain", "new_studies").out
    assert out == "trial-a  Example 2015  Mentors for young job seekers\n"


def test_an_empty_box_says_so(shell: Shell) -> None:
    said = shell.ok("prisma", "--explain", "records_excluded")
    assert (said.out, said.err) == ("", "Records excluded: none\n")


def test_an_unknown_box_lists_the_known_ones(shell: Shell) -> None:
    said = shell("prisma", "--explain", "screened")
    assert said.status == 2
    assert "the flow has no box 'screened'" in said.err
    assert all(key in said.err for key in PENDING if key != "previous_pending")


def test_an_explanation_as_json_has_a_reference_for_each_id(shell: Shell) -> None:
    found = shell.ok("prisma", "--explain", "duplicates", "--json").json
    assert found["ids"] == ["second:1"]
    assert found["references"] == ["Madeup 2018  Coaching in the third sector"]


def test_as_it_stood_on_a_day(tmp_path: Path, exports: Path, empty: Shell) -> None:
    """Three days; each ends before the next begins, to the last microsecond."""
    days = [datetime(2026, 3, day, 23, 59, 59, 900_000, tzinfo=UTC) for day in (1, 2, 3)]
    clock = iter([days[0], days[1], days[2]])
    with lr.open(tmp_path / "review", clock=lambda: next(clock), who="ann") as review:
        review.load(exports / "first.ris")
        review.dedup()
        session = review.screen("title-abstract")
        session.vote("include")

    def counts(day: str) -> tuple[int, int, int]:
        found = empty.ok("prisma", "--at", day, "--json").json["counts"]
        return found["database_results"], found["records_screened"], found["pending_screening"]

    assert counts("2026-02-28") == (0, 0, 0)
    assert counts("2026-03-01") == (3, 0, 3)
    assert counts("2026-03-02") == (3, 0, 3)
    assert counts("2026-03-03") == (3, 1, 2)
    assert counts("9999-12-31") == (3, 1, 2)
    assert "Nothing had happened by 2026-02-28" in empty.ok("prisma", "--at", "2026-02-28").err


def test_a_search_that_was_taken_out_later_counts_before(shell: Shell) -> None:
    shell.ok("unload", "second", "--because", "by mistake")
    assert shell.ok("prisma", "--json").json["counts"]["database_results"] == 3
    day = datetime.now(UTC).date()
    before = shell.ok("prisma", "--at", str(day - timedelta(days=1)), "--json").json["counts"]
    assert before["database_results"] == 0
    explained = shell.ok("prisma", "--at", str(day), "--explain", "database_results").out
    assert "second" not in explained


def test_a_day_that_is_none_is_wrong_use(shell: Shell) -> None:
    said = shell("prisma", "--at", "2026-02-30")
    assert said.status == 2
    assert "2026-02-30" in said.err


@pytest.mark.parametrize("day", ["nonsense", "2026-02-30", "30.06.2026"])
def test_what_is_no_day_is_told_how_one_is_written(shell: Shell, day: str) -> None:
    said = shell("prisma", "--at", day)
    assert said.status == 2
    assert f"'{day}' is no day: write a day as 2026-06-30" in said.err
    assert "%" not in said.err


CSV = "data,n\ndatabase_results,5\nduplicates,1\nrecords_screened,4\nrecords_excluded,{}\n"


def test_a_file_of_others_needs_no_review_and_a_wrong_sum_ends_with_one(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = tmp_path / "given.csv"
    given.write_text(CSV.format("3\ndbr_sought_reports,2"), "utf-8")
    wrong = shell("prisma", "--from-csv", str(given), "--svg", "given.svg")
    assert wrong.status == 1
    assert "error PR3: screened - excluded = sought: 1 is not 2\n    where: row 6, n" in wrong.out
    drawn = read_counts((tmp_path / "given.svg").read_text("utf-8"))
    assert (drawn["records_excluded"], drawn["dbr_sought_reports"]) == (3, 2)
    data = shell("prisma", "--from-csv", str(given), "--json").json
    (broken,) = [one for one in data["identities"] if one["holds"] is False]
    assert (broken["code"], broken["left"], broken["right"]) == ("PR3", 1, 2)
    (told,) = [one for one in data["findings"] if one["severity"] == "error"]
    assert (told["expected"], told["found"], told["row"], told["column"]) == (1, 2, 6, "n")
    for refused in ("nothing.csv", "given.svg"):
        assert shell("prisma", "--from-csv", refused).status == 2
    assert shell("prisma", "--from-csv", str(given), "--explain", "duplicates").status == 2
    assert "records_screened=4&" in shell("prisma", "--from-csv", str(given), "--link").out


def test_a_correction_is_marked_wherever_the_number_is_and_can_be_taken_back(
    shell: Shell, tmp_path: Path
) -> None:
    because = ("--because", "as printed")
    assert shell("prisma", "correct", "duplicates", "3").status == 2
    assert shell("prisma", "correct", "nothing", "3", *because).status == 2
    broken = shell("prisma", "correct", "duplicates", "3", *because)
    assert broken.status == 1
    assert broken.out.startswith("duplicates: 3 in place of 1, by ")
    assert "error PR2" in broken.out
    table = shell("prisma")
    assert re.search(r"Duplicate records removed\s+3 \*", table.out)
    assert "* duplicates: 3 in place of 1" in table.out
    explained = shell("prisma", "--explain", "duplicates")
    assert len(explained.out.splitlines()) == 1, "the list stays as it is"
    assert "Corrected by hand, duplicates: 3 in place of 1" in explained.err
    assert [one["n"] for one in shell("prisma", "--json").json["corrections"]] == [3]
    assert "PR14" in shell("check").out
    assert "left out here" in shell("prisma", "--as-new").err
    assert shell("prisma", "--at", "2000-01-01").status == 0, "it was not corrected then"
    shell("prisma", "--csv", str(tmp_path / "flow.csv"))
    assert "Duplicate records,NA" not in (tmp_path / "flow.csv").read_text("utf-8")
    assert "corrected to 3" in shell.ok("log", "show").out
    shell.ok("prisma", "correct", "duplicates", "--undo")
    assert shell("prisma", "correct", "duplicates", "--undo").status == 2
    assert shell.ok("prisma", "--json").json["counts"]["duplicates"] == 1


def test_what_is_set_aside_waits_for_nobody_until_it_is_to_be_judged_after_all(
    shell: Shell, decide: Decide
) -> None:
    decide("first:1=include")
    assert shell.ok("prisma", "aside", "first:1", "--as", "ongoing").out.startswith("first:1  ong")
    counts = shell.ok("prisma", "--json").json["counts"]
    assert (counts["ongoing_studies"], counts["dbr_pending"], counts["dbr_assessed"]) == (1, 0, 1)
    assert "Mentors for young" in shell.ok("prisma", "--explain", "ongoing_studies").out
    assert "of an ongoing study" in shell.ok("show", "first:1").out
    stages = shell.ok("status", "--json").json["stages"]
    assert [one["reports"] for one in stages][-1] == 0, "nobody is asked about it"
    shell.ok("prisma", "aside", "first:1", "--undo")
    assert "ongoing_studies" not in shell.ok("prisma", "--json").json["counts"]


def test_two_days_are_compared_with_who_moved(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    said = shell.ok("prisma", "diff", "2000-01-01").out
    assert re.search(r"Records identified from databases\s+0\s+5\s+\+5", said)
    assert re.search(r"1  \(not in the review\) -> dbr_pending: first:1", said)
    assert shell.ok("prisma", "diff", "now").err.endswith("the numbers are the same.\n")
    assert shell("prisma", "diff", "yesterday").status == 2


def test_what_a_tool_excluded_is_counted_apart(shell: Shell, decide: Decide) -> None:
    decide("first:2=exclude", because="population")
    (who,) = shell.ok("show", "first:2", "--json").json["stages"][0]["votes"]
    shell.ok("prisma", "tool", who["reviewer"], "Sorter 2")
    counts = shell.ok("prisma", "--json").json["counts"]
    assert (counts["records_excluded_tool"], counts["records_excluded_human"]) == (1, 0)
    shell.ok("prisma", "tool", who["reviewer"], "--person")
    assert "records_excluded_tool" not in shell.ok("prisma", "--json").json["counts"]


def test_only_included_studies_can_be_said_to_be_pooled(shell: Shell, decide: Decide) -> None:
    assert shell("prisma", "pooled", "first:1").status == 2
    decide("first:1=include")
    decide("first:1=include", stage="full-text")
    assert shell.ok("prisma", "pooled", "first:1").err == "1 study in meta-analysis\n"
    assert shell.ok("prisma", "--json").json["counts"]["total_studies_ma"] == 1
    shell.ok("prisma", "pooled", "first:1", "--undo")
    assert "total_studies_ma" not in shell.ok("prisma", "--json").json["counts"]


def test_the_previous_version_can_be_a_folder(
    shell: Shell, decide: Decide, exports: Path, tmp_path: Path
) -> None:
    decide("first:1=include")
    decide("first:1=include", stage="full-text")
    earlier = tmp_path / "earlier"
    shutil.copytree(shell.root, earlier)
    web = exports / "later.ris"
    web.write_text("TY  - RPRT\nTI  - A later report from a website\nER  -\n", "utf-8")
    shell.ok("load", str(web), "--kind", "website", "--name", "later")
    counts = shell.ok("prisma", "--previous", str(earlier), "--json").json["counts"]
    named = ("previous_studies", "database_results", "website_results", "total_studies")
    assert [counts[key] for key in named] == [1, 0, 1, 1]
    shell("init", at=tmp_path / "strange")
    refused = shell("prisma", "--previous", str(tmp_path / "strange"))
    assert (refused.status, "no search of this review is in that version" in refused.err) == (
        2, True,
    )  # fmt: skip
    moved = shell.ok("prisma", "diff", str(earlier)).out
    assert "(not in the review) -> other_pending_screening: later:1" in moved


def test_the_figure_speaks_a_language_and_leads_to_a_page(shell: Shell, tmp_path: Path) -> None:
    out = shell.ok("prisma", "--svg", "-", "--lang", "da", "--links", "index.html").out
    assert "Identifikation af studier via databaser og registre" in out
    assert 'href="index.html#box-database_results"' in out
    assert 'width="85mm"' in shell.ok("prisma", "--svg", "-", "--width-mm", "85").out
    assert (
        "3.8 pt high"
        in shell.ok("prisma", "--svg", str(tmp_path / "x.svg"), "--width-mm", "85").err
    )


@pytest.mark.parametrize("links", ["javascript:alert(1)", 'a"b', "data:text/html,x", "a b"])
def test_what_is_no_address_is_refused(shell: Shell, links: str) -> None:
    said = shell("prisma", "--svg", "-", "--links", links)
    assert (said.status, said.out) == (2, "")
    assert "is no address" in said.err


def test_a_detail_cannot_be_shown_and_hidden(shell: Shell) -> None:
    said = shell("prisma", "--svg", "-", "--with", "notes", "--without", "notes")
    assert said.status == 2
    assert "notes: either --with or --without" in said.err
