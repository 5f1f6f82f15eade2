"""Terms and the places of a text that they fit, against a slow reading of the same rule."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.model import Criterion, Stage, Words
from litreview.query.blocks import library
from litreview.screening.glossary import of_criteria, of_plan, of_trees
from litreview.screening.words import Word, compiled, fits, occurrences, parts, tokens_of

STAGE = Stage("titles", "Titles", "screening")


def marked(text: str, *terms: str) -> list[str]:
    found = compiled(Word(term, "include", "yours") for term in terms).marks(text)
    return [text[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [
        ("Mentors and mentoring, a mentor", "mentor*", ["Mentors", "mentoring", "mentor"]),
        ("Mentors and mentoring, a mentor", "mentor", ["mentor"]),
        ("Control-group; CONTROL  group\ncontrolgroup", "control group",
         ["Control-group", "CONTROL  group"]),
        ("women woman womn womaan", "wom?n", ["women", "woman"]),
        ("behaviour", "b*v*r", ["behaviour"]),
        ("a naïve nai\u0308ve NAIVE view", "naïve", ["naïve", "nai\u0308ve", "NAIVE"]),
        ("Straße and strasse", "strasse", ["Straße", "strasse"]),
        ("co\u00adoperate", "cooperate", ["co\u00adoperate"]),
        ("職業指導者", "指導", ["指導"]),
        ("\u05e9\u05dc\u05d5\u05dd x", "\u05e9\u05dc\u05d5\u05dd", ["\u05e9\u05dc\u05d5\u05dd"]),
        ("a (b+)+ c", "(b+)+", ["b"]),
        ("x_y", "y", ["y"]),
        ("anything", "*", []),
        ("anything", "", []),
    ],
)  # fmt: skip
def test_a_term_fits(text: str, term: str, found: list[str]) -> None:
    assert marked(text, term) == found


def test_the_longer_of_two_is_marked_and_none_lies_over_another() -> None:
    terms = ("control", "control group", "control group design*", "group")
    assert marked("A control group designed, a control, a group", *terms) == [
        "control group designed", "control", "group",
    ]  # fmt: skip


def test_of_a_term_named_twice_the_first_counts_and_plain_hides_it() -> None:
    words = (
        Word("Mentor*", "plain", "yours"),
        Word("mentor*", "include", "review.toml"),
        Word("youth", "exclude", "criteria"),
    )
    found = compiled(words).marks("mentors of youth")
    assert [(one.word.kind, one.start) for one in found] == [("exclude", 11)]


@given(st.text(alphabet="ab*?", max_size=6), st.text(alphabet="ab", max_size=7))
def test_wildcards_mean_what_they_say(pattern: str, token: str) -> None:
    def slow(at: int, to: int) -> bool:
        if at == len(pattern):
            return to == len(token)
        if pattern[at] == "*":
            return any(slow(at + 1, end) for end in range(to, len(token) + 1))
        return to < len(token) and pattern[at] in {"?", token[to]} and slow(at + 1, to + 1)

    assert fits(pattern, token) == slow(0, 0)


@given(
    st.lists(st.text(alphabet="ab *", min_size=1, max_size=6), max_size=6),
    st.text(alphabet="ab \n.", max_size=30),
)
def test_the_matcher_marks_what_a_search_term_by_term_does(terms: list[str], text: str) -> None:
    tokens = tokens_of(text)
    wanted, at = [], 0
    patterns = [p for p in map(parts, terms) if p]
    while at < len(tokens):
        best = max(
            (len(p) for p in patterns if len(tokens) - at >= len(p)
             and all(fits(one, tokens[at + n].folded) for n, one in enumerate(p))), default=0,
        )  # fmt: skip
        if best:
            wanted.append((tokens[at].start, tokens[at + best - 1].end))
        at += max(1, best)
    words = [Word(term, "include", "yours") for term in terms]
    assert [(one.start, one.end) for one in compiled(words).marks(text)] == wanted


@given(st.text(), st.text(max_size=5))
def test_no_text_and_no_term_breaks_anything(text: str, term: str) -> None:
    words = [Word(f"{a}{term}{b}", "exclude", "yours") for a, b in product(("", "*"), repeat=2)]
    last = 0
    for one in compiled(words).marks(text):
        assert last <= one.start < one.end <= len(text)
        last = one.end
    for start, end in occurrences(text, term):
        assert 0 <= start < end <= len(text)


def test_found_parts_of_words_with_capitals_accents_and_blanks_apart() -> None:
    text = "Café\n  au lait; CAFE au Lait, cafe\u0301"
    assert [text[a:b] for a, b in occurrences(text, " cafe  au ")] == ["Café\n  au", "CAFE au"]
    assert len(occurrences(text, "é")) == len(occurrences(text, "E")) == 3
    assert occurrences(text, "  ") == []


def test_words_of_the_plan_and_of_labels() -> None:
    criteria = (
        Criterion("a", "Unemployed or at risk, with mentor support", "include", ("titles",), 1),
        Criterion("b", "No mentoring", "exclude", ("titles",), 1),
        Criterion("c", "Wrong population", "exclude", ("titles",), 2),
        Criterion("d", "Animal study", "exclude", ("titles",), 3),
        Criterion("e", "Elsewhere", "exclude", ("full",), 4),
    )
    found = [(word.text, word.kind) for word in of_criteria(criteria, STAGE)]
    assert found == [
        ("unemployed*", "include"), ("risk", "include"), ("mentor*", "include"),
        ("support*", "include"), ("animal*", "exclude"),
    ]  # fmt: skip
    held = [(word.text, word.kind) for word in of_plan(Words(("x",), ("y z",)))]
    assert held == [("x", "include"), ("y z", "exclude")]


def test_the_terms_of_search_strings_but_not_those_that_they_exclude() -> None:
    files = {
        "mentor.en.txt": 'mentor*\n"job coach"\nbehavio#r\n',
        "core.en.strategy.txt": "mentor.en NOT animal*\n",
    }
    held = library(files)
    texts = [word.text for word in of_trees(held.trees.get(name) for name in held.strategies)]
    assert texts[:2] == ["mentor*", "job coach"]
    assert "animal*" not in texts
