"""How a walk of a window ended, and what that is worth: complete, to be doubted, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from litreview.sources.fetch import Window
from litreview.sources.journal import Closed

End = Literal["", "end", "whole", "enough", "limit", "circle", "divided"]
"""How a walk of a window ended. whole: all that is stated came; enough: as many as are wanted;
limit: one query delivers no more; circle: nothing new comes any more."""
_NEAR, _FAR = 0.9, 0.5
"""Shares of an estimate: a walk that ends with less than the first is doubted and walked twice. It
is told; with less than the second, which is no way to estimate, as incomplete."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of the last of `walks` walks of a window in one sitting.

    limit: the most entries that one query can deliver; most: as many as are wanted.
    """

    window: Window
    how: End
    walks: int
    limit: int | None
    most: int | None

    @property
    def doubtful(self) -> bool:
        """Whether another walk may bring more."""
        if self.how == "enough" or beyond(self.window.total, self.limit):
            return False
        return self.window.short or self.how == "circle" or self.fell or self._below(_NEAR)

    @property
    def fell(self) -> bool:
        """Whether fewer came than had come before, although all was asked for."""
        return self.how != "enough" and len(self.window.seen) < self.window.before

    def as_told_by(self, before: Closed) -> bool:
        """Whether an earlier sitting ended with as many; none at all do not count."""
        return 0 < before.distinct == len(self.window.seen)

    def reason(self) -> str:
        """Why the window is not complete, or "". That fewer came than before is not looked at."""
        window, got = self.window, len(self.window.seen)
        limit = f"one query delivers at most {self.limit or 0:,}"
        twice = ", twice" if self.walks > 1 else ""
        if self.how == "enough":
            of = f" of {window.total:,}" if window.total is not None else ""
            return f"stopped at {self.most or 0:,}{of}"
        if window.short:
            short = f"{window.total or 0:,} are stated, {got:,} came"
            return f"{short}: {limit}" if beyond(window.total, self.limit) else short + twice
        if self.how == "limit":
            return f"{limit}, and {got:,} came, but there are more"
        if self.how == "circle" and (window.total is None or not window.exact):
            return f"its pages led round in a circle after {got:,} entries{twice}"
        if self._below(_FAR):
            return f"about {window.total or 0:,} are estimated, {got:,} came{twice}"
        return ""

    def remark(self) -> str:
        """What is to be told of a window even where it is complete, or ""."""
        window, got = self.window, len(self.window.seen)
        if self.fell and window.exact and window.total is not None and window.total < window.before:
            return f"{window.total:,} are stated now, {window.before:,} came before"
        if self.fell:
            return f"{got:,} came now, {window.before:,} came before"
        if window.exact and window.total is not None and len(window.here) > window.total:
            return f"{window.total:,} are stated, {got:,} came: the source states too little"
        if self._below(_NEAR):
            return f"about {window.total or 0:,} were estimated, {got:,} came"
        return ""

    def _below(self, share: float) -> bool:
        """Whether the walk came to its end with less than a share of what is estimated."""
        window = self.window
        estimated = self.how == "end" and not window.exact and window.total is not None
        return estimated and len(window.seen) < share * (window.total or 0)


def beyond(total: int | None, limit: int | None) -> bool:
    """Whether so many are more than one query can deliver."""
    return limit is not None and total is not None and total > limit
