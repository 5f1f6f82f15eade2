"""OAI-PMH: a repository hands out all that it holds, or a set of it, page by page.

A repository has no search. What is asked for is a set, a format and what changed since a day; what
belongs to the search is judged here, by the query and by the year of publication. The datestamps
of the protocol tell when a record was changed, so days of publication are never sent as such:
``until=2015-12-31`` would lose all that was published before and touched since.

Days are sent without a time of day, which every repository must understand, whatever its
granularity; so nobody needs to be asked for it first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from lxml import etree

from litreview.errors import SettingsError
from litreview.sources import _oai_xml as xml
from litreview.sources._oai_records import record_of
from litreview.sources.source import (
    About,
    Entry,
    Fault,
    Limits,
    Page,
    Pairs,
    Reply,
    Request,
    Searchable,
)

PROTOCOL = "oai-pmh"
"""The name of the protocol, and of the source that reads the pages of a user's own repository."""
PREFIX = "oai_dc"
"""The format that every repository has."""
OPTIONS = {
    "set": "a part of the repository, as its ListSets names it",
    "prefix": "the format of the records: oai_dc, or datacite or mods where it has them",
    "from": "only what was changed on this day or later, YYYY-MM-DD",
    "until": "only what was last changed on this day or before, YYYY-MM-DD",
}
_SPECIFICATION = "https://www.openarchives.org/OAI/openarchivesprotocol.html"
_CANNOT = (
    "It cannot be searched: all that it holds, or a set of it, is brought and judged here.",
    "Days of publication cannot be asked for; records of other years are set aside here.",
    "Where its resumption tokens expire, a harvest that was interrupted begins anew.",
)
_NOTHING = "noRecordsMatch"
_LOST = frozenset({"badResumptionToken", _NOTHING})
"""What a repository may say of a token that it no longer knows."""
_REMEDIES = {
    "badArgument": "see whether the repository has this set and this prefix",
    "cannotDisseminateFormat": "choose a prefix that its ListMetadataFormats names",
    "noSetHierarchy": "leave the set out: the repository has none",
    "badVerb": "see whether base_url is the address of its OAI-PMH interface",
}
_LONGEST_TOKEN = 6_000
"""Characters: what is longer fits into no address."""
_REFUSALS = range(400, 500)
_TOKEN = "resumptionToken"  # noqa: S105 - a place in a list, no secret


def about(name: str, title: str, base_url: str, **more: object) -> About:
    """What is true of every repository, and what is not: see `About`."""
    usual: dict[str, object] = {
        "licence": "as the repository says; for metadata mostly free to use",
        "references": (_SPECIFICATION,),
        "checked": "2026-11-24",
        "rate": 1.0,
        "ends": True,
        "since": True,
        "dated": False,
        "options": OPTIONS,
        "cannot": _CANNOT,
    }
    return About(name=name, title=title, base_url=base_url, **(usual | more))  # type: ignore[arg-type]


class Repository(Searchable):
    """One repository, or a set of it.

    own: it is named by the user, and its pages are read again by the source `oai-pmh`, which knows
    nothing of it; so what is read depends on the page alone.
    """

    def __init__(
        self, said: About, *, set_: str = "", prefix: str = PREFIX, own: bool = False
    ) -> None:
        self.about = said
        self.set = set_
        self.prefix = prefix
        self.own = own

    @property
    def reader(self) -> str:
        return PROTOCOL if self.own else self.about.name

    def settled(self, limits: Limits) -> Limits:
        asked = dict(limits.options)
        known = {"set": self.set, "prefix": self.prefix}
        options = {name: value for name, value in (known | asked).items() if value}
        return replace(limits, options=tuple(options.items()))

    def ask(self, query: str, limits: Limits) -> Request:
        del query  # it has no search
        limits = self.settled(limits)
        params: list[tuple[str, str]] = [
            ("verb", "ListRecords"),
            ("metadataPrefix", limits.option("prefix", PREFIX)),
            ("set", limits.option("set")),
            ("from", max(limits.since, limits.option("from"))),
            ("until", limits.option("until")),
        ]
        return Request("", tuple(pair for pair in params if pair[1]))

    def answers(self, reply: Reply) -> bool:
        return any(code == _NOTHING for code, _ in _refused(reply))

    def fault(self, reply: Reply) -> Fault | None:
        return next((_fault(*said, status=reply.status) for said in _refused(reply)), None)

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        answer = xml.answer(reply.body)
        if isinstance(answer, Fault):
            return answer
        going_on = bool(sent.param(_TOKEN))
        if errors := xml.errors(answer.root):
            code, said = errors[0]
            if code == _NOTHING and not going_on:
                return _nothing(sent)
            return _fault(code, said, status=reply.status)
        listed = xml.child(answer.root, "ListRecords")
        if listed is None:
            return Fault("malformed", "its answer has neither records nor an error")
        token, total = _place(listed)
        if len(token) > _LONGEST_TOKEN:
            return Fault("malformed", "its resumption token is too long to be sent back")
        count = len(xml.records(answer.root))
        if not token and not going_on:
            total = count
        return Page(
            count=count,
            total=total if total is not None and total >= count else None,
            next=_then(token),
            echo="" if going_on else _echo(answer.root),
            warnings=(_MENDED,) if answer.mended else (),
        )

    def entries(self, body: bytes) -> Iterator[Entry]:
        answer = xml.answer(body)
        if isinstance(answer, Fault):
            return
        database = self.about.title
        if self.about.name == PROTOCOL or self.own:
            database = _host(answer.root)
        for record in xml.records(answer.root):
            yield _entry(record, database)

    def configured(self, name: str, said: Mapping[str, str]) -> Repository:
        """The same with a set, a prefix and a title of the user's; of the protocol, one's own."""
        title = said.get("title", "").strip()
        own = name != self.about.name
        if not own and said.keys().isdisjoint({"set", "prefix", "title"}):
            return self
        if self.about.name != PROTOCOL and (own or title):
            raise SettingsError(
                f"{self.about.title} has a name and a title of its own",
                where=f"review.toml, [sources.{name}]", remedy='take the title out, or write '
                'protocol = "oai-pmh" and base_url below a name of your own',
            )  # fmt: skip
        held = replace(self.about, title=title) if title else self.about
        return Repository(
            about(name, title or name, said.get("base_url", "")) if own else held,
            set_=said.get("set", self.set).strip(),
            prefix=said.get("prefix", "").strip() or self.prefix,
            own=own,
        )


_MENDED = "a page held characters that XML does not allow; they were left out"


def _refused(reply: Reply) -> Pairs:
    """The errors of the protocol in an answer whose status is a refusal: some send both."""
    if reply.status not in _REFUSALS or b"<error" not in reply.body:
        return ()
    answer = xml.answer(reply.body)
    return () if isinstance(answer, Fault) else xml.errors(answer.root)


def _fault(code: str, said: str, *, status: int) -> Fault:
    what = f"it says {code or 'error'}" + (f": {said}" if said else "")
    if code in _LOST:
        return Fault(
            "transient", f"its resumption token has expired ({what})", restart=True, status=status
        )
    return Fault("permanent", what, _REMEDIES.get(code, ""), status=status)


def _nothing(sent: Request) -> Page:
    """A list without records: no failure."""
    told = "it has no records for this"
    if sent.param("set"):
        told += "; many a repository says so, too, of a set that it does not know"
    return Page(0, 0, None, warnings=(told,))


def _place(listed: etree._Element) -> tuple[str, int | None]:
    """The token of a list, "" at its end, and the size that it states of the whole."""
    element = xml.child(listed, _TOKEN)
    if element is None:
        return "", None
    # The protocol allows it to be an estimate. It is taken as a count, so that a list that breaks
    # off is told; one that is too low ends nothing, as a list ends with its last token (`ends`).
    size = element.get("completeListSize", "").strip()
    known = size.isascii() and size.isdigit() and int(size[:18]) > 0
    return "".join(element.itertext()).strip(), int(size[:15]) if known else None


def _then(token: str) -> Request | None:
    """A token goes alone with its verb."""
    return Request("", (("verb", "ListRecords"), (_TOKEN, token))) if token else None


def _echo(root: etree._Element) -> str:
    """What the repository says that it was asked."""
    request = xml.child(root, "request")
    if request is None:
        return ""
    said = (f"{name}={value}" for name, value in request.attrib.items() if ":" not in str(name))
    return " ".join(" ".join(said).split())[:500]


def _host(root: etree._Element) -> str:
    """The host of the repository, as its answer names it."""
    request = xml.child(root, "request")
    text = "".join(request.itertext()).strip() if request is not None else ""
    try:
        return (urlsplit(text).hostname or "")[:200]
    except ValueError:
        return ""


def _entry(record: etree._Element, database: str) -> Entry:
    header = xml.child(record, "header")
    key = xml.text_of(header, "identifier")
    if header is None or not key:
        return Entry("", None, "a record without an identifier", xml.raw(record))
    if header.get("status", "").strip().lower() == "deleted":
        return Entry(key, None, gone=True)
    metadata = xml.child(record, "metadata")
    inner = next(iter(metadata), None) if metadata is not None else None
    if inner is None:
        return Entry(key, None, "a record without metadata", xml.raw(record))
    made = record_of(inner, key, database)
    if made is None:
        what = f"metadata as <{xml.local(inner)[:40]}>, which is not read here"
        return Entry(key, None, what, xml.raw(record))
    sets = tuple(("set", name) for name in xml.texts_of(header, "setSpec"))
    return Entry(key, replace(made, extra=(*made.extra, *sets)))
