"""Small things done with quads: marks of work to do, and updates in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from kg.graph import terms as t

Item = TypeVar("Item")

BATCH = 500
"""How many articles or entities one transaction takes, so that memory does not grow with their number."""

DEFAULT = DefaultGraph()
"""For patterns, where no graph means any. A `Quad` without one is of the default graph, and made twenty times as fast."""


def touches(*, articles: Iterable[NamedNode] = (), keys: Iterable[str] = (), entities: Iterable[str] = ()) -> list[Quad]:
    """Marks of what `finish` has to look at."""
    marks = [Quad(t.STORE, t.books("touchedArticle"), article, t.BOOKS) for article in articles]
    marks += [Quad(t.STORE, t.books("touchedKey"), Literal(key), t.BOOKS) for key in keys]
    marks += [Quad(t.STORE, t.books("touchedEntity"), NamedNode(entity), t.BOOKS) for entity in entities]
    return marks


def batched(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """Lists of at most `size` items, in order."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def exchange(old: Iterable[Quad], new: Iterable[Quad]) -> str:
    """A SPARQL update that takes quads out and puts others in, in one transaction; terms are written by their own serialiser."""
    parts = [f"{verb} DATA {{\n{data}}}" for verb, quads in (("DELETE", old), ("INSERT", new)) if (data := "".join(map(_statement, quads)))]
    return " ;\n".join(parts)


def replace(oxigraph: Oxigraph, old: Collection[Quad], new: Collection[Quad]) -> None:
    """Take quads out of a store and put others in, in one transaction; without an update where there is nothing to take out."""
    if old:
        oxigraph.update(exchange(old, new))
    elif new:
        oxigraph.extend(new)


def _statement(quad: Quad) -> str:
    triple = f"{quad.subject} {quad.predicate} {quad.object} ."
    return f"GRAPH {quad.graph_name} {{ {triple} }}\n" if isinstance(quad.graph_name, NamedNode) else triple + "\n"
