"""Characters that nobody sees, and files that are no text: an error that names them."""

from __future__ import annotations

import pytest

from litreview.query.blocks import library
from litreview.query.dialects import DIALECTS
from litreview.query.findings import Found
from litreview.query.lint import lint
from litreview.query.reading import Parsed, parse

SYNTAXES = ("ovid", "pubmed", "wos", "litreview")


def read(text: str, syntax: str = "ovid") -> Parsed:
    return parse(text, DIALECTS.get(syntax))


def errors(parsed: Parsed) -> list[Found]:
    return [one for one in parsed.findings if one.severity == "error"]


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize(
    ("letter", "name"),
    [
        ("\x00", "U+0000 (NUL)"), ("\u200b", "U+200B (zero width space)"),
        ("\xad", "U+00AD (soft hyphen)"), ("\u202e", "U+202E (right-to-left override)"),
        ("\x1b", "U+001B (escape)"), ("\ufeff", "U+FEFF (zero width no-break space)"),
        ("\u2060", "U+2060 (word joiner)"), ("\u200d", "U+200D (zero width joiner)"),
        ("\u3164", "U+3164 (hangul filler)"), ("\U000e0041", "U+E0041 (tag latin capital"),
    ],
)  # fmt: skip
def test_inside_a_term_it_is_one_error_that_names_it(letter: str, name: str, syntax: str) -> None:
    parsed = read(f"men{letter}tor OR coach", syntax)
    (found,) = parsed.findings
    assert (found.code, found.span[:2]) == ("LR119", (3, 4))
    assert name in found.message
    assert parsed.tree is None
    assert not parsed.ok


def test_many_in_a_line_are_one_error() -> None:
    (found,) = errors(read("m\xade\xadn\u200btor"))
    assert "U+00AD (soft hyphen) and U+200B" in found.message
    assert "(and 2 more in this line)" in found.message


def test_each_line_is_told_by_itself() -> None:
    parsed = read("1. men\xadtor.ti.\n2. coach.ti.\n3. yo\x00uth.ti.\n4. 1 or 2 or 3")
    assert [(one.code, one.span.start) for one in errors(parsed)] == [("LR119", 6), ("LR119", 33)]
    assert [line.ok for line in parsed.lines] == [False, True, False, True]


@pytest.mark.parametrize(
    "text",
    ["\ufeffmentor.ti.", "mentor\u200b.ti.", "mentor.ti. or \u200bcoach.ti.", "(\u2060mentor).ti.",
     "# a rem\xadark\nmentor.ti.", "\u0645\u06cc\u200c\u0631\u0648\u0645.ti."],
)  # fmt: skip
def test_what_parts_no_term_is_passed_over(text: str) -> None:
    assert read(text).ok


def test_a_block_of_the_own_notation_is_looked_at_too() -> None:
    held = library({"mentor.en.txt": "coach\nmen\xadtor", "core.en.strategy.txt": "mentor.en"})
    (found,) = [one for one in held.findings if one.severity == "error"]
    assert (found.code, found.span.source) == ("LR119", "mentor.en")
    assert held.tree("core.en") is None


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"PK\x03\x04\x14\x00"])
def test_a_file_that_is_no_text_is_one_finding(head: bytes) -> None:
    content = head + bytes(range(256)) * 40
    ovid = DIALECTS.get("ovid")
    for text in (content.decode("cp1252", "replace"), content.decode("utf-8", "replace")):
        (found,) = lint(parse(text, ovid), ovid)
        assert (found.code, found.message) == ("LR120", "this is not text")
        held = library({"mentor.en.txt": text})
        assert [one.code for one in held.findings] == ["LR120"]


def test_a_text_with_some_letters_of_another_encoding_is_text() -> None:
    assert "LR120" not in {
        one.code for one in read("ungdomsarbejdsl\ufffdshed.ti. or " * 9).findings
    }
