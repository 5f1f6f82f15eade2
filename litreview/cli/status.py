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

_SHOWN = 4
_WORDS = {
    "include": "included",
    "exclude": "excluded",
    "maybe": "maybe",
    "conflict": "in conflict",
    "waiting": "waiting for a vote",
    "unread": "unread",
}


@click.command()
@say.as_json
@click.pass_obj
def command(folder: Path, as_json: bool) -> None:
    """What stands where, what is pending and for whom, and what to do next."""
    with opened(folder, quiet=True) as review:
        now = review.standing()
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
        if (one.stage.votes > 1 or len(one.to_read) > 1) and (readers := _readers(one)):
            yield "", "", readers
        if one.again or one.unsettled:
            yield "", "", _again(one)
    yield "studies included", f"{now.included:,}", _included(now)
    yield "extracted rows", f"{now.rows:,}", ""


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


def _readers(one: StageStanding) -> str:
    """Who has how many to read. Where one vote is enough, the same reports wait for all of them."""
    if one.stage.votes == 1 and len(one.to_read) > 1:
        return f"to read: {one.open:,}, by {' or '.join(one.to_read)}"
    known = [f"{name} {n:,}" for name, n in one.to_read.items()]
    if one.wanted and one.open:
        noun = "another reviewer" if one.wanted == 1 else f"{one.wanted} more reviewers"
        known.append(f"{noun} {one.open:,}")
    return f"to read: {', '.join(known)}" if known else ""


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
                "affected": one.again,
                "affected_settlements": one.unsettled,
            }
            for one in now.stages
        ],
        "sought": now.sought,
        "not_retrieved": now.missing,
        "included": now.included,
        "included_reports": now.included_reports,
        "extracted_rows": now.rows,
        "findings": now.findings,
        "next": now.next,
    }
