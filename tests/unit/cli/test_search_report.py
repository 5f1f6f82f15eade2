"""`litreview search report`: items, gaps, and the strings as run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Shell

RIS = "TY  - JOUR\nTI  - Mentors\nER  - \n"
QUERY = "1. mentor*.ti.\n2. coach*.ti."


def test_gaps_end_with_1_and_the_way_that_is_named_closes_them(
    empty: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "one.ris"
    path.write_text(RIS, "utf-8")
    empty.ok("load", str(path), "--name", "one", "--source", "MEDLINE")
    said = empty("search", "report")
    assert said.status == 1
    assert " 8  Full strings, as run: gap" in said.out
    assert "the string is not known" in said.out
    assert "unload the search, and load its file again with --query" in said.out

    empty.ok("unload", "one", "--because", "without its string")
    more = ("--source", "MEDLINE (Ovid)", "--query", QUERY, "--date", "2026-11-02")
    empty.ok("load", str(path), "--name", "again", *more)
    said = empty("search", "report")
    assert said.status == 0, said.out
    assert "again: MEDLINE (Ovid), 2026-11-02, 1 record read\n" + QUERY in said.out
    assert "16 items: 0 with gaps" in said.err


def test_json_has_items_and_strings(empty: Shell, tmp_path: Path) -> None:
    (tmp_path / "one.ris").write_text(RIS, "utf-8")
    empty.ok("load", str(tmp_path / "one.ris"), "--name", "one", "--query", QUERY)
    said = empty("search", "report", "--json")
    assert [one["number"] for one in said.json["items"]] == list(range(1, 17))
    assert said.json["strings"][0]["string"] == QUERY
    assert {one["status"] for one in said.json["items"]} == {"filled", "gap", "for a person"}


def test_the_form_beside_a_string_is_seen_and_not_touched(empty: Shell, tmp_path: Path) -> None:
    (tmp_path / "one.ris").write_text(RIS, "utf-8")
    empty.ok("load", str(tmp_path / "one.ris"), "--name", "one")
    folder = empty.root / "search_strings"
    (folder / "core.en.strategy.txt").write_text("# strategy: core, English (en)\n\nmentor.en\n")
    block = "# concept: mentor - of people\n# language: English (en)\n\nmentor*\n"
    (folder / "mentor.en.txt").write_text(block, "utf-8")
    assert empty("search", "press", "core.en").status == 1
    (folder / "mentor.en.txt").write_text(block + "me*\n", "utf-8")
    before = (folder / "core.en.press.toml").read_bytes()
    items = empty("search", "report", "--json").json["items"]
    assert items[13]["status"] == "gap"
    assert "core.en (" in items[13]["missing"]
    assert (folder / "core.en.press.toml").read_bytes() == before


def test_without_a_search_there_is_a_way_on(empty: Shell) -> None:
    said = empty("search", "report")
    assert said.status == 1
    assert said.next.startswith("litreview load")
