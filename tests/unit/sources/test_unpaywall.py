"""Unpaywall: what is asked of a document, and which copies an answer names."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaying import Answer, Server

from litreview.errors import SettingsError
from litreview.sources.access import access, usable
from litreview.sources.apis.unpaywall import SOURCE
from litreview.sources.http import Pace, Sender
from litreview.sources.source import Access, Copy, Fault, Reply, Request, Searchable

BEST = {
    "url": "https://example.org/a.pdf", "url_for_pdf": "https://example.org/a.pdf",
    "url_for_landing_page": "https://example.org/a", "license": "cc-by",
    "version": "acceptedVersion",
}  # fmt: skip
PAGE = {"url_for_pdf": None, "url_for_landing_page": "https://example.org/b", "version": None}
PLACES = {"doi": "10.5555/a", "best_oa_location": BEST, "oa_locations": [PAGE, BEST]}


def _copies(data: Any) -> tuple[Copy, ...] | Fault:
    return SOURCE.copies(Reply(200, {}, json.dumps(data).encode("utf-8", "replace")))


def _sent(answer: Answer) -> Reply | Fault:
    request = SOURCE.locate("10.5555/a", "")
    assert request is not None
    with Server(lambda _: answer) as server:
        have = Access(server.url, email="ada@example.org")
        sender = Sender(SOURCE, have, pace=Pace(0.0, sleep=lambda _: None))
        found = sender.send(request)
        sender.close()
    assert server.asked[0].path == "/10.5555/a"
    assert server.asked[0].params == {"email": "ada@example.org"}
    return found


def test_it_is_asked_by_doi_alone_and_never_searched() -> None:
    assert SOURCE.locate("https://doi.org/10.5555/A(1)2:3;x", "7") == Request("10.5555/a(1)2:3;x")
    assert SOURCE.locate("10.5555/a?b#c%d", "") == Request("10.5555/a%3Fb%23c%25d")
    assert SOURCE.locate("", "7") is None
    assert not isinstance(SOURCE, Searchable)


def test_the_address_of_who_asks_is_required_and_put_in_last() -> None:
    with pytest.raises(SettingsError, match="wants the e-mail address"):
        usable(SOURCE, access(SOURCE, {}, {}))
    found = access(SOURCE, {}, {"LITREVIEW_EMAIL": "ada@university.edu"})
    assert usable(SOURCE, found).email == "ada@university.edu"


def test_the_best_place_comes_first_its_pdf_before_its_page() -> None:
    assert _copies(PLACES) == (
        Copy("https://example.org/a.pdf", "pdf", "cc-by", "accepted"),
        Copy("https://example.org/a", "page", "cc-by", "accepted"),
        Copy("https://example.org/b", "page"),
    )


def test_a_place_without_a_pdf_is_its_page() -> None:
    place = {**BEST, "url_for_pdf": None, "url": "https://example.org/a"}
    found = _copies({"best_oa_location": place, "oa_locations": None})
    assert found == (Copy("https://example.org/a", "page", "cc-by", "accepted"),)


def test_no_place_is_no_copy() -> None:
    assert _copies({"best_oa_location": None, "oa_locations": []}) == ()


def test_a_doi_that_it_does_not_know_has_no_copy_and_that_is_no_fault() -> None:
    body = b'{"HTTP_status_code": 404, "error": true, "message": "not in Unpaywall"}'
    found = _sent(Answer(body, 404))
    assert isinstance(found, Reply)
    assert SOURCE.copies(found) == ()


def test_a_404_in_html_is_some_other_server() -> None:
    found = _sent(Answer(b"<html>404</html>", 404))
    assert isinstance(found, Fault)
    assert found.kind == "permanent"


def test_an_address_that_is_nobodys_is_refused_with_what_to_set() -> None:
    found = _sent(Answer(b'{"message": "Please use your own email address"}', 422))
    assert isinstance(found, Fault)
    assert (found.kind, found.status) == ("permanent", 422)
    assert "LITREVIEW_UNPAYWALL_EMAIL" in found.remedy
    assert "ada@example.org" not in repr(found)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"<html></html>", b'{"results": []}'])
def test_what_tells_of_no_places_is_malformed(body: bytes) -> None:
    found = SOURCE.copies(Reply(200, {}, body))
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/a", "javascript:x", 5])
def test_only_addresses_of_the_web_are_copies(url: Any) -> None:
    assert _copies({"best_oa_location": {"url_for_pdf": url}, "oa_locations": [{"url": url}]}) == ()


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5)
    | st.just("https://example.org/x"),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*PLACES, *BEST]), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from([*PLACES, "message"]), _values, max_size=4),
    st.sampled_from([200, 404, 422, 500]),
)
def test_no_answer_raises(data: dict[str, Any], status: int) -> None:
    reply = Reply(status, {}, json.dumps(data).encode("utf-8", "replace"))
    SOURCE.fault(reply)
    SOURCE.answers(reply)
    found = SOURCE.copies(reply)
    assert isinstance(found, Fault) or all(copy.url.startswith("http") for copy in found)
