"""The recorded exchanges of OpenAlex, Unpaywall and OpenCitations, replayed to their last record.

The bodies of OpenAlex's failures are transcribed from its source and not recorded; their headers
are those that the source sets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from chain_openalex import NEAR, PLAIN, chains, from_cursors
from replaying import Answer, Asked, Recorded, recordings
from walking import walked

from litreview.model import Failure, parse_doi
from litreview.sources.apis.openalex import SOURCE
from litreview.sources.apis.opencitations import SOURCE as OPENCITATIONS
from litreview.sources.apis.unpaywall import SOURCE as UNPAYWALL
from litreview.sources.source import OPEN, Direction, Fault, Page, Reply, Request

pytestmark = pytest.mark.corpus
_NAMES = (
    "search by filter", "search by OQL", "citing works", "cited works",
    "two pages, the second empty",
)  # fmt: skip
_ASKED = Request("works", (("filter", "type:article"), ("cursor", "*")))


def _reply(one: Recorded) -> Reply:
    return Reply(one.status, {name.lower(): text for name, text in one.headers.items()}, one.body)


def _lists(corpus: Path) -> list[Recorded]:
    """All recorded lists of works, whole or not."""
    found = recordings(corpus, "openalex")
    return [one for one in found if one.status == 200 and b'"results"' in one.body]


# -- walks ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", _NAMES)
def test_each_chain_is_harvested_to_its_last_record(corpus: Path, name: str) -> None:
    chain = {one.name: one for one in chains(corpus)}[name]
    got = walked(SOURCE, chain.fresh(), chain.query)
    assert got.outcome.complete, got.outcome.reason
    assert got.outcome.expected == got.outcome.received == len(chain.keys) == chain.expected
    assert got.keys == chain.keys
    assert not [one for one in got.items if isinstance(one, Failure)]


def test_a_search_is_one_get_a_page_and_its_costs_are_added_up(corpus: Path) -> None:
    chain = chains(corpus)[0]
    got = walked(SOURCE, chain.fresh(), PLAIN, key="k-secret")
    assert [asked.method for asked in got.asked] == ["GET"] * 5  # the last page is empty
    assert {asked.get("api_key") for asked in got.asked} == {"k-secret"}
    assert got.outcome.cost == pytest.approx(5 * 0.0001)
    assert not [line for line in got.vault.lines if "k-secret" in repr(line)]


def test_a_search_by_oql_pages_by_the_same_cursors(corpus: Path) -> None:
    chain = chains(corpus)[1]
    got = walked(SOURCE, chain.fresh(), NEAR)
    assert [asked.method for asked in got.asked] == ["POST"] * 5
    assert {json.loads(asked.body)["oql"] for asked in got.asked} == {NEAR}


def test_the_empty_page_at_the_end_has_no_next(corpus: Path) -> None:
    last = (corpus / "payloads" / "_derived_pages" / "openalex_cursor_p5.json").read_bytes()
    page = SOURCE.read(_ASKED, Reply(200, {}, last))
    assert isinstance(page, Page)
    assert (page.count, page.total, page.next) == (0, 200, None)
    recorded = {one.file: one for one in _lists(corpus)}
    first = SOURCE.read(_ASKED, _reply(recorded["openalexPro__pro_snowball__04.json"]))
    assert isinstance(first, Page)
    assert first.next is not None
    url = recorded["openalexPro__pro_snowball__05.json"].url
    assert first.next.param("cursor") == parse_qs(urlsplit(url).query)["cursor"][0]
    second = SOURCE.read(first.next, _reply(recorded["openalexPro__pro_snowball__05.json"]))
    assert isinstance(second, Page)
    assert (second.count, second.next) == (0, None)


def test_a_walk_that_the_recording_cuts_off_is_incomplete(corpus: Path) -> None:
    file = "openalexPro__pro_fetch_search_biodiversity_AND_finance__01.json"
    body = {one.file: one.body for one in _lists(corpus)}[file]
    got = walked(SOURCE, from_cursors({"*": body}), PLAIN)
    assert not got.outcome.complete
    assert (got.outcome.expected, got.outcome.received, len(got.asked)) == (429, 200, 2)
    assert "Invalid cursor" in got.outcome.reason


@pytest.mark.parametrize(("direction", "count"), [("forward", 5), ("backward", 38)])
def test_works_are_chased_from_their_dois(corpus: Path, direction: Direction, count: int) -> None:
    """The two works of the recording, looked up by DOI, then what cites them or they cite."""
    seeds = {one.file: one for one in _lists(corpus)}["openalexPro__oa_snowball__02.json"]
    dois = re.findall(r'"doi":"(https://doi\.org/[^"]+)","title"', seeds.body.decode())
    by_name = {one.name: one for one in chains(corpus)}
    chain = by_name["citing works" if direction == "forward" else "cited works"]
    chased = chain.fresh()

    def answer(asked: Asked) -> Answer:
        if asked.get("filter").startswith("doi:"):
            return Answer(seeds.body)
        name, _, keys = asked.get("filter").partition(":")
        assert name == ("cites" if direction == "forward" else "cited_by")
        assert set(keys.split("|")) == {"W3046863325", "W3045921891"}
        return chased(asked)

    assert len(dois) == 2
    got = walked(SOURCE, answer, starts=SOURCE.chase(dois, direction))
    assert got.outcome.complete
    assert (got.outcome.expected, got.outcome.received, len(got.keys)) == (count, count, count)
    assert got.keys == chain.keys
    assert not got.outcome.warnings


# -- records -------------------------------------------------------------------------------


def test_every_recorded_work_is_a_record_with_what_its_payload_holds(corpus: Path) -> None:
    seen = 0
    for one in _lists(corpus):
        works = json.loads(one.body)["results"]
        entries = list(SOURCE.entries(one.body))
        assert len(entries) == len(works), one.file
        for work, entry in zip(works, entries, strict=True):
            if "title" not in work:  # only some of its fields had been asked for
                continue
            seen += 1
            _agrees(work, entry.record)
    assert seen > 1_000


def _agrees(work: Mapping[str, Any], record: Any) -> None:
    assert record is not None
    assert work["id"].endswith(f"/{record.accession}")
    assert bool(record.title) == bool(work["title"] or work["display_name"])
    assert len(record.authors) == len(work["authorships"])
    assert record.year == work["publication_year"]
    if work["doi"]:
        assert record.doi == parse_doi(work["doi"])
        assert record.doi
    index = work["abstract_inverted_index"] or {}
    assert bool(record.abstract) == bool(index)
    if index and not any("<" in word or "&" in word for word in index):
        slots = [""] * (1 + max(place for places in index.values() for place in places))
        for word, places in index.items():
            for place in places:
                slots[place] = word
        assert record.abstract == " ".join(" ".join(slots).split())
    assert (("retracted", "yes") in record.extra) == work["is_retracted"]


def test_recorded_single_works_name_their_copies(corpus: Path) -> None:
    found = {}
    for one in recordings(corpus, "openalex"):
        path = unquote(urlsplit(one.url).path)
        if "/works/https://doi.org/" in path:
            found[path.partition("doi.org/")[2]] = SOURCE.copies(_reply(one))
    assert found["10.1046/j.1365-2699.2003.00795"] == ()  # 404
    assert found["10.1002/wrna.1370"] == ()
    copies = found["10.1073/pnas.1414271111"]
    assert not isinstance(copies, Fault)
    assert [copy.kind for copy in copies] == ["page", "pdf", "page", "pdf", "page", "page"]
    assert copies[0].url == "https://doi.org/10.1073/pnas.1414271111"  # its best place
    assert not [one for one in found.values() if isinstance(one, Fault)]


# -- failures ------------------------------------------------------------------------------


def _transcribed(corpus: Path, name: str) -> Answer:
    (one,) = (one for one in recordings(corpus, "_errors_transcribed")
              if one.file == f"openalex_{name}.json")  # fmt: skip
    return one.answer


def _fault(corpus: Path, name: str) -> Fault:
    answer = _transcribed(corpus, name)
    headers = {key.lower(): text for key, text in answer.headers.items()}
    fault = SOURCE.fault(Reply(answer.status, headers, answer.body))
    assert fault is not None
    return fault


def test_the_plan_upgrade_429_is_permanent_and_sent_once(corpus: Path) -> None:
    got = walked(SOURCE, lambda _: _transcribed(corpus, "429_plan_upgrade_created_date"), "a:b")
    assert (len(got.asked), got.waits, got.outcome.complete) == (1, (), False)
    assert "paid plan" in got.outcome.reason
    assert got.outcome.again is None
    assert got.outcome.remedy


def test_the_budget_429_with_hours_of_retry_after_stops_and_says_when(corpus: Path) -> None:
    pages = chains(corpus)[0].fresh()
    spent = _transcribed(corpus, "429_daily_budget")
    got = walked(SOURCE, lambda asked: spent if asked.number > 2 else pages(asked), PLAIN)
    assert (len(got.asked), got.waits) == (3, ())
    assert (got.outcome.complete, got.outcome.received) == (False, 100)
    assert got.outcome.again is not None
    assert "LITREVIEW_OPENALEX_KEY" in got.outcome.remedy
    fault = _fault(corpus, "429_daily_budget")
    assert (fault.kind, fault.wait) == ("budget", 41749.0)
    later = walked(SOURCE, pages, PLAIN, vault=got.vault)
    assert later.outcome.complete
    assert (later.keys, len(later.asked)) == (chains(corpus)[0].keys, 3)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("429_per_second", 1.0), ("429_broad_boolean", 1.0), ("503_anon_search_paused", 60.0)],
)
def test_what_passes_is_waited_for_as_long_as_it_says(
    corpus: Path, name: str, seconds: float
) -> None:
    pages = chains(corpus)[0].fresh()
    busy = _transcribed(corpus, name)
    got = walked(SOURCE, lambda asked: busy if asked.number == 2 else pages(asked), PLAIN)
    assert got.outcome.complete
    assert got.waits == (seconds,)
    assert _fault(corpus, name).kind == "transient"


def test_the_504_of_a_query_that_takes_too_long_is_not_sent_again(corpus: Path) -> None:
    got = walked(SOURCE, lambda _: _transcribed(corpus, "504_query_timeout"), PLAIN)
    assert (len(got.asked), got.waits) == (1, ())
    assert "takes it too long" in got.outcome.reason
    assert "strategies" in got.outcome.remedy
    assert SOURCE.fault(Reply(504, {}, b"<html>Gateway timeout</html>")) is None


def test_a_key_that_is_not_accepted_is_permanent(corpus: Path) -> None:
    fault = _fault(corpus, "401_bad_key")
    assert fault.kind == "permanent"
    assert "LITREVIEW_OPENALEX_KEY" in fault.remedy


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("400_leading_wildcard", "three letters"), ("400_short_wildcard", "three letters"),
        ("400_wildcard_needs_exact", "search.exact"), ("400_raw_comma_filter", "quotation marks"),
        ("400_pipe_in_search", "OR"), ("400_request_url_too_long", "strategies"),
        ("400_search_too_long", "strategies"), ("400_page_beyond_10000", "cursor"),
        ("400_cursor_null", "begins anew"),
    ],
)  # fmt: skip
def test_a_refused_query_says_what_helps(corpus: Path, name: str, remedy: str) -> None:
    fault = _fault(corpus, name)
    assert fault.kind == "permanent"
    assert remedy in fault.remedy
    assert "refuses the query" in fault.what


@pytest.mark.parametrize("name", ["400_limit_param", "400_per_page"])
def test_what_this_program_never_sends_is_told_in_the_words_of_the_source(
    corpus: Path, name: str
) -> None:
    fault = _fault(corpus, name)
    assert fault.kind == "permanent"
    assert json.loads(_transcribed(corpus, name).body)["message"][:60] in fault.what


def test_every_recorded_failure_stops_a_walk_with_its_reason(corpus: Path) -> None:
    failed = [one for one in recordings(corpus, "openalex") if one.status >= 400]
    assert len(failed) > 5
    for one in failed:
        got = walked(SOURCE, lambda _, one=one: one.answer, "a:b")  # type: ignore[misc]
        assert not got.outcome.complete
        assert got.outcome.reason, one.file
        assert len(got.asked) == 1, one.file


# -- the two small ones --------------------------------------------------------------------


def test_recorded_answers_of_unpaywall_name_the_best_place_first(corpus: Path) -> None:
    seen = 0
    for one in recordings(corpus, "unpaywall"):
        if "/v2/search" in one.url:
            continue
        seen += 1
        work = json.loads(one.body)
        asked = UNPAYWALL.locate(work["doi"], "")
        assert asked is not None
        assert unquote(urlsplit(one.url).path) == f"/v2/{unquote(asked.path)}"
        copies = UNPAYWALL.copies(_reply(one))
        assert not isinstance(copies, Fault)
        assert bool(copies) == work["is_oa"]
        if best := work["best_oa_location"]:
            assert copies[0].url == best["url_for_pdf"] or copies[0].kind == "page"
            assert copies[0].licence == (best["license"] or "")
    assert seen == 5


def test_a_search_of_unpaywall_is_no_answer_about_a_document(corpus: Path) -> None:
    (one, *_) = (one for one in recordings(corpus, "unpaywall") if "/v2/search" in one.url)
    assert isinstance(UNPAYWALL.copies(_reply(one)), Fault)


def test_the_422_for_an_address_that_is_nobodys_says_what_to_set(corpus: Path) -> None:
    body = (corpus / "payloads" / "_errors_transcribed" / "unpaywall_422.json").read_bytes()
    fault = UNPAYWALL.fault(Reply(422, {}, body))
    assert fault is not None
    assert (fault.kind, fault.status) == ("permanent", 422)
    assert "LITREVIEW_EMAIL" in fault.remedy


@pytest.mark.parametrize(
    ("file", "direction", "end"),
    [
        ("citecorp__oc_coci_cites__01.json", "forward", "citing"),
        ("citecorp__oc_coci_cites_many_dois__02.json", "forward", "citing"),
        ("citecorp__oc_coci_refs__01.json", "backward", "cited"),
        ("citecorp__oc_coci_refs_many_dois__02.json", "backward", "cited"),
    ],
)
def test_recorded_citations_are_walked_to_the_last(
    corpus: Path, file: str, direction: Direction, end: str
) -> None:
    """Recorded of version 1, which has bare DOIs and does not mark the end that is wanted."""
    (one,) = (one for one in recordings(corpus, "opencitations") if one.file == file)
    rows = json.loads(one.body)
    doi = unquote(urlsplit(one.url).path).partition("/10.")[2]
    starts = OPENCITATIONS.chase([f"10.{doi}"], direction)
    got = walked(OPENCITATIONS, lambda _: one.answer, starts=starts)
    assert got.outcome.complete
    assert got.outcome.expected == got.outcome.received == len(rows)
    assert got.keys == {row[end] for row in rows}
    assert got.asked[0].path.endswith(f"/doi:10.{doi}")


def test_citations_that_are_asked_the_other_way_round_are_not_taken(corpus: Path) -> None:
    (one,) = (one for one in recordings(corpus, "opencitations")
              if one.file == "citecorp__oc_coci_refs__01.json")  # fmt: skip
    (request,) = OPENCITATIONS.chase(["10.1108/jd-12-2013-0166"], "forward")
    assert isinstance(OPENCITATIONS.read(request, _reply(one)), Fault)


def test_the_first_request_of_a_search_can_be_made_without_limits() -> None:
    assert SOURCE.ask(PLAIN, OPEN).param("filter")
