"""BibTeX through bibtexparser 2. A broken entry costs itself, never the file.

bibtexparser reads whole texts, so the lines are first cut into blocks at each line that begins
with ``@``. ``@string`` definitions are handed to the blocks that use them. Memory: one block, the
definitions, and the keys of the entries.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from litreview.formats import _fields, _latex
from litreview.formats._format import Format
from litreview.formats._repair import repaired
from litreview.model import Failure, Parsed, Record, RecordId, Remark, SearchId

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry

_OPENS = re.compile(r"\s*@\s*(\w+)\s*([{(])")
_KEYED = re.compile(r"@\s*\w+\s*[{(]\s*[^\s,={}\"]*\s*,")
"""An entry's first line with its key: where it begins a line, the entry before was not closed."""
_DEFINES = re.compile(r"\s*@\s*\w+\s*[{(]\s*([^\s={}\"#,]+)\s*=")
_USES = re.compile(r"[=#]\s*([A-Za-z][\w:.+/-]*)(?=\s*(?:[,#})]|$))", re.MULTILINE)
_SKIPPED = {"comment", "preamble"}
_KINDS = {
    "article": "article", "book": "book", "booklet": "book", "collection": "book",
    "proceedings": "conference", "inproceedings": "conference", "conference": "conference",
    "inbook": "chapter", "incollection": "chapter", "techreport": "report", "report": "report",
    "manual": "report", "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis",
    "online": "webpage", "electronic": "webpage", "www": "webpage", "dataset": "dataset",
    "unpublished": "preprint", "misc": "other",
}  # fmt: skip
_TYPES = {"article": "article", "conference": "inproceedings", "book": "book",
          "chapter": "incollection", "report": "techreport", "thesis": "phdthesis",
          "webpage": "online", "dataset": "dataset", "preprint": "unpublished"}  # fmt: skip
_NAMES = {
    "title": ("title",), "author": ("author",), "year": ("year", "date"),
    "venue": ("journal", "journaltitle", "booktitle"), "volume": ("volume",),
    "issue": ("number", "issue"), "pages": ("pages",), "abstract": ("abstract",),
    "keywords": ("keywords",), "doi": ("doi",), "pmid": ("pmid",), "isxn": ("issn", "isbn"),
    "url": ("url",), "language": ("language",), "publisher": ("publisher",),
    "database": ("database",), "accession": ("accession",),
}  # fmt: skip
"""Our field -> the names that it may have, the best first."""
_READ = {name for names in _NAMES.values() for name in names}
_ADDRESSES = {"doi", "url"}
_OWN_FIELD = re.compile(r"[a-z][a-z0-9_-]*")
_EXTRA = "extra"


_Strings: TypeAlias = dict[str, str]
"""The name of an ``@string`` in small letters -> its text."""


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
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    strings: _Strings = {}
    number = 0
    seen: set[str] = set()
    for block in _blocks(lines):
        if not block.kind:
            yield from _outside(block)
        elif block.kind == "string":
            yield from _define(strings, block)
        elif block.kind not in _SKIPPED:
            for item in _entries(block, strings, search, number):
                number += 1
                if isinstance(item, Record) and item.accession:
                    if item.accession in seen:
                        yield Remark(block.line, f"the key {item.accession!r} stands twice", "")
                    seen.add(item.accession)
                yield item


def _define(strings: _Strings, block: _Block) -> Iterator[Remark]:
    """Take a definition in; a later one of the same name replaces it, as in BibTeX."""
    text = block.text
    name = _DEFINES.match(text)
    if name is None or text.count("{") != text.count("}"):
        what = "has no name" if name is None else "is not closed"
        yield Remark(block.line, f"an @string that {what} is left out", text)
    else:
        strings[name.group(1).lower()] = text


def _used(strings: _Strings, text: str) -> str:
    """The definitions that `text` names, and those that they name in turn."""
    found: dict[str, str] = {}
    ahead = [text]
    while ahead:
        for name in map(str.lower, _USES.findall(ahead.pop())):
            if name in strings and name not in found:
                found[name] = strings[name]
                ahead.append(strings[name])
    return "".join(found.values())


def _outside(block: _Block) -> Iterator[Remark]:
    for at, line in enumerate(block.lines):
        text = line.strip("\r\n\ufeff \t")
        if text and not text.startswith("%"):
            yield Remark(block.line + at, "a line outside any entry", text)


def _blocks(lines: Iterable[str]) -> Iterator[_Block]:
    """The text cut where a line opens an entry, and where the braces of an entry are closed."""
    block, depth, closer = _Block(1, ""), 0, "}"
    for at, raw in enumerate(lines, start=1):
        line = raw.lstrip("\ufeff") if at == 1 else raw
        match = _OPENS.match(line) if "@" in line else None
        if match and (depth <= 0 or _begins(line, match.group(1).lower())):
            yield block
            block, depth = _Block(at, match.group(1).lower()), 0
            closer = "}" if match.group(2) == "{" else ")"
        block.lines.append(line if line.endswith("\n") else line.rstrip("\r") + "\n")
        depth += line.count("{") - line.count("}")
        if block.kind and depth <= 0 and line.rstrip().endswith(closer):
            yield block
            block, depth = _Block(at + 1, ""), 0
    yield block


def _begins(line: str, kind: str) -> bool:
    """Whether a line opens an entry even where the one before was not closed."""
    known = kind in _KINDS or kind in _SKIPPED or kind == "string"
    return _KEYED.match(line) is not None or (known and line.startswith("@"))


def _entries(
    block: _Block, strings: _Strings, search: SearchId, before: int
) -> Iterator[Record | Failure]:
    """The entries of a block, mostly one, numbered from `before`."""
    found = _parsed(block.text, strings)
    if not any(_entry(held) for held in found):
        mended = _parsed(repaired(block.text), strings)
        found = mended if any(_entry(held) for held in mended) else found
    number = before
    for held in found:
        entry, reason = _entry(held), _reason(held)
        if entry or reason:
            number += 1
        if entry:
            yield _record(entry, search, number)
        elif reason:
            yield Failure(search, number, block.line, reason, block.text)
    if number == before:
        reason = "this entry cannot be read"
        yield Failure(search, number + 1, block.line, reason, block.text)


def _parsed(text: str, strings: _Strings) -> list[Block]:
    from bibtexparser.entrypoint import parse_string

    return list(parse_string(_used(strings, text) + text).blocks)


def _entry(block: Block) -> Entry | None:
    """The entry of a block, also of one with a field or key that stands twice."""
    from bibtexparser.model import Entry

    held = getattr(block, "ignore_error_block", block)
    if not isinstance(held, Entry) or any(_swallowed(str(item.value)) for item in held.fields):
        return None
    return held


def _swallowed(value: str) -> bool:
    """Whether a value holds a whole field, as where the comma between two is missing."""
    return value.startswith(("{", '"')) and re.search(r"[}\"][ \t]*\n\s*\w+\s*=", value) is not None


def _reason(block: Block) -> str:
    """Why a block failed, or ""."""
    error = getattr(block, "error", None)
    found = getattr(error, "abort_reason", "") or (str(error) if error else "")
    return f"this entry cannot be read: {_fields.tidy(found)}" if found else ""


def _record(entry: Entry, search: SearchId, number: int) -> Record:
    kind = entry.entry_type.lower()
    held, extra = _sorted(entry)
    if kind not in _KINDS:
        extra.append(("entrytype", kind))
    ours = any(item.key.lower() == _fields.OURS for item in entry.fields)
    if "accession" in held and not ours:
        extra.append(("key", entry.key))
    url = held.get("url", "")
    return Record(
        id=RecordId(f"{search}:{number}"),
        search=search,
        kind=_KINDS.get(kind, "other"),
        title=_fields.tidy(held.get("title", "")),
        authors=_authors(held.get("author", "")),
        year=_fields.year(held.get("year", "")),
        venue=_fields.tidy(held.get("venue", "")),
        volume=held.get("volume", ""),
        issue=held.get("issue", ""),
        pages=held.get("pages", ""),
        abstract=held.get("abstract", ""),
        keywords=_fields.split(held.get("keywords", "").replace("\n", " "), ";,"),
        doi=_fields.doi([held.get("doi", "")], [url]),
        pmid=_fields.pmid([f"PMID: {held.get('pmid', '')}"], [url], ""),
        isxn=held.get("isxn", ""),
        url=url,
        language=held.get("language", ""),
        publisher=held.get("publisher", ""),
        database=held.get("database", ""),
        accession=held.get("accession", "" if ours else entry.key),
        extra=tuple(extra),
    )


def _sorted(entry: Entry) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Our field -> its text, and all that has no place in a field, in order."""
    first: dict[str, str] = {}
    for item in entry.fields:
        first.setdefault(item.key.lower(), str(item.value))
    best = {
        next(name for name in names if name in first): ours
        for ours, names in _NAMES.items()
        if any(name in first for name in names)
    }
    held: dict[str, str] = {}
    extra: list[tuple[str, str]] = []
    for item in entry.fields:
        name, value = item.key.lower(), str(item.value)
        ours = best.pop(name, "")
        text = value if ours == "author" else _plain(name, value)
        if ours:
            held[ours] = text
        elif text:
            extra += (name == _EXTRA and _fields.pairs(text)) or [(name, text)]
        if ours in {"year", "doi"} and not _says(ours, text):
            extra.append((name, text))
    return held, extra


def _plain(name: str, value: str) -> str:
    if name == "pages":
        value = value.replace("--", "-")
    return _latex.address(value) if name in _ADDRESSES else _latex.to_text(value)


def _says(ours: str, text: str) -> bool:
    """Whether the record's year or DOI says all that `text` says."""
    if ours == "doi":
        return not text or _fields.doi([text], []) is not None
    return text == str(_fields.year(text) or "")


def _authors(value: str) -> tuple[str, ...]:
    """Names apart at each " and " that stands outside braces."""
    names: list[str] = []
    depth = 0
    for word in value.split():
        if word.lower() == "and" and depth == 0:
            names.append("")
        else:
            names = names or [""]
            names[-1] = f"{names[-1]} {word}".strip()
        depth += word.count("{") - word.count("}")
    plain = (_fields.tidy(_latex.to_text(name)) for name in names if name.lower() != "others")
    return tuple(name for name in plain if name)


def write(records: Iterable[Record]) -> Iterator[str]:
    """BibTeX text, one piece an entry; the key is made from our id, which stands in a field."""
    for record in records:
        key = re.sub(r"[^A-Za-z0-9:_-]", "-", record.id)
        fields = [(name, text) for name, text in [*_fields_of(record), *_rest(record)] if text]
        body = "".join(f",\n  {name} = {{{text}}}" for name, text in fields)
        yield f"@{_type(record)}{{{key}{body}\n}}\n\n"


def _type(record: Record) -> str:
    named = [t for tag, t in record.extra if tag == "entrytype" and t.isalpha() and t.isascii()]
    free = [t for t in named if t not in {*_KINDS, *_SKIPPED, "string"}]
    return free[0] if free and record.kind == "other" else _TYPES.get(record.kind, "misc")


def _fields_of(record: Record) -> Iterator[tuple[str, str]]:
    journal = "journal" if record.kind == "article" else "booktitle"
    yield "title", _safe(record.title)
    yield "author", " and ".join(_name(author) for author in record.authors if author.strip())
    yield from (
        (name, _safe(text))
        for name, text in (
            ("year", str(record.year or "")), (journal, record.venue), ("volume", record.volume),
            ("number", record.issue),
        )
    )  # fmt: skip
    yield "pages", _latex.from_text(_fields.clean(record.pages)).replace("-", "--")
    yield "doi", _address(record.doi or "")
    yield "url", _address(record.url)
    yield from (
        (name, _safe(text))
        for name, text in (
            ("abstract", record.abstract), ("keywords", _fields.join(record.keywords)),
            ("issn", record.isxn), ("language", record.language), ("publisher", record.publisher),
            ("pmid", record.pmid or ""), ("database", record.database),
            ("accession", record.accession), (_fields.OURS, record.id),
        )
    )  # fmt: skip


def _rest(record: Record) -> Iterator[tuple[str, str]]:
    """What has no field: under its own name where that is a free BibTeX name, else in `extra`."""
    used = {*_READ, _EXTRA, _fields.OURS}
    others: list[tuple[str, str]] = []
    kind = _type(record)
    for tag, text in record.extra:
        if (tag, text) == ("entrytype", kind):
            continue
        if _OWN_FIELD.fullmatch(tag) and tag not in used:
            used.add(tag)
            yield tag, _safe(text)
        else:
            others.append((tag, _fields.clean(text)))
    yield _EXTRA, _latex.from_text(_fields.pairs_text(others))


def _name(author: str) -> str:
    """A name; in braces where BibTeX would take it apart or leave it out."""
    text = _safe(author)
    words = text.lower().split()
    return f"{{{text}}}" if "and" in words or words == ["others"] else text


def _safe(text: str) -> str:
    return _latex.from_text(_fields.clean(text))


def _address(text: str) -> str:
    """A link or identifier without what would end its field."""
    return re.sub(r"[{}\\]", "", _fields.clean(text))


def sniff(head: str) -> float:
    """Certain where a line opens an entry."""
    found = re.search(r"^\s*@\s*\w+\s*[{(]\s*[^\s,]*\s*,", head, re.MULTILINE)
    return 0.95 if found else 0.5 if re.search(r"^\s*@\w+\s*\{", head, re.MULTILINE) else 0.0


FORMAT = Format("bibtex", "BibTeX", (".bib", ".bibtex"), sniff, read, write)
