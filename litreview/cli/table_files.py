"""A table on the screen or in files: what the commands that show one have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from litreview.cli import say
from litreview.errors import UnknownName
from litreview.outputs.writers import WRITERS

if TYPE_CHECKING:
    from litreview.outputs.table import Table

F = TypeVar("F", bound=Callable[..., object])
_WRITERS = {writer.suffix: writer for writer in WRITERS.all()}


def of_files(function: F) -> F:
    """The options --columns and --out, and one for each file format that there is."""
    for writer in reversed(_WRITERS.values()):
        text = f"Write it as {writer.label}."
        kind = click.Path(path_type=Path)
        names = dict.fromkeys((f"--{writer.suffix.lstrip('.')}", f"--{writer.name}"))
        function = click.option(*names, type=kind, metavar="FILE", help=text)(function)
    out = click.option(
        "--out",
        "target",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=f"Write it as the suffix of FILE says: {' '.join(_WRITERS)}.",
    )
    columns = click.option(
        "--columns", default="", metavar="KEY,...", help="Only these columns, in this order."
    )
    return columns(out(function))


def chosen(table: Table, columns: str) -> Table:
    """The table with the columns that --columns names; all without any. Raises UnknownName."""
    keys = [key.strip() for key in columns.split(",") if key.strip()]
    return table.only(keys) if keys else table


def wanted(target: Path | None, files: Mapping[str, Path | None]) -> Iterator[tuple[Path, str]]:
    """The files to write, each with the suffix of its format."""
    if target is not None:
        suffix = target.suffix.lower()
        if suffix not in _WRITERS:
            raise UnknownName(
                f"no table format has the suffix {suffix!r}"
                if suffix
                else "this name has no suffix",
                where=str(target),
                remedy=f"end the name in one of: {', '.join(_WRITERS)}",
            )
        yield target, suffix
    for suffix, path in files.items():
        if path is not None:
            yield path, f".{suffix}"


def write(table: Table, path: Path, suffix: str) -> None:
    """Write it, and say so."""
    say.write(path, _WRITERS[suffix].write(table))
    say.note(f"{table.title}: {say.count(len(table.rows), 'row')} in {say.place(path)}")


def show(table: Table) -> None:
    """The table on the screen, with its notes and what did not fit."""
    from litreview.cli import grid

    hidden = grid.show(table)
    for text in table.notes:
        say.note(text)
    if hidden:
        keys = ", ".join(column.key for column in hidden)
        say.note(f"{say.count(len(hidden), 'column')} did not fit: {keys}")
        say.note("Choose some with --columns, widen the terminal, or write a file: --html FILE")
    say.note(say.count(len(table.rows), "row"))


def as_rows(table: Table) -> list[dict[str, Any]]:
    """The rows for --json, each by the keys of its columns."""
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]
