"""The real strings of the corpus are read: 95 % of the well-formed lines of every platform.

Not well-formed are the lines that the index names as defective in their notation, by eye
(`known_defects`), and the three entries that are no search strings. What the defects are found as:
`test_string_defects.py`.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from litreview.query.dialects import DIALECTS
from litreview.query.reading import Line, Parsed, parse
from litreview.query.shape import spread

PLATFORMS = {"Ovid": "ovid", "PubMed": "pubmed", "EBSCOhost": "ebscohost", "ProQuest": "proquest",
             "Web of Science": "wos", "Scopus": "scopus", "generic": "litreview"}  # fmt: skip
"""By the first words of `interface`."""
NO_STRINGS = {"ye-nma-oecd", "ye-nma-grey", "szafran-litsearchr", "clef-cd007431"}
"""Web forms, a list of words, and lines labelled 1a, 2b that are combined in prose."""
DEFECTIVE = {
    # string -> label of the line: why it cannot be read
    "care-cinahl": {"S17": "OR OR"},
    "homeless-criminal-justice-abstracts-via-ebsco": dict.fromkeys(
        ("3", "6", "7"), "lines called without their S"
    ),
    "homeless-violence-and-abuse-abstracts-via-ebsco": dict.fromkeys(
        ("3", "6", "7"), "lines called without their S"
    ),
    "homeless-ovid-medline": {"2": "a bracket that is never closed"},
}
WANTED = 0.95


@dataclass(frozen=True)
class Read:
    name: str
    platform: str
    lines: int
    """As the index counts them; 0: it does not."""
    parsed: Parsed


@pytest.fixture(scope="module")
def read(corpus: Path) -> list[Read]:
    rows = (corpus / "strings" / "strings.jsonl").read_text("utf-8").splitlines()
    found = []
    for row in map(json.loads, rows):
        start = next((one for one in PLATFORMS if row["interface"].startswith(one)), "")
        if start and row["id"] not in NO_STRINGS:
            name = PLATFORMS[start]
            parsed = parse(row["string"], DIALECTS.get(name))
            found.append(Read(row["id"], name, row.get("n_lines", 0), parsed))
    return found


def well_formed(one: Read) -> list[Line]:
    return [line for line in one.parsed.lines if line.label not in DEFECTIVE.get(one.name, {})]


def test_the_well_formed_lines_of_every_platform_are_read(read: list[Read]) -> None:
    wanted: Counter[str] = Counter()
    ok: Counter[str] = Counter()
    for one in read:
        wanted[one.platform] += len(well_formed(one))
        ok[one.platform] += sum(line.ok for line in well_formed(one))
    for platform in wanted:
        counts = f"{ok[platform]} of {wanted[platform]} well-formed lines"
        print(f"{platform}: {counts}")  # noqa: T201 - with -s, the numbers of the bar
    assert set(wanted) == set(PLATFORMS.values())
    assert {name for name in wanted if ok[name] < WANTED * wanted[name]} == set()
    assert sum(wanted.values()) > 240


def test_lines_are_as_many_as_the_index_counts(read: list[Read]) -> None:
    assert {one.name: len(one.parsed.lines) for one in read if one.lines} == {
        one.name: one.lines for one in read if one.lines
    }


def test_a_defective_line_is_not_ok(read: list[Read]) -> None:
    by_name = {one.name: one for one in read}
    for name, lines in DEFECTIVE.items():
        wrong = {line.label for line in by_name[name].parsed.lines if not line.ok}
        assert wrong == set(lines), name


def test_a_string_whose_lines_are_ok_has_a_tree_that_can_be_written_and_read_again(
    read: list[Read],
) -> None:
    own = DIALECTS.get("litreview")
    for one in read:
        if one.name in DEFECTIVE:
            continue
        assert one.parsed.tree is not None, one.name
        default = DIALECTS.get(one.platform).reads.default
        tree = spread(one.parsed.tree, default)
        again = parse(own.write(tree), own).tree
        assert again is not None, one.name
        assert spread(again, own.reads.default) == tree, one.name
