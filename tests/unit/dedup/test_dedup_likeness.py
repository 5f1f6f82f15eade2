"""How alike: titles, names, abstracts, pages."""

from __future__ import annotations

import pytest

from litreview.dedup.likeness import (
    Mark,
    TitleLikeness,
    abstract_likeness,
    author_likeness,
    page_likeness,
    title_likeness,
)
from litreview.dedup.places import read_pages
from litreview.dedup.titles import read_title

TITLE = "Paper boats in heavy rain: a randomised trial of sinking"
GERMAN = "Papierboote bei starkem Regen und ihr Untergang"


@pytest.mark.parametrize(
    ("other", "likeness"),
    [
        (TITLE.upper(), "same"),
        ("Paperboats in heavy rain; a randomised trial of sinking.", "same"),
        ("Paper boats in heavy rain: a randomized trial of sinking", "typo"),
        ("Paper botas in heavy rain: a randomised trial of sinking", "typo"),
        ("Paper boats in heavy rain: a randomising trial of sinking", "near"),
        ("Paper boats in heavy rain: a randomised trial of the sinking", "near"),
        ("Paper boats in rain: a randomised trial of sinking", "near"),
        ("Research note: Paper boats in heavy rain: a randomised trial of sinking", "cut"),
        ("Paper boats in heavy rain: a randomised trial of sinking, and a survey", "cut"),
        (f"{TITLE} [{GERMAN}]", "cut"),
        (f"[{GERMAN}] {TITLE}s", "part"),
        ("Boats in heavy rain: a randomised trial", "part"),
        ("Paper boats in heavy snow: a randomised trial of sinking", "similar"),
        ("Paper boats in heavy rain: a randomised trial of floating", "similar"),
        ("Paper boats in heavy rain: a controlled trial of sinking", "similar"),
        ("Paper boats in heavy rain", "cut"),
        ("Paper boats", "other"),
        ("Yellow umbrellas of two imaginary cities", "other"),
        (f"[{GERMAN}]", "other"),
    ],
)
def test_titles(other: str, likeness: TitleLikeness) -> None:
    assert title_likeness(read_title(TITLE), read_title(other)) == likeness
    assert title_likeness(read_title(other), read_title(TITLE)) == likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rain in adults with boats and sails", "Rain in ducks with boats and sails"),
        ("Hypotension among the ducks of a pond", "Hypertension among the ducks of a pond"),
        ("Treating ducks with pondisone daily", "Treating ducks with pondisolone daily"),
        ("A survey of boats with rats on board", "A survey of boats with cats on board"),
        ("Ducks in vivo: a study of swimming", "Ducks in vitro: a study of swimming"),
    ],
)
def test_another_word_is_no_typing_error(one: str, other: str) -> None:
    assert title_likeness(read_title(one), read_title(other)) not in {"same", "typo"}


@pytest.mark.parametrize(
    ("one", "other", "mark"),
    [
        (("quill", "pond"), ("quill", "pond"), "agree"),
        (("quill", "pond", "oak"), ("quill",), "agree"),
        (("quill", "pond"), ("quil", "pond"), "agree"),
        (("muller",), ("mueller",), "agree"),
        (("lequill", "pond"), ("quill", "ash", "pond"), "agree"),
        (("pond", "quill", "oak"), ("quill", "oak", "pond"), "agree"),
        (("quill", "pond"), ("oak", "pond"), "near"),
        (("pond",), ("quill", "pond"), "near"),
        (("quill",), ("oak",), "differ"),
        (("li",), ("lu",), "differ"),
        ((), ("quill",), "unknown"),
        ((), (), "unknown"),
    ],
)
def test_authors(one: tuple[str, ...], other: tuple[str, ...], mark: Mark) -> None:
    assert author_likeness(one, other) == mark
    assert author_likeness(other, one) == mark


def test_thousands_of_authors_are_compared_in_time() -> None:
    one = tuple(f"name{number}" for number in range(3_000))
    other = tuple(f"nome{number}x" for number in range(3_000))
    assert author_likeness(one, other) in {"near", "differ", "agree"}
    assert author_likeness(one, tuple(reversed(one))) == "agree"


def test_abstracts(abstract: str, other_abstract: str) -> None:
    assert abstract_likeness(abstract, abstract) == "agree"
    assert abstract_likeness(abstract, abstract[:150]) == "agree"
    assert abstract_likeness(abstract, abstract.replace("boats", "ships")) == "agree"
    assert abstract_likeness(abstract, other_abstract) == "differ"
    assert abstract_likeness(abstract, "") == "unknown"


@pytest.mark.parametrize(
    ("one", "other", "mark"),
    [
        ("101-110", "101-110", "agree"),
        ("101-10", "101-110", "agree"),
        ("101", "101-110", "agree"),
        ("H101-H110", "101-110", "agree"),
        ("101-110", "101-111", "agree"),
        ("101-110", "101-130", "near"),
        ("100-110", "101-110", "near"),
        ("101-110", "111-120", "differ"),
        ("101", "102", "differ"),
        ("e101", "e102", "differ"),
        ("10003", "1003", "differ"),
        ("e101", "1-9", "unknown"),
        ("10003", "1-9", "unknown"),
        ("10", "101-110", "unknown"),
        ("06-Oct", "6-10", "unknown"),
        ("", "101", "unknown"),
    ],
)
def test_pages(one: str, other: str, mark: Mark) -> None:
    assert page_likeness(read_pages(one), read_pages(other)) == mark
    assert page_likeness(read_pages(other), read_pages(one)) == mark
