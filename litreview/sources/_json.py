"""JSON bodies: decoded without trust."""

from __future__ import annotations

from typing import Any

import msgspec

from litreview.sources.faults import malformed
from litreview.sources.source import Fault

_decode = msgspec.json.Decoder().decode


def as_object(body: bytes) -> dict[str, Any] | Fault:
    """The JSON object in `body`, or the fault that it is none."""
    try:
        found = _decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        what = "a page in HTML" if b"<html" in body[:2000].lower() else f"no JSON ({error})"
        return malformed(f"it sent {what} where JSON was asked for")
    if not isinstance(found, dict):
        return malformed("it sent JSON that is no object")
    return found


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


def table(value: object) -> dict[str, Any]:
    """A JSON object; {} where it is none."""
    return value if isinstance(value, dict) else {}


def tables(value: object) -> list[dict[str, Any]]:
    """The objects of a JSON list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def whole(value: object) -> int | None:
    """A count, as number or as digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value.strip()[:18])
    return None


def raw(item: object) -> str:
    """An entry as JSON text, for a failure."""
    return msgspec.json.encode(item).decode()
