"""Groups of whom each is called the ally of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, islice

import networkx as nx

from kg.analysis.selection import Tie, by_pair
from kg.model import FactType

CAP = 10_000
"""Maximal cliques that are looked at: there can be exponentially many."""


@dataclass(frozen=True, slots=True)
class Clique:
    """Nodes that are allies two by two, with the facts that say so."""

    nodes: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alliances:
    """The cliques of allies, the largest first; `complete` is whether all were looked at."""

    cliques: tuple[Clique, ...]
    complete: bool


def alliances(ties: Iterable[Tie], *, smallest: int = 3, cap: int = CAP) -> Alliances:
    """Find the greatest groups in which each is an ally of each.

    Parameters
    ----------
    ties : iterable of Tie
        The facts; only `allied_with` counts. An ally is who is called so, not who gets on.
    smallest : int
        The least number of members.
    cap : int
        How many cliques to look at before giving up the rest.

    Returns
    -------
    Alliances

    References
    ----------
    C. Bron, J. Kerbosch, "Algorithm 457: Finding All Cliques of an Undirected Graph", Communications of the ACM 16 (1973), 575-577.
    """
    said = by_pair(tie for tie in ties if tie.type is FactType.ALLIED_WITH)
    graph = nx.Graph()
    graph.add_edges_from(said)
    walk = nx.find_cliques(graph)
    found = [tuple(sorted(nodes)) for nodes in islice(walk, cap)]
    complete = next(walk, None) is None
    kept = sorted((nodes for nodes in found if len(nodes) >= smallest), key=lambda nodes: (-len(nodes), nodes))
    return Alliances(
        tuple(Clique(nodes, tuple(tie.fact for pair in combinations(nodes, 2) for tie in said[pair])) for nodes in kept), complete
    )
