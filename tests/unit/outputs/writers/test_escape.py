"""Text from outside, made harmless for the place where it is written."""

from __future__ import annotations

import html as stdlib_html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.formats import is_number
from litreview.outputs.escape import (
    clean,
    html,
    http_url,
    markdown,
    split_urls,
    spreadsheet,
)

HOSTILE = st.text(
    st.sampled_from("=+-@'\"<>&|`*_[]\\\t\r\n\x00\x1b\u202e\ufffe aé1.:/httpsjavcript")
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("\x1b[31mred\x07", "\ufffd[31mred\ufffd"),
        ("abc\u202edcb", "abc\ufffddcb"),
        ("tab\tstays", "tab\tstays"),
        ("\ud800", "\ufffd"),
        ("é 漢 \u200f", "é 漢 \u200f"),
    ],
)
def test_control_characters_leave_a_mark(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text() | HOSTILE)
def test_clean_text_can_stand_in_xml(text: str) -> None:
    legal = re.compile("[\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
    assert legal.fullmatch(clean(text))
    assert clean(clean(text)) == clean(text)


@given(st.text() | HOSTILE)
def test_html_shows_the_text_and_nothing_else(text: str) -> None:
    assert not set(html(text)) & set("<>\"'")
    assert stdlib_html.unescape(html(text)) == clean(text)


@pytest.mark.parametrize("text", ["-0.2", "+4", "16%", "1,234", "-1,234.5", "0", "2019", "-3%"])
def test_numbers_stay_numbers(text: str) -> None:
    assert is_number(text)
    assert spreadsheet(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1 to -2 months",
        "-1+cmd",
        "@SUM(A1)",
        " =1+1",
        "\t=1",
        "\n=1",
        "\uff1d1+1",
        "'=1",
        "--1",
        "-",
    ],
)
def test_what_would_run_gets_an_apostrophe(text: str) -> None:
    assert spreadsheet(text) == f"'{clean(text)}"


@pytest.mark.parametrize("text", ["text", "1-2", "'quoted'", "", "\u22120.2", "a=b", "p < .05"])
def test_other_text_is_left_alone(text: str) -> None:
    assert spreadsheet(text) == text


@given(HOSTILE)
def test_the_apostrophe_can_be_taken_away_again(text: str) -> None:
    written = spreadsheet(text)
    added = re.match("'+(?:\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\n])", written)
    assert (written[1:] if added else written) == clean(text)
    assert is_number(written) or not re.match(r"\s*[=+\-@]", written)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[", False),
        ("https://exa mple.org", False),
        ("https://example.org/\u202egro", False),
        ('https://example.org" onclick="x', False),
        ("see https://example.org", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(text: str, safe: bool) -> None:
    assert bool(http_url(text)) is safe


def test_addresses_are_found_inside_sentences() -> None:
    text = "See https://example.org/a_(b), or http://example.com. Done (https://x.org/y)."
    assert split_urls(text) == [
        ("See ", ""),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
        (", or ", ""),
        ("http://example.com", "http://example.com"),
        (". Done (", ""),
        ("https://x.org/y", "https://x.org/y"),
        (").", ""),
    ]


@given(
    st.lists(
        st.sampled_from(
            ["https://e.org/a", "http://[", " ", ")", ".", "x", "javascript:a", "https://"]
        )
    ).map("".join)
)
def test_cutting_at_addresses_loses_nothing(text: str) -> None:
    pieces = split_urls(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(http_url(url) == url == piece for piece, url in pieces if url)


@given(HOSTILE)
def test_markdown_stays_in_its_cell(text: str) -> None:
    written = markdown(text)
    assert "\n" not in written
    outside = re.sub(r"<br>|<https?://[^<>\s|]+>", "", written)
    assert not re.search(r"(?<!\\)(?:\\\\)*[|<>`*_\[\]]", outside)


def test_markdown_links_are_not_broken_by_escapes() -> None:
    assert markdown("a_b https://example.org/a_b*c") == r"a\_b <https://example.org/a_b*c>"
