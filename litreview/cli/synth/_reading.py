"""Effects to be pooled, from a CSV file: estimates with their variances, or two-by-two tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from litreview.cli.synth._csvfile import Line, Lines, read_lines
from litreview.errors import FileRefused, UsageError
from litreview.synthesis.choices import RATIOS, Ratio, pooling_refused

if TYPE_CHECKING:
    from litreview.extraction.convert.arms import Table
    from litreview.synthesis.cells import Cell
    from litreview.synthesis.effects import Effects
    from litreview.synthesis.rows import LeftOut
    from litreview.synthesis.tables import Tables

_ENDS: Final = (
    ("ci_lb", "ci_ub"), ("ci.lb", "ci.ub"), ("ci_low", "ci_high"), ("ci_lower", "ci_upper"),
)  # fmt: skip
_SIZES: Final = ("n", "ni", "n1i", "n2i", "n_total", "n_treated", "n_control")
_COUNTS: Final = (("ai", "bi", "ci", "di"), ("ai", "n1i", "ci", "n2i"))
_REMEDY: Final = (
    "name the estimate yi, and its variance vi or its standard error sei; or the counts of tables "
    "ai, bi, ci, di (or ai, n1i, ci, n2i)"
)


@dataclass(frozen=True, slots=True)
class Read:
    """What can be pooled, wherever it was read.

    effects: without clusters; lines: that of each effect, from which moderators, subgroups,
    clusters and sizes are taken by column; left_out: the lines that take no part; n_in: all lines.
    measure: of tables, "" where effects were read; tables: their counts, also of those that have
    no effect of their own; notes: what was done to read them. ratio: what the effects are
    logarithms of, "" where they are none.
    """

    effects: Effects
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    n_in: int
    measure: Ratio | None = None
    tables: Tables | None = None
    notes: tuple[str, ...] = ()
    ratio: str = ""


def read(path: Path, *, measure: Ratio | None = None, needed: Sequence[str] = ()) -> Read:
    """The effects in `path`. Raises FileRefused, UsageError.

    measure: of two-by-two tables, which then must be there; needed: further columns without whose
    value a line takes no part. Lines are those of the file, the header being line 1.
    """
    known = ("yi", "vi", "sei", *_COUNTS[0], *_COUNTS[1])
    found = read_lines(path, known, _REMEDY, needed)
    pooling_refused(found.columns, str(path))
    counts = next((names for names in _COUNTS if set(names) <= set(found.columns)), None)
    has_effects = "yi" in found.columns and {"vi", "sei"} & set(found.columns)
    if counts and (measure or not has_effects):
        if measure is None:
            raise UsageError(
                "these are two-by-two tables, which have several measures",
                where=str(path),
                remedy=f"say --measure {', '.join(RATIOS[:-1])} or {RATIOS[-1]}",
            )
        return _from_tables(found, counts, measure)
    if measure or not has_effects:
        wanted = "ai, bi, ci, di" if measure else "yi" if "yi" not in found.columns else "vi or sei"
        raise FileRefused(
            f"there is no column {wanted} in the first line", where=str(path), remedy=_REMEDY
        )
    return _from_effects(found)


def _from_effects(found: Lines) -> Read:
    from litreview.synthesis.rows import Row, from_rows

    ends = next((pair for pair in _ENDS if set(pair) <= set(found.columns)), ())
    sizes = [name for name in _SIZES if name in found.columns]
    effects, out = from_rows(
        Row(
            line=line.line,
            label=line.label,
            yi=line["yi"],
            vi=line.cells.get("vi"),
            sei=line.cells.get("sei"),
            ci={name: line[name] for name in ends},
            sizes={name: line[name] for name in sizes},
        )
        for line in found.lines
    )
    return _read(found, effects, out)


def _from_tables(found: Lines, names: tuple[str, ...], measure: Ratio) -> Read:
    """The effect of each table (0.5 added where a cell is empty), and all counts."""
    from litreview.extraction.convert.arms import log_or, log_rr, rd
    from litreview.synthesis.effects import Effects
    from litreview.synthesis.rows import LeftOut
    from litreview.synthesis.tables import Tables

    formula = {"OR": log_or, "RR": log_rr, "RD": rd}[measure]
    tables: list[Table] = []
    effects: list[tuple[float, float, str]] = []
    out: list[LeftOut] = []
    halved: list[int] = []
    for line in found.lines:
        table = _table(line, names)
        if isinstance(table, LeftOut):
            out.append(table)
            continue
        tables.append(table)
        if table.says_nothing and measure != "RD":
            why = "no event, or only events, in both groups: it says nothing of a ratio by itself"
            out.append(LeftOut(line.line, line.label, "no-effect", why))
            continue
        if table.has_zero:
            halved.append(line.line)
        effects.append((*formula(table.halved() if table.has_zero else table), line.label))
    cells = [
        (t.events_treated, t.n_treated - t.events_treated, t.events_control,
         t.n_control - t.events_control)
        for t in tables
    ]  # fmt: skip
    some = Effects.of(
        [yi for yi, _, _ in effects], [vi for _, vi, _ in effects], [name for *_, name in effects]
    )
    counted = Tables.of(*([one[at] for one in cells] for at in range(4)))
    where = ", ".join(map(str, halved))
    which = f"line{'' if len(halved) == 1 else 's'} {where}"
    note = f"0.5 is added to all four counts of tables with an empty cell ({which})"
    return _read(found, some, out, measure, counted, (note,) if halved else ())


def _read(
    found: Lines,
    effects: Effects,
    out: Sequence[LeftOut],
    measure: Ratio | None = None,
    tables: Tables | None = None,
    notes: tuple[str, ...] = (),
) -> Read:
    gone = {one.line for one in out}
    kept = tuple(line for line in found.lines if line.line not in gone)
    every = tuple(sorted((*found.left_out, *out), key=lambda one: one.line))
    ratio = measure if measure in {"OR", "RR"} else ""
    return Read(effects, kept, every, found.n_in, measure, tables, notes, ratio or "")


def _table(line: Line, names: tuple[str, ...]) -> Table | LeftOut:
    """The counts of a line, or what is wrong with them."""
    from litreview.extraction.convert.arms import Table
    from litreview.synthesis.cells import whole
    from litreview.synthesis.rows import LeftOut

    cells = {name: whole(line[name], name) for name in names}
    bad = next((name for name, cell in cells.items() if cell.value is None), None)
    if bad is not None:
        return LeftOut(line.line, line.label, cells[bad].code, cells[bad].reason, bad)
    a, b, c, d = (_count(cells[name]) for name in names)
    by_size = names[1] == "n1i"
    one, two = (b, d) if by_size else (a + b, c + d)
    for events, persons, name in ((a, one, names[1]), (c, two, names[3])):
        if persons == 0:
            why = f"{name} is {persons}: there is nobody in the group"
            return LeftOut(line.line, line.label, "no-persons", why, name)
        if events > persons:
            why = f"there are {events} events in {persons} persons"
            return LeftOut(line.line, line.label, "contradiction", why, name)
    return Table(a, one, c, two)


def _count(cell: Cell) -> int:
    return int(cell.value or 0)
