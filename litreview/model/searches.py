"""One search: a string (or a list) on one source, and what came back, as PRISMA-S asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from litreview.model.identifiers import SearchId

SourceKind = Literal["database", "register", "website", "organisation", "citation"]

DATABASE_KINDS: tuple[SourceKind, ...] = ("database", "register")
OTHER_KINDS: tuple[SourceKind, ...] = ("website", "organisation", "citation")
SOURCE_KINDS: tuple[SourceKind, ...] = DATABASE_KINDS + OTHER_KINDS


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One received file: name inside ``records/<search>/``, SHA-256, size, format, encoding."""

    name: str
    sha256: str
    bytes: int
    format: str
    encoding: str


DIRECTION = "direction"
"""What is called so among the limits of a harvest says which way citations were chased."""


@dataclass(frozen=True, slots=True)
class Harvested:
    """How a source was asked over its API, and what it answered.

    Days are ISO dates, times UTC to the second; empty text: not given.
    """

    source: str
    """Its name in the registry of sources."""
    strings: tuple[str, ...]
    """The queries as sent. Of citation chasing: the works whose citations were asked for."""
    meant: str = ""
    """The query in the review's own notation, before it was translated."""
    strategy: str = ""
    label: str = ""
    """How what was sent compares with what was meant: exact, wider, narrower, or verbatim."""
    remarks: tuple[str, ...] = ()
    """What translation changed, and what the source said of the query, a sentence each."""
    echo: str = ""
    """The query as the source understood it."""
    limits: tuple[tuple[str, str], ...] = ()
    """first, last, since, most and options of the source, as far as they were given; and
    `DIRECTION`, of citation chasing."""
    host: str = ""
    """Where it was asked; the usual host is left out."""
    exact: bool = True
    """Whether the number expected is a count, not an estimate."""
    repeated: int = 0
    """Entries that came again, under an identifier that had come before."""
    set_aside: int = 0
    """Distinct entries that are no records of this search; a file named set-aside says why."""
    sifted: bool = False
    """Whether what came was judged by what was meant, and what surely did not match set aside."""
    reason: str = ""
    """Why it is not complete."""
    enough: bool = False
    """Whether it is only not complete because as many entries as were wanted came."""
    started: str = ""
    finished: str = ""
    requests: int = 0
    pages: int = 0
    cost: float = 0.0
    """US dollars, as the source charged them."""
    program: str = ""
    licence: str = ""
    updates: str = ""
    """The search that this one brings up to date."""


@dataclass(frozen=True, slots=True)
class Browsed:
    """How somebody looked through a source by hand, as a website has no string to run.

    url: what was looked at. screened: how many entries were looked through; None: nobody counted.
    by: who looked.
    """

    url: str = ""
    screened: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """One search string, run on one source on one date, and what came back (PRISMA-S).

    Empty text means: not known; it is never filled by guessing.
    """

    id: SearchId
    source: str
    kind: SourceKind
    received: int
    """Entries in the files: records and failures; of a harvest also what came again or was set
    aside."""
    records: int
    failures: int
    files: tuple[SourceFile, ...]
    query: str = ""
    searched_on: str = ""
    complete: bool | None = None
    """None where nobody knows how many records the source held for this query."""
    expected: int | None = None
    note: str = ""
    origin: str = ""
    """The name of the file before it was taken in."""
    harvest: Harvested | None = None
    """How it was asked for over an API; None where a file was loaded."""
    browsed: Browsed | None = None
    """How it was looked through by hand; it may have no file, as nothing was found."""

    @property
    def enough(self) -> bool:
        """Whether it is not complete only because as many entries as were wanted came.

        The same search, run again, brings nothing more then.
        """
        return self.complete is False and self.harvest is not None and self.harvest.enough
