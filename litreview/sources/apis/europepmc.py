"""Europe PMC: PubMed, PubMed Central, preprints, patents and more, paged by `cursorMark`.

Its errors have the status 200. A cursor is over when the answer gives the one back that was sent;
one that it does not know is answered by neither an error nor a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

from litreview.sources import _json
from litreview.sources.apis import _europepmc_record
from litreview.sources.source import (
    About,
    Copy,
    Entry,
    Fault,
    Limits,
    Locating,
    Page,
    Reply,
    Request,
    Searchable,
)

_LONGEST = 1_500
"""Characters of a query in an address; a longer one is sent by POST."""
_BEGINNING = "*"
_FIRST_DAY, _LAST_DAY = "1500-01-01", "3000-12-31"
_CHANGED = ("CREATION_DATE", "UPDATE_DATE")
_COPIES = 10
_BROKEN = 500
_TOO_MANY = 429


class _EuropePmc(Searchable, Locating):
    about = About(
        name="europepmc",
        title="Europe PMC",
        base_url="https://www.ebi.ac.uk/europepmc/webservices/rest/",
        licence="free to use; abstracts may be the publishers', full texts have licences of theirs",
        references=(
            "https://europepmc.org/RestfulWebService",
            "https://github.com/ContentMine/getpapers/issues/162",
            "https://github.com/ropensci/europepmc/issues/39",
        ),
        checked="2026-11-24",
        dialect="europepmc",
        rate=2.0,
        page=1_000,
        since=True,
        cannot=(
            "Synonyms are switched off, so it finds less than its website does.",
            "That its records can be asked for by the day of their change was not verified.",
            "It states no limit of requests; two a second are sent.",
        ),
    )

    def ask(self, query: str, limits: Limits) -> Request:
        parts = []
        if limits.first or limits.last:
            first, last = limits.first or _FIRST_DAY, limits.last or _LAST_DAY
            parts.append(f"FIRST_PDATE:[{first} TO {last}]")
        if limits.since:
            days = (f"{name}:[{limits.since} TO {_LAST_DAY}]" for name in _CHANGED)
            parts.append(f"({' OR '.join(days)})")
        return _request(" AND ".join([f"({query})", *parts]) if parts else query, self.about.page)

    def counting(self, request: Request) -> Request:
        return request.having(pageSize="1", resultType="idlist")

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        mark = sent.param("cursorMark")
        answer = _answer(reply.body, lost=mark not in {"", _BEGINNING})
        if isinstance(answer, Fault):
            return answer
        count, total = len(_results(answer)), _json.whole(answer.get("hitCount"))
        follow = _json.text(answer.get("nextCursorMark"))
        over = not count or follow in {"", mark}
        more = None if over else sent.having(cursorMark=follow)
        echo = _json.text(_json.table(answer.get("request")).get("queryString"))
        return Page(count, total, more, echo=echo)

    def entries(self, body: bytes) -> Iterator[Entry]:
        answer = _json.as_object(body)
        if not isinstance(answer, Fault):
            yield from map(_europepmc_record.entry, _results(answer))

    def keys(self, body: bytes) -> Iterator[str]:
        answer = _json.as_object(body)
        for item in () if isinstance(answer, Fault) else _results(answer):
            yield _europepmc_record.key_of(item) or _europepmc_record.entry(item).identity

    def locate(self, doi: str, pmid: str) -> Request | None:
        doi = doi.replace('"', "").replace("\\", "")
        if doi:
            return _request(f'DOI:"{doi}"', _COPIES)
        # the source belongs to the number: 123 of PubMed is not 123 of Agricola
        return _request(f"EXT_ID:{pmid} AND SRC:MED", _COPIES) if pmid.isdecimal() else None

    def copies(self, reply: Reply) -> tuple[Copy, ...] | Fault:
        answer = _answer(reply.body)
        if isinstance(answer, Fault):
            return answer
        found = [copy for one in _results(answer) for copy in _europepmc_record.copies(one)]
        return tuple(dict.fromkeys(sorted(found, key=lambda copy: copy.kind != "pdf")))


def _request(query: str, size: int) -> Request:
    fields = (
        ("query", query), ("format", "json"), ("resultType", "core"), ("synonym", "false"),
        ("pageSize", str(size)), ("cursorMark", _BEGINNING),
    )  # fmt: skip
    if len(quote_plus(query, errors="replace")) > _LONGEST:
        return Request("searchPOST", form=fields)
    return Request("search", fields)


def _answer(body: bytes, *, lost: bool = False) -> dict[str, Any] | Fault:
    """The answer, or the fault that it is an error or has no list.

    lost: whether a cursor was sent that it may have forgotten.
    """
    answer = _json.as_object(body)
    if isinstance(answer, Fault):
        return answer
    if "errCode" in answer or "errMsg" in answer:
        return _error(answer, lost=lost)
    found = answer.get("resultList")
    if not isinstance(found, dict) or not isinstance(found.get("result"), list):
        return Fault("malformed", "its answer lacks resultList", restart=lost)
    if _json.whole(answer.get("hitCount")) is None:
        return Fault("malformed", "its answer lacks hitCount")
    return answer


def _error(answer: dict[str, Any], *, lost: bool) -> Fault:
    """An error that came with the status 200. Its code is like a status."""
    code, said = _json.whole(answer.get("errCode")) or 0, _json.text(answer.get("errMsg"))[:200]
    what = f"{code}: it says {said}" if said else f"{code}"
    if code >= _BROKEN or code == _TOO_MANY or not code:
        return Fault("transient", f"it is out of order ({what})")
    if lost and "cursor" in said.lower():
        return Fault("transient", f"it has lost the place ({what})", restart=True)
    return Fault("permanent", f"it refuses the request ({what})")


def _results(answer: dict[str, Any]) -> list[Any]:
    found = _json.table(answer.get("resultList")).get("result")
    return found if isinstance(found, list) else []


SOURCE = _EuropePmc()
