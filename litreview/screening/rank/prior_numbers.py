"""What the learned prior counts of a record beside its words: a dozen numbers, none of a topic.

Each is taken relative to the pool: mean 0 and standard deviation 1 over its records, 0 throughout
where all records are equal.
"""

from __future__ import annotations

import re

import numpy as np

from litreview.screening.rank.matrix import Matrix
from litreview.screening.rank.parts import Floats, Pool

SHORT = 50
"""An abstract of fewer characters counts as none."""
FLAT = 1e-12
"""A smaller deviation is rounding: all are equal."""
NUMBERS = (
    "no-abstract",
    "title-length",
    "abstract-length",
    "title-bracketed",
    "numerals",
    "per-cents",
    "p-value",
    "n-or-ci",
    "title-question",
    "title-colon",
    "year-rank",
    "centrality",
)
"""The names of the columns of `numbers`, in order."""
_numerals = re.compile(r"[0-9]+").findall
_BLANK = {code: chr(code) if chr(code).isdecimal() else " " for code in range(128)}
"""All of ASCII but its digits made blank: splitting is faster than the expression."""
_signs = re.compile(r"([<=>])").split
_p_value = re.compile(r"\bp\s*[<=>]", re.IGNORECASE).search
_size = re.compile(r"\b(?:n|ci)\s*=", re.IGNORECASE).search
_BEFORE = 8
"""Characters before a sign that are looked at."""


def without_abstract(pool: Pool) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which records have no abstract to speak of."""
    return np.fromiter((len(text) < SHORT for text in pool.abstracts), bool, len(pool))


def numbers(pool: Pool, matrix: Matrix) -> Floats:
    """A row a record, a column for each of NUMBERS, each column of mean 0 and deviation 1."""
    table = np.empty((len(pool), len(NUMBERS)))
    for row, (title, abstract) in enumerate(zip(pool.titles, pool.abstracts, strict=True)):
        table[row, :10] = _of_record(title, abstract)
    table[:, 10] = year_ranks(pool.years)
    table[:, 11] = centrality(matrix, len(pool))
    table -= table.mean(axis=0) if len(pool) else 0
    spread = table.std(axis=0) if len(pool) else np.ones(len(NUMBERS))
    return np.asarray(table / np.where(spread > FLAT, spread, 1.0))


def _of_record(title: str, abstract: str) -> tuple[float, ...]:
    both = f"{title} {abstract}"
    # signs are rare, so looking around them is much faster than looking for what stands before them
    parts = _signs(both)
    near = " ".join(
        [before[-_BEFORE:] + sign for before, sign in zip(parts[::2], parts[1::2], strict=False)]
    )
    return (
        len(abstract) < SHORT,
        np.log1p(len(title)),
        np.log1p(len(abstract)),
        title.startswith("["),
        np.log1p(len(both.translate(_BLANK).split() if both.isascii() else _numerals(both))),
        np.log1p(both.count("%")),
        _p_value(near) is not None,
        _size(near) is not None,
        "?" in title,
        ":" in title,
    )


def year_ranks(years: tuple[int | None, ...]) -> Floats:
    """The share of the dated records that are older, half of the equally old; .5 where unknown."""
    known = np.array([year for year in years if year is not None], np.int64)
    ordered = np.sort(known)
    ranks = np.full(len(years), 0.5)
    if len(known):
        below = np.searchsorted(ordered, known, "left") + np.searchsorted(ordered, known, "right")
        ranks[[year is not None for year in years]] = below / (2 * len(known))
    return ranks


def centrality(matrix: Matrix, rows: int) -> Floats:
    """The mean cosine of each of the first `rows` rows to all of them (rows have length 1)."""
    values, columns = matrix.head(rows).data, matrix.head(rows).indices
    mean = np.bincount(columns, values, minlength=matrix.columns) / max(rows, 1)
    owner = np.repeat(np.arange(rows), np.diff(matrix.indptr[: rows + 1]))
    return np.bincount(owner, values * mean[columns], minlength=rows).astype(np.float64)
