"""Lines that pages leave in a text give no sentence, and every offset still counts in the text as it came."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article
from kg.text import read_text

OPENING = "التقى الوفدان في العاصمة."
CLOSING = "ثم غادر الوفدان."


def kept(*lines: str) -> list[str]:
    text = read_text(Article("a", "\n".join(lines), title="عنوان الخبر"))
    return [text.article.text[s.span.start : s.span.end] for s in text.sentences if not s.headline]


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ أيضا: الرئيس يزور البلاد",
        "إقرأ أيضاً| الرئيس يزور البلاد",
        "قد يهمك.. الرئيس يزور البلاد",
        "للمزيد - الرئيس يزور البلاد",
        "** شاهد: الرئيس يزور البلاد",
        "Ad",
        "إعلان",
        "شارك الخبر",
        "- واتساب -",
        "يمكنكم تسلم إشعارات بأهم الأخبار على هاتفكم",
        "مصدر الصورة Getty Images",
        "التعليق على الصورة، وصول الوزير إلى المطار",
        "Image source, Reuters",
    ],
)
def test_what_a_page_left_is_no_sentence(line: str) -> None:
    assert kept(OPENING, line, CLOSING) == [OPENING, CLOSING]


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ الوزير الرسالة على الحاضرين.",
        "للمزيد من الدعم سافر الوزير إلى الخارج.",
        "شاهد العالم القمة على الهواء: كانت الأولى.",
        "إعلان الحرب على الجارة.",
        "شارك الوزير في القمة.",
        "تويتر تحذف حساب الوزير.",
        "مصدر القرار هو المجلس.",
        "المزيد من العقوبات على الشركات.",
        "-----",
    ],
)
def test_the_same_words_in_a_story_are_kept(line: str) -> None:
    assert kept(OPENING, line, CLOSING) == [OPENING, line, CLOSING]


def test_titles_behind_a_bare_header_go_and_the_story_comes_back() -> None:
    titles = ("من هو الوزير الجديد؟", "الوفد في العاصمة")
    assert kept(OPENING, "اقرأ أيضاً:", *titles, CLOSING, "عنوان فرعي") == [OPENING, CLOSING, "عنوان فرعي"]
    assert kept(OPENING, "إعلان", "عنوان فرعي", CLOSING) == [OPENING, "عنوان فرعي", CLOSING]


def test_a_title_that_opens_like_a_link_is_kept() -> None:
    text = read_text(Article("a", OPENING, title="شاهد: لقاء الوفدين"))
    assert [s.headline for s in text.sentences] == [True, False]


LINES = ["Ad", "اقرأ أيضا:", "اقرأ أيضا: خبر", "للمزيد", "", " ", "قال الوزير.", "عنوان", "«نعم", "19 يونيو", "شاهد..", "..", "مصدر الصورة"]


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_offsets_count_in_the_text_as_it_came(lines: list[str]) -> None:
    article = Article("a", "\n".join(lines), title=None, date="2018-07-12")
    text = read_text(article)
    assert text.article.text == "\n".join(lines)
    tokens = [t for s in text.sentences for t in s.tokens]
    assert all(article.text[t.span.start : t.span.end] == t.form for t in tokens)
    assert all(article.text[x.span.start : x.span.end].strip() for x in text.times)
