"""The features of ELAS u4 as ASReview 3.0.8 makes them, by the same scikit-learn class."""

from __future__ import annotations

import numpy as np

from litreview.errors import UsageError
from litreview.screening.rank.matrix import Matrix
from litreview.screening.rank.parts import Pool
from litreview.screening.rank.tfidf import MOST, text_of


def exact_tfidf(pool: Pool, extra: tuple[str, ...] = ()) -> Matrix:
    """Float64, and a column for each word and pair, in alphabetical order; see `parts.Features`.

    Raises UsageError for a pool in which scikit-learn finds no word (ASReview ends there too).
    """
    from scipy.sparse import vstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    made = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1, max_df=MOST)
    try:
        found = made.fit_transform(text_of(pool))
    except ValueError as error:
        raise UsageError(
            "the recipe elas_u4 finds no word to learn from in these records",
            remedy="check that title and abstract are filled, or take the recipe default",
        ) from error
    if extra:
        found = vstack((found, made.transform(extra)), format="csr")
    return Matrix(found.data, found.indices, found.indptr.astype(np.int64), found.shape[1])
