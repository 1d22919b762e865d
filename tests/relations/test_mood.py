"""Polarity and modality by scope, as minimal pairs: stated beside denied, done beside planned or possible."""

from __future__ import annotations

import pytest

from kg.model import Modality, Polarity, Sentence, Span
from kg.relations.clauses import ClauseReader
from kg.relations.lexicon import Particles, TriggerIndex, load_frames
from kg.relations.modality import Mood, MoodReader
from kg.text import read_tokens

PARTICLES = Particles()
INDEX = TriggerIndex(load_frames())
CLAUSES = ClauseReader(PARTICLES, INDEX)
MOODS = MoodReader(PARTICLES)


def mood(text: str, lemma: str) -> Mood:
    tokens = tuple(read_tokens(text))
    clause = CLAUSES.read(Sentence(Span(0, len(text)), tokens), 0, (), ())
    hit = next(h for h in INDEX.hits(clause.norms) if h.frame.lemma == lemma)
    return MOODS.read(clause, hit)


@pytest.mark.parametrize(
    ("lemma", "stated", "denied"),
    [
        ("زار", "زار الوزير باريس.", "لم يزر الوزير باريس."),
        ("التقى", "التقى الرئيس نظيره.", "لم يلتق الرئيس نظيره."),
        ("دعم", "تدعم الحكومة المبادرة.", "لا تدعم الحكومة المبادرة."),
        ("هاجم", "تهاجم القوات المدينة.", "لن تهاجم القوات المدينة."),
        ("تأييد", "أكد تأييد القرار.", "أكد عدم تأييد القرار."),
        ("قصف", "أكدت الوزارة قصف الميناء.", "نفت الوزارة قصف الميناء."),
        ("قصف", "أعلنت القيادة أنها قصفت الميناء.", "نفت القيادة أنها قصفت الميناء."),
        ("تعاون", "عملت الشركة بعد التعاون مع الحكومة.", "عملت الشركة دون التعاون مع الحكومة."),
    ],
)
def test_a_denial_is_told_from_a_statement(lemma: str, stated: str, denied: str) -> None:
    assert mood(stated, lemma).polarity is Polarity.POSITIVE
    assert mood(denied, lemma).polarity is Polarity.NEGATIVE


@pytest.mark.parametrize(
    ("text", "lemma", "wanted"),
    [
        ("زار الوزير باريس.", "زار", Modality.ACTUAL),
        ("سيزور الوزير باريس.", "زار", Modality.PLANNED),
        ("سوف يزور الوزير باريس.", "زار", Modality.PLANNED),
        ("يعتزم الوزير زيارة باريس.", "زيارة", Modality.PLANNED),
        ("قد يزور الوزير باريس.", "زار", Modality.POSSIBLE),
        ("وقد زار الوزير باريس.", "زار", Modality.ACTUAL),
        ("كان الوزير قد زار باريس.", "زار", Modality.ACTUAL),
        ("ربما يزور الوزير باريس.", "زار", Modality.POSSIBLE),
        ("انتقدت سياسة القصف.", "قصف", Modality.ACTUAL),
        ("ستبدأ عملية القصف.", "قصف", Modality.PLANNED),
        ("اتهمت الحكومة الجماعة بقصف الميناء.", "قصف", Modality.ACTUAL),
        ("دعت الحكومة إلى زيارة الميناء.", "زيارة", Modality.DEMANDED),
        ("تمكن المتمردون من قصف الميناء.", "قصف", Modality.ACTUAL),
        ("قررت الحكومة طرد السفير.", "طرد", Modality.ACTUAL),
        ("يمكن قصف الميناء.", "قصف", Modality.POSSIBLE),
        ("إذا انسحبت الحكومة من الاتفاق فسترد.", "انسحب", Modality.POSSIBLE),
    ],
)
def test_the_future_is_planned_and_qad_before_an_imperfect_possible(text: str, lemma: str, wanted: Modality) -> None:
    assert mood(text, lemma).modality is wanted
