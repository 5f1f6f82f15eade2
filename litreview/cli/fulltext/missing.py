"""`litreview fulltext missing`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--because", default="", help="Why, in words.")
@click.option("--found", is_flag=True, help="It could be had after all.")
@say.as_json
@click.pass_obj
def command(folder: Path, ids: tuple[str, ...], because: str, found: bool, as_json: bool) -> None:
    """Say that the full texts of reports were sought and not retrieved.

    IDS are reports. Without any, those noted so far are listed.
    """
    if not ids and (because or found):
        raise UsageError("no report is named", remedy="name at least one id")
    from litreview.review.fulltexts import not_sought

    with opened(folder) as review:
        if ids:
            reports = review.note_retrieval(ids, "open" if found else "not-retrieved", because)
        else:
            reports = [r for r, held in review.present.retrieval.items() if held != "retrieved"]
        early = not_sought(review.present, reports) if ids and not found else []
        shown = [(r.id, say.described(r.record)) for r in review.reports(reports)]
        following = review.standing().next if ids else ""
    if as_json:
        say.out({"reports": reports, "status": "open" if found else "not-retrieved"})
    else:
        say.out_lines(*(say.clip(f"{id_}  {words}", say.width()) for id_, words in shown))
    say.note(f"{say.count(len(reports), 'report')}: {'open again' if found else 'not retrieved'}")
    if early:
        say.note(
            f"{say.count(len(early), 'report')} of these "
            f"{'is' if len(early) == 1 else 'are'} not sought (yet): the note counts once they are"
        )
    if following:
        say.following(following)
