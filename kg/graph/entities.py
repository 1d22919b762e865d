"""Who occurs in the graph, described from the knowledge base, else as the articles have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from kg.graph import terms as t
from kg.graph.background import Background, Triple, described_triples, label_triples, thing_triples
from kg.graph.pace import Pace
from kg.graph.quads import DEFAULT

LAYER = t.books("entities")
"""The named graph that keeps a copy of what describes entities, to compare with when something changes."""

_REFERENCES = frozenset({t.PART_OF, *map(t.pol, ("office", "of", "organization", "home", "party"))})


def describe(oxigraph: Oxigraph, background: Background, touched: Sequence[str], pace: Pace) -> bool:
    """Describe those of some entities that occur; gives whether one of them no longer does, which `describe_anew` takes out.

    Args:
        oxigraph: the store.
        background: what the knowledge base says.
        touched: IRIs of entities that an article began or ceased to name.
        pace: that of the store.
    """
    before = {iri for iri in touched if _occurs(iri) in oxigraph}
    here = {iri for iri in touched if occurs(oxigraph, NamedNode(iri))}
    old = set(_stored(oxigraph, here, background))
    new = _described(oxigraph, background, here)
    marks = [_occurs(iri) for iri in sorted(here - before)]
    pace.replace(oxigraph, list(old - new), [*(new - old), *marks, _known(background)])
    return bool(before - here)


def describe_anew(oxigraph: Oxigraph, background: Background, pace: Pace) -> None:
    """Describe all that occurs, and forget what no longer does or what the knowledge base no longer says.

    To take something away, one has to know all that stands: an office goes only with the last who holds it.
    """
    marked = {
        q.object.value for q in oxigraph.quads_for_pattern(t.STORE, t.books("occurs"), None, t.BOOKS) if isinstance(q.object, NamedNode)
    }
    here = {iri for iri in marked if occurs(oxigraph, NamedNode(iri))}
    old, new = set(_stored(oxigraph, None, background)), _described(oxigraph, background, here)
    stale = [*_knowledge(oxigraph), *(_occurs(iri) for iri in sorted(marked - here))]
    pace.replace(oxigraph, [*(old - new), *(q for q in stale if q != _known(background))], [*(new - old), _known(background)])


def is_stale(oxigraph: Oxigraph, background: Background) -> bool:
    """Whether the store's entities were described by another knowledge base."""
    return any(q != _known(background) for q in _knowledge(oxigraph))


def _knowledge(oxigraph: Oxigraph) -> list[Quad]:
    return list(oxigraph.quads_for_pattern(t.STORE, t.books("knowledge"), None, t.BOOKS))


def _known(background: Background) -> Quad:
    return Quad(t.STORE, t.books("knowledge"), Literal(background.digest), t.BOOKS)


def _described(oxigraph: Oxigraph, background: Background, subjects: Iterable[str]) -> set[Quad]:
    triples = {triple for iri in subjects for triple in _describe(oxigraph, background, NamedNode(iri))}
    return {Quad(s, p, o, graph) for s, p, o in triples for graph in (DEFAULT, LAYER)}


def _occurs(iri: str) -> Quad:
    return Quad(t.STORE, t.books("occurs"), NamedNode(iri), t.BOOKS)


def occurs(oxigraph: Oxigraph, entity: NamedNode) -> bool:
    """Whether an article mentions the entity, is published by it, or a reviewer's report names it."""
    links = (t.MENTIONS, t.PUBLISHER, t.SUBJECT, t.OBJECT, t.books("sameAs"))
    return any(any(True for _ in oxigraph.quads_for_pattern(None, link, entity, None)) for link in links)


def _describe(oxigraph: Oxigraph, background: Background, entity: NamedNode) -> Iterator[Triple]:
    thing = background.things.get(t.id_of(entity.value))
    if thing is None:
        yield from described_triples(entity, _descriptions(oxigraph, entity), _outlet_name(oxigraph, entity))
        return
    for triple in thing_triples(thing, background.memberships.get(thing.id, ())):
        yield triple
        if isinstance(triple[2], NamedNode) and triple[1] in _REFERENCES:
            other = t.id_of(triple[2].value)
            found = background.offices.get(other.removeprefix("office/")) if other.startswith("office/") else background.things.get(other)
            if found:
                yield from label_triples(found)


def _descriptions(oxigraph: Oxigraph, entity: NamedNode) -> Counter[str]:
    """What the articles say of an entity, and how many say so."""
    found = oxigraph.quads_for_pattern(None, entity, None, t.SAID)
    return Counter(quad.object.value for quad in found if isinstance(quad.object, Literal))


def _outlet_name(oxigraph: Oxigraph, entity: NamedNode) -> str | None:
    """The source string of the articles that an outlet published; the smallest, None for what is no outlet."""
    names: set[str] = set()
    for quad in oxigraph.quads_for_pattern(None, t.PUBLISHER, entity, DEFAULT):
        for name in oxigraph.quads_for_pattern(quad.subject, t.pol("sourceName"), None, DEFAULT):
            if isinstance(name.object, Literal):
                names.add(name.object.value)
    return min(names, default=None)


def _stored(oxigraph: Oxigraph, subjects: Iterable[str] | None, background: Background) -> Iterator[Quad]:
    """The described triples in the store: all, or those of entities that only articles describe (others do not change)."""
    if subjects is None:
        for quad in oxigraph.quads_for_pattern(None, None, None, LAYER):
            yield quad
            yield Quad(quad.subject, quad.predicate, quad.object)
        return
    for iri in subjects:
        if t.id_of(iri) not in background.things:
            for quad in oxigraph.quads_for_pattern(NamedNode(iri), None, None, LAYER):
                yield quad
                yield Quad(quad.subject, quad.predicate, quad.object)
