"""Who stands between blocs, and how far the blocs stand apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import fsum

import networkx as nx


@dataclass(frozen=True, slots=True)
class Broker:
    """A node with friends in several blocs.

    `bridged` counts pairs of its friends in two blocs who are not friends themselves. `participation` says how evenly its friendly
    weight is spread over the blocs: 0 for all in one. `across` is the friendly weight that leads out of its own bloc.
    """

    node: str
    bloc: int
    bridged: int
    participation: float
    across: float
    facts: tuple[str, ...]


def brokers(graph: nx.Graph, bloc: Mapping[str, int]) -> tuple[Broker, ...]:
    """The brokers between blocs, who joins the most pairs first.

    Parameters
    ----------
    graph : networkx.Graph
        A signed network: edges with `sign`, `balance` and `facts`.
    bloc : mapping
        The bloc of each node (`Blocs.number`).

    Returns
    -------
    tuple of Broker
        Nodes with a friend outside their bloc; `facts` are those of the ties that lead out.

    References
    ----------
    R. V. Gould, R. M. Fernandez, "Structures of Mediation", Sociological Methodology 19 (1989), 89-126.
    R. Guimerà, L. A. N. Amaral, "Functional Cartography of Complex Metabolic Networks", Nature 433 (2005), 895-900.
    """
    friends = {a: {b: graph.edges[a, b]["balance"] for b in sorted(graph[a]) if graph.edges[a, b]["sign"] > 0} for a in sorted(graph)}
    found = []
    for node, ties in friends.items():
        out = [other for other in ties if bloc[other] != bloc[node]]
        if not out:
            continue
        shares: dict[int, float] = {}
        for other, weight in ties.items():
            shares[bloc[other]] = shares.get(bloc[other], 0.0) + weight
        total = fsum(shares.values())
        found.append(
            Broker(
                node=node,
                bloc=bloc[node],
                bridged=sum(bloc[a] != bloc[b] and b not in friends[a] for a, b in combinations(ties, 2)),
                participation=1 - fsum((share / total) ** 2 for share in shares.values()),
                across=fsum(ties[other] for other in out),
                facts=tuple(fact for other in out for fact in graph.edges[node, other]["facts"]),
            )
        )
    return tuple(sorted(found, key=lambda b: (-b.bridged, -b.across, b.node)))


@dataclass(frozen=True, slots=True)
class Polarization:
    """How far blocs stand apart.

    `fit` is the share of weight that agrees with them: friendly within, hostile between. `friendly` and `hostile` are the E-I
    indices of each kind of tie by weight, from -1 (all within blocs) to 1 (all between): a polarised network has the first
    near -1 and the second near 1. None where there is no such tie.
    """

    fit: float | None
    friendly: float | None
    hostile: float | None


def polarization(graph: nx.Graph, bloc: Mapping[str, int]) -> Polarization:
    """How far a division into blocs explains friendship and hostility.

    Parameters
    ----------
    graph : networkx.Graph
        A signed network: edges with `balance`.
    bloc : mapping
        The bloc of each node.

    Returns
    -------
    Polarization

    References
    ----------
    D. Krackhardt, R. N. Stern, "Informal Networks and Organizational Crises", Social Psychology Quarterly 51 (1988), 123-140.
    """
    weight = {(kind, within): 0.0 for kind in (True, False) for within in (True, False)}
    for a, b, balance in graph.edges(data="balance"):
        if balance:
            weight[balance > 0, bloc[a] == bloc[b]] += abs(balance)
    total = fsum(weight.values())

    def index(kind: bool) -> float | None:
        both = weight[kind, True] + weight[kind, False]
        return (weight[kind, False] - weight[kind, True]) / both if both else None

    return Polarization((weight[True, True] + weight[False, False]) / total if total else None, index(True), index(False))
