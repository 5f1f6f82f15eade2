"""Europe PMC's chains: the ten pages of `cancer` that were recorded, a hundred results each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from replaying import Answer, Answering, Asked, Chain, as_json, recordings


def chains(corpus: Path) -> list[Chain]:
    """The pages brought to an end, and as they are.

    5,059,039 results are stated, of which these 1,000 were recorded. In the first chain the total
    is patched to that number, and the last page gives back the cursor that was sent. In the second
    nothing is patched; asked for more, its server repeats the last page, which then gives back the
    cursor that was sent: a result that ends too early.
    """
    pages: dict[str, dict[str, Any]] = {}
    for one in recordings(corpus, "europepmc"):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(one.url).query).items()}
        pages[asked["cursorMark"]] = json.loads(one.body)
    keys = frozenset(
        f"{result['source']}:{result['id']}"
        for page in pages.values()
        for result in page["resultList"]["result"]
    )
    last = list(pages)[-1]
    ended = {mark: {**page, "hitCount": len(keys)} for mark, page in pages.items()}
    ended[last]["nextCursorMark"] = last
    stated = pages[last]["hitCount"]
    repeated = {**pages, pages[last]["nextCursorMark"]: pages[last]}
    whole, early = _from(ended), _from(repeated)
    return [
        Chain("europepmc", "cancer", lambda: whole, keys, len(keys), query="cancer"),
        Chain("europepmc", "cancer, ending too early", lambda: early, keys, stated,
              complete=False, query="cancer"),
    ]  # fmt: skip


def _from(pages: dict[str, dict[str, Any]]) -> Answering:
    held = {mark: as_json(page) for mark, page in pages.items()}

    def answer(asked: Asked) -> Answer:
        # of a cursor that it does not know the server says its version, and nothing else
        return held.get(asked.get("cursorMark"), as_json({"version": "6.9"}))

    return answer
