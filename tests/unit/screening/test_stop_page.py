"""The page about stopping says what was measured, and names every rule."""

from __future__ import annotations

import re
from pathlib import Path

from litreview.screening.stop.rules import RULES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "stopping.md").read_text("utf-8")
MEASURED = (ROOT / "bench" / "stopping.md").read_text("utf-8")


def rows(text: str) -> list[str]:
    """The lines of figures: those whose second cell is a number of runs."""
    return re.findall(r"^\| [^|]+ \| \d+ \| .*$", text, re.MULTILINE)


def test_the_table_is_the_one_that_was_measured() -> None:
    quoted = rows(PAGE)
    assert len(quoted) > 8
    assert set(quoted) <= set(rows(MEASURED))


def test_every_rule_is_described() -> None:
    assert [name for name in RULES if f"`{name}`" not in PAGE] == []


def test_the_certificate_reached_its_recall_in_19_of_20_runs_by_either_order() -> None:
    reached = re.findall(r"^\| certificate 95/95 \| (\d+) \| ([\d.]+) ", MEASURED, re.MULTILINE)
    assert [runs for runs, _ in reached] == ["60", "60"]
    assert all(float(share) >= 0.95 for _, share in reached)
