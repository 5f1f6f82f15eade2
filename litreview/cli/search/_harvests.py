"""What became of harvests: a line that can be quoted, what is wrong, and the same as data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from litreview.cli import say

if TYPE_CHECKING:
    from litreview.review.asking import Refusal
    from litreview.review.harvesting import Harvest, Job

_SHOWN = 5
_NOTHING: dict[str, Any] = {
    "search": None, "expected": None, "exact": None, "received": 0, "unique": 0, "complete": False,
    "enough": False, "records": 0, "failures": 0, "set_aside": 0, "failed": [], "strings": [],
    "label": "", "remarks": [], "echo": "", "again": None, "requests": 0, "cost": 0.0,
}  # fmt: skip


def quoted(found: Harvest) -> str:
    """One sentence for a methods section."""
    search, outcome, proof = found.search, found.outcome, found.search.harvest
    parts = [f"{say.count(outcome.received, 'record')} received"]
    if outcome.expected is not None:
        about = "" if outcome.exact else "about "
        expected = say.count(outcome.expected, "record")
        parts = [f"{about}{expected} expected", f"{outcome.received:,} received"]
    more = [
        (proof.repeated if proof else 0, "came more than once"),
        (search.failures, "could not be read"),
        (proof.set_aside if proof else 0, "set aside"),
    ]
    rest = "".join(f"; {number:,} {what}" for number, what in more if number)
    state = "complete" if found.complete else f"incomplete: {say.one_line(outcome.reason)}"
    return f"{search.source}, {day(search.searched_on)}: {', '.join(parts)}, {state}{rest}"


def day(text: str) -> str:
    """`23 Nov 2026` for ``2026-11-23``."""
    when = date.fromisoformat(text) if text else datetime.now(UTC).date()
    return f"{when.day} {when:%b %Y}"


def show(found: Harvest, again: str = "") -> None:
    """The sentence on standard output; on standard error what it does not say, and what to do.

    again: the command that goes on with it, where that is not said of all harvests at once.
    """
    search, outcome, proof = found.search, found.outcome, found.search.harvest
    say.out_wrapped(quoted(found))
    known = "; it was complete before, and nothing was asked" if found.status == "known" else ""
    say.note(f"    {search.id}: {say.count(search.records, 'record')}{known}")
    if found.status == "known":
        return
    for remark in proof.remarks if proof else ():
        say.note(f"    note: {say.one_line(remark)}")
    for failure in found.failures[:_SHOWN]:
        say.note(f"    entry {failure.number:,}: {say.one_line(failure.reason)}")
    if len(found.failures) > _SHOWN:
        say.note(f"    {len(found.failures) - _SHOWN:,} more failures: all with --json")
    if outcome.cost:
        say.note(f"    cost: {outcome.cost:.4f} US dollars for {outcome.requests:,} requests")
    if not found.complete:
        _to_do(found, again)


def _to_do(found: Harvest, again: str) -> None:
    """What helps a harvest that is not complete."""
    outcome = found.outcome
    if found.search.enough:
        more = ": as many came as were wanted" if again else ", or take more with --most"
        say.note(f"    to do: nothing{more}")
        return
    if outcome.remedy:
        say.note(f"    to do: {say.one_line(outcome.remedy)}")
    if outcome.again:
        say.note(f"    come back: {_when(outcome.again)}")
    if again:
        say.note(f"    to go on: {say.here(again)}")


def _when(then: datetime) -> str:
    utc = then.astimezone(UTC)
    return f"{utc.day} {utc:%b %Y, %H:%M} UTC"


def show_refusal(found: Refusal) -> None:
    """What, where, what to do, with the source in front."""
    error = found.error
    say.note(f"{found.source}: {say.one_line(error.what)}")
    for word, part in (("where", error.where), ("to do", error.remedy)):
        if part:
            say.note(f"    {word}: {say.one_line(part)}")


def show_plan(job: Job) -> None:
    """What would be asked: the strings to standard output, what is to be said of them beside."""
    made = job.compiled
    state = "; it is complete, and would not be asked again" if job.known else ""
    say.note(f"{job.source.about.title} as {job.id}: {made.label}{state}")
    for remark in made.remarks:
        say.note(f"    note: {say.one_line(remark)}")
    say.out_lines(*(string for string in made.strings if string))


def data(found: Harvest) -> dict[str, Any]:
    """A harvest for a program."""
    search, outcome, proof = found.search, found.outcome, found.search.harvest
    return {
        "source": proof.source if proof else search.source,
        "search": search.id,
        "status": found.status,
        "expected": outcome.expected,
        "exact": outcome.exact,
        "received": outcome.received,
        "unique": outcome.distinct,
        "complete": found.complete,
        "enough": found.search.enough,
        "records": search.records,
        "failures": search.failures,
        "set_aside": proof.set_aside if proof else 0,
        "failed": [
            {"number": one.number, "reason": one.reason, "raw": one.raw} for one in found.failures
        ],
        "reason": outcome.reason,
        "remedy": outcome.remedy,
        "again": outcome.again.isoformat() if outcome.again else None,
        "strings": list(proof.strings) if proof else [],
        "label": proof.label if proof else "",
        "remarks": list(proof.remarks) if proof else [],
        "echo": proof.echo if proof else "",
        "requests": outcome.requests,
        "cost": outcome.cost,
    }


def refusal_data(found: Refusal) -> dict[str, Any]:
    """A source that failed, with the keys of `data`."""
    what = {"status": "failed", "reason": found.error.what, "remedy": found.error.remedy}
    return {"source": found.source, **_NOTHING, "search": found.search or None, **what}


def plan_data(job: Job) -> dict[str, Any]:
    """What would be asked, for a program."""
    made, limits = job.compiled, job.plan.limits
    return {
        "source": job.source.about.name,
        "search": job.id,
        "status": "known" if job.known else "planned",
        "strings": list(made.strings),
        "label": made.label,
        "remarks": list(made.remarks),
        "meant": made.meant,
        "from": limits.first,
        "to": limits.last,
        "since": limits.since,
        "most": job.plan.most,
        "options": dict(limits.options),
    }


def together(
    found: Sequence[dict[str, Any]], *, several: bool, complete: bool | None = None
) -> Any:  # noqa: ANN401 - JSON
    """One object for one source; for several a list, and whether all is complete."""
    if not several:
        return found[0]
    return {"sources": list(found)} | ({} if complete is None else {"complete": complete})
