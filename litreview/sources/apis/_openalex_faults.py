"""The failures of OpenAlex, each in its own words: a 429 may mean four things.

Read from the source of its proxy and of its server, as of August 2026.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from litreview.sources import _json
from litreview.sources.faults import PATIENCE
from litreview.sources.source import Fault, Reply

_TOO_MANY, _PAUSED, _TIMED_OUT, _REFUSED, _BAD_KEY = 429, 503, 504, 400, 401
_SHOWN = 200
_SPLIT = "run its parts as strategies of their own, or its years one after the other"
_KEY = "a free key (LITREVIEW_OPENALEX_KEY) has ten times the budget of none"
_REMEDIES = {
    "leading wildcards": "put at least three letters before the first wildcard",
    "at least 3 leading": "put at least three letters before the asterisk",
    "at least 4 leading": "put at least four letters before each asterisk of a phrase",
    "require the exact": "search in title_and_abstract.search.exact, which knows wildcards",
    "inside this quoted phrase": "ask for it as OQL: works where title/abstract has (...)",
    "at most 2 wildcards": "leave two words with a wildcard in each phrase",
    "unescaped comma": "put the value that holds a comma in quotation marks",
    "url is": _SPLIT,
    "search is too long": _SPLIT,
    "long quoted phrases": _SPLIT,
    "| operator": "write OR for |",
    "is not a valid field": "see the names of filters in its documentation",
    "is not a valid parameter": "see whether base_url leads to OpenAlex itself",
    "maximum results size": "page by cursor",
    "cursor is null": "run it again: the walk then begins anew",
    "invalid cursor": "run it again: the walk then begins anew",
}
"""A part of what it says, in small letters -> what helps."""


def fault_of(reply: Reply) -> Fault | None:
    """The failure that only OpenAlex has, or words in its own way."""
    read = _READERS.get(reply.status)
    found = _json.as_object(reply.body) if read else None
    return read(reply, found, _said(found)) if read and isinstance(found, dict) else None


def _too_many(reply: Reply, found: dict[str, Any], said: str) -> Fault | None:
    if "plan upgrade" in _json.text(found.get("error")).lower():
        return Fault(
            "permanent", f"it wants a paid plan for this ({said})",
            "leave out the filter or order by the day of creation or change, or use the key of a "
            "paid plan", status=_TOO_MANY,
        )  # fmt: skip
    if (after := reply.header("retry-after")) and number(after) is None:
        return None  # a date: the common rules know the time
    wait = _wait(reply, found)
    spent = "insufficient budget" in said.lower()
    if spent and wait is None:
        wait = number(reply.header("x-ratelimit-reset"))
    if (wait is not None and wait > PATIENCE) or (spent and wait is None):
        return Fault("budget", f"its budget for today is used up ({said})", _KEY, wait,
                     status=_TOO_MANY)  # fmt: skip
    return Fault("transient", f"too many requests ({said})", wait=wait, status=_TOO_MANY)


def _paused(reply: Reply, found: dict[str, Any], said: str) -> Fault | None:
    if "anonymous" not in said.lower():
        return None
    return Fault(
        "transient", f"searches without a key are paused ({said})",
        "set LITREVIEW_OPENALEX_KEY to a free key", _wait(reply, found), status=_PAUSED,
    )  # fmt: skip


def _timed_out(reply: Reply, found: dict[str, Any], said: str) -> Fault | None:
    del reply, said
    if _json.text(found.get("reason")) != "query_timeout":
        return None
    what = "the query takes it too long, and would again"
    return Fault("permanent", what, _SPLIT, status=_TIMED_OUT)


def _bad_key(reply: Reply, found: dict[str, Any], said: str) -> Fault:
    del reply, found
    return Fault(
        "permanent", f"it does not accept the key ({said})",
        "set LITREVIEW_OPENALEX_KEY to a valid key, or to none", status=_BAD_KEY,
    )  # fmt: skip


def _refused(reply: Reply, found: dict[str, Any], said: str) -> Fault:
    del reply, found
    lower = said.lower()
    remedy = next((helps for part, helps in _REMEDIES.items() if part in lower), "")
    return Fault("permanent", f"it refuses the query ({said})", remedy, status=_REFUSED)


_READERS: Mapping[int, Callable[[Reply, dict[str, Any], str], Fault | None]] = {
    _TOO_MANY: _too_many, _PAUSED: _paused, _TIMED_OUT: _timed_out, _BAD_KEY: _bad_key,
    _REFUSED: _refused,
}  # fmt: skip


def _said(found: dict[str, Any]) -> str:
    """Its message; of a query in OQL, that of the first error."""
    errors = _json.tables(_json.table(found.get("validation")).get("errors"))
    texts = [found.get("message"), *(error.get("message") for error in errors), found.get("error")]
    said = next((text for one in texts if (text := _json.text(one))), "without a word")
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]} ..."


def _wait(reply: Reply, found: dict[str, Any]) -> float | None:
    """Seconds, by the header or by the body."""
    told = number(reply.header("retry-after"))
    return told if told is not None else number(found.get("retryAfter"))


def number(value: object) -> float | None:
    """A finite number from 0 up; None: it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and found >= 0 else None
