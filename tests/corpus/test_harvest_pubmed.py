"""PubMed's recordings: both chains to their last record, each article as another reader has it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from chain_pubmed import chains
from replaying import Answer, Asked
from walking import walked

from litreview.model import Record
from litreview.sources.apis.pubmed import SOURCE
from litreview.sources.source import OPEN, Fault, Page, Reply

pytestmark = pytest.mark.corpus
_ERRORS = Path("payloads", "_errors_transcribed")


def _articles(corpus: Path) -> list[Path]:
    folder = corpus / "payloads"
    found = [*folder.glob("pubmed/*.xml"), *folder.glob("_derived_pages/pubmed_efetch*.xml")]
    return sorted(path for path in found if b"<PubmedArticleSet" in path.read_bytes())


@pytest.mark.parametrize("kind", ["json", "xml"])
def test_the_chain_is_harvested_to_its_last_record(corpus: Path, kind: str) -> None:
    chain = next(one for one in chains(corpus) if one.name.endswith(kind))
    got = walked(SOURCE, chain.fresh(), chain.query)
    assert got.outcome.complete
    assert got.outcome.expected == got.outcome.received == got.outcome.distinct == 142
    assert got.keys == chain.keys
    assert got.outcome.echo == "composed fixture"


def test_pages_are_stepped_by_what_comes_and_not_by_what_was_asked_for(corpus: Path) -> None:
    got = walked(SOURCE, chains(corpus)[0].fresh())
    fetches = got.asked[1:]
    assert [asked.get("retstart") for asked in fetches] == [str(20 * n) for n in range(8)]
    assert {asked.get("retmax") for asked in fetches} == {"200"}
    assert not any("count" in asked.params for asked in fetches)


def test_a_result_that_the_server_has_forgotten_is_asked_for_anew(corpus: Path) -> None:
    """What an old WebEnv is answered stands in the chain's own server."""
    serve = chains(corpus)[0].fresh()

    def forgetting(asked: Asked) -> Answer:
        if asked.number == 5:
            return serve(Asked(5, "GET", asked.path, {}, {}, b"", {}, ""))
        return serve(asked)

    got = walked(SOURCE, forgetting)
    assert got.outcome.complete
    assert got.outcome.distinct == 142
    assert [asked.number for asked in got.asked if asked.path == "/esearch.fcgi"] == [1, 6]


def test_all_articles_of_all_recordings_are_records_without_loss(corpus: Path) -> None:
    """Against the standard library's reader: number, title, authors, abstract, headings."""
    seen = 0
    for path in _articles(corpus):
        body = path.read_bytes()
        root = ET.fromstring(body)  # noqa: S314 - files of our own corpus
        articles = [one for one in root if one.tag in {"PubmedArticle", "PubmedBookArticle"}]
        entries = list(SOURCE.entries(body))
        assert len(entries) == len(articles), path.name
        for article, entry in zip(articles, entries, strict=True):
            _compare(article, entry.record, path.name)
            seen += 1
    assert seen == 294


def _compare(article: ET.Element, record: Record | None, where: str) -> None:
    assert isinstance(record, Record), where
    assert record.accession == record.pmid == article.findtext(".//PMID"), where
    assert bool(record.title) == bool("".join(article.find(".//ArticleTitle").itertext()).strip())  # type: ignore[union-attr]
    authors = article.findall("MedlineCitation/Article/AuthorList/Author")
    assert len(record.authors) == len([a for a in authors if a.get("ValidYN") != "N"]), where
    abstract = article.findall("MedlineCitation/Article/Abstract/AbstractText")
    for part in abstract:
        assert " ".join("".join(part.itertext()).split()) in record.abstract, where
    words = {word.casefold() for word in record.keywords}
    assert len(words) == len(record.keywords), where
    for one in [*article.iter("DescriptorName"), *article.iter("Keyword")]:
        assert " ".join("".join(one.itertext()).split()).casefold() in words, where
    dois = [one.text for one in article.findall("PubmedData/ArticleIdList/ArticleId")
            if one.get("IdType") == "doi"]  # fmt: skip
    assert [record.doi] == [doi.lower() for doi in dois if doi] or not dois, where
    assert record.year is None or 1800 < record.year < 2030, where


def test_a_recorded_warning_is_told(corpus: Path) -> None:
    body = (corpus / "payloads" / "pubmed" / "biopython__esearch8.xml").read_bytes()
    page = SOURCE.read(SOURCE.ask("abcXYZ", OPEN), Reply(200, {}, body))
    assert isinstance(page, Page)
    assert (page.total, page.next, page.step) == (0, None, True)
    assert page.echo == "(abcXYZ[All Fields])"
    assert page.warnings == ('the phrase "abcXYZ" was not found and was left out',)


def test_search_backend_failed_is_waited_for(corpus: Path) -> None:
    body = (corpus / _ERRORS / "pubmed_200_backend_failed.json").read_bytes()
    serve = chains(corpus)[0].fresh()
    got = walked(SOURCE, lambda asked: Answer(body) if asked.number == 1 else serve(asked))
    assert got.outcome.complete
    assert len(got.waits) == 1
    found = SOURCE.read(SOURCE.ask("x", OPEN), Reply(200, {}, body))
    assert isinstance(found, Fault)
    assert found.kind == "transient"
    assert "Search Backend failed" in found.what


def test_429_in_json_where_xml_was_asked_for_is_waited_for_and_tells_no_address(
    corpus: Path,
) -> None:
    body = (corpus / _ERRORS / "pubmed_429.json").read_bytes()
    serve = chains(corpus)[0].fresh()
    got = walked(
        SOURCE,
        lambda asked: (
            Answer(body, 429, {"Retry-After": "2"}) if asked.number == 3 else serve(asked)
        ),
    )
    assert got.outcome.complete
    assert got.waits == (2.0,)
    assert [fault.what for fault in got.vault.at.failed] == ["too many requests (429)"]


def test_an_address_that_is_too_long_was_answered_by_414_in_html(corpus: Path) -> None:
    """Why long queries are sent by POST."""
    name = "fulltext__ft_search_fails_well_entrez_limit2large__02.html"
    body = (corpus / "payloads" / "pubmed" / name).read_bytes()
    got = walked(SOURCE, lambda _: Answer(body, 414))
    assert got.outcome.reason == "the query is too long for it (414)"
    long = SOURCE.ask(" OR ".join(["mentoring[tiab]"] * 200), OPEN)
    assert (long.params, dict(long.form)["usehistory"]) == ((), "y")


def test_other_pages_in_html_are_no_answers(corpus: Path) -> None:
    body = (corpus / "payloads" / "pubmed" / "biopython__pubmed3.html").read_bytes()
    found = SOURCE.read(SOURCE.ask("x", OPEN), Reply(200, {}, body))
    assert isinstance(found, Fault)
    assert found.kind == "malformed"
