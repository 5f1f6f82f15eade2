"""`litreview status`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.review import StageStanding, Standing
    from litreview.review.readers import Reader

_SHOWN = 4
_WORDS = {
    "include": "included",
    "exclude": "excluded",
    "maybe": "maybe",
    "conflict": "in conflict",
    "waiting": "waiting for a vote",
    "unread": "unread",
    "left": "left unread",
}


@click.command()
@say.as_json
@click.pass_obj
def command(folder: Path, as_json: bool) -> None:
    """What stands where, what is pending and for whom, and what to do next."""
    from litreview.review import kept_flow

    with opened(folder, quiet=True) as review:
        now = review.standing()
        kept_flow.keep(review)
    if as_json:
        say.out(_plain(now))
        return
    say.out_lines(say.one_line(now.title), "")
    rows = list(_rows(now))
    label = max(len(row[0]) for row in rows)
    number = max(len(row[1]) for row in rows)
    for name, n, rest in rows:
        say.out_lines(f" {name.ljust(label)}  {n.rjust(number)}  {rest}".rstrip())
    _wrong(now)
    say.out_lines("", f"Next: {say.here(now.next)}")


def _rows(now: Standing) -> Iterator[tuple[str, str, str]]:
    """A line a step: what, how many, what they consist of."""
    of_entries = f"{say.count(now.unreadable, 'entry')} could not be read"
    short = f"{now.incomplete:,} not complete" if now.incomplete else ""
    yield "searches", f"{now.searches:,}", short
    yield "records", f"{now.records:,}", of_entries if now.unreadable else ""
    yield "reports", f"{now.reports:,}", _reports(now)
    for one in now.stages:
        if one.stage.phase == "eligibility" and now.missing:
            yield "full texts sought", f"{now.sought:,}", f"{now.missing:,} not retrieved"
        yield say.one_line(one.stage.label), f"{one.total:,}", _outcomes(one)
        yield from (("", "", line) for line in _readers(one))
        if one.stop is not None:
            yield "", "", f"reading stopped on {one.stop.at[:10]} by rule {one.stop.rule}"
        if one.again or one.unsettled:
            yield "", "", _again(one)
    yield "studies included", f"{now.included:,}", _included(now)
    yield from _extraction(now)


def _extraction(now: Standing) -> Iterator[tuple[str, str, str]]:
    """The extracted rows; where several people extract each study, who is how far, and agrees."""
    one = now.extraction
    several = one.wanted > 1
    by = f" by {one.wanted} people" if several else ""
    begun = f", {one.begun:,} begun" if one.begun else ""
    done = f"{one.finished:,} of {say.count(one.studies, 'study')} extracted{by}{begun}"
    yield "extracted rows", f"{now.rows:,}", done if now.rows and one.studies else ""
    wide = max((len(name) for name, _, _ in one.people), default=0)
    for name, finished, open_ in one.people:
        half = f", {open_:,} begun" if open_ else ""
        yield "", "", f"{name.ljust(wide)}  {say.count(finished, 'study')} finished{half}"
    if one.of:
        share = f"{one.same / one.of:.0%}"
        yield "", "", f"{one.same:,} of {one.of:,} values given twice are the same ({share})"
    if one.differ:
        yield "", "", f"{say.count(one.differ, 'row')} to be settled"


def _reports(now: Standing) -> str:
    if not now.records:
        return ""
    duplicates = say.count(now.records - now.reports, "duplicate")
    found = "duplicates not searched for yet" if now.needs_dedup else duplicates
    unsure = f", {say.count(now.unsure, 'unsure pair')}" if now.unsure else ""
    return f"{found}{unsure}"


def _included(now: Standing) -> str:
    return f"from {say.count(now.included_reports, 'report')}" if now.included_reports else ""


def _outcomes(one: StageStanding) -> str:
    return ", ".join(f"{n:,} {_WORDS[what]}" for what, n in one.counts.items() if n)


def _readers(one: StageStanding) -> Iterator[str]:
    """Who has read how many, and has how many to read, where reports are read by several people.

    Where one vote is enough and nothing is shared out, the same reports wait for all of them.
    """
    stage = one.stage
    if stage.votes == 1 and not one.calibration and stage.allocation == "all":
        if len(one.to_read) > 1:
            yield f"to read: {one.open:,}, by {' or '.join(one.to_read)}"
        return
    if one.calibration:
        open_ = any(reader.calibration for reader in one.readers) or not one.readers
        state = "to be read by everybody first" if open_ else "read by everybody"
        yield f"calibration sample of {say.count(one.calibration, 'report')}: {state}"
    wide = max((len(reader.name) for reader in one.readers), default=0)
    if one.total:
        yield from (f"{reader.name.ljust(wide)}  {_reader(reader)}" for reader in one.readers)
    if one.wanted and one.open:
        noun = "another reviewer" if one.wanted == 1 else f"{one.wanted} more reviewers"
        yield f"{noun}: {one.open:,} to read"


def _reader(reader: Reader) -> str:
    if reader.left:
        return f"{reader.read:,} read, takes no more part"
    first = f", {reader.calibration:,} of them first" if reader.calibration else ""
    return f"{reader.read:,} read, {reader.open:,} to read{first}"


def _again(one: StageStanding) -> str:
    """What a change of the criteria could turn."""
    known = [f"{name} {n:,}" for name, n in one.again.items()]
    if one.unsettled:
        known.append(f"{say.count(one.unsettled, 'settlement')} of conflicts")
    return f"to look at again since the criteria changed: {', '.join(known)}"


def _wrong(now: Standing) -> None:
    if not now.findings:
        return
    say.out_lines("")
    for finding in now.findings[:_SHOWN]:
        say.out_lines(f" {finding.severity}: {say.one_line(finding.message)}")
        if finding.remedy:
            say.out_lines(f"    to do: {say.one_line(finding.remedy)}")
    if len(now.findings) > _SHOWN:
        say.out_lines(f" and {len(now.findings) - _SHOWN:,} more: litreview check")


def _plain(now: Standing) -> dict[str, Any]:
    return {
        "title": now.title,
        "searches": now.searches,
        "incomplete": now.incomplete,
        "records": now.records,
        "unreadable": now.unreadable,
        "reports": now.reports,
        "duplicates": now.records - now.reports,
        "dedup_needed": now.needs_dedup,
        "unsure": now.unsure,
        "stages": [
            {
                "name": one.stage.name,
                "label": one.stage.label,
                "votes": one.stage.votes,
                "reports": one.total,
                "counts": one.counts,
                "to_read": one.to_read,
                "reviewers_wanted": one.wanted,
                "readers": one.readers,
                "calibration": one.calibration,
                "affected": one.again,
                "affected_settlements": one.unsettled,
                "stopped": one.stop and {"at": one.stop.at, "rule": one.stop.rule},
            }
            for one in now.stages
        ],
        "sought": now.sought,
        "not_retrieved": now.missing,
        "included": now.included,
        "included_reports": now.included_reports,
        "extracted_rows": now.rows,
        "extraction": now.extraction,
        "findings": now.findings,
        "next": now.next,
    }
