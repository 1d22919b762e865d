"""Networks out of the graph, as plain networkx graphs whose every edge names its facts."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import Any

import networkx as nx

from kg.analysis.selection import Level, Selection, Tie, by_pair, select
from kg.analysis.weights import Scale, load_scale
from kg.graph.read import GraphView
from kg.model import Attribution, FactType


def network(
    view: GraphView,
    *,
    level: Level = "actors",
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    attribution: Attribution | str | None = None,
    minimum: int = 1,
    signed: bool = False,
    types: Collection[FactType | str] = (),
) -> nx.Graph:
    """The network of a graph, to measure or to go on with in networkx itself.

    Parameters
    ----------
    view : GraphView
        The graph, from `Store.read()` or `kg.Graph.view()`.
    level, since, until, outlet, attribution, minimum, types
        Which facts count, and between whom; see `select`.
    signed : bool
        Whether to join the facts of each pair into one edge with its cooperation and conflict.

    Returns
    -------
    networkx.MultiDiGraph or networkx.Graph
        With `signed=False` an edge for each fact, its id the key; see `fact_network`. With `signed=True` an edge for each
        pair; see `signed_network`. Nodes carry `type`, `label_ar`, `label_en`, `known` and, where there are any, `iso` and
        `home`. `graph.graph` tells `level`, and how many facts the roll-up left out as `within` a state or `outside` all.

    Raises
    ------
    SiyasaError
        An option names what does not exist.

    Examples
    --------
    >>> states = network(view, level="states", signed=True, since="2018")  # doctest: +SKIP
    >>> states["state/IR"]["state/US"]["balance"], states["state/IR"]["state/US"]["facts"]  # doctest: +SKIP
    """
    chosen = select(view, level=level, since=since, until=until, outlet=outlet, attribution=attribution, minimum=minimum, types=types)
    graph = signed_network(chosen.ties) if signed else fact_network(chosen.ties)
    return describe(graph, view, level, chosen)


def fact_network(ties: Iterable[Tie], scale: Scale | None = None) -> nx.MultiDiGraph:
    """A directed multigraph with an edge for each fact.

    Edges carry `type`, `weight` (the type's on the scale, 0.0 for one without), `dated`, `dispatches`, `reports`, `source_actor`,
    `target_actor` and, where there is any date, `day`. A symmetric fact runs from the end that the store puts first.
    """
    scale = scale or load_scale()
    graph = nx.MultiDiGraph()
    for tie in ties:
        attributes: dict[str, Any] = {
            "type": tie.type.value,
            "weight": scale.weight(tie.type),
            "dated": tie.dated,
            "dispatches": tie.dispatches,
            "reports": tie.reports,
            "source_actor": tie.source_actor,
            "target_actor": tie.target_actor,
        }
        if tie.day is not None:
            attributes["day"] = tie.day
        graph.add_edge(tie.source, tie.target, key=tie.fact, **attributes)
    return graph


def signed_network(ties: Iterable[Tie], scale: Scale | None = None) -> nx.Graph:
    """An undirected graph with an edge for each pair that cooperates or is in conflict.

    Parameters
    ----------
    ties : iterable of Tie
        The facts; those of a type without a weight (offices, memberships) are passed over.
    scale : Scale, optional
        The weights; by default those of `ontologies/events.ttl`.

    Returns
    -------
    networkx.Graph
        Edges carry `cooperation` and `conflict` (sums of weights, both at least 0), `balance` (cooperation less conflict),
        `sign` (1, -1, or 0 where they are even), `weight` (the size of the balance), `count`, and `facts` (a tuple of ids).
    """
    scale = scale or load_scale()
    graph = nx.Graph()
    for (a, b), members in by_pair(tie for tie in ties if scale.weight(tie.type)).items():
        weights = [scale.weight(tie.type) for tie in members]
        cooperation = math.fsum(w for w in weights if w > 0)
        conflict = math.fsum(-w for w in weights if w < 0)
        balance = round(cooperation - conflict, 9)  # 0.1 + 0.2 - 0.3 is even
        graph.add_edge(
            a,
            b,
            cooperation=cooperation,
            conflict=conflict,
            balance=balance,
            sign=(balance > 0) - (balance < 0),
            weight=abs(balance),
            count=len(members),
            facts=tuple(tie.fact for tie in members),
        )
    return graph


def describe(graph: nx.Graph, view: GraphView, level: Level, chosen: Selection) -> nx.Graph:
    """Write on a network's nodes who they are, and on the network how it was cut."""
    graph.graph.update(level=level, within=chosen.within, outside=chosen.outside)
    for node in graph:
        graph.nodes[node].update(label_ar=node, label_en=node, known=False)
    for actor in view.actors:
        if actor.id in graph:
            given = {"iso": actor.iso, "home": actor.home}
            graph.nodes[actor.id].update(
                type=actor.type.value,
                label_ar=actor.label_ar,
                label_en=actor.label_en,
                known=actor.known,
                **{name: value for name, value in given.items() if value is not None},
            )
    return graph
