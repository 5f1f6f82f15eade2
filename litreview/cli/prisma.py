"""`litreview prisma`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.cli.versions import Day, flow_of, of_version
from litreview.model import ReportId
from litreview.outputs.theme import THEMES, Theme
from litreview.prisma import Flow, identities

if TYPE_CHECKING:
    from litreview.outputs.evidence import Evidence
    from litreview.prisma import Box
    from litreview.review import Review
    from litreview.review.present import Present

F = TypeVar("F", bound=Callable[..., object])
_FILES = {
    "svg": "Draw the diagram as SVG, with real text.",
    "png": "Draw the diagram as PNG, 180 mm wide at 300 dpi.",
    "html": "The diagram as a page whose numbers open.",
    "csv": "The counts as the PRISMA2020 package (R, Shiny) reads them.",
}


def _file_options(function: F) -> F:
    for name, text in reversed(_FILES.items()):
        option = click.option(
            f"--{name}", type=click.Path(path_type=Path), metavar="FILE", help=text
        )
        function = option(function)
    return function


@click.command()
@_file_options
@click.option(
    "--theme",
    type=click.Choice(tuple(THEMES)),
    default="official",
    show_default=True,
    help="The colours of the SVG or PNG.",
)
@click.option("--explain", default="", metavar="BOX", help="List what is behind a number.")
@click.option(
    "--at",
    "day",
    type=Day(["%Y-%m-%d"]),
    metavar="DATE",
    help="As it stood at the end of that day (UTC), such as 2026-06-30.",
)
@of_version
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    /,
    theme: str,
    explain: str,
    day: datetime | None,
    previous: datetime | None,
    as_new: bool,
    as_json: bool,
    **files: Path | None,
) -> None:
    """The PRISMA 2020 flow, and the records behind each number.

    Once `search update` has brought records, what was there before is the previous version.
    BOX is a name of the last column of the table. FILE may be - for standard output.
    """
    say.one_output(files.values(), json=as_json)
    with opened(folder) as review:
        present = review.present_on(day.date()) if day else review.present
        flow = flow_of(present, previous, as_new=as_new)
        found = identities(flow)
        status = say.will_end(1 if any(finding.severity == "error" for finding in found) else 0)
        wanted = {kind: path for kind, path in files.items() if path is not None}
        if explain:
            _explain(review, present, flow[explain], as_json=as_json)
        evidence = replace(review.evidence(present), updated=flow) if wanted else None
    for kind, path in wanted.items():
        if evidence is not None:
            say.write(path, _content(kind, evidence, THEMES[theme]))
            say.note(f"{kind.upper()} in {say.place(path)}")
    if as_json and not explain:
        say.out(
            {
                "as_of": present.as_of,
                "counts": flow.counts(),
                "parts": {key: box.parts for key, box in flow.boxes.items() if box.parts},
                "pending": flow.pending,
                "findings": found,
            }
        )
    elif not explain and not wanted:
        _show(flow)
    if not explain:
        _say_when(present, day, flow)
    raise SystemExit(status)


def _content(kind: str, evidence: Evidence, theme: Theme) -> bytes:
    from litreview.outputs import diagram, prisma_csv
    from litreview.outputs.page import figure

    if kind == "html":
        return figure.page(evidence).encode()
    if kind == "csv":
        return prisma_csv.write(evidence.drawn)
    drawing = diagram.svg(evidence.drawn, title=figure.title(evidence), theme=theme)
    if kind == "svg":
        return drawing.encode()
    return diagram.png(drawing, background=theme.colours["paper"])


def _say_when(present: Present, day: datetime | None, flow: Flow) -> None:
    if day is not None:
        last = present.as_of[:16].replace("T", " ")
        say.note(
            f"As it stood on {day:%Y-%m-%d}; the last event counted is of {last} UTC."
            if last
            else f"Nothing had happened by {day:%Y-%m-%d}."
        )
        if day.date() > datetime.now(UTC).date():
            say.note("That day has not come yet: these are the counts of now.")
    for sentence in flow.unfinished:
        say.note(f"Not complete: {sentence}")
    if flow.pending:
        what = "record or report is" if flow.pending == 1 else "records or reports are"
        say.note(f"In progress: {flow.pending:,} {what} still to be decided on.")


def _explain(review: Review, present: Present, box: Box, *, as_json: bool) -> None:
    described = _described(review, present, box)
    if as_json:
        references = [described.get(id_, "") for id_ in box.ids]
        say.out(
            {
                "box": box.key,
                "label": box.label,
                "n": box.n,
                "unit": box.unit,
                "ids": box.ids,
                "references": references,
                "parts": box.parts,
            }
        )
    else:
        part_of = {id_: part.label for part in box.parts for id_ in part.ids}
        wide = max((len(id_) for id_ in box.ids), default=0)
        for id_ in box.ids:
            part = part_of.get(id_, "") if len(box.parts) > 1 else ""
            line = f"{id_.ljust(wide)}  {part and f'[{part}]  '}{described.get(id_, '')}"
            say.out_lines(say.clip(line, say.width()))
    if box.n:
        say.note(f"{box.label}: {_units(box)}")
    else:
        say.note(f"{box.label}: none")


def _units(box: Box) -> str:
    return say.count(box.n, {"studies": "study"}.get(box.unit, box.unit.removesuffix("s")))


def _described(review: Review, present: Present, box: Box) -> dict[str, str]:
    """Id -> a readable reference. A study is called as in the tables."""
    from litreview.outputs.references import study_lines
    from litreview.review.reading import merged

    index, shelf = review.index, present.shelf
    if box.unit == "studies":
        return dict(study_lines(review.evidence(present)))
    reports = [ReportId(id_) for id_ in box.ids if id_ in shelf.members]
    found = dict(_records(review, [id_ for id_ in box.ids if id_ not in shelf.members]))
    found.update({r.id: say.described(r.record) for r in merged(index, shelf, reports)})
    return found


def _records(review: Review, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    for record in review.index.records(ids):
        yield record.id, say.described(record)


def _show(flow: Flow) -> None:
    rows: list[tuple[str | int, ...]] = []
    for key, box in flow.boxes.items():
        if not box.n and not flow.other_methods and _of_other_methods(key):
            continue
        if not box.n and key.endswith("left_unread"):  # nothing was stopped
            continue
        rows.append((box.label, box.n, key))
        if len(box.parts) > 1 or any(part.label != box.label for part in box.parts):
            rows += [(f"    {part.label}", part.n, "") for part in box.parts]
    say.table("", [("PRISMA 2020", "left"), ("n", "right"), ("box", "left")], rows)


def _of_other_methods(key: str) -> bool:
    return key.startswith(("other_", "website_", "organisation_", "citations_"))
