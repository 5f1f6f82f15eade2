"""Settling rows one question after the other, where there is no screen to draw on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.errors import LitreviewError

if TYPE_CHECKING:
    from litreview.extraction.doubled import Difference, Held
    from litreview.review import Review

_ASK = "1, 2 ... take that value   t type another   n none   s skip this row   q quit"


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
