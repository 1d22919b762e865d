"""Near-duplicate articles: wire copies get signatures that are alike, and alike ones are found without comparing all pairs.

MinHash over shingles of five folded words, and locality-sensitive hashing in bands (Leskovec, Rajaraman and Ullman, "Mining of
Massive Datasets", chapter 3), with the hash family of datasketch.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from datasketch import MinHash

from kg.graph.terms import short_hash
from kg.text.normalize import fold

SHINGLE = 5
PERMUTATIONS = 128
BANDS = 16  # of 8 rows: a pair of similarity 0.7 shares a band with probability 0.61, one of 0.8 with 0.95, one of 0.5 with 0.06
THRESHOLD = 0.7
"""How much of their shingles two articles must share to be copies of one dispatch."""

_EMPTY = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=zlib.crc32)  # a good hash is not needed before the permutations, a quick one is
_WORD = re.compile("[\\w\u0610-\u061a\u064b-\u065f\u0670]+")  # with the vowel signs, which are no word characters to `re`

_fold = lru_cache(maxsize=1 << 14)(fold.__wrapped__)
"""`fold` with few words at hand: a process that only keeps the store would come to hold most words of all articles, some 70 MB."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The MinHash values of an article's shingles; empty for a text of fewer than five words, which is like no other."""

    values: bytes

    @staticmethod
    def of(text: str) -> Signature:
        """The signature of a text."""
        words = list(map(_fold, _WORD.findall(text)))
        shingles = set(map(" ".join, zip(*(words[i:] for i in range(SHINGLE)), strict=False)))
        if not shingles:
            return Signature(b"")
        minhash = _EMPTY.copy()
        minhash.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in shingles])
        return Signature(minhash.hashvalues.astype("<u4").tobytes())

    @property
    def bands(self) -> tuple[str, ...]:
        """One key a band; articles that share a key are worth comparing."""
        if not self.values:
            return ()
        width = len(self.values) // BANDS
        return tuple(f"{i}-{short_hash(self.values[i * width : (i + 1) * width].hex())}" for i in range(BANDS))

    def similarity(self, other: Signature) -> float:
        """The share of shingles in common, as estimated."""
        if not self.values or not other.values:
            return 0.0
        mine, theirs = (np.frombuffer(s.values, dtype="<u4") for s in (self, other))
        return float(np.mean(mine == theirs))
