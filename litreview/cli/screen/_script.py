"""Judging by script: what was asked is done, all of it or nothing, and what is next is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from litreview.cli import say
from litreview.errors import UsageError
from litreview.model import DECISIONS, Decision, Report, ReportId, Stage
from litreview.screening.ballots import Ballot
from litreview.screening.masking import masked
from litreview.screening.session import Session

if TYPE_CHECKING:
    from litreview.cli.screen._sitting import Asked
    from litreview.review import Review

_SHOWN, _LISTED = 5, 20


def run(review: Review, at: Stage, asked: Asked) -> None:
    """Cast and withdraw what was asked, then tell. Raises UsageError, UnknownName."""
    from litreview.review.affected import listed, sitting
    from litreview.review.random_check import CHECK, before
    from litreview.review.ranking import scripted

    withdrawn = _own_votes(review, at, asked.undo)
    ballots = [_ballot(review, at, text, asked.because, asked.note) for text in asked.decide]
    if both := {ballot.report for ballot in ballots}.intersection(withdrawn):
        raise UsageError(
            f"the vote on {min(both)} is both cast and taken back", remedy="do one of them"
        )
    if ballots and asked.affected:
        _only_waiting(sitting(review, at.name, review.who), ballots)
    if ballots:
        review.cast(*ballots)
    for report in withdrawn:
        review.withdraw_vote(report, at.name)
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
        say.out({**_data(session, ballots, withdrawn, queue, whys), **affected})
    elif asked.affected:
        _tell_again(review, session, ballots, withdrawn, queue)
    else:
        _tell(session, ballots, withdrawn, queue)
    if order:
        say.note(order)


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


def _data(
    session: Session,
    ballots: Sequence[Ballot],
    withdrawn: Sequence[ReportId],
    queue: Sequence[Report],
    whys: Mapping[ReportId, str],
) -> dict[str, Any]:
    return {
        "stage": session.stage.name,
        "reviewer": session.reviewer,
        "decided": [{"report": b.report, "decision": b.decision} for b in ballots],
        "withdrawn": withdrawn,
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
    ballots: Sequence[Ballot],
    withdrawn: Sequence[ReportId],
    queue: Sequence[Report],
) -> None:
    stage = session.stage
    _done(session, ballots, withdrawn)
    if queue and not ballots and not withdrawn:
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


def _done(session: Session, ballots: Sequence[Ballot], withdrawn: Sequence[ReportId]) -> None:
    at = f"at stage {session.stage.name}"
    for report in withdrawn:
        say.note(f"{report}: the vote of {session.reviewer} is withdrawn {at}")
    for b in ballots:
        because = f" ({', '.join(b.reasons)})" if b.reasons else ""
        say.note(f"{b.report}: {b.decision}{because} by {session.reviewer} {at}")


def _line(report: Report) -> str:
    year = report.record.year or "no year"
    return f"{report.id}  {year}  {' '.join(report.record.title.split()) or '(no title)'}"


def _tell_again(
    review: Review,
    session: Session,
    ballots: Sequence[Ballot],
    withdrawn: Sequence[ReportId],
    queue: Sequence[Report],
) -> None:
    """What is to be looked at again, each report with the reason."""
    from litreview.review.affected import only_order

    name, who = session.stage.name, session.reviewer
    _done(session, ballots, withdrawn)
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
