"""`litreview plot`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.outputs.theme import THEMES

if TYPE_CHECKING:
    from litreview.outputs.plots import Ask, PlotKind
    from litreview.outputs.plots._canvas import Drawing, Look

_INCH, _FINEST = 25.4, 1200
_MOST_PIXELS = 100_000_000
_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("name", required=False)
@click.option("--from-csv", "source", type=_FILE, metavar="FILE", help="Draw what this file says.")
@click.option("--svg", type=_FILE, metavar="FILE", help="Write it as SVG, with real text.")
@click.option("--png", type=_FILE, metavar="FILE", help="Write it as PNG.")
@click.option("--html", type=_FILE, metavar="FILE", help="Write its page, where it has one.")
@click.option("--set", "choices", multiple=True, metavar="NAME=VALUE", help="A choice of the plot.")
@click.option("--title", default="", help="The title (default: the plot's own).")
@click.option("--width-mm", type=float, default=180.0, show_default=True, help="On paper.")
@click.option(
    "--dpi",
    type=click.IntRange(36, _FINEST),
    default=300,
    show_default=True,
    help="Pixels of a PNG for each inch on paper.",
)
@click.option(
    "--theme",
    type=click.Choice(tuple(THEMES)),
    default="official",
    show_default=True,
    help="Its colours.",
)
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    name: str | None,
    source: Path | None,
    svg: Path | None,
    png: Path | None,
    html: Path | None,
    choices: tuple[str, ...],
    title: str,
    width_mm: float,
    dpi: int,
    theme: str,
    as_json: bool,
) -> None:
    """Draw the evidence of the review, or of a CSV file. Without NAME: which plots there are.

    FILE may be - for standard output. Exit status 1 where there is nothing to draw.
    """
    if name is None:
        _list(as_json=as_json)
        return
    wanted = {kind: path for kind, path in (("svg", svg), ("png", png), ("html", html)) if path}
    say.one_output(wanted.values(), json=as_json)
    from litreview.outputs.plots._canvas import Look

    kind, ask = _asked(name, choices, Look(title, width_mm, THEMES[theme]))
    data = _data(folder, kind, source, ask)
    drawing = kind.build(data)
    for suffix, path in wanted.items():
        say.write(path, _written(kind, data, drawing, suffix, dpi))
        say.note(f"{drawing.title} in {say.place(path)}")
    if as_json:
        say.out(drawing.data)
    for note in drawing.notes:
        say.note(note)
    if drawing.empty:
        say.note(drawing.empty)
    elif not wanted and not as_json:
        say.note(f"{drawing.title}: {drawing.description}")
        origin = f" --from-csv {shlex.quote(str(source))}" if source else ""
        say.following(f"litreview plot {name}{origin} --svg {name}.svg")
    raise SystemExit(say.will_end(1 if drawing.empty else 0))


def _list(*, as_json: bool) -> None:
    from litreview.outputs.plots import PLOTS

    kinds = PLOTS.all()
    if as_json:
        say.out([{"name": kind.name, "summary": kind.summary} for kind in kinds])
        return
    for kind in kinds:
        say.out_lines(f"{kind.name:14} {kind.summary}")
    say.following("litreview plot NAME")


def _asked(name: str, choices: tuple[str, ...], look: Look) -> tuple[PlotKind, Ask]:
    from litreview.outputs.plots import PLOTS, Ask

    kind = PLOTS.get(name)
    return kind, Ask(look, _pairs(kind, choices))


def _pairs(kind: PlotKind, choices: tuple[str, ...]) -> Mapping[str, str]:
    known = {one.name: one.help for one in kind.choices}
    found: dict[str, str] = {}
    for text in choices:
        name, mark, value = text.partition("=")
        if not mark or name.strip() not in known:
            names = ", ".join(known) or "none"
            raise UsageError(
                f"{text!r} is no choice of this plot", remedy=f"write NAME=VALUE with: {names}"
            )
        found[name.strip()] = value.strip()
    return found


def _data(folder: Path, kind: PlotKind, source: Path | None, ask: Ask) -> Any:  # noqa: ANN401
    from litreview.outputs.plots import _rows

    if source is not None:
        if kind.from_rows is None:
            raise UsageError(f"the plot {kind.name!r} is not drawn from a file")
        if not source.is_file():
            raise UsageError("there is no such file", where=str(source), remedy="check its name")
        return kind.from_rows(_rows.read(source.read_bytes(), source.name, kind.columns), ask)
    if kind.from_evidence is None:
        raise UsageError(
            f"the plot {kind.name!r} is drawn from a file", remedy="name it: --from-csv FILE"
        )
    with opened(folder) as review:
        return kind.from_evidence(review.evidence(), ask)


def _written(
    kind: PlotKind,
    data: Any,  # noqa: ANN401
    drawing: Drawing,
    suffix: str,
    dpi: int,
) -> bytes:
    from litreview.outputs.diagram import raster
    from litreview.outputs.plots import _svg

    if suffix == "html":
        if kind.page is None:
            raise UsageError(
                f"the plot {kind.name!r} has no page of its own", remedy="write --svg or --png"
            )
        return kind.page(data).encode()
    text = _svg.svg(drawing)
    if suffix == "svg":
        return text.encode()
    pixels = round(drawing.width_mm / _INCH * dpi)
    if pixels * pixels * drawing.height / drawing.width > _MOST_PIXELS:
        raise UsageError(
            f"a picture {pixels:,} pixels wide would be too large, as the plot is long",
            remedy="choose fewer with --dpi or a smaller --width-mm, or write --svg",
        )
    paper = drawing.theme.colours["paper"]
    return raster.png(text, width_px=pixels, millimetres=drawing.width_mm, background=paper)
