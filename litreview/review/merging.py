"""Taking in another copy of the same review: what may be merged at all."""

from __future__ import annotations

from pathlib import Path

from litreview.errors import UsageError
from litreview.store import folder as folders
from litreview.store import settings
from litreview.store.folder import Folder
from litreview.store.merge import merge as union
from litreview.store.settings import Settings


def merge(mine: Folder, own: Settings, other: Path) -> list[str]:
    """Take in what the copy in `other` has; says line by line what was added.

    Raises NotAReview, or UsageError: it is this copy, or another review.
    """
    theirs = folders.find(other)
    if theirs.root.resolve() == mine.root.resolve():
        raise UsageError(
            "this is the review itself, not another copy of it",
            where=str(other),
            remedy="name the folder of the other copy",
        )
    if settings.load(theirs.settings).id != own.id:
        raise UsageError(
            "this is another review: its id is not the same",
            where=str(theirs.settings),
            remedy="take its records in with `litreview load`; the logs of two reviews do not mix",
        )
    return union(mine, theirs)
