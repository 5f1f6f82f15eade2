"""`litreview conflicts`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.model import Decision, Report, ReportId, Stage, Vote
from litreview.screening.session import Ballot

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
        held = review.present.screening.verdicts[at.name]
        found = Found(
            at,
            {report: v for report, v in held.items() if _shown(v, at)},
            sum(v.status == "conflict" and not _shown(v, at) for v in held.values()),
        )
        reports = {report.id: report for report in review.reports(found.verdicts)}
    if as_json:
        say.out([_row(reports[report], v) for report, v in found.verdicts.items()])
    else:
        if settled:
            say.note(f"{settled.report}: {settled.decision} settles the votes at stage {at.name}")
        _tell(found, reports)
    raise SystemExit(1 if found.verdicts or found.hidden else 0)


@dataclass(frozen=True, slots=True)
class Found:
    """The conflicts of a stage. hidden: those that somebody has still to vote on."""

    stage: Stage
    verdicts: Mapping[ReportId, Verdict]
    hidden: int


def _shown(verdict: Verdict, stage: Stage) -> bool:
    """Whether the votes disagree and nobody who reads them has still to cast their own."""
    return verdict.status == "conflict" and len(verdict.votes) >= stage.votes


def _stage(review: Review, name: str | None) -> Stage:
    """The stage called `name`; without a name the first one that has conflicts."""
    if name is None:
        verdicts = review.present.screening.verdicts
        for stage in review.plan.stages:
            if any(_shown(verdict, stage) for verdict in verdicts[stage.name].values()):
                return stage
    return review.stage(name)


def _resolve(
    review: Review, stage: Stage, text: str, because: tuple[str, ...], note: str
) -> Ballot:
    target, _, word = text.rpartition("=")
    if not target or word not in _SETTLED:
        raise UsageError(f"{text!r} is not a resolution", remedy="write ID=include or ID=exclude")
    report = review.resolve_id(target)
    verdict = review.present.screening.of(stage.name, report)
    if verdict.votes and verdict.resolution is None and not _shown(verdict, stage):
        raise UsageError(
            f"the votes on {report} at stage {stage.name!r} do not disagree"
            if len(verdict.votes) >= stage.votes
            else f"{report} waits for another vote at stage {stage.name!r}",
            remedy="list the conflicts with `litreview conflicts`; "
            "a vote of your own is changed with `litreview screen --decide`",
        )
    ballot = Ballot(report, stage.name, _SETTLED[word], because, note)
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


def _tell(found: Found, reports: Mapping[ReportId, Report]) -> None:
    for report, verdict in found.verdicts.items():
        record = reports[report].record
        title = " ".join(record.title.split()) or "(no title)"
        names = ", ".join(name.split(",")[0] for name in record.authors[:3])
        say.out_lines(
            f"{report}  {title}",
            "    " + " · ".join(p for p in (names, str(record.year or ""), record.venue) if p),
        )
        wide = max(len(vote.reviewer) for vote in verdict.votes)
        say.out_lines(*(f"    {_said(vote, wide)}" for vote in verdict.votes), "")
    _sum_up(found)


def _said(vote: Vote, wide: int) -> str:
    note = " ".join(vote.note.split())
    parts = (
        vote.reviewer.ljust(wide),
        vote.decision.ljust(7),
        ", ".join(vote.reasons),
        f'note: "{note}"' if note else "",
    )
    return "  ".join(part for part in parts if part).rstrip()


def _sum_up(found: Found) -> None:
    n, name = len(found.verdicts), found.stage.name
    if found.hidden:
        say.note(
            f"{found.hidden:,} more at stage {name} still wait for a vote; "
            f"they are shown when all {found.stage.votes} are cast"
        )
    if not n:
        say.note(f"no conflicts to settle at stage {name}")
        return
    first = next(iter(found.verdicts))
    say.note(f"{n:,} conflict{'' if n == 1 else 's'} at stage {name}")
    say.following(f"litreview conflicts --stage {name} --resolve {first}=include --by NAME")
    say.note("      or =exclude --because CODE")
