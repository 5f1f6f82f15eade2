"""EBSCOhost: what goes wrong, and what must never be written."""

from __future__ import annotations

import pytest

from litreview.query.dialects.ebscohost import DIALECT
from litreview.query.reading import Parsed, parse
from litreview.query.translate import translate
from litreview.query.tree import (
    TITLE_ABSTRACT,
    And,
    Dates,
    Field,
    Heading,
    Native,
    Near,
    Or,
    Scoped,
    Term,
    walk,
)
from litreview.query.writing import Unwritable


def read(text: str) -> Parsed:
    return parse(text, DIALECT)


def codes(text: str) -> list[str]:
    return [one.code for one in read(text).findings]


def test_bare_line_numbers_are_told_and_read_as_lines() -> None:
    parsed = read("1. TI homeless*\n2. TI youth\n3. 1 AND 2")
    assert [one.code for one in parsed.findings] == ["LR205", "LR205"]
    assert not parsed.ok
    assert parsed.tree is not None
    assert {one.pieces[0] for one in walk(parsed.tree) if isinstance(one, Term)} == {
        "homeless", "youth",
    }  # fmt: skip


def test_numbers_outside_of_lists_are_words() -> None:
    assert codes("TI welfare AND 1996") == []


@pytest.mark.parametrize("text", ["TI (a NEAR/3 b)", "TI a ADJ3 b", "TI a PRE/2 b", "TI a N/2 b"])
def test_the_proximity_of_another_database_is_an_error_at_its_place(text: str) -> None:
    first = read(text).findings[0]
    assert first.code == "LR101"
    assert text[first.span.start : first.span.end].startswith(("NEAR", "ADJ", "PRE", "N/"))


def test_a_question_mark_at_the_end_of_a_word_finds_nothing_more() -> None:
    parsed = read("TI coach?")
    assert [(one.code, one.span[:2]) for one in parsed.findings] == [("LR308", (8, 9))]
    assert parsed.tree is None


def test_a_field_stays_outside_of_the_proximity_it_holds_for() -> None:
    near = Near((Term(("a",)), Or((Term(("b",)), Term(("c",))))), 3)
    written = DIALECT.write(Scoped(TITLE_ABSTRACT, near))
    assert written == "(TI (a N3 (b OR c)) OR AB (a N3 (b OR c)))"


def test_two_fields_over_an_and_are_refused() -> None:
    both = And((Term(("a",)), Term(("b",))))
    with pytest.raises(Unwritable, match="fields"):
        DIALECT.write(Scoped(TITLE_ABSTRACT, both))


def test_a_field_that_it_does_not_have_is_refused() -> None:
    with pytest.raises(Unwritable):
        DIALECT.write(Scoped((Field.SUBSTANCE,), Term(("a",))))


@pytest.mark.parametrize("word", ["or", "so", "n2", "S1", "de", "IS"])
def test_words_that_would_be_read_as_something_else_are_quoted(word: str) -> None:
    written = DIALECT.write(Scoped((Field.TITLE,), Or((Term((word,)), Term(("x1",))))))
    assert f'"{word}"' in written
    tree = read(written).tree
    assert tree is not None
    assert word in {one.pieces[0] for one in walk(tree) if isinstance(one, Term)}


def test_headings_with_subheadings_are_read_and_written() -> None:
    parsed = read('(MH "Aspirin+/AE/TU")')
    assert parsed.tree is not None
    heading = next(one for one in walk(parsed.tree) if isinstance(one, Heading))
    assert heading == Heading("Aspirin", explode=True, subheadings=("AE", "TU"))
    assert DIALECT.write(heading) == '(MH "Aspirin+/AE/TU")'


def test_a_truncated_heading_is_an_error() -> None:
    assert codes('MH "Child*"') == ["LR110"]


def test_dates_are_years_or_days() -> None:
    tree = read("DT 20100101-20101231").tree
    assert tree is not None
    assert Dates("2010-01-01", "2010-12-31") in set(walk(tree))
    with pytest.raises(Unwritable, match="years"):
        DIALECT.write(Dates("2010-01-01", "2010-12-31"))


def test_an_empty_operand_is_told_where_it_stands() -> None:
    text = "(control* OR OR trial*)"
    found = read(text).findings
    assert [(one.code, text[one.span.start : one.span.end]) for one in found] == [
        ("LR104", "OR OR")
    ]


@pytest.mark.parametrize("word", ["NOT ", "AND ", "TI ", "(", ")", "S1 ", "MH "])
def test_thousands_of_operators_fields_or_brackets_are_findings(word: str) -> None:
    parsed = read(word * 5_000)
    assert parsed.findings
    assert not parsed.ok


def test_a_line_called_with_a_hash_is_told_and_read() -> None:
    parsed = read("S1 TI homeless*\nS2 #1 AND AB youth")
    assert [one.code for one in parsed.findings] == ["LR205"]
    assert parsed.tree is not None


def test_a_missing_operator_before_brackets_is_one_finding() -> None:
    assert codes("a (b OR c)") == ["LR101"]


@pytest.mark.parametrize("text", ["XX mentor*", "TI a OR XX (b OR c)", 'S1 XX "job coach"\nS2 S1'])
def test_an_unknown_field_is_never_words(text: str) -> None:
    assert codes(text) == ["LR401"]


@pytest.mark.parametrize("text", ["TI UK youth", "US veterans", "TI (US OR EU)", "TI (XX AND a)"])
def test_words_in_capitals_are_no_fields(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("code", ["ZY", "IN", "SB", "EM", "MD", "PO", "HW", "XB"])
@pytest.mark.parametrize("inside", ["mentor*", '"job coach"', "(a OR b)"])
def test_fields_of_some_databases_are_kept_as_they_are(code: str, inside: str) -> None:
    tree = read(f"TI a AND {code} {inside}").tree
    assert tree is not None
    assert Native(f"{code} {inside}", "ebscohost") in set(walk(tree))
    assert translate(tree, DIALECT).strings == (f"TI a AND {code} {inside}",)


@pytest.mark.parametrize("text", ["mentor*.ti.", "(a OR b).ti,ab.", "a:ti,ab", "mentor*[tiab]"])
def test_a_field_of_another_database_is_told(text: str) -> None:
    assert codes(text) == ["LR401"]


def test_settings_printed_behind_the_string_are_a_note() -> None:
    found = read("TI a Search modes - Boolean/Phrase").findings
    assert [(one.code, one.severity) for one in found] == [("LR404", "note")]


def test_limits_printed_behind_a_line_are_carried_or_told() -> None:
    lines = "S1 TI a\nS2 TI b\nS3 S1 OR S2 Limiters - Published Date: 20100101-20201231; "
    parsed = read(f"{lines}English Language; Peer Reviewed Search modes - Boolean/Phrase")
    assert {one.code for one in parsed.findings} == {"LR404"}
    assert parsed.tree is not None
    wanted = {Dates("2010-01-01", "2020-12-31"), Native("Peer Reviewed", "ebscohost-limit")}
    assert wanted < set(walk(parsed.tree))
    made = translate(parsed.tree, DIALECT)
    assert made.strings == ("TI (a OR b) AND PY 2010-2020 AND LA English",)
    assert made.label == "wider"


def test_a_language_that_results_were_narrowed_to_is_carried() -> None:
    tree = read("TI a Narrow by Language: - english").tree
    assert tree is not None
    made = translate(tree, DIALECT)
    assert (made.strings, made.label) == (("TI a AND LA english",), "exact")


def test_a_limit_behind_an_or_is_an_error() -> None:
    assert "LR104" in codes("TI a OR Limiters - Peer Reviewed")


def test_fields_in_small_letters_are_fields_where_a_field_can_stand() -> None:
    assert read("ti foster or ab foster").tree == read("TI foster OR AB foster").tree
    tree = read("TI ab initio").tree
    assert tree is not None
    assert Term(("ab initio",)) in set(walk(tree))


def test_a_letter_left_open_in_front_of_an_asterisk_is_told() -> None:
    found = parse("AB lab?* OR TI lab?", DIALECT)
    assert [one.code for one in found.findings] == ["LR308", "LR308"]
    assert found.tree is None
