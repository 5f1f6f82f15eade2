"""`litreview dedup`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened


@click.group()
def command() -> None:
    """Find, join and split duplicate records. Every merge can be taken back."""


@command.command()
@say.as_json
@click.pass_obj
def run(folder: Path, as_json: bool) -> None:
    """Search all records for duplicates; sure ones are merged, unsure ones are listed."""
    with opened(folder) as review:
        if not review.shelf.total:
            say.note("There are no records yet, so nothing was compared.")
            say.note("Next: litreview load FILE...")
            raise SystemExit(1)
        done = review.dedup()
    if as_json:
        say.out(done)
        return
    say.note(
        f"{done.records:,} records describe {done.reports:,} reports "
        f"({done.records - done.reports:,} duplicates); {done.unsure:,} pairs are unsure"
    )
    say.note("Next: litreview dedup unsure" if done.unsure else "Next: litreview screen")


@command.command()
@say.as_json
@click.pass_obj
def unsure(folder: Path, as_json: bool) -> None:
    """The pairs that a person should look at, the likeliest first."""
    with opened(folder) as review:
        pairs = review.shelf.unsure
        wanted = {id_ for pair in pairs for id_ in (pair["a"], pair["b"])}
        titles: dict[str, str] = {r.id: r.title for r in review.index.records(wanted)}
    if as_json:
        say.out(pairs)
        return
    for pair in pairs:
        say.out_lines(
            f"{pair['a']}  {titles.get(pair['a'], '')}",
            f"{pair['b']}  {titles.get(pair['b'], '')}",
            f"    {pair['reason']}",
            "",
        )
    say.note(f"{len(pairs):,} unsure pairs. Merge one with: litreview dedup join ID ID")


@command.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--because", default="", help="Why, in words.")
@say.as_json
@click.pass_obj
def join(folder: Path, ids: tuple[str, ...], because: str, as_json: bool) -> None:
    """Say that records describe one document."""
    with opened(folder) as review:
        report = review.join(ids, because)
    if as_json:
        say.out({"report": report})
    say.note(f"one report now: {report}")


@command.command()
@click.argument("record")
@click.option("--because", default="", help="Why, in words.")
@say.as_json
@click.pass_obj
def split(folder: Path, record: str, because: str, as_json: bool) -> None:
    """Say that a record is not the document of the others in its report."""
    with opened(folder) as review:
        reports = review.split(record, because)
    if as_json:
        say.out({"reports": reports})
    say.note(f"reports now: {', '.join(reports)}")
