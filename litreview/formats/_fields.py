"""From the words of a source to the fields of a record, the same for every format."""

from __future__ import annotations

import re

from litreview.model import Doi, Pmid, parse_doi, parse_pmid

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_SPACE = re.compile(r"\s+")


def tidy(text: str) -> str:
    """Text on one line, without runs of white space."""
    return _SPACE.sub(" ", text).strip()


def year(text: str) -> int | None:
    """The first year from 1500 to 2099 in `text`."""
    match = _YEAR.search(text)
    return int(match.group()) if match else None


def pages(start: str, end: str) -> str:
    """A page range from its two ends; either may hold the whole range already."""
    if not end or end == start or "-" in start:
        return start or end
    return f"{start}-{end}" if start else end


def doi(texts: list[str], links: list[str]) -> Doi | None:
    """The DOI from the fields made for it, else from those that may hold one.

    A link counts only where it points at a DOI resolver or is the bare identifier.
    """
    for text in texts:
        found = parse_doi(text)
        if found:
            return found
    for text in links:
        bare = text.strip().lower()
        if "doi.org/" in bare or bare.startswith(("10.", "doi:")):
            found = parse_doi(text)
            if found:
                return found
    return None


def pmid(numbers: list[str], links: list[str], database: str) -> Pmid | None:
    """The PubMed id: a number where the database is MEDLINE or PubMed, or a PubMed link."""
    name = database.lower()
    for text in numbers:
        if text.lower().startswith("pmid") or "medline" in name or "pubmed" in name:
            found = parse_pmid(text)
            if found:
                return found
    for text in links:
        if "pubmed.ncbi.nlm.nih.gov/" in text or "ncbi.nlm.nih.gov/pubmed/" in text:
            found = parse_pmid(text.rstrip("/").rsplit("/", 1)[-1])
            if found:
                return found
    return None
