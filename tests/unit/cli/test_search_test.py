"""`litreview search test`, `count` and `compile` in an invented review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Shell

GOLD = """TY  - JOUR
TI  - Mentors for young job seekers
AB  - An invented trial of mentors.
DO  - 10.1000/found
ER  -
TY  - JOUR
TI  - Sponsors at school
AB  - An invented trial of sponsors for pupils with a job.
DO  - 10.1000/lost
ER  -
TY  - JOUR
TI  - Mentors
DO  - 10.1000/open
ER  -
"""
FILES = {
    "help.en.txt": "mentor*\ncoach*\n",
    "work.en.txt": "job*\n",
    "core.en.strategy.txt": "help.en AND work.en\n",
    "gold.ris": GOLD,
    "index.txt": "10.1000/found\n",
}
PLAN = """format = 1

[[gold]]
name = "known"
files = ["gold.ris"]

[[index]]
source = "Base"
files = ["index.txt"]

[[test]]
strategy = "core.en"
gold = ["known"]
recall_at_least = {least}
must_find = [{must}]

[[hits]]
strategy = "core.en"
source = "review"
hits = {hits}

[[hits]]
strategy = "core.en"
source = "ERIC"
date = "2026-11-01"
hits = 100
drift = 0.1
"""


def plan(least: float = 0.3, must: str = "10.1000/found", hits: int = 2) -> str:
    return PLAN.format(least=least, must=f'"{must}"', hits=hits)


@pytest.fixture
def tested(shell: Shell) -> Shell:
    """A review with a strategy and a plan that it passes."""
    for name, text in {**FILES, "tests.toml": plan()}.items():
        (shell.root / "search_strings" / name).write_text(text, "utf-8")
    return shell


def put(shell: Shell, name: str, text: str) -> None:
    path = shell.root / "search_strings" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def codes(data: Any) -> list[str]:
    return [one["code"] for one in data["findings"]]


def test_a_strategy_that_finds_what_it_must_passes(tested: Shell) -> None:
    said = tested.ok("search", "test")
    assert said.out.splitlines() == [
        "core.en on known: found 1 of 3 (1 missed, 1 unknown, 0 without text)",
        "  recall between 0.33 and 0.67: 0.50 of 2 judged (95 % 0.09 to 0.91), 1 not",
        "  Base: 2 not indexed; of 1 indexed 1 found, 0 missed, 0 open",
        "  missed 10.1000/lost  Sponsors at school",
        "    fails help.en",
        "  unknown, as there is no abstract: work.en (1)",
        "core.en in review: 2 hits, 2 now; 3 records without abstract may be more",
        "core.en in ERIC: 100 hits (2026-11-01), nothing newer is recorded",
    ]
    assert said.err == "1 test passed\n"


def test_json_holds_every_study_with_its_outcome(tested: Shell) -> None:
    data = tested.ok("search", "test", "core.en", "--json").json
    assert data["passes"] is True
    (test,) = data["tests"]
    assert {one["key"]: one["outcome"] for one in test["judged"]} == {
        "10.1000/found": "retrieved", "10.1000/lost": "missed", "10.1000/open": "unknown",
    }  # fmt: skip
    assert test["judged"][1]["failing"] == [
        {"part": "help.en", "verdict": "no", "excludes": False, "only_inside_a_compound": False}
    ]
    assert test["interval"] == pytest.approx([0.0945, 0.9055], abs=1e-4)
    assert test["sources"][0]["not_indexed"] == ["10.1000/lost", "10.1000/open"]


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"tests.toml": plan(least=0.6)}, "GS107", "recall 0.50, wanted at least 0.60"),
        ({"tests.toml": plan(must="10.1000/lost")}, "GS108", "is lost: it fails help.en"),
        ({"tests.toml": plan(must="10.1000/open")}, "GS108", "is no longer surely found"),
        ({"tests.toml": plan(must="10.1000/other")}, "GS109", "stands in none of its gold sets"),
        ({"help.en.txt": "coach*\n"}, "GS108", "10.1000/found, which core.en must find, is lost"),
        ({"tests.toml": plan(hits=3)}, "GS110", "core.en in review: 2 hits, 3"),
        ({"gold.ris": "TY  - JOUR\nTI  - A title\nER  -\n"}, "GS101", "names no study by DOI"),
        ({"gold.ris": "TY  - JOUR\nTI  - Mentors\nDO  - 10.1000/found\nER  -\n"}, "GS106",
         "no study of known has text enough"),
        ({"counts/eric.json": json.dumps({"strategy": "core.en", "source": "ERIC",
          "date": "2026-11-20", "hits": 89})}, "GS110", "core.en in ERIC: 89 hits, 100"),
    ],
)  # fmt: skip
def test_what_is_lost_or_drifted_ends_with_status_1(
    tested: Shell, changed: dict[str, str], code: str, words: str
) -> None:
    for name, text in changed.items():
        put(tested, name, text)
    said = tested("search", "test", "--json")
    assert said.status == 1
    found = {one["code"]: one["message"] for one in said.json["findings"]}
    assert words in found[code]
    assert tested("search", "test").status == 1


def test_a_drift_within_its_share_passes(tested: Shell) -> None:
    put(tested, "counts/eric.json", json.dumps(
        {"strategy": "core.en", "source": "ERIC", "date": "2026-11-20", "hits": 90}))  # fmt: skip
    assert tested.ok("search", "test", "--json").json["hits"][1]["now"] == 90


def test_a_recall_that_the_undecided_could_undo_is_a_warning(tested: Shell) -> None:
    put(tested, "tests.toml", plan(least=0.5))
    data = tested.ok("search", "test", "--json").json
    assert codes(data) == ["GS111"]


@pytest.mark.parametrize(
    ("changed", "arguments", "words"),
    [
        ({}, ["cor.en"], "there is no strategy 'cor.en'"),
        ({"other.en.strategy.txt": "work.en"}, ["other.en"], "nothing is tested of other.en"),
        ({"help.en.txt": "mentor* (\n"}, [], "row 1"),
        ({"tests.toml": "format = 1\n[[test]]\n"}, [], "tests.toml, line 2"),
        ({"tests.toml": plan().replace("gold.ris", "none.ris")}, [], "there is no such file"),
    ],
)
def test_what_cannot_be_tried_ends_with_status_2_and_its_place(
    tested: Shell, changed: dict[str, str], arguments: list[str], words: str
) -> None:
    for name, text in changed.items():
        put(tested, name, text)
    said = tested("search", "test", *arguments)
    assert said.status == 2
    assert words in said.err
    assert said.out == ""


def test_without_a_plan_it_says_where_one_belongs(shell: Shell) -> None:
    folder = shell.root / "search_strings"
    folder.mkdir(exist_ok=True)
    (folder / "core.en.strategy.txt").write_text("mentor*", "utf-8")
    said = shell("search", "test")
    assert said.status == 2
    assert "there is no plan of tests" in said.err


def test_text_of_a_gold_set_is_not_obeyed_by_the_terminal(tested: Shell) -> None:
    put(tested, "gold.ris", GOLD.replace("Sponsors", "Spon\x1b[31msors"))
    assert "\x1b" not in tested("search", "test").out


def test_count_shows_each_line_and_what_was_noted_elsewhere(tested: Shell) -> None:
    put(tested, "counts/eric.json", json.dumps({
        "strategy": "core.en", "source": "ERIC", "date": "2026-11-20", "hits": 90,
        "lines": {"mentor*": 40, "help.en": 60}}))  # fmt: skip
    data = tested.ok("search", "count", "core.en", "--json").json
    assert [(one["line"], one["hits"], one["recorded"]) for one in data["lines"]] == [
        ("mentor*", 2, {"ERIC": 40}), ("coach*", 2, {}), ("help.en", 4, {"ERIC": 60}),
        ("job*", 2, {}), ("work.en", 2, {}), ("core.en", 2, {"ERIC": 90}),
    ]  # fmt: skip
    first = data["lines"][0]
    assert (first["alone"], first["lost"], first["gold"]) == (2, 2, ["10.1000/found"])
    said = tested.ok("search", "count", "core.en")
    assert "ERIC 2026-11-20" in said.out
    assert "3 records may be found too" in said.err


def test_count_of_a_review_without_records_says_so(empty: Shell) -> None:
    put(empty, "core.en.strategy.txt", "mentor*\n")
    said = empty.ok("search", "count", "core.en")
    assert "The review has no records yet" in said.err


def compiled(shell: Shell) -> Path:
    return shell.root / "search_strings" / "compiled"


def test_compile_writes_a_file_for_each_target_and_the_check_agrees(tested: Shell) -> None:
    put(tested, "work.en.txt", "seek*\n")
    said = tested.ok("search", "compile", "--to", "ovid", "--to", "pubmed")
    assert said.out.splitlines() == ["core.en.ovid.txt  exact", "core.en.pubmed.txt  exact"]
    text = (compiled(tested) / "core.en.ovid.txt").read_text("utf-8")
    assert text.startswith("# core.en for Ovid: exact\n")
    assert text.endswith("\n(mentor* or coach*).ti,ab,kf. and seek*.ti,ab,kf.\n")
    assert tested.ok("search", "compile", "--to", "ovid", "--check").err == "1 file up to date\n"


def test_the_check_finds_a_file_that_is_missing_or_old(tested: Shell) -> None:
    tested.ok("search", "compile", "--to", "ovid")
    put(tested, "work.en.txt", "job*\nwage*\n")
    said = tested("search", "compile", "--to", "ovid", "--to", "pubmed", "--check")
    assert said.status == 1
    assert said.out.splitlines() == [
        "not up to date: compiled/core.en.ovid.txt", "not up to date: compiled/core.en.pubmed.txt",
    ]  # fmt: skip
    assert [path.name for path in compiled(tested).iterdir()] == ["core.en.ovid.txt"]


def test_a_string_that_would_lose_records_is_not_written_unless_allowed(tested: Shell) -> None:
    said = tested.ok("search", "compile", "--to", "pubmed")  # which truncates no three letters
    assert said.out == "core.en.pubmed.txt  narrower, no string\n"
    path = compiled(tested) / "core.en.pubmed.txt"
    refused = path.read_text("utf-8")
    assert refused.startswith("# core.en for PubMed: refused, as it would be narrower\n")
    assert all(line.startswith("#") for line in refused.splitlines())
    said = tested.ok("search", "compile", "--to", "pubmed", "--allow-loss")
    assert said.out == "core.en.pubmed.txt  narrower\n"
    assert "mentor*[tiab]" in path.read_text("utf-8").splitlines()[-1]


def test_without_a_strategy_there_is_nothing_to_compile(empty: Shell) -> None:
    said = empty("search", "compile")
    assert said.status == 2
    assert "there is no strategy" in said.err
    assert "From an empty folder" in " ".join(said.err.split())
    said = empty("search", "test")
    assert (said.status, said.out) == (2, "")
    assert "core.en.strategy.txt" in said.err
