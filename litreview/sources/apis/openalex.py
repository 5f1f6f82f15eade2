"""OpenAlex: searched, chased through its citations, and asked for open copies. CC0; key optional.

A query is sent as `filter=` where that can say it, else as OQL; both page by cursor. Works come in
the order of their publication, since the usual order, by relevance, changes between two pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from litreview.model import parse_doi, parse_pmid
from litreview.sources import _json
from litreview.sources.apis import _openalex_asking as asking
from litreview.sources.apis import _openalex_faults as faults
from litreview.sources.apis._openalex_records import PLACES, copies_of, entry_of, key_of
from litreview.sources.source import (
    About,
    Access,
    Citing,
    Copy,
    Direction,
    Entry,
    Fault,
    Limits,
    Locating,
    Page,
    Reply,
    Request,
)

_GONE = 404


class _OpenAlex(Citing, Locating):
    about = About(
        name="openalex",
        title="OpenAlex",
        base_url="https://api.openalex.org",
        licence="CC0",
        references=(
            "https://developers.openalex.org/api-reference/authentication",
            "https://developers.openalex.org/guides/searching",
            "https://github.com/ourresearch/openalex-elastic-api",
            "https://github.com/ourresearch/openalex-api-proxy",
        ),
        checked="2026-11-24",
        dialect="openalex",
        key="optional",
        email="optional",
        key_from="https://openalex.org/settings/api",
        rate=1.0,
        rate_keyed=5.0,
        page=asking.PAGE,
        charges=0.001,
        keywords=False,
        options={"xpac": "yes: also the works of repositories and DataCite that it leaves out "
                         "by itself, some 190 million"},
        cannot=(
            "Abstracts of several large publishers are missing; such works are found by title.",
            "Only a paid plan can ask for what is new: an update asks for all and compares.",
            "Its keywords are given by a model and are not searched.",
            "Of a work with more than 100 authors the first 100 are given.",
        ),
    )  # fmt: skip

    def sign(self, request: Request, access: Access) -> tuple[Request, Mapping[str, str]]:
        signed = request.without(asking.CHASE)
        if access.email:
            signed = signed.having(mailto=access.email)
        return signed.having(api_key=access.key) if access.key else signed, {}

    def fault(self, reply: Reply) -> Fault | None:
        return faults.fault_of(reply)

    def answers(self, reply: Reply) -> bool:
        """A work that is not in OpenAlex has no copy there; `read` tells other addresses apart."""
        return reply.status == _GONE

    # -- searching -------------------------------------------------------------------------

    def ask(self, query: str, limits: Limits) -> Request:
        """OQL, or the value of a filter as it stands."""
        return asking.searched(query, limits)

    def said(self, sent: Request) -> str:
        return sent.param("filter") or asking.oql_of(sent)

    def counting(self, request: Request) -> Request:
        return request.without("cursor").having(per_page="1", select="id")

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        if reply.status == _GONE:
            return Fault("permanent", "it has no such address", "see to base_url", status=_GONE)
        found = _json.as_object(reply.body)
        if isinstance(found, Fault):
            return found
        meta, results = _json.table(found.get("meta")), found.get("results")
        total = _json.whole(meta.get("count"))
        if not isinstance(results, list) or total is None:
            said = _json.text(found.get("message")) or _json.text(found.get("error"))
            what = "its answer lacks results or their count"
            return Fault("malformed", f"{what}: {said[:200]}" if said else what)
        cost = _cost(meta, reply)
        if sent.param(asking.CHASE):
            return _looked_up(sent, results, total, cost)
        cursor = _json.text(meta.get("next_cursor")) if sent.param("cursor") else ""
        return Page(
            count=len(results),
            total=total,
            next=sent.having(cursor=cursor) if cursor else None,
            echo=_echo(_json.table(meta.get("x_query"))),
            cost=cost,
        )

    def entries(self, body: bytes) -> Iterator[Entry]:
        results = _json.table(_json.as_object(body)).get("results")
        yield from map(entry_of, results if isinstance(results, list) else ())

    def keys(self, body: bytes) -> Iterator[str]:
        results = _json.table(_json.as_object(body)).get("results")
        for work in results if isinstance(results, list) else ():
            yield key_of(_json.text(_json.table(work).get("id"))) or entry_of(work).identity

    # -- chasing ---------------------------------------------------------------------------

    def chase(self, ids: Sequence[str], direction: Direction) -> tuple[Request, ...]:
        """Keys, DOIs, or ``pmid:123``. Raises UsageError.

        Of DOIs and PMIDs the keys are looked up first: that answer is a step of the walk.
        """
        return asking.chased(ids, direction)

    # -- locating --------------------------------------------------------------------------

    def locate(self, doi: str, pmid: str) -> Request | None:
        selected = (("select", ",".join(PLACES)),)
        if found := parse_doi(doi):
            return Request(f"works/doi:{quote(found, safe='')}", selected)
        if number := parse_pmid(pmid):
            return Request(f"works/pmid:{number}", selected)
        return None

    def copies(self, reply: Reply) -> tuple[Copy, ...] | Fault:
        if reply.status == _GONE:
            return ()
        found = _json.as_object(reply.body)
        if isinstance(found, Fault):
            return found
        if not {"id", "doi", "open_access"} & found.keys():
            return Fault("malformed", "its answer is no work")
        return copies_of(found)


def _echo(said: Mapping[str, object]) -> str:
    """How it understood the query: as an address, which holds the filter, else as OQL."""
    return _json.text(said.get("url")) or _json.text(said.get("oql"))


def _cost(meta: Mapping[str, object], reply: Reply) -> float:
    cost = faults.number(meta.get("cost_usd"))
    if cost is None:
        cost = faults.number(reply.header("x-ratelimit-cost-usd"))
    return cost or 0.0


def _looked_up(sent: Request, results: list[object], total: int, cost: float) -> Page | Fault:
    """The step from identifiers to the works that are chased, and which of them are unknown."""
    works = [_json.table(one) for one in results]
    keys = [key for work in works if (key := key_of(_json.text(work.get("id"))))]
    if total > len(results) or len(keys) > asking.IDS:
        return Fault("permanent", f"these identifiers belong to more than {asking.IDS} works",
                     "chase fewer works at once")  # fmt: skip
    known: set[str | None] = {parse_doi(_json.text(work.get("doi"))) for work in works}
    ids = [_json.text(_json.table(work.get("ids")).get("pmid")) for work in works]
    known |= {parse_pmid(one) for one in ids}
    asked = sent.param("filter").partition(":")[2].strip('"').split("|")
    unknown = [name for name in asked if name not in known]
    told = (f"not in OpenAlex, so not chased: {', '.join(unknown)}",) if unknown else ()
    direction: Direction = "forward" if sent.param(asking.CHASE) == "forward" else "backward"
    follow = asking.of_keys(keys, direction) if keys else None
    return Page(
        count=len(results), total=None if keys else 0, next=follow, step=True, cost=cost,
        warnings=told,
    )  # fmt: skip


SOURCE = _OpenAlex()
