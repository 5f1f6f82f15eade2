"""Words on lines: nothing lost, nothing wider than its room, breaks where a reader would break."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.outputs.diagram.text import TIE, Line, Run, Style, one_line, wrap

STYLE = Style(8.0)
texts = st.text(
    st.sampled_from("abcdefghijklmnop  -/.,\u00e9\u0301\u05d0\u0639\u4e07\u0e19\u0e35\U0001f642")
    | st.characters(exclude_characters=TIE),
    max_size=120,
)


def said(lines: list[Line]) -> list[str]:
    return ["".join(run.text for run in line) for line in lines]


def bare(text: str) -> str:
    return one_line(text).replace(" ", "").replace(TIE, "")


@given(texts, st.floats(30, 200), st.floats(0, 15))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, room: float, hang: float) -> None:
    lines = said(wrap((Run(text),), STYLE, room, hang))
    assert "".join(lines).replace(" ", "") == bare(text)
    for at, line in enumerate(lines):
        assert STYLE.width(line) <= room - (hang if at else 0) + 1e-9
        assert line == line.strip(" ") != "", "a line neither begins nor ends with a blank"


@given(texts, st.floats(60, 200))
def test_a_word_that_fits_on_a_line_is_not_broken(text: str, room: float) -> None:
    lines = said(wrap((Run(text),), STYLE, room))
    for word in one_line(text).replace(TIE, " ").split(" "):
        if word and STYLE.width(word) <= room:
            assert any(word in line for line in lines)


@pytest.mark.parametrize(
    ("word", "room", "lines"),
    [
        ("(towns.example/mary-j/almp-nma)", 80, ["(towns.example/", "mary-j/almp-nma)"]),
        ("labour-market-policies", 60, ["labour-market-", "policies"]),
        ("a-withoutanyplacetobreak", 60, ["a-withoutanypla", "cetobreak"]),
        ("one two", 20, ["one", "two"]),
        (f"one (n{TIE}={TIE}2)", 34, ["one", "(n = 2)"]),
    ],
)
def test_where_lines_break(word: str, room: float, lines: list[str]) -> None:
    assert said(wrap((Run(word),), STYLE, room)) == lines


def test_a_mark_is_not_torn_from_its_letter() -> None:
    lines = said(wrap((Run("e\u0301" * 40),), STYLE, 50))
    assert len(lines) > 2
    assert not [line for line in lines if line.startswith("\u0301")]


def test_a_room_too_narrow_for_a_letter_takes_one_a_line() -> None:
    assert said(wrap((Run("abc"),), STYLE, 0.5)) == ["a", "b", "c"]


def test_the_words_of_a_key_stay_one_run() -> None:
    runs = (Run("Other methods:"), Run("3 duplicates", "dup"), Run("and"), Run("4 out", "out"))
    (line,) = wrap(runs, STYLE, 500)
    assert [(run.text, run.key) for run in line] == [
        ("Other methods: ", ""),
        ("3 duplicates", "dup"),
        (" and ", ""),
        ("4 out", "out"),
    ]


def test_letters_of_another_font_have_room_reserved() -> None:
    assert STYLE.foreign("\u4e07a")
    assert not STYLE.foreign("Ab\u00e9 \u0416 \u05d0")
    assert STYLE.width("\u4e07") == pytest.approx(8.0), "a wide letter is as wide as it is high"
    assert STYLE.width("\u0915\u094d") == STYLE.width("\u0915"), "a mark takes no room"


def test_a_name_of_blanks_is_no_name() -> None:
    assert one_line(f" {TIE}\t\n ") == ""
    assert one_line(f"a \r\n b{TIE}c ") == f"a b{TIE}c"


def test_larger_and_bolder_is_wider() -> None:
    sizes = [Style(8.0), Style(9.0), Style(9.0, "Bold")]
    widths = [style.width("Records screened") for style in sizes]
    assert all(before < after for before, after in pairwise(widths))
