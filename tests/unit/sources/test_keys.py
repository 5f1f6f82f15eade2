"""The keys that a source says of a page without making records are those of its entries."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odd_json import VALUES, tables

from litreview.sources import SOURCES
from litreview.sources.source import Searchable

NAMES = ("id", "DOI", "source", "title", "authorships", "issued", "journalInfo")
ITEMS = st.lists(VALUES | tables(NAMES), max_size=4)
IDS = st.sampled_from(["", " W1 ", "https://openalex.org/w12", "10.5555/ABC", "7", 7, None, ["7"]])
GOOD = st.lists(st.fixed_dictionaries({"id": IDS, "DOI": IDS, "source": IDS}), max_size=3)
BODIES: dict[str, Any] = {
    "openalex": lambda items: {"meta": {"count": 3}, "results": items},
    "crossref": lambda items: {"message": {"total-results": 3, "items": items}},
    "europepmc": lambda items: {"hitCount": 3, "resultList": {"result": items}},
}
PMIDS = st.sampled_from(["<PMID>123</PMID>", "<PMID> 9 </PMID>", "<PMID>x</PMID>", "<PMID/>", ""])
ARTICLES = st.lists(
    st.tuples(st.sampled_from([
        "<PubmedArticle><MedlineCitation>{}</MedlineCitation></PubmedArticle>",
        "<PubmedBookArticle><BookDocument>{}</BookDocument></PubmedBookArticle>",
        "<PubmedArticle>{}</PubmedArticle>", "<DeleteCitation>{}</DeleteCitation>",
    ]), PMIDS), max_size=5,
)  # fmt: skip


def agree(name: str, body: bytes) -> None:
    source = SOURCES.get(name)
    assert isinstance(source, Searchable)
    assert list(source.keys(body)) == [entry.identity for entry in source.entries(body)]


@pytest.mark.parametrize("name", BODIES)
@given(items=ITEMS | GOOD)
def test_keys_are_those_of_the_entries(name: str, items: list[Any]) -> None:
    agree(name, json.dumps(BODIES[name](items)).encode())


@pytest.mark.parametrize("name", [*BODIES, "pubmed"])
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"<a/>", b'{"message":[]}', b"\xff"])
def test_no_page_has_no_keys(name: str, body: bytes) -> None:
    agree(name, body)


@given(articles=ARTICLES)
def test_keys_of_xml_are_those_of_the_entries(articles: list[tuple[str, str]]) -> None:
    inner = "".join(outer.format(pmid) for outer, pmid in articles)
    agree("pubmed", f"<PubmedArticleSet>{inner}</PubmedArticleSet>".encode())
