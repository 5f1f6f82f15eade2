"""Semantic Scholar's chains: the bulk search, by tokens, to the page whose token is null."""

from __future__ import annotations

import re
from pathlib import Path

from replaying import Answer, Answering, Asked, Chain, as_json

_START = "s2py__test_search_paper_bulk_retrieval"
_WALKS = {
    "by identifier": ["__01", "_next_page__02", "_traversing_results__03"],
    "citations upwards": [f"_sorted_results_asc__{n:02}" for n in range(1, 5)],
    "citations downwards": [f"_sorted_results_desc__{n:02}" for n in range(1, 5)],
    "citations": [f"_sorted_results_default_order__{n:02}" for n in range(1, 4)],
}
_KEY = re.compile(rb'"paperId": ?"([0-9a-f]{40})"')
_TOKEN = re.compile(rb'"token": ?"([^"]+)"')
_TOTAL = re.compile(rb'"total": ?(\d+)')


def chains(corpus: Path) -> list[Chain]:
    """Four walks of one query, each recorded to its end."""
    folder = corpus / "payloads" / "semanticscholar"
    return [
        _chain(name, [(folder / f"{_START}{end}.json").read_bytes() for end in ends])
        for name, ends in _WALKS.items()
    ]


def _chain(name: str, bodies: list[bytes]) -> Chain:
    tokens = [found[1].decode() if (found := _TOKEN.search(body)) else "" for body in bodies]
    pages = dict(zip(["", *tokens], bodies, strict=False))  # a token asks for the page behind it
    keys = frozenset(key.decode() for body in bodies for key in _KEY.findall(body))
    total = _TOTAL.search(bodies[0])
    return Chain(
        "semantic-scholar", name, lambda: served(pages), keys, int(total[1]) if total else None,
        query="kubernetes",
    )  # fmt: skip


def served(pages: dict[str, bytes]) -> Answering:
    """Token -> page; "" is the first."""

    def answer(asked: Asked) -> Answer:
        body = pages.get(asked.get("token"))
        if body is None:
            return as_json({"error": "Invalid or expired token"}, 400)
        return Answer(body)

    return answer
