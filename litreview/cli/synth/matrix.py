"""`litreview synth matrix`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.cli.synth._csvfile import Line
    from litreview.synthesis.rows import LeftOut
    from litreview.synthesis.swim.dominance import Matrix, Result

_REMEDY: Final = "name the columns study, cost and effect"
_COSTS: Final = ("lower", "the same", "higher")
_EFFECTS: Final = ("better", "the same", "worse")


@click.command()
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@say.as_json
@click.pass_obj
def command(folder: Path, /, file: Path | None, as_json: bool) -> None:
    """The dominance matrix of JBI: cost against effect, and the results behind each cell.

    Without FILE: the review's economic results, as their coded directions say, else by the sign of
    their net cost and of the effect that they name. A CSV file has the columns study, cost (higher,
    the same, lower, ?), effect (better, the same, worse, ?) and maybe perspective; a row is a
    result. Exit status 1 where one of FILE was left out.
    """
    from litreview.cli.synth._csvfile import note_left_out, told
    from litreview.synthesis.rows import LeftOut
    from litreview.synthesis.swim.dominance import SAYS, matrix

    read = _of_review(folder) if file is None else _of_file(file)
    left_out = sorted((one for one in read if isinstance(one, LeftOut)), key=lambda one: one.line)
    held = matrix(one for one in read if not isinstance(one, LeftOut))
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
    where = file.name if file is not None else "the review"
    say.note(
        f"{say.count(len(read), 'row')} in {where}: {len(read) - len(left_out):,} in the matrix or "
        f"not told, {len(left_out):,} left out"
    )
    raise SystemExit(status)


def _of_file(file: Path) -> list[Result | LeftOut]:
    from litreview.cli.synth._csvfile import read_lines

    needed = ("study", "cost", "effect")
    found = read_lines(file, (*needed, "perspective"), _REMEDY, ("study",))
    return [*found.left_out, *map(_result, found.lines)]


def _of_review(folder: Path) -> list[Result | LeftOut]:
    from litreview.outputs.plots._ce_plane_evidence import signs
    from litreview.synthesis.swim.dominance import Result

    with opened(folder) as review:
        found = signs(review.evidence())
    costs = {None: "", -1: "lower", 0: "the same", 1: "higher"}
    effects = {None: "", -1: "worse", 0: "the same", 1: "better"}
    return [
        Result(_named(one.label, one.perspective), costs[one.costs], effects[one.better])
        for one in found
    ]


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
    return Result(_named(line["study"], line["perspective"]), cost, effects[way])


def _named(study: str, perspective: str) -> str:
    return f"{study} ({perspective})" if perspective else study


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
