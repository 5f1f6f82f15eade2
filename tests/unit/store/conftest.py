"""Invented logs on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from copies import fork, one, two  # noqa: F401 - fixtures

from litreview.events import Entry, VoteCast
from litreview.model import Decision
from litreview.store.log import LogWriter, Torn, read

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is set."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def back(self, hours: float) -> None:
        self.at -= timedelta(hours=hours)


@dataclass(slots=True)
class Logs:
    """The logs of an invented review in one folder."""

    root: Path
    clock: Clock = field(default_factory=Clock)

    def writer(self, who: str = "ann", copy: str = "aaaaaa", review: str = "r1") -> LogWriter:
        log = f"{who}.{copy}"
        return LogWriter(
            path=self.root / "log" / f"{log}.jsonl",
            log=log,
            who=who,
            review=review,
            program="litreview test",
            locks=self.root / "locks",
            clock=self.clock,
            patience=0.05,
        )

    @staticmethod
    def vote(record: str, decision: Decision = "include", note: str = "") -> VoteCast:
        return VoteCast(stage="titles", record=record, decision=decision, criteria="1", note=note)

    @staticmethod
    def entries(path: Path) -> list[Entry]:
        return [item[0] for item in read(path) if not isinstance(item, Torn)]

    def records(self, path: Path) -> list[str]:
        """The records that the votes of a log are on."""
        return [e.event.record for e in self.entries(path) if isinstance(e.event, VoteCast)]


@pytest.fixture
def logs(tmp_path: Path) -> Logs:
    return Logs(tmp_path)


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Make the function of that dotted name raise OSError with that number."""

    def install(name: str, number: int) -> None:
        def fail(*_args: object, **_kwargs: object) -> None:
            raise OSError(number, "refused in a test")

        monkeypatch.setattr(name, fail)

    return install
