"""Keys in what a server sends back: some repeat what they were sent, in one writing or another."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

HIDDEN = "REDACTED"
SHORTEST = 5
"""Letters. What is shorter would be found by chance and change records: it is not looked for, and
`access` takes no key that is."""


def writings(secrets: Iterable[str]) -> tuple[str, ...]:
    """How the secrets may stand in an address, in JSON or in markup; the longest first."""
    found: set[str] = set()
    for secret in secrets:
        if len(secret) < SHORTEST:
            continue
        escaped = {quote(secret), quote(secret, safe=""), quote_plus(secret), quote(secret, "/:,")}
        escaped |= {quote(one, safe="") for one in escaped}  # an address inside an address
        inside = json.dumps(secret)[1:-1]
        wary = inside.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
        found |= {one.replace("/", "\\/") for one in (inside, wary)} | {inside, wary}
        found |= {secret, html.escape(secret)}
        found |= escaped | {_small(one) for one in escaped}
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


def _small(escaped: str) -> str:
    """Percent signs with small digits, as some write them."""
    first, *rest = escaped.split("%")
    return "%".join((first, *(part[:2].lower() + part[2:] for part in rest)))
