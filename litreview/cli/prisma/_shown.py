"""The flow on the screen: its table, what is behind a number, and as of when it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from litreview.cli import say
from litreview.cli.prisma._data import parts
from litreview.model import ReportId
from litreview.prisma import Flow

if TYPE_CHECKING:
    from litreview.prisma import Box
    from litreview.review import Review
    from litreview.review.present import Present


def say_when(present: Present, day: datetime | None, flow: Flow) -> None:
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


def explain(review: Review, present: Present, box: Box, *, as_json: bool) -> None:
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
                "parts": parts(box),
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


def show(flow: Flow) -> None:
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
