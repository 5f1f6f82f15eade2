"""Working copies of an invented review, to be merged. Imported by its bare name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from litreview.errors import LitreviewError
from litreview.events import Entry, VoteCast
from litreview.model import Decision
from litreview.review import Review
from litreview.store.folder import Folder, create
from litreview.store.lines import Torn, read
from litreview.store.merge import merge
from litreview.store.settings import template
from litreview.store.verify import verify

RIS = "TY  - JOUR\nTI  - {}\nAU  - Example, A.\nPY  - 2016\nER  - \n"
START = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(slots=True)
class Copy:
    """A working copy whose clock gains a second with every look at it."""

    folder: Folder
    at: datetime = START

    def clock(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    @property
    def name(self) -> str:
        return self.folder.root.name

    def vote(self, record: str, who: str = "ann", decision: Decision = "include") -> Path:
        writer = self.folder.writer(who, "r1", self.clock)
        writer.append(VoteCast(stage="t", record=record, decision=decision, criteria="1"))
        return writer.path

    def load(self, name: str, *titles: str, source: str = "", search: str = "") -> str:
        """Load a file of that name; the id of the search."""
        from litreview.review.loading import Origin

        path = self.folder.root.with_name(f"{self.name}-files") / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(RIS.format(title) for title in titles))
        with Review(self.folder, clock=self.clock, who="ann") as review:
            loaded = review.load(path, Origin(name=search), source=source)
            assert loaded.search is not None, loaded.message
            return str(loaded.search.id)

    def entries(self) -> list[Entry]:
        return [
            item[0]
            for path in self.folder.log_files()
            for item in read(path)
            if not isinstance(item, Torn)
        ]

    def records(self) -> list[str]:
        """The records that votes are on, each event once."""
        held = {e.hash: e.event.record for e in self.entries() if isinstance(e.event, VoteCast)}
        return sorted(held.values())

    def logs(self) -> list[str]:
        return [path.name for path in self.folder.log_files()]

    def files(self) -> dict[str, bytes]:
        """Every file but the cache."""
        return {
            str(path.relative_to(self.folder.root)): path.read_bytes()
            for path in sorted(self.folder.root.rglob("*"))
            if path.is_file() and ".litreview" not in path.parts
        }

    def sound(self) -> bool:
        return not verify(self.folder.log_files(), "r1")


Fork = Callable[[Copy, str, str], Copy]


@pytest.fixture
def one(tmp_path: Path) -> Copy:
    text = template(review="r1", title="An invented review", question="")
    create(tmp_path / "one", text, {})
    return Copy(Folder(tmp_path / "one", draw=lambda: "aaaaaa"))


@pytest.fixture
def fork() -> Fork:
    """Copy a working copy, with all that is in it; the new one draws the name given."""

    def copied(copy: Copy, name: str, drawn: str) -> Copy:
        root = copy.folder.root.with_name(name)
        shutil.copytree(copy.folder.root, root)
        return Copy(Folder(root, draw=lambda: drawn), copy.at)

    return copied


@pytest.fixture
def two(one: Copy, fork: Fork) -> Copy:
    one.vote("a:1")
    return fork(one, "two", "bbbbbb")


def refused(mine: Copy, theirs: Copy) -> LitreviewError:
    """The refusal; nothing of either copy has changed, and nothing lies about."""
    before = mine.files(), theirs.files()
    with pytest.raises(LitreviewError) as caught:
        merge(mine.folder, theirs.folder)
    assert (mine.files(), theirs.files()) == before
    assert not list(mine.folder.root.rglob(".tmp-*"))
    assert caught.value.where
    return caught.value
