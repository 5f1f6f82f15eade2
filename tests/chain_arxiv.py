"""arXiv's chain: six pages of ten, consecutive, as they were recorded."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from replaying import Answer, Answering, Asked, Chain, recordings

_ID = re.compile(rb"<id>http://arxiv\.org/abs/([^<]+?)v\d+</id>")
_TOTAL = re.compile(rb"(<opensearch:totalResults>)\d+")


def chains(corpus: Path) -> list[Chain]:
    """`testing`, the first sixty works.

    214,881 works are stated, of which only these were recorded: the total is patched to their
    number. The other pages of this query overlap, as they were asked for with other sizes.
    """
    pages: dict[str, bytes] = {}
    for one in recordings(corpus, "arxiv"):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(one.url).query).items()}
        if asked.get("search_query") == "testing" and asked.get("max_results") == "10":
            pages[asked["start"]] = one.body
    taken = {start: pages[start] for start in ("0", "10", "20", "30", "40", "50")}
    keys = frozenset(found.decode() for body in taken.values() for found in _ID.findall(body))
    patched = {
        start: _TOTAL.sub(rb"\g<1>" + str(len(keys)).encode(), body)
        for start, body in taken.items()
    }
    return [Chain("arxiv", "testing", lambda: _from(patched), keys, len(keys), query="testing")]


def _from(pages: dict[str, bytes]) -> Answering:
    def answer(asked: Asked) -> Answer:
        body = pages.get(asked.get("start", "0"))
        return Answer(body) if body else Answer(b"no such page", 404)

    return answer
