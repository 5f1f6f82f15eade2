"""`litreview screen allocate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.model import Stage
    from litreview.review import Review
    from litreview.review.readers import Reader


@click.command()
@click.option("--stage", default=None, help="The stage (default: the first with open reports).")
@click.option(
    "--join", default="", metavar="NAME", help="NAME takes part; with --stage only there."
)
@click.option("--leave", default="", metavar="NAME", help="NAME takes no more part.")
@click.option("--note", default="", help="Why they leave.")
@say.as_json
@click.pass_obj
def command(
    folder: Path, stage: str | None, join: str, leave: str, note: str, as_json: bool
) -> None:
    """Who reads which reports, and who joins or leaves.

    Nothing is handed out anew: who reads a report follows from the names of those who take part.
    Whoever joins takes an even share from each of the others; what waited for somebody who leaves
    goes to others, and what they judged stays.
    """
    _check(stage, join, leave, note)
    with opened(folder) as review:
        said = _change(review, stage, join, leave, note)
        at = review.stage(stage)
        from litreview.review.readers import readers, wanted

        found = readers(review.present, at, review.who)
        missing = wanted(review.present, at)
        data = _data(review, at, found, missing)
        following = review.standing().next
    if as_json:
        say.out(data)
        return
    for line in said:
        say.note(line)
    _tell(at, found, missing, data["calibration"])
    say.following(following)


def _check(stage: str | None, join: str, leave: str, note: str) -> None:
    if note and not leave:
        raise UsageError("--note goes with --leave", remedy="name who leaves: --leave NAME")
    if join and join == leave:
        raise UsageError(f"{join} cannot both join and leave", remedy="do one of them")
    if leave and stage:
        raise UsageError(
            "a reviewer leaves the whole review, not a stage of it",
            remedy="leave out --stage; to take part at one stage only: leave, then "
            "--join NAME --stage STAGE",
        )


def _change(review: Review, stage: str | None, join: str, leave: str, note: str) -> list[str]:
    """Append who joined and left; what was done, in words. Raises UsageError, UnknownName."""
    from litreview.review import allocating

    said = []
    gone = allocating.leave(review, leave, note) if leave else None
    come = allocating.join(review, join, stage) if join else None
    if events := [event for event in (gone, come) if event is not None]:
        review.append(*events)
    if gone is not None:
        said.append(f"{leave} takes no more part; what they judged stays")
    if join:
        where = f" at stage {', '.join(come.stages)}" if come is not None and come.stages else ""
        said.append(f"{join} takes part{where}{' already' if come is None else ''}")
    return said


def _data(review: Review, stage: Stage, found: tuple[Reader, ...], missing: int) -> dict[str, Any]:
    from litreview.review.teams import calibration

    return {
        "stage": stage.name,
        "votes": stage.votes,
        "allocation": stage.allocation,
        "settled_by": stage.settled_by,
        "reviewers": found,
        "reviewers_wanted": missing,
        "calibration": sorted(calibration(review.present, stage)),
        "waiting": review.present.readers.get(stage.name, {}),
    }


def _tell(stage: Stage, found: tuple[Reader, ...], missing: int, calibration: list[str]) -> None:
    rows = [
        (
            f"{one.name} (left)" if one.left else one.name,
            one.read,
            one.open,
            *((one.calibration,) if calibration else ()),
        )
        for one in found
    ]
    first = (("of them first", "right"),) if calibration else ()
    if rows:
        columns = (("reviewer", "left"), ("read", "right"), ("to read", "right"), *first)
        say.table("", columns, rows)
    each = f"each report is read by {'one' if stage.votes == 1 else stage.votes}"
    how = "shared out among them" if stage.allocation == "shared" else "by whoever comes first"
    say.note(f"{say.one_line(stage.label)}: {each}, {how}")
    if calibration:
        say.note(f"everybody reads the calibration sample of {len(calibration):,} first")
    if missing:
        noun = "another reviewer is" if missing == 1 else f"{missing} more reviewers are"
        say.note(f"{noun} needed, so that each report can get its votes")
