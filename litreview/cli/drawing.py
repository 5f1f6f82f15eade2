"""How the flow diagram is drawn, and to which files: options that commands share."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.errors import UsageError
from litreview.outputs.theme import THEMES

if TYPE_CHECKING:
    from litreview.outputs.diagram.look import Look
    from litreview.prisma import Flow

_FILES: Mapping[str, str] = {
    "svg": "Draw the diagram as SVG, with real text.",
    "png": "Draw the diagram as PNG.",
    "pdf": "Draw the diagram as PDF, with text to select and links.",
    "docx": "The diagram as a Word file whose boxes can be edited.",
    "html": "The diagram as a page whose numbers open.",
    "mmd": "The diagram as Mermaid.",
    "txt": "The diagram as boxes of text, at most 80 columns wide.",
    "csv": "The counts as the PRISMA2020 package (R, Shiny) reads them.",
}
_FINEST = 2400
_DETAILS = ("sources", "zeros", "notes", "screening-reasons", "stages")
_READABLE_PT = 6.0
_TEXT_PT, _USUAL_MM = 8.0, 180.0
_WEB_OR_FILE = re.compile(r"https?://|[^:]*(/|$)", re.IGNORECASE)
"""An address of the web, or a path: no colon before its first slash, so no other scheme."""
_AMISS = set("\"'<>\\ \t\r\n")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: kind -> file, and how to draw. links: the page that numbers lead to."""

    files: Mapping[str, Path]
    lang: str
    theme: str
    width_mm: float
    dpi: int
    links: str
    shown: frozenset[str] = field(default_factory=frozenset)
    hidden: frozenset[str] = field(default_factory=frozenset)

    def look(self) -> Look:
        """How to draw. Raises UsageError for a detail that is to be shown and hidden."""
        from litreview.outputs.diagram.language import language
        from litreview.outputs.diagram.look import DETAILS, USUAL, Look

        both = self.shown & self.hidden
        if both:
            raise UsageError(f"{', '.join(sorted(both))}: either --with or --without")
        details = (USUAL | {d for d in DETAILS if d in self.shown}) - self.hidden
        return Look(language(self.lang), THEMES[self.theme], self.width_mm, details)

    def write(self, flow: Flow, title: str, page: Callable[[Look], str]) -> None:
        """Write all files. title: of the review. page: the diagram as a page."""
        look = self.look() if self.files else None
        for kind, path in self.files.items():
            if look is not None:
                say.write(path, self._content(kind, flow, look, title, page))
                say.note(f"{kind.upper()} in {say.place(path)}")
        for warning in self._warnings(flow):
            say.note(warning)

    def _content(
        self, kind: str, flow: Flow, look: Look, title: str, page: Callable[[Look], str]
    ) -> bytes:
        if kind == "csv":
            from litreview.outputs import prisma_csv

            return prisma_csv.write(flow)
        if kind == "html":
            return page(look).encode()
        from litreview.outputs.diagram.formats import Drawing, write

        said = look.language.say("page", "title", title=title)
        return write(Drawing(flow, said, look, self._link(flow), self.dpi), kind)

    def _link(self, flow: Flow) -> Callable[[str], str] | None:
        """Box -> its list on the page, where it holds something."""
        if not self.links:
            return None
        if set(self.links) & _AMISS or not _WEB_OR_FILE.match(self.links):
            raise UsageError(
                f"{self.links!r} is no address",
                remedy="write a file or a web address, such as index.html",
            )
        return lambda key: f"{self.links}#box-{key}" if key in flow.boxes and flow[key].n else ""

    def _warnings(self, flow: Flow) -> Iterator[str]:
        if "pdf" in self.files:
            from litreview.outputs.diagram.pdf import lacking

            if missing := lacking(flow, self.look()):
                what = say.count(len(missing), "letter")
                yield f"The font of the PDF lacks {what}, drawn as an empty box: {missing[:20]}"
        points = _TEXT_PT * self.width_mm / _USUAL_MM
        if points < _READABLE_PT and {"svg", "png", "pdf", "docx"} & set(self.files):
            yield f"At {self.width_mm:g} mm the smallest text is {points:.1f} pt high."


def of_drawing(function: Callable[..., None]) -> Callable[..., None]:
    """The options; the command gets them as one argument `drawing`, an `Asked`."""

    @functools.wraps(function)
    def command(*args: Any, **given: Any) -> None:  # noqa: ANN401 - whatever click passes
        files = {kind: path for kind in _FILES if (path := given.pop(kind)) is not None}
        how = {name: given.pop(name) for name in ("lang", "theme", "width_mm", "dpi", "links")}
        shown, hidden = (frozenset(given.pop(name)) for name in ("shown", "hidden"))
        asked = Asked(files, shown=shown, hidden=hidden, **how)
        function(*args, drawing=asked, **given)

    for option in reversed(tuple(_options())):
        command = option(command)
    return command


def _options() -> Iterator[Callable[..., Any]]:
    for kind, text in _FILES.items():
        yield click.option(f"--{kind}", type=click.Path(path_type=Path), metavar="FILE", help=text)
    yield click.option(
        "--lang",
        type=click.Choice(("en", "da", "no", "sv", "de", "fr")),
        default="en",
        show_default=True,
        help="The words of the diagram: English, Danish, Norwegian, Swedish, German, French.",
    )
    yield click.option(
        "--theme",
        type=click.Choice(tuple(THEMES)),
        default="official",
        show_default=True,
        help="Its colours.",
    )
    yield click.option("--width-mm", type=float, default=180.0, show_default=True, help="On paper.")
    yield click.option(
        "--dpi",
        type=click.IntRange(36, _FINEST),
        default=300,
        show_default=True,
        help="Pixels of a PNG for each inch on paper.",
    )
    yield click.option(
        "--links",
        default="",
        metavar="ADDRESS",
        help="The page that numbers lead to, such as index.html of the report.",
    )
    details = click.Choice(_DETAILS)
    yield click.option("--with", "shown", type=details, multiple=True, help="Show a detail too.")
    yield click.option(
        "--without", "hidden", type=details, multiple=True, help="Leave a detail out."
    )
