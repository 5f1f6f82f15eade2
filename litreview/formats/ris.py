"""RIS as databases really write it: Ovid, EBSCOhost, ProQuest, Cochrane, reference managers.

An entry begins with TY and ends with ER; a missing ER or a missing TY costs nothing. A line
without a tag continues the one before; a line between entries that is not a mere number is a
remark. Tags that have no field of their own are kept in `extra`, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from litreview.formats import _fields
from litreview.formats._format import Format
from litreview.model import Failure, Parsed, Record, RecordId, Remark, SearchId

_TAG = re.compile(r"\s*([A-Z][A-Z0-9])(?:[ \t]{2,4}-|[ \t]-(?=[ \t]|$))[ \t]?")
_USUAL = 6
"""The length of ``TY  - ``, the usual head of a line."""
_NUMBERING = re.compile(r"\d+\.|<\d+>|Record #\d+ of \d+")
_LONGEST_NUMBERING = 40
_KINDS = {
    "JOUR": "article", "JFULL": "article", "MGZN": "article", "NEWS": "article",
    "ABST": "conference", "CONF": "conference", "CPAPER": "conference",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "WHOLE": "book",
    "CHAP": "chapter", "ECHAP": "chapter", "RPRT": "report", "GOVDOC": "report",
    "THES": "thesis", "ELEC": "webpage", "WEB": "webpage", "BLOG": "webpage",
    "DATA": "dataset", "UNPB": "preprint", "GEN": "other",
}  # fmt: skip
_RIS = {"article": "JOUR", "conference": "CONF", "book": "BOOK", "chapter": "CHAP",
        "report": "RPRT", "thesis": "THES", "webpage": "ELEC", "dataset": "DATA",
        "preprint": "UNPB"}  # fmt: skip
_FIELD: dict[str, str] = {
    "TY": "TY", "TI": "title", "T1": "title", "CT": "title",
    "AU": "authors", "A1": "authors",
    "PY": "year", "Y1": "year",
    "JF": "venue", "T2": "venue", "JO": "venue", "BT": "venue", "JA": "venue", "J2": "venue",
    "VL": "volume", "IS": "issue", "SP": "start", "EP": "end",
    "AB": "abstract", "N2": "abstract", "KW": "keywords",
    "DO": "doi", "SN": "isxn", "UR": "url", "LA": "language", "PB": "publisher",
    "DB": "database", "DP": "database", "AN": "accession", "ID": "accession",
}  # fmt: skip
_LISTS = ("authors", "abstract", "keywords")
_VENUES = ("JF", "T2", "JO", "BT", "JA", "J2")
"""The fullest name of what holds the work first, the abbreviations last."""
_LINKS = frozenset(("L3", "M3", "LK", "L2", "L1", "N1", "UR", "AN", "ID", "C2"))
_CONTENT = frozenset(("title", "authors", "abstract", "doi", "venue"))
"""What an entry without TY must have some of; else it is lines that went astray."""

_CHECKED = frozenset(("year", "doi", "accession"))
_CHOICES = frozenset((*_VENUES, "AN", "TY"))

Tags = list[tuple[str, str]]


@dataclass(slots=True)
class _Entry:
    line: int
    typed: bool
    tags: Tags = field(default_factory=list)
    """Tag and text; a line without a tag has the tag "" and continues the text before it."""
    raw: list[str] = field(default_factory=list)


def read(lines: Iterable[str], search: SearchId) -> Iterator[Parsed]:
    """Entries of RIS text, streaming; memory: one entry."""
    number = 0
    for entry in _entries(lines):
        if isinstance(entry, Remark):
            yield entry
        else:
            closed = _close(entry, search, number + 1)
            number += not isinstance(closed[0], Remark)
            yield from closed


def _entries(lines: Iterable[str]) -> Iterator[_Entry | Remark]:
    """The lines of each entry, and remarks on those between entries."""
    entry: _Entry | None = None
    heads: dict[str, str] = {}
    for at, raw in enumerate(lines, start=1):
        tag, text = heads.get(raw[:_USUAL], ""), raw[_USUAL:].strip()
        if not tag:
            tag, text = _tagged(raw, heads)
        if entry is not None and (tag == "TY" or tag == "ER"):  # noqa: PLR1714 - a set is slower
            yield entry
            entry = None
        if tag == "ER" or (not tag and entry is None):
            if text and not _numbering(text):
                yield Remark(at, "a line outside any record", raw.strip())
        elif tag or text:
            if entry is None:
                entry = _Entry(at, tag == "TY")
            entry.tags.append((tag, text))
            entry.raw.append(raw)
    if entry is not None:
        yield entry


def _tagged(raw: str, heads: dict[str, str]) -> tuple[str, str]:
    """Tag and text of a line, whose usual head is remembered in `heads`; no tag: ""."""
    line = raw.strip("\r\n\ufeff\x1a")
    match = _TAG.match(line)
    if match is None:
        return "", line.strip()
    tag = match.group(1)
    if line[:_USUAL] == f"{tag}  - ":
        heads[line[:_USUAL]] = tag
    return tag, line[match.end() :].strip()


def _numbering(text: str) -> bool:
    return len(text) < _LONGEST_NUMBERING and _NUMBERING.fullmatch(text) is not None


def _close(entry: _Entry, search: SearchId, number: int) -> Sequence[Parsed]:
    """The record of an entry, or its failure; or the remarks of lines that are no entry."""
    tags = _joined(entry.tags)
    filled = {_FIELD.get(tag, tag) for tag, text in tags if text} - {"TY"}
    if filled and (entry.typed or filled & _CONTENT):
        return [_record(tags, search, number)]
    raw = [line.rstrip("\r\n") for line in entry.raw]
    if entry.typed:
        return [Failure(search, number, entry.line, "an entry without content", "\n".join(raw))]
    return [
        Remark(entry.line + at, "a line outside any record", line)
        for at, line in enumerate(raw)
        if not _numbering(line.strip())
    ]


def _joined(tags: Tags) -> Tags:
    """The tags with the lines that continue them."""
    if all(tag for tag, _ in tags):
        return tags
    parts: list[tuple[str, list[str]]] = []
    for tag, text in tags:
        if tag:
            parts.append((tag, [text]))
        else:
            parts[-1][1].append(text)
    return [(tag, "\n".join(texts)) for tag, texts in parts]


def _record(tags: Tags, search: SearchId, number: int) -> Record:
    held, lists, extra = _sorted(tags)
    links = [text for tag, text in tags if tag in _LINKS]
    kind = held.get("TY", "").upper()
    if kind and kind not in _KINDS:
        extra.append(("TY", held["TY"]))
    database = held.get("database", "")
    return Record(
        id=RecordId(f"{search}:{number}"),
        search=search,
        kind=_KINDS.get(kind, "other"),
        title=held.get("title", ""),
        authors=tuple(map(_fields.tidy, lists["authors"])),
        year=_fields.year(held.get("year", "") or _date(tags)),
        venue=held.get("venue", ""),
        volume=held.get("volume", ""),
        issue=held.get("issue", ""),
        pages=_fields.pages(held.get("start", ""), held.get("end", "")),
        abstract="\n".join(dict.fromkeys(lists["abstract"])),
        keywords=_keywords(lists["keywords"]),
        doi=_fields.doi(lists["doi"], links),
        pmid=_fields.pmid(lists["numbers"], links, database),
        isxn=held.get("isxn", ""),
        url=held.get("url", ""),
        language=held.get("language", ""),
        publisher=held.get("publisher", ""),
        database=database,
        accession=held.get("accession", ""),
        extra=tuple(extra),
    )


def _sorted(tags: Tags) -> tuple[dict[str, str], dict[str, list[str]], Tags]:
    """Field -> its text, field -> its texts, and all that has no place in a field, in order."""
    lists: dict[str, list[str]] = {name: [] for name in (*_LISTS, "doi", "numbers")}
    held = _chosen(tags)
    extra: Tags = []
    for tag, text in tags:
        name = _FIELD.get(tag)
        if not text:
            continue
        if name is None:
            extra.append((tag, text))
        elif name in _LISTS:
            lists[name].append(text)
        elif name in _CHECKED:
            if not _checked(name, text, held, lists):
                extra.append((tag, text))
        else:
            one = _fields.tidy(text)
            if held.setdefault(name, one) != one:
                extra.append((tag, text))
    return held, lists, extra


def _checked(name: str, text: str, held: dict[str, str], lists: dict[str, list[str]]) -> bool:
    """Take a year, DOI or number; whether the record's field says all that `text` says.

    An id that we wrote is no number of the source.
    """
    if name == "year":
        found = _fields.year(text)
        return found is not None and held.setdefault("year", str(found)) == text.strip(" /")
    if name == "doi":
        doi = _fields.doi((text,), ())
        lists["doi"].append(text)
        return doi is not None and held.setdefault("doi", doi) == doi
    if text.startswith(f"{_fields.OURS}:"):
        return False
    lists["numbers"].append(text)
    if _fields.names_pmid(text):
        return True
    one = _fields.tidy(text)
    return held.setdefault("accession", one) == one


def _chosen(tags: Tags) -> dict[str, str]:
    """The fields for which the tag decides, not the place: the venue, and AN before ID."""
    first: dict[str, str] = {}
    for tag, text in tags:
        if tag in _CHOICES and text and tag not in first:
            first[tag] = _fields.tidy(text)
    held = {"TY": first["TY"]} if "TY" in first else {}
    venue = next((first[tag] for tag in _VENUES if tag in first), "")
    if venue:
        held["venue"] = venue
    if "AN" in first and not _fields.names_pmid(first["AN"]):
        held["accession"] = first["AN"]
    return held


def _date(tags: Tags) -> str:
    return next((text for tag, text in tags if tag == "DA"), "")


def _keywords(texts: list[str]) -> tuple[str, ...]:
    parts = [part for text in texts for part in text.replace("\n", ";").split(";")]
    return tuple(dict.fromkeys(_fields.tidy(part) for part in parts if part.strip()))


def write(records: Iterable[Record]) -> Iterator[str]:
    """RIS text, one piece a record. Our id stands in ID and says so, the source's number in AN."""
    for record in records:
        yield "\n".join(_lines(record)) + "\nER  - \n\n"


def _lines(record: Record) -> Iterator[str]:
    kinds = [text for tag, text in record.extra if tag == "TY" and text.upper() not in _KINDS]
    kind = kinds[0] if kinds and record.kind == "other" else _RIS.get(record.kind, "GEN")
    start, end = (_fields.clean(part) for part in record.pages.partition("-")[::2])
    if _fields.pages(start, end) != record.pages:
        start, end = record.pages, ""
    pairs = [("TY", kind), ("ID", f"{_fields.OURS}:{record.id}"), ("TI", record.title)]
    pairs += [("AU", author) for author in record.authors]
    pairs += [
        ("PY", str(record.year or "")), ("T2", record.venue), ("VL", record.volume),
        ("IS", record.issue), ("SP", start), ("EP", end), ("AB", record.abstract),
    ]  # fmt: skip
    pairs += [("KW", keyword) for keyword in record.keywords]
    pairs += [
        ("DO", record.doi or ""), ("SN", record.isxn), ("UR", record.url),
        ("LA", record.language), ("PB", record.publisher), ("DB", record.database),
        ("AN", record.accession), ("AN", f"PMID: {record.pmid}" if record.pmid else ""),
    ]  # fmt: skip
    pairs += [_pair(tag, text) for tag, text in record.extra if (tag, text) != ("TY", kind)]
    for tag, text in pairs:
        if words := _fields.clean(text):
            yield f"{tag}  - {words}"


def _pair(tag: str, text: str) -> tuple[str, str]:
    """A tag and text for a line; what is no tag, or would end the record, becomes a note."""
    if re.fullmatch("[A-Z][A-Z0-9]", tag) and tag not in {"TY", "ER"}:
        return tag, text
    return "N1", f"{tag}: {text}"


def sniff(head: str) -> float:
    """Certain where a TY tag opens a line."""
    if re.search(r"^\ufeff?\s*TY {1,2}- ?", head, re.MULTILINE):
        return 1.0
    if re.search(r"^(?:PMID|OWN |STAT|DCOM|PUBM)- ", head, re.MULTILINE):
        return 0.0  # MEDLINE: it has other tags, and ends records with an empty line
    tags = len(re.findall(r"^[A-Z][A-Z0-9] {1,2}- ", head, re.MULTILINE))
    return 0.6 if tags > 2 else 0.0  # noqa: PLR2004 - fewer may be chance


FORMAT = Format("ris", "RIS", (".ris",), sniff, read, write)
