"""What the network sees of a word by itself: its id, its particles and endings, and its letter triples.

So a form never seen still resembles its kin.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
import yaml

from kg.ontology import ontologies
from kg.relations.grids import Ints

AFFIXES: Mapping[str, Sequence[str]] = yaml.safe_load((ontologies() / "lexicon" / "encoding.yaml").read_text("utf-8"))
PREFIXES = ("", *AFFIXES["prefixes"])
SUFFIXES = ("", *AFFIXES["suffixes"])
_PREFIX, _SUFFIX = ({affix: i for i, affix in enumerate(affixes)} for affixes in (PREFIXES, SUFFIXES))
_LONGEST = max(map(len, (*PREFIXES, *SUFFIXES)))
BUCKETS = 6000
"""Hash buckets of letter triples."""
GRAMS = 8


class Vocabulary:
    """The words that have a vector of their own; 0 stands for all others, 1 for a hidden one."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._ids = {w: i for i, w in enumerate(words, 2)}
        self._row = lru_cache(maxsize=1 << 16)(self._row_of)

    def rows(self, norms: Iterable[str]) -> Ints:
        """Folded words as numbers, (words, 3 + 8): ids of word, prefix and suffix, and the letter triples, 0 for none."""
        return np.frombuffer(bytearray().join(map(self._row, norms)), dtype=np.int64).reshape(-1, 3 + GRAMS)

    def _row_of(self, norm: str) -> bytes:
        *ids, grams = self.look_up(norm)
        return array("q", [*ids, *grams, *[0] * (GRAMS - len(grams))]).tobytes()

    def look_up(self, norm: str) -> tuple[int, int, int, tuple[int, ...]]:
        """Ids of a folded word, its prefix, its suffix and its letter triples."""
        word = self._ids.get(norm, 0)
        if not word and len(norm) > 3 and norm[0] in "وف":
            word = self._ids.get(norm[1:], 0)
        p = next((n for n in range(min(_LONGEST, len(norm) - 2), 0, -1) if norm[:n] in _PREFIX), 0)
        rest = norm[p:]
        s = next((n for n in range(min(_LONGEST, len(rest) - 2), 0, -1) if rest[-n:] in _SUFFIX), 0)
        prefix, suffix = _PREFIX[norm[:p]], _SUFFIX[rest[len(rest) - s :]]
        stem = f"<{rest[: len(rest) - s]}>"
        grams = (stem, *(stem[i : i + 3] for i in range(len(stem) - 2)))[:GRAMS]
        return word, prefix, suffix, tuple(crc32(g.encode()) % BUCKETS + 1 for g in grams)
