"""`litreview log`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.check import show as show_findings
from litreview.cli.opening import opened
from litreview.events import encode


@click.group()
def command() -> None:
    """Show, verify, merge and export the log."""


@command.command()
@click.option("--last", default=20, show_default=True, help="How many events, counted back.")
@click.option("--about", default="", metavar="ID", help="Only events that name this id.")
@say.as_json
@click.pass_obj
def show(folder: Path, last: int, about: str, as_json: bool) -> None:
    """The latest events, oldest first."""
    with opened(folder) as review:
        _ = review.state  # the index catches up
        lines = ((entry, encode(entry.event).decode()) for entry in review.index.events())
        entries = [pair for pair in lines if not about or f'"{about}"' in pair[1]][-last:]
    for entry, line in entries:
        say.out_lines(line if as_json else f"{entry.event.at[:19]}  {entry.who:16} {_brief(line)}")


def _brief(line: str) -> str:
    import json

    data = json.loads(line)
    kind = data.pop("kind")
    told = " ".join(f"{k}={v}" for k, v in data.items() if k not in {"at", "prev"})
    return f"{kind}: {told}"[:160]


@command.command()
@click.pass_obj
def export(folder: Path) -> None:
    """Every event as JSON lines, in the one order in which they count."""
    with opened(folder) as review:
        _ = review.state  # the index catches up
        for entry in review.index.events():
            click.echo(encode(entry.event).decode())


@command.command()
@say.as_json
@click.pass_obj
def verify(folder: Path, as_json: bool) -> None:
    """Read all log files from the first byte and check their chains."""
    from litreview.store.verify import verify as verify_files

    with opened(folder) as review:
        files = review.folder.log_files()
        findings = list(verify_files(files))
    if as_json:
        say.out({"files": [path.name for path in files], "findings": findings})
    else:
        show_findings(findings)
    say.note(f"{len(files)} log files read, {len(findings)} findings")
    raise SystemExit(1 if findings else 0)


@command.command()
@click.argument("other", type=click.Path(path_type=Path, exists=True, file_okay=False))
@say.as_json
@click.pass_obj
def merge(folder: Path, other: Path, as_json: bool) -> None:
    """Take in what another working copy of this review has: its log files and its records."""
    from litreview.store.folder import find
    from litreview.store.merge import merge as merge_folders

    with opened(folder) as review:
        done = merge_folders(review.folder, find(other))
    if as_json:
        say.out(done)
    for line in done:
        say.note(line)
    if not done:
        say.note("Nothing new there.")
