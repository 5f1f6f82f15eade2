"""CSV with a header row: comma, semicolon or tab. A row a record.

Columns are known by many names (`_COLUMNS`); any other column is kept in `extra`. A row with
more cells than the header is a failure; missing cells at the end of a row are empty.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from litreview.formats import _fields
from litreview.formats._format import Format
from litreview.model import Failure, Parsed, Record, RecordId, SearchId

_LIMIT = 1 << 24
_COLUMNS = {
    "title": ("title", "primary_title", "article title", "document title", "ti", "titles"),
    "authors": ("authors", "author", "author names", "author full names", "au", "creator"),
    "year": ("year", "publication year", "publication_year", "py", "date", "published"),
    "venue": ("venue", "journal", "source title", "publication title", "journal/book",
              "secondary_title", "journal name", "source"),
    "volume": ("volume", "vol", "vl"),
    "issue": ("issue", "number", "is"),
    "pages": ("pages", "page range", "page"),
    "abstract": ("abstract", "abstract note", "notes_abstract", "ab"),
    "keywords": ("keywords", "author keywords", "manual tags", "keyword"),
    "doi": ("doi", "do", "digital object identifier"),
    "pmid": ("pmid", "pubmed id", "pubmed_id"),
    "isxn": ("issn", "isbn", "isxn"),
    "url": ("url", "link", "urls"),
    "language": ("language", "la"),
    "publisher": ("publisher", "pb"),
    "database": ("database",),
    "accession": ("accession", "accession number", "record_id", "key", "eid", "id"),
    "kind": ("kind", "type", "item type", "document type", "publication type"),
}  # fmt: skip
_NAMES = {name: field for field, names in _COLUMNS.items() for name in names}
_KINDS = {"article", "book", "chapter", "conference", "dataset", "preprint", "report", "thesis",
          "webpage", "other"}  # fmt: skip
_GUARDED = ("=", "+", "-", "@", "\t", "\r")


def read(lines: Iterable[str], search: SearchId) -> Iterator[Parsed]:
    """Rows as records, streaming; memory: one row."""
    csv.field_size_limit(_LIMIT)
    clean = (line.lstrip("\ufeff").replace("\0", "") for line in lines)
    head = next((line for line in clean if line.strip()), "")
    delimiter = _delimiter(head)
    header = [_fields.tidy(cell) for cell in next(csv.reader([head], delimiter=delimiter), [])]
    fields = _assign(header)
    rows = csv.reader(clean, delimiter=delimiter)
    number = 0
    while True:
        line = rows.line_num + 2
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield Failure(search, number, line, f"this row cannot be read: {error}", "")
            continue
        if not any(cell.strip() for cell in row):
            continue
        number += 1
        if len(row) > len(header):
            raw = delimiter.join(row)
            reason = f"{len(row)} cells under {len(header)} column names"
            yield Failure(search, number, line, reason, raw)
        else:
            yield _record(header, fields, row, RecordId(f"{search}:{number}"), search)


def _delimiter(head: str) -> str:
    return max(",;\t", key=lambda mark: (len(_assign(head.split(mark))), head.count(mark)))


def _assign(header: list[str]) -> dict[int, str]:
    """Column -> field; each field goes to the first column that bears the best of its names."""
    found: dict[int, str] = {}
    names = [cell.strip().strip('"').lower() for cell in header]
    for field, known in _COLUMNS.items():
        for name in known:
            if name in names:
                found[names.index(name)] = field
                break
    return found


def _record(
    header: list[str], fields: dict[int, str], row: list[str], id_: RecordId, search: SearchId
) -> Record:
    held = {field: _plain(row[at]).strip() for at, field in fields.items() if at < len(row)}
    extra = [(header[at], _plain(cell)) for at, cell in enumerate(row) if at not in fields and cell]
    if held.get("year") and str(_fields.year(held["year"]) or "") != held["year"]:
        extra.append(("year", held["year"]))
    kind = held.get("kind", "article").lower()
    if kind not in _KINDS:
        extra.append(("kind", held["kind"]))
    return Record(
        id=id_,
        search=search,
        kind=kind if kind in _KINDS else "other",
        title=_fields.tidy(held.get("title", "")),
        authors=_authors(held.get("authors", "")),
        year=_fields.year(held.get("year", "")),
        venue=_fields.tidy(held.get("venue", "")),
        volume=held.get("volume", ""),
        issue=held.get("issue", ""),
        pages=held.get("pages", ""),
        abstract=held.get("abstract", ""),
        keywords=_list(held.get("keywords", ""), ";,"),
        doi=_fields.doi([held.get("doi", "")], [held.get("url", "")]),
        pmid=_fields.pmid([f"PMID: {held.get('pmid', '')}"], [held.get("url", "")], ""),
        isxn=held.get("isxn", ""),
        url=held.get("url", ""),
        language=held.get("language", ""),
        publisher=held.get("publisher", ""),
        database=held.get("database", ""),
        accession=held.get("accession", ""),
        extra=tuple(extra),
    )


def _authors(text: str) -> tuple[str, ...]:
    """Names apart at semicolons, " and " or line ends; a text with commas only stays whole."""
    parts = re.split(r"\s*;\s*|\s+and\s+|\n", text)
    return tuple(_fields.tidy(part) for part in parts if part.strip())


def _list(text: str, marks: str) -> tuple[str, ...]:
    mark = next((mark for mark in marks if mark in text), ";")
    return tuple(dict.fromkeys(_fields.tidy(part) for part in text.split(mark) if part.strip()))


def _plain(cell: str) -> str:
    """A cell without the apostrophe that `write` puts before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in _GUARDED else cell


def write(records: Iterable[Record]) -> Iterator[str]:
    """CSV text with a header; cells that a spreadsheet would run get an apostrophe in front."""
    columns = ["record_id", *(field for field in _COLUMNS if field != "accession"), "extra"]
    yield _row(columns)
    for record in records:
        cells = {
            field: getattr(record, field) or ""
            for field in _COLUMNS
            if field not in {"authors", "keywords"}
        }
        cells["record_id"] = record.id
        cells["authors"] = "; ".join(record.authors)
        cells["keywords"] = "; ".join(record.keywords)
        cells["extra"] = "\n".join(f"{tag}: {text}" for tag, text in record.extra)
        yield _row([_guarded(str(cells[column])) for column in columns])


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_GUARDED) else cell


def _row(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def sniff(head: str) -> float:
    """Sure of a header with a title column and another known one."""
    first = next((line for line in head.lstrip("\ufeff").splitlines() if line.strip()), "")
    if first.startswith(("@", "TY  -")) or not first:
        return 0.0
    fields = set(_assign([cell.strip() for cell in first.split(_delimiter(first))]).values())
    return 0.8 if "title" in fields and len(fields) > 1 else 0.4 if "title" in fields else 0.0


FORMAT = Format("csv", "CSV", (".csv", ".tsv"), sniff, read, write)
