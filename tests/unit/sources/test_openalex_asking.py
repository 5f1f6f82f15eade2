"""OpenAlex: what is sent for a query, and what for a chase of citations."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaying import Answer, Asked, as_json
from walking import walked

from litreview.errors import UsageError
from litreview.query.dialects import DIALECTS
from litreview.sources.apis._openalex_filter import as_filter
from litreview.sources.apis.openalex import SOURCE
from litreview.sources.compile import compiled, tree_of
from litreview.sources.source import OPEN, Access, Fault, Limits, Page, Reply, Request


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


@pytest.mark.parametrize(
    ("oql", "said"),
    [
        (
            'works where title/abstract has ("mentor*")',
            "title_and_abstract.search.exact:mentor*",
        ),
        (
            'works where title/abstract has (within 3 ("job", "coach*"))',
            'works where title/abstract has (within 3 ("job", "coach*"))',
        ),
    ],
)
def test_what_was_sent_is_what_a_method_section_quotes(oql: str, said: str) -> None:
    assert SOURCE.said(SOURCE.ask(oql, OPEN)) == said
