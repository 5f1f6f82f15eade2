"""arXiv: an Atom feed, paged by `start`, one request every three seconds; no key.

An error is a feed with one entry, `Error`, which is no work and stands for the whole answer. Works
come oldest first, so that what is new lies behind what was read. A long query goes by POST, as the
manual advises. Titles and abstracts are TeX, not markup: `x<y` stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from lxml import etree

from litreview.model import Record, parse_doi
from litreview.sources import _xml
from litreview.sources.source import (
    UNFILED,
    UNNUMBERED,
    About,
    Entry,
    Fault,
    Limits,
    Page,
    Reply,
    Request,
    Searchable,
)

_LONG = 1_500
"""Characters of a query from which it goes by POST: what the server takes as an address ends."""
_FIRST_DAY, _LAST_DAY = "1000-01-01", "3000-12-31"
_SLOW_DOWN = 10.0
"""Seconds to wait after `Rate exceeded.`, which comes without a word on when to return."""
_TOO_MANY = 429
_BAD = 400
_SHOWN = 300
_NUMBER = re.compile(r"/abs/(?P<number>\S{1,80}?)(?:v(?P<version>\d{1,4}))?")
_REWRITTEN = re.compile(r"\ball:\"?([A-Za-z][\w-]{0,40}):")
_WITHDRAWN = re.compile(
    r"\bthis (?:paper|submission|article|manuscript|preprint|work) (?:has been|was|is) "
    r"(?:withdrawn|retracted)\b",
    re.IGNORECASE,
)


_Parts: TypeAlias = "Mapping[str, Sequence[etree._Element]]"  # noqa: SLF001 - has no other name


class _Arxiv(Searchable):
    about = About(
        name="arxiv",
        title="arXiv",
        base_url="https://export.arxiv.org/api/",
        licence="metadata CC0; the works have licences of their own",
        references=(
            "https://info.arxiv.org/help/api/user-manual.html",
            "https://info.arxiv.org/help/api/tou.html",
            "https://github.com/lukasschwab/arxiv.py/pull/209",
        ),
        checked="2026-11-24",
        dialect="arxiv",
        rate=1 / 3,
        page=500,
        window=30_000,
        split="day",
        cannot=(
            "It cannot be asked for what has changed: an update asks for all and compares.",
            "Dates are those of the first submission, not of a publication elsewhere.",
            "It has no keywords; its categories are kept beside the record.",
        ),
    )

    def ask(self, query: str, limits: Limits) -> Request:
        first, last = limits.first, limits.last
        if first or last:
            ends = ((first or _FIRST_DAY) + "-0000", (last or _LAST_DAY) + "-2359")
            span = " TO ".join(end.replace("-", "") for end in ends)
            query = f"({query}) AND submittedDate:[{span}]"
        pairs = (
            ("search_query", query), ("start", "0"), ("max_results", str(self.about.page)),
            ("sortBy", "submittedDate"), ("sortOrder", "ascending"),
        )  # fmt: skip
        return Request("query", form=pairs) if len(query) > _LONG else Request("query", pairs)

    def counting(self, request: Request) -> Request:
        return request.having(max_results="1")

    def fault(self, reply: Reply) -> Fault | None:
        if reply.status == _TOO_MANY and not reply.header("retry-after"):
            return Fault("transient", "too many requests (429)", wait=_SLOW_DOWN, status=_TOO_MANY)
        if reply.status != _BAD:
            return None
        feed = _feed(reply.body)
        return None if isinstance(feed, Fault) else _told(feed, _BAD)

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        feed = _feed(reply.body)
        if isinstance(feed, Fault):
            return feed
        if told := _told(feed, reply.status):
            return told
        total = _xml.text(_child(feed, "totalResults"))
        if not total.isdecimal():
            return Fault("malformed", "its feed lacks totalResults")
        count, stated = len(_entries(feed)), int(total[:18])
        start = int(sent.param("start") or 0) + count
        more = sent.having(start=str(start)) if start < stated else None
        echo = _echo(feed)
        return Page(
            count, stated, more, echo=echo, warnings=_warnings(sent.param("search_query"), echo)
        )

    def entries(self, body: bytes) -> Iterator[Entry]:
        feed = _feed(body)
        if not isinstance(feed, Fault):
            yield from (_entry(element) for element in _entries(feed))


def _feed(body: bytes) -> etree._Element | Fault:
    return _xml.parsed(body, "feed")


def _entries(feed: etree._Element) -> list[etree._Element]:
    return [child for child in feed if _xml.local(child) == "entry"]


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if _xml.local(child) == name), None)


def _told(feed: etree._Element, status: int) -> Fault | None:
    """The fault that a feed is, where its entry is an error and no work."""
    for entry in _entries(feed):
        if "/api/errors" in _xml.text(_child(entry, "id")):
            said = _xml.text(_child(entry, "summary"))[:_SHOWN] or "it does not say why"
            return Fault(
                "permanent", f"it refuses the request: {said}",
                "see how it was written (litreview search translate shows each step)",
                status=status,
            )  # fmt: skip
    return None


def _echo(feed: etree._Element) -> str:
    """The query as it was read: the feed's title without what stands around it."""
    title = _xml.text(_child(feed, "title"))
    return title.partition("search_query=")[2].rpartition("&id_list=")[0]


def _warnings(query: str, echo: str) -> tuple[str, ...]:
    """What the echo shows of fields that it does not know: they became words to search for."""
    known = set(_REWRITTEN.findall(query))
    names = [name for name in dict.fromkeys(_REWRITTEN.findall(echo)) if name not in known]
    return tuple(
        f"it knows no field {name}: and looked for it and what stands behind it everywhere"
        for name in names
    )


def _entry(element: etree._Element) -> Entry:
    parts = _parts(element)
    address = _text(parts, "id")
    found = _NUMBER.fullmatch(address[max(address.find("/abs/"), 0) :])
    if found is None:
        return Entry("", None, "an entry without an arXiv number", _xml.raw(element))
    key, published = found["number"], _text(parts, "published")[:4]
    names = (_xml.text(_child(author, "name")) for author in parts.get("author", ()))
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind="preprint",
        title=_text(parts, "title"),
        authors=tuple(name for name in names if name),
        year=int(published) if published.isascii() and published.isdecimal() else None,
        abstract=_text(parts, "summary"),
        doi=parse_doi(_text(parts, "doi")),
        url=f"https://arxiv.org/abs/{key}",
        database="arXiv",
        accession=key,
        extra=tuple(_extra(parts, found["version"] or "")),
    )
    return Entry(key, record)


def _parts(element: etree._Element) -> dict[str, list[etree._Element]]:
    """The children of an entry by their names."""
    parts: dict[str, list[etree._Element]] = {}
    for child in element:
        parts.setdefault(_xml.local(child), []).append(child)
    return parts


def _text(parts: _Parts, name: str) -> str:
    return _xml.text(parts[name][0]) if name in parts else ""


def _extra(parts: _Parts, version: str) -> Iterator[tuple[str, str]]:
    if version:
        yield "version", version
    for name in ("journal_ref", "comment"):
        if text := _text(parts, name):
            yield name, text
    for child in parts.get("category", ()):
        if term := child.get("term", "").strip():
            yield "category", term
    for child in parts.get("link", ()):
        if child.get("type") == "application/pdf" and (link := child.get("href", "").strip()):
            yield "open access", link
    if any(_WITHDRAWN.search(_text(parts, name)) for name in ("comment", "summary")):
        yield "retracted", "yes"


SOURCE = _Arxiv()
