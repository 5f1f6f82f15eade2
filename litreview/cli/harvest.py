"""`litreview harvest`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.review.asking import Refusal
    from litreview.review.citing import Chase
    from litreview.review.harvesting import Harvest

_SHOWN = 10


@click.command()
@click.option("--cite", is_flag=True, help="Chase citations of the included reports.")
@click.option(
    "--direction", type=click.Choice(["backward", "forward", "both"]), default="both",
    help="Works that they cite, works that cite them, or both (default).",
)  # fmt: skip
@click.option(
    "--source", default="openalex", metavar="NAME",
    help="Who knows the citations: openalex (default) or opencitations.",
)  # fmt: skip
@click.option(
    "--study", "studies", multiple=True, metavar="ID",
    help="Of this study or report alone; may be given several times.",
)  # fmt: skip
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    cite: bool,
    direction: Literal["backward", "forward", "both"],
    source: str,
    studies: tuple[str, ...],
    as_json: bool,
) -> None:
    """Chase the citations of included reports; what is found counts among the other methods.

    A work that was asked for before is not asked for again: `litreview search update` does that.
    """
    from litreview.review.citing import chase

    if not cite:
        raise UsageError(
            "it is not said what is to be harvested",
            remedy="give --cite to chase citations; a search string is run by "
            "`litreview search run`",
        )
    with opened(folder) as review:
        plan = chase(review, os.environ, direction=direction, source=source, studies=studies)
        found = _run(review, plan, quiet=as_json)
    raise SystemExit(_told(plan, found, as_json=as_json))


def _run(review: Review, plan: Chase, *, quiet: bool) -> list[Harvest | Refusal]:
    from litreview.cli.waiting import stoppable, watching
    from litreview.review.citing import chased

    names = list(dict.fromkeys(job.source.about.name for job in plan.jobs))
    with stoppable() as stop, watching(names, stop, silent=quiet) as tell:
        return list(chased(review, plan.jobs, tell, stop))


def _told(plan: Chase, found: Sequence[Harvest | Refusal], *, as_json: bool) -> int:
    """Say what was chased and what came; the exit status."""
    from litreview.cli.search import _harvests
    from litreview.review.asking import Refusal, sound

    complete = all(not isinstance(one, Refusal) and one.complete for one in found)
    clean = all(map(sound, found)) and not plan.nameless
    status = say.will_end(0 if clean and plan.asked else 1)
    if as_json:
        say.out({
            "harvests": [
                _harvests.refusal_data(one) if isinstance(one, Refusal) else _harvests.data(one)
                for one in found
            ],
            "asked": {str(report): work for report, work in plan.asked.items()},
            "not_asked": list(plan.nameless),
            "asked_before": list(plan.before),
            "complete": complete,
        })  # fmt: skip
        return status
    for one in found:
        if isinstance(one, Refusal):
            _harvests.show_refusal(one)
        else:
            _harvests.show(one, "litreview harvest --cite")
    _prose(plan)
    if not plan.asked and not plan.nameless:
        say.following("litreview status")
    elif any(not isinstance(one, Refusal) and one.search.records for one in found):
        say.following("litreview dedup run")
    return status


def _prose(plan: Chase) -> None:
    """What was asked for, and what was not."""
    if not plan.asked and not plan.nameless:
        say.note("No report is included yet, so there are no citations to chase")
        return
    say.note(f"{say.count(len(plan.asked), 'work')} to chase")
    if plan.before:
        say.note(f"    asked for before, and complete: {', '.join(plan.before)}")
        say.note("    to ask again: litreview search update")
    if plan.nameless:
        more = len(plan.nameless) - _SHOWN
        rest = f" and {more:,} more" if more > 0 else ""
        say.note(f"    without an identifier, so not asked for: "
                 f"{', '.join(plan.nameless[:_SHOWN])}{rest}")  # fmt: skip
        say.note("    to do: see whether their reference lists must be read by hand "
                 "(litreview search log --kind citation)")  # fmt: skip
