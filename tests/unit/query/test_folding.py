from __future__ import annotations

import pytest

from litreview.query.folding import SPELLINGS, spellings, spelt_out, stripped, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Job-coaching, 2nd ed.", ["job", "coaching", "2nd", "ed"]),
        ("a_b women's", ["a", "b", "women", "s"]),
        ("women\u2019s \u2013 work", ["women", "s", "work"]),
        ("un\u00ademploy\u00adment", ["unemployment"]),
        ("zero\u200bwidth", ["zero", "width"]),
        ("Straße \ufb01rst", ["strasse", "first"]),
        ("cafe\u0301 CAFÉ", ["café", "café"]),
        ("就业 指导", ["就业", "指导"]),
        ("हिन्दी", ["हिन्दी"]),
        ("…", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_words_of_a_text_that_is_all_ascii_are_those_of_the_same_with_a_letter_more() -> None:
    text = " ".join(f"a{chr(code)}b" for code in range(128))
    assert words(text) == words(f"{text} é")[:-1]


@pytest.mark.parametrize(
    ("word", "bare"),
    [("café", "cafe"), ("sø", "so"), ("åär", "aar"), ("æøœ", "aeooe"), ("łódź", "lodz"),
     ("が", "が"), ("한국", "한국")],
)  # fmt: skip
def test_stripped(word: str, bare: str) -> None:
    assert stripped(word) == bare


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("arbejdsløs", "da", "arbejdsloes"),
        ("grå", "no", "graa"),
        ("träning", "sv", "traening"),
        ("fördröjning", "de", "foerdroejning"),
        ("grå", "de", "gra"),
        ("müll", "fr", "mull"),
        ("øl", "en", "ol"),
        ("øl", "", "oel"),
        ("müll", "", "muell"),
    ],
)
def test_spelt_out_as_the_language_does(word: str, language: str, expected: str) -> None:
    assert spelt_out(word, language) == expected


def test_a_word_without_accents_has_one_spelling() -> None:
    assert spellings("work") == ("work",)
    assert spellings("søger", "da") == ("søger", "soger", "soeger")


def test_no_letter_is_spelt_out_in_two_ways() -> None:
    pairs = {pair for table in SPELLINGS.values() for pair in table.items()}
    assert len(pairs) == len({letter for letter, _ in pairs})
