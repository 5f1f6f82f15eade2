"""The meaning of each construct, on one record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from litreview.errors import UsageError
from litreview.model import Record, RecordId, SearchId
from litreview.query.dialects.litreview import DIALECT
from litreview.query.matching import Matcher, matcher
from litreview.query.reading import parse
from litreview.query.tree import (
    TITLE_ABSTRACT,
    And,
    Block,
    Everything,
    Field,
    Heading,
    Native,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Ref,
    Scoped,
    Term,
    Wild,
)

RECORD = Record(
    RecordId("s:1"),
    SearchId("s"),
    kind="article",
    title="Job-coaching of young care leavers: a trial",
    authors=("Nobody, Anna", "Someone, Bo"),
    year=2015,
    venue="Journal of Inventions",
    abstract="Mentors met youth at work. The programme for care of leavers was short.",
    keywords=("Employment, Supported", "*Mentors/psychology", "social work"),
    language="eng",
)


def tree(text: str) -> Node:
    found = parse(text, DIALECT)
    assert found.tree is not None, found.findings
    return found.tree


def ready(text: str) -> Matcher:
    return matcher(tree(text))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("title:coaching", "yes"),
        ("title:coach", "no"),
        ("title:coach*", "yes"),
        ("title:coach*{2}", "no"),
        ("title:coach*{3}", "yes"),
        ("title:coachin#", "yes"),
        ("title:coaching#", "no"),
        ("title:coaching?", "yes"),
        ("title:c#aching", "yes"),
        ("title:c?oaching", "yes"),
        ("title:*ching", "yes"),
        ('title:"job coaching"', "yes"),
        ("title:job-coach*", "yes"),
        ('title:"coaching job"', "no"),
        ('abstract:"care leavers"', "no"),
        ('title,abstract:"care leavers"', "yes"),
        ("title:(job ~1 young)", "no"),
        ("title:(job ~2 young)", "yes"),
        ("title:(young ~2 job)", "yes"),
        ("title:(young ~>2 job)", "no"),
        ("title:(job ~>2 young)", "yes"),
        ('title:("job coaching" ~1 (young OR old))', "yes"),
        ('title:("job coaching" ~0 (young OR old))', "no"),
        ("title,abstract:(trial ~9 mentors)", "no"),
        ("title,abstract:(trial AND mentors)", "yes"),
        ("title:(trial AND mentors)", "no"),
        ("title:trial NOT abstract:mentors", "no"),
        ("title:trial NOT title:mentors", "yes"),
        ('keywords:"supported mentors"', "no"),
        ("keywords:(supported ~5 mentors)", "no"),
        ('keywords:"employment supported"', "yes"),
        ("author:nobody", "yes"),
        ("author:(nobody ~9 someone)", "no"),
        ("venue:inventions", "yes"),
        ("language:english", "yes"),
        ("language:en", "yes"),
        ("language:german", "no"),
        ("type:article", "yes"),
        ("type:review", "unknown"),
        ("affiliation:copenhagen", "unknown"),
        ("fulltext:mentors", "yes"),
        ("fulltext:apprentice", "unknown"),
        ("any:nobody", "yes"),
        ("any:apprentice", "no"),
        ("subheading:psychology", "yes"),
        ("published:2015", "yes"),
        ("published:2015..", "yes"),
        ("published:..2014", "no"),
        ("published:2015-01-01..2015-12-31", "yes"),
        ("published:2015-02..2016", "unknown"),
        ("published:2010..2015-11", "unknown"),
        ("published:2010-05..2014-11", "no"),
        ("entered:2010..2020", "unknown"),
        ('mesh:"mentors"', "yes"),
        ('mesh!:"Mentors"', "yes"),
        ('mesh:"Mentors/psychology"', "yes"),
        ('mesh:"Mentors/px"', "unknown"),
        ('mesh!:"Social Work"', "no"),
        ('mesh:"Employment, Supported"', "yes"),
        ('mesh:"Employment"', "unknown"),
        ('mesh:"Adolescent"', "no"),
        ('mesh+:"Adolescent"', "unknown"),
        ('mesh+:"Mentors"', "yes"),
        ("title:trial OR entered:2010..2020", "yes"),
        ("title:nothing OR entered:2010..2020", "unknown"),
        ("title:nothing AND entered:2010..2020", "no"),
        ("title:trial NOT entered:2010..2020", "unknown"),
    ],
)
def test_what_a_search_says_of_a_record(text: str, verdict: str) -> None:
    assert ready(text).verdict(RECORD) == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("title:coaching", "yes"),
        ("title:apprentice", "no"),
        ("title,abstract:coaching", "yes"),
        ("title,abstract:apprentice", "unknown"),
        ("keywords:apprentice", "unknown"),
        ("title:apprentice AND abstract:apprentice", "no"),
        ("title:coaching AND abstract:apprentice", "unknown"),
        ("title:coaching NOT abstract:apprentice", "unknown"),
        ("title:apprentice NOT abstract:apprentice", "no"),
        ("abstract:apprentice NOT title:coaching", "no"),
        ("title,abstract:(coaching ~3 apprentice)", "unknown"),
        ("title:(coaching ~3 apprentice)", "no"),
        ('title,abstract:"coaching apprentice"', "unknown"),
        ('mesh:"Mentors"', "unknown"),
        ("published:2015", "unknown"),
        ("any:apprentice", "unknown"),
        ("language:english", "unknown"),
        ("author:nobody", "unknown"),
    ],
)
def test_a_field_that_decides_and_is_missing_leaves_it_unknown(text: str, verdict: str) -> None:
    bare = Record(RecordId("s:1"), SearchId("s"), title=RECORD.title)
    assert ready(text).verdict(bare) == verdict


def test_a_language_that_is_not_known_is_no_reason_to_drop_a_record() -> None:
    odd = replace(RECORD, language="Faroese")
    assert ready("language:faroese").verdict(odd) == "yes"
    assert ready("language:english").verdict(odd) == "unknown"


def test_fields_that_a_source_always_gives_can_be_taken_as_empty() -> None:
    bare = Record(RecordId("s:1"), SearchId("s"), title="a", abstract="b")
    whole = tree("topic:apprentice")
    assert matcher(whole).verdict(bare) == "unknown"
    assert matcher(whole, empty=[Field.KEYWORDS]).verdict(bare) == "no"


def test_texts_by_field_are_judged_like_a_record() -> None:
    found = ready("title,abstract:(coach* AND youth)")
    texts = {Field.TITLE: RECORD.title, Field.ABSTRACT: RECORD.abstract}
    assert found.verdict(texts) == "yes"
    assert found.verdict({Field.TITLE: RECORD.title}) == "unknown"
    assert found.verdict({**texts, Field.ABSTRACT: "nothing"}) == "no"
    keywords = {Field.KEYWORDS: ["social work", "care"]}
    assert ready('keywords:"work care"').verdict(keywords) == "no"
    assert ready('mesh:"Care"').verdict(keywords) == "yes"


def test_three_things_near_each_other_are_within_one_stretch() -> None:
    record = {Field.TITLE: "a x b y c"}
    three = tuple(Term((letter,)) for letter in "cab")
    near = Scoped((Field.TITLE,), Near(three, 2))
    assert matcher(near).verdict(record) == "yes"
    assert matcher(replace(near, item=Near(three, 1))).verdict(record) == "no"
    assert matcher(replace(near, item=Near(three, 2, ordered=True))).verdict(record) == "no"


def test_operands_of_a_proximity_stand_apart() -> None:
    twice = Near((Term(("work",)), Term(("work",))), 5)
    assert matcher(twice).verdict({Field.TITLE: "at work", Field.ABSTRACT: "x"}) == "no"
    assert matcher(twice).verdict({Field.TITLE: "work at work"}) == "yes"


def test_a_scope_inside_a_proximity_must_be_in_the_same_field() -> None:
    inner = Near((Term(("care",)), Scoped((Field.ABSTRACT,), Term(("leavers",)))), 1)
    outer = Scoped(TITLE_ABSTRACT, inner)
    assert matcher(outer).verdict(RECORD) == "yes"
    assert matcher(Scoped((Field.TITLE,), inner)).verdict(RECORD) == "no"


def test_constants_and_what_only_one_database_knows() -> None:
    assert matcher(Everything()).verdict({}) == "yes"
    assert matcher(Nothing()).verdict({}) == "no"
    assert matcher(Native("af=(x)", "ovid")).verdict(RECORD) == "unknown"
    assert matcher(Term(("+",))).verdict(RECORD) == "unknown"
    assert matcher(Not(Everything(), Nothing())).verdict({}) == "yes"


def test_a_word_of_wildcards_is_any_word() -> None:
    phrase = Term(("young ", Wild(0, None), " leavers"))
    assert matcher(phrase).verdict(RECORD) == "yes"
    assert matcher(Term(("job ", Wild(0, None), " leavers"))).verdict(RECORD) == "no"


@pytest.mark.parametrize("node", [Block("mentor.en"), Ref("3"), Near((Term(("a",)), Ref("3")), 1)])
def test_blocks_and_lines_must_be_put_in(node: Node) -> None:
    with pytest.raises(UsageError, match="not put in"):
        matcher(node)


@pytest.mark.parametrize("node", [And((Term(("a",)), Term(("b",)))), Heading("x"), Everything()])
def test_a_proximity_of_what_has_no_place_is_refused(node: Node) -> None:
    with pytest.raises(UsageError, match="no place in a text"):
        matcher(Near((Term(("a",)), Or((node, node))), 1))


def test_a_tree_as_deep_as_trees_may_be_is_judged() -> None:
    node: Node = Term(("coaching",))
    for level in range(124):
        node = And((Or((node, Term((f"x{level}",)))), Everything()))
    assert matcher(node).verdict(RECORD) == "yes"


def test_a_proximity_in_a_text_that_repeats_its_words_is_decided_at_once() -> None:
    many = Near(tuple(Term(("a",)) for _ in range(6)), 5)
    assert matcher(many).verdict({Field.TITLE: "a " * 5}) == "unknown"
    assert matcher(many).verdict({Field.TITLE: "a " * 5_000}) == "yes"
    wide = Near((Term(("a",)), Term(("b",))), 10**9, ordered=True)
    assert matcher(wide).verdict({Field.TITLE: "a " * 5_000 + "b " * 5_000}) == "yes"
