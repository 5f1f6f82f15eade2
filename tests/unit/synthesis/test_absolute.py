"""Absolute risks from relative effects."""

from __future__ import annotations

import pytest

from litreview.errors import UsageError
from litreview.synthesis.absolute import RISKS, risk_with


@pytest.mark.parametrize(
    ("measure", "ratio", "risk", "expected"),
    [
        ("logRR", 1.2, 0.25, 0.3),
        ("logRR", 5, 0.25, 1.0),
        ("logOR", 3, 0.25, 0.5),  # odds 1 to 3, three times as high: 1 to 1
        ("logHR", 2, 0.5, 0.75),  # half stay without, a quarter with
        ("logOR", 3, 1, 1.0),
    ],
)
def test_the_risk_with(measure: str, ratio: float, risk: float, expected: float) -> None:
    assert risk_with(measure, ratio, risk) == pytest.approx(expected)


@pytest.mark.parametrize("measure", RISKS)
def test_no_effect_leaves_the_risk_as_it_is(measure: str) -> None:
    assert risk_with(measure, 1, 0.37) == pytest.approx(0.37)


@pytest.mark.parametrize(("ratio", "risk"), [(-1, 0.2), (1, 1.2), (1, -0.1), (float("nan"), 0.2)])
def test_what_makes_no_risk_is_refused(ratio: float, risk: float) -> None:
    with pytest.raises(UsageError):
        risk_with("logRR", ratio, risk)
