"""`litreview extract next`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened


@click.command()
@click.option("--extractor", default="", help="Who extracts (default: LITREVIEW_REVIEWER).")
@say.as_json
@click.pass_obj
def command(folder: Path, extractor: str, as_json: bool) -> None:
    """Which included studies wait for you, those that you have begun first.

    Of others' work only who has begun and who has finished is shown.
    """
    from litreview.review import to_extract

    with opened(folder, extractor) as review:
        found = to_extract.waiting(review)
        who, wanted = review.who, review.plan.extraction.extractors
    if as_json:
        say.out(
            [
                {
                    "study": one.study,
                    "rows": dict(one.rows).get(who, 0),
                    "begun_by": one.begun,
                    "finished_by": one.done,
                }
                for one in found
            ]
        )
    for one in () if as_json else found:
        rows = dict(one.rows).get(who, 0)
        begun = f"{say.count(rows, 'row')} of yours" if rows else "not begun"
        others = [name for name in one.done if name != who]
        done = f", finished by {', '.join(others)}" if others else ""
        say.out_lines(f"{one.study:40} {begun}{done}")
    what = "study waits" if len(found) == 1 else "studies wait"
    each = "one extractor each" if wanted == 1 else f"{wanted} extractors each"
    say.note(f"{len(found):,} {what} for {who}, {each}")
    if found:
        say.following("litreview extract sheet rows.xlsx")
