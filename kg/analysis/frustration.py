"""How far a network is from two camps: the fewest ties that would have to change for every tie to fit."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, copysign, fsum, inf

import networkx as nx
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

EXACT_UP_TO = 300
"""Ties of a connected part up to which the exact answer is sought: all that 25 nodes can have. Ties on no circle do not count."""

STARTS = 30
BRANCHES = 1_000
"""Branches of the exact search after which it gives what it has: a count and not a time, so that every machine gives the same."""

LIGHT = 0.5
"""What all weights together count for beside one tie: of divisions with as few misfits the one with the lightest is taken."""

Signed = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Frustration:
    """The line index of balance.

    `count` ties do not fit the two camps of `camps`; no division has fewer than `bound`. `exact` is whether the two meet.
    `share` is the count over half the ties, the most there can be: 0 is two camps (or one), 1 as far from it as can be.
    `misfits` are the ties that do not fit: friends across camps, foes within.
    """

    count: int
    bound: int
    edges: int
    camps: Mapping[str, int]
    misfits: tuple[tuple[str, str], ...]

    @property
    def exact(self) -> bool:
        return self.count == self.bound

    @property
    def share(self) -> float:
        return self.count / (self.edges / 2) if self.edges else 0.0


def frustration(graph: nx.Graph, *, exact_up_to: int = EXACT_UP_TO, starts: int = STARTS, seed: int = 7) -> Frustration:
    """Divide a signed network into two camps with the fewest friends across and foes within.

    Parameters
    ----------
    graph : networkx.Graph
        A signed network: edges with `sign` and `weight`; those of sign 0 are left out.
    exact_up_to : int
        A connected part with so many ties at most is solved exactly, by mixed-integer programming.
    starts, seed : int
        Beyond that, the best of so many local searches from random divisions, drawn by the seed; the count is then an upper
        bound, and `bound` is the number of unbalanced triads found that share no tie.

    Returns
    -------
    Frustration
        Ties count one each, whatever they weigh; of divisions with as few misfits, that with the lightest is given. The count
        is at most the number of hostile ties, and at most half of all.

    Notes
    -----
    Finding the index is NP-hard. The program has a variable for the camp of each node and one for the misfit of each tie, with a
    cut for each unbalanced triad. One that is not solved within `BRANCHES` gives the bound that it has reached.

    References
    ----------
    S. Aref, A. J. Mason, M. C. Wilson, "A Modeling and Computational Study of the Frustration Index in Signed Networks",
    Networks 75 (2020), 95-110.
    """
    weights = {a: {b: graph.edges[a, b]["sign"] * graph.edges[a, b]["weight"] for b in sorted(graph[a])} for a in sorted(graph)}
    total = sum(abs(w) for row in weights.values() for w in row.values()) / 2
    signs = {a: {b: _cost(w, total) for b, w in row.items() if w and b != a} for a, row in weights.items()}
    camps: dict[str, int] = {}
    bound = 0
    plain = nx.Graph((a, b) for a, row in signs.items() for b in row)
    for part in [sorted(part) for part in nx.connected_components(plain)]:
        found = _search(part, signs, starts, random.Random(seed))
        least = _disjoint_triads(part, signs)
        if least < len(_misfits(found, signs)) and nx.k_core(plain.subgraph(part), 2).number_of_edges() <= exact_up_to:
            found, least = _solve(part, signs, found, least)
        camps |= found
        bound += least
    misfits = _misfits(camps, signs)
    return Frustration(len(misfits), bound, plain.number_of_edges(), dict(sorted(camps.items())), tuple(misfits))


def _cost(weight: float, total: float) -> float:
    """What a tie that does not fit costs, with its sign: one, and its share of all weight, which never adds up to another one."""
    return copysign(1 + LIGHT * abs(weight) / total, weight) if weight else 0.0


def _misfits(camps: Mapping[str, int], signs: Signed) -> list[tuple[str, str]]:
    return [(a, b) for a in camps for b, sign in signs[a].items() if a < b and (camps[a] == camps[b]) != (sign > 0)]


def _total(camps: Mapping[str, int], signs: Signed) -> float:
    return fsum(abs(signs[a][b]) for a, b in _misfits(camps, signs))


def _search(part: Sequence[str], signs: Signed, starts: int, rng: random.Random) -> dict[str, int]:
    """The best of local searches; the first begins with one camp, so that the answer is never worse than all hostile ties."""
    best: dict[str, int] = {}
    least = inf
    for start in range(max(starts, 1)):
        side = {node: 1 if start == 0 else rng.choice((1, -1)) for node in part}
        moved = True
        while moved:
            moved = False
            for node in part:
                if sum(sign * side[other] for other, sign in signs[node].items()) * side[node] < -1e-9:
                    side[node] = -side[node]
                    moved = True
        cost = _total(side, signs)
        if cost < least - 1e-9:
            best, least = side, cost
    return {node: int(side != best[part[0]]) for node, side in best.items()}


def _unbalanced(part: Sequence[str], signs: Signed) -> list[tuple[str, str, str]]:
    return [
        (a, b, c)
        for a in part
        for b in signs[a]
        if b > a
        for c in signs[b]
        if c > b and c in signs[a] and signs[a][b] * signs[a][c] * signs[b][c] < 0
    ]


def _disjoint_triads(part: Sequence[str], signs: Signed) -> int:
    """How many unbalanced triads can be taken that share no tie: each has a misfit of its own."""
    used: set[tuple[str, str]] = set()
    count = 0
    for a, b, c in _unbalanced(part, signs):
        ties = {(a, b), (a, c), (b, c)}
        if not ties & used:
            used |= ties
            count += 1
    return count


def _solve(part: Sequence[str], signs: Signed, found: dict[str, int], least: int) -> tuple[dict[str, int], int]:
    """The division by mixed-integer programming, with the bound that it proves."""
    node = {name: i for i, name in enumerate(part)}
    ties = [(a, b) for a in part for b in signs[a] if a < b]
    tie = {pair: len(part) + i for i, pair in enumerate(ties)}
    rows: list[tuple[dict[int, int], int]] = []  # coefficients and what their sum must reach
    for (a, b), misfit in tie.items():
        if signs[a][b] > 0:
            rows += [({misfit: 1, node[a]: -1, node[b]: 1}, 0), ({misfit: 1, node[a]: 1, node[b]: -1}, 0)]
        else:
            rows += [({misfit: 1, node[a]: -1, node[b]: -1}, -1), ({misfit: 1, node[a]: 1, node[b]: 1}, 1)]
    for a, b, c in _unbalanced(part, signs):
        rows.append(({tie[a, b]: 1, tie[a, c]: 1, tie[b, c]: 1}, 1))
    size = len(part) + len(ties)
    places = [(i, j, value) for i, (row, _) in enumerate(rows) for j, value in row.items()]
    i, j, values = zip(*places, strict=True)
    upper = np.ones(size)
    upper[0] = 0  # the two camps have no names: the first node's is 0
    answer = milp(
        np.array([0.0] * len(part) + [abs(signs[a][b]) for a, b in ties]),
        integrality=np.array([1] * len(part) + [0] * len(ties)),
        bounds=Bounds(np.zeros(size), upper),
        constraints=LinearConstraint(csr_array((values, (i, j)), shape=(len(rows), size)), lb=np.array([reach for _, reach in rows])),
        options={"node_limit": BRANCHES},
    )
    proved = getattr(answer, "mip_dual_bound", None)
    if proved is not None:
        least = max(least, ceil(proved - LIGHT - 1e-6))
    if answer.x is not None:
        solved = {name: round(answer.x[place]) for name, place in node.items()}
        if _total(solved, signs) < _total(found, signs) - 1e-9:
            found = solved
    return found, least
