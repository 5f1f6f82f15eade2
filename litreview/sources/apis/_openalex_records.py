"""A work of OpenAlex as a record. Every value may be missing, null or of another type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from litreview.model import Record, parse_doi, parse_pmid
from litreview.sources import _json
from litreview.sources._markup import plain
from litreview.sources.source import UNFILED, UNNUMBERED, Copy, Entry

FIELDS = (
    "id", "doi", "title", "display_name", "publication_year", "publication_date", "ids",
    "language", "primary_location", "type", "open_access", "authorships", "is_authors_truncated",
    "biblio", "is_retracted", "keywords", "referenced_works_count", "abstract_inverted_index",
)  # fmt: skip
"""What is asked for of a work: half of what it would send."""
PLACES = ("id", "doi", "open_access", "best_oa_location", "locations")
"""What is asked for to find a copy."""
_KINDS = {
    "article": "article", "review": "article", "letter": "article", "editorial": "article",
    "erratum": "article", "book-review": "article", "data-paper": "article", "book": "book",
    "book-chapter": "chapter", "reference-entry": "chapter", "conference-paper": "conference",
    "conference-abstract": "conference", "dataset": "dataset", "preprint": "preprint",
    "report": "report", "standard": "report", "dissertation": "thesis", "libguides": "webpage",
}  # fmt: skip
_KEY = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?([Ww][0-9]{1,18})")
_VERSIONS = {
    "publishedVersion": "published", "acceptedVersion": "accepted",
    "submittedVersion": "submitted",
}  # fmt: skip
_LAST_YEAR = 9999


def key_of(text: str) -> str:
    """``W123`` of a work's key or address; "": it is neither."""
    found = _KEY.fullmatch(text.strip())
    return found[1].upper() if found else ""


def entry_of(work: object) -> Entry:
    """One result."""
    doc = _json.table(work)
    key = key_of(_json.text(doc.get("id")))
    if not key:
        return Entry("", None, "an entry without an OpenAlex key", _json.raw(work))
    ids, place = _json.table(doc.get("ids")), _json.table(doc.get("primary_location"))
    venue, biblio = _json.table(place.get("source")), _json.table(doc.get("biblio"))
    doi = parse_doi(_json.text(doc.get("doi")) or _json.text(ids.get("doi")))
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=_kind(doc, venue),
        title=plain(_json.text(doc.get("title")) or _json.text(doc.get("display_name"))),
        authors=tuple(_authors(doc)),
        year=_year(doc),
        venue=plain(_json.text(venue.get("display_name"))),
        volume=_json.text(biblio.get("volume")),
        issue=_json.text(biblio.get("issue")),
        pages=_pages(biblio),
        abstract=plain(abstract_of(doc.get("abstract_inverted_index"))),
        keywords=tuple(_names(doc.get("keywords"))),
        doi=doi,
        pmid=parse_pmid(_json.text(ids.get("pmid"))),
        isxn=_json.text(venue.get("issn_l")) or next(iter(_json.texts(venue.get("issn"))), ""),
        url=_json.text(place.get("landing_page_url"))
        or (f"https://doi.org/{doi}" if doi else f"https://openalex.org/{key}"),
        language=_json.text(doc.get("language")),
        publisher=plain(_json.text(venue.get("host_organization_name"))),
        database="OpenAlex",
        accession=key,
        extra=tuple(_extra(doc, ids)),
    )
    return Entry(key, record)


def abstract_of(index: object) -> str:
    """The text of an inverted index, ``{"word": [0, 7], ...}``: the words by their positions.

    What is no position is left out; gaps are closed, so a huge one costs nothing.
    """
    placed = [
        (at, word)
        for word, places in _json.table(index).items()
        if isinstance(places, list)
        for at in places
        if type(at) is int and at >= 0
    ]
    placed.sort()
    return " ".join([word for _, word in placed])


def copies_of(work: dict[str, Any]) -> tuple[Copy, ...]:
    """The open copies that a work names, the best place first, each address once."""
    best = work.get("best_oa_location")
    places = [place for place in (best, *_json.tables(work.get("locations"))) if _is_open(place)]
    found: dict[str, Copy] = {}
    for place in map(_json.table, places):
        licence = _json.text(place.get("license"))
        version = _VERSIONS.get(_json.text(place.get("version")), "")
        if pdf := _address(place.get("pdf_url")):
            found.setdefault(pdf, Copy(pdf, "pdf", licence, version))
        if page := _address(place.get("landing_page_url")):
            found.setdefault(page, Copy(page, "page", licence, version))
    if url := _address(_json.table(work.get("open_access")).get("oa_url")):
        found.setdefault(url, Copy(url, "page"))
    return tuple(found.values())


def _is_open(place: object) -> bool:
    return _json.table(place).get("is_oa") is True


def _address(value: object) -> str:
    text = _json.text(value)
    return text if text.lower().startswith(("http://", "https://")) else ""


def _kind(doc: dict[str, Any], venue: dict[str, Any]) -> str:
    kind = _KINDS.get(_json.text(doc.get("type")), "other")
    proceedings = _json.text(venue.get("type")) == "conference"
    return "conference" if kind == "article" and proceedings else kind


def _authors(doc: dict[str, Any]) -> Iterator[str]:
    """As printed: OpenAlex does not tell the family name."""
    for one in _json.tables(doc.get("authorships")):
        author = _json.table(one.get("author"))
        name = _json.text(one.get("raw_author_name")) or _json.text(author.get("display_name"))
        if name:
            yield plain(name)


def _names(items: object) -> Iterator[str]:
    for one in _json.tables(items):
        if name := _json.text(one.get("display_name")):
            yield name


def _year(doc: dict[str, Any]) -> int | None:
    year = _json.whole(doc.get("publication_year"))
    if year is None:
        year = _json.whole(_json.text(doc.get("publication_date"))[:4])
    return year if year is not None and 0 < year <= _LAST_YEAR else None


def _pages(biblio: dict[str, Any]) -> str:
    first, last = _json.text(biblio.get("first_page")), _json.text(biblio.get("last_page"))
    return f"{first}-{last}" if first and last and first != last else first or last


def _extra(doc: dict[str, Any], ids: dict[str, Any]) -> Iterator[tuple[str, str]]:
    access = _json.table(doc.get("open_access"))
    told = (
        ("type", doc.get("type")),
        ("publication_date", doc.get("publication_date")),
        ("open_access", access.get("oa_status")),
        ("oa_url", access.get("oa_url")),
        ("pmcid", ids.get("pmcid")),
        ("referenced_works", doc.get("referenced_works_count")),
    )
    yield from ((tag, text) for tag, value in told if (text := _json.text(value)))
    if doc.get("is_retracted") is True:
        yield "retracted", "yes"
    if doc.get("is_authors_truncated") is True:
        yield "authors", "only the first 100 are given"
