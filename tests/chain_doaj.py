"""DOAJ's chain: what was recorded of two searches, cut into pages as they are asked for.

No walk of several pages was recorded. The recordings are of version 2 of the API, whose entries
have the same shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from replaying import Answer, Answering, Asked, Chain, as_json

_FILES = ("jaod__jaod_article_search__01.json", "jaod__jaod_article_search_params__02.json")
_ID = re.compile(rb'"id": ?"([0-9a-f]{32})"')
DEEP = "You cannot access results beyond 1000 records via this API."


def chains(corpus: Path) -> list[Chain]:
    """Forty articles, at most seven a page: the source must step by what the server says."""
    folder = corpus / "payloads" / "doaj"
    bodies = [(folder / name).read_bytes() for name in _FILES]
    results = [item for body in bodies for item in json.loads(body)["results"]]
    keys = frozenset(found.decode() for body in bodies for found in _ID.findall(body))
    return [Chain("doaj", "cut as asked", lambda: served(results, most=7), keys, len(results),
                  query="license:CC-BY")]  # fmt: skip


def served(results: Sequence[Any], most: int = 100) -> Answering:
    """A server of these articles: pages of at most `most`, and none beyond the first 1,000."""

    def answer(asked: Asked) -> Answer:
        number, size = int(asked.get("page", "1")), min(most, int(asked.get("pageSize", "10")))
        first = (number - 1) * size
        if first >= 1_000:
            return as_json({"status": "bad_request", "error": DEEP}, 400)
        return as_json({
            "total": len(results), "page": number, "pageSize": size,
            "query": asked.path.rpartition("/")[2], "results": results[first : first + size],
        })  # fmt: skip

    return answer
