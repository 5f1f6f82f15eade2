"""`litreview status`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.review import Review

_STATUSES = ("include", "exclude", "maybe", "conflict", "waiting", "unread")


@click.command()
@say.as_json
@click.pass_obj
def command(folder: Path, as_json: bool) -> None:
    """What stands where, and what to do next."""
    with opened(folder) as review:
        data = _state(review)
        title = review.plan.title
    if as_json:
        say.out(data)
        return
    say.out_lines(title, "")
    rows = [
        ("searches", data["searches"], ""),
        ("records", data["records"], f"{data['unreadable']:,} entries could not be read"),
        ("reports", data["reports"], f"{data['unsure']:,} unsure pairs of duplicates"),
    ]
    for stage in data["stages"]:
        rest = ", ".join(f"{n:,} {what}" for what, n in stage["counts"].items() if n)
        rows.append((stage["label"], stage["reports"], rest))
    rows.append(("studies included", data["included"], ""))
    say.table("", [("", "left"), ("n", "right"), ("", "left")], rows)
    say.out_lines(f"Next: {data['next']}")


def _state(review: Review) -> dict[str, Any]:
    present, shelf = review.present, review.shelf
    total = shelf.total
    ran = bool(present.state.of("dedup-run"))
    stages: list[dict[str, Any]] = []
    for stage in review.plan.stages:
        reports = present.eligible(stage)
        counts: dict[str, int] = dict.fromkeys(
            ("include", "exclude", "maybe", "conflict", "waiting", "unread"), 0
        )
        for report in reports:
            counts[present.screening.of(stage.name, report).status] += 1
        stages.append(
            {"name": stage.name, "label": stage.label, "reports": len(reports), "counts": counts}
        )
    return {
        "searches": len(shelf.searches),
        "records": total,
        "unreadable": sum(search.failures for search in shelf.searches),
        "reports": len(shelf.members),
        "unsure": len(shelf.unsure),
        "stages": stages,
        "included": review.flow()["new_studies"].n,
        "next": _next(total, ran=ran, stages=stages),
    }


def _next(total: int, *, ran: bool, stages: list[dict[str, Any]]) -> str:
    if not total:
        return "litreview load FILE..."
    if not ran:
        return "litreview dedup run"
    for stage in stages:
        if stage["counts"]["conflict"]:
            return f"litreview conflicts --stage {stage['name']}"
        if stage["counts"]["unread"] + stage["counts"]["maybe"] + stage["counts"]["waiting"]:
            return f"litreview screen --stage {stage['name']}"
    return "litreview prisma"
