"""From the metadata of one record to a `Record`: Dublin Core here, two richer formats beside.

Dublin Core says little of what it holds: a date may be that of a deposit, a description a note, an
identifier anything. What can be told for sure goes to its field, all else into `extra`. Where there
are several abstracts or titles, as in repositories of two languages, all of them can be judged by
a query: abstracts are joined, and further titles stand behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from litreview.model import Doi, Record, parse_doi
from litreview.sources import _oai_xml as xml
from litreview.sources._markup import plain
from litreview.sources._oai_kinds import kind_of
from litreview.sources.source import UNFILED, UNNUMBERED, Pairs

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_TIMED = re.compile(r"\dT\d")
_ISBN = re.compile(r"(?:urn:)?isbn[:\s]{0,3}([\dXx -]{10,17})|(97[89][\d -]{10,14})", re.IGNORECASE)
_ISSN = re.compile(r"(?:(?:urn:)?issn[:\s]{0,3})?(\d{4}-\d{3}[\dXx])", re.IGNORECASE)
_LIVED = re.compile(r",? \(?\d{4} ?[-–] ?(?:\d{4})?\)?\Z")  # noqa: RUF001 - a dash between years
_IN_SOURCE = re.compile(
    r"(.{2,300}?)(?:, (\d{1,6})(?:\((\w{1,20})\)|(?=, [pPsS\d])))?"
    r"(?:, (?:[sS]\. ?|pp?\. ?)?(\d{1,7}[-–]\d{1,7}))?(?:, \([\d-]{4,10}\))?"  # noqa: RUF001
)
"""Journal, volume(issue), pages, (date): as Zenodo prints it; any part but the first may lack."""
_SERIES = re.compile(r"(.{2,300}?), (\d{4}-\d{3}[\dXx])(?: ; (.{1,80}))?")
"""Journal or series, ISSN ; number: as DiVA prints it."""
_SAME_WORK = "info:eu-repo/semantics/altidentifier/"
_EMPTY = frozenset({"n/a", "na", "none", "-", "no description provided", "no abstract", "null"})
_PROSE = 60
"""Characters that make a description an abstract where there are several."""
_LONGEST = 300_000
"""Characters of one text: no abstract is as long."""
_DATED = "info:eu-repo/date/"


def record_of(metadata: etree._Element, key: str, database: str) -> Record | None:
    """The record that `metadata` describes; None: its format is not known here."""
    from litreview.sources import _oai_formats as formats

    name = xml.local(metadata)
    if name == "dc":
        return _dublin_core(metadata, key, database)
    if name in {"resource", "oai_datacite"}:
        return formats.datacite(metadata, key, database)
    if name in {"mods", "modsCollection"}:
        return formats.mods(metadata, key, database)
    return None


def _dublin_core(dc: etree._Element, key: str, database: str) -> Record:
    has = _by_name(dc)
    marks = has["identifier"]
    venue = _venue(has["source"], has["relation"])
    abstract, notes = abstracts(has["description"], has["title"][1:])
    subjects, classes = subjects_of(has["subject"])
    kind = kind_of(has["type"])
    return Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind=kind,
        title=next(iter(has["title"]), ""),
        authors=tuple(dict.fromkeys(name_of(one) for one in has["creator"])),
        year=year_of(has["date"]),
        venue=venue.get("venue", ""),
        volume=venue.get("volume", ""),
        issue=venue.get("issue", ""),
        pages=venue.get("pages", ""),
        abstract=abstract,
        keywords=subjects,
        doi=doi_of(marks) or doi_of(_of_the_work(has["relation"])),
        isxn=number_of((*marks, *has["source"])) or venue.get("isxn", ""),
        url=address_of(marks),
        language="; ".join(dict.fromkeys(has["language"])),
        publisher=next(iter(has["publisher"]), ""),
        database=database,
        accession=key,
        extra=(*notes, *classes, *_rest(has)),
    )


_ELEMENTS = (
    "title", "creator", "contributor", "subject", "description", "publisher", "date", "type",
    "format", "identifier", "source", "language", "relation", "coverage", "rights",
)  # fmt: skip


def _by_name(dc: etree._Element) -> dict[str, tuple[str, ...]]:
    """The texts of each element, in their order, without markup."""
    found: dict[str, list[str]] = {name: [] for name in _ELEMENTS}
    for one in dc:
        if (held := found.get(xml.local(one))) is not None and (text := text_of(one)):
            held.append(text)
    return {name: tuple(texts) for name, texts in found.items()}


def text_of(element: etree._Element | None) -> str:
    """The text of an element without the markup that was escaped into it."""
    return plain(xml.text(element)[:_LONGEST])


def abstracts(descriptions: Sequence[str], titles: Sequence[str]) -> tuple[str, Pairs]:
    """The abstract, a line for each of several, and what is none as pairs of `extra`.

    titles: further ones; they stand behind an abstract, since only that is judged by a query.
    Without one they do not: a record whose abstract is missing is kept, whatever it says.
    """
    said = [one for one in dict.fromkeys(descriptions) if one.strip(". ").casefold() not in _EMPTY]
    long = [one for one in said if len(one) >= _PROSE] or said[:1]
    taken = frozenset(long)
    notes = tuple(("description", one) for one in said if one not in taken)
    others = tuple(dict.fromkeys(titles))
    notes += tuple(("title", one) for one in others)
    return "\n".join((*long, *others)) if long else "", notes


def name_of(person: str) -> str:
    """A name as printed, without the years of a life behind it."""
    return _LIVED.sub("", person[:300])


def year_of(dates: Iterable[str]) -> int | None:
    """The year of publication: a date with a time of day is one of a deposit, so comes last."""
    told = [one for one in dates if not one.lower().startswith(_DATED)]
    found = [(bool(_TIMED.search(one[:100])), m) for one in told if (m := _YEAR.search(one[:100]))]
    plain_ones = [int(m[1]) for timed, m in found if not timed]
    return plain_ones[0] if plain_ones else min((int(m[1]) for _, m in found), default=None)


def subjects_of(subjects: Iterable[str]) -> tuple[tuple[str, ...], Pairs]:
    """Keywords one by one, and the numbers of classifications as pairs of `extra`."""
    words, classes = [], []
    for one in subjects:
        if one.lower().startswith(("info:eu-repo/classification/", "ddc:", "http://", "https://")):
            classes.append(("subject", one))
        else:
            words += [word for part in one.split(";") if (word := part.strip())]
    return tuple(dict.fromkeys(words)), tuple(dict.fromkeys(classes))


def doi_of(marks: Iterable[str]) -> Doi | None:
    """The first DOI."""
    return next((doi for one in marks if (doi := parse_doi(one[:1000]))), None)


def number_of(marks: Iterable[str]) -> str:
    """The first ISBN or ISSN that is marked as one, or stands alone."""
    for one in marks:
        if len(one) <= 40 and "/" not in one:  # noqa: PLR2004 - longer are other things
            if found := _ISSN.fullmatch(one):
                return found[1]
            if found := _ISBN.fullmatch(one):
                return (found[1] or found[2]).strip()
    return ""


def address_of(marks: Sequence[str]) -> str:
    """Where a reader finds the work: a page before a file, a handle, or the DOI."""
    web = [one for one in marks if one.startswith(("http://", "https://")) and " " not in one]
    pages = [one for one in web if "doi.org/" not in one and not one.lower().endswith(".pdf")]
    handles = [f"https://hdl.handle.net/{one[4:]}" for one in marks if one.startswith("hdl:")]
    return next(iter((*pages, *handles, *web)), "")


def _of_the_work(relations: Iterable[str]) -> Iterator[str]:
    """What relations name as other identifiers of the same work."""
    for one in relations:
        if one.lower().startswith(_SAME_WORK):
            yield one


def _venue(sources: Iterable[str], relations: Iterable[str]) -> dict[str, str]:
    """Where the work was published, in parts where these can be told apart."""
    for one in sources:
        if one.startswith(("http://", "https://")) or _ISSN.fullmatch(one[:40]):
            continue
        if found := _IN_SOURCE.fullmatch(one[:600]):
            names = ("venue", "volume", "issue", "pages")
            return {name: text or "" for name, text in zip(names, found.groups(), strict=True)}
        return {"venue": one[:600]}
    for one in relations:
        if found := _SERIES.fullmatch(one[:600]):
            return {"venue": found[1], "isxn": found[2], "volume": found[3] or ""}
    return {}


def _rest(has: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """What no field takes."""
    names = ("type", "date", "contributor", "format", "identifier", "source", "relation",
             "coverage", "rights")  # fmt: skip
    yield from ((name, text) for name in names for text in dict.fromkeys(has[name]))
    yield from (("fulltext", one) for one in has["identifier"] if _is_file(one))


def _is_file(mark: str) -> bool:
    return mark.startswith(("http://", "https://")) and mark.lower().endswith(".pdf")
