"""Blocs: who holds together against whom, how sure that is, and who stands between the blocs."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, copysign, fsum, log1p

import networkx as nx

SEEDS = 10

FORGIVEN = 0.5
"""How much of the hostility that is to be expected of two nodes is allowed within a bloc. With 1, as Gómez and others have it, enemies
of many stand together who have nothing else in common; with 0 a large bloc with some quarrels falls to pieces."""

_EXPECTED = {1: 1.0, -1: -FORGIVEN}


@dataclass(frozen=True, slots=True)
class Blocs:
    """A division of a signed network into blocs.

    `members` are the blocs, the one with the most nodes first; `number` gives each node's place in them from 1. `modularity` is what
    the division scores at `resolution`. `stability` is how alike the divisions of different seeds are, 1 where all are the
    same and about 0 where they agree as chance would. `sureness` is, for each node, the mean share of runs in which it stands
    with those that stand with it here.
    """

    members: tuple[tuple[str, ...], ...]
    number: Mapping[str, int]
    modularity: float
    resolution: float
    seeds: int
    stability: float
    sureness: Mapping[str, float]


def blocs(graph: nx.Graph, *, resolution: float = 1.0, seeds: int = SEEDS) -> Blocs:
    """Find the blocs of a signed network: friends together, foes apart.

    Parameters
    ----------
    graph : networkx.Graph
        A signed network: edges with `balance` and `sign`.
    resolution : float
        Above 1 gives more and smaller blocs, below 1 fewer.
    seeds : int
        How many runs to make; the best division is given, and its stability over all.

    Returns
    -------
    Blocs

    Notes
    -----
    The measure rewards friendly weight within blocs beyond what the nodes' friendliness lets one expect, and charges hostile weight
    within blocs beyond the part `FORGIVEN` of what their hostility lets one expect.

    A tie enters by the logarithm of its balance (`damped`): else the few pairs that news is full of would decide all. The measure is
    raised by moving nodes, then whole blocs, as in the method of Louvain; networkx has that method for friendly ties only.

    References
    ----------
    V. A. Traag, J. Bruggeman, "Community Detection in Networks with Positive and Negative Links", Physical Review E 80 (2009),
    036115; their gamma plus is `resolution`, their gamma minus `FORGIVEN` of it.
    S. Gómez, P. Jensen, A. Arenas, "Analysis of Community Structure in Networks of Correlated Data", Physical Review E 80 (2009).
    V. D. Blondel, J.-L. Guillaume, R. Lambiotte, E. Lefebvre, "Fast Unfolding of Communities in Large Networks", Journal of
    Statistical Mechanics (2008), P10008.
    L. Hubert, P. Arabie, "Comparing Partitions", Journal of Classification 2 (1985), 193-218, for stability.
    """
    weights = {a: {b: damped(graph.edges[a, b]["balance"]) for b in sorted(graph[a]) if graph.edges[a, b]["sign"]} for a in sorted(graph)}
    runs = [_canonical(_louvain(weights, resolution, random.Random(seed))) for seed in range(max(seeds, 1))]
    scores = [modularity(weights, run, resolution) for run in runs]
    best = max(range(len(runs)), key=lambda i: (round(scores[i], 9), -i))
    groups: dict[int, list[str]] = {}
    for node, label in runs[best].items():
        groups.setdefault(label, []).append(node)
    members = tuple(tuple(group) for group in sorted(groups.values(), key=lambda g: (-len(g), g)))
    likeness = [rand_index(a, b) for a, b in combinations(runs, 2)]
    return Blocs(
        members=members,
        number={node: place for place, group in enumerate(members, start=1) for node in group},
        modularity=scores[best],
        resolution=resolution,
        seeds=len(runs),
        stability=fsum(likeness) / len(likeness) if likeness else 1.0,
        sureness={node: _sureness(node, group, runs) for group in members for node in group},
    )


def damped(balance: float) -> float:
    """The balance of a tie with its size on a logarithmic scale: the hundredth meeting says less than the first."""
    return copysign(log1p(abs(balance)), balance)


def modularity(weights: Mapping[str, Mapping[str, float]], label: Mapping[str, int], resolution: float = 1.0) -> float:
    """The signed modularity of a division, from -1 to 1; that of Newman where all are friends, 0 for a network without ties."""
    total = {1: 0.0, -1: 0.0}
    within = 0.0
    strength: dict[tuple[int, int], float] = {}
    for a, others in weights.items():
        for b, weight in others.items():
            side = 1 if weight > 0 else -1
            total[side] += abs(weight)
            within += weight if label[a] == label[b] else 0.0
            strength[side, label[a]] = strength.get((side, label[a]), 0.0) + abs(weight)
    if not total[1] + total[-1]:
        return 0.0
    expected = fsum(_EXPECTED[side] * s * s / total[side] for (side, _), s in strength.items())
    return (within - resolution * expected) / (total[1] + total[-1])


def _louvain(weights: Mapping[str, Mapping[str, float]], resolution: float, rng: random.Random) -> dict[str, int]:
    """The community of each node after moving nodes, then communities as nodes, until nothing gains."""
    names = list(weights)
    place = {name: i for i, name in enumerate(names)}
    ties = [{place[b]: w for b, w in weights[a].items()} for a in names]
    strength = [tuple(fsum(abs(w) for w in row.values() if (w > 0) == good) for good in (True, False)) for row in ties]
    totals = [fsum(pair[side] for pair in strength) for side in (0, 1)]
    scale = [resolution * _EXPECTED[sign] / totals[side] if totals[side] else 0.0 for side, sign in ((0, 1), (1, -1))]
    home = list(range(len(names)))
    while True:
        label = _move(ties, strength, scale, rng)
        home = [label[h] for h in home]
        size = max(label, default=-1) + 1
        if size == len(ties):
            return dict(zip(names, home, strict=True))
        joined: list[dict[int, float]] = [{} for _ in range(size)]
        sums: list[tuple[float, ...]] = [(0.0, 0.0)] * size
        for i, row in enumerate(ties):
            sums[label[i]] = sums[label[i]][0] + strength[i][0], sums[label[i]][1] + strength[i][1]
            for j, weight in row.items():
                if label[i] != label[j]:
                    joined[label[i]][label[j]] = joined[label[i]].get(label[j], 0.0) + weight
        ties, strength = joined, sums


def _move(
    ties: Sequence[Mapping[int, float]], strength: Sequence[tuple[float, ...]], scale: Sequence[float], rng: random.Random
) -> list[int]:
    """Move nodes to the neighbouring community, or to one of their own, that gains most, until none gains; labels from 0 on."""
    label = list(range(len(ties)))
    size = [1] * len(ties)
    good, bad = [pair[0] for pair in strength], [pair[1] for pair in strength]
    order = list(range(len(ties)))
    moved = True
    while moved:
        moved = False
        rng.shuffle(order)
        for node in order:
            here = label[node]
            size[here] -= 1
            good[here] -= strength[node][0]
            bad[here] -= strength[node][1]
            empty = here if not size[here] else size.index(0)
            good[empty], bad[empty] = (0.0, 0.0) if not size[empty] else (good[empty], bad[empty])
            towards = {here: 0.0, empty: 0.0}
            for other, weight in ties[node].items():
                towards[label[other]] = towards.get(label[other], 0.0) + weight
            share = scale[0] * strength[node][0], scale[1] * strength[node][1]
            gain = {there: weight - share[0] * good[there] - share[1] * bad[there] for there, weight in towards.items()}
            best = max(sorted(gain), key=gain.__getitem__)
            if gain[best] <= gain[here] + 1e-9:
                best = here
            moved = moved or best != here
            label[node] = best
            size[best] += 1
            good[best] += strength[node][0]
            bad[best] += strength[node][1]
    used = {old: new for new, old in enumerate(dict.fromkeys(label))}
    return [used[old] for old in label]


def _canonical(label: Mapping[str, int]) -> dict[str, int]:
    seen: dict[int, int] = {}
    return {node: seen.setdefault(label[node], len(seen)) for node in sorted(label)}


def rand_index(first: Mapping[str, int], second: Mapping[str, int]) -> float:
    """The adjusted Rand index of two divisions of the same nodes: 1 where they are the same, 0 on average by chance."""
    together = fsum(comb(n, 2) for n in Counter((first[node], second[node]) for node in first).values())
    rows = fsum(comb(n, 2) for n in Counter(first.values()).values())
    columns = fsum(comb(n, 2) for n in Counter(second.values()).values())
    pairs = comb(len(first), 2)
    expected = rows * columns / pairs if pairs else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _sureness(node: str, group: Sequence[str], runs: Sequence[Mapping[str, int]]) -> float:
    if len(group) == 1:
        return 1.0 if len(runs) == 1 else fsum(list(run.values()).count(run[node]) == 1 for run in runs) / len(runs)
    same = sum(run[other] == run[node] for run in runs for other in group if other != node)
    return same / (len(runs) * (len(group) - 1))
