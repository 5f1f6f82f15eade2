"""Web of Science: what goes wrong, and the silent errors of other translators."""

from __future__ import annotations

from functools import partial

import pytest
from reading_of import codes_in

from litreview.query.dialects.wos import DIALECT
from litreview.query.reading import parse
from litreview.query.translate import translate
from litreview.query.tree import (
    TOPIC,
    And,
    Dates,
    Field,
    Heading,
    Native,
    Near,
    Not,
    Or,
    Scoped,
    Term,
    walk,
)
from litreview.query.writing import Unwritable

codes = partial(codes_in, DIALECT)


@pytest.mark.parametrize("between", [0, 3, 15, 40])
def test_a_distance_is_never_dropped(between: int) -> None:
    near = Near((Term(("a",)), Term(("b",))), between)
    written = DIALECT.write(Scoped((Field.TITLE,), near))
    assert written == f"TI=(a NEAR/{between} b)"
    tree = parse(written, DIALECT).tree
    assert tree is not None
    assert near in set(walk(tree))


def test_a_range_of_years_is_never_its_first_year() -> None:
    assert DIALECT.write(Dates("2010", "2020")) == "PY=(2010-2020)"
    assert DIALECT.write(Dates("2010", "2010")) == "PY=2010"


def test_not_keeps_the_field_of_each_side() -> None:
    tree = parse("TS=mentor* NOT TI=(nurs* OR medic*)", DIALECT).tree
    assert tree is not None
    node = next(one for one in walk(tree) if isinstance(one, Not))
    assert isinstance(node.keep, Scoped)
    assert isinstance(node.drop, Scoped)
    assert (node.keep.fields, node.drop.fields) == (TOPIC, (Field.TITLE,))


def test_near_beside_several_unquoted_words_is_an_error() -> None:
    assert "LR110" in codes("TS=(Brown NEAR spider bite)")
    assert codes('TS=(Brown NEAR "spider bite")') == []


def test_and_not_is_an_error() -> None:
    assert codes("TS=a AND NOT TS=b") == ["LR104"]


@pytest.mark.parametrize("text", ["TS=(a ADJ3 b)", "TS=(a N3 b)", "TS=(a PRE/3 b)"])
def test_the_proximity_of_another_database_is_an_error(text: str) -> None:
    assert codes(text)[0] == "LR101"


def test_an_unknown_field_is_told_at_its_place() -> None:
    found = parse("TS=a OR XX=(b)", DIALECT).findings
    assert [(one.code, one.span[:2]) for one in found] == [("LR401", (8, 11))]


def test_days_are_read_and_not_written() -> None:
    tree = parse("DOP=(2020-01-01/2020-12-31)", DIALECT).tree
    assert tree is not None
    dates = Dates("2020-01-01", "2020-12-31")
    assert dates in set(walk(tree))
    with pytest.raises(Unwritable, match="years"):
        DIALECT.write(dates)


def test_same_binds_before_not_and_and() -> None:
    tree = parse("TS=(a AND b SAME c)", DIALECT).tree
    assert tree is not None
    outer = next(one for one in walk(tree) if isinstance(one, And))
    assert isinstance(outer.items[1], And)


def test_quotation_marks_of_words_are_kept() -> None:
    words = Or((Term(("wages",), quoted=True), Term(("earnings",))))
    assert DIALECT.write(Scoped(TOPIC, words)) == 'TS=("wages" OR earnings)'


def test_there_are_no_headings() -> None:
    with pytest.raises(Unwritable, match="heading"):
        DIALECT.write(Heading("Employment"))


def test_a_bare_number_in_a_list_is_told() -> None:
    assert codes("#1 TS=a\n#2 TS=b\n#3 1 AND 2") == ["LR205", "LR205"]


def test_settings_printed_behind_the_string_are_a_note() -> None:
    assert codes("TS=(a OR b) Timespan: 2010-2020. Indexes: SCI-EXPANDED") == ["LR404"]


def test_limits_printed_behind_the_string_are_carried_or_told() -> None:
    tree = parse("TS=(mentor*) Indexes=SSCI Timespan=2000-2020", DIALECT).tree
    assert tree is not None
    assert {Dates("2000", "2020"), Native("indexes SSCI", "wos-limit")} < set(walk(tree))
    made = translate(tree, DIALECT)
    assert (made.strings, made.label) == (("TS=mentor* AND PY=(2000-2020)",), "wider")
    assert [step.part for step in made.steps] == ["wos-limit{indexes SSCI}"]


def test_what_a_search_was_refined_by_is_carried() -> None:
    text = "TS=mentor* OR TS=coach*\nRefined by: LANGUAGES: ( ENGLISH OR GERMAN ) AND "
    tree = parse(f"{text}WEB OF SCIENCE CATEGORIES: ( NURSING )", DIALECT).tree
    assert tree is not None
    made = translate(tree, DIALECT)
    assert made.strings == ('TS=(mentor* OR coach*) AND LA=("ENGLISH" OR "GERMAN")',)
    assert made.label == "wider"


def test_all_years_are_no_limit() -> None:
    tree = parse("TS=mentor* Timespan=All years", DIALECT).tree
    assert tree is not None
    assert translate(tree, DIALECT).label == "exact"


@pytest.mark.parametrize("text", ["TS=a OR Timespan=2000", "TS=a Timespan=2000 TS=b"])
def test_a_setting_elsewhere_than_behind_the_string_is_an_error(text: str) -> None:
    assert not parse(text, DIALECT).ok


@pytest.mark.parametrize(
    "text",
    ["mentor*.ti.", "(a OR b).ti,ab.", "mentor*:ti,ab", "mentor*[tiab]", '"a b"[mesh:noexp]'],
)
def test_a_field_of_another_database_is_told(text: str) -> None:
    assert [one.code for one in parse(text, DIALECT).findings] == ["LR401"]


@pytest.mark.parametrize(
    "name", ["AU=(Smith J*)", "SO=(JOURNAL OF VOCATIONAL BEHAVIOR)", "OG=(a b)"]
)
def test_words_of_a_name_are_one(name: str) -> None:
    assert codes(f"{name} AND TI=c") == []
    tree = parse(name, DIALECT).tree
    assert tree is not None
    assert not any(isinstance(one, And) for one in walk(tree))


def test_words_beside_a_name_are_words_again() -> None:
    assert codes("AU=(Smith J*) AND TI=(a b)") == ["LR117"]
