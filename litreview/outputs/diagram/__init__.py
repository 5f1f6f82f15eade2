"""The PRISMA 2020 flow diagram: SVG and PNG. A page with it: `outputs.page.figure`.

`svg` draws a `Flow` in the official template that it needs; `read_counts` reads the numbers back
out of such a drawing.
"""

from __future__ import annotations

from litreview.outputs.diagram.counts import read_counts
from litreview.outputs.diagram.draw import svg
from litreview.outputs.diagram.raster import png

__all__ = ["png", "read_counts", "svg"]
