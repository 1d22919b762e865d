"""Which actors hang together: communities of the ties of cooperation, for colouring."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

LARGEST = 6  # as many as can be told apart by colour
SMALLEST = 3


def camps(friendly: Mapping[tuple[str, str], float]) -> dict[str, int]:
    """The camp of each actor, 1 the strongest; who belongs to none of the largest has no entry.

    `friendly` gives the weight of cooperation of each pair. Louvain's method with a fixed seed.
    """
    graph = nx.Graph()
    graph.add_weighted_edges_from(sorted((a, b, weight) for (a, b), weight in friendly.items()))
    if not graph:
        return {}
    found = [sorted(camp) for camp in nx.community.louvain_communities(graph, weight="weight", seed=7) if len(camp) >= SMALLEST]
    strength = dict(graph.degree(weight="weight"))
    found.sort(key=lambda camp: (-sum(strength[member] for member in camp), camp[0]))
    return {member: number for number, camp in enumerate(found[:LARGEST], start=1) for member in camp}
