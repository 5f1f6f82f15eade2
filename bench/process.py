"""Run `litreview` as a user would, and say what the process cost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Seconds of wall and processor time, and the peak of resident memory."""

    wall: float
    processor: float
    megabytes: float


def python(folder: Path, *arguments: str, allowed: tuple[int, ...] = (0,)) -> Cost:
    """Run this Python in `folder`. Raises SystemExit with its words where the status is wrong."""
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    said = child.stderr.read().decode() if child.stderr else ""
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if child.returncode not in allowed:
        raise SystemExit(f"{' '.join(arguments)} ended with {child.returncode}: {said}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def litreview(folder: Path, *arguments: str) -> Cost:
    """Run `litreview` with `arguments` in `folder`."""
    return python(folder, "-m", "litreview", *arguments)


def report(what: str, cost: Cost, aim: Cost | None = None) -> int:
    """Print what it cost beside what it may cost; 1 where that is exceeded."""
    print(f"{what}: {cost.wall:.1f} s wall, {cost.processor:.1f} s processor, "
          f"{cost.megabytes:.0f} MB peak")  # fmt: skip
    if aim is None:
        return 0
    print(f"aim: {aim.processor:.1f} s processor, {aim.megabytes:.0f} MB")
    return int(cost.processor > aim.processor or cost.megabytes > aim.megabytes)
