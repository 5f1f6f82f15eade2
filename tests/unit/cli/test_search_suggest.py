"""`litreview search suggest`, beside a review and inside one."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from prompt import Said

if TYPE_CHECKING:
    from conftest import Decide, Shell

Run = Callable[..., Said]

GOLD = ("Mentors for job seekers", "Mentoring a job seeker", "A mentor for work", "Mentorship")
REST = (*(f"Cows of village number {name}" for name in "abcdefgh"), "A mentor of cows", "Wages")
BLOCKS = {
    "mentor.en.txt": "# concept:  mentor - of people\n# language: English (en)\n\nmentor*\n",
    "people.en.txt": '# concept:  people - in town\n# language: English (en)\n\n"job hunter*"\n',
    "core.en.strategy.txt": "# strategy: core, English (en)\n\nmentor.en AND people.en\n",
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """gold.ris and rest.csv."""
    records = "".join(f"TY  - JOUR\nTI  - {title}\nLA  - eng\nER  - \n" for title in GOLD)
    (tmp_path / "gold.ris").write_text(records, "utf-8")
    with (tmp_path / "rest.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("title",), *((title,) for title in REST)])
    return tmp_path


def strings(root: Path) -> None:
    (root / "search_strings").mkdir(exist_ok=True)
    for name, text in BLOCKS.items():
        (root / "search_strings" / name).write_text(text, "utf-8")


@pytest.fixture
def run(files: Path, empty: Shell) -> Run:
    """`litreview search suggest` on the two files, in a folder that is no review."""

    def call(*more: str, at: Path = files) -> Said:
        both = ("--gold", str(files / "gold.ris"), "--background", str(files / "rest.csv"))
        return empty("search", "suggest", *both, *more, at=at)

    return call


def test_without_a_review_two_files_are_compared(run: Run) -> None:
    said = run("--json")
    assert said.status == 0
    (found,) = said.json
    assert (found["language"], found["gold"], found["background"]) == ("en", 4, 10)
    first = next(one for one in found["suggestions"] if one["term"] == "mentor*")
    assert first == {
        "term": "mentor*", "gold": 4, "background": 1, "log_odds": first["log_odds"],
        "z": first["z"], "strength": first["strength"], "within": "", "covered": "",
        "forms": {"mentor": 1, "mentoring": 1, "mentors": 1, "mentorship": 1},
    }  # fmt: skip
    assert first["z"] >= 1.96


def test_the_table_says_what_is_not_shown(run: Run) -> None:
    said = run("--top", "1")
    assert said.status == 0
    assert "mentor*" in said.out
    assert "4 of 4" in said.out
    assert "Compared with 10 other records. Not shown: " in said.err


def test_what_a_strategy_finds_is_marked(run: Run, files: Path) -> None:
    strings(files)
    (found,) = run("--strategy", "core.en", "--json").json
    covered = {one["term"]: one["covered"] for one in found["suggestions"]}
    assert covered["mentor*"] == "mentor.en"
    said = run("--strategy", "core.en")
    assert "covered by" in said.out
    assert "mentor.en" in said.out


def test_a_strategy_that_does_not_exist_is_refused_with_those_that_do(
    run: Run, files: Path
) -> None:
    strings(files)
    said = run("--strategy", "cores.en")
    assert said.status == 2
    assert "core.en" in said.err


def test_inside_a_review_the_included_are_compared_with_all(shell: Shell, decide: Decide) -> None:
    decide("first:1=include", "first:2=include")
    decide("first:1=include", "first:2=include", stage="full-text")
    said = shell("search", "suggest", "--least", "1", "--json")
    assert [one["gold"] for one in said.json] == [2]
    assert said.json[0]["background"] == 1, "one report was joined, one record is still apart"


def test_no_included_report_ends_with_1_and_a_way_on(shell: Shell) -> None:
    said = shell("search", "suggest")
    assert said.status == 1
    assert "no record among the included reports" in said.err


def test_where_nothing_tells_there_is_a_line_and_no_empty_table(run: Run, files: Path) -> None:
    (files / "rest.csv").write_text("title\n" + "\n".join(f"{t} again" for t in GOLD), "utf-8")
    said = run()
    assert said.status == 1
    assert said.out == ""
    assert "en: nothing tells 4 known records from 4 others" in said.err


def test_too_few_records_end_with_1_and_a_way_on(run: Run) -> None:
    said = run("--least", "9")
    assert said.status == 1
    assert "Fewer than 9 records" in said.err
    said = run("--language", "sv")
    assert said.status == 1
    assert "in sv" in said.err


@pytest.mark.parametrize(
    "pair", [("--gold", "gold.ris", "--included"), ("--background", "x", "--all")]
)
def test_two_sets_at_once_are_refused(empty: Shell, files: Path, pair: tuple[str, ...]) -> None:
    said = empty("search", "suggest", *(str(files / p) if "." in p else p for p in pair))
    assert said.status == 2
    assert "say two things" in said.err


def test_a_file_that_is_none_is_refused(empty: Shell, files: Path) -> None:
    said = empty("search", "suggest", "--gold", str(files / "none.ris"), "--background", "x")
    assert said.status == 2
    assert "no such file" in said.err
    (files / "bad.pdf").write_bytes(b"%PDF-1.7")
    said = empty("search", "suggest", "--gold", str(files / "bad.pdf"), "--background", "x")
    assert said.status == 2
    assert "PDF" in said.err


def test_a_title_that_a_terminal_would_obey_is_tamed(run: Run, files: Path) -> None:
    text = (files / "gold.ris").read_text("utf-8").replace("Mentorship", "Ment\x1b[2Jorship")
    (files / "gold.ris").write_text(text, "utf-8")
    said = run()
    assert "\x1b" not in said.out + said.err
