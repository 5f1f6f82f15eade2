"""Hits line by line, against counting by hand and against judging each line by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import UsageError
from litreview.model import Record, RecordId, SearchId
from litreview.query.blocks import Library, library
from litreview.query.counting import Counts, Line, count
from litreview.query.gold import GoldStudy
from litreview.query.matching import matcher
from litreview.query.tree import TOPIC, Field

FILES = {
    "help.en.txt": 'mentor*\ncoach*\n"job coach*"\n(peer OR near) ~1 helper\n',
    "work.en.txt": "job*\nemploy* AND young\n",
    "sport.en.txt": "football\n",
    "core.en.strategy.txt": "help.en AND (work.en OR wage*) NOT sport.en",
}
TEXTS = [
    "Mentors find jobs",
    "A job coach",
    "Coaches of football and jobs",
    "The peer helper of young employees",
    "Mentors and coaches at school",
    "Wages of coaches",
]


def records(texts: list[str]) -> list[Record]:
    return [
        Record(RecordId(f"r:{at}"), SearchId("r"), title=text, abstract="Nothing.")
        for at, text in enumerate(texts, 1)
    ]


def counted(texts: list[str] = TEXTS, held: Library | None = None) -> Counts:
    return count(held or library(FILES), "core.en", records(texts))


def line(found: Counts, name: str) -> Line:
    return next(one for one in found.lines if one.name == name)


def numbers(found: Counts, name: str) -> tuple[int, int, int]:
    one = line(found, name)
    return one.hits, one.alone, one.lost


def test_each_term_has_its_hits_and_what_it_brings_in_alone() -> None:
    found = counted()
    assert numbers(found, "mentor*") == (2, 1, 1)
    assert numbers(found, "coach*") == (4, 2, 1)
    assert numbers(found, '"job coach*"') == (1, 0, 0)
    assert numbers(found, "(peer OR near) ~1 helper") == (1, 1, 1)
    assert numbers(found, "wage*") == (1, 1, 1)


def test_a_line_that_joins_its_words_by_and_is_counted_as_a_line() -> None:
    assert numbers(counted(), "employ* AND young") == (1, 1, 1)
    assert line(counted(["Employers of helpers"]), "employ* AND young").hits == 0


def test_blocks_parts_and_the_whole_follow_their_terms() -> None:
    found = counted()
    assert [(one.kind, one.name, one.hits) for one in found.lines if one.kind != "term"] == [
        ("block", "help.en", 6),
        ("block", "work.en", 4),
        ("block", "sport.en", 1),
        ("part", "work.en OR wage*", 5),
        ("strategy", "core.en", 4),
    ]
    assert [one.name for one in found.lines][:5] == [
        "mentor*", "coach*", '"job coach*"', "(peer OR near) ~1 helper", "help.en",
    ]  # fmt: skip


def test_what_not_takes_out_is_no_loss_of_the_term_that_takes_it_out() -> None:
    assert numbers(counted(), "football") == (1, 1, 0)


def test_gold_studies_that_only_one_term_finds_are_named() -> None:
    study = GoldStudy("10.1000/a", records(["Mentors find jobs"])[0], "x")
    other = GoldStudy("10.1000/b", records(["Mentors and coaches find jobs"])[0], "x")
    found = count(library(FILES), "core.en", [], [study, other])
    assert line(found, "mentor*").gold == ("10.1000/a",)
    assert line(found, "coach*").gold == ()
    assert line(found, "job*").gold == ("10.1000/a", "10.1000/b")


def test_records_without_abstract_are_counted_as_open() -> None:
    bare = Record(RecordId("r:1"), SearchId("r"), title="Mentors at school")
    found = count(library(FILES), "core.en", [bare])
    assert (found.records, found.unknown) == (1, 1)
    assert line(found, "mentor*").hits == 1


def test_a_strategy_with_an_error_is_refused() -> None:
    with pytest.raises(UsageError):
        counted(held=library({**FILES, "work.en.txt": "a1 b1\n"}))


WORDS = (
    "mentor",
    "coach",
    "job",
    "peer",
    "helper",
    "employ",
    "young",
    "football",
    "wage",
    "school",
)


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), max_size=12))
def test_every_number_is_what_judging_each_line_by_itself_gives(drawn: list[list[str]]) -> None:
    texts = [" ".join(words) for words in drawn]
    held = library(FILES)
    found, shelf = counted(texts, held), records(texts)
    whole = matcher(held.tree("core.en"), empty=(Field.KEYWORDS,))  # type: ignore[arg-type]
    assert found.lines[-1].hits == sum(whole.verdict(one) == "yes" for one in shelf)
    for name, block in held.blocks.items():
        ready = [
            matcher(entry.tree, default=TOPIC, empty=(Field.KEYWORDS,))  # type: ignore[arg-type]
            for entry in block.entries
        ]
        judged = [[one.verdict(record) == "yes" for one in ready] for record in shelf]
        assert line(found, name).hits == sum(map(any, judged))
        for at, entry in enumerate(block.entries):
            shown = line(found, entry.text)
            assert shown.hits == sum(row[at] for row in judged)
            assert shown.alone == sum(row[at] and sum(row) == 1 for row in judged)


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), max_size=12),
       st.sampled_from(["mentor*", "coach*", "job*"]))  # fmt: skip
def test_what_is_lost_is_what_the_strategy_without_the_term_no_longer_finds(
    drawn: list[list[str]], term: str
) -> None:
    texts = [" ".join(words) for words in drawn]
    without = {name: text.replace(f"{term}\n", "") for name, text in FILES.items()}
    before, after = counted(texts), counted(texts, library(without))
    assert line(before, term).lost == before.lines[-1].hits - after.lines[-1].hits
