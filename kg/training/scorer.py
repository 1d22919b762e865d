"""The network of `kg.relations.network` as a trainable model, and its lesson: annotated sentences.

A sentence is annotated with the pairs that stand in a relation, and sometimes with the word that states it. Where the word is not
known, the pair's score over all words is taught (the trigger stays latent); pairs that the article states elsewhere teach nothing.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel

from kg.relations import encoding
from kg.relations.context import in_context
from kg.relations.encoding import FORMS, MOODS, PREPOSITIONS, SYMMETRIC, TYPES, VIRTUAL, Encoded
from kg.training.encoder import WIDTH, TrainableEncoder

KEY = 64
BATCH = 24
SAY_EVERY = 500
ENCODER_SHARE = 0.4
"""The encoder, which has learned before, learns at this share of the rate."""
TRIGGER_WEIGHT, MOOD_WEIGHT, VOICE_WEIGHT = 0.5, 1.0, 0.3
BEST_WORDS = 6
"""Of the words of a sentence, so many of the likeliest are added up for a type."""
WORDS_HIDDEN, FRAMES_HIDDEN = 0.04, 0.08
"""How often a word, and what the frames say of it, is hidden, so that neither is learned by heart."""
_T = len(TYPES)
_TEXTURE = {f.name for f in fields(Encoded)} - {"index", "actors", "entities"}


EPOCHS, RATE = 10, 1e-3
"""Half of the articles taught so, the network alone has F1 0.560 on 800 of the others. Those that are shipped had seven over all."""
EPOCHS_IN_CONTEXT, RATE_IN_CONTEXT = 3, 6e-4
"""Of a network that goes on to learn with the words before each clause. Half of the articles taught so, its average precision is 0.575 on
400 of the others and 0.38 on facts with an end in another sentence; without those words 0.564 and 0.32 (both with `MEAN_FROM` at 0.4).
"""
DROPOUT, ENCODER_DROPOUT = 0.25, 0.1
NAMES_HIDDEN = 0.45
"""How often a name is hidden, so that who acts is read off the sentence."""
SILENT = 0.4
"""Of the clauses that state nothing an epoch shows this share, another one each time: they are most, and each teaches little."""
MEAN_FROM, DECAY, EVERY = 0.6, 0.9975, 8
"""From this part of all steps on, after every so many the weights go into their moving mean, by this decay and at first as a plain
mean; it is what counts (https://arxiv.org/abs/1703.01780): lessons are single readings, and the latest pull the weights about.
"""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A clause with its answer: `stated` (N, N, T) is 1 where a pair stands in a relation, `taught` 1 where that is to be learned,
    `triggers` the (index among the clause's triggers, type) that state one, None where the annotation does not say; `moods` the
    (index, whether planned, whether possible) of those, `voices` the (index, index among the clause's entities of the speaker, or -1).
    """

    clause: Encoded
    stated: NDArray[np.float32]
    taught: NDArray[np.float32]
    triggers: tuple[tuple[int, int], ...] | None
    moods: tuple[tuple[int, tuple[bool, ...]], ...] = ()
    voices: tuple[tuple[int, int], ...] = ()


class Output(NamedTuple):
    """Scores of pairs (B, N, N, T), of the best pair of each trigger (B, I, T), which triggers are real (B, I), and of each trigger
    the moods (B, I, 2) and the speakers (B, I, A + 1), none last.
    """

    pairs: Tensor
    words: Tensor
    possible: Tensor
    moods: Tensor
    voices: Tensor


class Scorer(nn.Module):
    """The trainable network; its parameters have the names that `kg.relations.network` asks for."""

    def __init__(self, encoder: TrainableEncoder) -> None:
        super().__init__()
        self.enc = encoder
        self.names_hidden = 0.0
        self.lab = nn.Embedding(16, 24)
        self.ext = nn.Linear(_T + 2 + encoding.FLAGS + 24, WIDTH)
        nn.init.zeros_(self.ext.bias)
        nn.init.normal_(self.ext.weight, 0, 0.02)
        gelu = nn.GELU(approximate="tanh")
        last = nn.Linear(2 * KEY, _T)
        self.tr = nn.Sequential(nn.Linear(2 * WIDTH + _T + 2, 2 * KEY), gelu, nn.Dropout(), last)
        self.mood = nn.Linear(2 * KEY, len(MOODS))
        self.voice = nn.ModuleList([nn.Linear(2 * KEY, KEY + 1) for _ in range(2)])
        self.near, self.said = nn.Embedding(encoding.DISTANCES, 1), nn.Parameter(torch.zeros(1))
        self.acat = nn.ModuleList(
            [nn.Embedding(n, size) for n, size in ((5, 12), (len(VIRTUAL), 12), (len(PREPOSITIONS), 12), (len(FORMS), 8))]
        )
        self.virt = nn.Embedding(len(VIRTUAL), WIDTH)
        self.act = nn.Sequential(nn.Linear(WIDTH + 44 + encoding.TRAITS, 2 * KEY), gelu, nn.Dropout())
        self.u = nn.ModuleList([nn.Linear(WIDTH, KEY) for _ in range(2)])
        self.v = nn.ModuleList([nn.Linear(2 * KEY, KEY) for _ in range(2)])
        self.ty = nn.ParameterList([nn.Parameter(torch.randn(_T, KEY) * 0.05) for _ in range(2)])
        self.db = nn.ModuleList([nn.Embedding(encoding.DISTANCES, _T) for _ in range(2)])
        self.bb = nn.ModuleList([nn.Embedding(encoding.RANKS, _T) for _ in range(2)])
        self.pb = nn.ModuleList([nn.Embedding(encoding.WEIGHTS, _T) for _ in range(2)])
        for table in (*self.db, *self.bb, *self.pb):
            nn.init.zeros_(table.weight)
        self.sb = nn.ParameterList([nn.Parameter(torch.zeros(_T)) for _ in range(2)])
        self.ab = nn.ModuleList([nn.Linear(2 * KEY, _T) for _ in range(2)])
        self.pair = nn.Sequential(nn.Linear(encoding.RELATIONS + 24, 32), gelu, nn.Linear(32, _T))
        self.drop = nn.Dropout()
        nn.init.constant_(last.bias, -6.0)  # nearly no word states a fact

    def forward(self, clauses: Sequence[Encoded]) -> Output:
        """What the network says of clauses."""
        batch = {name: _pad([getattr(c, name) for c in clauses], -1 if name == "spans" else 0) for name in _TEXTURE}
        sizes = torch.tensor([(len(c.words), len(c.kinds), len(c.triggers)) for c in clauses])
        real, present, possible = (torch.arange(int(n.max()))[None] < n[:, None] for n in sizes.T)
        words, grams, hits = self._hide(batch)
        seen = self.enc.embed(words, grams, batch["prefixes"], batch["suffixes"])
        seen = seen + self.ext(torch.cat([hits, batch["flags"], self.lab(batch["labels"])], -1))
        mixed = self.enc.mix(seen, real)
        at = batch["triggers"][..., None]
        here = mixed.gather(1, at.expand(-1, -1, WIDTH))
        beside = self.drop(seen.gather(1, at.expand(-1, -1, WIDTH)))
        hidden = self.tr[:-1](torch.cat([self.drop(here), beside, hits.gather(1, at.expand(-1, -1, hits.shape[-1]))], -1))
        states = self.tr[-1](hidden)
        states = states.masked_fill(~possible[..., None], -25.0)
        actors, kinds = self._actors(batch, mixed)
        fits = [self._fit(role, batch, here, actors) for role in (0, 1)]
        absent = (~present).float()[:, None, :, None] * -30.0
        own = states + (fits[0] + absent).amax(2) + (fits[1] + absent).amax(2)
        n = actors.shape[1]
        sides = kinds[:, :, None].expand(-1, -1, n, -1), kinds[:, None].expand(-1, n, -1, -1)
        pair = self.pair(torch.cat([batch["relations"], *sides], -1))
        top = own.topk(min(BEST_WORDS, own.shape[1]), dim=1).indices
        wide = top[:, :, None, :].expand(-1, -1, n, -1)
        total = states.gather(1, top)[:, :, None, None] + fits[0].gather(1, wide)[:, :, :, None] + fits[1].gather(1, wide)[:, :, None]
        scores = (total.logsumexp(1) + pair).masked_fill(~(present[:, :, None] & present[:, None])[..., None], -30.0)
        voices = self._voices(batch, hidden, actors).masked_fill(~F.pad(present, (0, 1), value=True)[:, None], -30.0)
        return Output(self._by_entity(clauses, batch["owner"], scores), own, possible, self.mood(hidden), voices)

    def _voices(self, batch: dict[str, Tensor], hidden: Tensor, actors: Tensor) -> Tensor:
        """Whose word each trigger is, as scores of the actors and, last, of none: (B, I, A + 1)."""
        asked, offered = self.voice[0](hidden), self.voice[1](actors)
        scores = asked[..., 1:] @ offered[..., 1:].transpose(1, 2) * (2 / math.sqrt(KEY)) + offered[..., 0][:, None]
        scores = scores + self.near(batch["distances"])[..., 0] + batch["speaks"] * self.said
        return torch.cat([scores, asked[..., :1]], -1)

    def _hide(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        words, grams, hits = batch["words"], batch["grams"], batch["hits"]
        if not self.training:
            return words, grams, hits
        chance = torch.rand(words.shape)
        gone = (batch["named"] & (chance < self.names_hidden)) | (chance < WORDS_HIDDEN)
        kept = torch.rand(hits.shape[:2]) > FRAMES_HIDDEN
        return words.masked_fill(gone, 1), grams.masked_fill(gone[..., None], 0), hits * kept[..., None]

    def _actors(self, batch: dict[str, Tensor], mixed: Tensor) -> tuple[Tensor, Tensor]:
        spans, kinds = batch["spans"], batch["kinds"]
        at = torch.arange(mixed.shape[1])[None, None]
        inside = ((at >= spans[..., :1]) & (at < spans[..., 1:])).float()
        mean = inside @ mixed / inside.sum(-1, keepdim=True).clamp(min=1)
        mean = mean * (spans[..., :1] >= 0) + self.virt(kinds[..., 1]) * (kinds[..., 1:2] > 0)
        vectors = [table(kinds[..., i]) for i, table in enumerate(self.acat)]
        return self.act(torch.cat([self.drop(mean), *vectors, batch["traits"]], -1)), vectors[0]

    def _fit(self, role: int, batch: dict[str, Tensor], here: Tensor, actors: Tensor) -> Tensor:
        query, key = self.u[role](here), self.v[role](actors)
        by_actor = key @ self.ty[role].T
        fit = (torch.einsum("bik,bak->bia", query, key)[..., None] + by_actor[:, None]) * (2 / math.sqrt(KEY))
        fit = fit + self.db[role](batch["distances"]) + self.bb[role](batch["ranks"]) + self.pb[role](batch["picks"][..., role])
        total: Tensor = fit + batch["speaks"][..., None] * self.sb[role] + self.ab[role](actors)[:, None]
        return total

    @staticmethod
    def _by_entity(clauses: Sequence[Encoded], owner: Tensor, scores: Tensor) -> Tensor:
        many, n = len(clauses), max(len(c.entities) for c in clauses)
        flat = (torch.arange(many)[:, None, None] * n * n + owner[:, :, None] * n + owner[:, None]).reshape(-1)
        best = torch.full((many * n * n, _T), -30.0).index_reduce(0, flat, scores.reshape(-1, _T), "amax", include_self=True)
        best = best.view(many, n, n, _T)
        return torch.where(torch.from_numpy(SYMMETRIC), (best + best.transpose(1, 2)) / 2, best)


def _pad(arrays: Sequence[NDArray[np.generic]], fill: int) -> Tensor:
    shape = [len(arrays), *(max(sizes) for sizes in zip(*(a.shape for a in arrays), strict=True))]
    out = torch.full(shape, fill, dtype=torch.from_numpy(arrays[0]).dtype)
    for i, array in enumerate(arrays):
        out[i][tuple(slice(n) for n in array.shape)] = torch.from_numpy(array)
    return out


def _loss(model: Scorer, lessons: Sequence[Lesson]) -> Tensor:
    scores, own, possible, moods, voices = model([lesson.clause for lesson in lessons])
    n = scores.shape[1]
    stated, taught = (torch.zeros((len(lessons), n, n, _T)) for _ in range(2))
    words, known = torch.zeros_like(own), torch.zeros(own.shape[:2])
    for i, lesson in enumerate(lessons):
        size = len(lesson.clause.entities)
        stated[i, :size, :size], taught[i, :size, :size] = torch.from_numpy(lesson.stated), torch.from_numpy(lesson.taught)
        if lesson.triggers is not None:
            known[i] = possible[i].float()
            for word, kind in lesson.triggers:
                words[i, word, kind] = 1
    told = [(i, at, mood) for i, lesson in enumerate(lessons) for at, mood in lesson.moods]
    by_mood = torch.zeros(())
    if told:
        which, at, answer = zip(*told, strict=True)
        by_mood = F.binary_cross_entropy_with_logits(moods[list(which), list(at)], torch.tensor(answer).float(), reduction="sum")
    by_voice = -sum((_heard(voices[i], lesson) for i, lesson in enumerate(lessons) if lesson.voices), torch.zeros(()))
    by_pair = (F.binary_cross_entropy_with_logits(scores, stated, reduction="none") * taught).sum()
    by_word = (F.binary_cross_entropy_with_logits(own, words, reduction="none") * known[..., None]).sum()
    return (by_pair + TRIGGER_WEIGHT * by_word + MOOD_WEIGHT * by_mood + VOICE_WEIGHT * by_voice) / len(lessons)


def _heard(scores: Tensor, lesson: Lesson) -> Tensor:
    """The log-probability of a clause's speakers, whichever of their mentions is heard: the sum over its triggers."""
    owner = torch.from_numpy(lesson.clause.owner)
    shares = scores.log_softmax(-1)
    total = torch.zeros(())
    for at, speaker in lesson.voices:
        mentions = (owner == speaker).nonzero()[:, 0] if speaker >= 0 else torch.tensor([scores.shape[-1] - 1])
        total = total + shares[at, mentions].logsumexp(0)
    return total


def fit(
    encoder: TrainableEncoder, lessons: Sequence[Lesson], say: Callable[[str], None] = print, epochs: int = EPOCHS, seed: int = 0
) -> Scorer:
    """The network after so many epochs over the lessons; `encoder` is taught along, but for its word vectors."""
    torch.manual_seed(seed)
    random.seed(seed)
    model = Scorer(encoder)
    encoder.emb.weight.requires_grad_(False)  # with word vectors that learn along, it learns the lessons by heart
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = DROPOUT
    encoder.set_dropout(ENCODER_DROPOUT)
    model.names_hidden = NAMES_HIDDEN
    return _teach(model, lessons, say, epochs, RATE)


def fit_in_context(model: Scorer, lessons: Sequence[Lesson], say: Callable[[str], None] = print) -> Scorer:
    """A taught network after more epochs over lessons that have the words before each clause (`lessons_in_context`)."""
    return _teach(model, lessons, say, EPOCHS_IN_CONTEXT, RATE_IN_CONTEXT)


def lessons_in_context(lessons: Sequence[Lesson]) -> list[Lesson]:
    """The lessons of an article, each behind the end of the clause before."""
    clauses = [lesson.clause for lesson in lessons]
    return [replace(lesson, clause=in_context(clauses, i)) for i, lesson in enumerate(lessons)]


def _teach(model: Scorer, lessons: Sequence[Lesson], say: Callable[[str], None], epochs: int, rate: float) -> Scorer:
    deep = [p for p in model.enc.parameters() if p.requires_grad]
    rest = [p for name, p in model.named_parameters() if not name.startswith("enc.")]
    rates = [ENCODER_SHARE * rate, rate]
    groups: list[dict[str, Any]] = [{"params": part, "lr": own} for part, own in zip((deep, rest), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.02, fused=True)
    plan = [batch for _ in range(epochs) for batch in _batches(lessons)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=len(plan), pct_start=0.1)
    mean = AveragedModel(model, avg_fn=lambda mean, own, n: torch.lerp(mean, own, max(1 - DECAY, 1 / (int(n) + 1))))
    model.train()
    total = 0.0
    for step, batch in enumerate(plan, 1):
        optimizer.zero_grad()
        loss = _loss(model, batch)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        schedule.step()
        total += float(loss.detach())
        if step > MEAN_FROM * len(plan) and step % EVERY == 0:
            mean.update_parameters(model)
        if step % SAY_EVERY == 0:
            say(f"network: step {step} of {len(plan)}, loss {total / SAY_EVERY:.3f}")
            total = 0.0
    if mean.n_averaged:
        model.load_state_dict(mean.module.state_dict())
    return model.eval()


def _batches(lessons: Sequence[Lesson]) -> list[list[Lesson]]:
    """The batches of an epoch, clauses of like length together, in random order."""
    shown = [lesson for lesson in lessons if lesson.stated.any() or random.random() < SILENT]
    shown.sort(key=lambda lesson: len(lesson.clause.words) + random.random() * 10)
    batches = [shown[k : k + BATCH] for k in range(0, len(shown), BATCH)]
    random.shuffle(batches)
    return batches


def arrays(model: Scorer) -> dict[str, NDArray[np.float32]]:
    """The parameters as `kg.relations.network` reads them."""
    return {name: value.detach().numpy() for name, value in model.state_dict().items()}
