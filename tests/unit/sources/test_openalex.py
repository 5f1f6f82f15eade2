"""OpenAlex: what is sent for a query, what comes of its answers, and how its failures are read."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaying import Answer, Asked, as_json
from walking import walked

from litreview.errors import UsageError
from litreview.model import Record
from litreview.query.dialects import DIALECTS
from litreview.sources.apis._openalex_filter import as_filter
from litreview.sources.apis._openalex_records import abstract_of, entry_of
from litreview.sources.apis.openalex import SOURCE
from litreview.sources.compile import compiled, tree_of
from litreview.sources.source import OPEN, Access, Copy, Entry, Fault, Limits, Page, Reply, Request

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W101",
    "doi": "https://doi.org/10.5555/EXAMPLE.1",
    "title": "An <i>invented</i> trial of mentors &amp; work",
    "display_name": "Another title",
    "publication_year": 2021,
    "publication_date": "2021-05-06",
    "language": "en",
    "type": "article",
    "ids": {
        "openalex": "https://openalex.org/W101",
        "doi": "https://doi.org/10.5555/example.1",
        "pmid": "https://pubmed.ncbi.nlm.nih.gov/0012345",
        "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/54321",
    },
    "primary_location": {
        "is_oa": False,
        "landing_page_url": "https://doi.org/10.5555/example.1",
        "source": {
            "display_name": "Journal of Invented Examples",
            "issn_l": "0000-0000",
            "issn": ["0000-0000", "1111-1111"],
            "type": "journal",
            "host_organization_name": "Example Press",
        },
    },
    "open_access": {"is_oa": True, "oa_status": "green", "oa_url": "https://example.org/a.pdf"},
    "authorships": [
        {"raw_author_name": "Example, Ada", "author": {"display_name": "Ada Example"}},
        {"raw_author_name": None, "author": {"display_name": "Bo Sample"}},
        {"raw_author_name": "", "author": None},
    ],
    "is_authors_truncated": True,
    "biblio": {"volume": "7", "issue": "2", "first_page": "11", "last_page": "19"},
    "is_retracted": True,
    "keywords": [{"display_name": "Mentoring"}, {"display_name": None}, "loose"],
    "referenced_works_count": 31,
    "abstract_inverted_index": {"the": [0, 3], "mentor": [1], "and": [2], "youth.": [4]},
}


def _record(**changes: Any) -> Record:
    entry = entry_of({**WORK, **changes})
    assert entry.record is not None
    assert entry.key == entry.record.accession
    return entry.record


def _sent(query: str, limits: Limits = OPEN) -> Request:
    return SOURCE.ask(query, limits)


def _strings(query: str) -> str:
    (string,) = compiled(tree_of(query)[0], SOURCE).strings
    return string


def _reply(data: Any, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, named, json.dumps(data).encode())


# -- what is sent --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("mentoring", 'title_and_abstract.search.exact:"mentoring"'),
        ("mentor*", "title_and_abstract.search.exact:mentor*"),
        (
            '(mentor* OR coach) AND "labour market"',
            'title_and_abstract.search.exact:(mentor* OR "coach") AND "labour market"',
        ),
        ("mentor NOT child*", 'title_and_abstract.search.exact:"mentor" NOT child*'),
        (
            "(mentor AND youth) OR coach",
            'title_and_abstract.search.exact:("mentor" AND "youth") OR "coach"',
        ),
        (
            "title:(mentor* OR coach) AND employment",
            'title.search.exact:mentor* OR "coach",title_and_abstract.search.exact:"employment"',
        ),
        (
            "title:job AND abstract:work",
            'title.search.exact:"job",abstract.search.exact:"work"',
        ),
    ],
)
def test_what_a_filter_can_say_is_sent_as_one_filter(query: str, value: str) -> None:
    request = _sent(_strings(query))
    assert request.param("filter") == value
    assert (request.path, request.json) == ("works", "")
    assert (request.param("cursor"), request.param("per_page")) == ("*", "200")
    assert "page" not in dict(request.params)


@pytest.mark.parametrize(
    "oql",
    [
        'works where title/abstract has ("job coach*" or "mentor")',
        'works where title/abstract has (within 3 ("mentor", "youth"))',
        'works where title has ("job") or abstract has ("work")',
        "works where title/abstract has (mentoring)",
    ],
)
def test_what_no_filter_can_say_is_sent_as_oql_that_still_pages_by_cursor(oql: str) -> None:
    request = _sent(oql)
    assert (request.path, json.loads(request.json)) == ("", {"oql": oql})
    assert (request.param("cursor"), request.param("filter")) == ("*", "")


def test_dates_of_the_query_and_of_the_limits_become_days_of_publication() -> None:
    oql = 'works where title has ("job") and (year >= (2010) and date <= (2020-05-06))'
    assert as_filter(oql) == (
        'title.search.exact:"job",from_publication_date:2010-01-01,to_publication_date:2020-05-06'
    )
    limits = Limits(first="2011-02-03", last="2012-03-04")
    assert (
        _sent('works where title has ("job")', limits)
        .param("filter")
        .endswith(",from_publication_date:2011-02-03,to_publication_date:2012-03-04")
    )


def test_limits_of_an_oql_query_are_put_around_all_of_it() -> None:
    oql = 'works where title has ("a") or abstract has ("b")'
    sent = json.loads(_sent(oql, Limits(first="2011-02-03")).json)["oql"]
    assert sent == ('works where (title has ("a") or abstract has ("b")) and date >= (2011-02-03)')


def test_a_date_beside_or_is_no_filter() -> None:
    assert as_filter('works where title has ("a") or year >= (2010)') is None


def test_operators_without_brackets_between_them_are_not_guessed() -> None:
    assert as_filter('works where title has ("a" and "b" or "c")') is None
    assert (
        as_filter('works where title has ("a") and not title has ("b") and title has ("c")') is None
    )


@pytest.mark.parametrize("sign", ["|", "!", ",", ":", "&"])
def test_signs_that_mean_something_else_in_a_filter_stay_oql(sign: str) -> None:
    assert as_filter(f'works where title has ("a{sign}b")') is None


def test_no_value_ends_in_the_letters_that_the_server_strips() -> None:
    assert as_filter('works where title has ("dem?and")') == "title.search.exact:(dem?and)"


def test_a_filter_too_long_for_an_address_is_sent_as_oql() -> None:
    words = " or ".join(f'"example{number}"' for number in range(600))
    request = _sent(f"works where title has ({words})")
    assert request.path == ""
    assert request.json.count("example") == 600


def test_native_text_is_the_filter_as_it_stands() -> None:
    request = _sent("type:article,language:en", Limits(last="2020-12-31"))
    assert request.param("filter") == "type:article,language:en,to_publication_date:2020-12-31"


def test_the_option_xpac_asks_for_all_works_in_both_ways() -> None:
    wider = Limits(options=(("xpac", "yes"),))
    for oql in ('works where title has ("a")', 'works where title has (within 2 ("a", "b"))'):
        assert _sent(oql, wider).param("include_xpac") == "true"
        assert _sent(oql).param("include_xpac") == ""


_words = st.sampled_from(["job", "labour market", "mentor*", "wom?n"])
_term = _words.map(lambda word: f'"{word}"')
_text = st.recursive(
    _term,
    lambda inner: st.tuples(st.sampled_from([" and ", " or ", " and not "]), inner, inner).map(
        lambda parts: f"({parts[1]}{parts[0]}{parts[2]})"
    ),
    max_leaves=12,
)


@given(_text)
def test_the_filter_keeps_every_operator_term_and_bracket(text: str) -> None:
    found = as_filter(f"works where title has ({text})")
    assert found is not None
    value = found.removeprefix("title.search.exact:")
    back = value.replace(" AND ", " and ").replace(" OR ", " or ").replace(" NOT ", " and not ")
    for word in ("mentor*", "wom?n"):
        back = back.replace(word, f'"{word}"')
    assert back.strip("()") == text.strip("()")


@given(st.text(alphabet='"()ab *?,|<>=-01 \nandortitlehsw/withinye', max_size=80))
def test_any_text_behind_the_head_is_a_filter_or_none(text: str) -> None:
    found = as_filter(f"works where {text}")
    assert found is None or found.count('"') % 2 == 0


def test_deep_brackets_are_no_filter() -> None:
    deep = "(" * 5_000 + '"a"' + ")" * 5_000
    assert as_filter(f"works where title has ({deep})") is None


def test_the_probe_of_the_dialect_can_be_sent() -> None:
    assert json.loads(_sent(DIALECTS.get("openalex").capability.probe).json)["oql"]


def test_key_and_address_are_put_in_last_and_the_direction_is_never_sent() -> None:
    request = SOURCE.chase(["10.5555/a"], "forward")[0]
    access = Access("https://example.org", key="k-secret", email="ada@example.org")
    signed, headers = SOURCE.sign(request, access)
    assert dict(signed.params)["api_key"] == "k-secret"
    assert dict(signed.params)["mailto"] == "ada@example.org"
    assert "chase" not in dict(signed.params)
    assert headers == {}
    assert "k-secret" not in repr(request)
    bare, _ = SOURCE.sign(_sent("type:article"), Access("https://example.org"))
    assert not {"api_key", "mailto"} & dict(bare.params).keys()


def test_a_count_brings_one_entry_and_no_cursor() -> None:
    request = SOURCE.counting(_sent("type:article"))
    assert (request.param("per_page"), request.param("select")) == ("1", "id")
    assert "cursor" not in dict(request.params)
    page = SOURCE.read(request, _reply({"meta": {"count": 7, "next_cursor": "x"}, "results": [{}]}))
    assert isinstance(page, Page)
    assert (page.total, page.next) == (7, None)


# -- pages ---------------------------------------------------------------------------------


def test_a_page_tells_total_next_echo_and_cost() -> None:
    meta: dict[str, Any] = {"count": 3, "next_cursor": "abc=", "cost_usd": 0.001}
    meta["x_query"] = {"oql": "works", "url": None}
    request = _sent("type:article")
    page = SOURCE.read(request, _reply({"meta": meta, "results": [WORK, None]}))
    assert isinstance(page, Page)
    assert (page.count, page.total, page.echo, page.cost) == (2, 3, "works", 0.001)
    assert page.next == request.having(cursor="abc=")
    meta["x_query"] = {"oql": "works", "url": "/works?filter=type:article"}
    page = SOURCE.read(request, _reply({"meta": meta, "results": []}))
    assert isinstance(page, Page)
    assert page.echo == "/works?filter=type:article"


@pytest.mark.parametrize("cursor", [None, "", 5, ["x"], {}])
def test_a_cursor_that_is_none_ends_the_walk_and_is_never_sent(cursor: Any) -> None:
    page = SOURCE.read(
        _sent("type:article"), _reply({"meta": {"count": 0, "next_cursor": cursor}, "results": []})
    )
    assert isinstance(page, Page)
    assert page.next is None or page.next.param("cursor") == "5"


def test_the_cost_is_taken_from_the_header_where_the_body_has_none() -> None:
    body = {"meta": {"count": 0}, "results": []}
    for told, cost in (("0.0001", 0.0001), ("nan", 0.0), ("inf", 0.0), ("-1", 0.0), ("x", 0.0)):
        page = SOURCE.read(_sent("a:b"), _reply(body, x_ratelimit_cost_usd=told))
        assert isinstance(page, Page)
        assert page.cost == cost


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>busy</body></html>", b"", b"[]", b"{}", b"null", b'{"results": []}',
        b'{"meta": {"count": "many"}, "results": []}', b'{"meta": {"count": 1}, "results": {}}',
        b'{"error": "x", "message": "y"}', b'{"meta": {"count": 1}, "group_by": []}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_page_is_malformed(body: bytes) -> None:
    found = SOURCE.read(_sent("type:article"), Reply(200, {}, body))
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


def test_an_address_that_is_not_there_is_permanent_for_a_walk() -> None:
    walk = walked(SOURCE, lambda _: Answer(b"<html>404</html>", 404), "type:article")
    assert not walk.outcome.complete
    assert "no such address" in walk.outcome.reason
    assert len(walk.asked) == 1


# -- records -------------------------------------------------------------------------------


def test_every_field_of_a_work_has_its_place() -> None:
    record = _record()
    assert record.title == "An invented trial of mentors & work"
    assert record.authors == ("Example, Ada", "Bo Sample")
    assert (record.kind, record.year, record.language) == ("article", 2021, "en")
    assert (record.venue, record.publisher) == ("Journal of Invented Examples", "Example Press")
    assert (record.volume, record.issue, record.pages) == ("7", "2", "11-19")
    assert record.abstract == "the mentor and the youth."
    assert record.keywords == ("Mentoring",)
    assert (record.doi, record.pmid, record.isxn) == ("10.5555/example.1", "12345", "0000-0000")
    assert record.url == "https://doi.org/10.5555/example.1"
    assert (record.database, record.accession) == ("OpenAlex", "W101")
    assert set(record.extra) == {
        ("type", "article"), ("publication_date", "2021-05-06"), ("open_access", "green"),
        ("oa_url", "https://example.org/a.pdf"), ("referenced_works", "31"), ("retracted", "yes"),
        ("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/54321"),
        ("authors", "only the first 100 are given"),
    }  # fmt: skip


def test_a_work_that_is_not_retracted_is_not_said_to_be() -> None:
    for said in (False, None, "true", 0):
        assert ("retracted", "yes") not in _record(is_retracted=said).extra


def test_a_title_that_is_null_is_taken_from_the_other_name_or_is_empty() -> None:
    assert _record(title=None).title == "Another title"
    assert not _record(title=None, display_name=None).title


def test_a_date_to_come_is_kept_as_it_is_stated() -> None:
    assert _record(publication_year=2031, publication_date="2031-01-01").year == 2031
    assert _record(publication_year=None).year == 2021
    assert _record(publication_year=10**9, publication_date=None).year is None


@pytest.mark.parametrize(
    ("given", "venue", "kind"),
    [
        ("review", "journal", "article"), ("book-chapter", "", "chapter"),
        ("dissertation", "repository", "thesis"), ("preprint", "repository", "preprint"),
        ("article", "conference", "conference"), ("report", "", "report"), ("grant", "", "other"),
        ("dataset", "", "dataset"), ("paratext", "", "other"), (None, None, "other"),
    ],
)  # fmt: skip
def test_types_have_one_kind_each(given: Any, venue: Any, kind: str) -> None:
    place = {"source": {"type": venue}}
    assert _record(type=given, primary_location=place).kind == kind


def test_a_work_without_a_place_has_the_address_of_its_doi_or_of_its_key() -> None:
    assert _record(primary_location=None).url == "https://doi.org/10.5555/example.1"
    bare = _record(primary_location=None, doi=None, ids=None)
    assert (bare.url, bare.doi, bare.venue) == ("https://openalex.org/W101", None, "")


def test_a_work_without_a_key_is_a_failure_with_its_text() -> None:
    works: list[Any] = [{"id": None, "title": "x"}, {"id": "https://openalex.org/A5"}, None, 5, []]
    for work in works:
        entry = entry_of(work)
        assert (entry.key, entry.record) == ("", None)
        assert "OpenAlex key" in entry.reason
        assert json.loads(entry.raw) == work


def test_an_abstract_is_put_together_by_positions_not_by_words() -> None:
    assert abstract_of({"b": [1, 3], "a": [0], "c": [2]}) == "a b c b"


def test_positions_that_are_none_are_left_out_and_gaps_are_closed() -> None:
    index = {"a": [0], "z": [10**18], "no": [-1, "2", None, 2.5, True], "n": None, "m": {"0": 1}}
    assert abstract_of(index) == "a z"
    assert not abstract_of(None)
    assert not abstract_of([1, 2])


def test_huge_positions_cost_no_memory() -> None:
    index = {f"w{number}": [number * 10**12] for number in range(1_000)}
    tracemalloc.start()
    assert abstract_of(index).startswith("w0 w1 ")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20


_json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**19), 10**19) | st.floats(allow_nan=False,
                                                                         allow_infinity=False)
    | st.text(max_size=8) | st.sampled_from(["https://openalex.org/W5", "10.5555/x", "<p>&amp;"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*WORK, "source", "author", "display_name", "pmid"]), inner,
                      max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(
    st.lists(
        _json_values | st.fixed_dictionaries({}, optional=dict.fromkeys(WORK, _json_values)),
        max_size=5,
    )
)
def test_entries_never_raises_and_yields_what_the_page_counts(results: list[Any]) -> None:
    body = json.dumps({"meta": {"count": 9}, "results": results}).encode("utf-8", "replace")
    page = SOURCE.read(_sent("type:article"), Reply(200, {}, body))
    found = list(SOURCE.entries(body))
    if isinstance(page, Page):
        assert page.count == len(found) == len(results)
    assert all(isinstance(entry, Entry) for entry in found)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_page_or_a_fault(body: bytes) -> None:
    assert isinstance(SOURCE.read(_sent("type:article"), Reply(200, {}, body)), Page | Fault)
    list(SOURCE.entries(body))


# -- failures ------------------------------------------------------------------------------


def test_a_429_with_a_date_is_left_to_the_common_rules() -> None:
    reply = _reply(
        {"error": "Rate limit exceeded"}, 429, retry_after="Wed, 01 Jan 2025 00:00:00 GMT"
    )
    assert SOURCE.fault(reply) is None


def test_a_spent_budget_without_a_header_says_when_it_is_filled_up() -> None:
    data = {"error": "Rate limit exceeded", "message": "Insufficient budget."}
    fault = SOURCE.fault(_reply(data, 429, x_ratelimit_reset="5000"))
    assert fault is not None
    assert (fault.kind, fault.wait) == ("budget", 5000.0)
    fault = SOURCE.fault(_reply({**data, "retryAfter": 41749}, 429))
    assert fault is not None
    assert (fault.kind, fault.wait) == ("budget", 41749.0)


def test_what_an_oql_query_lacks_is_told_in_its_own_words() -> None:
    data = {"validation": {"valid": False, "errors": [{"message": 'unknown field "yearx"'}]}}
    fault = SOURCE.fault(_reply(data, 400))
    assert fault is not None
    assert fault.kind == "permanent"
    assert 'unknown field "yearx"' in fault.what


@given(
    st.sampled_from([400, 401, 429, 503, 504]),
    st.dictionaries(
        st.sampled_from(["error", "message", "reason", "retryAfter", "validation"]),
        _json_values,
        max_size=5,
    ),
    st.text(alphabet="0123456789.eninf -", max_size=6),
)
def test_no_failure_raises(status: int, data: dict[str, Any], after: str) -> None:
    reply = Reply(status, {"retry-after": after}, json.dumps(data).encode("utf-8", "replace"))
    fault = SOURCE.fault(reply)
    assert fault is None or fault.status == status


def test_a_place_that_is_no_longer_known_stops_and_the_next_run_begins_anew() -> None:
    """Not at once: a cursor holds for good, so another walk would cost and fail as well."""

    def answer(asked: Asked) -> Answer:
        if asked.get("cursor") == "two":
            return as_json({"error": "Pagination error.", "message": "Invalid cursor value"}, 400)
        more = {"*": "two"} if asked.get("api_key") == "old" else {"*": "three"}
        works = [{"id": f"https://openalex.org/W{1 if asked.get('cursor') == '*' else 2}"}]
        meta = {"count": 2, "next_cursor": more.get(asked.get("cursor"))}
        return as_json({"meta": meta, "results": works})

    walk = walked(SOURCE, answer, "type:article", key="old-key")
    assert walk.outcome.complete
    assert walk.keys == {"W1", "W2"}
    walk = walked(SOURCE, answer, "type:article", key="old")
    assert (walk.outcome.complete, len(walk.asked)) == (False, 2)
    assert "begins anew" in walk.outcome.remedy
    again = walked(SOURCE, answer, "type:article", vault=walk.vault)
    assert again.outcome.complete
    assert again.keys == {"W1", "W2"}
    assert [asked.get("cursor") for asked in again.asked] == ["two", "*", "three"]


# -- chasing -------------------------------------------------------------------------------


def test_keys_are_chased_a_hundred_a_request() -> None:
    keys = [f"W{number}" for number in range(1, 251)]
    forward = SOURCE.chase(keys, "forward")
    assert [request.param("filter").count("|") + 1 for request in forward] == [100, 100, 50]
    assert forward[0].param("filter").startswith("cites:W1|W2|")
    backward = SOURCE.chase(["https://openalex.org/w7", "W7"], "backward")
    assert [request.param("filter") for request in backward] == ["cited_by:W7"]


def test_dois_are_looked_up_first_and_the_unknown_ones_are_told() -> None:
    citing = {"id": "https://openalex.org/W9", "title": "It cites"}

    def answer(asked: Asked) -> Answer:
        if asked.get("filter") == "doi:10.5555/a|10.5555/b|10.5555/c":
            known = [("W1", "https://doi.org/10.5555/a"), ("W3", "https://doi.org/10.5555/C")]
            works = [{"id": f"https://openalex.org/{key}", "doi": doi} for key, doi in known]
            return as_json({"meta": {"count": 2}, "results": works})
        assert asked.get("filter") == "cites:W1|W3"
        return as_json({"meta": {"count": 1, "next_cursor": None}, "results": [citing]})

    starts = SOURCE.chase(["10.5555/a", "https://doi.org/10.5555/B", "10.5555/c"], "forward")
    walk = walked(SOURCE, answer, starts=starts)
    assert walk.outcome.complete
    assert (walk.outcome.expected, walk.outcome.received) == (1, 1)
    assert walk.keys == {"W9"}
    assert walk.outcome.warnings == ("not in OpenAlex, so not chased: 10.5555/b",)
    assert "chase" not in walk.asked[0].params


def test_a_chase_that_stops_behind_the_look_up_goes_on_from_there() -> None:
    known = [{"id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/a"}]
    citing = [{"id": "https://openalex.org/W9"}]
    spent = {"error": "Rate limit exceeded", "message": "Insufficient budget.", "retryAfter": 9_000}

    def answer(asked: Asked) -> Answer:
        if asked.get("filter") == "doi:10.5555/a":
            return as_json({"meta": {"count": 1}, "results": known})
        if not asked.get("api_key"):
            return as_json(spent, 429)
        return as_json({"meta": {"count": 1, "next_cursor": None}, "results": citing})

    starts = SOURCE.chase(["10.5555/a"], "forward")
    first = walked(SOURCE, answer, starts=starts)
    assert (first.outcome.complete, first.outcome.received) == (False, 0)
    then = walked(SOURCE, answer, starts=starts, key="k-secret", vault=first.vault)
    assert [asked.get("filter") for asked in then.asked] == ["cites:W1"]
    assert (then.outcome.complete, then.outcome.expected, then.outcome.received) == (True, 1, 1)


def test_pmids_are_looked_up_by_themselves() -> None:
    by_doi, by_pmid = SOURCE.chase(["pmid:0012", "10.5555/a", "PMID: 7"], "backward")
    assert by_doi.param("filter") == "doi:10.5555/a"
    assert by_pmid.param("filter") == "pmid:12|7"
    known = {"id": "https://openalex.org/W1", "doi": None,
             "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/12"}}  # fmt: skip
    page = SOURCE.read(by_pmid, _reply({"meta": {"count": 1}, "results": [known]}))
    assert isinstance(page, Page)
    assert page.next is not None
    assert page.next.param("filter") == "cited_by:W1"
    assert page.warnings == ("not in OpenAlex, so not chased: 7",)


def test_dois_that_are_all_unknown_are_a_complete_walk_of_nothing() -> None:
    nothing = as_json({"meta": {"count": 0}, "results": []})
    walk = walked(SOURCE, lambda _: nothing, starts=SOURCE.chase(["10.5555/a"], "backward"))
    assert walk.outcome.complete
    assert (walk.outcome.expected, walk.outcome.received, len(walk.asked)) == (0, 0, 1)
    assert walk.outcome.warnings == ("not in OpenAlex, so not chased: 10.5555/a",)


def test_a_comma_in_a_doi_does_not_part_the_filter() -> None:
    (request,) = SOURCE.chase(["10.5555/a,b", "10.5555/c"], "forward")
    assert request.param("filter") == 'doi:"10.5555/a,b|10.5555/c"'
    known = {"id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/a,b"}
    page = SOURCE.read(request, _reply({"meta": {"count": 1}, "results": [known]}))
    assert isinstance(page, Page)
    assert page.warnings == ("not in OpenAlex, so not chased: 10.5555/c",)


def test_more_works_than_one_filter_holds_are_refused_not_dropped() -> None:
    (request,) = SOURCE.chase(["10.5555/a"], "forward")
    works = [{"id": f"https://openalex.org/W{n}", "doi": "10.5555/a"} for n in range(1, 102)]
    found = SOURCE.read(request, _reply({"meta": {"count": 101}, "results": works}))
    assert isinstance(found, Fault)
    assert found.kind == "permanent"


def test_what_is_no_identifier_cannot_be_chased() -> None:
    with pytest.raises(UsageError, match="neither a DOI nor the key"):
        SOURCE.chase(["mentoring"], "forward")


# -- copies --------------------------------------------------------------------------------


def test_a_document_is_asked_for_by_its_doi_else_by_its_pmid() -> None:
    by_doi = SOURCE.locate("10.5555/A#b?c//d", "5")
    assert by_doi is not None
    assert by_doi.path == "works/doi:10.5555%2Fa%23b%3Fc%2F%2Fd"
    by_pmid = SOURCE.locate("", "0012")
    assert by_pmid is not None
    assert by_pmid.path == "works/pmid:12"
    assert SOURCE.locate("", "") is None


def test_the_best_copy_comes_first_and_each_address_once() -> None:
    best = {"is_oa": True, "pdf_url": None, "landing_page_url": "https://example.org/page",
            "license": "cc-by", "version": "publishedVersion"}  # fmt: skip
    closed = {"is_oa": False, "pdf_url": "https://example.org/closed.pdf"}
    other = {"is_oa": True, "pdf_url": "https://example.org/b.pdf", "version": "acceptedVersion"}
    work = {"id": "https://openalex.org/W1", "best_oa_location": best,
            "locations": [closed, best, other, None, {"is_oa": True, "pdf_url": "file:///etc/x"}],
            "open_access": {"oa_url": "https://example.org/b.pdf"}}  # fmt: skip
    assert SOURCE.copies(_reply(work)) == (
        Copy("https://example.org/page", "page", "cc-by", "published"),
        Copy("https://example.org/b.pdf", "pdf", "", "accepted"),
    )


def test_an_unknown_document_has_no_copy_and_that_is_no_fault() -> None:
    reply = Reply(404, {}, b"<html>404</html>")
    assert SOURCE.answers(reply)
    assert SOURCE.copies(reply) == ()
    found = SOURCE.copies(Reply(200, {}, b"{}"))
    assert isinstance(found, Fault)
