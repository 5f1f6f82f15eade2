"""How an address is shown where there is no room for it; the whole of it stays the link."""

from __future__ import annotations

from urllib.parse import urlsplit

from litreview.outputs.escape import split_urls

LONGEST = 34
"""Addresses of so many characters are shown whole."""


def pieces(text: str, *, verbatim: bool = False) -> list[tuple[str, str]]:
    """`text` as ``(what is shown, address)``; the address is "" where there is no link."""
    if verbatim:
        return [(text, "")]
    return [(short(url) if url else piece, url) for piece, url in split_urls(text)]


def short(address: str) -> str:
    """All of a short address or of a DOI, without its scheme; of others the host.

    address: one that `escape.http_url` lets through.
    """
    if address.startswith("https://doi.org/") or len(address) <= LONGEST:
        return address.partition("://")[2].rstrip("/")
    return f"{urlsplit(address).hostname}/…".removeprefix("www.")
