"""Identifiers: of the review's own nouns, and those that publishers and PubMed give."""

from __future__ import annotations

import re
from typing import NewType

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
