"""The tables of Arabic verb forms."""

from __future__ import annotations

import pytest

from kg.relations.morphology import Form, conjugate
from kg.text import fold


def words(root: str, form: int, *kinds: Form) -> set[str]:
    return {w.word for w in conjugate(root, form) if not kinds or w.form in kinds}


@pytest.mark.parametrize(
    ("root", "form", "wanted"),
    [
        ("ه د د", 2, "هدد هددت يهدد تهدد هددوا يهددون تهديد مهدد"),
        ("ق ص ف", 1, "قصف قصفت يقصف يقصفون قاصف مقصوف"),
        ("د ع و", 1, "دعا دعت يدعو تدعو دعوا يدعون"),
        ("ن ف ي", 1, "نفى نفت ينفي تنفي نفوا ينفون"),
        ("ز و ر", 1, "زار زارت يزور تزور زاروا زرت"),
        ("د ي ن", 4, "أدان أدانت يدين تدين إدانة"),
        ("ر د د", 1, "رد ردت يرد رددت"),
        ("و ه م", 8, "اتهم اتهمت يتهم تتهم اتهام متهم"),
        ("و ع د", 1, "وعد وعدت يعد تعد"),
        ("و ق ف", 4, "أوقف يوقف إيقاف"),
        ("ل ق ي", 8, "التقى التقت يلتقي التقاء التقيا"),
        ("ء ي د", 2, "أيد يؤيد تؤيد تأييد مؤيد"),
        ("ه ن ء", 2, "هنأ هنأت يهنئ تهنئة"),
        ("ج ر ي", 4, "أجرى أجرت يجري إجراء"),
        ("ق ب ل", 10, "استقبل يستقبل استقبال"),
        ("ف و ض", 6, "تفاوض يتفاوضون متفاوض"),
        ("ح ل ل", 8, "احتل احتلت يحتل احتلال محتل"),
        ("س ح ب", 7, "انسحب انسحبت ينسحب انسحاب"),
        ("س ي ط ر", 11, "سيطر سيطرت يسيطر سيطرة"),
    ],
)
def test_a_root_in_a_form_gives_the_words_that_news_uses(root: str, form: int, wanted: str) -> None:
    assert {fold(w) for w in wanted.split()} <= words(root, form)


def test_the_passive_is_marked_only_where_its_letters_differ() -> None:
    forms = {w.word: w.passive for w in conjugate("ق و ل", 1)}
    assert forms[fold("يقال")] and not forms[fold("يقول")]


def test_an_accusative_noun_is_no_dual_verb() -> None:
    assert fold("دعما") not in words("د ع م", 1, Form.PERFECT)


def test_a_root_without_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no table"):
        list(conjugate("ق و ل", 9))
