"""PubMed's XML: from a PubmedArticle or a PubmedBookArticle to an entry.

Every element may be missing. What is repeated is read in its order; markup inside a text (``<i>``,
``<sub>``, MathML) leaves its letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from lxml import etree

from litreview.model import Doi, Pmid, Record, parse_doi, parse_pmid
from litreview.sources import _xml
from litreview.sources.source import UNFILED, UNNUMBERED, Entry, Pairs

ROOT = "PubmedArticleSet"
_ARTICLE, _BOOK = "PubmedArticle", "PubmedBookArticle"
_KINDS = {
    "Preprint": "preprint", "Dataset": "dataset", "Academic Dissertation": "thesis",
    "Technical Report": "report", "Congress": "conference",
}  # fmt: skip
"""Publication type -> kind; all others are articles."""
_RETRACTED = "Retracted Publication"
_WITHDRAWN = frozenset({"RetractionIn", "RetractedandRepublishedIn"})
_NOTICES = _WITHDRAWN | {
    "PartialRetractionIn", "ExpressionOfConcernIn", "ErratumIn", "CorrectedandRepublishedIn",
    "RetractionOf", "UpdateIn",
}  # fmt: skip
"""Links to other records that say how far to trust this one."""
_NO_LABEL = frozenset({"", "UNLABELLED", "UNASSIGNED"})
_NO_TITLE = frozenset({"", "[not available]", "[not available]."})
_NUMBERS = {"pmc": "pmcid", "pii": "pii"}
_YEAR = re.compile(r"[0-9]{4}")

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for the type


def elements(root: Element) -> list[Element]:
    """The entries of a PubmedArticleSet in order. What else may stand in it (deletions) is none."""
    return [child for child in root if child.tag in {_ARTICLE, _BOOK}]


def key_of(element: Element) -> Pmid | None:
    """The PMID of an entry."""
    return parse_pmid(_text(_citation(element), "PMID"))


def _citation(element: Element) -> Element | None:
    return element.find("BookDocument" if element.tag == _BOOK else "MedlineCitation")


def entry(element: Element) -> Entry:
    """An entry as a record, or the failure that it has no PMID."""
    inner, pmid = _citation(element), key_of(element)
    if inner is None or pmid is None:
        return Entry("", None, "an entry without a PMID", _xml.raw(element).strip())
    record = _book(element, inner, pmid) if element.tag == _BOOK else _article(element, inner, pmid)
    return Entry(pmid, record)


def _article(element: Element, citation: Element, pmid: Pmid) -> Record:
    article = _part(citation, "Article")
    journal = _part(article, "Journal")
    issue = _part(journal, "JournalIssue")
    about = _part(citation, "MedlineJournalInfo")
    types = _texts(article, "PublicationTypeList/PublicationType")
    titles = _fields(article, "ArticleTitle", "VernacularTitle")
    title, vernacular = titles.get("ArticleTitle", ""), titles.get("VernacularTitle", "")
    abstract, others = _abstract(article, citation)
    headings = _headings(citation)
    said = _fields(journal, "ISSN", "Title", "ISOAbbreviation")
    said |= _fields(about, "Country", "MedlineTA", "ISSNLinking")
    number = _fields(issue, "Volume", "Issue")
    said |= {"vernacular": vernacular, "MedlineDate": _text(issue, "PubDate/MedlineDate")}
    doi, numbers = _identifiers(
        article.findall("ELocationID"), element.find("PubmedData/ArticleIdList")
    )
    others = (*others, *numbers, *(pair for _, pairs in headings for pair in pairs))
    return Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=next((_KINDS[name] for name in types if name in _KINDS), "article"),
        title=vernacular or title if title.lower() in _NO_TITLE else title,
        authors=tuple(_names(article.find("AuthorList"))),
        year=_year(issue.find("PubDate"), article.find("ArticleDate")),
        venue=said.get("Title") or said.get("MedlineTA", ""),
        volume=number.get("Volume", ""),
        issue=number.get("Issue", ""),
        pages=_pages(article.find("Pagination")),
        abstract=abstract,
        keywords=_words(citation, headings),
        doi=doi,
        pmid=pmid,
        isxn=said.get("ISSN") or said.get("ISSNLinking", ""),
        url=_address(pmid),
        language="; ".join(_texts(article, "Language")),
        database="PubMed",
        accession=pmid,
        extra=(*_besides(types, said), *others, *_standing(citation, types)),
    )


def _besides(types: Sequence[str], said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What an article says that no field of a record is for."""
    yield from (("publicationtype", name) for name in types)
    yield from _given(
        ("vernaculartitle", said.get("vernacular")), ("medlinedate", said.get("MedlineDate")),
        ("abbreviation", said.get("ISOAbbreviation")), ("country", said.get("Country")),
    )  # fmt: skip


def _book(element: Element, document: Element, pmid: Pmid) -> Record:
    """A book, or a chapter: a document with a title of its own in a book."""
    book = _part(document, "Book")
    title, of_book = _text(document, "ArticleTitle"), _text(book, "BookTitle")
    types = _texts(document, "PublicationType")
    abstract, others = _abstract(document, document)
    lists = [*document.findall("AuthorList"), *book.findall("AuthorList")]
    authors = [one for one in lists if one.get("Type", "authors").lower() == "authors"]
    editors = [name for one in lists if one not in authors for name in _names(one)]
    extra = [("publicationtype", name) for name in types]
    extra += [("editor", name) for name in editors]
    doi, numbers = _identifiers(
        book.findall("ELocationID"), document.find("ArticleIdList"),
        element.find("PubmedBookData/ArticleIdList"),
    )  # fmt: skip
    extra += [*_given(("vernaculartitle", _text(document, "VernacularTitle"))), *others, *numbers]
    return Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind="chapter" if title and of_book else "book",
        title=title or of_book,
        authors=tuple(_names(authors[0] if authors else None)),
        year=_year(book.find("PubDate"), document.find("ContributionDate")),
        venue=of_book if title else _text(book, "CollectionTitle"),
        volume=_text(book, "Volume"),
        pages=_pages(document.find("Pagination")),
        abstract=abstract,
        keywords=_words(document, []),
        doi=doi,
        pmid=pmid,
        isxn=_text(book, "Isbn"),
        url=_address(pmid),
        language="; ".join(_texts(document, "Language")),
        publisher=_text(book, "Publisher/PublisherName"),
        database="PubMed",
        accession=pmid,
        extra=(*extra, *_standing(document, types)),
    )  # fmt: skip


def _abstract(of: Element, around: Element) -> tuple[str, Pairs]:
    """The abstract with its labels, and others (plain language, other languages) as extra pairs.

    Where there is none but another one, that stands for it.
    """
    own = _labelled(of.find("Abstract"))
    others = [text for one in around.findall("OtherAbstract") if (text := _labelled(one))]
    if not own and others:
        own = others.pop(0)
    return own, tuple(("otherabstract", text) for text in others)


def _labelled(abstract: Element | None) -> str:
    parts = []
    for one in abstract.findall("AbstractText") if abstract is not None else []:
        label = one.get("Label", "").strip()
        if text := _inner(one):
            parts.append(text if label.upper() in _NO_LABEL else f"{label.rstrip(':')}: {text}")
    return " ".join(parts)


def _names(listed: Element | None) -> Iterator[str]:
    """The authors of a list. One that the publisher withdrew as wrong is left out, as on PubMed."""
    for author in listed.iterchildren("Author") if listed is not None else ():
        if author.get("ValidYN") == "N":
            continue
        said = _fields(author, "LastName", "ForeName", "Initials", "Suffix", "CollectiveName")
        given = said.get("ForeName") or said.get("Initials")
        parts = (said.get("LastName"), given, said.get("Suffix"))
        if name := ", ".join(part for part in parts if part) or said.get("CollectiveName"):
            yield name


def _words(citation: Element, headings: list[tuple[str, Pairs]]) -> tuple[str, ...]:
    """The authors' keywords, then the MeSH descriptors; each once, whatever its case."""
    found = [*_texts(citation, "KeywordList/Keyword"), *(name for name, _ in headings)]
    once: dict[str, str] = {}
    for word in found:
        once.setdefault(word.casefold(), word)
    return tuple(once.values())


def _headings(citation: Element) -> list[tuple[str, Pairs]]:
    """MeSH descriptors, each with its pairs for `Record.extra`.

    A pair is ``Heading`` or ``Heading/qualifier``, with ``*`` behind what is a major topic.
    """
    found = []
    for heading in citation.iterfind("MeshHeadingList/MeshHeading"):
        name, whole, parts = "", "", []
        for one in heading:
            if one.tag == "DescriptorName":
                name = _inner(one)
                whole = name + _star(one)
            elif one.tag == "QualifierName":
                parts.append(f"{name}/{_inner(one)}{_star(one)}")
        if name:
            found.append((name, tuple(("mesh", part) for part in parts or [whole])))
    return found


def _star(element: Element) -> str:
    return "*" if element.get("MajorTopicYN") == "Y" else ""


def _standing(citation: Element, types: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Retractions, errata and the like; a notice is told with the place where it stands."""
    withdrawn = _RETRACTED in types
    for one in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        what = one.get("RefType", "")
        if what in _NOTICES:
            yield what.lower(), _text(one, "RefSource") or _text(one, "PMID")
        withdrawn = withdrawn or what in _WITHDRAWN
    if withdrawn:
        yield "retracted", "yes"


def _identifiers(places: list[Element], *lists: Element | None) -> tuple[Doi | None, Pairs]:
    """The DOI in the first place that holds one, and pairs of other numbers.

    places: ELocationID, before `lists` of ArticleId. The pairs: the number in PubMed Central, and
    the publisher's, which stands for the pages where there are none.
    """
    held = [(one.get("EIdType"), one.text) for one in places if one.get("ValidYN") != "N"]
    for listed in lists:
        if listed is not None:
            held += [(one.get("IdType"), one.text) for one in listed.iterchildren("ArticleId")]
    dois = (parse_doi(text or "") for kind, text in held if kind == "doi")
    others = [(_NUMBERS[kind], text.strip()) for kind, text in held if kind in _NUMBERS and text]
    return next((doi for doi in dois if doi), None), tuple(dict.fromkeys(others))


def _year(*dates: Element | None) -> int | None:
    """The year of the first date that has one; of a MedlineDate (``1998 Dec-1999 Jan``) the first.

    The day in print goes before the day online.
    """
    for date in dates:
        text = _text(date, "Year") or _text(date, "MedlineDate")
        if found := _YEAR.search(text):
            return int(found[0])
    return None


def _pages(pagination: Element | None) -> str:
    if pagination is None:
        return ""
    said = _fields(pagination, "StartPage", "EndPage", "MedlinePgn")
    first, last = said.get("StartPage", ""), said.get("EndPage", "")
    ends = f"{first}-{last}" if last not in {"", first} else first
    return said.get("MedlinePgn") or ends


def _address(pmid: str) -> str:
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"


def _given(*pairs: tuple[str, str | None]) -> list[tuple[str, str]]:
    return [(tag, text) for tag, text in pairs if text]


_NOTHING = etree.Element("nothing")


def _part(element: Element, tag: str) -> Element:
    """A child; an empty element where there is none."""
    found = element.find(tag)
    return found if found is not None else _NOTHING


def _fields(element: Element, *tags: str) -> dict[str, str]:
    """Tag -> text of the first such child that has text: one pass instead of a search for each."""
    found: dict[str, str] = {}
    for child in element.iterchildren(*tags):
        if child.tag not in found and (text := _inner(child)):
            found[child.tag] = text
    return found


def _text(element: Element | None, path: str) -> str:
    found = element.find(path) if element is not None else None
    return _inner(found) if found is not None else ""


def _texts(element: Element, path: str) -> tuple[str, ...]:
    return tuple(text for one in element.iterfind(path) if (text := _inner(one)))


def _inner(element: Element) -> str:
    """All text in an element, on one line. Most have no children: that is the quick way."""
    return _xml.text(element) if len(element) else " ".join((element.text or "").split())
