"""What other articles of the same weeks tell of two actors: how often each relation was stated between them.

A reader who follows the news reads an unclear sentence by what has been going on. The chronicle is that knowledge, out of the annotated
articles (`ontologies/lexicon/readings.tsv.gz`): it states nothing by itself, its numbers stand beside the network's before the judge.
Of a day around which it has no articles it knows nothing, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.model import FactType
from kg.partial_date import full_day
from kg.relations.candidates import Key

CHRONICLE = Path(__file__).with_name("chronicle.npz")
NEAR = 20
"""Days before and after an article that are near."""
_TRUST = 3
"""A share is drawn to the more general one as if so many articles had shown that."""
CHRONICLE_FEATURES = (
    *(f"{scope}_{name}" for scope in ("ever", "near") for name in (
        "told_of_homes", "stated_of_homes", "share_of_homes", "told_of", "stated_of", "share_of", "direction")),
    "articles_near",
)  # fmt: skip
NOTHING = tuple(0.5 if n.endswith("direction") else 1.0 if "share" in n else 0.0 for n in CHRONICLE_FEATURES)
"""The numbers of a fact of which the chronicle knows nothing."""

Floats = NDArray[np.float32]
Shares = NDArray[np.float64]
Ints = NDArray[np.int64]
_STATED, _MET = 0, 1
"""What keys are of: the articles that state a fact of two actors, and those that state any."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one article states, for the chronicle: its day and its facts between entities by id."""

    day: date
    facts: frozenset[Key]


@dataclass(frozen=True, slots=True)
class _Counts:
    """Articles by key and day, as sorted numbers key * days + day."""

    places: Ints
    days: int

    def within(self, keys: Ints, first: int, last: int) -> Ints:
        """In how many articles from one day to another (counted from the chronicle's first) each key stands."""
        low, high = (min(max(day, 0), self.days - 1) for day in (first, last))
        if first > high or last < low:
            return np.zeros(len(keys), dtype=np.int64)
        start = np.searchsorted(self.places, keys * self.days + low, side="left")
        end = np.searchsorted(self.places, keys * self.days + high, side="right")
        return np.where(keys >= 0, end - start, 0)


class _Window(NamedTuple):
    """Days from one to another, and the keys of an article that does not count, if there is one."""

    first: int
    last: int
    own: list[list[Ints]] | None


class Chronicle:
    """The chronicle over its arrays, as `chronicle_of` makes them: `ids` and `homes` (an index) of entities, `days` of articles, and
    of each fact its `article`, `kind`, `source` and `target`.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._index = {str(e): i for i, e in enumerate(arrays["ids"].tolist())}
        self._kinds = {str(k): i for i, k in enumerate(arrays["kinds"].tolist())}
        article, kind, source, target, day, self._homes = (
            arrays[name].astype(np.int64) for name in ("article", "kind", "source", "target", "days", "homes")
        )
        self._first = int(day.min(initial=1))
        self._days = int(day.max(initial=1)) - self._first + 1
        self._articles = _Counts(np.sort(day - self._first), self._days)
        article, kind, source, target = self._both_ways(article, kind, source, target)
        self._counts = [[self._count(article, keys, day) for keys in scope] for scope in self._keys(kind, source, target)]
        pairs = np.unique(np.stack([article, kind]), axis=1)
        self._usual = (np.bincount(pairs[1], minlength=len(self._kinds)) + 1) / max(1, len(day))

    def _both_ways(self, article: Ints, kind: Ints, source: Ints, target: Ints) -> Ints:
        """Facts, (4, facts), those of symmetric types from either end."""
        symmetric = np.array([FactType(k).symmetric for k in self._kinds], dtype=bool)[kind]
        straight, back = np.stack([article, kind, source, target]), np.stack([article, kind, target, source])
        return np.concatenate([straight, back[:, symmetric]], axis=1)

    def _keys(self, kind: Ints, source: Ints, target: Ints) -> list[list[Ints]]:
        """The keys of facts between the homes of their ends, and between these: of each fact, and of any of its two actors."""
        scopes = (self._homes[source], self._homes[target]), (source, target)
        return [[self._key(kind, *ends), self._key(np.zeros_like(kind), *ends)] for ends in scopes]

    def _key(self, kind: Ints, source: Ints, target: Ints) -> Ints:
        many = len(self._index)
        return np.where((source >= 0) & (target >= 0) & (kind >= 0), (kind * many + source) * many + target, -1)

    def _count(self, article: Ints, keys: Ints, day: Ints) -> _Counts:
        once = np.unique(np.stack([article, keys]), axis=1)
        return _Counts(np.sort(once[1] * self._days + day[once[0]] - self._first), self._days)

    def features(self, facts: Sequence[Key], homes: Mapping[str, str], day: str | None, own: Told | None = None) -> Floats:
        """The numbers of facts of an article, (facts, CHRONICLE_FEATURES).

        Parameters:
            facts: by entity ids.
            homes: the home of each entity that has one, as `kg.relations.article.homes_of`.
            day: the article's date, ISO; without a full one the chronicle says nothing.
            own: what the chronicle has of this very article, which is left out.
        """
        today = full_day(day)
        if not facts or today is None:
            return self._silent(len(facts))
        at = today.toordinal() - self._first
        near = int(self._articles.within(np.zeros(1, dtype=np.int64), at - NEAR, at + NEAR)[0]) - (own is not None)
        if not near:
            return self._silent(len(facts))
        find = self._index.get
        kind = np.array([self._kinds.get(k, -1) for k, _, _ in facts])
        ends = np.array([[find(e, -1) for e in (s, t)] for _, s, t in facts]).T
        home = np.array([[find(homes.get(e, e), -1) for e in (s, t)] for _, s, t in facts]).T
        usual = np.where(kind >= 0, self._usual[kind], 1.0)
        columns: list[Shares] = []
        share = usual
        for window in ((0, self._days - 1), (at - NEAR, at + NEAR)):
            share, told = self._shares(kind, home, ends, _Window(*window, self._own(own) if own else None), usual, share)
            columns += told
        return np.stack([*columns, np.full(len(facts), np.log1p(near))], axis=1).astype(np.float32)

    def _own(self, told: Told) -> list[list[Ints]]:
        """The keys of an article that is in the chronicle, as `_keys`; entities that it knows by other ids are in none of them."""
        known = [(k, s, t) for k, s, t in told.facts if s in self._index and t in self._index]
        rows = [(0, self._kinds[k], self._index[s], self._index[t]) for k, s, t in known]
        _, kind, source, target = self._both_ways(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)
        return self._keys(kind, source, target)

    def _shares(self, kind: Ints, home: Ints, ends: Ints, window: _Window, usual: Shares, general: Shares) -> tuple[Shares, list[Shares]]:
        """The share of articles on two homes that state a fact of them, drawn to a more `general` one, and the columns of a scope."""
        columns: list[Shares] = []
        shares = []
        for scope, (source, target) in enumerate((home, ends)):
            met = self._around(scope, _MET, self._key(np.zeros_like(kind), source, target), window)
            stated = self._around(scope, _STATED, self._key(kind, source, target), window)
            general = (stated + _TRUST * general) / (met + _TRUST)
            shares.append(general)
            columns += [np.log1p(met), np.log1p(stated), general / usual]
        straight, back = (self._around(0, _STATED, self._key(kind, *pair), window) for pair in (home, home[::-1]))
        return shares[0], [*columns, (back + 1) / (straight + back + 2)]

    def _around(self, scope: int, what: int, keys: Ints, window: _Window) -> Ints:
        found = self._counts[scope][what].within(keys, window.first, window.last)
        return found if window.own is None else np.maximum(found - np.isin(keys, window.own[scope][what]), 0)

    def _silent(self, facts: int) -> Floats:
        return np.tile(np.array(NOTHING, dtype=np.float32), (facts, 1))


def chronicle_of(articles: Sequence[Told], homes: Mapping[str, str]) -> dict[str, NDArray[np.generic]]:
    """The arrays of a chronicle of articles; `homes` is the home of each entity that has one."""
    ends = {e for told in articles for _, source, target in told.facts for e in (source, target)}
    ids = sorted(ends | {homes[e] for e in ends if e in homes})
    index = {e: i for i, e in enumerate(ids)}
    kinds = {str(k): i for i, k in enumerate(FactType)}
    rows = [(n, kinds[k], index[s], index[t]) for n, told in enumerate(articles) for k, s, t in sorted(told.facts)]
    article, kind, source, target = np.array(rows, dtype=np.int32).reshape(-1, 4).T
    return {
        "ids": np.array(ids, dtype=np.str_),
        "kinds": np.array(list(kinds), dtype=np.str_),
        "homes": np.array([index[homes.get(e, e)] for e in ids], dtype=np.int32),
        "days": np.array([told.day.toordinal() for told in articles], dtype=np.int32),
        "article": article,
        "kind": kind.astype(np.int8),
        "source": source,
        "target": target,
    }


def load_chronicle(path: Path = CHRONICLE) -> Chronicle:
    """The chronicle of a file that `np.savez_compressed` wrote of `chronicle_of`."""
    with np.load(path, allow_pickle=False) as file:
        return Chronicle({name: file[name] for name in file.files})
