"""Whose word a clause is."""

from __future__ import annotations

import pytest

from kg.entities import EntityReader
from kg.model import Article
from kg.relations.model import load_network
from kg.relations.propose import Proposer
from kg.text import read_text


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer(load_network()[1])


def speaker(proposer: Proposer, reader: EntityReader, sentences: str, word: str) -> str | None:
    """The entity id of whoever speaks over the token `word`; "" for unnamed sources, None for the outlet."""
    text = read_text(Article("made-up", f"خبر من العواصم\n{sentences}"))
    proposal = proposer.propose(text, reader.read(text))
    for clause in proposal.clauses:
        for i, token in enumerate(clause.sentence.tokens):
            if token.form == word:
                scope = proposal.attributions.at(clause.index, i)
                return None if scope is None else scope.speaker.entity.id if scope.speaker else ""
    raise AssertionError(f"{word} is not in the text")


@pytest.mark.parametrize(
    ("sentences", "word", "wanted"),
    [
        ("أكد بوتين أن الجيش قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("قصف الجيش الميناء.", "قصف", None),
        ("قال بوتين في موسكو: «الجيش قصف الميناء».", "قصف", "person/vladimir-putin"),
        ("أكد بوتين أن الأمر انتهى. وأضاف أن الجيش قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("يذكر أن الجيش قصف الميناء.", "قصف", None),
        ("قالت مصادر إن الجيش قصف الميناء.", "قصف", ""),
        ("قال مسؤول أميركي إن الجيش قصف الميناء.", "قصف", "state/US"),
        ("بحسب رويترز، قصف الجيش الميناء.", "قصف", "organization/reuters"),
        ("أكد بوتين أن الأمر انتهى، في حين قصف الجيش الميناء.", "قصف", None),
        ("اتهمت فرنسا تركيا بقصف الميناء.", "بقصف", "state/FR"),
        ("وكانت فرنسا قد اتهمت تركيا بقصف الميناء.", "بقصف", "state/FR"),
        ("اعتقلت الشرطة جماعة تتهمها فرنسا بقصف الميناء.", "بقصف", "state/FR"),
        ("اتهمت فرنسا تركيا بـ«قصف» الميناء.", "قصف", "state/FR"),
        ("حملت فرنسا تركيا مسؤولية قصف الميناء.", "قصف", "state/FR"),
        ("حملت فرنسا السفن بعد قصف الميناء.", "قصف", None),
        ("نفت فرنسا قصف الميناء.", "قصف", "state/FR"),
        ("وجاء ذلك، بحسب رويترز، بعد قصف الميناء.", "قصف", "organization/reuters"),
        ("جاء ذلك وفقا لاتفاق باريس للمناخ، بعد قصف الميناء.", "قصف", None),
        ("نقلت رويترز عن وزارة الدفاع الفرنسية أن الجيش قصف الميناء.", "قصف", "state/FR"),
        ("ذكرت رويترز نقلا عن بوتين أن الجيش قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("قال مراسل رويترز، فلاديمير بوتين، إن الجيش قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("بحسب رويترز، انتهى الأمر. قال بوتين إن الأمر انتهى. وأضافت الوكالة أن الجيش قصف الميناء.", "قصف", "organization/reuters"),
        ("بحسب رويترز، انتهى الأمر. قال بوتين إن الأمر انتهى. وأضاف أن الجيش قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("الرئيس بوتين كان قد قال إن الجيش قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("ذكرت صحيفة «لوموند» الفرنسية أن الجيش قصف الميناء.", "قصف", "organization/le-monde"),
        ("أكد بوتين لوكالة «رويترز» أن الجيش قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("كشف بوتين عن قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("أشار بوتين، في كلمة أمس، إلى قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("لم يتحدث بوتين عن قصف الميناء.", "قصف", None),
        ("أكد بوتين قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("أعلن بوتين قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("أعلن بوتين، أمس، قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("أعلن بوتين الهدنة بعد قصف الميناء.", "قصف", None),
        ("جاء ذلك بعد إعلان فرنسا قصف الميناء.", "قصف", "state/FR"),
        ("أكد بوتين أن الأمر انتهى. وأشار أيضا إلى قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("أكد بوتين أن الأمر انتهى، في إشارة إلى قصف الميناء.", "قصف", None),
        ("أكد بوتين أن الأمر انتهى، وذلك بعد قصف الميناء.", "قصف", None),
        ("أكد بوتين أن الميناء، وهو الأكبر في البلاد، تعرض إلى قصف عنيف.", "قصف", "person/vladimir-putin"),
        ("نقلت رويترز عن بوتين قوله إن الجيش قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("نقلت رويترز على لسان بوتين قوله إن الجيش قصف الميناء.", "قصف", "person/vladimir-putin"),
        ("قال بيان لحركة حماس إن الجيش قصف الميناء.", "قصف", "organization/hamas"),
        ("جاء في بيان لحركة حماس أن الجيش قصف الميناء.", "قصف", "organization/hamas"),
        ("قالت رويترز إن الأمر انتهى. وجاء في التقرير أن الجيش قصف الميناء.", "قصف", "organization/reuters"),
        ("جاء هذا في وقت قصف الجيش الميناء.", "قصف", None),
        ("قالت المصادر إن الجيش قصف الميناء.", "قصف", ""),
        ("قالت وسائل إعلام حكومية في كوريا الشمالية إن الجيش قصف الميناء.", "قصف", "state/KP"),
        ("قالت وسائل إعلام في كوريا الشمالية إن الجيش قصف الميناء.", "قصف", ""),
        ("فرنسا: إيمانويل ماكرون يأمر بوقف قصف الميناء.", "قصف", None),
        ("فرنسا: الجيش قصف الميناء.", "قصف", "state/FR"),
        ("بحسب رويترز، انتهى الأمر. وبحسب المصدر نفسه، قصف الجيش الميناء.", "قصف", "organization/reuters"),
        ("بحسب رويترز، انتهى الأمر. وبحسب وزارة الدفاع الفرنسية، قصف الجيش الميناء.", "قصف", "state/FR"),
        ("قصف الجيش الميناء، كما ذكرت رويترز.", "قصف", "organization/reuters"),
        ("قصف الجيش الميناء، كما نفى بوتين حدوث أي خلاف بين الجانبين أو بين القادة.", "قصف", None),
    ],
)
def test_speech_has_its_speaker_and_its_end(
    sentences: str, word: str, wanted: str | None, proposer: Proposer, entity_reader: EntityReader
) -> None:
    assert speaker(proposer, entity_reader, sentences, word) == wanted
