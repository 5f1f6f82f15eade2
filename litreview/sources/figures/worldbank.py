"""World Bank, Indicators API, version 2: deflator, consumer prices, parities.

An answer is a list of two: its page, and the rows. What is wrong with a request comes as a list of
one, with a message and the status 200.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from litreview.sources import _json
from litreview.sources.faults import malformed
from litreview.sources.figures.office import Office, Part
from litreview.sources.source import About, Fault, Reply, Request

_PAGE: Final = 1000
_MOST_PAGES: Final = 500
_INVALID: Final = frozenset({"120", "175"})
"""What it says of a value, or an indicator, that it does not know."""


class _WorldBank(Office):
    about = About(
        name="worldbank",
        title="World Bank",
        base_url="https://api.worldbank.org/v2",
        licence="CC BY 4.0",
        references=(
            "https://datahelpdesk.worldbank.org/knowledgebase/articles/898581",
            "https://datahelpdesk.worldbank.org/knowledgebase/articles/1886674",
        ),
        checked="2026-11-25",
        rate=2.0,
        page=_PAGE,
    )
    codes: Mapping[str, str] = {
        "gdp-deflator": "NY.GDP.DEFL.KD.ZG", "cpi": "FP.CPI.TOTL.ZG", "ppp": "PA.NUS.PPP",
    }  # fmt: skip

    def ask(self, name: str, of: Sequence[str]) -> Request:
        """All countries at once: 1,500 characters are allowed between two slashes."""
        path = f"country/{';'.join(of)}/indicator/{self.codes[name]}"
        return Request(path, (("format", "json"), ("per_page", str(_PAGE)), ("page", "1")))

    def read(self, sent: Request, reply: Reply) -> Part | Fault:
        held = _json.as_list(reply.body)
        if isinstance(held, Fault):
            return held
        head = _json.table(held[0]) if held else {}
        if "message" in head:
            return _refused(head["message"])
        page, pages = _json.whole(head.get("page")), _json.whole(head.get("pages"))
        if len(held) != 2 or page is None or pages is None:  # noqa: PLR2004
            return malformed("its answer is not a page and its rows")
        rows = held[1] if isinstance(held[1], list) else []
        if page != int(sent.param("page")) or not rows or not pages <= _MOST_PAGES:
            return malformed(f"page {page} of {pages} was sent, with {len(rows)} rows, where page "
                             f"{sent.param('page')} was asked for")  # fmt: skip
        values = _values(rows, sent.path.rpartition("/")[2])
        if isinstance(values, Fault):
            return values
        further = sent.having(page=str(page + 1)) if page < pages else None
        return Part(values, _json.text(head.get("lastupdated")), further)


def _refused(message: object) -> Fault:
    """What it says is wrong with the request."""
    first = _json.tables(message)[:1] or [{}]
    said = _json.text(first[0].get("value")) or "it does not say why"
    known = _json.text(first[0].get("id")) in _INVALID
    what = f"it refuses the request: {said[:200]}"
    return Fault("permanent", what) if known else Fault("transient", what)


def _values(rows: Sequence[Any], code: str) -> dict[str, dict[int, float]] | Fault:
    """The figures of rows, each of which must be of the indicator `code`."""
    values: dict[str, dict[int, float]] = {}
    for row in rows:
        one = _json.table(row)
        own = _json.text(_json.table(one.get("indicator")).get("id"))
        if own != code:
            what = f"it sent figures of {own[:40]!r} where {code} was asked for"
            return Fault("permanent", what, "see whether its files were exchanged")
        of, year = _json.text(one.get("countryiso3code")), _json.whole(one.get("date"))
        value = one.get("value")
        if not of or year is None:
            return malformed("a row has no country or no year")
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isinf(value):
            return malformed(f"the figure of {of} {year} is no number")
        values.setdefault(of, {})[year] = float(value)
    return values


WORLD_BANK: Final = _WorldBank()
