"""The tutor: the large model itself, taught by readings. It errs elsewhere than the small network, which hears both in its second round.

Its words are pieces, and what frames and rules say of a word goes to each piece of it; above its layers stand the same scorers of
triggers and actors as above the small encoder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from kg.relations.encoding import SYMMETRIC, Encoded
from kg.relations.network import Scores
from kg.relations.stated import LEAST, Stated
from kg.training.encoder import SentenceEncoder
from kg.training.scorer import Output, Scorer
from kg.training.teacher import HALF, large_model

LAYERS = 9
EPOCHS, SHARE = 4, 0.12
"""Taught by half of the readings so, in 75 minutes of one core, it finds on the other half what the small one finds, other things
wrong: average precision on 85 annotated articles 0.56 and 0.58, of their mean 0.60.
"""
_PIECES = 8
"""Of a longer word the rest is not read."""
_AT_ONCE = 32

Spelled = Callable[[Encoded], Sequence[str]]
"""The words of a clause as they are written, as many as it has."""


class LargeEncoder(SentenceEncoder):
    """The layers of the large model as an encoder of words: `show` it the clauses as they are written before it is asked."""

    def __init__(self, path: Path | None = None, layers: int = LAYERS) -> None:
        super().__init__()
        self.model, self._tokenizer = large_model(path, layers)
        self.emb = self.model.embeddings.word_embeddings
        self.width = self.emb.weight.shape[1]
        self.hidden = nn.Parameter(self.emb.weight.mean(0).detach().clone())
        self.end = nn.LayerNorm(self.width)
        self._cut: dict[str, list[int]] = {}

    def set_dropout(self, share: float) -> None:
        super().set_dropout(0.0)  # taught for a few epochs only, it keeps what it knows

    def show(self, clauses: Sequence[Sequence[str]]) -> None:
        rows = [[self._pieces(word) for word in clause] for clause in clauses]
        longest = max(sum(map(len, row)) for row in rows) + 2
        self._ids = torch.ones((len(rows), longest), dtype=torch.long)
        self._word = torch.zeros((len(rows), longest), dtype=torch.long)  # 0 for the ends of the text
        self._real = torch.zeros((len(rows), longest), dtype=torch.bool)
        for n, row in enumerate(rows):
            pieces = [0, *(piece for word in row for piece in word), 2]
            self._ids[n, : len(pieces)] = torch.tensor(pieces)
            self._word[n, 1 : len(pieces) - 1] = torch.tensor([i + 1 for i, word in enumerate(row) for _ in word])
            self._real[n, : len(pieces)] = True

    def _pieces(self, word: str) -> list[int]:
        found = self._cut.get(word)
        if found is None:
            ids: list[int] = self._tokenizer.encode([word], is_pretokenized=True).ids
            found = self._cut[word] = ids[:_PIECES] or [3]
        return found

    def embed(self, words: Tensor, grams: Tensor, prefixes: Tensor, suffixes: Tensor) -> Tensor:
        gone = nn.functional.pad((words == 1) & (grams == 0).all(-1), (1, 0))
        self._embedded = torch.where(gone.gather(1, self._word)[..., None], self.hidden, self.emb(self._ids))
        self._seen = self._by_word(self._embedded, words.shape[1])
        return self._seen

    def mix(self, x: Tensor, real: Tensor) -> Tensor:
        told = nn.functional.pad(x - self._seen, (0, 0, 1, 0))
        pieces = self._embedded + told.gather(1, self._word[..., None].expand(-1, -1, self.width))
        with HALF:
            states = self.model(inputs_embeds=pieces, attention_mask=self._real.long()).last_hidden_state
        mixed: Tensor = self.end(self._by_word(states.float(), x.shape[1]))
        return mixed

    def _by_word(self, pieces: Tensor, words: int) -> Tensor:
        """The mean of each word's pieces."""
        total = torch.zeros(len(pieces), words + 1, self.width)
        total = total.scatter_add(1, self._word[..., None].expand(-1, -1, self.width), pieces)
        count = torch.zeros(len(pieces), words + 1).scatter_add(1, self._word, torch.ones_like(self._word, dtype=torch.float))
        return (total / count.clamp(min=1)[..., None])[:, 1:]


class Tutor(Scorer):
    """The scorers above the large model; `score` says what `kg.relations.network.Network` does, without how it is told."""

    def __init__(self, encoder: LargeEncoder, spelled: Spelled) -> None:
        super().__init__(encoder)
        self._large, self._spelled = encoder, spelled

    def forward(self, clauses: Sequence[Encoded]) -> Output:
        self._large.show([self._spelled(clause) for clause in clauses])
        return super().forward(clauses)

    def score(self, clauses: Sequence[Encoded]) -> list[Scores]:
        """The facts that each clause may state; of their triggers it says nothing."""
        out: list[Scores] = []
        with torch.no_grad():
            for start in range(0, len(clauses), _AT_ONCE):
                part = clauses[start : start + _AT_ONCE]
                chances = torch.sigmoid(self(part).pairs).numpy()
                out += [_scores(own[: len(c.entities), : len(c.entities)]) for c, own in zip(part, chances, strict=True)]
        return out


def _scores(chances: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Scores:
    found = [(i, j, t) for i, j, t in np.argwhere(chances >= LEAST).tolist() if i != j and (i < j or not SYMMETRIC[t])]
    return Scores(tuple(Stated(i, j, t, float(chances[i, j, t]), -1) for i, j, t in found), {})
