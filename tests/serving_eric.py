"""Invented pages of ERIC, for whoever needs a source that answers. Imported by its bare name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from replaying import Answer, Asked, as_json

from litreview.sources import SOURCES
from litreview.sources.access import variable
from litreview.sources.figures import offices

Page = Callable[[Asked], Answer]
AT_ONCE = 4
"""Entries that the invented server sends at once, whatever it is asked for."""


def entries(number: int, first: int = 1) -> list[dict[str, object]]:
    """So many entries, as ERIC writes them."""
    return [
        {"id": f"EJ{at}", "title": f"An invented study, number {at}", "author": ["Example, Ada"],
         "publicationdateyear": 2020, "description": "Mentors of nobody."}
        for at in range(first, first + number)
    ]  # fmt: skip


def eric(held: list[dict[str, object]]) -> Page:
    """The answers of a server that holds these entries."""

    def answer(asked: Asked) -> Answer:
        start = int(asked.get("start", "0"))
        docs = held[start : start + min(AT_ONCE, int(asked.get("rows", "10")))]
        return as_json({"response": {"numFound": len(held), "start": start, "docs": docs}})

    return answer


def reroute(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Send all sources to `url`: no test may reach one."""
    offices_of_figures = {one.about.name for one in offices().values()}
    for name in (*SOURCES.names(), *offices_of_figures):
        monkeypatch.setenv(variable(name, "base_url"), url)
