"""From the words of a source to the fields of a record and back, the same for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from litreview.model import Doi, Pmid, parse_doi, parse_pmid

Pairs = Sequence[tuple[str, str]]

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_NAMED_PMID = re.compile(r"\bPMID: ?(?:NLM)?(\d{1,9})\b")
_DOI_STARTS = ("doi:", "doi ", *(f"10.{digit}" for digit in "123456789"))
_PUBMED = ("pubmed.ncbi.nlm.nih.gov/", "ncbi.nlm.nih.gov/pubmed/")
_INDENT = "  "
OURS = "litreview"
"""What marks an id of our own in a file, so that nobody takes it for a source's number."""


def tidy(text: str) -> str:
    """Text on one line, without runs of white space."""
    return " ".join(text.split())


def clean(text: str) -> str:
    """Text on one line, as it may be written: nothing in it is obeyed by a reader."""
    return tidy(_CONTROL.sub(" ", text))


def clean_lines(text: str) -> str:
    """Text as it may be written where line breaks are data; they become plain ones."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def year(text: str) -> int | None:
    """The first year from 1500 to 2099 in `text`."""
    match = _YEAR.search(text)
    return int(match.group()) if match else None


def pages(start: str, end: str) -> str:
    """A page range from its two ends; either may hold the whole range already."""
    if not end or end == start or "-" in start:
        return start or end
    return f"{start}-{end}" if start else end


def doi(texts: Iterable[str], links: Iterable[str]) -> Doi | None:
    """The DOI from the fields made for it, else from those that may hold one.

    A link counts where it is one address at a DOI resolver; any other text where it begins with
    the identifier: a note may name the DOI of another work.
    """
    for text in texts:
        found = parse_doi(text)
        if found:
            return found
    for text in links:
        if text[:4].lower() in _DOI_STARTS or ("doi.org/" in text and len(text.split()) == 1):
            found = parse_doi(text)
            if found:
                return found
    return None


def pmid(numbers: Iterable[str], links: Iterable[str], database: str) -> Pmid | None:
    """The PubMed id, from a number, a link or a note.

    A number counts where the database is MEDLINE or PubMed, or where it calls itself a PMID; a
    note where it names one (EBSCOhost: ``PMID: NLM123``).
    """
    name = database.lower()
    ours = "medline" in name or "pubmed" in name
    for text in numbers:
        if ours or names_pmid(text):
            found = parse_pmid(text)
            if found:
                return found
    for text in links:
        if any(address in text for address in _PUBMED):
            found = parse_pmid(text.rstrip("/").rsplit("/", 1)[-1])
            if found:
                return found
        named = _NAMED_PMID.search(text) if "PMID:" in text else None
        if named:
            return parse_pmid(named.group(1))
    return None


def names_pmid(text: str) -> bool:
    """Whether a number calls itself a PubMed id."""
    return text[:4].lower() == "pmid"


def split(text: str, marks: str) -> tuple[str, ...]:
    """The parts of a list; the first of `marks` that stands in it parts it."""
    mark = next((mark for mark in marks if mark in text), "\n")
    return tuple(dict.fromkeys(tidy(part) for part in text.split(mark) if part.strip()))


def join(parts: Sequence[str], *, parting: str = ",") -> str:
    """A list as one text, with semicolons, which cannot stand in a part: there they are commas.

    A single part gets one behind it only where `parting` is in it, at which a reader would part it.
    """
    words = [word for part in parts if (word := clean(part.replace(";", ",")))]
    alone = len(words) == 1 and parting in words[0]
    return f"{words[0]};" if alone else "; ".join(words)


def pairs_text(pairs: Pairs) -> str:
    """Tags with their texts, a line each; further lines of a text are indented."""
    lines = (
        f"{clean(tag).replace(': ', ':')}: " + clean_lines(text).replace("\n", f"\n{_INDENT}")
        for tag, text in pairs
    )
    return "\n".join(lines)


def pairs(text: str) -> list[tuple[str, str]] | None:
    """What `pairs_text` wrote, or None where `text` is something else."""
    found: list[tuple[str, str]] = []
    for line in text.split("\n"):
        tag, colon, rest = line.partition(": ")
        if line.startswith(_INDENT) and found:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line[len(_INDENT) :]}")
        elif colon and tag:
            found.append((tag, rest))
        else:
            return None
    return found
