"""DOAJ's recordings, which are of version 2, and the failures that its server's source words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from chain_doaj import chains
from replaying import Answer, recordings
from walking import walked

from litreview.model import Record
from litreview.sources.apis.doaj import SOURCE
from litreview.sources.source import OPEN, Page, Reply

pytestmark = pytest.mark.corpus
SENT = SOURCE.ask("license:CC-BY", OPEN)


def test_the_chain_is_harvested_to_its_last_article(corpus: Path) -> None:
    (chain,) = chains(corpus)
    got = walked(SOURCE, chain.fresh(), chain.query)
    assert got.outcome.complete
    assert got.outcome.expected == got.outcome.received == len(chain.keys) == 40
    assert got.keys == chain.keys
    assert len(got.asked) == 6
    assert got.asked[0].url.startswith("/search/articles/license%3ACC-BY?page=1&pageSize=100")


def test_the_recorded_search_of_version_2_reads_the_same(corpus: Path) -> None:
    seen = 0
    for one in recordings(corpus, "doaj"):
        if "/search/articles/" not in one.url:
            continue
        stated = json.loads(one.body)
        page = SOURCE.read(SENT, Reply(one.status, {}, one.body))
        assert isinstance(page, Page)
        assert (page.count, page.total) == (len(stated["results"]), stated["total"])
        assert page.echo == stated["query"]
        assert page.next is not None
        for item, entry in zip(stated["results"], SOURCE.entries(one.body), strict=True):
            record, bib = entry.record, item["bibjson"]
            assert isinstance(record, Record)
            assert entry.key == record.accession == item["id"]
            assert record.year == int(bib["year"])
            assert record.title
            assert bool(record.abstract) == bool(bib.get("abstract"))
            names = [" ".join(one["name"].split()) for one in bib["author"]]
            assert list(record.authors) == names
            assert record.venue == bib["journal"]["title"]
            dois = [one["id"].lower() for one in bib["identifier"] if one["type"] == "doi"]
            assert record.doi == (dois[0] if dois else None)
            assert record.isxn in bib["journal"]["issns"]
            seen += 1
    assert seen == 42


@pytest.mark.parametrize(
    ("file", "remedy"), [("doaj_400_lucene.json", "write out the forms"),
                         ("doaj_400_deep_paging.json", "narrow the query by years")],
)  # fmt: skip
def test_what_it_refuses_stops_the_walk_with_a_remedy(corpus: Path, file: str, remedy: str) -> None:
    body = (corpus / "payloads" / "_errors_transcribed" / file).read_bytes()
    got = walked(SOURCE, lambda _: Answer(body, 400), "mentor*")
    assert not got.outcome.complete
    assert remedy in got.outcome.remedy
    assert len(got.asked) == 1
