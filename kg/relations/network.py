"""The network: how likely each pair of a clause's actors stands in each relation, and by which word.

A small transformer (relative positions) reads the words of a clause; for every word that could state a fact, and
every two actors, it adds up how well the word states the type, how well each actor fits as its source and target, and how well the
two go together. The score of a pair is the log-sum over the words, and the best word is the trigger (a latent trigger, after the
biaffine scorers of dependency parsing: Dozat and Manning 2017, https://arxiv.org/abs/1611.01734). Training is in `kg.training`;
here are only arrays, read without a deep-learning library. What the clauses of an article share is done for all at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from kg.relations.encoding import LONGEST, SYMMETRIC, Encoded, Floats, Ints

HEADS = 4
NEAR = 8
"""Relative positions up to this many tokens have a bias of their own, farther ones one for each doubling."""
HOPELESS = -5.0
"""Words whose best pair scores less are not looked at for a type."""
LEAST = 0.04
"""Facts that the network gives less are not looked at again."""
_MISSING = -30.0


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact that a clause may state: of the type with index `kind`, between two of its entities, by the word at `token`."""

    source: int
    target: int
    kind: int
    chance: float
    token: int


@dataclass(frozen=True, slots=True)
class Told:
    """How a trigger states what it states: the chances that it is planned, and that it is possible or demanded (`moods`), and that
    it is the word of each entity (`voices`; what is missing to 1 is the chance that the outlet itself speaks).
    """

    moods: tuple[float, ...]
    voices: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of a clause: the facts that are likely enough, and how each of their triggers tells of them, by token."""

    stated: tuple[Stated, ...]
    told: Mapping[int, Told]


def relative(size: int) -> Ints:
    """The bucket of each relative position: (size, size), from 0 to 32."""
    at = np.arange(size)
    gap = at[None] - at[:, None]
    far = np.log2(np.maximum(np.abs(gap) - NEAR, 1)).astype(np.int64).clip(0, 7)
    return np.where(np.abs(gap) <= NEAR, gap + NEAR, np.where(gap > 0, 2 * NEAR + 1 + far, 3 * NEAR + 1 + far)).clip(0, 32)


class Network:
    """The network over its arrays, named as training names them."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._a = {k: np.asarray(v, dtype=np.float32) for k, v in arrays.items()}
        for name in [k for k in self._a if k.endswith(".weight") and f"{k[:-6]}bias" in self._a and self._a[k].ndim == 2]:
            self._a[name] = np.ascontiguousarray(self._a[name].T)
        self.layers = sum(k.endswith("qkv.weight") for k in self._a)
        places = relative(LONGEST)
        self._threads = ThreadpoolController()
        self._places = [self._a[f"enc.blocks.{n}.rel"][:, places] for n in range(self.layers)]

    def score(self, clauses: Sequence[Encoded]) -> list[Scores]:
        """The probability of each pair and type, for each clause."""
        if not clauses:
            return []
        with self._threads.limit(limits=1, user_api="blas"):  # small matrices: a second thread waits more than it works
            return self._score(clauses)

    def _score(self, clauses: Sequence[Encoded]) -> list[Scores]:
        tokens = _bounds([len(c.words) for c in clauses])
        seen, mixed = self._read(clauses, tokens)
        triggers = np.concatenate([c.triggers + start for c, start in zip(clauses, tokens, strict=False)])
        hits = np.concatenate([c.hits[c.triggers] for c in clauses])
        at = mixed[triggers]
        hidden = _gelu(self._linear(np.concatenate([at, seen[triggers], hits], axis=1), "tr.0"))
        states = self._linear(hidden, "tr.3")
        actors, kinds = self._actors(clauses, mixed, tokens)
        roles = [self._role(role, at, actors) for role in (0, 1)]
        words, people = _bounds([len(c.triggers) for c in clauses]), _bounds([len(c.kinds) for c in clauses])
        pairs = self._pairs(clauses, kinds, people)
        speakers = self._linear(actors, "voice.1")
        found: list[Scores] = []
        for n, clause in enumerate(clauses):
            w, p = slice(words[n], words[n + 1]), slice(people[n], people[n + 1])
            source, target = (self._fit(r, clause, roles[r][0][w], roles[r][1][p], roles[r][2][p]) for r in (0, 1))
            stated = tuple(_stated(clause, states[w], source, target, pairs[n]))
            found.append(Scores(stated, self._told(clause, {f.token for f in stated}, hidden[w], speakers[p])))
        return found

    def _told(self, clause: Encoded, tokens: Collection[int], hidden: Floats, speakers: Floats) -> dict[int, Told]:
        """How the triggers at some tokens tell of what they state; `hidden` (I, 2K) and `speakers` (A, K + 1) are the clause's."""
        if not tokens:
            return {}
        rows = [i for i, at in enumerate(clause.triggers.tolist()) if at in tokens]
        hidden = hidden[rows]
        moods = _sigmoid(self._linear(hidden, "mood"))
        asked = self._linear(hidden, "voice.0")
        scores = asked[:, 1:] @ speakers[:, 1:].T * np.float32(2 / sqrt(asked.shape[1] - 1)) + speakers[:, 0]
        scores += self._a["near.weight"][clause.distances[rows], 0] + clause.speaks[rows] * self._a["said"]
        shares = np.exp(np.concatenate([scores, asked[:, :1]], axis=1))
        shares /= shares.sum(1, keepdims=True)
        voices = shares[:, :-1] @ (clause.owner[:, None] == np.arange(len(clause.entities))).astype(np.float32)
        at = clause.triggers[rows].tolist()
        return {
            token: Told(tuple(mood), dict(zip(clause.entities, voice, strict=True)))
            for token, mood, voice in zip(at, moods.tolist(), voices.tolist(), strict=True)
        }

    def _read(self, clauses: Sequence[Encoded], tokens: Sequence[int]) -> tuple[Floats, Floats]:
        """The words of all clauses as they go in, and as the layers mix them within each clause: (L, D) each."""
        a = self._a
        grams = np.concatenate([c.grams for c in clauses])
        triples = a["enc.gram.weight"][grams].sum(1) / np.maximum((grams > 0).sum(1, keepdims=True), 1).astype(np.float32)
        parts = [
            a[f"enc.{name}.weight"][np.concatenate([getattr(c, field) for c in clauses])]
            for name, field in (("emb", "words"), ("pre", "prefixes"), ("suf", "suffixes"))
        ]
        word = np.concatenate([parts[0], triples, *parts[1:]], axis=1)
        beside = [np.concatenate([getattr(c, field) for c in clauses]) for field in ("hits", "flags")]
        labels = a["lab.weight"][np.concatenate([c.labels for c in clauses])]
        seen = self._linear(word, "enc.inp") + self._linear(np.concatenate([*beside, labels], axis=1), "ext")
        x = self._norm(seen, "enc.norm")
        for layer in range(self.layers):
            x = self._layer(x, tokens, layer)
        return seen, self._norm(x, "enc.end")

    def _layer(self, x: Floats, tokens: Sequence[int], layer: int) -> Floats:
        name, width = f"enc.blocks.{layer}", x.shape[1]
        mixed = self._linear(self._norm(x, f"{name}.n1"), f"{name}.qkv").reshape(len(x), 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        mixed[0] *= np.float32(1 / sqrt(width // HEADS))
        heard = np.empty_like(x)
        for start, end in pairwise(tokens):
            query, key, value = mixed[:, :, start:end]
            size = end - start
            weights = query @ key.transpose(0, 2, 1)
            weights += self._places[layer][:, :size, :size]
            weights -= weights.max(-1, keepdims=True)
            np.exp(weights, out=weights)
            total = weights.sum(-1, keepdims=True)
            heard[start:end].reshape(size, HEADS, -1)[...] = (weights @ value / total).transpose(1, 0, 2)
        x = x + self._linear(heard, f"{name}.o")
        x += self._linear(_gelu(self._linear(self._norm(x, f"{name}.n2"), f"{name}.f1")), f"{name}.f2")
        return x

    def _actors(self, clauses: Sequence[Encoded], mixed: Floats, tokens: Sequence[int]) -> tuple[Floats, Floats]:
        """What is known of each actor of all clauses, (A, 2K), and the vector of its kind."""
        a = self._a
        totals = np.concatenate([np.zeros((1, mixed.shape[1]), dtype=np.float32), mixed.cumsum(0)])
        spans = np.concatenate([np.where(c.spans < 0, -1, c.spans + s) for c, s in zip(clauses, tokens, strict=False)])
        start, end = np.maximum(spans[:, 0], 0), np.maximum(spans[:, 1], 1)
        mean = (totals[end] - totals[start]) / np.maximum(end - start, 1).astype(np.float32)[:, None]
        kinds = np.concatenate([c.kinds for c in clauses])
        mean = np.where(spans[:, :1] < 0, a["virt.weight"][kinds[:, 1]], mean)
        vectors = [a[f"acat.{i}.weight"][kinds[:, i]] for i in range(4)]
        known = np.concatenate([mean, *vectors, *[np.concatenate([c.traits for c in clauses])]], axis=1)
        return _gelu(self._linear(known, "act.0")), vectors[0]

    def _role(self, role: int, mixed: Floats, actors: Floats) -> tuple[Floats, Floats, Floats]:
        """What each word asks of an actor in a role, what each actor offers, and how well the actor fits each type anyway."""
        key = self._linear(actors, f"v.{role}")
        scale = np.float32(2 / sqrt(key.shape[1]))
        return self._linear(mixed, f"u.{role}") * scale, key, key @ self._a[f"ty.{role}"].T * scale + self._linear(actors, f"ab.{role}")

    def _fit(self, role: int, clause: Encoded, query: Floats, key: Floats, by_actor: Floats) -> Floats:
        """How well each actor of a clause fits a role beside each word: (I, A, T); role 0 is the source, 1 the target."""
        a = self._a
        by_place = a[f"db.{role}.weight"][clause.distances] + a[f"bb.{role}.weight"][clause.ranks]
        by_place += a[f"pb.{role}.weight"][clause.picks[..., role]]
        fit: Floats = (query @ key.T)[:, :, None] + by_actor[None] + by_place
        if clause.speaks.any():
            fit += clause.speaks[:, :, None] * a[f"sb.{role}"]
        return fit

    def _pairs(self, clauses: Sequence[Encoded], kinds: Floats, people: Sequence[int]) -> list[Floats]:
        """How well two actors of a clause go together: (A, A, T) for each clause."""
        rows = []
        for clause, (start, end) in zip(clauses, pairwise(people), strict=True):
            n, own = end - start, kinds[start:end]
            sides = np.repeat(own, n, axis=0), np.tile(own, (n, 1))
            rows.append(np.concatenate([clause.relations.reshape(n * n, -1), *sides], axis=1))
        scores = self._linear(_gelu(self._linear(np.concatenate(rows), "pair.0")), "pair.2")
        bounds = _bounds([len(r) for r in rows])
        sizes = [end - start for start, end in pairwise(people)]
        return [scores[a:b].reshape(n, n, -1) for n, (a, b) in zip(sizes, pairwise(bounds), strict=True)]

    def _linear(self, x: Floats, name: str) -> Floats:
        y: Floats = x @ self._a[f"{name}.weight"]
        y += self._a[f"{name}.bias"]
        return y

    def _norm(self, x: Floats, name: str) -> Floats:
        normed: Floats = x - x.mean(-1, keepdims=True)
        normed /= np.sqrt(np.einsum("ij,ij->i", normed, normed)[:, None] / np.float32(x.shape[1]) + np.float32(1e-5))
        normed *= self._a[f"{name}.weight"]
        normed += self._a[f"{name}.bias"]
        return normed


def _bounds(sizes: Sequence[int]) -> list[int]:
    """Where each part begins in their concatenation, and where the last ends."""
    return [0, *np.cumsum(sizes).tolist()]


def _stated(clause: Encoded, states: Floats, source: Floats, target: Floats, pair: Floats) -> Iterator[Stated]:
    """The likely facts of a clause, each by its best mentions and its best word; one of a symmetric type once."""
    scores = _by_mention(states, source, target, pair)
    chances = _sigmoid(_by_entity(clause, scores))
    for i, j, t in np.argwhere(chances > LEAST).tolist():
        if i == j or (SYMMETRIC[t] and i > j):
            continue
        ones, others = np.flatnonzero(clause.owner == i), np.flatnonzero(clause.owner == j)
        at = scores[:, :, t][np.ix_(ones, others)].argmax()
        one, other = ones[at // len(others)], others[at % len(others)]
        word = int((states[:, t] + source[:, one, t] + target[:, other, t]).argmax())
        yield Stated(i, j, t, float(chances[i, j, t]), int(clause.triggers[word]))


def _by_mention(states: Floats, source: Floats, target: Floats, pair: Floats) -> Floats:
    """The log-sum over the words of each pair of actors and type: (A, A, T).

    A word is looked at for a type only where its best pair is not hopeless; most are.
    """
    n, types = pair.shape[0], pair.shape[2]
    scores = np.full((types, n, n), _MISSING, dtype=np.float32)
    hope = states + source.max(1) + target.max(1) + pair.max((0, 1))[None] > HOPELESS
    for t in np.flatnonzero(hope.any(0)):
        i = np.flatnonzero(hope[:, t])
        total = states[i, t][:, None, None] + source[i, :, t][:, :, None] + target[i, :, t][:, None]
        best = total.max(0)
        total -= best
        scores[t] = best + np.log(np.exp(total, out=total).sum(0)) + pair[:, :, t]
    return scores.transpose(1, 2, 0)


def _by_entity(clause: Encoded, scores: Floats) -> Floats:
    """The best mentions of two entities speak for them, (N, N, T); a symmetric type takes the mean of both directions."""
    order = np.argsort(clause.owner, kind="stable")
    firsts = np.searchsorted(clause.owner[order], np.arange(len(clause.entities)))
    best = np.maximum.reduceat(np.maximum.reduceat(scores[order], firsts, axis=0)[:, order], firsts, axis=1)
    return np.where(SYMMETRIC, (best + best.transpose(1, 0, 2)) / 2, best)


def _sigmoid(x: Floats) -> Floats:
    return (1.0 / (1.0 + np.exp(-x))).astype(np.float32)


def _gelu(x: Floats) -> Floats:
    """The tanh form of GELU (https://arxiv.org/abs/1606.08415), by way of the exponential, which is the faster of the two."""
    curve: Floats = x * x
    curve *= np.float32(-2 * 0.7978845608 * 0.044715)
    curve += np.float32(-2 * 0.7978845608)
    curve *= x
    np.minimum(curve, np.float32(80), out=curve)  # beyond it float32 ends, and the answer is 0 anyway
    np.exp(curve, out=curve)
    curve += 1
    return np.divide(x, curve, out=curve)
