"""Inner products of records, as products with a vector: all that the linear machine asks of text.

K = X X' + 1, the 1 being the constant that stands for the intercept. Few records have K made once,
in numpy alone; many keep the sparse matrix and go through its columns each time. Sums of float32
differ in the last digit between the two, and between machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from litreview.screening.rank.matrix import Matrix
from litreview.screening.rank.parts import Floats, Rows

if TYPE_CHECKING:
    from scipy.sparse import csc_matrix, csr_matrix

DENSE = 1500
"""Up to as many rows, K is made: 9 MB."""
RARE = 12
"""Columns with at most as many entries are multiplied pair by pair."""


class Kernel(Protocol):
    """K seen from the labelled rows."""

    def learn(self, rows: Rows) -> None:
        """From now on `rows` are the labelled ones, in this order."""
        ...

    def among(self, beta: Floats) -> Floats:
        """K[labelled, labelled] @ beta."""
        ...

    def everywhere(self, beta: Floats) -> Floats:
        """K[:, labelled] @ beta."""
        ...


def kernel(matrix: Matrix) -> Kernel:
    """The quicker of the two for a matrix of this size."""
    return Dense(matrix) if len(matrix) <= DENSE else Sparse(matrix)


class Dense:
    """K as a square of numbers; see `Kernel`."""

    def __init__(self, matrix: Matrix) -> None:
        self._all = gram(matrix) + np.float32(1)
        self._rows = np.empty(0, np.int64)
        self._inner = self._all[:0, :0]

    def learn(self, rows: Rows) -> None:
        """Take `rows` as the labelled ones."""
        self._rows = rows
        self._inner = self._all[rows[:, None], rows]

    def among(self, beta: Floats) -> Floats:
        """K[labelled, labelled] @ beta."""
        return (self._inner @ beta.astype(np.float32)).astype(np.float64)

    def everywhere(self, beta: Floats) -> Floats:
        """K[:, labelled] @ beta."""
        full = np.zeros(len(self._all), np.float32)
        full[self._rows] = beta
        return (self._all @ full).astype(np.float64)


class Sparse:
    """K by way of the columns, by scipy; see `Kernel`."""

    def __init__(self, matrix: Matrix) -> None:
        self._all: csr_matrix[Any] = matrix.scipy()
        self._labelled: csr_matrix[Any] = self._all[:0]
        self._turned: csc_matrix[Any] = self._labelled.T

    def learn(self, rows: Rows) -> None:
        """Take `rows` as the labelled ones."""
        self._labelled = self._all[rows]
        self._turned = self._labelled.T

    def among(self, beta: Floats) -> Floats:
        """K[labelled, labelled] @ beta."""
        return self._by_columns(self._labelled, beta)

    def everywhere(self, beta: Floats) -> Floats:
        """K[:, labelled] @ beta."""
        return self._by_columns(self._all, beta)

    def _by_columns(self, rows: csr_matrix[Any], beta: Floats) -> Floats:
        products = rows @ (self._turned @ beta.astype(np.float32))
        return np.asarray(products + beta.sum(), np.float64)


def gram(matrix: Matrix) -> NDArray[np.float32]:
    """The inner products of all rows with each other.

    Columns with many entries are multiplied as a dense block, rare ones (nearly all) by entries.
    """
    rows = len(matrix)
    by_column = np.argsort(matrix.indices, kind="stable")
    row = np.repeat(np.arange(rows), np.diff(matrix.indptr))[by_column]
    value = matrix.data[by_column]
    sizes = np.bincount(matrix.indices, minlength=matrix.columns)
    starts = np.cumsum(sizes) - sizes
    common = np.flatnonzero(sizes > RARE)
    block = np.zeros((rows, len(common)), np.float32)
    entries = np.repeat(sizes > RARE, sizes)
    block[row[entries], np.repeat(np.arange(len(common)), sizes[common])] = value[entries]
    rest = np.zeros(rows * rows)
    for size in range(1, RARE + 1):
        places = starts[sizes == size][:, None] + np.arange(size)
        r, v = row[places], value[places]
        cells = r[:, :, None] * rows + r[:, None, :]
        rest += np.bincount(
            cells.ravel(), (v[:, :, None] * v[:, None, :]).ravel(), minlength=rows * rows
        )
    return block @ block.T + rest.reshape(rows, rows).astype(np.float32)
