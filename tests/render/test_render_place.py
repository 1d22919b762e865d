"""Where the nodes stand."""

from __future__ import annotations

import math
import time

import pytest
from explorer_views import Pen
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.read import ActorView, GraphView
from kg.model import EntityType, FactType
from kg.render.overlays import overlay
from kg.render.place import place

names = st.sampled_from([f"n{number:02d}" for number in range(24)])
pairs = st.dictionaries(st.tuples(names, names).filter(lambda pair: pair[0] < pair[1]), st.floats(0.1, 50), max_size=60)


def strength_of(ties: dict[tuple[str, str], float]) -> dict[str, float]:
    return {name: sum(w for pair, w in ties.items() if name in pair) for name in sorted({end for pair in ties for end in pair})}


@settings(max_examples=30, deadline=None)
@given(pairs, st.dictionaries(names, names, max_size=10))
def test_everybody_has_a_place_of_his_own_whatever_the_graph(ties: dict[tuple[str, str], float], homes: dict[str, str]) -> None:
    strength = strength_of(ties)
    at = place(strength, ties, {who: home for who, home in homes.items() if who != home})
    assert set(at) == set(strength)
    assert len(set(at.values())) == len(at)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in at.values())


def test_the_same_graph_stands_the_same_in_any_order() -> None:
    ties = {(f"a{n}", f"b{n % 5}"): float(n + 1) for n in range(80)}
    strength = strength_of(ties)
    backwards = dict(reversed(list(ties.items())))
    assert place(strength, ties, {}) == place(dict(reversed(list(strength.items()))), backwards, {})


def test_people_stand_nearer_to_their_state_than_to_any_other() -> None:
    states = [f"state/{n}" for n in range(12)]
    ties = {(a, b): 1.0 for a in states for b in states if a < b and (int(a[6:]) + int(b[6:])) % 3}
    homes = {f"person/{n}": states[n % 12] for n in range(40)}
    ties |= {(who, states[(number * 7) % 12]): 1.0 for number, who in enumerate(homes)}
    at = place(strength_of(ties), ties, homes)
    for who, home in homes.items():
        assert min(states, key=lambda state: math.dist(at[who], at[state])) == home


def test_parts_without_a_tie_between_them_stand_apart() -> None:
    ties = {("a", "b"): 1.0, ("b", "c"): 1.0, ("x", "y"): 1.0}
    at = place(strength_of(ties), ties, {})
    assert min(math.dist(at[one], at[other]) for one in "abc" for other in "xy") > 80


def test_a_thousand_nodes_are_placed_in_a_few_seconds() -> None:
    ties = {(f"n{n % 40:04d}", f"n{n:04d}"): 1.0 for n in range(40, 1000)} | {
        (f"n{n:04d}", f"n{n * 7 % 1000:04d}"): 1.0 for n in range(1, 1000)
    }
    start = time.process_time()
    assert len(place(strength_of(ties), ties, {})) == 1000
    assert time.process_time() - start < 10


def test_what_is_past_the_core_stands_beside_its_strongest_neighbour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.render.place.CORE", 10)
    ties = {(f"big{n}", f"big{m}"): 20.0 for n in range(10) for m in range(n)} | {("big3", f"small{n}"): 1.0 for n in range(12)}
    at = place(strength_of(ties), ties, {})
    assert all(min(range(10), key=lambda n: math.dist(at[f"big{n}"], at[who])) == 3 for who in at if who.startswith("small"))


def test_camps_are_those_who_cooperate() -> None:
    pen = Pen()
    for side in "ab":
        for n in range(4 if side == "a" else 3):
            for m in range(n):
                pen.fact(FactType.COOPERATE, f"{side}{m}", f"{side}{n}", "2020", pen.report("تعاونا.", {}, "2020-01-01"))
    pen.fact(FactType.ASSAULT, "a0", "b0", "2020", pen.report("هاجم.", {}, "2020-01-01"))
    pen.fact(FactType.MEET, "x0", "y0", "2020", pen.report("التقيا.", {}, "2020-01-01"))
    ends = sorted({end for fact in pen.facts.values() for end in (fact.source, fact.target)})
    actors = tuple(ActorView(end, EntityType.STATE, end, end) for end in ends)
    found = overlay(GraphView(actors, tuple(pen.facts[key] for key in sorted(pen.facts))), "actors").camps
    assert {found[f"a{n}"] for n in range(4)} == {1} and {found[f"b{n}"] for n in range(3)} == {2}
    assert "x0" not in found, "two are no camp"
    assert overlay(GraphView((), ()), "actors").camps == {}
