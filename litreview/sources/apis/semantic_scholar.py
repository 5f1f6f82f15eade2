"""Semantic Scholar: the bulk search of its graph API, paged by a token.

The total is an estimate; the end is where no token comes. A token that is lost looks the same, so
the walk compares what came with the estimate. `limit` has no effect: 1,000 entries are
a page, and they come in the order of their identifiers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from litreview.model import Record, parse_doi, parse_pmid
from litreview.sources import _json
from litreview.sources._markup import plain
from litreview.sources.faults import said_by
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

_FIELDS = (
    "title", "abstract", "authors", "year", "venue", "publicationVenue", "journal",
    "publicationDate", "publicationTypes", "externalIds", "url", "openAccessPdf", "fieldsOfStudy",
    "citationCount",
)  # fmt: skip
_KINDS = {
    "Dataset": "dataset", "Book": "book", "BookSection": "chapter", "Conference": "conference",
    "JournalArticle": "article", "Review": "article", "MetaAnalysis": "article",
    "ClinicalTrial": "article", "CaseReport": "article", "Editorial": "article",
    "LettersAndComments": "article", "Study": "article",
}  # fmt: skip
"""In the order in which they are looked for: an article may be one of a conference as well."""
_VENUES = {"journal": "article", "conference": "conference"}
_PREPRINTS = frozenset({"arXiv.org", "bioRxiv", "medRxiv"})
_NUMBERS = {"ArXiv": "arxiv", "PubMedCentral": "pmcid", "CorpusId": "corpusid"}
_KEY_FROM = "https://www.semanticscholar.org/product/api#api-key-form"
_WANT_KEY = f"without a key all users share one allowance; a key is had at {_KEY_FROM}"
_OTHER_KEY = "set a valid key, or none (litreview doctor says where)"
_BAD, _FORBIDDEN, _TOO_MANY = 400, 403, 429


class _SemanticScholar(Searchable):
    about = About(
        name="semantic-scholar",
        title="Semantic Scholar",
        base_url="https://api.semanticscholar.org/graph/v1/",
        licence="ODC-BY: Semantic Scholar is to be named; abstracts are those of the publishers",
        references=(
            "https://api.semanticscholar.org/api-docs/graph",
            "https://www.semanticscholar.org/product/api/license",
            "https://github.com/allenai/s2-folks/issues/13",
        ),
        checked="2026-11-24",
        dialect="semantic-scholar",
        key="optional",
        key_from=_KEY_FROM,
        rate=1.0,
        rate_keyed=1.0,
        page=1_000,
        ends=True,
        keywords=False,
        cannot=(
            "It estimates the total: how many there are is known when the last page has come.",
            "Abstracts are missing where a publisher does not allow them.",
            "It stems all words, phrases too.",
            "It cannot be asked for what is new since a day: an update asks for all and compares.",
            "It does not say which works are retracted.",
        ),
    )  # fmt: skip

    def ask(self, query: str, limits: Limits) -> Request:
        params = [("query", query), ("fields", ",".join(_FIELDS))]
        if limits.first or limits.last:
            params.append(("publicationDateOrYear", f"{limits.first}:{limits.last}"))
        return Request("paper/search/bulk", tuple(params))

    def counting(self, request: Request) -> Request:
        return request.having(fields="title")

    def sign(self, request: Request, access: Access) -> tuple[Request, Mapping[str, str]]:
        return request, {"x-api-key": access.key} if access.key else {}

    def fault(self, reply: Reply) -> Fault | None:
        said = said_by(reply)
        if reply.status == _TOO_MANY and not reply.header("retry-after"):
            what = f"too many requests (429{said})"
            return Fault("transient", what, _WANT_KEY, status=_TOO_MANY)
        if reply.status == _FORBIDDEN and "Forbidden" in said:
            what = f"it does not accept the key (403{said})"
            return Fault("permanent", what, _OTHER_KEY, status=_FORBIDDEN)
        if reply.status == _BAD and "token" in said.lower():
            what = f"it no longer knows the place in the results (400{said})"
            return Fault("transient", what, restart=True, status=_BAD)
        return None

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        found = _json.as_object(reply.body)
        if isinstance(found, Fault):
            return found
        total, data = _json.whole(found.get("total")), found.get("data")
        if not isinstance(data, list):
            if total == 0:  # no data at all where nothing was found
                return Page(0, 0, None, exact=False)
            said = _json.text(found.get("error")) or _json.text(found.get("message"))
            return Fault("malformed", f"its answer lacks data{': ' if said else ''}{said[:200]}")
        token = _json.text(found.get("token"))
        return Page(len(data), total, sent.having(token=token) if token else None, exact=False)

    def entries(self, body: bytes) -> Iterator[Entry]:
        found = _json.table(_json.as_object(body)).get("data")
        for item in found if isinstance(found, list) else ():
            yield _entry(item)


def _entry(found: object) -> Entry:
    item = _json.table(found)
    key = _json.text(item.get("paperId"))
    if not key:
        return Entry("", None, "an entry without Semantic Scholar's identifier", _json.raw(found))
    ids, journal = _json.table(item.get("externalIds")), _json.table(item.get("journal"))
    venue = _json.table(item.get("publicationVenue"))
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=_kind(item, journal, venue),
        title=plain(_json.text(item.get("title"))),
        authors=tuple(
            name
            for one in _json.tables(item.get("authors"))
            if (name := _json.text(one.get("name")))
        ),
        year=_json.whole(item.get("year")),
        venue=_json.text(journal.get("name"))
        or _json.text(item.get("venue"))
        or _json.text(venue.get("name")),
        volume=_json.text(journal.get("volume")),
        pages=_json.text(journal.get("pages")).replace(" - ", "-"),
        abstract=plain(_json.text(item.get("abstract"))),
        doi=parse_doi(_json.text(ids.get("DOI"))),
        pmid=parse_pmid(_json.text(ids.get("PubMed"))[:20]),
        isxn=_json.text(venue.get("issn")),
        url=_json.text(item.get("url")) or f"https://www.semanticscholar.org/paper/{key}",
        database="Semantic Scholar",
        accession=key,
        extra=tuple(_extra(item, ids)),
    )
    return Entry(key, record)


def _kind(item: dict[str, Any], journal: dict[str, Any], venue: dict[str, Any]) -> str:
    """The work's kind: by its types, else by where it appeared."""
    if _json.text(item.get("venue")) in _PREPRINTS:
        return "preprint"
    types = _json.texts(item.get("publicationTypes"))
    kind = next((kind for name, kind in _KINDS.items() if name in types), "")
    kind = kind or _VENUES.get(_json.text(venue.get("type")), "")
    in_journal = _json.text(journal.get("name")) and _json.text(journal.get("volume"))
    return kind or ("article" if in_journal and not types else "other")


def _extra(item: dict[str, Any], ids: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("publicationtype", name) for name in _json.texts(item.get("publicationTypes")))
    if day := _json.text(item.get("publicationDate")):
        yield "published", day
    if url := _json.text(_json.table(item.get("openAccessPdf")).get("url")):
        yield "open access", url
    yield from (("field", name) for name in _json.texts(item.get("fieldsOfStudy")))
    for name, tag in _NUMBERS.items():
        if number := _json.text(ids.get(name)):
            yield tag, number
    if cited := _json.text(item.get("citationCount")):
        yield "cited", cited


SOURCE = _SemanticScholar()
