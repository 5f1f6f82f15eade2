"""Words, terms and languages of a record."""

from __future__ import annotations

import pytest

from litreview.model import Record, RecordId, SearchId
from litreview.query.discovery.ngrams import grams, runs, spoken
from litreview.query.discovery.stems import stem, truncation
from litreview.query.discovery.stopwords import LANGUAGES, STOP_WORDS, code_of


def record(title: str = "", abstract: str = "", language: str = "", *keywords: str) -> Record:
    return Record(
        RecordId("x:1"), SearchId("x"), title=title, abstract=abstract, keywords=keywords,
        language=language,
    )  # fmt: skip


def told(one: Record, language: str = "en") -> set[str]:
    return {" ".join(gram) for gram in grams(one, language)}


def test_terms_begin_and_end_in_a_word_with_a_topic() -> None:
    assert told(record("The return to work of carers")) == {
        "return", "work", "carers", "return to work", "work of carers",
    }  # fmt: skip


def test_no_term_reaches_over_a_break() -> None:
    found = told(record("Coaching: young mothers, old skills", "Jobs. Wages", "", "debt", "pay"))
    assert "young mothers" in found
    for over in ("coaching young", "mothers old", "skills jobs", "jobs wages", "debt pay"):
        assert over not in found


def test_hyphens_part_words_and_numbers_are_no_terms() -> None:
    found = told(record("Job-seekers aged 16 in 2019 and long-term benefits"))
    assert {"job seekers", "long term benefits"} <= found
    assert not any(letter.isdigit() for term in found for letter in term)


def test_markup_entities_and_case_are_no_difference() -> None:
    assert list(runs("<i>Café</i> &amp; BAR Cafe\u0301")) == [["café", "bar", "café"]]


def test_a_record_counts_a_term_once() -> None:
    once, twice = told(record("mentors")), told(record("mentors. Mentors"))
    assert once == twice == {"mentors"}


TEXTS = {
    "en": "This is the first trial of mentors that were paid by their own company",
    "da": "Denne undersøgelse er et forsøg med mentorer som blev betalt af deres egen virksomhed",
    "no": "Denne studien er et forsøk med mentorer som ble betalt av deres bedrift etter hvert",
    "sv": "Det här är ett försök med mentorer som inte blev betalda av sina egna företag och",
    "de": "Dies ist der erste Versuch mit Mentoren, die von ihrer eigenen Firma bezahlt wurden",
    "fr": "Ceci est le premier essai avec des mentors qui ont été payés par leur propre société",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_told_by_its_small_words(language: str) -> None:
    assert spoken(record("Mentor", TEXTS[language])) == language


def test_what_the_source_says_of_the_language_comes_first() -> None:
    assert spoken(record("Mentor", TEXTS["de"], "eng")) == "en"
    assert spoken(record("Mentor", TEXTS["de"], "Klingon")) == "de"
    assert spoken(record("Mentor")) == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [("eng", "en"), ("Danish", "da"), ("nb", "no"), ("sv-SE", "sv"), ("German; English", "de"),
     ("fre", "fr"), ("Latin", ""), ("", "")],
)  # fmt: skip
def test_names_of_languages(name: str, code: str) -> None:
    assert code_of(name) == code


def test_the_lists_are_lower_case_words() -> None:
    for words in STOP_WORDS.values():
        assert len(words) > 80
        assert all(word == word.casefold() and word.isalpha() for word in words)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ("mentor", "mentors", "mentoring", "mentorship")),
        ("en", ("study", "studies", "studied")),
        ("da", ("mentor", "mentorer", "mentorerne", "mentorens")),
        ("no", ("veileder", "veiledere", "veilederne")),
        ("sv", ("mentor", "mentorer", "mentorerna")),
        ("de", ("beratung", "beratungen")),
        ("fr", ("mentor", "mentors")),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, forms: tuple[str, ...]) -> None:
    stems = {stem(form, language) for form in forms}
    assert len(stems) == 1
    (found,) = stems
    assert len(found) >= 4
    assert all(form.startswith(found) for form in forms)


def test_a_stem_keeps_four_letters() -> None:
    assert stem("uses", "en") == "uses"
    assert stem("roles", "en") == "role"


def test_the_shortest_truncation_that_adds_little_is_taken() -> None:
    holds = {"ment": {1, 2, 3, 4, 9, 10}, "mento": {1, 2, 3, 4}, "mentor": {1, 2, 3, 4}}
    forms = ("mentors", "mentoring")
    asked: list[str] = []

    def records(prefix: str) -> frozenset[int]:
        asked.append(prefix)
        return frozenset(holds[prefix])

    assert truncation(forms, 4, records, frozenset({1, 2, 3, 4})) == "mento"
    assert asked == ["ment", "mento"]
    assert truncation(forms, 6, records, frozenset({1, 2, 3, 4})) == "mentor"


def test_where_no_truncation_is_safe_there_is_none() -> None:
    assert truncation(("care", "cares"), 4, lambda _: frozenset(range(20)), frozenset({1})) == ""
    assert truncation(("men", "mens"), 3, lambda _: frozenset(), frozenset({1})) == ""
