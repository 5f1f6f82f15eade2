"""The files that the flow is drawn to: an option each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from litreview.outputs.theme import THEMES

if TYPE_CHECKING:
    from litreview.outputs.theme import Theme
    from litreview.prisma import Flow

F = TypeVar("F", bound=Callable[..., object])
FILES = {
    "svg": "Draw the diagram as SVG, with real text.",
    "png": "Draw the diagram as PNG, 180 mm wide at 300 dpi.",
    "html": "The diagram as a page whose numbers open.",
    "csv": "The counts as the PRISMA2020 package (R, Shiny) reads them.",
}


def file_options(function: F) -> F:
    """An option for each of `FILES`, and how they look."""
    function = click.option(
        "--theme",
        type=click.Choice(tuple(THEMES)),
        default="official",
        show_default=True,
        help="The colours of the SVG or PNG.",
    )(function)
    for name, text in reversed(FILES.items()):
        option = click.option(
            f"--{name}", type=click.Path(path_type=Path), metavar="FILE", help=text
        )
        function = option(function)
    return function


def drawn(kind: str, flow: Flow, title: str, theme: Theme, page: Callable[[], str]) -> bytes:
    """The flow as a file of `kind`. page: makes the HTML, which needs what is behind the flow."""
    from litreview.outputs import diagram, prisma_csv

    if kind == "html":
        return page().encode()
    if kind == "csv":
        return prisma_csv.write(flow)
    drawing = diagram.svg(flow, title=title, theme=theme)
    if kind == "svg":
        return drawing.encode()
    return diagram.png(drawing, background=theme.colours["paper"])
