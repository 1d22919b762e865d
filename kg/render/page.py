"""Draws a graph as one HTML file, with pyvis on our own template."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyvis.edge import Edge
from pyvis.network import Network

from kg.errors import SiyasaError
from kg.graph import Store
from kg.graph.export import replacing
from kg.graph.read import FactView, GraphView
from kg.model import EntityType, FactType
from kg.partial_date import is_date
from kg.render.assemble import environment, words
from kg.render.choose import MAX_FACTS, MAX_SENTENCES, Choice, choose, find_actor, read_for_page
from kg.render.overlays import LEVELS, overlay
from kg.render.place import place
from kg.render.rows import Tables, fact_row, node_row, pair_weights

TITLE = "سياسة"
OPENING = 300  # nodes of the picture at opening
DRAWN = 1_000  # nodes that a picture can show
TIES_PER_ACTOR = 3  # lines that it shows at most, for each node: more cannot be told apart
FEW_TIES = 600  # lines that any picture may show

_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "tooltipDelay": 100000,
        "multiselect": False,
        "selectConnectedEdges": False,
    },
    "nodes": {"chosen": False},
    "edges": {"chosen": False, "selectionWidth": 0, "hoverWidth": 0},
}


def render(
    graph: Store | GraphView,
    path: Path,
    *,
    title: str = TITLE,
    around: str | None = None,
    since: str | None = None,
    until: str | None = None,
    types: Collection[FactType] = (),
    camps: Mapping[str, int] | None = None,
) -> None:
    """Write the explorer of a store, or of a view of one, to `path`: one file that needs nothing else.

    `since` and `until` (ISO days, months or years) and `types` limit the facts that the file holds; of a store, the whole is then
    held in memory. `around` (an id, an ISO code or a name) opens it on one actor's neighbours and prefers facts near that actor where
    there are more than fit. `camps` numbers the actors' blocs for colouring, from 1; without it those of `kg.analysis` are taken. The
    same graph gives the same bytes.

    Raises `SiyasaError` for a date that is none, an actor that nobody is, a file that cannot be written, or a disk without room to
    count a large store.
    """
    for name, value in (("since", since), ("until", until)):
        if value is not None and not is_date(value):
            raise SiyasaError(f'"{name}" is "{value}": not a day, month or year (want 2018, 2018-07 or 2018-07-12)')
    view = graph if isinstance(graph, GraphView) else _read(graph, path, limited=bool(around or since or until or types))
    centre = find_actor(view.actors, around).id if around else None
    choice = choose(view, around=centre, since=since, until=until, types=types)
    limits = {"since": since, "until": until, "types": sorted(types), "around": centre}
    del view  # the choice is all that is drawn
    try:
        with replacing(path) as out:
            for piece in page(choice, title=title, limits=limits, camps=camps):
                out.write(piece.encode("utf-8", "replace").decode("utf-8"))  # a lone surrogate of a broken input must not cost the file
    except OSError as error:
        raise SiyasaError(f"{path}: cannot be written ({error.strerror})") from error


def _read(store: Store, path: Path, *, limited: bool) -> GraphView:
    try:
        return read_for_page(store, limited=limited)
    except OSError as error:
        raise SiyasaError(f"{path}: cannot be written ({error.strerror})") from error


def page(choice: Choice, *, title: str, limits: Mapping[str, Any], camps: Mapping[str, int] | None = None) -> Iterator[str]:
    """The HTML of a choice of the graph, piece by piece: the text of a large one would be as large as the choice itself."""
    tables = Tables()
    meta = {
        "title": title,
        "facts": choice.before.facts,
        "actors": choice.before.actors,
        "sentences": sum(fact.told.reports for fact in choice.facts),
        "opening": OPENING,
        "drawn": DRAWN,
        "tiesPerActor": TIES_PER_ACTOR,
        "fewTies": FEW_TIES,
        "maxFacts": MAX_FACTS,
        "maxSentences": MAX_SENTENCES,
        "maxRows": choice.rows,
        **limits,
    }
    net = Network(height="100%", width="100%", directed=True, heading=title, cdn_resources="in_line")
    nodes = _nodes(choice)
    laid = _overlays(choice, {node["id"]: place for place, node in enumerate(nodes)}, camps)
    for node in nodes:
        net.add_node(node.pop("id"), **node)
    net.options = _OPTIONS
    shown, _, heading, _, _, options = net.get_network_data()
    template = environment({"meta": meta, "tables": tables.as_data(), "overlays": laid}).get_template("page.html.j2")
    return template.generate(nodes=shown, edges=_edges(choice.facts, tables), heading=heading, options=options)


def _edges(facts: Iterable[FactView], tables: Tables) -> Iterator[dict[str, Any]]:
    """pyvis edges, each made as it is written; `tables` has all that they share when the last one is."""
    for fact in facts:
        edge = Edge(fact.source, fact.target, directed=True, arrows="" if fact.type.symmetric else "to", **fact_row(fact, tables))
        yield edge.options


def _overlays(choice: Choice, number: Mapping[str, int], camps: Mapping[str, int] | None) -> dict[str, Any]:
    """What analysis finds at each level, by the `number` of each node; `camps` stand in for those that it finds."""
    view = GraphView(choice.actors, choice.facts)
    found = {level: overlay(view, level) for level in LEVELS}
    return {level: (laid if camps is None else replace(laid, camps=camps)).row(number) for level, laid in found.items()}


def _nodes(choice: Choice) -> list[dict[str, Any]]:
    """pyvis nodes, the strongest first; actors that are only mentioned come last and have no place."""
    families = words()["families"]
    family_of = {name: words_of["family"] for name, words_of in words()["types"].items()}
    strength = _strength(choice.facts)
    ties = pair_weights(choice.facts, {name: families[family]["pull"] for name, family in family_of.items()})
    known = {actor.id for actor in choice.actors}
    homes = {actor.id: actor.home for actor in choice.actors if actor.home in known}
    leads = {fact.source: fact.target for fact in choice.facts if fact.type in (FactType.LEADS, FactType.HOLDS_OFFICE) and fact.asserted}
    people = [actor.id for actor in choice.actors if actor.type is EntityType.PERSON]
    beside = {who: home for who in people if (home := homes.get(who) or leads.get(who)) and home in strength}
    at = place(strength, ties, beside)
    nodes = []
    for actor in sorted(choice.actors, key=lambda actor: (-strength.get(actor.id, 0.0), actor.id)):
        x, y = at.get(actor.id, (None, None))
        row = node_row(actor, home=homes.get(actor.id))
        nodes.append({"id": actor.id, "label": actor.label_ar, "color": None, "x": x, "y": y, **row})
    return nodes


def _strength(facts: Collection[FactView]) -> dict[str, float]:
    """How much is said of each actor: the dispatches of its facts."""
    strength: dict[str, float] = {}
    for fact in facts:
        for end in {fact.source, fact.target}:
            strength[end] = strength.get(end, 0.0) + fact.told.dispatches
    return strength
