"""Titles: what is dropped, what counts as a number, what is a notice, what is generic."""

from __future__ import annotations

import pytest

from litreview.dedup.titles import read_title


@pytest.mark.parametrize(
    "title",
    [
        "Paper boats in heavy rain",
        "PAPER BOATS IN HEAVY RAIN.",
        "[Paper boats in heavy rain]",
        "[Paper boats in heavy rain]. [Spanish]",
        "Paper boats in heavy rain. [Review] [88 refs]",
        "Paper boats in heavy rain. French",
        "Paper boats in heavy rain [see comments]",
        "Paper-boats in heavy-rain",
        "Paper boats in heavy rain.[Erratum appears in J Pond. 2011;12(4):9 Note: Quill [added]]",
        "Paper boats in heavy rain (author's transl)",
        "<b>Paper boats</b> in heavy rain",
    ],
)
def test_decorations_are_dropped(title: str) -> None:
    assert read_title(title).compact == "paperboatsinheavyrain"
    assert read_title(title).notice == ""


@pytest.mark.parametrize(
    "title", ["", "  ", "...", "[]", "#NAME?", " #REF! ", "#VALUE!", "<i></i>"]
)
def test_no_title_at_all(title: str) -> None:
    assert read_title(title).key == ""


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Boats. Part I", ("1",)),
        ("Boats. Part 1", ("1",)),
        ("Boats. Part one", ("1",)),
        ("Boats, part II: sails", ("2",)),
        ("Boats IV", ("4",)),
        ("Boats: the second report", ("2",)),
        ("Delta8 and delta 9", ("8", "9")),
        ("A1 receptors of 10,000 ducks", ("1", "10000")),
        ("A1 receptors of 10 000 ducks", ("1", "10000")),
        ("Hepatitis B in ducks", ("b",)),
        ("Phase 03 trial", ("3",)),
        ("What I did in rain", ()),
        ("A paper on a boat", ()),
        ("ICIS paper: a boat", ()),
    ],
)
def test_numbers(title: str, numbers: tuple[str, ...]) -> None:
    assert read_title(title).numbers == numbers


@pytest.mark.parametrize(
    ("title", "notice"),
    [
        ("Erratum: Paper boats in rain", "erratum"),
        ("Corrigendum to paper boats in rain", "erratum"),
        ("Notice of correction: paper boats in rain", "erratum"),
        ("Paper boats in rain. Erratum to volume 12", "erratum"),
        ("Paper boats in rain - correction notice", "erratum"),
        ("Statement of retraction: paper boats in rain", "retraction"),
        ("Publisher correction: paper boats in rain", "erratum"),
        ("Paper boats in rain (vol 12, pg 101, 2011)", "erratum"),
        ("Paper boats in rain (Journal of Ponds (2011) 12 (101-110))", "erratum"),
        ("Retraction: paper boats in rain", "retraction"),
        ("RETRACTED: Paper boats in rain", "retraction"),
        ("Paper boats in rain - Reply", "reply"),
        ("In reply to paper boats", "reply"),
        ("Response to the comments on paper boats", "reply"),
        ("Comment on paper boats in rain", "comment"),
        ("Re: Paper boats in rain", "comment"),
        ("Paper boats in rain: a commentary", "comment"),
        ("Paper boats in rain: study protocol", "protocol"),
        ("Paper boats in rain", ""),
        ("The response to treatment of leaking boats", ""),
    ],
)
def test_notices(title: str, notice: str) -> None:
    assert read_title(title).notice == notice


@pytest.mark.parametrize(
    "title",
    [
        "Editorial",
        "Guest editorial",
        "Editor's comments",
        "Introduction to the special issue",
        "Introduction to the special issue on imaginary ponds",
        "Book review",
        "Letter to the editor",
        "Table of contents",
        "Erratum",
        "In this issue",
    ],
)
def test_generic_titles(title: str) -> None:
    assert read_title(title).generic


@pytest.mark.parametrize(
    "title", ["Editorial boards of pond journals", "A review of boats in rain"]
)
def test_telling_titles(title: str) -> None:
    assert not read_title(title).generic
    assert not read_title(title).short


@pytest.mark.parametrize("title", ["Rain", "Paper boats", "Wet boat day"])
def test_short_titles(title: str) -> None:
    assert read_title(title).short


def test_a_translated_title_has_halves() -> None:
    title = "Paper boats in very heavy rain showers [Papierboote in sehr starken Regenschauern]"
    assert read_title(title).halves == (
        "paperboatsinveryheavyrainshowers",
        "papierbooteinsehrstarkenregenschauern",
    )
    embase = "Paper boats in very heavy rain showers. German Papierboote in sehr starkem Regen"
    assert read_title(embase).halves[0] == "paperboatsinveryheavyrainshowers"


def test_hostile_titles_are_read_in_time() -> None:
    for title in ("(2000)" + " " * 50_000, "[" * 50_000, "<" * 50_000, "a. " * 50_000):
        assert len(read_title(title).compact) <= 2_000
