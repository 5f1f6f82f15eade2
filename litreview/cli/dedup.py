"""`litreview dedup`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.model import Record
    from litreview.review import Effect, Review


@click.group()
def command() -> None:
    """Find, join and split duplicate records. Every merge can be taken back."""


@command.command()
@say.as_json
@click.pass_obj
def run(folder: Path, as_json: bool) -> None:
    """Search all records for duplicates; sure ones are merged, unsure ones are listed."""
    with opened(folder) as review:
        if not review.shelf_without_run().total:
            if as_json:
                say.out({"records": 0, "reports": 0, "sure": 0, "unsure": 0})
            say.note("There are no records yet, so nothing was compared.")
            say.following("litreview load FILE...")
            raise SystemExit(1)
        done = review.dedup()
        following = review.standing().next
    if as_json:
        say.out(done)
    unsure_ = f"{say.count(done.unsure, 'pair')} {'is' if done.unsure == 1 else 'are'} unsure"
    say.note(
        f"{say.count(done.records, 'record')}: {say.count(done.reports, 'report')} and "
        f"{say.count(done.records - done.reports, 'duplicate')}; {unsure_}"
    )
    say.following(following)


@command.command()
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="How many pairs, the likeliest first.",
)
@say.as_json
@click.pass_obj
def unsure(folder: Path, limit: int, as_json: bool) -> None:
    """The pairs that a person should look at, side by side, the likeliest first.

    Fields that differ are marked with *. Answer each with `dedup join` or `dedup split`.
    """
    from litreview.cli.beside import pair_lines

    with opened(folder) as review:
        waiting = review.unsure()
        pairs = waiting[:limit]
        wanted = {id_ for pair in pairs for id_ in (pair["a"], pair["b"])}
        records: dict[str, Record] = {r.id: r for r in review.index.records(wanted)}
        effects = [review.effect_of_joining((pair["a"], pair["b"])) for pair in pairs]
        following = review.standing().next
    if as_json:
        say.out(
            [
                {**pair, "if_joined": _plain(effect)}
                for pair, effect in zip(pairs, effects, strict=True)
            ]
        )
    else:
        for at, (pair, effect) in enumerate(zip(pairs, effects, strict=True), 1):
            a, b = records[pair["a"]], records[pair["b"]]
            say.out_lines(
                f"{at} of {len(waiting):,}  {pair['reason']}",
                *pair_lines(a, b, say.width()),
                f"if joined: {_said(effect)}",
                f"  {say.here(f'litreview dedup join {a.id} {b.id}')}",
                f"  {say.here(f'litreview dedup split {a.id} {b.id}')}",
                "",
            )
    _count(len(waiting), len(pairs), following)


def _count(waiting: int, shown: int, following: str) -> None:
    if not waiting:
        say.note("no unsure pair waits for an answer")
        say.following(following)
        return
    more = f"; {waiting - shown:,} more with --limit {waiting}" if waiting > shown else ""
    verb = "waits" if waiting == 1 else "wait"
    say.note(f"{say.count(waiting, 'unsure pair')} {verb} for an answer{more}")


@command.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--because", default="", help="Why, in words.")
@click.option("--dry-run", is_flag=True, help="Say what it would change, and change nothing.")
@say.as_json
@click.pass_obj
def join(folder: Path, ids: tuple[str, ...], because: str, dry_run: bool, as_json: bool) -> None:
    """Say that records describe one document.

    IDS are at least two records. An earlier `dedup split` of them is overruled.
    """
    _several(ids)
    with opened(folder) as review:
        effect = review.effect_of_joining(ids)
        say.note(f"{'would be' if dry_run else 'effect'}: {_said(effect)}")
        report = effect.kept if dry_run else review.join(ids, because)
        following = "" if dry_run else _following(review)
    if as_json:
        say.out({"report": report, "effect": _plain(effect), "done": not dry_run})
    if not dry_run:
        say.note(f"one report now: {report}")
        say.following(following)


@command.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--because", default="", help="Why, in words.")
@say.as_json
@click.pass_obj
def split(folder: Path, ids: tuple[str, ...], because: str, as_json: bool) -> None:
    """Say that records are not one document.

    One ID: it is not the document of the other records in its report. Several: no two of them are
    one document, which also answers an unsure pair.
    """
    with opened(folder) as review:
        one = len(ids) == 1
        reports = review.split(ids[0], because) if one else review.keep_apart(ids, because)
        following = _following(review)
    if as_json:
        say.out({"reports": reports})
    say.note(f"{say.count(len(reports), 'report')} now: {', '.join(reports)}")
    say.following(following)


def _several(ids: Sequence[str]) -> None:
    if len(set(ids)) == 1:
        raise UsageError("a join takes two records", remedy="name two: litreview dedup join ID ID")


def _following(review: Review) -> str:
    """The rest of the unsure pairs first, for whoever is at it."""
    return "litreview dedup unsure" if review.unsure() else review.standing().next


def _said(effect: Effect) -> str:
    """What a join changes in the counts, before it does."""
    removed = ", ".join(f"{record} from {source}" for record, source in effect.removed)
    votes = f"; {say.count(effect.votes, 'vote')} on one report then" if effect.votes else ""
    n = say.count(len(effect.removed), "more duplicate")
    return f"{n} ({removed}), {say.count(effect.reports, 'report')} left{votes}"


def _plain(effect: Effect) -> dict[str, Any]:
    return {
        "report": effect.kept,
        "removed": [{"record": record, "source": source} for record, source in effect.removed],
        "reports": effect.reports,
        "votes": effect.votes,
    }
