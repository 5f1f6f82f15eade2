"""Who may settle a conflict: anyone, a third person, or those who voted, as the stage says."""

from __future__ import annotations

from litreview.errors import UsageError
from litreview.model import Stage
from litreview.screening.state import Verdict
from litreview.screening.teams import Team


def by_consensus(stage: Stage, verdict: Verdict, team: Team) -> bool:
    """Whether those who voted on the report settle it.

    So they do in a calibration sample that everybody has read: there is no third person.
    """
    if stage.settled_by != "third":
        return stage.settled_by == "consensus"
    calibrated = any(vote.calibration for vote in verdict.votes)
    voters = {vote.reviewer for vote in verdict.votes}
    return calibrated and bool(team.since) and voters.issuperset(team.since)


def may_settle(stage: Stage, verdict: Verdict, team: Team, who: str) -> bool:
    """Whether `who` is one of those who may settle the votes of `verdict`."""
    return refusal(stage, verdict, team, who, "a note") is None


def refusal(stage: Stage, verdict: Verdict, team: Team, who: str, note: str) -> UsageError | None:
    """Why `who` may not settle the votes of `verdict` with this note; None: they may.

    Where those who agreed to settle it have all left, anyone may: no conflict stays for good.
    """
    voters = [vote.reviewer for vote in verdict.votes]
    where = f"stage {stage.name!r}"
    if who in verdict.awaited:
        return UsageError(
            f"{who} has still to read this report",
            where=where,
            remedy=f"read it first: litreview screen --stage {stage.name} --reviewer {who}",
        )
    if by_consensus(stage, verdict, team):
        return _consensus(voters, team, who, note, where)
    if stage.settled_by == "third" and who in voters:
        return UsageError(
            f"{who} voted on this report, and here a third person settles",
            where=where,
            remedy="let somebody who has not voted on it settle it: --by NAME",
        )
    return None


def _consensus(voters: list[str], team: Team, who: str, note: str, where: str) -> UsageError | None:
    if who not in voters and team.any_of(voters):
        return UsageError(
            f"{who} did not vote on this report, and here those who did settle it together",
            where=where,
            remedy=f"let one of them say what they agreed on: --by {' or '.join(voters)}",
        )
    if not note.strip():
        return UsageError(
            "what is settled by consensus needs a note",
            where=where,
            remedy="say in a few words what was agreed on, and why (--note)",
        )
    return None
