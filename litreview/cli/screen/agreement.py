"""`litreview screen agreement`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.outputs.agreed import StageAgreement
    from litreview.screening.agreement import Agreement, Comparison, Figure, Maybe, Taken

_LABELS = {
    "raw": "raw agreement",
    "cohen_kappa": "Cohen's kappa",
    "fleiss_kappa": "Fleiss' kappa",
    "pabak": "adjusted kappa (PABAK)",
    "krippendorff_alpha": "Krippendorff's alpha",
    "on_include": "agreement on include",
    "on_exclude": "agreement on exclude",
    "on_maybe": "agreement on maybe",
}
_REASONS = {
    "raw": "same primary reason",
    "cohen_kappa": "Cohen's kappa of reasons",
    "krippendorff_alpha": "alpha of reasons",
}
_LISTED = 8
_WIDE = 25


@click.command()
@click.option(
    "--stage", default=None, help="The stage (default: the first that two people judged)."
)
@click.option(
    "--votes",
    type=click.Choice(["first", "final"]),
    default="first",
    show_default=True,
    help="The votes as cast first, or those in force.",
)
@click.option(
    "--maybe",
    type=click.Choice(["separate", "include"]),
    default="separate",
    show_default=True,
    help="A maybe is a category of its own, or counts as include.",
)
@click.option("--reviewers", default="", metavar="NAME,...", help="Only these reviewers.")
@click.option("--calibration", is_flag=True, help="Only the sample that everybody reads first.")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    stage: str | None,
    votes: str,
    maybe: str,
    reviewers: str,
    calibration: bool,
    as_json: bool,
) -> None:
    """How well reviewers agree, with intervals.

    Only reports that lack no vote are compared. Two exclusions agree, whatever their reasons; the
    primary reasons are compared apart.
    """
    from litreview.outputs.agreed import sentence
    from litreview.review.agreeing import agreed

    names = [name.strip() for name in reviewers.split(",") if name.strip()]
    with opened(folder) as review:
        found = agreed(
            review,
            stage,
            cast("Taken", votes),
            cast("Maybe", maybe),
            list(dict.fromkeys(names)),
            sample=calibration,
        )
        following = "" if found.agreement.overall.n else review.standing().next
    if as_json:
        say.out(_data(found) | {"sentence": sentence(found)})
        return
    _tell(found, sentence(found))
    if found.unsettled:
        say.following(f"litreview conflicts --stage {found.stage.name}")
    elif found.agreement.overall.disagree:
        say.following(f"litreview show {found.agreement.overall.disagree[0]}")
    elif following:
        say.following(following)


def _data(found: StageAgreement) -> dict[str, Any]:
    held = found.agreement
    return {
        "stage": found.stage.name,
        "votes": found.votes,
        "maybe": found.maybe,
        "reviewers": held.reviewers,
        "categories": held.categories,
        "reports": held.overall.n,
        "alone": held.alone,
        "waiting": found.waiting,
        "changed_later": found.changed,
        "different_criteria": held.versions,
        "overall": _compared(held.overall),
        "pairs": [_compared(pair) for pair in held.pairs],
        "unsettled": found.unsettled,
    }


def _compared(one: Comparison) -> dict[str, Any]:
    return {
        "reviewers": one.reviewers,
        "reports": one.n,
        "figures": one.figures,
        "reasons": one.reasons,
        "disagree": one.disagree,
        "reasons_differ": one.reasons_differ,
    }


def _tell(found: StageAgreement, quotable: str) -> None:
    held = found.agreement
    for one in _blocks(held) if held.overall.n else ():
        say.out_lines(*_block(one))
    if quotable:
        say.out_wrapped(quotable)
    judged = "no report has all its votes yet, so there is nothing to compare"
    if held.reviewers:
        many, names = say.count(held.overall.n, "report"), ", ".join(held.reviewers)
        judged = f"{many} judged by two or more of {names}"
    if len(held.reviewers) == 1:
        judged = f"agreement needs two people, and {held.reviewers[0]} is one"
    say.note(f"{found.stage.name}, {found.votes} votes: {judged}")
    for text in _left_out(found):
        say.note(text)
    if held.overall.n:
        say.note("In brackets: 95 % intervals. What each figure means stands in docs/teams.md")


def _blocks(held: Agreement) -> list[Comparison]:
    """All together, then two by two; of two people, one block with all figures."""
    if len(held.pairs) != 1:
        return [held.overall, *held.pairs]
    both = {**held.overall.figures, **held.pairs[0].figures}
    return [replace(held.pairs[0], figures={name: both[name] for name in _LABELS if name in both})]


def _left_out(found: StageAgreement) -> Iterator[str]:
    held = found.agreement
    if found.waiting:
        yield f"{say.count(found.waiting, 'report')} left out: another vote is still to be cast"
    if held.alone:
        yield f"{say.count(held.alone, 'report')} left out: judged by one of these people"
    if found.changed:
        yield f"{say.count(found.changed, 'vote')} changed or taken back later (--votes final)"
    if held.versions:
        yield f"{say.count(held.versions, 'report')} judged under two versions of the criteria"


def _block(one: Comparison) -> Iterator[str]:
    """One comparison, a line a figure, within 80 columns."""
    yield f"{', '.join(one.reviewers)}: {say.count(one.n, 'report')}"
    yield from _figures(one.figures, _LABELS)
    shared = max((figure.n for figure in one.reasons.values()), default=0)
    if shared:
        yield from _figures(one.reasons, _REASONS)
        yield f"    (of {say.count(shared, 'report')} excluded by both with a reason)"
    yield from _ids("disagree", one.disagree)
    yield from _ids("exclude for different reasons", one.reasons_differ)
    yield ""


def _figures(figures: Mapping[str, Figure], labels: Mapping[str, str]) -> Iterator[str]:
    for name, figure in figures.items():
        label = labels[name].ljust(_WIDE)
        if figure.value is None:
            yield f"  {label} {figure.why}"
        elif figure.low is None or figure.high is None:
            yield f"  {label} {figure.value:6.3f}  {figure.why}"
        else:
            yield f"  {label} {figure.value:6.3f}  ({figure.low:.3f} to {figure.high:.3f})"


def _ids(what: str, ids: Sequence[str]) -> Iterator[str]:
    if ids:
        more = f" and {len(ids) - _LISTED:,} more (--json)" if len(ids) > _LISTED else ""
        yield f"  {what} on {len(ids):,}: {', '.join(ids[:_LISTED])}{more}"
