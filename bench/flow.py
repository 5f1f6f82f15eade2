"""Measure the figure over 1,000,000 events, and the drawing alone.

First once `status` has brought index and numbers up to date, then after one more event.

usage: python -m bench.flow [VOTES]      (one vote a record; records without abstracts)
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import litreview as lr
from bench.fold import fill
from bench.process import Cost, litreview, report
from litreview.outputs.diagram import svg

VOTES = 1_000_000
FIGURE = Cost(wall=2.0, processor=2.0, megabytes=float("inf"))
DRAWING = 0.050
TURNS = 20


def main(votes: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        fill(place, votes)
        print(f"{votes:,} votes, one a record")
        review = place / "review"
        litreview(review, "status")  # brings the index up to date
        figure = ("prisma", "--svg", str(place / "f.svg"))
        missed = report("figure, numbers kept", litreview(review, *figure), FIGURE)
        litreview(review, "prisma", "correct", "excluded_other", "0", "--because", "one event more")
        report("figure, one event later", litreview(review, *figure))
        with lr.open(review) as opened:
            flow = opened.present.drawn
        if flow["records_screened"].n != votes:
            raise SystemExit("not every vote arrived in the flow")
        seconds = []
        for _ in range(TURNS):
            started = time.perf_counter()
            svg(flow, title="")
            seconds.append(time.perf_counter() - started)
    median = statistics.median(seconds)
    print(f"drawing: {median * 1000:.1f} ms, median of {TURNS} (aim: {DRAWING * 1000:.0f} ms)")
    return missed or int(median > DRAWING)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else VOTES))
