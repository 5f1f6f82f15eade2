"""The one command that comes next, ready to be copied."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from litreview.model import Stage
from litreview.review import voting

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.review.standing import StageStanding, Standing
    from litreview.screening.session import Session

LOAD = "litreview load FILE..."
STATUS = "litreview status"


def next_command(review: Review, now: Standing) -> str:
    """What comes next in the order of a review; what blocks the rest comes first."""
    if any(finding.severity == "error" for finding in now.findings):
        return "litreview check"
    if not now.records:
        return LOAD
    if now.needs_dedup:
        return "litreview dedup run"
    voted = any(one.total - one.counts["unread"] - one.counts["left"] for one in now.stages)
    if now.unsure and not voted:
        return "litreview dedup unsure"
    for one in now.stages:
        if command := _at_stage(review, one):
            return command
    return _after_the_stages(review, now)


def _at_stage(review: Review, one: StageStanding) -> str:
    """Reading comes before settling: a conflict may settle itself by a vote that changes.

    What a change of the criteria could turn comes first: what is read later may hang on it.
    """
    stage = one.stage
    if one.again:
        return affected_command(stage, review.who if review.who in one.again else min(one.again))
    if one.calibrated:
        return f"litreview screen agreement --calibration --stage {stage.name}"
    if one.open:
        return screening_command(stage, _reviewer(review, one))
    if one.counts["conflict"] or one.unsettled:
        return f"litreview conflicts --stage {stage.name}"
    return ""


def screening_command(stage: Stage, who: str) -> str:
    """The command that opens a sitting of `who` ("": whoever asks) at `stage`."""
    return f"litreview screen --stage {stage.name}{f' --reviewer {who}' if who else ''}"


def affected_command(stage: Stage, who: str) -> str:
    """The command that opens a sitting over what a change of the criteria could turn."""
    return f"litreview screen --affected --stage {stage.name} --reviewer {who}"


def after_sitting(session: Session) -> str:
    """What comes next for a reviewer: the same queue while it has something for them."""
    if session.again:
        return affected_command(session.stage, session.reviewer) if session.left else STATUS
    again = session.queue and (session.left or session.sitting["maybe"])
    return screening_command(session.stage, session.reviewer) if again else STATUS


def _reviewer(review: Review, one: StageStanding) -> str:
    """Who has something to read, or "" where the name says nothing new."""
    alone = not review.plan.reviewers and one.stage.votes == 1
    known = [reader.name for reader in one.readers if not reader.left]
    if review.who in known or (review.signed and not review.plan.reviewers):
        known.insert(0, review.who)
    elif alone:
        known.append(review.who)
    idle = (name for name in known if voting.queue(review.present, one.stage, name)[0])
    who = next(idle, "NAME")
    return "" if alone and who == review.who else who


def _after_the_stages(review: Review, now: Standing) -> str:
    if not now.included:
        return "litreview prisma"
    if now.rows and now.extraction.wanted > 1:
        if now.extraction.waiting:
            return "litreview extract next"
        if now.extraction.differ:
            return "litreview extract settle"
    if _reported(review):
        return "litreview prisma"
    return "litreview report" if now.rows else "litreview extract import estimate FILE.csv"


def _reported(review: Review) -> bool:
    """Whether the report folder shows the review as it is now."""
    try:
        held = json.loads((review.folder.root / "report" / "prisma.json").read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(held, dict) and held.get("as_of") == review.present.as_of
