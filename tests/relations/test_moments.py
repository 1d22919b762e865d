"""The times of an article as answers to when its acts happened, and what is told of each."""

from __future__ import annotations

import pytest

from kg.entities import EntityReader
from kg.knowledge import Knowledge
from kg.model import Article, FactType
from kg.relations import RelationReader
from kg.relations.candidates import hit_at
from kg.relations.circumstances import times_by_sentence
from kg.relations.model import load_network
from kg.relations.moments import Moments, Option
from kg.relations.propose import Proposer
from kg.relations.times import TimeFinder, last_verb
from kg.text import read_text

DAY = "2018-03-01"  # a Thursday
TURKEY, PUTIN = "state/TR", "person/vladimir-putin"


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer(load_network()[1])


def options(proposer: Proposer, reader: EntityReader, sentences: str, word: str, day: str | None = DAY) -> list[Option]:
    """When the visit of the first token `word` may have been."""
    text = read_text(Article("made-up", f"خبر من العواصم\n{sentences}", date=day))
    found = proposer.propose(text, reader.read(text))
    moments = Moments(found.clauses, found.hits, times_by_sentence(text), day, TimeFinder(proposer.particles))
    for place in found.places:
        for i, token in enumerate(place.clause.sentence.tokens):
            if token.form == word:
                return moments.options(place.clause, hit_at(place, FactType.VISIT, i, proposer.index), (PUTIN, TURKEY), [])
    raise AssertionError(f"{word} is not in the text")


def test_every_time_of_the_article_may_date_an_act(proposer: Proposer, entity_reader: EntityReader) -> None:
    text = "وعاد الوفد في 1998. بدأ الحوار في 2011. وزار بوتين أنقرة الثلاثاء. وانتهى الخلاف في يناير 2017. وتوقف في 1999."
    assert [value for value, _ in options(proposer, entity_reader, text, "وزار")] == [
        *("1998", "2011", "2018-02-27", "2018-03-06", "2017-01", "1999")
    ]


def test_without_a_time_there_is_no_date(proposer: Proposer, entity_reader: EntityReader) -> None:
    assert options(proposer, entity_reader, "زار بوتين أنقرة.", "زار") == []


def test_a_weekday_may_be_the_coming_one(proposer: Proposer, entity_reader: EntityReader) -> None:
    found = options(proposer, entity_reader, "بحث الجانبان زيارة بوتين إلى أنقرة الأحد.", "زيارة")
    assert {value for value, _ in found} == {"2018-02-25", "2018-03-04"}
    dated = options(proposer, entity_reader, "بحث الجانبان زيارة بوتين إلى أنقرة في 25 فبراير 2017.", "زيارة")
    assert {value for value, _ in dated} == {"2017-02-25"}


def test_all_answers_have_the_same_numbers_wherever_they_stand(proposer: Proposer, entity_reader: EntityReader) -> None:
    for day in (DAY, "2018-03", "2018", None):
        text = "زار بوتين أنقرة الثلاثاء وغادرها في مايو 2017. واستقبل أردوغان بوتين في 2016."
        assert len({len(numbers) for _, numbers in options(proposer, entity_reader, text, "زار", day)}) == 1


def test_the_day_of_an_article_counts_as_a_day_in_whatever_precision(proposer: Proposer, entity_reader: EntityReader) -> None:
    (value, in_a_year), *_ = options(proposer, entity_reader, "زار بوتين أنقرة اليوم.", "زار", "2018")
    (_, on_a_day), *_ = options(proposer, entity_reader, "زار بوتين أنقرة اليوم.", "زار", DAY)
    assert value == "2018" and in_a_year[-2:] == on_a_day[-2:] == [3.0, 0.0]
    (_, earlier), *_ = options(proposer, entity_reader, "زار بوتين أنقرة عام 2016.", "زار", "2018")
    assert earlier[-2:] == [1.0, 730.0]


def test_a_sentence_that_tells_of_such_an_act_is_told_from_one_that_does_not(proposer: Proposer, entity_reader: EntityReader) -> None:
    told, other = (
        dict(options(proposer, entity_reader, f"زار بوتين أنقرة. {rest}", "زار"))["2018-02-27"]
        for rest in ("وصل بوتين إلى أنقرة الثلاثاء.", "اتهم بوتين أنقرة الثلاثاء.")
    )
    assert told != other


def test_the_last_verb_before_a_place(proposer: Proposer, entity_reader: EntityReader) -> None:
    text = read_text(Article("made-up", "خبر من العواصم\nقال بوتين إن الوفد سيزور أنقرة.", date=DAY))
    clause = proposer.propose(text, entity_reader.read(text)).clauses[1]
    assert [last_verb(clause, at) for at in range(6)] == [-1, 0, 0, 0, 0, 4]


def test_a_neighbour_is_known_behind_a_conjunction_too(proposer: Proposer, entity_reader: EntityReader) -> None:
    text = read_text(Article("made-up", "خبر من العواصم\nوبعد لقاء بوتين بعد أسبوع فدعا أنقرة.", date=DAY))
    clause = proposer.propose(text, entity_reader.read(text)).clauses[1]
    finder = TimeFinder(proposer.particles)
    assert finder.beside(clause, 0) == finder.beside(clause, 3) > 0
    assert finder.beside(clause, 5) == 0, "دعا is no neighbour"
    assert [finder.beside(clause, at) for at in (-1, len(clause.norms))] == [-1.0, -2.0]


def test_a_time_far_away_dates_nothing_unless_it_is_of_the_lead(proposer: Proposer, entity_reader: EntityReader) -> None:
    text = f"بدأ الحوار في 2011. {'واستمر الخلاف. ' * 5}وتوقف في 2013. {'واستمر الخلاف. ' * 12}وزار بوتين أنقرة."
    assert [value for value, _ in options(proposer, entity_reader, text, "وزار")] == ["2011"]


def test_many_times_cost_no_more_than_there_are(proposer: Proposer, entity_reader: EntityReader) -> None:
    text = "زار بوتين أنقرة في 2016. " + " ".join(f"وعاد في {n % 28 + 1} مايو {1900 + n % 100}." for n in range(2000))
    assert len(options(proposer, entity_reader, text, "زار")) < 20


@pytest.fixture(scope="module")
def relation_reader(knowledge: Knowledge) -> RelationReader:
    return RelationReader(knowledge)


@pytest.mark.parametrize(
    ("sentences", "day"),
    [
        ("بوتين يزور أنقرة\nوصل الرئيس الروسي فلاديمير بوتين الثلاثاء إلى أنقرة في زيارة رسمية.", "2018-02-27"),
        ("بوتين يزور أنقرة\nوصل الرئيس الروسي فلاديمير بوتين إلى أنقرة في زيارة رسمية.", None),
        ("بوتين يزور أنقرة\nوصل الرئيس الروسي فلاديمير بوتين إلى أنقرة في زيارة رسمية.\nوتأسس الحزب في 1998.", None),
    ],
)
def test_what_the_headline_tells_happened_when_the_text_says(
    entity_reader: EntityReader, relation_reader: RelationReader, sentences: str, day: str | None
) -> None:
    text = read_text(Article("made-up", sentences, date=DAY))
    facts = relation_reader.read(text, entity_reader.read(text))
    assert [f.statements[0].date for f in facts if (f.type, f.source, f.target) == ("visit", PUTIN, TURKEY)] == [day]
