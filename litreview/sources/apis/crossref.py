"""Crossref: works by words, ranked; no boolean search. What comes is judged by the query here.

Its cursor is a place that the server keeps: the same cursor, sent again, brings the next page each
time. A request whose answer was lost has moved it on, so a walk that was disturbed begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from litreview.model import Record, parse_doi
from litreview.sources import _json
from litreview.sources._markup import plain
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

_DOCS = "https://www.crossref.org/documentation/retrieve-metadata/rest-api"
_KINDS = {
    "journal-article": "article",
    "book": "book", "monograph": "book", "edited-book": "book", "reference-book": "book",
    "book-chapter": "chapter", "book-section": "chapter", "book-part": "chapter",
    "book-track": "chapter", "reference-entry": "chapter",
    "proceedings-article": "conference", "proceedings": "conference",
    "dataset": "dataset", "database": "dataset", "posted-content": "preprint",
    "report": "report", "report-component": "report", "dissertation": "thesis",
}  # fmt: skip
_DATES = ("published", "issued", "published-print", "published-online", "posted", "approved")
"""Where the year is looked for, in this order; theses have the day of their approval only."""
_RETRACTIONS = frozenset({"retraction", "withdrawal", "removal"})
_BAD, _UNKNOWN = 400, 404


class _Crossref(Searchable):
    about = About(
        name="crossref",
        title="Crossref",
        base_url="https://api.crossref.org/",
        licence="metadata are facts, free to use; abstracts are those of publishers and authors",
        references=(
            f"{_DOCS}/",
            f"{_DOCS}/access-and-authentication/",
            "https://www.crossref.org/blog/announcing-changes-to-rest-api-rate-limits/",
            "https://github.com/CrossRef/rest-api-doc",
        ),
        checked="2026-11-24",
        key="optional",
        key_from="https://www.crossref.org/services/metadata-retrieval/metadata-plus/",
        email="optional",
        rate=5.0,
        rate_keyed=10.0,
        page=500,
        resumes=False,
        repeats=True,
        since=True,
        most=10_000,
        keywords=False,
        options={
            "filter": "more of Crossref's filters, as it writes them: "
            "type:journal-article,has-abstract:true",
        },
        cannot=(
            "It has no boolean search, no phrases and no truncation: every word widens.",
            "The 10,000 works that it ranks highest are taken and judged here; --most takes more.",
            "It has no keywords; what has no abstract there is kept unless its title rules it out.",
            "A harvest that is interrupted begins anew: its cursor cannot be gone back to.",
        ),
    )

    def ask(self, query: str, limits: Limits) -> Request:
        filters = [
            f"{name}:{value}"
            for name, value in (("from-pub-date", limits.first), ("until-pub-date", limits.last),
                                ("from-index-date", limits.since))
            if value
        ]  # fmt: skip
        filters += [part for part in (limits.option("filter"),) if part]
        params = (("query.bibliographic", query), ("filter", ",".join(filters)),
                  ("rows", str(self.about.page)), ("cursor", "*"))  # fmt: skip
        return Request("works", tuple(pair for pair in params if pair[1]))

    def counting(self, request: Request) -> Request:
        return request.without("cursor").having(rows="0")

    def sign(self, request: Request, access: Access) -> tuple[Request, Mapping[str, str]]:
        signed = request.having(mailto=access.email) if access.email else request
        key = {"Crossref-Plus-API-Token": f"Bearer {access.key}"} if access.key else {}
        return signed, key

    def fault(self, reply: Reply) -> Fault | None:
        if reply.status not in {_BAD, _UNKNOWN}:
            return None
        found = _json.as_object(reply.body)
        said = _json.tables(found.get("message")) if isinstance(found, dict) else []
        if any(one.get("type") == "cursor-invalid" for one in said):
            what = f"it no longer knows the place in the results ({reply.status})"
            return Fault("transient", what, restart=True, status=reply.status)
        words = "; ".join(text for one in said if (text := _json.text(one.get("message"))))
        if reply.status == _UNKNOWN or not words:
            return None
        what = f"it refuses the request (400: {words[:200]})"
        return Fault("permanent", what, "see docs/sources/crossref.md", status=_BAD)

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        found = _json.as_object(reply.body)
        if isinstance(found, Fault):
            return found
        message = _json.table(found.get("message"))
        total, items = _json.whole(message.get("total-results")), message.get("items")
        if total is None or not isinstance(items, list):
            return Fault("malformed", "its answer lacks total-results or items")
        cursor = _json.text(message.get("next-cursor"))
        more = sent.having(cursor=cursor) if cursor and items else None
        return Page(len(items), total, more)

    def entries(self, body: bytes) -> Iterator[Entry]:
        yield from map(_entry, _items(body))

    def keys(self, body: bytes) -> Iterator[str]:
        for item in _items(body):
            yield _key(item) or _entry(item).identity


def _items(body: bytes) -> list[object]:
    found = _json.table(_json.table(_json.as_object(body)).get("message")).get("items")
    return found if isinstance(found, list) else []


def _key(found: object) -> str:
    return _json.text(_json.table(found).get("DOI")).lower()


def _entry(found: object) -> Entry:
    item, key = _json.table(found), _key(found)
    if not key:
        return Entry("", None, "an entry without a DOI", _json.raw(found))
    kind = _KINDS.get(_json.text(item.get("type")), "other")
    day = next(_days(item), "")
    numbers = ("ISBN", "ISSN") if kind == "book" else ("ISSN", "ISBN")
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=kind if kind != "preprint" or _is_preprint(item) else "other",
        title=_title(item),
        authors=_people(item.get("author")) or _people(item.get("editor")),
        year=int(day[:4]) if day else None,
        venue=plain(_first(item, "container-title")),
        volume=_json.text(item.get("volume")),
        issue=_json.text(item.get("issue")),
        pages=_json.text(item.get("page")) or _json.text(item.get("article-number")),
        abstract=plain(_json.text(item.get("abstract"))),
        doi=parse_doi(key),
        isxn=next((number for name in numbers if (number := _first(item, name))), ""),
        url=_json.text(item.get("URL")) or f"https://doi.org/{key}",
        language=_json.text(item.get("language")),
        publisher=_json.text(item.get("publisher")),
        database="Crossref",
        accession=key,
        extra=tuple(_extra(item, key, day)),
    )
    return Entry(key, record)


def _first(item: dict[str, Any], name: str) -> str:
    """The first of the texts of a field that is a list."""
    return next(iter(_json.texts(item.get(name))), "")


def _title(item: dict[str, Any]) -> str:
    """The first title, with its subtitle where that does not stand in it already.

    Where there is neither, the title in the original language.
    """
    title, more = plain(_first(item, "title")), plain(_first(item, "subtitle"))
    if not more or more.casefold() in title.casefold():
        return title or plain(_first(item, "original-title"))
    return f"{title}{' ' if title.endswith((':', '?')) else ': '}{more}" if title else more


def _people(value: object) -> tuple[str, ...]:
    """Authors or editors: ``Family, Given``, or the name of an organisation."""
    named = (
        ", ".join(part for part in (_name(one, "family"), _name(one, "given")) if part)
        or _name(one, "name")
        for one in _json.tables(value)
    )
    return tuple(name for name in named if name)


def _name(one: dict[str, Any], part: str) -> str:
    return plain(_json.text(one.get(part)))


def _is_preprint(item: dict[str, Any]) -> bool:
    return _json.text(item.get("subtype")) in {"", "preprint"}


def _days(item: dict[str, Any]) -> Iterator[str]:
    """Its dates of publication as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, the best first."""
    for name in _DATES:
        if day := _day(_json.table(item.get(name)).get("date-parts")):
            yield day


def _day(parts: object) -> str:
    """``[[2019, 3, null]]`` as ``2019-03``; "" where not even a year stands there."""
    inner = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(inner, list) or not inner:
        return ""
    year = _json.whole(inner[0])
    if year is None or not 1000 <= year <= 9999:  # noqa: PLR2004 - four digits
        return ""
    day = str(year)
    for part, most in zip(inner[1:3], (12, 31), strict=False):
        number = _json.whole(part)
        if number is None or not 1 <= number <= most:
            break
        day += f"-{number:02}"
    return day


def _extra(item: dict[str, Any], key: str, day: str) -> Iterator[tuple[str, str]]:
    yield from (("publicationtype", found) for found in map(_json.text, (item.get("type"),
                item.get("subtype"))) if found)  # fmt: skip
    if day:
        yield "published", day
    yield from _updates(item, key)
    yield from (("subject", name) for name in _json.texts(item.get("subject")))
    for one in _json.tables(item.get("license")):
        if url := _json.text(one.get("URL")):
            yield "licence", url
    if cited := _json.text(item.get("is-referenced-by-count")):
        yield "cited", cited


def _updates(item: dict[str, Any], key: str) -> Iterator[tuple[str, str]]:
    """What was said of the work later, and what the work says of others, as a notice does.

    A work is retracted where another one says so, or where its own entry names itself.
    """
    by, to = _json.tables(item.get("updated-by")), _json.tables(item.get("update-to"))
    of_itself = [one for one in to if _other(one) == key]
    if any(_json.text(one.get("type")).lower() in _RETRACTIONS for one in (*by, *of_itself)):
        yield "retracted", "yes"
    for name, updates in (("updated-by", by), ("update-to", to)):
        for one in updates:
            if said := f"{_json.text(one.get('type'))} {_other(one)}".strip():
                yield name, said


def _other(one: dict[str, Any]) -> str:
    """The DOI that an update names."""
    return _json.text(one.get("DOI")).lower()


SOURCE = _Crossref()
