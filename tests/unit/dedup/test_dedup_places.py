"""Pages, volume, issue and venue: read where they can be trusted, unknown where not."""

from __future__ import annotations

import pytest

from litreview.dedup.places import read_pages, read_venue, read_volume, same_venue, show_pages


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("123-129", "123", "129"),
        ("123-9", "123", "129"),
        ("123--129", "123", "129"),
        ("123\u201329", "123", "129"),
        ("pp. 123-129", "123", "129"),
        ("H1978-H1987", "1978", "1987"),
        ("F313-22", "313", "322"),
        ("S12", "12", ""),
        ("289", "289", ""),
        ("007-012", "7", "12"),
        ("327-36; discussion 336-8", "327", "336"),
        ("129-123", "129", ""),
        ("iii-xi", "iii", ""),
        ("v12 n3 p101-10 Spr 2011", "101", "110"),
        ("v12 n3 p101 Apr 2011-v12 n3 p101 Apr 2011", "101", ""),
        ("1-9", "1", "9"),
        ("S1", "1", ""),
    ],
)
def test_pages(text: str, first: str, last: str) -> None:
    pages = read_pages(text)
    assert pages is not None
    assert (pages.first, pages.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "06-Oct", "Oct-17", "1-Feb", "2010-2Oct", "2005-12-01", "6/10/2005", "#NAME?", "May"],
)
def test_damaged_pages_are_unknown(text: str) -> None:
    assert read_pages(text) is None


@pytest.mark.parametrize(
    "text", ["(no pagination)", "no pagination", "Suppl-29", "t-8", "var.pagings"]
)
def test_what_is_no_page_is_unknown(text: str) -> None:
    assert read_pages(text) is None


def test_a_lone_one_is_no_page() -> None:
    assert read_pages("1") is None
    assert read_pages("1-1") is not None


def test_a_lone_year_is_no_page() -> None:
    assert read_pages("2010", 2010) is None
    assert read_pages("2010", 2009) is not None
    assert read_pages("2010-2019", 2010) is not None


@pytest.mark.parametrize("text", ["e56122", "56122"])
def test_article_numbers(text: str) -> None:
    pages = read_pages(text)
    assert pages is not None
    assert pages.locator


def test_shown_pages_are_letters_and_digits() -> None:
    assert show_pages(read_pages("S12-S20")) == "s12-20"
    assert show_pages(read_pages("<b>\x1b[31m")) == "unknown"


@pytest.mark.parametrize(
    ("volume", "issue", "number", "issues"),
    [
        ("12", "3", "12", {"3"}),
        ("012", "03", "12", {"3"}),
        ("31 (2) (no pagination)", "", "31", {"2"}),
        ("88 Suppl 1", "", "88", set()),
        ("66 (Supplement 1)", "", "66", {"1"}),
        ("12", "3 Suppl. 2", "12", {"3", "2"}),
        ("1)", "12", "", {"12"}),
        ("Suppl 12", "", "", set()),
        ("UNKNOWN", "UNKNOWN", "", set()),
        ("", "", "", set()),
        ("12", "01-Mar", "12", set()),
        ("Apr 25 [Epub ahead of print]", "", "", set()),
        ("Heart and ponds. 287", "5", "287", {"5"}),
    ],
)
def test_volumes(volume: str, issue: str, number: str, issues: set[str]) -> None:
    assert read_volume(volume, issue) == (number, frozenset(issues))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Journal of Imaginary Ponds", "Journal of imaginary ponds."),
        ("Journal of Imaginary Ponds", "J Imag Ponds"),
        ("Ponds & Lakes", "Ponds and Lakes"),
        ("JIP", "Journal of Imaginary Ponds"),
        ("JIP : the Journal of Imaginary Ponds", "JIP"),
        ("Imaginary Ponds = Etangs imaginaires", "Imaginary Ponds"),
        ("Imaginary Ponds.12 (3) ()(pp 101-110) 2011", "Imaginary Ponds"),
        ("Imaginary Ponds. Conference: 5th Congress of Boats", "Imaginary Ponds"),
        ("J Imag Ponds (1985)", "Journal of Imaginary Ponds"),
        ("JIP Journal of the Imaginary Ponds Society", "Journal of the Imaginary Ponds Society"),
    ],
)
def test_names_of_one_venue(one: str, other: str) -> None:
    assert same_venue(read_venue(one), read_venue(other))
    assert same_venue(read_venue(other), read_venue(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ponds", "Ponds Research"),
        ("Journal of Ponds", "Annals of Boats"),
        ("Journal of Ponds", "Journal of Rain"),
        ("", "Journal of Ponds"),
        ("2011", "2011"),
    ],
)
def test_names_of_two_venues(one: str, other: str) -> None:
    assert not same_venue(read_venue(one), read_venue(other))


@pytest.mark.parametrize("text", ["(", "1-", ". ", "9", "ab ", "Pond (1) "])
def test_of_a_hostile_field_only_the_beginning_is_read(text: str) -> None:
    """A field of megabytes, made to be slow, costs no more than one of a line."""
    long, short = text * 100_000, text * 1_000
    assert read_pages(long) == read_pages(short)
    assert read_volume(long, long) == read_volume(short, short)
    assert read_venue(long) == read_venue(short)
