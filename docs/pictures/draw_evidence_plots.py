"""Draw docs/pictures/plots: direction, harvest, ce-plane, gap-map and rob, on invented data.

python docs/pictures/draw_evidence_plots.py

The data are those of the tests (tests/golden/plots/evidence_made.py).
"""

from __future__ import annotations

import runpy
from pathlib import Path

from litreview.outputs.plots import PLOTS, Ask
from litreview.outputs.plots._canvas import Look
from litreview.outputs.plots._rows import read
from litreview.outputs.plots._svg import svg

HERE = Path(__file__).parent
MADE = runpy.run_path(str(HERE.parents[1] / "tests" / "golden" / "plots" / "evidence_made.py"))


def main() -> None:
    """One SVG file a plot."""
    for name, maker in MADE["MAKERS"].items():
        kind = PLOTS.get(name)
        assert kind.from_rows is not None  # noqa: S101 - all of these have one
        rows = read(maker(MADE["GOLDEN"]).encode(), f"{name}.csv", kind.columns)
        data = kind.from_rows(rows, Ask(Look(), MADE["CHOSEN"].get(name, {})))
        (HERE / "plots" / f"{name}.svg").write_text(svg(kind.build(data)), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
