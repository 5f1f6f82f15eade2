"""The certificate against buscarpy, the program of those who proposed it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from litreview.screening.stop.certificate import smallest_p

CASES = json.loads((Path(__file__).parent / "buscarpy.json").read_text("utf-8"))


def test_the_smallest_p_is_that_of_buscarpy() -> None:
    for case in CASES:
        labels = [digit == "1" for digit in case["labels"]]
        p = smallest_p(labels, case["unread"], case["recall"])
        assert p == pytest.approx(case["p"], rel=1e-9, abs=1e-12), case
    assert len({round(case["p"], 3) for case in CASES}) > 10
