"""How far the extraction is: studies, people, and how far those who extracted the same agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from litreview.review import doubling
from litreview.review.to_extract import Extraction, extractions, waiting

if TYPE_CHECKING:
    from litreview.review.facade import Review


@dataclass(frozen=True, slots=True)
class ExtractionStanding:
    """The included studies by how far they are.

    wanted: extractors a study. finished: by as many as wanted; begun: of the others, those with
    rows; people: (name, studies finished, studies begun and not finished). waiting: studies that
    whoever asks could extract. differ: rows to be settled, hidden: studies that wait to be
    compared; same, of: values that two people gave, and how many of them are equal, as far as
    whoever asks may see them.
    """

    wanted: int
    studies: int
    finished: int
    begun: int
    people: tuple[tuple[str, int, int], ...] = ()
    waiting: int = 0
    differ: int = 0
    hidden: int = 0
    same: int = 0
    of: int = 0


def extraction_standing(review: Review) -> ExtractionStanding:
    """Where the extraction of `review` stands. Linear in its rows; n log n within a study."""
    included = {str(one.id) for one in review.flow().studies}
    every = extractions(review)
    found = [one for one in every if one.study in included]
    wanted = review.plan.extraction.extractors
    finished = [one for one in found if _finished(one)]
    now = ExtractionStanding(
        wanted=wanted,
        studies=len(found),
        finished=len(finished),
        begun=sum(bool(one.rows) for one in found if one not in finished),
        people=_people(found) if wanted > 1 else (),
        waiting=len(waiting(review)),
    )
    if all(len(one.begun) < 2 for one in every):  # noqa: PLR2004 - nothing was extracted twice
        return now
    double = doubling.doubled(review)
    agreed = list(doubling.agreement(double))
    return replace(
        now,
        differ=len(double.open()),
        hidden=len(double.hidden),
        same=sum(one.same for one in agreed),
        of=sum(one.n for one in agreed),
    )


def _finished(one: Extraction) -> bool:
    """Where one extractor is enough, nobody needs to say that a study is done."""
    return one.finished or (one.wanted == 1 and bool(one.rows))


def _people(found: list[Extraction]) -> tuple[tuple[str, int, int], ...]:
    names = sorted({name for one in found for name in (*one.begun, *one.done)})
    return tuple(
        (
            name,
            sum(name in one.done for one in found),
            sum(name in one.begun and name not in one.done for one in found),
        )
        for name in names
    )
