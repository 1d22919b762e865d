"""Boosted trees in plain arrays: what training leaves behind, read without scikit-learn.

The file is an `.npz` of numbers and strings, opened with pickling off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("weights.npz")

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Trees:
    """An ensemble of binary trees, all nodes in one row of arrays.

    A node sends a row left where its `feature` is at most `threshold`; leaves point at themselves and hold `value`.
    """

    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    value: Floats
    roots: Ints
    depth: int
    base: float

    def probability(self, rows: Floats) -> NDArray[np.float64]:
        """The probability that each row is of the positive class."""
        if not len(rows):
            return np.zeros(0)
        at = np.repeat(self.roots[None, :], len(rows), axis=0)
        index = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            at = np.where(rows[index, self.feature[at]] <= self.threshold[at], self.left[at], self.right[at])
        total = self.base + self.value[at].sum(axis=1, dtype=np.float64)
        result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-total))
        return result


@dataclass(frozen=True, slots=True)
class Weights:
    """All that was learned: trees over candidates, trees over facts, frame priors, the threshold of output for each group."""

    candidates: Trees
    facts: Trees
    priors: Mapping[str, float]
    thresholds: Mapping[str, float]


_FIELDS = ("feature", "threshold", "left", "right", "value", "roots")


def pack(prefix: str, trees: Trees) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {f"{prefix}_{name}": getattr(trees, name) for name in _FIELDS}
    arrays[f"{prefix}_scalars"] = np.array([trees.depth, trees.base])
    return arrays


def _unpack(prefix: str, data: Mapping[str, NDArray[np.generic]]) -> Trees:
    depth, base = (float(v) for v in data[f"{prefix}_scalars"].tolist())
    arrays: dict[str, Any] = {name: data[f"{prefix}_{name}"] for name in _FIELDS}
    return Trees(**arrays, depth=int(depth), base=base)


def save(weights: Weights, path: Path = WEIGHTS) -> None:
    arrays: dict[str, Any] = pack("candidates", weights.candidates) | pack("facts", weights.facts)
    for name, table in (("priors", weights.priors), ("thresholds", weights.thresholds)):
        arrays[f"{name}_keys"] = np.array(list(table), dtype=np.str_)
        arrays[f"{name}_values"] = np.array(list(table.values()), dtype=np.float32)
    np.savez_compressed(path, allow_pickle=False, **arrays)


def load(path: Path = WEIGHTS) -> Weights:
    """The weights of a file written by `save`."""
    with np.load(path, allow_pickle=False) as file:
        data = {name: file[name] for name in file.files}
    tables = {
        name: dict(zip(data[f"{name}_keys"].tolist(), data[f"{name}_values"].tolist(), strict=True)) for name in ("priors", "thresholds")
    }
    return Weights(_unpack("candidates", data), _unpack("facts", data), tables["priors"], tables["thresholds"])
