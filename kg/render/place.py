"""Where the nodes stand: a layout that is computed once, here, and is the same for the same graph.

States, organisations and blocs are laid out by the ties between them (those of their people count as theirs), each connected
part by itself; then people are set on rings around the state they belong to, the strongest nearest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Point = tuple[float, float]
Points = NDArray[np.float64]

CORE = 1_000  # nodes that the force layout places; past it, the weaker ones join their strongest neighbour's ring
SEED = 7
STEP = 150.0  # pixels between two neighbours
RING = 84.0  # pixels from a node to its first ring, and between rings
WIDEN = 1.3  # screens are wider than high
EVEN = 60  # parts with more nodes are spread evenly over their disc: a force layout crowds its middle and flings out the leaves


def place(strength: Mapping[str, float], ties: Mapping[tuple[str, str], float], homes: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """A place in pixels for every node of `strength`.

    `ties` gives the weight of each tied pair, `homes` the node beside which a person stands.
    """
    anchors = _anchors(strength, ties, {who: home for who, home in homes.items() if who in strength and home in strength})
    core = sorted(set(strength) - anchors.keys())
    crowd = _crowds(anchors, strength)
    room = {node: 38.0 + 1.5 * RING * _rings(len(crowd.get(node, ()))) for node in core}
    graph = _core_graph(core, ties, anchors)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    at = _pack([_lay_out(graph.subgraph(part), part, room) for part in parts], room)
    middles = np.array(list(at.values()), dtype=np.float64)
    for anchor, people in crowd.items():
        at.update(_ring(at[anchor], people, outward=_free_side(np.array(at[anchor]), middles)))
    return {node: (round(x), round(y)) for node, (x, y) in sorted(at.items())}


def _anchors(strength: Mapping[str, float], ties: Mapping[tuple[str, str], float], homes: Mapping[str, str]) -> dict[str, str]:
    """Whom a node stands beside: people their state, and what is past the core's limit its strongest neighbour within it."""
    anchors = {who: home for who, home in homes.items() if home not in homes}
    free = sorted(set(strength) - anchors.keys(), key=lambda node: (-strength[node], node))
    core = set(free[:CORE])
    best: dict[str, tuple[float, str]] = {}
    for (a, b), weight in sorted(ties.items()):
        for weak, strong in ((a, b), (b, a)):
            host = anchors.get(strong, strong)
            if weak not in core and host in core and weak not in anchors:
                best[weak] = max(best.get(weak, (0.0, "")), (weight, host))
    anchors = {who: home for who, home in anchors.items() if home in core}
    last = free[min(CORE, len(free)) - 1] if free else ""
    for node in strength:
        if node not in core and node not in anchors:
            anchors[node] = best[node][1] if node in best else last
    return anchors


def _crowds(anchors: Mapping[str, str], strength: Mapping[str, float]) -> dict[str, list[str]]:
    crowds: dict[str, list[str]] = {}
    for node in sorted(anchors, key=lambda node: (-strength[node], node)):
        crowds.setdefault(anchors[node], []).append(node)
    return dict(sorted(crowds.items()))


def _core_graph(core: Sequence[str], ties: Mapping[tuple[str, str], float], anchors: Mapping[str, str]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(core)
    for (a, b), weight in sorted(ties.items()):
        one, two = anchors.get(a, a), anchors.get(b, b)
        if one != two:
            before = graph.get_edge_data(one, two, {"weight": 0.0})["weight"]
            graph.add_edge(one, two, weight=before + weight)
    return graph


def _lay_out(graph: nx.Graph, part: Sequence[str], room: Mapping[str, float]) -> dict[str, Point]:
    """One connected part around its own middle."""
    if len(part) == 1:
        return {part[0]: (0.0, 0.0)}
    ordered = nx.Graph()
    ordered.add_nodes_from(part)
    ordered.add_weighted_edges_from(sorted((min(a, b), max(a, b), math.log1p(w)) for a, b, w in graph.edges(data="weight")))
    if len(part) <= 40:
        raw = nx.kamada_kawai_layout(ordered, weight=None)
        points = np.array([raw[node] for node in part], dtype=np.float64)
    else:
        weights = nx.to_numpy_array(ordered, nodelist=part, weight="weight", dtype=np.float32)
        points = _spring(weights, rounds=120 if len(part) <= 300 else 60)
    nearest = cKDTree(points).query(points, k=2)[0][:, 1]
    if len(part) > EVEN:
        points = _evenly(points)
        nearest = cKDTree(points).query(points, k=2)[0][:, 1]
    points *= STEP / max(float(np.median(nearest)), 1e-6)
    points[:, 0] *= WIDEN
    points = _push_apart(points - points.mean(axis=0), np.array([room[node] for node in part]))
    return {node: (float(x), float(y)) for node, (x, y) in zip(part, points, strict=True)}


def _spring(weights: NDArray[np.float32], rounds: int) -> Points:
    """The layout of Fruchterman and Reingold on a matrix of weights: in one sweep a round, which networkx does row by row past 500."""
    count = len(weights)
    at = np.random.default_rng(SEED).random((count, 2)).astype(np.float32)
    rest = np.float32(2.2 / math.sqrt(count))
    for heat in np.linspace(0.1, 0.001, rounds, dtype=np.float32):
        gap = at[:, None, :] - at[None, :, :]
        far = np.maximum(np.sqrt(np.einsum("ijk,ijk->ij", gap, gap)), np.float32(0.01))
        push = np.einsum("ijk,ij->ik", gap, rest * rest / far**2 - weights * far / rest)
        at += push / np.maximum(np.hypot(push[:, 0], push[:, 1]), np.float32(0.01))[:, None] * heat
    return at.astype(np.float64)


def _evenly(points: Points) -> Points:
    """Each point on its ray from the middle, at the distance that gives every node the same area."""
    from_middle = points - np.median(points, axis=0)
    angle = np.arctan2(from_middle[:, 1], from_middle[:, 0])
    order = np.argsort(np.argsort(np.hypot(from_middle[:, 0], from_middle[:, 1]), kind="stable"), kind="stable")
    radius = np.sqrt((order + 0.5) / len(points))
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


def _push_apart(points: Points, rooms: NDArray[np.float64], rounds: int = 40) -> Points:
    """Move what overlaps away from each other along the line between them, half each."""
    points = points.copy()
    for _ in range(rounds):
        pairs = cKDTree(points).query_pairs(float(2 * rooms.max()), output_type="ndarray")
        one, two = pairs[:, 0], pairs[:, 1]
        gap = points[two] - points[one]
        far = np.hypot(gap[:, 0], gap[:, 1])
        lack = rooms[one] + rooms[two] - far
        hit = lack > 1.0
        if not hit.any():
            break
        one, two, gap, far, lack = one[hit], two[hit], gap[hit], far[hit], lack[hit]
        same = far < 1e-6  # two nodes on one point part sideways
        gap[same], far[same] = (1.0, 0.0), 1.0
        move = gap / far[:, None] * (lack / 2)[:, None] * 0.6
        np.subtract.at(points, one, move)
        np.add.at(points, two, move)
    return points


def _pack(parts: Sequence[dict[str, Point]], room: Mapping[str, float]) -> dict[str, Point]:
    """The parts side by side: the largest on top, the others in rows below it, as wide as it is."""
    placed: dict[str, Point] = {}
    x = y = row = limit = 0.0
    for number, part in enumerate(parts):
        left = min(px - room[n] for n, (px, _) in part.items())
        right = max(px + room[n] for n, (px, _) in part.items())
        top = min(py - room[n] for n, (_, py) in part.items())
        bottom = max(py + room[n] for n, (_, py) in part.items())
        if number == 0:
            limit = max(right - left, 5 * STEP)
        if x > 0 and x + right - left > limit:
            x, y, row = 0.0, y + row + RING / 2, 0.0
        placed.update({n: (px - left + x, py - top + y) for n, (px, py) in part.items()})
        x += right - left + RING / 2
        row = max(row, bottom - top)
    return placed


def _rings(people: int) -> int:
    """How many rings so many people fill: six on the first, six more on each next."""
    rings, left = 0, people
    while left > 0:
        rings += 1
        left -= 6 * rings
    return rings


def _free_side(here: NDArray[np.float64], others: Points) -> float:
    """The direction away from the others, the nearest counting most."""
    gap = here - others
    far = np.maximum(np.hypot(gap[:, 0], gap[:, 1]), 1.0)
    pull = (gap / far[:, None] ** 3).sum(axis=0)
    return math.atan2(pull[1], pull[0])


def _ring(centre: Point, people: Iterable[str], outward: float) -> dict[str, Point]:
    """People around their state, from its free side on."""
    queue = list(people)
    at: dict[str, Point] = {}
    ring = 0
    while queue:
        ring += 1
        here, queue = queue[: 6 * ring], queue[6 * ring :]
        for number, who in enumerate(here):
            step = (number + 1) // 2 * (1 if number % 2 else -1)  # 0, 1, -1, 2, -2 …: fills from the middle of the arc
            angle = outward + step * math.tau / (6 * ring)
            at[who] = (centre[0] + RING * ring * math.cos(angle), centre[1] + RING * ring * math.sin(angle))
    return at
