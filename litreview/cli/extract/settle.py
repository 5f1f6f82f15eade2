"""`litreview extract settle`: by script, or one difference after the other."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import LitreviewError, UsageError

if TYPE_CHECKING:
    from litreview.extraction.doubled import Difference, Held
    from litreview.review import Review

_ASK = "1, 2 ... take that value   t type another   n none   s skip this row   q quit"


@click.command()
@click.argument("group", required=False, default="", metavar="[GROUP]")
@click.option("--take", default="", metavar="NAME", help="This extractor's version holds.")
@click.option("--from", "each", multiple=True, metavar="FIELD=NAME", help="Their value holds.")
@click.option("--value", "values", multiple=True, metavar="FIELD=TEXT", help="This text holds.")
@click.option("--drop", is_flag=True, help="It is no row at all.")
@click.option("--undo", is_flag=True, help="Take the settlement back.")
@click.option("--note", default="", help="A note that stays with the settlement.")
@click.option("--by", default="", help="Who settles (default: LITREVIEW_REVIEWER).")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    group: str,
    take: str,
    each: tuple[str, ...],
    values: tuple[str, ...],
    drop: bool,
    undo: bool,
    note: str,
    by: str,
    as_json: bool,
) -> None:
    """Say what holds where people differ. GROUP is the name that `extract compare` shows.

    Without GROUP, in a terminal: one difference after the other. A settlement lapses when one of
    the versions that it names changes. Exit status 1 while something differs.
    """
    from litreview.review import doubling

    if not group and (take or each or values or drop or undo):
        raise UsageError(
            "it is not said which row is settled",
            remedy="name its group: `litreview extract compare` shows them",
        )
    with opened(folder, by) as review:
        if undo:
            doubling.take_back(review, group)
        elif drop:
            doubling.drop(review, group, note)
        elif group:
            choice = doubling.Choice(take, _pairs(each), _pairs(values), note)
            doubling.settle(review, group, choice)
        elif sys.stdin.isatty() and not as_json:
            sit(review)
        left = len(doubling.doubled(review).open())
    if as_json:
        say.out({"open": left})
    say.note(f"{say.count(left, 'row')} {'is' if left == 1 else 'are'} still to be settled")
    raise SystemExit(say.will_end(1 if left else 0))


def _pairs(texts: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        field, mark, value = text.partition("=")
        if not mark or not field.strip():
            raise UsageError(f"{text!r} names no field", remedy="write FIELD=...")
        found[field.strip()] = value
    return found


def sit(review: Review) -> None:
    """Row after row; what is settled is on disk before the next one is shown."""
    from litreview.review import doubling

    waiting = doubling.doubled(review).open()
    for at, (name, one) in enumerate(waiting.items(), start=1):
        first = one.versions[0]
        say.out_lines("", f"{at} of {len(waiting)}   {first.study}, {first.form}   {name}")
        try:
            if not _settled(review, name, one):
                return
        except LitreviewError as error:
            say.note(f"not settled: {error}")


def _settled(review: Review, name: str, one: Held) -> bool:
    """Ask about one row; False where the sitting ends."""
    from litreview.review import doubling

    if len(one.versions) == 1:
        return _alone(review, name, one)
    values: dict[str, str] = {}
    for difference in one.compared.differences:
        if difference.kind == "worded":
            continue
        answer = _ask(difference)
        if answer is None:
            return False
        if answer == "skip":
            return True
        values[difference.field] = answer.removeprefix("=")
    doubling.settle(review, name, doubling.Choice(values=values))
    return True


def _ask(difference: Difference) -> str | None:
    """What holds, after an =; "skip"; None: the sitting ends."""
    say.out_lines(f"  {difference.label}")
    for at, (who, text) in enumerate(difference.texts, start=1):
        say.out_lines(f"    {at}  {who:12} {text.strip() or '(nothing)'}")
    while True:
        key = click.prompt(f"  {_ASK}\n  ", prompt_suffix="> ", default="", show_default=False)
        if key in ("q", "s"):
            return None if key == "q" else "skip"
        if key == "n":
            return "="
        if key == "t":
            typed = click.prompt("  value", default="", show_default=False)
            return f"={typed}"
        if key.isdecimal() and 1 <= int(key) <= len(difference.texts):
            return f"={difference.texts[int(key) - 1][1]}"


def _alone(review: Review, name: str, one: Held) -> bool:
    from litreview.review import doubling

    row = one.versions[0]
    told = ("outcome", "programme", "effect_value", "effect_unit", "net_present_value")
    said = ", ".join(row.values[key] for key in told if row.values.get(key))
    say.out_lines(f"  only {row.extractor} has this row: {said}")
    while True:
        key = click.prompt("  k keep it   d it is no row   s skip   q quit", default="s")
        if key == "q":
            return False
        if key == "s":
            return True
        if key == "k":
            doubling.settle(review, name, doubling.Choice(take=row.extractor))
            return True
        if key == "d":
            doubling.drop(review, name)
            return True
