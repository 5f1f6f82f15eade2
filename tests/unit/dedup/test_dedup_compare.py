"""The rules: what is merged, what is asked, what is neither; each error class that is known.

The classes are those that remain in published tools: one DOI for many abstracts, generic
titles, empty fields, versions, sister papers; errata, translations, symbols, damaged fields.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from litreview.dedup.compare import Comparison
from litreview.model import Record

Make = Callable[..., Record]
Judge = Callable[[Record, Record], Comparison]
DOI = "10.1234/pond.2011.12"


def test_copies_are_one(make: Make, judge: Judge) -> None:
    found = judge(make(1), make(2))
    assert found.verdict == "sure"
    assert found.agree == ("title", "authors", "year", "venue", "volume", "issue", "pages")
    assert found.differ == ()
    assert found.reason == (
        "same title; same authors; same year; same venue; same volume; same issue; pages 101-110"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "PAPER BOATS IN HEAVY RAIN: A RANDOMISED TRIAL OF SINKING"},
        {"title": "[Paper boats in heavy rain: a randomised trial of sinking]. [Spanish]"},
        {"title": "Paper boats in heavy rain: a randomized trial of sinking"},
        {"title": "Paper boats in heavy rain"},
        {"authors": ("Quillfeather AB", "et al")},
        {"authors": ("Quillfeather A. B.Osterbloom C.Ndlovetree D.",)},
        {"authors": ()},
        {"year": 2012},
        {"year": None},
        {"venue": "J Imag Ponds"},
        {"venue": ""},
        {"volume": "21"},
        {"issue": "01-Mar"},
        {"pages": "101-10"},
        {"pages": "01-Oct"},
        {"pages": "", "volume": "", "issue": ""},
        {"doi": DOI},
    ],
)
def test_one_field_otherwise_written_is_still_one(
    make: Make, judge: Judge, fields: dict[str, object]
) -> None:
    assert judge(make(1), make(2, **fields)).verdict == "sure"


def test_a_doi_alone_is_never_enough(make: Make, judge: Judge) -> None:
    bare = {"authors": (), "year": None, "venue": "", "volume": "", "issue": "", "pages": ""}
    one = make(1, doi=DOI, **bare)
    assert (
        judge(one, make(2, doi=DOI, title="Umbrellas of two cities", **bare)).verdict == "different"
    )


def test_title_and_year_are_not_enough(make: Make, judge: Judge) -> None:
    bare = {"authors": (), "venue": "", "volume": "", "issue": "", "pages": ""}
    assert judge(make(1, **bare), make(2, **bare)).verdict == "unsure"


def test_title_authors_and_year_are_not_enough(make: Make, judge: Judge) -> None:
    bare = {"venue": "", "volume": "", "issue": "", "pages": ""}
    found = judge(make(1, **bare), make(2, **bare))
    assert found.verdict == "unsure"
    assert found.reason.endswith("but too little is known")


def test_without_authors_or_pages_a_person_is_asked(make: Make, judge: Judge) -> None:
    bare = {"authors": (), "issue": "", "pages": ""}
    assert judge(make(1, **bare), make(2, **bare)).verdict == "unsure"


def test_identical_thin_records_are_one(make: Make, judge: Judge) -> None:
    thin = {"volume": "", "issue": "", "pages": ""}
    assert judge(make(1, **thin), make(2, **thin)).verdict == "sure"


# One DOI for many abstracts


def test_abstracts_of_a_supplement_share_a_doi(make: Make, judge: Judge) -> None:
    one = make(1, doi=DOI, pages="S12")
    other = make(2, doi=DOI, pages="S13", title="Umbrellas in imaginary towns: a count on Tuesday")
    assert judge(one, other).verdict == "different"


def test_one_title_twice_in_a_supplement(
    make: Make, judge: Judge, abstract: str, other_abstract: str
) -> None:
    one = make(1, doi=DOI, pages="S12", abstract=abstract)
    other = make(2, doi=DOI, pages="S13", abstract=other_abstract)
    found = judge(one, other)
    assert found.verdict == "unsure"
    assert found.reason.endswith("but both their pages and their abstracts differ")


def test_a_doi_cut_at_a_bracket_is_no_other_doi(make: Make, judge: Judge) -> None:
    one = make(1, doi="10.1234/(sici)1(2011)12:3", pages="")
    other = make(2, doi="10.1234/(sici)1(2011)12:3<101::aid-pond1>3.0.co;2-a", pages="")
    assert judge(one, other).verdict == "sure"


# Generic and short titles


@pytest.mark.parametrize("title", ["Editorial", "Book review", "Introduction to the special issue"])
def test_generic_titles_need_a_place(make: Make, judge: Judge, title: str) -> None:
    one = make(1, title=title)
    assert judge(one, make(2, title=title)).verdict == "sure"
    for fields in (
        {"pages": "111-112"},
        {"pages": ""},
        {"issue": "4"},
        {"volume": "", "issue": ""},
    ):
        assert judge(one, make(2, title=title, **fields)).verdict != "sure"


def test_short_titles_need_a_place(make: Make, judge: Judge) -> None:
    one = make(1, title="Wet boats")
    assert judge(one, make(2, title="Wet boats", pages="")).verdict == "sure"
    found = judge(one, make(2, title="Wet boats", pages="", issue=""))
    assert found.verdict == "unsure"
    assert found.reason.endswith("but the title is too short to tell")


def test_columns_return_under_one_title(make: Make, judge: Judge) -> None:
    title = "From the desk of the pond keeper"
    one = make(1, title=title, pages="iii-v")
    found = judge(one, make(2, title=title, pages="iii-iv", issue="4"))
    assert found.verdict == "unsure"
    assert found.reason.endswith("but their issues differ")


# Missing fields


def test_an_empty_title_is_never_merged(make: Make, judge: Judge) -> None:
    one = make(1, title="", doi=DOI)
    assert judge(one, make(2)).verdict == "different"
    found = judge(one, make(2, doi=DOI))
    assert found.verdict == "unsure"
    assert found.reason.endswith("but a title is missing")
    assert judge(make(1, title="#NAME?"), make(2, title="#NAME?")).verdict == "different"
    assert judge(one, make(2, title="", doi=DOI)).verdict == "unsure"


def test_a_bare_identifier_is_one_with_the_record_that_bears_it(make: Make, judge: Judge) -> None:
    """As indexes of citations deliver them: a DOI, and perhaps a year."""
    bare = {"title": "", "authors": (), "venue": "", "volume": "", "issue": "", "pages": ""}
    one = make(1, doi=DOI, **bare)
    found = judge(one, make(2, doi=DOI))
    assert (found.verdict, found.reason.split("; ")[-1]) == ("sure", "one is a bare identifier")
    assert judge(one, make(2, doi=DOI, **bare)).verdict == "sure"
    assert judge(one, make(2)).verdict == "different"
    assert judge(one, make(2, doi=DOI, year=1990)).verdict != "sure"


def test_empty_records_are_not_one(make: Make, judge: Judge) -> None:
    empty = {"title": "", "authors": (), "year": None, "venue": "", "volume": "", "issue": ""}
    assert judge(make(1, pages="", **empty), make(2, pages="", **empty)).verdict == "different"


def test_anonymous_is_nobody(make: Make, judge: Judge) -> None:
    assert judge(make(1, authors=("Anonymous",)), make(2, authors=())).verdict == "sure"


# Versions


def test_updates_of_a_cochrane_review(make: Make, judge: Judge) -> None:
    common = {"venue": "Cochrane Database of Systematic Reviews", "volume": "", "issue": ""}
    one = make(1, doi="10.1002/14651858.CD999999.pub2", pages="CD999999", **common)
    other = make(2, doi="10.1002/14651858.CD999999.pub3", pages="CD999999", **common)
    found = judge(one, other)
    assert found.verdict == "unsure"
    assert found.reason.endswith("but they are versions of one Cochrane review")
    undated = judge(make(1, year=2011, **common), make(2, year=2012, **common))
    assert undated.reason.endswith("but they may be versions of one Cochrane review")
    assert judge(one, make(2, doi=one.doi, pages="CD999999", **common)).verdict == "sure"


def test_a_preprint_and_its_article_are_asked(make: Make, judge: Judge) -> None:
    draft = make(2, kind="preprint", venue="medRxiv", volume="", issue="", pages="")
    found = judge(make(1), draft)
    assert found.verdict == "unsure"
    assert found.reason.endswith("but one is a preprint or working paper")
    assert judge(draft, make(3, venue="medRxiv", volume="", issue="", pages="")).verdict == "sure"


def test_a_congress_abstract_and_its_article_are_asked(make: Make, judge: Judge) -> None:
    congress = make(2, kind="conference", venue="Annals of Boats", volume="7", pages="S9", issue="")
    assert judge(make(1), congress).verdict != "sure"
    assert judge(make(1), make(2, venue="Annals of Boats", volume="", pages="")).verdict == "unsure"


def test_one_guideline_in_two_journals(make: Make, judge: Judge, abstract: str) -> None:
    one = make(1, doi="10.1234/a", abstract=abstract)
    other = make(2, doi="10.1234/b", abstract=abstract, venue="Boats", pages="7-17")
    found = judge(one, other)
    assert found.verdict == "unsure"
    assert found.reason.endswith("but both their DOIs and their pages differ")


# Sister papers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Paper boats in rain. Part I", "Paper boats in rain. Part II"),
        ("Paper boats in rain. Part 1: sails", "Paper boats in rain. Part 2: sails"),
        ("Paper boats in rain: first report", "Paper boats in rain: second report"),
        ("Delta8 rain and paper boats at sea", "Delta9 rain and paper boats at sea"),
        ("Paper boats in rain, 1990", "Paper boats in rain, 2000"),
    ],
)
def test_numbers_tell_sister_papers_apart(make: Make, judge: Judge, one: str, other: str) -> None:
    found = judge(make(1, title=one), make(2, title=other))
    assert found.verdict == "unsure"
    assert "number" in found.reason


def test_letters_tell_sister_papers_apart(make: Make, judge: Judge) -> None:
    one, other = "Study A of the paper boats", "Study B of the paper boats"
    assert judge(make(1, title=one), make(2, title=other)).verdict == "unsure"


def test_a_number_in_one_title_only(make: Make, judge: Judge, abstract: str) -> None:
    title = "Rain on A1 boats of the imaginary town and its pond"
    lost = title.replace("A1", "A")
    assert judge(make(1, title=title, pages=""), make(2, title=lost)).verdict == "unsure"
    assert judge(make(1, title=title), make(2, title=lost)).verdict != "different"
    one, other = make(1, title=title, abstract=abstract), make(2, title=lost, abstract=abstract)
    assert judge(one, other).verdict == "sure"


def test_a_second_part_without_a_first(make: Make, judge: Judge) -> None:
    title = "Paper boats in heavy rain and deep snow"
    found = judge(make(1, title=title, pages=""), make(2, title=f"{title}. II", pages=""))
    assert found.verdict == "unsure"
    assert found.reason.endswith("but only one title has a number")


def test_another_plant_is_another_paper(make: Make, judge: Judge) -> None:
    one = make(1, title="A systematic review of cranberry on boats: safety and sinking")
    other = make(2, title="A systematic review of chasteberry on boats: safety and sinking")
    assert judge(one, make(2, title=other.title, pages="111-119")).verdict != "sure"
    assert judge(one, make(2, title=other.title, pages="")).verdict != "sure"


# Notices


@pytest.mark.parametrize(
    "title",
    [
        "Erratum: {}",
        "Correction: {}",
        "{} (vol 12, pg 101, 2011)",
        "Retraction: {}",
        "Comment on {}",
        "{} - Reply",
        "{}: study protocol",
    ],
)
def test_a_notice_is_not_its_article(make: Make, judge: Judge, title: str) -> None:
    article = make(1)
    found = judge(article, make(2, title=title.format(article.title)))
    assert found.verdict != "sure"
    assert "only one title is that of a notice" in found.reason
    copies = make(3, title=title.format(article.title)), make(4, title=title.format(article.title))
    assert judge(*copies).verdict == "sure"


def test_registry_numbers(make: Make, judge: Judge, abstract: str) -> None:
    def registered(number: int, trial: str) -> Record:
        return make(number, abstract=f"{abstract} Registered: {trial}.")

    found = judge(registered(1, "NCT01234567"), registered(2, "NCT07654321"))
    assert found.verdict == "unsure"
    assert found.reason.endswith("but their trial registry numbers differ")
    assert judge(registered(1, "NCT01234567"), registered(2, "NCT01234567")).verdict == "sure"
    assert judge(registered(1, "NCT01234567"), registered(2, "ISRCTN12345678")).verdict == "sure"


# Years, identifiers, places


def test_years(make: Make, judge: Judge) -> None:
    one = make(1, issue="")
    assert judge(one, make(2, issue="", year=2012)).verdict == "sure"
    found = judge(one, make(2, issue="", year=2013))
    assert found.verdict == "unsure"
    assert found.reason.endswith("but they are more than a year apart")
    assert judge(make(1, doi=DOI), make(2, doi=DOI, year=2013)).verdict == "sure"
    assert judge(make(1, pages=""), make(2, pages="", year=2013)).verdict == "sure", "one issue"


def test_pubmed_numbers(make: Make, judge: Judge) -> None:
    assert judge(make(1, pmid="123"), make(2, pmid="123")).verdict == "sure"
    found = judge(make(1, pmid="123", doi=DOI), make(2, pmid="124", doi=DOI))
    assert found.verdict != "sure"
    assert found.reason.endswith("but their PubMed numbers differ")


def test_a_moved_publisher_gives_another_doi(make: Make, judge: Judge) -> None:
    assert judge(make(1, doi="10.1234/a"), make(2, doi="10.5678/b")).verdict == "sure"


def test_another_place(make: Make, judge: Judge) -> None:
    assert judge(make(1), make(2, volume="13", pages="7-15")).verdict == "unsure"
    assert judge(make(1), make(2, pages="7-15")).verdict == "unsure"


def test_a_wrong_volume_beside_the_right_pages(make: Make, judge: Judge) -> None:
    assert judge(make(1), make(2, volume="19", venue="Annals of Boats")).verdict == "sure"


def test_wrong_pages_beside_the_same_text(make: Make, judge: Judge, abstract: str) -> None:
    assert (
        judge(make(1, abstract=abstract), make(2, abstract=abstract, pages="7")).verdict == "sure"
    )


# Symbols, translations, damage


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PKC-epsilon in the paper boats of a pond", "PKC in the paper boats of a pond"),
        ("NF-\u03baB in the paper boats of a pond", "NF-B in the paper boats of a pond"),
        ("K<sub>ATP</sub> in the paper boats of a pond", "K(ATP) in the paper boats of a pond"),
        ("[11C] rain on the paper boats of a pond", "C-11 rain on the paper boats of a pond"),
        ("Ca2+ rain on the paper boats of a pond", "Ca+ rain on the paper boats of a pond"),
        (
            "Paper boats and the pond in heavy rain. German Papierboote und der Teich im Regen",
            "Paper boats and the ponds in heavy rain",
        ),
    ],
)
def test_symbols_and_translations(
    make: Make, judge: Judge, abstract: str, one: str, other: str
) -> None:
    records = make(1, title=one, abstract=abstract), make(2, title=other, abstract=abstract)
    assert judge(*records).verdict == "sure"


def test_two_translations_need_pages_and_abstract(make: Make, judge: Judge, abstract: str) -> None:
    one = make(1, title="Indications for sinking a paper boat in rain", abstract=abstract)
    title = "Indication of the sinking of paper boats in rain"
    assert judge(one, make(2, title=title, abstract=abstract)).verdict == "sure"
    assert judge(one, make(2, title=title, abstract=abstract, pages="")).verdict != "sure"
    assert judge(one, make(2, title=title)).verdict != "sure"


def test_reasons_hold_no_text_of_the_records(make: Make, judge: Judge) -> None:
    evil = "\x1b[31m<script>=cmd()"
    record = {"title": f"{evil} in heavy rain and other weather", "venue": evil, "volume": evil}
    found = judge(make(1, pages=evil, **record), make(2, pages=evil, **record))
    assert not {"\x1b", "<", "="} & set(found.reason)


def test_scores_rise_with_agreement(make: Make, judge: Judge, abstract: str) -> None:
    thin = judge(make(1, issue="", pages=""), make(2, issue="", pages="")).score
    plain = judge(make(1), make(2)).score
    full = judge(make(1, abstract=abstract, doi=DOI), make(2, abstract=abstract, doi=DOI)).score
    assert 0.5 <= thin < plain < full <= 1.0
