"""The measures of an order, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from litreview.screening.rank.metrics import Metrics, measure


def _of(*labels: int) -> Metrics:
    found = measure(np.array(labels, np.int8))
    assert found is not None
    return found


def test_an_order_worked_out_by_hand() -> None:
    found = _of(0, 1, 1, 0, 0, 0, 1, 0, 0, 0)
    assert found.wss95 == found.wss100 == pytest.approx(1 - 0.7)
    assert (found.rrf5, found.rrf10, found.rrf20) == (0.0, 0.0, pytest.approx(1 / 3))
    assert found.atd == pytest.approx((2 + 3 + 7) / 3 / 10)
    # up to the sixth record the recall curve lies one relevant record below the best one
    assert found.loss == pytest.approx((1 + 1 + 1 + 1 + 1 + 1) / (3 * 7))
    gains = 1 / np.log2(np.arange(2, 12))
    assert found.ndcg == pytest.approx((gains[1] + gains[2] + gains[6]) / gains[:3].sum())


def test_the_best_and_the_worst_order() -> None:
    best, worst = _of(1, 1, 0, 0, 0), _of(0, 0, 0, 1, 1)
    assert (best.loss, best.ndcg, worst.loss) == (0, 1, 1)


def test_the_recall_that_is_saved_at_is_the_one_reached() -> None:
    labels = [1] * 19 + [0] * 20 + [1]
    assert _of(*labels).wss95 == pytest.approx(19 / 20 - 19 / 40)
    assert _of(*labels).wss100 == pytest.approx(0)


def test_a_share_of_the_records_is_rounded() -> None:
    assert _of(0, 1, *[0] * 14).rrf10 == 1, "10 % of 16 records are two"
    assert _of(0, 1, *[0] * 11).rrf10 == 0, "and of 13 records one"


@pytest.mark.parametrize("labels", [(), (0, 0), (1,)])
def test_labels_that_are_all_alike_have_no_measure(labels: tuple[int, ...]) -> None:
    assert measure(np.array(labels, np.int8)) is None
