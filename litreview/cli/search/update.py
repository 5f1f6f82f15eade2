"""`litreview search update`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.review.asking import Refusal
    from litreview.review.changes import Changes
    from litreview.review.harvesting import Job
    from litreview.review.updating import Updated

_SHOWN = 5
"""So many records of each kind are named in prose; all of them with --json."""


@click.command()
@click.argument("searches", nargs=-1, metavar="[SEARCH]...")
@click.option("--full", is_flag=True, help="Ask for the whole again, to see what vanished.")
@say.as_json
@click.pass_obj
def command(folder: Path, searches: tuple[str, ...], full: bool, as_json: bool) -> None:
    """Run harvests again, and report what is new, changed, vanished or retracted.

    SEARCH is an id that `litreview table searches` lists; without one all that were harvested. What
    is new becomes a search of its own; what the review has already is compared and set aside.
    """
    from litreview.review.updating import chosen, planned

    with opened(folder) as review:
        _, left = chosen(review, searches)
        jobs, refused = planned(review, searches, os.environ, full=full)
        if len(searches) == 1 and refused:
            raise refused[0].error
        found = [*_run(review, jobs, quiet=as_json), *refused]
    raise SystemExit(_told(found, left, as_json=as_json))


def _run(review: Review, jobs: Sequence[Job], *, quiet: bool) -> list[Updated | Refusal]:
    from litreview.cli.waiting import stoppable, watching
    from litreview.review.updating import walked

    names = list(dict.fromkeys(job.source.about.name for job in jobs))
    with stoppable() as stop, watching(names, stop, silent=quiet) as tell:
        return list(walked(review, jobs, tell, stop))


def _told(found: Sequence[Updated | Refusal], left: Sequence[str], *, as_json: bool) -> int:
    """Say what each update found; the exit status."""
    from litreview.cli.search._harvests import show_refusal
    from litreview.review.asking import Refusal, more_to_come, sound

    complete = all(not isinstance(one, Refusal) and one.harvest.complete for one in found)
    clean = (sound(one if isinstance(one, Refusal) else one.harvest) for one in found)
    status = say.will_end(0 if all(clean) else 1)
    if as_json:
        say.out({"updates": [_data(one) for one in found], "not_asked": list(left),
                 "complete": complete})  # fmt: skip
        return status
    for one in found:
        if isinstance(one, Refusal):
            show_refusal(one)
        else:
            _show(one)
    if left:
        say.note(f"Not asked, as they came from files: {', '.join(left)}")
        say.note("    to do: export them again where they were exported, and load the new files")
    if not found:
        say.note("No search was harvested, so none can be asked again")
    elif any(more_to_come(one if isinstance(one, Refusal) else one.harvest) for one in found):
        say.following("litreview search update")
    elif any(not isinstance(one, Refusal) and one.changes.new for one in found):
        say.following("litreview dedup run")
    return status


def _show(one: Updated) -> None:
    from litreview.cli.search._harvests import show

    show(one.harvest, "litreview search update")
    changes = one.changes
    since = f"since {changes.since}" if changes.since else "the whole, compared"
    new, changed = len(changes.new), len(changes.changed)
    say.out_wrapped(
        f"{changes.updates}, {since}: {new:,} new, {changed:,} changed, {_gone(changes)}, "
        f"{len(changes.retracted):,} retracted"
    )
    _named("new", changes.new)
    _named("changed", (f"{c.record} ({', '.join(c.fields)})" for c in changes.changed))
    _named("vanished", changes.vanished or ())
    _named("deleted by the source", changes.deleted)
    _named("retracted", changes.retracted)
    for judged in one.judged:
        say.out_wrapped(f"retracted and {judged.stands}: {judged.report}", head="    warning: ")


def _gone(changes: Changes) -> str:
    deleted = f", {len(changes.deleted):,} deleted" if changes.deleted else ""
    if changes.vanished is None:
        return f"vanished: not looked for{deleted}"
    return f"{len(changes.vanished):,} vanished{deleted}"


def _named(word: str, names: Iterable[str]) -> None:
    """The first of them, and how many there are besides."""
    held = list(names)
    more = f" and {len(held) - _SHOWN:,} more" if len(held) > _SHOWN else ""
    if held:
        say.note(f"    {word}: {', '.join(held[:_SHOWN])}{more}")


def _data(one: Updated | Refusal) -> dict[str, Any]:
    from litreview.cli.search import _harvests
    from litreview.review.asking import Refusal

    if isinstance(one, Refusal):
        return {**_harvests.refusal_data(one), "updates": one.search}
    changes = one.changes
    return {
        **_harvests.data(one.harvest),
        "updates": changes.updates,
        "since": changes.since or None,
        "new": list(changes.new),
        "changed": [{"record": c.record, "fields": list(c.fields)} for c in changes.changed],
        "vanished": None if changes.vanished is None else list(changes.vanished),
        "deleted": list(changes.deleted),
        "retracted": list(changes.retracted),
        "retracted_and_judged": [
            {"record": j.record, "report": j.report, "stands": j.stands} for j in one.judged
        ],
    }
