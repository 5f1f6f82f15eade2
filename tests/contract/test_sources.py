"""What every source of the registry must keep to; a new file is tested the moment it exists."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from litreview.errors import UsageError
from litreview.model import SOURCE_KINDS
from litreview.query.dialects import DIALECTS
from litreview.sources.access import variable
from litreview.sources.named import SOURCES
from litreview.sources.source import (
    Access,
    Citing,
    Direction,
    Entry,
    Fault,
    Limits,
    Locating,
    Page,
    Reply,
    Request,
    Searchable,
    Source,
)

ROOT = Path(__file__).parents[2]
ALL = SOURCES.all()
SEARCHABLE = [source for source in ALL if isinstance(source, Searchable)]
LOCATING = [source for source in ALL if isinstance(source, Locating)]
DIRECTIONS: tuple[Direction, ...] = ("backward", "forward")
LIMITS = [
    Limits(),
    Limits("2010-01-01", "2020-12-31"),
    Limits("2010-01-01"),
    Limits(last="2020-12-31", since="2026-10-01"),
]
KEY, TOKEN, EMAIL = "contract-key-7f3a", "contract-token-91bc", "ada@uni.example.edu"
_ADDRESS = re.compile(r"https://[a-z0-9.-]+(?:/\S*)?")
_REFERENCE = re.compile(r"https?://\S+|unverified: \S.*")
_SECRET = re.compile(r"key|token|secret|password|mailto|e-?mail", re.IGNORECASE)
_DEEP = 100_000
BODIES = {
    "nothing": b"",
    "blanks": b" \n",
    "an object": b"{}",
    "a list": b"[]",
    "null": b"null",
    "a text": b'"x"',
    "a number": b"7",
    "a huge number": b"1" * 5_000,
    "cut off": b'{"total": 3, "results": [{"id": "x", "tit',
    "deep lists": b"[" * _DEEP + b"]" * _DEEP,
    "deep objects": b'{"a":' * _DEEP + b"1" + b"}" * _DEEP,
    "no UTF-8": b'{"a": "\xff\xfe"}',
    "a lone surrogate": b'{"a": "\\ud800 x"}',
    "zeroes": bytes(64),
    "HTML": b"<!DOCTYPE html><html><body><h1>Please wait</h1></body></html>",
    "plain words": b"Rate exceeded.",
    "XML that is cut off": b'<?xml version="1.0"?><feed><entry><title>x',
    "XML of another kind": b'<?xml version="1.0"?><other><x y="z">1</x></other>',
    "deep XML": b"<a>" * 5_000 + b"</a>" * 5_000,
    "an entity": b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>',
    "entities in entities": b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "an error": b'{"error": {"msg": ["x", null], "code": "x"}, "message": [], "status": "x"}',
    "lists of nothing": json.dumps(
        {name: [None, 1, "x", [], {}, [[]], {"": None}]
         for name in ("items", "data", "results", "docs", "hits", "entry", "records")}
    ).encode(),
    "numbers for all": json.dumps(
        dict.fromkeys(("message", "response", "meta", "hits", "search-results", "header", "data",
                       "resultList", "esearchresult", "results", "total"), 7)
    ).encode(),
    "negative counts": b'{"total": -1, "count": -1, "totalHits": -1, "results": [], "data": []}',
}  # fmt: skip
STATUSES = (200, 204, 400, 401, 403, 404, 414, 422, 429, 500, 503, 504)
ODD_HEADERS = {"retry-after": "soon", "content-type": "?", "x-ratelimit-reset": "x" * 50,
               "x-ratelimit-remaining": "-1", "x-els-status": "\x00"}  # fmt: skip

every = pytest.mark.parametrize("source", ALL, ids=lambda source: source.about.name)
searchable = pytest.mark.parametrize("source", SEARCHABLE, ids=lambda source: source.about.name)
hostile = pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)


def _kin(source: Source) -> list[Source]:
    """The ready settings of one protocol, among which it is."""
    return [other for other in ALL if type(other) is type(source)]


def _pages_of(source: Source) -> list[Path]:
    """The page about a source; settings of one protocol may share one."""
    names = (source.about.name, *(other.about.name for other in _kin(source)))
    pages = [ROOT / "docs" / "sources" / f"{name}.md" for name in dict.fromkeys(names)]
    return [page for page in pages if page.exists()]


def _asked(source: Searchable, query: str, limits: Limits) -> tuple[Request, ...]:
    """The first request, with and without the entries; none where it knows citations only."""
    try:
        asked = source.ask(query, source.settled(limits))
    except UsageError:
        if not isinstance(source, Citing):
            raise
        return ()
    return asked, source.counting(asked)


def _starts(source: Searchable) -> list[Request]:
    """First requests of all kinds that it has."""
    found = [request for limits in LIMITS for request in _asked(source, "mentoring", limits)]
    if isinstance(source, Citing):
        for direction in DIRECTIONS:
            found += source.chase(["10.5555/example", "10.5555/other"], direction)
    assert found
    return found


# -- what it says of itself ------------------------------------------------------------------


def test_the_registry_holds_sources() -> None:
    assert len(ALL) == len(SOURCES.names()) >= 3
    assert SEARCHABLE


@every
def test_it_is_called_as_its_file(source: Source) -> None:
    assert SOURCES.get(source.about.name) is source


@every
def test_it_says_who_it_is(source: Source) -> None:
    about = source.about
    assert about.title.strip() == about.title != ""
    assert about.licence
    assert about.kind in SOURCE_KINDS
    assert about.references
    assert all(_REFERENCE.fullmatch(one) for one in about.references)
    if about.base_url or len(_kin(source)) == 1:  # that of a protocol is the user's to say
        assert _ADDRESS.fullmatch(about.base_url)
    checked = dt.date.fromisoformat(about.checked)
    assert dt.date(2026, 1, 1) <= checked <= dt.datetime.now(dt.UTC).date()


@every
def test_it_says_what_it_cannot_do_in_sentences(source: Source) -> None:
    assert source.about.cannot
    for sentence in source.about.cannot:
        assert sentence.endswith("."), sentence
        assert sentence[0].isupper() or sentence[0].isdigit(), sentence
        assert "!" not in sentence
    assert all(text.strip() for text in source.about.options.values())
    assert set(source.about.parts) <= set(source.about.options)


@every
def test_its_rates_and_sizes_can_be_kept(source: Source) -> None:
    about = source.about
    assert about.rate > 0
    assert about.rate_keyed is None or about.rate_keyed >= about.rate
    assert about.page > 0
    assert about.window is None or about.window >= about.page
    assert about.most is None or about.most > 0
    assert about.charges >= 0


@every
def test_where_a_key_is_had_is_told(source: Source) -> None:
    if source.about.key != "none":
        assert _ADDRESS.match(source.about.key_from)


@searchable
def test_its_notation_exists(source: Searchable) -> None:
    about = source.about
    assert not about.dialect or about.dialect in DIALECTS.names()
    if about.window is not None and about.dated:
        assert about.split, "what is larger than its window is divided by dates"
    if about.split:
        assert about.dated
    if about.repeats:
        assert not about.resumes, "a request that brings another page each time is not sent again"


@every
def test_its_page_says_what_a_user_needs(source: Source) -> None:
    about, pages = source.about, _pages_of(source)
    assert pages, f"docs/sources/{about.name}.md is missing"
    texts = [page.read_text("utf-8") for page in pages]
    text = next((text for text in texts if about.title in text), "")
    assert about.title in text
    assert about.base_url.rstrip("/") in text
    if about.key != "none":
        assert variable(about.name, "key") in text
    if about.email == "required":
        assert variable(about.name, "email") in text or "LITREVIEW_EMAIL" in text
    for option in about.options:
        said = (f"`{option}`", f"--option {option}=")
        assert any(one in page for one in said for page in texts), (
            f"the option {option} is not described"
        )


# -- what it sends ---------------------------------------------------------------------------


@searchable
def test_requests_hold_no_key(source: Searchable) -> None:
    for request in _starts(source):
        pairs = (*request.params, *request.form)
        assert all(isinstance(part, str) for pair in pairs for part in pair)
        assert not [name for name, _ in pairs if _SECRET.fullmatch(name)]
        assert not request.path.startswith("/")
        assert "://" not in request.path


@searchable
def test_another_query_is_another_request(source: Searchable) -> None:
    """By its requests a walk tells whether it goes round in circles."""
    asked = [_asked(source, query, Limits()) for query in ("mentoring", "coaching")]
    if source.about.dialect or source.about.most:
        assert not set(asked[0]) & set(asked[1])
    else:
        assert asked[0] == asked[1], "it has no search, so words change nothing"


@searchable
@pytest.mark.parametrize("query", ["", 'ä/ö: "é" & ? # %', "x" * 5_000, "\u2028\u202e"],
                         ids=["nothing", "signs", "long", "invisible"])  # fmt: skip
def test_any_query_can_be_asked(source: Searchable, query: str) -> None:
    assert all(isinstance(one, Request) for one in _asked(source, query, Limits()))


@every
def test_a_key_is_put_in_by_sign_alone_and_is_not_shown(source: Source) -> None:
    request = Request("x", (("q", "mentoring"),))
    access = Access(source.about.base_url, KEY, TOKEN, EMAIL)
    signed, headers = source.sign(request, access)
    sent = repr((signed, dict(headers)))
    assert (KEY in sent) == (source.about.key != "none")
    assert request == Request("x", (("q", "mentoring"),))
    assert signed.param("q") == "mentoring" or KEY in signed.json
    for secret in (KEY, TOKEN, EMAIL):
        assert secret not in repr(access)
    if source.about.key == "optional":
        bare, without = source.sign(request, Access(source.about.base_url))
        assert not [name for name, value in (*bare.params, *without.items()) if not value]
        assert "Bearer" not in repr(without)


# -- what it reads ---------------------------------------------------------------------------


@searchable
@hostile
def test_whatever_comes_is_a_page_or_a_fault(source: Searchable, body: bytes) -> None:
    for sent in _starts(source):
        found = source.read(sent, Reply(200, {}, body))
        assert isinstance(found, Page | Fault)
        entries = list(source.entries(body))
        assert all(isinstance(entry, Entry) for entry in entries)
        assert list(source.keys(body)) == [entry.identity for entry in entries]
        if isinstance(found, Page):
            assert found.step or found.count == len(entries)
            assert found.count >= 0
            assert found.total is None or found.total >= 0
        else:
            assert found.what
            assert not found.what.endswith("!")


@every
@hostile
def test_whatever_fails_is_a_fault_or_left_to_the_common_rules(source: Source, body: bytes) -> None:
    for status in STATUSES:
        for headers in ({}, ODD_HEADERS):
            reply = Reply(status, headers, body)
            assert isinstance(source.fault(reply), Fault | None)
            assert isinstance(source.answers(reply), bool)


@pytest.mark.parametrize("source", LOCATING, ids=lambda source: source.about.name)
@hostile
def test_places_of_full_texts_are_read_the_same_way(source: Locating, body: bytes) -> None:
    for status in (200, 404, 422):
        found = source.copies(Reply(status, {}, body))
        assert isinstance(found, tuple | Fault)
    for doi, pmid in (("10.5555/example", ""), ("", "1"), ("", ""), ("10.5555/a b?#%", "1")):
        assert isinstance(source.locate(doi, pmid), Request | None)
