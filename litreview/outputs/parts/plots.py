"""Every plot that the review has data for, as SVG, and as a page where it has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from litreview.outputs.evidence import Evidence
from litreview.outputs.parts import Part, ReportFile
from litreview.outputs.plots import PLOTS, Ask, PlotKind
from litreview.outputs.plots._canvas import Drawing, Look
from litreview.outputs.plots._svg import svg


def files(evidence: Evidence) -> Iterator[ReportFile]:
    """Plots without anything to draw are left out."""
    for kind, drawing, page in _drawings(evidence):
        path, content = f"plots/{drawing.name}.svg", svg(drawing).encode()
        yield ReportFile(path, content, kind.summary, drawing.title)
        if page:
            file = f"plots/{drawing.name}.html"
            yield ReportFile(file, page.encode(), f"{drawing.title}, to filter and to open")


def _drawings(evidence: Evidence) -> Iterator[tuple[PlotKind, Drawing, str]]:
    """Each drawing under a name and title of its own, with its page, "" where it has none."""
    for kind in PLOTS.all():
        if kind.from_evidence is None:
            continue
        several = kind.variants(evidence) if kind.variants is not None else {"": {}}
        for name, chosen in several.items():
            data = kind.from_evidence(evidence, Ask(Look(), chosen))
            drawing = kind.build(data)
            if drawing.empty:
                continue
            page = kind.page(data) if kind.page is not None else ""
            if name:
                title = f"{drawing.title}, {name.replace('-', ' ')}"
                drawing = replace(drawing, name=f"{kind.name}-{name}", title=title)
            yield kind, drawing, page


PART = Part("plots", 50, files)
