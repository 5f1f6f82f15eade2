"""An invented review of five records, two of which describe one work; and a living review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from invented import review_toml
from living import Fresh, Index, Old, World
from replaying import Server

from litreview.review import Review
from litreview.store.folder import Folder, create

ENTRY = """TY  - JOUR
TI  - {title}
AU  - Example, Ada
AU  - Sample, Bo
PY  - 2016
JO  - Journal of Invented Results
VL  - 7
SP  - {page}
DB  - {base}
ER  -
"""
WORKS = {
    "north": ("Paper boats in the rain", "Umbrellas of two cities", "A pond at night"),
    "south": ("Paper boats in the rain", "Sleep among sailors"),
}


class Clock:
    """Gains a second with every look."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """Loaded, not yet de-duplicated; north holds records 1 to 3, south 1 and 2."""
    create(tmp_path / "review", review_toml(("ann", "bo", "cy")), {})
    folder = Folder(tmp_path / "review", draw=lambda: "aaaaaa")
    with Review(folder, clock=Clock(), who="ann") as held:
        for base, titles in WORKS.items():
            path = tmp_path / f"{base}.ris"
            path.write_text(
                "\n".join(ENTRY.format(title=t, page=len(t), base=base) for t in titles)
            )
            from litreview.review.loading import Origin

            held.load(path, Origin(name=base))
        yield held


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A review without a search, on the first of November, and five records to be found."""
    index = Index()
    for number in range(1, 6):
        index.put(number)
    with Server(index) as server:
        found = World(tmp_path / "review", index, server)
        with found.review:
            yield found


@pytest.fixture
def fresh(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The five harvested, by a source that can be asked for what is new only."""
    monkeypatch.setattr("litreview.sources.apis.eric.SOURCE", Fresh())
    assert world.harvest().complete is True
    world.asked_since()
    return world


@pytest.fixture
def old(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The five harvested, by a source that can only be asked for all."""
    monkeypatch.setattr("litreview.sources.apis.eric.SOURCE", Old())
    assert world.harvest().complete is True
    return world
