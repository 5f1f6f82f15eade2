"""ERIC's chains: its pages at 200 entries each, and whole result sets cut as they are asked for."""

from __future__ import annotations

import json
import re
from pathlib import Path

from replaying import Answer, Answering, Asked, Chain, as_json

_ID = re.compile(rb'"id"\s*:\s*"(E[DJ]\d+)"')


def chains(corpus: Path) -> list[Chain]:
    """Six pages as they are on disk, and one answer cut by `start` and `rows`."""
    pages = corpus / "payloads" / "_derived_pages"
    bodies = {
        path.stem.removeprefix("eric_start").lstrip("0") or "0": path.read_bytes()
        for path in sorted(pages.glob("eric_start*.json"))
    }
    keys = {found.decode() for body in bodies.values() for found in _ID.findall(body)}
    whole = (corpus / "payloads" / "eric" / "edsoc__isse.json").read_bytes()
    return [
        Chain("eric", "pages of 200", lambda: _from(bodies), frozenset(keys), _stated(bodies["0"]),
              query='title:"mentoring"'),
        Chain("eric", "cut as asked", lambda: _cut(whole),
              frozenset(found.decode() for found in _ID.findall(whole)), _stated(whole),
              query='title:"mentoring"'),
    ]  # fmt: skip


def _stated(body: bytes) -> int:
    found: int = json.loads(body)["response"]["numFound"]
    return found


def _from(bodies: dict[str, bytes]) -> Answering:
    def answer(asked: Asked) -> Answer:
        body = bodies.get(asked.get("start", "0"))
        return Answer(body) if body is not None else as_json({"error": "no such page"}, 404)

    return answer


def _cut(body: bytes) -> Answering:
    """At most 100 at a time: the source must step by what comes, not by what it asked for."""
    docs = json.loads(body)["response"]["docs"]

    def answer(asked: Asked) -> Answer:
        start, rows = int(asked.get("start", "0")), min(100, int(asked.get("rows", "10")))
        part = docs[start : start + rows]
        return as_json({"response": {"numFound": len(docs), "start": start, "docs": part}})

    return answer
