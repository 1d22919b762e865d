"""Where a name ends before a word that only looks like a part of one."""

from __future__ import annotations

from functools import cache

import pytest

from kg.entities import EntityReader
from kg.knowledge import load_knowledge
from kg.model import Article, EntityType
from kg.text import read_text


@cache
def reader() -> EntityReader:
    return EntityReader(load_knowledge())


def people(sentence: str) -> dict[str, set[str]]:
    """The surfaces of each person of a sentence by his id."""
    entities = reader().read(read_text(Article("a", sentence, None, "2018-06-12", "وكالة العينة")))
    return {e.id: {m.text for m in e.mentions if m.form.names} for e in entities if e.type is EntityType.PERSON}


@pytest.mark.parametrize(
    ("sentence", "person", "surface"),
    [
        ("التقى قاسم سليماني الوفد. وقال مسؤول إن سليماني بالخاطفين التقى مساء.", "person/qasem-soleimani", "سليماني"),
        ("وصل كيم جونغ أون إلى سنغافورة. وليس واضحا هل أن كيم سيوافق على الطلب.", "person/kim-jong-un", "كيم"),
        ("وصل كيم جونغ أون إلى سنغافورة. وذكر كيم لصحفيين أن القمة ناجحة.", "person/kim-jong-un", "كيم"),
        ("وصل كيم جونغ أون إلى سنغافورة. وظهر كيم متجهما في الصور.", "person/kim-jong-un", "كيم"),
        ("ندد الرئيس الفنزويلي نيكولاس مادورو بالهجوم. وقال إن الرئيس مادورو ومؤيديه مستعدون.", "person/nicolas-maduro", "مادورو"),
    ],
)
def test_a_name_ends_before_a_word_with_a_clitic_and_before_an_adverb(sentence: str, person: str, surface: str) -> None:
    found = people(sentence)
    assert set(found) == {person}
    assert any(text.endswith(surface) for text in found[person])


@pytest.mark.parametrize(
    "name",
    ["سيرغي لافروف", "توفيق بوعشرين", "بوب وودوارد", "ماريو بالوتيلي", "باتريك ستيغر", "خوسيه كاليدا", "ويليام بريان"],
)
def test_names_that_begin_like_a_clitic_stay_whole(name: str) -> None:
    found = people(f"والتقى الصحفي {name}، أمس، عددا من الناشطين.")
    assert any(text.endswith(name) for texts in found.values() for text in texts)
