"""How each source is reached from here: does it answer, is its key set, what would a harvest cost.

Keys are looked for, never shown; each source gets one small request, all of them at the same time.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue

from litreview.errors import LitreviewError, SettingsError
from litreview.sources import SOURCES
from litreview.sources.access import KEYS, access, contact, set_in, table_of, usable, variable
from litreview.sources.ahead import Ahead
from litreview.sources.compile import compiled, tree_of
from litreview.sources.figures import offices
from litreview.sources.http import Sender, interval
from litreview.sources.named import ALIASES, names_of, source_named
from litreview.sources.source import (
    OPEN,
    About,
    Access,
    Citing,
    Fault,
    Locating,
    Request,
    Searchable,
    Source,
)

Tables = Mapping[str, Mapping[str, str]]
RECORDS = 1_000
"""Records of the harvest whose cost is told."""
_QUERY = "mentoring"
_DOI = "10.1371/journal.pone.0000308"
"""A document that sources of single documents are asked for."""
_TIMEOUTS = (4.0, 8.0)
_PATIENCE = 15.0
"""Seconds after which whoever has not answered did not answer."""
_VARIABLE = re.compile(rf"LITREVIEW_([A-Z0-9_]+)_({'|'.join(KEYS).upper()})")


@dataclass(frozen=True, slots=True)
class Health:
    """A source as it is set up here.

    missing: what it requires and is not set, or what is wrong with the settings. key_in, email_in,
    base_url_in: where these are set ("": nowhere). answers: None where it was not asked; said: what
    it said then, or why it was not asked. seconds: of the answer. requests, least, dollars: what a
    harvest of `RECORDS` records takes: at least so many requests and seconds, about so much money.
    """

    about: About
    asks: str
    """How it is asked: boolean, words, everything, citations, or one document."""
    missing: str = ""
    key_in: str = ""
    email_in: str = ""
    base_url_in: str = ""
    answers: bool | None = None
    said: str = ""
    remedy: str = ""
    seconds: float = 0.0
    requests: int = 0
    least: float = 0.0
    dollars: float = 0.0

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is set in a way that may be regretted."""
        if not self.key_in.startswith("review.toml"):
            return ()
        name = self.about.name
        what = f"the key of {name} stands in review.toml, which is shared with the review"
        return (f"{what}: move it to {variable(name, 'key')}",)


def names(tables: Tables) -> list[str]:
    """All sources there are, with the repositories that review.toml adds."""
    own = (name for name, table in tables.items() if "protocol" in table)
    return sorted({*SOURCES.names(), *own})


def strays(tables: Tables, environ: Mapping[str, str]) -> Iterator[str]:
    """Settings that belong to no source: a sentence each."""
    known = {one for name in names(tables) for one in names_of(name)} | ALIASES.keys()
    known |= {office.about.name for office in offices().values()}
    for name in sorted(tables.keys() - known):
        yield f"[sources.{name}] in review.toml names no source"
    said = {one.upper().replace("-", "_") for one in known}
    for name in sorted(environ):
        found = _VARIABLE.fullmatch(name)
        if found and found[1] not in said:
            yield f"{name} names no source"


def looked_at(
    wanted: Sequence[str], tables: Tables, environ: Mapping[str, str], *, offline: bool = False,
    clock: Callable[[], float] = time.monotonic,
) -> list[Health]:  # fmt: skip
    """The sources `wanted`, in that order; asked side by side, each once, unless `offline`.

    Raises UnknownName. Takes at most some seconds, whatever the sources do.
    """
    ended: SimpleQueue[str] = SimpleQueue()
    found: dict[str, Health] = {}
    under_way: dict[str, Ahead[tuple[Source, Access, Health], Health]] = {}
    for name in dict.fromkeys(wanted):
        said = table_of(tables, name)
        try:
            source = source_named(name, said)
        except SettingsError as error:  # a repository of the user's own
            found[name] = Health(_nothing(name), "", missing=error.what, remedy=error.remedy)
            continue
        one, have = _set_up(source, said, environ)
        found[name] = one
        if have is not None and not offline:
            job = (source, have, one)
            under_way[name] = Ahead(_asking(name, ended), job)
    deadline = clock() + _PATIENCE
    while under_way:
        try:
            name = ended.get(timeout=max(0.0, deadline - clock()))
        except Empty:
            break
        found[name] = under_way.pop(name).result()
    for name in under_way:
        what = f"no answer within {_PATIENCE:.0f} s"
        found[name] = replace(found[name], answers=False, said=what)
    return list(found.values())


def _nothing(name: str) -> About:
    """What is known of a repository whose settings are wrong."""
    return About(name=name, title=name, base_url="", licence="", references=(), checked="")


def _set_up(
    source: Source, said: Mapping[str, str], environ: Mapping[str, str]
) -> tuple[Health, Access | None]:
    """A source before it is asked; no access where something is missing."""
    about, name = source.about, source.about.name
    one = Health(about, _asks(source))
    try:
        have = access(source, said, environ)
    except SettingsError as error:
        what = f"{error.what} ({error.where})" if error.where else error.what
        return replace(one, missing=what, remedy=error.remedy), None
    requests = math.ceil(RECORDS / max(about.page, 1))
    one = replace(
        one,
        key_in=set_in(name, "key", environ) if have.key else "",
        email_in=set_in(name, "email", environ) if have.email else "",
        base_url_in=set_in(name, "base_url", environ) if have.base_url != about.base_url else "",
        requests=requests,
        least=requests * interval(source, have),
        dollars=requests * about.charges,
    )
    try:
        return one, contact(usable(source, have))
    except SettingsError as error:
        return replace(one, missing=error.what, remedy=error.remedy), None


def _asks(source: Source) -> str:
    if source.about.dialect:
        return "boolean"
    if isinstance(source, Citing):
        return "citations"
    if isinstance(source, Searchable):
        return "words" if source.about.most is not None else "everything"
    return "one document"


def _asking(
    name: str, ended: SimpleQueue[str]
) -> Callable[[tuple[Source, Access, Health]], Health]:  # fmt: skip
    def ask(job: tuple[Source, Access, Health]) -> Health:
        source, have, one = job
        sender = Sender(source, have, timeouts=_TIMEOUTS)
        begun = time.monotonic()
        try:
            fault = _probe(source, sender)
        finally:
            sender.close()
            ended.put(name)
        seconds = time.monotonic() - begun
        if fault is None:
            return replace(one, answers=True, seconds=seconds)
        return replace(
            one, answers=False, said=fault.what, remedy=fault.remedy, seconds=seconds
        )  # fmt: skip

    return ask


def _probe(source: Source, sender: Sender) -> Fault | None:
    """One small request; None: the source answered as it should."""
    try:
        request = _small(source)
    except LitreviewError as error:
        return Fault("permanent", error.what, error.remedy)
    if request is None:
        return Fault("permanent", "there is nothing to ask it by way of trial")
    reply = sender.send(request)
    if isinstance(reply, Fault):
        return reply
    if isinstance(source, Locating) and not isinstance(source, Searchable):
        copies = source.copies(reply)
        return copies if isinstance(copies, Fault) else None
    if isinstance(source, Searchable):
        page = source.read(request, reply)
        return page if isinstance(page, Fault) else None
    return None


def _small(source: Source) -> Request | None:
    if isinstance(source, Citing) and not source.about.dialect:
        return next(iter(source.chase((_DOI,), "backward")), None)
    if isinstance(source, Searchable):
        tree, _ = tree_of(_QUERY)
        string = compiled(tree, source, allow_loss=True).strings[0]
        return source.counting(source.ask(string, source.settled(OPEN)))
    return source.locate(_DOI, "") if isinstance(source, Locating) else None
