"""`litreview prisma pooled`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError


@click.command()
@click.argument("studies", nargs=-1)
@click.option("--poolable", is_flag=True, help="Those with an effect that can be pooled.")
@click.option("--because", default="", help="A note, such as which meta-analysis.")
@click.option("--undo", is_flag=True, help="They are in none after all.")
@say.as_json
@click.pass_obj
def command(
    folder: Path, studies: tuple[str, ...], poolable: bool, because: str, undo: bool, as_json: bool
) -> None:
    """Say which included studies are in a meta-analysis.

    STUDIES are ids of `litreview prisma --explain new_studies`; without any, those said so far are
    listed. Nothing is inferred: that an effect can be pooled does not say that it was.
    """
    if not studies and not poolable and (because or undo):
        raise UsageError("no study is named", remedy="name at least one, or --poolable")
    from litreview.review import reporting

    with opened(folder) as review:
        named = dict.fromkeys(studies)
        if poolable:
            from litreview.outputs.pooling import poolable_studies

            named |= dict.fromkeys(map(str, poolable_studies(review.evidence())))
        if named:
            reporting.pool(review, list(named), pooled=not undo, note=because)
        held, flow = sorted(reporting.pooled(review.state)), review.present.drawn
    counted = set(flow["total_studies_ma"].ids) if "total_studies_ma" in flow.boxes else set()
    if as_json:
        say.out({"studies": [{"id": one, "counted": one in counted} for one in held]})
        return
    for one in held:
        say.out_lines(one if one in counted else f"{one}  (not counted: it is not included now)")
    say.note(f"{say.count(len(counted), 'study')} in meta-analysis")
