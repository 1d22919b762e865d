"""Seconds of `make fuzz`, and what it found."""

from __future__ import annotations

import json
import time
from pathlib import Path

import fuzz
import pytest

from kg.articles import read_articles
from kg.errors import Problems
from kg.extraction import Failure, extract_all
from kg.model import Article
from kg.text import read_text
from kg.text.quotations import DEEPEST, read_quotations
from kg.text.sentences import LONGEST
from kg.timelimit import OutOfTimeError, within

BODY = "استقبل الرئيس التونسي نظيره الجزائري في قصر قرطاج وبحثا التعاون."


@pytest.mark.parametrize("target", sorted(fuzz.TARGETS))
def test_random_input_breaks_nothing(target: str) -> None:
    assert fuzz.fuzz(target, seconds=2) > 0


@pytest.mark.parametrize(
    "content",
    ['{"text":' * 5000, "[" * 100_000, json.dumps({"text": BODY, "id": 0}, ensure_ascii=False).replace("0", "1" * 5000)],
    ids=["objects without end", "lists without end", "a number of 5,000 digits"],
)
@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_json_that_python_cannot_hold_is_reported(tmp_path: Path, content: str, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text(content, "utf-8")
    problems = Problems()
    assert list(read_articles([path], problems)) == [] and problems.counts() == {"not JSON": 1}


def test_a_table_whose_first_row_is_none_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,te\rxt\n1,2\n")
    problems = Problems()
    assert list(read_articles([path], problems)) == [] and problems.counts() == {"bad table": 1}


def seconds_of(body: str) -> float:
    started = time.process_time()
    read_text(Article("a", body))
    return time.process_time() - started


@pytest.mark.parametrize("piece", ["«", '"', "روسيا ", "اقرأ أيضا: ", "Ad\n", "(\n"], ids=["«", "quote", "word", "link", "ad", "lines"])
def test_the_text_step_takes_linear_time(piece: str) -> None:
    count = 200_000 // len(piece)
    few = min(seconds_of(piece * (count // 8)) for _ in range(3))
    assert min(seconds_of(piece * count) for _ in range(2)) < 8 * few * 2.5 + 0.5


def test_five_megabytes_of_one_word_are_read() -> None:
    text = read_text(Article("a", "ب" * 5_000_000))
    assert [len(s.tokens) for s in text.sentences] == [1]


def test_a_sentence_has_an_end_even_where_the_text_gives_none() -> None:
    text = read_text(Article("a", "كلمة " * (2 * LONGEST + 1), title="عنوان"))
    assert [len(s.tokens) for s in text.sentences] == [1, LONGEST, LONGEST, 1]


def test_quotations_are_followed_to_a_depth_and_those_behind_are_still_read() -> None:
    deep = read_quotations("«ا" * 50 + "»" * 50 + " ثم «نعم»")
    assert max(q.depth for q in deep) == DEEPEST
    assert deep[-1].depth == 1


def test_an_article_past_its_time_is_a_failure_and_the_next_is_read() -> None:
    articles = [Article("endless", "زارت روسيا الصين. " * 3000), Article("next", BODY)]
    first, second = extract_all(articles, workers=1, seconds=1)
    assert isinstance(first, Failure) and first.article == "endless" and "processor time" in first.error
    assert not isinstance(second, Failure)


def test_a_limit_is_not_swallowed_by_a_handler_of_faults() -> None:
    def swallowing() -> None:
        while True:
            try:
                sum(range(10_000))
            except Exception:
                continue

    with pytest.raises(OutOfTimeError), within(0.2):
        swallowing()


def test_without_a_limit_nothing_is_broken_off() -> None:
    with within(0):
        sum(range(1000))
