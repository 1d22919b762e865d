"""What of a graph goes into the file."""

from __future__ import annotations

import pytest
from explorer_views import Pen, large, small
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SiyasaError
from kg.graph.ranking import cut, strength
from kg.graph.read import GraphView, Size
from kg.model import FactType
from kg.render import choose
from kg.render.rows import Tables, fact_row


def chosen(view: GraphView, **options: object) -> choose.Choice:
    return choose.choose(view, **{"around": None, "since": None, "until": None, "types": (), **options})  # type: ignore[arg-type]


def test_only_five_reports_bring_their_sentence_but_all_are_counted() -> None:
    pen = Pen()
    pen.fact(FactType.VISIT, "a", "b", "2020", *(pen.report(f"جملة {n}.", {}, "2020-01-01") for n in range(150)))
    (fact,) = pen.facts.values()
    row = fact_row(cut(fact, choose.MAX_ROWS), Tables())
    assert (row["n"], row["d"], len(row["rows"])) == (150, 150, choose.MAX_ROWS)
    assert [len(report) > 6 for report in row["rows"]].count(True) == choose.MAX_SENTENCES


def test_a_page_holds_no_more_reports_in_all_than_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    view = large(40, 60, reports=9)
    told = [fact.told.reports for fact in view.facts]
    assert chosen(view).rows == choose.MAX_ROWS and max(told) > 9
    for limit in (sum(told), sum(told) - 1, 400, 301):
        monkeypatch.setattr(choose, "MAX_ROWS_IN_ALL", limit)
        choice = chosen(view)
        assert sum(len(fact.reports) for fact in choice.facts) == sum(min(choice.rows, number) for number in told) <= limit
        assert limit == sum(told) or sum(min(choice.rows + 1, number) for number in told) > limit, "no more would fit"
        assert [fact.told for fact in choice.facts] == [fact.told for fact in view.facts]
    monkeypatch.setattr(choose, "MAX_ROWS_IN_ALL", 0)
    assert chosen(view).rows == choose.MAX_SENTENCES


def test_dates_and_types_limit_the_facts_without_inventing_days() -> None:
    view = small()
    days = {fact.time or fact.reported_on for fact in chosen(view, since="2022-02", until="2022-02-24").facts}
    assert days == {"2022-02-24", "2022-02-04", "2022-02-07"}
    assert {fact.type for fact in chosen(view, types=[FactType.SIGN]).facts} == {FactType.SIGN}


def test_a_month_is_within_a_period_that_touches_it() -> None:
    view = small()
    assert "2024-10" in {fact.time for fact in chosen(view, since="2024-10-31").facts}
    assert "2024-10" not in {fact.time for fact in chosen(view, since="2024-11-01").facts}


def test_past_the_limit_the_facts_of_most_dispatches_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "MAX_FACTS", 3)
    choice = chosen(small())
    assert len(choice.facts) == 3 and choice.before.facts == 35
    assert "fact/assault-state-RU-state-UA-2022-02-24" in {fact.id for fact in choice.facts}


def test_past_the_limit_the_facts_nearest_to_an_actor_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "MAX_FACTS", 3)
    assert all("state/QA" in (fact.source, fact.target) for fact in chosen(small(), around="state/QA").facts)


@pytest.mark.parametrize("wanted", ["state/IR", "IR", "ir", "إيران", "ايران", "Iran", "iran"])
def test_an_actor_is_found_by_id_code_or_name(wanted: str) -> None:
    assert choose.find_actor(small().actors, wanted).id == "state/IR"


def test_nobody_of_that_name_is_an_error_that_helps() -> None:
    with pytest.raises(SiyasaError, match=r'called "كوريا".*state/KP'):
        choose.find_actor(small().actors, "كوريا")


def test_actors_that_are_only_mentioned_come_along_for_their_names() -> None:
    choice = chosen(small(), types=[FactType.MEMBER_OF])
    ids = {actor.id for actor in choice.actors}
    assert {"state/TR", "state/US", "organization/nato"} <= ids and "state/QA" not in ids
    assert "state/FR" in {actor.id for actor in chosen(small()).actors}, "Macron's home, of which nothing else is said"


def test_a_fact_about_nobody_is_an_error() -> None:
    view = small()
    with pytest.raises(SiyasaError, match="none of the graph's actors"):
        chosen(GraphView(view.actors[:3], view.facts))


@given(st.integers(0, 12))
def test_a_choice_of_the_strongest_is_that_of_all(most: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(choose, "MAX_FACTS", most)
        patched.setattr(choose, "MAX_ROWS", 2)
        view = large(40, 60, reports=3)
        strongest = sorted(sorted(view.facts, key=strength)[:most], key=lambda fact: fact.id)
        part = GraphView(view.actors, tuple(cut(fact, 2) for fact in strongest), Size.of(view.facts))
        assert chosen(part) == chosen(view) and chosen(part).before == Size(
            60, len({end for f in view.facts for end in (f.source, f.target)})
        )


@given(st.integers(0, 40))
def test_a_choice_never_depends_on_the_order_of_the_facts(turn: int) -> None:
    view = large(40, 60)
    facts = view.facts[turn:] + view.facts[:turn]
    assert chosen(GraphView(view.actors, facts)) == chosen(view)
