"""The layers of the network: what the words of a clause say of each other.

A transformer whose layers norm first, with a bias for each relative position and head. Training is in `kg.training.encoder`; here what
never changes is multiplied out when the weights are read. A norm's scale goes into the linear map behind it. What a layer adds to the
words has no mean, so that the norms have none to take away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from kg.relations.encoding import BEFORE, LONGEST, Encoded
from kg.relations.grids import Floats, Ints

HEADS = 4
NEAR = 8
"""Relative positions up to this many tokens have a bias of their own, farther ones one for each doubling."""
_EPSILON = np.float32(1e-5)
_BOUND = 75.0
"""The exponentials of scores up to this, and the sum of them over a clause, are within float32 as they are."""

Arrays = Mapping[str, Floats]
"""The parameters by the names that training gives them."""


def relative(size: int) -> Ints:
    """The bucket of each relative position: (size, size), from 0 to 32."""
    at = np.arange(size)
    gap = at[None] - at[:, None]
    far = np.log2(np.maximum(np.abs(gap) - NEAR, 1)).astype(np.int64).clip(0, 7)
    return np.where(np.abs(gap) <= NEAR, gap + NEAR, np.where(gap > 0, 2 * NEAR + 1 + far, 3 * NEAR + 1 + far)).clip(0, 32)


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear map: `weight` (in, out), `bias` (out,)."""

    weight: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        y: Floats = x @ self.weight
        y += self.bias
        return y

    def behind(self, scale: Floats, shift: Floats) -> Linear:
        """The map of what is scaled and shifted first."""
        return Linear(np.ascontiguousarray(scale[:, None] * self.weight), self.bias + shift @ self.weight)

    def scaled(self, scale: np.float32) -> Linear:
        """The map times a number."""
        return Linear(self.weight * scale, self.bias * scale)

    def centred(self) -> Linear:
        """The map less the mean of what it gives."""
        return Linear(self.weight - self.weight.mean(1, keepdims=True), self.bias - self.bias.mean())


def beside(*maps: Linear) -> Linear:
    """Maps of the same input as one, what they give side by side."""
    return Linear(np.concatenate([m.weight for m in maps], axis=1), np.concatenate([m.bias for m in maps]))


def linear(arrays: Arrays, name: str) -> Linear:
    """The linear map of a name; training keeps weights as (out, in)."""
    return Linear(np.ascontiguousarray(arrays[f"{name}.weight"].T), arrays[f"{name}.bias"])


def gelu(x: Floats) -> Floats:
    """The tanh form of GELU (https://arxiv.org/abs/1606.08415), by way of the exponential, which is the faster of the two."""
    curve: Floats = x * x
    curve *= np.float32(-2 * 0.7978845608 * 0.044715)
    curve += np.float32(-2 * 0.7978845608)
    curve *= x
    with np.errstate(over="ignore"):  # beyond float32 it is infinite, and the answer 0 as it should be
        np.exp(curve, out=curve)
    curve += 1
    return np.divide(x, curve, out=curve)


def _even(x: Floats) -> Floats:
    """Rows without a mean, each at a spread of 1."""
    spread = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1])
    spread += _EPSILON
    evened: Floats = x * (1 / np.sqrt(spread))[:, None]
    return evened


def _norm(x: Floats, arrays: tuple[Floats, Floats]) -> Floats:
    normed = _even(x - x.mean(1, keepdims=True))
    normed *= arrays[0]
    normed += arrays[1]
    return normed


def _scales(arrays: Arrays, name: str) -> tuple[Floats, Floats]:
    return arrays[f"{name}.weight"], arrays[f"{name}.bias"]


class _Layer:
    """One layer: each word hears the words of its clause, head by head, then thinks by itself."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        mix, out = linear(arrays, f"{name}.qkv").behind(*_scales(arrays, f"{name}.n1")), linear(arrays, f"{name}.o")
        self._width = width = out.weight.shape[1]
        scale = np.float32(1 / sqrt(width // HEADS))
        self._mix = np.concatenate([mix.weight[:, :width] * scale, mix.weight[:, width:]], axis=1)
        self._asked = mix.bias[:width] * scale
        # The bias of keys adds the same to all that a word may hear, and the bias of values comes out as it went in.
        self._out = Linear(out.weight, out.bias + mix.bias[2 * width :] @ out.weight).centred()
        self._inner = linear(arrays, f"{name}.f1").behind(*_scales(arrays, f"{name}.n2"))
        self._outer = linear(arrays, f"{name}.f2").centred()
        self._places = np.ascontiguousarray(arrays[f"{name}.rel"][:, relative(BEFORE + LONGEST)].transpose(0, 2, 1))
        self._bounded = self._most() < _BOUND

    def __call__(self, x: Floats, tokens: Sequence[int], asked: NDArray[np.bool_] | slice = slice(None)) -> Floats:
        """The words that are asked for, behind this layer; clauses begin and end at `tokens`."""
        heard = self._hear(x, tokens)[asked]
        x = x[asked] + self._out(heard)
        x += self._outer(gelu(self._inner(_even(x))))
        return x

    def _most(self) -> float:
        """What no score of attention exceeds, either way: rows that are even are no longer than the root of their width."""
        width = self._width
        query, key = (self._mix[:, at : at + width].reshape(width, HEADS, -1).transpose(1, 0, 2) for at in (0, width))
        matched = np.linalg.norm(query @ key.transpose(0, 2, 1), 2, axis=(1, 2))
        asked = np.linalg.norm(key @ self._asked.reshape(HEADS, -1, 1), axis=(1, 2))
        return float((matched * width + asked * sqrt(width) + np.abs(self._places).max((1, 2))).max())

    def _hear(self, x: Floats, tokens: Sequence[int]) -> Floats:
        """What each word hears: (L, D). Weights are (heads, keys, queries), since sums over the middle are faster than over the last."""
        mixed = _even(x) @ self._mix
        mixed[:, : self._width] += self._asked
        query, key, value = mixed.reshape(len(x), 3, HEADS, -1).transpose(1, 2, 0, 3)
        query = query.transpose(0, 2, 1)
        heard = np.empty((len(x), HEADS, self._width // HEADS), dtype=np.float32)
        totals, by_head = np.empty((HEADS, len(x)), dtype=np.float32), heard.transpose(1, 0, 2)
        for start, end in pairwise(tokens):
            size = end - start
            weights = key[:, start:end] @ query[:, :, start:end]
            weights += self._places[:, :size, :size]
            if not self._bounded:
                weights -= weights.max(1, keepdims=True)
            np.exp(weights, out=weights)
            weights.sum(1, out=totals[:, start:end])
            np.matmul(weights.transpose(0, 2, 1), value[:, start:end], out=by_head[:, start:end])
        heard /= totals.T[:, :, None]
        return heard.reshape(len(x), -1)


class Transformer:
    """The words of clauses as vectors: as they go in, and as the layers leave them."""

    def __init__(self, arrays: Arrays) -> None:
        tables = [arrays[f"enc.{name}.weight"] for name in ("emb", "gram", "pre", "suf")]
        ext, inp = linear(arrays, "ext"), linear(arrays, "enc.inp")
        ends = np.cumsum([table.shape[1] for table in tables[:-1]])
        words, self._triples, prefixes, suffixes = (t @ part for t, part in zip(tables, np.split(inp.weight, ends), strict=True))
        self._words = words + (inp.bias + ext.bias)
        self._affixes = prefixes[:, None] + suffixes[None]
        labels = arrays["lab.weight"]
        self._beside, by_label = np.split(ext.weight, [-labels.shape[1]])
        self._labels = labels @ by_label
        self._begin, self._end = _scales(arrays, "enc.norm"), _scales(arrays, "enc.end")
        many = sum(name.endswith("qkv.weight") for name in arrays)
        *self._layers, self._last = (_Layer(arrays, f"enc.blocks.{n}") for n in range(many))

    def read(self, clauses: Sequence[Encoded], tokens: Sequence[int], asked: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """All words as they go in, (L, D), and those asked for as the layers mix them within each clause; clauses begin at `tokens`."""
        seen = self._seen(clauses)
        x = _norm(seen, self._begin)
        x -= x.mean(1, keepdims=True)
        for layer in self._layers:
            x = layer(x, tokens)
        return seen, _norm(self._last(x, tokens, asked), self._end)

    def _seen(self, clauses: Sequence[Encoded]) -> Floats:
        grams = np.concatenate([c.grams for c in clauses])
        seen: Floats = self._triples.take(grams, axis=0).sum(1)
        seen /= np.maximum((grams > 0).sum(1, keepdims=True), 1).astype(np.float32)
        seen += self._words.take(np.concatenate([c.words for c in clauses]), axis=0)
        prefixes, suffixes, labels = (np.concatenate([getattr(c, f) for c in clauses]) for f in ("prefixes", "suffixes", "labels"))
        seen += self._affixes[prefixes, suffixes]
        seen += self._labels.take(labels, axis=0)
        hits, flags = (np.concatenate([getattr(c, f) for c in clauses]) for f in ("hits", "flags"))
        seen += np.concatenate([hits, flags], axis=1) @ self._beside
        return seen
