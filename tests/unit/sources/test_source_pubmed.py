"""PubMed: a result on the server, its window of 9,999, what it left out, pages that fall short."""

from __future__ import annotations

import json
from collections.abc import Callable, Container
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaying import Answer, Answering, Asked, as_json
from walking import walked

from litreview.sources.apis.pubmed import SOURCE
from litreview.sources.source import OPEN, Access, Fault, Limits, Page, Reply, Request

FORGOTTEN = b"<eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>"
LOST = b"<eFetchResult><ERROR>Cannot retrieve history data. query_key: 1</ERROR></eFetchResult>"
TIMEOUT = (
    b"<eFetchResult><ERROR>Error: External viewer error: Empty Response. Bytes read: 0 "
    b"Status: Timeout</ERROR></eFetchResult>"
)


def _search(count: int, **more: Any) -> dict[str, Any]:
    said = {"count": str(count), "webenv": "MCID_1", "querykey": "1", **more}
    return {"header": {"type": "esearch"}, "esearchresult": said}


def _articles(pmids: list[int] | range) -> bytes:
    found = "".join(
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID></MedlineCitation></PubmedArticle>"
        for pmid in pmids
    )
    return f"<PubmedArticleSet>{found}</PubmedArticleSet>".encode()


def held(pmids: list[int], lost: Container[int] = (), **more: Any) -> Answering:
    """A server that found `pmids`; those in `lost` it no longer delivers."""

    def answer(asked: Asked) -> Answer:
        if asked.path == "/esearch.fcgi":
            return as_json(_search(len(pmids), **more))
        start = int(asked.get("retstart"))
        page = pmids[start : start + int(asked.get("retmax"))]
        return Answer(_articles([one for one in page if one not in lost]))

    return answer


def spoilt(answer: Answering, at: int, by: Answer) -> Answering:
    """As `answer`, but for the request of number `at`."""
    return lambda asked: by if asked.number == at else answer(asked)


def _keys(pmids: range | list[int]) -> set[str]:
    return {str(one) for one in pmids}


# -- what is sent ----------------------------------------------------------------------------


def test_a_query_leaves_its_result_on_the_server() -> None:
    request = SOURCE.ask("mentoring[tiab]", OPEN)
    assert (request.path, request.form) == ("esearch.fcgi", ())
    assert dict(request.params) == {
        "db": "pubmed", "term": "mentoring[tiab]", "retmode": "json", "retmax": "0",
        "usehistory": "y",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "sent"),
    [
        ("2010-01-01", "2020-12-31", ("2010/01/01", "2020/12/31")),
        ("2010-01-01", "", ("2010/01/01", "3000/12/31")),
        ("", "2020-12-31", ("1500/01/01", "2020/12/31")),
    ],
)
def test_one_day_is_never_sent_without_the_other(
    first: str, last: str, sent: tuple[str, str]
) -> None:
    request = SOURCE.ask("mentoring", Limits(first, last))
    assert request.param("datetype") == "edat"
    assert (request.param("mindate"), request.param("maxdate")) == sent


def test_a_users_days_are_those_of_publication_and_leave_the_windows_to_the_day_of_entry() -> None:
    """By the day of entry, a paper of January that was entered in December would be lost."""
    limits = SOURCE.settled(Limits("2015-01-01", "", options=(("published-to", "2020-12-31"),)))
    assert (limits.first, limits.last) == ("", "")
    assert SOURCE.settled(limits) == limits
    assert {name for name, _ in limits.options} <= set(SOURCE.about.options)
    request = SOURCE.ask("a OR b", replace(limits, first="1991-01-01"))
    assert request.param("term") == '(a OR b) AND ("2015/01/01"[dp] : "2020/12/31"[dp])'
    assert request.param("mindate") == "1991/01/01"
    assert SOURCE.settled(OPEN) == OPEN


def test_what_is_new_or_changed_is_asked_for_in_the_query_beside_any_window() -> None:
    """The day of entry alone is set back where a paper is old: it would not be found as new."""
    request = SOURCE.ask("a OR b", Limits("2020-01-01", "", since="2026-10-01"))
    days = [f'"2026/10/01"[{kind}] : "3000/12/31"[{kind}]' for kind in ("crdt", "edat", "mdat")]
    assert request.param("term") == f"(a OR b) AND ({' OR '.join(days)})"
    assert request.param("mindate") == "2020/01/01"


def test_a_long_query_is_sent_by_post() -> None:
    terms = [f"mentor{n}[tiab]" for n in range(300)]
    walk = walked(SOURCE, held([1, 2]), " OR ".join(terms), key="a-key-of-a-user")
    assert walk.outcome.complete
    search, fetch = walk.asked
    assert (search.method, search.params) == ("POST", {})
    assert search.form["term"] == " OR ".join(terms)
    assert search.form["api_key"] == "a-key-of-a-user"
    assert fetch.method == "GET"


def test_key_address_and_tool_go_along_and_are_not_kept() -> None:
    access = Access("http://x", key="a-key-of-a-user", email="ada@uni.example.edu")
    request = SOURCE.ask("mentoring", OPEN)
    signed, headers = SOURCE.sign(request, access)
    assert headers == {}
    assert signed.params[len(request.params) :] == (
        ("tool", "litreview"), ("email", "ada@uni.example.edu"), ("api_key", "a-key-of-a-user"),
    )  # fmt: skip
    walk = walked(SOURCE, held([1, 2, 3]), key="a-key-of-a-user")
    assert {asked.get("api_key") for asked in walk.asked} == {"a-key-of-a-user"}
    assert "a-key-of-a-user" not in repr(walk.vault.lines)


def test_the_count_that_goes_along_with_each_page_is_not_sent() -> None:
    walk = walked(SOURCE, held(list(range(1, 451))))
    assert [asked.get("retstart") for asked in walk.asked[1:]] == ["0", "200", "400"]
    assert not any("count" in asked.params for asked in walk.asked)


# -- what it says of the query ---------------------------------------------------------------


def test_a_dropped_phrase_is_told() -> None:
    """PubMed leaves it out without a word in the result: only the list of errors has it."""
    said = {"phrasesnotfound": ["mentorrring"], "fieldsnotfound": ["tiabb"]}
    walk = walked(SOURCE, held([1, 2], errorlist=said, querytranslation="youth[All Fields]"))
    assert walk.outcome.complete
    assert walk.outcome.echo == "youth[All Fields]"
    assert walk.outcome.warnings == (
        'the phrase "mentorrring" was not found and was left out: more is found than was meant',
        'the field "tiabb" is not known to it and was left out: more is found than was meant',
    )


def test_a_quoted_phrase_that_was_searched_as_words_is_told() -> None:
    said = {
        "phrasesignored": ["the"], "quotedphrasesnotfound": ['"mentoring of penguins"[tiab]'],
        "outputmessages": ["something else"],
    }  # fmt: skip
    walk = walked(SOURCE, held([1], warninglist=said))
    quoted, *others = walk.outcome.warnings
    assert quoted == (
        'the exact phrase "mentoring of penguins"[tiab] is not in its index and was searched as '
        "words: more is found than was meant"
    )
    assert others == ['"the" was passed over', 'it says "something else"']


def test_of_a_query_without_hits_it_is_not_said_that_it_finds_more() -> None:
    said = {"phrasesnotfound": ["mentorrring"]}
    walk = walked(
        SOURCE, held([], errorlist=said, warninglist={"outputmessages": ["No items found."]})
    )
    assert walk.outcome.complete
    assert walk.outcome.expected == 0
    assert walk.outcome.warnings == ('the phrase "mentorrring" was not found and was left out',)


def test_an_answer_in_xml_says_the_same() -> None:
    body = (
        b"<eSearchResult><Count>7</Count><QueryKey>1</QueryKey><WebEnv>MCID_1</WebEnv>"
        b"<QueryTranslation>x</QueryTranslation><ErrorList><PhraseNotFound>yy</PhraseNotFound>"
        b"</ErrorList><WarningList><QuotedPhraseNotFound>&quot;z z&quot;</QuotedPhraseNotFound>"
        b"</WarningList></eSearchResult>"
    )
    asked = SOURCE.ask("x", OPEN)
    from_xml = SOURCE.read(asked, Reply(200, {}, body))
    lists = {"errorlist": {"phrasesnotfound": ["yy"]},
             "warninglist": {"quotedphrasesnotfound": ['"z z"']}}  # fmt: skip
    told = _search(7, querytranslation="x", **lists)
    from_json = SOURCE.read(asked, Reply(200, {}, json.dumps(told).encode()))
    assert isinstance(from_xml, Page)
    assert from_xml == from_json
    assert len(from_xml.warnings) == 2


# -- the window of 9,999 ---------------------------------------------------------------------


def _by_day(days: dict[str, range]) -> Answering:
    """A server of PMIDs by their day of entry, which keeps each result under its own WebEnv."""
    results: dict[str, list[int]] = {}

    def answer(asked: Asked) -> Answer:
        if asked.path == "/esearch.fcgi":
            first, last = asked.get("mindate", "0"), asked.get("maxdate", "9")
            found = [pmid for day, pmids in days.items() if first <= day <= last for pmid in pmids]
            results[f"MCID_{asked.number}"] = found
            return as_json(_search(len(found), webenv=f"MCID_{asked.number}"))
        start, size = int(asked.get("retstart")), int(asked.get("retmax"))
        if start > 9_998:
            return Answer(b"<eFetchResult><ERROR>'retstart' cannot be larger than 9998"
                          b"</ERROR></eFetchResult>", 400)  # fmt: skip
        return Answer(_articles(results[asked.get("WebEnv")][start : min(start + size, 9_999)]))

    return answer


def test_a_result_beyond_9999_is_divided_by_the_day_of_entry() -> None:
    days = {"1975/06/01": range(1, 301), "2019/03/30": range(301, 6_001),
            "2019/03/31": range(6_001, 11_001)}  # fmt: skip
    walk = walked(SOURCE, _by_day(days))
    assert walk.outcome.complete, walk.outcome.reason
    assert walk.outcome.expected == walk.outcome.received == 11_000
    assert walk.keys == _keys(range(1, 11_001))
    searches = [asked for asked in walk.asked if asked.path == "/esearch.fcgi"]
    assert all(("mindate" in one.params) == ("maxdate" in one.params) for one in searches)


def test_more_than_9999_of_a_single_day_are_told() -> None:
    walk = walked(SOURCE, _by_day({"2019/03/31": range(1, 10_051)}))
    assert not walk.outcome.complete
    assert walk.outcome.reason == (
        "10,050 are stated, 9,999 came: one query delivers at most 9,999"
    )
    assert walk.keys == _keys(range(1, 10_000))


# -- pages that fall short -------------------------------------------------------------------


@pytest.mark.parametrize(
    "lost",
    [{17}, {1, 2, 3}, set(range(150, 250)), {450}, set(range(440, 451)), {1, 200, 201, 400, 450}],
    ids=["one", "at the beginning", "a hundred", "the last", "the end", "at each edge"],
)
def test_records_that_are_no_longer_delivered_end_no_walk_and_are_told(lost: set[int]) -> None:
    """A deleted PMID: all others come, the loop ends, and how many are missing is said."""
    walk = walked(SOURCE, held(list(range(1, 451)), lost))
    assert walk.keys == _keys([one for one in range(1, 451) if one not in lost])
    assert not walk.outcome.complete
    assert walk.outcome.reason == f"450 are stated, {450 - len(lost)} came, twice"
    assert len(walk.asked) < 30


def test_a_result_that_is_gone_altogether_stops_and_is_told() -> None:
    walk = walked(SOURCE, held([1, 2, 3], lost={1, 2, 3}))
    assert not walk.outcome.complete
    assert walk.outcome.reason == "an empty page, with 0 of 3 read"
    assert len(walk.asked) == 10


def test_fewer_a_page_than_were_asked_for_lose_nothing() -> None:
    serve = held(list(range(1, 101)))

    def seven(asked: Asked) -> Answer:
        params = {**asked.params, "retmax": "7"}
        return serve(Asked(asked.number, "GET", asked.path, params, {}, b"", {}, ""))

    walk = walked(SOURCE, seven)
    assert walk.outcome.complete
    assert walk.outcome.received == walk.outcome.distinct == 100


def test_an_empty_page_in_the_middle_begins_the_window_anew() -> None:
    walk = walked(SOURCE, spoilt(held(list(range(1, 701))), 3, Answer(_articles([]))))
    assert walk.outcome.complete
    assert walk.keys == _keys(range(1, 701))
    assert [a.number for a in walk.asked if a.path == "/esearch.fcgi"] == [1, 4]


# -- failures --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("body", [FORGOTTEN, LOST])
def test_a_result_that_has_expired_is_searched_for_again(status: int, body: bytes) -> None:
    walk = walked(SOURCE, spoilt(held(list(range(1, 701))), 3, Answer(body, status)))
    assert walk.outcome.complete
    assert walk.keys == _keys(range(1, 701))
    assert [a.number for a in walk.asked if a.path == "/esearch.fcgi"] == [1, 4]


PASSING = {
    "the search is out of order": as_json(
        {"esearchresult": {"ERROR": "Search Backend failed: something"}}
    ),
    "a time-out that is called a bad request": Answer(TIMEOUT, 400),
    "a page in HTML": Answer(b"<!DOCTYPE html><html><title>Error - NCBI</title></html>"),
    "JSON where XML was asked for": as_json({"error": "API rate limit exceeded"}),
    "too many requests": as_json({"error": "API rate limit exceeded", "api-key": "192.0.2.1"}, 429),
    "another root": Answer(b"<pmc-articleset/>"),
    "cut off in the middle": Answer(_articles([1, 2, 3])[:-30]),
    "nothing": Answer(b""),
}


@pytest.mark.parametrize("what", PASSING)
@pytest.mark.parametrize("at", [1, 2, 3])
def test_what_passes_is_tried_again(what: str, at: int) -> None:
    walk = walked(SOURCE, spoilt(held(list(range(1, 301))), at, PASSING[what]))
    assert walk.outcome.complete, walk.outcome.reason
    assert walk.keys == _keys(range(1, 301))
    assert len(walk.asked) == 4
    assert "192.0.2.1" not in repr(walk.vault.lines)


def test_an_error_whose_text_holds_bare_line_ends_is_read() -> None:
    """PubMed's own, past its window: no strict reader of JSON takes it."""
    body = b'{"esearchresult":{"ERROR":"failed:\n\'retstart\' cannot be larger than 9998.\n"}}'
    found = SOURCE.read(SOURCE.ask("x", OPEN), Reply(200, {}, body))
    assert found == Fault("permanent", "of one query it delivers the first 9,999 only")


@pytest.mark.parametrize("status", [200, 400])
def test_a_key_that_is_refused_is_told_without_it(status: int) -> None:
    body = {"error": "API key invalid", "api-key": "a-key-of-a-user", "type": "api"}
    walk = walked(SOURCE, lambda _: as_json(body, status), key="a-key-of-a-user")
    assert walk.outcome.reason == "it does not accept the key"
    assert "set a valid key" in walk.outcome.remedy
    assert len(walk.asked) == 1


@pytest.mark.parametrize(("after", "wait"), [("2", 2.0), ("", 0.5)])
def test_too_many_requests_wait_as_long_as_is_said(after: str, wait: float) -> None:
    headers = {"Retry-After": after} if after else {}
    walk = walked(SOURCE, spoilt(held([1]), 1, Answer(b"{}", 429, headers)))
    assert walk.outcome.complete
    assert walk.waits == (wait,)


def test_hours_of_waiting_are_a_matter_of_budget() -> None:
    walk = walked(SOURCE, lambda _: Answer(b"{}", 429, {"Retry-After": "7200"}))
    assert walk.outcome.again is not None
    assert len(walk.asked) == 1


@pytest.mark.parametrize(
    "said",
    [None, [], {}, {"count": None}, {"count": "many"}, {"count": -1}, {"count": [3]},
     {"count": "3"}, {"count": "3", "webenv": "x"}, {"count": "3", "webenv": 1, "querykey": {}}],
)  # fmt: skip
def test_an_answer_that_lacks_what_a_walk_needs_is_malformed(said: Any) -> None:
    body = json.dumps({"esearchresult": said}).encode()
    found = SOURCE.read(SOURCE.ask("x", OPEN), Reply(200, {}, body))
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_LISTS = st.dictionaries(
    st.sampled_from(["phrasesnotfound", "quotedphrasesnotfound", "outputmessages"]), _JSON
)
_SAID = st.fixed_dictionaries(
    {"count": _JSON | st.sampled_from(["0", "7"])},
    optional={"webenv": _JSON, "querykey": _JSON, "ERROR": _JSON, "querytranslation": _JSON,
              "errorlist": _JSON | _LISTS, "warninglist": _JSON | _LISTS},
)  # fmt: skip


@given(st.fixed_dictionaries({"esearchresult": _SAID | _JSON}, optional={"error": _JSON}))
def test_no_answer_to_a_search_raises(answer: dict[str, Any]) -> None:
    reply = Reply(200, {}, json.dumps(answer).encode(errors="replace"))
    found = SOURCE.read(SOURCE.ask("x", OPEN), reply)
    assert isinstance(found, Page | Fault)
    assert isinstance(SOURCE.fault(reply), Fault | None)


@pytest.mark.parametrize("change", [lambda r: r.without("count"), lambda r: r.having(count="x")])
def test_a_kept_request_without_its_count_ends_after_its_page(
    change: Callable[[Request], Request],
) -> None:
    page = SOURCE.read(SOURCE.ask("x", OPEN), Reply(200, {}, json.dumps(_search(300)).encode()))
    assert isinstance(page, Page)
    assert page.next is not None
    read = SOURCE.read(change(page.next), Reply(200, {}, _articles([1, 2])))
    assert isinstance(read, Page)
    assert (read.count, read.next) == (2, None)
