"""The Cochrane Library: phrases with wildcards, headings, ranges of lines."""

from __future__ import annotations

from functools import partial

import pytest
from reading_of import codes_in, parts_in

from litreview.query.dialects.cochrane import DIALECT
from litreview.query.reading import parse
from litreview.query.shape import plain
from litreview.query.tree import (
    ANY_ENDING,
    And,
    Field,
    Heading,
    Native,
    Near,
    Not,
    Or,
    Scoped,
    Term,
)
from litreview.query.writing import Unwritable

codes = partial(codes_in, DIALECT)
parts = partial(parts_in, DIALECT)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('"hearing aid*":ti', "LR308", '"hearing aid*"'),
        ("mentor:foo", "LR401", ":foo"),
        ("mentor[tiab]", "LR101", "["),
        ("mentor.ti,ab.", "LR401", ".ti,ab."),
        ("job adj3 coach", "LR101", "adj3"),
        ("(mentor near/3 program:ti", "LR102", "("),
    ],
)
def test_what_means_something_else_is_an_error(text: str, code: str, place: str) -> None:
    parsed = parse(text, DIALECT)
    assert parsed.tree is None
    assert (code, place) in [
        (one.code, text[one.span.start : one.span.end]) for one in parsed.findings
    ]


def test_a_phrase_with_a_wildcard_is_joined_by_next_and_read_so_again() -> None:
    phrase = Term(("public employ", ANY_ENDING, " service", ANY_ENDING))
    assert DIALECT.write(phrase) == "(public NEXT employ* NEXT service*)"
    assert parts(DIALECT.write(phrase), Term) == [phrase]
    assert codes(DIALECT.write(phrase)) == []


@pytest.mark.parametrize(
    ("operator", "between", "ordered"),
    [("NEAR/3", 3, False), ("near", 6, False), ("NEAR/0", 0, False), ("NEXT/3", 3, True)],
)
def test_proximity_counts_the_words_between(operator: str, between: int, ordered: bool) -> None:
    near = Near((Term(("a",)), Term(("b",))), between, ordered)
    assert parts(f"(a {operator} b):ti", Near) == [near]
    assert parts(DIALECT.write(near), Near) == [near]


@pytest.mark.parametrize("explode", [True, False])
@pytest.mark.parametrize("major", [True, False])
@pytest.mark.parametrize("subs", [(), ("TH",), ("TH", "PC")])
def test_headings_are_written_as_they_are_read(
    explode: bool, major: bool, subs: tuple[str, ...]
) -> None:
    heading = Heading("Low Back Pain", explode, major, "mesh", subs)
    assert parts(DIALECT.write(heading), Heading) == [heading]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("MeSH descriptor: [Mentors] explode all trees", Heading("Mentors", True, False, "mesh")),
        ("MeSH descriptor: [Mentors] this term only", Heading("Mentors", False, False, "mesh")),
        (
            "MeSH descriptor: [Mentors] explode all trees and with qualifier(s): [Trends - TD]",
            Heading("Mentors", True, False, "mesh", ("TD",)),
        ),
        ("[mh mentors]", Heading("mentors", True, False, "mesh")),
        ("[mh ^mentors]", Heading("mentors", False, False, "mesh")),
    ],
)
def test_headings_of_every_form(text: str, heading: Heading) -> None:
    assert parts(text, Heading) == [heading]
    assert codes(text) == []


def test_the_old_form_is_told() -> None:
    assert codes("MeSH descriptor Mentors, this term only") == ["LR405"]


def test_words_of_headings_and_subheadings_are_written_back() -> None:
    for text in ("[mh mentor*]", "[mh /TH]"):
        (_, scoped) = parts(text, Scoped)
        assert DIALECT.write(scoped) == text  # type: ignore[arg-type]
    with pytest.raises(Unwritable):
        DIALECT.write(Scoped((Field.METHODOLOGY,), Term(("a",))))


def test_not_binds_before_and_and_and_before_or() -> None:
    tree = parse("a OR b AND c NOT d", DIALECT).tree
    assert isinstance(tree, Scoped)
    assert isinstance(tree.item, Or)
    (both,) = [one for one in tree.item.items if isinstance(one, And)]
    assert isinstance(both.items[1], Not)


@pytest.mark.parametrize("last", ["{or #1-#3}", "(or #1-#3)", "#1 or #2 or #3", "{OR #1, #2-#3}"])
def test_ranges_of_lines(last: str) -> None:
    text = f"#1 mentor:ti\n#2 coach:ti\n#3 tutor:ab\n#4 {last}"
    parsed = parse(text, DIALECT)
    assert parsed.findings == ()
    assert [one.pieces[0] for one in parts(text, Term) if isinstance(one, Term)] == [
        "mentor", "coach", "tutor",
    ]  # fmt: skip


def test_a_range_of_lines_in_a_list_without_labels() -> None:
    parsed = parse("mentor:ti\ncoach:ti\n{or #1-#2}", DIALECT)
    assert parsed.listed
    assert parsed.ok


def test_limits_behind_a_line_are_kept_and_remarks_passed_over() -> None:
    limit = "with Cochrane Library publication date between Jan 2010 and Dec 2020, in Trials"
    text = f"#1 mentor:ti\n#2 coach:ti\n#3 #1 and #2 {limit}"
    assert parts(text, Native) == [Native(limit, "cochrane-limit")]
    assert codes(text) == []
    with_more = (
        f"#1 mentor:ti {limit}\n#2 coach:ti with Publication Year from 2000 to 2020 and a:ti"
    )
    (native,) = [one for one in parts(with_more, Native) if isinstance(one, Native)]
    assert native.text == "with Publication Year from 2000 to 2020"
    assert len(parts(with_more, Term)) == 2
    assert codes("tumor:ti (Word variations have been searched)") == []


def test_a_field_as_it_was_printed_until_2018() -> None:
    parsed = parse('("peer mentor") in Title Abstract Keyword', DIALECT)
    plain = parse('("peer mentor"):ti,ab,kw', DIALECT)
    assert [one.code for one in parsed.findings] == ["LR405"]
    assert parsed.tree == plain.tree


@pytest.mark.parametrize(
    ("text", "explode"),
    [("MESH DESCRIPTOR Unemployment", False),
     ("MeSH descriptor Unemployment this term only", False),
     ("MeSH DESCRIPTOR Unemployment EXPLODE ALL TREES", True)],
)  # fmt: skip
def test_a_heading_by_the_word_descriptor(text: str, explode: bool) -> None:
    assert parts(text, Heading) == [Heading("Unemployment", explode, False, "mesh")]
    assert codes(text) == ["LR405"]


@pytest.mark.parametrize("text", ["a or b in Trials", "(a or b in Trials)"])
def test_a_limit_holds_for_all_in_front_of_it(text: str) -> None:
    found = parse(text, DIALECT)
    assert found.ok
    assert isinstance(found.tree, Scoped)
    assert plain(found.tree.item) == And(
        (Or((Term(("a",)), Term(("b",)))), Native("in Trials", "cochrane-limit"))
    )


def test_a_hyphen_parts_words_that_a_wildcard_keeps_from_quotation_marks() -> None:
    term = Term(("job-seek", ANY_ENDING), True)
    assert DIALECT.write(term) == "(job NEXT seek*)"
    assert codes('"job-seek*"') == ["LR308"]


@pytest.mark.parametrize("text", ["mentor*:abstract", "'mentor'/exp", "Mentors/"])
def test_a_field_of_another_database_is_no_word(text: str) -> None:
    assert codes(text) == ["LR401"]
