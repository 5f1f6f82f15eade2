"""The records of a harvest, from its kept pages, as often as the index wants them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from litreview.errors import ReviewError
from litreview.model import Parsed, Search, SearchId, SourceFile
from litreview.sources import SOURCES
from litreview.sources.numbering import Tally, numbered
from litreview.sources.source import Searchable
from litreview.store.harvested import JOURNAL, STEP, unpacked

ASIDE = "set-aside"
"""The format of the file of entries that are no records of the search."""
CHANGES = "changes"
"""The format of the file of what an update found, beside its records."""


class Aside(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry that is no record of this search. why: known, not matching, other years, deleted.

    record: of what is known, the record that it is already; changed: its fields that were otherwise
    then.
    """

    number: int
    key: str
    why: str
    record: str = ""
    changed: tuple[str, ...] = ()


class Page(NamedTuple):
    """A kept page by its file: the source's reader, and its place."""

    reader: str
    path: Path


def is_page(file: SourceFile) -> bool:
    """Whether a received file is a page of entries."""
    return file.encoding == "gzip" and file.format not in {JOURNAL, STEP, ASIDE, CHANGES}


def records_of(folder: Path, search: Search) -> Iterator[Parsed]:
    """The records and failures of a harvest that lies in `folder`, set-aside entries left out.

    Raises ReviewError: a page is gone, or its source is not known here.
    """
    aside = frozenset(one.number for one in set_aside(folder, search))
    for number, item in enumerate(delivered(folder, search), start=1):
        if number not in aside:
            yield item


def delivered(folder: Path, search: Search) -> Iterator[Parsed]:
    """All records and failures of a harvest, numbered, whatever was set aside. Raises ReviewError.

    One pass over the pages. Memory: one page, and the keys.
    """
    pages = [Page(file.format, folder / file.name) for file in search.files if is_page(file)]
    return _entries(pages, search.id)


def _entries(pages: Iterable[Page], search: SearchId) -> Iterator[Parsed]:
    held = list(pages)
    if not held:
        return
    source = reader(held[0].reader)
    bodies = (unpacked(page.path, page.path.read_bytes()) for page in held)
    yield from numbered(source, bodies, search, Tally())


def reader(name: str) -> Searchable:
    """The source that reads pages of the kind `name`. Raises ReviewError, UnknownName."""
    source = SOURCES.get(name)
    if not isinstance(source, Searchable):
        raise ReviewError(f"{name} has no pages of records", remedy="install the newest litreview")
    return source


def set_aside(folder: Path, search: Search) -> list[Aside]:
    """What is no record of the search, as its file says. Raises ReviewError."""
    found: list[Aside] = []
    for file in search.files:
        if file.format == ASIDE:
            path = folder / file.name
            try:
                lines = path.read_bytes().splitlines()
                found += [msgspec.json.decode(line, type=Aside) for line in lines]
            except (OSError, msgspec.MsgspecError, RecursionError) as error:
                raise ReviewError(
                    "the list of what was set aside cannot be read", where=str(path),
                    remedy="restore the folder from your version control",
                ) from error  # fmt: skip
    return found


def encode_aside(found: Iterable[Aside]) -> bytes:
    """The content of the file."""
    return b"".join(msgspec.json.encode(one) + b"\n" for one in found)
