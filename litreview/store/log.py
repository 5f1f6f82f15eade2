"""The append-only log: one file a person and working copy, each line chained to the one before.

``log/<who>.<copy>.jsonl``. Only the copy that drew the name appends to it, so copies merge by
union of files. Appending costs one read of the last line of each log, one write and one flush to
disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from litreview.errors import LogDamaged
from litreview.events import FORMAT, AnyEvent, Entry, LogOpened, decode, encode, line_hash
from litreview.store.disk import UNCHANGED, guarded, locked
from litreview.store.lines import (
    Lost,
    Position,
    Torn,
    moment,
    read,
    seal,
    stamp,
    unseal,
    valid_name,
)
from litreview.store.tail import append_block, first_line, last_line, mend

__all__ = ["Clock", "LogWriter", "Lost", "Position", "Torn", "log_files", "read",
           "stamp", "valid_name"]  # fmt: skip

Clock = Callable[[], datetime]
_TICK = timedelta(microseconds=1)


def log_files(folder: Path) -> tuple[Path, ...]:
    """The log files in `folder`, by name. Raises StorageError: it cannot be listed."""
    with guarded(folder):
        if not folder.exists():
            return ()
        names = sorted(path.name for path in folder.iterdir())
    return tuple(folder / name for name in names if name.endswith(".jsonl") and name[0] != ".")


@dataclass(frozen=True, slots=True)
class LogWriter:
    """The one place that appends. `locks` is a folder for lock files, outside the log.

    patience: seconds to wait for another program that writes to the same file.
    """

    path: Path
    log: str
    who: str
    review: str
    program: str
    locks: Path
    clock: Clock
    patience: float = 10.0

    def append(self, *events: AnyEvent) -> tuple[Entry, ...]:
        """Append, flush to disk, and return the entries as they stand in the log.

        When the disk refuses, none of them stands there (StorageError). A kill leaves those
        whose lines are whole: the first ones.
        """
        if not events:
            return ()
        with guarded(self.path, UNCHANGED):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.path, self.locks, self.patience):
            return self._append(events)

    def _append(self, events: tuple[AnyEvent, ...]) -> tuple[Entry, ...]:
        end = mend(self.path)
        head = self._head() if end else ""
        if not end:
            events = (self._opening(), *events)
        lines, entries = [], []
        now = self._now()
        for event in events:
            stamped = msgspec.structs.replace(event, at=stamp(now), prev=head)
            line = seal(stamped)
            head = line_hash(line)
            lines.append(line + b"\n")
            held = decode(encode(stamped), str(self.path))
            entries.append(Entry(held, hash=head, log=self.log, who=self.who))
            now += _TICK
        append_block(self.path, end, b"".join(lines))
        return tuple(entry for entry in entries if not isinstance(entry.event, LogOpened))

    def _opening(self) -> LogOpened:
        return LogOpened(
            format=FORMAT, log=self.log, who=self.who, review=self.review, program=self.program
        )

    def _head(self) -> str:
        """The hash of the last line. Raises LogDamaged where the file is not this log."""
        opened = unseal(first_line(self.path), f"{self.path}, line 1")
        if not isinstance(opened, LogOpened) or (opened.log, opened.review) != (
            self.log,
            self.review,
        ):
            raise LogDamaged(
                f"this file is not the log {self.log} of the review {self.review}",
                where=f"{self.path}, line 1",
                remedy="restore the file, and the id in review.toml, from your version control",
            )
        return line_hash(last_line(self.path)[0])

    def _now(self) -> datetime:
        """The time, but later than every event that stands in the folder.

        So a decision that was made in sight of another counts after it, whatever the clocks of
        the two machines say.
        """
        now = self.clock().astimezone(UTC)
        for path in log_files(self.path.parent):
            line, end = last_line(path)
            if end:
                where = f"{path}, last line"
                now = max(now, moment(unseal(line, where), where) + _TICK)
        return now
