"""Criteria as a query: what is excluded and what any criteria say are left out."""

from __future__ import annotations

import pytest

from litreview.screening.rank.criteria import query, wanted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ""),
        ("   \n\n ", ""),
        ("We included studies of harp lessons for adults.", "harp lessons adults"),
        ("Harp lessons. Studies of drum lessons were excluded.", "harp lessons"),
        ("Harp lessons; drum lessons were not considered", "harp lessons"),
        ("Inclusion criteria: harps\nExclusion criteria:\n1. drums\n2. bells", "harps"),
        ("Exclusion criteria:\ndrums\n\nInclusion criteria:\nharps", "harps"),
        ("(1) harps, (2) adults aged 18 or older", "harps adults aged older"),
        ("Self-taught naïve 12 weeks", "self-taught naïve weeks"),
        ("Only drum lessons were excluded", ""),
        ("Drum lessons were no exclusion criterion", ""),
        ("Social exclusion of harpists", "social exclusion harpists"),
    ],
)
def test_a_query_tells_the_topic(text: str, told: str) -> None:
    assert query(text) == told


def test_words_of_the_search_string_stand_behind_the_criteria() -> None:
    assert query("Studies of harps", ("glissando", " ", "string quartet")) == (
        "harps glissando string quartet"
    )
    assert query("", ("glissando",)) == "glissando"


@pytest.mark.parametrize(
    "text", ["\x1b[2J\u202e\ud800", "(" * 10_000, "1. " * 10_000, "a" * 100_000]
)
def test_hostile_text_is_read_like_any_other(text: str) -> None:
    assert isinstance(query(text), str)


def test_statements_are_kept_whole() -> None:
    assert wanted("Harps. No drums were excluded. Lutes") == ["Harps.", "Lutes"]
