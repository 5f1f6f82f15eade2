"""Folding: what two databases write differently becomes one text."""

from __future__ import annotations

import pytest

from litreview.dedup.fold import fold, plain, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ünïcödé", "unicode"),
        ("Straße", "strasse"),
        ("Ørsted and Łódź", "orsted and lodz"),
        ("Encyclopædia", "encyclopaedia"),
        ("CO₂ and x²", "co2 and x2"),
        ("ﬁnal", "final"),
        ("PLAIN ascii", "plain ascii"),
        ("", ""),
    ],
)
def test_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TNF-\u03b1 in ponds", "TNF-alpha in ponds"),
        ("β-blocker", "beta blocker"),
        ("Δ9 and δ9", "delta 9 and Delta 9"),
        ("µ-opioid", "mu-opioid"),
        ("Ischaemia &amp; rain", "Ischaemia & rain"),
        ("K<sub>ATP</sub> channels", "KATP channels"),
        ("K&lt;sub&gt;ATP&lt;/sub&gt; channels", "KATP channels"),
        ("K&amp;lt;sub&amp;gt;ATP&amp;lt;/sub&amp;gt; channels", "KATP channels"),
        (r"\textit{Pond} life", "Pond life"),
        ("Quill\u2019s boats", "Quill's boats"),
        ("Quill's boats", "Quills boats"),
        ("wet\u2013dry", "wet-dry"),
    ],
)
def test_spellings_of_one_text(one: str, other: str) -> None:
    assert "".join(words(one)) == "".join(words(other))


def test_greek_prose_is_no_formula() -> None:
    assert words("Καλημέρα") == ["καλημερα"]


def test_comparison_signs_are_no_tags() -> None:
    assert plain("depth < 5 and width > 3") == "depth < 5 and width > 3"


def test_words_of_other_scripts_remain() -> None:
    assert words("Бумажные кораблики 2011") == ["бумажные", "кораблики", "2011"]
    assert words("紙の船") == ["紙の船"]


def test_endless_text_is_cut() -> None:
    assert len(fold("a" * 1_000_000)) < 50_000
