"""Spellings, compounds, and the dictionary."""

from __future__ import annotations

import pytest

from litreview.query.lint import Dictionary, english
from litreview.query.variants import compounds, spellings

PAIRS = [
    ("labour", "labor"), ("behavioural", "behavioral"), ("neighbourhoods", "neighborhoods"),
    ("organisation", "organization"), ("randomised", "randomized"), ("organising", "organizing"),
    ("centre", "center"), ("theatres", "theaters"), ("programme", "program"),
    ("programmes", "programs"), ("counselling", "counseling"), ("labelled", "labeled"),
    ("analysed", "analyzed"), ("paediatric", "pediatric"), ("ageing", "aging"),
    ("enrolment", "enrollment"), ("defence", "defense"), ("catalogue", "catalog"),
    ("organis*", "organiz*"), ("behaviour*", "behavior*"), ("programme*", "program*"),
]  # fmt: skip


@pytest.mark.parametrize(("british", "american"), PAIRS)
def test_spellings_lead_to_each_other(british: str, american: str) -> None:
    assert american in spellings(british)
    assert british in spellings(american)


@pytest.mark.parametrize(
    "word",
    ["exercise", "promises", "supervised", "advertising", "enterprise", "otherwise", "precise",
     "laboratory", "honorary", "vigorous", "prize", "resize", "capsized", "size", "crisis",
     "hypothesis", "hour", "four", "tour", "programming", "programmed", "check", "author",
     "mentor", "raising", "rising", "expertise", "matter", "paper", "meter-long", ""],
)  # fmt: skip
def test_words_of_one_spelling_have_no_other(word: str) -> None:
    assert spellings(word) == frozenset()


def test_a_compound_is_opened_and_closed() -> None:
    assert compounds("jobseeker*") == {"job seeker*"}
    assert compounds("young job seeker*") == {"young jobseeker*"}
    assert compounds("out of home care") == frozenset()
    assert compounds("mentor") == frozenset()


@pytest.fixture(scope="module")
def words() -> Dictionary:
    return english()


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("unemployement", "unemployment"), ("empancipat*", "emancipat*"),
        ("intevention*", "intervention*"), ("longitudnal", "longitudinal"),
        ("programm", ""), ("mentroing", "mentoring"), ("vocatoinal", "vocational"),
    ],
)  # fmt: skip
def test_what_was_meant(words: Dictionary, word: str, meant: str) -> None:
    assert words.meant(word) == meant


@pytest.mark.parametrize(
    "word",
    ["mentoring", "randomised", "organisations", "labour", "jobseekers", "couchsurf*",
     "quasiexperiment*", "nontreatment", "seroprotection", "psychoeducational", "radiculopath*",
     "fluoroquinolones", "emancipat*", "unemploy*", "caseworker*", "street", "apprenticeships",
     "behavioural", "preemploy*", "programmes", "microfinance", "jobcentre", "upskill*"],
)  # fmt: skip
def test_words_of_strategies_are_no_slips(words: Dictionary, word: str) -> None:
    assert words.meant(word) == ""


def test_another_ending_is_another_word() -> None:
    words = Dictionary({"mentor": 200, "mentored": 200})
    assert words.meant("mentoren") == ""
    assert words.meant("metnor") == "mentor"
    assert words.meant("mentor") == ""


def test_a_word_that_is_hardly_ever_met_was_not_meant() -> None:
    assert Dictionary({"writable": 100}).meant("writible") == ""
    assert Dictionary({"writable": 101}).meant("writible") == "writable"


class Counting(dict[str, int]):
    """Counts the times that it is asked."""

    asked = 0

    def __contains__(self, key: object) -> bool:
        self.asked += 1
        return super().__contains__(key)


def test_a_word_longer_than_any_of_the_dictionary_is_not_looked_up() -> None:
    counts = Counting(mentor=500, mentorship=500)
    words = Dictionary(counts)
    for word in ("a" * 10_000, "mentor" * 2_000 + "*"):
        assert not words.knows(word)
        assert words.meant(word) == ""
    assert counts.asked == 0
    assert words.knows("mentorship")


def test_compounds_are_looked_for_in_phrases_of_people_only() -> None:
    assert len(compounds(" ".join(["job", "seeker"] * 5))) == 5
    assert compounds(" ".join(["job", "seeker"] * 5_000)) == frozenset()
    assert compounds("jobseeker" + "s" * 10_000) == {"job seeker" + "s" * 10_000}
