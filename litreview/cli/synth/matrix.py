"""`litreview synth matrix`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from litreview.cli import say

if TYPE_CHECKING:
    from litreview.cli.synth._csvfile import Line
    from litreview.synthesis.rows import LeftOut
    from litreview.synthesis.swim.dominance import Matrix, Result

_REMEDY: Final = "name the columns study, cost and effect"
_COSTS: Final = ("lower", "the same", "higher")
_EFFECTS: Final = ("better", "the same", "worse")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@say.as_json
def command(file: Path, as_json: bool) -> None:
    """The dominance matrix of JBI: cost against effect, and the results behind each cell.

    A CSV file with the columns study, cost (higher, the same, lower, ?), effect (better, the same,
    worse, ?) and maybe perspective; a row is a result. Exit status 1 where a row was left out.
    """
    from litreview.cli.synth._csvfile import note_left_out, read_lines, told
    from litreview.synthesis.rows import LeftOut
    from litreview.synthesis.swim.dominance import SAYS, matrix

    needed = ("study", "cost", "effect")
    found = read_lines(file, (*needed, "perspective"), _REMEDY, ("study",))
    read = [_result(line) for line in found.lines]
    bad = [one for one in read if isinstance(one, LeftOut)]
    held = matrix(one for one in read if not isinstance(one, LeftOut))
    left_out = sorted((*found.left_out, *bad), key=lambda one: one.line)
    status = say.will_end(1 if left_out else 0)
    if as_json:
        cells = [
            {"cost": cost, "effect": effect, "says": SAYS[cost, effect], "results": list(rows)}
            for (cost, effect), rows in held.cells.items()
        ]
        say.out({"cells": cells, "unknown": list(held.unknown), "left_out": told(left_out)})
    else:
        _show(held)
        note_left_out(left_out)
    used = found.n_in - len(left_out)
    say.note(
        f"{say.count(found.n_in, 'row')} in {file.name}: {used:,} in the matrix or not told, "
        f"{len(left_out):,} left out"
    )
    raise SystemExit(status)


def _result(line: Line) -> Result | LeftOut:
    """The result of a line; "" where its cost or effect is not told."""
    from litreview.outputs.plots._ways import way_of
    from litreview.synthesis.swim.dominance import Result, cost_of

    effects = {"better": "better", "none": "the same", "worse": "worse", "unclear": ""}
    same = line["effect"].casefold() in {"the same", "same", "equal"}
    way = "none" if same else way_of(line["effect"] or "?")
    cost = cost_of(line["cost"])
    if way is None:
        return _unread(line, "effect", "better, the same, worse or ?")
    if not cost and way_of(line["cost"] or "?") != "unclear":
        return _unread(line, "cost", "higher, the same, lower or ?")
    beside = f" ({line['perspective']})" if line["perspective"] else ""
    return Result(f"{line['study']}{beside}", cost, effects[way])


def _unread(line: Line, column: str, words: str) -> LeftOut:
    from litreview.synthesis.rows import LeftOut

    why = f"{column} is {line[column][:40]!r}: write {words}"
    return LeftOut(line.line, line.label, "not-read", why, column)


def _show(held: Matrix) -> None:
    """The nine cells with how many results each has, and below them which."""
    from litreview.synthesis.swim.dominance import SAYS

    columns = [("cost", "left"), *((f"effect {name}", "left") for name in _EFFECTS)]
    rows = [
        (cost, *(f"{len(held.cells[cost, effect]):2}  {SAYS[cost, effect]}" for effect in _EFFECTS))
        for cost in _COSTS
    ]
    say.table("Results by cost and effect, and what the cell says of the programme", columns, rows)
    for cost in _COSTS:
        for effect in _EFFECTS:
            if results := held.cells[cost, effect]:
                head = f"  cost {cost}, effect {effect}: "
                say.out_wrapped("; ".join(results), head=head)
    if held.unknown:
        say.out_wrapped("; ".join(held.unknown), head="  cost or effect not told: ")
