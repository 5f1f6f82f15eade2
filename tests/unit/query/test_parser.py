"""The parser that all notations share: lines, tokens, precedence, references, and bad input."""

from __future__ import annotations

import pytest

from litreview.query.dialect import Dialect
from litreview.query.dialects import DIALECTS
from litreview.query.findings import Found, in_order, once
from litreview.query.lines import split
from litreview.query.reading import LONGEST, Parsed, parse
from litreview.query.shape import plain
from litreview.query.tree import (
    And,
    Everything,
    Near,
    Node,
    Not,
    Or,
    Scoped,
    Span,
    Term,
    depth,
    walk,
)

OVID = DIALECTS.get("ovid")
PUBMED = DIALECTS.get("pubmed")
OWN = DIALECTS.get("litreview")
READ = [name for name in DIALECTS.names() if DIALECTS.get(name).grammar is not None]


def codes(text: str, dialect: Dialect = OVID) -> list[str]:
    return [one.code for one in parse(text, dialect).findings]


def tree(text: str, dialect: Dialect = OVID) -> Node:
    found = parse(text, dialect).tree
    assert isinstance(found, Scoped), parse(text, dialect).findings
    return plain(found.item)


def spans(text: str, code: str, dialect: Dialect = OVID) -> list[str]:
    return [
        text[one.span.start : one.span.end]
        for one in parse(text, dialect).findings
        if one.code == code
    ]


# -- bad input -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("text", ["", "   \n\t ", "# a remark\n# another\n"])
def test_an_empty_search_is_one_finding(name: str, text: str) -> None:
    parsed = parse(text, DIALECTS.get(name))
    assert [one.code for one in parsed.findings] == ["LR106"]
    assert (parsed.tree, parsed.ok, len(parsed.lines)) == (None, False, 1)


@pytest.mark.parametrize("name", READ)
def test_five_megabytes_are_refused_and_not_read(name: str) -> None:
    parsed = parse("a or " * 1_000_000, DIALECTS.get(name))
    assert [one.code for one in parsed.findings] == ["LR109"]
    assert f"{LONGEST:,}" in parsed.findings[0].message
    assert parsed.tree is None


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("closing", [")", ""])
def test_ten_thousand_brackets_are_too_deep(name: str, closing: str) -> None:
    text = "(" * 10_000 + "mentor" + closing * 10_000
    parsed = parse(text, DIALECTS.get(name))
    assert [one.code for one in parsed.findings] == ["LR108"]
    assert parsed.tree is None


def test_many_operators_that_alternate_are_too_deep_where_they_nest() -> None:
    text = " AND ".join(f"a{at}[ti] OR b{at}[ti]" for at in range(400))
    assert codes(text, PUBMED) == ["LR108"]
    assert codes(text.replace("[ti]", ".ti.")) == []


@pytest.mark.parametrize("name", READ)
def test_no_marks_alone_and_no_rubbish_raise(name: str) -> None:
    dialect = DIALECTS.get(name)
    for text in ("[", "]", "{", "}", "/", ":", "*", "?", "#", "'", '"', "=", "..", "\0", "(*)",
                 "or", "and not", "()", '""', "[]", "#1", "S1", "1", "adj3", "near/3", "~3",
                 "limit 1 to", "exp /", "exp", "[mh ]", "\N{RIGHT DOUBLE QUOTATION MARK}",
                 "a\x1b[31m", "\ud800"):  # fmt: skip
        parsed = parse(text, dialect)
        assert parsed.lines, text
        assert parsed.findings or parsed.tree is not None, text


@pytest.mark.parametrize("name", [name for name in READ if name != "litreview"])
def test_twenty_thousand_terms_are_one_level(name: str) -> None:
    found = parse(" OR ".join(f"word{at}" for at in range(20_000)), DIALECTS.get(name)).tree
    assert found is not None
    assert depth(found) == 3
    assert sum(isinstance(one, Term) for one in walk(found)) == 20_000


def test_every_error_of_a_line_is_told_and_none_is_mended() -> None:
    text = "(mentor or or coach) and youth) or (tutor"
    assert codes(text) == ["LR104", "LR103", "LR102"]
    assert parse(text, OVID).tree is None


# -- places ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("(mentor or coach", "LR102", "("),
        ("mentor or coach)", "LR103", ")"),
        ("mentor or or coach", "LR104", "or or"),
        ("mentor or", "LR104", "or"),
        ("or mentor", "LR104", "or"),
        ("mentor or () or coach", "LR107", "()"),
        ('mentor or "" or coach', "LR107", '""'),
        ('mentor or "job coach', "LR105", '"job coach'),
        ("mentor.ti. (coach)", "LR101", "("),
        ("mentor.xx.", "LR401", ".xx."),
        ("(a and b) adj3 c", "LR110", "(a and b)"),
    ],
)
def test_an_error_has_its_place(text: str, code: str, place: str) -> None:
    assert spans(text, code) == [place]
    assert parse(text, OVID).tree is None


@pytest.mark.parametrize(
    "line", ["a.ti. and b.ti.", "exp Work/", "a.ti. not b.ti.", "limit 1 to yr=2010"]
)
def test_a_line_without_places_is_no_operand_of_a_proximity(line: str) -> None:
    text = f"1. a.ti. or b.ti.\n2. {line}\n3. 1 or 2\n4. 1 adj3 2\n5. 3 or 4"
    parsed = parse(text, OVID)
    assert spans(text, "LR110") == ["2"]
    assert parsed.tree is None
    assert [found.label for found in parsed.lines if not found.ok] == ["4"]
    assert parse("1. a.ti. or b.ti.\n2. c.ti.\n3. 1 adj3 2", OVID).ok


def test_places_are_those_of_the_file() -> None:
    text = "# remark\n1. mentor.ti.\n2. coach.ab.\n3. 1 or 2\n"
    parsed = parse(text, OVID)
    assert [text[line.span.start : line.span.end] for line in parsed.lines] == [
        "mentor.ti.", "coach.ab.", "1 or 2",
    ]  # fmt: skip
    assert [line.row for line in parsed.lines] == [2, 3, 4]
    terms = [one for one in walk(parsed.tree) if isinstance(one, Term)] if parsed.tree else []
    assert [text[one.span.start : one.span.end] for one in terms] == ["mentor", "coach"]


def test_one_slip_often_in_a_line_is_told_once() -> None:
    text = "a*.mp or b*.mp or c*.mp"
    (found,) = parse(text, OVID).findings
    assert (found.code, found.span[:2]) == ("LR403", (2, 5))
    assert found.message.endswith("(and 2 more in this line)")


def test_errors_are_never_taken_together() -> None:
    same = [Found("LR103", Span(at, at + 1), "too many") for at in (5, 3)]
    assert once(same) == in_order(same)
    assert len(once(same)) == 2


# -- operators -------------------------------------------------------------------------------


def t(word: str) -> Term:
    return Term((word,))


def test_and_binds_before_or_and_not_is_read_from_left_to_right() -> None:
    assert tree("a or b and c not d") == Or((t("a"), Not(And((t("b"), t("c"))), t("d"))))


def test_pubmed_goes_from_left_to_right() -> None:
    left = tree("a[ti] OR b[ti] AND c[ti]", PUBMED)
    assert isinstance(left, And)
    assert isinstance(left.items[0], Or)


def test_not_alone_is_all_but() -> None:
    assert tree("NOT title:coach", OWN) == Not(Everything(), tree("title:coach", OWN))


def test_what_follows_a_proximity_does_not_belong_to_it() -> None:
    assert tree("extend* adj2 care or foster*") == Or((
        Near((tree("extend*"), t("care")), 1), tree("foster*"),
    ))  # fmt: skip


def test_a_proximity_of_three_goes_two_and_two_or_is_one_window() -> None:
    assert tree("a adj3 b adj3 c") == Near((Near((t("a"), t("b")), 2), t("c")), 2)
    assert tree("a ~2 b ~2 c", OWN) == Near((t("a"), t("b"), t("c")), 2)


def test_words_side_by_side_are_what_the_notation_says() -> None:
    assert tree("job coach") == t("job coach")
    assert codes("job coach", OWN) == ["LR111"]
    assert tree("job coach[ti]", PUBMED) == tree('"job coach"[ti]', PUBMED)
    assert tree("job coach", PUBMED) == And((t("job"), t("coach")))


# -- lines -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1. mentor.ti.\n2. coach.ti.\n3. 1 or 2",
        "1 mentor.ti.\n2 coach.ti.\n3 1 or 2",
        "1) mentor.ti.\n2) coach.ti.\n3) 1 or 2",
        "1\tmentor.ti.\n2\tcoach.ti.\n3\t1 or 2",
        "mentor.ti.\ncoach.ti.\n1 or 2",
        "mentor.ti.\n\n# the second\ncoach.ti.\nor/1-2",
        "1. mentor.ti.\n2. coach.ti.\n3. or/1-2",
        "1. mentor.ti.\n2. coach.ti.\n3. or/1,2",
        "\ufeff1. mentor.ti.\r\n2. coach.ti.\r\n3. 1 or 2\r\n",
    ],
)
def test_lines_of_every_kind_are_put_in(text: str) -> None:
    parsed = parse(text, OVID)
    assert parsed.listed
    assert parsed.findings == ()
    assert len(parsed.lines) == 3
    assert parsed.tree is not None
    assert plain(parsed.tree) == plain(parse("mentor.ti. or coach.ti.", OVID).tree or t(""))


@pytest.mark.parametrize(
    ("text", "labels", "firsts"),
    [
        ("S1 mentor\nS2 coach\nS3 S1 OR S2", ["S1", "S2", "S3"], "mcS"),
        ("#1 Search mentor\n#2 Search: coach\n#3 Search #1 OR #2", ["#1", "#2", "#3"], "mc#"),
        ("1. a\n2. b", ["1", "2"], "ab"),
    ],
)
def test_labels_are_kept_as_written(text: str, labels: list[str], firsts: str) -> None:
    lines = split(text).lines
    assert [line.label for line in lines] == labels
    assert "".join(text[line.start] for line in lines) == firsts


def test_a_row_without_label_belongs_to_the_line_above() -> None:
    text = "1. (mentor or\n   coach).ti.\n2. youth.ti.\n3. 1 and 2"
    parsed = parse(text, OVID)
    assert parsed.ok
    assert [line.row for line in parsed.lines] == [1, 3, 4]


@pytest.mark.parametrize(
    "text",
    ["(mentor or\ncoach)\nand youth", "mentor or\ncoach", "2020 mentor", "1 or 2", "#1 AND #2"],
)
def test_one_string_over_several_rows_is_no_list(text: str) -> None:
    assert not split(text).listed
    assert len(split(text).lines) == 1


def test_a_number_is_a_line_only_in_a_list() -> None:
    assert tree("1 or 2 x") == Or((t("1"), t("2 x")))
    assert codes("1 or 2") == ["LR201"]


def test_a_year_is_no_line() -> None:
    parsed = parse("1. mentor.ti.\n2. 1 and 2010", OVID)
    assert parsed.ok
    assert parsed.tree is not None
    assert t("2010") in set(walk(parsed.tree))


# -- references ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "code", "message"),
    [
        ("1 or 9", "LR201", "there is no line 9"),
        ("1 or 3", "LR202", "line 3 calls itself"),
        ("or/1-5", "LR201", "there are no lines 4 to 5"),
    ],
)
def test_a_wrong_reference_is_told_and_gives_no_tree(last: str, code: str, message: str) -> None:
    parsed = parse(f"1. mentor.ti.\n2. coach.ti.\n3. {last}", OVID)
    assert (code, message) in [(one.code, one.message) for one in parsed.findings]
    assert parsed.tree is None
    assert not parsed.lines[2].ok


def test_a_later_line_cannot_be_called() -> None:
    parsed = parse("1. mentor.ti.\n2. 1 or 3\n3. coach.ti.", OVID)
    assert [one.message for one in parsed.lines[1].findings if one.code == "LR202"] == [
        "line 2 calls line 3, which comes later"
    ]


def test_a_line_that_is_never_used_is_told() -> None:
    parsed = parse("1. mentor.ti.\n2. coach.ti.\n3. tutor.ti.\n4. 1 or 2", OVID)
    assert [(line.number, one.code) for line in parsed.lines for one in line.findings] == [
        (3, "LR203")
    ]
    assert parsed.ok


def test_a_line_that_cannot_be_read_takes_what_calls_it_with_it() -> None:
    parsed = parse("1. (mentor.ti.\n2. coach.ti.\n3. 1 or 2", OVID)
    assert [line.ok for line in parsed.lines] == [False, True, True]
    assert parsed.tree is None


def test_numbers_without_their_sign_are_told_and_read_all_the_same() -> None:
    parsed = parse("#1 mentor[ti]\n#2 coach[ti]\n#3 1 OR 2", PUBMED)
    assert [one.code for one in parsed.findings] == ["LR205", "LR205"]
    assert not parsed.ok
    assert parsed.tree is not None
    assert {one.pieces for one in walk(parsed.tree) if isinstance(one, Term)} == {
        ("mentor",), ("coach",),
    }  # fmt: skip


def _doubling(lines: int) -> Parsed:
    rows = ["1. (a or b).ti."] + [f"{at}. {at - 1} and ({at - 1} or x{at})"
                                  for at in range(2, lines + 1)]  # fmt: skip
    return parse("\n".join(rows), OVID)


def test_lines_that_double_each_time_are_refused() -> None:
    assert _doubling(12).ok
    assert "LR210" in [one.code for one in _doubling(60).findings]
    assert _doubling(60).tree is None


# -- prose -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1 Index test\n1a\nmentor[ti]\n1b\ncoach[ti]",
        "All Fields contains 'youth employment'",
    ],
)
def test_prose_and_web_forms_are_refused(text: str) -> None:
    for name in ("ovid", "pubmed"):
        parsed = parse(text, DIALECTS.get(name))
        assert [one.code for one in parsed.findings] == ["LR112"]
        assert parsed.findings[0].span.start > 0
