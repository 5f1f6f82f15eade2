"""Working copies in memory, and what the invented review holds. Imported by its bare name.

Logs are lists of lines, whose hashes and times are made as the program makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from litreview.dedup.clusters import cluster
from litreview.dedup.order import natural
from litreview.events import (
    FORMAT,
    AnyEvent,
    DuplicatesJoined,
    Entry,
    Fold,
    LogOpened,
    SearchLoaded,
    VoteCast,
    encode,
    line_hash,
)
from litreview.model import Criterion, Plan, RecordId, ReportId, Search, SearchId, Stage
from litreview.review.present import Present, Shelf
from litreview.store.lines import stamp

STAGES = (
    Stage("titles", "Titles", "screening", votes=2),
    Stage("abstracts", "Abstracts", "screening", calibration=2),
    Stage("full", "Full texts", "eligibility", reason_required=True),
)
NAMES = tuple(stage.name for stage in STAGES)
_START = datetime(2026, 11, 24, tzinfo=UTC)
_KINDS = (("north", "database", 4), ("south", "register", 3), ("hand", "citation", 2))
SEARCHES = tuple(
    Search(SearchId(id_), f"Invented {id_}", kind, n, n, 0, ())  # type: ignore[arg-type]
    for id_, kind, n in _KINDS
)
RECORDS = {id_: tuple(RecordId(f"{id_}:{at + 1}") for at in range(n)) for id_, _, n in _KINDS}
ALL = tuple(record for records in RECORDS.values() for record in records)


def _plan(version: str, *criteria: tuple[str, str, str, str]) -> Plan:
    """criteria: code, label, effect and what is said of the version before."""
    held = tuple(
        Criterion(code, label, effect, NAMES, rank, change)  # type: ignore[arg-type]
        for rank, (code, label, effect, change) in enumerate(criteria, 1)
    )
    return Plan("Invented", "", STAGES, held, version)


_FLOATS = ("floats", "It floats", "include", "")
PLANS = (
    _plan("1", _FLOATS, ("sinks", "It sinks", "exclude", ""), ("paper", "Paper", "exclude", "")),
    _plan("2", _FLOATS, ("sinks", "It sinks", "exclude", "")),
    _plan("3", _FLOATS, ("sinks", "It dives", "exclude", "wider"), ("rust", "Rust", "exclude", "")),
    _plan("4", _FLOATS, ("rust", "Rust", "exclude", ""), ("sinks", "It dives", "exclude", "")),
)
CODES = ("sinks", "paper", "rust")
Step = tuple[Any, ...]
"""What is done, by which copy, and with what: whole numbers, taken modulo what there is."""


@dataclass
class Copy:
    """A working copy: the logs that lie in it, its own clock, and its own review.toml."""

    who: str
    log: str
    skew: int
    logs: dict[str, list[Entry]] = field(default_factory=dict)
    plan: Plan = PLANS[0]
    done: list[Step] = field(default_factory=list)
    """What can be undone: the stage, the report and the ballot that stood before."""
    saw: dict[str, frozenset[tuple[str, str, str]]] = field(default_factory=dict)
    """Vote cast here -> the votes of anybody that lay here then: reviewer, stage and record."""
    _seen: set[tuple[str, str, str]] = field(default_factory=set)
    _state: Fold = field(default_factory=Fold)
    _present: Present | None = None
    _ticks: int = 0

    @property
    def present(self) -> Present:
        """What follows from its logs and its review.toml."""
        if self._present is None or self._present.plan is not self.plan:
            self._present = Present(self._state, shelf(self._state), self.plan)
        return self._present

    @property
    def entries(self) -> Iterator[Entry]:
        """All that it holds, a log after the other."""
        for log in self.logs.values():
            yield from log

    def append(self, *events: AnyEvent) -> None:
        """As `store.log` does: later than all that is here, each line after the one before."""
        own = self.logs.setdefault(self.log, [])
        opening = () if own else (_opening(self),)
        for event in (*opening, *events):
            self._ticks += 1
            latest = max((log[-1].event.at for log in self.logs.values() if log), default="")
            at = stamp(_START + timedelta(seconds=self.skew + self._ticks))
            if latest >= at:
                was = datetime.strptime(latest, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
                at = stamp(was + timedelta(microseconds=1))
            stamped = msgspec.structs.replace(event, at=at, prev=own[-1].hash if own else "")
            entry = Entry(stamped, line_hash(encode(stamped)), self.log, self.who)
            own.append(entry)
            if isinstance(stamped, VoteCast):
                self.saw[entry.hash] = frozenset(self._seen)
            self._hold(entry)
        self._present = None

    def _hold(self, entry: Entry) -> None:
        self._state.add(entry)
        event = entry.event
        if isinstance(event, VoteCast):
            self._seen.add((entry.who, event.stage, event.record))

    def merge(self, other: Copy) -> None:
        """Take in what the other holds and this one does not: of each log the rest."""
        for name, log in other.logs.items():
            own = self.logs.setdefault(name, [])
            assert [e.hash for e in own[: len(log)]] == [e.hash for e in log[: len(own)]]
            for entry in log[len(own) :]:
                own.append(entry)
                self._hold(entry)
        self._present = None


def loaded(name: str) -> SearchLoaded:
    return SearchLoaded(search=name, manifest="", records=len(RECORDS[name]), failures=0)


def _opening(copy: Copy) -> LogOpened:
    return LogOpened(format=FORMAT, log=copy.log, who=copy.who, review="r1", program="0")


def shelf(state: Fold) -> Shelf:
    """As `review.present.shelve` makes it, of the invented records."""
    loaded = {n for (n,), e in state.of("search").items() if isinstance(e.event, SearchLoaded)}
    searches = tuple(search for search in SEARCHES if search.id in loaded)
    records = {search.id: RECORDS[search.id] for search in searches}
    ids = [record for held in records.values() for record in held]
    hand: tuple[list[Any], list[Any]] = ([], [])
    for pair, entry in state.of("pair").items():
        hand[not isinstance(entry.event, DuplicatesJoined)].append(pair)
    clusters = cluster(ids, (), *hand)
    members: dict[ReportId, list[RecordId]] = {}
    for record in ids:
        members.setdefault(clusters[record], []).append(record)
    found = {report: tuple(sorted(some, key=natural)) for report, some in members.items()}
    return Shelf(searches, records, clusters, found, ())


def takes_part(present: Present, stage: Stage, who: str) -> bool:
    """Whether they may vote."""
    from litreview.review import teams

    return teams.takes_part(present, stage, who)
