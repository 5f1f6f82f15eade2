"""`litreview search run`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.review.asking import Refusal
    from litreview.review.harvesting import Harvest, Job, Wanted

_YEAR = 4


@click.command()
@click.option(
    "--source", "sources", required=True, multiple=True, metavar="NAME",
    help="The source; may be given several times; all: every one that can be searched.",
)  # fmt: skip
@click.option("--strategy", default="", metavar="NAME", help="A strategy of search_strings/.")
@click.option("--query", default="", metavar="TEXT", help="A query in litreview's own notation.")
@click.option("--native", is_flag=True, help="The query is in the notation of the source.")
@click.option("--allow-loss", is_flag=True, help="Ask also where the source would find less.")
@click.option("--filter", "filtered", is_flag=True, help="Set aside what the query did not mean.")
@click.option("--from", "first", default="", metavar="DAY", help="Published on that day or later.")
@click.option("--to", "last", default="", metavar="DAY", help="Published on that day or earlier.")
@click.option("--since", default="", metavar="DAY", help="New in the source since that day.")
@click.option("--most", type=click.IntRange(1), metavar="N", help="At most about so many entries.")
@click.option(
    "--option", "options", multiple=True, metavar="KEY=VALUE",
    help="An option of the source, such as set=...; may be given several times.",
)  # fmt: skip
@click.option("--name", default="", help="Id of the search (default: from source and strategy).")
@click.option("--dry-run", is_flag=True, help="Say what would be asked, and ask nothing.")
@say.as_json
@click.pass_context
def command(context: click.Context, /, **_: object) -> None:
    """Pull the records for a search string from a source, completely, or say why not.

    Several sources run side by side, and one that fails stops no other. After a stop or a failure
    the same command goes on where it was. A source without a search, such as a repository, needs
    neither --strategy nor --query. DAY is 2015-03-31, or a year. Exit status 1 where a search is
    not complete, or an entry could not be read.
    """
    from litreview.review import asking

    as_json, dry_run = bool(context.params["as_json"]), bool(context.params["dry_run"])
    wanted = _wanted(context.params)
    with opened(context.obj) as review:
        names = _names(review, context.params["sources"])
        if wanted.name and len(names) > 1:
            raise UsageError(
                f"--name names one search, but {len(names):,} sources are given",
                remedy="run them one at a time, or leave the names to litreview",
            )
        jobs, refused = asking.prepared(review, wanted, names, os.environ)
        if not jobs and len({str(one.error) for one in refused}) == 1:
            raise refused[0].error
        if dry_run:
            raise SystemExit(_plans(jobs, refused, context.params))
        found = _run(review, jobs, quiet=as_json)
    raise SystemExit(_told([*found, *refused], context.params))


def _names(review: Review, given: Sequence[str]) -> list[str]:
    """The sources to ask, with those that `all` stands for."""
    from litreview.review.asking import EVERY, searchable

    if EVERY not in given:
        return list(dict.fromkeys(given))
    ready, wanting = searchable(review.settings.sources, os.environ)
    if wanting:
        say.note(f"Left out for want of a key or an address: {', '.join(wanting)}")
    return list(dict.fromkeys([*(name for name in given if name != EVERY), *ready]))


def _wanted(given: dict[str, object]) -> Wanted:
    """What the options say. Raises UsageError."""
    from litreview.review.harvesting import Wanted
    from litreview.sources.source import Limits

    strategy, query = str(given["strategy"]), str(given["query"])
    if strategy and query:
        raise UsageError("--strategy and --query say two things", remedy="give one of them")
    if given["native"] and not query:
        raise UsageError(
            "--native is about a query, and none is given", remedy="give it with --query"
        )
    limits = Limits(
        first=_day(str(given["first"]), "--from"),
        last=_day(str(given["last"]), "--to", end=True),
        since=_day(str(given["since"]), "--since"),
        options=tuple(_pair(text) for text in _texts(given["options"])),
    )
    if limits.first and limits.last and limits.first > limits.last:
        raise UsageError("--from is later than --to", remedy="exchange the two days")
    most = given["most"]
    return Wanted(
        source="", strategy=strategy, query=query, native=bool(given["native"]),
        allow_loss=bool(given["allow_loss"]), filtered=bool(given["filtered"]), limits=limits,
        most=most if isinstance(most, int) else None, name=str(given["name"]),
    )  # fmt: skip


def _texts(given: object) -> tuple[str, ...]:
    return tuple(str(text) for text in given) if isinstance(given, tuple) else ()


def _day(text: str, option: str, *, end: bool = False) -> str:
    """A day, or the first or last of a year. Raises UsageError."""
    if len(text) == _YEAR and text.isascii() and text.isdecimal():
        text = f"{text}-12-31" if end else f"{text}-01-01"
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise UsageError(
            f"{text[:40]!r} behind {option} is no day", remedy="write 2015-03-31, or a year"
        ) from error


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (name and sign):
        raise UsageError(f"{text[:40]!r} is no option of a source", remedy="write it as KEY=VALUE")
    return name, value


def _several(given: dict[str, object]) -> bool:
    """Whether several sources were asked for, and so JSON is a list of them."""
    from litreview.review.asking import EVERY

    names = set(_texts(given["sources"]))
    return len(names) > 1 or EVERY in names


def _plans(jobs: list[Job], refused: list[Refusal], given: dict[str, object]) -> int:
    """Show what would be asked; the exit status."""
    from litreview.cli.search import _harvests

    if given["as_json"]:
        plans = [_harvests.plan_data(job) for job in jobs]
        plans += [_harvests.refusal_data(one) for one in refused]
        say.out(_harvests.together(plans, several=_several(given)))
    else:
        for job in jobs:
            _harvests.show_plan(job)
        for one in refused:
            _harvests.show_refusal(one)
    return say.will_end(1 if refused else 0)


def _run(review: Review, jobs: list[Job], *, quiet: bool) -> list[Harvest | Refusal]:
    from litreview.cli.waiting import stoppable, watching
    from litreview.review.asking import in_order, side_by_side

    names = [job.source.about.name for job in jobs]
    with stoppable() as stop, watching(names, stop, silent=quiet) as tell:
        return in_order(jobs, side_by_side(review, jobs, tell, stop))


def _told(found: list[Harvest | Refusal], given: dict[str, object]) -> int:
    """Say what became of each source; the exit status."""
    from litreview.cli.search import _harvests
    from litreview.review.asking import Refusal, more_to_come, sound

    complete = all(not isinstance(one, Refusal) and one.complete for one in found)
    status = say.will_end(0 if all(map(sound, found)) else 1)
    if given["as_json"]:
        shown = [
            _harvests.refusal_data(one) if isinstance(one, Refusal) else _harvests.data(one)
            for one in found
        ]
        say.out(_harvests.together(shown, several=_several(given), complete=complete))
        return status
    for one in found:
        if isinstance(one, Refusal):
            _harvests.show_refusal(one)
        else:
            _harvests.show(one)
    if any(map(more_to_come, found)):
        say.following(again(given))
    elif any(not isinstance(one, Refusal) and one.search.records for one in found):
        say.following("litreview dedup run")
    return status


def again(given: dict[str, object]) -> str:
    """This command: run again it goes on, and asks nothing of a source that is complete."""
    words = ["litreview", "search", "run"]
    for name in _texts(given["sources"]):
        words += ["--source", name]
    values = ("strategy", "query", "first", "last", "since", "most", "name")
    names = {"first": "from", "last": "to"}
    for key in values:
        if given[key]:
            words += [f"--{names.get(key, key)}", str(given[key])]
    for text in _texts(given["options"]):
        words += ["--option", text]
    flags = {"native": "--native", "allow_loss": "--allow-loss", "filtered": "--filter"}
    return shlex.join([*words, *(flag for key, flag in flags.items() if given[key])])
