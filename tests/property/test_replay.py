"""Whatever is appended, under whatever clocks: reading it again gives the same state."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.events import (
    AnyEvent,
    DuplicatesSplit,
    Entry,
    LogOpened,
    RetrievalNoted,
    RowExtracted,
    StudyLinked,
    VoteCast,
    VoteWithdrawn,
    fold,
)
from litreview.store.index import Index
from litreview.store.log import LogWriter, Torn, read
from litreview.store.verify import verify

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
record = st.sampled_from(["a:1", "a:2"])
event = st.one_of(
    st.builds(
        VoteCast,
        stage=st.just("t"),
        record=record,
        decision=st.sampled_from(["include", "exclude"]),
        criteria=st.just("1"),
        note=st.text(max_size=20),
    ),
    st.builds(VoteWithdrawn, stage=st.just("t"), record=record),
    st.builds(StudyLinked, record=record, study=st.text(max_size=5)),
    st.builds(RetrievalNoted, record=record, status=st.sampled_from(["open", "not-retrieved"])),
    st.builds(DuplicatesSplit, pairs=st.just((("a:1", "a:2"),))),
    st.builds(
        RowExtracted,
        form=st.just("f"),
        row=st.just("1"),
        study=st.just("s"),
        values=st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
    ),
)
append = st.tuples(
    st.sampled_from(["ann", "bo"]), st.integers(-5, 5), st.lists(event, min_size=1, max_size=3)
)
appends = st.lists(append, min_size=1, max_size=8)


@pytest.fixture(autouse=True)
def _no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _handle: None)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder a case."""
    root = tmp_path_factory.mktemp("replay")
    return iter(root / str(n) for n in range(100_000))


def write(folder: Path, done: list[tuple[str, int, list[AnyEvent]]]) -> list[Entry]:
    """Append all; every writer's clock is wrong in its own way each time."""
    given: list[Entry] = []
    for who, skew, events in done:
        log = f"{who}.aa"
        writer = LogWriter(
            path=folder / "log" / f"{log}.jsonl", log=log, who=who, review="r1", program="p",
            locks=folder / "locks", clock=lambda skew=skew: NOON + timedelta(seconds=skew),
        )  # type: ignore[misc]  # fmt: skip
        given += writer.append(*events)
    return given


def entries(path: Path) -> list[Entry]:
    found = [item[0] for item in read(path) if not isinstance(item, Torn)]
    return [entry for entry in found if not isinstance(entry.event, LogOpened)]


def logs(folder: Path) -> list[Path]:
    return sorted((folder / "log").glob("*.jsonl"))


@settings(max_examples=60, deadline=None)
@given(done=appends)
def test_what_is_read_is_what_was_appended(
    places: Iterator[Path], done: list[tuple[str, int, list[AnyEvent]]]
) -> None:
    folder = next(places)
    given = write(folder, done)
    held = [entry for path in logs(folder) for entry in entries(path)]
    assert sorted(held, key=lambda e: e.order) == given, "later in a folder is later in the order"
    assert verify(logs(folder), "r1") == ()
    said = [type(one) for _, _, events in done for one in events]
    assert [type(entry.event) for entry in given] == said


@settings(max_examples=60, deadline=None)
@given(done=appends, draw=st.randoms())
def test_the_state_is_that_of_the_last_word_on_each_register(
    places: Iterator[Path], done: list[tuple[str, int, list[AnyEvent]]], draw: random.Random
) -> None:
    """In one folder nothing is settled by clocks: who speaks last has the last word."""
    folder = next(places)
    given = write(folder, done)
    last = {write: entry for entry in given for write in entry.event.writes(entry.who)}
    held = [entry for path in logs(folder) for entry in entries(path)]
    draw.shuffle(held)
    state = fold(held)
    assert {(r, k): e for r, keys in state.registers.items() for k, e in keys.items()} == last


@settings(max_examples=12, deadline=None)
@given(done=appends, cut=st.integers(0, 8))
def test_an_index_that_catches_up_in_two_goes_holds_the_same_as_one_in_one(
    places: Iterator[Path], done: list[tuple[str, int, list[AnyEvent]]], cut: int
) -> None:
    folder = next(places)
    with closing(Index(folder / "twice.sqlite")) as twice:
        write(folder, done[:cut])
        twice.catch_up(logs(folder))
        given = write(folder, done[cut:])
        twice.catch_up(logs(folder))
        with closing(Index(folder / "once.sqlite")) as once:
            once.catch_up(logs(folder))
            assert list(once.events()) == list(twice.events())
            assert once.fold().registers == twice.fold().registers
            assert list(twice.events())[len(list(twice.events())) - len(given) :] == given
