"""Ovid: headings with commas and operators in them, limits, choices among lines."""

from __future__ import annotations

from functools import partial

import pytest
from reading_of import codes_in, parts_in

from litreview.query.dialects.ovid import DIALECT
from litreview.query.dialects.pubmed import DIALECT as PUBMED
from litreview.query.reading import parse
from litreview.query.translate import translate
from litreview.query.tree import (
    And,
    Dates,
    Field,
    Heading,
    Native,
    Near,
    Or,
    Scoped,
    Term,
    Wild,
    walk,
)
from litreview.query.writing import Unwritable

codes = partial(codes_in, DIALECT)
parts = partial(parts_in, DIALECT)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("exp Child, Foster/ or foster care.mp.", ["Child, Foster"]),
        ("X/ and Y/", ["X", "Y"]),
        ("(youth/ or Homeless Youth/) and Mentors/", ["youth", "Homeless Youth", "Mentors"]),
        ('exp "Wounds and Injuries"/ or a.ti.', ["Wounds and Injuries"]),
        ("exp Wounds and Injuries/", ["Wounds and Injuries"]),
        ('exp "Commerce (General)"/', ["Commerce (General)"]),
        ("exp Commerce (General)/", ["Commerce (General)"]),
        ("exp a/ and exp b/", ["a", "b"]),
        ("exp Crohn's Disease/", ["Crohn's Disease"]),
        ("Ill-Housed Persons/", ["Ill-Housed Persons"]),
        ("aid to families with dependent children/", ["aid to families with dependent children"]),
    ],
)
def test_where_the_name_of_a_heading_begins_and_ends(text: str, names: list[str]) -> None:
    found = [one.name for one in parts(text, Heading) if isinstance(one, Heading)]
    assert found == names


@pytest.mark.parametrize("explode", [True, False])
@pytest.mark.parametrize("major", [True, False])
@pytest.mark.parametrize("subs", [(), ("th",), ("th", "pc")])
@pytest.mark.parametrize("name", ["Job Training", "Child, Foster", "Wounds and Injuries", "A (b)"])
def test_headings_are_written_as_they_are_read(
    explode: bool, major: bool, subs: tuple[str, ...], name: str
) -> None:
    heading = Heading(name, explode, major, "", subs)
    assert parts(DIALECT.write(heading), Heading) == [heading]


def test_subheadings_may_be_named_behind_them() -> None:
    text = "exp Neoplasms/th, pc [Therapy, Prevention & Control]"
    assert parts(text, Heading) == [Heading("Neoplasms", True, False, "", ("th", "pc"))]
    assert codes(text) == []


def test_a_heading_without_its_slash_is_words_and_is_told() -> None:
    text = "exp Quasi Experimental Study or exp Experimental Study/"
    assert codes(text) == ["LR402"]
    assert parts(text, Term) == [Term(("exp Quasi Experimental Study",))]


def test_sh_is_the_heading_itself() -> None:
    assert parts("(humans or mentors).sh.", Heading) == [Heading("humans"), Heading("mentors")]
    assert parts("mentor*.sh.", Heading) == []
    assert parts("humans.hw.", Heading) == []


@pytest.mark.parametrize(("distance", "between"), [(1, 0), (3, 2), (15, 14)])
def test_adj_counts_the_distance(distance: int, between: int) -> None:
    near = Near((Term(("a",)), Term(("b",))), between)
    assert parts(f"(a adj{distance} b).ti.", Near) == [near]
    assert DIALECT.write(near) == f"a adj{distance} b"


def test_adj_alone_is_a_phrase_and_adj0_an_error() -> None:
    assert parts("(job adj coach).ti.", Term) == [Term(("job coach",))]
    assert codes("job adj0 coach") == ["LR101"]


def test_words_beside_a_proximity_are_a_phrase() -> None:
    (near,) = parts("(ag* out adj2 out of home care).mp.", Near)
    assert isinstance(near, Near)
    assert near.items[1] == Term(("out of home care",))
    assert codes("(ag* out adj2 care).mp.") == []


@pytest.mark.parametrize(
    ("text", "wild"),
    [("mentor$2", Wild(0, 2)), ("mentor*2", Wild(0, 2)), ("mentor$", Wild(0, None)),
     ("mentor?", Wild(0, 1)), ("mentor#", Wild(1, 1))],
)  # fmt: skip
def test_wildcards(text: str, wild: Wild) -> None:
    assert parts(f"{text}.ti.", Term) == [Term(("mentor", wild))]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a.ti,ab,kf.", (Field.TITLE, Field.ABSTRACT, Field.KEYWORDS)),
        ("a.ab , ti.", (Field.TITLE, Field.ABSTRACT)),
        ("a.TW.", (Field.TITLE, Field.ABSTRACT)),
        ("(a or b).af.", (Field.ANY,)),
    ],
)
def test_fields(text: str, fields: tuple[Field, ...]) -> None:
    assert [one.fields for one in parts(text, Scoped) if isinstance(one, Scoped)][1] == fields
    assert codes(text) == []


def test_an_unknown_field_is_an_error_and_one_of_ovids_own_is_kept() -> None:
    assert codes("mentor.zz.") == ["LR401"]
    assert parts("(mentor or coach).px.", Native) == [Native("(mentor or coach).px.", "ovid")]
    assert parts("2010.yr. and (a or 2010).yr.", Dates) == [Dates("2010", "2010")]


def test_what_other_databases_write_is_told() -> None:
    assert codes("job near/3 coach") == ["LR101"]
    assert codes("mentor*[tiab]") == ["LR401"]
    assert codes("mentor*.ti. [Block 1: mentors]") == []
    assert codes("mentor*.ti. (1,234)") == ["LR304"]
    assert codes("1. a.ti.\n2. b.ti.\n3. 1 and (2)") == []


def test_an_url_or_an_abbreviation_is_no_field() -> None:
    assert parts("U.S. policy.ti.", Term) == [Term(("U.S. policy",))]


@pytest.mark.parametrize(
    ("limit", "kind", "value"),
    [
        ('limit 1 to yr="2010-2020"', Dates, Dates("2010", "2020")),
        ('limit 1 to yr="2010 -Current"', Dates, Dates("2010", "")),
        ("limit 1 to ed=20200101-20201231", Dates, Dates("2020-01-01", "2020-12-31", "entry")),
        ("limit 1 to humans", Native, Native("humans", "ovid-limit")),
        ("from 1 keep 2-5", Native, Native("keep 2-5", "ovid")),
        ("1 use ppez", Native, Native("use ppez", "ovid")),
        ("1 and 20200101:20201231.(dt).", Dates, Dates("2020-01-01", "2020-12-31", "created")),
    ],
)
def test_a_line_can_be_limited(limit: str, kind: type, value: object) -> None:
    text = f"1. mentor.ti.\n2. {limit}"
    assert parts(text, kind) == [value]
    assert parts(text, Term) == [Term(("mentor",))]
    assert parse(text, DIALECT).ok


def test_a_limit_to_a_language_is_a_field() -> None:
    (_, language) = [one for one in parts("1. a.ti.\n2. limit 1 to english language", Scoped)
                     if isinstance(one, Scoped) and one.fields != (Field.TITLE,)]  # fmt: skip
    assert language == Scoped((Field.LANGUAGE,), Term(("english",)))


def test_taking_duplicates_out_is_told_and_changes_nothing() -> None:
    text = "1. mentor.ti.\n2. remove duplicates from 1"
    assert codes(text) == ["LR404"]
    assert parts(text, Term) == [Term(("mentor",))]


def test_a_number_of_times_is_ovids_own() -> None:
    assert parts("(a adj2 b).ab. /freq=2", Native) == [Native("(a adj2 b).ab. /freq=2", "ovid")]


def test_the_word_use_is_a_word() -> None:
    assert parts("drug use disorder.ti.", Term) == [Term(("drug use disorder",))]
    assert parts("diet and use of drugs.ti.", Native) == []


@pytest.mark.parametrize("text", ["1 or 2-3", "1 or 2 or 3", "or/1-3", "or/1,2-3"])
def test_lines_and_ranges_of_lines(text: str) -> None:
    found = parse(f"1. a.ti.\n2. b.ti.\n3. c.ti.\n4. {text}", DIALECT)
    assert found.findings == ()
    assert found.tree is not None
    terms = [one.pieces for one in walk(found.tree) if isinstance(one, Term)]
    assert terms == [("a",), ("b",), ("c",)]
    assert any(isinstance(one, Or) for one in walk(found.tree))


@pytest.mark.parametrize("dates", [Dates("", "2020"), Dates("1900", "2020"), Dates("2050", "")])
def test_ranges_that_would_grow_too_long_are_left_out_and_told(dates: Dates) -> None:
    made = translate(And((Term(("a",)), dates)), DIALECT)
    assert (made.strings, made.label) == (("a.ti,ab,kf.",), "wider")


def test_days_are_not_written_into_a_line() -> None:
    with pytest.raises(Unwritable):
        DIALECT.write(Dates("2010-05-01", "2020"))


@pytest.mark.parametrize(
    ("text", "fields"),
    [("mentor*.foo.", ".foo."), ("mentor*.tiab.", ".tiab."), ("mentor*.ti,foo.", ".ti,foo."),
     ("mentor*.ti,ab;", ".ti,ab;"), ("(a or b).tiab", ".tiab"), ("'mentor'/exp", "/exp")],
)  # fmt: skip
def test_what_looks_like_a_field_is_no_word(text: str, fields: str) -> None:
    (found,) = parse(text, DIALECT).findings
    assert (found.code, text[found.span.start : found.span.end]) == ("LR401", fields)
    assert parse(text, DIALECT).tree is None


@pytest.mark.parametrize("text", ["u.s.a..ti.", "e.g. x.ti.", "Ph.D. student.ti.", "asp.net.ti."])
def test_full_stops_in_words_are_no_fields(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2010:2020.(sa_year).", Dates("2010", "2020")),
        ("2010:2020.yr.", Dates("2010", "2020")),
        ('("2019" or "2020" or "2021").yr.', Dates("2019", "2021")),
        ('("2019" or "2020").(sa_year).', Dates("2019", "2020")),
    ],
)
def test_years_in_a_line_are_dates(text: str, dates: Dates) -> None:
    assert parts(text, Dates) == [dates]
    assert codes(text) == []


@pytest.mark.parametrize("dates", [Dates("2019", "2021"), Dates("2020", "2020"), Dates("2010", "")])
def test_years_are_written_one_by_one_and_read_as_a_range(dates: Dates) -> None:
    assert parts(DIALECT.write(dates), Dates) == [dates]


def test_a_limit_is_never_written_as_words() -> None:
    tree = parse('1. a.ti.\n2. limit 1 to "all child (0 to 18 years)"', DIALECT).tree
    assert tree is not None
    made = translate(tree, DIALECT)
    assert (made.strings, made.label) == (("a.ti.",), "wider")


def test_how_often_a_term_stands_can_be_left_out_and_finds_more() -> None:
    tree = parse("mentor*.ti,ab. /freq=2", DIALECT).tree
    assert tree is not None
    made = translate(tree, PUBMED)
    assert (made.strings, made.label) == (("mentor*[ab] OR mentor*[ti]",), "wider")
    assert translate(tree, DIALECT).strings == ("mentor*.ti,ab. /freq=2",)
