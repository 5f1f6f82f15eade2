"""A record as the comparison sees it: every field normalised once, into its own type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from litreview.dedup.fold import plain, words
from litreview.dedup.names import families
from litreview.dedup.places import Pages, read_pages, read_venue, read_volume
from litreview.dedup.titles import NormTitle, Title, read_title
from litreview.model import Doi, Pmid, Record, RecordId, parse_doi

__all__ = ["Keys", "NormTitle", "normalise"]


@dataclass(frozen=True, slots=True)
class Keys:
    """The comparable content of one record. Empty text, tuple, set or None means unknown."""

    id: RecordId
    title: Title
    authors: tuple[str, ...]
    year: int | None
    venue: tuple[str, ...]
    volume: str
    issue: frozenset[str]
    pages: Pages | None
    abstract: str
    """The first letters of the abstract, without spaces."""
    doi: Doi | None
    pmid: Pmid | None
    registered: frozenset[str]
    """Trial registry numbers that the title, abstract or accession number names."""
    draft: bool
    """A preprint or working paper: the work may also exist as an article."""


_ABSTRACT: Final = 700
_ABSTRACT_LEAST: Final = 80
"""Fewer letters are a placeholder ("No abstract available") or a stub."""
_REGISTRY: Final = re.compile(
    r"\b(?:NCT ?\d{8}|ISRCTN ?\d{8}|ACTRN ?\d{14}|ChiCTR[-\w]*\d{8,}|DRKS ?\d{8}|"
    r"(?:EUCTR|EudraCT)\W{0,3}(?:number\W{0,3}|no\W{0,3})?\d{4}-\d{6}-\d\d)",
    re.IGNORECASE,
)
_REGISTRY_HINTS: Final = ("NCT", "CTN", "ACTRN", "CTR", "DRKS", "EudraCT")
_DRAFT_DOI: Final = re.compile(
    r"10\.(?:1101/(?:\d{6}|\d{4}\.\d\d\.\d\d)|2139/ssrn|3386/w|20944/preprints|21203/rs|31219|"
    r"31222|31234|31235|31730|26434|36227|48550/arxiv|64898|22541/au)"
)
_DRAFT_VENUE: Final = re.compile(
    r"\b(?:preprints?|arxiv|[a-z]*rxiv|ssrn|research square|psyarxiv|osf|"
    r"(?:working|discussion|research) papers?(?: series)?|papers in progress)\b"
)


def normalise(record: Record) -> Keys:
    """The comparable content of `record`. Total: hostile or empty text gives empty parts."""
    volume, issue = read_volume(record.volume, record.issue)
    doi = _clean_doi(record.doi)
    return Keys(
        id=record.id,
        title=read_title(record.title),
        authors=families(record.authors),
        year=record.year,
        venue=read_venue(record.venue),
        volume=volume,
        issue=issue,
        pages=read_pages(record.pages, record.year),
        abstract=_abstract(record.abstract),
        doi=doi,
        pmid=record.pmid,
        registered=_registered(record),
        draft=_is_draft(record, doi),
    )


def _clean_doi(doi: Doi | None) -> Doi | None:
    """The DOI with its percent signs and entities decoded."""
    if doi is None or ("%" not in doi and "&" not in doi):
        return doi
    return parse_doi(plain(unquote(doi)).replace(" ", "")) or doi


def _abstract(text: str) -> str:
    compact = "".join(words(text[:_ABSTRACT]))
    return compact if len(compact) >= _ABSTRACT_LEAST else ""


def _registered(record: Record) -> frozenset[str]:
    text = f"{record.title} {record.accession} {record.abstract}"
    if not any(hint in text for hint in _REGISTRY_HINTS):
        return frozenset()
    return frozenset(
        re.sub(r"[^a-z0-9]|number|(?<=t)no", "", match.group().lower())
        for match in _REGISTRY.finditer(text)
    )


def _is_draft(record: Record, doi: Doi | None) -> bool:
    if record.kind == "preprint" or (doi is not None and _DRAFT_DOI.match(doi)):
        return True
    return _DRAFT_VENUE.search(record.venue.lower()) is not None
