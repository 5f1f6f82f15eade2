"""Search histories: what was written is read, and what cannot be read has a place."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import FileRefused
from litreview.query.history import Author, History, dialect_of, read, write
from litreview.query.searchrxiv import deposit

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
full = texts.filter(str.strip)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
maps = st.dictionaries(texts, values, max_size=3)
names = texts.filter(lambda t: t not in History.__dataclass_fields__ and "date" not in t).filter(
    lambda t: t != "litreview"
)
histories = st.builds(
    History,
    search_string=full, platform=full,
    authors=st.lists(st.builds(Author, full, texts, texts)).map(tuple),
    record_info=maps, data_entry=texts, conducted=texts, database=st.lists(texts).map(tuple),
    version=texts, field=texts, generic_query=texts, title=texts, description=texts,
    keywords=texts, license=texts, search_results_path=texts, ours=maps,
    unknown=st.dictionaries(names, values.filter(lambda v: v not in ("", [])), max_size=3),
)  # fmt: skip


@given(histories)
def test_what_was_written_is_read(one: History) -> None:
    assert read(write(one), "x.json") == one


def test_the_keys_are_those_of_the_standard() -> None:
    one = History(
        "mentor*", "pubmed", (Author("A", "0000-0000-0000-0000", "a@example.org"),),
        data_entry="2026.11.24", conducted="2026.11.02", database=("MEDLINE",),
    )  # fmt: skip
    assert json.loads(write(one)) == {
        "search_string": "mentor*", "platform": "pubmed", "record_info": {},
        "authors": [{"name": "A", "ORCID": "0000-0000-0000-0000", "email": "a@example.org"}],
        "date": {"data_entry": "2026.11.24", "search_conducted": "2026.11.02"},
        "database": ["MEDLINE"],
    }  # fmt: skip


def test_unknown_keys_are_kept_also_below_the_dates() -> None:
    text = '{"search_string": "a", "platform": "wos", "mood": [1], "date": {"updated": "x"}}'
    one = read(text, "x.json")
    assert one.unknown == {"mood": [1], "date.updated": "x"}
    again = json.loads(write(one))
    assert again["mood"] == [1]
    assert again["date"] == {"updated": "x"}


@pytest.mark.parametrize(
    ("platform", "dialect"),
    [("pubmed", "pubmed"), ("PubMed", "pubmed"), ("Ovid MEDLINE", "ovid"), ("wos", "wos"),
     ("Web of Science Core Collection", "wos"), ("EBSCOhost", "ebscohost"), ("ebsco", "ebscohost"),
     ("ERIC (ProQuest)", "proquest"), ("MEDLINE", ""), ("PsycInfo", ""), ("structured", ""),
     ("Scopus and Web of Science", ""), ("", "")],
)  # fmt: skip
def test_a_platform_is_a_notation_only_where_its_name_says_so(platform: str, dialect: str) -> None:
    assert dialect_of(platform) == dialect


OK = '{"search_string": "a", "platform": "b"'


@pytest.mark.parametrize(
    ("text", "said", "where"),
    [
        ("", "not valid JSON", "x.json, row 1, column 1"),
        (OK, "not valid JSON", "x.json, row 1, column 39"),
        ('{\n "search_string": "a",\n "platform" "b"}', "not valid", "x.json, row 3, column 13"),
        ("[]", "no search history", "x.json"),
        ("[" * 100_000, "nested too deeply", "x.json"),
        ('{"platform": "b"}', "'search_string' is missing", "x.json"),
        ('{"search_string": " ", "platform": "b"}', "'search_string' is missing", "x.json"),
        ('{"search_string": "a"}', "'platform' is missing", "x.json"),
        ('{"search_string": 1, "platform": "b"}', "search_string must be text", "x.json"),
        (OK + ', "date": []}', "date must be an object", "x.json"),
        (OK + ', "authors": {}}', "authors must be a list", "x.json"),
        (OK + ', "authors": [{}]}', "an author has no name", "x.json"),
        (OK + ', "authors": ["A"]}', "an author must be an object", "x.json"),
        (OK + ', "database": [1]}', "database must be a list", "x.json"),
        (OK + ', "x": NaN}', "NaN is no number", "x.json"),
        (OK + ', "x": "\\ud800"}', "half a character", "x.json"),
        (OK + ', "x": ' + "9" * 5000 + "}", "not valid JSON", "x.json"),
    ],
)
def test_a_damaged_file_is_refused_with_a_place(text: str, said: str, where: str) -> None:
    with pytest.raises(FileRefused, match=re.escape(said)) as error:
        read(text, "x.json")
    assert error.value.where == where
    assert error.value.remedy


def test_a_string_that_was_changed_behind_its_hash_is_noticed() -> None:
    one = History("mentor*", "pubmed")
    signed = replace(one, ours={"sha256": one.sha256})
    assert not one.changed
    assert not signed.changed
    assert replace(signed, search_string="mentor").changed


def test_a_deposit_says_what_is_not_known() -> None:
    text = deposit(History("1. mentor*\n2. coach*\n", "ovid", database=("MEDLINE",)))
    assert "Title: not known\n" in text
    assert "Records found: not known\n" in text
    assert "Validation: the string was not tested against known studies\n" in text
    assert "Description" not in text
    assert text.endswith("Search string, as run:\n\n1. mentor*\n2. coach*\n")


def test_a_deposit_has_what_is_known() -> None:
    one = History(
        "mentor*", "ovid", (Author("A", "0000-0000-0000-0000"),), title="T\nx", keywords="k",
        conducted="2026-11-02", ours={"hits": 1234},
    )  # fmt: skip
    text = deposit(one, "found 9 of 10")
    known = (
        "Title: T x",
        "Date of the search: 2026-11-02",
        "Records found: 1,234",
        "Authors: A (ORCID 0000-0000-0000-0000)",
        "Validation: found 9 of 10",
    )
    for line in known:
        assert f"{line}\n" in text


def test_a_deposit_says_what_was_received_where_the_hits_are_not_known() -> None:
    text = deposit(History("mentor*", "ovid", ours={"search": "one", "received": 1030}))
    assert "Records found: not known; 1,030 received\n" in text


def test_a_deposit_of_a_strategy_says_that_it_was_not_run() -> None:
    text = deposit(History("mentor*", "ovid", ours={"strategy": "core.en"}))
    assert "Date of the search: not run yet\n" in text
    assert "Records found: not run yet\n" in text
    assert text.endswith("Search string, not run yet:\n\nmentor*\n")
    ran = deposit(History("a", "ovid", ours={"strategy": "core.en"}, conducted="2026-11-02"))
    assert "Search string, as run:" in ran
