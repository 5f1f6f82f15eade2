"""`litreview fulltext find`."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.model import Record, ReportId
    from litreview.review import Review
    from litreview.review.locating import Finder, Sought

_WORDS = {
    "found": "found and kept",
    "closed": "without an open copy",
    "failed": "with an open copy that could not be had",
    "unasked": "not known",
}
_SHOWN_TRIES = 3


@click.command()
@click.argument("ids", nargs=-1)
@click.option(
    "--source", "sources", multiple=True, metavar="NAME",
    help="Ask this source only; may be repeated (default: unpaywall, openalex, europepmc).",
)  # fmt: skip
@click.option(
    "--note-missing", is_flag=True,
    help="Note what was looked for in vain as not retrieved, which PRISMA counts.",
)  # fmt: skip
@say.as_json
@click.pass_obj
def command(
    folder: Path, ids: tuple[str, ...], sources: tuple[str, ...], note_missing: bool, as_json: bool
) -> None:
    """Look for open copies of full texts, fetch them, and keep those that are PDFs.

    IDS are reports; without any, all that are sought and not had yet. What is found is kept in
    fulltext/ under its hash and noted at once, so that a stop loses nothing. Exit status 1 where
    some were not found.
    """
    from litreview.review.locating import finder, wanted

    with opened(folder) as review, closing(finder(review, sources, os.environ)) as asking:
        for title, why in asking.skipped:
            say.note(f"{title} is not asked: {why}")
        reports = wanted(review, ids)
        found = _look(review, asking, reports, note_missing=note_missing)
        following = review.standing().next if reports else ""
    counts = Counter(one.status for one in found)
    if as_json:
        say.out({
            "reports": len(found), **{name: counts[name] for name in _WORDS},
            "results": [asdict(one) for one in found], "faults": asking.faults,
        })  # fmt: skip
    _tell(asking, found, counts, noted=note_missing)
    if following:
        say.following(following)
    raise SystemExit(say.will_end(0 if counts["found"] == len(found) else 1))


def _look(
    review: Review, asking: Finder, reports: list[ReportId], *, note_missing: bool
) -> list[Sought]:
    """One report after another; each is noted before the next is looked for."""
    from litreview.review.locating import noted

    day = f"{review.clock():%Y-%m-%d}"
    found = []
    for number, report in enumerate(review.reports(reports), start=1):
        one = asking.find(report.id, report.record, review)
        found.append(one)
        event = noted(one, day)
        if event is not None and (one.status == "found" or note_missing):
            review.append(event)
        say.note(f"{number:>4} of {len(reports):,}  {one.status:<8} {_line(report.record)}")
        for url, why in one.tried[:_SHOWN_TRIES]:
            say.note(f"          {why}{f': {say.one_line(url)}' if url else ''}")
        for url in one.pages[:1] if one.status != "found" else ():
            say.note(f"          a page to look at: {say.one_line(url)}")
    return found


def _line(record: Record) -> str:
    return say.clip(say.described(record), max(say.width() - 24, 40))


def _tell(asking: Finder, found: list[Sought], counts: Counter[str], *, noted: bool) -> None:
    if not found:
        say.note("There is no report whose full text is sought and not had yet.")
        return
    parts = [f"{counts[name]:,} {words}" for name, words in _WORDS.items() if counts[name]]
    say.note(f"{say.count(len(found), 'report')}: {', '.join(parts)}")
    for name, why in asking.faults.items():
        say.note(f"{name} was not asked any more: {why}")
    open_still = sum(bool(one.silent) for one in found if one.status != "found")
    if open_still:
        say.note(
            f"Of {say.count(open_still, 'report')} a source gave no answer, so that nothing is "
            "noted of them: look for them again"
        )
    vain = sum(one.status in {"closed", "failed"} and not one.silent for one in found)
    if vain and not noted:
        say.note(
            "What was not found still counts as sought: --note-missing notes it as not retrieved, "
            "or attach it (litreview fulltext attach ID FILE)"
        )
