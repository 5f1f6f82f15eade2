"""So many irrelevant reports in a row: what many reviews go by, and no guarantee.

Where relevant reports are few, a row of irrelevant ones is long well before the last is found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from litreview.screening.stop.reading import Opinion, Reading
from litreview.screening.stop.rule import Rule
from litreview.screening.stop.saying import plainly

ROWS = (50, 100)
"""Reports in a row that are asked for most often."""
SHARES = (5, 10)
"""The same as a share of all reports of the stage, in per cent."""


def row(labels: Sequence[bool]) -> int:
    """How many reports have been read since the last relevant one."""
    return next((n for n, label in enumerate(reversed(labels)) if label), len(labels))


def _judge(name: str, needed: Callable[[int], int]) -> Callable[[Reading], Opinion]:
    def judge(reading: Reading) -> Opinion:
        aim, now = needed(reading.total), row(reading.labels)
        figures = {"in_a_row": float(now), "needed": float(aim)}
        plain = plainly(name, reading)
        if plain is not None:
            return replace(plain, figures=figures)
        return Opinion(
            name, now >= aim, f"{now:,} irrelevant in a row; {aim:,} are needed", figures
        )

    return judge


def _rule(name: str, needed: Callable[[int], int], words: str) -> Rule:
    return Rule(
        name,
        f"The last {words} were irrelevant, and nothing more.",
        "It gives no recall and no confidence: the same row comes early in a long list of few.",
        _judge(name, needed),
    )


def _share(percent: int) -> Callable[[int], int]:
    return lambda total: max(1, -(-total * percent // 100))


RULES = (
    *(_rule(f"row-{n}", lambda _, n=n: n, f"{n} reports read") for n in ROWS),  # type: ignore[misc]
    *(_rule(f"row-{n}-percent", _share(n), f"{n} % of all reports") for n in SHARES),
)
