"""What a person reads when something goes wrong: what, where, what to do. Exit status 2."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from litreview.errors import LitreviewError, StorageError

_STATUS = 2


def show_any_text() -> None:
    """Let any text be printed: what the terminal's encoding lacks is shown as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def unread() -> None:
    """Nobody reads standard output any more: what is still in its buffer goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def tell(error: LitreviewError) -> NoReturn:
    """The three lines of an error; a part that it does not have is left out."""
    _say(f"error: {error.what}", error.where and f"where: {error.where}",
         error.remedy and f"to do: {error.remedy}")  # fmt: skip
    sys.exit(error.exit_status)


def stopped() -> NoReturn:
    """Ctrl-C, or the end of the input."""
    _say("stopped; what was decided before is kept")
    sys.exit(_STATUS)


def misused(error: click.ClickException) -> NoReturn:
    """A command, option or argument that click does not understand."""
    context = getattr(error, "ctx", None)
    name = context.command_path if context is not None else "litreview"
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        sys.exit(_STATUS)
    what = error.format_message().rstrip(".")
    _say(f"error: {what[:1].lower()}{what[1:]}", f"to do: see `{name} --help`")
    sys.exit(_STATUS)


def refused(error: OSError) -> NoReturn:
    """The operating system said no somewhere where nobody expected it."""
    from litreview.store.disk import guarded

    try:
        with guarded(Path(str(error.filename or ""))):
            raise error
    except StorageError as told:
        tell(told)


def index_errors() -> tuple[type[Exception], ...]:
    """The errors of the index's library, if it was loaded at all: it is slow to import."""
    module = sys.modules.get("sqlalchemy.exc")
    return (module.DatabaseError,) if module else ()


def unindexed(error: Exception) -> NoReturn:
    """The index cannot be read or written."""
    from litreview.store.index import remedy

    cause = getattr(error, "orig", error)
    tell(
        StorageError(
            f"the index cannot be used ({cause}); the log and the records are untouched",
            where=".litreview/index.sqlite",
            remedy=remedy(cause),
        )
    )


def _say(*lines: str) -> None:
    from litreview.cli.say import wrapped

    for line in filter(None, lines):
        for part in wrapped(line, on_screen=sys.stderr.isatty()):
            click.echo(part, err=True)
