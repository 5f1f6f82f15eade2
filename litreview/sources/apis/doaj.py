"""DOAJ: the search of articles, version 4. The query stands in the path; page by number.

Only the first 1,000 records of a query are given out, so a larger one is divided by date. The
server passes the query to Elasticsearch, where the dates are those of `index.date` (year and month
of publication, always the first of the month), `created_date` and `last_updated`; the server's
source says so, the documentation of its API does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

from litreview.errors import UsageError
from litreview.model import Record, parse_doi
from litreview.sources import _json
from litreview.sources._markup import plain
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

_PATH = "search/articles/"
_SOURCE = "https://github.com/DOAJ/doaj/blob/c2b70bc5a"
_FIRST, _LAST = "1000-01-01", "3000-12-31"
"""For an end that is open: an asterisk is refused."""
_FIELDS = {"published": "index.date", "entered": "created_date"}
_ISSNS = ("eissn", "pissn")
_BAD = 400


class _Doaj(Searchable):
    about = About(
        name="doaj",
        title="DOAJ",
        base_url="https://doaj.org/api/v4/",
        licence="metadata of articles: CC0",
        references=(
            "https://doaj.org/api/v4/docs",
            "https://doaj.org/terms/",
            f"{_SOURCE}/portality/api/current/discovery.py",
            f"{_SOURCE}/portality/models/article.py",
            f"{_SOURCE}/portality/settings.py",
        ),
        checked="2026-11-24",
        dialect="doaj",
        rate=2.0,
        page=100,
        window=1_000,
        split="day",
        since=True,
        options={
            "dates": "published (the default) or entered: which day the limits, and the windows "
            "of a large query, are of. An article without a year lies in no window of "
            "published, so a large query that falls short is complete with entered.",
        },
        cannot=(
            "It has no truncation and no proximity.",
            "It gives out the first 1,000 records of a query; more are reached by dates.",
            "Days of publication are known to the month: an article counts as of its first day.",
            "It does not say which articles are retracted.",
        ),
    )

    def ask(self, query: str, limits: Limits) -> Request:
        parts = [query, _between(_field(limits), limits.first, limits.last)]
        parts.append(_between("last_updated", limits.since, ""))
        held = [part for part in parts if part]
        whole = f"({query}) AND {' AND '.join(held[1:])}" if len(held) > 1 and query else ""
        return Request(
            _PATH + quote(whole or " AND ".join(held), safe=""),
            (("page", "1"), ("pageSize", str(self.about.page)), ("sort", "created_date:asc")),
        )

    def counting(self, request: Request) -> Request:
        return request.having(pageSize="1")

    def fault(self, reply: Reply) -> Fault | None:
        if reply.status != _BAD:
            return None
        found = _json.as_object(reply.body)
        said = _json.text(found.get("error")) if isinstance(found, dict) else ""
        if "disallowed Lucene" in said:
            what, remedy = "it refuses wildcards and proximity", (
                "write out the forms of the words; DOAJ has no truncation"
            )  # fmt: skip
        elif "cannot access results beyond" in said:
            what, remedy = "it gives out the first 1,000 records only", (
                "narrow the query by years (--from, --to), or harvest doaj.org/oai.article"
            )  # fmt: skip
        elif "error executing your query" in said:
            what, remedy = "it cannot read the query", "see docs/sources/doaj.md for what it reads"
        else:
            return None
        return Fault("permanent", f"{what} (400: {said[:200]})", remedy, status=_BAD)

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        found = _json.as_object(reply.body)
        if isinstance(found, Fault):
            return found
        total, results = _json.whole(found.get("total")), found.get("results")
        if total is None or not isinstance(results, list):
            return Fault("malformed", "its answer lacks total or results")
        number = int(sent.param("page") or 1)
        size = _json.whole(found.get("pageSize")) or int(sent.param("pageSize") or 1)
        more = sent.having(page=str(number + 1)) if number * size < total else None
        return Page(len(results), total, more, echo=_json.text(found.get("query")))

    def entries(self, body: bytes) -> Iterator[Entry]:
        found = _json.table(_json.as_object(body)).get("results")
        for item in found if isinstance(found, list) else ():
            yield _entry(item)


def _field(limits: Limits) -> str:
    """What the days of the limits are of. Raises UsageError: the option names neither."""
    named = limits.option("dates", "published")
    if named not in _FIELDS:
        raise UsageError(
            f"DOAJ has no dates called {named!r}", where="--option dates=...",
            remedy=f"use one of: {', '.join(_FIELDS)}",
        )  # fmt: skip
    return _FIELDS[named]


def _between(field: str, first: str, last: str) -> str:
    """A range of days, both inclusive; "" where both ends are open."""
    return f"{field}:[{first or _FIRST} TO {last or _LAST}]" if first or last else ""


def _entry(found: object) -> Entry:
    item = _json.table(found)
    key = _json.text(item.get("id"))
    if not key:
        return Entry("", None, "an entry without DOAJ's identifier", _json.raw(found))
    bib = _json.table(item.get("bibjson"))
    journal = _json.table(bib.get("journal"))
    numbers = _identifiers(bib)
    issns = [numbers[name] for name in _ISSNS if name in numbers]
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        title=plain(_json.text(bib.get("title"))),
        authors=tuple(
            name for one in _json.tables(bib.get("author")) if (name := _json.text(one.get("name")))
        ),
        year=_json.whole(bib.get("year")),
        venue=_json.text(journal.get("title")),
        volume=_json.text(journal.get("volume")),
        issue=_json.text(journal.get("number")),
        pages=_pages(bib),
        abstract=plain(_json.text(bib.get("abstract"))),
        keywords=_json.texts(bib.get("keywords")),
        doi=parse_doi(numbers.get("doi", "")),
        isxn=next(iter((*issns, *_json.texts(journal.get("issns")))), ""),
        url=f"https://doaj.org/article/{key}",
        language="; ".join(_json.texts(journal.get("language"))),
        publisher=_json.text(journal.get("publisher")),
        database="DOAJ",
        accession=key,
        extra=tuple(_extra(item, bib)),
    )
    return Entry(key, record)


def _identifiers(bib: dict[str, Any]) -> dict[str, str]:
    """Type in small letters -> the first identifier of it."""
    found: dict[str, str] = {}
    for one in _json.tables(bib.get("identifier")):
        if value := _json.text(one.get("id")):
            found.setdefault(_json.text(one.get("type")).lower(), value)
    return found


def _pages(bib: dict[str, Any]) -> str:
    first, last = _json.text(bib.get("start_page")), _json.text(bib.get("end_page"))
    return f"{first}-{last}" if first and last and first != last else first or last


def _extra(item: dict[str, Any], bib: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if published := _published(bib):
        yield "published", published
    for one in _json.tables(bib.get("link")):
        if url := _json.text(one.get("url")):
            yield "open access", url
    for one in _json.tables(bib.get("subject")):
        if term := _json.text(one.get("term")):
            yield "subject", term
    for name in ("created_date", "last_updated"):
        if day := _json.text(item.get(name)):
            yield name, day


def _published(bib: dict[str, Any]) -> str:
    """Year and month, where both are numbers of a calendar."""
    try:
        day = date(_json.whole(bib.get("year")) or 0, _json.whole(bib.get("month")) or 0, 1)
    except (ValueError, OverflowError):
        return ""
    return day.isoformat()[:7]


SOURCE = _Doaj()
