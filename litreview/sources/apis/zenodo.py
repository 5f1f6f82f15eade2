"""Zenodo over OAI-PMH: millions of records, so a set (a community, ``user-NAME``) must be named.

A list without records comes with status 422; answers with status 200 carry ``Retry-After`` too;
tokens live two minutes (recorded 2024 and 2026); 120 requests a minute (headers of 2024).
"""

from __future__ import annotations

from litreview.sources._oai import Repository, about

SOURCE = Repository(
    about(
        "zenodo",
        "Zenodo",
        "https://zenodo.org/oai2d",
        licence="metadata CC0 (not verified), works as each says",
        references=("https://developers.zenodo.org/#oai-pmh",),
        page=50,
        parts=("set", "from"),
        cannot=(
            "It cannot be searched: all that a set holds is brought and judged here.",
            "All of Zenodo is more than eight million records, at 50 a page: a set must be named.",
            "Its resumption tokens live two minutes: an interrupted harvest begins anew.",
        ),
    )
)
