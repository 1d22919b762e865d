"""What training leaves behind, in plain arrays: boosted trees, and the networks with their vocabulary.

The files are `.npz` of numbers and strings, opened with pickling off; neither scikit-learn nor PyTorch is needed to read them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.relations.encoding import Encoder
from kg.relations.ensemble import Ensemble
from kg.relations.network import Network
from kg.relations.vocabulary import Vocabulary

WEIGHTS = Path(__file__).with_name("weights.npz")
NETWORK = Path(__file__).with_name("network.npz")

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trees:
    """An ensemble of binary trees, all nodes in one row of arrays.

    `below` (nodes, 2) are where a node sends a row whose `feature` is above its `threshold`, and one whose is not; leaves point at
    themselves and hold `value`.
    """

    feature: Ints
    threshold: Floats
    below: Ints
    value: Floats
    roots: Ints
    depth: int
    base: float

    def probability(self, rows: Floats) -> NDArray[np.float64]:
        """The probability that each row is of the positive class."""
        if not len(rows):
            return np.zeros(0)
        values, below = rows.ravel(), self.below.ravel()
        start = np.arange(len(rows))[:, None] * rows.shape[1]
        at = np.repeat(self.roots[None, :], len(rows), axis=0)
        for _ in range(self.depth):
            low = values.take(start + self.feature.take(at)) <= self.threshold.take(at)
            at = below.take(2 * at + low)
        total = self.base + self.value.take(at).sum(axis=1, dtype=np.float64)
        result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-total))
        return result


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned beside the network.

    Trees over facts, and over the answers to the circumstances of an act; from what chance on each group of facts and each answer
    goes out.
    """

    facts: Trees
    circumstances: Mapping[str, Trees]
    thresholds: Mapping[str, float]


_FIELDS = ("feature", "threshold", "below", "value", "roots")
_PLACES = ("feature", "below", "roots")


def pack(prefix: str, trees: Trees) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {f"{prefix}_{name}": getattr(trees, name) for name in _FIELDS}
    arrays |= {f"{prefix}_{name}": arrays[f"{prefix}_{name}"].astype(np.int32) for name in _PLACES}
    arrays[f"{prefix}_scalars"] = np.array([trees.depth, trees.base])
    return arrays


def _unpack(prefix: str, data: Mapping[str, NDArray[np.generic]]) -> Trees:
    depth, base = (float(v) for v in data[f"{prefix}_scalars"].tolist())
    arrays: dict[str, Any] = {name: data[f"{prefix}_{name}"] for name in _FIELDS}
    arrays |= {name: arrays[name].astype(np.int64) for name in _PLACES}
    return Trees(**arrays, depth=int(depth), base=base)


def save(weights: Weights, path: Path = WEIGHTS) -> None:
    arrays: dict[str, Any] = pack("facts", weights.facts)
    for name, trees in weights.circumstances.items():
        arrays |= pack(f"when:{name}", trees)
    arrays["thresholds_keys"] = np.array(list(weights.thresholds), dtype=np.str_)
    arrays["thresholds_values"] = np.array(list(weights.thresholds.values()), dtype=np.float32)
    np.savez_compressed(path, allow_pickle=False, **arrays)


def load(path: Path = WEIGHTS) -> Weights:
    """The weights of a file written by `save`."""
    with np.load(path, allow_pickle=False) as file:
        data = {name: file[name] for name in file.files}
    thresholds = dict(zip(data["thresholds_keys"].tolist(), data["thresholds_values"].tolist(), strict=True))
    answers = {key.removeprefix("when:").removesuffix("_roots") for key in data if key.startswith("when:") and key.endswith("_roots")}
    circumstances = {name: _unpack(f"when:{name}", data) for name in sorted(answers)}
    return Weights(_unpack("facts", data), circumstances, thresholds)


_COARSE = 10_000
"""Tables of so many numbers are kept in steps, which half a step's error does not harm."""
_STEPS, _WORD_STEPS = 31, 10
"""How many steps lead to the greatest value of each row; fewer in the vectors of words, which are half of all numbers."""
_WORDS = "enc.emb.weight"
"""The vectors of words, which training leaves as they are: the same in all networks."""


def save_networks(
    members: Sequence[Mapping[str, NDArray[np.float32]]], words: Sequence[str], stops: Collection[str], path: Path = NETWORK
) -> None:
    """Write networks with the same vectors of words in a byte a number, or in half precision, with the words that they know and those
    that state nothing.
    """
    out: dict[str, NDArray[Any]] = {"words": np.array(words, dtype=np.str_), "stops": np.array(sorted(stops), dtype=np.str_)}
    for n, arrays in enumerate(members):
        for name, values in arrays.items():
            whose = "" if name == _WORDS else n
            if values.ndim == 2 and values.size >= _COARSE:
                most = np.maximum(np.abs(values).max(1, keepdims=True), np.finfo(np.float32).tiny)
                steps = most / np.float32(_WORD_STEPS if name == _WORDS else _STEPS)
                out[f"coarse:{whose}:{name}"] = np.round(values / steps).astype(np.int8)
                out[f"step:{whose}:{name}"] = steps
            else:
                out[f"fine:{whose}:{name}"] = values.astype(np.float16)
    np.savez_compressed(path, allow_pickle=False, **out)


def read_networks(path: Path) -> tuple[list[dict[str, NDArray[np.generic]]], list[str], frozenset[str]]:
    """The networks' arrays of a file written by `save_networks`, the words that they know, and those that state nothing."""
    found: dict[str, dict[str, NDArray[np.generic]]] = defaultdict(dict)
    with np.load(path, allow_pickle=False) as file:
        for key in file.files:
            kind, _, rest = key.partition(":")
            whose, _, name = rest.partition(":")
            if kind == "coarse":
                found[whose][name] = file[key] * file[f"step:{rest}"]
            elif kind == "fine":
                found[whose][name] = file[key]
        shared = found.pop("", {})
        return [shared | found[whose] for whose in sorted(found)], file["words"].tolist(), frozenset(file["stops"].tolist())


def load_network(path: Path = NETWORK) -> tuple[Ensemble, Encoder]:
    """The networks of a file written by `save_networks`, and the encoder that makes what they read."""
    members, words, stops = read_networks(path)
    return Ensemble([Network(arrays) for arrays in members]), Encoder(Vocabulary(words), stops)
