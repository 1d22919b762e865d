"""Centralities, reciprocity, cliques of allies, similarity and overlap, by hand-made graphs."""

from __future__ import annotations

from math import sqrt

import networkx as nx
import pytest
from analysis_views import Pen, large_view, two_blocs
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import network, select
from kg.analysis.alliances import alliances
from kg.analysis.centrality import centralities
from kg.analysis.reciprocity import reciprocity
from kg.analysis.similarity import membership_overlap, similarity
from kg.graph.read import ActorView, MembershipView
from kg.model import EntityType


def test_the_middle_of_a_star_is_central() -> None:
    pen = Pen()
    facts = [pen.fact("RU", "aid", other) for other in ("SY", "IR", "OM")]
    pen.fact("US", "threaten", "IR")
    first, *_ = centralities(select(pen.view()).ties)
    assert (first.node, first.acts, first.suffers, first.partners, first.facts) == ("state/RU", 3, 0, 3, tuple(facts))
    assert (first.given, first.received) == (21.0, 0.0)
    assert first.betweenness == 1.0  # of the friendly pairs: all of Syria, Iran and Oman go through Russia


def test_nothing_passes_along_hostility() -> None:
    pen = Pen()
    for other in ("SY", "IR", "OM"):
        pen.fact("RU", "threaten", other)
    assert all(c.betweenness == 0 for c in centralities(select(pen.view()).ties))


def test_a_meeting_is_done_by_both() -> None:
    pen = Pen()
    pen.fact("RU", "meet", "SY")
    assert {(c.node, c.acts, c.suffers, c.count) for c in centralities(select(pen.view()).ties)} == {
        ("state/RU", 1, 1, 1),
        ("state/SY", 1, 1, 1),
    }


def test_pagerank_is_that_of_networkx_over_counts() -> None:
    ties = select(large_view(20, 60, 200), level="states").ties
    counts: nx.DiGraph = nx.DiGraph()
    for tie in ties:
        for a, b in [(tie.source, tie.target)] + ([(tie.target, tie.source)] if tie.type.symmetric else []):
            counts.add_edge(a, b, weight=counts.get_edge_data(a, b, {"weight": 0})["weight"] + 1)
    expected = nx.pagerank(counts)
    assert {c.node: c.pagerank for c in centralities(ties)} == pytest.approx(expected)
    assert sum(expected.values()) == pytest.approx(1)


def test_what_is_returned_is_twice_the_lesser_over_the_sum() -> None:
    pen = Pen()
    pen.fact("US", "threaten", "IR")  # 6 there
    back = pen.fact("IR", "accuse", "US")  # 2 back
    pen.fact("US", "meet", "IR")  # mutual by what it means
    pen.fact("RU", "aid", "SY")
    found = reciprocity(select(pen.view()).ties)
    assert found.conflict == pytest.approx(2 * 2 / 8) and found.cooperation == 0.0
    (exchange,) = found.exchanges_of_conflict
    assert (exchange.a, exchange.there, exchange.back, exchange.returned) == ("state/IR", 2.0, 6.0, 0.5)
    assert back in exchange.facts
    assert reciprocity(()).conflict is None


def test_allies_are_those_who_are_called_so() -> None:
    pen = Pen()
    said = [pen.fact(a, "allied_with", b) for a, b in (("AE", "SA"), ("AE", "US"), ("SA", "US"), ("RU", "SY"))]
    pen.fact("QA", "cooperate", "US")
    pen.fact("QA", "cooperate", "SA")
    found = alliances(select(pen.view()).ties)
    assert [(c.nodes, c.facts) for c in found.cliques] == [(("state/AE", "state/SA", "state/US"), tuple(said[:3]))]
    assert found.complete
    assert [len(c.nodes) for c in alliances(select(pen.view()).ties, smallest=2).cliques] == [3, 2]


def test_past_the_cap_it_is_said_that_not_all_cliques_were_looked_at() -> None:
    pen = Pen()
    for i in range(6):
        for j in range(6):
            pen.fact(f"A{i}", "allied_with", f"B{j}")
    found = alliances(select(pen.view()).ties, smallest=2, cap=5)
    assert len(found.cliques) == 5 and not found.complete
    assert alliances(select(pen.view()).ties, smallest=2, cap=36).complete


def test_states_are_alike_who_treat_the_same_others_alike() -> None:
    pen = Pen()
    for state, kind in (("SA", "threaten"), ("AE", "accuse"), ("SY", "aid")):
        for other in ("IR", "QA", "TR"):
            pen.fact(state, kind, other)
    pen.fact("SA", "aid", "AE")  # what they do to each other is no likeness
    found = {(x.a, x.b): x for x in similarity(network(pen.view(), signed=True))}
    assert found["state/AE", "state/SA"].cosine == pytest.approx(1.0)
    assert found["state/AE", "state/SY"].cosine == pytest.approx(-3 / (2 * sqrt(3)))  # Saudi Arabia is in one profile only
    assert found["state/AE", "state/SA"].shared == ("state/IR", "state/QA", "state/TR")
    assert len(found["state/AE", "state/SA"].facts) == 6
    assert not similarity(network(pen.view(), signed=True), shared=4)


def test_likeness_is_by_tone_so_that_one_war_does_not_outweigh_all() -> None:
    pen = Pen()
    for other, kinds in (("IR", ("assault",) * 50), ("QA", ("aid",)), ("TR", ("aid",))):
        for kind in kinds:
            pen.fact("SA", kind, other)
    for other in ("IR", "QA", "TR"):
        pen.fact("AE", "aid", other)
    found = {(x.a, x.b): x.cosine for x in similarity(network(pen.view(), signed=True))}
    assert found["state/AE", "state/SA"] == pytest.approx(1 / (sqrt(3) * sqrt(3)))


def test_memberships_overlap_within_the_period() -> None:
    pen = Pen()
    pen.actor("state/SA", member=("organization/un", "organization/opec", "organization/gcc"))
    pen.actor("state/AE", member=("organization/un", "organization/opec", "organization/gcc", "organization/brics"))
    pen.actor("state/NO", member=("organization/un",))
    (found,) = membership_overlap(pen.view().actors, ["state/SA", "state/AE", "state/NO"])
    assert (found.a, found.b, found.jaccard) == ("state/AE", "state/SA", 0.75)
    assert found.together == ("organization/gcc", "organization/opec", "organization/un")


@pytest.mark.parametrize(
    ("since", "until", "together"), [("2017", "2018", ["opec", "un"]), ("2019-02", None, ["un"]), (None, "1965", ["opec"])]
)
def test_a_membership_counts_only_while_it_holds(since: str | None, until: str | None, together: list[str]) -> None:
    members = (MembershipView("organization/opec", "1961", "2019-01-01"), MembershipView("organization/un", "1971", None))
    actors = [ActorView(f"state/{code}", EntityType.STATE, code, code, memberships=members) for code in ("QA", "SA")]
    (found,) = membership_overlap(actors, ["state/QA", "state/SA"], since=since, until=until, least=1)
    assert [organization.partition("/")[2] for organization in found.together] == together


@given(st.integers(2, 5), st.integers(2, 5))
def test_all_in_one_camp_are_alike(first: int, second: int) -> None:
    pen = two_blocs("ABCDE"[:first], "VWXYZ"[:second])
    for x in similarity(network(pen.view(), signed=True), shared=1):
        same = (x.a[-1] in "ABCDE") == (x.b[-1] in "ABCDE")
        assert x.cosine == pytest.approx(1.0 if same else -1.0)
