"""Identifiers and printed numbers: what is one, and what is none."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview import model
from litreview.model import Record, RecordId, SearchId, parse_doi, parse_pmid, reported

SUFFIX = st.text("abcxyz0123456789.-_;()/:", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/xyz", "10.1000/xyz"),
        ("https://doi.org/10.1000/XyZ", "10.1000/xyz"),
        ("doi:10.1000/xyz.", "10.1000/xyz"),
        ("(see 10.1000/xyz)", "10.1000/xyz"),
        ("10.1000/(ab)cd", "10.1000/(ab)cd"),
        ("10.1000/x(1)", "10.1000/x(1)"),
        ("[10.1000/x(1)]", "10.1000/x(1)"),
        ("10.1000/x<1::2>3.0", "10.1000/x<1::2>3.0"),
        ("<10.1000/x>", "10.1000/x"),
        ('"10.1000/x"', "10.1000/x"),
        ("10.1000/a 10.1000/b", "10.1000/a"),
        ("10.1000/", None),
        ("10.1000/)", None),
        ("10.12/x", None),
        ("110.1000", None),
        ("", None),
        ("no identifier here", None),
    ],
)
def test_a_doi_is_taken_out_of_what_surrounds_it(text: str, doi: str | None) -> None:
    assert parse_doi(text) == doi


@given(st.integers(1000, 10**9 - 1), SUFFIX)
def test_reading_a_doi_twice_is_reading_it_once(prefix: int, suffix: str) -> None:
    found = parse_doi(f"10.{prefix}/{suffix}")
    if found is not None:
        assert parse_doi(found) == found
        assert parse_doi(f"https://doi.org/{found}") == found
        assert parse_doi(found.upper()) == found


@given(st.text())
def test_a_doi_has_a_prefix_a_suffix_and_no_space_whatever_the_text(text: str) -> None:
    found = parse_doi(text)
    if found is not None:
        registrant, _, suffix = found.partition("/")
        assert registrant.startswith("10.")
        assert suffix
        assert found == found.lower()
        assert not any(letter.isspace() for letter in found)


@pytest.mark.parametrize(
    ("text", "pmid"),
    [
        ("123", "123"),
        ("  00123 ", "123"),
        ("PMID: 123", "123"),
        ("pmid123", "123"),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", "123"),
        ("0", None),
        ("000", None),
        ("-5", None),
        ("12.5", None),
        ("1234567890", None),
        ("PMC123", None),
        ("12 34", None),
        ("", None),
    ],
)
def test_a_pmid_stands_alone_or_after_its_name(text: str, pmid: str | None) -> None:
    assert parse_pmid(text) == pmid


@given(st.integers(1, 999_999_999))
def test_every_form_of_a_pmid_gives_the_same_digits(number: int) -> None:
    forms = (f"{number}", f"PMID: {number}", f"https://pubmed.ncbi.nlm.nih.gov/{number}/")
    assert {parse_pmid(form) for form in forms} == {str(number)}


@given(st.text())
def test_a_pmid_is_digits_without_leading_zeros_whatever_the_text(text: str) -> None:
    found = parse_pmid(text)
    assert found is None or (found.isascii() and str(int(found)) == found and int(found) > 0)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        ("-0.4", -0.4),
        ("\u22120.4", -0.4),
        ("+3", 3.0),
        (" 16 % ", 16.0),
        ("\uff11\uff12", 12.0),
        ("1,200", None),
        ("0,4", None),
        ("1-2", None),
        ("3 to 5", None),
        ("about 3", None),
        ("1e5", None),
        (".5", None),
        ("5.", None),
        ("--5", None),
        ("%", None),
        ("", None),
        ("nan", None),
        ("inf", None),
        ("9" * 400, None),
        ("-" + "9" * 400, None),
    ],
)
def test_only_one_plain_number_is_a_number(text: str, number: float | None) -> None:
    found = reported(text)
    assert found.number == number
    assert found.text == text


@given(st.text())
def test_what_was_printed_is_kept_whatever_it_is(text: str) -> None:
    found = reported(text)
    assert found.text == text
    assert reported(found.text) == found


@given(st.decimals(-(10**6), 10**6, allow_nan=False, places=3))
def test_a_plain_decimal_is_its_number(value: object) -> None:
    assert reported(str(value)).number == float(str(value))


def test_the_nouns_cannot_be_changed_and_grow_no_fields() -> None:
    record = Record(id=RecordId("a:1"), search=SearchId("a"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.title = "other"  # type: ignore[misc]
    nouns = [
        kind
        for kind in vars(model).values()
        if dataclasses.is_dataclass(kind) and isinstance(kind, type)
    ]
    assert len(nouns) > 10
    for kind in nouns:
        assert "__slots__" in vars(kind), kind.__name__
        assert kind.__dataclass_params__.frozen, kind.__name__  # type: ignore[attr-defined]


def test_the_kinds_of_sources_fall_into_the_two_arms() -> None:
    assert set(model.DATABASE_KINDS) | set(model.OTHER_KINDS) == set(model.SOURCE_KINDS)
    assert not set(model.DATABASE_KINDS) & set(model.OTHER_KINDS)
