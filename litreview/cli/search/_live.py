"""The live half of `litreview search count`: a source is asked for the hits of each line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.review.live import Heard, Live, Planned
    from litreview.sources.source import Searchable

MANY = 30
"""Requests that are sent without a word before."""
_REASON = 40
"""Columns of a reason on a screen."""


def count_live(
    review: Review, strategy: str, name: str, *, save: bool, yes: bool, as_json: bool
) -> int:  # fmt: skip
    """Ask the source `name`, show its numbers, keep them where that is wanted; the exit status."""
    from litreview.review import live, strings
    from litreview.review.harvesting import reached
    from litreview.sources.http import interval

    source, access = reached(review, name, os.environ)
    held = strings.read_strings(review.folder.root)
    plans = live.planned(held, strategy, source)
    wait = interval(source, access)
    _agreed(source, sum(one.made is not None for one in plans), wait, yes=yes)
    with closing(live.Live(source, access)) as asking:
        first, *rest = live.ask(plans, asking)
    found = [*rest, first]
    kept = ""
    day = review.clock().astimezone(UTC).date().isoformat()
    noted = live.counted(found, plans, source.about.title, day) if save else None
    if noted is not None:
        kept = say.place(live.keep(review.folder.root, source.about.name, noted))
    if as_json:
        say.out(_plain(strategy, name, found, plans, asking, kept))
    else:
        _show(strategy, source, found, plans, asking)
        if kept:
            say.note(f"Kept in {kept}")
        elif save:
            say.note("Nothing is kept: the strategy as a whole has no number")
    return say.will_end(0 if all(one.hits is not None for one in found) else 1)


def _agreed(source: Searchable, requests: int, wait: float, *, yes: bool) -> None:
    """Say what many requests cost before they are sent. Raises UsageError, click.Abort.

    wait: seconds between two of them, as the source or the user has set its rate.
    """
    from litreview.cli.waiting import span

    if requests <= MANY:
        return
    about = source.about
    dollars = f" and ${requests * about.charges:.2f}" if about.charges else ""
    cost = f"{requests:,} requests to {about.title}: about {span(requests * wait)}{dollars}"
    say.note(cost)
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(
            f"this takes more than {MANY} requests, and nobody can be asked",
            where=cost, remedy="add --yes to send them",
        )  # fmt: skip
    click.confirm("Send them?", abort=True, err=True)


def _show(
    strategy: str, source: Searchable, found: Sequence[Heard], plans: Sequence[Planned],
    asking: Live,
) -> None:  # fmt: skip
    rows = []
    for one in found:
        indent = "  " if one.question.kind == "term" else ""
        about = "" if one.exact else "about "
        hits = f"{about}{one.hits:,}" if one.hits is not None else ""
        compared = one.reason or ("" if one.label == "exact" else one.label)
        compared = say.clip(compared, _REASON)
        rows.append((f"{indent}{one.question.name}", hits, compared))
    heads = [("line", "left"), ("hits", "right"), ("", "left")]
    say.table(f"{strategy} in {source.about.title}", heads, rows)
    made = plans[-1].made
    for remark in made.remarks if made else ():
        say.note(f"note: {say.one_line(remark)}")
    cost = f", {asking.cost:.4f} US dollars" if asking.cost else ""
    say.note(f"{say.count(asking.asked, 'request')}{cost}")


def _plain(
    strategy: str, name: str, found: Sequence[Heard], plans: Sequence[Planned], asking: Live,
    kept: str,
) -> dict[str, Any]:  # fmt: skip
    strings = {one.question: one.made.strings[0] for one in plans if one.made}
    made = plans[-1].made
    return {
        "strategy": strategy,
        "source": name,
        "lines": [
            {
                "kind": one.question.kind,
                "line": one.question.name,
                "block": one.question.block,
                "hits": one.hits,
                "exact": one.exact,
                "label": one.label,
                "string": strings.get(one.question),
                "reason": one.reason,
            }
            for one in found
        ],
        "remarks": list(made.remarks) if made else [],
        "requests": asking.asked,
        "cost": asking.cost,
        "file": kept or None,
    }
