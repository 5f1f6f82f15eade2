"""Counting by record, checked by hand."""

from __future__ import annotations

import pytest

from litreview.dedup.evaluate import Quality, evaluate

TRUTH = {"1": "x", "2": "x", "3": "x", "4": "y", "5": "z"}


@pytest.mark.parametrize(
    ("clusters", "quality"),
    [
        ({"1": 1, "2": 1, "3": 1, "4": 4, "5": 5}, Quality(tp=2, fp=0, fn=0, tn=3)),
        ({"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}, Quality(tp=0, fp=0, fn=2, tn=3)),
        ({"1": 1, "2": 1, "3": 3, "4": 4, "5": 5}, Quality(tp=1, fp=0, fn=1, tn=3)),
        ({"1": 1, "2": 1, "3": 1, "4": 1, "5": 5}, Quality(tp=2, fp=1, fn=0, tn=2)),
        ({"1": 1, "2": 1, "3": 1, "4": 1, "5": 1}, Quality(tp=2, fp=2, fn=0, tn=1)),
    ],
)
def test_counts(clusters: dict[str, int], quality: Quality) -> None:
    found = evaluate(clusters, TRUTH)
    assert found == quality
    assert found.tp + found.fp + found.fn + found.tn == len(TRUTH)


def test_rates() -> None:
    assert Quality(3, 1, 1, 4).sensitivity == 0.75
    assert Quality(3, 1, 1, 4).specificity == 0.8
    assert Quality(0, 0, 0, 0).sensitivity == Quality(0, 0, 0, 0).specificity == 1.0


def test_the_first_record_in_file_order_survives() -> None:
    truth = {"2": "y", "1": "x"}
    assert evaluate({"1": 1, "2": 1}, truth) == Quality(tp=0, fp=1, fn=0, tn=1)


def test_other_records_are_refused() -> None:
    with pytest.raises(ValueError, match="different records"):
        evaluate({"1": 1}, TRUTH)
