"""The colours of the plots, by the part that they play: readable in grey and in print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal[
    "paper", "ink", "soft", "faint", "band", "frame", "main", "pale", "filled",
    "good", "fair", "poor", "unknown",
    "series1", "series2", "series3", "series4", "series5", "series6",
]  # fmt: skip
"""paper: the ground; ink, soft, faint: text and lines, from strong to weak; band: behind every
second row; frame: around boxes; main: marks and intervals; pale: regions; filled: what was imputed;
good, fair, poor, unknown: judgements, never without a sign; series1 to series6: groups, each of
another lightness (and to be given another mark)."""
ROLES: tuple[Role, ...] = get_args(Role)
SERIES: tuple[Role, ...] = ("series1", "series2", "series3", "series4", "series5", "series6")


@dataclass(frozen=True, slots=True)
class Theme:
    """A colour, as ``#rrggbb``, for every role."""

    name: str
    colours: Mapping[Role, str]


LIGHT = Theme(
    "light",
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
        "series3": "#3f7fb5",
        "series4": "#8c2d19",
        "series5": "#8bbf9f",
        "series6": "#d3c4e0",
    },
)
