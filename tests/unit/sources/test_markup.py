"""Markup is taken out of what sources deliver, and text is left alone, whatever it looks like."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.sources import _markup
from litreview.sources._markup import plain


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("Plain words", "Plain words"),
        ("  two\n lines ", "two lines"),
        ("<jats:title>Abstract</jats:title><jats:p>We ask.</jats:p>", "We ask."),
        ("<jats:title>ABSTRACT:</jats:title><p>We ask.</p>", "We ask."),
        ("<jats:title>Aims</jats:title><jats:p>We ask.</jats:p>", "Aims We ask."),
        ("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One. Two."),
        ("<list><list-item>One</list-item><list-item>Two</list-item></list>", "One Two"),
        ("One<br/>two", "One two"),
        ("<i>Homo</i> <b>sapiens</b>", "Homo sapiens"),
        ("H<sub>2</sub>O and <jats:italic>x</jats:italic><sup>2</sup>", "H2O and x2"),
        ("Some <scp>CAPITALS</scp>", "Some CAPITALS"),
        ("<jats:ext-link xlink:href=\"http://e.example\" a='b'>there</jats:ext-link>", "there"),
        ("Cats &amp; dogs", "Cats & dogs"),
        ("Cats &amp;amp; dogs", "Cats & dogs"),
        ("&lt;p&gt;Escaped&lt;/p&gt;", "Escaped"),
        ("&amp;lt;i&amp;gt;twice&amp;lt;/i&amp;gt;", "twice"),
        ("caf&#233; &eacute; &#xe9;", "café é é"),
        ('<mml:math display="block"><mml:mi>θ</mml:mi><mml:mo>=</mml:mo></mml:math>1', "θ=1"),
        ("<tex-math>\\alpha</tex-math><mml:math><mml:mi>θ</mml:mi></mml:math>", "θ"),
        ('<mml:annotation encoding="x">\\a</mml:annotation>a', "a"),
        ("one <!-- never <b>seen</b> --> two", "one two"),
        ("<![CDATA[kept]]>", "kept"),
    ],
)
def test_only_text_comes_out(marked: str, text: str) -> None:
    assert plain(marked) == text


@pytest.mark.parametrize(
    "text",
    [
        "p < 0.05 and n > 20",
        "if a <b and c> d",
        "an open <!-- comment",
        "an open <tex-math>formula",
        "1 < 2",
        "R&D",
        "a <- b",
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    assert plain(text).replace("<tex-math>", "") == text.replace("<tex-math>", "")


def test_a_number_of_thousands_of_digits_is_no_character() -> None:
    assert plain(f"a &#{'9' * 5000}; b") == "a b"
    assert plain(f"a &amp;#{'9' * 5000}; b") == "a b"


@given(st.text(st.sampled_from("<>/!-&;#x9 abp=\"'[]:\n"), max_size=200))
def test_whatever_comes_gives_one_line(text: str) -> None:
    found = plain(text)
    assert found == " ".join(found.split())


@given(st.text(max_size=100))
def test_escaped_text_comes_out_as_it_went_in(text: str) -> None:
    clean = " ".join(text.replace("&", " ").replace("<", " ").split())
    assert plain(html.escape(clean)) == clean


@given(st.lists(st.sampled_from(["<!--", "-->", "x", "<!", "-"]), max_size=40))
def test_comments_are_what_a_slower_reading_finds(parts: list[str]) -> None:
    text = "".join(parts)
    left, rest = "", text
    while rest:
        if rest.startswith("<!--") and "-->" in rest[4:]:
            rest = rest[4:].partition("-->")[2]
        else:
            left, rest = left + rest[0], rest[1:]
    assert _markup._without(text, "<!--", "-->") == left


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<tex-math>",
        "<title>",
        "<a b=",
        '<a b="',
        "<",
        "&#",
        "&lt;",
        "<a ",
        " ",
        "<![CDATA[",
    ],
)
def test_a_million_openings_are_read_in_one_pass(piece: str) -> None:
    """Quadratic work on a megabyte would take hours: the run itself is the proof."""
    text = piece * (1_000_000 // len(piece)) + "<"
    assert isinstance(plain(text), str)
