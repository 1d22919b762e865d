"""Several networks heard as one."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities import EntityReader
from kg.model import Article
from kg.relations.encoding import Encoded
from kg.relations.ensemble import Ensemble, mean
from kg.relations.model import load_network
from kg.relations.network import Network, Scores, Told
from kg.relations.propose import Proposer
from kg.relations.stated import LEAST, Stated
from kg.text import read_text

WAR, PEACE = 0, 1


def says(*facts: tuple[int, float, int], planned: float = 0.0) -> Scores:
    """What a network says of a clause: (type, chance, token) of facts between its two entities."""
    stated = tuple(Stated(0, 1, kind, chance, token) for kind, chance, token in facts)
    return Scores(stated, {f.token: Told((planned, 0.0), {"state/FR": planned}) for f in stated})


class Asked(Network):
    """A network that has its answers ready, and remembers how many clauses it was asked about."""

    def __init__(self, *answers: Scores) -> None:
        self.answers = answers
        self.clauses: list[Encoded] = []

    def score(self, clauses: Sequence[Encoded]) -> list[Scores]:
        self.clauses += clauses
        return [self.answers[clause.index // FAR] for clause in clauses]


class Fixed(Network):
    """A network that always has the same answer."""

    def __init__(self, answer: Scores) -> None:
        self.answer = answer
        self.clauses: list[Encoded] = []

    def score(self, clauses: Sequence[Encoded]) -> list[Scores]:
        self.clauses += clauses
        return [self.answer] * len(clauses)


FAR = 10
"""Sentences so far from each other are not in each other's context."""


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer(load_network()[1])


def clauses(count: int) -> list[Encoded]:
    return [cast(Encoded, SimpleNamespace(index=FAR * n, words=())) for n in range(count)]


def test_the_chance_of_a_fact_is_the_mean_and_its_word_that_of_the_surest() -> None:
    (war, peace) = mean([says((WAR, 0.9, 3), (PEACE, 0.2, 5)), says((WAR, 0.5, 4))]).stated
    assert (war.kind, war.token) == (WAR, 3) and war.chance == pytest.approx(0.7)
    assert (peace.kind, peace.token) == (PEACE, 5) and peace.chance == pytest.approx(0.1)


def test_a_fact_that_is_hardly_likely_any_more_goes() -> None:
    assert not mean([says((WAR, 1.5 * LEAST, 3)), says()]).stated


def test_how_a_word_tells_is_the_mean_of_those_who_tell() -> None:
    both = mean([says((WAR, 0.6, 3), planned=0.8), says((WAR, 0.5, 3), planned=0.4)])
    assert both.told[3].moods == pytest.approx((0.6, 0.0)) and both.told[3].voices == pytest.approx({"state/FR": 0.6})
    one = mean([says((WAR, 0.6, 3), planned=0.8), says((WAR, 0.5, 7), planned=0.4)])
    assert one.told.keys() == {3} and one.told[3].moods == (0.8, 0.0)


def test_the_second_network_is_asked_where_the_first_is_in_doubt() -> None:
    first = Asked(says((WAR, 0.9, 3)), says((WAR, 0.5, 3)), says(), says((WAR, 0.9, 3), (PEACE, 0.3, 3)), says((WAR, 0.1, 3)))
    second = Asked(*[says((WAR, 0.1, 3))] * 5)
    found = Ensemble([first, second]).score(clauses(5))
    assert second.clauses == clauses(5)[1:4:2]
    assert [s.stated[0].chance if s.stated else None for s in found] == pytest.approx([0.9, 0.3, None, 0.5, 0.1])


def test_one_network_alone_is_heard_as_it_is() -> None:
    answer = says((WAR, 0.5, 3))
    assert Ensemble([Asked(answer)]).score(clauses(1)) == [answer]


CHANCES = st.lists(st.tuples(st.integers(0, 3), st.floats(0.05, 1.0), st.integers(0, 9)), max_size=4, unique_by=lambda fact: fact[0])


@given(CHANCES, CHANCES)
def test_it_does_not_matter_who_is_heard_first(one: list[tuple[int, float, int]], other: list[tuple[int, float, int]]) -> None:
    straight, reverse = mean([says(*one), says(*other)]), mean([says(*other), says(*one)])
    assert {f.kind: pytest.approx(f.chance) for f in straight.stated} == {f.kind: f.chance for f in reverse.stated}
    assert all(0 < f.chance <= 1 and f.token in straight.told for f in straight.stated)


def test_the_second_network_reads_the_sentence_before_and_its_triggers_are_the_clauses_own(
    proposer: Proposer, entity_reader: EntityReader
) -> None:
    text = read_text(Article(id="a", body="التقى ماكرون في باريس نظيره الأوكراني. وأكد أن بلاده ستدعم أوكرانيا.", date="2023-02-09"))
    codes = proposer.propose(text, entity_reader.read(text)).encoded
    before, clause = codes
    at = int(clause.triggers[-1])
    first, second = Fixed(says((WAR, 0.5, at))), Fixed(says((WAR, 0.7, len(before.words) + at)))
    found = Ensemble([first, second]).score(codes)[1]
    assert [len(c.words) for c in second.clauses] == [len(before.words), len(before.words) + len(clause.words)]
    assert found.stated[0].token == at and set(found.told) == {at}
