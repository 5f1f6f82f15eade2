"""How commands speak: JSON or results on standard output, prose on standard error."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

if TYPE_CHECKING:
    from rich.console import Console

    from litreview.model import Finding, Record

_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters that JSON allows: C1, line and paragraph ends, marks of direction."""
_FURTHER = 4
"""Blanks by which further lines of what is wrapped stand further in."""
PIPED = 120
"""Columns where the output is no terminal."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")


def plain(text: str) -> str:
    """`text` for a terminal: without control characters that it would obey."""
    from litreview.outputs.escape import terminal

    return terminal(text)


def one_line(text: str) -> str:
    """`text` without line ends and runs of blanks, for a terminal."""
    return plain(" ".join(text.split()))


def thousands(number: int) -> str:
    """12,345."""
    return f"{number:,}"


def count(number: int, noun: str) -> str:
    """`1 record`, `2 records`, `1 study`, `3 studies`."""
    from litreview.outputs.words import counted

    return counted(number, noun)


def on_terminal() -> bool:
    """Whether somebody reads standard output on a screen."""
    return sys.stdout.isatty()


def width() -> int:
    """Columns of the terminal; `PIPED` where standard output is none."""
    return shutil.get_terminal_size().columns if on_terminal() else PIPED


def clip(text: str, columns: int) -> str:
    """`text` in one line; on a terminal cut to `columns`, with a mark. A pipe gets it whole."""
    line = plain(text).replace("\n", " ")
    if not on_terminal() or len(line) <= columns:
        return line
    return f"{line[: max(columns - 1, 1)].rstrip()}…"


def wrapped(text: str, *, on_screen: bool, head: str = "", indent: int = 4) -> list[str]:
    """`head` and `text` in one line; on a screen wrapped at words, further lines indented."""
    import textwrap

    line = f"{head}{one_line(text)}".rstrip()
    columns = shutil.get_terminal_size().columns
    if not on_screen or columns < 2 * indent:
        return [line]
    rest = " " * indent
    return textwrap.wrap(
        line, columns, subsequent_indent=rest, break_on_hyphens=False, drop_whitespace=True
    )


def place(path: Path) -> str:
    """`path` as one would type it here: relative where it lies below this folder.

    ``-`` stands for standard output, and is called so.
    """
    if str(path) == "-":
        return "standard output"
    try:
        near = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if near.startswith("..") else near


def described(record: Record) -> str:
    """A record in words: first author and year, then the title."""
    from litreview.outputs.references import study_label

    return f"{one_line(study_label(record))}  {one_line(record.title) or '(no title)'}"


def json_text(data: Any, *, indent: int = -1) -> str:  # noqa: ANN401 - whatever JSON can hold
    """`data` as JSON, in one line without `indent`; what a terminal would obey is escaped."""
    text = msgspec.json.format(msgspec.json.encode(data), indent=indent).decode()
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def will_end(status: int) -> int:
    """`status`, which the command ends with also where nobody reads its output to the end."""
    from litreview.cli import STATUS

    click.get_current_context().meta[STATUS] = status
    return status


def out(data: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """`data` as indented JSON on standard output."""
    click.echo(json_text(data, indent=2))


def out_lines(*lines: str) -> None:
    """Lines of text from the review on standard output."""
    for line in lines:
        click.echo(plain(line))


def note(text: str) -> None:
    """A line of prose on standard error; on a screen it breaks at words, not inside them."""
    lead = text[: len(text) - len(text.lstrip())]
    fits = len(text) <= shutil.get_terminal_size().columns
    if fits or "\n" in text or not sys.stderr.isatty():
        click.echo(plain(text), err=True)
        return
    for line in wrapped(text, on_screen=True, head=lead, indent=len(lead) + _FURTHER):
        click.echo(line, err=True)


def out_wrapped(text: str, *, head: str = "") -> None:
    """`head` and `text` as a line on standard output; on a screen it breaks at words."""
    indent = len(head) - len(head.lstrip()) + _FURTHER
    out_lines(*wrapped(text, on_screen=on_terminal(), head=head, indent=indent))


def here(command: str) -> str:
    """`command` as it must be typed from this folder: with -C where this command had one."""
    context = click.get_current_context(silent=True)
    folder = context.find_object(Path) if context else None
    if folder is None or folder == Path():
        return command
    return command.replace("litreview ", f"litreview -C {shlex.quote(str(folder))} ", 1)


def following(command: str) -> None:
    """The command that comes next, to be copied."""
    click.echo(plain(f"Next: {here(command)}"), err=True)  # in one line, to be copied


def findings(found: Iterable[Finding]) -> None:
    """Findings, three lines each: severity, code and what; where; what to do."""
    for finding in found:
        out_wrapped(finding.message, head=f"{finding.severity} {finding.code}: ")
        for word, part in (("where", finding.where), ("to do", finding.remedy)):
            if part:
                out_wrapped(part, head=f"    {word}: ")


def one_output(paths: Iterable[Path | None], *, json: bool) -> None:
    """Refuse two things on standard output: nobody could tell them apart. Raises UsageError."""
    from litreview.errors import UsageError

    if sum(str(path) == "-" for path in paths if path is not None) + json > 1:
        raise UsageError(
            "two things cannot both go to standard output",
            remedy="name a file for one of them, or run the command twice",
        )


def write(target: Path, content: bytes) -> None:
    """`content` as a file, whole or not at all; ``-`` is standard output."""
    write_stream(target, (content,))


def write_stream(target: Path, pieces: Iterable[bytes]) -> None:
    """The same of a content that need not fit into memory: one piece at a time.

    A pipe or a device is written to, not replaced, and a link is followed.
    """
    from litreview.errors import UsageError
    from litreview.store import disk

    if str(target) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        return
    if target.is_dir():
        raise UsageError("this is a folder", where=str(target), remedy="name a file in it")
    if target.exists() and not target.is_file():
        with disk.guarded(target), target.open("wb") as out_:
            out_.writelines(pieces)
        return
    disk.write_stream(Path(os.path.realpath(target)), pieces)


def console() -> Console:
    """A rich console on standard output that interprets no markup in data."""
    from rich.console import Console

    class Heard(Console):
        def on_broken_pipe(self) -> None:
            """Leave the exit status to the command line; rich would end with 1."""
            raise BrokenPipeError

    return Heard(markup=False, highlight=False, width=width())


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
