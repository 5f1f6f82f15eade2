"""Gold sets: studies that a strategy must find, by identifier, with whatever text is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from litreview.model import Failure, Finding, Record, RecordId, SearchId, parse_doi, parse_pmid

_REMARK = re.compile(r"(?:^|\s)#\s.*|^#$")
_MOST = 3
"""Places that a finding names."""


@dataclass(frozen=True, slots=True)
class GoldStudy:
    """A study of a gold set. key: its DOI, else ``pmid:1``, else "". place: file and entry."""

    key: str
    record: Record
    place: str

    @property
    def label(self) -> str:
        """Its key, or where it has none its title or place."""
        return self.key or self.record.title or self.place


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Studies, each once, and what is wrong with their list (GS101 to GS105)."""

    name: str
    studies: tuple[GoldStudy, ...]
    findings: tuple[Finding, ...] = ()


Entry = tuple[str, Record | Failure]
"""The place of an entry of a file, and what was read there."""


def key_of(record: Record) -> str:
    """What says that two records are one work: the DOI, else the PMID; "" where there is none."""
    return record.doi or (f"pmid:{record.pmid}" if record.pmid else "")


def keys_of(record: Record) -> tuple[str, ...]:
    """All that `key_of` may be for another record of the same work."""
    both = (record.doi or "", f"pmid:{record.pmid}" if record.pmid else "")
    return tuple(key for key in both if key)


def identifier(text: str) -> str:
    """The key in `text`: a DOI or a PMID, with or without its address; "" where there is none."""
    doi = parse_doi(text)
    if doi:
        return doi
    pmid = parse_pmid(text)
    return f"pmid:{pmid}" if pmid else ""


def from_list(text: str, file: str) -> Iterator[Entry]:
    """A list of DOIs or PMIDs, one a line; behind ` # ` stands a remark.

    A line without either is an entry that could not be read.
    """
    for number, line in enumerate(text.splitlines(), 1):
        bare = _REMARK.sub("", line).strip()
        if not bare:
            continue
        place = f"{file}, line {number}"
        key = identifier(bare)
        if not key:
            yield place, Failure(SearchId(file), number, number, "no DOI and no PMID", line)
            continue
        doi = parse_doi(bare)
        pmid = None if doi else parse_pmid(bare)
        yield place, Record(RecordId(place), SearchId(file), doi=doi, pmid=pmid)


def gold_set(name: str, where: str, entries: Iterable[Entry]) -> GoldSet:
    """The set called `name` of `entries`. where: its files, for the finding that names no entry.

    An entry without an identifier stays in if it has a title: its own text can be judged, though
    nothing else can be known of it.
    """
    studies: dict[str, GoldStudy] = {}
    bare: list[str] = []
    twice: list[str] = []
    unread: list[str] = []
    empty: list[str] = []
    for place, read in entries:
        if isinstance(read, Failure):
            unread.append(place)
            continue
        key = key_of(read)
        if not key:
            (bare if read.title else empty).append(place)
        if key in studies:
            twice.append(place)
        elif key or read.title:
            studies[key or place] = GoldStudy(key, read, place)
    told = [
        _some("GS102", "warning", bare, "without DOI or PMID",
              "add one: without it neither the review nor an index can tell the study"),
        _some("GS103", "note", twice, "that stood there before", "take the repetition away"),
        _some("GS104", "warning", unread, "that could not be read",
              "write one DOI or PMID a line, or mend the entry"),
        _some("GS105", "warning", empty, "with neither identifier nor title",
              "add a DOI or a PMID, or take the entry out"),
    ]  # fmt: skip
    found = [one for one in told if one is not None]
    if not any(study.key for study in studies.values()):
        what = f"the gold set {name!r} names no study by DOI or PMID"
        found.insert(0, Finding("GS101", "error", what, where, "add the DOI or PMID of each study"))
    return GoldSet(name, tuple(studies.values()), tuple(found))


def completed(gold: GoldSet, held: Mapping[str, Record]) -> GoldSet:
    """`gold` with the text that `held` (by key) has and its own list has not."""
    return replace(gold, studies=tuple(_completed(study, held) for study in gold.studies))


def _completed(study: GoldStudy, held: Mapping[str, Record]) -> GoldStudy:
    own = study.record
    other = next((held[key] for key in keys_of(own) if key in held), None)
    if other is None:
        return study
    text = replace(
        own,
        title=own.title or other.title,
        abstract=own.abstract or other.abstract,
        keywords=own.keywords or other.keywords,
        authors=own.authors or other.authors,
        year=own.year if own.year is not None else other.year,
        language=own.language or other.language,
        venue=own.venue or other.venue,
    )
    return replace(study, record=text)


def _some(code: str, severity: str, places: list[str], what: str, remedy: str) -> Finding | None:
    if not places:
        return None
    number = "1 entry" if len(places) == 1 else f"{len(places):,} entries"
    more = f" and {len(places) - _MOST:,} more" if len(places) > _MOST else ""
    where = "; ".join(places[:_MOST]) + more
    return Finding(code, severity, f"{number} {what}", where, remedy)  # type: ignore[arg-type]
