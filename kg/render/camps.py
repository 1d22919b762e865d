"""Which actors hang together, for colouring: the blocs that `kg analyze` finds, as many as can be told apart by colour."""

from __future__ import annotations

from kg.analysis.communities import blocs
from kg.analysis.network import network
from kg.graph.read import GraphView

LARGEST = 6
SMALLEST = 3
SEEDS = 3  # runs to choose the best of: colours need no measure of stability


def camps(view: GraphView) -> dict[str, int]:
    """The camp of each actor, 1 the largest; who belongs to none of the largest has no entry."""
    found = blocs(network(view, signed=True), seeds=SEEDS).members[:LARGEST]
    return {member: number for number, camp in enumerate(found, start=1) if len(camp) >= SMALLEST for member in camp}
