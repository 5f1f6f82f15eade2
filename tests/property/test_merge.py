"""Two copies of a review, worked on apart and merged in either order, are one review.

Real folders, through the facade: what each copy does is drawn, with clocks that disagree, and
merges in the middle. At the end both copies take each other in, and a third, fresh copy takes
both in, in either order: all must show the same.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import review_toml

from litreview.errors import UsageError
from litreview.events import RetrievalNoted, RowExtracted, RowWithdrawn
from litreview.model import RecordId
from litreview.prisma import identities
from litreview.review import Review
from litreview.screening.ballots import Ballot
from litreview.store.folder import Folder, create

TITLES = ("Paper boats in the rain", "Paper boats in sunshine", "Umbrellas of two cities")
RIS = """TY  - JOUR
TI  - {title}
AU  - Example, Ada
AU  - Sample, Bo
PY  - 2016
JO  - Journal of Invented Results
VL  - 7
IS  - 2
SP  - {page}
EP  - 99
DO  - 10.1000/invented.{page}
DB  - Invented {base}
ER  -
"""
START = datetime(2026, 11, 24, tzinfo=UTC)

at = st.integers(0, 5)
stage = st.sampled_from(["titles", "titles", "full"])
decision = st.sampled_from(["include", "exclude", "maybe"])
step = st.one_of(
    st.tuples(st.just("vote"), at, stage, decision, st.sampled_from(["sinks", "paper"])),
    st.tuples(st.just("vote"), at, st.just("titles"), st.just("include"), st.just("sinks")),
    st.tuples(st.just("withdraw"), at, stage),
    st.tuples(st.just("resolve"), at, stage, st.sampled_from(["include", "exclude"])),
    st.tuples(st.just("join"), at, at),
    st.tuples(st.just("split"), at),
    st.tuples(st.just("keep_apart"), at, at),
    st.tuples(st.just("link"), at, st.sampled_from(["s1", "s2", ""])),
    st.tuples(st.just("note"), at, st.sampled_from(["not-retrieved", "open"])),
    st.tuples(st.just("row"), st.sampled_from(["1", "2"]), st.sampled_from(["0.1", "0.2"])),
    st.tuples(st.just("unrow"), st.sampled_from(["1", "2"])),
    st.tuples(st.just("dedup")),
    st.tuples(st.just("load"), st.integers(0, 1)),
    st.tuples(st.just("unload"), st.integers(0, 1)),
    st.tuples(st.just("sync")),
)
steps = st.lists(st.tuples(st.booleans(), step), min_size=1, max_size=14)


@dataclass(slots=True)
class Clock:
    """A clock that is wrong by `skew` seconds and gains `pace` seconds with every look."""

    skew: int
    pace: int
    looked: int = 0

    def __call__(self) -> datetime:
        self.looked += 1
        return START + timedelta(seconds=self.skew + self.pace * self.looked)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review of two sources that hold the same three works, and two files still to be loaded."""
    place = tmp_path_factory.mktemp("merge")
    for name, titles in {
        "north": TITLES,
        "south": TITLES,
        "x0": ("Ponds",),
        "x1": ("Lakes",),
    }.items():
        works = [RIS.format(title=title, page=len(title), base=name) for title in titles]
        (place / f"{name}.ris").write_text("\n".join(works))
    create(place / "base", review_toml(), {})
    with Review(Folder(place / "base"), clock=Clock(0, 1), who="setup") as review:
        for name in ("north", "south"):
            review.load(place / f"{name}.ris", source=f"Invented {name}")
        assert review.dedup().sure == len(TITLES)
    return place


@pytest.fixture(autouse=True)
def _no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flushing to disk is what the fault tests are about; here it only takes time."""
    monkeypatch.setattr("os.fsync", lambda _handle: None)


def copied(source: Path, target: Path, name: str, clock: Clock, who: str) -> Review:
    shutil.copytree(source, target)
    return Review(Folder(target, draw=lambda: name), clock=clock, who=who)


@dataclass(slots=True)
class Worker:
    """Takes the steps that were drawn, in one copy."""

    review: Review
    files: Path

    def id(self, at: int) -> str:
        records = sorted(self.review.shelf.clusters)
        return records[at % len(records)]

    def take(self, step: tuple[Any, ...], other: Worker) -> None:
        """One step; one that cannot be taken as things stand is left out."""
        kind, *given = step
        with suppress(UsageError):
            if kind == "sync":
                self.review.merge(other.review.folder.root)
            else:
                getattr(self, kind)(*given)

    def ballot(self, at: int, stage: str, decision: Any, reason: str) -> Ballot:
        reasons = (reason,) if decision == "exclude" else ()
        return Ballot(self.review.resolve_id(self.id(at)), stage, decision, reasons)

    def vote(self, *given: Any) -> None:
        self.review.cast(self.ballot(*given))

    def withdraw(self, at: int, stage: str) -> None:
        self.review.withdraw_vote(self.review.resolve_id(self.id(at)), stage)

    def resolve(self, at: int, stage: str, decision: Any) -> None:
        """A disagreement of two others, and its settlement."""
        for who, said in (("di", "include"), ("ed", "exclude")):
            self.review.cast(self.ballot(at, stage, said, "paper"), reviewer=who)
        self.review.resolve(self.ballot(at, stage, decision, "paper"))

    def join(self, one: int, two: int) -> None:
        self.review.join([self.id(one), self.id(two)])

    def keep_apart(self, one: int, two: int) -> None:
        self.review.keep_apart([self.id(one), self.id(two)])

    def split(self, at: int) -> None:
        self.review.split(self.id(at))

    def link(self, at: int, study: str) -> None:
        self.review.link([self.id(at)], study)

    def note(self, at: int, status: Any) -> None:
        self.review.append(RetrievalNoted(record=self.id(at), status=status))

    def row(self, row: str, value: str) -> None:
        values = {"outcome": "job", "effect_value": value}
        self.review.append(RowExtracted(form="estimate", row=row, study="s1", values=values))

    def unrow(self, row: str) -> None:
        self.review.append(RowWithdrawn(form="estimate", row=row))

    def dedup(self) -> None:
        self.review.dedup()

    def load(self, at: int) -> None:
        self.review.load(self.files / f"x{at}.ris", source=self.review.who)

    def unload(self, at: int) -> None:
        for search in self.review.shelf.searches:
            if search.id.startswith(f"x{at}"):
                self.review.withdraw_search(search.id, "by mistake")


def shown(review: Review) -> dict[str, object]:
    """All that a person can see of a review."""
    present = review.present
    return {
        "state": {
            (register, key): entry.hash
            for register, held in present.state.registers.items()
            for key, entry in held.items()
        },
        "searches": present.shelf.searches,
        "records": dict(present.shelf.records),
        "clusters": dict(present.shelf.clusters),
        "members": dict(present.shelf.members),
        "verdicts": present.screening.verdicts,
        "retrieval": dict(present.retrieval),
        "studies": dict(present.studies),
        "boxes": {key: (box.n, box.ids) for key, box in present.flow.boxes.items()},
        "rows": review.rows(),
        "as_of": present.as_of,
    }


def reopened(path: Path) -> Review:
    """The review of a folder with nothing derived left."""
    shutil.rmtree(path / ".litreview", ignore_errors=True)
    return Review(Folder(path), clock=Clock(0, 1))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    done=steps,
    people=st.sampled_from([("ann", "bo"), ("ann", "ann")]),
    skews=st.sampled_from([(0, 0), (0, -3600), (7200, 0)]),
    pace=st.sampled_from([0, 1]),
)
def test_copies_merged_in_either_order_show_the_same(  # noqa: PLR0913, PLR0917 - what is drawn
    base: Path,
    tmp_path_factory: pytest.TempPathFactory,
    done: list[tuple[bool, tuple[Any, ...]]],
    people: tuple[str, str],
    skews: tuple[int, int],
    pace: int,
) -> None:
    place = tmp_path_factory.mktemp("copies")
    with ExitStack() as stack:
        one, two = (
            stack.enter_context(copied(base / "base", place / name, drawn, Clock(skew, pace), who))
            for name, drawn, skew, who in zip(
                ("one", "two"), ("aaaaaa", "bbbbbb"), skews, people, strict=True
            )
        )
        workers = [Worker(review, base) for review in (one, two)]
        for second, what in done:
            workers[second].take(what, workers[not second])
        for name, first, then in (("ab", one, two), ("ba", two, one)):
            fresh = stack.enter_context(
                copied(base / "base", place / name, "cccccc", Clock(0, 1), "cy")
            )
            fresh.merge(first.folder.root)
            fresh.merge(then.folder.root)
        one.merge(two.folder.root)
        two.merge(one.folder.root)
        assert one.merge(two.folder.root) == two.merge(one.folder.root) == []
        expected = shown(one)
        for name in ("one", "two", "ab", "ba"):
            again = stack.enter_context(reopened(place / name))
            assert shown(again) == expected
            assert identities(again.flow()) == identities(one.flow())
            assert not [f for f in again.check() if f.severity == "error"]
    shutil.rmtree(place)


def test_one_person_on_two_machines_keeps_two_logs_and_the_later_vote(
    base: Path, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        north, south = (
            stack.enter_context(copied(base / "base", tmp_path / d, d * 6, Clock(skew, 1), "ann"))
            for d, skew in (("a", 0), ("b", 100))
        )
        report = north.resolve_id(min(north.shelf.clusters))
        for review, decision in ((north, "include"), (south, "exclude")):
            review.cast(Ballot(report, "titles", decision))  # type: ignore[arg-type]
        north.merge(south.folder.root)
        south.merge(north.folder.root)
        for review in (north, south):
            assert {p.name for p in review.folder.log_files()} >= {
                "ann.aaaaaa.jsonl", "ann.bbbbbb.jsonl",
            }  # fmt: skip
            (vote,) = review.present.screening.of("titles", report).votes
            assert vote.decision == "exclude"


def test_a_correction_in_sight_of_the_other_counts_though_the_clock_is_slow(
    base: Path, tmp_path: Path
) -> None:
    """North splits a pair at nine; south, whose clock says eight, has seen it and joins again."""
    with ExitStack() as stack:
        north, south = (
            stack.enter_context(copied(base / "base", tmp_path / d, d * 6, Clock(skew, 1), who))
            for d, skew, who in (("a", 3600, "ann"), ("b", 0, "bo"))
        )
        report, members = next((r, m) for r, m in north.shelf.members.items() if len(m) > 1)
        north.split(members[1])
        assert north.shelf.clusters[RecordId(members[1])] != report
        south.merge(north.folder.root)
        south.join(members)
        north.merge(south.folder.root)
        for review in (north, south):
            assert review.shelf.members[report] == members
