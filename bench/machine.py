"""Ten simulated reviewers, for as long as wanted: what must hold, held after every step.

usage: python -m bench.machine [--cases N] [--seconds S] [--steps K] [--seed FIRST]

A case is two stretches of K steps in twelve offline copies, each with merges in random order until
all copies have met. Ends with status 1 at the first case that fails; its seed makes it again.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))


def main() -> int:
    """Run the cases."""
    from crowd_holds import story  # noqa: PLC0415 - it lies in tests/

    asked = _asked()
    started, taken, events = time.monotonic(), Counter[str](), 0
    done = 0
    for seed in range(asked.seed, asked.seed + asked.cases):
        if asked.seconds and time.monotonic() - started > asked.seconds:
            break
        try:
            crowd = story(random.Random(seed), steps=asked.steps)
        except Exception:  # noqa: BLE001 - whatever it is, the seed is what is wanted
            traceback.print_exc()
            print(f"failed: --seed {seed} --cases 1 --steps {asked.steps}")
            return 1
        done += 1
        taken.update(crowd.taken)
        events += len(crowd.written)
    steps = ", ".join(f"{kind} {n:,}" for kind, n in taken.most_common() if n)
    print(f"{done:,} cases, {2 * done * asked.steps:,} steps drawn, {events:,} events written")
    print(f"steps that did something: {steps}")
    print(f"all held, in {time.monotonic() - started:.0f} s")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.machine", description=__doc__)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=0.0, help="stop after so many")
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
