"""`litreview conflicts`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.model import Decision, Report, ReportId, Stage, Vote
from litreview.screening.ballots import Ballot

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.screening.state import Verdict

_SETTLED: dict[str, Decision] = {"include": "include", "exclude": "exclude"}


@click.command()
@click.option("--stage", default=None, help="The stage (default: the first with conflicts).")
@click.option("--resolve", default="", metavar="ID=DECISION", help="Settle the votes on a report.")
@click.option("--because", multiple=True, metavar="CODE", help="The reason of an exclusion.")
@click.option("--undo", default="", metavar="ID", help="Take the settlement of a report back.")
@click.option(
    "--by", default="", help="Who settles (default: LITREVIEW_REVIEWER); only what they may."
)
@click.option("--note", default="", help="A note that stays with the settlement.")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    stage: str | None,
    resolve: str,
    because: tuple[str, ...],
    undo: str,
    by: str,
    note: str,
    as_json: bool,
) -> None:
    """Reports on which the votes disagree, and their settlement.

    On a screen in a terminal; with --json, --resolve, --undo, or without a terminal, by script.
    DECISION is include or exclude. Exit status 1 while conflicts are left in the list.
    """
    if (because or note) and not resolve:
        raise UsageError(
            f"{'--because' if because else '--note'} goes with --resolve",
            remedy="name the report and the decision: --resolve ID=exclude --because CODE",
        )
    if resolve and undo:
        raise UsageError("--resolve and --undo are two things", remedy="do one after the other")
    with opened(folder, by) as review:
        at = _settled_stage(review, undo, stage) if undo else _stage(review, stage)
        if _on_screen(scripted=bool(resolve or undo or as_json)):
            _sit(review, at)
        settled = _resolve(review, at, resolve, because, note) if resolve else None
        if undo:
            _undo(review, at, undo)
        every = _found(review, at)
        found = _listed(review, at, every, by)
        reports = {report.id: report for report in review.reports(found)}
    status = say.will_end(1 if found else 0)
    if as_json:
        say.out([_row(reports[report], verdict) for report, verdict in found.items()])
    else:
        if settled:
            say.note(f"{settled.report}: {settled.decision} settles the votes at stage {at.name}")
        _tell(at, found, reports, by)
        if len(every) > len(found):
            say.note(f"{len(every) - len(found):,} more are not for {review.who} to settle")
    raise SystemExit(status)


def _on_screen(*, scripted: bool) -> bool:
    from litreview.cli.screen._aids import plainly

    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return terminal and not scripted and not plainly(os.environ)


def _sit(review: Review, stage: Stage) -> NoReturn:
    """Settle on the screen, and say then what was done."""
    from litreview.cli.screen._aids import keys
    from litreview.review.disputes import sitting
    from litreview.tui.conflicts import ConflictsApp

    session = sitting(review, stage, _found(review, stage))
    ConflictsApp(session, review.plan.title, keys(os.environ)).run(mouse=False)
    done = session.sitting
    left = len(_found(review, stage))
    say.note(
        f"{say.one_line(stage.label)}, {session.settler}: {say.count(done.total(), 'conflict')} "
        f"settled in this sitting; {left:,} left at the stage"
    )
    say.following(review.standing().next)
    raise SystemExit(say.will_end(1 if left else 0))


def _listed(
    review: Review, stage: Stage, every: Mapping[ReportId, Verdict], by: str
) -> Mapping[ReportId, Verdict]:
    """Those of the conflicts that are shown. Raises UsageError: `by` takes no more part."""
    if by:
        from litreview.review.teams import admit

        admit(review.state, review.who)
    return {report: held for report, held in every.items() if _for(review, stage, held, by)}


def _for(review: Review, stage: Stage, verdict: Verdict, by: str) -> bool:
    """Whether a conflict is listed: what one has still to read never; for `by`, what they may."""
    from litreview.screening.settlers import may_settle

    if not by:
        return review.who not in verdict.awaited
    return may_settle(stage, verdict, review.present.screening.teams[stage.name], review.who)


def _settled_stage(review: Review, text: str, name: str | None) -> Stage:
    """The stage called `name`; without a name the last at which the report is settled."""
    report, held = review.resolve_id(text), review.present.screening
    settled = (s for s in review.plan.stages[::-1] if held.of(s.name, report).resolution)
    return review.stage(name) if name else next(settled, review.plan.stages[0])


def _undo(review: Review, stage: Stage, text: str) -> None:
    from litreview.review.voting import unsettle

    report = review.resolve_id(text)
    review.append(unsettle(review, report, stage.name))
    say.note(f"{report}: the settlement at stage {stage.name} is taken back")


def _found(review: Review, stage: Stage) -> Mapping[ReportId, Verdict]:
    """The conflicts, then what was settled and could turn since the criteria changed."""
    from litreview.review.affected import unsettled
    from litreview.review.voting import conflicts

    return {**conflicts(review.present, stage), **unsettled(review.present, stage)}


def _stage(review: Review, name: str | None) -> Stage:
    """The stage called `name`; without a name the first one that has conflicts."""
    if name is None:
        stages = review.plan.stages
        return next((s for s in stages if _found(review, s)), review.stage())
    return review.stage(name)


def _resolve(
    review: Review, stage: Stage, text: str, because: tuple[str, ...], note: str
) -> Ballot:
    target, _, word = text.rpartition("=")
    if not target or word not in _SETTLED:
        raise UsageError(f"{text!r} is not a resolution", remedy="write ID=include or ID=exclude")
    ballot = Ballot(review.resolve_id(target), stage.name, _SETTLED[word], because, note)
    review.resolve(ballot)
    return ballot


def _row(report: Report, verdict: Verdict) -> dict[str, Any]:
    return {
        "report": report.id,
        "title": report.record.title,
        "votes": [
            {
                "reviewer": vote.reviewer,
                "decision": vote.decision,
                "reasons": vote.reasons,
                "note": vote.note,
                "at": vote.at,
            }
            for vote in verdict.votes
        ],
    }


def _tell(
    stage: Stage, found: Mapping[ReportId, Verdict], reports: Mapping[ReportId, Report], by: str
) -> None:
    for report, verdict in found.items():
        record = reports[report].record
        title = " ".join(record.title.split()) or "(no title)"
        names = ", ".join(name.split(",")[0] for name in record.authors[:3])
        say.out_lines(
            f"{report}  {title}",
            "    " + " · ".join(p for p in (names, str(record.year or ""), record.venue) if p),
        )
        wide = max(len(vote.reviewer) for vote in verdict.votes)
        say.out_lines(
            *(f"    {_said(vote, wide)}" for vote in verdict.votes), *_before(verdict), ""
        )
    _sum_up(stage, found, by)


def _before(verdict: Verdict) -> list[str]:
    """The settlement that waits since the criteria changed, where there is one."""
    held = verdict.resolution
    if held is None:
        return []
    said = ", ".join((held.decision, *held.reasons))
    return [f"    settled as {said} by {held.by}, under criteria version {held.criteria}"]


def _said(vote: Vote, wide: int) -> str:
    note = " ".join(vote.note.split())
    parts = (
        vote.reviewer.ljust(wide),
        vote.decision.ljust(7),
        ", ".join(vote.reasons),
        f'note: "{note}"' if note else "",
    )
    return "  ".join(part for part in parts if part).rstrip()


def _sum_up(stage: Stage, found: Mapping[ReportId, Verdict], by: str) -> None:
    n, name = len(found), stage.name
    if not n:
        say.note(f"no conflicts to settle at stage {name}")
        return
    first = next(iter(found))
    say.note(f"{n:,} conflict{'' if n == 1 else 's'} at stage {name}")
    note = ' --note "..."' if stage.settled_by == "consensus" else ""
    say.following(
        f"litreview conflicts --stage {name} --resolve {first}=include --by {by or 'NAME'}{note}"
    )
    say.note("      or =exclude --because CODE")
