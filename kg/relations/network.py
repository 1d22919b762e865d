"""The network: how likely each pair of a clause's actors stands in each relation, and by which word.

A small transformer (relative positions) reads the words of a clause; for every word that could state a fact, and
every two actors, it adds up how well the word states the type, how well each actor fits as its source and target, and how well the
two go together. The score of a pair is the log-sum over the words, and the best word is the trigger (a latent trigger, after the
biaffine scorers of dependency parsing: Dozat and Manning 2017, https://arxiv.org/abs/1611.01734). Training is in `kg.training`;
here are only arrays, read without a deep-learning library. What the clauses of an article share is done for all at once: their words
stand in one row, and so do their triggers, their actors, and the cells of their grids of trigger by actor and of actor by actor.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from kg.relations.encoding import RANKS, RELATIONS, SYMMETRIC, VIRTUAL, WEIGHTS, Encoded
from kg.relations.grids import Floats, Grid, Ints, bounds
from kg.relations.stated import Parts, Stated, stated
from kg.relations.transformer import Arrays, Linear, Transformer, beside, gelu, linear

_ROLES = (0, 1)
"""Source and target."""
_BITS = 2.0 ** np.arange(RELATIONS, dtype=np.float32)


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


class Network:
    """The network over its arrays, named as training names them."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        a = {k: np.asarray(v, dtype=np.float32) for k, v in arrays.items()}
        self._threads = ThreadpoolController()
        self._words = Transformer(a)
        self._think, self._state, self._act = linear(a, "tr.0"), linear(a, "tr.3"), linear(a, "act.0")
        self._kinds, self._virtual = [a[f"acat.{i}.weight"] for i in range(4)], a["virt.weight"].copy()
        self._virtual[VIRTUAL[""]] = 0
        self._scale = np.float32(2 / sqrt(a["ty.0"].shape[1]))
        self._ask = beside(*(linear(a, f"u.{role}").scaled(self._scale) for role in _ROLES))
        self._offer = beside(*(linear(a, f"v.{role}") for role in _ROLES))
        self._suit = beside(*(_suits(a, role, self._scale) for role in _ROLES))
        self._by_place = np.stack([_by_place(a, role) for role in _ROLES], axis=1).reshape(-1, len(SYMMETRIC))
        self._by_pair = _by_pair(a)
        self._mood, self._hear, self._speak = linear(a, "mood"), linear(a, "voice.0"), linear(a, "voice.1")
        self._near, self._said = a["near.weight"][:, 0], a["said"]

    def score(self, clauses: Sequence[Encoded]) -> list[Scores]:
        """The probability of each pair and type, for each clause."""
        if not clauses:
            return []
        with self._threads.limit(limits=1, user_api="blas"):  # small matrices: a second thread waits more than it works
            return self._score(clauses)

    def _score(self, clauses: Sequence[Encoded]) -> list[Scores]:
        tokens, words, people = (bounds(len(getattr(c, name)) for c in clauses) for name in ("words", "triggers", "owner"))
        hidden, at, actors = self._read(clauses, tokens)
        places, pairs = Grid(words, people), Grid(people, people)
        fits = self._fits(clauses, places, self._ask(at), actors)
        parts = Parts(self._state(hidden), fits, self._pairs(clauses, pairs), places, pairs)
        moods, asked, speakers = _sigmoid(self._mood(hidden)), self._hear(hidden), self._speak(actors)
        found: list[Scores] = []
        for n, (clause, facts) in enumerate(zip(clauses, stated(clauses, parts), strict=True)):
            w, p = slice(words[n], words[n + 1]), slice(people[n], people[n + 1])
            told = self._told(clause, {f.token for f in facts}, moods[w], asked[w], speakers[p]) if facts else {}
            found.append(Scores(facts, told))
        return found

    def _read(self, clauses: Sequence[Encoded], tokens: Ints) -> tuple[Floats, Floats, Floats]:
        """What the network makes of each trigger, the words of these as they are mixed, and what it makes of each actor."""
        triggers = np.concatenate([c.triggers + start for c, start in zip(clauses, tokens, strict=False)])
        spans = np.concatenate([c.spans + start for c, start in zip(clauses, tokens, strict=False)])
        named = np.concatenate([c.spans[:, 0] >= 0 for c in clauses])
        start, size = spans[named, 0], spans[named, 1] - spans[named, 0]
        inside = np.repeat(start + size - np.cumsum(size), size) + np.arange(size.sum())
        asked = np.zeros(tokens[-1], dtype=bool)
        asked[triggers] = asked[inside] = True
        row = np.cumsum(asked) - 1
        seen, mixed = self._words.read(clauses, tokens.tolist(), asked)
        at, hits = mixed[row[triggers]], np.concatenate([c.hits[c.triggers] for c in clauses])
        hidden = gelu(self._think(np.concatenate([at, seen[triggers], hits], axis=1)))
        kinds, traits = (np.concatenate([getattr(c, name) for c in clauses]) for name in ("kinds", "traits"))
        known = self._virtual[kinds[:, 1]]
        known[named] += np.add.reduceat(mixed[row[inside]], np.cumsum(size) - size) / size[:, None].astype(np.float32)
        vectors = [table[kinds[:, i]] for i, table in enumerate(self._kinds)]
        return hidden, at, gelu(self._act(np.concatenate([known, *vectors, traits], axis=1)))

    def _fits(self, clauses: Sequence[Encoded], cells: Grid, asked: Floats, actors: Floats) -> Floats:
        """How well each actor of a clause fits the roles beside each word: (cells, 2, T)."""
        asked, offered, by_actor = (x.reshape(len(x), 2, -1) for x in (asked, self._offer(actors), self._suit(actors)))
        distances, ranks, speaks = (np.concatenate([getattr(c, n).ravel() for c in clauses]) for n in ("distances", "ranks", "speaks"))
        places = ((distances * RANKS + ranks) * 2 + speaks.astype(np.int64)) * WEIGHTS
        picks = np.concatenate([c.picks.reshape(-1, 2) for c in clauses])
        fits: Floats = self._by_place.take((places[:, None] + picks) * len(_ROLES) + _ROLES, axis=0)
        fits += by_actor.take(cells.column, axis=0)
        matches = [
            (asked[w:v].transpose(1, 0, 2) @ offered[p:q].transpose(1, 2, 0)).reshape(2, -1)
            for (w, v), (p, q) in zip(pairwise(cells.rows.tolist()), pairwise(cells.columns.tolist()), strict=True)
        ]
        fits += np.concatenate(matches, axis=1).T[:, :, None]
        return fits

    def _pairs(self, clauses: Sequence[Encoded], cells: Grid) -> Floats:
        """How well two actors of a clause go together: (cells, T)."""
        held = np.concatenate([c.relations.reshape(-1, RELATIONS) for c in clauses]) @ _BITS
        kinds = np.concatenate([c.kinds[:, 0] for c in clauses])
        scores: Floats = self._by_pair[held.astype(np.int64), kinds[cells.row], kinds[cells.column]]
        return scores

    def _told(self, clause: Encoded, tokens: Collection[int], moods: Floats, asked: Floats, speakers: Floats) -> dict[int, Told]:
        """How the triggers at some tokens tell of what they state; `moods` (I, 2), `asked` (I, K + 1) and `speakers` (A, K + 1) are those
        of the clause.
        """
        rows = [i for i, at in enumerate(clause.triggers.tolist()) if at in tokens]
        asked = asked[rows]
        scores = asked[:, 1:] @ speakers[:, 1:].T * self._scale + speakers[:, 0]
        scores += self._near[clause.distances[rows]] + clause.speaks[rows] * self._said
        shares = np.exp(np.concatenate([scores, asked[:, :1]], axis=1))
        shares /= shares.sum(1, keepdims=True)
        voices = shares[:, :-1] @ (clause.owner[:, None] == np.arange(len(clause.entities))).astype(np.float32)
        at = clause.triggers[rows].tolist()
        return {
            token: Told(tuple(mood), dict(zip(clause.entities, voice, strict=True)))
            for token, mood, voice in zip(at, moods[rows].tolist(), voices.tolist(), strict=True)
        }


def _suits(arrays: Arrays, role: int, scale: np.float32) -> Linear:
    """How well an actor fits each type in a role, whatever the word."""
    key, own, types = linear(arrays, f"v.{role}"), linear(arrays, f"ab.{role}"), arrays[f"ty.{role}"].T * scale
    return Linear(key.weight @ types + own.weight, key.bias @ types + own.bias)


def _by_place(arrays: Arrays, role: int) -> Floats:
    """How well an actor fits each type in a role where it stands: by distance, rank, whether it speaks, and pick, (places, T)."""
    distance, rank, pick = (arrays[f"{name}.{role}.weight"] for name in ("db", "bb", "pb"))
    speaks = np.stack([np.zeros_like(arrays[f"sb.{role}"]), arrays[f"sb.{role}"]])
    table: Floats = distance[:, None, None, None] + rank[:, None, None] + speaks[:, None] + pick
    return table.reshape(-1, table.shape[-1])


def _by_pair(arrays: Arrays) -> Floats:
    """How well two actors go together, by what holds between them (as bits) and the kind of each: (256, 5, 5, T)."""
    first, last, kinds = linear(arrays, "pair.0"), linear(arrays, "pair.2"), arrays["acat.0.weight"]
    held, one, other = np.split(first.weight, [RELATIONS, RELATIONS + kinds.shape[1]])
    bits = (np.arange(2**RELATIONS)[:, None] >> np.arange(RELATIONS) & 1).astype(np.float32)
    return last(gelu((bits @ held)[:, None, None] + (kinds @ one)[:, None] + kinds @ other + first.bias))


def _sigmoid(x: Floats) -> Floats:
    return (1.0 / (1.0 + np.exp(-x))).astype(np.float32)
