"""The encoder as a trainable model, and its first lesson: restoring hidden words of a corpus, and what a teacher makes of each word.

A small transformer with the parts and names that `kg.relations.transformer` reads. The hidden words are told from sampled others
(sampled softmax with the correction of Jean et al. 2015, https://aclanthology.org/P15-1001), since a few hundred thousand sentences
on one processor allow no more. The states of a large model (`kg.training.teacher`) are foreseen at every word, hidden or not.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from kg.relations.transformer import HEADS, relative
from kg.relations.vocabulary import BUCKETS, PREFIXES, SUFFIXES, Vocabulary
from kg.training.teacher import HALF, SIZE, States
from kg.training.vectors import Vectors

WIDTH, LAYERS, INNER = 192, 4, 512
EMBEDDED, LETTERS = 128, 64
"""Of a word's own vector, and of its letters'."""
HIDDEN = 0.14
"""Share of words to restore; of these, most are hidden and the rest left, so that words as such are read too."""
NEGATIVES = 1500
BATCH_TOKENS = 4096
SCALE = 0.8
"""Length of the word vectors as they enter the model."""
RATE = 1.2e-3
TEACHER_WEIGHT = 6.0
_FOR_SPREAD = 200_000


class Block(nn.Module):
    """A transformer layer (norm first) whose attention has a bias for each relative position and head."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.n1, self.qkv, self.o = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.n2, self.f1, self.f2 = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.drop = nn.Dropout(dropout)
        self.rel = nn.Parameter(torch.zeros(HEADS, 33))

    def forward(self, x: Tensor, places: Tensor, real: Tensor) -> Tensor:
        batch, size, width = x.shape
        query, key, value = self.qkv(self.n1(x)).view(batch, size, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        bias = self.rel[:, places][None] + torch.where(real, 0.0, -1e4)[:, None, None, :]
        scores = query @ key.transpose(2, 3) / (width // HEADS) ** 0.5 + bias.to(query.dtype)
        heard = scores.softmax(-1).to(value.dtype) @ value
        x = x + self.drop(self.o(heard.transpose(1, 2).reshape(batch, size, width)))
        layer: Tensor = x + self.drop(self.f2(F.gelu(self.f1(self.n2(x)), approximate="tanh")))
        return layer


class TrainableEncoder(nn.Module):
    """Words, their letters and their endings in; their states in the sentence out."""

    def __init__(self, vectors: Vectors, dropout: float) -> None:
        super().__init__()
        self.emb = nn.Embedding(len(vectors.words) + 2, EMBEDDED)
        with torch.no_grad():
            self.emb.weight.normal_(0, 0.02)
            self.emb.weight[2:, : vectors.vectors.shape[1]] = torch.tensor(vectors.vectors) * SCALE
        self.gram = nn.Embedding(BUCKETS + 1, LETTERS, padding_idx=0)
        self.pre, self.suf = nn.Embedding(len(PREFIXES), 16), nn.Embedding(len(SUFFIXES), 16)
        self.inp, self.norm = nn.Linear(EMBEDDED + LETTERS + 32, WIDTH), nn.LayerNorm(WIDTH)
        self.blocks = nn.ModuleList(Block(dropout) for _ in range(LAYERS))
        self.end = nn.LayerNorm(WIDTH)

    def set_dropout(self, share: float) -> None:
        for module in self.modules():
            if isinstance(module, nn.Dropout):
                module.p = share

    def embed(self, words: Tensor, grams: Tensor, prefixes: Tensor, suffixes: Tensor) -> Tensor:
        count = (grams > 0).sum(-1, keepdim=True).clamp(min=1)
        parts = (self.emb(words), self.gram(grams).sum(-2) / count, self.pre(prefixes), self.suf(suffixes))
        embedded: Tensor = self.inp(torch.cat(parts, -1))
        return embedded

    def mix(self, x: Tensor, real: Tensor) -> Tensor:
        places = torch.from_numpy(relative(x.shape[1]))
        with HALF:
            x = self.norm(x)
            for block in self.blocks:
                x = block(x, places, real)
            mixed: Tensor = self.end(x)
        return mixed.float()


def pretrain(
    vectors: Vectors,
    sentences: Sequence[Sequence[str]],
    states: States,
    seconds: float,
    say: Callable[[str], None] = print,
    seed: int = 0,
) -> TrainableEncoder:
    """An encoder that for so many seconds has restored hidden words of folded sentences and foreseen a teacher's states of all words."""
    torch.manual_seed(seed)
    random.seed(seed)
    encoder, out, bias = TrainableEncoder(vectors, 0.0), nn.Linear(WIDTH, EMBEDDED), nn.Parameter(torch.zeros(len(vectors.words) + 2))
    foresee = nn.Linear(WIDTH, SIZE)
    table = _Table(Vocabulary(vectors.words), sentences)
    rows, starts = torch.from_numpy(states.rows), states.starts.tolist()
    spread = float(rows[:_FOR_SPREAD].float().var(0).sum())
    words = encoder.emb.weight
    learned = [p for p in (*encoder.parameters(), *out.parameters(), *foresee.parameters(), bias) if p is not words]
    groups: list[dict[str, Any]] = [{"params": learned}, {"params": [words], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), fused=True)
    batches = table.batches()
    begun, step, total = time.monotonic(), 0, np.zeros(2)
    while (spent := (time.monotonic() - begun) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 300) * (1 - 0.98 * spent)
        batch = batches[step % len(batches)]
        ids, grams, prefixes, suffixes, real = table.look_up(batch)
        hidden = (torch.rand(ids.shape) < HIDDEN) & real & (ids > 1)
        gone = hidden & (torch.rand(ids.shape) < 0.85)
        shown = encoder.embed(
            ids.masked_fill(gone, 1), grams.masked_fill(gone[..., None], 0), prefixes.masked_fill(gone, 0), suffixes.masked_fill(gone, 0)
        )
        mixed = encoder.mix(shown, real)
        taught = torch.cat([rows[starts[i] : starts[i + 1]] for i in batch]).float()
        with HALF:
            foreseen, state = foresee(mixed[real]), out(mixed[hidden])
            restored = _restore(state, ids[hidden], words, bias, table).float()
        missed = (foreseen.float() - taught).pow(2).sum(-1).mean() / spread
        loss = TEACHER_WEIGHT * missed + restored
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([*learned, words], 1.0)
        optimizer.step()
        step, total = step + 1, total + np.array([float(missed.detach()), float(restored.detach())])
        if step % 200 == 0:
            say(f"pretraining: step {step}, unforeseen {total[0] / 200:.3f} of the states, loss of hidden words {total[1] / 200:.3f}")
            total[:] = 0
    return encoder


def _restore(state: Tensor, words: Tensor, vectors: Tensor, bias: Tensor, table: _Table) -> Tensor:
    """Cross-entropy of the hidden words against sampled ones, each corrected by how likely it is to be sampled."""
    others = table.sample()
    right = (state * vectors[words]).sum(-1) + bias[words] - table.log_odds[words]
    wrong = state @ vectors[others].T + bias[others] - table.log_odds[others]
    wrong = wrong.masked_fill(others[None] == words[:, None], -30.0)
    return F.cross_entropy(torch.cat([right[:, None], wrong], 1), torch.zeros(len(words), dtype=torch.long))


class _Table:
    """What each distinct word looks like to the encoder, and the sentences as rows of it."""

    def __init__(self, vocabulary: Vocabulary, sentences: Sequence[Sequence[str]]) -> None:
        distinct = sorted({word for sentence in sentences for word in sentence})
        rows = {word: i for i, word in enumerate(distinct)}
        looked = [vocabulary.look_up(word) for word in distinct]
        self._plain = torch.tensor([w[:3] for w in looked])
        self._grams = torch.tensor([(*w[3], *[0] * (8 - len(w[3]))) for w in looked])
        self._sentences = [torch.tensor([rows[w] for w in sentence]) for sentence in sentences]
        counts = np.zeros(len(vocabulary.words) + 2)
        for sentence in self._sentences:
            np.add.at(counts, self._plain[sentence, 0].numpy(), 1)
        counts[:2] = 0
        odds = (counts / counts.sum()) ** 0.75
        odds /= odds.sum()
        self.log_odds = torch.tensor(np.log(odds + 1e-9), dtype=torch.float32)
        self._steps = np.array(list(accumulate(odds)))

    def sample(self) -> Tensor:
        drawn = np.searchsorted(self._steps, np.random.default_rng(random.getrandbits(32)).random(NEGATIVES))
        return torch.from_numpy(np.unique(drawn.clip(2, len(self._steps) - 1)))

    def batches(self) -> list[list[int]]:
        """Sentences of like length together, in random order."""
        order = sorted(range(len(self._sentences)), key=lambda i: len(self._sentences[i]) + random.random() * 6)
        out: list[list[int]] = [[]]
        for i in order:
            if out[-1] and len(self._sentences[i]) * (len(out[-1]) + 1) > BATCH_TOKENS:
                out.append([])
            out[-1].append(i)
        random.shuffle(out)
        return out

    def look_up(self, batch: Sequence[int]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Words, letter triples, prefixes and suffixes of sentences, padded, and which places are real."""
        rows = nn.utils.rnn.pad_sequence([self._sentences[i] for i in batch], batch_first=True)
        sizes = torch.tensor([len(self._sentences[i]) for i in batch])
        real = torch.arange(rows.shape[1])[None] < sizes[:, None]
        plain = self._plain[rows] * real[..., None]
        return plain[..., 0], self._grams[rows] * real[..., None], plain[..., 1], plain[..., 2], real
