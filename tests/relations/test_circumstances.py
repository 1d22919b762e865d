"""When an act happened and whose word it is: what may answer, and when no answer is given."""

from __future__ import annotations

import numpy as np
import pytest

from kg.entities import EntityReader
from kg.model import Article, FactType, Modality
from kg.relations.candidates import hit_at
from kg.relations.circumstances import Act, Answer, Circumstances, times_by_sentence
from kg.relations.encoding import MOODS
from kg.relations.model import Trees, load, load_network
from kg.relations.propose import Proposer
from kg.text import read_text

DAY = "2018-03-01"  # a Thursday


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer(load_network()[1])


def act(
    proposer: Proposer, reader: EntityReader, sentences: str, word: str, kind: FactType = FactType.VISIT, ends: tuple[str, str] = ("", "")
) -> Act:
    """The act of the first token `word` of an article of that day."""
    text = read_text(Article("made-up", f"خبر من العواصم\n{sentences}", date=DAY))
    found = proposer.propose(text, reader.read(text))
    for place in found.places:
        clause = place.clause
        for i, token in enumerate(clause.sentence.tokens):
            if token.form == word:
                hit = hit_at(place, kind, i, proposer.index)
                mood = proposer.moods.read(clause, hit)
                times = times_by_sentence(text)
                return Act(found.clauses, found.hits, times, found.attributions, clause, hit, *ends, mood, DAY, None)
    raise AssertionError(f"{word} is not in the text")


def always(chance: float) -> Trees:
    """A tree of one leaf."""
    ones = np.zeros(1, dtype=np.int32)
    leaf = np.zeros(1, dtype=np.float32)
    return Trees(ones, leaf + np.inf, np.stack([ones, ones], axis=1), leaf, ones, 1, float(np.log(chance / (1 - chance))))


def test_those_named_and_those_who_speak_may_have_said_it(proposer: Proposer, entity_reader: EntityReader) -> None:
    told = act(proposer, entity_reader, "قال لافروف إن الوضع صعب. وأضاف أن تركيا قصفت سوريا.", "قصفت", FactType.ASSAULT)
    assert {entity for entity, _ in told.speakers(frozenset(), frozenset())} == {"person/sergey-lavrov", "state/TR", "state/SY"}


def test_who_spoke_some_sentences_before_may_speak_on_but_nobody_farther_back(proposer: Proposer, entity_reader: EntityReader) -> None:
    between = ["وكان الوضع صعبا."] * 2
    for more, offered in ((0, True), (1, False)):
        sentences = ["قال لافروف إن الأمر انتهى.", *between, *between[:more], "وقصفت تركيا سوريا."]
        told = act(proposer, entity_reader, " ".join(sentences), "وقصفت", FactType.ASSAULT)
        assert ("person/sergey-lavrov" in dict(told.speakers(frozenset(), frozenset()))) is offered


@pytest.mark.parametrize(
    ("sentence", "offered"),
    [
        ("يشار إلى أن تركيا قصفت سوريا.", set()),
        ("ويشار إلى أن تركيا، بحسب باريس، قصفت سوريا.", {"state/TR", "state/SY", "state/FR", "person/sergey-lavrov"}),
    ],
)
def test_where_the_outlet_begins_it_speaks_itself_unless_it_cites(
    sentence: str, offered: set[str], proposer: Proposer, entity_reader: EntityReader
) -> None:
    told = act(proposer, entity_reader, f"قال لافروف إن الوضع صعب. {sentence}", "قصفت", FactType.ASSAULT)
    speaking = proposer.particles.words("attributions"), proposer.particles.words("editorial")
    assert {entity for entity, _ in told.speakers(*speaking)} == offered


def test_an_agreement_says_nothing(proposer: Proposer, entity_reader: EntityReader) -> None:
    told = act(proposer, entity_reader, "قالت إيران إن واشنطن انسحبت من الاتفاق النووي.", "انسحبت", FactType.REJECT)
    assert {entity.split("/")[0] for entity, _ in told.speakers(frozenset(), frozenset())} == {"state"}


def test_an_answer_is_given_where_it_is_likely_enough(proposer: Proposer, entity_reader: EntityReader) -> None:
    told = act(proposer, entity_reader, "زار بوتين أنقرة الثلاثاء.", "زار")
    names = ("dates", "speakers", *MOODS)
    sure = Circumstances({n: always(0.9) for n in names}, dict.fromkeys(names, 0.5), proposer.particles)
    unsure = Circumstances({n: always(0.1) for n in names}, dict.fromkeys(names, 0.5), proposer.particles)
    (yes,), (no,) = sure.read([told]), unsure.read([told])
    assert yes.date == "2018-02-27" and yes.speaker in ("person/vladimir-putin", "state/TR") and yes.modality is Modality.PLANNED
    assert no == Answer(None, None, Modality.ACTUAL, pytest.approx(0.1))


def test_what_the_rules_hear_asked_for_stays_asked_for(proposer: Proposer, entity_reader: EntityReader) -> None:
    told = act(proposer, entity_reader, "يجب على روسيا دعم تركيا.", "دعم", FactType.SUPPORT)
    trees = {"dates": always(0.1), "speakers": always(0.1), "planned": always(0.1), "possible": always(0.9)}
    answers = Circumstances(trees, dict.fromkeys(trees, 0.5), proposer.particles)
    assert answers.read([told])[0].modality is Modality.DEMANDED


def test_acts_are_answered_alike_alone_and_together(proposer: Proposer, entity_reader: EntityReader) -> None:
    acts = [act(proposer, entity_reader, f"زار بوتين {place} الثلاثاء. وانتهى الخلاف.", "زار") for place in ("أنقرة", "دمشق", "طهران")]
    weights = load()
    answers = Circumstances(weights.circumstances, weights.thresholds, proposer.particles)
    together = answers.read(acts)
    assert together == [answers.read([one])[0] for one in acts]
    assert {a.date for a in together} == {"2018-02-27"}


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("قصفت تركيا مواقع في سوريا، بحسب وكالة رويترز.", "organization/reuters"),
        ("ووفقا لباريس، قصفت تركيا مواقع في سوريا أمس.", "state/FR"),
        ("قالت باريس إن تركيا قصفت مواقع في سوريا.", None),
        ("قصفت تركيا مواقع في سوريا بحسب الاتفاق النووي.", None),
    ],
    ids=["behind", "before", "said, not cited", "an agreement says nothing"],
)
def test_who_is_cited_in_so_many_words_speaks_whatever_is_likely(
    sentence: str, speaker: str | None, proposer: Proposer, entity_reader: EntityReader
) -> None:
    told = act(proposer, entity_reader, sentence, "قصفت", FactType.ASSAULT, ("state/TR", "state/SY"))
    trees = {name: always(0.1) for name in ("dates", "speakers", *MOODS)}
    answers = Circumstances(trees, dict.fromkeys(trees, 0.5), proposer.particles)
    assert told.cited() == answers.read([told])[0].speaker == speaker


def test_a_headline_states_plainly_whomever_it_cites(proposer: Proposer, entity_reader: EntityReader) -> None:
    text = read_text(Article("made-up", "تركيا تقصف سوريا بحسب باريس\nانتهى الخبر.", date=DAY))
    found = proposer.propose(text, entity_reader.read(text))
    clause = found.places[0].clause
    hit = hit_at(found.places[0], FactType.ASSAULT, 1, proposer.index)
    mood = proposer.moods.read(clause, hit)
    told = Act(found.clauses, found.hits, times_by_sentence(text), found.attributions, clause, hit, "", "", mood, DAY, None)
    scope = found.attributions.at(0, 1)
    assert clause.sentence.headline and scope is not None and scope.cited and told.cited() is None
