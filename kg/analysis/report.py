"""The whole analysis of a graph as one value."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.analysis.alliances import Alliances, alliances
from kg.analysis.balance import Balance, balance
from kg.analysis.brokers import Broker, Polarization, brokers, polarization
from kg.analysis.centrality import Centrality, centralities
from kg.analysis.change import Change, Series, Turn, before_and_after, middle, month_series, turning_points
from kg.analysis.communities import SEEDS, Blocs, blocs
from kg.analysis.evidence import Evidence, evidence_of
from kg.analysis.frustration import Frustration, frustration
from kg.analysis.network import signed_network
from kg.analysis.reciprocity import Reciprocity, reciprocity
from kg.analysis.selection import Level, Selection, check_dates, names_of, select
from kg.analysis.similarity import Likeness, Overlap, membership_overlap, similarity
from kg.analysis.sources import Sources, sources
from kg.analysis.standing import StandingChange, standing_changes
from kg.analysis.weights import load_scale
from kg.graph.read import GraphView
from kg.model import Attribution, FactType

TOP = 50
WATCHED = 200
"""Pairs, those with the most events, whose months are searched for turning points."""


@dataclass(frozen=True, slots=True)
class Dyad:
    """A pair with what its facts weigh together: an edge of the signed network."""

    a: str
    b: str
    cooperation: float
    conflict: float
    balance: float
    sign: int
    facts: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.facts)


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the measures say of a graph at one cut.

    `options` tells the cut; `counts` how many facts, nodes and pairs it left. `names` are (Arabic, English) by id; `evidence` has
    every fact that any number rests on. Each measure is documented where it is computed.
    """

    options: Mapping[str, Any]
    counts: Mapping[str, int]
    names: Mapping[str, tuple[str, str]]
    dyads: tuple[Dyad, ...]
    centralities: tuple[Centrality, ...]
    blocs: Blocs
    brokers: tuple[Broker, ...]
    polarization: Polarization
    balance: Balance
    frustration: Frustration
    reciprocity: Reciprocity
    alliances: Alliances
    likenesses: tuple[Likeness, ...]
    overlaps: tuple[Overlap, ...]
    series: tuple[Series, ...]
    turns: tuple[Turn, ...]
    change: Change | None
    standing: tuple[StandingChange, ...]
    sources: Sources
    evidence: Mapping[str, Evidence]

    def name(self, actor: str) -> tuple[str, str]:
        """The Arabic and English name of an actor; the tail of its id where the graph has none."""
        tail = actor.partition("/")[2] or actor
        return self.names.get(actor, (tail, tail))


def analyze(
    view: GraphView,
    *,
    level: Level = "states",
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    attribution: Attribution | str | None = None,
    minimum: int = 1,
    types: Collection[FactType | str] = (),
    date: str | None = None,
    top: int = TOP,
    resolution: float = 1.0,
    seeds: int = SEEDS,
) -> Analysis:
    """Compute every measure of a graph.

    Parameters
    ----------
    view : GraphView
        The graph, from `Store.read()` or `kg.Graph.view()`.
    level, since, until, outlet, attribution, minimum, types
        Which facts count, and between whom; see `select`. The measures of sources look at all facts of the period.
    date : str, optional
        The ISO day, month or year whose before and after are compared; the month that halves the events by default.
    top : int
        How many strongest triads and how many most and least similar pairs to keep.
    resolution, seeds
        See `blocs`.

    Returns
    -------
    Analysis

    Raises
    ------
    SiyasaError
        An option names what does not exist.
    """
    check_dates(date=date)
    chosen = select(view, level=level, since=since, until=until, outlet=outlet, attribution=attribution, minimum=minimum, types=types)
    ties = chosen.ties
    scale = load_scale()
    graph = signed_network(ties, scale)
    found = blocs(graph, resolution=resolution, seeds=seeds)
    series = month_series(ties, scale)
    day = date or middle(ties)
    nodes = sorted({end for tie in ties for end in tie.pair})
    return Analysis(
        options={
            "level": level,
            "since": since,
            "until": until,
            "outlet": outlet,
            "attribution": Attribution(attribution).value if attribution else None,
            "minimum": minimum,
            "types": sorted(FactType(kind).value for kind in types),
            "date": day,
            "resolution": resolution,
            "seeds": seeds,
        },
        counts=_counts(view, chosen, nodes, graph),
        names=names_of(view),
        dyads=_dyads(graph),
        centralities=centralities(ties, scale),
        blocs=found,
        brokers=brokers(graph, found.number),
        polarization=polarization(graph, found.number),
        balance=balance(graph, strongest=top),
        frustration=frustration(graph),
        reciprocity=reciprocity(ties, scale),
        alliances=alliances(ties),
        likenesses=similarity(graph, keep=top),
        overlaps=membership_overlap(view.actors, nodes, since=since, until=until),
        series=series,
        turns=_turns(series),
        change=before_and_after(ties, day, scale=scale) if day else None,
        standing=standing_changes(view, level=level, since=since, until=until),
        sources=sources(view, since=since, until=until),
        evidence=evidence_of(view),
    )


def _counts(view: GraphView, chosen: Selection, nodes: Sequence[str], graph: nx.Graph) -> dict[str, int]:
    signs = [sign for _, _, sign in graph.edges(data="sign")]
    return {
        "facts of the graph": len(view.facts),
        "facts counted": len(chosen.ties),
        "facts within one state": chosen.within,
        "facts with an end of no state": chosen.outside,
        "dated by the text": sum(tie.dated for tie in chosen.ties),
        "nodes": len(nodes),
        "pairs": len(signs),
        "friendly pairs": signs.count(1),
        "hostile pairs": signs.count(-1),
        "even pairs": signs.count(0),
    }


def _dyads(graph: nx.Graph) -> tuple[Dyad, ...]:
    found = [
        Dyad(min(a, b), max(a, b), data["cooperation"], data["conflict"], data["balance"], data["sign"], data["facts"])
        for a, b, data in graph.edges(data=True)
    ]
    return tuple(sorted(found, key=lambda d: (-(d.cooperation + d.conflict), d.a, d.b)))


def _turns(series: Sequence[Series]) -> tuple[Turn, ...]:
    found = [turn for pair in series[:WATCHED] for turn in turning_points(pair)]
    return tuple(sorted(found, key=lambda t: (-abs(t.change), t.a, t.b, t.month)))
