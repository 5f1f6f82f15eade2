"""`litreview prisma aside`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.prisma import Aside, Flow


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--as", "status", type=click.Choice(["ongoing", "awaiting"]), help="What they are.")
@click.option("--because", default="", help="Why, in words.")
@click.option("--undo", is_flag=True, help="They are to be judged after all.")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    ids: tuple[str, ...],
    status: Aside | None,
    because: str,
    undo: bool,
    as_json: bool,
) -> None:
    """Reports of ongoing studies, and those that await classification.

    IDS are reports; without any, those noted so far are listed. They count as assessed, and are
    neither included nor excluded, until a verdict on their full text says so.
    """
    if ids and undo == (status is not None):
        raise UsageError("say what they are", remedy="--as ongoing, --as awaiting, or --undo")
    if not ids and (status or because or undo):
        raise UsageError("no report is named", remedy="name at least one id")
    from litreview.review import reporting

    with opened(folder) as review:
        if ids:
            reporting.set_aside(review, ids, status, because)
        present = review.present
        counted = _counted(present.drawn)
        held = {report: (said, report in counted) for report, said in present.aside.items()}
        described = {r.id: say.described(r.record) for r in review.reports(list(held))}
    if as_json:
        say.out({"reports": [{"id": r, "status": s, "counted": c} for r, (s, c) in held.items()]})
        return
    for report, (said, counts) in held.items():
        mark = "" if counts else "  (not counted: settled already, or not sought yet)"
        say.out_lines(say.clip(f"{report}  {said}  {described[report]}{mark}", say.width()))
    if not held:
        say.note("No report is set aside.")


def _counted(flow: Flow) -> frozenset[str]:
    keys = (f"{status}_reports" for status in ("awaiting", "ongoing"))
    return frozenset(id_ for key in keys if key in flow.boxes for id_ in flow[key].ids)
