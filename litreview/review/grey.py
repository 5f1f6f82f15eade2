"""Grey literature by hand: a website or an organisation was looked through, and this came of it.

Nobody can run such a search again, so what it was must be written down when it is done: where, how,
on which day, by whom, how many entries were looked through, and what was found. To find nothing is
a result too, and is kept like any other search, with a manifest and no file.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from litreview.errors import LitreviewError, UsageError
from litreview.events import SearchLoaded
from litreview.formats import FORMATS
from litreview.model import (
    OTHER_KINDS,
    Browsed,
    Record,
    RecordId,
    Search,
    SearchId,
    SourceKind,
    parse_doi,
)
from litreview.review.loading import Loaded, Origin, take_in
from litreview.review.present import in_force
from litreview.store import received
from litreview.store.disk import guarded, new_folder

if TYPE_CHECKING:
    from litreview.review.facade import Review

_FILE = "found.ris"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One work that was found, as it is typed in."""

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How somebody searched by hand. day: ISO date; "": today. screened: entries looked through.

    found: a file of records, one entry, or nothing.
    """

    source: str
    kind: SourceKind
    url: str = ""
    query: str = ""
    day: str = ""
    screened: int | None = None
    note: str = ""
    found: Path | Entry | None = None


def log_search(review: Review, looked: Looked) -> Loaded:
    """Take a search by hand into the review; `Loaded.status` is loaded, known or refused.

    Raises UsageError: something that a reader must know is not said, or cannot be.
    """
    today = review.clock().astimezone(UTC).date()
    looked = _checked(looked, today)
    by = review.who if review.signed else ""
    origin = Origin(
        source=looked.source, kind=looked.kind, query=looked.query, searched_on=looked.day,
        note=looked.note, browsed=Browsed(looked.url, looked.screened, by),
    )  # fmt: skip
    if isinstance(looked.found, Path):
        named = replace(origin, name=_name_of_file(looked, looked.found))
        return _take_in(review, looked.found, named)
    origin = replace(origin, name=_name(looked, by))
    if looked.found is None:
        return _nothing(review, origin)
    with tempfile.TemporaryDirectory(prefix="litreview-log-") as place:
        path = Path(place) / _FILE
        path.write_text(_ris(looked.found, origin.name), "utf-8", newline="\n")
        return _take_in(review, path, origin)


def _checked(looked: Looked, today: date) -> Looked:
    """`looked` with its day. Raises UsageError."""
    if looked.kind not in OTHER_KINDS:
        raise UsageError(
            f"a {looked.kind} is not searched by hand",
            remedy=f"use one of: {', '.join(OTHER_KINDS)}",
        )  # fmt: skip
    if not looked.source.strip():
        raise UsageError("the source has no name", remedy="say what was searched: --source NAME")
    if not (looked.url.strip() or looked.query.strip() or looked.note.strip()):
        raise UsageError(
            "it is not said how the source was searched",
            remedy="give the address (--url), the words (--query) or a sentence (--note)",
        )
    entry = looked.found
    if isinstance(entry, Entry):
        if not entry.title.strip():
            raise UsageError("the work that was found has no title", remedy="give it with --title")
        if looked.screened == 0:
            raise _too_few(0, 1)
    for text in _texts(looked):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise UsageError(
                "a name or note holds bytes that are no text", remedy="write it again, in UTF-8"
            ) from error
    return replace(looked, day=_day(looked.day, today).isoformat())


def _texts(looked: Looked) -> tuple[str, ...]:
    own = (looked.source, looked.url, looked.query, looked.day, looked.note)
    entry = looked.found
    if isinstance(entry, Entry):
        return (*own, entry.title, *entry.authors, entry.link)
    return own


def _day(text: str, today: date) -> date:
    """The day of the search, today where none is given. Raises UsageError."""
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError as error:
        raise UsageError(
            f"{text[:40]!r} is not a day of the calendar as YYYY-MM-DD",
            remedy="give the day of the search such as 2026-11-24, or leave it out for today",
        ) from error
    if day > today + timedelta(days=1):  # it may be tomorrow already where they searched
        raise UsageError(
            f"the day of the search, {day}, is still to come", remedy="give the day it was done"
        )
    return day


def _too_few(screened: int, found: int) -> UsageError:
    return UsageError(
        f"{found:,} found among {screened:,} that were looked through: it cannot be",
        remedy="count with --screened all entries that were looked through, found ones among them",
    )


def _name_of_file(looked: Looked, path: Path) -> str:
    """The id for the records in a file; "": whoever loads it says what is wrong with it.

    Raises UsageError: more was found than looked through.
    """
    try:
        file = received.source_file(path)
        parsed = received.parse(path, file.format, file.encoding, SearchId("found"))
        found = sum(isinstance(one, Record) for one in parsed)
    except (LitreviewError, OSError):
        return ""
    if looked.screened is not None and found > looked.screened:
        raise _too_few(looked.screened, found)
    return received.search_id(_readable(looked), file.sha256)


def _name(looked: Looked, by: str) -> str:
    """The id: the same for the same search by the same person, so that it is not kept twice."""
    said = msgspec.json.encode([looked, by])
    return received.search_id(_readable(looked), hashlib.sha256(said).hexdigest())


def _readable(looked: Looked) -> str:
    return f"{looked.source[:36]}-{looked.day.replace('-', '')}"


def _ris(entry: Entry, search: str) -> str:
    """The entry as a file that is loaded like any other."""
    record = Record(
        id=RecordId(f"{search}:1"),
        search=SearchId(search),
        kind="other",
        title=entry.title,
        authors=entry.authors,
        year=entry.year,
        doi=parse_doi(entry.link),
        url=entry.link,
    )
    write = FORMATS.get("ris").write
    return "".join(write([record])) if write else ""


def _take_in(review: Review, path: Path, origin: Origin) -> Loaded:
    known = in_force(review.folder, review.index, review.state)
    return take_in(review.folder, known, path, origin, review.append)


def _nothing(review: Review, origin: Origin) -> Loaded:
    """A search that found nothing: its manifest, and the event that admits it."""
    search = Search(
        id=SearchId(origin.name), source=origin.source, kind=origin.kind, received=0, records=0,
        failures=0, files=(), query=origin.query, searched_on=origin.searched_on,
        note=origin.note, browsed=origin.browsed,
    )  # fmt: skip
    if any(one.id == search.id for one in review.shelf.searches):
        message = f"this search is kept already, as {search.id}; nothing was added"
        return Loaded("", "known", message, search)
    manifest = received.encode_manifest(search)
    place = review.folder.records / search.id
    if not (place / received.MANIFEST).exists():
        with new_folder(place) as folder, guarded(folder):
            (folder / received.MANIFEST).write_bytes(manifest)
    _, sha256 = received.load_manifest(review.folder.records, search.id)
    review.append(SearchLoaded(search=search.id, manifest=sha256, records=0, failures=0))
    return Loaded("", "loaded", search=search)
