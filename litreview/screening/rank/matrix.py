"""A sparse matrix, row by row: three arrays, and the one product that ranking needs of them.

The layout is that of `scipy.sparse.csr_matrix`, which `scipy()` gives without a copy. Small pools
never ask for it: importing scipy takes longer than ranking a few hundred records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Row i has the values `data[a:b]` in the columns `indices[a:b]`, a, b = `indptr[i : i + 2]`.

    data: float32 (a reference recipe may keep float64); indices: int32, ascending in a row; indptr:
    int64, one more than there are rows.
    """

    data: NDArray[np.float32] | NDArray[np.float64]
    indices: NDArray[np.int32]
    indptr: NDArray[np.int64]
    columns: int

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def head(self, rows: int) -> Matrix:
        """The first `rows` rows; nothing is copied."""
        end = int(self.indptr[rows])
        return Matrix(self.data[:end], self.indices[:end], self.indptr[: rows + 1], self.columns)

    def likeness(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """For each row the sum of its inner products with `rows`: cosines, at length 1."""
        total = np.zeros(self.columns)
        for row in rows:
            part = slice(*self.indptr[row : row + 2])
            total[self.indices[part]] += self.data[part]
        owner = np.repeat(np.arange(len(self)), np.diff(self.indptr))
        products = np.bincount(owner, self.data * total[self.indices], minlength=len(self))
        return products.astype(np.float64)

    def scipy(self) -> csr_matrix[Any]:
        """The same matrix for scipy; data and indices are shared."""
        from scipy.sparse import csr_matrix

        return csr_matrix(
            (self.data, self.indices, self.indptr), shape=(len(self), self.columns), copy=False
        )
