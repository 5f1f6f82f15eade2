"""One file per plot: a pure function from its own plain data to a drawing.

A plot is a module that defines ``PLOT``; modules that begin with _ are what plots share:
`_canvas` (shapes, `Drawing`, `Look`), `_svg` (the writer), `_scale` and `_axis`, `_text` (wrapping,
shortening), `_rows` (data from a CSV file), `_parts` (title, legend), `_effect` and `_summary` (of
the forest and the funnel plot). Colours by role are in `litreview.outputs.theme`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from litreview.registry import Registry

if TYPE_CHECKING:
    from litreview.outputs.evidence import Evidence
    from litreview.outputs.plots._canvas import Drawing, Look
    from litreview.outputs.plots._rows import Rows


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a plot can be asked for by ``--set NAME=VALUE``, and in words what it does."""

    name: str
    help: str


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """A column of the CSV file that a plot reads; a number, where `number`."""

    name: str
    help: str
    required: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """How somebody wants a plot: its look, and what was chosen by name."""

    look: Look
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlotKind:
    """A plot that can be asked for by name.

    build: data of the plot's own frozen type -> drawing; pure. columns, from_rows: how such data
    are read from a CSV file. from_evidence: how they are taken from a review, where that is
    possible. page: the data as one self-contained HTML page, where the plot has one of its own.
    choices: what ``--set`` understands. from_rows and from_evidence raise UsageError for a choice
    that has no such value; bad data they leave out, and say so in the drawing's notes. variants:
    what the report of a review chooses, by a name for each that can stand in a file name; without
    it the plot is drawn once, as it comes.
    """

    name: str
    summary: str
    build: Callable[[Any], Drawing]
    columns: tuple[CsvColumn, ...] = ()
    from_rows: Callable[[Rows, Ask], Any] | None = None
    from_evidence: Callable[[Evidence, Ask], Any] | None = None
    page: Callable[[Any], str] | None = None
    choices: tuple[Choice, ...] = ()
    variants: Callable[[Evidence], Mapping[str, Mapping[str, str]]] | None = None


PLOTS = Registry("litreview.outputs.plots", "PLOT", PlotKind, "plot")
