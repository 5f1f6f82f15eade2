"""What OpenAlex is sent: a search, as filter or as OQL, and what a chase begins with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

import msgspec

from litreview.errors import UsageError
from litreview.model import parse_doi, parse_pmid
from litreview.sources.apis._openalex_filter import HEAD, as_filter
from litreview.sources.apis._openalex_records import FIELDS, key_of
from litreview.sources.source import OPEN, Direction, Limits, Pairs, Request

PAGE = 200
_LONGEST = 7_000
"""Bytes of a filter in an address: the whole line may have 8,190, with key and cursor."""
IDS = 100
"""Identifiers in one filter."""
_LOOKED_UP = 50
"""DOIs looked up at once: one may belong to two works, and their keys go into one filter."""
_FILTERS: Mapping[Direction, str] = {"backward": "cited_by", "forward": "cites"}
CHASE = "chase"
"""A parameter that is never sent: which way the works that are looked up will be chased."""


def searched(query: str, limits: Limits) -> Request:
    """The first request for OQL, or for the value of a filter as it stands."""
    said = as_filter(query) if query.startswith(HEAD) else query
    if said is not None:
        value = ",".join((said, *_days(limits)))
        if len(urlencode({"filter": value})) <= _LONGEST or not query.startswith(HEAD):
            return Request("works", (("filter", value), *_paging(limits)))
    body = msgspec.json.encode({"oql": _within(query, limits)}).decode()
    return Request("", _paging(limits), json=body)


def oql_of(request: Request) -> str:
    """The OQL in the body of a request; "" where it has none."""
    return str(msgspec.json.decode(request.json)["oql"]) if request.json else ""


def chased(ids: Sequence[str], direction: Direction) -> tuple[Request, ...]:
    """The first requests of a chase from keys, DOIs or ``pmid:123``. Raises UsageError."""
    found: dict[str, dict[str, None]] = {"": {}, "doi": {}, "pmid": {}}
    for one in ids:
        kind, name = _identified(one)
        found[kind][name] = None
    by_key = [of_keys(some, direction) for some in _lots(list(found[""]), IDS)]
    looked_up = [
        _looking(kind, some, direction)
        for kind in ("doi", "pmid")
        for some in _lots(list(found[kind]), _LOOKED_UP)
    ]
    return (*by_key, *looked_up)


def of_keys(keys: Sequence[str], direction: Direction) -> Request:
    """What the works of `keys` cite, or what cites them."""
    value = f"{_FILTERS[direction]}:{'|'.join(keys)}"
    return Request("works", (("filter", value), *_paging(OPEN)))


def _paging(limits: Limits) -> Pairs:
    wider = (("include_xpac", "true"),) if limits.option("xpac", "no") != "no" else ()
    return (*wider, ("sort", "publication_date"), ("select", ",".join(FIELDS)),
            ("per_page", str(PAGE)), ("cursor", "*"))  # fmt: skip


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


def _lots(items: Sequence[str], most: int) -> list[Sequence[str]]:
    return [items[start : start + most] for start in range(0, len(items), most)]


def _identified(text: str) -> tuple[str, str]:
    """What kind of identifier it is, and the identifier; "" for the key of a work."""
    if key := key_of(text):
        return "", key
    if text.strip().lower().startswith("pmid") and (pmid := parse_pmid(text)):
        return "pmid", pmid
    if doi := parse_doi(text):
        return "doi", doi
    raise UsageError(
        "this is neither a DOI nor the key of a work in OpenAlex", where=text[:200],
        remedy="give it as 10.1000/xyz, W1234567890 or pmid:123",
    )  # fmt: skip


def _looking(kind: str, names: Sequence[str], direction: Direction) -> Request:
    """What tells the keys of `names`. A comma would part filters, but for quotation marks."""
    value = "|".join(names)
    value = f'"{value}"' if "," in value else value
    return Request(
        "works",
        (("filter", f"{kind}:{value}"), ("select", "id,doi,ids"),
         ("per_page", str(PAGE)), (CHASE, direction)),
    )  # fmt: skip
