"""A link to the web app of the PRISMA2020 package, with every count filled in."""

from __future__ import annotations

from urllib.parse import urlencode

from litreview.outputs.prisma_csv.layout import ROWS
from litreview.outputs.prisma_csv.writing import count
from litreview.prisma import Flow

APP = "https://estech.shinyapps.io/prisma_flowdiagram/"
LONGEST = 8000
"""Characters of an address that servers take as a rule."""


def link(flow: Flow) -> str:
    """The address. The counts and the words of sources and reasons stand in it, nothing else."""
    given = {row.data: count(row, flow) for row in ROWS if row.key}
    switches = {
        "previous": flow.updated,
        "other": flow.other_methods,
        "dbDetail": bool(flow["database_results"].parts),
        "regDetail": bool(flow["register_results"].parts),
        "metaAnalysis": "total_studies_ma" in flow.boxes,
    }
    return f"{APP}?{urlencode({**given, **{k: int(on) for k, on in switches.items()}})}"
