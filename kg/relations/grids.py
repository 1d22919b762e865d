"""Parts of clauses that stand in one row, clause after clause, and the grids that two kinds of them make."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Part = TypeVar("Part", Ints, Floats)


def bounds(sizes: Iterable[int]) -> Ints:
    """Where each part begins in their row, and where the last ends."""
    return np.array(list(accumulate(sizes, initial=0)))


def parted(row: Part, ends: Ints) -> list[Part]:
    """Each part of a row with such bounds."""
    return [row[start:end] for start, end in pairwise(ends.tolist())]


def spread(sizes: Ints) -> tuple[Ints, Ints]:
    """Parts of such sizes, element by element: of which part each is, and the how-manieth of it."""
    part = np.repeat(np.arange(len(sizes)), sizes)
    return part, np.arange(len(part)) - (np.cumsum(sizes) - sizes)[part]


class Grid:
    """For each clause all its rows by all its columns, cell after cell; `rows` and `columns` are bounds.

    `row`, `column` and `clause` of each cell count through all clauses, `of_columns` is the clause of each column; `clauses` are the
    bounds of clauses among the cells, `starts` where each row begins.
    """

    def __init__(self, rows: Ints, columns: Ints) -> None:
        self.rows, self.columns = rows, columns
        high, wide = np.diff(rows), np.diff(columns)
        self._shapes = list(zip(high.tolist(), wide.tolist(), strict=True))
        self.clauses = bounds((high * wide).tolist())
        self.clause, cell = spread(high * wide)
        self.of_columns = np.repeat(np.arange(len(wide)), wide)
        row, column = np.divmod(cell, wide[self.clause])
        self.row, self.column = row + rows[self.clause], column + columns[self.clause]
        self.starts = np.flatnonzero(column == 0)

    def shaped(self, cells: Part) -> list[Part]:
        """What there is of each cell as one array for each clause: (rows, columns, …)."""
        return [part.reshape(*shape, *cells.shape[1:]) for part, shape in zip(parted(cells, self.clauses), self._shapes, strict=True)]
