"""What a rule is told, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """What has been read of a stage, in the order of reading.

    labels: one a report, true where it counts as relevant. checks: of the same length, true where
    the report was shown as part of a random check, whatever the order said. unread: how many
    reports nobody has read. recall, confidence: what a stop must promise, both in (0, 1).
    """

    labels: Sequence[bool]
    unread: int
    checks: Sequence[bool] = ()
    recall: float = 0.95
    confidence: float = 0.95

    @property
    def total(self) -> int:
        """All reports of the stage."""
        return len(self.labels) + self.unread

    @property
    def relevant(self) -> int:
        """How many relevant reports have been read."""
        return sum(self.labels)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a rule says. met: whether it would stop; None: it cannot say yet, or never says.

    words: one line of at most 78 characters; figures: its numbers, by name.
    """

    rule: str
    met: bool | None
    words: str
    figures: Mapping[str, float] = field(default_factory=dict)
