"""The Wilson interval against numbers that others computed.

SciPy 1.17.1, ``binomtest(k, n).proportion_ci(method="wilson")``, run once and noted down
(SciPy is no dependency). The first four are the examples of Newcombe (1998), Statistics in Medicine
17(8), 857-872, whose table was not at hand to be read again.
"""

from __future__ import annotations

import pytest

from litreview.query.trial import wilson


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    [
        (81, 263, 0.2552885198782742, 0.36620957698280004),
        (15, 148, 0.06238639953073629, 0.16048724172330803),
        (0, 20, 0.0, 0.16112515805281935),
        (1, 29, 0.006113214292762667, 0.17175521879320282),
        (29, 29, 0.8830302015002592, 1.0),
        (7, 10, 0.39677814746114526, 0.892208732593699),
        (40, 41, 0.8740493794422577, 0.9956814684310875),
        (1, 1, 0.20654931437723745, 1.0),
    ],
)
def test_the_interval_agrees_to_twelve_digits(
    successes: int, total: int, low: float, high: float
) -> None:
    assert wilson(successes, total) == pytest.approx((low, high), abs=1e-12)
