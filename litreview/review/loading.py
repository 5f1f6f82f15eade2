"""One file of records into the review: what it is, what is in it, and the event that admits it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from litreview.errors import LitreviewError, UsageError
from litreview.events import SearchLoaded
from litreview.model import (
    Browsed,
    Failure,
    Parsed,
    RecordId,
    Remark,
    Search,
    SearchId,
    SourceFile,
    SourceKind,
)
from litreview.store import received
from litreview.store.folder import Folder

FIELDS = ("title", "authors", "year", "venue", "abstract", "keywords", "doi", "pmid")
"""The fields whose completeness is counted."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a source. searched_on: ISO date; empty text: not known."""

    source: str = ""
    kind: SourceKind = "database"
    query: str = ""
    searched_on: str = ""
    note: str = ""
    name: str = ""
    encoding: str = ""
    """The encoding of the file, where it is known better than its bytes tell."""
    browsed: Browsed | None = None
    """How somebody looked through the source by hand."""


_NAMED = 5
"""Of the records without a title so many are named."""
NO_ORIGIN = Origin()
Admit = Callable[[SearchLoaded], object]
"""What appends the event of a load to the log."""
_PLATFORMS = frozenset({"ebscohost", "ovid", "proquest"})
"""Names that exports give in the place of the database: each has many, and PRISMA wants those."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file. status: loaded, known (loaded before) or refused."""

    path: str
    status: str
    message: str = ""
    search: Search | None = None
    filled: Mapping[str, float] | None = None
    """Field -> the share of records that have it, 0 to 1."""
    untitled: int = 0
    first_untitled: tuple[RecordId, ...] = ()
    """A few of the records without a title, so that one can look at them."""
    failures: tuple[Failure, ...] = ()
    remarks: tuple[Remark, ...] = ()


def take_in(
    folder: Folder, searches: Iterable[Search], source: Path, origin: Origin, admit: Admit
) -> Loaded:
    """Copy `source` into the review, and give the event that names it to `admit`.

    Where that fails, the copy is removed again. A bad file is a value: see `Loaded.status`. Raises
    UsageError where the request is at fault: no such file, a day that is none, a name that is
    taken, an unknown encoding. Time: one parse of the file; memory: its failures and remarks.
    """
    if not source.exists():
        raise UsageError(
            "there is no such file", where=str(source), remedy="check the name and the folder"
        )
    if origin.searched_on and not _is_day(origin.searched_on):
        raise UsageError(
            f"{origin.searched_on!r} is not a day of the calendar as YYYY-MM-DD",
            remedy="give the day of the search such as 2026-11-24, or leave it out",
        )
    try:
        return _take_in(folder, searches, source, origin, admit)
    except UsageError:
        raise
    except LitreviewError as error:
        message = "; ".join(part for part in (error.what, error.remedy) if part)
        return Loaded(path=received.as_text(str(source)), status="refused", message=message)


def _is_day(text: str) -> bool:
    """Whether `text` is a date with year, month and day, in this order and with hyphens."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _take_in(
    folder: Folder, searches: Iterable[Search], source: Path, origin: Origin, admit: Admit
) -> Loaded:
    from litreview.store import index

    file = received.source_file(source, origin.encoding)
    held = _known(searches, file.sha256)
    if held is not None:
        message = f"this file is loaded already, as {held.id}; nothing was added"
        return Loaded(received.as_text(str(source)), "known", message, held)
    name = received.search_id(origin.name or source.stem, file.sha256, exact=bool(origin.name))
    with ExitStack() as until_admitted:
        with closing(index.of(folder)) as held_index, held_index.adding(name) as taking:
            tally = _Tally()
            for item in received.parse(source, file.format, file.encoding, name):
                tally.add(item)
                taking.add(item)
            search = _search(name, source, file, origin, tally)
            found = _loaded(source, search, tally)
            if found.status != "loaded":
                return found
            stored = received.stored(folder.records, source, search)
            manifest = until_admitted.enter_context(stored)
            taking.finish(manifest)
        admit(
            SearchLoaded(
                search=name, manifest=manifest, records=search.records, failures=search.failures
            )
        )
    return found


def _loaded(source: Path, search: Search, tally: _Tally) -> Loaded:
    message = ""
    if not tally.records:
        what = search.files[0].format
        message = (
            f"no record could be read from this {what} file, and nothing was loaded; see whether "
            "it holds references, and export them again"
        )
    return Loaded(
        path=received.as_text(str(source)),
        status="refused" if message else "loaded",
        message=message,
        search=search,
        filled=tally.filled(),
        untitled=tally.untitled,
        first_untitled=tuple(tally.first_untitled),
        failures=tuple(tally.failures),
        remarks=tuple(tally.remarks),
    )


def _known(searches: Iterable[Search], sha256: str) -> Search | None:
    """The search that holds a file of that hash."""
    return next(
        (search for search in searches if any(file.sha256 == sha256 for file in search.files)),
        None,
    )


def _search(
    name: SearchId, source: Path, file: SourceFile, origin: Origin, tally: _Tally
) -> Search:
    return Search(
        id=name,
        source=origin.source or tally.database() or received.as_text(source.stem),
        kind=origin.kind,
        received=tally.records + len(tally.failures),
        records=tally.records,
        failures=len(tally.failures),
        files=(file,),
        query=origin.query,
        searched_on=origin.searched_on,
        note=origin.note,
        origin=received.as_text(source.name),
        browsed=origin.browsed,
    )


class _Tally:
    """Counts over the entries of a file while they stream by."""

    def __init__(self) -> None:
        self.records = 0
        self.untitled = 0
        self.first_untitled: list[RecordId] = []
        self.failures: list[Failure] = []
        self.remarks: list[Remark] = []
        self._filled = dict.fromkeys(FIELDS, 0)
        self._databases: set[str] = set()

    def add(self, item: Parsed) -> None:
        if isinstance(item, Failure):
            self.failures.append(item)
        elif isinstance(item, Remark):
            self.remarks.append(item)
        else:
            self.records += 1
            if not item.title:
                self.untitled += 1
                self.first_untitled += [item.id] if len(self.first_untitled) < _NAMED else []
            for field in FIELDS:
                self._filled[field] += bool(getattr(item, field))
            self._databases.add(item.database)

    def filled(self) -> dict[str, float] | None:
        """Field -> share of the records that have it; None where there is no record."""
        if not self.records:
            return None
        return {field: n / self.records for field, n in self._filled.items()}

    def database(self) -> str:
        """The database that all records name; "" where they name none, several, or a platform."""
        (one, *others) = self._databases or {""}
        return "" if others or one.casefold() in _PLATFORMS else one
