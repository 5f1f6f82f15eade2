"""The steps of a translation, as they are taken: what became what, and what that does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from litreview.query.lowering.changes import Change, worst
from litreview.query.tree import Node

Label = Literal["exact", "wider", "narrower", "impossible"]
"""Of a string against the one it was made from: what it finds. Narrower may also be wider."""


@dataclass(slots=True)
class Note:
    """One step. up: taken where more may be found. lost: an alternative that was left out."""

    part: Node | str
    became: Node | str | None
    changes: tuple[Change, ...]
    node: Node
    up: bool
    lost: bool = False

    @property
    def label(self) -> Label:
        """What the step does to what the whole string finds."""
        effect = worst(self.changes)
        if effect == "same":
            return "exact"
        if effect == "gone":
            return "narrower" if self.lost else "wider"
        return "wider" if (effect == "larger") == self.up else "narrower"

    def reason(self, target: str) -> str:
        """In plain words: what the target so called lacks, and what is found or not for that."""
        return f"{target} {'; '.join(dict.fromkeys(self._sentences()))}"

    def _sentences(self) -> Iterator[str]:
        for change in self.changes:
            yield f"{change.why}: {change.so or self._left_out()}{self._turned(change)}"

    def _left_out(self) -> str:
        if not self.up:
            return "it is left out under NOT"
        if self.lost:
            return "it is left out, and records that only it finds are not found"
        return "it is left out, so records without it are found as well"

    def _turned(self, change: Change) -> str:
        """What a change under NOT does to the whole."""
        if self.up or change.effect == "same":
            return ""
        if change.effect == "larger":
            return " (under NOT: more is excluded)"
        return " (under NOT: less is excluded, so more is found)"


class Notes:
    """All steps, in the order in which they were taken."""

    def __init__(self) -> None:
        self.all: list[Note] = []

    def add(
        self, node: Node, became: Node | str | None, changes: tuple[Change, ...], *, up: bool
    ) -> None:
        """Note a step, where there is something to say."""
        if changes:
            self.all.append(Note(node, became, changes, node, up))

    def lose(self, since: int) -> None:
        """What was left out since then was an alternative: leaving it out loses records."""
        for note in self.all[since:]:
            note.lost = note.lost or note.up
