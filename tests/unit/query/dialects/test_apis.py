"""The notations of APIs: what each has, and that it refuses the rest instead of bending it."""

from __future__ import annotations

import re

import pytest

from litreview.query.dialects import DIALECTS
from litreview.query.reading import parse
from litreview.query.shape import spread
from litreview.query.translate import translate
from litreview.query.tree import (
    ANY_ENDING,
    TITLE_ABSTRACT,
    Dates,
    Heading,
    Near,
    Not,
    Or,
    Scoped,
    Term,
)
from litreview.query.writing import Unwritable

OWN = DIALECTS.get("litreview")
APIS = tuple(one.name for one in DIALECTS.all() if one.grammar is None)


def written(name: str, text: str) -> str:
    """`text`, in the own notation, in that of `name`, with nothing changed in between."""
    tree = parse(text, OWN).tree
    assert tree is not None
    return DIALECTS.get(name).write(spread(tree, OWN.reads.default))


@pytest.mark.parametrize("name", APIS)
def test_apis_are_written_only_and_say_what_nobody_verified(name: str) -> None:
    dialect = DIALECTS.get(name)
    assert dialect.grammar is None
    assert dialect.capability.kind == "api"
    assert any(one.startswith("not verified: ") for one in dialect.capability.remarks)


@pytest.mark.parametrize("name", APIS)
def test_the_style_has_no_more_than_the_record(name: str) -> None:
    dialect = DIALECTS.get(name)
    can, style = dialect.capability, dialect.style
    proximity = (style.near or style.window) is not None
    assert proximity == (can.near is not None)
    assert bool(style.wild) == can.ending
    assert (style.dates is not None) == bool(can.dates)
    assert (style.heading is not None) == bool(can.vocabularies)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("arxiv", '(ti:"job coach" OR ti:mentoring) ANDNOT ti:nurse'),
        ("core", '(title:"job coach" OR title:mentoring) NOT title:nurse'),
        ("doaj", 'bibjson.title:("job coach" OR mentoring) AND NOT bibjson.title:nurse'),
        ("econbiz", '(title:"job coach" OR title:mentoring) NOT title:nurse'),
        ("eric-api", '(title:"job coach" OR title:mentoring) NOT title:nurse'),
        ("europepmc", '(TITLE:"job coach" OR TITLE:mentoring) NOT TITLE:nurse'),
        (
            "openalex",
            'works where title has ("job coach" or "mentoring") and not title has ("nurse")',
        ),
        ("pubmed-api", '("job coach"[ti] OR mentoring[ti]) NOT nurse[ti]'),
    ],
)  # fmt: skip
def test_or_and_not_within_one_field(name: str, expected: str) -> None:
    assert written(name, 'title:("job coach" OR mentoring) NOT title:nurse') == expected


def test_semantic_scholar_has_signs_for_operators_and_no_fields() -> None:
    text = 'title,abstract:(("job coach" OR mentor*) AND youth NOT nurse)'
    assert written("semantic-scholar", text) == '(("job coach" | mentor*) + youth) -nurse'
    with pytest.raises(Unwritable, match="no mark for these fields"):
        written("semantic-scholar", "title:nurse")


@pytest.mark.parametrize("name", ["semantic-scholar"])
def test_lucene_counts_the_other_order_as_two_more_so_both_are_written(name: str) -> None:
    text = written(name, "title,abstract:(job ~3 coach)")
    assert text == '("job coach"~3 | "coach job"~3)'
    with pytest.raises(Unwritable, match="either order"):
        written(name, "title,abstract:(job ~>3 coach)")
    with pytest.raises(Unwritable, match="single words"):
        written(name, "title,abstract:(wait-list ~3 coach)")
    with pytest.raises(Unwritable, match="single words"):
        DIALECTS.get(name).write(
            Scoped(TITLE_ABSTRACT, Near((Term(("a",)), Term(("b",)), Term(("c",))), 2))
        )


@pytest.mark.parametrize(
    "name", ["arxiv", "core", "doaj", "econbiz", "eric-api", "europepmc", "pubmed-api"]
)
def test_where_a_proximity_is_not_known_to_work_none_is_written(name: str) -> None:
    with pytest.raises(Unwritable, match="no proximity"):
        written(name, "title:(job ~3 coach)")


@pytest.mark.parametrize("name", ["core", "doaj", "econbiz", "eric-api"])
def test_where_a_wildcard_is_not_known_to_work_none_is_written(name: str) -> None:
    with pytest.raises(Unwritable, match="no sign"):
        written(name, "title:mentor*")


@pytest.mark.parametrize("name", ["arxiv", "europepmc"])
def test_a_wildcard_in_quotation_marks_would_be_a_sign_like_any_other(name: str) -> None:
    with pytest.raises(Unwritable, match="in quotation marks"):
        written(name, 'title:"job coach*"')
    with pytest.raises(Unwritable, match="in quotation marks"):
        written(name, "title:self-employ*")


@pytest.mark.parametrize("name", ["arxiv", "core", "doaj"])
def test_several_fields_over_a_not_are_refused_since_they_would_hold_within_one(name: str) -> None:
    over = Scoped(TITLE_ABSTRACT, Not(Term(("a",)), Term(("b",))))
    if DIALECTS.get(name).style.marks_at == "term":
        assert DIALECTS.get(name).write(over).count(" OR ") == len(TITLE_ABSTRACT)
        return
    with pytest.raises(Unwritable, match="fields of its own"):
        DIALECTS.get(name).write(over)


def test_europe_pmc_has_one_mark_for_title_and_abstract_and_another_for_keywords() -> None:
    assert written("europepmc", "title,abstract:mentor*") == "TITLE_ABS:mentor*"
    text = written("europepmc", "title,abstract,keywords,headings:mentor*")
    assert text == "(TITLE_ABS:mentor* OR KW:mentor*)"
    with pytest.raises(Unwritable, match="no mark for these fields"):
        written("europepmc", "topic:mentor*")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("arxiv", "submittedDate:[201001010000 TO 202012312359]"),
        ("core", "(yearPublished>=2010 AND yearPublished<=2020)"),
        ("doaj", "bibjson.year:[2010 TO 2020]"),
        ("europepmc", "FIRST_PDATE:[2010-01-01 TO 2020-12-31]"),
        ("openalex", "works where (year >= (2010) and year <= (2020))"),
        ("pubmed-api", "2010:2020[dp]"),
    ],
)
def test_a_range_of_years_has_both_ends_in_it(name: str, expected: str) -> None:
    assert written(name, "published:2010..2020") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("arxiv", "submittedDate:[202402010000 TO 202402292359]"),
        ("europepmc", "FIRST_PDATE:[2024-02-01 TO 2024-02-29]"),
        ("openalex", "works where (date >= (2024-02-01) and date <= (2024-02-29))"),
    ],
)
def test_a_month_ends_with_its_last_day(name: str, expected: str) -> None:
    assert written(name, "published:2024-02") == expected


@pytest.mark.parametrize("name", ["arxiv", "core", "doaj", "europepmc", "openalex"])
@pytest.mark.parametrize(
    "dates",
    [Dates("2010-13", ""), Dates("2010-02-30", ""), Dates("", ""), Dates("2010", "", "entry")],
)
def test_what_is_no_range_of_publication_dates_is_refused(name: str, dates: Dates) -> None:
    with pytest.raises(Unwritable):
        DIALECTS.get(name).write(dates)


@pytest.mark.parametrize(
    ("name", "vocabulary", "expected"),
    [
        ("econbiz", "stw", 'subject:"Labour market policy"'),
        ("eric-api", "eric", 'subject:"Labour market policy"'),
        ("europepmc", "mesh", 'MESH:"Labour market policy"'),
    ],
)
def test_only_a_heading_itself_of_the_right_thesaurus(
    name: str, vocabulary: str, expected: str
) -> None:
    dialect = DIALECTS.get(name)
    heading = 'Labour market: "policy'
    assert dialect.write(Heading(heading, vocabulary=vocabulary)) == expected
    for wrong in (
        Heading(heading, explode=True, vocabulary=vocabulary),
        Heading(heading, major=True, vocabulary=vocabulary),
        Heading(heading, vocabulary="emtree"),
    ):
        with pytest.raises(Unwritable):
            dialect.write(wrong)


def test_openalex_takes_wildcards_in_phrases_and_proximity_within_what_its_server_allows() -> None:
    text = 'title,abstract:("psycholog* support" OR ("job coach*" ~2 youth) OR wom#n)'
    assert written("openalex", text) == (
        'works where title/abstract has ("psycholog* support"'
        ' or within 2 ("job coach*", "youth") or "wom?n")'
    )
    with pytest.raises(Unwritable, match="3 letters"):
        written("openalex", "title:ab*")
    with pytest.raises(Unwritable, match="4 letters"):
        written("openalex", 'title:"job* coach*"')
    words = tuple(Term((word, ANY_ENDING)) for word in ("mentor", "coach", "support"))
    with pytest.raises(Unwritable, match="two words with wildcards"):
        DIALECTS.get("openalex").write(Scoped(TITLE_ABSTRACT, Near(words, 3)))
    with pytest.raises(Unwritable, match="keeps the order"):
        written("openalex", "title:(job ~>2 coach)")


def test_a_phrase_that_openalex_finds_too_expensive_does_not_make_the_whole_impossible() -> None:
    tree = parse('title:("job* coach*" OR mentor*) AND title:(car* ~2 work*)', OWN).tree
    assert tree is not None
    made = translate(tree, DIALECTS.get("openalex"))
    assert made.label == "wider"
    assert made.strings == (
        (
            'works where (title has ("mentor*") or (title has ("job*") and title has ("coach*")))'
            ' and title has ("car*") and title has ("work*")'
        ),
    )


@pytest.mark.parametrize("name", ["arxiv", "semantic-scholar"])
def test_every_word_of_a_stemmed_source_finds_more_and_none_may_stand_under_not(name: str) -> None:
    target = DIALECTS.get(name)
    positive = parse("title,abstract:mentoring", OWN).tree
    negative = parse("title,abstract:(mentoring NOT nursing)", OWN).tree
    assert positive is not None
    assert negative is not None
    assert translate(positive, target).label == "wider"
    assert translate(negative, target).refused
    assert len(translate(negative, target, allow_loss=True).strings) == 1


@pytest.mark.parametrize("name", ["doaj", "econbiz", "eric-api", "semantic-scholar"])
def test_what_is_too_long_is_divided_into_strings_that_together_hold_every_term(name: str) -> None:
    words = [f"mentor{number}" for number in range(300)]
    tree = parse(f"title,abstract:({' OR '.join(words)}) AND title,abstract:youth", OWN).tree
    assert tree is not None
    made = translate(tree, DIALECTS.get(name))
    longest = DIALECTS.get(name).capability.longest
    assert longest is not None
    assert len(made.strings) > 1
    assert max(map(len, made.strings)) <= longest
    assert all("youth" in text for text in made.strings)
    assert set(re.findall(r"mentor\d+", " ".join(made.strings))) == set(words)


@pytest.mark.parametrize("name", ["arxiv", "core", "doaj", "econbiz", "eric-api", "europepmc"])
def test_a_language_is_a_code_which_no_search_of_everything_finds_as_a_word(name: str) -> None:
    tree = parse("title:mentoring AND language:english", OWN).tree
    assert tree is not None
    made = translate(tree, DIALECTS.get(name))
    assert made.label == "wider"
    assert "english" not in made.strings[0]


def test_every_term_needs_a_field_in_openalex() -> None:
    with pytest.raises(Unwritable, match="needs a field"):
        DIALECTS.get("openalex").write(Or((Term(("a",)), Term(("b",)))))


def test_doaj_takes_every_colon_for_one_of_its_own_marks() -> None:
    """Its filter takes a colon for text unless AND or OR stands between it and the one before."""
    text = written(
        "doaj", '(title,abstract:("a:b" OR c) AND keywords:d) NOT title:e AND published:2010..2020'
    )
    between = text.split(":")[1:-1]
    assert between
    assert all(" AND " in part or " OR " in part for part in between)


def test_arxiv_joins_words_by_an_underscore_so_none_is_left() -> None:
    assert written("arxiv", 'title:"del_maestro"') == 'ti:"del maestro"'


@pytest.mark.parametrize("name", [name for name in APIS if name != "pubmed-api"])
def test_a_term_without_a_letter_is_refused(name: str) -> None:
    fields = TITLE_ABSTRACT if name in ("semantic-scholar", "openalex") else TITLE_ABSTRACT[:1]
    for text in ("?", "...", "--", '"', "*"):
        with pytest.raises(Unwritable, match="without a letter"):
            DIALECTS.get(name).write(Scoped(fields, Term((text,))))


def test_a_wildcard_between_two_phrases_stands_in_no_quotation_marks() -> None:
    text = written("semantic-scholar", 'title,abstract:("job job" OR j* OR "work work")')
    assert text == '("job job" | j* | "work work")'
