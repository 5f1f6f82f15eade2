"""Web of Science by the Starter API (Clarivate), with a user's key: pages of 50, no abstracts.

Nothing of it was recorded: the shape of its answers is that of the published schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from litreview.model import Record, parse_doi, parse_pmid
from litreview.sources import _json, _markup
from litreview.sources.source import (
    UNFILED,
    UNNUMBERED,
    About,
    Access,
    Entry,
    Fault,
    Limits,
    Page,
    Reply,
    Request,
    Searchable,
)

_LONGEST = 1_900
"""Characters of a query: users report some 2,000, and years are put behind it."""
_EARLIEST, _LATEST = "1800", "2100"
"""The ends of an open range of years: PY wants both."""
_ENDLESS = "2100-12-31"
_KINDS = {
    "article": "article", "review": "article", "editorial material": "article",
    "letter": "article", "data paper": "article", "book": "book", "book chapter": "chapter",
    "proceedings paper": "conference", "meeting abstract": "conference", "meeting": "conference",
    "data set": "dataset", "dataset": "dataset", "preprint": "preprint", "awarded grant": "other",
    "dissertation thesis": "thesis", "thesis": "thesis", "report": "report",
    "retracted publication": "article",
}  # fmt: skip
_RETRACTED = "retracted publication"
_NO_KEY, _FORBIDDEN, _TOO_MANY = 401, 403, 429
_QUOTA = ("quota", "per day", "daily", "per year", "exhausted")
"""Words of a 429 that is about a day or a year, not about a second."""
_KEY_REMEDY = (
    "set LITREVIEW_WOS_KEY to a key of the Starter API (https://developer.clarivate.com/); or "
    "export from Web of Science by hand: litreview load"
)


class _Wos(Searchable):
    about = About(
        name="wos",
        title="Web of Science",
        base_url="https://api.clarivate.com/apis/wos-starter/v1/",
        licence="Clarivate's API terms and those of your institution",
        references=(
            "https://developer.clarivate.com/apis/wos-starter",
            "https://github.com/clarivate/wos_api_usecases/pull/25",
        ),
        checked="2026-11-24",
        dialect="wos",
        longest=_LONGEST,
        key="required",
        key_from="https://developer.clarivate.com/apis/wos-starter",
        rate=1.0,
        page=50,
        split="year",
        since=True,
        abstracts=False,
        keywords=False,
        options={"db": "the database that is searched: WOS (the Core Collection) or another code"},
        cannot=(
            "It gives no abstracts and no Keywords Plus: the files that its site exports do.",
            "A trial key has 50 requests a day, so 2,500 records.",
            "Limits of date are taken by years: PY is what is sent.",
            "It takes no query of more than some 2,000 characters: it is divided or refused.",
        ),
    )

    def sign(self, request: Request, access: Access) -> tuple[Request, Mapping[str, str]]:
        return request, {"Accept": "application/json", "X-ApiKey": access.key}

    def ask(self, query: str, limits: Limits) -> Request:
        if limits.first or limits.last:
            first, last = limits.first[:4] or _EARLIEST, limits.last[:4] or _LATEST
            query = f"({query}) AND PY=({first}-{last})"
        span = (("modifiedTimeSpan", f"{limits.since}+{_ENDLESS}"),) if limits.since else ()
        return Request(
            "documents",
            (("db", limits.option("db", "WOS")), ("q", query), ("limit", str(self.about.page)),
             ("page", "1"), *span),
        )  # fmt: skip

    def counting(self, request: Request) -> Request:
        return request.having(limit="1")

    def fault(self, reply: Reply) -> Fault | None:
        if reply.status in {_NO_KEY, _FORBIDDEN}:
            what = "it does not accept the key" if reply.status == _NO_KEY else "it refuses access"
            return Fault("permanent", f"{what} ({reply.status})", _KEY_REMEDY, status=reply.status)
        if reply.status == _TOO_MANY and _used_up(reply):
            return Fault(
                "budget", "the requests that its key has are used up (429)",
                "come back tomorrow, or ask for a plan with more; what was received is kept",
                status=_TOO_MANY,
            )  # fmt: skip
        return None

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        found = _json.as_object(reply.body)
        if isinstance(found, Fault):
            return found
        stated, hits = _json.table(found.get("metadata")), found.get("hits")
        total = _json.whole(stated.get("total"))
        if total == 0 and hits is None:
            hits = []
        if total is None or not isinstance(hits, list):
            return Fault("malformed", "its answer lacks metadata.total or hits")
        page = int(sent.param("page") or 1)
        size = _json.whole(stated.get("limit")) or int(sent.param("limit") or 1)
        # Pages are numbered, so what came before is as many as the server gives at once.
        through = (page - 1) * size + len(hits)
        return Page(len(hits), total, sent.having(page=str(page + 1)) if through < total else None)

    def entries(self, body: bytes) -> Iterator[Entry]:
        found = _json.as_object(body)
        hits = [] if isinstance(found, Fault) else found.get("hits")
        yield from (_entry(item) for item in hits) if isinstance(hits, list) else ()


def _used_up(reply: Reply) -> bool:
    """Whether a 429 speaks of a quota: what it says is not documented, so words are looked for."""
    if reply.header("retry-after"):
        return False  # the common rule tells a long wait from a short one
    left = (
        value
        for name, value in reply.headers.items()
        if "remaining" in name and ("day" in name or "year" in name)
    )
    said = reply.body[:2000].decode("utf-8", "replace").lower()
    return any(value.strip() == "0" for value in left) or any(word in said for word in _QUOTA)


def _entry(item: object) -> Entry:
    doc = _json.table(item)
    key = _json.text(doc.get("uid"))
    if not key:
        return Entry("", None, "an entry without a number of Web of Science", _json.raw(item))
    source, known = _json.table(doc.get("source")), _json.table(doc.get("identifiers"))
    types = (*_json.texts(doc.get("types")), *_json.texts(doc.get("sourceTypes")))
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=next((_KINDS[name.lower()] for name in types if name.lower() in _KINDS), "other"),
        title=_markup.plain(_json.text(doc.get("title"))),
        authors=_authors(_json.table(doc.get("names"))),
        year=_json.whole(source.get("publishYear")),
        venue=_json.text(source.get("sourceTitle")),
        volume=_json.text(source.get("volume")),
        issue=_json.text(source.get("issue")),
        pages=_json.text(_json.table(source.get("pages")).get("range"))
        or _json.text(source.get("articleNumber")),
        keywords=_json.texts(_json.table(doc.get("keywords")).get("authorKeywords")),
        doi=parse_doi(_json.text(known.get("doi"))),
        pmid=parse_pmid(_json.text(known.get("pmid"))),
        isxn=next(
            (text for name in ("issn", "eissn", "isbn", "eisbn")
             if (text := _json.text(known.get(name)))), "",
        ),
        url=_json.text(_json.table(doc.get("links")).get("record")),
        database="Web of Science",
        accession=key,
        extra=tuple(_extra(types)),
    )  # fmt: skip
    return Entry(key, record)


def _authors(names: dict[str, Any]) -> tuple[str, ...]:
    """Each as displayed, which is `Family, Given`; else in the form of Web of Science."""
    found = (
        _json.text(one.get("displayName")) or _json.text(one.get("wosStandard"))
        for one in _json.tables(names.get("authors"))
    )
    return tuple(name for name in found if name)


def _extra(types: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield from (("type", name) for name in dict.fromkeys(types))
    if any(name.lower() == _RETRACTED for name in types):
        yield "retracted", "yes"


SOURCE = _Wos()
