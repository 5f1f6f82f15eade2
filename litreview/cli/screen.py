"""`litreview screen`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.model import DECISIONS, Decision
from litreview.screening.session import Ballot

if TYPE_CHECKING:
    from litreview.review import Review


@click.command()
@click.option("--stage", default=None, help="The stage (default: the first with open reports).")
@click.option("--reviewer", "-r", default="", help="Who judges (default: LITREVIEW_REVIEWER).")
@click.option("--decide", multiple=True, metavar="ID=DECISION", help="Judge without the screen.")
@click.option("--because", multiple=True, metavar="CODE", help="The reason of an exclusion.")
@click.option("--note", default="", help="A note that stays with the vote.")
@click.option("--undo", multiple=True, metavar="ID", help="Take your vote on a report back.")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    stage: str | None,
    reviewer: str,
    decide: tuple[str, ...],
    because: tuple[str, ...],
    note: str,
    undo: tuple[str, ...],
    as_json: bool,
) -> None:
    """Read and judge on the screen; with --decide, or without a terminal, by script."""
    with opened(folder, reviewer) as review:
        at = review.stage(stage)
        if not (decide or undo or as_json) and sys.stdin.isatty() and sys.stdout.isatty():
            _on_screen(review, at.name)
            return
        for text in undo:
            review.withdraw_vote(review.resolve_id(text), at.name)
        ballots = [_ballot(review, text, at.name, because, note) for text in decide]
        for ballot in ballots:
            review.cast(ballot)
        open_ = review.present.open_reports(at)
        queue = review.reports(open_[:20])
    data = {
        "stage": at.name,
        "decided": [{"report": b.report, "decision": b.decision} for b in ballots],
        "withdrawn": undo,
        "open": len(open_),
        "next": [{"report": r.id, "title": r.record.title} for r in queue],
    }
    if as_json:
        say.out(data)
        return
    for b in ballots:
        say.note(f"{b.report}: {b.decision} at {at.label.lower()}")
    for r in queue[:5]:
        say.out_lines(f"{r.id}  {r.record.title or '(no title)'}")
    say.note(f"{len(open_):,} reports are open at stage {at.name}")
    if open_:
        say.note(f"Next: litreview screen --decide {open_[0]}=include")


def _on_screen(review: Review, stage: str) -> None:
    from litreview.tui.screening import ScreeningApp

    session = review.screen(stage)
    ScreeningApp(session, review.plan.title).run()
    say.note(f"{session.read:,} of {session.total:,} reports read at stage {stage}")
    say.note("Next: litreview status")


def _ballot(review: Review, text: str, stage: str, because: tuple[str, ...], note: str) -> Ballot:
    target, _, word = text.rpartition("=")
    known: dict[str, Decision] = {name: name for name in DECISIONS}
    if not target or word not in known:
        raise UsageError(
            f"{text!r} is not a decision",
            remedy="write ID=include, ID=exclude or ID=maybe",
        )
    reasons = because if word == "exclude" else ()
    return Ballot(review.resolve_id(target), stage, known[word], reasons, note, "by name")
