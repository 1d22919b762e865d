"""Word vectors from a corpus: positive pointwise mutual information of neighbours, cut down by a singular value decomposition.

After Levy, Goldberg and Dagan, "Improving Distributional Similarity with Lessons Learned from Word Embeddings" (TACL 2015,
https://aclanthology.org/Q15-1016): square root of the singular values, smoothed context counts, no shift.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WINDOW = 5
WORDS = 18_000
SIZE = 100
SMOOTHING = 0.75
STOP_WORDS = 160
"""Of so many most frequent words, those of up to three letters state nothing."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """The most frequent words of a corpus, a unit vector for each, and those that state nothing."""

    words: tuple[str, ...]
    vectors: NDArray[np.float32]
    stops: frozenset[str]


def learn_vectors(sentences: Sequence[Sequence[str]], seed: int = 0) -> Vectors:
    """Vectors of the words of folded sentences; a joined و or ف is cut off where the rest is the more frequent word."""
    from scipy.sparse import coo_matrix, csr_matrix
    from sklearn.utils.extmath import randomized_svd

    raw = Counter(word for sentence in sentences for word in sentence if word)
    plain = {w: w[1:] if len(w) > 3 and w[0] in "وف" and raw[w[1:]] > raw[w] else w for w in raw}
    counts: Counter[str] = Counter()
    for word, count in raw.items():
        counts[plain[word]] += count
    words = tuple(w for w, _ in counts.most_common() if not w[0].isdigit())[:WORDS]
    ids = {w: i for i, w in enumerate(words)}
    gap = [-1] * WINDOW
    flat = np.array([i for s in sentences for i in (*(ids.get(plain.get(w, w), -1) for w in s), *gap)], dtype=np.int32)
    together = csr_matrix((len(words), len(words)), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        left, right = flat[:-distance], flat[distance:]
        both = (left >= 0) & (right >= 0)
        weight = np.full(int(both.sum()), (WINDOW + 1 - distance) / WINDOW, dtype=np.float32)
        together = together + coo_matrix((weight, (left[both], right[both])), shape=together.shape).tocsr()
    together = (together + together.T).tocoo()
    totals = np.bincount(together.row, weights=together.data, minlength=len(words))
    contexts = totals**SMOOTHING / (totals**SMOOTHING).sum()
    information = np.log(together.data / totals[together.row] / contexts[together.col])
    positive = information > 0
    matrix = csr_matrix((information[positive], (together.row[positive], together.col[positive])), shape=together.shape)
    left_vectors, values, _ = randomized_svd(matrix, n_components=SIZE, n_iter=4, random_state=seed)
    vectors = left_vectors * np.sqrt(values)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    stops = frozenset(w for w, _ in counts.most_common(STOP_WORDS) if len(w) <= 3)
    return Vectors(words, vectors.astype(np.float32), stops)
