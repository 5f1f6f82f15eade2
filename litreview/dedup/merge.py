"""The records of one document -> the document, each field with the record it was taken from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from litreview.dedup.fold import fold, plain
from litreview.dedup.names import families
from litreview.dedup.order import natural
from litreview.dedup.places import read_pages, read_venue, read_volume
from litreview.dedup.titles import read_title
from litreview.model import Record, RecordId, Report, ReportId

FIELDS: Final = tuple(
    field.name
    for field in fields(Record)
    if field.name not in {"id", "search", "keywords", "extra"}
)
"""The fields of which one value is taken."""

Rank: TypeAlias = Callable[[Record], tuple[float, ...]]
"""How good a record's value of one field is; of equals the first record is taken."""


def merge(members: Sequence[Record], id: ReportId) -> Report:  # noqa: A002 - the noun's own name
    """The report `id` that `members` describe, in any order; at least one, else ValueError.

    Every value is a value of some member, unchanged. `keywords` and `extra` are unions without
    repetitions; their provenance names each item: ``("keywords[0]", id)``. All others have one
    entry under their name. Nothing is lost: the records themselves stay as they are.
    """
    if not members:
        raise ValueError(f"the report {id!r} has no records")
    ordered = sorted(members, key=lambda record: natural(record.id))
    values: dict[str, Any] = {}
    provenance: list[tuple[str, RecordId]] = []
    for field, source in _sources(ordered).items():
        values[field] = getattr(source, field)
        provenance.append((field, source.id))
    for field, items in (("keywords", _keywords(ordered)), ("extra", _extra(ordered))):
        values[field] = tuple(item for item, _ in items)
        provenance += ((f"{field}[{at}]", origin) for at, (_, origin) in enumerate(items))
    named = next((record for record in ordered if str(record.id) == str(id)), ordered[0])
    empty = Record(id=RecordId(id), search=named.search)
    return Report(
        id=id,
        records=tuple(record.id for record in ordered),
        record=replace(empty, **values),
        provenance=tuple(provenance),
    )


def _sources(ordered: Sequence[Record]) -> dict[str, Record]:
    """For each filled field the record that gives it."""
    if len(ordered) == 1:
        return {field: ordered[0] for field in FIELDS if getattr(ordered[0], field)}
    out: dict[str, Record] = {}
    place = _best(ordered, _placed)
    for field in ("volume", "issue", "pages"):
        first = [place] if place else []
        _take(out, field, [*first, *sorted(ordered, key=_badly_placed(field))])
    for field, rank in RANKS.items():
        able = [record for record in ordered if getattr(record, field)]
        _take(out, field, [best] if (best := _best(able, rank)) else [])
    for field in ("kind", "year", "doi", "pmid", "language"):
        _take(out, field, _commonest(ordered, field))
    for field in ("isxn", "url", "publisher"):
        _take(out, field, ordered)
    named = _best(ordered, lambda record: (bool(record.database) + bool(record.accession),))
    for field in ("database", "accession"):  # a number means nothing without its database
        _take(out, field, [named] if named else [])
    return out


def _take(out: dict[str, Record], field: str, records: Iterable[Record]) -> None:
    for record in records:
        if getattr(record, field):
            out[field] = record
            return


def _best(records: Sequence[Record], rank: Rank) -> Record | None:
    """The first of the records with the highest rank."""
    return max(records, key=rank, default=None)


def _commonest(ordered: Sequence[Record], field: str) -> list[Record]:
    """Records with the value most members give; of equals the better placed member's."""
    counts: Counter[Hashable] = Counter(
        value for record in ordered if _tells(field, value := getattr(record, field))
    )
    able = [record for record in ordered if getattr(record, field)]
    ranked = sorted(able, key=lambda r: (-counts[getattr(r, field)], [-v for v in _placed(r)]))
    return ranked[:1]


def _tells(field: str, value: object) -> bool:
    return bool(value) and not (field == "kind" and value == "other")


def _placed(record: Record) -> tuple[float, ...]:
    """How well a record says where the document stands."""
    number, issue = read_volume(record.volume, record.issue)
    pages = read_pages(record.pages, record.year)
    complete = pages is not None and bool(pages.last)
    return (bool(number) + bool(issue) + 2.0 * (pages is not None), complete)


def _badly_placed(field: str) -> Callable[[Record], bool]:
    """Puts the records last whose value of `field` cannot be read."""

    def unreadable(record: Record) -> bool:
        if field == "pages":
            return read_pages(record.pages, record.year) is None
        number, issue = read_volume(record.volume, record.issue)
        return not (number if field == "volume" else issue)

    return unreadable


def _title(record: Record) -> tuple[float, ...]:
    """Readable, not in capitals, without markup or remarks, then the longer."""
    title = read_title(record.title)
    return (
        bool(title.key),
        not record.title.isupper(),
        plain(record.title) == record.title and "\ufffd" not in record.title,
        "[" not in record.title,
        len(title.compact),
        sum(letter.isupper() for letter in record.title) < len(record.title) / 4,
    )


def _authors(record: Record) -> tuple[float, ...]:
    """The most authors, one to an entry, with the longest names."""
    found = families(record.authors)
    return (len(found), len(record.authors), len("".join(record.authors)))


def _venue(record: Record) -> tuple[float, ...]:
    """A name without volume and pages glued to it, then the fuller name."""
    shown = "".join(read_venue(record.venue))
    glued = len(fold(record.venue)) - len(shown)
    return (not any(letter.isdigit() for letter in record.venue), len(shown), -glued)


RANKS: Final[Mapping[str, Rank]] = MappingProxyType(
    {
        "title": _title,
        "authors": _authors,
        "venue": _venue,
        "abstract": lambda record: (len(record.abstract),),
    }
)
"""Fields of which the best value is taken, rather than the commonest or the first."""


def _keywords(ordered: Sequence[Record]) -> list[tuple[str, RecordId]]:
    """Each keyword once, whatever its case, with the first record that gives it."""
    found: dict[str, tuple[str, RecordId]] = {}
    for record in ordered:
        for word in record.keywords:
            found.setdefault(word.strip().casefold(), (word, record.id))
    found.pop("", None)
    return list(found.values())


def _extra(ordered: Sequence[Record]) -> list[tuple[tuple[str, str], RecordId]]:
    """Each further tag and text once, with the first record that gives it."""
    found: dict[tuple[str, str], RecordId] = {}
    for record in ordered:
        for item in record.extra:
            found.setdefault(item, record.id)
    return list(found.items())
