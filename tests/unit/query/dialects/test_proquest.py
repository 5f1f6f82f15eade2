"""ProQuest: what goes wrong, and how headings, dates and natives are kept."""

from __future__ import annotations

from functools import partial

import pytest
from reading_of import codes_in

from litreview.query.dialects.proquest import DIALECT
from litreview.query.reading import parse
from litreview.query.tree import (
    TITLE_ABSTRACT,
    And,
    Dates,
    Field,
    Heading,
    Near,
    Scoped,
    Term,
    Wild,
    walk,
)
from litreview.query.writing import Unwritable

codes = partial(codes_in, DIALECT)


@pytest.mark.parametrize(
    ("text", "mark"),
    [("ti(a ADJ3 b)", "ADJ3"), ("ti(a W/3 b)", "W/3"), ("ti(a N3 b)", "N3")],
)
def test_the_proximity_of_another_database_is_an_error_at_its_place(text: str, mark: str) -> None:
    first = parse(text, DIALECT).findings[0]
    assert (first.code, text[first.span.start : first.span.end]) == ("LR101", mark)


def test_only_the_word_beside_a_proximity_belongs_to_it() -> None:
    parsed = parse("ag* out NEAR/2 (care OR foster*)", DIALECT)
    assert [one.code for one in parsed.findings] == ["LR117"]
    assert parsed.tree is not None
    near = next(one for one in walk(parsed.tree) if isinstance(one, Near))
    assert near.items[0] == Term(("out",))
    assert any(isinstance(one, And) for one in walk(parsed.tree))


def test_a_proximity_of_an_and_is_an_error() -> None:
    assert codes("ti(a NEAR/2 (b AND c))") == ["LR110"]


def test_a_blank_before_the_bracket_is_told_once_for_a_line() -> None:
    assert codes("ti (a) OR ab (b)") == ["LR116"]


def test_words_of_fields_are_words_where_no_bracket_follows() -> None:
    assert codes('ti("if" OR "at")') == []
    assert codes("ti(all OR source)") == []


def test_an_apostrophe_is_no_quotation_mark() -> None:
    parsed = parse("ti(children's OR parents')", DIALECT)
    assert parsed.findings == ()
    assert parsed.tree is not None
    assert Term(("children's",)) in set(walk(parsed.tree))


def test_limited_endings_are_kept_with_their_number() -> None:
    written = DIALECT.write(Scoped((Field.TITLE,), Term(("employ", Wild(0, 7)))))
    assert written == "ti(employ[*7])"
    tree = parse(written, DIALECT).tree
    assert tree is not None
    assert Term(("employ", Wild(0, 7))) in set(walk(tree))


def test_fields_over_an_and_are_written_only_where_one_mark_names_them() -> None:
    both = And((Term(("a",)), Term(("b",))))
    assert DIALECT.write(Scoped(TITLE_ABSTRACT, both)) == "ti,ab(a AND b)"
    with pytest.raises(Unwritable, match="fields"):
        DIALECT.write(Scoped((Field.TITLE, Field.KEYWORDS), both))


def test_subheadings_are_refused() -> None:
    with pytest.raises(Unwritable, match="subheadings"):
        DIALECT.write(Heading("Aspirin", subheadings=("AE",)))


def test_open_ranges_come_back_open() -> None:
    for dates in (Dates("2010", ""), Dates("", "2020"), Dates("2010-05-01", "2011-01-31")):
        tree = parse(DIALECT.write(dates), DIALECT).tree
        assert tree is not None
        assert dates in set(walk(tree))


def test_dates_of_entry_are_refused() -> None:
    with pytest.raises(Unwritable):
        DIALECT.write(Dates("2010", "2011", "entry"))


@pytest.mark.parametrize("text", ["tikw(a OR b)", "ti(child(ren))"])
def test_an_unknown_field_is_told(text: str) -> None:
    assert codes(text) == ["LR401"]


@pytest.mark.parametrize(
    "text",
    ["mentor*.ti.", "(a OR b).ti,ab.", "mentor*:ti,ab", "mentor*[tiab]", '"a b"[mesh:noexp]'],
)
def test_a_field_of_another_database_is_told(text: str) -> None:
    assert [one.code for one in parse(text, DIALECT).findings] == ["LR401"]


def test_title_and_abstract_have_a_field_together() -> None:
    assert parse("TIAB(mentor*)", DIALECT).tree == parse("ti,ab(mentor*)", DIALECT).tree
