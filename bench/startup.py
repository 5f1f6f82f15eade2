"""Measure what it costs to start: `litreview --help` and `--version`, and what they import.

usage: python -m bench.startup [RUNS]      (default: 15; the median counts)
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from bench.process import python

RUNS = 15
AIM = 150.0
"""Milliseconds of processor time."""
HEAVY = ("pandas", "textual", "sqlalchemy", "sklearn", "matplotlib", "docx", "rich")
_PROBE = """
import sys
sys.argv[1:] = ["--help"]
from litreview.cli import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def milliseconds(runs: int, *arguments: str) -> float:
    """The median processor time of `litreview` with `arguments`."""
    here = Path.cwd()
    return statistics.median(
        1e3 * python(here, "-m", "litreview", *arguments).processor for _ in range(runs)
    )


def imported() -> set[str]:
    """The top-level modules that `litreview --help` imports."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def main(runs: int) -> int:
    worst = 0.0
    for flag in ("--help", "--version"):
        median = milliseconds(runs, flag)
        worst = max(worst, median)
        print(f"litreview {flag}: {median:.0f} ms of processor time (median of {runs})")
    heavy = sorted(imported() & set(HEAVY))
    print(f"heavy libraries imported by --help: {', '.join(heavy) or 'none'}")
    print(f"aim: {AIM:.0f} ms, none")
    return int(worst > AIM or bool(heavy))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS))
