"""Embase.com: distances, quotation marks, headings, limits."""

from __future__ import annotations

from functools import partial

import pytest
from reading_of import codes_in, parts_in

from litreview.query.dialects.embase import DIALECT
from litreview.query.reading import parse
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
)
from litreview.query.writing import Unwritable

codes = partial(codes_in, DIALECT)
parts = partial(parts_in, DIALECT)


@pytest.mark.parametrize(("distance", "between"), [(1, 0), (2, 1), (10, 9)])
@pytest.mark.parametrize(("word", "ordered"), [("NEAR", False), ("NEXT", True)])
def test_the_distance_is_one_more_than_the_words_between(
    distance: int, between: int, word: str, ordered: bool
) -> None:
    text = f"((a OR b) {word}/{distance} c):ti"
    (near,) = parts(text, Near)
    assert isinstance(near, Near)
    assert (near.between, near.ordered) == (between, ordered)
    assert DIALECT.write(Scoped((Field.TITLE,), near)).count(f"{word}/{distance}") == 1


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a NEAR b", "LR101", "NEAR"),
        ("a NEAR/0 b", "LR101", "NEAR/0"),
        ("mentor:foo", "LR401", ":foo"),
        ("mentor.ti,ab.", "LR401", ".ti,ab."),
        ("job* adj3 train*", "LR101", "adj3"),
        ("[2010-2020]/lim", "LR401", "[2010-2020]/lim"),
        ("*ment:ti", "LR308", "*ment"),
        ("'mentor*'/exp", "LR308", "'mentor*'"),
        ("('a' OR 'b')/exp", "LR101", "('a' OR 'b')/exp"),
        ("'job coach", "LR105", "'job coach"),
    ],
)
def test_what_means_something_else_is_an_error(text: str, code: str, place: str) -> None:
    parsed = parse(text, DIALECT)
    found = [(one.code, text[one.span.start : one.span.end]) for one in parsed.findings]
    assert parsed.tree is None
    assert (code, place) in found


def test_a_proximity_takes_the_word_beside_it() -> None:
    assert codes("job coach NEAR/2 youth") == ["LR117"]
    assert parts("job coach NEAR/2 youth", Near) == [Near((Term(("coach",)), Term(("youth",))), 1)]


def test_no_operator_takes_precedence() -> None:
    tree = parse("a OR b AND c NOT d OR e", DIALECT).tree
    assert isinstance(tree, Scoped)
    assert isinstance(tree.item, Or)
    assert DIALECT.write(tree.item) == "(((a OR b) AND c) NOT d) OR e"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("'job coach'", "job coach"), ('"job coach"', "job coach"),
        ("parkinson's", "parkinson's"), ("\"parkinson's disease\"", "parkinson's disease"),
        ("'parkinson's disease'", "parkinson's disease"),
    ],
)  # fmt: skip
def test_quotation_marks_and_apostrophes(text: str, words: str) -> None:
    assert parts(f"{text}:ti", Term) == [Term((words,))]
    assert parts(DIALECT.write(Term((words,))), Term) == [Term((words,))]


@pytest.mark.parametrize("explode", [True, False])
@pytest.mark.parametrize("major", [True, False])
@pytest.mark.parametrize("subs", [(), ("dm_th",), ("dm_dt", "dm_th")])
@pytest.mark.parametrize("name", ["job training", "parkinson's disease"])
def test_headings_are_written_as_they_are_read(
    explode: bool, major: bool, subs: tuple[str, ...], name: str
) -> None:
    heading = Heading(name, explode, major, "emtree", subs)
    assert parts(DIALECT.write(heading), Heading) == [heading]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("[2010-2020]/py", "2010", "2020"), ("[2010]/py", "2010", "2010"),
        ("[2010-]/py", "2010", ""), ("2010:py", "2010", "2010"), ("[1800-2020]/py", "", "2020"),
    ],
)  # fmt: skip
def test_years(text: str, first: str, last: str) -> None:
    assert parts(text, Dates) == [Dates(first, last)]
    assert parts(DIALECT.write(Dates(first, last)), Dates) == [Dates(first, last)]


@pytest.mark.parametrize(
    "text", ["[humans]/lim", "[01-01-2020]/sd", "'mentoring'/br", "smith:ff", "(a OR b):dn"]
)
def test_what_only_embase_has_is_kept_as_it_stands(text: str) -> None:
    assert parts(text, Native) == [Native(text, "embase")]


def test_fields_in_one_mark_are_those_of_the_tree() -> None:
    scoped = Scoped((Field.TITLE, Field.ABSTRACT, Field.KEYWORDS), Term(("mentor",)))
    assert DIALECT.write(scoped) == "mentor:ti,ab,kw"
    assert codes("mentor:ti , ab") == []
    assert parts("mentor:ti and coach", And)
    with pytest.raises(Unwritable):
        DIALECT.write(Scoped((Field.METHODOLOGY,), Term(("a",))))
    with pytest.raises(Unwritable):
        DIALECT.write(Native("x[1au]", "pubmed"))


def test_a_field_may_stand_behind_a_slash() -> None:
    text = "'conference abstract'/it OR mentor/ti"
    assert [one.fields for one in parts(text, Scoped) if isinstance(one, Scoped)][1:] == [
        (Field.TYPE,), (Field.TITLE,),
    ]  # fmt: skip
    assert codes(text) == []


def test_lines_are_called_by_a_hash() -> None:
    assert codes("#1 mentor:ti\n#2 coach:ti\n#3 #1 OR #2") == []
    assert "LR205" in codes("1 mentor:ti\n2 coach:ti\n3 1 OR 2")


def test_a_limit_to_a_language_is_a_field() -> None:
    assert parts("[English]/lim", Scoped)[1:] == [Scoped((Field.LANGUAGE,), Term(("english",)))]


@pytest.mark.parametrize("text", ["mentor*/foo", "mentor*:abstract", "(a OR b)/foo", "'a b'/foo"])
def test_an_unknown_field_is_no_word(text: str) -> None:
    parsed = parse(text, DIALECT)
    assert ([one.code for one in parsed.findings], parsed.tree) == (["LR401"], None)


@pytest.mark.parametrize("text", ["behavio?r*", "behavio$r*", "b?r*"])
def test_letters_around_a_wildcard_for_one_count(text: str) -> None:
    assert [one.code for one in parse(text, DIALECT).findings] == []


def test_an_optional_letter_does_not_count() -> None:
    assert [one.code for one in parse("b$r*", DIALECT).findings] == ["LR301"]
