"""PubMed by NCBI's E-utilities: esearch leaves a result on the server, efetch brings its pages.

The result lives for some hours under WebEnv and query_key. efetch states no total, so the count of
esearch goes along in each request, as `count`, and is taken out before it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote_plus

from litreview.sources import _json, _xml
from litreview.sources.apis import _pubmed_xml
from litreview.sources.faults import PATIENCE
from litreview.sources.source import (
    About,
    Access,
    Entry,
    Fault,
    Limits,
    Page,
    Reply,
    Request,
    Searchable,
)

_SEARCH, _FETCH = "esearch.fcgi", "efetch.fcgi"
_LONGEST = 1_500
"""Characters of a query in an address; a longer one is sent by POST, as NCBI answers 414."""
_FIRST_DAY, _LAST_DAY = "1500/01/01", "3000/12/31"
_CHANGED = ("crdt", "edat", "mdat")
"""Created, entered, modified. The day of entry alone is set back where a paper is old."""
_NOTE = "count"
_MOST_TOLD = 20
_TOO_MANY = 429
_ERROR = re.compile(rb"<ERROR>([^<]{0,2000})", re.IGNORECASE)
_BAD_KEY = re.compile(rb'"error"\s{0,9}:\s{0,9}"API key', re.IGNORECASE)
_FORGOTTEN = ("obtain query", "history", "webenv", "query_key", "query key")
_PASSING = ("timeout", "timed out", "empty response", "backend failed", "unavailable", "try again")
_BLANKED = bytes.maketrans(bytes(range(32)), b" " * 32)
"""esearch puts bare line ends into the text of its errors, which JSON does not allow."""
_REFUSED = range(400, 500)


class _PubMed(Searchable):
    about = About(
        name="pubmed",
        title="PubMed",
        base_url="https://eutils.ncbi.nlm.nih.gov/entrez/eutils/",
        licence="free to use under NLM's terms; abstracts may be the publishers'",
        references=(
            "https://www.ncbi.nlm.nih.gov/books/NBK25499/",
            "https://www.ncbi.nlm.nih.gov/books/NBK25497/",
            "https://github.com/ropensci/rentrez/issues/110",
        ),
        checked="2026-11-24",
        dialect="pubmed-api",
        key="optional",
        email="optional",
        key_from="https://account.ncbi.nlm.nih.gov/settings/",
        rate=3.0,
        rate_keyed=10.0,
        page=200,
        window=9_999,
        split="day",
        since=True,
        options={
            "published-from": "first day of publication; --from is taken as this",
            "published-to": "last day of publication; --to is taken as this",
        },
        cannot=(
            "One query delivers 9,999 records; a larger one is divided by the day of entry.",
            "Proximity, which the website has, was reported not to work here.",
        ),
    )

    def settled(self, limits: Limits) -> Limits:
        """A user's days are those of publication; windows are divided by the day of entry.

        A paper has several days of publication, so windows of them would overlap.
        """
        days = ("published-from", limits.first), ("published-to", limits.last)
        given = tuple(pair for pair in days if pair[1])
        return replace(limits, first="", last="", options=(*limits.options, *given))

    def ask(self, query: str, limits: Limits) -> Request:
        first, last = limits.option("published-from"), limits.option("published-to")
        if first or last:
            query = f"({query}) AND ({_between(first, last, 'dp')})"
        if limits.since:
            days = (_between(limits.since, "", kind) for kind in _CHANGED)
            query = f"({query}) AND ({' OR '.join(days)})"
        fields = [("db", "pubmed"), ("term", query), ("retmode", "json"), ("retmax", "0"),
                  ("usehistory", "y")]  # fmt: skip
        if limits.first or limits.last:  # one day without the other is passed over by the server
            fields += [
                ("datetype", "edat"),
                ("mindate", _day(limits.first) or _FIRST_DAY),
                ("maxdate", _day(limits.last) or _LAST_DAY),
            ]
        if len(quote_plus(query, errors="replace")) > _LONGEST:
            return Request(_SEARCH, form=tuple(fields))
        return Request(_SEARCH, tuple(fields))

    def sign(self, request: Request, access: Access) -> tuple[Request, Mapping[str, str]]:
        own = [("tool", "litreview"), ("email", access.email), ("api_key", access.key)]
        own = [pair for pair in own if pair[1]]
        if request.form:
            return replace(request, form=(*request.form, *own)), {}
        bare = request.without(_NOTE)
        return replace(bare, params=(*bare.params, *own)), {}

    def fault(self, reply: Reply) -> Fault | None:
        if reply.status == _TOO_MANY:
            return _too_many(reply)
        head = reply.body[:4000]
        if said := _ERROR.search(head):
            return _meant(said[1].decode("utf-8", "replace"), reply.status)
        return _bad_key(reply.status) if _BAD_KEY.search(head) else None

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        if sent.path == _SEARCH:
            return self._searched(reply.body)
        root = _xml.parsed(reply.body, _pubmed_xml.ROOT)
        if isinstance(root, Fault):
            return root
        total, start = (_json.whole(sent.param(name)) or 0 for name in (_NOTE, "retstart"))
        came = len(_pubmed_xml.elements(root))
        if came:
            more = sent.having(retstart=str(start + came)) if start + came < total else None
            return Page(came, total, more)
        if start < total and not (start and start + self.about.page >= total):
            # NCBI has an empty set for records that it no longer holds, and for a lost result
            what = f"an empty page, with {start:,} of {total:,} read"
            return Fault("malformed", what, restart=True)
        return Page(0, total, None)

    def entries(self, body: bytes) -> Iterator[Entry]:
        root = _xml.parsed(body, _pubmed_xml.ROOT)
        if not isinstance(root, Fault):
            yield from map(_pubmed_xml.entry, _pubmed_xml.elements(root))

    def keys(self, body: bytes) -> Iterator[str]:
        root = _xml.parsed(body, _pubmed_xml.ROOT)
        for element in () if isinstance(root, Fault) else _pubmed_xml.elements(root):
            yield _pubmed_xml.key_of(element) or _pubmed_xml.entry(element).identity

    def _searched(self, body: bytes) -> Page | Fault:
        found = _from_xml(body) if body.lstrip()[:1] == b"<" else _from_json(body)
        if isinstance(found, Fault):
            return found
        if not found.count:
            return Page(0, 0, None, step=True, echo=found.echo, warnings=found.warnings)
        if not (found.webenv and found.key):
            return Fault("malformed", "its answer lacks webenv or querykey")
        pages = Request(
            _FETCH,
            (("db", "pubmed"), ("query_key", found.key), ("WebEnv", found.webenv),
             ("retmode", "xml"), ("retstart", "0"), ("retmax", str(self.about.page)),
             (_NOTE, str(found.count))),
        )  # fmt: skip
        return Page(0, found.count, pages, step=True, echo=found.echo, warnings=found.warnings)


def _day(day: str) -> str:
    return day.replace("-", "/")


def _between(first: str, last: str, tag: str) -> str:
    """Days in PubMed's notation, both inclusive; one that is open is far off."""
    return f'"{_day(first) or _FIRST_DAY}"[{tag}] : "{_day(last) or _LAST_DAY}"[{tag}]'


@dataclass(frozen=True, slots=True)
class _Found:
    """What esearch says, from JSON or XML."""

    count: int
    webenv: str
    key: str
    echo: str
    warnings: tuple[str, ...]


def _from_json(body: bytes) -> _Found | Fault:
    answer = _json.as_object(body.translate(_BLANKED))
    if isinstance(answer, Fault):
        return answer
    if error := _json.text(answer.get("error")):
        return _meant(error)
    said = _json.table(answer.get("esearchresult"))
    if error := _json.text(said.get("ERROR")):
        return _meant(error)
    if (count := _json.whole(said.get("count"))) is None:
        return Fault("malformed", "its answer lacks count")
    lists = {**_json.table(said.get("errorlist")), **_json.table(said.get("warninglist"))}
    names = ("webenv", "querykey", "querytranslation")
    webenv, key, echo = (_json.text(said.get(name)) for name in names)
    told = {kind: _json.texts(lists.get(kind)) for kind in _SENTENCES}
    return _Found(count, webenv, key, echo, _warnings(told, count))


def _from_xml(body: bytes) -> _Found | Fault:
    root = _xml.parsed(body, "eSearchResult")
    if isinstance(root, Fault):
        return root
    if error := _xml.text(root.find("ERROR")):
        return _meant(error)
    if (count := _json.whole(_xml.text(root.find("Count")))) is None:
        return Fault("malformed", "its answer lacks Count")
    webenv, key, echo = (
        _xml.text(root.find(name)) for name in ("WebEnv", "QueryKey", "QueryTranslation")
    )
    told = {
        kind: tuple(_xml.text(one) for one in root.iterfind(f"*/{name}"))
        for kind, (name, _) in _SENTENCES.items()
    }
    return _Found(count, webenv, key, echo, _warnings(told, count))


_MORE = ": more is found than was meant"
_SENTENCES = {
    "phrasesnotfound": (
        "PhraseNotFound", "the phrase {} was not found and was left out" + _MORE,
    ),
    "fieldsnotfound": (
        "FieldNotFound", "the field {} is not known to it and was left out" + _MORE,
    ),
    "quotedphrasesnotfound": (
        "QuotedPhraseNotFound",
        "the exact phrase {} is not in its index and was searched as words" + _MORE,
    ),
    "phrasesignored": ("PhraseIgnored", "{} was passed over"),
    "outputmessages": ("OutputMessage", "it says {}"),
}  # fmt: skip
"""Name of a list in JSON -> its elements in XML, and what each item means to a reader."""
_NOTHING_FOUND = "No items found."
"""Said of every query without hits, whatever is right or wrong with it."""


def _warnings(told: Mapping[str, tuple[str, ...]], count: int) -> tuple[str, ...]:
    """Sentences. Of a query that finds nothing it is not said that it finds too much."""
    return tuple(
        (sentence if count else sentence.partition(_MORE)[0]).format(_quoted(item))
        for kind, (_, sentence) in _SENTENCES.items()
        for item in told[kind][:_MOST_TOLD]
        if item and item != _NOTHING_FOUND
    )


def _quoted(item: str) -> str:
    return item[:300] if '"' in item else f'"{item[:300]}"'


def _too_many(reply: Reply) -> Fault | None:
    """A 429 without what the body says: that is the user's own key or address."""
    after = reply.header("retry-after").strip()
    if after and not (after.isdecimal() and float(after[:9]) <= PATIENCE):
        return None
    wait = float(after) if after else None
    return Fault("transient", f"too many requests ({_TOO_MANY})", wait=wait, status=_TOO_MANY)


def _bad_key(status: int) -> Fault:
    return Fault(
        "permanent", "it does not accept the key",
        "set a valid key, or none (litreview doctor says where)", status=status,
    )  # fmt: skip


def _meant(error: str, status: int = 0) -> Fault:
    """What an error's text means, whatever status it came with."""
    said, low = " ".join(error.split())[:200], error.lower()
    if "larger than 9998" in low:
        return Fault("permanent", "of one query it delivers the first 9,999 only", status=status)
    if "api key" in low:
        return _bad_key(status)
    if any(word in low for word in _FORGOTTEN):
        what = f"it no longer holds the result of the search ({said})"
        return Fault("transient", what, restart=True, status=status)
    passing = status not in _REFUSED or any(word in low for word in _PASSING)
    if "empty term" in low or not passing:
        return Fault("permanent", f"it refuses the request ({said})", status=status)
    return Fault("transient", f"it is out of order ({said})", status=status)


SOURCE = _PubMed()
