"""`litreview screen stop`."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.review.stopping import Stopping
    from litreview.screening.stop.reading import Opinion
    from litreview.screening.stop.rule import Rule

_WIDE = 78
_NAME, _MET = 16, 12
_WORDS = {True: "met", False: "not met", None: "cannot say"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked on the command line."""

    rule: str
    note: str
    declare: bool
    resume: bool
    check: int | None


@click.command()
@click.option("--stage", default=None, help="The first stage: no other can be stopped.")
@click.option("--reviewer", "-r", default="", help="Who signs (default: LITREVIEW_REVIEWER).")
@click.option(
    "--rule", default="", metavar="NAME", help="The rule to go by (default: certificate)."
)
@click.option("--note", default="", help="Why you stop, or read on.")
@click.option("--declare", is_flag=True, help="Stop: what nobody has read is left unread.")
@click.option("--resume", is_flag=True, help="Read on: the stop counts no more.")
@click.option("--check", type=click.IntRange(min=1), default=None, metavar="N",
              help="Have N of the unread read next, drawn at random.")  # fmt: skip
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    stage: str | None,
    reviewer: str,
    rule: str,
    note: str,
    declare: bool,
    resume: bool,
    check: int | None,
    as_json: bool,
) -> None:
    """What each stopping rule says; stop a stage, or read it on.

    Without --declare, --resume or --check nothing is written. Exit status 1 where the rule is not
    met and nothing was asked for.
    """
    asked = _Asked(rule, note, declare, resume, check)
    _refuse(asked)
    with opened(folder, reviewer) as review:
        now = review.stopping(stage)
        met = now.opinion(_rule(asked)).met
        done = _do(review, now, asked)
        if done:
            now = review.stopping(stage)
    status = say.will_end(0 if done or met else 1)
    if as_json:
        say.out(_data(now, _rule(asked), done))
    elif not done:
        _tell(now)
    if done:
        say.note(done)
    _following(now, asked, met=bool(met))
    raise SystemExit(status)


def _refuse(asked: _Asked) -> None:
    if sum((asked.declare, asked.resume, asked.check is not None)) > 1:
        raise UsageError(
            "--declare, --resume and --check do different things", remedy="choose one of them"
        )
    if asked.note and not (asked.declare or asked.resume):
        raise UsageError("--note goes with --declare or --resume", remedy="leave it out")
    if asked.rule and (asked.resume or asked.check is not None):
        raise UsageError("--rule goes with --declare, or alone", remedy="leave it out")


def _rule(asked: _Asked) -> str:
    from litreview.review.stopping import RULE

    return asked.rule or RULE


def _do(review: Review, now: Stopping, asked: _Asked) -> str:
    """Append what was asked for; what was done, in words, or "". Raises UsageError."""
    from litreview.review import stopping

    at = say.one_line(now.stage.label)
    if asked.declare:
        stop = stopping.declare(now, _rule(asked), asked.note)
        review.append(stop, who=stopping.signer(review, now))
        met = "" if now.opinion(stop.rule).met else ", which is not met"
        return (
            f"{at}: stopped by rule {stop.rule}{met}; {say.count(stop.read, 'report')} read, "
            f"{stop.unread:,} left unread"
        )
    if asked.resume:
        review.append(stopping.resume(now, asked.note), who=stopping.signer(review, now))
        return f"{at}: read on; {say.count(now.unread, 'report')} unread"
    if asked.check is not None:
        check = stopping.ask_check(review, now, asked.check)
        review.append(check, who=stopping.signer(review, now))
        return f"{at}: {say.count(check.reports, 'report')} drawn at random come first now"
    return ""


def _tell(now: Stopping) -> None:
    """The rules side by side, then what each promises and what not, in 78 columns."""
    from litreview.review.stopping import headline
    from litreview.screening.stop.rules import RULES

    goal = f"recall {now.reading.recall:g}, confidence {now.reading.confidence:g}"
    say.out_lines(headline(now), f"asked for in review.toml: {goal}")
    if now.hidden:
        many = say.count(now.hidden, "report")
        say.out_lines(f"{many} read by others alone so far: not told yet, and unread here")
    if now.stop is not None:
        say.out_lines(
            f"stopped by {now.by} on {now.stop.at[:10]}, rule {now.stop.rule}: "
            f"{now.left:,} left unread"
        )
    if now.check is not None:
        say.out_lines(f"random check: {now.check.read:,} of {now.check.reports:,} read")
    say.out_lines("")
    for one in now.opinions:
        say.out_lines(*_side_by_side(one))
    say.out_lines("")
    for one in now.opinions:
        say.out_lines(*_promise(RULES[one.rule]))


def _side_by_side(one: Opinion) -> list[str]:
    head = f"{one.rule.ljust(_NAME)}{_WORDS[one.met].ljust(_MET)}"
    return textwrap.wrap(f"{head}{one.words}", _WIDE, subsequent_indent=" " * (_NAME + _MET))


def _promise(rule: Rule) -> list[str]:
    return [
        rule.name,
        *textwrap.wrap(rule.promises, _WIDE, initial_indent="  + ", subsequent_indent="    "),
        *textwrap.wrap(rule.does_not, _WIDE, initial_indent="  - ", subsequent_indent="    "),
    ]


def _following(now: Stopping, asked: _Asked, *, met: bool) -> None:
    """What comes next."""
    if now.stop is not None or not now.unread:
        say.following("litreview status")
    elif met and not (asked.resume or asked.check):
        say.following(f"litreview screen stop --declare --rule {_rule(asked)}")
    else:
        say.following(f"litreview screen --stage {now.stage.name}")


def _data(now: Stopping, rule: str, done: str) -> dict[str, Any]:
    from litreview.screening.stop.rules import RULES

    held, stop = now.reading, now.stop
    return {
        "stage": now.stage.name,
        "read": len(held.labels),
        "unread": now.unread,
        "hidden": now.hidden,
        "relevant": held.relevant,
        "included": now.included,
        "in_a_row": now.in_a_row,
        "recall": held.recall,
        "confidence": held.confidence,
        "rule": rule,
        "met": now.opinion(rule).met,
        "rules": [
            {
                "rule": one.rule,
                "met": one.met,
                "words": one.words,
                "figures": dict(one.figures),
                "promises": RULES[one.rule].promises,
                "does_not": RULES[one.rule].does_not,
            }
            for one in now.opinions
        ],
        "check": now.check,
        "stopped": stop and {"at": stop.at, "by": now.by, "rule": stop.rule, "note": stop.note},
        "left_unread": now.left,
        "done": done,
    }
