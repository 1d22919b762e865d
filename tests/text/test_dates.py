"""Times: each expression gives what a reader would write, in the precision of the text, and what is no date gives nothing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, Text, TimeKind
from kg.partial_date import is_date
from kg.text import read_text

CASES = [line.split("\t") for line in (Path(__file__).parent / "times.tsv").read_text(encoding="utf-8").splitlines()[1:]]


def read(sentence: str, date: str | None = "2018-07-12") -> Text:
    return read_text(Article("a", sentence, title="عنوان", date=date))


@pytest.mark.parametrize(("date", "sentence", "values"), CASES)
def test_an_expression_of_time_says_what_its_reader_takes_it_for(date: str, sentence: str, values: str) -> None:
    found = read(sentence, None if date == "-" else date).times
    assert [t.value for t in found] == ([] if values == "-" else values.split())


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("بدأت عام 2011.", TimeKind.POINT),
        ("مستمرة منذ عام 2011.", TimeKind.SINCE),
        ("مستمرة منذ شهرين.", TimeKind.SINCE),
        ("بعد عام 2003 تغير كل شيء.", TimeKind.SINCE),
        ("تستمر حتى عام 2020.", TimeKind.UNTIL),
        ("حكم بين عامي 2007 و2012.", TimeKind.PERIOD),
    ],
)
def test_a_time_says_how_it_bounds_what_it_dates(sentence: str, kind: TimeKind) -> None:
    assert [t.kind for t in read(sentence).times] == [kind]


def test_the_span_leaves_out_what_is_attached() -> None:
    text = read("عاد الاثنين وغادر ومساء الثلاثاء وصل لعام 2015 تقريره.")
    assert [text.article.text[t.span.start : t.span.end] for t in text.times] == ["الاثنين", "مساء الثلاثاء", "عام 2015"]


def test_nothing_is_said_of_yesterday_where_the_article_has_no_day() -> None:
    assert not read("عاد أمس.", "2018-07").times
    assert not read("عاد أمس.", None).times
    assert not read("عاد أمس.", "12 يوليو").times


def test_a_hijri_month_in_an_article_from_before_the_table_of_months_is_passed_over() -> None:
    assert [t.value for t in read("وصل في 1 ذو الحجة.", "2018-07-12").times] == ["2017-08-23"]
    assert not read("وصل في 1 ذو الحجة.", "1900-07-12").times


def test_a_letter_that_stands_alone_before_a_weekday_is_no_verb() -> None:
    assert [t.value for t in read("س الاثنين: متى تعود؟ ج: عدت الثلاثاء.").times] == ["2018-07-09", "2018-07-10"]


DATES = ["2018-07-12", "2020-02-29", "2018-07", "2018", "0001-01-01", "9999-12-31", None]
WORDS = """
أمس اليوم الثلاثاء الماضي المقبل 19 30 2018 31 من يونيو/حزيران مارس ( ) ، و19
عام العام منذ قبل ثلاثة أشهر إلى - 1445هـ رمضان شعبان هذا الشهر بعد غد يومين س ي سي
"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=14), st.sampled_from(DATES))
def test_any_row_of_time_words_gives_real_dates_in_order(words: list[str], date: str | None) -> None:
    found = read(" ".join(words), date).times
    assert all(is_date(t.value) for t in found)
    assert [t.span for t in found] == sorted(t.span for t in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("وصل بوتين أمس إلى بيونغ يانغ. وقال لكيم: «الاتفاقية الموقعة اليوم تنص على المساعدة».", "2024-06-19"),
        ("قال الوزير الاثنين: «نشهد اليوم أزمة كبرى».", "2024-06-17"),
        ("وصل بوتين أمس إلى بيونغ يانغ. ويلتقي كيم اليوم.", "2024-06-20"),
        ("قال بوتين: «الاتفاقية الموقعة اليوم تنص على المساعدة».", "2024-06-20"),
        ("زار بوتين بكين في 16 مايو 2024. وقال: «نوقع اليوم اتفاقا».", "2024-06-20"),
    ],
)
def test_today_in_a_quotation_is_the_day_of_the_speech(text: str, day: str) -> None:
    assert read_text(Article("a", text, None, "2024-06-20", None)).times[-1].value == day
