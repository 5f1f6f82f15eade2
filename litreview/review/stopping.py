"""When reading may stop: what the rules are told of a stage, and the events of a stop.

Only the first stage can be stopped. A report counts as read from its first vote that still stands
in its place, whatever was decided later: that is when the order of reading showed it. It counts as
relevant where it is included, and, on the safe side, where it is at maybe, where the votes on it
disagree, and where it waits for another vote and the one cast says include or maybe.

Nobody is told how others vote before their time: a report that waits counts by the vote of whoever
asks, and as unread where they have cast none.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from litreview.errors import UnknownName, UsageError
from litreview.events import RandomCheckAsked, ScreeningResumed, ScreeningStopped, VoteCast
from litreview.model import RecordId, ReportId, Stage
from litreview.review import random_check, teams, voting
from litreview.screening.left import stopped
from litreview.screening.state import Verdict
from litreview.screening.stop.reading import Opinion, Reading

if TYPE_CHECKING:
    from litreview.review import Review

RULE = "certificate"
"""The rule that is gone by where nobody names another."""
_AT_THE_END = ("certificate", "random-check", "estimate")
"""What the end of a queue says; the command says all."""
_SAFE = frozenset({"include", "maybe", "conflict"})
_MET = {True: "yes", False: "no", None: "cannot say"}
_WIDE, _HEAD = 78, 14


@dataclass(frozen=True, slots=True)
class Check:
    """The random check that was asked for last. reports: how many it reads; read: by now."""

    reports: int
    read: int


@dataclass(frozen=True, slots=True)
class Stopping:
    """What is known of stopping a stage.

    reading: as far as whoever asks may know it. unread: reports without any vote; hidden: those
    that wait for another vote, and are unread in `reading`. included: reports with that verdict.
    stop: in force; by: who declared it; left: how many reports it leaves unread.
    """

    stage: Stage
    reading: Reading
    opinions: tuple[Opinion, ...]
    unread: int
    included: int
    check: Check | None = None
    stop: ScreeningStopped | None = None
    by: str = ""
    left: int = 0

    @property
    def hidden(self) -> int:
        """Reports that count as unread, though somebody else has read them."""
        return self.reading.unread - self.unread

    @property
    def in_a_row(self) -> int:
        """Reports read since the last relevant one."""
        return sum(1 for _ in takewhile(lambda label: not label, reversed(self.reading.labels)))

    def opinion(self, rule: str) -> Opinion:
        """What the rule called `rule` says. Raises UnknownName."""
        for one in self.opinions:
            if one.rule == rule:
                return one
        raise UnknownName(
            f"there is no stopping rule {rule!r}",
            remedy=f"use one of: {', '.join(one.rule for one in self.opinions)}",
        )


def stopping(review: Review, stage: str | None = None) -> Stopping:
    """What may be known now, by who asks, of stopping `stage` (None: the first).

    Linear in log and reports.

    Raises UsageError: another than the first, or that one reads full texts.
    """
    from litreview.screening.stop.rules import opinions

    at, present = _first(review, stage), review.present
    held = reading(review, at)
    verdicts = [present.screening.of(at.name, report) for report in present.eligible(at)]
    drawn = random_check.drawn(present, at)
    read = sum(bool(present.screening.of(at.name, report).votes) for report in drawn)
    stop = stopped(present.state, present.plan)
    return Stopping(
        stage=at,
        reading=held,
        opinions=opinions(held),
        unread=sum(not one.votes for one in verdicts),
        included=sum(one.status == "include" for one in verdicts),
        check=Check(len(drawn), read) if drawn else None,
        stop=stop,
        by=present.state.of("stop")[at.name,].who if stop is not None else "",
        left=sum(one.status == "left" for one in verdicts),
    )


def reading(review: Review, stage: Stage) -> Reading:
    """What has been read of `stage`, in the order of reading, as far as who asks may know it."""
    present = review.present
    told = [
        (label, checked)
        for report, checked in _read(review, stage).items()
        for label in _label(present.screening.of(stage.name, report), stage, review.who)
    ]
    return Reading(
        labels=[label for label, _ in told],
        unread=len(present.eligible(stage)) - len(told),
        checks=[checked for _, checked in told],
        recall=review.plan.stopping.recall,
        confidence=review.plan.stopping.confidence,
    )


def _read(review: Review, stage: Stage) -> dict[ReportId, bool]:
    """The reports with a vote, in the order of their first: whether a random check showed them."""
    review.index.catch_up(review.folder.log_files())  # votes that were changed later are only there
    clusters, held = review.shelf.clusters, review.state.of("vote")
    places = {key for key, entry in held.items() if isinstance(entry.event, VoteCast)}
    found: dict[ReportId, bool] = {}
    for entry in review.index.events():
        event = entry.event
        if not isinstance(event, VoteCast) or event.stage != stage.name:
            continue
        report = clusters.get(RecordId(event.record))
        if report is not None and (event.stage, event.record, entry.who) in places:
            found[report] = found.get(report, False) or event.shown == random_check.CHECK
    return found


def _label(verdict: Verdict, stage: Stage, who: str) -> Iterator[bool]:
    """Whether the report counts as relevant; nothing where `who` may not know yet."""
    status = verdict.as_told_to(who).status
    if status != "waiting":
        yield status in _SAFE
        return
    seen = [v for v in verdict.votes if verdict.open_to(stage, who, v.reviewer)]
    if seen:
        yield any(vote.decision != "exclude" for vote in seen)


def declare(now: Stopping, rule: str, note: str) -> ScreeningStopped:
    """The event by which reading stops. Raises UnknownName, UsageError: it may not."""
    said, at = now.opinion(rule), now.stage
    if now.stop is not None:
        raise _already(now)
    if not now.unread:
        raise _nothing_unread(at)
    if not said.met and not note.strip():
        raise UsageError(
            f"rule {rule} is not met at stage {at.name!r} ({said.words})",
            remedy="read on with `litreview screen`; or say why you stop all the same: --note TEXT",
        )
    return ScreeningStopped(
        stage=at.name,
        rule=rule,
        evidence=dict(_evidence(now)),
        read=now.reading.total - now.unread,
        included=now.included,
        unread=now.unread,
        note=note,
    )


def _evidence(now: Stopping) -> Iterator[tuple[str, float | str]]:
    """What each rule says, and what it was asked for."""
    yield "goal.recall", now.reading.recall
    yield "goal.confidence", now.reading.confidence
    yield "reading.read", float(len(now.reading.labels))
    yield "reading.relevant", float(now.reading.relevant)
    yield "reading.in_a_row", float(now.in_a_row)
    for one in now.opinions:
        yield f"{one.rule}.met", _MET[one.met]
        yield f"{one.rule}.said", one.words
        figures = one.figures.items()
        yield from ((f"{one.rule}.{key}", x) for key, x in figures if math.isfinite(x))


def resume(now: Stopping, note: str) -> ScreeningResumed:
    """The event by which reading goes on. Raises UsageError: it was not stopped."""
    if now.stop is None:
        raise UsageError(
            f"stage {now.stage.name!r} is not stopped",
            remedy="what each rule says of stopping it: `litreview screen stop`",
        )
    return ScreeningResumed(stage=now.stage.name, note=note)


def ask_check(review: Review, now: Stopping, reports: int) -> RandomCheckAsked:
    """The event that asks for a random check of so many `reports`. Raises UsageError."""
    if now.stop is not None:
        raise _already(now)
    if not now.unread:
        raise _nothing_unread(now.stage)
    if now.check is not None and now.check.read < now.check.reports:
        open_ = f"{now.check.read:,} of {now.check.reports:,}"
        raise UsageError(
            f"a random check is open at stage {now.stage.name!r}: {open_} read",
            remedy=f"read it first: litreview screen --stage {now.stage.name}",
        )
    wanted = min(reports, now.unread)
    return RandomCheckAsked(stage=now.stage.name, seed=review.plan.ranking.seed, reports=wanted)


def signer(review: Review, now: Stopping) -> str:
    """Who stops, resumes or asks: anyone who may vote there. Raises UsageError, UnknownName."""
    name = voting.reviewer(review.settings, review.who, str(review.folder.settings))
    teams.admit(review.state, name, now.stage.name)
    return name


def _first(review: Review, stage: str | None) -> Stage:
    first = review.plan.stages[0]
    at = review.stage(stage) if stage else first
    settings = str(review.folder.settings)
    if first.phase != "screening":
        raise UsageError(
            f"stage {first.name!r} cannot be stopped: full texts are all assessed",
            where=f"{settings}, [[stages]]",
            remedy='only a first stage with phase = "screening" can be',
        )
    if at != first:
        raise UsageError(
            f"stage {at.name!r} cannot be stopped: it holds what people included before",
            where=settings,
            remedy=f"leave --stage out: only the first stage, {first.name}, can be",
        )
    return at


def _already(now: Stopping) -> UsageError:
    when = now.stop.at[:10] if now.stop is not None else ""
    return UsageError(
        f"stage {now.stage.name!r} was stopped by {now.by} on {when}",
        remedy="to read on: `litreview screen stop --resume`",
    )


def _nothing_unread(stage: Stage) -> UsageError:
    return UsageError(
        f"nothing is unread at stage {stage.name!r}",
        remedy="there is nothing to stop: see where the review stands with `litreview status`",
    )


def headline(now: Stopping) -> str:
    """How far reading has come: ``read 620 of 1,101 · 41 relevant · none in the last 118``."""
    held = now.reading
    since = f" · none in the last {now.in_a_row:,}" if now.in_a_row else ""
    return f"read {len(held.labels):,} of {held.total:,} · {held.relevant:,} relevant{since}"


def words(review: Review, stage: Stage) -> list[str]:
    """What the end of a queue says of stopping `stage`: lines of at most 78 characters.

    Nothing where all is read, or at a later stage.
    """
    present = review.present
    if stage != review.plan.stages[0] or stage.phase != "screening":
        return []
    if all(present.screening.of(stage.name, report).votes for report in present.eligible(stage)):
        return []
    now = stopping(review)
    if now.stop is not None:
        return [f"reading was stopped by {now.by} on {now.stop.at[:10]}: {now.left:,} left unread"]
    lines = [headline(now)]
    for name in _AT_THE_END:
        lines += told(now.opinion(name))
    return [*lines, "all rules, and how to stop: litreview screen stop"]


def told(opinion: Opinion, head: int = _HEAD) -> list[str]:
    """The name of the rule and what it says, in lines of at most 78 characters."""
    name = opinion.rule.replace("-", " ").ljust(head)
    return textwrap.wrap(
        f"{name}{opinion.words}", _WIDE, subsequent_indent=" " * head, drop_whitespace=True
    )
