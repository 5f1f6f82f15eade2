"""OpenCitations: which works a work cites, and which cite it. Identifiers only; CC0; no key.

An answer is one list of pairs (citing, cited), without pages and without saying which end was asked
for. So that a kept answer can be read by itself, the end that is wanted is asked for as a list of
identifiers, the other one stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from litreview.errors import UsageError
from litreview.model import Record, parse_doi, parse_pmid
from litreview.sources import _json
from litreview.sources.source import (
    UNFILED,
    UNNUMBERED,
    About,
    Access,
    Citing,
    Direction,
    Entry,
    Fault,
    Limits,
    Page,
    Reply,
    Request,
)

_MOST = 200_000
"""Rows at which the server cuts an answer off."""
_ENDS: Mapping[Direction, tuple[str, str]] = {
    "backward": ("references", "cited"), "forward": ("citations", "citing"),
}  # fmt: skip
"""The operation, and the end of its pairs that is wanted."""
_SIDES = ("citing", "cited")
_OMID = re.compile(r"(?:omid:)?(br/[0-9]{1,30})")
_YEAR = re.compile(r"([12][0-9]{3})(?:-[0-9]{2}){0,2}")


class _OpenCitations(Citing):
    about = About(
        name="opencitations",
        title="OpenCitations",
        base_url="https://api.opencitations.net",
        licence="CC0",
        references=(
            "https://api.opencitations.net/index/v2",
            "https://github.com/opencitations/oc_api",
            "https://github.com/opencitations/ramose",
        ),
        checked="2026-11-24",
        kind="citation",
        key="optional",
        key_from="https://opencitations.net/accesstoken",
        rate=2.0,
        page=_MOST,
        window=_MOST,
        dated=False,
        abstracts=False,
        keywords=False,
        cannot=(
            "It has no search: it is asked for the citations of works.",
            "Its records are identifiers alone: no title, no author, no abstract.",
            f"It cuts off the citations of one work at {_MOST:,}.",
        ),
    )

    def sign(self, request: Request, access: Access) -> tuple[Request, Mapping[str, str]]:
        return request, {"Authorization": access.key} if access.key else {}

    def ask(self, query: str, limits: Limits) -> Request:
        del limits
        raise UsageError(
            "OpenCitations cannot be searched", where=query[:200],
            remedy="chase citations with it: litreview harvest --cite",
        )  # fmt: skip

    def chase(self, ids: Sequence[str], direction: Direction) -> tuple[Request, ...]:
        """One request a work. ids: DOIs, ``pmid:123``, or keys, ``br/123``. Raises UsageError."""
        operation, end = _ENDS[direction]
        return tuple(
            Request(f"index/v2/{operation}/{quote(one, safe='/:;()')}",
                    (("json", f'array(" ",{end})'),))
            for one in dict.fromkeys(map(_asked, ids))
        )  # fmt: skip

    def read(self, sent: Request, reply: Reply) -> Page | Fault:
        rows = _json.as_list(reply.body)
        if isinstance(rows, Fault):
            return rows
        end = _wanted(rows)
        if rows and end and f"/{_operation(end)}/" not in f"/{sent.path}":
            return Fault("permanent", "its answer does not tell which end of a citation was asked "
                         "for", "see to base_url: it must lead to version 2")  # fmt: skip
        keys = {entry.key or f"!{entry.raw}" for entry in _entries(rows)}
        if len(rows) < _MOST:
            return Page(len(rows), len(keys), None)
        # There are more, and no way to ask for them: the walk ends at `window` and says so.
        cut = f"the answer ends at {_MOST:,} citations"
        return Page(len(rows), len(keys), sent, exact=False, warnings=(cut,))

    def entries(self, body: bytes) -> Iterator[Entry]:
        rows = _json.as_list(body)
        yield from _entries(rows if isinstance(rows, list) else [])


def _asked(text: str) -> str:
    """An identifier with its kind in front."""
    if key := _OMID.fullmatch(text.strip()):
        return f"omid:{key[1]}"
    if doi := parse_doi(text):
        return f"doi:{doi}"
    if text.strip().lower().startswith("pmid") and (pmid := parse_pmid(text)):
        return f"pmid:{pmid}"
    raise UsageError(
        "this is no identifier that OpenCitations knows works by", where=text[:200],
        remedy="give a DOI, a PMID as pmid:123, or a key as br/123",
    )  # fmt: skip


def _operation(end: str) -> str:
    return next(operation for operation, wanted in _ENDS.values() if wanted == end)


def _wanted(rows: Sequence[object]) -> str:
    """Citing or cited: the end that is a list; else, as in version 1, the one that varies."""
    pairs = [_json.table(row) for row in rows]
    for one, other in (_SIDES, _SIDES[::-1]):
        if any(isinstance(pair.get(one), list) for pair in pairs) and not any(
            isinstance(pair.get(other), list) for pair in pairs
        ):
            return one
    varying = [
        side for side in _SIDES if len({" ".join(_ids(pair.get(side))) for pair in pairs}) > 1
    ]
    return varying[0] if len(varying) == 1 else ""


def _entries(rows: Sequence[object]) -> Iterator[Entry]:
    end = _wanted(rows)
    for row in rows:
        yield _entry(row, end)


def _ids(value: object) -> list[str]:
    """``omid:br/1 doi:10.1/x``, as text or as a list; version 1 has a bare DOI."""
    return [part for text in _json.texts(value) for part in text.split()]


def _entry(row: object, end: str) -> Entry:
    pair = _json.table(row)
    if not end:
        return Entry("", None, "a citation whose ends cannot be told apart", _json.raw(row))
    ids = _ids(pair.get(end))
    omid = next((key[1] for one in ids if (key := _OMID.fullmatch(one))), "")
    dois = [doi for one in ids if (doi := parse_doi(one))]
    pmid = next((found for one in ids if one.startswith("pmid:") and (found := parse_pmid(one))),
                None)  # fmt: skip
    name = omid or (dois[0] if dois else "") or (f"pmid:{pmid}" if pmid else "")
    if not name:
        return Entry("", None, "a citation of a work without an identifier", _json.raw(row))
    record = Record(
        id=UNNUMBERED,
        search=UNFILED,
        kind="other",
        year=_year(pair) if end == "citing" else None,
        doi=dois[0] if dois else None,
        pmid=pmid,
        url=f"https://doi.org/{dois[0]}" if dois else "",
        database="OpenCitations",
        accession=name,
        extra=tuple(("identifier", one) for one in ids),
    )
    return Entry(name, record)


def _year(pair: Mapping[str, Any]) -> int | None:
    """Of the citing work: `creation` is when the citation was made."""
    found = _YEAR.fullmatch(_json.text(pair.get("creation")))
    return int(found[1]) if found else None


SOURCE = _OpenCitations()
