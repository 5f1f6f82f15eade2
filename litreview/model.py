"""The nouns of a review, in PRISMA 2020 terms. Frozen, slotted, and free of behaviour.

A `Record` is what a source delivered, a `Report` is the document that one or more records
describe, a `Study` is the investigation that one or more reports describe.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType

SearchId = NewType("SearchId", str)
RecordId = NewType("RecordId", str)
"""``<search>:<number of the entry in its file, from 1>``."""
ReportId = NewType("ReportId", str)
"""The id of the first record of the cluster; any member's id names the same report."""
StudyId = NewType("StudyId", str)

Doi = NewType("Doi", str)
"""Lower case, without resolver or prefix: ``10.1000/xyz``. Made by `parse_doi` only."""
Pmid = NewType("Pmid", str)
"""Digits without leading zeros. Made by `parse_pmid` only."""

Decision = Literal["include", "exclude", "maybe"]
SourceKind = Literal["database", "register", "website", "organisation", "citation"]
Phase = Literal["screening", "eligibility"]
Severity = Literal["error", "warning", "note"]

DECISIONS: tuple[Decision, ...] = ("include", "exclude", "maybe")
DATABASE_KINDS: tuple[SourceKind, ...] = ("database", "register")
OTHER_KINDS: tuple[SourceKind, ...] = ("website", "organisation", "citation")
SOURCE_KINDS: tuple[SourceKind, ...] = DATABASE_KINDS + OTHER_KINDS


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


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One received file: name inside ``records/<search>/``, SHA-256, size, format, encoding."""

    name: str
    sha256: str
    bytes: int
    format: str
    encoding: str


DIRECTION = "direction"
"""What is called so among the limits of a harvest says which way citations were chased."""


@dataclass(frozen=True, slots=True)
class Harvested:
    """How a source was asked over its API, and what it answered.

    Days are ISO dates, times UTC to the second; empty text: not given.
    """

    source: str
    """Its name in the registry of sources."""
    strings: tuple[str, ...]
    """The queries as sent. Of citation chasing: the works whose citations were asked for."""
    meant: str = ""
    """The query in the review's own notation, before it was translated."""
    strategy: str = ""
    label: str = ""
    """How what was sent compares with what was meant: exact, wider, narrower, or verbatim."""
    remarks: tuple[str, ...] = ()
    """What translation changed, and what the source said of the query, a sentence each."""
    echo: str = ""
    """The query as the source understood it."""
    limits: tuple[tuple[str, str], ...] = ()
    """first, last, since, most and options of the source, as far as they were given; and
    `DIRECTION`, of citation chasing."""
    host: str = ""
    """Where it was asked; the usual host is left out."""
    exact: bool = True
    """Whether the number expected is a count, not an estimate."""
    repeated: int = 0
    """Entries that came again, under an identifier that had come before."""
    set_aside: int = 0
    """Distinct entries that are no records of this search; a file named set-aside says why."""
    sifted: bool = False
    """Whether what came was judged by what was meant, and what surely did not match set aside."""
    reason: str = ""
    """Why it is not complete."""
    enough: bool = False
    """Whether it is only not complete because as many entries as were wanted came."""
    started: str = ""
    finished: str = ""
    requests: int = 0
    pages: int = 0
    cost: float = 0.0
    """US dollars, as the source charged them."""
    program: str = ""
    licence: str = ""
    updates: str = ""
    """The search that this one brings up to date."""


@dataclass(frozen=True, slots=True)
class Browsed:
    """How somebody looked through a source by hand, as a website has no string to run.

    url: what was looked at. screened: how many entries were looked through; None: nobody counted.
    by: who looked.
    """

    url: str = ""
    screened: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """One search string, run on one source on one date, and what came back (PRISMA-S).

    Empty text means: not known; it is never filled by guessing.
    """

    id: SearchId
    source: str
    kind: SourceKind
    received: int
    """Entries in the files: records and failures; of a harvest also what came again or was set
    aside."""
    records: int
    failures: int
    files: tuple[SourceFile, ...]
    query: str = ""
    searched_on: str = ""
    complete: bool | None = None
    """None where nobody knows how many records the source held for this query."""
    expected: int | None = None
    note: str = ""
    origin: str = ""
    """The name of the file before it was taken in."""
    harvest: Harvested | None = None
    """How it was asked for over an API; None where a file was loaded."""
    browsed: Browsed | None = None
    """How it was looked through by hand; it may have no file, as nothing was found."""

    @property
    def enough(self) -> bool:
        """Whether it is not complete only because as many entries as were wanted came.

        The same search, run again, brings nothing more then.
        """
        return self.complete is False and self.harvest is not None and self.harvest.enough


@dataclass(frozen=True, slots=True)
class Criterion:
    """A coded reason to include or exclude. Its rank is its place in review.toml, from 1."""

    code: str
    label: str
    effect: Literal["include", "exclude"]
    stages: tuple[str, ...]
    rank: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the selection.

    phase: "screening" of titles and abstracts, or "eligibility" of full texts.
    votes: how many reviewers must judge each report.
    reason_required: whether an exclusion must name a criterion.
    """

    name: str
    label: str
    phase: Phase
    votes: int = 1
    reason_required: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What the reviewers decided beforehand: question, stages in order, criteria by rank."""

    title: str
    question: str
    stages: tuple[Stage, ...]
    criteria: tuple[Criterion, ...]
    criteria_version: str


@dataclass(frozen=True, slots=True)
class Vote:
    """One reviewer's judgement of one report at one stage, made under one criteria version."""

    id: str
    """The hash of its log line."""
    report: ReportId
    record: RecordId
    """The record that the reviewer saw: after a split the vote stays with it."""
    stage: str
    reviewer: str
    decision: Decision
    reasons: tuple[str, ...]
    criteria: str
    at: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The settlement of named votes. It lapses when one of them changes."""

    id: str
    report: ReportId
    stage: str
    by: str
    decision: Decision
    reasons: tuple[str, ...]
    settles: tuple[str, ...]
    at: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """A value as printed and, where the text is one plain number, that number."""

    text: str = ""
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """One effect: outcome, contrast, measure, value, uncertainty, follow-up, place in the report.

    Values are in the unit that the report uses; nothing is converted.
    """

    id: str
    study: StudyId
    outcome: str
    value: Reported
    unit: str
    followup_months: Reported
    subgroup: str = ""
    treatment_mean: Reported = field(default_factory=Reported)
    control_mean: Reported = field(default_factory=Reported)
    standard_error: Reported = field(default_factory=Reported)
    confidence_interval: str = ""
    significance: str = ""
    design: str = ""
    centrality: str = ""
    source_url: str = ""
    source_level: str = ""
    flags: str = ""
    extractor: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    """Every field of the form as entered, by its name."""


@dataclass(frozen=True, slots=True)
class CostBenefit:
    """One economic result in one perspective, as reported.

    Amounts are in `currency` of `price_year`; nothing is converted.
    """

    id: str
    study: StudyId
    programme: str
    perspective: str
    currency: str
    price_year: Reported
    cost: Reported
    benefits: Reported
    net_present_value: Reported
    ratio: str
    """Benefit-cost ratio, return on investment or MVPF, as printed with its name."""
    analysis_type: str = ""
    horizon: str = ""
    discount_rate: str = ""
    direction: str = ""
    source_url: str = ""
    source_level: str = ""
    flags: str = ""
    extractor: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found: a stable code, one sentence, the place and the remedy."""

    code: str
    severity: Severity
    message: str
    where: str = ""
    remedy: str = ""
    ids: tuple[str, ...] = ()


_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_SICI = re.compile(r"10\.\d{4,9}/[^\s\"]+", re.IGNORECASE)
_PMID = re.compile(r"\d{1,9}")
_CLOSERS = {")": "(", "]": "[", "}": "{"}


def parse_doi(text: str) -> Doi | None:
    """The first DOI in `text`, normalised, or None.

    Sentence punctuation and unbalanced closing brackets at the end are not part of it;
    ``<`` and ``>`` belong to it only in pairs (old SICI identifiers).
    """
    match = _SICI.search(text)
    if match is None:
        return None
    found = match.group()
    if "</" in found or found.count("<") != found.count(">"):
        narrow = _DOI.search(text)
        found = narrow.group() if narrow else found
    found = found.rstrip(".,;:'*")
    while (
        found
        and found[-1] in _CLOSERS
        and found.count(found[-1]) > found.count(_CLOSERS[found[-1]])
    ):
        found = found[:-1].rstrip(".,;:'*")
    return Doi(found.lower()) if "/" in found and not found.endswith("/") else None


def parse_pmid(text: str) -> Pmid | None:
    """A PubMed identifier that stands alone or after ``PMID``/``pubmed``, or None."""
    bare = text.strip()
    for prefix in ("pmid:", "pmid", "https://pubmed.ncbi.nlm.nih.gov/"):
        if bare.lower().startswith(prefix):
            bare = bare[len(prefix) :].strip(" :/")
    bare = bare.strip()
    return Pmid(str(int(bare))) if _PMID.fullmatch(bare) and int(bare) else None


def reported(text: str) -> Reported:
    """`text` with its number where the whole text is one plain number (`12`, `-0.4`, `16%`).

    A range, two sources' figures or a number with words stay text: which of the numbers is
    meant is a reader's decision. Commas are refused as they mean thousands or decimals, and so
    is a number that is too large for a float.
    """
    bare = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-").removeprefix("+")
    bare = bare.removesuffix("%").strip()
    number = float(bare) if re.fullmatch(r"-?\d+(?:\.\d+)?", bare) else None
    held = number is not None and math.isfinite(number)
    return Reported(text=text, number=number if held else None)
