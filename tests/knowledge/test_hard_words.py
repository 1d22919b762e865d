"""Four hundred hard words, segmented by a reader who had not seen the code (`hard_words.tsv`)."""

from __future__ import annotations

from pathlib import Path

from kg.knowledge import Knowledge
from kg.knowledge.segmenter import segmenter
from kg.text import fold

WORDS = [line.split("\t") for line in (Path(__file__).parent / "hard_words.tsv").read_text("utf-8").splitlines()]


def test_nearly_all_hard_words_are_cut_where_a_reader_cuts_them(knowledge: Knowledge) -> None:
    cut = segmenter(knowledge)
    wrong = [word for word, pieces in WORDS if cut.segment(word).pieces != tuple(map(fold, pieces.split("+")))]
    assert len(WORDS) == 400
    assert len(wrong) <= 8, wrong


def test_names_of_known_people_stay_whole(knowledge: Knowledge) -> None:
    cut = segmenter(knowledge)
    assert cut.segment("وائل").pieces == ("وايل",)
    assert cut.segment("الكسندر").pieces == ("الكسندر",)
    assert cut.segment("لوكاشينكو").pieces == ("لوكاشينكو",)
