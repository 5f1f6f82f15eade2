"""CORE, version 3: open works of repositories, paged by `offset` to 10,000, then by years.

CORE would deliver more by a scroll, whose state lies with the server: a failure in the middle loses
the place, and shards of it fail often. Windows of years can be asked for again page by page; what
has no year is told as missing where a query is that large.

Nothing of version 3 was recorded: the shape of its answers is that of public clients.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from litreview.model import Record, parse_doi, parse_pmid
from litreview.sources import _json, _markup
from litreview.sources._paging import room
from litreview.sources.faults import PATIENCE
from litreview.sources.source import (
    UNFILED,
    UNNUMBERED,
    About,
    Access,
    Entry,
    Fault,
    FaultKind,
    Limits,
    Page,
    Reply,
    Request,
    Searchable,
)

_MOST, _SIZE = 10_000, 100
"""Entries that can be asked for by offset; entries at once. Elasticsearch counts no further than
that unless it is told to, and whether CORE tells it so was not verified: just as many are a total
that may be capped."""
_LONG = 1_500
"""Characters of a query from which it goes by POST."""
_KINDS = {
    "research": "article", "journal article": "article", "article": "article", "thesis": "thesis",
    "book": "book", "book chapter": "chapter", "report": "report", "dataset": "dataset",
    "conference paper": "conference", "preprint": "preprint", "slides": "other",
}  # fmt: skip
_TOO_MANY = 429
_KEY_STATUSES = frozenset({401, 403})


class _Core(Searchable):
    about = About(
        name="core",
        title="CORE",
        base_url="https://api.core.ac.uk/v3/",
        licence="CORE's terms; each work has a licence of its own",
        references=(
            "unverified: https://api.core.ac.uk/docs/v3 could not be read",
            "https://docs.rs/crate/core_api_client/1.1.0/source/src/responses/search.rs",
        ),
        checked="2026-11-24",
        dialect="core",
        key="optional",
        key_from="https://core.ac.uk/services/api",
        rate=1 / 6,
        page=_SIZE,
        window=_MOST,
        split="year",
        keywords=False,
        cannot=(
            "Without a key it answers some 100 requests a day, and gives no full texts.",
            "Of a query with more than 10,000 hits, works without a year do not come.",
            "Limits of date are taken by years: yearPublished is what is sent.",
            "It is not asked for what is new, as that was not verified: an update asks for all.",
        ),
    )

    def sign(self, request: Request, access: Access) -> tuple[Request, Mapping[str, str]]:
        return request, {"Authorization": f"Bearer {access.key}"} if access.key else {}

    def ask(self, query: str, limits: Limits) -> Request:
        years = [f"yearPublished>={limits.first[:4]}"] if limits.first else []
        years += [f"yearPublished<={limits.last[:4]}"] if limits.last else []
        query = " AND ".join((f"({query})", *years)) if years else query
        path = "search/works/"  # without the slash it answers with a redirect
        if len(query) > _LONG:
            asked = {"q": query, "limit": _SIZE, "offset": 0, "exclude": ["fullText"]}
            return Request(path, json=_written(asked))
        return Request(path, (("q", query), ("limit", str(_SIZE)), ("offset", "0")))

    def counting(self, request: Request) -> Request:
        return _having(request, "limit", 1)

    def fault(self, reply: Reply) -> Fault | None:
        if reply.status in _KEY_STATUSES:
            return Fault(
                "permanent", f"it does not accept the key ({reply.status})",
                "set LITREVIEW_CORE_KEY to a key of version 3, or none at all", status=reply.status,
            )  # fmt: skip
        wait = _until(reply) if reply.status == _TOO_MANY else None
        if wait is None:
            return None
        kind: FaultKind = "budget" if wait > PATIENCE else "transient"
        what = "its requests for now are used up" if kind == "budget" else "too many requests"
        return Fault(kind, f"{what} (429)", wait=wait, status=_TOO_MANY)

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        found = _json.as_object(reply.body)
        if isinstance(found, Fault):
            return found
        total, items = _json.whole(found.get("totalHits")), found.get("results")
        if total is None or not isinstance(items, list):
            said = _json.text(found.get("message"))[:200]
            what = "its answer lacks totalHits or results" + (f": {said}" if said else "")
            return Fault("malformed", what)
        more = _following(sent, len(items), total)
        if total != _MOST:
            return Page(len(items), total, more)
        # There may be more. One more is enough to be divided; a single year ends at `window`.
        return Page(len(items), total + 1, more or sent, exact=False)

    def entries(self, body: bytes) -> Iterator[Entry]:
        found = _json.as_object(body)
        items = None if isinstance(found, Fault) else found.get("results")
        yield from (_entry(item) for item in items) if isinstance(items, list) else ()


def _written(asked: object) -> str:
    return msgspec.json.encode(asked).decode()


def _offset(sent: Request) -> int:
    asked = _json.as_object(sent.json.encode()) if sent.json else {}
    held = sent.param("offset") if isinstance(asked, Fault) or not asked else asked.get("offset")
    return _json.whole(held) or 0


def _following(sent: Request, count: int, total: int) -> Request | None:
    """The next request: it never reaches beyond what may be asked for."""
    offset = _offset(sent) + count
    size = room(offset, total, _MOST, _SIZE)
    return _having(_having(sent, "offset", offset), "limit", size) if size else None


def _having(sent: Request, name: str, value: int) -> Request:
    """The same request with another number, wherever it stands."""
    if not sent.json:
        return sent.having(**{name: str(value)})
    asked = _json.as_object(sent.json.encode())
    return Request(sent.path, json=_written({**_json.table(asked), name: value}))


def _until(reply: Reply) -> float | None:
    """Seconds until the day that it names in a header of its own, from the answer's own time."""
    try:
        then = datetime.fromisoformat(reply.header("x-ratelimit-retry-after").strip())
        now = parsedate_to_datetime(reply.header("date"))
        return max(0.0, (then - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _entry(item: object) -> Entry:
    doc = _json.table(item)
    key = _json.text(doc.get("id"))
    if not key:
        return Entry("", None, "an entry without a number of CORE", _json.raw(item))
    journal = next(iter(_json.tables(doc.get("journals"))), {})
    kind = _json.text(doc.get("documentType"))
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=_KINDS.get(kind.lower(), "other"),
        title=_markup.plain(_json.text(doc.get("title"))),
        authors=_json.names(doc.get("authors")),
        year=_json.whole(doc.get("yearPublished")),
        venue=_json.text(journal.get("title")),
        abstract=_markup.plain(_json.text(doc.get("abstract"))),
        doi=parse_doi(_json.text(doc.get("doi"))),
        pmid=parse_pmid(_json.text(doc.get("pubmedId"))),
        isxn=next(iter(_json.texts(journal.get("identifiers"))), ""),
        url=f"https://core.ac.uk/works/{key}",
        language=_language(doc.get("language")),
        publisher=_json.text(doc.get("publisher")),
        database="CORE",
        accession=key,
        extra=tuple(_extra(doc, kind)),
    )
    return Entry(key, record)


def _language(value: object) -> str:
    held = _json.table(value)
    return _json.text(held.get("name")) or _json.text(held.get("code")) or _json.text(value)


def _extra(doc: dict[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    if kind:
        yield "type", kind
    if link := _json.text(doc.get("downloadUrl")):
        yield "open access", link
    if number := _json.text(doc.get("arxivId")):
        yield "arxiv", number
    yield from (("oai", text) for text in _json.texts(doc.get("oaiIds")))


SOURCE = _Core()
