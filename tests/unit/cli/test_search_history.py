"""`litreview search history`: out of a review, and back from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Shell

RIS = "TY  - JOUR\nTI  - Mentors {n}\nER  - \n"


@pytest.fixture
def searched(empty: Shell, tmp_path: Path) -> Shell:
    """Two searches, of which one has its string."""
    for n in (1, 2):
        (tmp_path / f"{n}.ris").write_text(RIS.format(n=n), "utf-8")
    more = ("--source", "Ovid MEDLINE", "--query", "1. mentor*\n2. coach*", "--date", "2026-11-02")
    empty.ok("load", str(tmp_path / "1.ris"), "--name", "one", *more)
    empty.ok("load", str(tmp_path / "2.ris"), "--name", "two", "--source", "A list")
    return empty


def test_a_search_goes_out_and_comes_back(searched: Shell, tmp_path: Path) -> None:
    said = searched("search", "history", "export", "one", "--author", "Ada Example")
    assert said.status == 0
    (one,) = said.json
    assert one["search_string"] == "1. mentor*\n2. coach*"
    assert (one["platform"], one["database"]) == ("ovid", ["Ovid MEDLINE"])
    assert one["date"] == {"search_conducted": "2026-11-02"}
    assert one["authors"] == [{"name": "Ada Example"}]
    assert one["litreview"]["records"] == 1
    assert "hits" not in one["litreview"], "nobody said how many the source held"

    out = tmp_path / "out"
    assert searched("search", "history", "export", "one", "--out", str(out)).status == 0
    said = searched("search", "history", "read", str(out / "one_search_history.json"), "--json")
    assert said.status == 0
    assert said.json["syntax"] == "ovid"
    assert said.json["history"]["search_string"] == one["search_string"]
    assert not said.json["changed"]


def test_a_search_without_its_string_is_named(searched: Shell) -> None:
    said = searched("search", "history", "export")
    assert said.status == 1
    assert len(said.json) == 1
    assert "two: the string is not known" in said.err


def test_a_deposit_is_plain_text(searched: Shell) -> None:
    said = searched(
        "search", "history", "export", "one", "--searchrxiv", "--validation", "found 9 of 10"
    )
    assert said.status == 0
    assert said.out.startswith("Title: An invented review: Ovid MEDLINE\n")
    assert "Validation: found 9 of 10\n" in said.out
    assert said.out.endswith("1. mentor*\n2. coach*\n")


def test_noted_hits_of_lines_go_out_with_the_string_that_they_are_of(searched: Shell) -> None:
    folder = searched.root / "search_strings" / "counts"
    folder.mkdir(parents=True)
    noted = {"strategy": "core.en", "source": "Ovid MEDLINE", "date": "2026-11-02", "hits": 3,
             "lines": {"mentor*": 2}, "string": "1. mentor*\n2. coach*"}  # fmt: skip
    (folder / "one.json").write_text(json.dumps(noted), "utf-8")
    (one,) = searched("search", "history", "export", "one").json
    assert one["litreview"]["hits_of_lines"] == {"mentor*": 2}
    (folder / "one.json").write_text(json.dumps(noted | {"string": "mentor"}), "utf-8")
    (one,) = searched("search", "history", "export", "one").json
    assert "hits_of_lines" not in one["litreview"]


def test_a_strategy_goes_out_with_the_label_of_its_translation(empty: Shell) -> None:
    folder = empty.root / "search_strings"
    (folder / "core.en.strategy.txt").write_text("# strategy: core, English (en)\n\nmentor.en\n")
    block = "# concept: mentor - of people\n# language: English (en)\n\nmentor* ~3 program*\n"
    (folder / "mentor.en.txt").write_text(block, "utf-8")
    call = ("search", "history", "export", "--strategy", "core.en")
    (one,) = empty.ok(*call, "--to", "ovid").json
    assert (one["platform"], one["litreview"]["label"]) == ("ovid", "exact")
    assert "adj4" in one["search_string"]
    assert "~3" in one["generic_query"]
    (one,) = empty.ok(*call, "--to", "pubmed").json
    assert one["litreview"]["label"] == "wider"
    assert one["litreview"]["reasons"][0]["reason"]
    for wrong in (call, (*call, "--to", "ovid", "one")):
        said = empty(*wrong)
        assert said.status == 2
        assert "by itself" in said.err


def test_an_unknown_search_is_refused(searched: Shell) -> None:
    said = searched("search", "history", "export", "none")
    assert said.status == 2
    assert "one, two" in said.err


def test_what_is_odd_in_a_file_is_shown_and_ends_with_1(empty: Shell, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    data = {"search_string": "a\x1b[2J", "platform": "Oracle of X", "mood": "good",
            "litreview": {"sha256": "0"}}  # fmt: skip
    path.write_text(json.dumps(data), "utf-8")
    said = empty("search", "history", "read", str(path))
    assert said.status == 1
    assert 'unknown key mood: "good"' in said.out
    assert "none whose notation is known" in said.err
    assert "it was changed" in said.err
    assert "\x1b" not in said.out + said.err


@pytest.mark.parametrize(
    ("content", "said"),
    [(b'{"search_string": "a",\n "platform"}', "row 2, column 12"), (b"\xff{}", "byte 1"),
     (None, "cannot be read")],
)  # fmt: skip
def test_a_damaged_file_is_refused(
    empty: Shell, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "x.json"
    if content is not None:
        path.write_bytes(content)
    found = empty("search", "history", "read", str(path))
    assert found.status == 2
    assert said in found.err
    assert len(found.err.splitlines()) <= 3
