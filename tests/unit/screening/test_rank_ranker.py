"""What is known decides how an order is made."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from rank_pools import pool

from litreview.errors import UnknownName
from litreview.screening.rank.criteria import query
from litreview.screening.rank.matrix import Matrix
from litreview.screening.rank.parts import Floats, Pool
from litreview.screening.rank.query import highest
from litreview.screening.rank.ranker import Ranker
from litreview.screening.rank.recipes import DEFAULT, ELAS_U4, a_fiftieth, recipe

RECORDS, LABELS = pool(60)
TEXT = "a coach or mentor sets a goal with a pupil"
NONE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Rising:
    """A prior by which later records are likelier."""

    def scores(self, pool: Pool, matrix: Matrix) -> Floats:
        assert len(matrix) == len(pool)
        values = np.arange(len(pool), dtype=np.float64)
        return (values - values.mean()) / values.std()


def _basis(criteria: str, rows: list[int], of: object = DEFAULT) -> str:
    ranker = Ranker(RECORDS, of, seed=1, criteria=criteria)  # type: ignore[arg-type]
    return ranker.rank(np.array(rows, np.int64), LABELS[rows]).basis


@pytest.mark.parametrize(
    ("criteria", "rows", "basis"),
    [
        ("", [], "nothing"), ("", [5], "likeness"), ("", [1], "nothing"),
        ("", [1, 5], "classifier"), (TEXT, [], "likeness"), (TEXT, [5], "likeness"),
        (TEXT, [1], "classifier"), (TEXT, [1, 5], "classifier"), (" \n", [], "nothing"),
    ],
)  # fmt: skip
def test_the_basis_follows_from_what_is_known(criteria: str, rows: list[int], basis: str) -> None:
    assert _basis(criteria, rows) == basis


def test_a_prior_orders_alone_and_fades_beside_the_classifier() -> None:
    of = replace(DEFAULT, prior=Rising())
    ranker = Ranker(RECORDS, of, seed=1)
    first = ranker.rank(NONE, LABELS[NONE])
    assert first.basis == "prior"
    assert first.order.tolist() == list(range(59, -1, -1))
    rows = np.array([0, 1])
    beside = ranker.rank(rows, LABELS[rows]).scores
    without = Ranker(RECORDS, DEFAULT, seed=1).rank(rows, LABELS[rows]).scores
    standard = (without - without.mean()) / without.std()
    expected = standard + 0.5 * 10 / 11 * Rising().scores(RECORDS, Matrix(*_empty(60), 0))
    np.testing.assert_allclose(beside, expected, atol=1e-6)


def _empty(rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.empty(0, np.float32), np.empty(0, np.int32), np.zeros(rows + 1, np.int64)


def test_elas_goes_down_the_pool_until_both_classes_are_known() -> None:
    ranker = Ranker(RECORDS, ELAS_U4, seed=1)
    for rows in ([], [5], [1, 2]):
        ranking = ranker.rank(np.array(rows, np.int64), LABELS[rows])
        assert ranking.order.tolist() == [row for row in range(60) if row not in rows]


def test_an_order_of_which_nothing_is_known_follows_from_the_seed() -> None:
    one, same, other = (
        Ranker(RECORDS, DEFAULT, seed=seed).rank(NONE, LABELS[NONE]).order for seed in (1, 1, 2)
    )
    assert one.tolist() == same.tolist() != other.tolist()
    assert sorted(one.tolist()) == list(range(60))


def test_criteria_and_labels_bring_relevant_records_up() -> None:
    ranker = Ranker(RECORDS, DEFAULT, seed=1, criteria=TEXT)
    for rows in (NONE, np.array([0, 1, 2, 5])):
        first = ranker.rank(rows, LABELS[rows]).order[:8]
        assert LABELS[first].mean() > 0.8
        assert not set(first) & set(rows)


@pytest.mark.parametrize("weight", [0.3, 1.0])
def test_the_text_is_one_more_included_record_of_its_own_weight(weight: float) -> None:
    rows = np.array([0, 1, 2, 5])
    of = replace(DEFAULT, criteria_weight=weight)
    matrix = of.features(RECORDS, (query(TEXT),))
    labels = np.append(LABELS[rows], np.int8(1))
    weights = of.balance(labels) * [1, 1, 1, 1, weight]
    by_hand = of.classifier(matrix, 1)(np.append(rows, 60), labels, weights)
    scores = Ranker(RECORDS, of, seed=1, criteria=TEXT).rank(rows, LABELS[rows]).scores
    np.testing.assert_allclose(scores, by_hand[:60], atol=1e-6)


def test_before_an_exclusion_the_text_and_what_was_included_count_both() -> None:
    rows = np.array([5])
    both, text = (
        Ranker(RECORDS, DEFAULT, seed=1, criteria=TEXT).rank(known, LABELS[known]).scores
        for known in (rows, NONE)
    )
    included = Ranker(RECORDS, DEFAULT, seed=1).rank(rows, LABELS[rows]).scores
    np.testing.assert_allclose(both, text + included, atol=1e-5)


def test_labels_may_be_taken_back_and_leave_no_trace() -> None:
    rows = np.array([0, 1, 2, 5, 7])
    ranker = Ranker(RECORDS, DEFAULT, seed=1)
    before = ranker.rank(rows, LABELS[rows]).scores
    ranker.rank(np.arange(50), 1 - LABELS[:50])
    np.testing.assert_allclose(ranker.rank(rows, LABELS[rows]).scores, before, atol=1e-4)


def test_all_read_or_no_pool_gives_an_empty_order() -> None:
    rows = np.arange(60)
    assert not len(Ranker(RECORDS, DEFAULT, seed=1).rank(rows, LABELS).order)
    nothing = Pool((), (), (), ())
    for of in (DEFAULT, replace(DEFAULT, prior=Rising())):
        assert not len(Ranker(nothing, of, seed=1, criteria=TEXT).rank(NONE, LABELS[NONE]).order)


def test_of_equal_scores_the_earlier_record_comes_first() -> None:
    scores = np.tile([0.0, 1.0, -1.0], 400)
    order = highest(scores, np.arange(5, 1200)).tolist()
    assert order == sorted(range(5, 1200), key=lambda row: (-scores[row], row))


def test_recipes_by_name() -> None:
    assert recipe("elas_u4") is ELAS_U4
    assert recipe("default", learned_prior=False) is DEFAULT
    assert recipe("default").prior is not None
    with pytest.raises(UnknownName, match="elas_u5"):
        recipe("elas_u5")
    assert [a_fiftieth(n) for n in (0, 1, 99, 100, 149, 150)] == [1, 1, 1, 2, 2, 3]


def test_the_columns_of_a_pool_have_one_length() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Pool(("a",), (), ("",), (None,))
