"""The chronicle: what other articles of the same weeks tell of two actors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import FactType
from kg.relations.candidates import Key
from kg.relations.chronicle import CHRONICLE_FEATURES, NEAR, NOTHING, Chronicle, Told, chronicle_of, load_chronicle

DAY = date(2018, 4, 14)
STRIKE: Key = (FactType.ASSAULT, "state/US", "state/SY")
BACK: Key = (FactType.ASSAULT, "state/SY", "state/US")
TRUMP: Key = (FactType.ASSAULT, "person/donald-trump", "state/SY")
TALKS: Key = (FactType.MEET, "state/RU", "state/SY")
HOMES = {"person/donald-trump": "state/US"}


def told(*facts: Key, after: int = 0) -> Told:
    return Told(DAY + timedelta(days=after), frozenset(facts))


def made(*articles: Told) -> Chronicle:
    return Chronicle(chronicle_of(articles, HOMES))


def row(chronicle: Chronicle, fact: Key, day: date | None = DAY, own: Told | None = None) -> dict[str, float]:
    (values,) = chronicle.features([fact], HOMES, day and day.isoformat(), own)
    return dict(zip(CHRONICLE_FEATURES, values.tolist(), strict=True))


def test_what_was_told_of_two_actors_these_weeks_makes_it_likelier() -> None:
    chronicle = made(told(STRIKE), told(STRIKE, after=1), told(TALKS, after=2), told(TALKS, after=3))
    strike, back = row(chronicle, STRIKE), row(chronicle, BACK)
    assert strike["near_stated_of"] == pytest.approx(np.log1p(2))
    assert strike["near_share_of"] > 1 > back["near_direction"] > 0.5 > strike["near_direction"]
    assert back["near_stated_of"] == back["near_told_of"] == 0


def test_a_leader_counts_for_the_state() -> None:
    chronicle = made(told(TRUMP), told(TALKS, after=1))
    strike = row(chronicle, STRIKE)
    assert strike["near_stated_of_homes"] == pytest.approx(np.log1p(1)) and strike["near_stated_of"] == 0


def test_an_article_counts_once_for_two_homes() -> None:
    chronicle = made(told(STRIKE, TRUMP))
    assert row(chronicle, STRIKE)["near_stated_of_homes"] == pytest.approx(np.log1p(1))


def test_who_meets_whom_has_no_direction() -> None:
    chronicle = made(told(TALKS))
    kind, one, other = TALKS
    assert row(chronicle, (kind, other, one)) == row(chronicle, TALKS)
    assert row(chronicle, TALKS)["near_direction"] == 0.5


def test_what_is_long_past_is_not_near() -> None:
    chronicle = made(told(STRIKE), told(TALKS, after=2 * NEAR))
    later = row(chronicle, STRIKE, DAY + timedelta(days=2 * NEAR))
    assert later["ever_stated_of"] > 0 == later["near_stated_of"]


@pytest.mark.parametrize("day", [None, DAY + timedelta(days=400), DAY - timedelta(days=4000)])
def test_of_another_time_it_knows_nothing(day: date | None) -> None:
    assert tuple(row(made(told(STRIKE)), STRIKE, day).values()) == NOTHING


@pytest.mark.parametrize("day", ["2018", "2018-04"])
def test_an_article_without_a_full_date_has_no_weeks(day: str) -> None:
    assert made(told(STRIKE)).features([STRIKE], HOMES, day).tolist() == [list(NOTHING)]


def test_an_article_of_the_chronicle_is_judged_by_the_others_of_its_day() -> None:
    mine, other = told(STRIKE), told(STRIKE, TALKS)
    assert row(made(mine, other), STRIKE, own=mine)["ever_stated_of"] == pytest.approx(np.log1p(1))
    assert row(made(mine, told(TALKS)), STRIKE, own=mine)["ever_stated_of"] == 0


def test_an_actor_of_whom_it_never_heard_has_no_share_of_his_own() -> None:
    stranger = row(made(told(STRIKE)), (FactType.ASSAULT, "person/x-nobody", "state/SY"))
    assert stranger["near_told_of"] == stranger["near_told_of_homes"] == 0 < stranger["articles_near"]


def test_an_empty_chronicle_says_nothing() -> None:
    assert tuple(row(made(), STRIKE).values()) == NOTHING


NAMES = st.sampled_from(["state/US", "state/SY", "state/RU", "person/donald-trump"])
FACTS = st.tuples(st.sampled_from([FactType.ASSAULT, FactType.MEET, FactType.ACCUSE]), NAMES, NAMES).filter(lambda f: f[1] != f[2])
ARTICLES = st.lists(st.builds(lambda facts, after: told(*facts, after=after), st.lists(FACTS, max_size=4), st.integers(0, 60)), max_size=8)


@given(ARTICLES, FACTS, st.integers(-30, 90))
def test_counts_are_those_of_counting_by_hand(articles: Sequence[Told], fact: Key, after: int) -> None:
    kind, source, target = fact
    ways = {fact, (kind, target, source)} if kind.symmetric else {fact}
    at = DAY + timedelta(days=after)
    expected = sum(not ways.isdisjoint(a.facts) for a in articles if abs((a.day - at).days) <= NEAR)
    assert row(made(*articles), fact, at)["near_stated_of"] == pytest.approx(np.log1p(expected))


@given(ARTICLES.filter(bool), FACTS)
def test_an_article_left_out_counts_as_if_it_had_never_been_there(articles: Sequence[Told], fact: Key) -> None:
    own, *others = articles
    without, before = row(made(*articles), fact, own.day, own), row(made(*others), fact, own.day)
    assert {n: v for n, v in without.items() if "share" not in n} == {n: v for n, v in before.items() if "share" not in n}


@given(ARTICLES, FACTS)
def test_the_order_of_articles_does_not_matter(articles: Sequence[Told], fact: Key) -> None:
    assert row(made(*articles), fact) == row(made(*articles[::-1]), fact)


def test_the_shipped_one_knows_who_fought_whom() -> None:
    strike = row(load_chronicle(), STRIKE)
    assert strike["near_stated_of_homes"] > 1 and strike["articles_near"] > 3
