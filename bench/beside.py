"""Measure what the ranking beside a sitting costs a key: votes while its thread is at work.

usage: python -m bench.beside [RECORDS] [--keys N]      (default: 100,000 and 200)

A vote is timed from the call to its return, with the line on disk by then; the reader waits 50 ms
between keys, so that the thread has its share. Three phases are told apart: no ranking at all, the
texts and features being made, and orders being made after decisions.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import litreview as lr
from bench.screen import fill
from litreview.review.guiding import Beside, sitting
from litreview.screening.session import Session

RECORDS, KEYS = 100_000, 200
REST = 0.05
AIM = 50.0


def votes(session: Session, keys: int, *, while_making: bool = False) -> list[float]:
    """Milliseconds of each vote; while_making: only until the first order is there."""
    found = []
    for n in range(keys):
        if while_making and isinstance(session.guide, Beside) and session.guide.wait(0):
            break
        before = time.perf_counter()
        session.vote("exclude" if n % 7 else "include")
        found.append(1e3 * (time.perf_counter() - before))
        time.sleep(REST)
    return found


def told(name: str, waits: list[float]) -> None:
    held = sorted(waits)
    if held:
        at = held[min(len(held) - 1, int(0.95 * len(held)))]
        print(
            f"{name:<28}{len(held):>5} votes: median {statistics.median(held):6.1f} ms, "
            f"95 % within {at:6.1f} ms, {sum(one > AIM for one in held)} over {AIM:.0f} ms, "
            f"slowest {held[-1]:6.1f} ms",
            flush=True,
        )


def main(records: int, keys: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = fill(Path(name), records, ranked=True)
        with lr.open(folder, who="ann") as review:
            told("no ranking", votes(review.screen(), keys))
        for phase in ("first sitting", "second sitting"):
            with lr.open(folder, who="ann") as review:
                stage = review.stage()
                _ = review.present.screening
                before = time.perf_counter()
                session = sitting(review, stage, "ann")
                print(f"{phase}: open after {time.perf_counter() - before:.2f} s", flush=True)
                guide = session.guide
                if not isinstance(guide, Beside):
                    raise SystemExit("there is no ranking")
                told("  texts and features", votes(session, 20 * keys, while_making=True))
                guide.wait(600)
                print(f"  first order after {time.perf_counter() - before:.1f} s", flush=True)
                told("  orders", votes(session, keys))
                session.close()
                if guide.trouble:
                    raise SystemExit(guide.trouble)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("records", nargs="?", type=int, default=RECORDS)
    parser.add_argument("--keys", type=int, default=KEYS)
    asked = parser.parse_args()
    sys.exit(main(asked.records, asked.keys))
