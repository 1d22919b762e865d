"""Tokens, sentences, quotations and datelines: exact places on any input, in linear time."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article
from kg.text import fold, read_quotations, read_text, read_tokens

ALPHABET = "ابتثلمنويةىءأإآ \n\t.،؛:؟!…«»\"'“”()[]-–/0159٣٫٬%ـًّٰ\u200f\u200d\u200b\u202b\ufeffAbc@#_ﷲﻻ😀"


def forms(text: str) -> list[str]:
    return [token.form for token in read_tokens(text)]


@given(st.one_of(st.none(), st.text(ALPHABET, max_size=20)), st.text(ALPHABET, max_size=120))
def test_every_token_is_its_place_in_the_text_and_sentences_hold_them_in_order(title: str | None, body: str) -> None:
    text = read_text(Article("a", body, title=title, date="2018-07-12"))
    whole = text.article.text
    tokens = [token for sentence in text.sentences for token in sentence.tokens]
    assert all(whole[t.span.start : t.span.end] == t.form and t.norm == fold(t.form) for t in tokens)
    assert all(a.span.end <= b.span.start for a, b in pairwise(tokens))
    assert tokens == list(read_tokens(whole))
    assert all(s.span.start == s.tokens[0].span.start and s.span.end == s.tokens[-1].span.end for s in text.sentences)
    assert all(0 <= q.span.start < q.span.end <= len(whole) for q in text.quotations)


@given(st.text(ALPHABET, max_size=30))
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("أُسرة", "اسره"), ("إلى", "الي"), ("مسؤول", "مسوول"), ("قائد", "قايد"), ("ماء", "ماء"), ("آلة", "اله"),
        ("سـوريـا", "سوريا"),
        ("الرحمٰن", "الرحمن"), ("كوريا\u200f", "كوريا"), ("ﻻ", "لا"), ("ﷲ", "الله"),
        ("٢٠١٨", "2018"), ("١٢٫٥", "12.5"), ("ایران", "ايران"),
        ("کوبا", "كوبا"), ("ڤيينا", "فيينا"), ("NATO", "nato"), ("ا\u0653ل", "ال"), ("ـ", ""),
    ],
)  # fmt: skip
def test_a_word_is_folded_to_its_key(word: str, key: str) -> None:
    assert fold(word) == key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("بلغت 24.5 و1,200 في 19/6/2024.", ["بلغت", "24.5", "و", "1,200", "في", "19/6/2024", "."]),
        ("بين 2007-2012 وفي 2024-06-19", ["بين", "2007", "-", "2012", "وفي", "2024-06-19"]),
        ("قال د. سمير ثم نام.", ["قال", "د.", "سمير", "ثم", "نام", "."]),
        ("عام 1445هـ. وبعد", ["عام", "1445", "هـ", ".", "وبعد"]),
        ("(أ.ف.ب) وCNN و F-16", ["(", "أ.ف.ب", ")", "و", "CNN", "و", "F-16"]),
        ("موقع www.example.org/a?b=1 هنا", ["موقع", "www.example.org/a?b=1", "هنا"]),
        ("#كلمة_أخرى", ["#", "كلمة", "_", "أخرى"]),
        ("كَتَ\u200dبَ الـ14", ["كَتَ\u200dبَ", "الـ", "14"]),
        ("نعم.. لا... ؟!", ["نعم", "..", "لا", "...", "؟!"]),
    ],
)
def test_tokens_keep_together_what_belongs_together(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def sentences(body: str, title: str | None = None) -> list[tuple[str, bool]]:
    article = Article("a", body, title=title)
    return [(article.text[s.span.start : s.span.end], s.headline) for s in read_text(article).sentences]


def test_the_title_is_a_headline_and_full_stops_inside_numbers_and_names_end_nothing() -> None:
    assert sentences("زاد 2.5 في المئة. وقال د. سمير: «انتهى الأمر.» ثم غادر؟ نعم", "نمو.. ثم هبوط") == [
        ("نمو.. ثم هبوط", True),
        ("زاد 2.5 في المئة.", False),
        ("وقال د. سمير: «انتهى الأمر.»", False),
        ("ثم غادر؟", False),
        ("نعم", False),
    ]


def test_a_first_line_is_a_headline_only_where_it_is_short_and_open_and_more_follows() -> None:
    assert sentences("لقاء قمة في العاصمة\nالتقى الوفدان.")[0] == ("لقاء قمة في العاصمة", True)
    assert not sentences("التقى الوفدان.\nثم غادرا.")[0][1]
    assert not sentences("لقاء قمة في العاصمة")[0][1]
    assert not sentences("كلمة " * 40 + "\nثم غادرا.")[0][1]


@pytest.mark.parametrize(
    ("body", "dateline"),
    [
        ("موسكو (رويترز) - قال المتحدث ذلك.", "موسكو (رويترز) -"),
        ("دبي، الإمارات العربية المتحدة (CNN) -- قال المتحدث ذلك.", "دبي، الإمارات العربية المتحدة (CNN) --"),
        ("(CNN)— قال المتحدث ذلك.", "(CNN)—"),
        ("القاهرة - قال المتحدث ذلك.", "القاهرة -"),
        ("واشنطن - رويترز - قال المتحدث ذلك.", "واشنطن - رويترز -"),
        ("قال المتحدث باسم الحلف (الناتو) إن ذلك ممكن.", None),
        ("قال سمير - وهو طبيب - إن ذلك ممكن.", None),
        ("قال المتحدث ذلك.", None),
    ],
)
def test_the_dateline_is_found_and_no_bracket_in_the_story_is_one(body: str, dateline: str | None) -> None:
    text = read_text(Article("a", body, title="عنوان الخبر"))
    found = text.dateline
    assert (text.article.text[found.start : found.end] if found else None) == dateline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('قال «نعم» و"لا" و“ربما”', [("نعم", 1), ("لا", 1), ("ربما", 1)]),
        ("قال: «رد “أبدا” ثم سكت»", [("رد “أبدا” ثم سكت", 1), ("أبدا", 2)]),
        ("قال: «رد «أبدا» ثم سكت»", [("رد «أبدا» ثم سكت", 1), ("أبدا", 2)]),
        ("قال ”نعم“ ومضى", [("نعم", 1)]),
        ("قال «لم يغلق\nثم سطر", [("لم يغلق", 1)]),
        ('قال: "لم يغلق\nثم "سطر"', [("لم يغلق", 1), ("سطر", 1)]),
        ('لا فتح هنا» ولا " هنا', [("هنا", 1)]),
        ("rock 'n' roll don't", [("n", 1)]),
        ('«» و""', []),
    ],
)
def test_quotations_are_paired_nested_and_closed_at_the_end_of_the_paragraph(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(text[q.span.start : q.span.end], q.depth) for q in read_quotations(text)] == expected


PIECES = [
    "«", '"', "“", "(", "ا\u064b", "\u200f", "ا\u200f", "1,", "1-", "a.", "أ.", ".", "و", "د. ",
     "19 يونيو ", "من ", "اليوم ", "في عام ", "http://", "-",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    body = piece * (100_000 // len(piece))
    started = time.process_time()
    read_text(Article("a", body, date="2018-07-12"))
    assert time.process_time() - started < 6
