"""`litreview prisma correct`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.prisma import identities


@click.command()
@click.argument("box", default="")
@click.argument("n", type=int, default=None, required=False)
@click.option("--part", default="", metavar="LABEL", help="A part of the box: a source, a reason.")
@click.option("--because", default="", help="Why; it stands with the number everywhere.")
@click.option("--undo", is_flag=True, help="Take the correction back.")
@say.as_json
@click.pass_obj
def command(
    folder: Path, box: str, n: int | None, part: str, because: str, undo: bool, as_json: bool
) -> None:
    """Put a number right by hand, with the reason; it is marked everywhere.

    BOX is a name of the last column of `litreview prisma`, N what holds instead. Without them the
    corrections in force are listed. The lists behind the numbers stay as they are.
    """
    if undo == (n is not None) and box:
        raise UsageError("say a number, or --undo", remedy='correct BOX N --because "..."')
    if not box and (part or because or undo):
        raise UsageError("no box is named", remedy="name a box of litreview prisma")
    from litreview.review import reporting

    with opened(folder) as review:
        if box and n is not None:
            reporting.correct(review, box, n, because, part)
        elif box:
            reporting.take_back(review, box, part)
        flow = review.present.drawn
    broken = [one for one in identities(flow) if one.severity == "error"]
    status = say.will_end(int(bool(broken)))
    if as_json:
        say.out({"corrections": flow.corrections, "findings": broken})
    else:
        for one in flow.corrections:
            say.out_wrapped(one.sentence)
        if not flow.corrections:
            say.note("No number is corrected: all are as the log gives them.")
        say.findings(broken)
    raise SystemExit(status)
