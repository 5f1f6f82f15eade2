"""The common reading of failures: what a status, a header or a broken body means."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from litreview.sources.source import Fault, Reply, shown

PATIENCE = 120.0
"""Seconds that are waited for at most; who asks for more has run out of budget."""
_PERMANENT = {
    400: "it refuses the request",
    401: "it does not accept the key",
    402: "it wants to be paid",
    403: "it refuses access",
    404: "it has no such address",
    405: "it refuses the request",
    406: "it refuses the request",
    410: "this address is no more",
    413: "the query is too long for it",
    414: "the query is too long for it",
    422: "it refuses the request",
    451: "it refuses access",
}
_REMEDIES = {
    401: "set a valid key (litreview doctor says where)",
    403: "see whether it wants a key, or an address inside your institution (litreview doctor)",
    413: "shorten the query, or run its parts as strategies of their own",
    414: "shorten the query, or run its parts as strategies of their own",
}
_TOO_MANY = 429
_PASSING = frozenset({408, 425, _TOO_MANY})
_BROKEN = 500
_SHOWN = 200
_DIGITS, _LONGEST_DATE = 20, 60
_OK = range(200, 300)
_IN_PART = frozenset({204, 205, 206})


def common(reply: Reply, now: datetime) -> Fault | None:
    """The failure that the status says; None: it says none."""
    if reply.status in _IN_PART:
        return Fault(
            "malformed", f"a part of an answer, or none ({reply.status})", status=reply.status
        )
    if reply.status in _OK:
        return None
    said = said_by(reply)
    wait = retry_after(reply.header("retry-after"), moment(reply.header("date")) or now)
    if reply.status in _PERMANENT:
        what = f"{_PERMANENT[reply.status]} ({reply.status}{said})"
        return Fault("permanent", what, _REMEDIES.get(reply.status, ""), status=reply.status)
    if wait is not None and wait > PATIENCE:
        return Fault(
            "budget", f"its budget for now is used up ({reply.status}{said})", wait=wait,
            status=reply.status,
        )  # fmt: skip
    what = "too many requests" if reply.status == _TOO_MANY else "it is out of order"
    if reply.status < _BROKEN and reply.status not in _PASSING:
        return Fault("permanent", f"an answer of status {reply.status}{said}", status=reply.status)
    return Fault("transient", f"{what} ({reply.status}{said})", wait=wait, status=reply.status)


def retry_after(text: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header, which holds seconds or a date; None: no word.

    now: by the clock of the server, where it tells it: the one here may be wrong.
    """
    text = text.strip()
    if text.isascii() and text[:_DIGITS].replace(".", "", 1).isdigit():
        return min(float(text[:_DIGITS].partition(".")[0] or "0"), 1e9)
    then = moment(text)
    return None if then is None else max(0.0, (then - now).total_seconds())


def moment(text: str) -> datetime | None:
    """The moment that a header names; None: it names none."""
    try:
        then = parsedate_to_datetime(text[:_LONGEST_DATE])
        return then if then.tzinfo else then.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError, IndexError):  # the library's own on odd text
        return None


def said_by(reply: Reply) -> str:
    """The beginning of the body for a message, where it is plain or JSON text: `: it says ...`."""
    if b"<html" in reply.body[:2000].lower() or not reply.body.strip():
        return ""
    text = shown(" ".join(reply.body[: 4 * _SHOWN].decode("utf-8", "replace").split()))
    return f": {text[:_SHOWN]}" if text else ""


def malformed(what: str) -> Fault:
    """A body that cannot be the answer to what was asked."""
    return Fault("malformed", what)
