"""The flow on the screen: its table, what is behind a number, and as of when it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from litreview.cli import say
from litreview.model import ReportId, StudyId
from litreview.outputs.flow_data import parts
from litreview.outputs.prisma_csv.layout import BY_NAME
from litreview.prisma import Flow
from litreview.prisma.labels import NOTHING_IF_BLANK, WITHIN

if TYPE_CHECKING:
    from litreview.outputs.evidence import Evidence
    from litreview.prisma import Box
    from litreview.review import Review
    from litreview.review.present import Present


def say_day(present: Present, day: datetime) -> None:
    """As of when the flow of an earlier day stands."""
    last = present.as_of[:16].replace("T", " ")
    say.note(
        f"As it stood on {day:%Y-%m-%d}; the last event counted is of {last} UTC."
        if last
        else f"Nothing had happened by {day:%Y-%m-%d}."
    )
    if day.date() > datetime.now(UTC).date():
        say.note("That day has not come yet: these are the counts of now.")


def say_state(flow: Flow) -> None:
    """What is not complete, and what is still to be decided on."""
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
    say.note(f"{box.label}: {_units(box) if box.n else 'none'}")
    for one in box.corrections:
        say.note(f"Corrected by hand, {one.sentence}")


def _units(box: Box) -> str:
    return say.count(box.n, {"studies": "study"}.get(box.unit, box.unit.removesuffix("s")))


def _described(review: Review, present: Present, box: Box) -> dict[str, str]:
    """Id -> a readable reference. A study is called as in the tables."""
    from litreview.outputs.references import study_lines
    from litreview.review.reading import merged

    index, shelf = review.index, present.shelf
    if box.unit == "studies":
        evidence = review.evidence(present)
        return dict((*_studies(evidence, box), *study_lines(evidence)))
    reports = [ReportId(id_) for id_ in box.ids if id_ in shelf.members]
    found = dict(_records(review, [id_ for id_ in box.ids if id_ not in shelf.members]))
    found.update({r.id: say.described(r.record) for r in merged(index, shelf, reports)})
    return found


def _studies(evidence: Evidence, box: Box) -> Iterator[tuple[str, str]]:
    """Studies that are not included, by a report of theirs: its own id, or the first linked."""
    for id_ in box.ids:
        linked = evidence.members.get(StudyId(id_), (ReportId(id_),))
        if linked[0] in evidence.reports:
            yield id_, say.described(evidence.reports[linked[0]].record)


def _records(review: Review, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    for record in review.index.records(ids):
        yield record.id, say.described(record)


def tell_link(flow: Flow, *, as_json: bool) -> None:
    """The link to PRISMA2020's web app."""
    from litreview.outputs.prisma_csv import LONGEST, link

    address = link(flow)
    if as_json:
        say.out({"link": address})
    else:
        say.out_lines(address)
    say.note(
        "Whoever opens it sends the counts, and the names of sources and reasons, to that app."
    )
    if len(address) > LONGEST:
        say.note(
            f"It has {len(address):,} characters, which may be too long: upload --csv instead."
        )


def show(flow: Flow) -> None:
    """The flow as a table: boxes in the order of the diagram, their parts below them."""
    rows: list[tuple[str | int, ...]] = []
    for key, box in flow.boxes.items():
        if not _shown(flow, box):
            continue
        rows.append((flow.wording.get(key, box.label), _number(box), key))
        if len(box.parts) > 1 or any(part.label != box.label for part in box.parts):
            rows += [(f"    {part.label}", part.n, "") for part in box.parts]
    say.table("", [("PRISMA 2020", "left"), ("n", "right"), ("box", "left")], rows)
    for one in flow.corrections:
        say.out_wrapped(one.sentence, head="* ")


def _number(box: Box) -> str | int:
    if box.corrections:
        return f"{box.n:,} *"
    return box.n if box.known else "not stated"


def _shown(flow: Flow, box: Box) -> bool:
    """Whether a box says something: empty ones of an arm or step that is not there do not."""
    if box.n or box.corrections or box.parts:
        return True
    if any(box.key in shares and not flow[key].n for key, shares in WITHIN.items()):
        return False
    if box.key.endswith("left_unread") or (flow.from_file and _no_line(box)):
        return False
    return flow.other_methods or not _of_other_methods(box.key)


def _no_line(box: Box) -> bool:
    """Whether a file has no row for a box, or hides its line by leaving it blank."""
    return box.key not in BY_NAME or (not box.known and box.key in NOTHING_IF_BLANK)


def _of_other_methods(key: str) -> bool:
    return key.startswith(("other_", "website_", "organisation_", "citations_"))
