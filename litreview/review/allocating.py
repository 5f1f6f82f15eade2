"""Reviewers who join and leave: the events for it, and what may be said of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litreview.errors import UnknownName, UsageError
from litreview.events import ReviewerJoined, ReviewerLeft
from litreview.review import voting
from litreview.screening.teams import voted_since

if TYPE_CHECKING:
    from litreview.review import Review


def join(review: Review, who: str, stage: str | None) -> ReviewerJoined | None:
    """The event by which `who` takes part, at `stage` only or at all; None: they do already.

    Whoever is listed in review.toml takes part without it, as if from the start; with it, from now
    on: then nothing that was decided in a calibration sample waits for them.
    Raises UsageError, UnknownName where review.toml lists others only.
    """
    name = voting.reviewer(review.settings, who, str(review.folder.settings))
    at = review.stage(stage).name if stage else ""
    entry = review.state.of("reviewer").get((name,))
    event = entry.event if entry is not None else None
    if isinstance(event, ReviewerJoined):
        if not event.stages or at in event.stages:
            return None
        held = {*event.stages, at}
        stages = tuple(one.name for one in review.plan.stages if one.name in held) if at else ()
        return ReviewerJoined(reviewer=name, stages=stages)
    if event is None and any(name in voted for voted in voted_since(review.state).values()):
        return None
    return ReviewerJoined(reviewer=name, stages=(at,) if at else ())


def leave(review: Review, who: str, note: str) -> ReviewerLeft:
    """The event by which `who` takes no more part. Raises UnknownName, UsageError.

    What they judged stays and counts; what waited for them goes to others.
    """
    teams = review.present.screening.teams.values()
    if any(who in team.since for team in teams):
        return ReviewerLeft(reviewer=who, note=note)
    entry = review.state.of("reviewer").get((who,))
    if entry is not None and isinstance(entry.event, ReviewerLeft):
        raise UsageError(
            f"{who} left the review on {entry.event.at[:10]} already",
            remedy="see who takes part with `litreview screen allocate`",
        )
    known = sorted({name for team in teams for name in team.since})
    raise UnknownName(
        f"{who!r} takes no part in this review",
        remedy=f"name one of: {', '.join(known)}" if known else "nobody takes part yet",
    )
