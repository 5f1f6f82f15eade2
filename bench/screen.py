"""Measure the screen: how long after a key the next report is there, by Textual's pilot.

usage: python -m bench.screen [RECORDS] [--ranked] [--keys N]      (default: 100,000 and 300)

A key is timed from its press until the next report is drawn, the vote being on disk by then, and
until nothing is drawn any more (a scroll bar may follow). The pilot itself waits for some 60 ms of
quiet after each key: that is left out.
--ranked: with the ranking on, as review.toml has it by default.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import litreview as lr
from litreview.cli.screen._aids import aids
from litreview.review.guiding import sitting
from litreview.screening.session import Session
from litreview.tui.aids import Aids
from litreview.tui.screening import ScreeningApp

RECORDS, KEYS = 100_000, 300
SEED = 20_260
AIM = 50.0
"""Milliseconds, at the 95th percentile."""
SIZE = (80, 24)
WORDS = """mentor support youth program trial group control employment school community health
family outcome effect random adults service training income social network random measure
intervention participants follow months baseline analysis data risk young work job""".split()  # noqa: SIM905
PRESSES = ("i", "1", "2", "m", "s", "1", "1", "b", "1", "u", "1", "3")
"""Decisions of all kinds, and a way back, over and over."""


def fill(place: Path, records: int, *, ranked: bool) -> Path:
    """A review with invented titles and abstracts, and search strings whose terms are marked."""
    draw = random.Random(SEED)
    file = place / "invented.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("title,year,journal,abstract\n")
        for n in range(records):
            abstract = " ".join(draw.choices(WORDS, k=200))
            title = " ".join(draw.choices(WORDS, k=10))
            out.write(f"Invented {n} {title},2020,Journal of Inventions,{abstract}.\n")
    folder = place / "review"
    with lr.create(folder) as review:
        review.load(file)
    settings = folder / "review.toml"
    text = settings.read_text("utf-8")
    words = '\n[words]\ninclude = ["mentor*", "control group"]\nexclude = ["primary school"]\n'
    unranked = "" if ranked else '\n[ranking]\nrecipe = "none"\n'
    settings.write_text(f"{text}{words}{unranked}", "utf-8")
    return folder


class Timed(ScreeningApp):
    """The screen, when it last drew something, and when it first drew what it shows."""

    drawn = first = 0.0
    wanted = ""

    def _display(self, screen: Any, renderable: Any) -> None:  # noqa: ANN401 - Textual's own
        super()._display(screen, renderable)
        self.drawn = time.perf_counter()
        item = self.session.current
        if item is not None and item.report != self.wanted and item.report in self.lines():
            self.first, self.wanted = self.drawn, item.report

    def lines(self) -> str:
        """What stands on the screen."""
        strips = self.screen._compositor.render_strips()  # noqa: SLF001 - as the tests do
        return "\n".join(strip.text for strip in strips)


@dataclass
class Waits:
    """Milliseconds from a key to the next report, by key; and to quiet."""

    report: dict[str, list[float]] = field(default_factory=dict)
    quiet: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)
    """Of a key to quiet: milliseconds that the thread of the screen computed itself. What is more
    went to the ranking, to the disk, or to other programs of the machine."""
    opening: float = 0.0
    """Seconds to the first report."""


async def press(session: Session, given: Aids, keys: int) -> Waits:
    """Press the keys over and over."""
    found, started = Waits(), time.perf_counter()
    app = Timed(session, "A large review", given)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        found.opening = app.first - started
        for n in range(keys):
            key = PRESSES[n % len(PRESSES)]
            before, worked = time.perf_counter(), time.thread_time()
            await pilot.press(key)
            item = session.current
            if item is None or app.wanted != item.report or app.first < before:
                raise SystemExit(f"the report after {key} is not on the screen")
            found.report.setdefault(key, []).append(1e3 * (app.first - before))
            found.quiet.append(1e3 * (app.drawn - before))
            found.computed.append(1e3 * (time.thread_time() - worked))
    return found


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def summary(values: list[float]) -> str:
    return (
        f"median {statistics.median(values):.1f} ms, 95 % within {percentile(values, 0.95):.1f} ms"
    )


def main(records: int, keys: int, *, ranked: bool) -> int:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:  # the thread may write
        folder = fill(Path(name), records, ranked=ranked)
        started = time.perf_counter()
        with lr.open(folder, who="ann") as review:
            session = sitting(review, review.stage(), "ann") if ranked else review.screen()
            given = aids(review, session)
            opened = time.perf_counter() - started
            found = asyncio.run(press(session, given, keys))
            session.close()
    every = [one for values in found.report.values() for one in values]
    print(f"{records:,} records, ranking {'on' if ranked else 'off'}, {SIZE[0]}x{SIZE[1]}, "
          f"{os.cpu_count()} cores")  # fmt: skip
    print(f"review opened, queue made: {opened:.1f} s; first report: {found.opening:.2f} s later")
    for key, values in sorted(found.report.items()):
        print(f"  {key}: {summary(values)}, {len(values)} presses")
    print(f"a key, to the next report: {summary(every)}, longest {max(every):.1f} ms")
    print(f"a key, to quiet: {summary(found.quiet)}")
    print(f"of that computed for the screen itself: {summary(found.computed)}")
    print(f"aim: 95 % of reports within {AIM:.0f} ms")
    return int(percentile(every, 0.95) > AIM)


if __name__ == "__main__":
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("records", nargs="?", type=int, default=RECORDS)
    wanted.add_argument("--ranked", action="store_true")
    wanted.add_argument("--keys", type=int, default=KEYS)
    asked = wanted.parse_args()
    sys.exit(main(asked.records, asked.keys, ranked=asked.ranked))
