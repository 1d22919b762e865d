"""Balance, frustration, blocs and brokers, against networks whose answer is known."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest
from analysis_views import Pen, two_blocs
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import network
from kg.analysis.balance import balance
from kg.analysis.brokers import brokers, polarization
from kg.analysis.communities import blocs, modularity, rand_index
from kg.analysis.frustration import frustration


def signed(*ties: tuple[str, str, int], weight: float = 1.0) -> nx.Graph:
    graph = nx.Graph()
    for number, (a, b, sign) in enumerate(ties):
        value = sign * weight
        edge = {"sign": sign, "weight": abs(value), "balance": value, "facts": (f"fact/{number}",)}
        graph.add_edge(a, b, cooperation=max(value, 0.0), conflict=max(-value, 0.0), **edge)
    return graph


SIGNED = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1]), st.sampled_from([1, -1]), min_size=1, max_size=24
).map(lambda ties: signed(*((f"n{a}", f"n{b}", sign) for (a, b), sign in ties.items())))


@pytest.mark.parametrize(
    ("signs", "kind", "balanced"),
    [((1, 1, 1), "+++", True), ((1, 1, -1), "++-", False), ((-1, 1, -1), "+--", True), ((-1, -1, -1), "---", False)],
)
def test_a_triad_is_balanced_with_an_even_number_of_foes(signs: tuple[int, int, int], kind: str, balanced: bool) -> None:
    found = balance(signed(("a", "b", signs[0]), ("a", "c", signs[1]), ("b", "c", signs[2])))
    assert found.counts == {"+++": 0, "++-": 0, "+--": 0, "---": 0} | {kind: 1}
    assert found.degree == found.weighted == float(balanced)
    assert found.weak == float(balanced or kind == "---")
    assert found.strongest[0].nodes == ("a", "b", "c")
    assert found.strongest[0].facts == ("fact/0", "fact/1", "fact/2")


def test_the_ties_that_strain_are_those_of_unbalanced_triads() -> None:
    calm = (("x", "y", 1), ("x", "z", -1), ("y", "z", -1))
    found = balance(signed(("a", "b", 1), ("a", "c", 1), ("b", "c", -1), ("a", "d", 1), ("b", "d", -1), *calm))
    assert [triad.nodes for triad in found.tense] == [("a", "b", "c"), ("a", "b", "d")]
    assert found.strained == {("a", "b"): 2, ("a", "c"): 1, ("a", "d"): 1, ("b", "c"): 1, ("b", "d"): 1}


@given(SIGNED)
def test_each_unbalanced_triad_strains_three_ties(graph: nx.Graph) -> None:
    found = balance(graph)
    assert sum(found.strained.values()) == 3 * found.unbalanced
    assert all(graph.has_edge(*pair) for pair in found.strained)
    assert not any(triad.balanced for triad in found.tense)


def test_without_a_triad_nothing_is_said_of_balance() -> None:
    found = balance(signed(("a", "b", 1), ("b", "c", -1)))
    assert (found.degree, found.weighted, found.weak, found.triads) == (None, None, None, 0)


def test_an_even_tie_makes_no_triad() -> None:
    assert balance(signed(("a", "b", 1), ("a", "c", 1), ("b", "c", 0))).triads == 0


def test_the_strongest_triad_is_that_with_the_firmest_weakest_tie() -> None:
    pen = Pen()
    for a, b in (("US", "SA"), ("SA", "AE"), ("US", "AE")):
        pen.fact(a, "aid", b)
        pen.fact(a, "aid", b)
    pen.fact("US", "assault", "IR")
    pen.fact("SA", "threaten", "IR")
    found = balance(network(pen.view(), signed=True))
    assert [(t.nodes, t.kind, t.strength) for t in found.strongest] == [
        (("state/AE", "state/SA", "state/US"), "+++", 14.0),
        (("state/IR", "state/SA", "state/US"), "+--", 6.0),
    ]
    assert found.weighted == 1.0


def test_triads_agree_with_the_cube_of_the_matrix() -> None:
    graph = network(two_blocs("ABCD", "WXYZ").view(), signed=True)
    matrix = nx.to_numpy_array(graph, weight="sign")
    found = balance(graph)
    assert found.balanced - found.unbalanced == (matrix @ matrix @ matrix).trace() / 6


@given(st.sets(st.sampled_from("ABCDEF"), min_size=1), st.sets(st.sampled_from("UVWXYZ"), min_size=1))
def test_two_camps_are_balanced_and_found(first: set[str], second: set[str]) -> None:
    graph = network(two_blocs("".join(first), "".join(second)).view(), signed=True)
    found = balance(graph)
    assert found.degree in (1.0, None) and (found.degree == 1.0) == (len(first) + len(second) > 2)
    least = frustration(graph)
    assert (least.count, least.bound) == (0, 0)
    assert len({least.camps[f"state/{name}"] for name in first}) == 1
    assert least.camps[f"state/{min(first)}"] != least.camps[f"state/{min(second)}"]
    camps = blocs(graph)
    if len(first) > 1 and len(second) > 1:
        assert {frozenset(m) for m in camps.members} == {frozenset(f"state/{n}" for n in side) for side in (first, second)}
        assert camps.stability == 1.0 and set(camps.sureness.values()) == {1.0}
        assert polarization(graph, camps.number).fit == 1.0


def least_by_trying(graph: nx.Graph) -> int:
    nodes = sorted(graph)
    sides = itertools.product((0, 1), repeat=len(nodes) - 1)
    camps = (dict(zip(nodes, (0, *side), strict=True)) for side in sides)
    return min(sum((camp[a] == camp[b]) != (sign > 0) for a, b, sign in graph.edges(data="sign")) for camp in camps)


@settings(max_examples=40, deadline=None)
@given(SIGNED)
def test_frustration_is_the_least_there_is_and_within_its_bounds(graph: nx.Graph) -> None:
    found = frustration(graph)
    assert found.exact and found.count == least_by_trying(graph)
    assert found.count <= sum(sign < 0 for _, _, sign in graph.edges(data="sign"))
    assert found.count <= graph.number_of_edges() / 2
    assert len(found.misfits) == found.count and 0 <= found.share <= 1
    searched = frustration(graph, exact_up_to=0)
    assert searched.bound <= found.count <= searched.count


@settings(max_examples=40, deadline=None)
@given(SIGNED, st.integers(0, 7))
def test_turning_a_node_round_changes_neither_balance_nor_frustration(graph: nx.Graph, node: int) -> None:
    """Switching all signs at a node changes no cycle's sign."""
    turned = signed(*((a, b, -s if f"n{node}" in (a, b) else s) for a, b, s in graph.edges(data="sign")))
    assert balance(turned).balanced == balance(graph).balanced
    assert frustration(turned).count == frustration(graph).count


def test_beyond_the_exact_size_the_answer_comes_with_a_bound() -> None:
    ties = [(f"n{i:02d}", f"n{j:02d}", -1) for i in range(40) for j in range(i + 1, 40)]
    found = frustration(signed(*ties))
    assert found.count == 2 * (20 * 19 // 2)  # two halves, each at odds with itself
    assert 0 < found.bound <= found.count and not found.exact


def test_three_groups_at_odds_are_three_blocs_though_not_balanced() -> None:
    groups = ("abc", "def", "ghi")
    ties = [
        (x, y, 1 if g == h else -1)
        for g, h in itertools.combinations_with_replacement(groups, 2)
        for x in g
        for y in h
        if (x < y if g == h else True)
    ]
    graph = signed(*ties)
    assert sorted(map("".join, blocs(graph).members)) == ["abc", "def", "ghi"]
    assert balance(graph).degree < 1.0 and balance(graph).weak == 1.0  # type: ignore[operator]


def test_a_higher_resolution_gives_no_fewer_blocs() -> None:
    ring = [(f"{i}{x}", f"{i}{y}", 1) for i in range(6) for x, y in itertools.combinations("abc", 2)]
    graph = signed(*ring, *((f"{i}a", f"{(i + 1) % 6}a", 1) for i in range(6)))
    counts = [len(blocs(graph, resolution=r).members) for r in (0.1, 1.0, 4.0)]
    assert counts == sorted(counts) and counts[0] < counts[2] and counts[1] == 6


def test_modularity_of_friends_alone_is_that_of_networkx() -> None:
    graph = nx.karate_club_graph()
    label = {node: int(graph.nodes[node]["club"] == "Officer") for node in graph}
    groups = [{n for n in graph if label[n] == side} for side in (0, 1)]
    weights = {str(a): {str(b): float(graph.edges[a, b]["weight"]) for b in graph[a]} for a in graph}
    ours = modularity(weights, {str(node): side for node, side in label.items()})
    assert ours == pytest.approx(nx.community.modularity(graph, groups, weight="weight"))


def test_likeness_of_divisions_is_one_for_the_same_under_other_names() -> None:
    assert rand_index({"a": 0, "b": 0, "c": 1}, {"a": 5, "b": 5, "c": 2}) == 1.0
    assert rand_index({"a": 0, "b": 0, "c": 1, "d": 1}, {"a": 0, "b": 1, "c": 0, "d": 1}) < 0


def test_a_broker_joins_friends_of_two_blocs_who_are_not_friends() -> None:
    pen = two_blocs()
    links = tuple(pen.fact("OM", "sign", other) for other in "ABXY")
    graph = network(pen.view(), signed=True)
    bloc = {f"state/{n}": 1 for n in ("A", "B", "C", "OM")} | {f"state/{n}": 2 for n in "XYZ"}
    found = brokers(graph, bloc)
    assert (found[0].node, found[0].bridged, found[0].across, found[0].facts) == ("state/OM", 4, 16.0, links[2:])
    assert found[0].participation == 0.5
    assert [(b.node, b.bridged) for b in found[1:]] == [("state/X", 1), ("state/Y", 1)]  # between Oman and Z


def test_ties_across_camps_lower_polarisation() -> None:
    number = {"a": 1, "b": 1, "x": 2, "y": 2}
    apart = polarization(signed(("a", "b", 1), ("x", "y", 1), ("a", "x", -1)), number)
    assert (apart.fit, apart.friendly, apart.hostile) == (1.0, -1.0, 1.0)
    mixed = polarization(signed(("a", "b", 1), ("x", "y", -1), ("a", "x", 1)), number)
    assert (mixed.fit, mixed.friendly, mixed.hostile) == (pytest.approx(1 / 3), 0.0, -1.0)
    assert polarization(signed(), {}).fit is None
