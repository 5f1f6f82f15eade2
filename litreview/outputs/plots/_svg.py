"""A drawing as SVG: real text, presentation attributes only, the same bytes at every run."""

from __future__ import annotations

import html as _html
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any
from xml.parsers import expat

from litreview.errors import FileRefused
from litreview.outputs.diagram.counts import held
from litreview.outputs.diagram.text import one_line
from litreview.outputs.escape import clean, http_url
from litreview.outputs.escape import html as escape
from litreview.outputs.fonts import STACK
from litreview.outputs.plots._canvas import (
    Circle,
    Drawing,
    Group,
    Ink,
    Line,
    Point,
    Polygon,
    Rectangle,
    Shape,
    Text,
)
from litreview.outputs.theme import Theme

_ID = "litreview-plot"
_DASHES = {"solid": "", "dashed": "4 2.4", "dotted": "1 2"}


def svg(drawing: Drawing) -> str:
    """The drawing as the text of an SVG file; ids in it begin with the name of the plot.

    Raises ValueError where a coordinate is no finite number: a plot must not make such.
    """
    pen = _Pen(drawing.name, drawing.theme)
    body = [pen.shape(shape) for shape in drawing.shapes]
    linked = any(_links(drawing.shapes))
    return "\n".join((_head(drawing, linked=linked), *body, "</svg>\n"))


def read_data(text: str) -> dict[str, Any]:
    """What a plot shows, read back from its SVG. Raises FileRefused where that is not in it."""
    remedy = "give a plot that litreview drew"
    try:
        found = json.loads(held(text, _ID))
    except (ValueError, expat.ExpatError) as error:
        raise FileRefused("this drawing holds no data of a plot", remedy=remedy) from error
    if not isinstance(found, dict):
        raise FileRefused("what this drawing holds is no data of a plot", remedy=remedy)
    return found


def _head(drawing: Drawing, *, linked: bool) -> str:
    """The root, the description in words, the data, the paper."""
    width, height = _n(drawing.width), _n(drawing.height)
    millimetres = drawing.height * drawing.width_mm / drawing.width
    name, paper = escape(drawing.name), drawing.theme.colours["paper"]
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(drawing.width_mm)}mm" '
                f'height="{_n(millimetres)}mm" viewBox="0 0 {width} {height}" '
                f'role="{"group" if linked else "img"}" '
                f'aria-labelledby="{name}-title {name}-desc" '
                f'font-family="{STACK}" fill="{drawing.theme.colours["ink"]}">'
            ),
            f'<title id="{name}-title">{escape(one_line(drawing.title))}</title>',
            f'<desc id="{name}-desc">{escape(one_line(drawing.description))}</desc>',
            f'<metadata id="{_ID}">{_json(drawing.data)}</metadata>',
            f'<rect width="{width}" height="{height}" fill="{paper}"/>',
        )
    )


def _json(data: Mapping[str, Any]) -> str:
    """JSON as the content of an element; a number that JSON lacks is null."""
    text = json.dumps(_finite(data), ensure_ascii=True, allow_nan=False)
    return _html.escape(text, quote=False)


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return clean(value) if isinstance(value, str) else value


def _links(shapes: Iterable[Shape]) -> Iterable[bool]:
    for shape in shapes:
        if isinstance(shape, Group):
            yield bool(_address(shape.href))
            yield from _links(shape.shapes)


def _address(href: str) -> str:
    """`href` if it is a web address or a place on the page, else ""."""
    return href if href.startswith("#") else http_url(href)


class _Pen:
    """Writes shapes in the colours of a theme, and numbers the areas that clip."""

    def __init__(self, name: str, theme: Theme) -> None:
        self._name, self._clips = escape(name), 0
        self._theme, self._colours = theme, theme.colours

    def shape(self, shape: Shape) -> str:
        """One shape, with all in it."""
        if isinstance(shape, Group):
            return self._group(shape)
        if isinstance(shape, Text):
            return self._text(shape)
        ink = self._ink(shape.ink)
        if isinstance(shape, Circle):
            return f'<circle cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.radius)}"{ink}/>'
        if isinstance(shape, Rectangle):
            corners = f' rx="{_n(shape.round)}"' if shape.round else ""
            return (
                f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" '
                f'height="{_n(shape.height)}"{corners}{ink}/>'
            )
        return _path(shape, ink)

    def _group(self, group: Group) -> str:
        kind = f' class="{escape(group.kind)}"' if group.kind else ""
        before, clip = self._clip(group)
        title = f"<title>{escape(clean(group.title))}</title>" if group.title else ""
        inner = "\n".join(part for part in (title, *map(self.shape, group.shapes)) if part)
        held_ = f"{before}<g{kind}{clip}>\n{inner}\n</g>"
        address = _address(group.href)
        return f'<a href="{escape(address)}">{held_}</a>' if address else held_

    def _clip(self, group: Group) -> tuple[str, str]:
        """The definition of the area, and the attribute that names it."""
        if group.clip is None:
            return "", ""
        self._clips += 1
        name, area = f"{self._name}-clip{self._clips}", group.clip
        rect = (
            f'<rect x="{_n(area.x)}" y="{_n(area.y)}" width="{_n(area.width)}" '
            f'height="{_n(area.height)}"/>'
        )
        return f'<clipPath id="{name}">{rect}</clipPath>\n', f' clip-path="url(#{name})"'

    def _text(self, text: Text) -> str:
        words, style = one_line(text.text), text.style
        bold = ' font-weight="bold"' if style.face == "Bold" else ""
        anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
        tone = self._theme.over(text.on) if text.on else text.role
        role = f' fill="{self._colours[tone]}"' if tone != "ink" else ""
        fitted = (  # letters that we cannot measure are made as wide as the room kept for them
            f' textLength="{_n(style.width(words))}" lengthAdjust="spacingAndGlyphs"'
            if style.foreign(words)
            else ""
        )
        turn = f' transform="rotate(-90 {_n(text.x)} {_n(text.y)})"' if text.turned else ""
        return (
            f'<text x="{_n(text.x)}" y="{_n(text.y)}" font-size="{_n(style.size)}"'
            f"{bold}{role}{anchor}{fitted}{turn}>{escape(words)}</text>"
        )

    def _ink(self, ink: Ink) -> str:
        fill = f' fill="{self._colours[ink.fill]}"' if ink.fill else ' fill="none"'
        if ink.fill and ink.opacity < 1:
            fill += f' fill-opacity="{_n(ink.opacity)}"'
        if ink.stroke is None:
            return fill
        dash = f' stroke-dasharray="{_DASHES[ink.dash]}"' if ink.dash != "solid" else ""
        return f'{fill} stroke="{self._colours[ink.stroke]}" stroke-width="{_n(ink.width)}"{dash}'


def _path(shape: Line | Polygon, ink: str) -> str:
    """A line of two points, or a path."""
    if isinstance(shape, Line) and len(shape.points) == 2:  # noqa: PLR2004 - two ends
        (x1, y1), (x2, y2) = shape.points
        return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"{ink}/>'
    end = " Z" if isinstance(shape, Polygon) else ""
    return f'<path d="{_through(shape.points)}{end}"{ink}/>'


def _through(points: Iterable[Point]) -> str:
    return "M" + " L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _n(value: float) -> str:
    """A number with two decimals at most. Raises ValueError for what is no finite number."""
    if not math.isfinite(value):
        raise ValueError(f"a drawing has no place for {value}")
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
