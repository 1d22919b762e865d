"""Dispatches: clusters of articles that are copies of one text, kept up to date as articles come and go."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Iterator, Sequence, Set

from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from kg.graph import terms as t
from kg.graph.pace import Pace
from kg.graph.quads import DEFAULT, touches
from kg.graph.signature import THRESHOLD, Signature


def link_copies(oxigraph: Oxigraph, articles: Sequence[NamedNode], pace: Pace) -> None:
    """Link articles to their near-duplicates.

    Args:
        oxigraph: the store.
        articles: those that came, changed, went, or lost a neighbour.
        pace: that of the store.
    """
    pairs = [pair for article in articles for pair in _near(oxigraph, article)]
    pace.replace(oxigraph, [], [Quad(a, t.books("near"), b, t.BOOKS) for pair in pairs for a, b in (pair, pair[::-1])])


def name_clusters(oxigraph: Oxigraph, articles: Sequence[NamedNode], pace: Pace) -> None:
    """Name the clusters of articles after their smallest member, when all links are there; the parameters are those of `link_copies`."""
    old: list[Quad] = []
    new: list[Quad] = []
    named: set[NamedNode] = set()
    for article in articles:
        if article in named or _signature(oxigraph, article) is None:
            continue
        members = component(oxigraph, article)
        named |= members
        dispatch = t.node("dispatch/" + t.short_hash(min(m.value for m in members)))
        for member in sorted(members, key=lambda m: m.value):
            before = list(oxigraph.quads_for_pattern(member, t.pol("dispatch"), None, DEFAULT))
            now = Quad(member, t.pol("dispatch"), dispatch)
            if before != [now]:
                old += before
                new.append(now)
                new += touches(articles=[member])  # what it reports is corroborated otherwise
        new.append(Quad(dispatch, t.RDF_TYPE, t.pol("Dispatch")))
    left = {q.object for q in old if isinstance(q.object, NamedNode)}
    pace.replace(oxigraph, [*old, *_emptied(oxigraph, left, old, new)], new)


def drop_emptied(oxigraph: Oxigraph, articles: Sequence[NamedNode], pace: Pace) -> None:
    """Take out the dispatches that had their names from articles that went; the parameters are those of `link_copies`."""
    pace.replace(oxigraph, list(_emptied(oxigraph, _orphans(oxigraph, articles), [], [])), [])


def component(oxigraph: Oxigraph, start: NamedNode) -> set[NamedNode]:
    """All articles that a chain of near-duplicates joins to one."""
    found, front = {start}, [start]
    while front:
        for quad in oxigraph.quads_for_pattern(front.pop(), t.books("near"), None, t.BOOKS):
            if isinstance(quad.object, NamedNode) and quad.object not in found:
                found.add(quad.object)
                front.append(quad.object)
    return found


def _near(oxigraph: Oxigraph, article: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    mine = _signature(oxigraph, article)
    if mine is None:
        return
    candidates = {
        quad.subject
        for band in mine.bands
        for quad in oxigraph.quads_for_pattern(None, t.books("band"), Literal(band), t.BOOKS)
        if isinstance(quad.subject, NamedNode) and quad.subject != article
    }
    for other in candidates:
        theirs = _signature(oxigraph, other)
        if theirs is not None and mine.similarity(theirs) >= THRESHOLD:
            yield article, other


def _signature(oxigraph: Oxigraph, article: NamedNode) -> Signature | None:
    for quad in oxigraph.quads_for_pattern(article, t.books("signature"), None, t.BOOKS):
        if isinstance(quad.object, Literal):
            return Signature(base64.b64decode(quad.object.value))
    return None


def _orphans(oxigraph: Oxigraph, articles: Iterable[NamedNode]) -> set[NamedNode]:
    """The dispatches that the articles gave their names to while they were there."""
    return {t.node("dispatch/" + t.short_hash(article.value)) for article in articles if _signature(oxigraph, article) is None}


def _emptied(oxigraph: Oxigraph, left: Set[NamedNode], old: Collection[Quad], new: Collection[Quad]) -> Iterator[Quad]:
    """The type triples of the dispatches that have no article any more once `old` is exchanged for `new`."""
    leaving, filled = set(old), {quad.object for quad in new if quad.predicate == t.pol("dispatch")}
    for dispatch in left - filled:
        if all(quad in leaving for quad in oxigraph.quads_for_pattern(None, t.pol("dispatch"), dispatch, DEFAULT)):
            yield Quad(dispatch, t.RDF_TYPE, t.pol("Dispatch"))
