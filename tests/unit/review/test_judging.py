"""What says of a record that came that it is none of the search."""

from __future__ import annotations

from dataclasses import replace

import pytest

from litreview.model import Record
from litreview.query import matching
from litreview.review.judging import by_query, by_years, judges_of, years_told
from litreview.sources._oai import Repository
from litreview.sources.compile import compiled, tree_of
from litreview.sources.named import SOURCES
from litreview.sources.source import OPEN, UNFILED, UNNUMBERED, Limits, Searchable

SOURCE = SOURCES.get("ssoar")
assert isinstance(SOURCE, Searchable)
PAPER = Record(UNNUMBERED, UNFILED, title="Mentors at work", abstract="Nothing in it is true.",
               year=2015, accession="oai:example.org:1")  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "kept"),
    [(Limits(first="2015-12-31"), True), (Limits(last="2015-01-01"), True),
     (Limits(first="2016-01-01"), False), (Limits(last="2014-12-31"), False),
     (Limits(first="2010-01-01", last="2020-01-01"), True)],
)  # fmt: skip
def test_a_year_that_no_wanted_day_lies_in_is_set_aside(limits: Limits, kept: bool) -> None:
    away = by_years(limits)(PAPER)
    assert (away is None) == kept
    assert away is None or (away.why, away.key) == ("other years", PAPER.accession)


def test_a_record_without_a_year_stays() -> None:
    assert by_years(Limits(first="2016-01-01"))(replace(PAPER, year=None)) is None


def test_what_surely_does_not_match_is_set_aside_and_what_cannot_be_judged_stays() -> None:
    judge = by_query(tree_of("mentor* AND youth")[0], keywords=True)
    away = judge(PAPER)
    assert away is not None
    assert away.why == "not matching"
    assert judge(replace(PAPER, keywords=("youth",))) is None
    assert judge(replace(PAPER, abstract="")) is None


def test_the_tree_is_made_ready_once_for_all_records(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    real = matching.matcher
    monkeypatch.setattr(matching, "matcher", lambda *a, **k: made.append(a) or real(*a, **k))
    judge = by_query(tree_of("mentor* AND youth")[0], keywords=True)
    for number in range(100):
        judge(replace(PAPER, title=f"Mentors, {number}"))
    assert len(made) == 1


def test_years_are_judged_only_where_a_source_cannot_be_asked_for_them() -> None:
    limits = Limits(first="2016-01-01")
    made = compiled(tree_of("mentor*")[0], SOURCE)
    assert len(list(judges_of(made, SOURCE, limits))) == 2
    assert len(list(judges_of(made, SOURCE, OPEN))) == 1
    assert len(list(judges_of(replace(made, sift=None), SOURCE, OPEN))) == 0
    dated = Repository(replace(SOURCE.about, dated=True))
    assert not list(judges_of(replace(made, sift=None), dated, limits))


def test_that_years_are_judged_here_is_told() -> None:
    (said,) = years_told(SOURCE, Limits(first="2016-01-01"))
    assert "SSOAR cannot be asked for days of publication" in said
    assert not years_told(SOURCE, OPEN)
    assert not years_told(Repository(replace(SOURCE.about, dated=True)), Limits(first="2016-01-01"))
