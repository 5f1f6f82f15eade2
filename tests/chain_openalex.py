"""OpenAlex's chains: a search cut into cursor pages, and recorded walks along citations."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from replaying import Answer, Answering, Asked, Chain, as_json, recordings

_WORK = re.compile(r'"id":\s*"https://openalex\.org/(W\d+)",\s*"doi"')
"""The head of a work: what it refers to has no DOI behind its key."""
PLAIN = 'works where title/abstract has ("biodiversity") and title/abstract has ("finance")'
NEAR = 'works where title/abstract has (within 3 ("biodiversity", "financ*"))'
"""What no filter can say: it comes as OQL."""
_SEEDS = "W3046863325|W3045921891"


def chains(corpus: Path) -> list[Chain]:
    """A search by filter and by OQL, works that cite two and that those cite, and these two."""
    derived = _derived(corpus)
    keys = _keys(derived)
    recorded = {one.file: one for one in recordings(corpus, "openalex")}
    found = [
        Chain("openalex", "search by filter", lambda: from_cursors(derived), keys, 200,
              query=PLAIN),
        Chain("openalex", "search by OQL", lambda: from_cursors(derived), keys, 200, query=NEAR),
    ]  # fmt: skip
    for name, files, query in (
        ("citing works", ("openalexPro__oa_snowball__04.json",), f"cites:{_SEEDS}"),
        ("cited works", ("openalexPro__oa_snowball__06.json",), f"cited_by:{_SEEDS}"),
        ("two pages, the second empty",
         ("openalexPro__pro_snowball__04.json", "openalexPro__pro_snowball__05.json"),
         "openalex:W3045921891|W3046863325"),
    ):  # fmt: skip
        pages = {_cursor(recorded[file].url): recorded[file].body for file in files}
        total = json.loads(recorded[files[0]].body)["meta"]["count"]
        found.append(
            Chain("openalex", name, lambda pages=pages: from_cursors(pages),  # type: ignore[misc]
                  _keys(pages), total, query=query)
        )  # fmt: skip
    return found


def from_cursors(pages: Mapping[str, bytes]) -> Answering:
    """A page by its cursor, as the server of OpenAlex does, with its words for one unknown."""

    def answer(asked: Asked) -> Answer:
        by_oql = asked.method == "POST" and asked.path == "/" and "oql" in json.loads(asked.body)
        by_filter = asked.method == "GET" and asked.path == "/works" and asked.get("filter")
        if not by_oql and not by_filter:
            return Answer(b"<!doctype html><html><title>404 Not Found</title></html>", 404)
        body = pages.get(asked.get("cursor"))
        if body is None:
            told = {"error": "Pagination error.", "message": "Invalid cursor value"}
            return as_json(told, 400)
        return Answer(body, headers={"Content-Type": "application/json"})

    return answer


def _derived(corpus: Path) -> dict[str, bytes]:
    """Five pages: fifty works each, and an empty one whose next cursor is null."""
    folder = corpus / "payloads" / "_derived_pages"
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))
    return {
        page["request_cursor"]: (folder / page["body_file"]).read_bytes()
        for page in listed
        if page["api"] == "openalex"
    }


def _cursor(url: str) -> str:
    return parse_qs(urlsplit(url).query).get("cursor", [""])[0]


def _keys(pages: Mapping[str, bytes]) -> frozenset[str]:
    return frozenset(key for body in pages.values() for key in _WORK.findall(body.decode()))
