"""Headings and dates in targets that have simpler ones, or none."""

from __future__ import annotations

import pytest
from query_trees import read, target

from litreview.query.translate import translate

MESH = frozenset({"", "mesh"})


@pytest.mark.parametrize(
    ("given", "abilities", "label", "expected"),
    [
        ('mesh:"Work"', {"vocabularies": MESH}, "exact", 'mesh:"Work"'),
        ('mesh+:"Work"', {"vocabularies": MESH, "explode": True}, "exact", 'mesh+:"Work"'),
        ('mesh!:"Work"', {"vocabularies": MESH}, "wider", 'mesh:"Work"'),
        ('mesh:"Work/economics"', {"vocabularies": MESH}, "wider", 'mesh:"Work"'),
        ('title:a AND mesh:"Work"', {}, "wider", "title:a"),
        ('title:a NOT mesh:"Work"', {}, "wider", "title:a"),
        ('title:a NOT mesh+:"Work"', {"vocabularies": MESH}, "wider",
         'title:a NOT mesh:"Work"'),
        ('title:a NOT mesh!:"Work"', {"vocabularies": MESH}, "wider", "title:a"),
    ],
)  # fmt: skip
def test_a_heading_as_the_target_has_it(
    given: str, abilities: dict[str, object], label: str, expected: str
) -> None:
    made = translate(read(given), target(**abilities))
    assert (made.label, made.strings) == (label, (expected,))


def test_a_heading_that_is_an_alternative_is_never_lost_without_a_word() -> None:
    tree = read('title:a OR mesh:"Education, Special"')
    refused = translate(tree, target())
    assert (refused.label, refused.refused, refused.strings) == ("narrower", True, ())
    allowed = translate(tree, target(), allow_loss=True)
    assert allowed.strings == ('title:a OR topic:"Special Education"',)
    assert "the words of its name" in allowed.steps[0].reason


def test_headings_alone_become_words_only_where_loss_is_allowed() -> None:
    tree = read('mesh:"Work" AND mesh+:"Mentors"')
    assert translate(tree, target()).label == "impossible"
    allowed = translate(tree, target(), allow_loss=True)
    assert (allowed.label, allowed.strings) == ("narrower", ("topic:Work AND topic:Mentors",))


@pytest.mark.parametrize(
    ("given", "label", "expected"),
    [
        ("2010..2020", "exact", "published:2010..2020"),
        ("2010-01..2020-12-31", "exact", "published:2010..2020"),
        ("2010-05..2020-12", "wider", "published:2010..2020"),
        ("2010..", "exact", "published:2010.."),
    ],
)
def test_whole_years_stand_around_a_finer_range(given: str, label: str, expected: str) -> None:
    made = translate(read(f"title:a AND published:{given}"), target())
    assert (made.label, made.strings) == (label, (f"title:a AND {expected}",))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2010-05..2020-11", "title:a NOT published:2011..2019"),
        ("2010-05..2010-11", "title:a"),
        ("2010-05..", "title:a NOT published:2011.."),
    ],
)
def test_under_not_whole_years_stand_within_a_finer_range(given: str, expected: str) -> None:
    made = translate(read(f"title:a NOT published:{given}"), target())
    assert (made.label, made.strings) == ("wider", (expected,))


def test_a_date_that_the_target_does_not_know_is_left_out_of_and() -> None:
    made = translate(read("title:a AND entered:2010..2020"), target())
    assert (made.label, made.strings) == ("wider", ("title:a",))
    assert translate(read("title:a OR entered:2010..2020"), target()).refused
