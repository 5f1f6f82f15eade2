"""JSON bodies: decoded without trust."""

from __future__ import annotations

import re
import threading
from typing import Any

import msgspec

from litreview import collector
from litreview.sources.faults import malformed
from litreview.sources.source import Fault

_last = threading.local()
_decode = msgspec.json.Decoder().decode
_MARK = b"\xef\xbb\xbf"
"""Some servers put the mark of UTF-8 in front, which JSON does not have."""
_BEYOND = 10**15
"""No source counts so far; larger numbers fit into no index."""
_LOW = rb"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_HIGH = rb"\\u[dD][89abAB][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rb"%b%b|(%b|%b)|\\." % (_HIGH, _LOW, _HIGH, _LOW))
"""A character in two escapes, half of one (the group), or any other escape."""


def as_object(body: bytes) -> dict[str, Any] | Fault:
    """The JSON object in `body`, or the fault that it is none."""
    found = _decoded(body)
    if isinstance(found, dict | Fault):
        return found
    return malformed("it sent JSON that is no object")


def as_list(body: bytes) -> list[Any] | Fault:
    """The JSON list in `body`, or the fault that it is none."""
    found = _decoded(body)
    if isinstance(found, list | Fault):
        return found
    return malformed("it sent JSON that is no list")


def _decoded(body: bytes) -> Any:  # noqa: ANN401 - whatever JSON can hold, or a Fault
    """`body` decoded; the body that this thread decoded last is not decoded again.

    A walk reads each page twice, for its numbers and for its entries. Nobody changes what is found.
    """
    if getattr(_last, "body", None) is not body:
        _last.found = _once(body)
        _last.body = body
    return _last.found


def _once(body: bytes) -> Any:  # noqa: ANN401 - the same
    found = _strictly(body)
    if isinstance(found, Fault) and (b"\\ud" in body or b"\\uD" in body):
        return _strictly(_ESCAPE.sub(_mended, body))
    return found


def _mended(escape: re.Match[bytes]) -> bytes:
    """Half a character, which is cut-off text and no reason to lose a page, becomes U+FFFD."""
    return b"\\ufffd" if escape[1] else escape[0]


def _strictly(body: bytes) -> Any:  # noqa: ANN401 - whatever JSON can hold, or a Fault
    """`body` decoded while Python looks for no cycles: JSON has none."""
    try:
        with collector.resting():
            return _decode(body.removeprefix(_MARK))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        what = "a page in HTML" if b"<html" in body[:2000].lower() else f"no JSON ({error})"
        return malformed(f"it sent {what} where JSON was asked for")


def text(value: object) -> str:
    """A value as text on one line: a number is written out, anything else that is no text is ""."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(value)


def texts(value: object) -> tuple[str, ...]:
    """A text, or a list of texts, as texts; what is none is left out."""
    items = value if isinstance(value, list) else [value]
    return tuple(found for item in items if (found := text(item)))


def names(value: object) -> tuple[str, ...]:
    """Names, one or a list: each a text, or an object that has it as `name`."""
    items = value if isinstance(value, list) else [value]
    found = (text(one.get("name") if isinstance(one, dict) else one) for one in items)
    return tuple(name for name in found if name)


def table(value: object) -> dict[str, Any]:
    """A JSON object; {} where it is none."""
    return value if isinstance(value, dict) else {}


def tables(value: object) -> list[dict[str, Any]]:
    """The objects of a JSON list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def whole(value: object) -> int | None:
    """A count or a year, as number or as digits; None: it is none, or below 0, or beyond 10^15."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 <= value < _BEYOND else None
    if isinstance(value, str) and value.strip().isdecimal():
        return whole(int(value.strip()[:18]))
    return None


def raw(item: object) -> str:
    """An entry as JSON text, for a failure."""
    return msgspec.json.encode(item).decode()
