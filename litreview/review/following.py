"""A second screen on the same log: what the same reviewer said there since this one looked.

Both append to one file, under its lock, so nothing is lost. What the other said is read from where
this one stopped reading, so that each shows it before it is replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from litreview.events import Entry, LogOpened, VoteCast, VoteWithdrawn
from litreview.model import RecordId, ReportId, Stage
from litreview.screening.ballots import Judgement
from litreview.store.log import Torn, read

if TYPE_CHECKING:
    from litreview.review import Review


class Following:
    """The log of `who` in this working copy, from its present end on."""

    def __init__(self, review: Review, stage: Stage, who: str) -> None:
        self.review = review
        self.stage = stage.name
        _ = review.state  # the index has caught up
        writer = review.folder.writer(who, review.settings.id, review.clock)
        self.path = writer.path
        self._at = review.index.read_to(self.path.name)

    def news(self) -> dict[ReportId, Judgement | None]:
        """What was said since, by report; None: taken back. Constant where nothing was.

        Raises LogDamaged, StorageError. The review knows of it from then on.
        """
        found: dict[ReportId, Judgement | None] = {}
        for entry in self._unread():
            if self._known(entry):
                continue
            self.review.heed(entry)
            event = entry.event
            if isinstance(event, VoteCast | VoteWithdrawn) and event.stage == self.stage:
                report = self.review.shelf.clusters.get(RecordId(event.record))
                if report is not None:
                    found[report] = _judgement(event)
        return found

    def _unread(self) -> Iterator[Entry]:
        if not self.path.exists() or self.path.stat().st_size <= self._at.offset:
            return
        for one in read(self.path, self._at):
            if isinstance(one, Torn):  # still being written
                return
            entry, self._at = one
            if not isinstance(entry.event, LogOpened):
                yield entry

    def _known(self, entry: Entry) -> bool:
        """Whether this screen wrote it, or knows of something later."""
        state = self.review.state
        for register, key in entry.event.writes(entry.who):
            held = state.of(register).get(key)
            if held is None or held.order < entry.order:
                return False
        return True


def _judgement(event: VoteCast | VoteWithdrawn) -> Judgement | None:
    if isinstance(event, VoteWithdrawn):
        return None
    return Judgement(event.decision, event.reasons, event.note, event.criteria)
