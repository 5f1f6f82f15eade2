"""The features made fast against scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from rank_pools import pool

from litreview.screening.rank.exact_tfidf import exact_tfidf
from litreview.screening.rank.kernels import Dense, Sparse, gram
from litreview.screening.rank.parts import Pool
from litreview.screening.rank.tfidf import _counted, tfidf

ODD = (
    "É caffè naïve ÉCOLE a b cc_dd 12 1 x1 it's 化学 反応 化学", "", "a b c", "the the The THE of",
    "of the comb the comb", "tab\tand\nline\x00nul", "İstanbul straße ǅ", "only_once",
    "“the comb”—of\u00a0the comb… naïve",
)  # fmt: skip


def _pool(*texts: str) -> Pool:
    return Pool(texts, texts, texts[::-1], (None,) * len(texts))


@pytest.mark.parametrize("of", [_pool(*ODD), pool(40)[0]], ids=["odd", "made-up"])
def test_inner_products_are_those_of_scikit_learn(of: Pool) -> None:
    extra = ("the comb of hive word3 unheard 化学",)
    ours, theirs = tfidf(of, extra).scipy().toarray(), exact_tfidf(of, extra).scipy().toarray()
    np.testing.assert_allclose(ours @ ours.T, theirs @ theirs.T, atol=2e-6)


def test_a_text_beside_the_pool_changes_nothing_in_the_pool() -> None:
    records = pool(30)[0]
    alone = tfidf(records).scipy().toarray()
    beside = tfidf(records, ("hive hive coach new words",)).scipy().toarray()[:-1]
    np.testing.assert_allclose(alone @ alone.T, beside @ beside.T, atol=1e-6)


@pytest.mark.parametrize("texts", [(), ("",), ("one",), ("", "", "")])
def test_pools_without_words_have_rows_without_values(texts: tuple[str, ...]) -> None:
    made = tfidf(_pool(*texts))
    assert len(made) == len(texts)
    assert not made.data.any()


def test_what_nearly_all_records_have_is_left_out() -> None:
    texts = tuple(f"always word{number} word{number + 1}" for number in range(40))
    one = Pool(texts, texts, ("",) * 40, (None,) * 40)
    without = tuple(text.removeprefix("always ") for text in texts)
    other = Pool(without, without, ("",) * 40, (None,) * 40)
    first, second = gram(tfidf(one)), gram(tfidf(other))
    assert first[0, 5] == second[0, 5] == 0
    assert 0 < first[0, 1] < 1


def test_terms_of_large_numbers_are_counted_as_small_ones_are() -> None:
    terms, owners = np.array([3, 0, 3, 1, 3]), np.array([0, 0, 2, 1, 2])
    large = np.array([0, 7, 2**60, 2**61])[terms]
    for small, big in zip(_counted(terms, owners, 3), _counted(large, owners, 3), strict=True):
        assert small.tolist() == big.tolist()
    assert [one.tolist() for one in _counted(large, owners, 3)] == [
        [0, 1, 0, 2],
        [0, 1, 2],
        [1, 1, 1, 2],
    ]


def test_the_square_and_the_columns_give_the_same_products() -> None:
    made = tfidf(pool(50)[0])
    rows, beta = np.array([4, 40, 7]), np.array([0.5, -2.0, 1.0])
    dense, sparse = Dense(made), Sparse(made)
    for one in (dense, sparse):
        one.learn(rows)
    np.testing.assert_allclose(dense.among(beta), sparse.among(beta), atol=1e-5)
    np.testing.assert_allclose(dense.everywhere(beta), sparse.everywhere(beta), atol=1e-5)
    whole = made.scipy().toarray()
    np.testing.assert_allclose(gram(made), whole @ whole.T, atol=1e-5)
    np.testing.assert_allclose(made.likeness(rows), (whole @ whole.T)[:, rows].sum(1), atol=1e-5)
