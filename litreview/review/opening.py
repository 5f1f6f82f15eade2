"""Opening a review, and making one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from litreview.review.facade import DEFAULT_REVIEWER, Review, now
from litreview.store import folder as folders
from litreview.store import settings
from litreview.store.log import Clock


def open_review(
    start: str | Path = ".", *, who: str = DEFAULT_REVIEWER, clock: Clock = now
) -> Review:
    """The review in `start` or a folder above it. Raises NotAReview, SettingsError."""
    return Review(folders.find(Path(start)), clock=clock, who=who)


def create(  # noqa: PLR0913 - by keyword, all but the folder
    folder: str | Path,
    *,
    title: str = "",
    question: str = "",
    who: str = DEFAULT_REVIEWER,
    clock: Clock = now,
    draw: Callable[[], str] = lambda: secrets.token_hex(4),
) -> Review:
    """A new review in `folder`. Raises UsageError where there is one. draw: its identifier."""
    root = Path(folder)
    name = title or root.resolve().name or "review"
    text = settings.template(review=draw(), title=name, question=question)
    return Review(folders.create(root, text, {}), clock=clock, who=who)
