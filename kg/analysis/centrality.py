"""Who is central: how much an actor does and suffers, with how many, and who stands between others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from kg.analysis.selection import Tie
from kg.analysis.weights import Scale, load_scale

SAMPLED_BEYOND = 500
"""Nodes past which betweenness is estimated from this many of them."""


@dataclass(frozen=True, slots=True)
class Centrality:
    """What an actor does and what is done to it, and its place among the others.

    `acts` and `suffers` count facts out and in (a symmetric fact is both), `partners` the distinct others. `given` and `received`
    are the balance of cooperation and conflict out and in. `pagerank` and `betweenness` are explained at `centralities`.
    """

    node: str
    acts: int
    suffers: int
    partners: int
    given: float
    received: float
    pagerank: float
    betweenness: float
    facts: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.facts)


def centralities(ties: Sequence[Tie], scale: Scale | None = None) -> tuple[Centrality, ...]:
    """The centralities of every node, the one with the most facts first.

    Parameters
    ----------
    ties : sequence of Tie
        The facts; each counts once, whatever its reports.
    scale : Scale, optional
        The weights; by default those of `ontologies/events.ttl`.

    Returns
    -------
    tuple of Centrality
        `pagerank` is that of the directed network of counts: an actor ranks high to whom many turn who rank high themselves, in
        peace or war. `betweenness` is that of the friendly pairs, near to each other in inverse measure of their balance: the
        share of friendly shortest paths that lead through an actor.

    Notes
    -----
    Conflict has no part in betweenness: nothing passes along it. Beyond `SAMPLED_BEYOND` nodes betweenness is estimated from
    a sample of sources, drawn with a fixed seed.

    References
    ----------
    L. Page, S. Brin, R. Motwani, T. Winograd, "The PageRank Citation Ranking", Stanford (1999).
    U. Brandes, "A Faster Algorithm for Betweenness Centrality", Journal of Mathematical Sociology 25 (2001), 163-177.
    """
    scale = scale or load_scale()
    counts = nx.DiGraph()
    balance: dict[tuple[str, str], float] = {}
    rows: dict[str, dict[str, float]] = {}
    facts: dict[str, list[str]] = {}
    for tie in ties:
        weight = scale.weight(tie.type)
        balance[tie.pair] = balance.get(tie.pair, 0.0) + weight
        ways = [(tie.source, tie.target)] + ([(tie.target, tie.source)] if tie.type.symmetric else [])
        for a, b in ways:
            counts.add_edge(a, b, count=counts.get_edge_data(a, b, {"count": 0})["count"] + 1)
            for node, side, sum_ in ((a, "acts", "given"), (b, "suffers", "received")):
                row = rows.setdefault(node, {"acts": 0, "suffers": 0, "given": 0.0, "received": 0.0})
                row[side] += 1
                row[sum_] += weight
        for node in {tie.source, tie.target}:
            facts.setdefault(node, []).append(tie.fact)
    ranks = nx.pagerank(counts, weight="count") if counts else {}
    between = _betweenness(balance)
    found = [
        Centrality(
            node=node,
            acts=int(row["acts"]),
            suffers=int(row["suffers"]),
            partners=len(set(counts.successors(node)) | set(counts.predecessors(node))),
            given=row["given"],
            received=row["received"],
            pagerank=ranks[node],
            betweenness=between.get(node, 0.0),
            facts=tuple(facts[node]),
        )
        for node, row in rows.items()
    ]
    return tuple(sorted(found, key=lambda c: (-c.count, -c.partners, c.node)))


def _betweenness(balance: dict[tuple[str, str], float]) -> dict[str, float]:
    friendly = nx.Graph()
    for (a, b), weight in sorted(balance.items()):
        if weight > 0:
            friendly.add_edge(a, b, distance=1 / weight)
    sample = SAMPLED_BEYOND if len(friendly) > SAMPLED_BEYOND else None
    found: dict[str, float] = nx.betweenness_centrality(friendly, k=sample, weight="distance", seed=7)
    return found
