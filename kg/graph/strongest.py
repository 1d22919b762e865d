"""Of a store only what a page can hold: the strongest facts, the best reports of each, and whom they speak of.

What is in memory at once is bounded by how much is asked for; of one fact at a time the ids of all reports and dispatches are. The store
is opened anew as it is read.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate

from pyoxigraph import Store as Oxigraph

from kg.graph import terms as t
from kg.graph.actors import Actors
from kg.graph.lookup import Lookup, iri
from kg.graph.quads import batched
from kg.graph.ranking import best_reports, fitting
from kg.graph.read import ActorView, FactView, GraphView, ReportView, Size, Told
from kg.graph.readback import Facts

REMEMBERED = 4096
"""Articles and sentences that are kept at hand."""


_COUNT = t.pol("dispatchCount")
"""Of a fact, how many dispatches affirm it, as the rules have counted them."""


def read_strongest(renewed: Callable[[], Oxigraph], *, facts: int, reports: int, rows: int, sentences: int) -> GraphView:
    """The strongest facts, their best reports and whom they speak of; see `Store.read_strongest`. `renewed` opens the store anew."""
    lookup = Lookup(renewed)
    counted = lookup.counted(f"SELECT ?n (COUNT(?x) AS ?facts) WHERE {{ ?x {_COUNT} ?n }} GROUP BY ?n")
    having = Counter({int(number): int(many) for number, many in counted})
    ids = sorted(_strongest(lookup, having, facts))
    most = fitting(_told(lookup, ids), least=sentences, most=reports, rows=rows)
    read = Facts(lookup, remembered=REMEMBERED)
    chosen = tuple(_best(lookup, read, fact, most, sentences) for fact in lookup.each(ids))
    return GraphView(_actors(lookup, chosen), chosen, Size(having.total(), _joined(lookup)))


def _strongest(lookup: Lookup, having: Mapping[int, int], most: int) -> list[str]:
    """The ids of the strongest facts; `having` says how many facts have how many dispatches.

    Which facts are asserted is asked only among those of the count at which the last ones fit.
    """
    counts = sorted(having, reverse=True)
    last = next((n for n, so_far in zip(counts, accumulate(having[n] for n in counts), strict=True) if so_far > most), -1)
    above = list(lookup.listed(f"?x {_COUNT} ?n FILTER(?n > {last})"))
    even = lookup.each(lookup.listed(f"?x {_COUNT} {t.integer(last)}"))
    ranked = ((lookup.one(fact, t.pol("asserted")) != "true", fact) for fact in even)
    return above + [fact for _, fact in heapq.nsmallest(most - len(above), ranked)]


def _told(lookup: Lookup, facts: Iterable[str]) -> Iterator[int]:
    """How many reports each fact has."""
    return (lookup.number(f"{iri(fact)} {t.pol('report')} ?x") for fact in lookup.each(facts))


def _best(lookup: Lookup, read: Facts, fact: str, reports: int, sentences: int) -> FactView:
    """A fact with its best reports, the first ones with their sentence, and the count of all."""
    bare, ids = read.bare(fact)
    few = len(ids) <= sentences  # as of most facts: then each is read once
    dispatches = set[str]()
    affirming = set[str]()

    def batches() -> Iterator[list[ReportView]]:
        for batch in batched(ids):
            lookup.renew()
            told = [read.report(report, bare.source, sentence=few) for report in batch]
            dispatches.update(report.dispatch for report in told)
            affirming.update(report.dispatch for report in told if report.affirms)
            yield told

    best = best_reports(batches(), reports)
    if not few:
        best[:sentences] = [read.report(report.id, bare.source) for report in best[:sentences]]
    return replace(bare, reports=tuple(best), all_told=Told(len(ids), len(dispatches), len(affirming)))


def _actors(lookup: Lookup, facts: Iterable[FactView]) -> tuple[ActorView, ...]:
    """The actors that facts join, who speaks of them, and to whom those that they join belong, as far as the graph speaks of these."""
    actors = Actors(lookup)
    ends, voices = set[str](), set[str]()
    for fact in facts:
        ends |= {fact.source, fact.target}
        voices |= fact.voices
    joined = list(filter(None, map(actors.view, lookup.each(ends))))
    kin = {other for actor in joined for other in actor.belongs_to} - ends - voices
    others = filter(None, map(actors.view, lookup.each(voices - ends | set(filter(actors.occurs, lookup.each(kin))))))
    return tuple(sorted([*joined, *others], key=lambda actor: actor.id))


def _joined(lookup: Lookup) -> int:
    """How many actors facts join."""
    ends = f"?f a {t.pol('Fact')} . {{ ?f {t.pol('source')} ?x }} UNION {{ ?f {t.pol('target')} ?x }}"
    return int(lookup.counted(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {ends} }}")[0][0])
