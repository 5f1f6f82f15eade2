"""Opening the review that a command works on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from litreview.cli import say
from litreview.errors import NotAReview

if TYPE_CHECKING:
    from litreview.review import Review


@contextmanager
def opened(start: Path, who: str = "", *, quiet: bool = False) -> Iterator[Review]:
    """The review in or above `start`; `who` signs (default: LITREVIEW_REVIEWER, or reviewer).

    quiet: the command says itself what was set aside.
    """
    from litreview.review import open_review
    from litreview.store.verify import gone

    if not start.exists():  # a review above a folder that is not there is not what was meant
        raise NotAReview(
            "there is no such folder",
            where=str(start),
            remedy="check the name behind -C, or make the review with `litreview init`",
        )
    review = open_review(start, who=who or os.environ.get("LITREVIEW_REVIEWER", "reviewer"))
    told = False
    try:
        yield review
        told = quiet
        for torn in () if quiet else review.torn:
            say.note(
                f"note: {torn.path.name} ends in a line that was cut off "
                f"({len(torn.raw):,} bytes); it is set aside, everything before it is used"
            )
    finally:
        for lost in () if told else review.lost:  # also after an error: nothing says it again
            found = gone(lost, review.folder.log)
            say.note(f"warning: {found.message}; {found.remedy}")
        review.close()
