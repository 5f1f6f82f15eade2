"""Which studies wait to be extracted, and whose rows may be seen by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litreview.errors import UnknownName
from litreview.events import StudyExtracted
from litreview.extraction.forms import WHOLE_REVIEW

if TYPE_CHECKING:
    from litreview.events import Fold
    from litreview.extraction.rows import Row
    from litreview.review.facade import Review


@dataclass(frozen=True, slots=True)
class Extraction:
    """A study: who has entered rows of it, how many, and who has finished it."""

    study: str
    rows: tuple[tuple[str, int], ...]
    done: tuple[str, ...]
    wanted: int

    @property
    def begun(self) -> tuple[str, ...]:
        """Who has entered rows of it."""
        return tuple(who for who, _ in self.rows)

    @property
    def finished(self) -> bool:
        """Whether as many people as wanted have finished, and nobody is still at it."""
        return len(self.done) >= self.wanted and not set(self.begun) - set(self.done)

    def waits_for(self, who: str) -> bool:
        """Whether `who` could extract it: not done, and there is room for one more."""
        others = {*self.done, *self.begun} - {who}
        return who not in self.done and (who in self.begun or len(others) < self.wanted)


def finished(state: Fold) -> frozenset[tuple[str, str]]:
    """(study, extractor) for all that somebody has said to be extracted."""
    return frozenset(
        (entry.event.study, entry.who)
        for entry in state.of("extracted").values()
        if isinstance(entry.event, StudyExtracted) and entry.event.done
    )


def extractions(review: Review) -> tuple[Extraction, ...]:
    """Every included study, and every study with rows, by name."""
    studies = (str(one.id) for one in review.flow().studies)
    return _by_study(review.rows(), review.state, review.plan.extraction.extractors, studies)


def unfinished(rows: Iterable[Row], state: Fold, wanted: int) -> frozenset[str]:
    """The studies whose rows count for nothing yet: several people extract them, not all have."""
    if wanted == 1:
        return frozenset()
    return frozenset(one.study for one in _by_study(rows, state, wanted) if not one.finished)


def visible(review: Review) -> tuple[Row, ...]:
    """The rows that whoever works here may see: their own, and those of finished studies."""
    seen = {one.study for one in extractions(review) if may_see(one, review.who)}
    return tuple(row for row in review.rows() if row.extractor == review.who or row.study in seen)


def _by_study(
    rows: Iterable[Row], state: Fold, wanted: int, studies: Iterable[str] = ()
) -> tuple[Extraction, ...]:
    """The studies of `rows`, and `studies`, by name."""
    counts: dict[str, dict[str, int]] = {study: {} for study in studies}
    for row in rows:
        of = counts.setdefault(row.study, {})
        of[row.extractor] = of.get(row.extractor, 0) + 1
    done = finished(state)
    return tuple(
        Extraction(
            study,
            tuple(sorted(rows.items())),
            tuple(sorted(who for one, who in done if one == study)),
            wanted,
        )
        for study, rows in sorted(counts.items())
    )


def waiting(review: Review) -> tuple[Extraction, ...]:
    """The included studies that wait for whoever works here.

    Begun ones come first, then those that most others have finished. Where one extractor is
    enough, a study that anybody has rows of does not wait.
    """
    who = review.who
    included = {str(one.id) for one in review.flow().studies}
    found = [
        one
        for one in extractions(review)
        if one.study in included and one.waits_for(who) and not _served(one)
    ]
    return tuple(sorted(found, key=lambda one: (who not in one.begun, -len(one.done), one.study)))


def _served(one: Extraction) -> bool:
    """Nobody needs to say that a study is done where one extractor is enough."""
    return one.wanted == 1 and bool(one.rows)


def may_see(one: Extraction, who: str) -> bool:
    """Whether `who` may be shown the rows of others: they have finished it, or never extract it.

    A person who might still extract the study sees nobody's rows, and nobody's are shown before
    enough people have finished it.
    """
    if one.wanted == 1:
        return True
    return one.finished and (who in one.done or who not in one.begun)


def known(review: Review, *studies: str) -> None:
    """Raise UnknownName where one of `studies` is neither included nor has rows.

    `WHOLE_REVIEW` is always known: rows that judge all studies together stand under it.
    """
    held = {WHOLE_REVIEW, *(one.study for one in extractions(review))}
    for study in studies:
        if study not in held:
            raise UnknownName(
                f"there is no study {study!r} that is included or has rows",
                remedy="`litreview extract next` lists those that wait",
            )


def say_done(review: Review, studies: Sequence[str], *, undo: bool, note: str = "") -> None:
    """Write down that `studies` are extracted, or not after all. Raises UnknownName."""
    known(review, *studies)
    review.append(*(StudyExtracted(study=one, done=not undo, note=note) for one in studies))
