"""`litreview log`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say, sealing
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.events import Entry


@click.group()
def command() -> None:
    """Show, seal, verify, merge and export the log."""


@command.command()
@click.option(
    "--last",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="How many events, counted back.",
)
@click.option("--about", default="", metavar="ID", help="Only what concerns this id.")
@say.as_json
@click.pass_obj
def show(folder: Path, last: int, about: str, as_json: bool) -> None:
    """The latest events in words, oldest first. Times are UTC.

    ID is a record or report (then all records of its report are followed), a study, a search or
    a row. Another reviewer's vote is shown when the stage is settled for the report; the whole
    log is `litreview log export`.
    """
    from litreview.cli.told import Teller, concerning

    with opened(folder) as review:
        _ = review.state  # the index catches up
        wanted = concerning(review, about) if about else None
        held, entries = _latest(review.index.events(), wanted, last)
        told = Teller(review, entries)
        rows = [(entry, told.words(entry)) for entry in entries]
    if as_json:
        say.out(
            [
                {"at": e.event.at, "who": e.who, "log": e.log, "kind": told.kind(e), "words": words}
                for e, words in rows
            ]
        )
        return
    who = max((len(entry.who) for entry, _ in rows), default=0)
    for entry, words in rows:
        at = entry.event.at[:19].replace("T", " ")
        head = f"{at}  {entry.who.ljust(who)}  "
        screen = say.on_terminal()
        say.out_lines(*say.wrapped(words, on_screen=screen, head=head, indent=len(head)))
    if not rows:
        say.note("the log is empty" if not about else f"nothing in the log concerns {about}")
    elif held > len(rows):
        say.note(f"the latest {len(rows):,} of {say.count(held, 'event')}; --last N for more")


def _latest(
    events: Iterable[Entry], wanted: frozenset[str] | None, last: int
) -> tuple[int, list[Entry]]:
    """How many of `events` concern an id in `wanted` (all: None), and the `last` of them."""
    from litreview.cli.told import subjects

    kept: deque[Entry] = deque(maxlen=last)
    held = 0
    for entry in events:
        if wanted is None or not wanted.isdisjoint(subjects(entry)):
            kept.append(entry)
            held += 1
    return held, list(kept)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="The same: the export is JSON lines.")
@click.pass_obj
def export(folder: Path, as_json: bool) -> None:  # noqa: ARG001 - every command takes it
    """Every event as JSON lines, in the one order in which they count.

    Each line is the event as the log holds it, with whose it is, its log and the hash of its line.
    """
    import msgspec

    with opened(folder) as review:
        _ = review.state  # the index catches up
        for entry in review.index.events():
            whose = {"who": entry.who, "log": entry.log, "hash": entry.hash}
            line = msgspec.to_builtins(entry.event) | whose
            click.echo(say.json_text(line))


@command.command()
@click.argument("other", type=click.Path(path_type=Path, exists=True, file_okay=False))
@say.as_json
@click.pass_obj
def merge(folder: Path, other: Path, as_json: bool) -> None:
    """Take in what another working copy of this review has: its log files and its records.

    OTHER is its folder. Nothing of this copy is lost, and the order of merging does not matter.
    """
    with opened(folder) as review:
        done = review.merge(other)
        following = review.standing().next
    if as_json:
        say.out(done)
    for line in done:
        say.note(line)
    if not done:
        say.note("Nothing is new there: this copy has all of it.")
    say.following("litreview status" if done else following)


command.add_command(sealing.seal)
command.add_command(sealing.verify)
