"""ERIC (Institute of Education Sciences): a Solr index, paged by `start`; no key.

`source` (the journal), `url` and the link to a full text come only where they are asked for, and
there is no field for the DOI: it stands in `url`. Texts are plain, with the entities of XML. A
query that Solr cannot read is answered with status 200 and an error.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from litreview.model import Record, parse_doi
from litreview.sources import _json
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

_FIELDS = (
    "id", "title", "author", "source", "publicationdateyear", "description", "subject",
    "publicationtype", "language", "issn", "isbn", "publisher", "institution", "sourceid",
    "peerreviewed", "url", "e_fulltextauth",
)  # fmt: skip
_KINDS = {
    "Journal Articles": "article", "Books": "book", "Dissertations/Theses": "thesis",
    "Speeches/Meeting Papers": "conference", "Numerical/Quantitative Data": "dataset",
}  # fmt: skip
"""A work that is several is the first of these; then come reports, by their beginning."""
_NUMBER = re.compile(r"(?:E?ISSN|ISBN)-(\S{1,30})")
_VOLUME, _ISSUE, _PAGES = (
    re.compile(rf"\b{mark}(\d[\w./-]{{0,20}})") for mark in ("v", "n", "p{1,2}")
)
"""Of `sourceid`, as in `v12 n3 p1-20 Mar 2020`."""
_FULL_TEXTS = "https://files.eric.ed.gov/fulltext/"
_ENTITY = re.compile(r"&(?:quot|apos|amp|lt|gt|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
_BROKEN = 500
_SHOWN = 200


class _Eric(Searchable):
    about = About(
        name="eric",
        title="ERIC",
        base_url="https://api.ies.ed.gov/eric/",
        licence="authors and publishers keep their rights; ERIC states none for its records",
        references=("unverified: https://eric.ed.gov/?api", "https://eric.ed.gov/?copyright"),
        checked="2026-11-24",
        dialect="eric-api",
        rate=2.0,
        page=200,
        split="year",
        cannot=(
            "Limits of date are taken by years: publicationdateyear is all there is.",
            "It cannot be asked for what is new since a day: an update asks for all and compares.",
            "It states no limit of requests; two a second are sent.",
        ),
    )

    def ask(self, query: str, limits: Limits) -> Request:
        first, last = limits.first[:4] or "*", limits.last[:4] or "*"
        if limits.first or limits.last:
            query = f"({query}) AND publicationdateyear:[{first} TO {last}]"
        return Request(
            "",
            (("search", query), ("format", "json"), ("start", "0"), ("rows", str(self.about.page)),
             ("fields", ", ".join(_FIELDS))),
        )  # fmt: skip

    def counting(self, request: Request) -> Request:
        return request.having(rows="1")

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        found = _json.as_object(reply.body)
        if isinstance(found, Fault):
            return found
        if "error" in found:
            return _refusal(_json.table(found["error"]))
        answer = _json.table(found.get("response"))
        total, docs = _json.whole(answer.get("numFound")), answer.get("docs")
        if total is None or not isinstance(docs, list):
            return Fault("malformed", "its answer lacks numFound or docs")
        start = int(sent.param("start") or 0) + len(docs)
        more = sent.having(start=str(start)) if start < total else None
        return Page(len(docs), total, more, exact=answer.get("numFoundExact") is not False)

    def entries(self, body: bytes) -> Iterator[Entry]:
        found = _json.as_object(body)
        docs = {} if isinstance(found, Fault) else _json.table(found.get("response")).get("docs")
        yield from (_entry(doc) for doc in docs) if isinstance(docs, list) else ()


def _refusal(error: dict[str, Any]) -> Fault:
    """What Solr says against a query, with a status of 200 around it."""
    code = _json.whole(error.get("code")) or 0
    said = _json.text(error.get("msg"))[:_SHOWN] or "it does not say why"
    if code >= _BROKEN:
        return Fault("transient", f"it is out of order ({code}: {said})", status=code)
    return Fault(
        "permanent", f"it refuses the query ({code}: {said})",
        "see how it was written (litreview search translate shows each step)", status=code,
    )  # fmt: skip


def _entry(item: object) -> Entry:
    doc = _json.table(item)
    key = _json.text(doc.get("id"))
    if not key:
        return Entry("", None, "an entry without an ERIC number", _json.raw(item))
    types, place = _json.texts(doc.get("publicationtype")), _json.text(doc.get("sourceid"))
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=_kind(types),
        title=_plain(doc.get("title")),
        authors=_plains(doc.get("author")),
        year=_json.whole(doc.get("publicationdateyear")),
        venue=_plain(doc.get("source")),
        volume=_part(_VOLUME, place),
        issue=_part(_ISSUE, place),
        pages=_part(_PAGES, place),
        abstract=_plain(doc.get("description")),
        keywords=_plains(doc.get("subject")),
        doi=parse_doi(_json.text(doc.get("url"))),
        isxn=_isxn((*_json.texts(doc.get("issn")), *_json.texts(doc.get("isbn")))),
        url=_json.text(doc.get("url")) or f"https://eric.ed.gov/?id={key}",
        language="; ".join(_json.texts(doc.get("language"))),
        publisher=_plain(doc.get("publisher")),
        database="ERIC",
        accession=key,
        extra=tuple(_extra(doc, key, types)),
    )
    return Entry(key, record)


def _plain(value: object) -> str:
    """Text without entities, which come escaped once or twice. Those of XML and numbers only."""
    text = _json.text(value)
    for _ in range(2):
        if "&" in text:
            text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return " ".join(text.split())


def _plains(value: object) -> tuple[str, ...]:
    return tuple(_plain(text) for text in _json.texts(value))


def _kind(types: tuple[str, ...]) -> str:
    for name, kind in _KINDS.items():
        if name in types:
            return kind
    return "report" if any(name.startswith("Reports") for name in types) else "other"


def _part(pattern: re.Pattern[str], place: str) -> str:
    found = pattern.search(place)
    return found[1] if found else ""


def _isxn(numbers: tuple[str, ...]) -> str:
    """The first number, without what ERIC writes in front: `EISSN-`, and nothing behind it."""
    found = (match[1] for number in numbers if (match := _NUMBER.fullmatch(number)))
    return next(found, "")


def _extra(doc: dict[str, Any], key: str, types: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield from (("publicationtype", name) for name in types)
    if reviewed := _json.text(doc.get("peerreviewed")):
        yield "peer reviewed", {"T": "yes", "F": "no"}.get(reviewed, reviewed)
    yield from (("institution", name) for name in _plains(doc.get("institution")))
    if doc.get("e_fulltextauth") in ("T", "1", 1):  # true, T or 1, as clients of others read it
        yield "open access", f"{_FULL_TEXTS}{key}.pdf"


SOURCE = _Eric()
