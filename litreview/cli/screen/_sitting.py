"""A sitting: on the screen where there is a terminal, else by script."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.cli.screen import _script
from litreview.errors import UsageError
from litreview.model import DECISIONS
from litreview.screening.session import Session

if TYPE_CHECKING:
    from litreview.review import Review


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked on the command line."""

    stage: str | None
    reviewer: str
    decide: tuple[str, ...]
    because: tuple[str, ...]
    note: str
    undo: tuple[str, ...]
    as_json: bool
    affected: bool = False
    """Only what a change of the criteria could turn."""
    plain: bool = False
    """Line by line, whatever the terminal is."""
    label: tuple[str, ...] = ()


def sit(folder: Path, asked: Asked) -> None:
    """Do it. Raises UsageError, UnknownName."""
    if (asked.because or asked.note) and not asked.decide:
        raise UsageError(
            f"{'--because' if asked.because else '--note'} goes with --decide",
            remedy="name the report and the decision: --decide ID=exclude --because CODE",
        )
    from litreview.review.ranking import known_recipe

    by_script = bool(asked.decide or asked.undo or asked.label or asked.as_json)
    if asked.plain and by_script:
        raise UsageError("--plain asks, and a script answers", remedy="leave one of them out")
    with opened(folder, asked.reviewer) as review:
        known_recipe(review.plan, str(review.folder.settings))
        session = _again(review, asked) if asked.affected else _session(review, asked.stage)
        terminal = sys.stdin.isatty() and sys.stdout.isatty()
        if asked.plain or (terminal and not by_script):
            if not asked.affected:
                session = _ranked(review, session)
            _sit_down(review, session, plain=asked.plain)
        else:
            _script.run(review, session.stage, asked)


def _session(review: Review, name: str | None) -> Session:
    """At the stage called `name`; without a name at the first with reports for this reviewer."""
    if name is None:
        from litreview.review.teams import takes_part

        stages = (one for one in review.plan.stages if takes_part(review.present, one, review.who))
        for stage in stages:
            session = review.screen(stage.name)
            if session.queue:
                return session
    return review.screen(name)


def _ranked(review: Review, session: Session) -> Session:
    """The same sitting with a ranking beside it, where the review has one."""
    from litreview.review.guiding import sitting

    return sitting(review, session.stage, session.reviewer)


def _again(review: Review, asked: Asked) -> Session:
    """Over what the reviewer has to look at again."""
    from litreview.review.affected import sitting

    return sitting(review, asked.stage, review.who)


def _sit_down(review: Review, session: Session, *, plain: bool) -> None:
    """Read and judge until the reviewer has enough, then tell what was done."""
    from litreview.cli.screen import _aids
    from litreview.review.next_step import after_sitting

    given, title = _aids.aids(review, session), review.plan.title
    try:
        if plain or _aids.plainly(os.environ):
            from litreview.cli.screen._plain import by_lines

            by_lines(session, title, given)
        else:
            from litreview.tui.screening import ScreeningApp

            ScreeningApp(session, title, given).run(mouse=False)
    finally:
        session.close()
    done = session.sitting
    counts = ", ".join(f"{done[decision]:,} {decision}" for decision in DECISIONS if done[decision])
    say.note(
        f"{session.stage.label}, {session.reviewer}: {done.total():,} judged in this sitting"
        f"{f' ({counts})' if counts else ''}; {session.read:,} of {session.total:,} read"
    )
    if trouble := getattr(session.guide, "trouble", ""):
        say.note(
            f"the ranking ended in this sitting ({trouble}): no later decision changed the order"
        )
    say.following(after_sitting(session))
