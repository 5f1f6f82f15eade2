"""ERIC's own site: what goes wrong, and what is not claimed of it."""

from __future__ import annotations

from functools import partial

import pytest
from reading_of import codes_in

from litreview.query.dialects.eric import DIALECT
from litreview.query.reading import parse
from litreview.query.tree import Dates, Field, Heading, Near, Scoped, Term, walk
from litreview.query.writing import Unwritable

codes = partial(codes_in, DIALECT)


def test_a_field_holds_for_one_word_only() -> None:
    tree = parse("title:job coach", DIALECT).tree
    assert tree is not None
    titles = [one.item for one in walk(tree) if isinstance(one, Scoped) and len(one.fields) == 1]
    assert Term(("job",)) in titles
    inside = [one for one in walk(tree) if isinstance(one, Scoped) and Field.TITLE in one.fields]
    assert all(Term(("coach",)) not in set(walk(one)) for one in inside)


def test_proximity_is_neither_read_nor_written() -> None:
    assert codes('"job coach"~3') == ["LR101"]
    assert codes("job NEAR/3 coach")[0] == "LR101"
    with pytest.raises(Unwritable, match="proximity"):
        DIALECT.write(Near((Term(("job",)), Term(("coach",))), 3))
    assert DIALECT.capability.near is None


def test_a_wildcard_in_a_phrase_is_an_error() -> None:
    assert codes('title:"job coach*"') == ["LR308"]


def test_an_unknown_field_is_told() -> None:
    assert codes("keywords:mentoring") == ["LR401"]


def test_narrower_headings_are_refused() -> None:
    assert DIALECT.write(Heading("Mentors", vocabulary="eric")) == 'descriptor:"Mentors"'
    with pytest.raises(Unwritable, match="narrower"):
        DIALECT.write(Heading("Mentors", explode=True))


@pytest.mark.parametrize(
    ("dates", "written"),
    [
        (Dates("2015", "2015"), "pubyear:2015"),
        (Dates("2010", ""), "pubyearmin:2010"),
        (Dates("", "2020"), "pubyearmax:2020"),
        (Dates("2010", "2020"), "(pubyearmin:2010 AND pubyearmax:2020)"),
    ],
)
def test_years_are_written(dates: Dates, written: str) -> None:
    assert DIALECT.write(dates) == written
    assert codes(written) == []


def test_signs_of_solr_do_not_survive_in_a_word() -> None:
    assert DIALECT.write(Scoped((Field.TITLE,), Term(("c++",)))) == "title:c"
    assert DIALECT.write(Scoped((Field.TITLE,), Term(("a:b",)))) == 'title:"a b"'


@pytest.mark.parametrize(
    "text", ["mentoring AND -teacher", "mentoring -teacher", "mentoring !teacher"]
)
def test_a_minus_in_front_is_not(text: str) -> None:
    assert parse(text, DIALECT).tree == parse("mentoring NOT teacher", DIALECT).tree


@pytest.mark.parametrize("text", ["a OR +b", "a && b", "a OR -b"])
def test_other_signs_are_refused(text: str) -> None:
    assert not parse(text, DIALECT).ok


def test_a_hyphen_within_a_word_is_no_sign() -> None:
    assert parse("title:job-coach", DIALECT).ok


def test_a_descriptor_of_one_word_needs_no_marks() -> None:
    assert parse("descriptor:Mentors", DIALECT).tree == parse('descriptor:"Mentors"', DIALECT).tree
    assert [one.code for one in parse("descriptor:Ment*", DIALECT).findings] == ["LR110"]
