"""What the screen is given besides the session: keys, words, full texts, ways to open and to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from litreview.model import ReportId
from litreview.review.papers import NO_PAPER, Paper
from litreview.screening.ballots import Judgement
from litreview.screening.words import Matcher, Word, compiled
from litreview.tui.keys import DEFAULT, Keymap


class Marks(Protocol):
    """The words that are marked, and a way to change one's own."""

    matcher: Matcher
    trouble: str

    @property
    def words(self) -> Sequence[Word]:
        """All of them, one's own first."""

    def put(self, text: str) -> str:
        """Take a line such as ``+mentor*`` in; what it did. Raises LitreviewError."""


class NoMarks:
    """Marks nothing and keeps nothing."""

    matcher = compiled(())
    trouble = ""
    words: Sequence[Word] = ()

    def put(self, text: str) -> str:
        """Nothing."""
        return f"{text}: not kept"


@dataclass(frozen=True, slots=True)
class Aids:
    """All that a screen asks for. Each default is the absence of it.

    paper: the full text of a report; address: where a browser finds it; places: the reports that a
    number, id, DOI or title means; labels: those used before; news: what the same reviewer judged
    on another screen since this was asked last; closing: what the end of the queue says besides,
    a line each; opener: opens an address or a file, False where it cannot.
    """

    keymap: Keymap = DEFAULT
    marks: Marks = field(default_factory=NoMarks)
    paper: Callable[[ReportId], Paper] = lambda _: NO_PAPER
    address: Callable[[ReportId], str] = lambda _: ""
    places: Callable[[str], Sequence[ReportId]] = lambda _: ()
    labels: Callable[[], Sequence[str]] = lambda: ()
    news: Callable[[], Mapping[ReportId, Judgement | None]] = dict
    closing: Callable[[], Sequence[str]] = lambda: ()
    opener: Callable[[str], bool] = lambda _: False
