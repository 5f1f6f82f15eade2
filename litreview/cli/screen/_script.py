"""Judging by script: what was asked is done, all of it or nothing, and what is next is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litreview.cli import say
from litreview.errors import UsageError
from litreview.model import DECISIONS, Decision, Report, ReportId, Stage
from litreview.screening.ballots import Ballot, tidy
from litreview.screening.masking import masked
from litreview.screening.session import Session

if TYPE_CHECKING:
    from litreview.cli.screen._sitting import Asked
    from litreview.review import Review

_SHOWN, _LISTED = 5, 20


@dataclass(frozen=True, slots=True)
class _Done:
    """What was done."""

    ballots: Sequence[Ballot]
    withdrawn: Sequence[ReportId]
    labels: Mapping[ReportId, tuple[str, ...]]


def run(review: Review, at: Stage, asked: Asked) -> None:
    """Cast, withdraw and label as was asked, then tell. Raises UsageError, UnknownName."""
    from litreview.review.affected import listed, sitting
    from litreview.review.random_check import CHECK, before
    from litreview.review.ranking import scripted

    done = _do(review, at, asked)
    session = sitting(review, at.name, review.who) if asked.affected else review.screen(at.name)
    items, order = session.queue, ""
    if not asked.affected:
        ranked, order = scripted(review, at, session.reviewer)
        check = [item for item in items if item.why == CHECK]
        items = before(check, ranked or items)
    listed_first = items[:_LISTED]
    queue = [
        masked(report, at.masked) for report in review.reports(item.report for item in listed_first)
    ]
    whys = {item.report: item.why for item in listed_first}
    if asked.as_json:
        affected = {"affected": listed(review.present, session)} if asked.affected else {}
        say.out({**_data(session, done, queue, whys), **affected})
    elif asked.affected:
        _tell_again(review, session, done, queue)
    else:
        _tell(session, done, queue)
    if order:
        say.note(order)


def _do(review: Review, at: Stage, asked: Asked) -> _Done:
    """All that was asked, after all of it was checked."""
    from litreview.review.affected import sitting
    from litreview.review.desk import Desk
    from litreview.review.voting import reviewer

    withdrawn = _own_votes(review, at, asked.undo)
    ballots = [_ballot(review, at, text, asked.because, asked.note) for text in asked.decide]
    labels = dict(_labels(review, text) for text in asked.label)
    if both := {ballot.report for ballot in ballots}.intersection(withdrawn):
        raise UsageError(
            f"the vote on {min(both)} is both cast and taken back", remedy="do one of them"
        )
    if ballots and asked.affected:
        _only_waiting(sitting(review, at.name, review.who), ballots)
    who = reviewer(review.settings, review.who, str(review.folder.settings)) if labels else ""
    if ballots:
        review.cast(*ballots)
    for report in withdrawn:
        review.withdraw_vote(report, at.name)
    for report, given in labels.items():
        Desk(review, who, at.name).label(report, given)
    return _Done(ballots, withdrawn, labels)


def _only_waiting(session: Session, ballots: Sequence[Ballot]) -> None:
    """Refuse a decision on what the reviewer has not to look at again. Raises UsageError."""
    waits = {item.report for item in session.queue}
    for ballot in ballots:
        if ballot.report not in waits:
            raise UsageError(
                f"{session.reviewer} has not to look at {ballot.report} again",
                where=f"--decide {ballot.report}={ballot.decision}, stage {session.stage.name!r}",
                remedy="see what waits with `litreview screen --affected --json`",
            )


def _own_votes(review: Review, stage: Stage, undo: Sequence[str]) -> list[ReportId]:
    """The reports whose votes are to be withdrawn, each of them checked."""
    reports = [review.resolve_id(text) for text in undo]
    for report in reports:
        votes = review.present.screening.of(stage.name, report).votes
        if not any(vote.reviewer == review.who for vote in votes):
            raise UsageError(
                f"{review.who} has no vote on {report} at stage {stage.name!r}",
                remedy=f"see who voted with `litreview log show --about {report}`",
            )
    return list(dict.fromkeys(reports))


def _ballot(review: Review, stage: Stage, text: str, because: tuple[str, ...], note: str) -> Ballot:
    """The ballot that ID=DECISION means."""
    target, _, word = text.rpartition("=")
    known: dict[str, Decision] = {name: name for name in DECISIONS}
    if not target or word not in known:
        raise UsageError(
            f"{text!r} is not a decision", remedy="write ID=include, ID=exclude or ID=maybe"
        )
    report = review.resolve_id(target)
    return Ballot(report, stage.name, known[word], because, note, "by name")


def _labels(review: Review, text: str) -> tuple[ReportId, tuple[str, ...]]:
    """The report and the labels that ID=ONE,TWO means; ID= takes all of them away."""
    target, given, words = text.partition("=")
    if not target or not given:
        raise UsageError(f"{text!r} gives no labels", remedy="write ID=LABEL, or ID=ONE,TWO")
    return review.resolve_id(target), tidy(words.split(","))


def _data(
    session: Session,
    done: _Done,
    queue: Sequence[Report],
    whys: Mapping[ReportId, str],
) -> dict[str, Any]:
    return {
        "stage": session.stage.name,
        "reviewer": session.reviewer,
        "decided": [{"report": b.report, "decision": b.decision} for b in done.ballots],
        "withdrawn": done.withdrawn,
        "labelled": [{"report": r, "labels": held} for r, held in done.labels.items()],
        "read": session.read,
        "total": session.total,
        "open": len(session.queue),
        "reasons": [{"code": c.code, "label": c.label} for c in session.reasons],
        "next": [
            {
                "report": report.id,
                "title": report.record.title,
                "authors": report.record.authors,
                "year": report.record.year,
                "venue": report.record.venue,
                "doi": report.record.doi,
                "abstract": report.record.abstract,
                "why": whys[report.id],
            }
            for report in queue
        ],
    }


def _tell(
    session: Session,
    done: _Done,
    queue: Sequence[Report],
) -> None:
    stage = session.stage
    _say(session, done)
    if queue and not (done.ballots or done.withdrawn or done.labels):
        say.note("no terminal to screen on: decide by script, as below")
    for report in queue[:_SHOWN]:
        say.out_lines(_line(report))
    waiting = len(session.queue)
    more = f", the first {_SHOWN} are listed" if waiting > _SHOWN else ""
    say.note(
        f"{session.reviewer} has read {session.read:,} of {session.total:,} reports at stage "
        f"{stage.name}; {waiting:,} {'is' if waiting == 1 else 'are'} open{more}"
    )
    if not queue:
        say.following("litreview status")
        return
    codes = ", ".join(criterion.code for criterion in session.reasons)
    say.following(
        f"litreview screen --stage {stage.name} --reviewer {session.reviewer} "
        f"--decide {queue[0].id}=include"
    )
    say.note(f"      or =maybe, or =exclude{' --because CODE' if codes else ''}")
    if codes:
        say.note(f"Codes: {codes}")


def _say(session: Session, done: _Done) -> None:
    at = f"at stage {session.stage.name}"
    for report in done.withdrawn:
        say.note(f"{report}: the vote of {session.reviewer} is withdrawn {at}")
    for b in done.ballots:
        because = f" ({', '.join(b.reasons)})" if b.reasons else ""
        say.note(f"{b.report}: {b.decision}{because} by {session.reviewer} {at}")
    for report, labels in done.labels.items():
        say.note(f"{report}: {say.one_line(', '.join(labels)) or 'no labels'}")


def _line(report: Report) -> str:
    year = report.record.year or "no year"
    return f"{report.id}  {year}  {' '.join(report.record.title.split()) or '(no title)'}"


def _tell_again(
    review: Review,
    session: Session,
    done: _Done,
    queue: Sequence[Report],
) -> None:
    """What is to be looked at again, each report with the reason."""
    from litreview.review.affected import only_order

    name, who = session.stage.name, session.reviewer
    _say(session, done)
    for report, item in zip(queue[:_SHOWN], session.queue, strict=False):
        held = session.voted.get(report.id)
        because = f", {', '.join(held.reasons)}" if held and held.reasons else ""
        say.out_lines(
            _line(report), f"    {f'{held.decision}{because}: ' if held else ''}{item.why}"
        )
    waiting = len(session.queue)
    more = f", the first {_SHOWN} are listed" if waiting > _SHOWN else ""
    say.note(f"{who} has {say.count(waiting, 'report')} to look at again at stage {name}{more}")
    if queue:
        say.following(
            f"litreview screen --affected --stage {name} --reviewer {who} "
            f"--decide {queue[0].id}=include"
        )
        say.note("      or =maybe, or =exclude: the same decision again confirms it")
        return
    if only_order(review.present):
        say.note("only the order of the criteria changed: no judgement could turn")
    say.following("litreview status")
