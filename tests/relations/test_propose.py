"""Where in an article something may be stated: in its headline and its sentences, not in the line that says where it was written."""

from __future__ import annotations

import pytest

from kg.entities import EntityReader
from kg.model import Article
from kg.relations.model import load_network
from kg.relations.propose import Proposal, Proposer
from kg.text import read_text

LEAD = "وقال قرقاش إن على تركيا احترام سيادة الدول العربية."


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer(load_network()[1])


def propose(body: str, proposer: Proposer, reader: EntityReader) -> Proposal:
    text = read_text(Article(id="a", body=body, date="2018-03-01"))
    return proposer.propose(text, reader.read(text))


@pytest.mark.parametrize("opening", ["", "أبوظبي (رويترز) - ", "دبي، الإمارات العربية المتحدة (CNN) -- "])
def test_a_headline_states_facts_whether_a_dateline_follows_or_not(opening: str, proposer: Proposer, entity_reader: EntityReader) -> None:
    found = propose(f"قرقاش يطالب تركيا باحترام السيادة العربية\n{opening}{LEAD}", proposer, entity_reader)
    assert found.places[0].clause.sentence.headline
    assert {"person/anwar-gargash", "state/TR"} <= set(found.places[0].code.entities)


def test_a_place_of_writing_acts_nowhere(proposer: Proposer, entity_reader: EntityReader) -> None:
    found = propose(f"تصريحات جديدة\nالقاهرة (رويترز) - {LEAD}", proposer, entity_reader)
    assert found.places
    assert "state/EG" not in {actor.entity.id for place in found.places for actor in place.code.actors}


@pytest.mark.parametrize("word", ["الكوريتان", "كوريا الشمالية وكوريا الجنوبية"])
def test_one_word_for_two_states_is_two_actors(word: str, proposer: Proposer, entity_reader: EntityReader) -> None:
    found = propose(f"لقاء جديد\nاتفقت {word} على لقاء قريب.", proposer, entity_reader)
    assert [actor.entity.id for actor in found.clauses[1].actors] == ["state/KP", "state/KR"]


def test_the_headline_is_in_mind_before_what_lies_further_back(proposer: Proposer, entity_reader: EntityReader) -> None:
    arrivals = ("بدأت الاستعدادات في قطر.", "وصل وفد الكويت ووفد عمان.", "ووصل وفد الأردن ووفد لبنان.")
    body = "\n".join(("قمة في نواكشوط", *arrivals, "ويشارك في القمة رئيس تشاد ورئيس السنغال."))
    found = propose(body, proposer, entity_reader)
    last = found.places[-1].code.actors
    unnamed = [(actor.entity.id, actor.virtual) for actor in last if actor.virtual in ("recalled", "headline")]
    assert ("state/MR", "headline") in unnamed
    assert unnamed.index(("state/MR", "headline")) < unnamed.index(("state/KW", "recalled"))
    host = next(actor for actor in last if actor.entity.id == "state/MR")
    assert host.preposition == "في", "how it was named there tells that it is where they meet"


@pytest.mark.parametrize(
    ("sentence", "together"),
    [
        ("أشادت ألمانيا بالمبادرة المصرية الجزائرية أمس.", True),
        ("أشادت ألمانيا بالمبادرة المصرية والجزائرية أمس.", True),
        ("أشادت ألمانيا بالمبادرة المصرية لدى الوزير الجزائري أمس.", False),
    ],
)
def test_adjectives_side_by_side_are_joined(sentence: str, together: bool, proposer: Proposer, entity_reader: EntityReader) -> None:
    _, egypt, algeria = propose(f"مبادرة جديدة\n{sentence}", proposer, entity_reader).clauses[1].actors
    assert (egypt.head == algeria.head) is together


@pytest.mark.parametrize(
    ("sentence", "inner"),
    [
        ("انسحبت واشنطن من الاتفاق النووي المبرم مع إيران أمس.", "state/IR"),
        ("أيدت واشنطن التحالف العربي بقيادة السعودية أمس.", "state/SA"),
    ],
)
def test_who_stands_in_a_name_acts_too(sentence: str, inner: str, proposer: Proposer, entity_reader: EntityReader) -> None:
    actors = propose(f"خبر جديد\n{sentence}", proposer, entity_reader).clauses[1].actors
    outer, own = actors[1], actors[2]
    assert own.entity.id == inner
    assert outer.start < own.start < own.end <= outer.end


def test_the_nationality_in_a_name_does_not_act(proposer: Proposer, entity_reader: EntityReader) -> None:
    actors = propose("خبر جديد\nنقلت وكالة الأنباء السعودية أن واشنطن انسحبت.", proposer, entity_reader).clauses[1].actors
    assert [actor.entity.id for actor in actors] == ["organization/saudi-press-agency", "state/US"]


@pytest.mark.parametrize("name", ["رويترز", "«رويترز»", '"رويترز"'])
def test_quotation_marks_do_not_part_a_name_from_its_preposition(name: str, proposer: Proposer, entity_reader: EntityReader) -> None:
    spoke = propose(f"خبر جديد\nقال بوتين في مقابلة مع {name} إن الأمر انتهى.", proposer, entity_reader).clauses[1].actors
    assert [actor.preposition for actor in spoke] == ["", "مع"]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("وصل بوتين إلى القاهرة أمس.", True),
        ("عقد بوتين اجتماعا في العاصمة المصرية القاهرة.", True),
        ("انتقد بوتين القاهرة أمس.", False),
        ("أعلن بوتين في مايو الماضي دعم مصر.", False),
    ],
)
def test_a_state_is_a_place_where_something_is_in_it(sentence: str, place: bool, proposer: Proposer, entity_reader: EntityReader) -> None:
    article = propose(f"خبر جديد\n{sentence}", proposer, entity_reader).article
    assert article.places == ({"state/EG": 1} if place else {})
