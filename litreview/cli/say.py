"""How commands speak: JSON or results on standard output, prose on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click
import msgspec

if TYPE_CHECKING:
    from rich.console import Console

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")


def plain(text: str) -> str:
    """`text` for a terminal: without control characters that it would obey."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def thousands(number: int) -> str:
    """12,345."""
    return f"{number:,}"


def out(data: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """`data` as indented JSON on standard output."""
    click.echo(msgspec.json.format(msgspec.json.encode(data), indent=2).decode())


def out_lines(*lines: str) -> None:
    """Lines of text from the review on standard output."""
    for line in lines:
        click.echo(plain(line))


def note(text: str) -> None:
    """A line of prose on standard error."""
    click.echo(plain(text), err=True)


def console() -> Console:
    """A rich console on standard output that interprets no markup in data."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 120
    return Console(markup=False, highlight=False, width=width)


def table(title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> None:
    """A table on standard output. columns: (header, "left" | "right")."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for header, side in columns:
        shown.add_column(header, justify="right" if side == "right" else "left")
    for row in rows:
        shown.add_row(*(Text(thousands(c) if isinstance(c, int) else plain(str(c))) for c in row))
    console().print(shown)
