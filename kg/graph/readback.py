"""A store read back as plain values (`kg.graph.read`), whole: a fact and a report at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from sys import intern

from pyoxigraph import Store as Oxigraph

from kg.graph import terms as t
from kg.graph.actors import Actors, merged
from kg.graph.lookup import Lookup, iri, last
from kg.graph.read import FactView, GraphView, ReportView
from kg.graph.write import parse_range
from kg.model import Attribution, Modality, Polarity, Span

Marks = tuple[tuple[int, int, str], ...]


def read_graph(oxigraph: Oxigraph) -> GraphView:
    """Everything that analysis and exports need, in one order whatever the store's history.

    Actors are the entities that articles mention or facts join; facts come with their reports, the first published first.
    """
    lookup = Lookup(lambda: oxigraph)
    read, actors = Facts(lookup, remembered=None), Actors(lookup)
    facts = tuple(map(read.fact, sorted(lookup.subjects(t.RDF_TYPE, t.pol("Fact")))))
    wanted = {entity for _, entity in lookup.pairs(t.MENTIONS)}
    for fact in facts:
        wanted |= {fact.source, fact.target, *fact.voices}
    return GraphView(actors=tuple(filter(None, map(actors.view, sorted(wanted)))), facts=facts)


class Facts:
    """Reads facts and their reports, each id and each day once in memory: thousands of reports are of one actor, or of one day.

    `remembered` is how many articles and sentences are kept at hand, all where it is None.
    """

    def __init__(self, lookup: Lookup, *, remembered: int | None) -> None:
        self._lookup = lookup
        self._same = merged(lookup)
        # Not of methods: a cycle would keep the store open after it is closed.
        self._origin = lru_cache(remembered)(partial(_origin, lookup))
        self._heading = lru_cache(remembered)(partial(_heading, lookup))
        self._evidence = lru_cache(remembered)(partial(_evidence, lookup))  # two reports have one, as a rule

    def fact(self, fact: str) -> FactView:
        """A fact with all its reports."""
        bare, reports = self.bare(fact)
        members = [self.report(report, bare.source) for report in reports]
        return replace(bare, reports=tuple(sorted(members, key=lambda r: (r.reported_on or "", r.article, r.id))))

    def bare(self, fact: str) -> tuple[FactView, list[str]]:
        """A fact without its reports, and the ids of those."""
        said = self._lookup.of(fact)
        bare = FactView(
            id=fact,
            type=t.TYPE_OF_EVENT[iri(said["type"][-1]).value],
            source=intern(said["source"][-1]),
            target=intern(said["target"][-1]),
            time=_shared(last(said, "time") or last(said, "from")),
            reported_on=_shared(last(said, "reportedOn")),
            asserted=last(said, "asserted") == "true",
            reports=(),
        )
        return bare, said["report"]

    def report(self, report: str, source: str, *, sentence: bool = True) -> ReportView:
        """A report as part of a fact whose source is `source` (the ends of a symmetric one may be turned round).

        Without its sentence it has no title and address either: all that it takes to rank and to count it.
        """
        said = self._lookup.of(report)
        article = intern(last(said, "article") or "")
        outlet, dispatch = self._origin(article)
        title, url = self._heading(article) if sentence else (None, None)
        quote, marks = self._sentence(said, source) if sentence else ("", ())
        speaker = last(said, "speaker")
        return ReportView(
            id=report,
            article=article,
            title=title,
            url=url,
            outlet=outlet,
            reported_on=_shared(last(said, "reportedOn")),
            quote=quote,
            marks=marks,
            speaker=_shared(self._same.get(speaker or "", speaker)),
            attribution=Attribution(last(said, "attribution") or "outlet"),
            polarity=Polarity(last(said, "polarity") or "positive"),
            modality=Modality(last(said, "modality") or "actual"),
            stated_time=_shared(last(said, "time")),
            ended=last(said, "ended") == "true",
            confidence=float(last(said, "confidence") or 1.0),
            dispatch=dispatch,
        )

    def _sentence(self, said: dict[str, list[str]], source: str) -> tuple[str, Marks]:
        """The sentence of a report, and the places in it that name the trigger and the ends of the fact."""
        quote, start = self._evidence(last(said, "evidence") or "")
        if start is None:
            return quote, ()
        subject = last(said, t.SUBJECT.value) or source
        turned = self._same.get(subject, subject) != source
        places = {
            "trigger": last(said, "trigger"),
            "source": last(said, "targetMention" if turned else "sourceMention"),
            "target": last(said, "sourceMention" if turned else "targetMention"),
        }
        return quote, _marks(places, start, len(quote))


def _shared(value: str | None) -> str | None:
    return value and intern(value)


def _origin(lookup: Lookup, article: str) -> tuple[str | None, str]:
    """The outlet of an article and its dispatch."""
    outlet = lookup.one(article, t.PUBLISHER)
    return _shared(outlet), intern(lookup.one(article, t.pol("dispatch")) or article)


def _heading(lookup: Lookup, article: str) -> tuple[str | None, str | None]:
    """The title of an article and its address."""
    return lookup.one(article, t.TITLE), lookup.one(article, t.URL)


def _evidence(lookup: Lookup, evidence: str) -> tuple[str, int | None]:
    """The quote of an evidence, and where it begins in the article."""
    start = lookup.one(evidence + "-position", t.START)
    return lookup.one(evidence + "-quote", t.EXACT) or "", int(start) if start is not None else None


def _marks(places: dict[str, str | None], start: int, length: int) -> Marks:
    """Places within the quote, in order; what lies outside it is left out."""
    spans = {role: parse_range(place) for role, place in places.items() if place}
    inside = {role: Span(s.start - start, s.end - start) for role, s in spans.items() if start <= s.start < s.end <= start + length}
    return tuple(sorted((span.start, span.end, role) for role, span in inside.items()))
