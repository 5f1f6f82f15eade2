"""RIS as databases really write it: Ovid, EBSCOhost, ProQuest, Cochrane, reference managers.

An entry begins with TY and ends with ER; a missing ER or a missing TY costs nothing. A line
without a tag continues the one before; a line between entries that is not a mere number is a
remark. Tags that have no field of their own are kept in `extra`, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from litreview.formats import _fields
from litreview.formats._format import Format
from litreview.model import Failure, Parsed, Record, RecordId, Remark, SearchId

_TAG = re.compile(r"\s*([A-Z][A-Z0-9])(?:  ?- ?| {1,2}-$)(.*)", re.DOTALL)
_NUMBERING = re.compile(r"\s*(?:\d+\.|<\d+>|Record #\d+ of \d+)?\s*")
_KINDS = {
    "JOUR": "article", "JFULL": "article", "MGZN": "article", "NEWS": "article",
    "ABST": "conference", "CONF": "conference", "CPAPER": "conference",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "WHOLE": "book",
    "CHAP": "chapter", "ECHAP": "chapter", "RPRT": "report", "GOVDOC": "report",
    "THES": "thesis", "ELEC": "webpage", "WEB": "webpage", "BLOG": "webpage",
    "DATA": "dataset", "UNPB": "preprint",
}  # fmt: skip
_RIS = {"article": "JOUR", "conference": "CONF", "book": "BOOK", "chapter": "CHAP",
        "report": "RPRT", "thesis": "THES", "webpage": "ELEC", "dataset": "DATA",
        "preprint": "UNPB"}  # fmt: skip
_FIELD: dict[str, str] = {
    "TI": "title", "T1": "title", "CT": "title",
    "AU": "authors", "A1": "authors",
    "PY": "year", "Y1": "year",
    "JF": "venue", "T2": "venue", "JO": "venue", "JA": "venue", "J2": "venue", "BT": "venue",
    "VL": "volume", "IS": "issue", "SP": "start", "EP": "end",
    "AB": "abstract", "N2": "abstract", "KW": "keywords",
    "DO": "doi", "SN": "isxn", "UR": "url", "LA": "language", "PB": "publisher",
    "DB": "database", "DP": "database", "ID": "accession", "AN": "accession",
}  # fmt: skip
_LINKS = ("L3", "M3", "LK", "L2", "L1", "N1", "UR", "AN", "ID", "C2")


@dataclass(slots=True)
class _Entry:
    line: int
    tags: list[tuple[str, str]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    typed: bool = False


def read(lines: Iterable[str], search: SearchId) -> Iterator[Parsed]:
    """Entries of RIS text, streaming; memory: one entry."""
    entry: _Entry | None = None
    number = 0
    for at, raw in enumerate(lines, start=1):
        line = raw.strip("\r\n\ufeff\x1a")
        match = _TAG.match(line)
        if match is None:
            if not _continues(entry, line) and not _NUMBERING.fullmatch(line):
                yield Remark(at, "a line outside any record", line)
            continue
        tag, text = match.group(1), match.group(2).strip()
        if tag == "ER":
            if entry is not None:
                number += 1
                yield _close(entry, search, number)
                entry = None
                if text:
                    yield Remark(at, "text behind the end of a record", line)
            continue
        if tag == "TY" and entry is not None:
            number += 1
            yield _close(entry, search, number)
            entry = None
        if entry is None:
            entry = _Entry(at)
        entry.typed = entry.typed or tag == "TY"
        entry.tags.append((tag, text))
        entry.raw.append(line)
    if entry is not None:
        yield _close(entry, search, number + 1)


def _continues(entry: _Entry | None, line: str) -> bool:
    """Whether `line` goes on with the value before it; if so, it is added there."""
    if entry is None or not entry.tags or not line.strip():
        return False
    tag, text = entry.tags[-1]
    entry.tags[-1] = (tag, f"{text}\n{line.strip()}")
    entry.raw.append(line)
    return True


def _close(entry: _Entry, search: SearchId, number: int) -> Parsed:
    if not any(text for tag, text in entry.tags if tag != "TY"):
        return Failure(search, number, entry.line, "an entry without content", "\n".join(entry.raw))
    return _record(entry, search, number)


def _record(entry: _Entry, search: SearchId, number: int) -> Record:
    held: dict[str, list[str]] = {}
    extra: list[tuple[str, str]] = []
    for tag, text in entry.tags:
        if tag == "TY":
            held.setdefault("kind", []).append(text)
        elif tag in _FIELD and text:
            held.setdefault(_FIELD[tag], []).append(text)
        elif text:
            extra.append((tag, text))
    _overflow(entry.tags, held, extra)
    links = [text for tag, text in entry.tags if tag in _LINKS]
    database = _first(held, "database")
    kind = _first(held, "kind").upper()
    if kind and kind not in _KINDS:
        extra.append(("TY", _first(held, "kind")))
    return Record(
        id=RecordId(f"{search}:{number}"),
        search=search,
        kind=_KINDS.get(kind, "other"),
        title=_first(held, "title"),
        authors=tuple(_fields.tidy(name) for name in held.get("authors", ())),
        year=_fields.year(_first(held, "year") or _date(entry.tags)),
        venue=_venue(entry.tags),
        volume=_first(held, "volume"),
        issue=_first(held, "issue"),
        pages=_fields.pages(_first(held, "start"), _first(held, "end")),
        abstract="\n".join(dict.fromkeys(held.get("abstract", ()))),
        keywords=_keywords(held.get("keywords", [])),
        doi=_fields.doi(held.get("doi", []), links),
        pmid=_fields.pmid(held.get("accession", []), links, database),
        isxn=_first(held, "isxn"),
        url=_first(held, "url"),
        language=_first(held, "language"),
        publisher=_first(held, "publisher"),
        database=database,
        accession=_first(held, "accession"),
        extra=tuple(extra),
    )


def _overflow(
    tags: list[tuple[str, str]], held: dict[str, list[str]], extra: list[tuple[str, str]]
) -> None:
    """Keep in `extra` what a field with room for one text could not take."""
    listed = {"authors", "keywords", "abstract"}
    seen: dict[str, str] = {}
    for tag, text in tags:
        name = _FIELD.get(tag, "")
        if not name or not text or name in listed:
            continue
        kept = _venue(tags) if name == "venue" else _fields.tidy(held[name][0])
        if _fields.tidy(text) != kept and seen.get(tag) != text:
            extra.append((tag, text))
            seen[tag] = text


def _first(held: dict[str, list[str]], name: str) -> str:
    return _fields.tidy(held[name][0]) if held.get(name) else ""


def _venue(tags: list[tuple[str, str]]) -> str:
    """The fullest name of what holds the work: JF, T2, JO, BT before the abbreviations."""
    for wanted in ("JF", "T2", "JO", "BT", "JA", "J2"):
        for tag, text in tags:
            if tag == wanted and text:
                return _fields.tidy(text)
    return ""


def _date(tags: list[tuple[str, str]]) -> str:
    return next((text for tag, text in tags if tag == "DA"), "")


def _keywords(texts: list[str]) -> tuple[str, ...]:
    parts = [part for text in texts for part in re.split(r"[;\n]", text)]
    return tuple(dict.fromkeys(_fields.tidy(part) for part in parts if part.strip()))


def write(records: Iterable[Record]) -> Iterator[str]:
    """RIS text, one piece a record. Our id stands in ID, the source's number in AN."""
    for record in records:
        yield "\n".join(_lines(record)) + "\nER  - \n\n"


def _lines(record: Record) -> Iterator[str]:
    start, _, end = record.pages.partition("-")
    pairs = [("TY", _RIS.get(record.kind, "GEN")), ("ID", record.id), ("TI", record.title)]
    pairs += [("AU", author) for author in record.authors]
    pairs += [
        ("PY", str(record.year or "")), ("T2", record.venue), ("VL", record.volume),
        ("IS", record.issue), ("SP", start), ("EP", end), ("AB", record.abstract),
    ]  # fmt: skip
    pairs += [("KW", keyword) for keyword in record.keywords]
    pairs += [
        ("DO", record.doi or ""), ("SN", record.isxn), ("UR", record.url),
        ("LA", record.language), ("PB", record.publisher), ("DB", record.database),
        ("AN", f"PMID: {record.pmid}" if record.pmid else record.accession),
    ]  # fmt: skip
    pairs += [(tag, text) for tag, text in record.extra if re.fullmatch("[A-Z][A-Z0-9]", tag)]
    for tag, text in pairs:
        if text:
            yield f"{tag}  - {_fields.tidy(_visible(text))}"


def _visible(text: str) -> str:
    """Text without control characters, so that a value cannot forge a tag."""
    return "".join(c if c.isprintable() or c.isspace() else " " for c in text)


def sniff(head: str) -> float:
    """Certain where a TY tag opens a line."""
    if re.search(r"^\ufeff?\s*TY {1,2}- ?", head, re.MULTILINE):
        return 1.0
    tags = len(re.findall(r"^[A-Z][A-Z0-9] {1,2}- ", head, re.MULTILINE))
    return 0.6 if tags > 2 else 0.0  # noqa: PLR2004 - fewer may be chance


FORMAT = Format("ris", "RIS", (".ris",), sniff, read, write)
