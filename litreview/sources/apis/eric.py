"""ERIC (Institute of Education Sciences): a Solr index, paged by `start`; no key, no date limits.

`source` (the journal), `url` and the link to a full text come only where they are asked for, and
there is no field for the DOI: it stands in `url`.
"""

from __future__ import annotations

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
    "publicationtype", "language", "issn", "isbn", "publisher", "peerreviewed", "url",
    "e_fulltextauth",
)  # fmt: skip
_KINDS = {
    "Journal Articles": "article", "Books": "book", "Dissertations/Theses": "thesis",
    "Reports - Research": "report", "Reports - Evaluative": "report",
    "Reports - Descriptive": "report", "Speeches/Meeting Papers": "conference",
}  # fmt: skip


class _Eric(Searchable):
    about = About(
        name="eric",
        title="ERIC",
        base_url="https://api.ies.ed.gov/eric/",
        licence="free to use; abstracts are those of ERIC or of the publishers",
        references=("https://eric.ed.gov/?api",),
        checked="2026-11-24",
        dialect="eric-api",
        rate=2.0,
        page=1_000,
        cannot=(
            "It cannot be asked for what is new since a day: an update asks for all and compares.",
            "It states no limit of requests; two a second are sent.",
        ),
    )

    def ask(self, query: str, limits: Limits) -> Request:
        del limits  # it has none
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
        answer = _json.table(found.get("response"))
        total, docs = _json.whole(answer.get("numFound")), answer.get("docs")
        if total is None or not isinstance(docs, list):
            return Fault("malformed", "its answer lacks numFound or docs")
        start = int(sent.param("start") or 0) + len(docs)
        more = sent.having(start=str(start)) if start < total else None
        return Page(len(docs), total, more)

    def entries(self, body: bytes) -> Iterator[Entry]:
        answer = _json.table(_json.table(_json.as_object(body)).get("response"))
        for doc in answer.get("docs", []):
            yield _entry(_json.table(doc))


def _entry(doc: dict[str, Any]) -> Entry:
    key = _json.text(doc.get("id"))
    if not key:
        return Entry("", None, "an entry without an ERIC number", _json.raw(doc))
    types = _json.texts(doc.get("publicationtype"))
    numbers = (*_json.texts(doc.get("issn")), *_json.texts(doc.get("isbn")))
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=next((_KINDS[name] for name in types if name in _KINDS), "other"),
        title=_json.text(doc.get("title")),
        authors=_json.texts(doc.get("author")),
        year=_json.whole(doc.get("publicationdateyear")),
        venue=_json.text(doc.get("source")),
        abstract=_json.text(doc.get("description")),
        keywords=_json.texts(doc.get("subject")),
        doi=parse_doi(_json.text(doc.get("url"))),
        isxn=next((n.removeprefix("ISSN-").removeprefix("ISBN-") for n in numbers), ""),
        url=_json.text(doc.get("url")) or f"https://eric.ed.gov/?id={key}",
        language="; ".join(_json.texts(doc.get("language"))),
        publisher=_json.text(doc.get("publisher")),
        database="ERIC",
        accession=key,
        extra=tuple(_extra(doc, types)),
    )
    return Entry(key, record)


def _extra(doc: dict[str, Any], types: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield from (("publicationtype", name) for name in types)
    for name in ("peerreviewed", "e_fulltextauth"):
        if found := _json.text(doc.get(name)):
            yield name, found


SOURCE = _Eric()
