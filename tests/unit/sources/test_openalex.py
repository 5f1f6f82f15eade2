"""OpenAlex: how its pages and its failures are read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaying import Answer, Asked, as_json
from walking import walked

from litreview.sources.apis.openalex import SOURCE
from litreview.sources.source import OPEN, Fault, Limits, Page, Reply, Request


def _sent(query: str, limits: Limits = OPEN) -> Request:
    return SOURCE.ask(query, limits)


def _reply(data: Any, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, named, json.dumps(data).encode())


def test_a_page_tells_total_next_echo_and_cost() -> None:
    meta: dict[str, Any] = {"count": 3, "next_cursor": "abc=", "cost_usd": 0.001}
    meta["x_query"] = {"oql": "works", "url": None}
    request = _sent("type:article")
    page = SOURCE.read(request, _reply({"meta": meta, "results": [{}, None]}))
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


_json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**19), 10**19) | st.floats(allow_nan=False,
                                                                         allow_infinity=False)
    | st.text(max_size=8) | st.sampled_from(["https://openalex.org/W5", "10.5555/x", "<p>&amp;"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["message", "errors", "validation"]), inner,
                      max_size=5),
    max_leaves=12,
)  # fmt: skip


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
