"""Which facts the scores of an article's clauses state: each by its best mentions and its best word.

The cells that matter are few and of many sizes, so all of them stand in one row, clause by clause and type by type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.relations.encoding import SYMMETRIC, Encoded
from kg.relations.grids import Floats, Grid, Ints, bounds, spread

HOPELESS = -5.0
"""Words whose best pair scores less are not looked at for a type."""
LEAST = 0.04
"""Facts that the network gives less are not looked at again."""
_HOPEFUL = 0.99 * LEAST / (1 - LEAST)
"""Types for which the odds of a clause's best pairs add up to less cannot reach `LEAST`; a hundredth is left for rounding."""


Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact that a clause may state: of the type with index `kind`, between two of its entities, by the word at `token`."""

    source: int
    target: int
    kind: int
    chance: float
    token: int


@dataclass(frozen=True, slots=True)
class Parts:
    """The scores of the triggers (I), actors (A) and types (T) of all clauses.

    `states`: (I, T), how well a word states a type; `fits`: (cells of `places`, 2, T), how well an actor fits as source and as target
    beside a word; `pairs`: (cells of `people`, T), how well two actors go together.
    """

    states: Floats
    fits: Floats
    pairs: Floats
    places: Grid
    people: Grid

    def of(self, word: Ints, one: Ints, other: Ints, kind: Ints) -> Floats:
        """How well words state types of two actors each, these counted within their clause."""
        first = self.places.starts[word]
        total: Floats = self.states[word, kind] + self.fits[first + one, 0, kind] + self.fits[first + other, 1, kind]
        return total


def stated(clauses: Sequence[Encoded], parts: Parts) -> list[tuple[Stated, ...]]:
    """The likely facts of each clause, by entities and type; one of a symmetric type once."""
    words, actors, entities = (
        np.array(sizes) for sizes in zip(*((len(c.triggers), len(c.owner), len(c.entities)) for c in clauses), strict=True)
    )
    of_words = np.repeat(np.arange(len(clauses)), words)
    hope = parts.states + np.maximum.reduceat(parts.fits, parts.places.starts).sum(1)
    hope += np.maximum.reduceat(parts.pairs, parts.people.clauses[:-1])[of_words]
    with np.errstate(over="ignore"):
        odds = np.add.reduceat(np.where(hope > HOPELESS, np.exp(hope), 0), bounds(words.tolist())[:-1])
    promising = odds > _HOPEFUL
    clause, kind = promising.nonzero()
    hopeful = (hope > HOPELESS) & promising[of_words]

    block, one, other = _squares(actors[clause])
    scores = _by_mention(parts, hopeful, of_words, promising, actors)
    scores += parts.pairs[parts.people.clauses[clause[block]] + one * actors[clause[block]] + other, kind[block]]
    owner, first = np.concatenate([c.owner for c in clauses]), bounds(actors.tolist())[clause[block]]
    starts, many = bounds((entities[clause] ** 2).tolist()), entities[clause]
    pair = starts[block] + owner[first + one] * many[block] + owner[first + other]
    best, mentions = _greatest(scores, pair, starts[-1])

    block, source, target = _squares(many)
    symmetric = SYMMETRIC[kind[block]]
    both = np.where(symmetric, (best + best[starts[block] + target * many[block] + source]) / 2, best)
    chances = (1 / (1 + np.exp(-both))).astype(np.float32)
    likely = ((chances > LEAST) & ((source < target) | ((source > target) & ~symmetric))).nonzero()[0]
    likely = likely[np.lexsort((kind[block[likely]], target[likely], source[likely], clause[block[likely]]))]
    of_facts, mention = clause[block[likely]], mentions[likely]
    fact, word = spread(words[of_facts])
    word += bounds(words.tolist())[of_facts[fact]]
    totals = parts.of(word, one[mention][fact], other[mention][fact], kind[block[likely]][fact])
    _, chosen = _greatest(totals, fact, len(likely))
    tokens = np.concatenate([c.triggers for c in clauses])[word[chosen]]
    columns = (source[likely], target[likely], kind[block[likely]], chances[likely], tokens)
    facts = [Stated(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    return [tuple(facts[start:end]) for start, end in pairwise(np.searchsorted(of_facts, np.arange(len(clauses) + 1)).tolist())]


def _by_mention(parts: Parts, hopeful: NDArray[np.bool_], of_words: Ints, promising: NDArray[np.bool_], actors: Ints) -> Doubles:
    """The log-sum over the hopeful words of each two actors of the promising clauses and types, one block behind the other."""
    word, kind = hopeful.nonzero()
    clause, _ = promising.nonzero()
    starts = bounds((actors[clause] ** 2).tolist())
    wide, start = actors[of_words[word]], starts[(promising.cumsum() - 1).reshape(promising.shape)[of_words[word], kind]]
    entry, one, other = _squares(wide)
    odds = np.exp(parts.of(word[entry], one, other, kind[entry]).astype(np.float64))
    return np.log(np.bincount(start[entry] + one * wide[entry] + other, odds, starts[-1]))


def _squares(sizes: Ints) -> tuple[Ints, Ints, Ints]:
    """All cells of squares of such sizes: the square, the row and the column of each."""
    square, cell = spread(sizes**2)
    return square, *np.divmod(cell, sizes[square])


def _greatest(values: Doubles | Floats, part: Ints, parts: int) -> tuple[Doubles, Ints]:
    """The greatest value of each part, and where it stands first."""
    greatest = np.full(parts, -np.inf)
    np.maximum.at(greatest, part, values)
    at = (values == greatest[part]).nonzero()[0][::-1]
    first = np.zeros(parts, dtype=np.int64)
    first[part[at]] = at  # of several the one that is written last, which is the first
    return greatest, first
