"""Scopus: what goes wrong, and what its signs for years and types mean."""

from __future__ import annotations

from functools import partial

import pytest
from reading_of import codes_in

from litreview.query.dialects.scopus import DIALECT
from litreview.query.reading import parse
from litreview.query.tree import And, Dates, Field, Native, Not, Or, Scoped, Term, walk
from litreview.query.writing import Unwritable

codes = partial(codes_in, DIALECT)


def test_not_by_itself_is_an_error() -> None:
    found = parse("TITLE(a) NOT TITLE(b)", DIALECT).findings
    assert [(one.code, one.remedy) for one in found] == [("LR101", "write AND NOT")]


def test_not_is_written_as_and_not() -> None:
    node = Not(Scoped((Field.TITLE,), Term(("a",))), Scoped((Field.ABSTRACT,), Term(("b",))))
    assert DIALECT.write(node) == "TITLE(a) AND NOT ABS(b)"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("PUBYEAR > 2012", Dates("2013", "")),
        ("PUBYEAR AFT 2012", Dates("2013", "")),
        ("PUBYEAR < 2026", Dates("", "2025")),
        ("PUBYEAR BEF 2026", Dates("", "2025")),
        ("PUBYEAR = 2015", Dates("2015", "2015")),
        ("PUBYEAR IS 2015", Dates("2015", "2015")),
    ],
)
def test_the_year_of_a_sign_is_not_in_the_range(text: str, dates: Dates) -> None:
    tree = parse(text, DIALECT).tree
    assert tree is not None
    assert dates in set(walk(tree))


def test_a_closed_range_is_two_conditions_that_mean_the_same() -> None:
    written = DIALECT.write(Dates("2010", "2020"))
    assert written == "(PUBYEAR > 2009 AND PUBYEAR < 2021)"
    tree = parse(written, DIALECT).tree
    assert tree is not None
    both = next(one for one in walk(tree) if isinstance(one, And))
    assert both.items == (Dates("2010", ""), Dates("", "2020"))


def test_days_are_refused() -> None:
    with pytest.raises(Unwritable, match="years"):
        DIALECT.write(Dates("2010-01-01", "2010-12-31"))


def test_types_without_a_code_are_refused() -> None:
    with pytest.raises(Unwritable, match="type of publication"):
        DIALECT.write(Scoped((Field.TYPE,), Term(("randomized controlled trial",))))


def test_types_of_unknown_codes_are_kept_as_they_are() -> None:
    tree = parse("DOCTYPE(zz)", DIALECT).tree
    assert tree is not None
    assert Native("DOCTYPE(zz)", "scopus") in set(walk(tree))


def test_limits_with_brackets_inside_are_one_part() -> None:
    text = 'TITLE(a) AND ( LIMIT-TO ( DOCTYPE,"ar" ) OR LIMIT-TO ( EXACTKEYWORD,"Work (jobs)" ) )'
    tree = parse(text, DIALECT).tree
    assert tree is not None
    assert [one.text for one in walk(tree) if isinstance(one, Native)] == [
        'LIMIT-TO ( EXACTKEYWORD,"Work (jobs)" )',
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["TITLE(a NEAR/3 b)", "TITLE(a ADJ3 b)", "TITLE(a N3 b)"])
def test_the_proximity_of_another_database_is_an_error(text: str) -> None:
    assert codes(text)[0] == "LR101"


def test_an_unknown_field_is_told() -> None:
    assert codes("TOPIC(a)") == ["LR401"]


def test_small_letters_name_fields_too() -> None:
    assert codes("title-abs-key(mentor* w/3 program*) and not title(x)") == []


def test_signs_in_braces_are_no_wildcards() -> None:
    tree = parse("TITLE({who pays?})", DIALECT).tree
    assert tree is not None
    assert Term(("who pays?",)) in set(walk(tree))


def test_several_fields_become_an_or() -> None:
    words = Or((Term(("a",)), Term(("b",))))
    written = DIALECT.write(Scoped((Field.TITLE, Field.KEYWORDS), words))
    assert written == "(TITLE(a OR b) OR AUTHKEY(a OR b))"


@pytest.mark.parametrize(
    "text",
    ["mentor*.ti.", "(a OR b).ti,ab.", "mentor*:ti,ab", "mentor*[tiab]", '"a b"[mesh:noexp]'],
)
def test_a_field_of_another_database_is_told(text: str) -> None:
    assert [one.code for one in parse(text, DIALECT).findings] == ["LR401"]


@pytest.mark.parametrize(
    "text", ["SUBJMAIN(3306)", "PUBDATETXT(June 2015)", "ORIG-LOAD-DATE AFT 20200101"]
)
def test_what_only_scopus_has_is_kept(text: str) -> None:
    tree = parse(f"TITLE(a) AND {text}", DIALECT).tree
    assert tree is not None
    assert Native(text, "scopus") in set(walk(tree))
