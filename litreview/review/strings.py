"""The folder `search_strings/` on disk: strategies, the plan of tests, gold sets, counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from litreview.errors import LitreviewError, SettingsError
from litreview.formats import decode
from litreview.model import Failure, Record, SearchId
from litreview.query.blocks import Library, library
from litreview.query.gold import Entry, GoldSet, from_list, gold_set, keys_of
from litreview.query.trial.plan import GoldFiles, Index, Plan, plan
from litreview.store import received
from litreview.store.disk import guarded

if TYPE_CHECKING:
    from litreview.review.facade import Review

FOLDER = "search_strings"
PLAN = "tests.toml"
COUNTS = "counts"
COMPILED = "compiled"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FIRST_STRATEGY = (
    "put terms, one a line, into mentor.en.txt, and the names of such blocks, as in mentor.en AND "
    "youth.en, into core.en.strategy.txt (docs/search-strings.md, From an empty folder)"
)
"""What to do where there is no strategy yet."""
LARGEST = 20_000_000
"""Bytes of one file that are read: what is longer is no search string and no gold set."""


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Hits of a strategy in a source, as somebody noted them: ``counts/*.json``, one or a list.

    string: as it was run. lines: hits of single lines, by their text in the own notation or by the
    name of their block.
    """

    strategy: str
    source: str
    date: str
    hits: int
    string: str = ""
    lines: dict[str, int] = {}


def read_strings(root: Path) -> Library:
    """The blocks and strategies of the review in `root`. Raises SettingsError, StorageError."""
    folder = root / FOLDER
    files = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    return library({path.name: text_of(path) for path in files})


def read_plan(root: Path) -> Plan | None:
    """What `tests.toml` says; None where there is none. Raises SettingsError, with the line."""
    path = root / FOLDER / PLAN
    if not path.is_file():
        return None
    return plan(text_of(path), f"{FOLDER}/{PLAN}")


def read_gold(root: Path, files: GoldFiles) -> GoldSet:
    """A gold set from its files: lists of identifiers (.txt), or records (RIS, CSV, BibTeX)."""
    where = ", ".join(f"{FOLDER}/{name}" for name in files.files)
    entries = (entry for name in files.files for entry in _entries(root, name))
    return gold_set(files.name, where, entries)


def read_index(root: Path, index: Index, review: Review | None) -> frozenset[str]:
    """The keys of what a source holds: from lists, and from the records of its searches.

    Raises SettingsError: a file or a search that is not there.
    """
    keys: set[str] = set()
    for name in index.files:
        for _, read in _entries(root, name):
            if isinstance(read, Record):
                keys.update(keys_of(read))
    if index.searches:
        keys.update(_of_searches(index, review))
    return frozenset(keys)


def read_counts(root: Path) -> tuple[Counted, ...]:
    """What was noted in ``counts/``, the oldest first. Raises SettingsError with the file."""
    found: list[Counted] = []
    for path in sorted((root / FOLDER / COUNTS).glob("*.json")):
        try:
            read = msgspec.json.decode(text_of(path), type=Counted | list[Counted])
        except msgspec.MsgspecError as error:
            raise SettingsError(
                f"these counts cannot be read: {error}", where=_shown(path),
                remedy="give strategy, source, date and hits (docs/search-strings.md)",
            ) from error  # fmt: skip
        for one in read if isinstance(read, list) else [read]:
            if not _DAY.fullmatch(one.date):
                raise SettingsError(
                    f"{one.date!r} is no day", where=_shown(path),
                    remedy='write it as "2026-11-24": the newest count is told by it',
                )  # fmt: skip
            found.append(one)
    return tuple(sorted(found, key=lambda one: (one.date, one.source, one.strategy)))


def by_key(review: Review) -> dict[str, Record]:
    """The reports of the review under every identifier that they have, for their text."""
    held: dict[str, Record] = {}
    for report in review.reports():
        for key in keys_of(report.record):
            held.setdefault(key, report.record)
    return held


def records_of(review: Review) -> Iterator[Record]:
    """All records of the searches in force, as loaded. One at a time."""
    wanted = {search.id for search in review.shelf.searches}
    return (record for record in review.index.records() if record.search in wanted)


def text_of(path: Path) -> str:
    """The text of a file that people write, lines ended by one character. Raises SettingsError."""
    with guarded(path), path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise SettingsError(
            f"this file has more than {LARGEST:,} bytes", where=_shown(path),
            remedy="divide it, or take it out of the folder",
        )  # fmt: skip
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            "this file is not UTF-8 text", where=f"{_shown(path)}, line {line}",
            remedy="save it as UTF-8",
        ) from error  # fmt: skip
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _shown(path: Path) -> str:
    return "/".join(path.parts[path.parts.index(FOLDER) :] if FOLDER in path.parts else path.parts)


def _entries(root: Path, name: str) -> Iterator[Entry]:
    """The entries of a file below the folder. Raises SettingsError: none there, or outside."""
    folder = (root / FOLDER).resolve()
    path = (folder / name).resolve()
    shown = f"{FOLDER}/{name}"
    if not path.is_relative_to(folder) or not path.is_file():
        outside = not path.is_relative_to(folder)
        raise SettingsError(
            "this file lies outside the folder" if outside else "there is no such file",
            where=f"{FOLDER}/{PLAN}: {name}",
            remedy=f"put it into {FOLDER}/, and name it from there",
        )
    if path.suffix.lower() == ".txt":
        return from_list(_list_text(path), shown)
    return _records(path, shown)


def _list_text(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise SettingsError(
            f"a list of more than {LARGEST:,} bytes",
            where=str(path.name),
            remedy="a gold set holds some hundreds of identifiers: take out what does not belong",
        )
    return content.decode(decode(content[:100_000]), errors="replace").removeprefix("\ufeff")


def _records(path: Path, shown: str) -> Iterator[Entry]:
    suffix = path.suffix.lower()
    try:
        form, encoding = ("csv", "utf-8-sig") if suffix == ".csv" else received.looks_like(path)
        number = 0
        for item in received.parse(path, form, encoding, SearchId(shown)):
            if isinstance(item, Record | Failure):
                number += 1
                yield f"{shown}, entry {number}", item
    except LitreviewError as error:
        raise SettingsError(error.what, where=shown, remedy=error.remedy) from error


def _of_searches(index: Index, review: Review | None) -> Iterable[str]:
    known = {str(search.id) for search in review.shelf.searches} if review else set()
    for name in index.searches:
        if name not in known:
            raise SettingsError(
                f"there is no search {name!r} in this review",
                where=f"{FOLDER}/{PLAN}, the index of {index.source}",
                remedy=f"use: {', '.join(sorted(known))}" if known else "load it first",
            )
    if review is None:
        return set()
    wanted = set(index.searches)
    records = records_of(review)
    return {key for one in records if one.search in wanted for key in keys_of(one)}
