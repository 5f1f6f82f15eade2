"""Effects from a CSV file with the columns yi and vi or sei."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from litreview.errors import FileRefused, UsageError
from litreview.extraction.csvrows import Entry, read_entries

if TYPE_CHECKING:
    from litreview.synthesis.effects import Effects, LeftOut

_RATIOS: Final = ("bcr", "benefit_cost_ratio", "roi", "mvpf")
"""Columns that say that the effects are ratios of benefits to costs."""
_LABELS: Final = ("label", "study", "study_id", "slab")


@dataclass(frozen=True, slots=True)
class Read:
    """The effects of a file, the rows that take no part, and the columns of those that do."""

    effects: Effects
    left_out: tuple[LeftOut, ...]
    rows: tuple[Mapping[str, str], ...]
    n_in: int


def read(path: Path, *, cluster: str = "", needed: Sequence[str] = ()) -> Read:
    """The effects in `path`. Raises FileRefused, UsageError.

    cluster: the column that names the cluster of each effect; needed: further columns without
    whose value a row takes no part. Lines are those of the file, the header being line 1.
    """
    from litreview.synthesis.effects import LeftOut, Row, from_rows

    lines = _lines(path)
    names = _header(path, lines, (*needed, *([cluster] if cluster else [])))
    rows: dict[int, dict[str, str]] = {}
    left: list[LeftOut] = []
    for entry in lines[1:]:
        line, cells = entry.line, entry.cells
        row = dict(zip(names, cells, strict=False))
        label = next((row[name].strip() for name in _LABELS if row.get(name, "").strip()), "")
        lacks = [name for name in needed if not row.get(name, "").strip()]
        if entry.reason or len(cells) != len(names):
            reason = entry.reason or f"{len(cells)} cells under {len(names)} columns"
            left.append(LeftOut(line, label, "cells", reason))
        elif lacks:
            left.append(LeftOut(line, label, "missing", f"{lacks[0]} is missing"))
        else:
            rows[line] = {**row, "": label or f"line {line}"}
    given = [
        Row(
            line=line,
            label=row[""],
            yi=row.get("yi"),
            vi=row.get("vi"),
            sei=row.get("sei"),
            cluster=row.get(cluster, "") if cluster else None,
        )
        for line, row in rows.items()
    ]
    effects, out = from_rows(given)
    gone = {one.line for one in out}
    kept = tuple(row for line, row in rows.items() if line not in gone)
    every = tuple(sorted((*left, *out), key=lambda one: one.line))
    return Read(effects, every, kept, len(lines) - 1)


def numbers(found: Read, names: Sequence[str]) -> list[list[float]]:
    """The values of the columns `names`, row by row. Raises UsageError: one is no number."""
    from litreview.synthesis.effects import read_cell

    table: list[list[float]] = []
    for row in found.rows:
        values = []
        for name in names:
            cell = read_cell(row[name], name)
            if cell.value is None:
                raise UsageError(
                    f"the moderator {cell.reason}, in {row['']}",
                    remedy="use a column of numbers, or --subgroup for words",
                )
            values.append(float(cell.value))
        table.append(values)
    return table


def _lines(path: Path) -> list[Entry]:
    """The lines with something in them. Raises FileRefused: no text in UTF-8, or none at all."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            found = list(read_entries(text, ("yi", "vi", "sei")))
    except UnicodeDecodeError as error:
        raise FileRefused(
            "this file is not text in UTF-8", where=str(path), remedy="save it as CSV in UTF-8"
        ) from error
    if not found:
        raise FileRefused(
            "this file is empty",
            where=str(path),
            remedy="its first line names columns: yi, and vi or sei",
        )
    return found


def _header(path: Path, lines: Sequence[Entry], needed: Sequence[str]) -> list[str]:
    names = [cell.strip() for cell in lines[0].cells]
    ratios = [name for name in names if name.casefold().replace(" ", "_") in _RATIOS]
    if ratios:
        raise UsageError(
            f"the column {ratios[0]!r} holds ratios of benefits to costs, which are never pooled",
            where=str(path),
            remedy="compare them with `litreview table costs`; pool effects, with yi and vi",
        )
    missing = [name for name in ("yi", *needed) if name not in names]
    if missing or not {"vi", "sei"} & set(names):
        what = missing[0] if missing else "vi or sei"
        raise FileRefused(
            f"there is no column {what} in the first line",
            where=str(path),
            remedy="name the estimate yi, and its variance vi or its standard error sei",
        )
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FileRefused(
            f"the column {twice[0]!r} stands twice", where=str(path), remedy="rename one of the two"
        )
    return names
