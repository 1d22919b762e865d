"""Which of the possible facts of an article go out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities import EntityReader
from kg.knowledge import Knowledge
from kg.model import Article, FactType
from kg.relations.candidates import Key
from kg.relations.choice import BETWEEN, LEAST, chosen
from kg.relations.model import load
from kg.relations.reader import RelationReader
from kg.text import read_text

THRESHOLDS = {"event": 0.32, "standing": 0.43}
RU, US, PUTIN = "state/RU", "state/US", "person/putin"


def given_out(*facts: tuple[FactType, str, str, float]) -> list[int]:
    return chosen([(kind, source, target) for kind, source, target, _ in facts], [f[3] for f in facts], THRESHOLDS)


def test_a_fact_goes_out_where_its_own_chance_is_high_enough() -> None:
    assert given_out((FactType.THREATEN, RU, US, 0.4), (FactType.VISIT, PUTIN, "state/CN", 0.2), (FactType.HOSTILE_TO, RU, US, 0.4)) == [0]


def test_where_only_one_of_several_is_likely_the_likeliest_goes_out() -> None:
    assert given_out((FactType.ACCUSE, RU, US, 0.2), (FactType.THREATEN, US, RU, 0.25)) == [1]


@pytest.mark.parametrize(
    "facts",
    [
        [(FactType.ACCUSE, RU, US, 0.29)],
        [(FactType.ACCUSE, RU, US, 0.29), (FactType.THREATEN, RU, US, LEAST - 0.01)],
        [(FactType.ACCUSE, RU, US, 0.2), (FactType.THREATEN, RU, "state/UA", 0.2)],
        [(FactType.ALLIED_WITH, RU, US, 0.3), (FactType.HOSTILE_TO, RU, US, 0.3)],
        [(FactType.ACCUSE, RU, US, 0.25), (FactType.ACCUSE, PUTIN, US, 0.25)],
    ],
    ids=["one alone", "one too unlikely to count", "other actors", "standing relations", "one state, one person"],
)
def test_what_is_too_little_between_two_actors(facts: list[tuple[FactType, str, str, float]]) -> None:
    assert given_out(*facts) == []


def test_between_two_actors_of_whom_nothing_else_goes_out_the_bar_is_a_little_lower() -> None:
    assert given_out((FactType.ACCUSE, RU, US, 0.31), (FactType.ACCUSE, RU, "state/UA", 0.31), (FactType.SUPPORT, RU, "state/UA", 0.9)) == [
        0,
        2,
    ]


def test_where_something_goes_out_between_two_actors_nothing_is_added() -> None:
    assert given_out((FactType.ACCUSE, RU, US, 0.5), (FactType.THREATEN, US, RU, 0.3), (FactType.REJECT, US, RU, 0.3)) == [0]


KEYS = st.tuples(st.sampled_from(list(FactType)), st.sampled_from([RU, US, PUTIN, "state/CN"]), st.sampled_from([RU, US, "person/biden"]))


@given(st.dictionaries(KEYS, st.floats(0, 1), max_size=12))
def test_whatever_the_chances_what_goes_out_is_likely_and_one_more_a_pair(found: dict[Key, float]) -> None:
    keys, chances = list(found), list(found.values())
    out = chosen(keys, chances, THRESHOLDS)
    added = [i for i in out if chances[i] < THRESHOLDS["standing" if keys[i][0].standing else "event"]]
    pairs = [frozenset(keys[i][1:]) for i in added]
    assert out == sorted(set(out)) and len(set(pairs)) == len(pairs)
    assert all(chances[i] >= LEAST and not keys[i][0].standing for i in added)
    certain = {i for i, chance in enumerate(chances) if chance >= max(*THRESHOLDS.values(), BETWEEN)}
    assert certain <= set(out)


def test_why_a_fact_went_out_beside_others_is_said(knowledge: Knowledge, entity_reader: EntityReader) -> None:
    weights = load()
    text = read_text(Article("a", "اتهمت روسيا أوكرانيا بقصف مدينة حدودية، وهددت موسكو كييف بالرد."))
    entities = entity_reader.read(text)
    alone = RelationReader(knowledge, weights).read(text, entities)
    beside = RelationReader(knowledge, replace(weights, thresholds={**weights.thresholds, "event": 1.1})).read(text, entities)
    assert len(alone) > len(beside) == 1 and beside[0].source == RU
    assert beside[0].statements[0].because.endswith("the likeliest of what may have happened between the two")
    assert not any("likeliest of" in s.because for fact in alone for s in fact.statements)
