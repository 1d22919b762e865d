"""Clitics: what is cut off, and what must never be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import Segmenter, fold, segmentations

CASES = [line.split("\t") for line in (Path(__file__).parent / "segmentation.tsv").read_text(encoding="utf-8").splitlines()[1:]]
NAMES = """
بكين بوتين لبنان واشنطن فرنسا كييف ولايتي باريس لندن كوريا ليبيا برلين بغداد
كندا كوبا بلينكن لافروف فيدان كيم وليد لوبان والي سيدني
"""
SEGMENTER = Segmenter(NAMES.split())


@pytest.mark.parametrize(("word", "pieces"), CASES)
def test_a_hard_word_is_cut_where_its_reader_cuts_it(word: str, pieces: str) -> None:
    assert SEGMENTER.segment(word).pieces == tuple(map(fold, pieces.split("+")))


def test_the_name_behind_the_particles_keeps_its_article() -> None:
    found = SEGMENTER.segment("وبالصين")
    assert (found.attached, found.word) == (("و", "ب"), "الصين")


def test_the_chosen_analysis_is_one_that_the_grammar_admits() -> None:
    for word in ("ولكوريا", "وحليفتها", "للجنة", "سيكون", "بوتين"):
        assert SEGMENTER.segment(word) in segmentations(fold(word))


def test_a_name_is_never_broken_even_where_counts_say_so() -> None:
    assert Segmenter(["والي"]).segment("والي").pieces == ("والي",)
    assert Segmenter().segment("وإلى").pieces == ("و", "الي")


@given(st.text("وفبكلسالهمنيت", min_size=1, max_size=12))
def test_pieces_written_together_give_the_word_again(norm: str) -> None:
    for found in segmentations(norm):
        written = "".join(found.proclitics) + found.written + found.enclitic
        assert norm in (written, written.replace("لال", "لل", 1), written.replace("لالل", "لل", 1))
    assert SEGMENTER.segment(norm).stem
