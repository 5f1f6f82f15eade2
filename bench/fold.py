"""Measure 100,000 votes: append, catch-up of the index, fold, verdicts and flow, `status`.

usage: python -m bench.fold [VOTES]      (one vote a record; records without abstracts)
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import litreview as lr
from bench.process import Cost, litreview, report
from litreview.events import VoteCast

VOTES = 100_000
SEED = 20_260
EXCLUDED = 0.9
AIM = 2.0
STATUS = Cost(wall=5.0, processor=5.0, megabytes=400.0)
T = TypeVar("T")


def timed(what: str, work: Callable[[], T]) -> tuple[T, float]:
    """What `work` returns and its processor seconds, which are printed."""
    started = time.process_time()
    result = work()
    seconds = time.process_time() - started
    print(f"{what}: {seconds:.2f} s")
    return result, seconds


def fill(place: Path, votes: int) -> None:
    """A review in `place` with one record a vote, and the votes in one log."""
    file = place / "invented.csv"
    rows = (f"Invented title {n},2020,Journal of Inventions\n" for n in range(votes))
    with file.open("w", encoding="utf-8") as out:
        out.write("title,year,journal\n")
        out.writelines(rows)
    draw = random.Random(SEED)
    with lr.create(place / "review") as review:
        review.load(file)
        stage, plan = review.plan.stages[0].name, review.plan
        codes = [c.code for c in plan.criteria if c.effect == "exclude" and stage in c.stages]
        events = []
        for report in review.shelf.members:
            out_ = draw.random() < EXCLUDED
            events.append(
                VoteCast(
                    stage=stage,
                    record=report,
                    decision="exclude" if out_ else "include",
                    criteria=plan.criteria_version,
                    reasons=(draw.choice(codes),) if out_ else (),
                    shown="in the order of the files",
                )
            )
        writer = review.folder.writer("ann", review.settings.id, review.clock)
    timed("append to the log", lambda: writer.append(*events))  # behind the back of the index


def main(votes: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        fill(place, votes)
        print(f"{votes:,} votes, one a record")
        with lr.open(place / "review") as review:
            files = review.folder.log_files()
            timed("catch-up of the index", lambda: review.index.catch_up(files))
        with lr.open(place / "review") as review:
            state, folding = timed("fold", lambda: review.state)
            timed("records and clusters", lambda: review.shelf)
            timed("verdicts", lambda: review.present.screening)
            flow, _ = timed("flow", review.flow)
        if len(state.of("vote")) != votes or flow["records_screened"].n != votes:
            raise SystemExit("not every vote arrived in the flow")
        print(f"aim: fold in {AIM:.1f} s")
        cost = litreview(place / "review", "status")
        return report("status", cost, STATUS) or int(folding > AIM)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else VOTES))
