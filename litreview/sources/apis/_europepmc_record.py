"""Europe PMC's results: a record from the full form (core) or the short one (lite).

A result is known by `source` and `id` together: MED:123 and AGR:123 are two works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from litreview.model import Record, parse_doi, parse_pmid
from litreview.sources import _json, _markup
from litreview.sources.source import UNFILED, UNNUMBERED, Copy, Entry, Pairs

_BY_SOURCE = {"PPR": "preprint", "ETH": "thesis", "NBK": "book", "PAT": "other"}
_BY_TYPE = {
    "preprint": "preprint", "book": "book", "book chapter": "chapter", "chapter": "chapter",
    "thesis": "thesis", "dissertation": "thesis", "academic dissertation": "thesis",
    "technical report": "report", "report": "report", "dataset": "dataset",
    "congress": "conference",
}  # fmt: skip
"""Kinds by publication type, in small letters; all others are articles."""
_OPEN = frozenset({"OA", "F"})
"""Open access, and free to read."""
_RETRACTED = "retracted publication"
_WITHDRAWN = "retraction in"
_HEADING = re.compile(r"<h4>([^<]{0,200})</h4>", re.IGNORECASE)
_YEAR = re.compile(r"[0-9]{4}")


def key_of(item: object) -> str:
    """``MED:123``: the numbers of its sources overlap; "": one of both is missing."""
    result = _json.table(item)
    source, number = _json.text(result.get("source")), _json.text(result.get("id"))
    return f"{source}:{number}" if source and number else ""


def entry(item: object) -> Entry:
    """A result as a record, or the failure that it has no identifier. Never raises."""
    result = _json.table(item)
    key = key_of(item)
    if not key:
        return Entry("", None, "an entry without source and id", _json.raw(item))
    source, number = _json.text(result.get("source")), _json.text(result.get("id"))
    info = _json.table(result.get("journalInfo"))
    journal = _json.table(info.get("journal"))
    book = _json.table(result.get("bookOrReportDetails"))
    types, headings = _types(result), _headings(result)
    words = (*_json.texts(_within(result, "keywordList", "keyword")), *(h for h, _ in headings))
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=_kind(source, types),
        title=_markup.plain(_json.text(result.get("title"))),
        authors=tuple(_authors(result)),
        year=_year(result, info, book),
        venue=_first(journal.get("title"), result.get("journalTitle"), book.get("comprisingTitle"),
                     book.get("seriesName")),
        volume=_first(info.get("volume"), result.get("journalVolume")),
        issue=_first(info.get("issue"), result.get("issue")),
        pages=_json.text(result.get("pageInfo")),
        abstract=_abstract(_json.text(result.get("abstractText"))),
        keywords=_once(words),
        doi=parse_doi(_json.text(result.get("doi"))),
        pmid=parse_pmid(_json.text(result.get("pmid"))),
        isxn=_first(journal.get("issn"), journal.get("essn"), result.get("journalIssn"),
                    book.get("isbn13"), book.get("isbn10")),
        url=f"https://europepmc.org/article/{source}/{number}",
        language=_json.text(result.get("language")),
        publisher=_json.text(book.get("publisher")),
        database="Europe PMC",
        accession=key,
        extra=(*_extra(result, types), *(pair for _, pairs in headings for pair in pairs)),
    )  # fmt: skip
    return Entry(key, record)


def copies(item: object) -> Iterator[Copy]:
    """The open copies of a result: PDFs, and pages that lead to the text."""
    result = _json.table(item)
    licence = _json.text(result.get("license"))
    for link, kind in _links(result):
        yield Copy(link, "pdf" if kind == "pdf" else "page", licence, _version(result))


def _version(result: dict[str, Any]) -> str:
    if _json.text(result.get("source")) == "PPR":
        return "submitted"
    manuscripts = ("authMan", "epmcAuthMan", "nihAuthMan")
    return "accepted" if any(_flag(result, name) for name in manuscripts) else "published"


def _links(result: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Addresses of open copies, each with its style: pdf, html or doi."""
    for one in _json.tables(_within(result, "fullTextUrlList", "fullTextUrl")):
        link = _json.text(one.get("url"))
        if _json.text(one.get("availabilityCode")) in _OPEN and link.startswith(
            ("https://", "http://")
        ):
            yield link, _json.text(one.get("documentStyle")).lower()


def _types(result: dict[str, Any]) -> tuple[str, ...]:
    """Publication types: a list, or in the short form one text with semicolons."""
    listed = _json.texts(_within(result, "pubTypeList", "pubType"))
    parts = (part.strip() for part in _json.text(result.get("pubType")).split(";"))
    return listed or tuple(part for part in parts if part)


def _kind(source: str, types: tuple[str, ...]) -> str:
    if source in _BY_SOURCE:
        return _BY_SOURCE[source]
    low = [name.lower() for name in types]
    return next((_BY_TYPE[name] for name in low if name in _BY_TYPE), "article")


def _authors(result: dict[str, Any]) -> Iterator[str]:
    """``Family, Given`` where the full form separates them; else as in the line of authors."""
    listed = _json.tables(_within(result, "authorList", "author"))
    for one in listed:
        family = _json.text(one.get("lastName"))
        given = _first(one.get("firstName"), one.get("initials"))
        named = f"{family}, {given}" if family and given else family
        if name := named or _first(one.get("collectiveName"), one.get("fullName")):
            yield name
    if not listed:
        line = _json.text(result.get("authorString")).removesuffix(".")
        yield from (name for part in line.split(",") if (name := part.strip()))


def _year(*places: dict[str, Any]) -> int | None:
    """The year of publication; where none is given, that of the first publication."""
    result = places[0]
    said = [result.get("pubYear"), *(place.get("yearOfPublication") for place in places)]
    for value in (*said, result.get("firstPublicationDate")):
        if found := _YEAR.match(_json.text(value)):
            return int(found[0])
    return None


def _abstract(text: str) -> str:
    """Headings inside (``<h4>Background</h4>``) become ``Background: ``."""
    return _markup.plain(_HEADING.sub(lambda found: f" {found[1].strip().rstrip(':')}: ", text))


def _headings(result: dict[str, Any]) -> list[tuple[str, Pairs]]:
    """MeSH descriptors, each with its pairs for `Record.extra`.

    A pair is ``Heading`` or ``Heading/qualifier``, with ``*`` behind what is a major topic.
    """
    found = []
    for one in _json.tables(_within(result, "meshHeadingList", "meshHeading")):
        if not (name := _json.text(one.get("descriptorName"))):
            continue
        qualifiers = _json.tables(_within(one, "meshQualifierList", "meshQualifier"))
        texts = [f"{name}/{_json.text(q.get('qualifierName'))}{_star(q)}" for q in qualifiers]
        found.append((name, tuple(("mesh", text) for text in texts or [f"{name}{_star(one)}"])))
    return found


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    """Each word once, whatever its case, as it came first."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(word.casefold(), word)
    return tuple(found.values())


def _star(one: dict[str, Any]) -> str:
    return "*" if _flag(one, "majorTopic_YN") else ""


def _extra(result: dict[str, Any], types: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield from (("publicationtype", name) for name in types)
    if pmcid := _json.text(result.get("pmcid")):
        yield "pmcid", pmcid
    if _flag(result, "isOpenAccess"):
        yield "openaccess", "yes"
    if licence := _json.text(result.get("license")):
        yield "license", licence
    yield from (("fulltext", link) for link, _ in _links(result))
    withdrawn = _RETRACTED in {name.lower() for name in types}
    for one in _json.tables(_within(result, "commentCorrectionList", "commentCorrection")):
        what = _json.text(one.get("type")).lower()
        if what:
            yield what, _first(one.get("reference"), one.get("id"))
        withdrawn = withdrawn or what == _WITHDRAWN
    if withdrawn:
        yield "retracted", "yes"


def _flag(result: dict[str, Any], name: str) -> bool:
    return _json.text(result.get(name)) == "Y"


def _within(result: dict[str, Any], outer: str, inner: str) -> object:
    return _json.table(result.get(outer)).get(inner)


def _first(*values: object) -> str:
    return next((text for value in values if (text := _json.text(value))), "")
