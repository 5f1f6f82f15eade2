"""A CSV of the PRISMA2020 package: checked, and drawn like a flow of our own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from litreview.cli import say
from litreview.cli.prisma._shown import show, tell_link
from litreview.errors import UsageError
from litreview.outputs.flow_data import as_data
from litreview.outputs.prisma_csv import Reading, read

if TYPE_CHECKING:
    from litreview.cli.drawing import Asked
    from litreview.outputs.diagram.look import Look


def from_csv(source: Path, drawing: Asked, *, as_json: bool, as_link: bool) -> int:
    """Check the file at `source`, draw what is wanted, say what was found; the exit status.

    1 where a sum does not hold, or a cell is no count. Raises UsageError, FileRefused.
    """
    reading = read(_content(source), str(source))
    found = reading.findings
    status = say.will_end(int(any(one.severity == "error" for one in found)))
    drawing.write(reading.flow, source.name, lambda look: _page(reading, source.name, look))
    if as_link:
        tell_link(reading.flow, as_json=as_json)
    elif as_json:
        say.out(as_data(reading.flow, found))
    else:
        if not drawing.files:
            show(reading.flow)
        if "-" not in map(str, drawing.files.values()):
            say.findings(found)
        _sum_up(reading)
    return status


def _sum_up(reading: Reading) -> None:
    errors = sum(one.severity == "error" for one in reading.findings)
    if errors:
        say.note(f"{say.count(errors, 'error')}: the figure shows the numbers as they stand")
    else:
        say.note("The numbers add up, as far as they are there.")


def _content(source: Path) -> bytes:
    if str(source) == "-":
        return sys.stdin.buffer.read()
    if not source.is_file():
        raise UsageError("there is no such file", where=str(source), remedy="name a CSV file")
    return source.read_bytes()


def _page(reading: Reading, name: str, look: Look) -> str:
    """The figure as a page. There is nothing behind its numbers to open."""
    from litreview.outputs.diagram import svg
    from litreview.outputs.escape import html
    from litreview.outputs.page.document import document

    title = look.language.say("page", "title", title=name)
    drawing = svg(reading.flow, title=title, look=look)
    body = f'<figure><div class="paper">{drawing}</div></figure>'
    main = f'<main class="alone"><h1>{html(title)}</h1>{body}</main>'
    return document(title, main, language=look.language.code)
