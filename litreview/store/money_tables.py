"""The folder `money/`: tables that people wrote, and one folder a day for what was fetched.

money/<name>.csv          written by people
money/2026-11-25/*.csv    written by `money update`, once; the newest that has a series counts
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from litreview.errors import StorageError
from litreview.model import Finding
from litreview.store.disk import beside, flush_files, guarded, sync_folder, write_new

FOLDER: Final = "money"
_FETCHED: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.(\d{1,4}))?")
_UNCHANGED: Final = "the tables of money are as they were"
_REMEDY: Final = "put a CSV file of UTF-8 text there, or remove it"


@dataclass(slots=True)
class Held:
    """What is in the folder. own, fetched: place of a file -> its text; fetched: the newest last.

    unreadable: files that are no text.
    """

    own: dict[str, str] = field(default_factory=dict)
    fetched: dict[str, str] = field(default_factory=dict)
    unreadable: list[Finding] = field(default_factory=list)


def held(folder: Path) -> Held:
    """The tables in `folder`; none where there is no such folder."""
    found = Held()
    for path in sorted(folder.glob("*.csv")):
        _take(found, found.own, path, f"{folder.name}/{path.name}")
    for below in _days(folder):
        for path in sorted(below.glob("*.csv")):
            _take(found, found.fetched, path, f"{folder.name}/{below.name}/{path.name}")
    return found


def add(folder: Path, day: date, texts: Mapping[str, str]) -> str:
    """A new folder of tables in `folder`, whole or not at all; its name. texts: file -> content.

    Raises StorageError: nothing was changed.
    """
    with guarded(folder, _UNCHANGED):
        staged = beside(folder / f"{day}")
        try:
            staged.mkdir()
            for name, text in texts.items():
                write_new(staged / name, (text.encode(),))
            flush_files(staged)
            for name in _free(folder, day):
                staged.rename(folder / name)
                sync_folder(folder)
                return name
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    raise StorageError(f"no free name was found; {_UNCHANGED}", where=str(folder))


def _free(folder: Path, day: date) -> Iterator[str]:
    """Names that no folder of that day has yet."""
    names = (f"{day}", *(f"{day}.{number}" for number in range(2, 1000)))
    return (name for name in names if not (folder / name).exists())


def _days(folder: Path) -> list[Path]:
    """The folders of what was fetched, in the order of their days."""
    named = [
        (match, path) for path in folder.glob("*/") if (match := _FETCHED.fullmatch(path.name))
    ]
    return [path for _, path in sorted(named, key=lambda one: (one[0][1], int(one[0][2] or 1)))]


def _take(found: Held, into: dict[str, str], path: Path, place: str) -> None:
    try:
        into[place] = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror or "").lower() if isinstance(error, OSError) else "it is not UTF-8"
        what = f"this table cannot be read ({why})"
        found.unreadable.append(Finding("MT101", "error", what, place, _REMEDY))
