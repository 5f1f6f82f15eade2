"""Crossref's chains: walks by a cursor that stays the same on every page.

The server keeps a place for each cursor and moves it on with every call, also with one whose answer
never arrives: so the next call brings the page after the lost one, as the real one does.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from replaying import Answer, Answering, Asked, Chain, as_json

_WALKS = {
    "members 98": [f"habanero__test_workscontainer_with_cursor__{n:02}.json" for n in range(1, 5)],
    "widget": [f"habanero__test_cursor_max__{n:02}.json" for n in range(1, 4)],
    "ecology": [f"rcrossref__cr_works_with_cursor_and_progress_bar__{n:02}.json"
                for n in range(1, 4)],
}  # fmt: skip
_DOI = re.compile(rb'"DOI":"((?:[^"\\]|\\.)+)","type"')
"""A work's own DOI stands before its type; those of references and updates stand elsewhere."""
INVALID = {
    "status": "failed", "message-type": "resource-failure",
    "message": [{"type": "cursor-invalid", "message": "Cursor specified but it is invalid"}],
}  # fmt: skip


def chains(corpus: Path) -> list[Chain]:
    """Three walks. All were cut off early by who recorded them: the total is patched to theirs."""
    folder = corpus / "payloads" / "crossref"
    return [
        _chain(name, [(folder / file).read_bytes() for file in files])
        for name, files in _WALKS.items()
    ]


def _chain(name: str, bodies: list[bytes]) -> Chain:
    found = [json.loads(b'"' + doi + b'"').lower() for body in bodies for doi in _DOI.findall(body)]
    keys = frozenset(found)
    pages = [json.loads(body) for body in bodies]
    for page in pages:
        page["message"]["total-results"] = len(keys)
    return Chain("crossref", name, lambda: served(pages), keys, len(keys), query="widget")


def served(pages: list[Any]) -> Answering:
    """A server of these pages: a new place for each ``*``, moved on by each call."""
    calls: Counter[str] = Counter()
    places: set[str] = set()

    def answer(asked: Asked) -> Answer:
        cursor = asked.get("cursor")
        if cursor == "*":
            cursor = f"place-{len(places)}=="
            places.add(cursor)
        if cursor not in places:
            return as_json(INVALID, 404)
        number = calls[cursor]
        calls[cursor] += 1
        page = pages[number] if number < len(pages) else _empty(pages[-1])
        return as_json({**page, "message": {**page["message"], "next-cursor": cursor}})

    return answer


def _empty(page: Any) -> Any:
    return {**page, "message": {**page["message"], "items": []}}
