"""Scopus (Elsevier), with a user's key: paged by `start` up to 5,000, then divided by years.

A cursor is for subscribers only (403 otherwise), so none is sent. No hits are one entry that holds
an error. Whoever has no COMPLETE view gets no abstracts and of the authors the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from litreview.model import Record, parse_doi, parse_pmid
from litreview.sources import _json, _markup
from litreview.sources._paging import room
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

_MOST = 5_000
_SIZES = {"COMPLETE": 25}
"""Entries that a view gives at once, where it is not as many as `About.page`."""
_KINDS = {
    "ar": "article", "re": "article", "sh": "article", "dp": "article", "tb": "article",
    "ed": "article", "le": "article", "no": "article", "er": "article", "bz": "article",
    "bk": "book", "ch": "chapter", "cp": "conference", "cr": "conference", "rp": "report",
    "pp": "preprint",
}  # fmt: skip
"""By Scopus's codes of document types."""
_RETRACTED = "tb"
_BAD, _NO_KEY, _FORBIDDEN, _TOO_MANY = 400, 401, 403, 429
_LATE = 10**11
"""A number of seconds that is later than this is one of milliseconds."""
_KEY_REMEDY = (
    "set LITREVIEW_SCOPUS_KEY, and ask from inside your institution or set the token that its "
    "library gives (LITREVIEW_SCOPUS_TOKEN); or export from Scopus by hand: litreview load"
)


class _Scopus(Searchable):
    about = About(
        name="scopus",
        title="Scopus",
        base_url="https://api.elsevier.com/content/",
        licence="Elsevier's API terms: they limit what may be stored and for how long",
        references=(
            "https://dev.elsevier.com/documentation/ScopusSearchAPI.wadl",
            "https://dev.elsevier.com/api_key_settings.html",
            "https://github.com/NLeSC/litstudy/issues/100",
            "https://github.com/pybliometrics-dev/pybliometrics/issues/192",
        ),
        checked="2026-11-24",
        dialect="scopus",
        key="required",
        key_from="https://dev.elsevier.com/",
        rate=2.0,
        page=200,
        window=_MOST,
        split="year",
        abstracts=False,
        keywords=False,
        options={
            "view": "STANDARD (200 entries at once, no abstracts, first authors only) or COMPLETE "
            "(25 at once, with abstracts, authors and keywords; for subscribers)",
            "count": "entries asked for at once, where the key allows fewer (25)",
        },
        cannot=(
            "Without the COMPLETE view it gives no abstracts, no keywords, and first authors only.",
            "One query delivers 5,000; more are taken by years, and a year is not divided.",
            "Limits of date are taken by years: PUBYEAR is all there is.",
            "It is not asked for what is new: LOAD-DATE was not verified. An update asks for all.",
        ),
    )

    def sign(self, request: Request, access: Access) -> tuple[Request, Mapping[str, str]]:
        headers = {"Accept": "application/json", "X-ELS-APIKey": access.key}
        if access.token:
            headers["X-ELS-Insttoken"] = access.token
        return request, headers

    def ask(self, query: str, limits: Limits) -> Request:
        view = limits.option("view", "STANDARD").upper()
        size = limits.option("count") or str(_SIZES.get(view, self.about.page))
        years = [f"PUBYEAR > {int(limits.first[:4]) - 1}"] if limits.first else []
        years += [f"PUBYEAR < {int(limits.last[:4]) + 1}"] if limits.last else []
        query = " AND ".join((f"({query})", *years)) if years else query
        return Request(
            "search/scopus",
            (("query", query), ("start", "0"), ("count", size), ("view", view)),
        )

    def counting(self, request: Request) -> Request:
        return request.having(count="1")

    def fault(self, reply: Reply) -> Fault | None:
        said = reply.body[:2000].decode("utf-8", "replace")
        if reply.status == _TOO_MANY and _used_up(reply):
            return Fault(
                "budget", "the quota of its key is used up (429: QUOTA_EXCEEDED)",
                wait=_until_reset(reply), status=_TOO_MANY,
            )  # fmt: skip
        if reply.status in {_NO_KEY, _FORBIDDEN}:
            what = "it does not accept the key" if reply.status == _NO_KEY else "it refuses access"
            said = _sentence(reply.body)
            return Fault("permanent", f"{what} ({reply.status}{said})", _KEY_REMEDY,
                         status=reply.status)  # fmt: skip
        if reply.status == _BAD and "maximum number allowed" in said:
            return Fault(
                "permanent", "its key allows fewer entries at once (400)",
                "ask for 25: --option count=25", status=_BAD,
            )  # fmt: skip
        return None

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        found = _json.as_object(reply.body)
        if isinstance(found, Fault):
            return found
        results = _json.table(found.get("search-results"))
        total, items = _json.whole(results.get("opensearch:totalResults")), results.get("entry")
        if total is None or not isinstance(items, list | None):
            said = _sentence(reply.body)
            return Fault("malformed", f"its answer lacks totalResults or entries{said}")
        count = len(_works(items))
        if total and not count and items:
            return Fault("malformed", f"it states {total:,} hits and sends an error in their place")
        echo = _json.text(_json.table(results.get("opensearch:Query")).get("@searchTerms"))
        return Page(count, total, _following(sent, count, total), echo=echo)

    def entries(self, body: bytes) -> Iterator[Entry]:
        found = _json.as_object(body)
        results = {} if isinstance(found, Fault) else _json.table(found.get("search-results"))
        yield from (_entry(item) for item in _works(results.get("entry")))


def _works(items: object) -> list[object]:
    """The entries that are works: the error that stands for no hits is none."""
    found = items if isinstance(items, list) else []
    return [one for one in found if not (isinstance(one, dict) and "error" in one)]


def _following(sent: Request, count: int, total: int) -> Request | None:
    """The next request: it never reaches beyond what may be asked for."""
    start = int(sent.param("start") or 0) + count
    size = room(start, total, _MOST, _json.whole(sent.param("count")) or 1)
    return sent.having(start=str(start), count=str(size)) if size else None


def _used_up(reply: Reply) -> bool:
    """Whether a 429 speaks of the quota of a week, not of requests a second."""
    quota = "QUOTA_EXCEEDED" in reply.header("x-els-status").upper()
    return quota or reply.header("x-ratelimit-remaining") == "0"


def _until_reset(reply: Reply) -> float | None:
    """Seconds from the answer's own time to the reset that it names, in seconds or milliseconds."""
    reset = _json.whole(reply.header("x-ratelimit-reset"))
    try:
        now = parsedate_to_datetime(reply.header("date")).timestamp()
    except (ValueError, OverflowError, TypeError):
        return None
    if reset is None:
        return None
    return max(0.0, (reset / 1000 if reset > _LATE else reset) - now)


def _sentence(body: bytes) -> str:
    """What an error body says: `: text`, or nothing."""
    found = _json.as_object(body)
    if isinstance(found, Fault):
        return ""
    status = _json.table(_json.table(found.get("service-error")).get("status"))
    error = _json.table(found.get("error-response"))
    said = _json.text(status.get("statusText")) or _json.text(error.get("error-message"))
    return f": {said[:200]}" if said else ""


def _entry(item: object) -> Entry:
    doc = _json.table(item)
    number = _json.text(doc.get("dc:identifier")).removeprefix("SCOPUS_ID:")
    key = _json.text(doc.get("eid")) or (f"2-s2.0-{number}" if number else "")
    if not key:
        return Entry("", None, "an entry without a Scopus number", _json.raw(item))
    subtype, year = _json.text(doc.get("subtype")), _json.text(doc.get("prism:coverDate"))[:4]
    numbers = (*_values(doc.get("prism:issn")), *_values(doc.get("prism:eIssn")),
               *_values(doc.get("prism:isbn")))  # fmt: skip
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=_KINDS.get(subtype, "other"),
        title=_markup.plain(_json.text(doc.get("dc:title"))),
        authors=_authors(doc),
        year=_json.whole(year),
        venue=_markup.plain(_json.text(doc.get("prism:publicationName"))),
        volume=_json.text(doc.get("prism:volume")),
        issue=_json.text(doc.get("prism:issueIdentifier")),
        pages=_json.text(doc.get("prism:pageRange")) or _json.text(doc.get("article-number")),
        abstract=_markup.plain(_json.text(doc.get("dc:description"))),
        keywords=_keywords(doc.get("authkeywords")),
        doi=parse_doi(_json.text(doc.get("prism:doi"))),
        pmid=parse_pmid(_json.text(doc.get("pubmed-id"))),
        isxn=next(iter(numbers), ""),
        url=_address(doc),
        database="Scopus",
        accession=key,
        extra=tuple(_extra(doc, subtype)),
    )  # fmt: skip
    return Entry(key, record)


def _values(value: object) -> tuple[str, ...]:
    """Texts, bare or as `{"$": text}`, one or several."""
    items = value if isinstance(value, list) else [value]
    found = (_json.text(item.get("$") if isinstance(item, dict) else item) for item in items)
    return tuple(text for text in found if text)


def _authors(doc: dict[str, Any]) -> tuple[str, ...]:
    """All of them in the COMPLETE view; else the first, as printed."""
    names = []
    for author in _json.tables(doc.get("author")):
        family, given = _json.text(author.get("surname")), _json.text(author.get("given-name"))
        given = given or _json.text(author.get("initials"))
        whole = ", ".join(part for part in (family, given) if part)
        names.append(whole if family else _json.text(author.get("authname")))
    found = tuple(dict.fromkeys(name for name in names if name))
    return found or _json.texts(doc.get("dc:creator"))


def _keywords(value: object) -> tuple[str, ...]:
    """Those of the authors, which stand in one text: `one | another`."""
    parts = (part.strip() for part in _json.text(value).split("|"))
    return tuple(part for part in parts if part)


def _address(doc: dict[str, Any]) -> str:
    links = _json.tables(doc.get("link"))
    pages = (_json.text(link.get("@href")) for link in links if link.get("@ref") == "scopus")
    return next(pages, "")


def _extra(doc: dict[str, Any], subtype: str) -> Iterator[tuple[str, str]]:
    if kind := _json.text(doc.get("subtypeDescription")):
        yield "type", kind
    if held := _json.text(doc.get("prism:aggregationType")):
        yield "aggregation type", held
    if doc.get("openaccess") in ("1", 1) or doc.get("openaccessFlag") is True:
        yield "open access", "yes"
    if subtype == _RETRACTED:
        yield "retracted", "yes"


SOURCE = _Scopus()
