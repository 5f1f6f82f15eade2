"""PubMed: what goes wrong, and the silent errors of other translators."""

from __future__ import annotations

from functools import partial

import pytest
from reading_of import codes_in, parts_in

from litreview.query.dialects.pubmed import DIALECT
from litreview.query.reading import parse
from litreview.query.shape import plain
from litreview.query.tree import (
    ANY_ENDING,
    TOPIC,
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


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("mentor[foo]", "LR401", "[foo]"),
        ("(mentor OR coach)[tiab]", "LR101", "[tiab]"),
        ("(mentor OR coach)[mesh]", "LR101", "(mentor OR coach)[mesh]"),
        ("behavio?r[tiab]", "LR308", "behavio?r"),
        ("wom#n[tiab]", "LR308", "wom#n"),
        ("col*r[tiab]", "LR308", "col*r"),
        ("job* coach[tiab]", "LR308", "job* coach"),
        ('"mentor* program"[tiab:~3]', "LR308", '"mentor* program"'),
        ('"mentor program*"[tiab:~3]', "LR308", '"mentor program*"'),
        ('"mentor"[tiab:~3]', "LR110", '"mentor"'),
        ('"mentor program"[tw:~3]', "LR401", "[tw:~3]"),
        ('"mentor program"[tiab:~x]', "LR401", "[tiab:~x]"),
        ("[tiab]", "LR104", "[tiab]"),
        ("mentor.ti,ab.", "LR401", ".ti,ab."),
        ("mentor:ti,ab", "LR401", ":ti,ab"),
        ("job adj3 coach", "LR101", "adj3"),
        ("job NEAR/3 coach", "LR101", "NEAR/3"),
    ],
)
def test_what_pubmed_would_pass_over_is_an_error(text: str, code: str, place: str) -> None:
    parsed = parse(text, DIALECT)
    assert parsed.tree is None
    assert (code, place) in [
        (one.code, text[one.span.start : one.span.end]) for one in parsed.findings
    ]


@pytest.mark.parametrize("text", ["men*[tiab]", '"job men*"[tiab]', "job men*[tiab]"])
def test_three_letters_before_an_asterisk_are_too_few(text: str) -> None:
    assert codes(text) == ["LR301"]
    assert codes(text.replace("men*", "ment*")) == []


def test_an_operator_in_small_letters_is_read_and_told() -> None:
    assert codes("mentor[ti] or coach[ti] AND youth[ti]") == ["LR115"]
    assert codes("mentor[ti] OR coach[ti]") == []


def test_a_range_is_never_its_first_year() -> None:
    assert parts("2010:2020[dp]", Dates) == [Dates("2010", "2020")]
    assert DIALECT.write(Dates("2010", "2020")) == "2010:2020[dp]"


@pytest.mark.parametrize(
    ("text", "first", "last", "kind"),
    [
        ("2010[dp]", "2010", "2010", "publication"),
        ("2010/3/1[pdat]", "2010-03-01", "2010-03-01", "publication"),
        ('"2010/03/01"[Date - Entry] : "3000"[Date - Entry]', "2010-03-01", "", "entry"),
        ("1000:2020[crdt]", "", "2020", "created"),
        ("2010 : 2020 [mhda]", "2010", "2020", "mesh"),
        ("2010/01:2020/02[dcom]", "2010-01", "2020-02", "completed"),
    ],
)
def test_dates_of_every_kind(text: str, first: str, last: str, kind: str) -> None:
    dates = Dates(first, last, kind)
    assert parts(text, Dates) == [dates]
    assert parts(DIALECT.write(dates), Dates) == [dates]


@pytest.mark.parametrize(
    ("tag", "explode", "major"),
    [
        ("Mesh", True, False), ("mh", True, False), ("MeSH Terms", True, False),
        ("mesh:noexp", False, False), ("MeSH Terms:noexp", False, False),
        ("mh : noexp", False, False),
        ("majr", True, True), ("MAJR:NoExp", False, True), ("MeSH Major Topic", True, True),
    ],
)  # fmt: skip
def test_explosion_and_main_topic_are_kept(tag: str, explode: bool, major: bool) -> None:
    heading = Heading("Job Training", explode, major, "mesh")
    assert parts(f'"Job Training"[{tag}]', Heading) == [heading]
    assert parts(DIALECT.write(heading), Heading) == [heading]


def test_a_truncated_heading_is_words_of_headings() -> None:
    assert parts("neoplasm*[mesh]", Scoped)[1:] == [
        Scoped((Field.HEADING,), Term(("neoplasm", ANY_ENDING)))
    ]


def test_two_subheadings_become_two_headings_in_brackets() -> None:
    heading = Heading("Neoplasms", True, False, "mesh", ("therapy", "economics"))
    written = DIALECT.write(heading)
    assert written == '("Neoplasms/therapy"[mesh] OR "Neoplasms/economics"[mesh])'
    assert codes(written) == []


def test_a_proximity_is_written_with_its_distance_and_only_where_there_is_one() -> None:
    near = Near((Term(("hip",)), Term(("pain",))), 2)
    assert DIALECT.write(Scoped(TOPIC, near)) == '"hip pain"[tiab:~2]'
    both = Scoped(TOPIC, Or((near, Term(("ache",)))))
    assert DIALECT.write(both) == '"hip pain"[tiab:~2] OR ache[tiab]'
    with pytest.raises(Unwritable, match="proximity in keywords"):
        DIALECT.write(Scoped((Field.KEYWORDS,), near))
    with pytest.raises(Unwritable):
        DIALECT.write(Scoped((Field.TITLE, Field.ABSTRACT), Term(("a",))))


def test_words_are_a_phrase_only_before_a_tag() -> None:
    assert parts("heart attack[ti]", Term) == [Term(("heart attack",))]
    assert parts("heart attack", Term) == [Term(("heart",)), Term(("attack",))]
    assert codes('"heart attack" "risk"[ti]') == ["LR117"]


@pytest.mark.parametrize("text", ["Smith J[1au]", '"last 5 years"[dp]', "free full text[sb]"])
def test_what_only_pubmed_has_is_kept_as_it_stands(text: str) -> None:
    (native,) = parts(text, Native)
    assert native == Native(text, "pubmed")
    assert DIALECT.write(native) == text


@pytest.mark.parametrize("text", ["'mentor'/exp", "Mentors/", "'mentor'/exp/mj"])
def test_the_mark_of_a_heading_elsewhere_is_told(text: str) -> None:
    assert [one.code for one in parse(text, DIALECT).findings] == ["LR401"]


def test_filters_hold_for_the_whole_string() -> None:
    parsed = parse("a OR b Filters: English, Humans, from 2010 - 2020", DIALECT)
    assert isinstance(parsed.tree, Scoped)
    assert plain(parsed.tree.item) == And(
        (
            Or((Term(("a",)), Term(("b",)))),
            Scoped((Field.LANGUAGE,), Term(("English",))),
            Native("Humans", "pubmed-limit"),
            Dates("2010", "2020"),
        )
    )
    assert [one.code for one in parsed.findings] == ["LR404"]


@pytest.mark.parametrize("text", ["hasabstract", "hasabstract[text]"])
def test_whether_there_is_an_abstract_only_pubmed_asks(text: str) -> None:
    parsed = parse(text, DIALECT)
    assert parsed.tree == Scoped((Field.ANY,), Native(text, "pubmed"))


def test_a_proximity_in_the_abstract_alone_is_not_to_be_had() -> None:
    assert [one.code for one in parse('"young adult"[ab:~2]', DIALECT).findings] == ["LR401"]
