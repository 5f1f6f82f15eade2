"""`litreview prisma diff`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.prisma import Flow, Place, changes, moves

if TYPE_CHECKING:
    from litreview.prisma import Change, Move

_MOST = 10
"""So many ids of those that went one way are shown; --json has all."""


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B", default="now")
@say.as_json
@click.pass_obj
def command(folder: Path, before: str, after: str, as_json: bool) -> None:
    """Which numbers differ between two days, versions or files, and what moved where.

    A and B are days such as 2026-06-30, `now`, folders of reviews (an earlier version), CSV files
    of the PRISMA2020 package, or diagrams that litreview drew. In files nothing stands behind the
    numbers, so that only these are compared.
    """
    one, other = _flow(folder, before), _flow(folder, after)
    different, moved = changes(one, other), moves(one, other)
    listed = not (one.from_file or other.from_file)
    if as_json:
        say.out({"changes": different, "moves": moved if listed else None})
        return
    if not different and not (listed and moved):
        say.note(f"{before} and {after}: the numbers are the same.")
        return
    _show(before, after, different)
    for move in moved if listed else ():
        _tell(move)


def _flow(folder: Path, text: str) -> Flow:
    """The flow that an argument names. Raises UsageError, FileRefused."""
    path = Path(text)
    if path.is_file():
        return _of_file(path)
    if path.is_dir():
        with opened(path) as other:
            return other.present.drawn
    with opened(folder) as review:
        return review.present.drawn if text == "now" else review.present_on(_day(text)).drawn


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is neither a day, a folder nor a file",
            remedy="write a day as 2026-06-30, or `now`",
        ) from None


def _of_file(path: Path) -> Flow:
    if path.suffix.casefold() == ".svg":
        from litreview.outputs.diagram import read_counts
        from litreview.prisma import stated

        return stated(read_counts(path.read_text("utf-8", errors="surrogateescape")))
    from litreview.outputs.prisma_csv import read

    return read(path.read_bytes(), str(path)).flow


def _show(before: str, after: str, different: tuple[Change, ...]) -> None:
    rows = [
        (f"    {one.part}" if one.part else one.label, _n(one.before), _n(one.after), _by(one),
         "" if one.part else one.key)
        for one in different
    ]  # fmt: skip
    columns = ("PRISMA 2020", "left"), (before, "right"), (after, "right"), ("", "right")
    say.table("", [*columns, ("box", "left")], rows)


def _n(number: int | None) -> str | int:
    return "none" if number is None else number


def _by(one: Change) -> str:
    return f"{(one.after or 0) - (one.before or 0):+,}"


def _tell(move: Move) -> None:
    """A way that records went, and the first of them."""
    more = f" and {len(move.ids) - _MOST:,} more" if len(move.ids) > _MOST else ""
    way = f"{_place(move.before)} -> {_place(move.after)}"
    say.out_wrapped(f"{way}: {', '.join(move.ids[:_MOST])}{more}", head=f"{len(move.ids):,}  ")


def _place(place: Place) -> str:
    if not place.key:
        return "(not in the review)"
    return f"{place.key} [{place.reason}]" if place.reason else place.key
