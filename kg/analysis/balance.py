"""Structural balance: whether the friend of a friend is a friend, and the foe of a foe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, islice

import networkx as nx


@dataclass(frozen=True, slots=True)
class Triad:
    """Three nodes, each two of them tied, in order of id.

    `signs` are those of the first with the second, the first with the third, the second with the third. `strength` is the weight
    of the weakest tie: a triad is as firm as that. `facts` are those of all three ties.
    """

    nodes: tuple[str, str, str]
    signs: tuple[int, int, int]
    strength: float
    facts: tuple[str, ...]

    @property
    def balanced(self) -> bool:
        """Whether an even number of the three ties is hostile."""
        return self.signs[0] * self.signs[1] * self.signs[2] > 0

    @property
    def kind(self) -> str:
        """The signs, friendly ones first: `+++`, `++-`, `+--` or `---`."""
        return "".join("+" if sign > 0 else "-" for sign in sorted(self.signs, reverse=True))


@dataclass(frozen=True, slots=True)
class Balance:
    """How balanced a network is.

    `counts` gives the triads of each kind. `degree` is the share that is balanced, `weighted` the same by strength, `weak` the
    share when three mutual foes count as balanced too; None where there is no triad. `strongest` are the firmest, balanced or not,
    `tense` the firmest unbalanced. `strained` counts, for each pair in order of id, the unbalanced triads that its tie is part of;
    a pair in none is not there.
    """

    counts: dict[str, int]
    degree: float | None
    weighted: float | None
    weak: float | None
    strongest: tuple[Triad, ...]
    tense: tuple[Triad, ...]
    strained: Mapping[tuple[str, str], int]

    @property
    def triads(self) -> int:
        return sum(self.counts.values())

    @property
    def balanced(self) -> int:
        return self.counts["+++"] + self.counts["+--"]

    @property
    def unbalanced(self) -> int:
        return self.counts["++-"] + self.counts["---"]


def balance(graph: nx.Graph, *, strongest: int = 50) -> Balance:
    """Count balanced and unbalanced triads, keep the strongest, and find the ties that strain.

    Parameters
    ----------
    graph : networkx.Graph
        A signed network (`network(view, signed=True)`): edges with `sign`, `weight` and `facts`. Ties of sign 0 are none.
    strongest : int
        How many triads to keep, and how many unbalanced ones.

    Returns
    -------
    Balance

    References
    ----------
    D. Cartwright, F. Harary, "Structural Balance: A Generalization of Heider's Theory", Psychological Review 63 (1956), 277-293.
    J. A. Davis, "Clustering and Structural Balance in Graphs", Human Relations 20 (1967), 181-187, for weak balance.
    """
    counts = {"+++": 0, "++-": 0, "+--": 0, "---": 0}
    weight = {True: 0.0, False: 0.0}
    found = []
    for triad in triads(graph):
        counts[triad.kind] += 1
        weight[triad.balanced] += triad.strength
        found.append(triad)
    strained = Counter(pair for triad in found if not triad.balanced for pair in combinations(triad.nodes, 2))
    found.sort(key=lambda t: (-t.strength, t.nodes))
    total = len(found)
    good = counts["+++"] + counts["+--"]
    return Balance(
        counts=counts,
        degree=good / total if total else None,
        weighted=weight[True] / sum(weight.values()) if total else None,
        weak=(good + counts["---"]) / total if total else None,
        strongest=tuple(found[:strongest]),
        tense=tuple(islice((triad for triad in found if not triad.balanced), strongest)),
        strained=dict(sorted(strained.items())),
    )


def triads(graph: nx.Graph) -> Iterator[Triad]:
    """Every three nodes that are tied two by two, each once, in order of id."""
    later: dict[str, dict[str, dict[str, object]]] = {
        a: {b: data for b, data in graph[a].items() if data["sign"] and b > a} for a in sorted(graph)
    }
    for a, ties in later.items():
        for b in sorted(ties):
            for c in sorted(later[b].keys() & ties.keys()):
                edges = [graph.edges[pair] for pair in ((a, b), (a, c), (b, c))]
                yield Triad(
                    nodes=(a, b, c),
                    signs=(edges[0]["sign"], edges[1]["sign"], edges[2]["sign"]),
                    strength=min(edge["weight"] for edge in edges),
                    facts=tuple(fact for edge in edges for fact in edge["facts"]),
                )
