"""A store's properties as plain strings, asked of one subject at a time, so that nothing of all articles is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import count

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions
from pyoxigraph import Store as Oxigraph

from kg.graph import terms as t
from kg.graph.quads import DEFAULT
from kg.graph.sorting import sorted_lines
from kg.ontology import ID, NS

RENEW = 2_500
"""After how many questions a store is opened anew: RocksDB keeps 30 to 60 MB of what it read for so many."""

LISTED = 5_000
"""How many names are listed at once, between which the store may be opened anew: each may take a block of 4 kB from the disk."""


def iri(tail: str) -> NamedNode:
    """The IRI of an id tail that `id_of` gave, which is encoded already."""
    return NamedNode(ID + tail)


class Lookup:
    """The values of properties; IRIs of ours as id tails. `renewed` opens the store anew and gives it."""

    def __init__(self, renewed: Callable[[], Oxigraph]) -> None:
        self._renewed = renewed
        self._asked = 0
        self._store = renewed()

    def renew(self) -> None:
        """Open the store anew where much was asked since; what `pairs` and `subjects` gave is to be read to its end before."""
        if self._asked >= RENEW:
            del self._store  # else the old one stays open
            self._store = self._renewed()
            self._asked = 0

    def each(self, ids: Iterable[str]) -> Iterator[str]:
        """The distinct ids in order, to ask about each: once all are on disk, the store is opened anew as more is asked."""
        for one in sorted_lines(ids):
            self.renew()
            yield one

    def listed(self, where: str) -> Iterator[str]:
        """What `?x` is in a SPARQL pattern, in no order, but each time in the same; the store is opened anew as that goes on."""
        for start in count(0, LISTED):
            self.renew()
            found = self.counted(f"SELECT ?x WHERE {{ {where} }} OFFSET {start} LIMIT {LISTED}")
            if not found:
                return
            self._asked += len(found)
            yield from (value for (value,) in found)

    def counted(self, question: str) -> list[list[str]]:
        """The answers to a SPARQL question that has few; what it counts or joins is not looked up by name."""
        rows = self._store.query(question)
        assert isinstance(rows, QuerySolutions)
        return [list(map(_value, row)) for row in rows]

    def number(self, where: str) -> int:
        """How many answers a SPARQL pattern has."""
        self._asked += 1
        return int(self.counted(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")[0][0])

    def _quads(self, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | Literal | None) -> Iterator[Quad]:
        self._asked += 1
        return self._store.quads_for_pattern(subject, predicate, value, DEFAULT)

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[str, str]]:
        """All subjects of a property with its values, in no order."""
        quads = self._quads(None, predicate, None)
        return ((t.id_of(q.subject.value), _value(q.object)) for q in quads if isinstance(q.subject, NamedNode))

    def subjects(self, predicate: NamedNode, value: NamedNode | Literal) -> Iterator[str]:
        """Whatever has this value of a property, in no order."""
        quads = self._quads(None, predicate, value)
        return (t.id_of(q.subject.value) for q in quads if isinstance(q.subject, NamedNode))

    def values(self, subject: str, predicate: NamedNode) -> list[str]:
        """The values of one property, sorted."""
        return sorted(_value(q.object) for q in self._quads(iri(subject), predicate, None))

    def one(self, subject: str, predicate: NamedNode) -> str | None:
        """The greatest value of one property, None where there is none."""
        return max((_value(q.object) for q in self._quads(iri(subject), predicate, None)), default=None)

    def of(self, subject: str) -> dict[str, list[str]]:
        """Property → values, sorted; properties of ours as local names. Quicker than to ask for many of them one by one."""
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self._quads(iri(subject), None, None):
            found[quad.predicate.value.removeprefix(NS)].append(_value(quad.object))
        for values in found.values():
            values.sort()
        return found

    def labels(self, subject: str, *langs: str) -> list[str | None]:
        """The label in each language, or the untagged one."""
        labels = [q.object for q in self._quads(iri(subject), t.LABEL, None) if isinstance(q.object, Literal)]
        return [
            max(((x.language == lang, x.value) for x in labels if x.language in {lang, None}), default=(False, None))[1] for lang in langs
        ]


def last(said: dict[str, list[str]], name: str) -> str | None:
    """The greatest value of a property, None where there is none."""
    return said[name][-1] if name in said else None


def _value(term: object) -> str:
    if isinstance(term, NamedNode):
        return t.id_of(term.value)
    return term.value if isinstance(term, Literal) else ""
