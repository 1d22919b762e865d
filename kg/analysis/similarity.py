"""Who behaves alike towards the rest, and who sits in the same organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import networkx as nx
import numpy as np

from kg.graph.read import ActorView
from kg.partial_date import earliest, latest

LARGEST = 300
"""Nodes that are compared, those with the most weight: the pairs grow by the square."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two nodes that treat third ones alike (`cosine` near 1) or contrarily (near -1); `shared` are those both deal with."""

    a: str
    b: str
    cosine: float
    shared: tuple[str, ...]
    facts: tuple[str, ...]


def similarity(graph: nx.Graph, *, shared: int = 3, largest: int = LARGEST, keep: int | None = None) -> tuple[Likeness, ...]:
    """Compare nodes by how they stand towards third ones.

    Parameters
    ----------
    graph : networkx.Graph
        A signed network: edges with `cooperation`, `conflict` and `facts`.
    shared : int
        The least number of third nodes that both deal with.
    largest : int
        Compare only so many nodes, those with the most cooperation and conflict.
    keep : int, optional
        Give only so many pairs from each end: the most alike and the most contrary.

    Returns
    -------
    tuple of Likeness
        The most alike first.

    Notes
    -----
    A node's profile has for each other node the tone of their tie: cooperation less conflict over both, from -1 to 1. Two profiles
    are compared by the cosine, without the tie between the two. Tone keeps a well-reported war from outweighing all else.
    The S measure of foreign-policy similarity counts ties that both lack as likeness, which in news, where most pairs are never
    reported, makes everybody alike; the cosine does not.

    References
    ----------
    F. M. Häge, "Choice or Circumstance? Adjusting Measures of Foreign Policy Similarity for Chance Agreement", Political
    Analysis 19 (2011), 287-305.
    C. S. Signorino, J. M. Ritter, "Tau-b or Not Tau-b", International Studies Quarterly 43 (1999), 115-144, for S.
    """
    mass = {node: sum(d["cooperation"] + d["conflict"] for d in graph[node].values()) for node in graph}
    nodes = sorted(sorted(graph, key=lambda node: (-mass[node], node))[:largest])
    place = {node: i for i, node in enumerate(sorted(graph))}
    tone = np.zeros((len(nodes), len(place)))
    there = np.zeros((len(nodes), len(place)))
    for row, node in enumerate(nodes):
        for other, data in graph[node].items():
            both = data["cooperation"] + data["conflict"]
            tone[row, place[other]] = (data["cooperation"] - data["conflict"]) / both
            there[row, place[other]] = 1
    product, common, squares = tone @ tone.T, there @ there.T, (tone**2).sum(axis=1)
    found = []
    for (i, a), (j, b) in combinations(enumerate(nodes), 2):
        if common[i, j] < shared:
            continue
        between = tone[i, place[b]] ** 2
        size = sqrt(max(squares[i] - between, 0.0) * max(squares[j] - between, 0.0))
        if size > 1e-12:
            found.append((float(product[i, j] / size), a, b))
    found.sort(key=lambda x: (-round(x[0], 9), x[1], x[2]))
    if keep is not None and len(found) > 2 * keep:
        found = found[:keep] + found[-keep:]
    return tuple(_likeness(graph, *pair) for pair in found)


def _likeness(graph: nx.Graph, cosine: float, a: str, b: str) -> Likeness:
    third = tuple(sorted(set(graph[a]) & set(graph[b])))
    facts = tuple(fact for other in third for node in (a, b) for fact in graph.edges[node, other]["facts"])
    return Likeness(a, b, max(-1.0, min(1.0, cosine)), third, facts)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two members with the organisations that both are in; `jaccard` is their share of all that either is in."""

    a: str
    b: str
    jaccard: float
    together: tuple[str, ...]


def membership_overlap(
    actors: Iterable[ActorView], nodes: Sequence[str], *, since: str | None = None, until: str | None = None, least: int = 2
) -> tuple[Overlap, ...]:
    """Who is in the same organisations in a period, the most alike first.

    Parameters
    ----------
    actors : iterable of ActorView
        The actors with their memberships, from `GraphView.actors`.
    nodes : sequence of str
        Those to compare.
    since, until : str, optional
        A membership counts that can touch this period; one without dates always does.
    least : int
        The least number of organisations that both are in.

    Returns
    -------
    tuple of Overlap
        With an index of Jaccard: what both are in over what either is in.
    """
    wanted = set(nodes)
    member: dict[str, set[str]] = {}
    for actor in actors:
        if actor.id in wanted:
            member[actor.id] = {m.organization for m in actor.memberships if _touches(m.since, m.until, since, until)}
    found = []
    for a, b in combinations(sorted(member), 2):
        together = member[a] & member[b]
        if len(together) >= least:
            found.append(Overlap(a, b, len(together) / len(member[a] | member[b]), tuple(sorted(together))))
    return tuple(sorted(found, key=lambda o: (-o.jaccard, -len(o.together), o.a, o.b)))


def _touches(start: str | None, end: str | None, since: str | None, until: str | None) -> bool:
    begun = start is None or until is None or earliest(start) <= latest(until)
    return begun and (end is None or since is None or earliest(since) <= latest(end))
