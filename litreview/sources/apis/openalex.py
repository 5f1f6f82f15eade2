"""OpenAlex: searched, chased through its citations, and asked for open copies. CC0; key optional.

A query is sent as `filter=` where that can say it, else as OQL; both page by cursor. Works come in
the order of their publication, since the usual order, by relevance, changes between two pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, urlencode

import msgspec

from litreview.errors import UsageError
from litreview.model import parse_doi, parse_pmid
from litreview.sources import _json
from litreview.sources.apis import _openalex_faults as faults
from litreview.sources.apis._openalex_filter import HEAD, as_filter
from litreview.sources.apis._openalex_records import FIELDS, PLACES, copies_of, entry_of, key_of
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
    Pairs,
    Reply,
    Request,
)

_LONGEST = 7_000
"""Bytes of a filter in an address: the whole line may have 8,190, with key and cursor."""
_IDS = 100
"""Identifiers in one filter."""
_DOIS = 50
"""DOIs looked up at once: one may belong to two works, and their keys go into one filter."""
_FILTERS: Mapping[Direction, str] = {"backward": "cited_by", "forward": "cites"}
_CHASE = "chase"
"""A parameter that is never sent: in which direction the works of DOIs are to be chased."""
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
        page=200,
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
        signed = request.without(_CHASE)
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
        said = as_filter(query) if query.startswith(HEAD) else query
        if said is not None:
            value = ",".join((said, *_days(limits)))
            if len(urlencode({"filter": value})) <= _LONGEST or not query.startswith(HEAD):
                return Request("works", (("filter", value), *_paging(limits)))
        body = msgspec.json.encode({"oql": _within(query, limits)}).decode()
        return Request("", _paging(limits), json=body)

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
            return Fault(
                "malformed", f"its answer lacks results or their count{said and ': '}{said}"
            )
        cost = _cost(meta, reply)
        if sent.param(_CHASE):
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

    # -- chasing ---------------------------------------------------------------------------

    def chase(self, ids: Sequence[str], direction: Direction) -> tuple[Request, ...]:
        """Of DOIs, the keys are looked up first: that answer is a step of the walk."""
        keys: dict[str, None] = {}
        dois: dict[str, None] = {}
        for one in ids:
            key, doi = key_of(one), parse_doi(one)
            if not key and not doi:
                raise UsageError(
                    "this is neither a DOI nor the key of a work in OpenAlex", where=one,
                    remedy="give it as 10.1000/xyz or W1234567890",
                )  # fmt: skip
            (keys if key else dois)[key or str(doi)] = None
        by_key = [_chased(some, direction) for some in _lots(list(keys), _IDS)]
        by_doi = [_looking(some, direction) for some in _lots(list(dois), _DOIS)]
        return (*by_key, *by_doi)

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


def _paging(limits: Limits) -> Pairs:
    wider = (("include_xpac", "true"),) if limits.option("xpac") == "yes" else ()
    return (*wider, ("sort", "publication_date"), ("select", ",".join(FIELDS)),
            ("per_page", str(_OpenAlex.about.page)), ("cursor", "*"))  # fmt: skip


def _days(limits: Limits) -> Iterator[str]:
    if limits.first:
        yield f"from_publication_date:{limits.first}"
    if limits.last:
        yield f"to_publication_date:{limits.last}"


def _within(oql: str, limits: Limits) -> str:
    """`oql` between the two days."""
    ends = [f"date >= ({limits.first})"] if limits.first else []
    ends += [f"date <= ({limits.last})"] if limits.last else []
    return f"{HEAD}({oql.removeprefix(HEAD)}) and {' and '.join(ends)}" if ends else oql


def _echo(said: Mapping[str, object]) -> str:
    """How it understood the query: as an address, which holds the filter, else as OQL."""
    return _json.text(said.get("url")) or _json.text(said.get("oql"))


def _cost(meta: Mapping[str, object], reply: Reply) -> float:
    cost = faults.number(meta.get("cost_usd"))
    if cost is None:
        cost = faults.number(reply.header("x-ratelimit-cost-usd"))
    return cost or 0.0


def _lots(items: Sequence[str], most: int) -> list[Sequence[str]]:
    return [items[start : start + most] for start in range(0, len(items), most)]


def _chased(keys: Sequence[str], direction: Direction) -> Request:
    value = f"{_FILTERS[direction]}:{'|'.join(keys)}"
    return Request("works", (("filter", value), *_paging(Limits())))


def _looking(dois: Sequence[str], direction: Direction) -> Request:
    """What tells the keys of `dois`. A comma would part filters, but for quotation marks."""
    value = "|".join(dois)
    value = f'"{value}"' if "," in value else value
    return Request(
        "works",
        (("filter", f"doi:{value}"), ("select", "id,doi"), ("per_page", str(_OpenAlex.about.page)),
         (_CHASE, direction)),
    )  # fmt: skip


def _looked_up(sent: Request, results: list[object], total: int, cost: float) -> Page | Fault:
    """The step from DOIs to the works that are chased, and which of them are unknown."""
    keys = [key for one in results if (key := key_of(_json.text(_json.table(one).get("id"))))]
    if total > len(results) or len(keys) > _IDS:
        return Fault("permanent", f"these DOIs belong to more than {_IDS} works",
                     "chase fewer works at once")  # fmt: skip
    known = {parse_doi(_json.text(_json.table(one).get("doi"))) for one in results}
    asked = sent.param("filter").removeprefix("doi:").strip('"').split("|")
    unknown = [doi for doi in asked if doi not in known]
    told = (f"not in OpenAlex, so not chased: {', '.join(unknown)}",) if unknown else ()
    direction: Direction = "forward" if sent.param(_CHASE) == "forward" else "backward"
    follow = _chased(keys, direction) if keys else None
    return Page(
        count=len(results), total=None if keys else 0, next=follow, step=True, cost=cost,
        warnings=told,
    )  # fmt: skip


SOURCE = _OpenAlex()
