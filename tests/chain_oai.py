"""Chains of OAI-PMH: Zenodo's recorded lists of 2024 and 2026, and one cut anew.

The recordings hold the first three pages of lists of millions: they end with a page that the
recorder shortened, and state the size of the whole. Here the size is patched to what they hold.
Each of the two recorded lists has one deleted work: its key is among those of the chain, but it is
no record. The list cut anew has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from replaying import Answer, Answering, Asked, Chain, recordings

_RECORD = re.compile(rb"<record>.*?</record>", re.DOTALL)
_KEY = re.compile(rb"<header[^>]*>\s*<identifier>([^<]+)</identifier>")
_SIZE = re.compile(rb'completeListSize="\d+"')
_TOKEN = re.compile(rb"<resumptionToken[^>]*>([^<]+)</resumptionToken>")
_XML = {"Content-Type": "text/xml; charset=utf-8", "Retry-After": "59"}
"""Zenodo sends a Retry-After with answers that are none of a refusal."""
_CUT = ("01", "02", "08", "12")
"""Pages of 50, each the first of another list of 2026."""


def chains(corpus: Path) -> list[Chain]:
    """Zenodo in 2024, in 2026, and cut as asked."""
    return [
        _recorded(corpus, "2024", "scythe2024__list_records__01.xml"),
        _recorded(corpus, "2026", "scythe2026__list_records__06.xml"),
        _cut(corpus),
    ]


def expired() -> Answer:
    """What Zenodo says of a token that it does not know, with its status."""
    return Answer(envelope(b'<error code="badResumptionToken">gone</error>'), 422, _XML)


def envelope(content: bytes) -> bytes:
    """An answer of the protocol around `content`."""
    return (
        b'<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"'
        b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        b"<responseDate>2026-01-01T00:00:00Z</responseDate>"
        b'<request verb="ListRecords">https://repository.example.org/oai</request>'
        + content + b"</OAI-PMH>"
    )  # fmt: skip


def from_tokens(pages: Mapping[str, bytes]) -> Answering:
    """Pages by the token that asks for them; "" is the first. A token must come alone."""

    def answer(asked: Asked) -> Answer:
        token = asked.get("resumptionToken")
        alone = set(asked.params) == {"verb", "resumptionToken"}
        if asked.get("verb") != "ListRecords" or (token and not alone):
            return Answer(envelope(b'<error code="badArgument">not so</error>'), 422, _XML)
        body = pages.get(token)
        return Answer(body, headers=_XML) if body is not None else expired()

    return answer


def keys(bodies: Mapping[str, bytes]) -> frozenset[str]:
    """The identifiers of all entries."""
    return frozenset(key.decode() for body in bodies.values() for key in _KEY.findall(body))


def _recorded(corpus: Path, name: str, first: str) -> Chain:
    found = recordings(corpus, "oaipmh")
    by_token = {
        parse_qs(urlsplit(one.url).query).get("resumptionToken", [""])[0]: one.body
        for one in found if "verb=ListRecords" in one.url and one.status == 200
    }  # fmt: skip
    pages = {"": next(one.body for one in found if one.file == first)}
    while (token := _token(list(pages.values())[-1])) and token in by_token:
        pages[token] = by_token[token]
    held = keys(pages)
    size = b'completeListSize="%d"' % len(held)
    patched = {token: _SIZE.sub(size, body) for token, body in pages.items()}
    return Chain("zenodo", name, lambda: from_tokens(patched), held, len(held), query="")


def _token(body: bytes) -> str:
    found = _TOKEN.search(body)
    return found[1].decode() if found else ""


def _cut(corpus: Path) -> Chain:
    """200 recorded records, those that came twice left out, at 20 a page; the last ends the list.

    The end is an empty token, as the protocol wants it, which Zenodo does not send.
    """
    folder = corpus / "payloads" / "oaipmh"
    records = {}
    for page in _CUT:
        body = (folder / f"scythe2026__list_records__{page}.xml").read_bytes()
        records |= {_KEY.search(one)[1]: one for one in _RECORD.findall(body)}  # type: ignore[index]
    held = list(records.values())
    pages = {}
    for start in range(0, len(held), 20):
        follow = b"from-%d" % (start + 20) if start + 20 < len(held) else b""
        token = b'<resumptionToken completeListSize="%d" cursor="%d">%s</resumptionToken>'
        listed = b"".join(held[start : start + 20]) + token % (len(held), start, follow)
        pages[f"from-{start}" if start else ""] = envelope(
            b"<ListRecords>" + listed + b"</ListRecords>"
        )
    return Chain("zenodo", "cut as asked", lambda: from_tokens(pages), keys(pages), len(held),
                 query="")  # fmt: skip
