"""What follows from the articles together, brought up to date for what was touched: dispatches, entities, facts, rules.

Everything is computed from the set of articles alone, never from the order in which they came; what was derived before is
compared with what holds now, and each batch changes the store at one go. Marks of what is touched go last, so that a crash
leaves work to do, never a wrong graph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count, product

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions
from pyoxigraph import Store as Oxigraph

from kg.graph import terms as t
from kg.graph.background import Background, Triple, load_event_types
from kg.graph.dispatches import drop_emptied, link_copies, name_clusters
from kg.graph.entities import describe, describe_anew, is_stale
from kg.graph.facts import FactRow, Key, ReportRow, facts_of
from kg.graph.lookup import LISTED
from kg.graph.pace import Pace
from kg.graph.quads import BATCH, DEFAULT, batched, exchange, touches
from kg.graph.reviews import kept, reapply
from kg.graph.sorting import sorted_lines
from kg.ontology import ontologies

QUADS = 10_000
"""About how many quads of facts one transaction changes before the store is opened anew: a key may have one report or thousands."""

TOUCHED = t.books("touched")
"""The named graph in which rules find the facts and dyads that they have to look at."""


_PREFIX = re.compile(r"^PREFIX\s+([\w-]*):\s*<([^>]*)>\s*$", re.M)


def load_rules() -> tuple[dict[str, str], list[str]]:
    """The derivation rules of `ontologies/rules`, in order of file name, and the prefixes that they declare.

    The declarations are taken out of the rules, since oxigraph reads none between the operations of one update.
    """
    texts = [path.read_text("utf-8") for path in sorted((ontologies() / "rules").glob("*.rq"))]
    prefixes = {name: iri for text in texts for name, iri in _PREFIX.findall(text)}
    return prefixes, [_PREFIX.sub("", text) for text in texts]


class Finisher:
    """One run of `Store.finish`; `renewed` opens the store anew and gives it.

    What there is to do is read in order from files, and after each full batch the store is opened anew, so that neither this process
    nor RocksDB holds more, however many articles came. Where entities ceased to occur, all are described anew at one go.
    """

    def __init__(self, oxigraph: Oxigraph, background: Background, pace: Pace, renewed: Callable[[], Oxigraph]) -> None:
        self._store = oxigraph
        self._pace = pace
        self._renewed = renewed
        self._background = background
        self._prefixes, self._rules = load_rules()
        self._events = load_event_types()
        self._canonical = same_as(oxigraph)
        self._aliases: dict[str, list[str]] = {}
        for alias, root in sorted(self._canonical.items()):
            self._aliases.setdefault(root, [root]).append(alias)

    def run(self) -> None:
        """Look at everything that is marked as touched, and unmark it."""
        for articles in self._articles() if kept(self._store) else ():
            reapply(self._store, articles)
        gone = [describe(self._store, self._background, batch, self._pace) for batch in self._batches(self._entities())]
        if any(gone) or is_stale(self._store, self._background):
            describe_anew(self._store, self._background, self._pace)
        for step in (link_copies, name_clusters, drop_emptied):  # names when all links are there, so that no chain is cut
            for articles in self._articles():
                step(self._store, articles, self._pace)
        self._update_facts(map(Key.parse, sorted_lines(self._keys())))
        self._pace.replace(self._store, list(self._unused_events()), [])
        for articles in self._articles():
            self._pace.replace(self._store, touches(articles=articles), [])
        for entities in self._batches(self._marked("touchedEntity")):
            self._pace.replace(self._store, touches(entities=entities), [])
        for keys in self._batches(self._marked("touchedKey")):
            self._pace.replace(self._store, touches(keys=keys), [])

    def _batches(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The distinct lines in order, some at a time; nothing that was read of the store is to be held from one batch to the next."""
        for batch in batched(sorted_lines(lines), BATCH):
            yield batch
            if len(batch) == BATCH:
                self._renew()

    def _renew(self) -> None:
        del self._store  # else the old one stays open
        self._store = self._renewed()

    def _articles(self) -> Iterator[list[NamedNode]]:
        """The touched articles, some at a time."""
        for batch in self._batches(self._marked("touchedArticle")):
            yield [NamedNode(article) for article in batch]

    def _entities(self) -> Iterator[str]:
        """The IRIs of the touched entities, and of those that touched articles mention or that published them."""
        yield from self._marked("touchedEntity")
        for articles in self._articles():
            for article in articles:
                yield from self._named_in(article)

    def _keys(self) -> Iterator[str]:
        """The keys of the touched facts, under the names that they have and the names that stand for these."""
        for articles in self._articles():
            for report in chain.from_iterable(map(self._reports_in, articles)):
                yield from self._with_canonical(self._value(report, t.KEY))
        for key in self._marked("touchedKey"):
            yield from self._with_canonical(key)

    def _with_canonical(self, key: str) -> Iterator[str]:
        yield key
        if self._canonical:
            yield str(self._resolve(Key.parse(key)))

    def _marked(self, name: str) -> Iterator[str]:
        """What is marked, some at a time, in the order of the index: of more names RocksDB would keep a block each."""
        mark = f"GRAPH {t.BOOKS} {{ {t.STORE} {t.books(name)} ?x }}"
        for start in count(0, LISTED):
            found = self._answers(f"SELECT ?x WHERE {{ {mark} }} OFFSET {start} LIMIT {LISTED}")
            yield from found
            if len(found) < LISTED:
                return
            self._renew()

    def _answers(self, question: str) -> list[str]:
        """What `?x` is in the answers, which are gone before the store is opened anew."""
        rows = self._store.query(question)
        assert isinstance(rows, QuerySolutions)
        return [row["x"].value for row in rows]

    def _is_fresh(self, report: str) -> bool:
        """Whether a report is of a touched article: what it says of its fact may be another thing than before."""
        article = self._value(t.node(report), t.pol("article"))
        mark = Quad(t.STORE, t.books("touchedArticle"), NamedNode(article), t.BOOKS)
        return mark in self._store

    def _reports_in(self, article: NamedNode) -> Iterator[NamedNode]:
        for quad in self._store.quads_for_pattern(None, t.pol("article"), article, DEFAULT):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def _named_in(self, article: NamedNode) -> Iterator[str]:
        """The IRIs of those whom an article mentions or who published it."""
        for link in (t.MENTIONS, t.PUBLISHER):
            for quad in self._store.quads_for_pattern(article, link, None, DEFAULT):
                if isinstance(quad.object, NamedNode):
                    yield quad.object.value

    def _resolve(self, key: Key) -> Key:
        return Key.of(key.type, self._canonical.get(key.source, key.source), self._canonical.get(key.target, key.target))

    def _update_facts(self, keys: Iterable[Key]) -> None:
        change = _Change()
        for key in keys:
            self._recompute(key, change)
            if change.quads >= QUADS:
                self._derive(change)
                self._renew()
                change = _Change()
        self._derive(change)

    def _recompute(self, key: Key, change: _Change) -> None:
        """Note how the facts of a key change.

        A fact of the same reports, none of them fresh, stays with what the rules made of it: else one more article on what is often
        in the news would derive anew all that was ever told of it.
        """
        facts = facts_of(key, self._reports(key)) if self._resolve(key) == key else []
        stored = self._stored(key)
        staying = {f.id for f in facts if stored.get(f.id) == set(f.reports) and not any(map(self._is_fresh, f.reports))}
        changed = [fact for fact in facts if fact.id not in staying]
        before, dyads = self._before(stored.keys() - staying)
        if not any(fact.asserted for fact in facts if fact.id in staying):
            before |= self._edges(key)
        change.old |= before
        change.new |= {quad for fact in changed for quad in fact_quads(fact)}
        change.touched |= {Quad(dyad, t.RDF_TYPE, t.pol("Dyad"), TOUCHED) for dyad in dyads}
        change.touched |= {Quad(t.node(fact.id), t.RDF_TYPE, t.pol("Fact"), TOUCHED) for fact in changed}
        if changed:
            change.new |= {Quad(s, p, o) for s, p, o in self._events[t.EVENTS[key.type].value]}

    def _derive(self, change: _Change) -> None:
        """Change the facts and let the rules look at them: in one transaction, or where nothing is taken away in two, the first of which
        has the marks by which the second is made up for after a crash.
        """
        old, new, touched = change.old, change.new, change.touched
        written = len(old) + 2 * len(new)  # rules write about as much again
        if not old:  # nothing to take away: the quick way in, and the rules follow
            self._store.extend([*new, *touched])
            new, touched = set(), set()
        steps = [exchange(old - new, [*(new - old), *touched]), *self._rules, f"DELETE WHERE {{ GRAPH {TOUCHED} {{ ?s ?p ?o }} }}"]
        self._store.update(" ;\n".join(step for step in steps if step), prefixes=self._prefixes)
        self._pace.wrote(self._store, written)

    def _reports(self, key: Key) -> Iterator[ReportRow]:
        """The reports of a key under all the names of its ends, those that a reviewer rejected left out."""
        ends = product(self._aliases.get(key.source, [key.source]), self._aliases.get(key.target, [key.target]))
        for text in sorted({str(Key.of(key.type, *end)) for end in ends}):
            for quad in self._store.quads_for_pattern(None, t.KEY, Literal(text), t.BOOKS):
                row = self._report(key, quad.subject)  # type: ignore[arg-type]
                if row:
                    yield row

    def _report(self, key: Key, report: NamedNode) -> ReportRow | None:
        if self._value(report, t.INVALIDATED_BY):
            return None
        said = {name: self._value(report, t.pol(name)) for name in _DECIDING}
        ended = said["ended"] == "true"
        asserts = (said["attribution"], said["polarity"], said["modality"]) == ("outlet", "positive", "actual")
        return ReportRow(
            id=t.id_of(report.value),
            time=said["time"] or None,
            reported_on=said["reportedOn"] or None,
            asserts=asserts and not (ended and key.type.standing),
            ended=ended,
        )

    def _value(self, subject: NamedNode, predicate: NamedNode) -> str:
        """A property's value, read alone: to read a whole subject costs a look-up for each of its terms."""
        return next((str(getattr(q.object, "value", "")) for q in self._store.quads_for_pattern(subject, predicate, None, None)), "")

    def _stored(self, key: Key) -> dict[str, set[str]]:
        """The facts of a key that the graph has now, by id, each with its reports."""
        find = self._store.quads_for_pattern
        marks = find(None, t.books("factKey"), Literal(str(key)), t.BOOKS)
        facts = [mark.subject for mark in marks if isinstance(mark.subject, NamedNode)]
        return {t.id_of(fact.value): {t.id_of(q.object.value) for q in find(fact, t.pol("report"), None, DEFAULT)} for fact in facts}  # type: ignore[union-attr]

    def _before(self, facts: Iterable[str]) -> tuple[set[Quad], set[NamedNode]]:
        """What the graph says of facts now (counts and links of dyads with it), and the dyads that they stand in."""
        find = self._store.quads_for_pattern
        quads: set[Quad] = set()
        dyads: set[NamedNode] = set()
        for fact in map(t.node, facts):
            quads |= set(find(fact, None, None, None))
            for link in find(None, t.DERIVED_FROM, fact, DEFAULT):
                quads.add(link)
                dyads.add(link.subject)  # type: ignore[arg-type]
        return quads, dyads

    def _edges(self, key: Key) -> set[Quad]:
        """The direct edges of a key that the graph has now."""
        edge, ends = t.EDGES[key.type], (t.node(key.source), t.node(key.target))
        ways = [ends, ends[::-1]] if key.type.symmetric else [ends]
        return {quad for source, target in ways for quad in self._store.quads_for_pattern(source, edge, target, DEFAULT)}

    def _unused_events(self) -> Iterator[Quad]:
        """What describes types of which there is no fact any more."""
        for event in t.EVENTS.values():
            if not any(True for _ in self._store.quads_for_pattern(None, t.pol("type"), event, DEFAULT)):
                yield from self._store.quads_for_pattern(event, None, None, DEFAULT)


@dataclass(slots=True)
class _Change:
    """What a transaction takes away and brings, and what the rules have to look at then."""

    old: set[Quad] = field(default_factory=set)
    new: set[Quad] = field(default_factory=set)
    touched: set[Quad] = field(default_factory=set)

    @property
    def quads(self) -> int:
        return len(self.old) + len(self.new)


_DECIDING = ("time", "reportedOn", "attribution", "polarity", "modality", "ended")


def fact_quads(fact: FactRow) -> Iterator[Quad]:
    """The quads of a fact; what rules add to it stands in the rules."""
    here = t.node(fact.id)
    for s, p, o in _fact_triples(here, fact):
        yield Quad(s, p, o)
    yield Quad(here, t.books("factKey"), Literal(str(fact.key)), t.BOOKS)


def _fact_triples(here: NamedNode, fact: FactRow) -> Iterator[Triple]:
    yield here, t.RDF_TYPE, t.pol("Fact")
    yield here, t.pol("type"), t.EVENTS[fact.key.type]
    yield here, t.pol("source"), t.node(fact.key.source)
    yield here, t.pol("target"), t.node(fact.key.target)
    yield here, t.pol("asserted"), t.boolean(fact.asserted)
    for name, value in (
        ("time", fact.time),
        ("from", fact.since),
        ("to", fact.until),
        ("reportedOn", fact.reported_on),
    ):
        if value:
            yield here, t.pol(name), t.date_literal(value)
    if fact.ended:
        yield here, t.pol("ended"), t.TRUE
    for report in fact.reports:
        yield here, t.pol("report"), t.node(report)


def same_as(oxigraph: Oxigraph) -> Mapping[str, str]:
    """Which entity ids a reviewer has made one: each alias with the id that stands for it."""
    links: dict[str, str] = {}
    for quad in oxigraph.quads_for_pattern(None, t.books("sameAs"), None, t.BOOKS):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            links[t.id_of(quad.subject.value)] = t.id_of(quad.object.value)
    roots: dict[str, str] = {}
    for alias in links:
        root, steps = alias, 0
        while root in links and steps <= len(links):
            root, steps = links[root], steps + 1
        roots[alias] = root
    return {alias: root for alias, root in roots.items() if alias != root}
