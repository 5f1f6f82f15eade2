"""What a source delivered, the document that it describes, and the investigation behind that."""

from __future__ import annotations

from dataclasses import dataclass

from litreview.model.identifiers import Doi, Pmid, RecordId, ReportId, SearchId, StudyId


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as a source delivered it. Empty text means: not given by the source."""

    id: RecordId
    search: SearchId
    kind: str = "article"
    """article, book, chapter, conference, dataset, preprint, report, thesis, webpage or other."""
    title: str = ""
    authors: tuple[str, ...] = ()
    """Each ``Family, Given`` where the source separates them, else as printed."""
    year: int | None = None
    venue: str = ""
    """The journal, series or book that holds the work."""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    doi: Doi | None = None
    pmid: Pmid | None = None
    isxn: str = ""
    """ISSN or ISBN as given."""
    url: str = ""
    language: str = ""
    publisher: str = ""
    database: str = ""
    """The database or provider that the record itself names."""
    accession: str = ""
    """The source's own number for the record."""
    extra: tuple[tuple[str, str], ...] = ()
    """Everything else as ``(tag, text)``, in file order: no tag is dropped."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An entry that could not be read. It keeps its raw text, its place and the reason."""

    search: SearchId
    number: int
    """The number that the entry would have had as a record."""
    line: int
    """The line on which the entry starts, from 1."""
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that was set aside while the entry around it was kept."""

    line: int
    reason: str
    raw: str


Parsed = Record | Failure | Remark


@dataclass(frozen=True, slots=True)
class Report:
    """One document: the cluster of records that describe it.

    record: the fields taken together, under the report's id.
    provenance: for each filled field the record that it was taken from.
    """

    id: ReportId
    records: tuple[RecordId, ...]
    record: Record
    provenance: tuple[tuple[str, RecordId], ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """One investigation and the reports that describe it."""

    id: StudyId
    reports: tuple[ReportId, ...]
