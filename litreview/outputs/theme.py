"""The colours of every figure, by the part that they play. A theme is a row of data, no code.

The plots and the flow diagram are drawn in these. What a colour tells is told by a sign, a place,
a shape or a lightness too, so that each theme may be printed in grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from litreview.errors import UsageError

Role = Literal[
    "paper", "ink", "soft", "faint", "band", "frame", "main", "pale", "filled",
    "good", "fair", "poor", "unknown",
    "series1", "series2", "series3", "series4", "series5", "series6",
    "box", "title", "other-title", "stage", "waiting", "waiting-ink", "waiting-ground",
]  # fmt: skip
"""paper: the ground; ink, soft, faint: text and lines, from strong to weak; band: behind every
second row; frame: around boxes; main: marks and intervals; pale: regions; filled: what was imputed;
good, fair, poor, unknown: judgements, never without a sign; series1 to series6: groups, each of
another lightness (and to be given another mark). Of the flow diagram: box, title, other-title and
stage are grounds, waiting what is not finished."""
ROLES: tuple[Role, ...] = get_args(Role)
SERIES: tuple[Role, ...] = ("series1", "series2", "series3", "series4", "series5", "series6")


@dataclass(frozen=True, slots=True)
class Theme:
    """A colour, as ``#rrggbb``, for every role."""

    name: str
    colours: Mapping[Role, str]

    def over(self, ground: Role) -> Role:
        """What to write with on `ground`: ink or paper, whichever stands out more."""
        colours = self.colours
        ink, paper = (contrast(colours[one], colours[ground]) for one in ("ink", "paper"))
        return "ink" if ink >= paper else "paper"


OFFICIAL: Final = Theme(
    "official",
    {
        "paper": "#ffffff",
        "ink": "#1f2328",
        "soft": "#4a525b",
        "faint": "#c3cad2",
        "band": "#f3f5f8",
        "frame": "#333a42",
        "main": "#1f4e79",
        "pale": "#dbe7f3",
        "filled": "#ffffff",
        "good": "#a9d5a0",
        "fair": "#f5d563",
        "poor": "#c4433b",
        "unknown": "#d9d9d9",
        "series1": "#12355b",
        "series2": "#d98e04",
        "series3": "#3a78ab",
        "series4": "#8c2d19",
        "series5": "#8bbf9f",
        "series6": "#d3c4e0",
        "box": "#ffffff",
        "title": "#ffc125",
        "other-title": "#d9d9d9",
        "stage": "#b9d3ee",
        "waiting": "#8a5a00",
        "waiting-ink": "#7a4b00",
        "waiting-ground": "#fff3d1",
    },
)
"""The look of PRISMA 2020: gold and grey titles, pale blue stages."""

GREY: Final = Theme(
    "grey",
    {
        "paper": "#ffffff",
        "ink": "#111111",
        "soft": "#444444",
        "faint": "#bdbdbd",
        "band": "#f4f4f4",
        "frame": "#2b2b2b",
        "main": "#262626",
        "pale": "#e4e4e4",
        "filled": "#ffffff",
        "good": "#ededed",
        "fair": "#b5b5b5",
        "poor": "#4d4d4d",
        "unknown": "#ffffff",
        "series1": "#1a1a1a",
        "series2": "#8c8c8c",
        "series3": "#5e5e5e",
        "series4": "#3d3d3d",
        "series5": "#b8b8b8",
        "series6": "#e0e0e0",
        "box": "#ffffff",
        "title": "#d9d9d9",
        "other-title": "#eeeeee",
        "stage": "#e4e4e4",
        "waiting": "#555555",
        "waiting-ink": "#444444",
        "waiting-ground": "#f4f4f4",
    },
)
"""For journals that print in black."""

COLOUR_BLIND: Final = Theme(
    "colour-blind",
    {
        **OFFICIAL.colours,
        "main": "#0b4f7d",
        "pale": "#d9e8f2",
        "good": "#7fc4ea",
        "fair": "#f0e442",
        "poor": "#b34700",
        "unknown": "#dddddd",
        "series1": "#003a5c",
        "series2": "#e69f00",
        "series3": "#2478b0",
        "series4": "#8f3600",
        "series5": "#9ad4f5",
        "series6": "#fce9f4",
        "title": "#f0e442",
        "stage": "#bfe0f5",
    },
)
"""Blue, yellow and vermilion after Okabe and Ito 2008 (jfly.uni-koeln.de/color)."""

DARK: Final = Theme(
    "dark",
    {
        "paper": "#14181d",
        "ink": "#eceff3",
        "soft": "#b6bfc9",
        "faint": "#4b5561",
        "band": "#1c2229",
        "frame": "#d5dbe2",
        "main": "#7db8ec",
        "pale": "#243648",
        "filled": "#14181d",
        "good": "#43965f",
        "fair": "#e0bd4a",
        "poor": "#f08a80",
        "unknown": "#5a626c",
        "series1": "#cfe6fb",
        "series2": "#f2b138",
        "series3": "#4f86ba",
        "series4": "#f28b72",
        "series5": "#a3e0bd",
        "series6": "#6d5a94",
        "box": "#1c2229",
        "title": "#6b4f00",
        "other-title": "#3a424c",
        "stage": "#24435f",
        "waiting": "#e0bd4a",
        "waiting-ink": "#f2d27a",
        "waiting-ground": "#33290f",
    },
)
"""For slides and dark screens."""

THEMES: Final[Mapping[str, Theme]] = {one.name: one for one in (OFFICIAL, GREY, COLOUR_BLIND, DARK)}


def theme_named(name: str) -> Theme:
    """The theme of that name. Raises UsageError for another."""
    if name not in THEMES:
        raise UsageError(f"there is no theme {name!r}", remedy=f"use one of: {', '.join(THEMES)}")
    return THEMES[name]


def luminance(colour: str) -> float:
    """How light ``#rrggbb`` is, from 0 (black) to 1: the relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21; small text needs 4.5, lines and marks 3."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
