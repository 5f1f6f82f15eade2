"""CSV with a header row: comma, semicolon or tab. A row a record.

Columns are known by many names (`_COLUMNS`); any other column is kept in `extra`. A row with
more cells than the header is a failure, unless the surplus is empty or continues a numbered
column (Scopus: "Funding Text 1"); missing cells at the end of a row are empty. A quotation mark
that is never closed costs its row, not the rows behind it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from litreview.formats import _fields
from litreview.formats._format import Format
from litreview.formats._spreadsheet import guarded, unguarded
from litreview.model import Failure, Parsed, Record, RecordId, Remark, SearchId

_LIMIT = 1 << 30
_SPAN = 500
"""A row on more lines than this has a quotation mark that is not closed."""
_COLUMNS = {
    "title": ("title", "primary_title", "article title", "document title", "item title", "ti",
              "titles"),
    "authors": ("authors", "author", "author names", "author full names", "au", "creator"),
    "year": ("year", "publication year", "publication_year", "py", "date", "published"),
    "venue": ("venue", "journal", "source title", "publication title", "journal/book",
              "secondary_title", "journal name", "source"),
    "volume": ("volume", "journal volume", "vol", "vl"),
    "issue": ("issue", "journal issue", "number", "is"),
    "pages": ("pages", "page range", "page"),
    "abstract": ("abstract", "abstract note", "notes_abstract", "ab"),
    "keywords": ("keywords", "author keywords", "manual tags", "keyword"),
    "doi": ("doi", "item doi", "do", "digital object identifier"),
    "pmid": ("pmid", "pubmed id", "pubmed_id"),
    "isxn": ("isxn", "issn", "isbn"),
    "url": ("url", "link", "urls"),
    "language": ("language", "la"),
    "publisher": ("publisher", "pb"),
    "database": ("database",),
    "accession": ("accession", "accession number", "record_id", "key", "eid", "id"),
    "kind": ("kind", "type", "item type", "document type", "publication type", "content type"),
}  # fmt: skip
_KINDS = {"article", "book", "chapter", "conference", "dataset", "preprint", "report", "thesis",
          "webpage", "other"}  # fmt: skip
_NUMBERED = re.compile(r"(.*\D)(\d+)")
_EXCEL = re.compile(r"sep=(.)\s*")
_OURS = ["record_id", *(field for field in _COLUMNS), "extra"]


def read(lines: Iterable[str], search: SearchId) -> Iterator[Parsed]:
    """Rows as records, streaming; memory: one row."""
    csv.field_size_limit(_LIMIT)
    rows = _Rows(lines)
    delimiter, head = rows.header()
    header = [_fields.tidy(cell) for cell in head]
    table = _Table(header, _assign(header), guarded=header == _OURS)
    number, told = 0, False
    for row in rows.under(delimiter, len(header)):
        if not row.reason and not any(cell.strip() for cell in row.cells):
            continue
        number += 1
        reason = row.reason or table.misfit(row.cells)
        if reason:
            yield Failure(search, number, row.line, reason, row.raw)
            continue
        if table.surplus(row.cells) and not told:
            told = True
            yield Remark(row.line, "more cells than column names: see `extra` of the record", "")
        yield table.record(row.cells, search, number)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: list[str]
    raw: str
    reason: str = ""


class _Rows:
    """The rows of a text, with the lines that each was read from."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.line = 0
        self._ahead: deque[str] = deque()
        self._lines = iter(lines)

    def header(self) -> tuple[str, list[str]]:
        """The delimiter and the names of the columns: the first line that is not empty."""
        head = next((line for line in self._fed() if line.strip("\ufeff \r\n")), "")
        head = head.lstrip("\ufeff")
        excel = _EXCEL.fullmatch(head)
        if excel:
            head = next(self._fed(), "")
        delimiter = excel.group(1) if excel else _delimiter(head)
        return delimiter, next(csv.reader([head], delimiter=delimiter), [])

    def under(self, delimiter: str, width: int) -> Iterator[_Row]:
        """Each row; where its quotation marks do not pair, a row with the reason."""
        while True:
            start = self.line + 1
            taken: list[str] = []
            try:
                cells = next(csv.reader(self._taking(taken), delimiter=delimiter), None)
                reason = ""
            except csv.Error as error:
                cells, reason = [], f"this row cannot be read: {error}"
            if cells is None:
                return
            if not reason and _astray(taken, delimiter):
                reason = "a quotation mark is opened here and never closed"
                self._give_back(taken, delimiter, width)
            yield _Row(start, cells, "".join(taken).rstrip("\r\n"), reason)

    def _taking(self, taken: list[str]) -> Iterator[str]:
        """Lines for one row, which are noted in `taken`."""
        for line in self._fed():
            taken.append(line)
            yield line
            if len(taken) >= _SPAN:
                return

    def _fed(self) -> Iterator[str]:
        while self._ahead:
            self.line += 1
            yield self._ahead.popleft()
        for line in self._lines:
            self.line += 1
            yield line

    def _give_back(self, taken: list[str], delimiter: str, width: int) -> None:
        """Read again from the first line behind the broken one that is a row of its own."""
        for at in range(1, len(taken)):
            cells = next(csv.reader([taken[at]], delimiter=delimiter), [])
            if len(cells) == width and width > 1:
                self._ahead.extendleft(reversed(taken[at:]))
                self.line -= len(taken) - at
                del taken[at:]
                return


def _astray(taken: list[str], delimiter: str) -> bool:
    """Whether quotation marks bind lines that do not belong together.

    On one line a reader may be lenient ("a "word" in quotes"); a cell of many lines must be
    quoted as it should be, or the row swallows its neighbours.
    """
    if len(taken) == 1 and taken[0].count('"') % 2 == 0:
        return False
    try:
        rows = list(csv.reader(taken, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return len(taken) > 1 or "end of data" in str(error)
    return len(rows) > 1


def _delimiter(head: str) -> str:
    return max(",;\t", key=lambda mark: (len(_assign(_names(head, mark))), head.count(mark)))


def _names(head: str, delimiter: str) -> list[str]:
    return next(csv.reader([head], delimiter=delimiter), [])


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


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns of a file. guarded: our own, where an apostrophe may guard a cell."""

    header: list[str]
    fields: dict[int, str]
    guarded: bool

    def surplus(self, cells: list[str]) -> bool:
        """Whether a row says something in more cells than there are names."""
        return any(cell.strip() for cell in cells[len(self.header) :])

    def misfit(self, cells: list[str]) -> str:
        """Why a row with more cells than names cannot be read, or "".

        With the surplus behind a numbered column, year and DOI must still stand under their
        names: else the surplus is somewhere else, as where a separator is not quoted.
        """
        if not self.surplus(cells):
            return ""
        if self._numbered() is not None:
            held = self._held(self.fitted(cells)[0])
            year, doi = held.get("year", ""), held.get("doi", "")
            if (not year or _fields.year(year)) and (not doi or _fields.doi([doi], [])):
                return ""
        return f"{len(cells)} cells under {len(self.header)} column names"

    def _held(self, cells: list[str]) -> dict[str, str]:
        return {field: cells[at].strip() for at, field in self.fields.items() if at < len(cells)}

    def _numbered(self) -> int | None:
        """The last column that is numbered: surplus cells stand behind it."""
        found = [at for at, name in enumerate(self.header) if _NUMBERED.fullmatch(name)]
        return found[-1] if found else None

    def fitted(self, cells: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
        """The cells under their names, and the surplus ones, numbered onward."""
        width = len(self.header)
        if not self.surplus(cells):
            return cells[:width], []
        at, more = self._numbered() or 0, len(cells) - width
        match = _NUMBERED.fullmatch(self.header[at])
        stem, first = (match.group(1), int(match.group(2))) if match else ("", 0)
        surplus = cells[at + 1 : at + 1 + more]
        extra = [(f"{stem}{first + 1 + n}", cell) for n, cell in enumerate(surplus) if cell]
        return [*cells[: at + 1], *cells[at + 1 + more :]], extra

    def record(self, cells: list[str], search: SearchId, number: int) -> Record:
        """The record of a row that fits."""
        cells, surplus = self.fitted([self._plain(cell) for cell in cells])
        held = self._held(cells)
        extra = [
            pair
            for at, cell in enumerate(cells)
            if at not in self.fields and cell
            for pair in self._pairs(self.header[at], cell)
        ]
        return _record(held, [*extra, *surplus], search, number)

    def _pairs(self, name: str, cell: str) -> list[tuple[str, str]]:
        return (name == "extra" and _fields.pairs(cell)) or [(name, cell)]

    def _plain(self, cell: str) -> str:
        if "\r" in cell:
            cell = cell.replace("\r\n", "\n").replace("\r", "\n")
        return unguarded(cell) if self.guarded else cell


def _record(
    held: dict[str, str], extra: list[tuple[str, str]], search: SearchId, number: int
) -> Record:
    year, kind = held.get("year", ""), held.get("kind", "article").lower()
    if year and str(_fields.year(year) or "") != year:
        extra.append(("year", year))
    if kind not in _KINDS:
        extra.append(("kind", held["kind"]))
    if held.get("doi") and not _fields.doi([held["doi"]], []):
        extra.append(("doi", held["doi"]))
    return Record(
        id=RecordId(f"{search}:{number}"),
        search=search,
        kind=kind if kind in _KINDS else "other",
        title=_fields.tidy(held.get("title", "")),
        authors=_authors(held.get("authors", "")),
        year=_fields.year(year),
        venue=_fields.tidy(held.get("venue", "")),
        volume=held.get("volume", ""),
        issue=held.get("issue", ""),
        pages=held.get("pages", ""),
        abstract=held.get("abstract", ""),
        keywords=_fields.split(held.get("keywords", ""), ";,"),
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


_SMALL = frozenset({"of", "for", "the", "in", "on"})


def _authors(text: str) -> tuple[str, ...]:
    """Names apart at semicolons, else at line ends and " and "; commas alone part nothing."""
    if ";" in text:
        parts = text.split(";")
    else:
        parts = [part for line in text.split("\n") for part in _at_and(_fields.tidy(line))]
    return tuple(_fields.tidy(part) for part in parts if part.strip())


def _at_and(text: str) -> list[str]:
    """`text` apart at " and ", but for the name of a body: "Learning and Work Institute".

    Such a name has one word on one side and several on the other, or small words that no
    person's name has.
    """
    parts = re.split(r"\s+and\s+", text)
    words = [part.split() for part in parts]
    uneven = "," not in text and len({len(part) > 1 for part in words}) > 1
    small = any(word in _SMALL for part in words for word in part)
    return [text] if uneven or small else parts


def write(records: Iterable[Record]) -> Iterator[str]:
    """CSV text with a header; cells that a spreadsheet would run get an apostrophe in front."""
    yield _row(_OURS)
    for record in records:
        cells = {field: str(getattr(record, field) or "") for field in _COLUMNS}
        cells["record_id"] = record.id
        cells["authors"] = _fields.join(record.authors, parting=" and ")
        cells["keywords"] = _fields.join(record.keywords)
        cells["extra"] = _fields.pairs_text(record.extra)
        yield _row([guarded(_fields.clean_lines(cells[column])) for column in _OURS])


def _row(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def sniff(head: str) -> float:
    """Sure of a header with a title column and another known one."""
    lines = (line for line in head.lstrip("\ufeff").split("\n") if line.strip())
    first = next((line for line in lines if not _EXCEL.fullmatch(line)), "")
    if first.startswith(("@", "TY  -")) or not first:
        return 0.0
    fields = set(_assign(_names(first, _delimiter(first))).values())
    return 0.8 if "title" in fields and len(fields) > 1 else 0.4 if "title" in fields else 0.0


FORMAT = Format("csv", "CSV", (".csv", ".tsv", ".tab"), sniff, read, write)
