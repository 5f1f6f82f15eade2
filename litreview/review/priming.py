"""Decisions of earlier reviews, kept in ``priming/NAME.csv`` for the ranking to learn from.

A copy is written once and never changed: the log names its hash. It has one shape, whatever it was
made from: title, abstract, year, doi, included (1 or 0).
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from litreview.dedup.fold import words
from litreview.errors import FileRefused, StorageError, UnknownName, UsageError
from litreview.events import Fold, PrimingLoaded, PrimingWithdrawn
from litreview.model import Finding
from litreview.screening.known import Taught
from litreview.store.disk import file_sha256, guarded, write_atomically
from litreview.store.folder import Folder

if TYPE_CHECKING:
    from litreview.review import Review

COLUMNS = ("title", "abstract", "year", "doi", "included")
LARGEST = 500_000_000
"""Bytes of a file that are read."""
_CELL = 10_000_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}")
_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "<na>"})
_LABELS = ("included", "label_included", "label", "final_included", "included_label",
           "included_final", "included_flag", "include", "asreview_label")  # fmt: skip
_INCLUDED = {"1": True, "1.0": True, "0": False, "0.0": False}
_UNLABELLED = frozenset({"-1", "-1.0"})
_REMEDY = "give it a first row such as: title,abstract,year,doi,included"


class Decided(NamedTuple):
    """An earlier decision on a work."""

    title: str
    abstract: str
    year: int | None
    doi: str
    included: bool


@dataclass(slots=True)
class Works:
    """The works of this review, by DOI and by title and year."""

    dois: set[str] = field(default_factory=set)
    titles: set[tuple[str, int | None]] = field(default_factory=set)

    def add(self, doi: str | None, title: str, year: int | None) -> None:
        """Take one in."""
        if doi:
            self.dois.add(doi.casefold())
        if name := " ".join(words(title)):
            self.titles.add((name, year))

    def hold(self, one: Decided) -> bool:
        """Whether `one` is among them."""
        name = " ".join(words(one.title))
        by_doi = bool(one.doi) and one.doi.casefold() in self.dois
        return by_doi or (bool(name) and (name, one.year) in self.titles)


@dataclass(frozen=True, slots=True)
class Primings:
    """The earlier decisions in force, by the names that they were loaded under."""

    held: Mapping[str, tuple[Decided, ...]]

    def without(self, works: Works) -> Taught:
        """What is learned: each work once, and none that this review has itself."""
        seen, kept = Works(), []
        for one in (row for name in sorted(self.held) for row in self.held[name]):
            if not works.hold(one) and not seen.hold(one):
                kept.append(one)
                seen.add(one.doi, one.title, one.year)
        return Taught(
            tuple(one.title for one in kept),
            tuple(one.abstract for one in kept),
            tuple(one.year for one in kept),
            tuple(one.included for one in kept),
        )


def events_in_force(state: Fold) -> dict[str, PrimingLoaded]:
    """Name -> what was loaded under it and not taken back."""
    held = (entry.event for entry in state.of("priming").values())
    return {e.name: e for e in sorted((e for e in held if isinstance(e, PrimingLoaded)),
                                      key=lambda e: e.name)}  # fmt: skip


def loaded(folder: Folder, events: Mapping[str, PrimingLoaded]) -> Primings:
    """The earlier decisions of `events`.

    Raises FileRefused, StorageError: a copy is not as it was.
    """
    held: dict[str, tuple[Decided, ...]] = {}
    for name, event in events.items():
        path = place(folder, name)
        if not path.is_file() or file_sha256(path) != event.sha256:
            raise StorageError(
                f"the earlier decisions {name!r} are {_what(path)}",
                where=str(path),
                remedy=f"restore the file, or do without: litreview screen prime --remove {name}",
            )
        held[name] = tuple(read(_text(path), f"priming/{path.name}"))
    return Primings(held)


def place(folder: Folder, name: str) -> Path:
    """Where the copy of that name stands."""
    return folder.root / "priming" / f"{name}.csv"


def _what(path: Path) -> str:
    return "not those that were loaded" if path.is_file() else "missing"


def load(review: Review, source: Path, name: str = "") -> tuple[PrimingLoaded, int]:
    """Take earlier decisions in; the event, and how many works this review has itself.

    source: a CSV file, or the folder of another review. Raises UsageError, FileRefused.
    """
    name = _name(name, source)
    held = events_in_force(review.state)
    if name in held or place(review.folder, name).exists():
        raise UsageError(
            f"there are earlier decisions called {name!r} already",
            where=str(place(review.folder, name)),
            remedy="choose another name with --name",
        )
    rows = list(_of_review(source, review) if source.is_dir() else read(_text(source), str(source)))
    kinds = {one.included for one in rows}
    if kinds != {True, False}:
        raise FileRefused(
            f"there is nothing to learn: {_share(kinds)}",
            where=str(source),
            remedy="earlier decisions need works that were included and works that were not",
        )
    content = written(rows)
    path = place(review.folder, name)
    write_atomically(path, content)
    included = sum(one.included for one in rows)
    event = PrimingLoaded(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        included=included,
        excluded=len(rows) - included,
    )
    review.append(event)
    return event, own_works(review, rows)


def _share(kinds: set[bool]) -> str:
    if not kinds:
        return "no decision is in it"
    return "all of it was included" if True in kinds else "none of it was included"


def own_works(review: Review, rows: Iterable[Decided]) -> int:
    """How many of `rows` are works of this review, which are not used twice."""
    works = Works()
    for record in review.index.records():
        works.add(record.doi, record.title, record.year)
    return sum(works.hold(one) for one in rows)


def remove(review: Review, name: str) -> None:
    """Learn no more from the decisions called `name`; the file stays. Raises UnknownName."""
    held = events_in_force(review.state)
    if name not in held:
        known = ", ".join(held)
        raise UnknownName(
            f"there are no earlier decisions called {name!r}",
            remedy=f"use one of: {known}" if known else "list them with: screen prime --list",
        )
    review.append(PrimingWithdrawn(name=name))


def findings(folder: Folder, state: Fold) -> Iterator[Finding]:
    """Copies that are gone or not as they were loaded."""
    for name, event in events_in_force(state).items():
        path = place(folder, name)
        if not path.is_file() or file_sha256(path) != event.sha256:
            yield Finding(
                "RC109",
                "error",
                f"the earlier decisions {name!r} are {_what(path)}",
                str(path),
                "restore the file from your version control or a colleague's copy, or do without: "
                f"litreview screen prime --remove {name}",
            )


def _name(asked: str, source: Path) -> str:
    """The name asked for, or one made of that of the source. Raises UsageError."""
    stem = source.resolve().name if source.is_dir() else source.stem
    name = asked or re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-")[:40]
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name[:60]!r} cannot be a name",
            remedy="give one of letters, digits and hyphens with --name",
        )
    return name


def _of_review(folder: Path, own: Review) -> Iterator[Decided]:
    """The decided reports of another review: as far as each came. Raises NotAReview, UsageError."""
    from litreview.review import open_review
    from litreview.screening.state import DECIDED

    with open_review(folder) as other:
        if other.folder.root.resolve() == own.folder.root.resolve():
            raise UsageError("this is the review itself", where=str(folder),
                             remedy="name the folder of an earlier one")  # fmt: skip
        held = other.present.screening
        for report in other.reports():
            found = [held.of(stage.name, report.id).status for stage in other.plan.stages]
            last = next((one for one in reversed(found) if one in DECIDED), None)
            if last is not None:
                record = report.record
                yield Decided(record.title, record.abstract, record.year, record.doi or "",
                              last == "include")  # fmt: skip


def written(rows: Iterable[Decided]) -> bytes:
    """Decisions in the shape of a copy."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows((o.title, o.abstract, o.year or "", o.doi, int(o.included)) for o in rows)
    return text.getvalue().encode(errors="replace")


def _text(path: Path) -> str:
    """The text of a file, in whatever encoding. Raises UsageError, StorageError."""
    from litreview.formats import decode

    if not path.exists():
        raise UsageError("there is no such file or folder", where=str(path),
                         remedy="check the path")  # fmt: skip
    with guarded(path), path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise FileRefused(f"this file has more than {LARGEST:,} bytes", where=str(path),
                          remedy="take a part of it")  # fmt: skip
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(decode(content[:200_000]), "replace")


def read(text: str, where: str) -> Iterator[Decided]:
    """The decisions in a table; rows without a label, or without words, are left out.

    Raises FileRefused: no table, no column of labels, a label that is none.
    """
    if not text.strip():
        raise FileRefused("the file is empty", where=where, remedy=_REMEDY)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    csv.field_size_limit(_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        at = _columns(next(rows), where)
        for row in rows:
            one = _decided(row, at, f"{where}, line {rows.line_num}")
            if one is not None:
                yield one
    except csv.Error as error:
        raise FileRefused(
            f"this is no table: {error}", where=f"{where}, line {rows.line_num}",
            remedy="save it as CSV, with quotation marks closed",
        ) from None  # fmt: skip


def _columns(header: list[str], where: str) -> dict[str, int]:
    at: dict[str, int] = {}
    for number, cell in enumerate(header):
        at.setdefault(cell.strip().casefold(), number)
    label = next((one for one in _LABELS if one in at), None)
    if label is None or not {"title", "abstract"} & at.keys():
        what = "no column has labels" if label is None else "no column has titles or abstracts"
        raise FileRefused(what, where=f"{where}, first row", remedy=_REMEDY)
    return {**{one: at[one] for one in COLUMNS[:-1] if one in at}, "included": at[label]}


def _decided(row: list[str], at: Mapping[str, int], where: str) -> Decided | None:
    cells = {one: row[n].strip() if n < len(row) else "" for one, n in at.items()}
    held = {one: "" if cell.casefold() in _MISSING else cell for one, cell in cells.items()}
    title, abstract, label = held.get("title", ""), held.get("abstract", ""), held["included"]
    if label in _UNLABELLED or not label or not (title or abstract):
        return None
    if label not in _INCLUDED:
        raise FileRefused(
            f"a label is 1 (included) or 0 (excluded), not {label[:40]!r}", where=where,
            remedy="change it, or empty the cell to leave the row out",
        )  # fmt: skip
    year = held.get("year", "").removesuffix(".0")
    known = int(year) if year.isascii() and year.isdecimal() and len(year) <= len("2000") else None
    return Decided(title, abstract, known, _doi(held.get("doi", "")), _INCLUDED[label])


def _doi(text: str) -> str:
    start = text.find("10.")
    return text[start:].casefold() if start >= 0 else ""
