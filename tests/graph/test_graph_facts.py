"""Which reports are of one fact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.facts import Key, ReportRow, facts_of
from kg.model import FactType

KEY = Key.of(FactType.ASSAULT, "state/NO", "state/KE")
STANDING = Key.of(FactType.LEADS, "person/william-ruto", "state/KE")


def row(
    name: str, time: str | None = None, published: str | None = "2024-06-20", *, asserts: bool = True, ended: bool = False
) -> ReportRow:
    return ReportRow(f"report/{name}", time, published, asserts, ended)


def test_two_visits_in_two_years_are_two_facts() -> None:
    facts = facts_of(KEY, [row("a", "2000-07-19"), row("b", "2024-06-19")])
    assert [f.time for f in facts] == ["2000-07-19", "2024-06-19"]
    assert len({f.id for f in facts}) == 2


def test_ten_articles_on_one_strike_are_one_fact() -> None:
    facts = facts_of(KEY, [row(str(i), "2024-06-19") for i in range(10)])
    assert [len(f.reports) for f in facts] == [10]


@pytest.mark.parametrize("published, joins", [("2024-06-19", True), ("2024-06-22", True), ("2024-06-23", False), ("2024-06-16", True)])
def test_an_undated_report_joins_the_dated_fact_of_a_few_days_around(published: str, joins: bool) -> None:
    facts = facts_of(KEY, [row("dated", "2024-06-19", "2024-06-20"), row("undated", None, published)])
    assert (len(facts) == 1) is joins
    if not joins:
        assert facts[1].time is None
        assert facts[1].reported_on == published


def test_an_undated_report_takes_the_nearest_day_and_the_earlier_of_two_as_near() -> None:
    facts = facts_of(KEY, [row("a", "2024-06-18"), row("b", "2024-06-22"), row("undated", None, "2024-06-20")])
    assert [len(f.reports) for f in facts] == [2, 1]
    facts = facts_of(KEY, [row("a", "2024-06-18"), row("b", "2024-06-21"), row("undated", None, "2024-06-20")])
    assert [len(f.reports) for f in facts] == [1, 2]


def test_a_month_is_too_vague_to_join() -> None:
    assert len(facts_of(KEY, [row("a", "2024-06"), row("undated", None, "2024-06-20")])) == 2
    assert len(facts_of(KEY, [row("a", "2024-06"), row("b", "2024-06-20")])) == 2


def test_no_event_takes_the_publication_date_as_its_own() -> None:
    (fact,) = facts_of(KEY, [row("a"), row("b")])
    assert fact.time is None
    assert fact.reported_on == "2024-06-20"


def test_a_standing_relation_is_one_fact_with_an_open_interval() -> None:
    (fact,) = facts_of(STANDING, [row("a", "2022-09"), row("b", None, "2023-01-01"), row("c", "2024-01")])
    assert (fact.since, fact.until, fact.time) == ("2022-09", None, None)


def test_a_standing_relation_that_all_call_over_has_ended() -> None:
    (fact,) = facts_of(STANDING, [row("a", "2027", asserts=False, ended=True)])
    assert (fact.ended, fact.asserted, fact.until) == (True, False, "2027")
    (fact,) = facts_of(STANDING, [row("a", asserts=False, ended=True), row("b")])
    assert (fact.ended, fact.asserted) == (False, True)


def test_a_symmetric_type_has_one_key_for_both_directions() -> None:
    assert Key.of(FactType.MEET, "state/NO", "state/KE") == Key.of(FactType.MEET, "state/KE", "state/NO")
    assert Key.of(FactType.VISIT, "state/NO", "state/KE") != Key.of(FactType.VISIT, "state/KE", "state/NO")


def test_nothing_relates_to_itself() -> None:
    assert facts_of(Key.of(FactType.MEET, "state/KE", "state/KE"), [row("a")]) == []


days = st.dates().map(lambda d: d.isoformat())
rows = st.builds(
    ReportRow,
    id=st.uuids().map(lambda u: f"report/{u}"),
    time=st.none() | days | st.sampled_from(["2024", "2024-06", "2024-06-18", "2024-06-20"]),
    reported_on=st.none() | st.sampled_from(["2024-06-17", "2024-06-19", "2024-06-21", "2024-06", "2025-01-01"]),
    asserts=st.booleans(),
    ended=st.booleans(),
)


@given(st.lists(rows, unique_by=lambda r: r.id), st.randoms(use_true_random=False), st.sampled_from([KEY, STANDING]))
def test_order_does_not_matter_and_every_report_is_of_exactly_one_fact(reports: list[ReportRow], random: object, key: Key) -> None:
    facts = facts_of(key, reports)
    shuffled = list(reports)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert facts_of(key, shuffled) == facts
    assert sorted(r for f in facts for r in f.reports) == sorted(r.id for r in reports)
