"""What analysis lays over the picture, at each level: camps to colour by, who stands between them, and which ties are out of balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.analysis.balance import Balance, balance
from kg.analysis.brokers import Broker, brokers
from kg.analysis.communities import blocs
from kg.analysis.network import network
from kg.analysis.selection import Level
from kg.graph.read import GraphView

LEVELS: tuple[Level, ...] = ("actors", "states")
LARGEST = 6  # camps: as many as can be told apart by colour
SMALLEST = 3
SEEDS = 3  # runs to choose the best of: colours need no measure of stability
LISTED = 50  # triads and brokers that are told by name


@dataclass(frozen=True, slots=True)
class Overlay:
    """The findings at one level.

    `camps` numbers the members of the largest blocs, 1 the largest; who belongs to none of these has no entry. `brokers` are those
    who join pairs, the most first.
    """

    camps: Mapping[str, int]
    brokers: tuple[Broker, ...]
    balance: Balance

    def row(self, number: Mapping[str, int]) -> dict[str, Any]:
        """The findings as the page reads them; `number` is the place of each actor among its nodes, and whoever has none is left out."""
        found = self.balance
        return {
            "camps": [[number[who], camp] for who, camp in sorted(self.camps.items()) if who in number],
            "brokers": [
                [number[b.node], b.bridged, round(100 * b.participation), round(b.across, 1)] for b in self.brokers if b.node in number
            ],
            "counts": found.counts,
            "strained": [[number[a], number[b], count] for (a, b), count in found.strained.items() if {a, b} <= number.keys()],
            "triads": [
                [*(number[node] for node in triad.nodes), *triad.signs, round(triad.strength, 1)]
                for triad in found.tense
                if number.keys() >= set(triad.nodes)
            ],
        }


def overlay(view: GraphView, level: Level) -> Overlay:
    """The findings of a graph at a level, of what outlets assert in their own voice."""
    graph = network(view, level=level, signed=True)
    found = blocs(graph, seeds=SEEDS)
    large = [camp for camp in found.members[:LARGEST] if len(camp) >= SMALLEST]
    return Overlay(
        camps={member: number for number, camp in enumerate(large, start=1) for member in camp},
        brokers=tuple(broker for broker in brokers(graph, found.number) if broker.bridged)[:LISTED],
        balance=balance(graph, strongest=LISTED),
    )
