"""A store's properties as plain strings, asked of one subject at a time, so that nothing of all articles is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode
from pyoxigraph import Store as Oxigraph

from kg.graph import terms as t
from kg.graph.quads import DEFAULT
from kg.ontology import ID, NS


def iri(tail: str) -> NamedNode:
    """The IRI of an id tail that `id_of` gave, which is encoded already."""
    return NamedNode(ID + tail)


class Lookup:
    """The values of properties; IRIs of ours as id tails."""

    def __init__(self, oxigraph: Oxigraph) -> None:
        self._find = oxigraph.quads_for_pattern

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[str, str]]:
        """All subjects of a property with its values, in no order."""
        quads = self._find(None, predicate, None, DEFAULT)
        return ((t.id_of(q.subject.value), _value(q.object)) for q in quads if isinstance(q.subject, NamedNode))

    def subjects(self, predicate: NamedNode, value: NamedNode | Literal) -> Iterator[str]:
        """Whatever has this value of a property, in no order."""
        quads = self._find(None, predicate, value, DEFAULT)
        return (t.id_of(q.subject.value) for q in quads if isinstance(q.subject, NamedNode))

    def values(self, subject: str, predicate: NamedNode) -> list[str]:
        """The values of one property, sorted."""
        return sorted(_value(q.object) for q in self._find(iri(subject), predicate, None, DEFAULT))

    def one(self, subject: str, predicate: NamedNode) -> str | None:
        """The greatest value of one property, None where there is none."""
        return max((_value(q.object) for q in self._find(iri(subject), predicate, None, DEFAULT)), default=None)

    def of(self, subject: str) -> dict[str, list[str]]:
        """Property → values, sorted; properties of ours as local names. Quicker than to ask for many of them one by one."""
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self._find(iri(subject), None, None, DEFAULT):
            found[quad.predicate.value.removeprefix(NS)].append(_value(quad.object))
        for values in found.values():
            values.sort()
        return found

    def labels(self, subject: str, *langs: str) -> list[str | None]:
        """The label in each language, or the untagged one."""
        labels = [q.object for q in self._find(iri(subject), t.LABEL, None, DEFAULT) if isinstance(q.object, Literal)]
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
