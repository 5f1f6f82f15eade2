"""`litreview search log`: searches by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Shell

LOG = ("search", "log", "--source", "An invented ministry", "--kind", "organisation")
HOW = ("--url", "https://example.org/reports", "--screened", "40", "--date", "2026-11-02")


def test_nothing_found_is_told_and_kept(empty: Shell) -> None:
    said = empty.ok(*LOG, *HOW, "--reviewer", "ann")
    assert "An invented ministry, 2026-11-02" in said.out
    assert "40 entries looked through, by ann; nothing found" in said.out
    row = empty.ok("table", "searches").out
    assert "An invented ministry" in row
    again = empty(*LOG, *HOW, "--reviewer", "ann")
    assert again.status == 1
    assert "kept already" in again.err


def test_an_entry_and_its_json(empty: Shell) -> None:
    entry = ("--title", "A report", "--author", "Example, Ada", "--author", "Sample, Bo",
             "--year", "2019", "--link", "https://example.org/1")  # fmt: skip
    data = empty.ok(*LOG, *HOW, *entry, "--json").json
    assert (data["status"], data["n_records"], data["kind"]) == ("loaded", 1, "organisation")
    assert data["browsed"] == {"url": "https://example.org/reports", "screened": 40, "by": ""}
    shown = empty.ok("show", f"{data['search']}:1").out
    assert "A report" in shown
    assert "Sample, Bo" in shown


def test_a_file(empty: Shell, tmp_path: Path) -> None:
    path = tmp_path / "site.csv"
    path.write_text("title,year\nOne,2019\nTwo,2020\n", "utf-8")
    said = empty.ok(*LOG, *HOW, "--found", str(path))
    assert "2 records" in said.out
    assert said.out.startswith("an-invented-ministry-20261102-")
    assert said.next == "litreview dedup run"
    assert empty.ok("prisma", "--json").json["counts"]["organisation_results"] == 2


def test_wrong_use_is_told(empty: Shell, tmp_path: Path) -> None:
    path = tmp_path / "site.csv"
    path.write_text("title,year\nOne,2019\n", "utf-8")
    for given, what in (
        (("--found", str(path), "--title", "A report"), "--found and --title say two things"),
        (("--year", "2019"), "has no title"),
        (("--date", "yesterday"), "not a day of the calendar"),
    ):
        said = empty(*LOG, "--note", "read", *given)
        assert (said.status, said.out) == (2, "")
        assert what in said.err
        assert "to do: " in said.err
    assert "how the source was searched" in empty(*LOG).err


def test_the_report_of_searches_shows_it(empty: Shell) -> None:
    empty.ok(*LOG, *HOW)
    said = empty("search", "report")
    assert "https://example.org/reports, 40 entries looked through" in said.out
    (item,) = [
        one for one in empty("search", "report", "--json").json["items"] if one["number"] == 4
    ]
    assert item["status"] == "filled"
