"""The drawing as SVG: real text, presentation attributes only, the same bytes for the same flow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from litreview.outputs.diagram.counts import metadata
from litreview.outputs.diagram.layout import figure
from litreview.outputs.diagram.look import PLAIN, Look
from litreview.outputs.diagram.shapes import (
    WIDTH,
    Arrow,
    Figure,
    Frame,
    Group,
    Kind,
    Rect,
    Words,
)
from litreview.outputs.diagram.text import Run, one_line
from litreview.outputs.diagram.words import description, tooltip
from litreview.outputs.escape import html as escape
from litreview.outputs.fonts import STACK
from litreview.outputs.theme import Role
from litreview.prisma import Flow

Link = Callable[[str], str]
Points = tuple[tuple[float, float], ...]
FRAMES: Final[Mapping[Kind, tuple[Role, Role, int]]] = {
    "box": ("box", "frame", 0),
    "waiting": ("box", "waiting", 0),
    "title": ("title", "frame", 7),
    "other-title": ("other-title", "frame", 7),
    "stage": ("stage", "frame", 4),
    "band": ("waiting-ground", "waiting", 4),
}
"""The ground, the line and the round of the corners of a frame; a note has none."""
_BROKEN: Final = 'stroke-width="1.1" stroke-dasharray="4 2.4"'
_TIP, _HALF = 5.2, 2.5
"""Length and half the width of an arrow's head."""


def svg(flow: Flow, *, title: str, link: Link | None = None, look: Look = PLAIN) -> str:
    """The PRISMA 2020 flow diagram; at 180 mm its text is at least 8 pt.

    title: what a screen reader says first. link: the key of a box -> the address that its
    number leads to, or "" for none. Every number stands in an element whose id is its box key.
    """
    placed = figure(flow, look)
    pen = _Pen(flow, link, look)
    ink = look.theme.colours["ink"]
    parts = [
        _head(flow, title, placed, look, linked=link is not None),
        *(pen.frame(frame) for frame in placed.frames),
        f'<g fill="{ink}" stroke="{ink}" stroke-width="0.9">',
        *map(_arrow, placed.arrows),
        "</g>",
        "</svg>\n",
    ]
    return "\n".join(parts)


def _head(flow: Flow, title: str, placed: Figure, look: Look, *, linked: bool) -> str:
    """The root, the description in words, the counts, the paper."""
    height = placed.height * look.width_mm / WIDTH
    colours, language = look.theme.colours, look.language
    role = "group" if linked else "img"
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(look.width_mm)}mm" '
                f'height="{_n(height)}mm" viewBox="0 0 {_n(WIDTH)} {_n(placed.height)}" '
                f'role="{role}" lang="{language.code}" '
                f'aria-labelledby="prisma-title prisma-desc" '
                f'font-family="{STACK}" fill="{colours["ink"]}">'
            ),
            f'<title id="prisma-title">{escape(one_line(title))}</title>',
            f'<desc id="prisma-desc">{escape(one_line(description(flow, language)))}</desc>',
            metadata(flow.counts()),
            (f'<rect width="{_n(WIDTH)}" height="{_n(placed.height)}" fill="{colours["paper"]}"/>'),
        )
    )


class _Pen:
    """Draws frames, and knows the numbers behind them and where they lead."""

    def __init__(self, flow: Flow, link: Link | None, look: Look) -> None:
        self._flow = flow
        self._link = link
        self._colours, self._language = look.theme.colours, look.language

    def frame(self, frame: Frame) -> str:
        """The rectangle and its groups."""
        tone = f' fill="{self._colours["soft"]}"' if frame.kind == "note" else ""
        parts = [_rect(frame.rect, self._look(frame.kind))] if frame.kind in FRAMES else []
        groups = "\n".join(self._group(group) for group in frame.groups)
        parts.append(_turned(groups, frame.rect) if frame.turned else groups)
        inner = "\n".join(parts)
        return f'<g class="{frame.kind}"{tone}>\n{inner}\n</g>'

    def _look(self, kind: Kind) -> str:
        ground, line, corner = FRAMES[kind]
        corners = f' rx="{corner}"' if corner else ""
        dash = _BROKEN if line == "waiting" else 'stroke-width="0.8"'
        stroke = f'stroke="{self._colours[line]}" {dash}'
        return f'fill="{self._colours[ground]}"{corners} {stroke}'

    def _group(self, group: Group) -> str:
        words = "\n".join(self._words(words) for words in group.words)
        if not group.key:
            return words
        area = _rect(group.area, 'class="area" fill="none" pointer-events="all"')
        return self._keyed("g", group.key, f"\n{area}\n{words}\n")

    def _keyed(self, tag: str, key: str, inner: str) -> str:
        """`inner` with the id, the definition and the link of a box."""
        tip = f"<title>{escape(tooltip(self._flow[key], self._language))}</title>"
        held = f'<{tag} id="{escape(key)}">{tip}{inner}</{tag}>'
        address = self._link(key) if self._link else ""
        return f'<a href="{escape(address)}">{held}</a>' if address else held

    def _words(self, words: Words) -> str:
        bold = ' font-weight="bold"' if words.style.face == "Bold" else ""
        waiting = self._colours["waiting-ink"]
        tone = f' fill="{waiting}"' if words.tone == "waiting" else ""
        anchor = ' text-anchor="middle"' if words.anchor == "middle" else ""
        return (
            f'<text x="{_n(words.x)}" y="{_n(words.y)}" font-size="{_n(words.style.size)}"'
            f"{bold}{tone}{anchor}{_fitted(words)}>{self._runs(words.line)}</text>"
        )

    def _runs(self, line: Sequence[Run]) -> str:
        return "".join(
            self._keyed("tspan", run.key, escape(run.text)) if run.key else escape(run.text)
            for run in line
        )


def _fitted(words: Words) -> str:
    """Letters of a font that we cannot measure are made as wide as the room kept for them."""
    text = "".join(run.text for run in words.line)
    if not words.style.foreign(text):
        return ""
    return f' textLength="{_n(words.style.width(text))}" lengthAdjust="spacingAndGlyphs"'


def _turned(inner: str, around: Rect) -> str:
    x, y = around.middle
    return f'<g transform="rotate(-90 {_n(x)} {_n(y)})">\n{inner}\n</g>'


def _rect(rect: Rect, attributes: str) -> str:
    return (
        f'<rect x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(rect.width)}" '
        f'height="{_n(rect.height)}" {attributes}/>'
    )


def head_of(arrow: Arrow) -> tuple[Points, Points]:
    """The line up to the head, and the corners of the head, whose tip touches the frame."""
    *_, (x0, y0), (x, y) = arrow.points
    dx, dy = _sign(x - x0), _sign(y - y0)
    back = (x - dx * _TIP, y - dy * _TIP)
    wings = (
        (back[0] - dy * _HALF, back[1] + dx * _HALF),
        (back[0] + dy * _HALF, back[1] - dx * _HALF),
    )
    return (*arrow.points[:-1], back), ((x, y), *wings)


def _arrow(arrow: Arrow) -> str:
    line, head = head_of(arrow)
    return f'<path d="{_path(line)}" fill="none"/><path d="{_path(head)} Z" stroke="none"/>'


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _n(value: float) -> str:
    """A number with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
