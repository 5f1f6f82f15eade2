"""`litreview prisma`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.prisma import Flow, identities


@click.command()
@click.option("--explain", default="", metavar="BOX", help="List the identifiers behind a number.")
@say.as_json
@click.pass_obj
def command(folder: Path, explain: str, as_json: bool) -> None:
    """The PRISMA 2020 flow, and the records behind each number."""
    with opened(folder) as review:
        flow = review.flow()
    findings = identities(flow)
    if explain:
        _explain(flow, explain, as_json=as_json)
    elif as_json:
        say.out({"counts": flow.counts(), "pending": flow.pending, "findings": findings})
    else:
        _show(flow)
    raise SystemExit(1 if any(f.severity == "error" for f in findings) else 0)


def _explain(flow: Flow, key: str, *, as_json: bool) -> None:
    box = flow[key]
    if as_json:
        say.out({"box": key, "n": box.n, "unit": box.unit, "ids": box.ids, "parts": box.parts})
        return
    say.out_lines(*box.ids)
    say.note(f"{box.label}: {box.n:,} {box.unit}")


def _show(flow: Flow) -> None:
    rows: list[tuple[str | int, ...]] = []
    for key, box in flow.boxes.items():
        if not box.n and (key.startswith("other") and not flow.other_methods):
            continue
        rows.append((box.label, box.n, key))
        rows += [(f"    {part.label}", part.n, "") for part in box.parts]
    say.table("", [("PRISMA 2020", "left"), ("n", "right"), ("box", "left")], rows)
    if flow.pending:
        say.note(f"In progress: {flow.pending:,} records or reports are still to be decided on.")
