"""Two formats that say more than Dublin Core: DataCite's, and MODS as SwePub uses it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from litreview.model import Record
from litreview.sources import _oai_xml as xml
from litreview.sources._oai_kinds import kind_of
from litreview.sources._oai_records import (
    abstracts,
    address_of,
    doi_of,
    name_of,
    number_of,
    subjects_of,
    text_of,
    year_of,
)
from litreview.sources.source import UNFILED, UNNUMBERED

_AUTHORS = frozenset({"", "aut", "author", "cre", "creator"})


def datacite(metadata: etree._Element, key: str, database: str) -> Record:
    """A record of DataCite's schema, bare or wrapped as ``oai_datacite``."""
    found = next((one for one in _all(metadata, "resource")), metadata)
    titles = [text for one in _under(found, "titles", "title") if (text := text_of(one))]
    said = [text_of(one) for one in _under(found, "descriptions", "description")]
    abstract, notes = abstracts([text for text in said if text], titles[1:])
    words, classes = subjects_of(text_of(one) for one in _under(found, "subjects", "subject"))
    types = [text for one in _all(found, "resourceType")
             for text in (one.get("resourceTypeGeneral", ""), text_of(one)) if text]  # fmt: skip
    marks = [text_of(one) for one in _all(found, "identifier")]
    marks += [text_of(one) for one in _under(found, "alternateIdentifiers", "alternateIdentifier")]
    issued = (text_of(one) for one in _under(found, "dates", "date"))
    return Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=kind_of(types),
        title=next(iter(titles), ""),
        authors=_makers(found),
        year=year_of([xml.text_of(found, "publicationYear")]) or year_of(issued),
        venue=_container(found),
        abstract=abstract,
        keywords=words,
        doi=doi_of(marks),
        isxn=number_of(marks),
        url=address_of(marks),
        language=xml.text_of(found, "language"),
        publisher=xml.text_of(found, "publisher"),
        database=database,
        accession=key,
        extra=(*notes, *classes, *(("type", text) for text in types), *_rest(found, marks)),
    )


def _makers(found: etree._Element) -> tuple[str, ...]:
    names = (_maker(one) for one in _under(found, "creators", "creator"))
    return tuple(name for name in names if name)


def _maker(creator: etree._Element) -> str:
    family, given = xml.text_of(creator, "familyName"), xml.text_of(creator, "givenName")
    if family:
        return f"{family}, {given}" if given else family
    return name_of(xml.text_of(creator, "creatorName"))


def _container(found: etree._Element) -> str:
    """The journal or book that holds the work, where a related item says so."""
    for one in _under(found, "relatedItems", "relatedItem"):
        if one.get("relationType") in {"IsPublishedIn", "IsPartOf"}:
            titles = _under(one, "titles", "title")
            return text_of(titles[0]) if titles else ""
    return ""


def _rest(found: etree._Element, marks: list[str]) -> Iterator[tuple[str, str]]:
    for one in _under(found, "dates", "date"):
        yield "date", f"{text_of(one)} ({one.get('dateType', '')[:40]})"
    for one in _under(found, "contributors", "contributor"):
        yield "contributor", xml.text_of(one, "contributorName")
    yield from (("identifier", text) for text in dict.fromkeys(marks) if text)
    for one in _under(found, "relatedIdentifiers", "relatedIdentifier"):
        yield "relation", f"{one.get('relationType', '')[:40]} {text_of(one)}".strip()
    for one in _under(found, "rightsList", "rights"):
        yield "rights", text_of(one) or one.get("rightsURI", "")[:500]


def mods(metadata: etree._Element, key: str, database: str) -> Record:
    """A record of MODS, as far as SwePub's and DSpace's use of it goes."""
    found = next((one for one in _all(metadata, "mods")), metadata)
    titles = [_title(one) for one in xml.children(found, "titleInfo")]
    said = [text for one in xml.children(found, "abstract") if (text := text_of(one))]
    abstract, notes = abstracts(said, [text for text in titles[1:] if text])
    topics = [text_of(t) for one in xml.children(found, "subject")
              for t in xml.children(one, "topic")]  # fmt: skip
    words, classes = subjects_of(topics)
    host = next((o for o in xml.children(found, "relatedItem") if o.get("type") == "host"), None)
    marks = [_marked(one) for one in xml.children(found, "identifier")]
    of_host = [_marked(one) for one in xml.children(host, "identifier")]
    origin = xml.child(found, "originInfo")
    places = [text_of(one) for one in _under(found, "location", "url")]
    types = [text_of(one) for name in ("genre", "typeOfResource") for one in
             xml.children(found, name)]  # fmt: skip
    return Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=kind_of(types),
        title=next(iter(titles), ""),
        authors=tuple(name for one in xml.children(found, "name") if (name := _author(one))),
        year=year_of(xml.texts_of(origin, "dateIssued")),
        venue=next((_title(one) for one in xml.children(host, "titleInfo")), ""),
        volume=_detail(host, "volume"),
        issue=_detail(host, "issue"),
        pages=_extent(host),
        abstract=abstract,
        keywords=words,
        doi=doi_of(marks),
        isxn=number_of((*marks, *of_host)),
        url=address_of([*marks, *places]),
        language="; ".join(
            dict.fromkeys(text_of(one) for one in _under(found, "language", "languageTerm"))
        ),
        publisher=xml.text_of(origin, "publisher"),
        database=database,
        accession=key,
        extra=(*notes, *classes, *_besides(types, marks, places)),
    )


def _besides(types: list[str], marks: list[str], places: list[str]) -> Iterator[tuple[str, str]]:
    yield from (("type", text) for text in types if text)
    yield from (("identifier", text) for text in marks if text)
    yield from (("fulltext", text) for text in places if text.lower().endswith(".pdf"))


def _title(info: etree._Element) -> str:
    title, sub = text_of(xml.child(info, "title")), text_of(xml.child(info, "subTitle"))
    return f"{title}: {sub}" if title and sub else title or sub


def _author(name: etree._Element) -> str:
    roles = {text_of(one).casefold() for one in _under(name, "role", "roleTerm")}
    if roles and not roles & _AUTHORS:
        return ""
    parts = xml.children(name, "namePart")
    by_type = {part.get("type", ""): text_of(part) for part in reversed(parts)}
    family, given = by_type.get("family", ""), by_type.get("given", "")
    if family:
        return f"{family}, {given}" if given else family
    return name_of(by_type.get("", ""))


def _marked(identifier: etree._Element) -> str:
    """An identifier with its type in front where it would not be known without."""
    kind, said = identifier.get("type", "").strip().lower(), text_of(identifier)
    return f"{kind}:{said}" if said and kind in {"isbn", "issn", "hdl"} else said


def _detail(host: etree._Element | None, kind: str) -> str:
    for one in _under(host, "part", "detail"):
        if one.get("type") == kind:
            return xml.text_of(one, "number")
    return ""


def _extent(host: etree._Element | None) -> str:
    for one in _under(host, "part", "extent"):
        first, last = xml.text_of(one, "start"), xml.text_of(one, "end")
        return f"{first}-{last}" if first and last else first
    return ""


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """`element` itself and all below it of that name."""
    yield from element.iter(f"{{*}}{name}")


def _under(element: etree._Element | None, outer: str, inner: str) -> list[etree._Element]:
    """The children `inner` of the children `outer`."""
    return [one for place in xml.children(element, outer) for one in xml.children(place, inner)]
