"""`litreview conflicts`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.model import DECISIONS, Decision
from litreview.screening.session import Ballot


@click.command()
@click.option("--stage", default=None, help="The stage (default: the first with open reports).")
@click.option("--resolve", default="", metavar="ID=DECISION", help="Settle the votes on a report.")
@click.option("--because", multiple=True, metavar="CODE", help="The reason of an exclusion.")
@click.option("--by", default="", help="Who settles (default: LITREVIEW_REVIEWER).")
@say.as_json
@click.pass_obj
def command(
    folder: Path, stage: str | None, resolve: str, because: tuple[str, ...], by: str, as_json: bool
) -> None:
    """Reports on which the votes disagree, and their resolution."""
    with opened(folder, by) as review:
        at = review.stage(stage)
        if resolve:
            target, _, word = resolve.rpartition("=")
            known: dict[str, Decision] = {name: name for name in DECISIONS}
            if word not in known:
                raise UsageError(f"{resolve!r} is not a decision", remedy="write ID=include")
            review.resolve(Ballot(review.resolve_id(target), at.name, known[word], because))
        held = review.present.screening.verdicts[at.name]
        found = {report: v for report, v in held.items() if v.status == "conflict"}
        titles = {r.id: r.record.title for r in review.reports(found)}
    rows = [
        {
            "report": report,
            "title": titles[report],
            "votes": [
                {"reviewer": v.reviewer, "decision": v.decision, "reasons": v.reasons}
                for v in verdict.votes
            ],
        }
        for report, verdict in found.items()
    ]
    if as_json:
        say.out(rows)
    else:
        for report, verdict in found.items():
            say.out_lines(f"{report}  {titles[report]}")
            for v in verdict.votes:
                say.out_lines(f"    {v.reviewer}: {v.decision} {', '.join(v.reasons)}")
        say.note(f"{len(rows):,} conflicts at stage {at.name}")
    raise SystemExit(1 if rows else 0)
