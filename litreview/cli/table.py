"""`litreview table`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.cli.styled import of_style, with_style
from litreview.errors import UnknownName
from litreview.outputs.writers import WRITERS

if TYPE_CHECKING:
    from litreview.outputs.table import Table

F = TypeVar("F", bound=Callable[..., object])
_WRITERS = {writer.suffix: writer for writer in WRITERS.all()}


def _file_options(function: F) -> F:
    """An option for each file format that there is."""
    for writer in reversed(_WRITERS.values()):
        text = f"Write it as {writer.label}."
        kind = click.Path(path_type=Path)
        names = dict.fromkeys((f"--{writer.suffix.lstrip('.')}", f"--{writer.name}"))
        function = click.option(*names, type=kind, metavar="FILE", help=text)(function)
    return function


@click.command()
@click.argument("name", required=False)
@click.option("--columns", default="", metavar="KEY,...", help="Only these columns, in this order.")
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"Write it as the suffix of FILE says: {' '.join(_WRITERS)}.",
)
@of_style
@_file_options
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    /,
    name: str | None,
    columns: str,
    target: Path | None,
    style: str,
    as_json: bool,
    **files: Path | None,
) -> None:
    """A table of the evidence, on screen or as a file. Without NAME: which there are.

    A terminal shows the columns that fit, and names the others; a pipe and files get all of them.
    FILE may be - for standard output. Exit status 1 where the table has no rows.
    """
    if name is None:
        _list(as_json=as_json)
        return
    wanted = list(_wanted(target, files))
    say.one_output((path for path, _ in wanted), json=as_json)
    table, following = _built(folder, name, columns, style)
    for path, suffix in wanted:
        _write(table, path, suffix)
    if as_json:
        say.out([dict(zip((c.key for c in table.columns), row, strict=True)) for row in table.rows])
    elif table.rows and not wanted:
        _show(table)
    if not table.rows:
        say.note(table.empty)
        if "Next:" not in table.empty:
            say.following(following)
    raise SystemExit(0 if table.rows else 1)


def _list(*, as_json: bool) -> None:
    from litreview.outputs.tables import TABLES

    kinds = TABLES.all()
    if as_json:
        say.out([{"name": kind.name, "summary": kind.summary} for kind in kinds])
        return
    for kind in kinds:
        say.out_lines(f"{kind.name:22} {kind.summary}")
    say.following("litreview table NAME")


def _built(folder: Path, name: str, columns: str, style: str) -> tuple[Table, str]:
    from litreview.outputs.tables import TABLES

    kind = TABLES.get(name)
    with opened(folder) as review:
        table = kind.build(with_style(review.evidence(), style))
        following = "" if table.rows else review.standing().next
    keys = [key.strip() for key in columns.split(",") if key.strip()]
    return (table.only(keys) if keys else table), following


def _wanted(target: Path | None, files: dict[str, Path | None]) -> Iterator[tuple[Path, str]]:
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


def _write(table: Table, path: Path, suffix: str) -> None:
    say.write(path, _WRITERS[suffix].write(table))
    say.note(f"{table.title}: {say.count(len(table.rows), 'row')} in {say.place(path)}")


def _show(table: Table) -> None:
    from litreview.cli.grid import show

    hidden = show(table)
    for text in table.notes:
        say.note(text)
    if hidden:
        keys = ", ".join(column.key for column in hidden)
        say.note(f"{say.count(len(hidden), 'column')} did not fit: {keys}")
        say.note("Choose some with --columns, widen the terminal, or write a file: --html FILE")
    say.note(say.count(len(table.rows), "row"))
