"""EconBiz (ZBW): economics and its grey literature; every field may be a text or a list of them.

Places count from 1, as its clients have it, but that was not verified. So the second request asks
from the place that would be right if they counted from 0: at worst one entry comes twice, and none
is lost. No answer was recorded: the shape is that of public clients.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from litreview.model import Record, parse_doi
from litreview.sources import _json, _markup
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

_KINDS = {
    "article": "article", "journal article": "article", "book": "book", "book part": "chapter",
    "working paper": "report", "paper": "report", "graue literatur": "report", "report": "report",
    "arbeitspapier": "report", "thesis": "thesis", "hochschulschrift": "thesis",
    "conference paper": "conference", "conference proceedings": "conference",
    "aufsatz in zeitschrift": "article", "article in journal": "article",
    "aufsatz im buch": "chapter", "article in book": "chapter",
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_GOOD = frozenset({"200", "ok", "success", ""})
_SHOWN = 200


class _EconBiz(Searchable):
    about = About(
        name="econbiz",
        title="EconBiz",
        base_url="https://api.econbiz.de/v1/",
        licence="terms of ZBW, not read; abstracts are those of the publishers",
        references=("unverified: https://api.econbiz.de/doc could not be read",),
        checked="2026-11-24",
        dialect="econbiz",
        rate=1.0,
        page=250,
        dated=False,
        keywords=False,
        options={"source": "only what comes from one of its sources, such as econstor"},
        cannot=(
            "It is not asked by date, as no range was verified: other years are set aside here.",
            "It cannot be asked for what is new since a day: an update asks for all and compares.",
            "Its records rarely have abstracts.",
            "How deep its pages go is not known; a query that it stops is told as incomplete.",
        ),
    )

    def ask(self, query: str, limits: Limits) -> Request:
        held = limits.option("source").replace('"', "")
        only = (("ff", f'source:"{held}"'),) if held else ()
        return Request(
            "search",
            (("q", query), ("size", str(self.about.page)), ("sort", "date desc"), *only),
        )

    def counting(self, request: Request) -> Request:
        return request.having(size="1")

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        found = _json.as_object(reply.body)
        if isinstance(found, Fault):
            return found
        held = _json.table(found.get("hits"))
        (total, exact), hits = _total(held.get("total")), held.get("hits")
        if total is None or not isinstance(hits, list):
            return _refusal(found)
        if not exact and not hits:
            return Fault(
                "permanent", f"it has more than {total:,} hits and gives no more of them",
                "narrow the query, or run its parts as searches of their own",
            )  # fmt: skip
        return Page(len(hits), total, _following(sent, len(hits), total, exact=exact), exact=exact)

    def entries(self, body: bytes) -> Iterator[Entry]:
        found = _json.as_object(body)
        hits = None if isinstance(found, Fault) else _json.table(found.get("hits")).get("hits")
        yield from (_entry(item) for item in hits) if isinstance(hits, list) else ()


def _total(value: object) -> tuple[int | None, bool]:
    """A number, or `{"value": number}` as newer Elasticsearch has it; and whether it is a count.

    With the relation `gte` there are more: it counted no further.
    """
    if not isinstance(value, dict):
        return _json.whole(value), True
    return _json.whole(value.get("value")), _json.text(value.get("relation")).lower() != "gte"


def _following(sent: Request, count: int, total: int, *, exact: bool) -> Request | None:
    """The next request. The first one names no place, so that it begins where the server does.

    Where more are there than were counted, the end is not known before it comes.
    """
    place = sent.param("from")
    behind = int(place) + count if place else max(count, 1)
    last = total if place else total - 1
    return sent.having(**{"from": str(behind)}) if not exact or behind <= last else None


def _refusal(found: dict[str, Any]) -> Fault:
    """An answer without hits: what it says of itself stands in `status` and `message`."""
    status, said = _json.text(found.get("status")), _json.text(found.get("message"))[:_SHOWN]
    if said and status.lower() not in _GOOD:
        return Fault(
            "permanent", f"it refuses the query ({status}: {said})",
            "see how it was written (litreview search translate shows each step)",
        )  # fmt: skip
    return Fault("malformed", "its answer lacks hits.total or hits.hits")


def _entry(item: object) -> Entry:
    doc = _json.table(item)
    doc = {**_json.table(doc.get("_source")), **doc}  # bare, or as Elasticsearch wraps it
    key = _first(doc.get("id")) or _first(doc.get("_id"))
    if not key:
        return Entry("", None, "an entry without a number of EconBiz", _json.raw(item))
    types = (*_json.texts(doc.get("type")), *_json.texts(doc.get("type_genre")))
    links = _json.texts(doc.get("identifier_url"))
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=next((_KINDS[name.lower()] for name in types if name.lower() in _KINDS), "other"),
        title=_markup.plain(_first(doc.get("title"))),
        authors=tuple(dict.fromkeys(next((found for name in ("creator_name", "creator", "person")
                                          if (found := _json.names(doc.get(name)))), ()))),
        year=_year(_first(doc.get("date")) or _first(doc.get("date_sort"))),
        venue=_first(doc.get("isPartOf")) or _first(doc.get("series")),
        abstract=_markup.plain(" ".join(_json.texts(doc.get("abstract")))),
        keywords=tuple(dict.fromkeys(_json.names(doc.get("subject")))),
        doi=next((doi for text in (*_json.texts(doc.get("doi")), *links)
                  if (doi := parse_doi(text))), None),
        isxn=_first(doc.get("isn")),
        url=f"https://www.econbiz.de/Record/{key}",
        language="; ".join(_json.texts(doc.get("language"))),
        publisher=_first(doc.get("publisher")),
        database="EconBiz",
        accession=key,
        extra=tuple(_extra(doc, types, links)),
    )  # fmt: skip
    return Entry(key, record)


def _first(value: object) -> str:
    return next(iter(_json.texts(value)), "")


def _year(text: str) -> int | None:
    found = _YEAR.search(text[:100])
    return int(found[1]) if found else None


def _extra(
    doc: dict[str, Any], types: tuple[str, ...], links: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    yield from (("type", name) for name in types)
    yield from (("source", name) for name in _json.texts(doc.get("source")))
    yield from (("jel", code) for code in _json.texts(doc.get("jel")))
    yield from (("access rights", text) for text in _json.texts(doc.get("accessRights")))
    yield from (("link", text) for text in links)


SOURCE = _EconBiz()
