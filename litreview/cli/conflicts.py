"""`litreview conflicts`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
@click.option("--by", default="", help="Who settles (default: LITREVIEW_REVIEWER).")
@click.option("--note", default="", help="A note that stays with the resolution.")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    stage: str | None,
    resolve: str,
    because: tuple[str, ...],
    by: str,
    note: str,
    as_json: bool,
) -> None:
    """Reports on which the votes disagree, and their resolution.

    DECISION is include or exclude. Exit status 1 while conflicts are left.
    """
    if (because or note) and not resolve:
        raise UsageError(
            f"{'--because' if because else '--note'} goes with --resolve",
            remedy="name the report and the decision: --resolve ID=exclude --because CODE",
        )
    with opened(folder, by) as review:
        at = _stage(review, stage)
        settled = _resolve(review, at, resolve, because, note) if resolve else None
        found = _found(review, at)
        reports = {report.id: report for report in review.reports(found)}
    status = say.will_end(1 if found else 0)
    if as_json:
        say.out([_row(reports[report], verdict) for report, verdict in found.items()])
    else:
        if settled:
            say.note(f"{settled.report}: {settled.decision} settles the votes at stage {at.name}")
        _tell(at, found, reports)
    raise SystemExit(status)


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
    stage: Stage, found: Mapping[ReportId, Verdict], reports: Mapping[ReportId, Report]
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
    _sum_up(stage, found)


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


def _sum_up(stage: Stage, found: Mapping[ReportId, Verdict]) -> None:
    n, name = len(found), stage.name
    if not n:
        say.note(f"no conflicts to settle at stage {name}")
        return
    first = next(iter(found))
    say.note(f"{n:,} conflict{'' if n == 1 else 's'} at stage {name}")
    say.following(f"litreview conflicts --stage {name} --resolve {first}=include --by NAME")
    say.note("      or =exclude --because CODE")
