"""`table`, `report`, `show`: what is shown on a screen, in a pipe and in files."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import litreview as lr
from litreview.cli import grid, say
from litreview.outputs.table import Column, Table
from litreview.review import reporting

if TYPE_CHECKING:
    from conftest import Decide, Shell

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Ours</title><id>ours</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><group delimiter=", "><text variable="title"/><date variable="issued">
<date-part name="year"/></date></group></layout></bibliography></style>"""
TABLE = Table(
    name="made",
    title="A made-up table",
    columns=(
        Column("head", "Head", width=0),
        Column("name", "Name", width=10),
        Column("n", "n", "right", width=6),
        Column("words", "Words", width=40),
        Column("more", "More", width=40),
    ),
    rows=(
        ("First", "one", "1", "a " * 60 + "LAST", "more " * 30),
        ("First", "two", "22", "b\nsecond line", "[red]not markup[/red]"),
        ("Second", "three", "333", "c", "\x1b[31mred"),
    ),
)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A terminal of 80 columns, as far as the commands can tell."""
    monkeypatch.setattr("litreview.cli.say.on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    return monkeypatch


def test_a_terminal_shows_the_columns_that_fit(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    del terminal
    hidden = grid.show(TABLE)
    out = capsys.readouterr().out
    assert [column.key for column in hidden] == ["more"]
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 80
    assert "LAST" in out, "a cell is wrapped, never cut"


def test_a_pipe_gets_every_column_and_every_cell(capsys: pytest.CaptureFixture[str]) -> None:
    assert grid.show(TABLE) == ()
    out = capsys.readouterr().out
    assert "[red]not markup[/red]" in out
    assert "LAST" in out
    assert "\x1b" not in out


def test_a_heading_stands_once_above_its_rows(capsys: pytest.CaptureFixture[str]) -> None:
    grid.show(TABLE)
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines.count("First") == lines.count("Second") == 1
    assert lines.index("First") < lines.index("Second")


def test_what_a_reader_misses_first_is_shown_first(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The effect stands far to the right of the table, and is its point."""
    terminal.setenv("COLUMNS", "100")
    keys = ("study", "outcome", "subgroup", "design", "remarks", "effect", "unit")
    columns = tuple(Column(key, key.title(), width=18) for key in keys)
    row = tuple("some words of it" for _ in keys)
    hidden = grid.show(
        Table("t", "T", columns, (row,), telling=("study", "outcome", "effect", "unit"))
    )
    assert {column.key for column in hidden} == {"design", "remarks"}
    assert "Effect" in capsys.readouterr().out


def test_columns_can_be_chosen(shell: Shell) -> None:
    said = shell.ok("table", "searches", "--columns", "records,source", "--json").json
    assert [list(row) for row in said] == [["records", "source"]] * 2
    wrong = shell("table", "searches", "--columns", "records,nonsense")
    assert wrong.status == 2
    assert "has no column 'nonsense'" in wrong.err
    assert "source" in wrong.err


def test_a_table_in_every_file_format(shell: Shell, tmp_path: Path) -> None:
    options = [
        word
        for suffix in ("csv", "md", "html", "docx", "xlsx")
        for word in (f"--{suffix}", str(tmp_path / f"t.{suffix}"))
    ]
    said = shell.ok("table", "searches", *options, "--out", str(tmp_path / "u.csv"))
    assert not said.out
    assert said.err.count("2 rows") == 6
    assert (tmp_path / "t.docx").read_bytes().startswith(b"PK")
    assert (tmp_path / "t.csv").read_bytes() == (tmp_path / "u.csv").read_bytes()
    listed = csv.DictReader(io.StringIO(shell.ok("table", "searches", "--csv", "-").out))
    assert [row["source"] for row in listed] == ["Invented Base", "Other Base"]


def test_a_file_name_that_says_no_format(shell: Shell, tmp_path: Path) -> None:
    said = shell("table", "searches", "--out", str(tmp_path / "table.pdf"))
    assert said.status == 2
    assert "no table format has the suffix '.pdf'" in said.err
    assert not list(tmp_path.glob("table.*"))


def test_an_empty_table_says_why_and_what_comes_next(shell: Shell) -> None:
    said = shell("table", "characteristics")
    assert (said.status, said.out) == (1, "")
    assert said.err.count("Next: ") == 1


def test_the_report_writes_what_changed_and_removes_nothing(shell: Shell, decide: Decide) -> None:
    first = shell.ok("report", "--json")
    assert first.json["written"] == first.json["files"]
    own = shell.root / "report" / "notes.txt"
    own.write_text("mine", "utf-8")
    assert shell.ok("report", "--json").json["written"] == []
    decide("first:1=include")
    again = shell.ok("report", "--json").json["written"]
    assert "index.html" in again
    assert len(again) < len(first.json["files"])
    assert own.read_text("utf-8") == "mine"


def test_the_report_says_where_as_one_would_type_it(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shell.root)
    assert f"Open {Path('report') / 'index.html'} in a browser." in shell.ok("report").err


def test_a_report_cannot_be_built_into_a_file(shell: Shell) -> None:
    said = shell("report", "--out", str(shell.root / "review.toml"))
    assert (said.status, "this is a file" in said.err) == (2, True)


def test_a_study_is_called_one_thing_everywhere(shell: Shell, decide: Decide) -> None:
    """Its earliest report cannot be had, so the study bears the name of the other one."""
    shell.ok("link", "first:1", "first:2", "--study", "Family2015")
    decide("first:1=include", "first:2=include")
    decide("first:2=include", stage="full-text")
    shell.ok("fulltext", "missing", "first:1", "--because", "not held")
    table = csv.DictReader(io.StringIO(shell.ok("table", "included", "--csv", "-").out))
    assert [(row["study"], row["id"]) for row in table] == [("Madeup 2018", "Family2015")]
    style = shell.root / "ours.csl"
    style.write_text(STYLE, "utf-8")
    styled = shell.ok("table", "included", "--style", str(style), "--json").json
    assert [row["reference"] for row in styled] == ["Coaching in the third sector, 2018"]
    listed = shell.ok("dump", "--included", "--style", str(style)).out
    assert listed == "Coaching in the third sector, 2018\n"
    assert "cannot be read" in shell("dump", "--style", "absent.csl").err
    explained = shell.ok("prisma", "--explain", "new_studies").out
    assert explained == "Family2015  Madeup 2018  Coaching in the third sector\n"
    assert shell.ok("link").out.startswith("Family2015  Madeup 2018\n")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        (".", "the folder of a review"),
        ("log", "log/ of the review"),
        ("records/deep", "records/ of the review"),
        ("forms", "forms/ of the review"),
        ("search_strings", "search_strings/ of the review"),
        (".litreview", ".litreview/ of the review"),
    ],
)
def test_a_report_does_not_mix_with_the_review(shell: Shell, name: str, what: str) -> None:
    before = shell.files()
    said = shell("report", "--out", str(shell.root / name))
    assert (said.status, f"a report is not written into {what}" in said.err) == (2, True)
    assert shell.files() == before
    assert shell.ok("report", "--out", str(shell.root / "appendix")).status == 0


def test_show_has_records_provenance_votes_and_study(shell: Shell, decide: Decide) -> None:
    decide("first:2=include")
    shell.ok("link", "first:2", "first:3", "--study", "trial-a")
    shown = shell.ok("show", "second:1").out
    assert "title           Coaching in the third sector\n" in shown
    assert "                from first:2\n" in shown
    assert "2 records       first:2 Invented Base\n                second:1 Other Base" in shown
    assert "title-abstract  include\n                ann: include, 20" in shown
    assert "study           trial-a, with first:3" in shown


def test_show_keeps_reviewers_blind(
    shell: Shell, decide: Decide, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.votes(2)
    decide("first:1=exclude", reviewer="ann", because="design")
    blind = shell.ok("show", "first:1").out
    assert "title-abstract  waiting" in blind
    assert "1 vote of others, shown when all are cast" in blind
    assert "exclude" not in blind + shell.ok("show", "first:1", "--json").out
    monkeypatch.setenv("LITREVIEW_REVIEWER", "ann")
    assert "ann: exclude (design)" in shell.ok("show", "first:1").out
    monkeypatch.delenv("LITREVIEW_REVIEWER")
    decide("first:1=include", reviewer="bo")
    assert "title-abstract  conflict" in shell.ok("show", "first:1").out
    shell("conflicts", "--resolve", "first:1=include", "--by", "bo")
    assert "title-abstract  include, settled by bo" in shell.ok("show", "first:1").out


def test_long_fields_are_wrapped_beside_their_label(
    terminal: pytest.MonkeyPatch, shell: Shell, tmp_path: Path
) -> None:
    del terminal
    (tmp_path / "long.ris").write_text(f"TY  - JOUR\nTI  - {'long words ' * 30}\nER  -\n")
    shell("load", str(tmp_path / "long.ris"), "--name", "long")
    out = shell.ok("show", "long:1").out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_words_are_wrapped_beside_their_head_on_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    lines = say.wrapped(
        "some words that go on and on", on_screen=True, head="12:00  ann  ", indent=12
    )
    assert lines == ["12:00  ann  some words that go", "            on and on"]
    assert say.wrapped("some words\nthat go on", on_screen=False) == ["some words that go on"]


def test_agreement_is_shown_of_reports_that_lack_no_vote(shell: Shell, decide: Decide) -> None:
    shell.votes(2)
    decide("first:1=include", "first:2=exclude", "first:3=include", reviewer="ann")
    assert shell("table", "agreement").status == 1
    decide("first:1=include", "first:2=include", reviewer="bo")
    (row,) = shell.ok("table", "agreement", "--json").json
    assert (row["of"], row["n"], row["differ"]) == ("ann and bo", "2", "1")
    assert row["raw"].startswith("0.50")


def test_what_waits_stands_with_its_reason(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    with lr.open(shell.root) as review:
        reporting.set_aside(review, ["first:1"], "ongoing", "registered, no results yet")
    (row,) = shell.ok("table", "awaiting", "--json").json
    assert (row["status"], row["why"]) == ("Ongoing studies", "registered, no results yet")
    assert row["reference"].startswith("Example, Ada; Sample, Bo (2015).")
