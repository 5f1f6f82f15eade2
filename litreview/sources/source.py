"""What a source is: an API that is asked, and whose answers are read. One file each beside this.

A source is pure: it says what to send (`Request`) and reads what came back (`Page`, `Entry`); the
network, the clock and the disk belong to whoever drives it (`walk.py`, `http.py`). It never sees a
key but in `sign`, whose result is sent and never kept.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from typing import Literal

from litreview.errors import SettingsError
from litreview.model import Record, RecordId, SearchId, SourceKind

FaultKind = Literal["permanent", "budget", "transient", "malformed"]
Need = Literal["none", "optional", "required"]
Direction = Literal["backward", "forward"]
Pairs = tuple[tuple[str, str], ...]

UNNUMBERED = RecordId("")
UNFILED = SearchId("")
"""What a source puts for `Record.id` and `Record.search`: who files the record gives both."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be sent, without keys: so it may be kept.

    path: below the base address. params: of the address, in order. form: fields of a POST; json:
    the body of a POST, as text. With neither it is a GET. A source that sends a long query by POST
    has the same names in `form` that it has in `params` else: what is said of a parameter below
    holds wherever the request carries it.
    """

    path: str
    params: Pairs = ()
    form: Pairs = ()
    json: str = ""

    def param(self, name: str) -> str:
        """The value of a parameter, or ""."""
        return next((value for key, value in (*self.params, *self.form) if key == name), "")

    def having(self, **params: str) -> Request:
        """The same with other values of some parameters; new ones come last in the address."""
        form = tuple((key, params.pop(key, value)) for key, value in self.form)
        kept = tuple((key, params.pop(key, value)) for key, value in self.params)
        return replace(self, params=(*kept, *params.items()), form=form)

    def without(self, *names: str) -> Request:
        """The same without some parameters of the address."""
        return replace(self, params=tuple(pair for pair in self.params if pair[0] not in names))


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole and decompressed. headers: names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, or ""."""
        return self.headers.get(name.lower(), "")


def shown(text: str) -> str:
    """Text of a server, for a message: on one line, with U+FFFD for what cannot be printed."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else " " if letter.isspace() else "\N{REPLACEMENT CHARACTER}"
        for letter in text
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no page.

    permanent: the same request will fail again. budget: until a day or quota is over; `wait` says
    how long. transient: try again. malformed: an answer that cannot be what was asked for; tried
    again as well. what: one sentence, without the source's name. wait: seconds that the source
    asks for. restart: the place in the walk is lost, and its window must be walked again. What a
    server says may go into `what` as it came: it is made fit to be shown here.
    """

    kind: FaultKind
    what: str
    remedy: str = ""
    wait: float | None = None
    restart: bool = False
    status: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "what", shown(self.what))


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, as far as the walk needs it. Of `total` and `exact` it judges what is complete.

    count: entries in it, readable or not; `entries` yields as many. total: hits that the source
    states; None: it states none, and its own sign of the end is all there is. exact: it counted
    them: exact=True only if the source never caps or estimates the total. By an exact total a walk
    ends, and one that brought less is told as incomplete. next: what to ask for then; None: this
    was the last. step: an answer that brings no entries by its nature, such as the one that tells
    where the entries are to be had; an empty page that is none is doubted. echo: the query as the
    source understood it. cost: US dollars that it charged. warnings: what it says of the query, one
    sentence each. Both are made fit to be shown here.
    """

    count: int
    total: int | None
    next: Request | None
    exact: bool = True
    step: bool = False
    echo: str = ""
    cost: float = 0.0
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "echo", shown(self.echo))
        object.__setattr__(self, "warnings", tuple(map(shown, self.warnings)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a page: its record, or why it is none.

    key: the source's own identifier, the same whenever the entry is delivered; it is the record's
    `accession` too. "" where there is none: such an entry is no record. raw: of a failure, as text.
    gone: the source only says that it deleted the work: neither a record nor a failure.
    """

    key: str
    record: Record | None
    reason: str = ""
    raw: str = ""
    gone: bool = False

    @property
    def identity(self) -> str:
        """What tells it from others: its key; where it has none, all of it, as a hash."""
        if self.key:
            return self.key
        return f"!{sha256(self.raw.encode(errors='surrogatepass')).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What narrows a query, besides its words.

    first, last: publication (or entry) days ``YYYY-MM-DD``, both inclusive; "": open. since: only
    what is new or changed since that day, where `About.since` is set. options: of this source, such
    as the set of a repository.
    """

    first: str = ""
    last: str = ""
    since: str = ""
    options: Pairs = ()

    def option(self, name: str, default: str = "") -> str:
        """The value of an option."""
        return dict(self.options).get(name, default)


OPEN = Limits()
"""No limits."""


@dataclass(frozen=True, slots=True)
class Access:
    """How this user reaches a source. rate: requests a second; None: as the source allows.

    key, token: secrets; `repr` does not show them.
    """

    base_url: str
    key: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    """A second secret, where a source has one (Elsevier's institutional token)."""
    email: str = field(default="", repr=False)
    rate: float | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen."""
        return tuple(text for text in (self.key, self.token) if text)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A source on the day that somebody looked it up. Sentences end without a name in front.

    checked: that day; references: what was read. rate: requests a second without a key, rate_keyed
    with one. page: entries asked for at once. window: the most entries that one query can deliver;
    split: how finely its windows can be divided by date.
    since: whether it can be asked for what is new. dated: whether it can be asked by the day of
    publication; else records of other years are set aside here. most: entries that are taken
    unless the user says otherwise (a source without a boolean search). charges: US dollars a
    request, about. cannot: what a user might expect and does not get.
    """

    name: str
    title: str
    base_url: str
    licence: str
    references: tuple[str, ...]
    checked: str
    kind: SourceKind = "database"
    dialect: str = ""
    """The notation of its queries in `query.dialects`; "": it has no search language."""
    longest: int | None = None
    """Characters of one query, where the API takes fewer than the site whose notation it has. A
    longer one is divided or refused before anything is sent."""
    key: Need = "none"
    email: Need = "none"
    key_from: str = ""
    """Where a key is had."""
    rate: float = 1.0
    rate_keyed: float | None = None
    page: int = 100
    window: int | None = None
    split: Literal["", "year", "day"] = ""
    resumes: bool = True
    """Whether a request that was sent may be sent again for the same page. So it is with places
    (ERIC's `start`) and with most cursors; Crossref's moves on with each answer, so that a lost
    answer loses a page, and a walk that was interrupted begins its window anew."""
    repeats: bool = False
    """Whether the very same request brings the next page each time, as the server keeps the place:
    Crossref's cursor stays the same text. Else a request that was sent before is a circle."""
    ends: bool = False
    """Whether its last page says that it is the last (Semantic Scholar: no token). Then a walk goes
    on to there, whatever total is stated; else it ends when an exact total has come."""
    since: bool = False
    dated: bool = True
    most: int | None = None
    parts: tuple[str, ...] = ()
    """Options of which one must name a part of it, or else the number that is wanted must be said:
    the whole is more than anybody wants by mistake, such as all of Zenodo."""
    charges: float = 0.0
    abstracts: bool = True
    """Whether its records come with abstracts, which `doctor` shows."""
    keywords: bool = True
    """Whether its records come with the keywords that it searches."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Name of an option -> what it does."""
    cannot: tuple[str, ...] = ()


class Source(ABC):
    """Base of all; a file defines one object of a subclass as SOURCE."""

    about: About

    @property
    def reader(self) -> str:
        """The name in the registry by which its kept pages are read again."""
        return self.about.name

    def configured(self, name: str, said: Mapping[str, str]) -> Source:
        """The source as a table of review.toml sets it; a protocol makes the source `name` of it.

        said: the table. Here it may say how the source is reached, and nothing else. Raises
        SettingsError.
        """
        odd = sorted(said.keys() - {"protocol"} - {one.name for one in fields(Access)})
        if odd or name != self.about.name:
            raise SettingsError(
                f"{self.about.title} is no repository"
                + (f", and has no {' or '.join(odd)}" if odd else ""),
                where=f"review.toml, [sources.{name}]",
                remedy="take that out; what only this source has is given with --option",
            )
        return self

    def sign(self, request: Request, access: Access) -> tuple[Request, Mapping[str, str]]:
        """The request with key and address, and headers to send: never kept, never shown."""
        del access
        return request, {}

    def fault(self, reply: Reply) -> Fault | None:
        """A failure that only this source has, or says in its own way; None: the common rules."""
        del reply
        return None

    def answers(self, reply: Reply) -> bool:
        """Whether it is an answer although its status is that of a failure."""
        del reply
        return False


class Searchable(Source):
    """It can be asked for the records of a query."""

    @abstractmethod
    def ask(self, query: str, limits: Limits) -> Request:
        """The first request. query: in its dialect; words, or nothing, where it has none."""

    @abstractmethod
    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        """What a walk needs of an answer with a good status. Never raises for bad content."""

    @abstractmethod
    def entries(self, body: bytes) -> Iterator[Entry]:
        """The entries of a stored body that `read` has taken for a page, in order."""

    def keys(self, body: bytes) -> Iterator[str]:
        """`Entry.identity` of each entry, in order: all that a walk needs.

        A source says it itself where that spares the making of records.
        """
        return (entry.identity for entry in self.entries(body))

    def settled(self, limits: Limits) -> Limits:
        """`limits` with what the user's settings say of this source: they are part of a search."""
        return limits

    def said(self, sent: Request) -> str:
        """The query as it stands in a first request, where `ask` rewrites it; "": as it is given.

        It is what a method section quotes as the string that was run.
        """
        del sent
        return ""

    def counting(self, request: Request) -> Request:
        """`request` changed so that it brings the total and as little else as can be."""
        return request


class Citing(Searchable):
    """It knows which works a work cites, and which cite it."""

    @abstractmethod
    def chase(self, ids: Sequence[str], direction: Direction) -> tuple[Request, ...]:
        """First requests for the works that `ids` cite (backward), or that cite them (forward).

        ids: DOIs, or the source's own keys.
        """


@dataclass(frozen=True, slots=True)
class Copy:
    """An open copy of a full text. kind: pdf, or a page that leads to it."""

    url: str
    kind: Literal["pdf", "page"]
    licence: str = ""
    version: str = ""
    """published, accepted, submitted, or ""."""


class Locating(Source):
    """It knows where full texts are."""

    @abstractmethod
    def locate(self, doi: str, pmid: str) -> Request | None:
        """What to ask for one document; None: neither identifier is of use."""

    @abstractmethod
    def copies(self, reply: Reply) -> tuple[Copy, ...] | Fault:
        """The open copies that an answer names, the best first."""
