"""Parts of clauses that stand in one row, clause after clause, and the grids that two kinds of them make."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


def bounds(sizes: Iterable[int]) -> Ints:
    """Where each part begins in their row, and where the last ends."""
    return np.cumsum([0, *sizes])


class Grid:
    """For each clause all its rows by all its columns, cell after cell; `rows` and `columns` are bounds.

    `row` and `column` of each cell count through all clauses; `clauses` are the bounds of clauses among the cells, `starts` where
    each row begins.
    """

    def __init__(self, rows: Ints, columns: Ints) -> None:
        high, wide = np.diff(rows), np.diff(columns)
        self._shapes = list(zip(high.tolist(), wide.tolist(), strict=True))
        self.clauses = bounds((high * wide).tolist())
        clause = np.repeat(np.arange(len(high)), high * wide)
        row, column = np.divmod(np.arange(len(clause)) - self.clauses[clause], wide[clause])
        self.row, self.column = row + rows[clause], column + columns[clause]
        self.starts = np.flatnonzero(column == 0)

    def shaped(self, cells: Floats) -> list[Floats]:
        """What there is of each cell as one array for each clause: (rows, columns, …)."""
        parts = pairwise(self.clauses.tolist())
        return [cells[a:b].reshape(*shape, *cells.shape[1:]) for (a, b), shape in zip(parts, self._shapes, strict=True)]
