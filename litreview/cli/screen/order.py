"""`litreview screen order`."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.model import Report, Stage
    from litreview.review import Review
    from litreview.review.remaking import Remade
    from litreview.screening.guide import Item
    from litreview.screening.rank.orders import Ordered

_LISTED = 20


@click.command()
@click.option("--stage", default=None, help="The stage (default: the first with open reports).")
@click.option("--reviewer", "-r", default="", help="Whose order (default: LITREVIEW_REVIEWER).")
@click.option("--limit", type=click.IntRange(min=0), default=None, metavar="N",
              help="List the first N (default: 20; with -o and --json all).")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE.csv",
              help="Write the order.")  # fmt: skip
@click.option("--export", type=click.Path(path_type=Path), metavar="FILE.csv",
              help="Write what was decided, for `screen simulate`.")  # fmt: skip
@click.option("--verify", is_flag=True, help="Make the orders of the log again, and compare.")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    stage: str | None,
    reviewer: str,
    limit: int | None,
    output: Path | None,
    export: Path | None,
    verify: bool,
    as_json: bool,
) -> None:
    """The order in which unread reports are shown, and proof that it can be made again.

    It is made now, of what is known now; nothing is written to the log. Exit status 1 with --verify
    where an order of the log does not come out the same.
    """
    if verify and (output or export or limit is not None):
        raise UsageError("--verify lists what the log has", remedy="leave the other options out")
    if export and (output or limit is not None):
        raise UsageError("--export writes decisions, not an order", remedy="run the command twice")
    say.one_output((output, export), json=as_json)
    with opened(folder, reviewer) as review:
        if verify:
            _verify(review, stage, as_json=as_json)
        elif export:
            _export(review, review.stage(stage), export, as_json=as_json)
        else:
            _order(review, review.stage(stage), output, limit, as_json=as_json)


def _who(review: Review) -> str:
    from litreview.review.voting import reviewer

    return reviewer(review.settings, review.who, str(review.folder.settings))


def _order(
    review: Review, at: Stage, output: Path | None, limit: int | None, *, as_json: bool
) -> None:
    from litreview.review import ranking

    who = _who(review)
    if not ranking.ranks(review.plan):
        raise UsageError(
            "nothing is ranked in this review",
            where=f"{review.folder.settings}, [ranking] recipe",
            remedy='take recipe = "none" out: then unread reports are ranked',
        )
    found = ranking.order_now(review, at, who)
    everything = output is not None or as_json
    shown = found.ordering.items[: (None if everything else _LISTED) if limit is None else limit]
    reports = review.reports(item.report for item in shown)
    if output is not None:
        say.write(output, _csv(found, shown, reports))
    if as_json:
        say.out(_data(found, at, who, shown, reports))
    elif output is None:
        rows = [
            (item.place, _score(found, item), item.report, say.one_line(report.record.title)[:60])
            for item, report in zip(shown, reports, strict=True)
        ]
        columns = (("place", "right"), ("score", "right"), ("report", "left"), ("title", "left"))
        say.table("", columns, rows)
    ordering = found.ordering
    say.note(
        f"{say.one_line(at.label)}, {who}: {say.count(len(ordering.items), 'report')} to read in "
        f"order {ordering.ranking}, learned from {say.count(ordering.learned, 'decision')} "
        f"(recipe {ordering.recipe}, seed {ordering.seed})"
    )
    if waiting := sum(ranking.set_first(item) for item in review.screen(at.name).queue):
        say.note(f"{say.count(waiting, 'report')} come before these: a calibration or random check")


def _score(found: Ordered, item: Item) -> str:
    score = found.scores.get(item.report)
    return "" if score is None else f"{score:.3f}"


def _data(
    found: Ordered, at: Stage, who: str, shown: Sequence[Item], reports: list[Report]
) -> dict[str, Any]:
    held = found.ordering
    return {
        "stage": at.name,
        "reviewer": who,
        "ranking": held.ranking,
        "recipe": held.recipe,
        "seed": held.seed,
        "learned": held.learned,
        "parameters": held.parameters,
        "reports": len(held.items),
        "order": [
            {
                "place": item.place,
                "report": item.report,
                "score": found.scores.get(item.report),
                "why": item.why,
                "title": report.record.title,
            }
            for item, report in zip(shown, reports, strict=True)
        ],
    }


def _csv(found: Ordered, shown: Sequence[Item], reports: list[Report]) -> bytes:
    from litreview.formats import guarded

    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("place", "record_id", "score", "why", "title"))
    for item, report in zip(shown, reports, strict=True):
        row = (item.place, item.report, _score(found, item), item.why)
        table.writerow((*row, guarded(report.record.title)))
    return text.getvalue().encode(errors="replace")


def _export(review: Review, at: Stage, path: Path, *, as_json: bool) -> None:
    from litreview.formats import guarded
    from litreview.review.ranking import labelled

    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("record_id", "title", "abstract", "year", "doi", "included"))
    included = total = 0
    for report, label in labelled(review, at):
        one = report.record
        texts = guarded(one.title), guarded(one.abstract)
        table.writerow((report.id, *texts, one.year or "", one.doi or "", int(label)))
        total, included = total + 1, included + label
    say.write(path, text.getvalue().encode(errors="replace"))
    if as_json:
        say.out({"stage": at.name, "reports": total, "included": included})
    say.note(
        f"{say.one_line(at.label)}: {say.count(total, 'decided report')} written, "
        f"{included:,} of them included"
    )
    if str(path) != "-" and 0 < included < total:
        say.following(f"litreview screen simulate {say.place(path)}")


def _verify(review: Review, stage: str | None, *, as_json: bool) -> None:
    from litreview.review.remaking import remade

    name = review.stage(stage).name if stage else ""
    who = _who(review)
    found = list(remade(review, who, name))
    other = [one for one in found if one.why]
    status = say.will_end(1 if other else 0)
    if as_json:
        say.out({"reviewer": who, "orders": [_told(one) for one in found]})
    else:
        for one in other:
            event = one.event
            say.out_wrapped(one.why, head=f"{event.at} {event.stage} {event.ranking}: ")
    same = len(found) - len(other)
    made = f"{same:,} of {say.count(len(found), 'order')} made again, the same"
    say.note(made if found else f"the log has no order of {who}")
    raise SystemExit(status)


def _told(one: Remade) -> dict[str, Any]:
    event = one.event
    return {
        "at": event.at,
        "stage": event.stage,
        "ranking": event.ranking,
        "learned": event.learned,
        "reports": event.reports,
        "program": event.program,
        "same": not one.why,
        "why": one.why,
    }
