"""BibTeX through bibtexparser 2. A broken entry costs itself, never the file.

bibtexparser reads whole texts, so the lines are first cut into blocks at each line that begins
with ``@``: memory is one block. ``@string`` definitions are handed to the blocks behind them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from litreview.formats import _fields
from litreview.formats._format import Format
from litreview.model import Failure, Parsed, Record, RecordId, Remark, SearchId

_OPENS = re.compile(r"\s*@\s*(\w+)\s*[{(]")
_SKIPPED = {"comment", "preamble"}
_KINDS = {
    "article": "article", "book": "book", "booklet": "book", "collection": "book",
    "proceedings": "conference", "inproceedings": "conference", "conference": "conference",
    "inbook": "chapter", "incollection": "chapter", "techreport": "report", "report": "report",
    "manual": "report", "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis",
    "online": "webpage", "electronic": "webpage", "www": "webpage", "dataset": "dataset",
    "unpublished": "preprint",
}  # fmt: skip
_TYPES = {"article": "article", "conference": "inproceedings", "book": "book",
          "chapter": "incollection", "report": "techreport", "thesis": "phdthesis",
          "webpage": "online", "dataset": "dataset", "preprint": "unpublished"}  # fmt: skip
_READ = {"title", "author", "year", "date", "journal", "journaltitle", "booktitle", "volume",
         "number", "issue", "pages", "abstract", "keywords", "doi", "pmid", "issn", "isbn", "url",
         "language", "publisher"}  # fmt: skip
_BRACES = re.compile(r"[{}]")
_UNSAFE = re.compile(r"[{}\\]")


@dataclass(slots=True)
class _Block:
    line: int
    kind: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.lines)


def read(lines: Iterable[str], search: SearchId) -> Iterator[Parsed]:
    """Entries of BibTeX text, streaming by block."""
    strings = ""
    number = 0
    seen: set[str] = set()
    for block in _blocks(lines):
        if not block.kind:
            yield from _outside(block)
        elif block.kind == "string":
            strings += block.text
        elif block.kind not in _SKIPPED:
            number += 1
            item = _entry(block, strings, search, number)
            if isinstance(item, Record):
                if item.accession in seen:
                    yield Remark(block.line, f"the key {item.accession!r} stands twice", "")
                seen.add(item.accession)
            yield item


def _outside(block: _Block) -> Iterator[Remark]:
    for at, line in enumerate(block.lines):
        text = line.strip("\r\n\ufeff \t")
        if text and not text.startswith("%"):
            yield Remark(block.line + at, "a line outside any entry", text)


def _blocks(lines: Iterable[str]) -> Iterator[_Block]:
    """The text cut where a line opens an entry, and where the braces of an entry are closed."""
    block = _Block(1, "")
    depth = 0
    for at, raw in enumerate(lines, start=1):
        line = raw.lstrip("\ufeff") if at == 1 else raw
        match = _OPENS.match(line)
        if match:
            yield block
            block, depth = _Block(at, match.group(1).lower()), 0
        block.lines.append(line if line.endswith("\n") else line.rstrip("\r") + "\n")
        depth += line.count("{") - line.count("}")
        if block.kind and depth <= 0 and line.rstrip().endswith(("}", ")")):
            yield block
            block, depth = _Block(at + 1, ""), 0
    yield block


def _entry(block: _Block, strings: str, search: SearchId, number: int) -> Record | Failure:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateFieldKeyBlock, Entry

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(strings + block.text)
    repeated = [
        failed.ignore_error_block
        for failed in library.failed_blocks
        if isinstance(failed, DuplicateFieldKeyBlock)
    ]
    entries = [*library.entries, *(block for block in repeated if isinstance(block, Entry))]
    if not entries:
        reasons = [str(failed.error) for failed in library.failed_blocks]
        reason = _fields.tidy(reasons[-1]) if reasons else "this entry cannot be read"
        return Failure(search, number, block.line, reason, block.text)
    return _record(entries[-1], search, number)


def _record(entry: object, search: SearchId, number: int) -> Record:
    kind = str(getattr(entry, "entry_type", "")).lower()
    held: dict[str, str] = {}
    extra: list[tuple[str, str]] = []
    for item in getattr(entry, "fields", ()):
        name, text = str(item.key).lower(), _text(str(item.value))
        if name in _READ and name not in held:
            held[name] = text
        elif text:
            extra.append((name, text))
    if kind not in _KINDS:
        extra.append(("entrytype", kind))
    venue = held.get("journal") or held.get("journaltitle") or held.get("booktitle", "")
    return Record(
        id=RecordId(f"{search}:{number}"),
        search=search,
        kind=_KINDS.get(kind, "other"),
        title=_fields.tidy(held.get("title", "")),
        authors=_authors(held.get("author", "")),
        year=_fields.year(held.get("year", "") or held.get("date", "")),
        venue=_fields.tidy(venue),
        volume=held.get("volume", ""),
        issue=held.get("number", "") or held.get("issue", ""),
        pages=held.get("pages", "").replace("--", "-"),
        abstract=held.get("abstract", ""),
        keywords=_keywords(held.get("keywords", "")),
        doi=_fields.doi([held.get("doi", "")], [held.get("url", "")]),
        pmid=_fields.pmid([f"PMID: {held.get('pmid', '')}"], [held.get("url", "")], ""),
        isxn=held.get("issn", "") or held.get("isbn", ""),
        url=held.get("url", ""),
        language=held.get("language", ""),
        publisher=held.get("publisher", ""),
        accession=str(getattr(entry, "key", "")),
        extra=tuple(extra),
    )


def _text(value: str) -> str:
    """A field's value in Unicode: LaTeX accents resolved, braces gone."""
    if "\\" in value or "$" in value:
        from pylatexenc.latex2text import LatexNodes2Text

        value = LatexNodes2Text(keep_comments=True).latex_to_text(value)
    return _BRACES.sub("", value).strip()


def _authors(text: str) -> tuple[str, ...]:
    names = re.split(r"\s+and\s+", _fields.tidy(text))
    return tuple(name for name in names if name and name != "others")


def _keywords(text: str) -> tuple[str, ...]:
    parts = re.split(r"[;,\n]", text)
    return tuple(dict.fromkeys(_fields.tidy(part) for part in parts if part.strip()))


def write(records: Iterable[Record]) -> Iterator[str]:
    """BibTeX text, one piece an entry; the key is made from our id."""
    for record in records:
        key = re.sub(r"[^A-Za-z0-9:_-]", "-", record.id)
        fields = [(name, _safe(text)) for name, text in _pairs(record) if text]
        body = "".join(f",\n  {name} = {{{text}}}" for name, text in fields)
        yield f"@{_TYPES.get(record.kind, 'misc')}{{{key}{body}\n}}\n\n"


def _pairs(record: Record) -> list[tuple[str, str]]:
    journal = "journal" if record.kind == "article" else "booktitle"
    return [
        ("title", record.title), ("author", " and ".join(record.authors)),
        ("year", str(record.year or "")), (journal, record.venue), ("volume", record.volume),
        ("number", record.issue), ("pages", record.pages.replace("-", "--")),
        ("doi", record.doi or ""), ("url", record.url), ("abstract", record.abstract),
        ("keywords", ", ".join(record.keywords)), ("issn", record.isxn),
        ("language", record.language), ("publisher", record.publisher),
        ("pmid", record.pmid or ""),
    ]  # fmt: skip


def _safe(text: str) -> str:
    """A value that cannot end its field: braces and backslashes are left out."""
    return _fields.tidy(_UNSAFE.sub("", "".join(c if c.isprintable() else " " for c in text)))


def sniff(head: str) -> float:
    """Certain where a line opens an entry."""
    found = re.search(r"^\s*@\s*\w+\s*[{(]\s*[^\s,]*\s*,", head, re.MULTILINE)
    return 0.95 if found else 0.5 if re.search(r"^\s*@\w+\s*\{", head, re.MULTILINE) else 0.0


FORMAT = Format("bibtex", "BibTeX", (".bib", ".bibtex"), sniff, read, write)
