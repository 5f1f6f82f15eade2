"""The plain prompt on standard input and output."""

from __future__ import annotations

import sys

import click

from litreview.cli import say
from litreview.screening.session import Session
from litreview.tui.aids import Aids
from litreview.tui.plain import Plain, sit


def by_lines(session: Session, title: str, aids: Aids) -> None:
    """Ask and answer until somebody quits, or the input ends."""
    sit(Plain(session, aids, title), _read, lambda line: click.echo(say.plain(line)))


def _read(prompt: str) -> str | None:
    """A line of standard input; None: there is no more."""
    click.echo(prompt, nl=False)
    try:
        line = sys.stdin.buffer.readline()
    except KeyboardInterrupt:
        line = b""
    if not line.endswith(b"\n"):
        click.echo()
    return line.decode(errors="replace") if line else None
