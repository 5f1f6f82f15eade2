"""A source shaped like ERIC whose records change between runs, and a review that harvests it.

Imported by its bare name, as `replaying` is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from invented import review_toml
from replaying import Answer, Asked, Server, as_json

from litreview.model import Search
from litreview.review import Review
from litreview.review.harvesting import Wanted, file
from litreview.review.harvesting import prepare as first_prepare
from litreview.review.updating import Updated, planned, walked
from litreview.sources import _json
from litreview.sources.apis import eric
from litreview.sources.source import Entry, Limits, Request
from litreview.store.folder import Folder, create

FIRST = "mentors"
"""The name of the first search of a `World`."""


def doc(number: int, **fields: Any) -> dict[str, Any]:
    """An invented entry. indexed: the day that it came or was changed; the server knows it."""
    return {
        "id": f"EJ{number:07}",
        "title": f"An invented study, number {number}",
        "author": ["Example, Ada"],
        "source": "Journal of Invented Results",
        "publicationdateyear": 2020,
        "description": f"Nothing in it is true, {number} times.",
        "url": f"http://dx.doi.org/10.5555/invented.{number}",
        "publicationtype": ["Journal Articles"],
        "indexed": "2026-01-01",
        **fields,
    }


@dataclass
class Index:
    """Answers as ERIC does, and takes `since` besides. broken_from: from there on it refuses."""

    docs: dict[int, dict[str, Any]] = field(default_factory=dict)
    broken_from: int | None = None

    def put(self, number: int, **fields: Any) -> None:
        """A new entry, or some fields of one."""
        self.docs[number] = {**self.docs.get(number, doc(number)), **fields}

    def __call__(self, asked: Asked) -> Answer:
        start, rows, since = int(asked.get("start")), int(asked.get("rows")), asked.get("since")
        if self.broken_from is not None and start >= self.broken_from:
            return Answer(b'{"error": "out of order"}', 400)
        found = [one for _, one in sorted(self.docs.items()) if one["indexed"] >= since]
        page = found[start : start + rows]
        return as_json({"response": {"numFound": len(found), "start": start, "docs": page}})


class Fresh(type(eric.SOURCE)):  # type: ignore[misc] - its class has no name outside
    """ERIC as it might be: it can be asked for what is new, and says what is retracted."""

    about = replace(eric.SOURCE.about, since=True, page=3)

    def ask(self, query: str, limits: Limits) -> Request:
        """With `since`."""
        asked = super().ask(query, limits)
        return asked.having(since=limits.since) if limits.since else asked

    def entries(self, body: bytes) -> Iterator[Entry]:
        """With what is retracted, and what is deleted."""
        docs = _json.table(_json.table(_json.as_object(body)).get("response")).get("docs", [])
        for one, item in zip(super().entries(body), docs, strict=True):
            if item.get("deleted"):
                yield Entry(one.key, None, gone=True)
            elif one.record is not None and item.get("retracted"):
                extra = (*one.record.extra, ("retracted", "yes"))
                yield replace(one, record=replace(one.record, extra=extra))
            else:
                yield one


class Old(Fresh):
    """The same, but it can only be asked for all."""

    about = replace(Fresh.about, since=False)


class WithoutSearch(Old):
    """The same, without a search language: what comes is judged here."""

    about = replace(Old.about, dialect="")


@dataclass
class Days:
    """A clock that gains a second with every look, and can be put on to another day."""

    at: datetime = datetime(2026, 11, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def to(self, day: int) -> None:
        """To a day of November."""
        self.at = self.at.replace(day=day)


class World:
    """A review, a source that changes, and the days that go by."""

    def __init__(self, root: Path, index: Index, server: Server) -> None:
        self.index, self.server, self.days = index, server, Days()
        create(root, review_toml(), {})
        self.review = Review(Folder(root, draw=lambda: "aaaaaa"), clock=self.days, who="ann")
        self.environ: Mapping[str, str] = {"LITREVIEW_ERIC_BASE_URL": server.url,
                                           "LITREVIEW_ERIC_RATE": "1000"}  # fmt: skip

    def harvest(self, name: str = FIRST, query: str = "mentor", **wanted: Any) -> Search:
        """The first search, or another."""
        asked = Wanted(source="eric", query=query, name=name, **wanted)
        job = first_prepare(self.review, asked, self.environ)
        return file(self.review, job, job.walk()).search

    def update(self, *names: str, full: bool = False) -> Updated:
        """One update, that is not refused."""
        jobs, refused = planned(self.review, names, self.environ, full=full)
        assert not refused
        (found,) = walked(self.review, jobs)
        assert isinstance(found, Updated)
        return found

    def asked_since(self) -> list[str]:
        """What the requests since the last call asked for: their since, or ""."""
        found = [asked.get("since") for asked in self.server.asked]
        self.server.asked.clear()
        return found


def everything_happens(world: World, day: str) -> None:
    """One is new, one has another title, one was retracted, one is gone, one is new and bad."""
    world.index.put(6, indexed=day)
    world.index.put(2, title="Another title", description="Other words.", indexed=day)
    world.index.put(3, retracted=True, indexed=day)
    world.index.put(7, retracted=True, indexed=day)
    del world.index.docs[4]
