"""What a store holds, counted without reading it into memory."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from pyoxigraph import Store as Oxigraph

from kg.graph import terms as t
from kg.graph.actors import Actors, merged, tells
from kg.graph.lookup import Lookup
from kg.graph.sorting import sorted_lines
from kg.model import EntityType, FactType

HOMES = 16_384
"""Actors whose home is kept at hand."""


@dataclass(frozen=True, slots=True)
class End:
    """One side of a pair: its id and its labels."""

    id: str
    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states, or actors without a home, and how many events join them or theirs."""

    a: End
    b: End
    events: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of what there is; `articles` are those on which a fact rests, `entities` and `facts` are counted by type.

    Types of fact come with the most frequent first, `pairs` with those that most events join.
    """

    articles: int
    entities: Mapping[EntityType, int]
    facts: Mapping[FactType, int]
    asserted: int
    reports: int
    pairs: tuple[Pair, ...]


def tally(renewed: Callable[[], Oxigraph], *, pairs: int) -> Tally:
    """Count what a store holds, with so many of the strongest pairs; `renewed` opens it anew, which is done as it is read."""
    lookup = Lookup(renewed)
    actors = Actors(lookup)
    return Tally(
        articles=sum(tells(lookup, article) for article in lookup.each(lookup.listed(f"?x a {t.pol('Article')}"))),
        entities=_entities(lookup, actors),
        facts=_facts(lookup),
        asserted=lookup.number(f"?x {t.pol('asserted')} true"),
        reports=lookup.number(f"?x {t.pol('report')} ?report"),
        pairs=tuple(_pairs(lookup, actors, pairs)),
    )


def _entities(lookup: Lookup, actors: Actors) -> dict[EntityType, int]:
    """The actors that `Store.read` gives, by type."""
    aliases = merged(lookup)
    found = {}
    for kind in EntityType:
        everyone = lookup.each(lookup.listed(f"?x a {t.pol(kind.value)}"))
        found[kind] = sum(entity not in aliases and actors.occurs(entity) for entity in everyone)
    return {kind: number for kind, number in sorted(found.items()) if number}


def _facts(lookup: Lookup) -> dict[FactType, int]:
    """The facts by type, the most frequent first; among as many, the type of the fact whose id comes first."""
    number = {kind: lookup.number(_facts_of(kind)) for kind in FactType}
    as_many = Counter(number.values())

    def first(kind: FactType) -> str:
        return min(lookup.listed(_facts_of(kind))) if as_many[number[kind]] > 1 else ""

    there = [kind for kind in FactType if number[kind]]
    return {kind: number[kind] for kind in sorted(there, key=lambda kind: (-number[kind], first(kind)))}


def _facts_of(kind: FactType) -> str:
    return f"?x {t.pol('type')} {t.EVENTS[kind]} ; a {t.pol('Fact')}"


def _pairs(lookup: Lookup, actors: Actors, most: int) -> Iterator[Pair]:
    """The pairs that most events join; they are counted in order, since there may be more than memory should hold."""
    pairs = groupby(sorted_lines(_joining(lookup, actors)), key=lambda line: tuple(line.split(" ")[:2]))
    counted = ((-sum(1 for _ in events), pair) for pair, events in pairs)
    for events, (a, b) in heapq.nsmallest(most, counted):
        yield Pair(_end(actors, a), _end(actors, b), -events)


def _joining(lookup: Lookup, actors: Actors) -> Iterator[str]:
    """A line for each event between two: the homes of its ends, in order of id, and the fact."""

    @lru_cache(HOMES)
    def home(actor: str) -> str:
        return actor if actors.type(actor) is EntityType.STATE else lookup.one(actor, t.pol("home")) or actor

    for fact in lookup.each(fact for kind in FactType if not kind.standing for fact in lookup.listed(_facts_of(kind))):
        ends = sorted({home(end) for name in ("source", "target") for end in lookup.values(fact, t.pol(name))})
        if len(ends) == 2:
            yield " ".join((*ends, fact))


def _end(actors: Actors, actor: str) -> End:
    seen = actors.view(actor)
    return End(actor, seen.label_ar, seen.label_en) if seen else End(actor, actor, actor)
