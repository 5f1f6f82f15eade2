"""Every code has a page, and the examples on it do what it says.

A page holds two strings: the first must be found with this code and no other, at the place that
carets below the row mark; the second must not be found with it. The word behind the three
backticks is the notation, or the name of a file of blocks.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from litreview.query.blocks import library
from litreview.query.codes import CODES
from litreview.query.dialects import DIALECTS
from litreview.query.findings import Found
from litreview.query.lint import RULES, english, lint
from litreview.query.press import ELEMENTS, element_of
from litreview.query.reading import parse

FOLDER = Path(__file__).parents[2] / "docs" / "lint"
CARETS = re.compile(r" *\^+")
STANDING = {"LR501", "LR404"}
"""Notes that stand beside others: no heading, and a limit, which a wrong date is too."""
BY_PERSONS = {"LR503"}
"""Told by `litreview search press`, of a form and not of a string."""
TIMES = {"LR109": 200_000}
HITS = {"LR502": ({"1": 25, "2": 0, "3": 25}, {"1": 25, "2": 5, "3": 28})}
SECOND_FILE = {"LR212": {"core.en.txt": "mentor*"}}
STANDS_FOR_THE_WHOLE = {"LR106", "LR109", "LR120", "LR212"}
"""Their place is that of no single word."""


class Example(NamedTuple):
    syntax: str
    text: str
    marked: str
    """What the carets stand below; empty where there are none."""
    start: int


def page(code: str) -> str:
    return (FOLDER / f"{code}.md").read_text("utf-8")


def examples(code: str) -> list[Example]:
    found = re.findall(r"^```([^\n]*)\n(.*?)^```$", page(code), re.MULTILINE | re.DOTALL)
    return [example(head.removeprefix("text "), body[:-1]) for head, body in found]


def example(syntax: str, body: str) -> Example:
    rows = body.split("\n")
    text, marked, start = "", "", -1
    for row, below in zip(rows, [*rows[1:], ""], strict=True):
        if CARETS.fullmatch(row):
            continue
        if CARETS.fullmatch(below):
            first = below.index("^")
            marked, start = row[first : len(below)], len(text) + first
        text += f"{row}\n"
    return Example(syntax, text.removesuffix("\n"), marked, start)


def found_in(code: str, one: Example, at: int) -> tuple[Found, ...]:
    hits = HITS[code][at] if code in HITS else None
    if one.syntax.endswith(".txt"):
        others = SECOND_FILE.get(code, {}) if at == 0 else {}
        file = one.syntax.partition(" ")[0]
        if "youth.en" in one.text:
            others = {"youth.en.txt": "youth*", **others}
        held = library({file: one.text, **others})
        name = file.partition(".strategy")[0].removesuffix(".txt")
        own = DIALECTS.get("litreview")
        return (*held.findings, *lint(held.parsed(name), own, words=english()))
    dialect = DIALECTS.get(one.syntax)
    text = one.text * (TIMES.get(code, 1) if at == 0 else 1)
    return lint(parse(text, dialect), dialect, hits=hits, words=english())


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert {path.stem for path in FOLDER.glob("LR*.md")} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_the_title_the_severity_and_what_to_do(code: str) -> None:
    severity, title = CODES[code]
    text = page(code)
    assert text.startswith(f"# {code}: {title}\n\n*{severity.capitalize()}.* ")
    assert re.search(r"^## What to do\n\n\S", text, re.MULTILINE)


@pytest.mark.parametrize("code", [code for code in CODES if code not in BY_PERSONS])
def test_the_example_of_a_page_has_its_fault_and_no_other(code: str) -> None:
    first, second = examples(code)
    found = found_in(code, first, 0)
    assert {one.code for one in found} - (STANDING - {code}) == {code}
    assert code not in {one.code for one in found_in(code, second, 1)}


@pytest.mark.parametrize("code", [c for c in CODES if c not in BY_PERSONS | STANDS_FOR_THE_WHOLE])
def test_the_caret_of_a_page_stands_where_the_finding_does(code: str) -> None:
    one = examples(code)[0]
    places = {found.span[:2] for found in found_in(code, one, 0) if found.code == code}
    assert (one.start, one.start + len(one.marked)) in places
    assert one.marked


def test_a_page_without_an_example_says_where_else_it_is_told() -> None:
    for code in BY_PERSONS:
        assert "litreview search press" in page(code)
        assert not examples(code)


def test_the_index_has_every_code_with_its_severity_and_title() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| \[(LR\d+)\]\((LR\d+)\.md\) \| (\w+) \| (.+?) \|$", text, re.MULTILINE)
    assert [(code, severity, title) for code, link, severity, title in rows if code == link] == [
        (code, severity, title) for code, (severity, title) in CODES.items()
    ]


def test_the_table_of_press_is_that_of_its_form() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    table = text.partition("## PRESS 2015")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\d) [^|]*\| ([^|]*)\|", table, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, len(ELEMENTS) + 1))
    held = {
        element.key: set(re.findall(r"LR\d{3}", row))
        for element, (_, row) in zip(ELEMENTS, rows, strict=True)
    }
    by_element = {
        element.key: {c for c in CODES if element_of(c) == element.key} for element in ELEMENTS
    }
    assert held == {key: codes - BY_PERSONS for key, codes in by_element.items()}


def test_every_rule_says_which_codes_it_can_find() -> None:
    said = [code for rule in RULES.all() for code in rule.codes]
    assert len(said) == len(set(said))
    assert set(said) <= set(CODES)
