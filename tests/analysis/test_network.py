"""Which facts become edges, and between whom."""

from __future__ import annotations

import networkx as nx
import pytest
from analysis_views import Pen
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import load_scale, network, select
from kg.errors import SiyasaError
from kg.model import Attribution, FactType, Modality, Polarity


def test_a_fact_is_one_edge_however_many_report_it() -> None:
    pen = Pen()
    fact = pen.fact("US", "threaten", "IR", "2018-07-22", pen.report(), pen.report(), pen.report())
    graph = network(pen.view())
    assert isinstance(graph, nx.MultiDiGraph)
    assert list(graph.edges(keys=True)) == [("state/US", "state/IR", fact)]
    assert graph.edges["state/US", "state/IR", fact] == {
        "type": "threaten",
        "weight": -6.0,
        "dated": True,
        "dispatches": 3,
        "reports": 3,
        "source_actor": "state/US",
        "target_actor": "state/IR",
        "day": "2018-07-22",
    }
    assert graph.nodes["state/IR"] == {"type": "State", "label_ar": "إيران", "label_en": "Iran", "known": True, "iso": "IR"}


def test_a_network_is_written_by_networkx(tmp_path) -> None:  # type: ignore[no-untyped-def]
    pen = Pen()
    pen.fact("US", "threaten", "IR", None, pen.report(on=None))
    nx.write_graphml(network(pen.view()), tmp_path / "network.graphml")
    assert "threaten" in (tmp_path / "network.graphml").read_text("utf-8")


@pytest.mark.parametrize(
    "given",
    [
        {"polarity": Polarity.NEGATIVE},
        {"modality": Modality.PLANNED},
        {"speaker": "person/x"},
        {"attribution": Attribution.UNNAMED},
        {"ended": True},
    ],
)
def test_what_no_outlet_asserts_is_no_edge(given: dict[str, object]) -> None:
    pen = Pen()
    pen.fact("US", "allied_with", "SA", None, pen.report(**given))
    assert not network(pen.view())
    pen.fact("US", "allied_with", "SA", None, pen.report(**given), pen.report())
    assert network(pen.view()).number_of_edges() == 1


def test_what_named_speakers_say_is_a_network_of_its_own() -> None:
    pen = Pen()
    claimed = pen.fact("US", "accuse", "IR", None, pen.report(speaker="person/x"))
    pen.fact("US", "threaten", "IR", None, pen.report())
    denied = pen.report(speaker="person/x", polarity=Polarity.NEGATIVE)
    pen.fact("IR", "threaten", "US", None, denied)
    assert [tie.fact for tie in select(pen.view(), attribution="named").ties] == [claimed]


def test_an_outlet_is_named_by_id_or_name_and_its_own_reports_count() -> None:
    pen = Pen()
    pen.actor("organization/reuters")
    pen.fact("US", "threaten", "IR", None, pen.report(outlet="organization/aljazeera"))
    both = pen.fact("RU", "aid", "SY", None, pen.report(outlet="organization/aljazeera"), pen.report(outlet="organization/reuters"))
    claimed = (pen.report(outlet="organization/aljazeera"), pen.report(outlet="organization/reuters", speaker="person/x"))
    pen.fact("RU", "accuse", "US", None, *claimed)
    for name in ("organization/reuters", "reuters", "رويترز", "REUTERS"):
        ties = select(pen.view(), outlet=name).ties
        assert [(tie.fact, tie.dispatches) for tie in ties] == [(both, 1)]
    with pytest.raises(
        SiyasaError, match='no outlet of the graph is called "bbc"; there are: organization/aljazeera, organization/reuters'
    ):
        select(pen.view(), outlet="bbc")


def test_copies_of_a_dispatch_count_once_towards_the_minimum() -> None:
    pen = Pen()
    pen.fact("US", "threaten", "IR", None, pen.report(dispatch="d1"), pen.report(dispatch="d1"))
    twice = pen.fact("RU", "aid", "SY", None, pen.report(dispatch="d1"), pen.report(dispatch="d2"))
    assert [tie.fact for tie in select(pen.view(), minimum=2).ties] == [twice]


def test_a_period_takes_events_by_their_own_time_and_undated_ones_by_their_report() -> None:
    pen = Pen()
    old = pen.fact("US", "threaten", "IR", "2016-03", on="2018-01-05")
    told = pen.fact("US", "accuse", "IR", None, on="2018-01-05")
    year = pen.fact("US", "sanction", "IR", "2018", on="2019-01-05")
    never = pen.fact("US", "coerce", "IR", None, pen.report(on=None))
    assert {t.fact for t in select(pen.view(), since="2018").ties} == {told, year}
    assert {t.fact for t in select(pen.view(), until="2017").ties} == {old}
    assert {t.fact for t in select(pen.view()).ties} == {old, told, year, never}
    assert {t.fact: t.dated for t in select(pen.view(), since="2018").ties} == {told: False, year: True}


def test_a_standing_relation_counts_from_its_start_to_its_last_report() -> None:
    pen = Pen()
    pen.fact("RU", "allied_with", "SY", "1980", pen.report(on="2018-01-05"))
    counted = [bool(select(pen.view(), since=year, until=year).ties) for year in ("1979", "1980", "2000", "2018", "2019")]
    assert counted == [False, True, True, True, False]


def test_a_leader_stands_for_the_state_whose_office_he_holds_on_the_day() -> None:
    pen = Pen()
    pen.leader("person/medvedev", ("state/RU", "2008-05-07", "2012-05-07"), home="state/RU")
    pen.leader(
        "person/juncker",
        ("state/LU", "1995", "2013-12-04"),
        ("organization/european-commission", "2014-11-01", "2019-11-30"),
        home="state/LU",
    )
    pen.actor("organization/hezbollah", home="state/LB")
    visit = pen.fact("person/medvedev", "visit", "SY", "2010-05-10")
    later = pen.fact("person/medvedev", "visit", "SY", "2022")  # no tenure then: his home
    early = pen.fact("person/juncker", "visit", "SY", "2010")
    pen.fact("person/juncker", "visit", "SY", "2016")  # for the Commission then, which is no state
    pen.fact("organization/hezbollah", "threaten", "SY", "2016")
    pen.fact("person/medvedev", "meet", "RU", "2010")
    chosen = select(pen.view(), level="states")
    assert {t.fact: t.source for t in chosen.ties} == {visit: "state/RU", later: "state/RU", early: "state/LU"}
    assert (chosen.within, chosen.outside) == (1, 2)
    assert network(pen.view(), level="states").graph == {"level": "states", "within": 1, "outside": 2}


def test_a_signed_edge_sums_both_ways_and_names_its_facts() -> None:
    pen = Pen()
    facts = (pen.fact("US", "threaten", "IR"), pen.fact("IR", "threaten", "US"), pen.fact("US", "meet", "IR"))
    pen.fact("US", "member_of", "organization/nato")
    graph = network(pen.view(), signed=True)
    assert set(graph) == {"state/US", "state/IR"}
    edge = graph["state/IR"]["state/US"]
    assert (edge["cooperation"], edge["conflict"], edge["balance"], edge["sign"], edge["weight"]) == (1.0, 12.0, -11.0, -1, 11.0)
    assert (edge["facts"], edge["count"]) == (facts, 3)


def test_the_scale_is_read_from_the_ontology_and_standing_ties_are_its_ends() -> None:
    scale = load_scale()
    assert scale.weight(FactType.VISIT) == 1.9 and scale.basis[FactType.VISIT] == "CAMEO 042"
    assert scale.weight(FactType.ALLIED_WITH) == max(scale.weights.values()) == scale.weight(FactType.SIGN)
    assert scale.weight(FactType.HOSTILE_TO) == min(scale.weights.values()) == scale.weight(FactType.ASSAULT)
    assert scale.weight(FactType.LEADS) == scale.weight(FactType.MEMBER_OF) == 0.0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": "cities"}, 'no level "cities"'),
        ({"since": "2018-13"}, 'since is "2018-13": not a day, month or year'),
        ({"types": ["threat"]}, 'no type of fact is named "threat"; there are: leads'),
        ({"attribution": "own"}, 'no attribution is named "own"; there are: outlet, named, unnamed'),
    ],
)
def test_an_option_that_does_not_exist_is_told_with_those_that_do(options: dict[str, object], message: str) -> None:
    with pytest.raises(SiyasaError, match=message):
        network(Pen().view(), **options)  # type: ignore[arg-type]


ENDS = ("US", "IR", "person/a", "person/b", "person/c", "organization/o")


@given(
    st.lists(st.tuples(st.sampled_from(ENDS), st.sampled_from(ENDS), st.sampled_from(["meet", "aid", "leads", "hostile_to"])), max_size=20)
)
def test_the_roll_up_keeps_totals(rows: list[tuple[str, str, str]]) -> None:
    pen = Pen()
    pen.leader("person/a", ("state/US", None, None), home="state/US")
    pen.leader("person/b", ("organization/o", "2010", None), home="state/IR")
    pen.actor("person/c")
    for source, target, kind in rows:
        if source != target:
            pen.fact(source, kind, target, "2018")
    actors, states = select(pen.view()), select(pen.view(), level="states")
    assert len(actors.ties) == len(pen.facts) == len(states.ties) + states.within + states.outside
    assert network(pen.view(), level="states").number_of_edges() == len(states.ties)
    signed = network(pen.view(), level="states", signed=True)
    assert sum(count for _, _, count in signed.edges(data="count")) == sum(tie.type is not FactType.LEADS for tie in states.ties)
